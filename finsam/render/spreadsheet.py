"""A printed table as files to compute with: CSV and Excel, as a spreadsheet in Swedish reads them."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Collection, Sequence
from decimal import Decimal

import xlsxwriter

from finsam.exported import safe

Rows = Sequence[Sequence[str]]

_NUMBER = re.compile(
    r"(?P<minus>[-\u2212]?)(?P<whole>0|[1-9]\d{0,2}(?:[\u00a0 ]?\d{3})*)(?:,(?P<part>\d+))?(?P<percent>[\u00a0 ]%)?"
)


def as_number(text: str) -> tuple[Decimal, int, bool] | None:
    """A cell that is a number and no more: its value, its decimals, and whether it is a percentage (of which the value
    is the hundredfold). None for words, for signs such as `..` and for several numbers in one cell."""
    found = _NUMBER.fullmatch(text.strip())
    if not found:
        return None
    part = found["part"] or ""
    whole = re.sub(r"[\u00a0 ]", "", found["whole"])
    value = Decimal(whole + ("." + part if part else ""))
    return (-value if found["minus"] else value), len(part), bool(found["percent"])


def as_csv(rows: Rows, figures: Collection[int]) -> bytes:
    """Semicolons between the cells and a decimal comma, without what groups thousands.

    rows: heads first. figures: the columns whose numbers are figures; what stands in the others is text as it is.
    """
    file = io.StringIO(newline="")
    out = csv.writer(file, delimiter=";", lineterminator="\r\n")
    for at, row in enumerate(rows):
        out.writerow(
            [_plain(cell) if at and column in figures else safe(cell) for column, cell in enumerate(row)]
        )
    return file.getvalue().encode("utf-8-sig")


def _plain(text: str) -> object:
    number = as_number(text)
    if number is None:
        return safe(text)
    value, _, is_percent = number
    return f"{value:f}".replace(".", ",") + (" %" if is_percent else "")


def as_xlsx(rows: Rows, figures: Collection[int], about: Sequence[str], day: dt.date | None) -> bytes:
    """A workbook with the table, its numbers as numbers that look as they are printed, and a sheet of what it is.

    about: its caption, note and source, a line each. day: of the clocks in the file, so that bytes repeat.
    """
    file = io.BytesIO()
    book = xlsxwriter.Workbook(
        file,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties(
        {"title": about[0], "created": dt.datetime.combine(day or dt.date(1980, 1, 1), dt.time())}
    )
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    right = book.add_format({"align": "right"})
    sheet = book.add_worksheet("Siffror")
    sheet.freeze_panes(1, 1)
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            number = as_number(cell) if at and column in figures else None
            if number is None:
                sheet.write_string(at, column, cell, head if not at else right if column in figures else None)
            else:
                value, decimals, is_percent = number
                shown = book.add_format({"num_format": _format(decimals, is_percent)})
                sheet.write_number(at, column, float(value / 100 if is_percent else value), shown)
    for column in range(len(rows[0])):
        longest = max(len(row[column]) for row in rows[1:] if column < len(row)) if len(rows) > 1 else 0
        sheet.set_column(column, column, min(60, max(longest + 2, 12)))
    told = book.add_worksheet("Om tabellen")
    told.set_column(0, 0, 100)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for at, line in enumerate(about):
        told.write_string(at, 0, line, wrapped)
    book.close()
    return file.getvalue()


def _format(decimals: int, is_percent: bool) -> str:
    return "#,##0" + ("." + "0" * decimals if decimals else "") + (r"\ %" if is_percent else "")
