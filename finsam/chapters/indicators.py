"""The national core indicators, and those of the förbund's own, as far as answers of surveys measure them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from finsam.chapters.book import Book
from finsam.chapters.markdown import Line, Markdown, Table, escape
from finsam.chapters.survey_text import OCCASIONS, in_sentence, short_cell, short_note
from finsam.chapters.surveys import of_book
from finsam.measures.answers import Result, results
from finsam.printed import literal
from finsam.surveys.catalogue import National, point_of
from finsam.surveys.questions import Surveys
from finsam.swedish import SIGNS, capital, listing, number, period

#: The most years that a table shows side by side.
_YEARS = 4


@dataclass(frozen=True)
class _Measured:
    """A question that measures an indicator, of a respondent group and on an occasion: its results by year."""

    fraga: str
    respondentgrupp: str
    tillfalle: str | None
    by_year: Mapping[str, Result]


#: What measures each indicator, by its number or id.
_Found = dict[str, list[_Measured]]


def summary(book: Book) -> Markdown | None:
    """How many of the national indicators were measured in the year, and which were not."""
    surveys = of_book(book)
    found = _measured(book, surveys, "nns")
    if not found:
        return None
    now = [nr for nr, questions in found.items() if any(str(book.ar) in q.by_year for q in questions)]
    registers = [nr for nr, one in surveys.nationella.items() if _by_registers(one) and nr not in now]
    absent = [nr for nr in surveys.nationella if nr not in now and nr not in registers]
    text = (
        f"De nationella kärnindikatorerna är {number(len(surveys.nationella))}. Med enkäterna {book.ar} har "
        f"{number(len(now)) if now else 'ingen'} av dem mätts."
    )
    if _has_own(found):
        text += " Förbundets egna frågor om det som indikatorerna gäller är medräknade."
    if absent:
        numbers = "indikatorerna" if len(absent) > 1 else "indikator"
        text += f" Svar saknas för {numbers} {listing([*map(literal, absent)])}."
    if registers:
        numbers = "Indikatorerna" if len(registers) > 1 else "Indikator"
        text += f" {numbers} {listing([*map(literal, registers)])} bygger på registeruppgifter och mäts inte med enkäter."
    return Markdown(text)


def national_table(book: Book) -> Table | None:
    """All national indicators by number: each question that measures one with its results by year, or that none does."""
    surveys = of_book(book)
    found = _measured(book, surveys, "nns")
    if not found:
        return None
    years = _years(book, found)
    lines = []
    for nr, one in surveys.nationella.items():
        heading = escape(f"{nr}. {one.kort}")
        if nr in found:
            lines += [
                Line(heading, (), "sektion"),
                *(_line(surveys, each, years, "egen fråga, ") for each in found[nr]),
            ]
        else:
            lines.append(Line(heading, [*_asked(surveys, one), *[""] * (len(years) - 1), _not_measured(one)]))
    answered = {each.fraga for each in chain(*found.values()) if str(book.ar) in each.by_year}
    without = [point for id in surveys.fragor if id not in answered and (point := point_of(id))]
    note = _note(found) + " Siffran före en fråga är dess nationella mätpunkt."
    if _has_own(found):
        note += " Förbundets egna frågor är andra än de nationella, och resultaten av dem kan inte jämföras med andra förbunds."
    if without:
        note += f" Mätpunkter utan svar {book.ar}: {literal(', '.join(without))}."
    caption = f"Nationella kärnindikatorer {book.ar}, gynnsamma svar"
    return _table("tbl-nationella-indikatorer", caption, years, lines, note)


def own_table(book: Book) -> Table | None:
    """The förbund's own indicators with the questions that measure them."""
    surveys = of_book(book)
    found = _measured(book, surveys, "indikator")
    if not found:
        return None
    years = _years(book, found)
    lines = []
    for id, one in surveys.indikatorer.items():
        heading = escape(one.kort)
        if id in found:
            lines += [Line(heading, (), "sektion"), *(_line(surveys, each, years) for each in found[id])]
        else:
            lines.append(Line(heading, ["", "", *[""] * (len(years) - 1), "Inte mätt"]))
    note = _note(found)
    return _table("tbl-egna-indikatorer", f"Förbundets egna indikatorer {book.ar}", years, lines, note)


def _table(id: str, caption: str, years: list[str], lines: list[Line], note: str) -> Table:
    heads = ["Indikator och fråga", "Svarande", "Tillfälle", *map(period, years)]
    widths = [34, 16, 16, *[14] * len(years)]
    return Table(id, caption, heads, lines, text_columns=[1, 2], note=note, widths=widths)


def _measured(book: Book, surveys: Surveys, key: Literal["nns", "indikator"]) -> _Found:
    """What measures each indicator; the half-years of a year are counted together."""
    answers = book.answers.assign(period=book.answers["period"].str[:4])
    found: dict[tuple[str, str, str | None], dict[str, Result]] = {}
    for result in results(
        answers, surveys, by=["tillfalle", "period"], least=book.least_answers, hidden=book.delivery.hidden
    ):
        if result.N:
            found.setdefault((result.fraga, result.respondentgrupp, result.tillfalle), {})[
                result.period or ""
            ] = result
    by_indicator: _Found = {}
    for asked, by_year in found.items():
        if (indicator := getattr(surveys.fragor[asked[0]], key)) is not None:
            by_indicator.setdefault(indicator, []).append(_Measured(*asked, by_year))
    return by_indicator


def _has_own(found: _Found) -> bool:
    """Whether any of the questions is of the förbund's own."""
    return any(not point_of(each.fraga) for each in chain(*found.values()))


def _note(found: _Found) -> str:
    return short_note([result for each in chain(*found.values()) for result in each.by_year.values()])


def _years(book: Book, found: _Found) -> list[str]:
    """The book's year and the latest ones before it that have results."""
    known = {year for each in chain(*found.values()) for year in each.by_year}
    return sorted(known | {str(book.ar)})[-_YEARS:]


def _line(surveys: Surveys, each: _Measured, years: list[str], own: str = "") -> Line:
    """own: what is said, beside the scale, of a question that is no national measuring point."""
    label, point = surveys.fragor[each.fraga].label, point_of(each.fraga)
    name = f"{point} {label}" if point else f"{label} ({own}{surveys.scale(each.fraga).namn})"
    group = escape(surveys.group(each.respondentgrupp))
    occasion = capital(OCCASIONS[each.tillfalle]) if each.tillfalle else SIGNS["saknas"]
    return Line(escape(name), [group, occasion, *(short_cell(each.by_year.get(year)) for year in years)])


def _asked(surveys: Surveys, one: National) -> list[str]:
    """Who is asked and when, of an indicator that nobody was asked about."""
    parts = [part for k, point in one.matpunkter.items() for part in point.parts(k).values()]
    groups = dict.fromkeys(group for part in parts for group in part.grupper)
    occasions = dict.fromkeys(when for point in one.matpunkter.values() for when in point.tillfallen)
    who = listing([in_sentence(surveys, group) for group in groups]) or "register"
    return [escape(capital(who)), capital(listing([OCCASIONS[when] for when in occasions]))]


def _by_registers(one: National) -> bool:
    return all(point.registerdata for point in one.matpunkter.values())


def _not_measured(one: National) -> str:
    return "Register" if _by_registers(one) else "Inte mätt"
