"""The participations by kommun, age group and platform, with how they ended."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd

from finsam.chapters.book import Book
from finsam.chapters.certainty import BASE_WORDS, FEW, INTERVAL_NOTE, few_note, is_few, share_text
from finsam.chapters.goals import base_of
from finsam.chapters.markdown import Line, Table, escape
from finsam.chapters.persons import scope, spells
from finsam.measures.participants import BASES, EXITS, WHOLE
from finsam.measures.shares import Share
from finsam.people.definitions import load_people
from finsam.people.flows import flows
from finsam.protect.people import everyone_key, grouped_key
from finsam.protect.system import Key
from finsam.records import labelled
from finsam.swedish import SIGNS
from finsam.tables.definitions import UNKNOWN

#: The columns of flows that are shown, with their headings.
_HEADS = {
    "antal_totalt": "Deltaganden",
    "nya": "Nya",
    "avslutade": "Avslutade",
    "arbete": "Arbete",
    "studier": "Studier",
    "annat_positivt_avslut": "Annat positivt",
    "avbrott": "Avbrott",
}
#: What the participations are grouped by: the first heading, and the caption.
_GROUPS = {
    "kommun": ("Kommun", "efter deltagarens kommun"),
    "alder": ("Ålder", "efter den ålder som deltagaren fyllde under året"),
    "plattform": ("Plattform", "efter insatsens samverkansplattform"),
}


def sections(book: Book) -> list[object]:
    """A table for each grouping in which more than one group is known; nothing without person rows."""
    rows = spells(book)
    if not len(rows):
        return []
    definitions = load_people(book.params.forbund_id)
    everyone = flows(rows, str(book.ar))
    found = [
        _table(book, name, flows(rows, str(book.ar), [name], definitions, book.params), everyone)
        for name in _GROUPS
    ]
    tables = [table for table in found if table]
    return [scope(book), *tables] if tables else []


def _table(book: Book, name: str, found: pd.DataFrame, everyone: pd.DataFrame) -> Table | None:
    counts = found.pivot(index=name, columns="matt", values="totalt").reindex(found[name].unique())
    if len(counts.index.drop(UNKNOWN, errors="ignore")) < 2:
        return None
    base = base_of(book, WHOLE)
    shares, lines = {}, []
    for group, row in labelled(counts):
        keys = partial(grouped_key, name, group)
        hides = book.hides(*map(keys, (*EXITS[:2], BASES[base])))
        shares[group] = None if hides else _share(row, BASES[base], base != "inskrivna")
        share = SIGNS["undertryckt"] if hides else share_text(shares[group])
        lines.append(Line(escape(group), [*_counts(book, row, keys), share, _few(book, shares[group])]))
    total = everyone.set_index("matt")["totalt"]
    hides = book.hides(*map(everyone_key, (*EXITS[:2], BASES[base])))
    of_all = None if hides else _share(total, BASES[base], base != "inskrivna")
    text = SIGNS["undertryckt"] if hides else share_text(of_all)
    lines.append(Line("Alla", [*_counts(book, total, everyone_key), text, _few(book, of_all)], "summa"))
    heads = [_GROUPS[name][0], *_HEADS.values(), "Andel", "Underlag"]
    if not any(line.cells[-1] for line in lines):
        heads, lines = heads[:-1], [Line(line.label, line.cells[:-1], line.style) for line in lines]
    about = _GROUPS[name][1]
    few = [few_note(book)] if any(is_few(book, each) for each in (*shares.values(), of_all)) else []
    note = f"Andel: till arbete eller studier av dem {BASE_WORDS[base]}. " + " ".join([INTERVAL_NOTE, *few])
    caption = f"Deltaganden {book.ar} {about}, och hur de slutade"
    return Table(f"tbl-deltagare-efter-{name}", caption, heads, lines, text_columns=[9], note=note)


def _counts(book: Book, row: pd.Series, key: Callable[[str], Key]) -> list[str]:
    return [book.count(row[measure], key(measure)) for measure in _HEADS]


def _share(row: pd.Series, base: str, part: bool) -> Share | None:
    return Share(int(row[list(EXITS[:2])].sum()), int(row[base]), part) if row[base] else None


def _few(book: Book, share: Share | None) -> str:
    return FEW if is_few(book, share) else ""
