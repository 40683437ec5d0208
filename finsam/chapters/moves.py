"""People between insatser: how many persons the participations are, and where those who end one go next."""

from __future__ import annotations

import pandas as pd

from finsam.chapters.book import Book
from finsam.chapters.markdown import Line, Markdown, Table, escape
from finsam.chapters.persons import in_order, scope, spells
from finsam.measures.moves import GOES_ON, NONE, NONE_SO_FAR, WINDOW, TakingPart, moves, taking_part
from finsam.protect.onward import (
    AGAIN,
    ANOTHER,
    PARTICIPATIONS,
    PERSONS,
    RETURNS,
    SUM,
    WITHOUT_NEXT,
    after_key,
    move_key,
    number_key,
)
from finsam.records import labelled
from finsam.swedish import capital, listing, number, plural, word

#: A table with more columns of insatser than this is a list instead.
_WIDEST = 6

#: What those without a next participation mean.
_MEANINGS = {
    GOES_ON: "personen var redan med i en annan insats och är kvar där",
    NONE: "inget nytt deltagande på {dagar} dagar",
    NONE_SO_FAR: "inget nytt deltagande till årets slut, men {dagar} dagar har inte gått",
}


def unique_sections(book: Book) -> list[object]:
    """The persons beside the sum over the insatser; nothing without person rows."""
    rows = spells(book)
    found = taking_part(rows, book.ar) if len(rows) else None
    if not found or not found.participations:
        return []
    return [scope(book), _unique_sentence(book, found), _unique_table(book, found)]


def _unique_sentence(book: Book, found: TakingPart) -> Markdown | None:
    """How the sum over the insatser becomes the number of persons."""
    total = plural(found.participations, "deltagande", "deltaganden")
    if found.persons == found.participations and not book.hides(PERSONS, PARTICIPATIONS):
        return Markdown(
            f"De {total} som insatserna hade {book.ar} är lika många personer: ingen räknas två gånger."
        )
    several = [
        f"{plural(persons, 'person', 'personer')} var med i {word(insatser)} insatser"
        for insatser, persons in found.by_number.items()
        if insatser > 1 and not book.hides(number_key(insatser))
    ]
    if found.returns and not book.hides(RETURNS):
        several.append(
            f"{plural(found.returns, 'deltagande', 'deltaganden')} är återkomster till samma insats under "
            "året"
        )
    if book.hides(PERSONS, PARTICIPATIONS):
        return None
    text = f"Insatsernas {total} {book.ar} är {plural(found.persons, 'person', 'personer')}."
    return Markdown(f"{text} {capital(listing(several))}." if several else text)


def _unique_table(book: Book, found: TakingPart) -> Table | None:
    if found.persons == found.participations:
        return None
    lines = [
        Line(
            f"I {plural(insatser, 'insats', 'insatser')}",
            [book.count(each, number_key(insatser)) for each in (persons, insatser * persons)],
        )
        for insatser, persons in found.by_number.items()
    ]
    if found.returns:
        lines.append(Line("Återkomster till samma insats", ["", book.count(found.returns, RETURNS)]))
    sums = [book.count(found.persons, PERSONS), book.count(found.participations, PARTICIPATIONS)]
    lines.append(Line("Summa", sums, "summa"))
    caption = (
        f"Personer efter hur många insatser de var med i {book.ar}, och deltagandena som de räknas som i "
        "insatserna"
    )
    return Table("tbl-unika", caption, ["Antal insatser", "Personer", "Deltaganden"], lines)


def sections(book: Book) -> list[object]:
    """Where those who ended an insats in the year went next; nothing with person rows of fewer than two insatser."""
    rows = spells(book)
    if not len(rows) or rows["insats"].nunique() < 2:
        return []
    found = moves(rows, book.ar)
    if not len(found):
        return []
    return [scope(book), _moves_sentence(book, found), _after_table(book, found), _matrix_table(book, found)]


