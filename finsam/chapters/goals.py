"""The goal of the year, and how the insatser stand to it: each on its own base."""

from __future__ import annotations

from decimal import Decimal

from finsam.chapters.book import Book
from finsam.chapters.certainty import (
    BASE_WORDS,
    FEW,
    INTERVAL_NOTE,
    NO_INTERVAL,
    between,
    few_note,
    is_few,
    share_text,
)
from finsam.chapters.markdown import escape
from finsam.measures.participants import BASES, Outcome, goal_gap
from finsam.measures.shares import Share
from finsam.params.goals import Base
from finsam.swedish import NBSP, SIGNS, exact_decimals, number, with_unit


def base_of(book: Book, insats: str) -> Base:
    """What an insats's share to work or studies is of: its own base, otherwise that of the year's goal."""
    own = next((each.bas for each in book.params.forbund.insatser if each.namn == insats), None)
    goal = book.params.year.mal_arbete_studier
    return own or (goal.bas if goal else "avslutade")


def base_share(book: Book, outcome: Outcome) -> Share | None:
    """The share to work or studies on the base of the insats; None where it isn't known or nobody is in the base."""
    return outcome.on_base(base_of(book, outcome.insats), "arbete", "studier")


def goal_share(book: Book, outcome: Outcome) -> Share | None:
    """The share that the year's goal is about; None where there is no goal."""
    return base_share(book, outcome) if book.params.year.mal_arbete_studier else None


def against_goal(book: Book, base: Base, share: Share | None) -> str:
    """A sentence on how a share stands to the goal; empty without a goal or a share."""
    goal = book.params.year.mal_arbete_studier
    if goal is None or share is None:
        return ""
    if not share.possible:
        return (
            f"Till arbete eller studier gick {number(share.n)}, fler än de {number(share.N)} "
            f"{BASE_WORDS[base]}, som målet räknas av. Därför redovisas ingen andel."
        )
    target = f"målet på {goal_text(goal.procent)}"
    gap = goal_gap(share, goal.procent)
    subject = "Det"
    if base != "avslutade":
        percent = with_unit(share.rounded(), "procent")
        subject = f"Räknat på alla {BASE_WORDS[base]} är andelen {percent}, vilket"
    side = "över" if gap > 0 else "under"
    size = with_unit(abs(gap), "procentenheter", _gap_decimals(gap, goal.procent))
    return f"{subject} motsvarar precis {target}." if gap == 0 else f"{subject} är {size} {side} {target}."


def certainty(book: Book, share: Share | None) -> str:
    """How far chance may have moved a share, and that it is of few where it is; empty without a share to tell."""
    if share is None or not share.possible:
        return ""
    text = ""
    if share.interval:
        text = f"Det 95-procentiga konfidensintervallet för andelen är {between(share.interval)}{NBSP}%."
    few = f"Andelen bygger på {FEW}." if is_few(book, share) else ""
    return " ".join(filter(None, (text, few)))


def goal_text(goal: Decimal) -> str:
    """A goal in percent with the decimals that the params give it."""
    return with_unit(goal, "procent", exact_decimals(goal))


def _gap_decimals(gap: Decimal, goal: Decimal) -> int:
    """As many decimals as the goal has, and one where a gap would otherwise read as none."""
    return exact_decimals(goal) or int(0 < abs(gap) < Decimal("0.5"))


def goal_cells(book: Book, outcome: Outcome, goal: Decimal) -> list[str]:
    """Those to work or studies, the base, the share, the gap to the goal, and whether it is reached."""
    whole, share = outcome.cell(BASES[base_of(book, outcome.insats)]), base_share(book, outcome)
    cells = [outcome.cell("arbete"), outcome.cell("studier")]
    if sign := _missing(book, outcome):
        return [sign, book.text(whole), sign, sign, "Bedöms inte"]
    of_whom = number(sum(cell.number for cell in cells))
    if share is None or not share.possible:
        sign = escape(SIGNS["ej_tillampligt"])
        return [of_whom, book.text(whole), sign, sign, "Bedöms inte"]
    gap = goal_gap(share, goal)
    text = ("+" if gap > 0 else "") + number(gap, _gap_decimals(gap, goal))
    reached = ("Ja" if gap >= 0 else "Nej") + (f" ({FEW})" if is_few(book, share) else "")
    return [number(share.n), number(share.N), share_text(share), text, reached]


def share_cell(book: Book, outcome: Outcome) -> str:
    """The share on the base of the insats as a table without goals has it, or the sign for why there is none."""
    return _missing(book, outcome) or share_text(base_share(book, outcome))


def _missing(book: Book, outcome: Outcome) -> str:
    """The sign for why the share of an insats can't be made, where a count that it is made of isn't told."""
    base = BASES[base_of(book, outcome.insats)]
    missing = [cell for cell in map(outcome.cell, ("arbete", "studier", base)) if not cell]
    return book.text(missing[0]) if missing else ""


def goal_note(book: Book, found: list[Outcome]) -> str:
    """What the intervals and words of the table mean, where it has them."""
    shares = [share for outcome in found if (share := base_share(book, outcome))]
    parts = []
    if any(share.interval for share in shares):
        parts.append(
            f"{INTERVAL_NOTE} Intervallet visar hur mycket andelen kan skifta av en slump vid det antalet."
        )
    if any(is_few(book, share) for share in shares):
        parts.append(few_note(book))
    if any(not share.part for share in shares):
        parts.append(
            f"Andelen av dem som var nya för året har inget intervall: {NO_INTERVAL} Den redovisas inte heller när fler "
            "har gått till arbete eller studier än som var nya."
        )
    return " ".join(parts)
