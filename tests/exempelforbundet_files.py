"""The raw files of the invented förbund, as they stand."""

from __future__ import annotations

import csv

from conftest import REPOSITORY

RAW = REPOSITORY / "data/raw/exempelforbundet"
FAVOURABLE = {"Ofta", "För det mesta", "Alltid", "Till stor del", "Till mycket stor del", "Helt och hållet"}


def raw(name: str) -> list[dict[str, str]]:
    with (RAW / "2024" / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=";"))


def favourable(delivery, question: str, group: str, year: int) -> tuple[int, int]:
    answers = delivery.answers
    chosen = answers[
        (answers.fraga == question)
        & (answers.respondentgrupp == group)
        & (answers.period.str[:4] == str(year))
    ]
    told = chosen[chosen.steg.notna()]
    return int(told.gynnsam.sum()), len(told)
