"""The picture of an own table, and the words that table and picture have in common."""

from __future__ import annotations

import re

from matplotlib.figure import Figure as Canvas

from finsam.chapters import drawings, figures, year_wheel
from finsam.chapters.facts import slug
from finsam.chapters.figures import Figure
from finsam.chapters.markdown import escape
from finsam.swedish import UNITS, capital, cell_text, listing, period
from finsam.tables.cells import Cell
from finsam.tables.own import OwnTable
from finsam.tables.own.shape import Drawing, OwnRow, drawing
from finsam.tables.words import SEXES

#: Headings of column names that lack their å, ä and ö or mean more than they say.
_HEADS = {name: words[0] for name, words in SEXES.items()} | {"procent": "Andel", "ar": "År"}

#: Why there is no number, for those who hear it.
_NO_NUMBER = {"saknas": "uppgift saknas", "undertryckt": "redovisas inte", "ej_tillampligt": "inte aktuellt"}

#: As many letters as fit side by side under a picture.
_LETTERS = 84

#: A month, a day or a half-year.
_PERIOD = re.compile(r"[0-9]{4}-(?:[0-9]{2}(?:-[0-9]{2})?|H[12])")


def head(definition: OwnTable, column: str) -> str:
    """The printed heading of a column: that of `rubriker`, or its name."""
    plain = _HEADS.get(column.casefold()) or capital(column.replace("_", " "))
    return definition.rubriker.get(column, plain)


def label_text(definition: OwnTable, row: OwnRow, of: str | int) -> str:
    """A label by its number among `rader`, or the text of a column; days in Swedish."""
    column = definition.rader[of] if isinstance(of, int) else of
    text = row.labels[of] if isinstance(of, int) else row.texts[column].text
    return period(text) if column in definition.datum else text


def picture(name: str, definition: OwnTable, rows: list[OwnRow]) -> Figure | None:
    """The picture that the definition asks for; None without any number to show."""
    if definition.bild == "ingen":
        return None
    if definition.by_month:
        return year_wheel.picture(f"fig-egen-{slug(name)}", f"tbl-egen-{slug(name)}", definition, rows)
    shown = drawing(rows, definition)
    if not any(shown.cells):
        return None
    columns = {} if definition.kolumner else {column: head(definition, column) for column in shown.series}
    series = {columns.get(name, name): cells for name, cells in shown.series.items()}
    shown = Drawing(tuple(map(_when, shown.categories)), series)
    unit = next(cell.enhet for cell in shown.cells if cell)
    axis = capital(UNITS[unit][1].replace("%", "procent")) or "Antal"
    draw = {"staplar": _bars, "punkter": _dots, "linjer": _lines}[definition.bild]
    title = definition.bild_titel or definition.titel
    printed = {head or axis: [cell_text(cell) for cell in cells] for head, cells in shown.series.items()}
    rows_behind = figures.rows_of("", shown.categories, printed)
    return Figure(
        f"fig-egen-{slug(name)}", escape(title), _alt(title, shown), draw(shown, axis), rows=rows_behind
    )


def _when(text: str) -> str:
    """A month, a day or a half-year in Swedish, any other text as it is."""
    return period(text) if _PERIOD.fullmatch(text) else text


def _alt(title: str, shown: Drawing) -> str:
    """Every figure of the picture, series by series."""
    sentences = [f"{title}."]
    for name, cells in shown.series.items():
        values = [
            f"{category} {cell_text(cell, unit=True) if cell else _NO_NUMBER[cell.status]}"
            for category, cell in zip(shown.categories, cells, strict=True)
        ]
        sentences.append((f"{name}: " if len(shown.series) > 1 else "") + f"{listing(values)}.")
    return " ".join(sentences)


@figures.styled
def _bars(shown: Drawing, axis: str) -> Canvas:
    """Bars from top to bottom, the series one under the other on the same scale."""
    count = len(shown.series)
    height = count * figures.height_for(len(shown.categories), 0.3, 0.45) + 0.4
    canvas, grid = figures.grid(count, height, squeeze=False)
    panels = list(grid.flat)
    for axes, (name, cells) in zip(panels, shown.series.items(), strict=True):
        # A missing number has its sign and no bar.
        values = [_float(cell) or 0.0 for cell in cells]
        drawings.bars(axes, shown.categories, values, [cell_text(cell) for cell in cells])
        axes.set_title(name if count > 1 else "")
    limits = [axes.get_xlim() for axes in panels]
    for axes in panels:
        axes.set_xlim(min(low for low, _ in limits), max(high for _, high in limits))
    panels[-1].set_xlabel(axis)
    return canvas


def _dots(shown: Drawing, axis: str) -> Canvas:
    canvas, axes = figures.canvas(height=figures.height_for(len(shown.categories), 0.34, 1.1))
    drawings.dots(axes, shown.categories, _floats(shown), axis)
    if (least := _least(shown)) < 0:
        axes.set_xlim(left=1.1 * least)
    return canvas


def _lines(shown: Drawing, axis: str) -> Canvas:
    canvas, axes = figures.canvas(height=2.8)
    drawings.lines(axes, shown.categories, _floats(shown), axis)
    if sum(map(len, shown.categories)) > _LETTERS:
        for label in axes.get_xticklabels():
            label.set(rotation=45, ha="right")
    if (least := _least(shown)) < 0:
        axes.set_ylim(bottom=1.1 * least)
    return canvas


def _floats(shown: Drawing) -> dict[str, list[float | None]]:
    return {name: [_float(cell) for cell in cells] for name, cells in shown.series.items()}


def _float(cell: Cell) -> float | None:
    return float(cell.number) if cell else None


def _least(shown: Drawing) -> float:
    return min(float(cell.number) for cell in shown.cells if cell)
