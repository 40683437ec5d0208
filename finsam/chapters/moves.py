"""People between insatser: how many persons the participations are, and where those who end one go next."""

from __future__ import annotations

import pandas as pd

from finsam.chapters.book import Book
from finsam.chapters.markdown import Line, Markdown, Table, escape
from finsam.chapters.persons import in_order, scope, spells
from finsam.measures.moves import GOES_ON, NONE, NONE_SO_FAR, WINDOW, moves, taking_part
from finsam.swedish import capital, listing, number, plural

#: A table with more columns of insatser than this is a list instead.
_WIDEST = 6
_WORDS = {2: "två", 3: "tre", 4: "fyra"}

#: What can follow on a participation: the headings, and what those without a next one mean.
_ANOTHER, _AGAIN = "en annan insats", "samma insats igen"
_WITHOUT_NEXT = (GOES_ON, NONE, NONE_SO_FAR)
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


def _unique_sentence(book: Book, found) -> Markdown:
    """How the sum over the insatser becomes the number of persons."""
    total = plural(found.participations, "deltagande", "deltaganden")
    if found.persons == found.participations:
        return Markdown(
            f"De {total} som insatserna hade {book.ar} är lika många personer: ingen räknas två gånger."
        )
    several = [
        f"{plural(persons, 'person', 'personer')} var med i {_WORDS.get(insatser, insatser)} insatser"
        for insatser, persons in found.by_number.items()
        if insatser > 1
    ]
    if found.returns:
        several.append(
            f"{plural(found.returns, 'deltagande', 'deltaganden')} är återkomster till samma insats under "
            "året"
        )
    return Markdown(
        f"Insatsernas {total} {book.ar} är {plural(found.persons, 'person', 'personer')}. "
        f"{capital(listing(several))}."
    )


def _unique_table(book: Book, found) -> Table | None:
    if found.persons == found.participations:
        return None
    lines = [
        Line(f"I {plural(insatser, 'insats', 'insatser')}", [number(persons), number(insatser * persons)])
        for insatser, persons in found.by_number.items()
    ]
    if found.returns:
        lines.append(Line("Återkomster till samma insats", ["", number(found.returns)]))
    lines.append(Line("Summa", [number(found.persons), number(found.participations)], "summa"))
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
    others = found[~found["till"].isin(_WITHOUT_NEXT)]
    again = others[others["fran"] == others["till"]]["antal"].sum()
    next_ones = others["antal"].sum() - again
    parts = [f"{number(int(next_ones))} av ett deltagande i en annan insats"]
    if again:
        parts.append(f"{number(int(again))} av ett nytt deltagande i samma insats")
    total = plural(int(found["antal"].sum()), "deltagande", "deltaganden")
    text = f"Av de {total} som avslutades {book.ar} följdes {listing(parts)}."
    if GOES_ON in counts:
        on = number(int(counts[GOES_ON]))
        text += (
            f" Ytterligare {on} avslutades av personer som redan var med i en annan insats och fortsatte där."
        )
    return Markdown(
        f"{text} Ett deltagande följs av nästa som samma person börjar under tiden eller högst {number(WINDOW)} "
        "dagar efteråt. Det går bara att se mellan insatser som använder samma nyckel för en person."
    )


def _after_table(book: Book, found: pd.DataFrame) -> Table:
    """What followed on each insats: another one, the same again, or nothing."""
    to_insats = ~found["till"].isin(_WITHOUT_NEXT)
    again = found["fran"] == found["till"]
    kinds = found["till"].mask(to_insats, _ANOTHER).mask(again, _AGAIN)
    counts = found.assign(sedan=kinds).pivot_table("antal", "fran", "sedan", "sum", fill_value=0)
    heads = [kind for kind in (_ANOTHER, _AGAIN, *_WITHOUT_NEXT) if kind in counts]
    counts = counts.reindex(index=in_order(book, counts.index), columns=heads)
    lines = [
        Line(escape(fran), [number(int(n)) for n in (row.sum(), *row)]) for fran, row in counts.iterrows()
    ]
    sums = counts.sum()
    lines.append(Line("Summa", [number(int(n)) for n in (sums.sum(), *sums)], "summa"))
    caption = f"Vad som följde på de deltaganden som avslutades {book.ar}"
    note = " ".join(
        f"{capital(kind)}: {_MEANINGS[kind].format(dagar=number(WINDOW))}."
        for kind in heads
        if kind in _MEANINGS
    )
    return Table("tbl-floden-sedan", caption, ["Insats", "Avslutade", *map(capital, heads)], lines, note=note)


def _matrix_table(book: Book, found: pd.DataFrame) -> Table | None:
    """A row for each insats that was ended and a column for each that was begun; a list where those are many."""
    next_ones = found[~found["till"].isin(_WITHOUT_NEXT)]
    if not len(next_ones):
        return None
    counts = next_ones.pivot_table("antal", "fran", "till", "sum", fill_value=0)
    counts = counts.reindex(index=in_order(book, counts.index), columns=in_order(book, counts.columns))
    caption = f"Från avslutad insats till nästa, deltaganden som avslutades {book.ar} och följdes av ett nytt"
    if len(counts.columns) > _WIDEST:
        lines = []
        for fran, row in counts.iterrows():
            lines.append(Line(escape(fran), (), "sektion"))
            lines += [Line(escape(till), [number(int(n))]) for till, n in row.items() if n]
        return Table("tbl-floden", caption, ["Nästa insats", "Antal"], lines)
    lines = [
        Line(escape(fran), [number(int(n)) for n in (*row, row.sum())]) for fran, row in counts.iterrows()
    ]
    sums = counts.sum()
    lines.append(Line("Summa", [number(int(n)) for n in (*sums, sums.sum())], "summa"))
    heads = ["Från", *(f"Till {escape(book.params.short_name(till))}" for till in counts.columns), "Alla"]
    return Table("tbl-floden", caption, heads, lines)
