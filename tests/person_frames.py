"""Frames of participations and tables of counts, made in a test without files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

import pandas as pd

from finsam.chapters.book import Book
from finsam.delivery.read import Delivery
from finsam.params import Params
from finsam.params.forbund import Forbund, Insats
from finsam.params.year import Year

#: What `people.rows.SPELLS` holds, with what a row has where a test doesn't say.
SPELL = {
    "nyckel": "1",
    "insats": "A",
    "kommun": "",
    "kon": "kvinnor",
    "fodelsear": 1980,
    "start": "2024-01-01",
    "slut": None,
    "orsak": "",
    "avslut": "",
    "forsorjning_fore": "",
    "forsorjning_efter": "",
    "utbildning": "",
    "ar_i_forsorjning": float("nan"),
    "tolk": "",
    "fil": "personer.csv",
    "blad": "",
    "radnr": 2,
}


def spells(*rows: dict) -> pd.DataFrame:
    """Participations; one that ends does so to work unless it is told."""
    full = [{**SPELL, **({"avslut": "arbete"} if row.get("slut") else {}), **row} for row in rows]
    frame = pd.DataFrame(full, columns=list(SPELL))
    days = {name: pd.to_datetime(frame[name]).astype("datetime64[s]") for name in ("start", "slut")}
    return frame.assign(**days, fodelsear=frame["fodelsear"].astype("Int64"))


def table(
    keys: Sequence[str], columns: Sequence[str], rows: Iterable[Sequence[object]], enhet: str = "antal"
) -> pd.DataFrame:
    """A tidy table (tables.read.tidy): each row its keys and then its numbers, None for one that isn't known."""
    cells = []
    for number, (*named, values) in enumerate(rows, start=2):
        for column, value in zip(columns, values, strict=True):
            known = value is not None
            cells.append(
                dict(zip(keys, named, strict=True))
                | {"kolumn": column, "varde": Decimal(str(value)) if known else None, "decimaler": 0}
                | {"status": "" if known else "saknas", "enhet": "procent" if column == "procent" else enhet}
                | {"fil": "x.csv", "blad": "", "radnr": number, "rubrik_i_fil": column}
            )
    return pd.DataFrame(cells)


def counts(*rows: Sequence[object]) -> pd.DataFrame:
    """The table `deltagare` of rows (insats, matt, period, totalt)."""
    return table(
        ("insats", "matt", "period"), ("totalt",), [(insats, m, p, [total]) for insats, m, p, total in rows]
    )


def year_of(insats: str, ar: int, exits: Sequence[int], nya: int, kvar: int) -> list[Sequence[object]]:
    """The rows of `counts` for a whole year: exits in the order arbete, studier, annat_positivt_avslut, avbrott."""
    ended = sum(exits)
    names = ("arbete", "studier", "annat_positivt_avslut", "avbrott")
    measures = {"antal_totalt": ended + kvar, "nya": nya, "avslutade": ended, "kvar": kvar}
    measures |= dict(zip(names, exits, strict=True))
    return [(insats, measure, str(ar), number) for measure, number in measures.items()]


def book(
    people: pd.DataFrame | None = None,
    insatser: Sequence[dict] = (),
    year: dict | None = None,
    ar: int = 2024,
    **tables: pd.DataFrame,
) -> Book:
    """A book of the invented förbund `prov` that has these tables and participations, and nothing else."""
    params = Params(
        forbund_id="prov",
        ar=ar,
        forbund=Forbund(
            namn="Samordningsförbundet Prov",
            kort="Prov",
            insatser=tuple(Insats(**insats) for insats in insatser),
        ),
        year=Year(slag="arsredovisning", **(year or {})),
    )
    nothing = pd.DataFrame()
    persons = people if people is not None else pd.DataFrame(columns=list(SPELL))
    return Book(params, Delivery(tables, [], persons, nothing, nothing, nothing))
