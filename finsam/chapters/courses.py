"""The time in the insatser: how long people stay, and which way they leave how soon."""

from __future__ import annotations

from decimal import Decimal
from textwrap import fill

import numpy as np

from finsam.chapters import curves, figures
from finsam.chapters.book import Book
from finsam.chapters.certainty import between, estimate
from finsam.chapters.figures import Figure
from finsam.chapters.markdown import Line, Markdown, Table, escape
from finsam.chapters.participants import EXIT_NAMES, in_sentence
from finsam.chapters.persons import in_order, scope, spells
from finsam.measures.durations import LEAST_ENDED, LEAST_FOLLOWED, Course, Times, followed, times
from finsam.measures.participants import EXITS, WHOLE
from finsam.measures.shares import Interval
from finsam.protect.onward import STILL_IN, SUM, time_key
from finsam.protect.people import everyone_key
from finsam.protect.system import Key
from finsam.swedish import NBSP, SIGNS, capital, listing, number, plural, with_unit

#: The days at which it is told how many have left, and what they are called.
_AFTER = {183: "sex månader", 365: "ett år", 730: "två år", 1096: "tre år", 1826: "fem år"}
#: Panels beside each other.
_ACROSS = 3


def sections(book: Book) -> list[object]:
    """Sentence, tables and pictures of the time in the insatser; nothing without person rows."""
    rows = spells(book)
    if not len(rows):
        return []
    courses = followed(rows, book.ar)
    names = in_order(book, courses["insats"])
    by_insats = [times(courses[courses["insats"] == name], name) for name in names]
    whole = times(courses, WHOLE) if len(names) > 1 else by_insats[0]
    return [
        scope(book),
        _sentence(book, whole),
        _time_table(book, by_insats, whole),
        _remaining_figure(book, whole),
        _panels_figure(book, by_insats, whole),
        _exits_sentence(whole),
        _exits_figure(book, whole),
        _exits_table(book, whole),
    ]


def _keys(book: Book, found: Times) -> tuple[Key, Key, Key]:
    """The counts of participations, of those still in and of those ended in the year."""
    if found.insats == WHOLE:
        return time_key(SUM), STILL_IN, everyone_key("avslutade")
    still_in, ended = (
        ("deltagare", found.insats, matt, str(book.ar), "totalt") for matt in ("kvar", "avslutade")
    )
    return time_key(found.insats), still_in, ended


def _drawn(book: Book, course: Course) -> Course:
    """The course as it is drawn: where small numbers are protected no step of the curve is of few persons."""
    if not book.protects("deltagare"):
        return course
    return course.coarse(book.params.protection("deltagare").min_antal)


def _sentence(book: Book, found: Times) -> Markdown | None:
    """How long those who ended were in, and how long all are when those still in are counted too."""
    parts = []
    if book.hides(*_keys(book, found)):
        return None
    if found.quartiles:
        low, middle, high = (number(Decimal(day)) for day in found.quartiles)
        parts.append(
            f"Hälften av de {number(found.ended)} deltaganden som avslutades {book.ar} hade varat i högst "
            f"{middle}{NBSP}dagar. Den mittersta hälften av dem varade i mellan {low} och {high}{NBSP}dagar."
        )
    if found.still_in:
        parts.append(
            f"De {number(found.still_in)} som är kvar vid årets slut har ännu ingen slutdag och är inte med "
            "i de siffrorna."
        )
    course = found.course
    if course.median is None:
        parts.append(
            "När även de som är kvar räknas, så länge de har följts, har färre än hälften avslutat. Då "
            "finns ingen mediantid att redovisa."
        )
    else:
        parts.append(
            "När även de som är kvar räknas, så länge de har följts, är mediantiden "
            f"{with_unit(course.median, 'dagar')} (95-procentigt konfidensintervall {_limits(course)})."
        )
    return Markdown(" ".join(parts))


def _limits(course: Course) -> str:
    """`268–299`, or from where on, where the upper limit can't be told yet."""
    low, high = course.median_interval
    if high is None or low is None:
        return f"från {number(low)} dagar" if low else "kan inte beräknas"
    return f"{number(low)}–{number(high)}"


