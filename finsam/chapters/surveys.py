"""The chapter on surveys: who answered, and what each respondent group answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from finsam.chapters.book import Book
from finsam.chapters.facts import all_facts, slug
from finsam.chapters.markdown import Line, Markdown, Table, escape
from finsam.chapters.survey_pictures import pictures
from finsam.chapters.survey_text import (
    OCCASIONS,
    RESULT_HEADS,
    in_sentence,
    labels,
    result_cells,
    result_note,
)
from finsam.measures.answers import Rate, Result, response_rates, results
from finsam.surveys.definitions import load_surveys
from finsam.surveys.questions import Surveys
from finsam.swedish import SIGNS, capital, listing, number, period, plural, with_unit
from finsam.tables.periods import of_year

#: What stands in a column of the response rates where a row is about all of them.
_ANY = {"Tillfälle": "Alla", "Insats": "Alla", "Period": "Hela året"}


def of_book(book: Book) -> Surveys:
    """The questions and scales of the book's förbund."""
    return load_surveys(book.params.forbund_id)


def summary(book: Book) -> Markdown | None:
    """Who answered how many questions, and what the results are about."""
    answers = of_year(book.answers, book.ar)
    if answers.empty:
        return None
    surveys = of_book(book)
    groups = [in_sentence(surveys, id) for id in surveys.grupper if (answers["respondentgrupp"] == id).any()]
    questions = plural(answers["fraga"].nunique(), "fråga", "frågor")
    text = (
        f"Enkäterna {book.ar} har besvarats av {listing(groups)}. Tillsammans har de svarat på {questions} och lämnat "
        f"{plural(len(answers), 'svar', 'svar')}."
    )
    silent = int(answers["steg"].isna().sum())
    by_question = answers[answers["steg"].isna()].groupby(["fraga", "respondentgrupp", "tillfalle"]).size()
    # Beside the table, in which few of a question are hidden, the sum would tell them.
    if silent and not (by_question < book.least_answers).any():
        text += (
            f" Av svaren tar {number(silent)} inte ställning (till exempel Vet ej) och räknas varken in i andelar eller "
            f"medelvärden."
        )
    return Markdown(text + " Resultaten gäller dem som har svarat.")


def rates(book: Book) -> list[Rate]:
    return response_rates(book.answers, book.table("enkat_utskick"), of_book(book), book.ar)


def response_table(book: Book) -> Table | None:
    """How many of those asked answered. Occasion, insats and period have a column where a row has one."""
    found, surveys = rates(book), of_book(book)
    if not found:
        return None
    texts: dict[str, Callable[[Rate], str]] = {
        "Tillfälle": lambda rate: capital(OCCASIONS[rate.tillfalle]) if rate.tillfalle else "",
        "Insats": lambda rate: escape(rate.insats),
        "Period": lambda rate: capital(period(rate.period)) if rate.period != str(book.ar) else "",
    }
    told = {head: text for head, text in texts.items() if any(text(rate) for rate in found)}
    lines = [
        Line(
            escape(surveys.group(rate.respondentgrupp)),
            [*(text(rate) or _ANY[head] for head, text in told.items()), *_rate_cells(book, rate)],
        )
        for rate in found
    ]
    heads = ["Svarande grupp", *told, "Svarande", "Tillfrågade", "Svarsfrekvens"]
    caption = f"Svarande och svarsfrekvens {book.ar}"
    notes = []
    if any(rate.at_least for rate in found):
        notes.append(
            "Minst: i underlaget går det inte alltid att skilja de svarande åt, så de kan vara fler."
        )
    if any(rate.is_over for rate in found):
        notes.append("Där fler har svarat än som uppges ha tillfrågats redovisas ingen svarsfrekvens.")
    if any(rate.tillfragade is None for rate in found):
        notes.append("Streck: uppgift om antalet tillfrågade saknas.")
    columns = range(1, 1 + len(told))
    return Table("tbl-svarsfrekvens", caption, heads, lines, text_columns=list(columns), note=" ".join(notes))


