"""Public support before an insats against after it, for those who ended in the year."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from finsam.chapters import bands, figures
from finsam.chapters.book import Book
from finsam.chapters.certainty import FEW, INTERVAL_NOTE, few_note, is_few, share_text
from finsam.chapters.figures import Figure
from finsam.chapters.markdown import Line, Markdown, Table, escape
from finsam.chapters.persons import scope, spells
from finsam.measures.support import Support, columns_grouped, grouped, support
from finsam.people.definitions import load_people
from finsam.protect.onward import KEPT, LEFT, SUM, UNKNOWN_SUPPORT, WIDEST, support_key
from finsam.records import labelled
from finsam.swedish import SIGNS, listing, number, plural


def sections(book: Book) -> list[object]:
    """Sentence, cross table, who left which support, and the flow picture; nothing where support isn't told."""
    rows = spells(book)
    if not len(rows):
        return []
    kinds = load_people(book.params.forbund_id).forsorjning
    found = support(rows, book.ar, list(kinds))
    if not found.known:
        return []
    groups = {name: kind.grupp for name, kind in kinds.items()}
    return [
        scope(book),
        _sentence(book, found),
        _cross_table(book, found, groups),
        _left_table(book, found),
        _flow_figure(book, found, groups),
    ]


def _sentence(book: Book, found: Support) -> Markdown | None:
    if book.hides(support_key(SUM, SUM)):
        return None
    text = (
        f"För {plural(found.known, 'deltagande', 'deltaganden')} som avslutades {book.ar} är försörjningen "
        "känd både före och efter."
    )
    if found.unknown and not book.hides(support_key(SUM, UNKNOWN_SUPPORT)):
        text += (
            f" Ytterligare {number(found.unknown)} saknar uppgift om det ena eller båda och räknas inte med."
        )
    return Markdown(text)


def _cross_table(book: Book, found: Support, groups: Mapping[str, str]) -> Table:
    """Rows before, columns after: by kind of support, or by group where the kinds after are many."""
    table = found.table
    by_group = table.shape[1] > WIDEST
    if by_group:
        table = columns_grouped(table, groups)
    lines = [Line(escape(name), _with_sum(book, name, row)) for name, row in labelled(table)]
    lines.append(Line("Summa", _with_sum(book, SUM, table.sum()), "summa"))
    caption = f"Försörjning före och efter insatsen, deltaganden som avslutades {book.ar}"
    if by_group:
        caption += ". Försörjningen efter i grupper"
    heads = ["Före", *(f"Efter: {escape(name)}" for name in table.columns), "Alla"]
    return Table("tbl-forsorjning", caption, heads, lines)


def _with_sum(book: Book, before: str, row: pd.Series) -> list[str]:
    """A row of the cross table and its sum."""
    counts = [book.count(n, support_key(before, after)) for after, n in zip(row.index, row, strict=True)]
    return [*counts, book.count(int(row.sum()), support_key(before, SUM))]


def _left_table(book: Book, found: Support) -> Table:
    """How many left each support that they had before."""
    lines, note = [], INTERVAL_NOTE
    for name, row in labelled(found.table):
        share = found.left(name)
        keys = [support_key(name, each) for each in (SUM, KEPT, LEFT)]
        counts = (share.N, int(row.sum()) - share.n, share.n)
        cells = [book.count(n, key) for n, key in zip(counts, keys, strict=True)]
        hides = book.hides(*keys)
        few = FEW if is_few(book, share) and not hides else ""
        cells += [SIGNS["undertryckt"] if hides else share_text(share), few]
        lines.append(Line(escape(name), cells))
    with_few = any(line.cells[4] for line in lines)
    if with_few:
        note += " " + few_note(book)
    else:
        lines = [Line(line.label, line.cells[:4]) for line in lines]
    heads = [
        "Försörjning före",
        "Antal",
        "Samma efter",
        "Lämnade den",
        "Andel som lämnade",
        *(["Underlag"] if with_few else []),
    ]
    caption = f"Hur många som lämnade sin försörjning, deltaganden som avslutades {book.ar}"
    return Table("tbl-forsorjning-lamnade", caption, heads, lines, text_columns=[5], note=note)


def _flow_figure(book: Book, found: Support, groups: Mapping[str, str]) -> Figure | None:
    """Bands from the support before to the support after, by group."""
    # Its bands are as wide as the counts are large, and its text tells them all.
    if any(key[0] == support_key("", "")[0] for key in book.delivery.hidden):
        return None
    table = grouped(found.table, groups)
    if min(table.shape) < 1 or max(table.shape) < 2:
        return None
    drawing, axes = figures.canvas(height=max(3.0, 0.75 + 0.42 * max(table.shape)))
    bands.bands(axes, table, "Före", "Efter")
    caption = (
        f"Försörjning före och efter insatsen efter grupp, {number(found.known)} deltaganden som avslutades "
        f"{book.ar}"
    )
    return Figure("fig-forsorjning", caption, _alt(table), drawing, ("tbl-forsorjning",))


def _alt(table: pd.DataFrame) -> str:
    """Every band in words: of those with a support before, how many had which after."""
    parts = []
    for before, row in table.iterrows():
        after = [f"{number(int(n))} {name}" for name, n in row.items() if n]
        parts.append(f"Av {number(int(row.sum()))} med {before} före hade efteråt {listing(after)}.")
    return "Flöde från försörjningen före till försörjningen efter. " + " ".join(parts)