def _time_table(book: Book, by_insats: list[Times], whole: Times) -> Table:
    every = [*by_insats, whole] if whole.insats == WHOLE else by_insats
    lines = []
    for found in every:
        name, style = ("Alla tillsammans", "summa") if found.insats == WHOLE else (escape(found.insats), "")
        keys = _keys(book, found)
        counts = (found.participations, found.still_in, found.ended)
        cells = [book.count(n, key) for n, key in zip(counts, keys, strict=True)]
        if book.hides(*keys):
            lines.append(Line(name, [*cells, *[SIGNS["undertryckt"]] * 3], style))
            continue
        quartiles = ["."] * 2
        if found.quartiles:
            low, middle, high = (number(Decimal(day)) for day in found.quartiles)
            quartiles = [middle, f"{low}–{high}"]
        lines.append(Line(name, [*cells, *quartiles, _median(found.course)], style))
    heads = [
        "Insats",
        "Deltaganden i uppgifterna",
        f"Kvar vid slutet av {book.ar}",
        f"Avslutade {book.ar}",
        "Deras median",
        "Mittersta hälften",
        "Median när även de som är kvar räknas",
    ]
    caption = "Tid i insatsen, dagar. Första och sista dagen är medräknade"
    note = (
        "Medianen när även de som är kvar räknas är skattad med Kaplan–Meiers metod, och inom parentes "
        "står ett 95-procentigt konfidensintervall. Den som är kvar har följts till årets sista dag. Har "
        "ett deltagande börjat innan uppgifterna om insatsens avslut börjar, räknas det med från den "
        f"dagen. Inte uppnådd: färre än hälften har avslutat. Punkt: färre än {number(LEAST_ENDED)} "
        "avslutade."
    )
    return Table("tbl-tid", caption, heads, lines, note=note)


def _median(course: Course) -> str:
    if course.median is None:
        return "Inte uppnådd"
    return f"{number(course.median)} ({_limits(course)})"


def _remaining_figure(book: Book, found: Times) -> Figure | None:
    """The share still in, with its limits."""
    course = found.course
    if not course.reach or len(course.days) < 2:
        return None
    drawing, axes = figures.canvas(height=2.9)
    drawn = _drawn(book, course)
    curves.survival(axes, drawn.days, drawn.remaining, drawn.low, drawn.high, course.reach)
    told = [
        f"{estimate(course.remaining[course.at(day)])} efter {name}"
        for day, name in _AFTER.items()
        if day <= course.reach
    ]
    alt = (
        f"Kurva över andelen som är kvar i insatsen. Kvar är {listing(told)}."
        if told
        else "Kurva över andelen kvar."
    )
    caption = (
        f"Andel som är kvar i insatsen efter tiden sedan starten, {number(found.participations)} "
        f"deltaganden till och med {book.ar}, med 95-procentigt konfidensintervall som band. Kurvan visas "
        f"så länge minst {number(LEAST_FOLLOWED)} följs"
    )
    return Figure("fig-tid-kvar", caption, alt, drawing, rows=_remaining_rows(drawn))


def _remaining_rows(course: Course) -> list[list[str]]:
    """The curve and its band at every thirtieth day."""
    days = range(0, course.reach + 1, 30)
    curves_of = {"Kvar": course.remaining, "Lägst": course.low, "Högst": course.high}
    columns = {name: [estimate(curve[course.at(day)]) for day in days] for name, curve in curves_of.items()}
    return figures.rows_of("Dagar sedan starten", [number(day) for day in days], columns)


