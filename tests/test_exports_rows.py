"""Rows, sums and vouchers of an export: what doesn't count is told, and the others are read."""

from __future__ import annotations

from pathlib import Path

import pytest
from export_files import TWO_SIDES, grid_of, sheet_of, short, shorts

from finsam.sources.exports.read import Columns, read_opening, read_transactions

# ---- Rows --------------------------------------------------------------------------------------------------

HEADER = "Konto;Datum;Verifikation;Belopp;Text\n"
SOUND = "1930;2024-01-02;1;5;\n3010;2024-01-02;1;-5;\n"
SIDES = "Konto;Datum;Verifikation;Debet;Kredit\n"

#: The third data row (row 4) and what is told of it.
ROWS = {
    "no account": (";2024-01-02;2;7;", [("cell-empty", (4, "Konto", ""))]),
    "no day": ("1930;;2;7;", [("cell-empty", (4, "Datum", ""))]),
    "no amount": ("1930;2024-01-02;2;;", [("amount-missing", (4, "Belopp", ""))]),
    "a dash for an amount": ("1930;2024-01-02;2;-;", [("amount-missing", (4, "Belopp", "-"))]),
    "text in an amount": ("1930;2024-01-02;2;sju;", [("amount-unreadable", (4, "Belopp", "sju"))]),
    "parts of an öre": ("1930;2024-01-02;2;7,005;", [("amount-unreadable", (4, "Belopp", "7,005"))]),
    "day and month": ("1930;31/3/2024;2;7;", [("date-unreadable", (4, "Datum", "31/3/2024"))]),
    "no account number": ("Bank;2024-01-02;2;7;", [("account-unreadable", (4, "Konto", "Bank"))]),
    "three faults": (
        "Bank;i går;2;sju;",
        [
            ("amount-unreadable", (4, "Belopp", "sju")),
            ("account-unreadable", (4, "Konto", "Bank")),
            ("date-unreadable", (4, "Datum", "i går")),
        ],
    ),
    "too long": ("1930;2024-01-02;2;7;;8", [("row-too-long", (4, None, "8"))]),
    "an amount alone, before other rows": (
        ";;;7;",
        [("cell-empty", (4, "Konto", "")), ("cell-empty", (4, "Datum", ""))],
    ),
    "an amount with a number": (
        ";;2;7;",
        [("cell-empty", (4, "Konto", "")), ("cell-empty", (4, "Datum", ""))],
    ),
    "words under the amount": (";;;sida 2;", [("amount-unreadable", (4, "Belopp", "sida 2"))]),
    "a remark": (";;;;Rättad av NN", [("row-skipped", (4, None, "Rättad av NN"))]),
    "a remark under the accounts": ("Utskrivet av NN;;;;", [("row-skipped", (4, None, "Utskrivet av NN"))]),
    "headings again": (
        "konto;Datum;Verifikation;Belopp;Text",
        [("row-skipped", (4, None, "konto Datum Verifikation Belopp Text"))],
    ),
    "an account with neither day nor amount": (
        "1930;;;;",
        [("cell-empty", (4, "Datum", "")), ("amount-missing", (4, "Belopp", ""))],
    ),
    "a day alone": (
        ";2024-01-02;;;",
        [("cell-empty", (4, "Konto", "")), ("amount-missing", (4, "Belopp", ""))],
    ),
    "a voucher's number and words": (
        "Bank;;2;;",
        [
            ("account-unreadable", (4, "Konto", "Bank")),
            ("cell-empty", (4, "Datum", "")),
            ("amount-missing", (4, "Belopp", "")),
        ],
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_a_row_that_does_not_count_is_told_and_the_others_read(tmp_path, name):
    row, told = ROWS[name]
    text = HEADER + SOUND[:21] + SOUND[21:] + row + "\n1930;2024-01-04;3;1;\n3010;2024-01-04;3;-1;\n"
    frame, found = read_transactions(grid_of(tmp_path, text), Columns())
    assert sorted(shorts(found)) == sorted(told)
    assert {fault.severity for fault in found} == {"note" if told[0][0] == "row-skipped" else "error"}
    assert all("isn't counted" in fault.message or fault.code == "row-too-long" for fault in found)
    assert list(frame["radnr"]) == [2, 3, 5, 6]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("1930;2024-01-02;2;7;7", [("amount-twice", (4, "Debet", "7"), (4, "Kredit", "7"))]),
        ("1930;2024-01-02;2;;", [("amount-missing", (4, "Debet", ""), (4, "Kredit", ""))]),
        ("1930;2024-01-02;2;x;", [("amount-unreadable", (4, "Debet", "x"))]),
        ("1930;2024-01-02;2;5;y", [("amount-unreadable", (4, "Kredit", "y"))]),
        ("1930;2024-01-02;2;0;0,00", []),
        ("1930;2024-01-02;2;;0", []),
    ],
)
def test_debit_and_credit(tmp_path, row, told):
    text = SIDES + "1930;2024-01-02;1;5;0\n3010;2024-01-02;1;;5\n" + row + "\n"
    frame, found = read_transactions(grid_of(tmp_path, text), TWO_SIDES)
    assert shorts(found) == told
    assert list(frame["ore"]) == [500, -500] + [0] * (not told)


