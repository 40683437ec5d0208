"""The key figures of the summary: participants, what became of them, the economy, the equity, and the area."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from finsam import printed
from finsam.chapters import drawings, equity, figures, goals, participants
from finsam.chapters.accounts import in_tkr
from finsam.chapters.book import Book
from finsam.chapters.certainty import BASE_WORDS, INTERVAL_NOTE, few_note, is_few
from finsam.chapters.figures import Figure
from finsam.chapters.markdown import Line, Table, escape
from finsam.chapters.summary_area import Area
from finsam.measures.accounts import EQUITY_LIMIT
from finsam.measures.participants import Outcome
from finsam.measures.shares import Share
from finsam.swedish import NBSP, SIGNS, capital, listing, number, with_unit
from finsam.tables.cells import Cell

#: The columns of the economic summary, by what stands after the name of an amount.
_COLUMNS = {"": "utfall", ".foregaende": "foregaende", ".budget": "budget"}
#: The amounts of the accounts by the names of their facts.
_AMOUNTS = {"intakter": "Intäkter", "kostnader": "Kostnader", "resultat": "Resultat"}


def table(book: Book, area: Area) -> Table | None:
    """Each key figure this year and last year, what it is to be compared with, and how it stands; None without any."""
    lines = [*_people(book), *_economy(book), *area.lines()]
    if not lines:
        return None
    used = [at for at in range(4) if any(line.cells[at] for line in lines)]
    heads = [capital(book.span(book.ar)), capital(book.span(book.ar - 1)), "Mål, budget eller gräns", "Läge"]
    return Table(
        "tbl-sammandrag-nyckeltal",
        f"Nyckeltal {book.span(book.ar)}",
        ["Nyckeltal", *(heads[at] for at in used)],
        [Line(line.label, [line.cells[at] for at in used], line.style) for line in lines],
        text_columns=[column for column, at in enumerate(used, start=1) if at > 1],
        note=_note(book, lines, area),
    )


def missing(book: Book, area: Area) -> list[str]:
    """What of the key figures the book has nothing to tell of, in words."""
    with printed.unheard():
        found = {
            "deltagarna i hela förbundet": any(_people(book)),
            "intäkter, kostnader och resultat": any(_amounts(book)),
            # Of an interim report the contributions are those of some months.
            "eget kapital mot årets bidrag": bool(equity.standing(book) or book.params.year.per),
            "sjukpenningtal och UVAS": any(area.lines()),
        }
    return [name for name, there in found.items() if not there]


def sign_note(texts: list[str]) -> str:
    """What the signs for no number mean, for those that stand in cells."""
    means = {
        "undertryckt": "uppgiften visas inte, för att skydda enskilda",
        "saknas": "uppgiften saknas",
        "ej_tillampligt": "uppgiften kan inte förekomma",
    }
    shown = {
        status for status in means if any(text in (SIGNS[status], escape(SIGNS[status])) for text in texts)
    }
    return " ".join(f"{capital(SIGNS[each])} betyder att {means[each]}." for each in means if each in shown)


def _note(book: Book, lines: list[Line], area: Area) -> str:
    cells = [cell for line in lines for cell in line.cells]
    outcome = participants.whole(book)
    parts = [
        INTERVAL_NOTE if any("–" in cell and "(" in cell for cell in cells) else "",
        few_note(book) if outcome and is_few(book, goals.base_share(book, outcome)) else "",
        "Beloppen är avrundade var för sig." if any(_amounts(book)) else "",
        area.note(),
        sign_note(cells),
    ]
    return " ".join(filter(None, parts))


def _people(book: Book) -> Iterator[Line]:
    outcome = participants.whole(book)
    if outcome is None:
        return
    last = participants.last_year(book).get(outcome.insats)
    counted = "unika" if outcome.cell("unika") else "antal_totalt"
    if outcome.cell(counted).status != "saknas":
        label = "Personer som deltog" if counted == "unika" else "Deltagare"
        before = book.text(last.cell(counted)) if last and last.cell(counted) else ""
        yield Line(label, [book.text(outcome.cell(counted)), before, "", ""])
        for sex, of_whom in (("kvinnor", "varav kvinnor"), ("man", "varav män")):
            now, then = (_of_sex(book, each, counted, sex) if each else "" for each in (outcome, last))
            if now:
                yield Line(of_whom, [now, then, "", ""], "varav")
    if (now := goals.share_cell(book, outcome)) != SIGNS["saknas"]:
        goal = book.params.year.mal_arbete_studier
        base = BASE_WORDS[goals.base_of(book, outcome.insats)]
        reached = goals.goal_cells(book, outcome, goal.procent)[-1] if goal else ""
        for word, state in (("Ja", "Målet är nått"), ("Nej", "Målet är inte nått")):
            reached = reached.replace(word, state)
        before = goals.share_cell(book, last) if last else ""
        cells = [
            now,
            "" if before == SIGNS["saknas"] else before,
            goals.goal_text(goal.procent) if goal else "",
            reached,
        ]
        yield Line(f"Till arbete eller studier, andel av dem {base}", cells)


def _of_sex(book: Book, outcome: Outcome, counted: str, sex: str) -> str:
    """The share of a sex among those who took part; the sign where one of the counts may not be told."""
    women, men = (outcome.cell(counted, each) for each in ("kvinnor", "man"))
    if "undertryckt" in (women.status, men.status):
        return SIGNS["undertryckt"]
    if not women or not men or not women.number + men.number:
        return ""
    own = women if sex == "kvinnor" else men
    return with_unit(Share(int(own.number), int(women.number + men.number)).rounded(), "procent")


def _economy(book: Book) -> Iterator[Line]:
    yield from _amounts(book)
    found = equity.standing(book)
    if found is None:
        return
    state = "Inom gränsen" if found.above <= 0 else "Över gränsen"
    cells = [
        with_unit(found.share, "procent", 1),
        "",
        f"högst {with_unit(EQUITY_LIMIT, 'procent')}",
        state if found.own >= 0 else "Negativt",
    ]
    yield Line("Eget kapital, andel av årets bidrag", cells)


def _amounts(book: Book) -> Iterator[Line]:
    budget_of = f"hela {book.ar}: " if book.params.year.per else ""
    for name, label in (*_AMOUNTS.items(), ("eget_kapital", "Eget kapital")):
        now, last, budget = (_tkr(book, name, part) for part in ("", ".foregaende", ".budget"))
        if now:
            budget = (
                ""
                if name == "eget_kapital" or not budget
                else f"budget {budget_of}{budget}".replace(" ", NBSP)
            )
            yield Line(f"{label}, tkr", [now, last, budget, ""])


def _tkr(book: Book, name: str, part: str) -> str:
    """An amount of the accounts in tkr with its mark; empty where the book doesn't tell it."""
    cell = _amount(book, name, part)
    return number(in_tkr(cell)) + book.mark(cell) if cell else ""


