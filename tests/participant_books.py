"""Books of participants, and what is shown of them as plain text."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
from person_frames import book, counts, spells

from finsam.chapters.book import Book
from finsam.chapters.markdown import Table
from finsam.swedish import NBSP

GOAL = {"mal_arbete_studier": {"procent": 40}}


def plain(text: str) -> str:
    return text.replace(NBSP, " ")


def cells(found: Table) -> dict[str, list[str]]:
    return {plain(line.label): [plain(cell) for cell in line.cells] for line in found.lines}


def flat(item: object) -> Iterator[object]:
    if isinstance(item, list):
        for each in item:
            yield from flat(each)
    elif item is not None:
        yield item


def year(*rows: list, **more: object) -> Book:
    return book(deltagare=counts(*(row for one in rows for row in one)), **{"year": GOAL, **more})


def person(insats: str, nyckel: int, start: str, slut: str | None = None, **more: object) -> dict:
    return {"insats": insats, "nyckel": str(nyckel), "start": start, "slut": slut, **more}


def sixty() -> pd.DataFrame:
    """Forty in A, of whom thirty leave on their 100th day, to work. Half of these go on to B: ten days or twenty."""
    return spells(
        *(person("A", n, "2024-01-01", "2024-04-09") for n in range(30)),
        *(person("A", n, "2024-01-01") for n in range(30, 40)),
        *(person("B", n, "2024-04-10", "2024-04-19", avslut="studier") for n in range(10)),
        *(person("B", n, "2024-04-10", "2024-04-29", avslut="studier") for n in range(10, 20)),
    )


def supported() -> pd.DataFrame:
    def ended(n: int, before: str, after: str) -> dict:
        return person("A", n, "2024-01-01", "2024-04-09", forsorjning_fore=before, forsorjning_efter=after)

    ways = [("Sjukpenning", "Lön"), ("Sjukpenning", "Sjukersättning"), ("A-kassa", "Lön"), ("A-kassa", "")]
    return spells(*(ended(n, *ways[n % 4]) for n in range(24)))
