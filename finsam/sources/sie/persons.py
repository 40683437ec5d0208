"""Identity numbers in the texts of a SIE file: hidden before anything else reads them, and told."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from finsam.faults import Fault, Place, counted
from finsam.identity.numbers import LIKELY, hidden, holds_number
from finsam.identity.pseudonyms import Hidden
from finsam.sources.sie.ledger import Header, Ledger

#: Texts by table; the other columns are codes, days and amounts.
_TEXTS = {
    "accounts": ("namn",), "dimensions": ("namn",), "objects": ("nummer", "namn"), "vouchers": ("text", "sign"),
    "transactions": ("text", "sign"), "changes": ("text", "sign"),
}  # fmt: skip
#: Lines that the note names.
_FIRST_LINES = 5
#: A text with a number has this, or is made of digits and signs alone, or has signs that Swedish text lacks.
_HINT = LIKELY + r"|^[-+ ._/0-9]{9,}$|[^\x00-\x7fåäöÅÄÖéÉüÜ]|[\\&%]"


def without_numbers(ledger: Ledger, name: str) -> Ledger:
    """The ledger with hidden text in place of identity numbers, and a note of the lines where they were.

    A ledger can't be changed by who reads it, and no figure depends on a text: so the number is hidden and the rest
    stays. name: of the file.
    """
    tables, lines = {}, set()
    for table, columns in _TEXTS.items():
        rows = getattr(ledger, table)
        for column in columns:
            new = _hidden(rows[column])
            changed = rows[column].astype("str").isin(list(new))
            if new:
                lines |= set(rows.loc[changed, "radnr"].astype(int))
                texts = rows[column].astype("object").map(lambda text, new=new: new.get(str(text), text))
                rows = rows.assign(
                    **{
                        column: texts.astype(
                            rows[column].dtype if rows[column].dtype != "category" else "str"
                        )
                    }
                )
        tables[table] = rows
    header = _header(ledger.header)
    if not lines and header == ledger.header:
        return ledger
    at = sorted(lines)
    first = ", ".join(map(str, at[:_FIRST_LINES])) + (" ..." if len(at) > _FIRST_LINES else "")
    message = (
        f"{counted(len(at), 'line holds', 'lines hold')} identity numbers (line {first}). They are hidden and carried nowhere."
        if at
        else ("The head of the file holds identity numbers. They are hidden and carried nowhere.")
    )
    place = Place(name, None, at[0] if at else None)
    note = Fault("personal-number", message, (place,), "a ledger without them from the program", "note")
    return replace(ledger, header=header, faults=(*ledger.faults, note), **tables)


def _hidden(texts: pd.Series) -> dict[str, str]:
    """The texts with numbers, and what takes their place."""
    found = pc.unique(pa.array(texts.astype("str"), type=pa.string()))
    likely = pc.filter(found, pc.match_substring_regex(found, _HINT)).to_pylist()
    return {text: Hidden(hidden(text)) for text in likely if holds_number(text)}


def _header(header: Header) -> Header:
    new: dict[str, Any] = {}
    for field in fields(header):
        value = getattr(header, field.name)
        if field.name != "orgnr":
            new[field.name] = hidden(value) if isinstance(value, str) else tuple(map(hidden, value))
    return replace(header, **new)
