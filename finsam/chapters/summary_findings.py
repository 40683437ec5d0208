"""What a board should know of the year, by rule: what wasn't reached, what is outside its limits, what doesn't agree, and
what isn't known. The most important first."""

from __future__ import annotations

from collections.abc import Iterator

from finsam.chapters import economy_text, equity, goals, insatser, participants, scorecard, social, year
from finsam.chapters.book import Book
from finsam.chapters.summary_area import Area
from finsam.chapters.summary_figures import missing
from finsam.measures.participants import goal_gap
from finsam.measures.signals import RED
from finsam.swedish import capital, listing, number, plural

#: A finding with more signs than this names so much that it is left to the book.
LONGEST = 260


def findings(book: Book, area: Area) -> list[str]:
    """Each as Markdown of one paragraph; those that name too much are left out, and the last one says so."""
    found = [str(each) for each in _all(book, area) if each]
    short = [each for each in found if len(each) <= LONGEST]
    if len(short) < len(found):
        short.append("Mer som gäller de enskilda insatserna står i hela rapporten.")
    return short


def _all(book: Book, area: Area) -> Iterator[object]:
    """Text or Markdown of each rule, nothing where there is nothing to tell."""
    yield _goal_not_reached(book)
    yield _equity(book)
    yield _over_budget(book)
    yield _red_signals(book)
    yield scorecard.summary(book) if _has_unreached(book) else None
    yield year.check_sentence(book)
    yield insatser.goal_sentence(book)
    if absent := missing(book, area):
        yield capital(f"Rapporten för {book.ar} har inga uppgifter om {listing(absent, 'eller')}.")


def _goal_not_reached(book: Book) -> str:
    goal, outcome = book.params.year.mal_arbete_studier, participants.whole(book)
    if goal is None or outcome is None:
        return ""
    share = goals.base_share(book, outcome)
    if share is None or not share.possible or goal_gap(share, goal.procent) >= 0:
        return ""
    told = goals.against_goal(book, goals.base_of(book, outcome.insats), share)
    return f"Målet för arbete eller studier är inte nått. {told}"


def _equity(book: Book) -> object:
    """The equity where it is outside its limits."""
    found = equity.standing(book)
    if found is None or 0 <= found.own <= found.limit:
        return None
    if found.own < 0:
        return "Det egna kapitalet är negativt: förbundets skulder är större än dess tillgångar."
    return equity.against_contributions(book)


def _over_budget(book: Book) -> object:
    gap = book.facts.get("ekonomi.resultat.avvikelse")
    return economy_text.result_against_budget(book) if gap and gap.cell.number > 0 else None


def _red_signals(book: Book) -> str:
    found = social.all_results(book)
    red = sum(result.signal == RED for result in found)
    if not red:
        return ""
    return f"Av {plural(len(found), 'socialt resultat', 'sociala resultat')} fick {number(red)} röd signal."


def _has_unreached(book: Book) -> bool:
    return any(goal.judgement == scorecard.NOT_REACHED for goal in scorecard.goals(book))
