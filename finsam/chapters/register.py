"""Public statistics of some kommuner: everything that a book or a municipal report shows of a measure, in order.

    found = profile(table, "sjukpenningtal", ["9901"], 2024)      # register_profile
    show(parts(found, table, "register-sjukpenningtal"))

`parts` takes a profile of one kommun or of several. Its pieces can be shown by themselves: `words` (sentences),
register_tables (level_table, sex_table, judgement_table), register_panels.panels, register_slopes.slopes,
register_ranking.ranking, and the maps of `map_of`.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from finsam.chapters import maps
from finsam.chapters.book import Book
from finsam.chapters.facts import slug
from finsam.chapters.figures import Figure
from finsam.chapters.map_steps import Shown, Steps
from finsam.chapters.markdown import Markdown, escape
from finsam.chapters.register_panels import panels
from finsam.chapters.register_profile import Profile, as_of, profile
from finsam.chapters.register_ranking import ranking
from finsam.chapters.register_sentences import breaks, comparisons, development, gaps, goals
from finsam.chapters.register_slopes import slopes
from finsam.chapters.register_tables import judgement_table, level_table, sex_table
from finsam.chapters.register_text import time, title, unit_of
from finsam.swedish import listing, number
from finsam.tables.registers import area_name, kommuner
from finsam.tables.statistics import Measure

#: So many kommuner with a figure make a map of the country, and a place among them worth telling.
_COUNTRYWIDE = 100
#: What the kommuner of a förbund are called together.
_TOGETHER = "Förbundet"


def county_of(book: Book) -> str:
    """The län of the förbund: its own where forbund.yml tells it, otherwise that of its kommuner when it is one."""
    lan = {code[:2] for code in book.params.kommuner}
    return book.params.forbund.lan or (lan.pop() if len(lan) == 1 else "")


def measures_of(book: Book) -> list[str]:
    """The measures that the params name and the register has a figure of for any of the förbund's kommuner."""
    codes = book.params.kommuner
    table = book.register.table
    table = table[table["kommun_kod"].isin(codes)]
    return [matt for matt in book.params.year.statistik if as_of(table, matt, codes, book.ar)]


def profiles(book: Book, asked: Sequence[str] | None = None) -> list[Profile]:
    """The profile of each of the measures that are asked for, or of all of those, that any of the kommuner has."""
    table, codes, lan = book.register.table, book.params.kommuner, county_of(book)
    found = (
        profile(table, matt, codes, book.ar, together=_TOGETHER, lan=lan)
        for matt in (measures_of(book) if asked is None else asked)
    )
    return [each for each in found if each is not None]


def sections(book: Book) -> list[object]:
    """Heading, words, tables and pictures of each measure; nothing where the register has none of the kommuner."""
    items: list[object] = []
    heading = ""
    for each in profiles(book):
        if each.measure.rubrik != heading:
            heading = each.measure.rubrik
            items.append(Markdown(f"### {escape(heading)} {{#sec-register-{slug(heading)}}}"))
        items += parts(each, book.register.table, f"register-{slug(each.matt)}")
    return items


def parts(found: Profile, table: pd.DataFrame, id: str) -> list[object]:
    """What it is, what can be said of it, tables and pictures; `id` is what every one's id begins with.

    table: the register with all kommuner that the ranking and the maps are to have.
    """
    near = table[table["matt"] == found.matt]
    return [
        Markdown(escape(about(found.measure, found))),
        *(Markdown(escape(text)) for text in words(found, near)),
        level_table(found, id),
        sex_table(found, f"{id}-kon"),
        judgement_table(found, f"{id}-utveckling"),
        *panels(found, f"{id}-over-tid"),
        *([] if found.is_count else slopes(found, f"{id}-kvinnor-man")),
        ranking(found, near, f"{id}-ordning"),
        *map_of(found, near, f"{id}-karta"),
    ]


def about(measure: Measure, found: Profile) -> str:
    """What the measure is, with the definition of the version and the ages that the figures are of."""
    like = next(iter(found)).series
    version = measure.versioner.get(like.version)
    texts = [f"{title(measure)}. {measure.om}"]
    if version:
        texts.append(f"Version {like.version}: {version.om}")
    elif like.alder and like.alder not in measure.alder.replace("–", "-"):
        texts.append(f"Här gäller det {like.alder.replace('-', '–')} år.")
    texts.append(f"Källa: {like.kalla}.")
    return " ".join(texts)


def words(found: Profile, table: pd.DataFrame) -> list[str]:
    """Paragraphs by rule: the development, the comparison, the goal, and what the figures can't say."""
    paragraphs = (
        [*development(found), *([] if found.is_count else comparisons(found))],
        goals(found),
        [*standing(found, table), *gaps(found)],
        [*breaks(found), *found.told],
    )
    return [" ".join(sentences) for sentences in paragraphs if sentences]


def figures_of(found: Profile, table: pd.DataFrame) -> tuple[dict[str, float], dict[str, str]]:
    """The figure of every kommun in the profile's period by code, and the status of those that have none."""
    like = next(iter(found)).series
    when = found.period
    same = table[
        (table["matt"] == found.matt)
        & (table["kon"] == "totalt")
        & (table["version"] == like.version)
        & (table["alder"] == like.alder)
        & (table["kommun_kod"].str.len() == 4)
    ]
    if len(when) == 4 and found.measure.rullande == 12:
        same = same[same["period"].isin([when, f"{when}-12"])]
    else:
        same = same[same["period"] == when]
    same = same.drop_duplicates("kommun_kod")
    known = same["varde"].notna()
    return (
        {
            str(code): float(value)
            for code, value in zip(same["kommun_kod"][known], same["varde"][known], strict=True)
        },
        {
            str(code): str(text)
            for code, text in zip(same["kommun_kod"][~known], same["status"][~known], strict=True)
        },
    )


def standing(found: Profile, table: pd.DataFrame) -> list[str]:
    """The place of each kommun among those of the country, where most of them are there."""
    values, _ = figures_of(found, table)
    counted = _real() | set(found.codes)
    values = {code: value for code, value in values.items() if code in counted}
    if found.is_count or len(values) < _COUNTRYWIDE:
        return []
    told = [
        f"{area_name(code)} på plats {number(1 + sum(value > values[code] for value in values.values()))}"
        for code in found.codes
        if code in values
    ]
    if not told:
        return []
    return [f"Av {number(len(values))} kommuner med värde ligger {listing(told)}, där plats 1 är högst."]


def map_of(found: Profile, table: pd.DataFrame, id: str) -> list[Figure | None]:
    """The map of the county, or counties, and that of the country where most of its kommuner have a figure.

    Both have the steps of all kommuner of the register that aren't invented, or of the county's where there are few.
    """
    values, statuses = figures_of(found, table)
    lan = sorted({code[:2] for code in found.codes})
    local = {code: value for code, value in values.items() if code[:2] in lan}
    not_invented = _real()
    real = {code: value for code, value in values.items() if code in not_invented}
    if found.is_count or len(local) < 3:
        return []
    is_wide = len(real) >= _COUNTRYWIDE
    steps = Steps.of((real if is_wide else local).values(), found.measure.decimaler)
    shown = Shown(
        title(found.measure),
        time(found.period, found.measure),
        unit_of(found.measure),
        values,
        statuses,
        found.codes,
    )
    return [
        maps.county_map(shown, steps, lan, f"{id}-lan"),
        maps.country_map(shown, steps, f"{id}-riket") if is_wide else None,
    ]


def _real() -> set[str]:
    return {area.kod for area in kommuner()}
