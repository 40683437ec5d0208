"""The tidy table of public statistics: its columns, and what tells two figures apart."""

from __future__ import annotations

import pandas as pd

#: What a figure is about. Two rows with the same of all these are the same figure, delivered twice.
#: kommun_kod: SCB's code, `00` the country, two digits a län, four a kommun. kon: kvinnor, man or totalt.
#: alder: first and last year of age as in `16-64`, empty where the figure has none. period: a year or a month
#: (`2024`, `2024-09`); the last month of figures that cover twelve. matt: a measure of params/register/matt.yml,
#: otherwise the agency's own name for it, as in `Kolada:N00001`. version: of the measure, mostly empty.
#: kalla: the agency.
KEY = ("kommun_kod", "kon", "alder", "period", "matt", "version", "kalla")

#: varde and namnare are floats, as exact as they were delivered: the shortest decimal that reads back as the float
#: is the delivered one. varde is empty exactly where status isn't: `saknas`, `undertryckt` or `ej_tillampligt`.
#: namnare: what a rate or share is of, empty where the delivery doesn't tell. fil, blad, radnr, rubrik: the place.
COLUMNS: dict[str, str] = {
    **dict.fromkeys(KEY, "str"),
    "varde": "float64",
    "namnare": "float64",
    "status": "str",
    "fil": "str",
    "blad": "str",
    "radnr": "int64",
    "rubrik": "str",
}

#: The columns that say what a figure is; the others say where it stands.
FIGURES = (*KEY, "varde", "namnare", "status")


def register_table(rows: list[dict[str, object]]) -> pd.DataFrame:
    """Rows (dicts of COLUMNS; what is left out is empty) as the tidy table, in their order."""
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    empty = {name: "" if kind == "str" else 0 for name, kind in COLUMNS.items() if kind != "float64"}
    return table.astype(dict.fromkeys(empty, object)).fillna(empty).astype(COLUMNS)
