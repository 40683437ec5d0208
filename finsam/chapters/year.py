"""The first page: the year in short, with the key figures of every chapter."""

from __future__ import annotations

from collections.abc import Sequence

from finsam.chapters import economy, goals, participants, social
from finsam.chapters.book import Book
from finsam.chapters.kansli import prose
from finsam.chapters.markdown import Line, Markdown, Table, escape
from finsam.measures.participants import EXITS, Outcome, outcomes
from finsam.measures.shares import Share
from finsam.measures.signals import GREEN, RED
from finsam.swedish import SIGNS, number, plural, with_unit

#: What the share of a goal is of, where that isn't those who ended.
_BASES = {"inskrivna": "dem som var nya", "alla": "alla deltagare"}


def introduction(book: Book) -> list[object]:
    """The year in the förbund's own words, paragraph by paragraph."""
    return prose(book, "inledning")


def key_figures(book: Book) -> Table | None:
    """This year, last year and the goal of each key figure that the book has."""
    lines = [*_people(book), *_signals(book), *economy.key_figures(book)]
    if not lines:
        return None
    used = [index for index in range(3) if any(line.cells[index] for line in lines)]
    heads = [str(book.ar), str(book.ar - 1), "Mål"]
    lines = [Line(line.label, [line.cells[index] for index in used]) for line in lines]
    return Table("tbl-nyckeltal", f"Nyckeltal {book.ar}", ["Mått", *(heads[index] for index in used)], lines)


def _people(book: Book) -> list[Line]:
    outcome = participants.whole(book)
    if outcome is None:
        return []
    last = {o.insats: o for o in outcomes(book.table("deltagare"), str(book.ar - 1))}.get(outcome.insats)
    lines = []
    for label, measure in (
        ("Deltagare", "antal_totalt"),
        ("varav nya", "nya"),
        ("Unika personer", "unika"),
        ("Avslutade", "avslutade"),
    ):
        if outcome.cell(measure):
            before = book.text(last.cell(measure)) if last and last.cell(measure) else ""
            lines.append(Line(label, [book.text(outcome.cell(measure)), before, ""]))
    goal = book.params.year.mal_arbete_studier
    base = goals.base_of(book, outcome.insats)
    target = goals.goal_text(goal.procent) if goal else ""
    if share := outcome.share("arbete", "studier"):
        before = _share_before(book, last, "arbete_eller_studier", EXITS[:2])
        cells = [with_unit(share.rounded(), "procent"), before, target if base == "avslutade" else ""]
        lines.append(Line("Till arbete eller studier, andel av avslutade", cells))
    if base != "avslutade" and (share := goals.goal_share(book, outcome)):
        earlier = goals.base_share(book, last) if last else None
        cells = [_on_base(share), _on_base(earlier) if earlier else "", target]
        lines.append(Line(f"Till arbete eller studier, andel av {_BASES[base]}", cells))
    if share := outcome.positive:
        before = _share_before(book, last, "positivt_avslut", EXITS[:3])
        cells = [with_unit(share.rounded(), "procent"), before, ""]
        lines.append(Line("Positivt avslut totalt, andel av avslutade", cells))
    return lines


def _on_base(share: Share) -> str:
    """The percent; the sign for not applicable where more went to work or studies than are in the base."""
    return with_unit(share.rounded(), "procent") if share.possible else escape(SIGNS["ej_tillampligt"])


def _share_before(book: Book, last: Outcome | None, delivered: str, exits: Sequence[str]) -> str:
    """Last year's share of those who ended: as delivered, otherwise of that year's counts; nothing without either."""
    if last is None:
        return ""
    if percent := last.percent(delivered):
        return book.text(percent, unit=True)
    share = last.share(*exits)
    return with_unit(share.rounded(), "procent") if share else ""


def _signals(book: Book) -> list[Line]:
    found = social.all_results(book)
    if not found:
        return []
    counts = [sum(result.signal == signal for result in found) for signal in (GREEN, RED)]
    return [
        Line("Sociala resultat med grön signal", [number(counts[0]), "", ""]),
        Line("Sociala resultat med röd signal", [number(counts[1]), "", ""]),
    ]


def check_sentence(book: Book) -> Markdown:
    """How the figures stood against each other, with the way to the checks chapter."""
    wrong = [check for check in book.checks if check.severity == "contradiction"]
    if not book.checks:
        return Markdown("Underlaget har inga siffror som kan prövas mot varandra.")
    text = (
        f"Siffrorna i boken är prövade mot varandra i {plural(len(book.checks), 'kontroll', 'kontroller')}. "
    )
    if not wrong:
        text += "Inga siffror motsäger varandra."
    else:
        text += (
            f"I {plural(len(wrong), 'kontroll', 'kontroller')} motsäger siffror i underlaget varandra. De är märkta "
            "med † i tabellerna."
        )
    return Markdown(text + " Läs mer i avstämningen, @sec-avstamning.")
