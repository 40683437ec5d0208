"""The standard sentences of the chapter on the economy."""

from __future__ import annotations

from decimal import Decimal

from finsam.chapters.accounts import cash, equity, first_row, result
from finsam.chapters.book import Book
from finsam.chapters.markdown import Markdown, escape, plain
from finsam.swedish import listing, period, with_unit
from finsam.tables.cells import Cell, Row, rows


def summary(book: Book) -> Markdown | None:
    """The result of the year, or of its first months, against last year, and what it did to the equity."""
    results = result(book)
    when = next((when for when in results if when.startswith(str(book.ar))), None)
    if when is None:
        return None
    last_when = when.replace(str(book.ar), str(book.ar - 1))
    before = "samma månader året före" if book.params.year.per else "året före"
    text = f"Verksamheten {book.span(book.ar)} gav {in_words(results[when])}"
    if last := results.get(last_when):
        text += f", att jämföra med {in_words(last)} {before}"
    text += "."
    if change := _change(book, equity(book), "Det egna kapitalet", "oförändrat"):
        text += " " + change
    return Markdown(escape(text))


def in_words(result: Cell) -> str:
    """`ett överskott på 654 tkr`, `ett underskott på 96 tkr`, `varken överskott eller underskott`."""
    if not result.varde:
        return "varken överskott eller underskott"
    kind = "ett överskott" if result.varde > 0 else "ett underskott"
    return f"{kind} på {with_unit(abs(result.varde), result.enhet)}"


def cash_sentence(book: Book) -> Markdown | None:
    """What happened to cash and bank since the last balance sheet."""
    text = _change(book, cash(book), "De likvida medlen", "oförändrade")
    return Markdown(plain(text)) if text else None


def balance_sentence(book: Book) -> Markdown | None:
    """The assets beside those of the last balance sheet."""
    days = _of_two_years(book, first_row(book, "balansrakning", "summa tillgångar"))
    if len(days) != 2:
        return None
    (start, before), (day, now) = days
    last = f"lika mycket som den {period(start)}"
    if before.varde != now.varde:
        last = f"att jämföra med {with_unit(before.number, before.enhet)} den {period(start)}"
    text = f"Tillgångarna uppgick till {with_unit(now.number, now.enhet)} den {period(day)}, {last}."
    return Markdown(plain(text))


def _change(book: Book, stocks: dict[str, Cell], subject: str, same: str) -> str:
    """What happened between the last two days of balance; empty where one of them isn't known."""
    days = _of_two_years(book, stocks)
    if len(days) != 2:
        return ""
    (_, before), (day, now) = days
    change, unit = now.number - before.number, now.enhet
    level = f"{with_unit(now.number, unit)} den {period(day)}"
    if not change:
        return f"{subject} var {same}, {level}."
    verb = "ökade" if change > 0 else "minskade"
    return f"{subject} {verb} med {with_unit(abs(change), unit)} till {level}."


def _of_two_years(book: Book, stocks: dict[str, Cell]) -> list[tuple[str, Cell]]:
    years = (str(book.ar - 1), str(book.ar))
    return sorted((day, cell) for day, cell in stocks.items() if day.startswith(years))


def outcome_sentence(book: Book) -> Markdown | None:
    """The result against the budget, and which posts were furthest under and over theirs."""
    found = list(rows(book.table("budget"), ("sektion", "typ", "rad")))
    text = " ".join(filter(None, (_against_budget(found), _furthest(found))))
    return Markdown(plain(text)) if text else None


def result_against_budget(book: Book) -> Markdown | None:
    """The result against the budget alone."""
    text = _against_budget(list(rows(book.table("budget"), ("sektion", "typ", "rad"))))
    return Markdown(plain(text)) if text else None


def _against_budget(found: list[Row]) -> str:
    total = next((row for row in reversed(found) if row.key["typ"] == "resultat" and row["utfall"]), None)
    if total is None or not total["budget"]:
        return ""
    budget, outcome = total["budget"], total["utfall"]
    gap = outcome.number - budget.number
    start = f"Budgeten räknade med {in_words(budget)}"
    if not gap:
        return f"{start}, och så blev utfallet."
    side = "bättre" if gap > 0 else "sämre"
    return f"{start}. Utfallet blev {in_words(outcome)}, alltså {with_unit(abs(gap), outcome.enhet)} {side} än budgeten."


def _furthest(found: list[Row]) -> str:
    """Costs with both a budget and an outcome; those that have the gap together are told together."""
    posts = [
        row
        for row in found
        if row.key["typ"] == "post"
        and "intäkt" not in f"{row.key['sektion']} {row.key['rad']}".lower()
        and row["budget"]
        and row["utfall"]
    ]
    if len(posts) < 2:
        return ""
    gaps = {id(row): abs(row["budget"].number) - abs(row["utfall"].number) for row in posts}
    sentences = []
    for size, side in ((max(gaps.values()), "under"), (-min(gaps.values()), "över")):
        if size > 0:
            names = [
                row.key["rad"] for row in posts if abs(gaps[id(row)]) == size and _side(gaps[id(row)]) == side
            ]
            amount = with_unit(size, posts[0]["utfall"].enhet)
            sentences.append(
                f"{listing([_quoted(name) for name in names])} låg mest {side} sin budget, {amount}"
            )
    if not sentences:
        return "Alla poster höll sin budget precis."
    return ". ".join(sentences) + "."


def _side(gap: Decimal) -> str:
    return "under" if gap > 0 else "över"


def _quoted(name: str) -> str:
    """A row's label with commas in it would run into the sentence."""
    return f"”{name}”" if "," in name else name