def test_a_cell_without_value_takes_its_row_along(tmp_path):
    rows = [
        ["Konto", "Datum", "Verifikation", "Belopp"],
        [1930, "2024-01-02", 1, "=1+2"],
        [3010, "2024-01-02", 1, -3],
        [None, None, None, -3],
    ]
    frame, found = read_transactions(sheet_of(tmp_path, rows), Columns())
    assert list(frame["radnr"]) == [3]
    # Neither voucher 1 nor the sum is doubted: what they lack is told.
    assert shorts(found) == [
        ("cell-without-value", (2, "Belopp", "=1+2")),
        ("sum-row-skipped", (4, "Belopp", "-3")),
    ]


def test_a_thousand_of_a_kind_are_told_and_the_rest_counted(tmp_path):
    grid = grid_of(tmp_path, HEADER + "1930;2024-01-02;1;x;\n" * 1005)
    frame, found = read_transactions(grid, Columns())
    assert (len(frame), len(found)) == (0, 1001)
    assert "5 more" in found[-1].message


# ---- Sum rows ----------------------------------------------------------------------------------------------


def sums(folder: Path, text: str, columns: Columns | None = None) -> list[tuple]:
    _, found = read_transactions(grid_of(folder, text), columns or Columns())
    return [(fault.severity, *short(fault)) for fault in found]


@pytest.mark.parametrize(
    "row", ["Summa;;;{};", ";;;{};", ";;;{};Total", "S:a;Totalt;;{};", "SUMMA konto;2024-12-31;9;{};"]
)
@pytest.mark.parametrize("amount", ["0,00", "5", "-5"])
def test_a_sum_row_that_agrees_with_all_rows_or_a_side_is_a_note(tmp_path, row, amount):
    text = HEADER + SOUND + row.format(amount) + "\n"
    assert sums(tmp_path, text) == [("note", "sum-row-skipped", (4, "Belopp", amount))]


def test_a_sum_row_that_differs_is_a_contradiction(tmp_path):
    _, (note, wrong) = read_transactions(grid_of(tmp_path, HEADER + SOUND + "Summa;;;5,01;\n"), Columns())
    assert short(note) == ("sum-row-skipped", (4, "Belopp", "5,01"))
    assert "Belopp 5.01 kr" in note.message
    assert (wrong.severity, short(wrong)) == ("contradiction", ("sum-row-differs", (4, "Belopp", "5,01")))
    assert wrong.expected == "Belopp 0.00 kr"


@pytest.mark.parametrize(
    ("debet", "kredit", "agrees"),
    [
        ("5", "5", True),
        ("5", "", True),
        ("", "5", True),
        ("0", "0", False),
        ("5", "5,01", False),
        ("4", "5", False),
    ],
)
def test_sums_of_debit_and_credit(tmp_path, debet, kredit, agrees):
    text = SIDES + f"1930;2024-01-02;1;5;\n3010;2024-01-02;1;;5\nSumma;;;{debet};{kredit}\n"
    found = sums(tmp_path, text, TWO_SIDES)
    assert [code for _, code, *_ in found] == ["sum-row-skipped"] + ["sum-row-differs"] * (not agrees)
    places = [(4, name, text) for name, text in (("Debet", debet), ("Kredit", kredit)) if text]
    assert all(tuple(where) == tuple(places) for _, _, *where in found)


def test_sums_in_between_may_be_of_the_rows_since_the_last_one(tmp_path):
    rows = "1930;{0};5\n3010;{0};-3\nSumma;;2\n2440;{0};-2\nSumma;;-2\nSumma;;{1}\n"
    columns = Columns(text="Ver")
    text = "Konto;Ver;Belopp\n"
    frame, found = read_opening(grid_of(tmp_path, text + rows.format(1, 0)), columns)
    assert ([fault.code for fault in found], list(frame["radnr"])) == (["sum-row-skipped"] * 3, [2, 3, 5])
    _, found = read_opening(grid_of(tmp_path, text + rows.format(1, 1)), columns)
    assert short(found[-1]) == ("sum-row-differs", (7, "Belopp", "1"))


