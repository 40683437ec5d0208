"""Month rows of households, written by hand for tests."""

from __future__ import annotations

from collections.abc import Iterable

HEADER = "hushall;manad;kommun;hushallstyp;vuxna;barn;kon;fodelsear;forsorjningshinder;belopp"
ALONE = {
    "kommun": "Umeå",
    "hushallstyp": "Ensamstående utan barn",
    "vuxna": "1",
    "barn": "0",
    "kon": "K",
    "fodelsear": "1980",
    "forsorjningshinder": "Arbetslös",
    "belopp": "8000",
}
FAMILY = ALONE | {"hushallstyp": "Sammanboende med barn", "vuxna": "2", "barn": "3", "kon": "M"}


def months(year: int, *of_year: int) -> list[str]:
    return [f"{year}-{number:02}" for number in of_year]


def whole(year: int) -> list[str]:
    return months(year, *range(1, 13))


def rows(hushall: str, when: Iterable[str], cells: dict[str, str] = ALONE, **changed: str) -> list[str]:
    """One line a month."""
    values = cells | changed
    return [";".join((hushall, month, *(values[name] for name in ALONE))) for month in when]


def sheet(*parts: list[str]) -> str:
    return "\n".join([HEADER, *(line for part in parts for line in part)]) + "\n"
