"""The chapter on sick leave, UVAS and helårsekvivalenter: public statistics by area, sex and period."""

from __future__ import annotations

import pandas as pd

from finsam.chapters import drawings, figures, register
from finsam.chapters.book import Book, missing_sentence
from finsam.chapters.facts import facts, groups, slug
from finsam.chapters.figures import Figure
from finsam.chapters.markdown import Line, Markdown, Table, escape
from finsam.swedish import UNITS, capital, cell_text, listing, period, with_unit
from finsam.tables.cells import Row, rows
from finsam.tables.statistics import Measure, measures
from finsam.tables.words import SEXES

_AXES = {"sjukpenningtal": "Dagar per försäkrad", "uvas_andel": "Procent av befolkningen"}
SEX_HEADS = {"totalt": "Totalt", "kvinnor": "Kvinnor", "man": "Män"}


def _measure_table(book: Book, measure: str) -> pd.DataFrame:
    table = book.table("statistik")
    return table[table["matt"] == measure]


def uvas(book: Book) -> list[object]:
    """Number and share of young people neither in work nor study, by area and sex."""
    counts, shares = _measure_table(book, "uvas_antal"), _measure_table(book, "uvas_andel")
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
    return [Markdown(escape(about.om)), table, _dots(book, "uvas_andel", "uvas")]


def _if_several(periods: list[str], when: str, raw: bool = False) -> list[str]:
    """A cell for the period, where the table has more than one."""
    return [] if len(periods) < 2 else [when if raw else escape(period(when))]


def sick_leave(book: Book) -> list[object]:
    """Sjukpenningtal by area and sex, and over time where an area has several periods."""
    table = _measure_table(book, "sjukpenningtal")
    if not len(table):
        return []
    about = measures()["sjukpenningtal"]
    found = list(rows(table, ("omrade", "period"), across="kon"))
    sexes = [sex for sex in SEX_HEADS if any(row[sex] for row in found)]
    lines = [
        Line(
            escape(row.key["omrade"]),
            [escape(period(row.key["period"])), *(book.text(row[s]) for s in sexes)],
        )
        for row in found
    ]
    caption = f"{about.rubrik}, dagar per försäkrad {about.alder} under tolv månader"
    heads = ["Område", "Till och med", *(SEX_HEADS[sex] for sex in sexes)]
    items: list[object] = [
        Markdown(escape(about.om)),
        _goal_sentence(found, about),
        Table("tbl-sjukpenningtal", caption, heads, lines, text_columns=[1]),
    ]
    return [
        *items,
        _dots(book, "sjukpenningtal", "sjukpenningtal"),
        _over_time(book, "sjukpenningtal", "sjukpenningtal"),
    ]


def _goal_sentence(found: list[Row], about: Measure) -> Markdown | None:
    """Which areas lie above the goal at their latest period, and how each has changed."""
    level, target = about.level, about.mal
    if level is None or target is None:
        return None
    latest = {
        row.key["omrade"]: row for row in sorted(found, key=lambda row: row.key["period"]) if row["totalt"]
    }
    above = [area for area, row in latest.items() if row["totalt"].number > level]
    goal = with_unit(level, about.enhet, 1)
    if not above:
        text = f"{target.text} är {goal}. Alla områden i tabellen har nått dit."
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
    verb = (
        "oförändrat"
        if gap == 0
        else f"{'ökat' if gap > 0 else 'minskat'} med "
        + with_unit(abs(gap), before.enhet, max(before.decimaler, after.decimaler))
    )
    return (
        f"I {'riket' if area == 'Riket' else area} har talet {verb}, från {cell_text(before)} i {period(first.key['period'])} till "
        f"{cell_text(after)} i {period(last.key['period'])}."
    )


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
    shares = list(rows(_measure_table(book, "helarsekvivalenter_andel"), ("omrade", "period"), across="kon"))
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
        latest = [row for row in shares if row.key["period"] == max(periods)]
        items += [of_shares, _share_bars(latest)]
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
    if total is not None and len(years) > 1:
        drawing, axes = figures.canvas(height=2.6)
        cells = [total[year] for year in years]
        texts = [cell_text(cell) for cell in cells]
        drawings.columns(axes, years, [float(cell.number) for cell in cells], texts, "Helårsekvivalenter")
        alt = (
            f"Helårsekvivalenter i {area}: "
            + listing([f"{t} år {period(y)}" for y, t in zip(years, texts, strict=True)])
            + "."
        )
        items.append(
            Figure(
                f"fig-{name}",
                f"Helårsekvivalenter i {escape(area)}, alla slag av stöd",
                alt,
                drawing,
                (f"tbl-{name}",),
            )
        )
    return items


def _share_bars(shares: list[Row]) -> Figure:
    ordered = sorted(shares, key=lambda row: -row["totalt"].number)
    labels, texts = [row.key["omrade"] for row in ordered], [cell_text(row["totalt"]) for row in ordered]
    drawing, axes = figures.canvas(height=figures.height_for(len(labels), 0.3, 0.8))
    drawings.bars(
        axes, labels, [float(row["totalt"].number) for row in ordered], texts, "Procent av befolkningen"
    )
    alt = f"Högst andel har {labels[0]} ({texts[0]} procent) och lägst {labels[-1]} ({texts[-1]} procent)."
    caption = "Helårsekvivalenter som andel av befolkningen i arbetsför ålder"
    return Figure("fig-helar-andel", caption, alt, drawing, ("tbl-helar-andel",))


