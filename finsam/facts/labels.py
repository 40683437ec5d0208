"""The usual labels of single figures, as names of facts: what `Till arbete` of an insats and a period repeats."""

from __future__ import annotations

import re

import pandas as pd

from finsam.facts.people import SHARES
from finsam.facts.registry import Facts
from finsam.params import Params
from finsam.tables.labels import measures_of
from finsam.tables.names import part
from finsam.tables.words import WHOLE

#: The chapters whose single figures tell the participants.
CHAPTERS = ("deltagare", "avstamning")

_SEX = re.compile(r"andel (kvinnor|män)(?: bland deltagarna)?")
#: The measure that a share of exits is of, which a printed base has to be.
_BASE = "avslutade"


def expression(
    label: str, grupp: str, period: str, unit: str, column: str, params: Params, facts: Facts
) -> str:
    """The expression of fact names that a figure repeats by its label; empty where the label isn't a usual one, or the
    book has no such figures.

    grupp: the insats as the book names it. unit: of the row's `varde`. column: `varde` or `procent`.
    """
    is_share = column == "procent" or unit == "procent"
    if column not in ("varde", "procent") or (not is_share and unit != "antal"):
        return ""
    stem = f"deltagare.{part(grupp) if grupp not in ('', WHOLE) else 'totalt'}"
    if period and period != str(params.ar):
        stem += f".{part(period)}"
    names = [f"{stem}.{name}" for name in _names(label, is_share)]
    return " + ".join(names) if all(name in facts for name in names) else ""


def _names(label: str, is_share: bool) -> tuple[str, ...]:
    """The last parts of the names; none for a label that isn't a usual one."""
    if is_share and (found := _SEX.fullmatch(" ".join(label.casefold().split()))):
        return ("andel_kvinnor" if found[1] == "kvinnor" else "andel_man",)
    measures, share = measures_of(label)
    return measures if not is_share else (share,) if share in SHARES else ()


def named(table: pd.DataFrame, params: Params, facts: Facts) -> pd.DataFrame:
    """The tidy table of `uppgifter` with `avser` filled by the labels, where the delivery doesn't tell.

    A count and its percent repeat different facts, so the cells of one row can have different expressions. A percent
    of a printed base that isn't those ended, or in a book whose shares are of others, repeats none.
    """
    bases = {
        (row.fil, row.blad, row.radnr): row.varde
        for row in table[(table["kolumn"] == "bas") & (table["status"] == "")].itertuples()
    }
    found = []
    for row in table.to_dict("records"):
        told = row["avser"]
        if not told and not row["status"] and row["kapitel"] in CHAPTERS:
            told = expression(
                row["uppgift"], row["grupp"], row["period"], row["enhet"], row["kolumn"], params, facts
            )
            base = bases.get((row["fil"], row["blad"], row["radnr"]))
            if ".andel_" in told and not _is_of_ended(told, base, params, facts):
                told = ""
        found.append(told)
    return table.assign(avser=found)


def _is_of_ended(name: str, base: object, params: Params, facts: Facts) -> bool:
    """Whether the share can be one of those ended; shares of women and men are of all participants."""
    if ".andel_kvinnor" in name or ".andel_man" in name:
        return True
    goal = params.year.mal_arbete_studier
    if goal and goal.bas != _BASE:
        return False
    of = f"{name.rpartition('.')[0]}.{_BASE}"
    return base is None or (of in facts and facts[of].cell.varde == base)
