"""Support and work of those who were followed, the year before the start and the year after the end: fore_efter.csv."""

from __future__ import annotations

from pathlib import Path

from tools.exempelforbundet.files import write_csv

HEADER = ("insats", "stod", "enhet", "foljda", "fore", "efter", "fore_personer", "efter_personer")

#: By insats how many were followed, and of each kind: unit, amount before and after, how many had any before and after.
#: Of Ungdomsspåret the work pays; of Vägen vidare nobody can tell; Stegen före prepares for other insatser, so little has
#: changed in a year. Few of Lotsen had ended a year ago.
FOLLOWED: dict[str, tuple[int, dict[str, tuple[str, int, int, int, int]]]] = {
    "Ungdomsspåret": (
        74,
        {
            "Försörjningsstöd": ("månader", 318, 201, 39, 27),
            "Aktivitetsstöd": ("månader", 146, 171, 28, 30),
            "Aktivitetsersättning": ("månader", 108, 108, 9, 9),
            "Sjukpenning": ("dagar", 1480, 1085, 14, 11),
            "Arbetsinkomst": ("månader", 62, 186, 15, 33),
            "Psykiatrisk öppenvård": ("antal", 342, 251, 31, 24),
        },
    ),
    "Vägen vidare": (
        61,
        {
            "Försörjningsstöd": ("månader", 287, 243, 33, 29),
            "Aktivitetsstöd": ("månader", 118, 131, 21, 22),
            "Sjukpenning": ("dagar", 4120, 3390, 22, 18),
            "Arbetsinkomst": ("månader", 48, 94, 11, 19),
            "Öppenvård": ("antal", 398, 362, 44, 41),
        },
    ),
    "Stegen före": (
        46,
        {
            "Försörjningsstöd": ("månader", 246, 239, 27, 26),
            "Sjukpenning": ("dagar", 3980, 4155, 19, 20),
            "Sjukersättning": ("månader", 0, 66, 0, 8),
            "Arbetsinkomst": ("månader", 31, 26, 8, 7),
            "Öppenvård": ("antal", 365, 318, 36, 34),
        },
    ),
    "Lotsen": (
        4,
        {
            "Försörjningsstöd": ("månader", 30, 19, 3, 2),
            "Arbetsinkomst": ("månader", 2, 13, 1, 2),
        },
    ),
}


def write(folder: Path) -> None:
    write_csv(folder / "2024" / "fore_efter.csv", HEADER, rows())


def rows() -> list[tuple[object, ...]]:
    return [
        (insats, stod, unit, persons, *amounts)
        for insats, (persons, kinds) in FOLLOWED.items()
        for stod, (unit, *amounts) in kinds.items()
    ]
