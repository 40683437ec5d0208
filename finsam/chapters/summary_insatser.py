"""The insatser of the summary in one short table."""

from __future__ import annotations

from finsam.chapters import goals, participants
from finsam.chapters.book import Book
from finsam.chapters.certainty import INTERVAL_NOTE, few_note, is_few
from finsam.chapters.markdown import Line, Table, escape
from finsam.chapters.summary_figures import sign_note
from finsam.measures.participants import Outcome
from finsam.swedish import plural


def table(book: Book, most: int) -> Table | None:
    """The first insatser in the order of the förbund: counts, and the share to work or studies where any may be told."""
    found = participants.insatser(book)
    shown = found[:most]
    if not shown:
        return None
    has_shares = any(goals.base_share(book, outcome) for outcome in shown)
    goal = book.params.year.mal_arbete_studier if has_shares else None
    lines = []
    for outcome in shown:
        cells = [book.text(outcome.cell(measure)) for measure in participants.IN_SHORT]
        if has_shares:
            cells.append(goals.share_cell(book, outcome))
        if goal:
            cells.append(goals.goal_cells(book, outcome, goal.procent)[-1])
        lines.append(Line(escape(outcome.insats), cells))
    heads = ["Insats", *participants.IN_SHORT.values()]
    heads += ["Till arbete eller studier"] if has_shares else []
    caption = f"Insatserna {book.ar}"
    if goal:
        heads.append("Målet nått")
        caption += f", mot målet {goals.goal_text(goal.procent)} till arbete eller studier"
    note = " ".join(filter(None, _notes(book, shown, len(found), lines, has_shares)))
    return Table("tbl-sammandrag-insatser", caption, heads, lines, [len(heads) - 1] if goal else [], note)


def _notes(book: Book, shown: list[Outcome], count: int, lines: list[Line], has_shares: bool) -> list[str]:
    shares = [goals.base_share(book, outcome) for outcome in shown]
    is_hidden = any(outcome.cell("arbete").status == "undertryckt" for outcome in shown)
    others = count - len(shown)
    return [
        INTERVAL_NOTE if any(share and share.interval for share in shares) else "",
        few_note(book) if any(is_few(book, share) for share in shares) else "",
        "Andelen till arbete eller studier visas inte per insats, för att skydda enskilda."
        if is_hidden and not has_shares
        else "",
        f"Ytterligare {plural(others, 'insats', 'insatser')} redovisas i hela rapporten." if others else "",
        sign_note([cell for line in lines for cell in line.cells]),
    ]