def test_a_sum_of_nothing_does_not_agree_with_a_zero(tmp_path):
    text = "Konto;Belopp\n1930;5\nSumma;5\nSumma;0\n"
    _, found = read_opening(grid_of(tmp_path, text), Columns())
    # 0 is the sum of the credits.
    assert [fault.code for fault in found] == ["sum-row-skipped"] * 2
    _, found = read_opening(
        grid_of(tmp_path, "Konto;Debet;Kredit\n1930;5;\nSumma;5;0\nSumma;0;0\n"), TWO_SIDES
    )
    assert [fault.code for fault in found] == ["sum-row-skipped", "sum-row-skipped", "sum-row-differs"]


def test_a_sum_before_a_footer_is_a_sum(tmp_path):
    text = HEADER + SOUND + ";;;0;\nUtskrivet 2024-12-31;;;;\n"
    assert [code for _, code, *_ in sums(tmp_path, text)] == ["sum-row-skipped", "row-skipped"]


def test_a_transaction_whose_text_begins_with_summa_counts(tmp_path):
    text = HEADER + "1930;2024-01-02;1;5;Summa löner\n3010 Summering;2024-01-02;1;-5;Totalt\n"
    frame, found = read_transactions(grid_of(tmp_path, text), Columns())
    assert (len(frame), found) == (2, [])


def test_a_sum_is_not_checked_where_rows_are_lost(tmp_path):
    text = HEADER + "1930;2024-01-02;1;fem;\n3010;2024-01-02;1;-5;\nSumma;;;9;\n"
    assert [code for _, code, *_ in sums(tmp_path, text)] == ["amount-unreadable", "sum-row-skipped"]
    # A row with nothing but a cell without value is told and isn't among the rows with text.
    rows = [["Konto", "Belopp"], [1930, 5], [None, "=1+1"], ["Summa", 7]]
    _, found = read_opening(sheet_of(tmp_path, rows), Columns())
    assert [fault.code for fault in found] == ["cell-without-value", "sum-row-skipped"]


def test_a_remark_right_beneath_the_headings_is_not_taken_for_headings(tmp_path):
    text = "Konto;;Datum;Verifikation;Belopp\nRättade;;;;\n1930;*;2024-01-02;1;0\n"
    frame, found = read_transactions(grid_of(tmp_path, text), Columns())
    assert (len(frame), shorts(found)) == (1, [("row-skipped", (2, None, "Rättade"))])


def test_a_column_missing_from_a_file_with_rows_that_are_too_long(tmp_path):
    grid = grid_of(tmp_path, "Konto,Datum,Belopp\n1930,2024-01-02,5,00\n")
    frame, found = read_transactions(grid, Columns())
    assert frame.empty
    assert [fault.code for fault in found] == ["column-missing", "row-too-long"]


def test_a_trailing_separator_without_heading_in_csv(tmp_path):
    text = "Konto;Datum;Verifikation;Belopp;\n1930;2024-01-02;1;0;{}\n"
    assert read_transactions(grid_of(tmp_path, text.format("")), Columns())[1] == []
    frame, found = read_transactions(grid_of(tmp_path, text.format("5")), Columns())
    assert (len(frame), [fault.code for fault in found]) == (0, ["header-merged"])


# ---- Vouchers ----------------------------------------------------------------------------------------------


def test_a_voucher_that_does_not_balance(tmp_path):
    text = (
        "Konto;Datum;Serie;Verifikation;Belopp\n"
        "1930;2024-01-02;A;1;5\n1930;2024-01-02;B;1;7\n3010;2024-01-02;A;1;-4,99\n3010;2024-01-02;B;1;-7\n"
        "1930;2024-01-02;A;2;-0,01\n"
    )
    _, found = read_transactions(grid_of(tmp_path, text), Columns(serie="Serie"))
    assert shorts(found) == [
        ("voucher-unbalanced", (2, "Verifikation", "A 1")),
        ("voucher-unbalanced", (6, "Verifikation", "A 2")),
    ]
    assert ("0.01 kr" in found[0].message, "-0.01 kr" in found[1].message) == (True, True)
    assert {(fault.expected, fault.severity) for fault in found} == {("0.00 kr", "error")}


def test_a_number_of_two_years_is_two_vouchers(tmp_path):
    text = (
        HEADER + "1930;2023-12-31;1;5;\n3010;2023-12-31;1;-4;\n1930;2024-01-02;1;5;\n3010;2024-01-02;1;-6;\n"
    )
    _, found = read_transactions(grid_of(tmp_path, text), Columns())
    assert shorts(found) == [
        ("voucher-unbalanced", (2, "Verifikation", "1")),
        ("voucher-unbalanced", (4, "Verifikation", "1")),
    ]


