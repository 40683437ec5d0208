"""The budget that the board adopted, in tkr, by the sections and rows of params/kontoplan.yml."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tools.exempelforbundet.facts import INSATSER, OTHER_BUDGET

YEARS = (2024, 2025)


def write(folder: Path) -> None:
    for year in YEARS:
        file = folder / str(year) / "budget.csv"
        file.parent.mkdir(parents=True, exist_ok=True)
        lines = ["sektion;rad;budget", *(";".join(row) for row in rows(year))]
        file.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def rows(year: int) -> Iterator[tuple[str, str, str]]:
    """Posts only: what they add up to follows from them. The insatser stand between income and office."""
    other = [(*row, str(amounts[year])) for row, amounts in OTHER_BUDGET.items()]
    yield from (row for row in other if row[0] == "Intäkter")
    for insats in INSATSER:
        if year in insats.budget:
            yield "Insatser", insats.name, str(insats.budget[year])
    yield from (row for row in other if row[0] != "Intäkter")
