"""Sentences by rule about public statistics: how a measure moves, against whom, and how it stands to its goal."""

from __future__ import annotations

from finsam.chapters.register_profile import COUNTRY, Followed, Profile
from finsam.chapters.register_text import (
    at_most,
    compared_direction,
    direction,
    figure,
    is_clear,
    reach,
    spoken,
    spoken_all,
    subject,
    time,
    unit_of_change,
)
from finsam.swedish import NBSP, capital, listing
from finsam.tables.registers import area_name

#: What is said of a difference that the interval keeps apart from none, and of one that it doesn't.
CLEAR = "skillnaden är större än slumpen brukar ge"
_SMALL = "i förändringstakt inte större än slumpen brukar ge"


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
    for own, verb in (("ökar", "har ökat"), ("minskar", "har minskat")):
        if own in ways:
            sentences.append(f"{name} {verb} i {spoken_all(ways[own])}.")
    if unclear := ways.get("ingen säker riktning"):
        sentences.append(f"I {spoken_all(unclear)} går det inte att se någon säker riktning.")
    for reason, areas in reasons.items():
        sentences.append(f"För {spoken_all(areas)} kan ingen trend bedömas. {_sentence(reason)}")
    return sentences


def comparisons(profile: Profile, kon: str = "totalt") -> list[str]:
    """Which kommuner differ from the county and from the country in how the measure moves; one sentence where none does."""
    sentences, as_all = [], []
    for code, where in ((profile.lan, "länet"), (COUNTRY, "riket")):
        reference = profile.get(code, kon)
        beside = [(each, each.country if code == COUNTRY else each.county) for each in profile.kommuner(kon)]
        judged = [(each, found) for each, found in beside if found and found.interval is not None]
        if reference is None or not judged:
            continue
        ways: dict[str, list[Followed]] = {}
        for each, found in judged:
            if is_clear(found.interval):
                ways.setdefault(_past(compared_direction(each, found)), []).append(each)
        name = subject(profile.measure).lower()
        told = [
            f"i {spoken_all(areas)} har {name} {words.replace('§', where)}" for words, areas in ways.items()
        ]
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
        sentences.append(f"{capital(next(names))} är {at_most(target, profile.measure)}.")
    if reached := states.get("natt"):
        name = next(names, "målet")
        words = f"Förändringen per år når {name}" if is_pace else f"{capital(name)} är nått"
        sentences.append(f"{words} i {spoken_all(reached)}.")
    if coming := states.get("nas"):
        name, when = next(names, "målet"), listing([f"{spoken(each)} {reach(each)}" for each in coming])
        sentences.append(
            f"Fortsätter förändringen i samma takt nås {name} i {when}; inom parentes tidigast och senast."
        )
    if never := states.get("nas_inte"):
        name = next(names, "målet")
        words = f"Förändringen per år når inte {name}"
        if not is_pace:
            words = f"Fortsätter förändringen i samma takt nås inte {name}"
        sentences.append(f"{words} i {spoken_all(never)}.")
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
        side = "högre" if found.size > 0 else "lägre"
        size = f"{figure(abs(found.size), profile.measure.decimaler)}{NBSP}{unit_of_change(profile.measure)}"
        sentences.append(
            f"I {spoken(each)} ligger {subject(profile.measure).lower()} från {time(found.period, profile.measure)} på en nivå "
            f"som är {size} {side} än före. Ett sådant språng kan bero på ändrad redovisning och bör kontrolleras."
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


def _past(present: str) -> str:
    """`ökar mer` as `ökat mer än §`, after `har` and with § for what it is compared with."""
    verb, _, rest = present.partition(" ")
    past = {"ökar": "ökat", "minskar": "minskat", "stiger": "stigit", "sjunker": "sjunkit"}[verb]
    return f"{past} i jämförelse med §" if rest == "i jämförelse" else f"{past} {rest} än i §"


def _sentence(text: str) -> str:
    """With one full stop."""
    return text.rstrip(".") + "."