def _moves_sentence(book: Book, found: pd.DataFrame) -> Markdown:
    counts = found.groupby("till")["antal"].sum()
    others = found[~found["till"].isin(WITHOUT_NEXT)]
    again = others[others["fran"] == others["till"]]["antal"].sum()
    next_ones = others["antal"].sum() - again
    if book.hides(after_key(SUM, SUM), after_key(SUM, ANOTHER)):
        return Markdown(_explained())
    parts = [f"{number(int(next_ones))} av ett deltagande i en annan insats"]
    if again and not book.hides(after_key(SUM, AGAIN)):
        parts.append(f"{number(int(again))} av ett nytt deltagande i samma insats")
    total = plural(int(found["antal"].sum()), "deltagande", "deltaganden")
    text = f"Av de {total} som avslutades {book.ar} följdes {listing(parts)}."
    if GOES_ON in counts and not book.hides(after_key(SUM, GOES_ON)):
        on = number(int(counts[GOES_ON]))
        text += (
            f" Ytterligare {on} avslutades av personer som redan var med i en annan insats och fortsatte där."
        )
    return Markdown(f"{text} {_explained()}")


def _explained() -> str:
    return (
        f"Ett deltagande följs av nästa som samma person börjar under tiden eller högst {number(WINDOW)} dagar "
        "efteråt. Det går bara att se mellan insatser som använder samma nyckel för en person."
    )


def _after_table(book: Book, found: pd.DataFrame) -> Table:
    """What followed on each insats: another one, the same again, or nothing."""
    to_insats = ~found["till"].isin(WITHOUT_NEXT)
    again = found["fran"] == found["till"]
    kinds = found["till"].mask(to_insats, ANOTHER).mask(again, AGAIN)
    counts = found.assign(sedan=kinds).pivot_table("antal", "fran", "sedan", "sum", fill_value=0)
    heads = [kind for kind in (ANOTHER, AGAIN, *WITHOUT_NEXT) if kind in counts]
    counts = counts.reindex(index=in_order(book, counts.index), columns=heads)
    lines = [
        Line(
            escape(fran),
            [
                book.count(int(row.sum()), ("deltagare", fran, "avslutade", str(book.ar), "totalt")),
                *(book.count(n, after_key(fran, kind)) for kind, n in zip(row.index, row, strict=True)),
            ],
        )
        for fran, row in labelled(counts)
    ]
    sums = counts.sum()
    of_all = [book.count(n, after_key(SUM, kind)) for kind, n in zip(sums.index, sums, strict=True)]
    lines.append(Line("Summa", [book.count(int(sums.sum()), after_key(SUM, SUM)), *of_all], "summa"))
    caption = f"Vad som följde på de deltaganden som avslutades {book.ar}"
    note = " ".join(
        f"{capital(kind)}: {_MEANINGS[kind].format(dagar=number(WINDOW))}."
        for kind in heads
        if kind in _MEANINGS
    )
    return Table("tbl-floden-sedan", caption, ["Insats", "Avslutade", *map(capital, heads)], lines, note=note)


def _with_sum(book: Book, fran: str, row: pd.Series) -> list[str]:
    """A row of the matrix and its sum."""
    counts = [book.count(n, move_key(fran, till)) for till, n in zip(row.index, row, strict=True)]
    return [*counts, book.count(int(row.sum()), move_key(fran, SUM))]


def _matrix_table(book: Book, found: pd.DataFrame) -> Table | None:
    """A row for each insats that was ended and a column for each that was begun; a list where those are many."""
    next_ones = found[~found["till"].isin(WITHOUT_NEXT)]
    if not len(next_ones):
        return None
    counts = next_ones.pivot_table("antal", "fran", "till", "sum", fill_value=0)
    counts = counts.reindex(index=in_order(book, counts.index), columns=in_order(book, counts.columns))
    caption = f"Från avslutad insats till nästa, deltaganden som avslutades {book.ar} och följdes av ett nytt"
    if len(counts.columns) > _WIDEST:
        lines = []
        for fran, row in labelled(counts):
            lines.append(Line(escape(fran), (), "sektion"))
            lines += [
                Line(escape(till), [book.count(n, move_key(fran, till))])
                for till, n in zip(row.index, row, strict=True)
                if n
            ]
        return Table("tbl-floden", caption, ["Nästa insats", "Antal"], lines)
    lines = [Line(escape(fran), _with_sum(book, fran, row)) for fran, row in labelled(counts)]
    lines.append(Line("Summa", _with_sum(book, SUM, counts.sum()), "summa"))
    heads = ["Från", *(f"Till {escape(book.params.short_name(till))}" for till in counts.columns), "Alla"]
    return Table("tbl-floden", caption, heads, lines)