def _rate_cells(book: Book, rate: Rate) -> list[str]:
    least = "minst " if rate.at_least else ""
    if rate.svarande < book.least_answers or rate.asked.status == "undertryckt":
        return [SIGNS["undertryckt"]] * 3
    share = rate.share
    return [
        least + number(rate.svarande),
        book.text(rate.asked),
        least + with_unit(share.rounded(), "procent") if share else SIGNS["saknas"],
    ]


def group_sections(book: Book) -> list[object]:
    """For each respondent group: a heading, the table of its answers, and a picture of them for each scale."""
    surveys = of_book(book)
    found = results(
        of_year(book.answers, book.ar),
        surveys,
        by=["tillfalle"],
        least=book.least_answers,
        hidden=book.delivery.hidden,
    )
    items: list[object] = []
    for group in surveys.grupper:
        part = [result for result in found if result.respondentgrupp == group]
        if part:
            items.append(Markdown(f"### {escape(surveys.group(group))} {{#sec-svar-{slug(group)}}}"))
            items += [_group_table(book, surveys, group, part), *pictures(book, surveys, group, part)]
    return items


def _group_table(book: Book, surveys: Surveys, group: str, part: Sequence[Result]) -> Table:
    with_silent = any(result.utan_svar for result in part)
    lines = [
        Line(
            escape(label),
            [
                *result_cells(book, result),
                *(
                    [
                        SIGNS["undertryckt"]
                        if result.hidden or result.is_few(result.utan_svar)
                        else number(result.utan_svar)
                    ]
                    if with_silent
                    else []
                ),
                escape(surveys.scale(result.fraga).namn),
            ],
        )
        for label, result in zip(labels(surveys, part), part, strict=True)
    ]
    heads = ["Fråga", *RESULT_HEADS, *(["Vet ej med mera"] if with_silent else []), "Skala"]
    return Table(
        f"tbl-svar-{slug(group)}",
        f"Enkätsvar {book.ar}, {escape(in_sentence(surveys, group))}",
        heads,
        lines,
        text_columns=[len(heads) - 1],
        note=" ".join(filter(None, (result_note(book, part), _halves_note(book, group)))),
    )


def _halves_note(book: Book, group: str) -> str:
    """That the year's answers may be of the same persons twice, where a group was asked each half-year."""
    answers = of_year(book.answers, book.ar)
    periods = answers.loc[answers["respondentgrupp"] == group, "period"].unique()
    if len(periods) < 2:
        return ""
    return "Årets mätningar är räknade tillsammans, och samma person kan ha svarat i flera av dem."


def scales(book: Book) -> Table | None:
    """The scales of the year's answers, with what counts as favourable, by question where questions differ."""
    surveys = of_book(book)
    asked = set(of_year(book.answers, book.ar)["fraga"])
    used: dict[str, dict[tuple[int, ...], list[str]]] = {}
    for id in (id for id in surveys.fragor if id in asked):
        good = tuple(sorted(surveys.favourable(id)))
        used.setdefault(surveys.fragor[id].skala, {}).setdefault(good, []).append(surveys.fragor[id].label)
    lines = []
    for name, choices in used.items():
        scale = surveys.skalor[name]
        words = ", ".join(scale.label(step) for step in scale.steps)
        for good, questions in choices.items():
            about = f", {listing(list(dict.fromkeys(questions)))}" if len(choices) > 1 else ""
            favourable = listing([scale.label(step) for step in good]) or SIGNS["ej_tillampligt"]
            lines.append(Line(escape(capital(scale.namn) + about), [escape(words), escape(favourable)]))
    if not lines:
        return None
    heads = ["Skala", "Svar", "Gynnsamma svar"]
    return Table(
        "tbl-enkatskalor", "Svarsskalor i enkäterna", heads, lines, text_columns=[1, 2], widths=[30, 40, 24]
    )


def other_facts(book: Book) -> Table | None:
    return all_facts(book, "enkater", f"Övriga uppgifter om enkäterna {book.ar}")


def missing(book: Book) -> Markdown | None:
    """The sentence on what nothing was delivered for."""
    answered = not of_year(book.answers, book.ar).empty
    absent = [] if answered else ["enkätsvar"]
    absent += [] if book.has("enkat_utskick") else ["hur många som har fått enkäterna"]
    if not absent:
        return None
    return Markdown(f"Underlaget för {book.ar} innehåller inga uppgifter om {listing(absent, 'eller')}.")
