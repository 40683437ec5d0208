"""Public statistics in words and figures: numbers with intervals, and sentences by rule about trends and goals."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from finsam.chapters.register_profile import COUNTRY, TOGETHER, Followed, Profile
from finsam.measures.shares import Interval
from finsam.measures.trends import Comparison
from finsam.register.series import Series
from finsam.swedish import NBSP, SIGNS, UNITS, capital, listing, number, period
from finsam.tables.registers import area_name
from finsam.tables.statistics import Measure, Target

#: What a difference that the interval keeps apart from none is called, and one that it doesn't: in a sentence and in a cell.
CLEAR = "skillnaden är större än slumpen brukar ge"
_SMALL = "i förändringstakt inte större än slumpen brukar ge"
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
    return f"{capital(_way(each, comparison))}: {size}"


def _way(each: Followed, comparison: Comparison) -> str:
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
    return f"{target.text}: {_at_most(target, measure)}" if target.slag == "niva" else target.text


def _at_most(target: Target, measure: Measure) -> str:
    return f"högst {number(target.varde, measure.decimaler)}{NBSP}{unit_of(measure)}"


def development(profile: Profile, kon: str = "totalt") -> list[str]:
    """What can be said of how the measure has moved: kommuner of the same direction share a sentence."""
    name = subject(profile.measure)
    ways: dict[str, list[Followed]] = {}
    reasons: dict[str, list[Followed]] = {}
    for each in profile.of(kon):
        if each.trend.judged:
            ways.setdefault(direction(each), []).append(each)
        else:
            reasons.setdefault(each.trend.reason, []).append(each)
    sentences = []
    for way, verb in (("ökar", "har ökat"), ("minskar", "har minskat")):
        if way in ways:
            sentences.append(f"{name} {verb} i {spoken_all(ways[way])}.")
    if unclear := ways.get("ingen säker riktning"):
        sentences.append(f"I {spoken_all(unclear)} går det inte att se någon säker riktning.")
    for reason, areas in reasons.items():
        sentences.append(f"För {spoken_all(areas)} kan ingen trend bedömas. {_sentence(reason)}")
    return sentences


def comparisons(profile: Profile, kon: str = "totalt") -> list[str]:
    """Which kommuner differ from the county and from the country in how the measure moves; one sentence where none does."""
    sentences, as_all = [], []
    for field, code, where in (("county", profile.lan, "länet"), ("country", COUNTRY, "riket")):
        reference = profile.get(code, kon)
        beside = [(each, getattr(each, field)) for each in profile.kommuner(kon)]
        judged = [(each, found) for each, found in beside if found and found.interval is not None]
        if reference is None or not judged:
            continue
        ways: dict[str, list[Followed]] = {}
        for each, found in judged:
            if is_clear(found.interval):
                ways.setdefault(_past(_way(each, found)), []).append(each)
        name = subject(profile.measure).lower()
        told = [f"i {spoken_all(areas)} har {name} {way.replace('§', where)}" for way, areas in ways.items()]
        rest = [each for each, found in judged if not is_clear(found.interval)]
        if told:
            # With a comma, since the lists of areas have their own `och`.
            together = f"{', '.join(told[:-1])}, och {told[-1]}" if told[1:] else told[0]
            sentences.append(f"{capital(together)}; {CLEAR}.")
        if len(rest) == len(beside):
            as_all.append(where)
        elif rest:
            sentences.append(f"För {spoken_all(rest)} är skillnaden mot {where} {_SMALL}.")
    if as_all:
        sentences.insert(0, f"Jämfört med {listing(as_all)} är skillnaden {_SMALL}.")
    return sentences


def goals(profile: Profile, kon: str = "totalt") -> list[str]:
    """The goal of the measure and who has reached it, reaches it in time or doesn't at today's pace."""
    target = profile.measure.mal
    if target is None:
        return []
    states: dict[str, list[Followed]] = {}
    for each in profile.of(kon):
        if each.reach is not None:
            states.setdefault(each.reach.state, []).append(each)
    is_pace, sentences = target.slag == "per_ar", []
    # The goal is told with its name once, and is `målet` after that.
    names = iter([target.text[:1].lower() + target.text[1:]])
    if target.slag == "niva":
        sentences.append(f"{capital(next(names))} är {_at_most(target, profile.measure)}.")
    if reached := states.get("natt"):
        name = next(names, "målet")
        way = f"Förändringen per år når {name}" if is_pace else f"{capital(name)} är nått"
        sentences.append(f"{way} i {spoken_all(reached)}.")
    if coming := states.get("nas"):
        name, when = next(names, "målet"), listing([f"{spoken(each)} {reach(each)}" for each in coming])
        sentences.append(
            f"Fortsätter förändringen i samma takt nås {name} i {when}; inom parentes tidigast och senast."
        )
    if never := states.get("nas_inte"):
        name = next(names, "målet")
        way = f"Förändringen per år når inte {name}"
        if not is_pace:
            way = f"Fortsätter förändringen i samma takt nås inte {name}"
        sentences.append(f"{way} i {spoken_all(never)}.")
    reasons: dict[str, list[Followed]] = {}
    for each in states.get("kan_inte_bedomas", ()):
        reasons.setdefault(each.reach.reason if each.reach else "", []).append(each)
    sentences += [
        f"För {spoken_all(areas)} går det inte att bedöma om {next(names, 'målet')} nås. {_sentence(reason)}"
        for reason, areas in reasons.items()
    ]
    return sentences


def breaks(profile: Profile) -> list[str]:
    """The known breaks of the series, and those that the figures themselves show."""
    known = {one: None for each in profile for one in each.series.breaks}
    sentences = [f"Serien bryts {time(one.fran, profile.measure)}: {_sentence(one.om)}" for one in known]
    # What the trends leave out, which they tell themselves, is said once for the areas that it is the same for.
    notes: dict[str, list[Followed]] = {}
    for each in profile.of():
        if each.trend.note:
            notes.setdefault(each.trend.note, []).append(each)
    for note, areas in notes.items():
        whom = "" if len(areas) == len(profile.of()) else f"För {spoken_all(areas)}: "
        sentences.append(whom + _sentence(note))
    for each in profile.of():
        found = each.found_break
        if found is None or not found.found:
            continue
        way = "högre" if found.size > 0 else "lägre"
        size = f"{figure(abs(found.size), profile.measure.decimaler)}{NBSP}{unit_of_change(profile.measure)}"
        sentences.append(
            f"I {spoken(each)} ligger {subject(profile.measure).lower()} från {time(found.period, profile.measure)} på en nivå "
            f"som är {size} {way} än före. Ett sådant språng kan bero på ändrad redovisning och bör kontrolleras."
        )
    return sentences


def gaps(profile: Profile) -> list[str]:
    """Which of the kommuner have no figure of the period, and why."""
    words = {
        "saknas": "Uppgift saknas",
        "undertryckt": "Uppgiften visas inte av sekretesskäl",
        "ej_tillampligt": "Uppgift kan inte förekomma",
    }
    found: dict[str, list[Followed]] = {}
    for each in profile.of():
        if status := each.status(profile.period):
            found.setdefault(status, []).append(each)
    sentences = [
        f"{words[status]} för {spoken_all(areas)} {time(profile.period, profile.measure)}."
        for status, areas in found.items()
    ]
    there = {each.code for each in profile.of()}
    without = [code for code in profile.codes if code not in there]
    if without:
        from_names = listing([area_name(code) for code in without])
        sentences.append(f"Underlaget har inga värden alls för {from_names}.")
    return sentences


def spoken(each: Followed) -> str:
    """What an area is called within a sentence."""
    return "förbundet" if each.code == TOGETHER else in_place(each)


def spoken_all(areas: Iterable[Followed]) -> str:
    """`Ekvik, förbundet och riket`."""
    return listing([spoken(each) for each in areas])


def _past(way: str) -> str:
    """`ökar mer` as `ökat mer än §`, after `har` and with § for what it is compared with."""
    verb, _, rest = way.partition(" ")
    past = {"ökar": "ökat", "minskar": "minskat", "stiger": "stigit", "sjunker": "sjunkit"}[verb]
    return f"{past} i jämförelse med §" if rest == "i jämförelse" else f"{past} {rest} än i §"


def _sentence(text: str) -> str:
    """With one full stop."""
    return text.rstrip(".") + "."