def _dots(book: Book, measure: str, name: str) -> Figure | None:
    """Each area at its latest period: everyone, women and men as points, with the goal line of the measure."""
    found = sorted(
        rows(_measure_table(book, measure), ("omrade", "period"), across="kon"),
        key=lambda row: row.key["period"],
    )
    latest = {row.key["omrade"]: row for row in found}
    if len(latest) < 2:
        return None
    about = measures()[measure]
    ordered = sorted(latest.values(), key=lambda row: -(row["totalt"].varde or 0))
    labels = [row.key["omrade"] for row in ordered]
    series = {
        SEX_HEADS[sex]: [float(row[sex].number) if row[sex] else None for row in ordered]
        for sex in SEX_HEADS
        if any(row[sex] for row in ordered)
    }
    drawing, axes = figures.canvas(height=figures.height_for(len(labels), 0.34, 1.1))
    goal = float(about.level) if about.level is not None else None
    text = f"Mål: {with_unit(about.level, about.enhet, 1)}" if about.level is not None else ""
    drawings.dots(axes, labels, series, _axis(measure), goal, text)
    unit = UNITS[about.enhet][1]
    alt = f"{about.namn} efter område. " + " ".join(
        f"{row.key['omrade']}: "
        + listing([f"{SEX_HEADS[s].lower()} {cell_text(row[s])}" for s in SEXES if row[s]])
        + "."
        for row in ordered
    )
    when = listing(list(dict.fromkeys(period(row.key["period"]) for row in ordered)))
    return Figure(
        f"fig-{name}",
        f"{about.namn} {when}, {about.alder}, {unit}",
        alt.replace(" %", " procent"),
        drawing,
        (f"tbl-{name}",),
    )


def _over_time(book: Book, measure: str, name: str) -> Figure | None:
    """Everyone in each area over the periods, with the goal line of the measure; None for a single period."""
    table = _measure_table(book, measure)
    table = table[table["kon"] == "totalt"]
    periods = sorted(table["period"].unique())
    found = [row for row in rows(table, ("omrade",), across="period") if sum(map(bool, row.values())) > 1]
    if not found:
        return None
    about = measures()[measure]
    series = {
        row.key["omrade"]: [float(row[when].number) if row[when] else None for when in periods]
        for row in found
    }
    goal = float(about.level) if about.level is not None else None
    text = f"Mål: {with_unit(about.level, about.enhet, 1)}" if about.level is not None else ""
    drawing, axes = figures.canvas(height=2.8)
    drawings.lines(axes, [period(when) for when in periods], series, _axis(measure), goal, text)
    alt = f"{about.namn} över tid. " + " ".join(
        f"{row.key['omrade']}: "
        + listing([f"{cell_text(row[when])} i {period(when)}" for when in periods if row[when]])
        + "."
        for row in found
    )
    caption = escape(f"{about.namn} över tid" + (" mot målet" if goal is not None else ""))
    return Figure(
        f"fig-{slug(measure)}-over-tid",
        caption,
        f"{alt} {text}.".replace(" .", ""),
        drawing,
        (f"tbl-{name}",),
    )


def _axis(measure: str) -> str:
    """What the numbers of a measure are, as the label of an axis."""
    return _AXES.get(measure) or capital(UNITS[measures()[measure].enhet][1].replace("%", "procent"))


def other_measures(book: Book) -> list[object]:
    """Measures of params/register/matt.yml that have no section of their own: a heading, a table and a picture."""
    items: list[object] = []
    for measure in dict.fromkeys(book.table("statistik")["matt"]):
        if measure in ("uvas_antal", "uvas_andel", "sjukpenningtal") or measure.startswith(
            "helarsekvivalenter_"
        ):
            continue
        about = measures()[measure]
        found = list(rows(_measure_table(book, measure), ("omrade", "period"), across="kon"))
        sexes = [sex for sex in SEX_HEADS if any(row[sex] for row in found)]
        lines = [
            Line(
                escape(row.key["omrade"]),
                [escape(period(row.key["period"])), *(book.text(row[sex]) for sex in sexes)],
            )
            for row in found
        ]
        unit = UNITS[about.enhet][1]
        caption = escape(", ".join(filter(None, (about.rubrik, about.alder, unit))))
        heads = ["Område", "Period", *(SEX_HEADS[sex] for sex in sexes)]
        items.append(Markdown(f"## {escape(about.rubrik)} {{#sec-matt-{slug(measure)}}}"))
        items.append(Markdown(escape(about.om)))
        items.append(Table(f"tbl-matt-{slug(measure)}", caption, heads, lines, text_columns=[1]))
        items += [
            _dots(book, measure, f"matt-{slug(measure)}"),
            _over_time(book, measure, f"matt-{slug(measure)}"),
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
