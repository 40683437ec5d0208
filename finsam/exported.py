"""Text of data in tables that others open in a spreadsheet, which takes a text that begins with = for a formula.

The rule that OWASP gives (CSV Injection): an apostrophe before the sign, which makes it text. Here it can be taken back:
`original` gives what was exported.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd
from pandas.api.types import is_datetime64_any_dtype, is_numeric_dtype

#: Where a spreadsheet can begin a cell: at the beginning of the text, behind a line end, and behind the signs that part
#: cells in another country's files, inside quotation marks too.
_BEGIN = r"(?:\A|(?<=[\r\n\t;]))"
#: The signs that begin a formula, in full width too, behind what a spreadsheet passes over before them.
_FORMULA = r"(?=[\s\"']*[=+\-@|\u2212\uff1d\uff0b\uff0d\uff20])"
#: A text that begins with a blank that parts cells or lines, whatever follows.
_BLANK = r"\A(?='*[\t\r\n])"

_BARE = re.compile(f"{_BEGIN}{_FORMULA}|{_BLANK}")
_MARKED = re.compile(rf"{_BEGIN}'{_FORMULA}|\A'(?='*[\t\r\n])")

#: What a number may look like and stay one, such as -5, −1 234,50 and +3 %.
_NUMBER = re.compile(r"[-+\u2212]?\d[\d \u00a0\u202f.]*(?:,\d+)?(?:[eE][-+]?\d+)?\s?%?")


def safe(text: object) -> object:
    """A value that no spreadsheet takes for a formula. Numbers, and texts that are one, stay as they are."""
    if not isinstance(text, str) or _NUMBER.fullmatch(text):
        return text
    return _BARE.sub("'", text)


def original(text: str) -> str:
    """What `safe` was given."""
    return text if _NUMBER.fullmatch(text) else _MARKED.sub("", text)


def safe_table(table: pd.DataFrame) -> pd.DataFrame:
    """The table with safe texts and headings, to be written as CSV."""
    return _mapped(table, safe).rename(columns=safe)


def original_table(table: pd.DataFrame) -> pd.DataFrame:
    """The texts of a table that `safe_table` wrote, as they were."""
    return _mapped(table, lambda text: original(text) if isinstance(text, str) else text)


def _mapped(table: pd.DataFrame, change: Callable[[object], object]) -> pd.DataFrame:
    texts = {
        str(name): column.map(change)
        for name, column in table.items()
        if not (is_numeric_dtype(column) or is_datetime64_any_dtype(column))
    }
    return table.assign(**texts)
