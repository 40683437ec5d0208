"""The chapter on sick leave, UVAS and helårsekvivalenter: public statistics by area, sex and period."""

from __future__ import annotations

import pandas as pd

from finsam.chapters import register
from finsam.chapters.book import Book, missing_sentence
from finsam.chapters.facts import facts, groups, slug
from finsam.chapters.health_pictures import SEX_HEADS, by_year, dots, over_time, share_bars, table_of
from finsam.chapters.markdown import Line, Markdown, Table, escape
from finsam.swedish import UNITS, cell_text, listing, period, with_unit
from finsam.tables.cells import Row, rows
from finsam.tables.statistics import Measure, measures


def uvas(book: Book) -> list[object]:
    """Number and share of young people neither in work nor study, by area and sex."""
    counts, shares = table_of(book, "uvas_antal"), table_of(book, "uvas_andel")
    if not len(counts) and not len(shares):
        return []
    count_of = {tuple(row.key.values()): row for row in rows(counts, ("omrade", "period"), across="kon")}
    share_of = {tuple(row.key.values()): row for row in rows(shares, ("omrade", "period"), across="kon")}
    keys = list(dict.fromkeys([*count_of, *share_of]))
    periods = list(dict.fromkeys(when for _, when in keys))
    lines = []
    for area, when in keys:
        count, share = count_of.get((area, when), Row({})), share_of.get((area, when), Row({}))
        cells = [book.text(found[sex]) for found in (count, share) for sex in SEX_HEADS]
        lines.append(Line(escape(area), [*_if_several(periods, when), *cells]))
    about = measures()["uvas_antal"]
    heads = [f"{what}, {sex.lower()}" for what in ("Antal", "Andel") for sex in SEX_HEADS.values()]
    heads = ["Kommun", *_if_several(periods, "Period", raw=True), *heads]
    when = listing([period(text) for text in sorted(periods)])
    caption = f"{about.rubrik} {when}, {about.alder}: antal och andel av befolkningen i procent"
    table = Table("tbl-uvas", caption, heads, lines, text_columns=[1] if len(periods) > 1 else [])
    return [Markdown(escape(about.om)), table, dots(book, "uvas_andel", "uvas")]


def _if_several(periods: list[str], when: str, raw: bool = False) -> list[str]:
    """A cell for the period, where the table has more than one."""
    return [] if len(periods) < 2 else [when if raw else escape(period(when))]


def sick_leave(book: Book) -> list[object]:
    """Sjukpenningtal by area and sex, and over time where an area has several periods."""
    table = table_of(book, "sjukpenningtal")
    if not len(table):
        return []
    about = measures()["sjukpenningtal"]
    found = list(rows(table, ("omrade", "period"), across="kon"))
    caption = f"{about.rubrik}, dagar per försäkrad {about.alder} under tolv månader"
    return [
        Markdown(escape(about.om)),
        _goal_sentence(found, about),
        _sex_table(book, found, "tbl-sjukpenningtal", caption, "Till och med"),
        dots(book, "sjukpenningtal", "sjukpenningtal"),
        over_time(book, "sjukpenningtal", "sjukpenningtal"),
    ]


def _sex_table(book: Book, found: list[Row], id: str, caption: str, when: str) -> Table:
    """The figures of everyone, women and men, as far as there are any, also hidden ones. found: by area and period. when: the
    period's head."""
    sexes = [sex for sex in SEX_HEADS if any(row[sex] or row[sex].is_hidden for row in found)] or ["totalt"]
    lines = [
        Line(
            escape(row.key["omrade"]),
            [escape(period(row.key["period"])), *(book.text(row[sex]) for sex in sexes)],
        )
        for row in found
    ]
    heads = ["Område", when, *(SEX_HEADS[sex] for sex in sexes)]
    return Table(id, caption, heads, lines, text_columns=[1])


def _goal_sentence(found: list[Row], about: Measure) -> Markdown | None:
    """Which areas lie above the goal at their latest known figure, and how each has changed; None where none is known."""
    level, target = about.level, about.mal
    if level is None or target is None:
        return None
    latest = {
        row.key["omrade"]: row for row in sorted(found, key=lambda row: row.key["period"]) if row["totalt"]
    }
    if not latest:
        return None
    above = [area for area, row in latest.items() if row["totalt"].number > level]
    goal = with_unit(level, about.enhet, 1)
    if not above:
        who = next(iter(latest)) if len(latest) == 1 else "Alla områden i tabellen"
        text = f"{target.text} är {goal}. {who} har nått dit."
    elif len(above) == len(latest):
        where = f"{above[0]} ligger" if len(above) == 1 else "Alla områden i tabellen ligger"
        text = f"{target.text} är {goal}. {where} över målet."
    else:
        text = f"{target.text} är {goal}. {listing(above)} ligger över målet."
    changes = []
    for area in latest:
        series = sorted(
            (row for row in found if row.key["omrade"] == area and row["totalt"]),
            key=lambda row: row.key["period"],
        )
        if len(series) > 1:
            changes.append(_change(area, series[0], series[-1]))
    return Markdown(escape(" ".join([text, *changes])))


