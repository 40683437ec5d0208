"""Public statistics in the report on a kommun: beside its förbund, its county, the country and kommuner like it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from finsam.chapters.kommun import Kommun
from finsam.chapters.markdown import Line, Markdown, Table, escape
from finsam.chapters.register_panels import panels
from finsam.chapters.register_profile import COUNTRY, TOGETHER, Followed, Profile
from finsam.chapters.register_sentences import comparisons, development, gaps, goals
from finsam.chapters.register_text import change_decimals, figure, level, per_year, time, unit_of
from finsam.measures.similar import RESIDENTS
from finsam.params import STATISTICS
from finsam.swedish import SIGNS, listing, number
from finsam.tables.registers import area_name
from finsam.tables.statistics import measures

_SEXES = {"totalt": "", "kvinnor": "kvinnor", "man": "män"}


def overview(kommun: Kommun) -> Table | None:
    """The latest figure of each measure, by sex, beside the förbund, the county and the country."""
    found = list(kommun.profiles.values())
    if not found:
        return None
    codes = [
        code for code in (kommun.area.kod, TOGETHER, kommun.lan, COUNTRY) if any(f.get(code) for f in found)
    ]
    lines = [line for each in found for line in _lines(each, codes)]
    names = {kommun.area.kod: kommun.area.kort, TOGETHER: "Förbundet", kommun.lan: "Länet", COUNTRY: "Riket"}
    caption = f"Läget i {escape(kommun.area.namn)} till och med {kommun.ar}"
    heads = ["Mått", "Period", *(names[code] for code in codes), "Förändring per år"]
    note = "Förändring per år: genomsnittet för kommunen i måttets enhet, inom parentes 95-procentigt konfidensintervall."
    return Table("tbl-kommun-laget", caption, heads, lines, text_columns=[1], note=note)


def _lines(found: Profile, codes: list[str]) -> list[Line]:
    own = found.codes[0]
    lines = []
    for sex in found.sexes:
        each = found.get(own, sex)
        if each is None:
            continue
        label = _SEXES[sex] or f"{found.measure.namn}, {found.measure.alder or unit_of(found.measure)}"
        cells = [_level(found, found.get(code, sex)) for code in codes]
        change = per_year(each, change_decimals(found.measure))
        when = time(found.period, found.measure) if sex == "totalt" else ""
        lines.append(Line(escape(label), [when, *cells, change], "varav" if _SEXES[sex] else ""))
    return lines


def _level(found: Profile, each: Followed | None) -> str:
    return level(each, found.period, found.measure.decimaler) if each else SIGNS["saknas"]


def section(kommun: Kommun, matt: str) -> list[object]:
    """A measure in words and a picture; nothing where the kommun has no figure of it."""
    found = kommun.profiles.get(matt)
    if found is None:
        return []
    told = [*development(found), *comparisons(found), *goals(found), *gaps(found), *found.told]
    return [Markdown(escape(" ".join(told))), panels(found, f"kommun-{matt.replace('_', '-')}")]


def alike(kommun: Kommun) -> list[object]:
    """The kommuner that are most like this one, with the figures that likeness is judged by."""
    levels = kommun.alike
    if not levels:
        return []
    residents = levels[RESIDENTS]
    used = [matt for matt in levels if matt != RESIDENTS]
    heads = ["Kommun", "Befolkning", *(f"{measures()[m].namn}, {unit_of(measures()[m])}" for m in used)]
    lines = [
        Line(
            escape(area_name(code)),
            [number(round(residents[code])), *(_cell(levels[m], code, m) for m in used)],
        )
        for code in residents
    ]
    lines[0] = replace(lines[0], style="summa")
    text = (
        "Liknande kommuner är de som ligger närmast i befolkning (räknat i procent, inte i antal) och i nivå på "
        f"{listing([measures()[m].namn[:1].lower() + measures()[m].namn[1:] for m in used])}. "
        "Befolkningen väger lika tungt som nivåerna tillsammans."
    )
    caption = f"Kommuner som liknar {escape(kommun.area.kort)}, senaste uppgift till och med {kommun.ar}"
    return [Markdown(text), Table("tbl-kommun-liknande", caption, heads, lines)]


def _cell(levels: Mapping[str, float], code: str, matt: str) -> str:
    return figure(levels[code], measures()[matt].decimaler)


def missing(kommun: Kommun) -> Markdown | None:
    """The measures of the report that the register has no figure of for this kommun."""
    absent = [measures()[matt].rubrik for matt in STATISTICS if matt not in kommun.profiles]
    if not absent:
        return None
    named = listing([name[:1].lower() + name[1:] for name in dict.fromkeys(absent)], "eller")
    return Markdown(
        f"Den offentliga statistiken här innehåller inga uppgifter om {escape(named)} för kommunen."
    )
