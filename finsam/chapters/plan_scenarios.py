"""The section on scenarios: what a plan would be under other conditions, beside what is decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from finsam.chapters import figures, plan_pictures
from finsam.chapters.book import Book
from finsam.chapters.facts import slug
from finsam.chapters.figures import Figure
from finsam.chapters.markdown import Line, Markdown, Table, escape
from finsam.chapters.plan import plan
from finsam.chapters.plan_equity import limits_text
from finsam.chapters.plan_scenario_text import changes
from finsam.measures.plan import Plan
from finsam.measures.scenarios import PlanYear, decided, under
from finsam.printed import literal
from finsam.scenarios import Scenario
from finsam.swedish import number, period, with_unit

Years = dict[str, PlanYear]


@dataclass(frozen=True)
class _Told:
    """A scenario with the years that it gives, and what the plan has in its place."""

    book: Book
    plan: Plan
    scenario: Scenario
    years: Years
    decided: Years

    @property
    def id(self) -> str:
        return slug(self.scenario.namn)

    @property
    def name(self) -> str:
        return escape(self.scenario.namn)


def _all(book: Book) -> list[_Told]:
    found, year = plan(book), book.params.year
    residents = found.residents(year.invanare)
    planned = decided(found)
    return [
        _Told(book, found, scenario, under(found, scenario, residents, book.params.insats_name), planned)
        for scenario in (year.scenarier if planned else ())
    ]


def introduction(book: Book) -> Markdown | None:
    """That a scenario is an example and no decision."""
    if not _all(book):
        return None
    text = (
        "Scenarierna är räkneexempel och inte beslut. De visar vad planen skulle bli om en eller flera av dess "
        "förutsättningar ändrades och allt annat var som det är planerat."
    )
    if "metod" in book.params.chapters:
        text += " Hur de räknas står i @sec-plan-metod."
    return Markdown(text)


def beside_table(book: Book) -> Table | None:
    """Income, costs, result and equity of each year: the plan and every scenario side by side."""
    told = _all(book)
    if not told:
        return None
    every = [told[0].decided, *(each.years for each in told)]
    lines = []
    for when in told[0].decided:
        lines.append(Line(period(when), (), "sektion"))
        years = [found[when] for found in every]
        lines.append(Line("Intäkter", [number(year.income) for year in years]))
        lines.append(Line("Kostnader", [number(year.costs) for year in years]))
        lines.append(Line("Resultat", [number(year.result) for year in years]))
        if equity := _equity(years):
            lines.append(Line("Eget kapital vid årets slut", [number(amount) for amount in equity]))
    heads = ["Belopp", "Planen", *(each.name for each in told)]
    return Table("tbl-scenarier", "Planen och scenarierna, tkr", heads, lines)


def figure(book: Book) -> Figure | None:
    """The equity of the plan and of every scenario over the planned years."""
    told = _all(book)
    if not told or len(told[0].decided) < 2:
        return None
    every = {"Planen": told[0].decided} | {each.scenario.namn: each.years for each in told}
    series = {name: _equity(years.values()) for name, years in every.items()}
    if not all(series.values()):
        return None
    labels = [period(when) for when in told[0].decided]
    rows = -(-len(series) // 2)
    drawing, axes = figures.canvas(height=2.8 + 0.2 * rows)
    plan_pictures.equity_lines(axes, labels, series)
    alt = "Eget kapital i tusen kronor vid slutet av varje år. " + " ".join(
        f"{literal(name)}: "
        + ", ".join(f"{when} {number(amount)}" for when, amount in zip(labels, amounts, strict=True))
        + "."
        for name, amounts in series.items()
    )
    caption = "Eget kapital vid slutet av varje år i planen och scenarierna, tkr"
    return Figure("fig-scenarier", caption, alt, drawing, ("tbl-scenarier",))


def _equity(years: Iterable[PlanYear]) -> list[Decimal]:
    """The equity at the end of each year, in tkr; nothing where one of them isn't told."""
    ends = [year.equity for year in years]
    known = [end for end in ends if end is not None]
    return known if len(known) == len(ends) else []


