"""Register follow-up: how many of those who ended to work still work one and two years after."""

from __future__ import annotations

from finsam.chapters.book import Book
from finsam.chapters.certainty import FEW, INTERVAL_NOTE, few_note, is_few, share_in_words, share_text
from finsam.chapters.markdown import Line, Markdown, Table, escape
from finsam.chapters.participants import in_sentence
from finsam.measures.followup import FollowUp, follow_up
from finsam.measures.participants import WHOLE
from finsam.swedish import SIGNS, capital, number, plural, with_unit

_YEARS = {1: "ett år", 2: "två år"}


def sections(book: Book) -> list[object]:
    """A sentence for each time after the end, and the table."""
    found = follow_up(book.table("uppfoljning"), book.ar)
    if not found:
        return []
    return [*(_sentence(each) for each in _widest(found)), _table(book, found)]


def _widest(found: list[FollowUp]) -> list[FollowUp]:
    """For each time after the end the whole förbund, or the only insats."""
    result = []
    for efter in dict.fromkeys(each.efter for each in found):
        of_time = [each for each in found if each.efter == efter]
        result += [each for each in of_time if each.insats == WHOLE or len(of_time) == 1]
    return result


def _sentence(found: FollowUp) -> Markdown | None:
    """The share, and how many it is not about; never the one without the other."""
    share, bounds = found.share, found.bounds
    if share is None:
        return None
    text = (
        f"Av dem som avslutade till arbete var {number(share.n)} av {number(share.N)} som kunde följas i "
        f"arbete {_YEARS[found.efter]} senare, {share_in_words(share)}."
    )
    if bounds is None:
        return Markdown(f"{text} Hur många som inte kunde följas är inte känt.")
    if lost := int(found.ej_foljda.number):
        low, high = (with_unit(each.rounded(), "procent") for each in bounds)
        text += (
            f" Ytterligare {plural(lost, 'person', 'personer')} kunde inte följas: om ingen av dem arbetar är andelen "
            f"{low} av alla, och om alla gör det {high}."
        )
    return Markdown(text)


def _table(book: Book, found: list[FollowUp]) -> Table:
    times = list(dict.fromkeys(each.efter for each in found))
    lines = []
    for efter in times:
        if len(times) > 1:
            lines.append(Line(f"{capital(_YEARS[efter])} efter avslutet", (), "sektion"))
        for each in (each for each in found if each.efter == efter):
            style = "summa" if each.insats == WHOLE else ""
            lines.append(Line(escape(capital(in_sentence(each.insats))), _cells(book, each), style))
    heads = [
        "Insats",
        "I arbete",
        "Följda",
        "Andel i arbete",
        "Kunde inte följas",
        "Möjlig andel av alla",
        "Underlag",
    ]
    few = any(is_few(book, each.share) for each in found)
    if not few:
        lines = [Line(line.label, line.cells[:5], line.style) for line in lines]
        heads = heads[:6]
    when = "" if len(times) > 1 else f" {_YEARS[times[0]]} efter avslutet"
    caption = f"I arbete{when} av dem som avslutade till arbete, uppföljning {book.ar}"
    note = (
        f"{INTERVAL_NOTE} Andelen är av dem som kunde följas. Den möjliga andelen av alla går från att "
        "ingen till att alla av dem som inte kunde följas är i arbete."
    )
    note += f" {few_note(book)}" if few else ""
    return Table("tbl-uppfoljning", caption, heads, lines, text_columns=[6], note=note)


def _cells(book: Book, each: FollowUp) -> list[str]:
    share, bounds = each.share, each.bounds
    known = each.i_arbete and each.inte_i_arbete
    followed = [cell.status for cell in (each.i_arbete, each.inte_i_arbete)]
    none = SIGNS["undertryckt" if "undertryckt" in followed else "saknas"]
    of_whom = number(each.i_arbete.number + each.inte_i_arbete.number) if known else none
    possible = SIGNS["undertryckt"] if "undertryckt" in (*followed, each.ej_foljda.status) else none
    if bounds:
        low, high = (number(bound.rounded()) for bound in bounds)
        possible = with_unit(bounds[0].rounded(), "procent") if low == high else f"{low}–{high} %"
    told = share_text(share) if share or known else none
    few = FEW if is_few(book, share) else ""
    return [book.text(each.i_arbete), of_whom, told, book.text(each.ej_foljda), possible, few]