def _change(area: str, first: Row, last: Row) -> str:
    """From and to in one sentence, so that nobody reads the level for the change."""
    before, after = first["totalt"], last["totalt"]
    gap = after.number - before.number
    where = "riket" if area == "Riket" else area
    then, now = (period(row.key["period"]) for row in (first, last))
    if not gap:
        return f"I {where} är talet oförändrat, {cell_text(before)} i {then} och {cell_text(after)} i {now}."
    verb = "ökat" if gap > 0 else "minskat"
    by = with_unit(abs(gap), before.enhet, max(before.decimaler, after.decimaler))
    return f"I {where} har talet {verb} med {by}, från {cell_text(before)} i {then} till {cell_text(after)} i {now}."


def full_year_equivalents(book: Book) -> list[object]:
    """Helårsekvivalenter by kind of support over the years, and their share of the population by area."""
    kinds = [
        name for name in measures() if name.startswith("helarsekvivalenter_") and not name.endswith("_andel")
    ]
    table = book.table("statistik")
    part = table[table["matt"].isin(kinds) & (table["kon"] == "totalt")]
    items: list[object] = []
    for place, area in enumerate(dict.fromkeys(part["omrade"])):
        name = f"helar-{slug(area)}" if place else "helar"
        items += _over_years(book, area, part[part["omrade"] == area], name)
    shares = list(rows(table_of(book, "helarsekvivalenter_andel"), ("omrade", "period"), across="kon"))
    if shares:
        periods = list(dict.fromkeys(row.key["period"] for row in shares))
        lines = [
            Line(
                escape(row.key["omrade"]),
                [*_if_several(periods, row.key["period"]), book.text(row["totalt"])],
            )
            for row in shares
        ]
        heads = ["Område", *_if_several(periods, "Period", raw=True), "Andel"]
        caption = "Helårsekvivalenter som andel av befolkningen i arbetsför ålder, procent"
        of_shares = Table(
            "tbl-helar-andel", caption, heads, lines, text_columns=[1] if len(periods) > 1 else []
        )
        latest = [row for row in shares if row.key["period"] == max(periods) and row["totalt"]]
        items += [of_shares, share_bars(latest) if latest else None]
    if items:
        items.insert(0, Markdown(escape(measures()["helarsekvivalenter_ohalsa"].om)))
    return items


def _over_years(book: Book, area: str, part: pd.DataFrame, name: str) -> list[object]:
    found = list(rows(part, ("matt",), across="period"))
    years = sorted({year for row in found for year in row})
    lines = [
        Line(
            escape(measures()[row.key["matt"]].namn),
            [book.text(row[year]) for year in years],
            "summa" if row.key["matt"].endswith("_totalt") else "",
        )
        for row in found
    ]
    caption = f"Helårsekvivalenter i {escape(area)}, efter slag av stöd och år"
    items: list[object] = [Table(f"tbl-{name}", caption, ["Slag av stöd", *map(period, years)], lines)]
    total = next((row for row in found if row.key["matt"].endswith("_totalt")), None)
    known = [year for year in years if total[year]] if total is not None else []
    if total is not None and len(known) > 1:
        items.append(by_year(area, total, known, name))
    return items


def other_measures(book: Book) -> list[object]:
    """Measures of params/register/matt.yml that have no section of their own: a heading, a table and a picture."""
    items: list[object] = []
    for measure in dict.fromkeys(book.table("statistik")["matt"]):
        if measure in ("uvas_antal", "uvas_andel", "sjukpenningtal") or measure.startswith(
            "helarsekvivalenter_"
        ):
            continue
        about = measures()[measure]
        found = list(rows(table_of(book, measure), ("omrade", "period"), across="kon"))
        caption = escape(", ".join(filter(None, (about.rubrik, about.alder, UNITS[about.enhet][1]))))
        name = f"matt-{slug(measure)}"
        items += [
            Markdown(f"## {escape(about.rubrik)} {{#sec-{name}}}"),
            Markdown(escape(about.om)),
            _sex_table(book, found, f"tbl-{name}", caption, "Period"),
            dots(book, measure, name),
            over_time(book, measure, name),
        ]
    return items


def missing(book: Book) -> Markdown | None:
    """That there is nothing on sick leave, UVAS and helårsekvivalenter, neither delivered nor as public statistics."""
    return None if book.has("statistik") or register.measures_of(book) else nothing_told(book)


def nothing_told(book: Book) -> Markdown:
    """The sentence of a book that has nothing of it."""
    sentence = missing_sentence(book, {"sjukfrånvaro, UVAS och helårsekvivalenter": ("statistik",)})
    return Markdown(
        f"{sentence} Det finns inte heller någon hämtad offentlig statistik för förbundets kommuner."
    )


def other_facts(book: Book) -> list[object]:
    """Figures of the reports about sick leave that no table holds."""
    return [
        facts(book, "sjukfranvaro-uvas", name, "Övriga uppgifter" + (f": {escape(name)}" if name else ""))
        for name in groups(book, "sjukfranvaro-uvas")
    ]
