"""The same ledger in every dialect of an export is read the same, and no row of a spoiled one is lost."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import openpyxl
import pandas as pd
from export_files import TWO_SIDES, grid_of, sheet_of
from hypothesis import given, settings
from hypothesis import strategies as st

from finsam.faults import Fault
from finsam.sources.exports.read import Columns, read_opening, read_transactions
from finsam.sources.grids import Grid, read_grids

# ---- The same ledger in all dialects -----------------------------------------------------------------------

word = st.text("abcåäöÅÄÖé &-()0123456789,;\"'", max_size=12).map(lambda text: " ".join(text.split()))
name = word.filter(lambda text: any(sign.isalpha() for sign in text) and not text.startswith("-"))
ore = st.integers(-(10**13), 10**13) | st.integers(-999, 999)
row = st.tuples(st.integers(1000, 8999), st.one_of(st.just(""), name), word, ore, word)
voucher = st.tuples(
    st.sampled_from(["", "A", "B2"]), st.dates(dt.date(1990, 1, 1)), st.lists(row, min_size=1, max_size=4)
)
HEADINGS = ["Serie", "Verifikation", "Datum", "Konto", "Kontonamn", "Projekt", "Text"]
KEYS = {"serie": "Serie", "kontonamn": "KONTONAMN", "projekt": "Projekt", "text": "Text"}


def ledger_of(vouchers: list[tuple]) -> list[tuple]:
    """Rows of vouchers that balance: serie, nummer, datum, konto, kontonamn, projekt, text, ore."""
    rows = []
    for number, (serie, day, parts) in enumerate(vouchers, start=1):
        parts = [*parts, (1930, "", "", -sum(part[3] for part in parts), "")]
        rows += [
            (serie, str(number), day, str(konto), namn, projekt, text, ore)
            for konto, namn, projekt, ore, text in parts
        ]
    return rows


def kronor(ore: int, sign: str, decimals: int, grouped: bool, minus: str) -> str:
    whole, rest = divmod(abs(ore), 100)
    digits = f"{whole:,}".replace(",", "\u00a0") if grouped else str(whole)
    text = f"{digits}{sign}{rest:02}{'0' * (decimals - 2)}"
    if ore >= 0:
        return text
    return f"{text}-" if minus == "last" else f"{minus}{text}"


DIALECTS = [
    # separator, decimal sign, decimals, encoding, grouped, minus, day, two sides, name within the account
    (";", ",", 2, "utf-8-sig", True, "-", "%Y-%m-%d", False, False),
    (",", ".", 4, "utf-8", False, "-", "%Y%m%d", True, False),
    ("\t", ",", 2, "cp1252", False, "last", "%Y-%m-%d 00:00:00", False, True),
    (",", ",", 2, "cp1252", True, "–", "%Y-%m-%d", True, True),
    (";", ".", 2, "utf-8", False, "−", "%Y%m%d", False, False),
]  # fmt: skip


def as_csv(rows: list[tuple], dialect: tuple) -> bytes:
    delimiter, sign, decimals, encoding, grouped, minus, day, sides, joined = dialect
    lines = [HEADINGS + (["Debet", "Kredit"] if sides else ["Belopp"])]
    for serie, nummer, datum, konto, namn, projekt, text, value in rows:
        write = [max(value, 0), max(-value, 0)] if sides else [value]
        amounts = [kronor(part, sign, decimals, grouped, minus) for part in write]
        accounts = [f"{konto} {namn}".strip(), ""] if joined else [konto, namn]
        lines.append([serie, nummer, f"{datum:{day}}", *accounts, projekt, text, *amounts])
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(lines)
    return out.getvalue().encode(encoding)


def read_back(file: Path, sides: bool) -> list[tuple]:
    (grid,) = read_grids(file)
    amounts = {"debet": "debet", "kredit": "kredit"} if sides else {"belopp": "belopp"}
    frame, found = read_transactions(grid, Columns(**KEYS, **amounts))
    assert [fault for fault in found if fault.severity != "note"] == []
    assert list(frame["radnr"]) == list(range(2, len(frame) + 2))
    frame["datum"] = frame["datum"].dt.date
    keys = ["serie", "nummer", "datum", "konto", "kontonamn", "projekt", "text", "ore"]
    return list(frame[keys].itertuples(index=False, name=None))


@settings(max_examples=25)
@given(st.lists(voucher, max_size=4))
def test_the_same_ledger_in_every_dialect(tmp_path_factory, vouchers):
    rows = ledger_of(vouchers)
    folder = tmp_path_factory.mktemp("dialekter")
    for number, dialect in enumerate(DIALECTS):
        file = folder / f"verifikationer-{number}.csv"
        file.write_bytes(as_csv(rows, dialect))
        assert read_back(file, dialect[7]) == rows
    for sides in (False, True):
        book = openpyxl.Workbook()
        book.active.append(HEADINGS + (["Debet", "Kredit"] if sides else ["Belopp"]))
        for serie, nummer, datum, konto, namn, projekt, text, value in rows:
            amounts = [value / 100 if value > 0 else None, -value / 100 if value <= 0 else None]
            amounts = amounts if sides else [value / 100]
            book.active.append([serie or None, int(nummer), datum, int(konto), namn, projekt, text, *amounts])
        file = folder / "verifikationer.xlsx"
        book.save(file)
        assert read_back(file, sides) == rows


# ---- Nothing is lost ---------------------------------------------------------------------------------------

HEADER_CODES = {"column-missing", "column-twice", "header-missing", "header-merged"}
#: Told of rows that count.
OF_USED = {"voucher-unbalanced", "voucher-number-missing", "voucher-days", "credit-negative"}

JUNK = """Summa|Totalt 2024|-|..|1930|1930 Bank|2024-02-30|31/3/2024|2024-01-02|5-|1,234|5,005|−7|1e400|Konto|Belopp|Debet
|#REF!|=1+1|'|\u00a0|"""
junk = st.sampled_from([*JUNK.replace("\n", "").split("|"), "9" * 40, "9" * 5000]) | st.text(
    "0123456789-−,. /abå:T", max_size=12
)
edit = st.tuples(
    st.sampled_from(["cell", "row", "delete", "twice", "surplus"]),
    st.integers(0, 30),
    st.integers(0, 5),
    junk,
)
BASE = [
    ["Verifikation", "Datum", "Konto", "Text", "Debet", "Kredit"],
    ["1", "2024-01-02", "1930", "Bidrag", "1 234,50", ""],
    ["1", "2024-01-02", "3010", "", "", "1234,5"],
    ["2", "2024-01-03", "5010", "Hyra", "7", ""],
    ["2", "2024-01-03", "1930", "", "", "7"],
    ["", "2024-01-04", "6570", "", "1", "0"],
    ["", "2024-01-04", "1930", "", "0", "1"],
    ["Summa", "", "", "", "1242,5", "1242,5"],
]  # fmt: skip


