"""Social accounts in words: a threshold, a result and its signal, as the tables of the chapter print them."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from finsam.chapters.book import Book
from finsam.chapters.markdown import Mark, escape
from finsam.measures.signals import (
    FEW,
    FUTURE,
    GREEN,
    MISSING,
    NO_BASELINE,
    NO_NUMBER,
    NO_THRESHOLD,
    RED,
    UNJUDGED,
    Result,
)
from finsam.social.rules import CHANGES, MISSING_TEXT
from finsam.swedish import NBSP, SIGNS, capital, first_small, number, plural, with_unit
from finsam.tables.cells import Cell

SIGNAL_TEXT = {
    GREEN: f"●{NBSP}Grön",
    RED: f"○{NBSP}Röd",
    MISSING: f"–{NBSP}Utfall saknas",
    UNJUDGED: f"–{NBSP}Bedöms inte",
}
_REASONS = {
    NO_THRESHOLD: "tröskel saknas",
    NO_BASELINE: "utgångsläge saknas",
    NO_NUMBER: "underlag saknas",
    FEW: "utfallet visas inte för att skydda enskilda",
}
_WORDS = {
    "andel_minst": "minst",
    "antal_minst": "minst",
    "exempel_minst": "minst",
    "niva_minst": "minst",
    "niva_hogst": "högst",
    "minskar": "minskar med minst",
    "okar": "ökar med minst",
}

#: Registered words that say no more than the number beside them: `Ingen`, `Två (2) exempel`.
_SAYS_THE_NUMBER = re.compile(r"ingen|(\w+ \()?\d+\)? exempel", re.IGNORECASE)


def signal_text(result: Result) -> str:
    """The signal with its sign, and why a result is not judged."""
    text = SIGNAL_TEXT[result.signal]
    if not result.reason:
        return text
    year = escape(result.target.key["senast"])
    return f"{text} ({f'mål för {year}' if result.reason == FUTURE else _REASONS[result.reason]})"


def threshold_text(book: Book, result: Result) -> str:
    """What the rule asks for, then the printed wording in brackets where that says more."""
    printed = escape(result.target.key["troskel_text"])
    asked = _asked(book, result)
    if not asked or not printed or printed.casefold() in asked.replace(NBSP, " ").casefold():
        return asked or printed or SIGNS["saknas"]
    return f"{asked} ({printed})"


def _asked(book: Book, result: Result) -> str:
    threshold, baseline, rule = result.target["troskel"], result.target["baslinje"], result.rule
    if rule in CHANGES and not (threshold and threshold.varde):
        text = "minskar" if rule == "minskar" else "ökar"
    elif threshold:
        text = f"{_WORDS[rule]} {book.text(threshold, unit=True)}"
    else:
        return ""
    if rule == "exempel_minst":
        text += f"{NBSP}exempel"
    if baseline:
        text += f"{' från' if rule in CHANGES else ', utgångsläge'} {_of_level(book, baseline, result)}"
    year = result.target.key["senast"]
    return text + (f" senast {escape(year)}" if year else "")


def _of_level(book: Book, baseline: Cell, result: Result) -> str:
    """The baseline in the unit of the level: of a change in percent or percentage points that is another."""
    unit = result.unit
    if unit == "procentenheter":
        unit = "procent"
    elif unit == "procent":
        unit = result.outcome["varde"].enhet or ("procent" if result.share else "")
    return book.text(Cell(baseline.varde, unit, baseline.decimaler, "", baseline.place), unit=True)


def outcome_text(book: Book, result: Result, mark: str = "", words: bool = True) -> str:
    """The figures of a result, its change from the baseline, and the registered words where they say more.

    mark: stands after n/N. words: without them, the figures alone.
    """
    outcome = result.outcome
    text = escape(capital(outcome.key["utfall_text"])) if words else ""
    if result.signal == MISSING:
        return MISSING_TEXT if words else SIGNS["saknas"]
    found = [_share(book, result, mark), _examples(outcome["exempel"]), _level(book, result, mark)]
    figures = ", ".join(filter(None, [*found, _change(result) if words else ""]))
    hidden = [cell for cell in outcome.values() if cell.status not in ("", "saknas")]
    if not figures and hidden:
        return text or book.text(hidden[0])
    if figures and _SAYS_THE_NUMBER.fullmatch(outcome.key["utfall_text"]):
        text = ""
    if text and outcome["exempel"] and not outcome["exempel"].varde:
        return text
    return ". ".join(filter(None, (figures, text))) or SIGNS["saknas"]


def _share(book: Book, result: Result, mark: str) -> str:
    """`66 % (2/3)`, `Ingen (0/3)` where no percent is printed, or a percent alone."""
    percent = result.percent
    if not result.share:
        return book.text(percent, unit=True) if percent else ""
    of = f"({number(result.share.n)}/{number(result.share.N)}){mark}"
    if not result.outcome["procent"] and result.share.n == 0:
        return f"Ingen {of}"
    return f"{book.text(percent, unit=True)} {of}"


def _level(book: Book, result: Result, mark: str) -> str:
    """`13,7 dagar`, `7,8 poäng (15 svar)` for a mean, or the number of persons where it is of nobody else."""
    outcome = result.outcome
    if outcome["varde"]:
        text = book.text(outcome["varde"], unit=True)
        if result.base and not outcome["n"]:
            return f"{text} ({plural(result.base, 'svar', 'svar')}){mark}"
        return text
    return book.text(outcome["n"]) if outcome["n"] and not outcome["N"] else ""


def _examples(cell: Cell) -> str:
    if not cell:
        return ""
    return plural(cell.varde, "exempel", "exempel") if cell.varde else "Inget exempel"


def _change(result: Result) -> str:
    """`förändring −5,9 procentenheter`, for a target about a change."""
    if result.rule not in ("minskar", "okar") or (change := result.change) is None:
        return ""
    cells = (result.outcome["varde"], result.target["baslinje"])
    decimals = 1 if result.unit == "procent" else max(cell.decimaler for cell in cells)
    if result.unit == "procentenheter":
        decimals = max(decimals, 1)
    value = exact(change).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"förändring {'+' if value > 0 else ''}{with_unit(value, result.unit, decimals)}"


def exact(value: Fraction) -> Decimal:
    """A fraction to the precision of the decimal context (28 digits)."""
    return Decimal(value.numerator) / Decimal(value.denominator)


def in_brackets(group: str) -> str:
    """` (personal)`; a name in capitals stays."""
    if group[1:2].islower():
        group = first_small(group)
    return f" ({group})" if group else ""


# ---- Small numbers -----------------------------------------------------------------------------------------


def small_mark(book: Book) -> Mark:
    """What stands after a result of few, in a table that has others too, and says so under it."""
    least = book.params.year.liten_bas
    note = f"Bygger på färre än {number(least)} svar eller personer{_uncertain(least)}"
    return Mark(r"\*", "bygger på få", note)


def small_note(book: Book) -> str:
    """What stands under a table in which every share is of few."""
    least = book.params.year.liten_bas
    return (
        f"Alla andelar i tabellen bygger på färre än {number(least)} svar eller personer{_uncertain(least)}"
    )


def _uncertain(least: int) -> str:
    """What one answer does to a share of fewer than so many."""
    points = 100 // least
    if not points:
        return "."
    unit = "procentenhet" if points == 1 else "procentenheter"
    return f". Då ändrar ett enda svar eller en enda person en andel med mer än {number(points)}{NBSP}{unit}."


def is_small(book: Book, result: Result) -> bool:
    """Whether a result is of fewer answers or persons than the params call few."""
    return result.base is not None and book.params.year.liten_bas > result.base
