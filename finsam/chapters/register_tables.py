"""Public statistics in tables: level and change by area, women and men, and what can be judged of them."""

from __future__ import annotations

from finsam.chapters.markdown import Line, Table, escape
from finsam.chapters.register_profile import COUNTRY, TOGETHER, Followed, Profile
from finsam.chapters.register_text import (
    against_reference,
    change,
    change_decimals,
    direction,
    figure,
    level,
    per_year,
    reach,
    time,
    title,
    unit_of,
    unit_of_change,
)
from finsam.swedish import SIGNS, capital, listing

_SEX_HEADS = {"kvinnor": "Kvinnor", "man": "Män"}
INTERVAL = "Inom parentes: 95-procentigt intervall."


def first_period(profile: Profile) -> str:
    """The first period that most of the areas are followed from."""
    firsts = [each.trend.first for each in profile.of() if each.trend.first]
    return max(firsts, key=firsts.count) if firsts else profile.period


def level_table(profile: Profile, id: str) -> Table:
    """Each area's figure of the period, its change since the first one and its average yearly change.

    Where they are known, of a share the number that it is (n) and of a share or rate what it is of (N) stand beside it.
    """
    measure, when, first = profile.measure, profile.period, first_period(profile)
    has_n = any(key[1] == "totalt" for key in profile.counts)
    has_base = not profile.is_count and any(each.base(when) is not None for each in profile.of())
    heads = ["Område", time(when, measure)]
    heads += ["Antal (n)"] * has_n + ["Av antal (N)"] * has_base
    heads += [f"Förändring sedan {time(first, measure)}", "Förändring per år"]
    lines = []
    for each in profile.of():
        cells = [level(each, when, measure.decimaler)]
        if has_n:
            cells.append(_count(profile, each, when))
        if has_base:
            base = each.base(when)
            cells.append(SIGNS["saknas"] if base is None else figure(base, 0))
        cells += [
            change(each, measure.decimaler, first),
            per_year(each, change_decimals(measure)),
        ]
        lines.append(Line(escape(each.name), list(map(escape, cells)), _style(each)))
    caption = f"{title(measure)}, {unit_of(measure)}: nivå {time(when, measure)} och förändring"
    return Table(f"tbl-{id}", escape(caption), heads, lines, note=_note(profile))


def sex_table(profile: Profile, id: str) -> Table | None:
    """The same of women and of men; None where neither is told by itself."""
    sexes = [kon for kon in _SEX_HEADS if kon in profile.sexes]
    if not sexes:
        return None
    measure, when, first = profile.measure, profile.period, first_period(profile)
    heads = ["Område"]
    rows: dict[str, dict[str, list[str]]] = {}
    for kon in sexes:
        name = _SEX_HEADS[kon]
        heads += [f"{name} {time(when, measure)}", "Förändring", "Per år"]
        for each in profile.of(kon):
            rows.setdefault(each.code, {})[kon] = [
                level(each, when, measure.decimaler),
                change(each, measure.decimaler, first),
                per_year(each, change_decimals(measure)),
            ]
    names = {each.code: each for kon in sexes for each in profile.of(kon)}
    blank = [SIGNS["saknas"]] * 3
    lines = [
        Line(
            escape(names[code].name),
            [escape(cell) for kon in sexes for cell in found.get(kon, blank)],
            _style(names[code]),
        )
        for code, found in rows.items()
    ]
    who = listing([_SEX_HEADS[kon].lower() for kon in sexes])
    caption = f"{title(measure)} för {who}, {unit_of(measure)}: nivå {time(when, measure)}, förändring sedan {time(first, measure)} och per år"
    return Table(f"tbl-{id}", escape(caption), heads, lines, note=_note(profile))


def judgement_table(profile: Profile, id: str) -> Table | None:
    """Direction, difference from the county and the country, and when the goal is reached; None for a count without a goal."""
    measure, decimals = profile.measure, change_decimals(profile.measure)
    beside = {
        head: (field, reference)
        for head, field, reference in (
            ("Mot länet", "county", profile.get(profile.lan)),
            ("Mot riket", "country", profile.get(COUNTRY)),
        )
        if reference and not profile.is_count
    }
    if not beside and not measure.mal:
        return None
    heads = ["Område", "Utveckling", *beside, *(["Målet nås"] if measure.mal else [])]
    lines = []
    for each in profile.of():
        cells = [capital(direction(each))]
        for field, reference in beside.values():
            cells.append(against_reference(each, getattr(each, field), reference, decimals))
        if measure.mal:
            cells.append(reach(each))
        lines.append(Line(escape(each.name), list(map(escape, cells)), _style(each)))
    caption = f"{title(measure)}: vad som kan sägas om utvecklingen"
    notes = []
    if beside:
        notes.append(
            "Mot länet och mot riket: förändringen per år minus länets eller rikets, med 95-procentigt intervall."
        )
        found = (getattr(each, field) for each in profile.of() for field, _ in beside.values())
        notes += dict.fromkeys(comparison.note for comparison in found if comparison and comparison.note)
    if measure.mal and measure.mal.slag != "per_ar":
        notes.append(
            "Målet nås: när trenden är där i samma takt som hittills, inom parentes tidigast och senast."
        )
    return Table(
        f"tbl-{id}",
        escape(caption),
        heads,
        lines,
        text_columns=range(1, len(heads)),
        note=" ".join(notes),
        widths=[18, *[26] * (len(heads) - 1)],
    )


def _count(profile: Profile, each: Followed, when: str) -> str:
    one = profile.counts.get((each.code, each.series.kon))
    if one is None:
        return SIGNS["saknas"]
    found = one.points[one.points["period"] == when]
    if not len(found):
        return SIGNS["saknas"]
    status = str(found["status"].iloc[0])
    return SIGNS[status] if status else figure(float(found["varde"].iloc[0]), 0)


def _note(profile: Profile) -> str:
    text = (
        f"Förändringarna är i {unit_of_change(profile.measure)}. "
        if profile.measure.enhet == "procent"
        else ""
    )
    text += INTERVAL
    if together := profile.get(TOGETHER):
        how = (
            "summan"
            if profile.is_count
            else "summan av kommunernas täljare delad med summan av deras nämnare"
        )
        text += f" {together.name}: {how}."
    return text


def _style(each: Followed) -> str:
    return "summa" if each.code == TOGETHER else ""