def spoiled(edits: list[tuple]) -> list[list[str]]:
    rows = [list(row) for row in BASE]
    for what, at, column, text in edits:
        row = rows[at % len(rows)]
        if what == "cell" and column < len(row):
            row[column] = text
        elif what == "row":
            rows.insert(at % (len(rows) + 1), [""] * column + [text])
        elif what == "twice":
            rows.append(list(row))
        elif what == "surplus":
            row += [text]
        elif what == "delete" and len(rows) > 1:
            rows.remove(row)
    return rows


def assert_accounted_for(grid: Grid, frame: pd.DataFrame, found: list[Fault]) -> None:
    """Every row beneath the headings is used or told and not both, and every row above them is told."""
    if HEADER_CODES & {fault.code for fault in found}:
        assert frame.empty
        return
    told = {code: set() for code in ("rows", "above")}
    for fault in found:
        if fault.code not in OF_USED:
            told["above" if fault.code == "rows-above-header" else "rows"] |= {
                place.row for place in fault.where
            }
    used = set(frame["radnr"])
    filled = {number for number, _ in grid.filled}
    header = min(filled - told["above"])
    assert len(used) == len(frame)
    assert not used & told["rows"]
    assert filled - told["above"] - {header} == (used | told["rows"]) & filled - {header}
    assert all(number < header for number in told["above"])


@settings(max_examples=300)
@given(
    st.lists(edit, min_size=1, max_size=6), st.booleans(), st.sampled_from([TWO_SIDES, Columns(text="Text")])
)
def test_rows_are_used_or_told_whatever_is_spoiled(tmp_path_factory, edits, opening, columns):
    rows = spoiled(edits)
    if not any(cell.strip() for row in rows for cell in row):
        return
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows(rows)
    grid = grid_of(tmp_path_factory.mktemp("spoiled"), out.getvalue())
    read = read_opening if opening else read_transactions
    assert_accounted_for(grid, *read(grid, columns))


@settings(max_examples=40)
@given(st.lists(edit, min_size=1, max_size=6))
def test_rows_of_a_spoiled_workbook_are_used_or_told(tmp_path_factory, edits):
    rows = spoiled(edits)
    if not any(cell.strip() for row in rows for cell in row if not cell.startswith("=")):
        return
    grid = sheet_of(tmp_path_factory.mktemp("spoiled"), rows)
    assert_accounted_for(grid, *read_transactions(grid, TWO_SIDES))
