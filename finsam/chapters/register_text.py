"""Public statistics in figures and short words, as cells, captions and sentences have them: numbers with intervals, units, goals."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from finsam.chapters.register_profile import COUNTRY, TOGETHER, Followed
from finsam.measures.shares import Interval
from finsam.measures.trends import Comparison
from finsam.register.series import Series
from finsam.swedish import NBSP, SIGNS, UNITS, capital, listing, number, period
from finsam.tables.statistics import Measure, Target

#: What a difference that the interval keeps from being told apart from none is called in a cell.
UNCLEAR = "Ingen säker skillnad"


def figure(value: float, decimals: int) -> str:
    """A figure as it is printed. Twelve decimals leave out the last bits of computed ones."""
    return number(Decimal(f"{value:.12f}"), decimals)


def drawn_values(drawn: Series) -> dict[str, str]:
    """The figures that pictures show by their period; the sign for why there is none."""
    points, decimals = drawn.points, drawn.measure.decimaler
    return {
        when: SIGNS[status] if status else figure(value, decimals)
        for when, value, status in zip(points["period"], points["varde"], points["status"], strict=True)
    }


def signed(value: float, decimals: int) -> str:
    """`+0,4`, `−1,2`, `0,0`: of a change the sign is told."""
    text = figure(value, decimals)
    return text if value < 0 or not text.strip("0,") else f"+{text}"


def between(interval: Interval, decimals: int) -> str:
    """`0,1 till 0,4`: a dash between numbers that may have a minus would be read wrongly.

    An interval that leaves out 0 has a decimal more where an end would be printed as 0.
    """
    if is_clear(interval) and 0 in interval.rounded(decimals):
        decimals += 1
    low, high = (number(end, decimals) for end in interval.rounded(decimals))
    return f"{low}{NBSP}till{NBSP}{high}"


def is_clear(interval: Interval | None) -> bool:
    """Whether an interval leaves out 0."""
    return interval is not None and 0 not in interval


def change_decimals(measure: Measure) -> int:
    """Yearly changes are small beside the figures: one decimal more."""
    return measure.decimaler + 1


def unit_of(measure: Measure) -> str:
    """`dagar`, `procent`, `antal`: what the figures are, in running text."""
    return UNITS[measure.enhet][1].replace("%", "procent") or "antal"


def unit_of_change(measure: Measure) -> str:
    """A share changes by percentage points."""
    return "procentenheter" if measure.enhet == "procent" else unit_of(measure)


def subject(measure: Measure) -> str:
    """What the measure is called when it is spoken of again."""
    return {"procent": "Andelen", "antal": "Antalet", "helarsekvivalenter": "Antalet"}.get(
        measure.enhet, "Talet"
    )


def title(measure: Measure) -> str:
    """The name that a caption gives: the measure's own, under that of its group where it doesn't tell what it is of."""
    group = measure.rubrik.partition(",")[0]
    if group.partition(" ")[0].casefold() in measure.namn.casefold():
        return measure.namn
    return f"{group}, {measure.namn[:1].lower()}{measure.namn[1:]}"


def time(text: str, measure: Measure) -> str:
    """A period in words. Of a figure that covers twelve months December's is the calendar year's."""
    return period(text[:4] if measure.rullande == 12 and text.endswith("-12") else text)


def in_place(each: Followed) -> str:
    """An area within a sentence, after `i`."""
    return "riket" if each.code == COUNTRY else each.name


def level(each: Followed, when: str, decimals: int) -> str:
    """The figure of a period. Where there is none its sign, with the latest known figure and its period."""
    value = each.value(when)
    if value is not None:
        return figure(value, decimals)
    sign = SIGNS[each.status(when) or "saknas"]
    last = each.last_known(when)
    return f"{sign} ({time(last[0], each.series.measure)}: {figure(last[1], decimals)})" if last else sign


def change(each: Followed, decimals: int, first: str) -> str:
    """The change since the first figure that can be compared with; its period where it isn't that of the column."""
    slope = each.trend
    if slope.n < 2:
        return SIGNS["ej_tillampligt"]
    text = signed(slope.change, decimals)
    return text if slope.first == first else f"{text} (sedan {time(slope.first, each.series.measure)})"


def per_year(each: Followed, decimals: int) -> str:
    """`+0,12 (0,05 till 0,19)`; the sign for not applicable where no trend can be judged."""
    slope = each.trend
    if not slope.judged:
        return SIGNS["ej_tillampligt"]
    text = signed(slope.per_year, decimals)
    return f"{text} ({between(slope.per_year_interval, decimals)})" if slope.per_year_interval else text


def direction(each: Followed) -> str:
    """`ökar`, `minskar`, `ingen säker riktning`, or `bedöms inte`."""
    slope = each.trend
    if not slope.judged:
        return "bedöms inte"
    if not slope.clear:
        return "ingen säker riktning"
    return "ökar" if slope.per_year > 0 else "minskar"


def against_reference(
    each: Followed, comparison: Comparison | None, reference: Followed | None, decimals: int
) -> str:
    """How the yearly change differs from that of the county or the country, for a cell."""
    if comparison is None or reference is None or not each.trend.judged:
        return SIGNS["ej_tillampligt"]
    if comparison.interval is None:
        return "Bedöms inte"
    size = f"{signed(comparison.difference, decimals)} ({between(comparison.interval, decimals)})"
    if not is_clear(comparison.interval):
        return f"{UNCLEAR}: {size}"
    return f"{capital(compared_direction(each, comparison))}: {size}"


def compared_direction(each: Followed, comparison: Comparison) -> str:
    """The difference in words that fit the direction of the area itself."""
    own, is_up = direction(each), comparison.difference > 0
    if own == "ökar":
        return "ökar mer" if is_up else "ökar mindre"
    if own == "minskar":
        return "minskar mindre" if is_up else "minskar mer"
    return "stiger i jämförelse" if is_up else "sjunker i jämförelse"


def reach(each: Followed) -> str:
    """Whether the goal is reached, or when it is at today's pace, for a cell."""
    found, measure = each.reach, each.series.measure
    if found is None or measure.mal is None:
        return SIGNS["ej_tillampligt"]
    is_pace = measure.mal.slag == "per_ar"
    if found.state == "natt":
        return f"Nått sedan {time(found.period, measure)}" if found.period and not is_pace else "Ja"
    if found.state == "nas_inte":
        return "Nej" if is_pace else "Nås inte"
    if found.state == "kan_inte_bedomas" or found.period is None:
        return "Bedöms inte"
    # In years, since it isn't known to the month.
    first, last = (end[:4] if end else "" for end in (found.earliest, found.latest))
    ends = (
        f"{first}–{last}"
        if first and last
        else f"{first} eller senare"
        if first
        else f"senast {last}"
        if last
        else ""
    )
    return found.period[:4] + (f" ({ends})" if ends else "")


def goal_text(target: Target, measure: Measure) -> str:
    """The goal with its figure: `Regeringens mål till utgången av 2020: högst 9,0 dagar`."""
    return f"{target.text}: {at_most(target, measure)}" if target.slag == "niva" else target.text


def at_most(target: Target, measure: Measure) -> str:
    """The level that is a goal, with its unit: `högst 9,0 dagar`."""
    return f"högst {number(target.varde, measure.decimaler)}{NBSP}{unit_of(measure)}"


def spoken(each: Followed) -> str:
    """What an area is called within a sentence."""
    return "förbundet" if each.code == TOGETHER else in_place(each)


def spoken_all(areas: Iterable[Followed]) -> str:
    """`Ekvik, förbundet och riket`."""
    return listing([spoken(each) for each in areas])