def _amount(book: Book, name: str, part: str) -> Cell | None:
    """An amount of the accounts as the economic summary tells it, costs without their minus; else from the most exact table.

    That of costs is in the income statement often the one before depreciation, which beside the income and the result
    makes a sum that doesn't add up, and beside a budget of all costs a comparison of two things.
    """
    together = book.facts.get(f"ekonomisk_sammanfattning.{name}.{_COLUMNS[part]}")
    fact = together or book.facts.get(f"ekonomi.{name}{part}")
    if fact is None or not fact.cell:
        return None
    return replace(fact.cell, varde=abs(fact.cell.number)) if name == "kostnader" and together else fact.cell


def picture(book: Book) -> Figure | None:
    """Income and costs of this year beside those of last year; None where one of them isn't known."""
    names = {name: _AMOUNTS[name] for name in ("intakter", "kostnader")}
    years = {capital(book.span(book.ar - 1)): ".foregaende", capital(book.span(book.ar)): ""}
    cells = {year: [_amount(book, name, part) for name in names] for year, part in years.items()}
    amounts = {year: [in_tkr(cell) for cell in each if cell] for year, each in cells.items()}
    if any(len(each) < len(names) for each in amounts.values()):
        return None
    texts = {year: [number(amount) for amount in each] for year, each in amounts.items()}
    drawing, axes = figures.canvas(height=1.9)
    heights = {year: [float(amount) for amount in each] for year, each in amounts.items()}
    drawings.paired_bars(axes, [*names.values()], heights, texts, "Tkr")
    told = [
        f"{label} {listing([f'{texts[year][at]} tkr {year.lower()}' for year in texts])}"
        for at, label in enumerate(names.values())
    ]
    caption = f"Intäkter och kostnader {listing([year.lower() for year in years])}, tkr"
    rows = figures.rows_of("Post", [*names.values()], texts)
    return Figure("fig-intakter-kostnader", caption, ". ".join(told) + ".", drawing, rows=rows)
