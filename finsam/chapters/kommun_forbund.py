"""The kommun's part in its samordningsförbund: membership, contribution, and who took part in the insatser."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from finsam.chapters import association, participants
from finsam.chapters.book import Book
from finsam.chapters.certainty import FEW, INTERVAL_NOTE, few_note, is_few, share_text
from finsam.chapters.kommun import Kommun
from finsam.chapters.markdown import Line, Markdown, Table, escape
from finsam.chapters.persons import in_order, spells
from finsam.measures.participants import Outcome
from finsam.members import Medlem
from finsam.params import Params
from finsam.people.definitions import load_people
from finsam.people.flows import flows
from finsam.protect.people import resident_key
from finsam.records import records
from finsam.swedish import SIGNS, period, with_unit
from finsam.tables.cells import HIDDEN, Cell, Row


def membership(kommun: Kommun) -> list[object]:
    """Which samordningsförbund the kommun is a member of, since when, and what it paid in the year."""
    name = escape(kommun.area.namn)
    if kommun.is_real_with_invented_figures:
        return [Markdown("Statistiken är påhittad. Kommunens samordningsförbund visas därför inte här.")]
    if not kommun.books:
        return [
            Markdown(
                f"{name} är inte medlem i något av de samordningsförbund som har en redovisning för {kommun.ar} här."
            )
        ]
    return [
        Markdown(" ".join(filter(None, (_member(kommun, book), _paid(kommun, book)))))
        for book in kommun.books
    ]


def _member(kommun: Kommun, book: Book) -> str:
    forbund, since = escape(book.params.forbund.namn), _membership(kommun, book.params).sedan
    text = f"{escape(kommun.area.namn)} är medlem i {forbund}"
    if not since:
        return f"{text}."
    return f"{text} sedan {period(str(since if isinstance(since, int) else since.year))}."


def _paid(kommun: Kommun, book: Book) -> str:
    """The contribution of the year and its shares; empty where the book has none of it."""
    name, year = _membership(kommun, book.params).namn, str(book.ar)
    found = next((member for member in association.found(book) if member.name == name), None)
    if found is None or not found.paid[year]:
        return ""
    paid = book.text(found.paid[year], unit=True)
    share = with_unit(found.share_of_all[year], "procent", 2)
    local = found.share_of_kommuner.get(year)
    of_local = f" och {with_unit(local, 'procent', 2)} av kommunernas del" if local is not None else ""
    return f"Kommunens bidrag för {book.span(book.ar)} var {paid}, {share} av alla bidrag{of_local}."


def _membership(kommun: Kommun, params: Params) -> Medlem:
    """The kommun as a member of the förbund of a book, under the name that it has there."""
    return next(member for member in params.forbund.medlemmar if member.kod == kommun.area.kod)


def insatser(kommun: Kommun) -> list[object]:
    """How many of the kommun took part in the insatser and how they ended, a table for each of its förbund."""
    return [_table(kommun, book) for book in kommun.books]


def _table(kommun: Kommun, book: Book) -> Table | Markdown:
    found = _residents(kommun, book) | _own(kommun, book)
    if not found:
        text = f"{escape(book.params.forbund.kort)} har inte redovisat deltagare för {escape(kommun.area.namn)} särskilt."
        return Markdown(text)
    lines, few = [], False
    for name in in_order(book, found):
        outcome = found[name]
        cells = [book.text(outcome.cell(measure)) for measure in participants.IN_SHORT]
        if _hides_share(kommun, book, outcome):
            lines.append(Line(escape(name), [*cells, SIGNS["undertryckt"]]))
            continue
        share = outcome.share("arbete", "studier")
        few |= is_few(book, share)
        lines.append(
            Line(escape(name), [*cells, share_text(share) + (f", {FEW}" if is_few(book, share) else "")])
        )
    notes = [
        "Deltagare som bor i kommunen, eller i insatser som bara riktar sig till den.",
        "Andelen är av dem som avslutade.",
        INTERVAL_NOTE,
        few_note(book) if few else "",
    ]
    caption = f"Deltagare {book.ar} i insatser som {escape(book.params.forbund.kort)} finansierar"
    heads = ["Insats", *participants.IN_SHORT.values(), "Till arbete eller studier"]
    table_id = f"tbl-insatser-{book.params.forbund_id}"
    return Table(table_id, caption, heads, lines, note=" ".join(filter(None, notes)))


def _hides_share(kommun: Kommun, book: Book, outcome: Outcome) -> bool:
    """Whether the share to work or studies would tell a count that is hidden."""
    key = resident_key(kommun.area.kort, outcome.insats, "arbete_eller_studier")
    cells = [outcome.cell(measure) for measure in ("arbete", "studier", "avslutade")]
    return book.hides(key) or any(cell.status == "undertryckt" for cell in cells)


def _own(kommun: Kommun, book: Book) -> dict[str, Outcome]:
    """The insatser that are for this kommun alone: so says forbund.yml, or it is the förbund's only kommun."""
    kommuner = [member for member in book.params.members if member.slag == "kommun"]
    name = _membership(kommun, book.params).namn
    only = {insats.namn for insats in book.params.forbund.insatser if insats.kommun == name}
    return {
        outcome.insats: outcome
        for outcome in participants.insatser(book)
        if outcome.insats in only or len(kommuner) == 1
    }


class _Residents(NamedTuple):
    insats: str
    matt: str
    totalt: int


def _residents(kommun: Kommun, book: Book) -> dict[str, Outcome]:
    """Who lives in the kommun, by insats, where participants were delivered one by one."""
    rows = spells(book)
    rows = rows[rows["kommun"] == kommun.area.kort] if len(rows) else rows
    if not len(rows):
        return {}
    counts = flows(rows, str(book.ar), ["insats"], load_people(book.params.forbund_id), book.params)
    found: dict[str, Outcome] = {}
    for row in records(counts, _Residents):
        measures = found.setdefault(row.insats, Outcome(row.insats, str(book.ar), {})).measures
        cells = Row({"insats": row.insats, "matt": row.matt})
        key = resident_key(kommun.area.kort, row.insats, row.matt)
        cells["totalt"] = HIDDEN if book.hides(key) else Cell(Decimal(row.totalt), "antal")
        measures[row.matt] = cells
    return found