def _panels_figure(book: Book, by_insats: list[Times], whole: Times) -> Figure | None:
    """One small picture an insats, each with the line of them all."""
    drawn = [
        found
        for found in by_insats
        if found.course.reach
        and len(_drawn(book, found.course).days) > 1
        and not book.hides(*_keys(book, found))
    ]
    if len(drawn) < 2:
        return None
    rows = -(-len(drawn) // _ACROSS)
    drawing, grid = figures.grid(
        rows, height=0.3 + 1.75 * rows, ncols=_ACROSS, sharex=True, sharey=True, squeeze=False
    )
    every = list(grid.flat)
    width = max(whole.course.reach, *(found.course.reach for found in drawn))
    for axes, found in zip(every, drawn, strict=False):
        course = _drawn(book, found.course)
        title = fill(f"{book.params.short_name(found.insats)} ({number(found.participations)})", 26)
        everyone = _drawn(book, whole.course)
        line = (everyone.days, everyone.remaining, everyone.reach)
        curves.panel(axes, title, course.days, course.remaining, course.reach, line, width)
    for axes in every[len(drawn) :]:
        axes.set_visible(False)
    # The lowest picture of a column has the labels of the axis, also where the row below isn't full.
    for axes in every[max(0, len(drawn) - _ACROSS) : len(drawn)]:
        axes.tick_params(labelbottom=True)
    told = []
    for found in drawn:
        median = found.course.median
        told.append(
            f"{found.insats}: hälften har avslutat efter {with_unit(median, 'dagar')}"
            if median is not None
            else f"{found.insats}: färre än hälften har avslutat"
        )
    caption = (
        "Andel som är kvar efter tiden sedan starten, procent, i varje insats (heldragen linje) och i alla "
        "tillsammans (streckad). Antal deltaganden inom parentes"
    )
    return Figure(
        "fig-tid-insatser", caption, "; ".join(told) + ".", drawing, rows=_panels_rows(book, [*drawn, whole])
    )


def _panels_rows(book: Book, shown: list[Times]) -> list[list[str]]:
    """Each curve at every ninetieth day, as long as it goes."""
    courses = {capital(in_sentence(each.insats)): _drawn(book, each.course) for each in shown}
    days = range(0, max(course.reach for course in courses.values()) + 1, 90)
    columns = {
        name: [estimate(course.remaining[course.at(day)]) if day <= course.reach else "" for day in days]
        for name, course in courses.items()
    }
    return figures.rows_of("Dagar sedan starten", [number(day) for day in days], columns)


def _parts(course: Course) -> dict[str, np.ndarray]:
    return {EXIT_NAMES[exit]: course.exits[exit] for exit in EXITS}


def _exits_sentence(found: Times) -> Markdown | None:
    """How many have gone to work and studies after a year, and how many are still in."""
    course = found.course
    if course.reach < 365:
        return None
    at = course.at(365)
    work, studies = (estimate(course.exits[exit][at]) for exit in EXITS[:2])
    return Markdown(
        f"Ett år efter starten hade uppskattningsvis {work} gått till arbete och {studies} till studier, "
        f"medan {estimate(course.remaining[at])} var kvar. De som är kvar räknas med så länge de har "
        "följts, och den som slutar på ett sätt kan inte längre sluta på ett annat."
    )


def _exits_figure(book: Book, found: Times) -> Figure | None:
    """All who began as layers: those who have left, by the way they left, and those still in."""
    course = found.course
    if not course.reach or len(course.days) < 2:
        return None
    drawing, axes = figures.canvas(height=3.1)
    drawn = _drawn(book, course)
    curves.incidence(axes, drawn.days, _parts(drawn), "Kvar i insatsen", course.reach)
    at = course.at(course.reach)
    ends = [f"{estimate(course.exits[exit][at])} {EXIT_NAMES[exit].lower()}" for exit in EXITS]
    alt = (
        "Ytor som tillsammans är 100 procent vid varje tidpunkt. Efter "
        f"{plural(course.reach, 'dag', 'dagar')}: "
        f"{listing([*ends, f'{estimate(course.remaining[at])} kvar i insatsen'])}."
    )
    caption = (
        f"Hur deltagandena har slutat efter tiden sedan starten, {number(found.participations)} deltaganden "
        f"till och med {book.ar}. Procenten till höger gäller kurvans sista dag"
    )
    return Figure("fig-tid-avslut", caption, alt, drawing, ("tbl-tid-avslut",))


def _exits_table(book: Book, found: Times) -> Table | None:
    """The layers at whole times, each with its interval."""
    course = found.course
    days = {day: name for day, name in _AFTER.items() if day <= course.reach}
    if not days:
        return None
    lines = [Line(EXIT_NAMES[exit], [_exit_text(course, exit, day) for day in days]) for exit in EXITS]
    lines.append(Line("Kvar i insatsen", [_remaining_text(course, day) for day in days]))
    counts = [number(course.followed_on(day)) for day in days]
    lines.append(Line("Deltaganden som följs så länge, antal", counts, "summa"))
    caption = (
        f"Hur deltagandena har slutat efter tiden sedan starten, procent av alla till och med {book.ar} med "
        "95-procentigt konfidensintervall"
    )
    note = (
        "Skattat med Aalen–Johansens metod för konkurrerande avslut. De som är kvar räknas som följda till "
        "årets sista dag."
    )
    heads = ["Avslut", *(f"Efter {name}" for name in days.values())]
    return Table("tbl-tid-avslut", caption, heads, lines, note=note)


def _exit_text(course: Course, exit: str, day: int) -> str:
    share, interval = course.exits[exit][course.at(day)], course.exit_interval(exit, day)
    return f"{estimate(share)} ({between(interval)})" if interval else estimate(share)


def _remaining_text(course: Course, day: int) -> str:
    at = course.at(day)
    share, low, high = (float(curve[at]) for curve in (course.remaining, course.low, course.high))
    # Before anyone has ended, and when all have, there is no interval.
    return (
        f"{estimate(share)} ({between(Interval(100 * low, 100 * high))})"
        if 0 < share < 1
        else estimate(share)
    )