def sections(book: Book) -> list[object]:
    """For each scenario a heading, what is changed, its figures with the differences, and what to be warned of."""
    items: list[object] = []
    for each in _all(book):
        items.append(Markdown(f"### {each.name} {{#sec-scenario-{each.id}}}"))
        if each.scenario.beskrivning:
            items.append(Markdown(escape(each.scenario.beskrivning)))
        items.append(Markdown(changes(each.book, each.plan, each.scenario)))
        items.append(_table(each))
        items.append(_shares_table(each))
        closings = [
            (period(when), year.equity, year.contributions)
            for when, year in each.years.items()
            if year.equity is not None
        ]
        if closings:
            items.append(Markdown(limits_text(closings)))
    return items


def _table(told: _Told) -> Table:
    """Income by member, costs, result and equity by year, with the difference from the plan where there is one."""
    names = list(dict.fromkeys(name for year in told.years.values() for name in year.paid))
    line = partial(_line, told)
    lines = [line(escape(name), partial(_paid_by, name)) for name in names]
    if any(year.other_income for year in told.years.values()):
        lines.append(line("Övriga intäkter", lambda year: year.other_income))
    lines.append(line("Summa intäkter", lambda year: year.income, "summa"))
    lines.append(line("Summa kostnader", lambda year: year.costs, "summa"))
    if any(year.financial for year in told.years.values()):
        lines.append(line("Finansiella och övriga poster", lambda year: year.financial))
    lines.append(line("Resultat", lambda year: year.result, "resultat"))
    if _equity(told.years.values()):
        lines.append(line("Eget kapital vid årets slut", lambda year: year.equity))
    return Table(
        f"tbl-scenario-{told.id}",
        f"{told.name}, tkr",
        ["Post", *map(period, told.years)],
        lines,
        note="Inom parentes står skillnaden mot planen, där det finns någon.",
    )


def _paid_by(name: str, year: PlanYear) -> Decimal | None:
    return year.paid.get(name)


def _line(told: _Told, label: str, of: Callable[[PlanYear], Decimal | None], style: str = "") -> Line:
    """An amount of each year beside that of the plan."""
    return Line(
        label, [_beside(of(year), of(told.decided[when])) for when, year in told.years.items()], style
    )


def _beside(now: Decimal | None, before: Decimal | None) -> str:
    """An amount with its difference from the plan's, which is nothing where the plan has none; empty without an amount."""
    if now is None:
        return ""
    gap = now - (before or Decimal(0))
    if not gap:
        return number(now)
    sign = "+" if gap > 0 else ""
    return f"{number(now)} ({sign}{number(gap)})"


def _shares_table(told: _Told) -> Table | None:
    """The kommuner's inhabitants and shares among themselves, where a kommun joins."""
    joined = {each.namn: each.invanare for each in told.scenario.nya_kommuner}
    if not joined:
        return None
    residents = told.plan.residents(told.book.params.year.invanare)
    before, after = sum(residents.values()), sum(residents.values()) + sum(joined.values())
    lines = [
        Line(
            escape(name),
            [
                number(count),
                with_unit(Decimal(100) * count / before, "procent", 2) if name in residents else "",
                with_unit(Decimal(100) * count / after, "procent", 2),
            ],
        )
        for name, count in (residents | joined).items()
    ]
    lines.append(
        Line("Summa", [number(after), with_unit(100, "procent", 2), with_unit(100, "procent", 2)], "summa")
    )
    heads = ["Kommun", "Invånare i arbetsför ålder", "Andel i planen", "Andel i scenariot"]
    return Table(f"tbl-scenario-andelar-{told.id}", f"{told.name}, kommunernas andelar", heads, lines)
