"""Checks of surveys: no more have answered than were asked."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pandas as pd

from finsam.audit.check import Check
from finsam.measures.answers import Rate, response_rates
from finsam.params import Params
from finsam.surveys.definitions import load_surveys
from finsam.surveys.questions import Surveys
from finsam.tables.words import OCCASIONS


def response(tables: dict[str, pd.DataFrame], answers: pd.DataFrame, params: Params) -> Iterator[Check]:
    """At least as many were asked as have answered. answers: columns surveys.rows.ANSWERS.

    Only a number asked that is too small is a check: how many were asked beyond those who answered is not known.
    """
    if "enkat_utskick" not in tables:
        return
    surveys = load_surveys(params.forbund_id)
    for rate in response_rates(answers, tables["enkat_utskick"], surveys, params.ar):
        if rate.is_over:
            places = tuple(filter(None, (rate.asked.place, rate.first_answer)))
            stated, answered = rate.asked.printed, Decimal(rate.svarande)
            yield Check("response-rate", _subject(rate, surveys), stated, answered, rate.asked.enhet, places)


def _subject(rate: Rate, surveys: Surveys) -> str:
    group = surveys.group(rate.respondentgrupp)
    occasion = OCCASIONS[rate.tillfalle][0].lower() if rate.tillfalle else ""
    parts = (f"Enkät till {group[:1].lower()}{group[1:]}", occasion, rate.insats, rate.period)
    return f"{', '.join(filter(None, parts))}: tillfrågade"
