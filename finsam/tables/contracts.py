"""The pandera contract of each kind's tidy table: what every later step may rely on."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

import pandas as pd
import pandera.pandas as pa

from finsam.faults import Fault, Place
from finsam.records import At, records
from finsam.tables.kinds import Kind
from finsam.tables.periods import MONTHS, PERIOD, SPAN
from finsam.tables.read import DECIMALS, key_columns
from finsam.tables.words import UNITS

STATUSES = ("", "saknas", "undertryckt", "ej_tillampligt")


def contract(kind: Kind) -> pa.DataFrameSchema:
    """Schema of `tables.read.tidy`: keys as text, exact numbers with their printed decimals, status and place.

    A number stands exactly where the status is empty: a missing figure can never become zero on the way.
    """
    keys = {
        name: pa.Column(str, [pa.Check.isin([*words, ""])] if (words := _words(kind, name)) else [])
        for name in key_columns(kind)
    }
    if kind.period_unit:
        keys["period"] = pa.Column(
            str, pa.Check.str_matches(f"^(?:{PERIOD.pattern}|{MONTHS.pattern}|{SPAN.pattern})$")
        )
    kolumner = ["belopp"] if kind.period_unit else [value.name for value in kind.values]
    number_or_status = pa.Check(
        lambda frame: frame["varde"].notna() == (frame["status"] == ""),
        name="a number stands exactly where the status is empty",
    )
    return pa.DataFrameSchema(
        {
            **keys,
            "kolumn": pa.Column(str, pa.Check.isin(kolumner)),
            "varde": pa.Column(
                object,
                pa.Check(lambda v: v is None or isinstance(v, Decimal), element_wise=True),
                nullable=True,
            ),
            "decimaler": pa.Column(int, pa.Check.between(0, DECIMALS)),
            "status": pa.Column(str, pa.Check.isin(STATUSES)),
            "enhet": pa.Column(str, pa.Check.isin([*UNITS, ""])),
            "fil": pa.Column(str, pa.Check.str_length(min_value=1)),
            "blad": pa.Column(str),
            "radnr": pa.Column(int, pa.Check.ge(1)),
            "rubrik_i_fil": pa.Column(str),
        },
        checks=number_or_status,
        strict=True,
        ordered=True,
        name=kind.name,
    )


def repeated_rows(kind: Kind, table: pd.DataFrame) -> list[Fault]:
    """Rows that tell the same thing twice, so that a sum would count it twice."""
    if kind.repeats:
        return []
    names = [name for name in kind.identity or key_columns(kind) if name not in ("typ", "period")]
    keys = [*names, *(["period"] if "period" in table else []), "kolumn"]
    found: dict[tuple[Place, ...], str] = {}
    for _, rows in table[table.duplicated(keys, keep=False)].groupby(keys, sort=False):
        rows = rows.drop_duplicates(["fil", "blad", "radnr"])
        places = tuple(at.place() for at in records(rows, At))
        found.setdefault(places, ", ".join(value for value in rows[names].iloc[0] if value))
    return [
        Fault("row-twice", f"The same row stands {len(places)} times: {label}.", places, "one row")
        for places, label in found.items()
    ]


def _words(kind: Kind, name: str) -> Collection[str]:
    """The words that a key can have; none where it can have any."""
    return next((key.words for key in kind.keys if key.name == name), None) or ()
