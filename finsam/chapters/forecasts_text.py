"""Forecasts in words, by rule: what is expected, how sure that is, and whether a model does better than the last figure."""

from __future__ import annotations

from collections.abc import Iterable

from finsam.chapters.effects_text import NAMES, names
from finsam.chapters.forecasts import Forecasts, Foreseen, Question
from finsam.chapters.markdown import Markdown, plain
from finsam.chapters.register_text import between, figure, spoken, spoken_all, subject, time, unit_of
from finsam.measures.forecasts import AHEAD, LEAST_TRIED, TRAINED
from finsam.swedish import NBSP, capital, listing, number, period, word

#: What the two methods are called in tables.
METHODS = {"drift": "Trendmodellen", "oforandrat": "Oförändrat"}


def opening(found: Forecasts) -> Markdown | None:
    """What a forecast is and isn't; nothing where there is none."""
    if not any(question.there for question in found.asked.values()):
        return None
    return Markdown(
        f"Kapitlet visar prognoser för de {word(AHEAD)} åren efter den senaste siffran. En prognos är inget utfall: den är räknad "
        "på hur talet har varierat hittills och vet inget om beslut, konjunktur eller insatser som kommer. Därför hör ett "
        "intervall till varje prognos, gjort så att utfallet väntas hamna inom det ungefär fyra gånger av fem. En trendmodell "
        "används bara där den tidigare har träffat tydligt bättre än att anta att den senaste siffran står sig; "
        "annars visas den. I tabeller och bilder är prognoserna märkta med ordet prognos. Reglerna står i "
        "@sec-prognos-metod."
    )


def told(question: Question | None) -> list[Markdown]:
    """What can be said of a measure, a paragraph each: the forecast, the goal, the choice of method, what is missing."""
    if question is None:
        return []
    paragraphs = (
        [*_expected(question), *_goal(question)],
        _choice(question),
        _refused(question),
    )
    return [Markdown(plain(" ".join(sentences))) for sentences in paragraphs if sentences]


def _expected(question: Question) -> list[str]:
    """The forecast of the förbund, and which way the intervals point."""
    first = question.first
    if first is None:
        return []
    measure, decimals = question.measure, question.measure.decimaler
    each = [
        f"{figure(ahead.value, decimals)}{NBSP}{unit_of(measure)} {time(ahead.period, measure)} "
        f"({between(ahead.interval, decimals)})"
        for ahead in first.forecast.ahead
    ]
    last = first.area.number(question.period)
    return [
        f"Prognosen för {spoken(first.area)} är {listing(each)}; inom parentes står intervallet. "
        f"Den senaste siffran, {time(question.period, measure)}, är {figure(last, decimals)}.",
        _way(question, first, last),
    ]


def _way(question: Question, each: Foreseen, last: float) -> str:
    """Whether more or less than today is to be expected, by whether the interval of the last year leaves today's out."""
    end = each.forecast.ahead[-1]
    when, name = time(end.period, question.measure), subject(question.measure).lower()
    if last in end.interval:
        return (
            f"Intervallet för {when} rymmer både högre och lägre tal än den senaste siffran. Det går alltså inte att säga om {name} kommer "
            "att öka eller minska."
        )
    way, verb = ("under", "minska") if end.interval.high < last else ("över", "öka")
    return f"Hela intervallet för {when} ligger {way} den senaste siffran, så {name} väntas {verb}."


def _goal(question: Question) -> list[str]:
    """Where a goal that is a level lies beside the interval of the last year."""
    target, measure, first = question.measure.mal, question.measure, question.first
    if target is None or target.slag != "niva" or first is None:
        return []
    end = first.forecast.ahead[-1]
    level = float(target.varde)
    name = f"{capital(target.text)}, högst {figure(level, measure.decimaler)}{NBSP}{unit_of(measure)},"
    when = time(end.period, measure)
    if level in end.interval:
        return [f"{name} ligger inom intervallet för {when}: talet kan hamna både över och under den nivån."]
    if level < end.interval.low:
        return [
            f"{name} ligger under hela intervallet för {when}: det är inte troligt att talet är så lågt då."
        ]
    return [
        f"{name} ligger över hela intervallet för {when}: det är troligt att talet då är under den nivån."
    ]


def _choice(question: Question) -> list[str]:
    """Which method is shown for whom, and why."""
    better = [each for each in question.there if each.forecast.method == "drift"]
    worse = [each for each in question.there if each.forecast.tried and each not in better]
    untried = [each for each in question.there if each.forecast.tried is None]
    sentences = []
    if better:
        sentences.append(
            f"För {_places(better)} har en trendmodell tidigare träffat tydligt bättre än den senaste siffran, och "
            "prognosen kommer från den."
        )
    if worse and len(worse) == len(question.there):
        sentences.append(
            "En trendmodell har inte i något av områdena tidigare träffat tydligt bättre än den senaste siffran. Därför visas "
            "den senaste siffran som prognos (oförändrat)."
        )
    elif worse:
        model = "trendmodellen" if better else "en trendmodell"
        sentences.append(
            f"För {_places(worse)} har {model} inte träffat tydligt bättre än den senaste siffran. Där visas därför den "
            "senaste siffran som prognos (oförändrat)."
        )
    if untried:
        sentences.append(
            f"För {_places(untried)} finns för få år för att pröva trendmodellen; det behövs minst "
            f"{number(TRAINED + LEAST_TRIED)} år i följd. Där visas den senaste siffran som prognos (oförändrat)."
        )
    return sentences


def _refused(question: Question) -> list[str]:
    """Who has no forecast, and why, with what was left out of the others."""
    reasons: dict[str, list[Foreseen]] = {}
    for each in question.areas:
        if not each.is_there:
            reasons.setdefault(each.forecast.reason, []).append(each)
    sentences = [f"För {_places(areas)} görs ingen prognos. {reason}" for reason, areas in reasons.items()]
    notes: dict[str, list[Foreseen]] = {}
    for each in question.there:
        if each.forecast.note:
            notes.setdefault(each.forecast.note, []).append(each)
    for note, areas in notes.items():
        of = "" if len(areas) == len(question.there) else f"För {_places(areas)}: "
        sentences.append(of + note)
    return sentences


def _places(areas: Iterable[Foreseen]) -> str:
    return spoken_all(each.area for each in areas)


def missing(found: Forecasts) -> Markdown | None:
    """What the chapter would need."""
    book = found.book
    if not book.params.kommuner:
        return Markdown(
            "Ingen kommun bland medlemmarna har någon kod, så kommunerna kan inte följas i den offentliga statistiken."
        )
    told = []
    if found.without:
        left = listing([NAMES[matt] for matt in found.without], "eller")
        told.append(
            f"Det finns ingen hämtad offentlig statistik om {left} för {names(book.params.kommuner)}, så ingen prognos kan göras."
        )
    for matt, when in found.old.items():
        told.append(
            f"Den senaste siffran för {NAMES[matt]} är från {period(when)}, och en prognos skulle bara gälla år som redan har gått."
        )
    return Markdown(plain(" ".join(told))) if told else None