def test_rows_without_number_are_balanced_by_series_and_day(tmp_path):
    text = (
        "Konto;Datum;Serie;Verifikation;Belopp\n"
        "1930;2024-01-02;A;;5\n3010;2024-01-02;A;;-5\n"
        "1930;2024-01-03;A;;5\n3010;2024-01-04;A;;-5\n"
        "1930;2024-01-05;A;;5\n3010;2024-01-05;;;-5\n"
    )
    _, found = read_transactions(grid_of(tmp_path, text), Columns(serie="Serie"))
    assert shorts(found) == [
        ("voucher-number-missing", (2, "Verifikation", "")),
        ("voucher-unbalanced", (4, "Datum", "2024-01-03")),
        ("voucher-unbalanced", (5, "Datum", "2024-01-04")),
        ("voucher-unbalanced", (6, "Datum", "2024-01-05")),
        ("voucher-unbalanced", (7, "Datum", "2024-01-05")),
    ]
    assert found[0].severity == "note"
    assert "number: 6." in found[0].message
    assert all("only whole days" in fault.message for fault in found[1:])
    assert "of series A" in found[3].message
    assert "series" not in found[4].message


LOST = {
    "the voucher with the lost row": ("3010;2024-01-02;1;x;", "1930;2024-01-02;1;5;", []),
    "another voucher": ("3010;2024-01-02;1;x;", "1930;2024-01-02;2;5;", ["voucher-unbalanced"]),
    "the day with the lost row": ("3010;20240102;;x;", "1930;2024-01-02;;5;", []),
    "another day": ("3010;2024-01-03;;x;", "1930;2024-01-02;;5;", ["voucher-unbalanced"]),
    "any day": ("3010;2/1/2024;;5;", "1930;2024-01-02;;5;", []),
    "an unknown day and a numbered voucher": (
        "3010;2/1/2024;;5;",
        "1930;2024-01-02;1;5;",
        ["voucher-unbalanced"],
    ),
    "the voucher with the row that is too long": ("3010;2024-01-02;1;5;;6", "1930;2024-01-02;1;5;", []),
}


@pytest.mark.parametrize("name", LOST)
def test_a_voucher_is_not_blamed_for_a_row_that_is_told(tmp_path, name):
    lost, row, codes = LOST[name]
    _, found = read_transactions(grid_of(tmp_path, f"{HEADER}{lost}\n{row}\n"), Columns())
    assert [fault.code for fault in found if fault.code == "voucher-unbalanced"] == codes


def test_credits_that_are_all_negative_are_told_once(tmp_path):
    rows = "".join(f"1930;2024-01-02;{n};5;\n3010;2024-01-02;{n};;-5\n" for n in range(20))
    _, found = read_transactions(grid_of(tmp_path, SIDES + rows), TWO_SIDES)
    assert shorts(found) == [("credit-negative", (3, "Kredit", "-5.00 kr"))]
    # A correction has the other sign in both columns.
    turned = rows + "1930;2024-01-02;x;-5;\n3010;2024-01-02;x;;5\n"
    _, found = read_transactions(grid_of(tmp_path, SIDES + turned), TWO_SIDES)
    assert [fault.code for fault in found] == ["credit-negative"]
    # Negative debits aren't negative credits.
    _, found = read_transactions(
        grid_of(tmp_path, SIDES + "1930;2024-01-02;1;-5;\n3010;2024-01-02;1;;5\n"), TWO_SIDES
    )
    assert shorts(found) == [("voucher-unbalanced", (2, "Verifikation", "1"))]
    # One voucher that no reading balances: the sign isn't what is wrong.
    _, found = read_transactions(grid_of(tmp_path, SIDES + rows + "1930;2024-01-02;x;1;\n"), TWO_SIDES)
    assert {fault.code for fault in found} == {"voucher-unbalanced"}
    assert len(found) == 21


def test_a_number_at_two_days_is_a_note_that_asks_for_the_series(tmp_path):
    text = HEADER + SOUND + SOUND.replace("-02", "-03")
    frame, (note,) = read_transactions(grid_of(tmp_path, text), Columns())
    assert (len(frame), note.severity, short(note)) == (4, "note", ("voucher-days", (2, "Verifikation", "1")))
    assert "series" in note.message
    # Its days are not looked at one by one.
    text = HEADER + "1930;2024-01-02;1;5;\n3010;2024-01-03;1;-5;\n"
    assert shorts(read_transactions(grid_of(tmp_path, text), Columns())[1]) == [short(note)]
