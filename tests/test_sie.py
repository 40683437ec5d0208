"""SIE files: what real programs write, and every fault by its line."""

from __future__ import annotations

import csv
import json
import re
import zlib
from pathlib import Path

import pandas as pd
import pytest
from click.testing import Result
from test_cli import run

from finsam.faults import Fault
from finsam.sources.sie.describe import describe, findings
from finsam.sources.sie.ledger import Ledger
from finsam.sources.sie.read import read_ledger
from finsam.sources.sie.reconcile import differences, reconcile

REAL = Path(__file__).parents[2] / "shared" / "sie"
NAMES = sorted(path.name for path in REAL.glob("*") if path.suffix.lower() in (".se", ".si")) or ["none"]
real = pytest.mark.skipif(not REAL.is_dir(), reason="the real SIE files aren't in this checkout (shared/sie)")


def ledger_of(tmp_path: Path, text: str, name: str = "bok.se", encoding: str = "cp437") -> Ledger:
    file = tmp_path / name
    file.write_bytes(text.encode(encoding))
    return read_ledger(file)


def same(one: Ledger, other: Ledger) -> None:
    for name in one.__dataclass_fields__:
        value, against = getattr(one, name), getattr(other, name)
        if isinstance(value, pd.DataFrame):
            pd.testing.assert_frame_equal(value, against, check_exact=True)
        else:
            assert value == against, name


def lines(found: list[Fault] | tuple[Fault, ...], code: str) -> list[int | None]:
    return [place.row for fault in found if fault.code == code for place in fault.where]


# ---- Real files --------------------------------------------------------------------------------------------


@real
@pytest.mark.parametrize("name", NAMES)
def test_a_real_file_is_read_the_same_line_by_line_and_all_at_once(name):
    same(read_ledger(REAL / name), read_ledger(REAL / name, careful=True))


@real
@pytest.mark.parametrize("name", NAMES)
def test_a_real_file_agrees_with_itself(name):
    ledger = read_ledger(REAL / name)
    assert [fault for fault in findings(ledger) if fault.severity != "note"] == []
    assert ledger.encoding == "CP437"
    counted = sum(
        1 for line in (REAL / name).read_bytes().splitlines() if line.lstrip().startswith(b"#TRANS")
    )
    assert len(ledger.transactions) == ledger.labels.get("#TRANS", 0) == counted
    assert ledger.vouchers["rader"].sum() == counted
    assert ledger.transactions["ore"].dtype == ledger.balances["ore"].dtype == "int64"
    table = reconcile(ledger)
    assert len(table) == (0 if not counted or ledger.balances.empty else CHECKED[name])
    assert (table["differens"] == 0).all()


#: Accounts for which opening balance, transactions and closing balance stand in the file.
CHECKED = {
    "BL0001_typ4.SE": 45,
    "MAMUT_SIE4_EXPORT.SE": 16,
    "SIE4.se": 55,
    "SIE_exempelfil.se": 50,
    "Sie4.se": 145,
    "transaktioner_ovnbolag.se": 83,
    "typ4.se": 66,
}

#: Read off the files by hand (grep): company, type, accounts, objects, vouchers, rows.
FACTS = {
    "BL0001_typ4.SE": ("SEEE Speak Easy Executive English AB", "4", 117, 23, 84, 405),
    "BokOrder.si": ("Övningsbolaget AB", "4I", 594, 0, 1, 4),
    "Exempelbolaget_SIE_110322_B_33.si": ("Exempelbolaget", "4I", 10, 1, 13, 91),
    "Lön.si": ("Övningsbolaget Lön 100", "4I", 8, 0, 1, 8),
    "MAMUT_SIE4_EXPORT.SE": ("Mamut_SIE", "4", 412, 33, 168, 458),
    "SIE3.se": ("Övningsbolaget AB", "3", 301, 6, 0, 0),
    "SIE4.se": ("Övningsbolaget AB", "4", 301, 6, 286, 949),
    "Sie4.se": ("Testföretaget AB", "4", 145, 3, 194, 963),
    "Test1.SE": ("Exempelföretag 44", "1", 81, 0, 0, 0),
    "Test3.SE": ("Testföretaget", "3", 117, 17, 0, 0),
    "magenta_bokföring_SIE4I.se": ("TESTFÖRETAGET AB", "4I", 136, 0, 19, 84),
    "transaktioner_ovnbolag.se": ("Övningsbolaget AB (Ekonomi 60)", "4", 567, 14, 163, 671),
    "typ4.se": ("Övningsföretaget AB", "4", 299, 6, 81, 287),
    "urval_ovnbolag.si": ("Övningsbolaget AB (Ekonomi 60)", "4I", 567, 14, 16, 51),
}


@real
@pytest.mark.parametrize("name", FACTS)
def test_facts_of_real_files(name):
    ledger = read_ledger(REAL / name)
    counts = (len(ledger.accounts), len(ledger.objects), len(ledger.vouchers), len(ledger.transactions))
    assert (ledger.header.name, ledger.kind, *counts) == FACTS[name]


@real
def test_swedish_letters_of_a_real_file():
    ledger = read_ledger(REAL / "BL0001_typ4.SE")
    names = {*ledger.objects["namn"]}
    assert {"Östervåla", "Västerås", "Tranås", "Göteborg", "Malmö", "Hässelby", "Österbor", "årsta"} <= names
    # One object number is written in Windows-1252, in a file that otherwise is CP437.
    assert lines(ledger.faults, "encoding-doubtful") == [40]
    assert "WINI Büromöbel, Georg Schmidt GmbH & Co. KG" in {
        *read_ledger(REAL / "MAMUT_SIE4_EXPORT.SE").objects["namn"]
    }


@real
def test_added_and_removed_rows_of_a_real_file():
    ledger = read_ledger(REAL / "BL0001_typ4.SE")
    assert ledger.changes["slag"].astype("str").value_counts().to_dict() == {"RTRANS": 6, "BTRANS": 3}
    assert lines(ledger.faults, "rows-removed") == [614, 617, 620]
    assert (ledger.transactions["slag"] == "TRANS").all()
    voucher = ledger.vouchers.query("serie == 'A' and nummer == '8'")
    rows = ledger.transactions[ledger.transactions["ver"] == voucher.index[0]]
    assert [*zip(rows["konto"], rows["ore"], strict=True)] == [("1930", 0), ("2640", 0)]


@real
def test_broken_fiscal_year_balances_and_dimensions_of_real_files():
    ledger = read_ledger(REAL / "BL0001_typ4.SE")
    year = ledger.years.set_index("ar").loc[0]
    assert (f"{year.start:%Y%m%d}", f"{year.slut:%Y%m%d}") == ("20090701", "20100630")
    opening = ledger.balances.query("slag == 'IB' and ar == 0").set_index("konto")["ore"]
    assert (opening["1220"], opening["1930"], opening["2091"]) == (20127860, 62357928, -34070653)
    mamut = read_ledger(REAL / "MAMUT_SIE4_EXPORT.SE")
    row = mamut.transactions.query("konto == '2440' and ore == -5562500").iloc[0]
    assert row["objekt"] == '1 "2" 6 "4" 9 "10006" 10 "987977"'
    assert [*mamut.dimensions["dimension"]] == ["1", "6", "10", "8", "9"]


@real
def test_period_totals_and_those_by_object_are_apart():
    ledger = read_ledger(REAL / "SIE3.se")
    assert (len(ledger.periods), len(ledger.object_periods)) == (558, 46)
    assert {*ledger.object_periods["objekt"]} == {'6 "SÄLJ"', '6 "VERK"'}
    budget = read_ledger(REAL / "BL0001_typ4.SE").periods
    assert {*budget["slag"]} == {"PBUDGET"}


# ---- Hand-made files ---------------------------------------------------------------------------------------

HEAD = """#FLAGGA 0
#FORMAT PC8
#SIETYP 4
#PROGRAM "Prov" 1.0
#FNAMN "Samordningsförbundet Åkern"
#ORGNR 222000-1234
#RAR 0 20240101 20241231
#RAR -1 20230101 20231231
#KONTO 1930 "Företagskonto"
#KONTO 3010 "Bidrag"
#KONTO 5010 "Lokalhyra"
"""
FIRST = HEAD.count("\n") + 1
VOUCHER = '#VER A 1 20240115 "Hyra"\n{\n#TRANS 5010 {} 100.00\n#TRANS 1930 {} -100.00\n}\n'


def test_a_small_file_as_a_whole(tmp_path):
    text = HEAD + "#IB 0 1930 500\n#UB 0 1930 400\n#RES 0 5010 100.0\n" + VOUCHER
    ledger = ledger_of(tmp_path, text)
    assert findings(ledger) == []
    assert (ledger.header.name, ledger.header.orgnr) == ("Samordningsförbundet Åkern", "222000-1234")
    assert ledger.balances[["slag", "ar", "konto", "ore", "radnr"]].to_numpy().tolist() == [
        ["IB", 0, "1930", 50000, FIRST],
        ["UB", 0, "1930", 40000, FIRST + 1],
        ["RES", 0, "5010", 10000, FIRST + 2],
    ]
    rows = ledger.transactions
    assert [*zip(rows["konto"], rows["ore"], rows["radnr"], strict=True)] == [
        ("5010", 10000, FIRST + 5),
        ("1930", -10000, FIRST + 6),
    ]
    assert [*rows["datum"].dt.strftime("%Y%m%d")] == ["20240115"] * 2
    assert "agree with #UB and #RES for all 2 accounts" in "\n".join(describe(ledger, "bok.se"))


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("cp437", "CP437"), ("cp1252", "Windows-1252"), ("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8")],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_the_bytes_decide_the_encoding(tmp_path, encoding, name, newline):
    ledger = ledger_of(tmp_path, (HEAD + VOUCHER).replace("\n", newline) + "\x1a", encoding=encoding)
    assert (ledger.encoding, ledger.header.name) == (name, "Samordningsförbundet Åkern")
    assert [*ledger.accounts["namn"]] == ["Företagskonto", "Bidrag", "Lokalhyra"]
    assert [*ledger.transactions["radnr"]] == [FIRST + 2, FIRST + 3]
    assert ledger.faults == ()


def test_utf_8_with_a_damaged_sign_stays_utf_8_and_is_told(tmp_path):
    file = tmp_path / "bok.se"
    file.write_bytes((HEAD + VOUCHER).encode() + b'#PROSA "\xe4"\n')
    ledger = read_ledger(file)
    assert (ledger.encoding, ledger.header.name) == ("UTF-8", "Samordningsförbundet Åkern")
    assert lines(ledger.faults, "encoding-doubtful") == [FIRST + 5]


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_utf_8_that_is_cut_off_within_a_letter_stays_utf_8_and_is_told(tmp_path, bom):
    file = tmp_path / "bok.se"
    file.write_bytes(bom + (HEAD + "#PROSA Ä").encode()[:-1])
    ledger = read_ledger(file)
    assert (ledger.encoding, ledger.header.name) == ("UTF-8", "Samordningsförbundet Åkern")
    assert ledger.header.prose == ("\ufffd",)
    assert lines(ledger.faults, "encoding-doubtful") == [FIRST]


def test_a_byte_order_mark_means_utf_8_even_when_damaged_signs_outnumber_the_letters(tmp_path):
    file = tmp_path / "bok.se"
    file.write_bytes(b"\xef\xbb\xbf#FNAMN \xc3\x85kern\n#PROSA \x84\x84\x84\n")
    assert (read_ledger(file).encoding, read_ledger(file).header.name) == ("UTF-8", "Åkern")


@pytest.mark.parametrize("encoding", ["cp437", "cp1252", "utf-8"])
def test_a_text_keeps_its_end_when_the_letters_before_it_grow_in_utf_8(tmp_path, encoding):
    """Signs of one byte become two (ö) or three (in CP437 \u2261) in UTF-8; empty texts stand between them."""
    texts = ["Åäö", "", "≡≡x" if encoding == "cp437" else "””x", "slut", "", "é"]
    rows = "".join(f'#TRANS 1930 {{}} 0 "" "{text}"\n' for text in texts)
    # Enough Swedish letters for the other signs not to decide.
    ledger = ledger_of(tmp_path, HEAD + "#VER A 1 20240115\n{\n" + rows + "}\n", encoding=encoding)
    assert [*ledger.transactions["text"]] == texts


#: Text behind the head, and the code, line (from the first one behind the head, 0) and value of what is told.
FAULTS = {
    "unbalanced": ("#VER A 1 20240115\n{\n#TRANS 5010 {} 100\n#TRANS 1930 {} -99.5\n}\n", "voucher-unbalanced", 0, "A 1"),
    "cut off in a voucher": ("#VER A 1 20240115\n{\n#TRANS 5010 {} 0\n", "voucher-open", 0, "A 1"),
    "next voucher in an open block": ("#VER A 1 20240115\n{\n#TRANS 5010 {} 0\n" + VOUCHER, "voucher-open", 0, "A 1"),
    "rows without a block": ("#VER A 1 20240115\n#TRANS 5010 {} 0\n", "voucher-open", 0, "A 1"),
    "rows with the end of a block alone": ("#VER A 1 20240115\n#TRANS 5010 {} 0\n}\n", "voucher-open", 0, "A 1"),
    "second end of a block": (VOUCHER + "}\n", "brace-stray", 5, None),
    "voucher without rows": ("#VER A 1 20240115\n" + VOUCHER, "voucher-empty", 0, "A 1"),
    "block without a voucher": ("{\n#TRANS 5010 {} 1\n}\n", "brace-stray", 0, None),
    "row outside": (VOUCHER + "#TRANS 5010 {} 7.5\n", "row-outside", 5, "7.50 kr"),
    "date outside": (VOUCHER.replace("20240115", "20250115"), "date-outside-year", 0, "20250115"),
    "no such day": (VOUCHER.replace("20240115", "20240230"), "date-unreadable", 0, "20240230"),
    "no date": (VOUCHER.replace("20240115", "igår"), "date-unreadable", 0, "igår"),
    "row dated outside": (VOUCHER.replace("100.00\n#", "100.00 20250101\n#"), "row-date-outside-year", 2, "20250101"),
    "amount": (VOUCHER.replace("-100.00", "hundra"), "amount-unreadable", 3, "hundra"),
    "amount in thousandths": (VOUCHER.replace("-100.00", "-100.005"), "amount-unreadable", 3, "-100.005"),
    "amount with spaces": (VOUCHER.replace("-100.00", '"-1 000"'), "amount-unreadable", 3, "-1 000"),
    "amount too large": (VOUCHER.replace("-100.00", "1" + "0" * 30), "amount-unreadable", 3, "1" + "0" * 30),
    "amount of 17 figures": (VOUCHER.replace("-100.00", "1" + "0" * 14 + "11"), "amount-unreadable", 3, "1" + "0" * 14 + "11"),
    "amount with a comma": (VOUCHER.replace("-100.00", "-100,00"), "amount-comma", 3, "-100,00"),
    "amount of a balance": ("#IB 0 1930 abc\n" + VOUCHER, "amount-unreadable", 0, "abc"),
    "no object list": (VOUCHER.replace("1930 {}", "1930"), "objects-missing", 3, "-100.00"),
    "odd object list": (VOUCHER.replace("1930 {}", "1930 {1}"), "objects-unreadable", 3, "1"),
    "open object list": (VOUCHER.replace("1930 {}", '1930 {1 "2"'), "brace-open", 3, "1930 {1 2 -100.00}"),
    "open quotation mark": (VOUCHER.replace('"Hyra"', '"Hyra'), "quote-open", 0, "A 1 20240115 Hyra"),
    "quotation mark inside": (VOUCHER.replace('"Hyra"', '"24" skärm"'), "quote-stray", 0, 'A 1 20240115 24 skärm"'),
    "missing field": (VOUCHER.replace("#TRANS 1930 {} -100.00", "#TRANS 1930"), "field-missing", 3, "1930"),
    "unknown account": (VOUCHER.replace("1930", "1931"), "account-undeclared", 3, "1931"),
    "unknown account twice": (2 * VOUCHER.replace("1930", "1931"), "account-undeclared", 3, "1931"),
    "unknown account of balances": ("#IB 0 1931 1\n#IB -1 1931 1\n" + VOUCHER, "account-undeclared", 0, "1931"),
    "unknown object": (VOUCHER.replace("1930 {}", "1930 {6 P4}"), "object-undeclared", 3, "6 P4"),
    "unknown dimension": (VOUCHER.replace("1930 {}", "1930 {33 P4}"), "dimension-undeclared", 3, "33"),
    "account twice": ('#KONTO 1930 "Bank"\n' + VOUCHER, "entry-twice", 0, None),
    "type of account twice": ("#KTYP 1930 T\n#KTYP 1930 S\n" + VOUCHER, "entry-twice", 1, None),
    "balance twice": ("#IB 0 1930 1\n#IB 0 1930 1\n" + VOUCHER, "entry-twice", 1, None),
    "year twice": ("#RAR 0 20250101 20251231\n" + VOUCHER, "entry-twice", 0, None),
    "year number": ("#IB noll 1930 1\n" + VOUCHER, "year-unreadable", 0, "noll"),
    "year backwards": ("#RAR -2 20221231 20220101\n" + VOUCHER, "year-unreadable", 0, "20220101"),
    "year that isn't declared": ("#IB -5 1930 1\n" + VOUCHER, "year-missing", None, None),
    "period": ("#PSALDO 0 202413 1930 {} 1\n" + VOUCHER, "period-unreadable", 0, "202413"),
    "text for an object list": ("#PSALDO 0 202401 1930 100.00 0\n" + VOUCHER, "objects-unreadable", 0, "100.00"),
    "unknown label": ("#MOMS 25\n" + VOUCHER, "label-unknown", 0, None),
    "object list for a text": ("#FNAMN {1 Bygden}\n" + VOUCHER, "field-unreadable", 0, "1 Bygden"),
    "surplus field": ("#VALUTA SEK EUR\n" + VOUCHER, "fields-surplus", 0, None),
    "another currency": ("#VALUTA eur\n" + VOUCHER, "currency-foreign", None, "eur"),
    "header twice": ("#FNAMN Annan\n" + VOUCHER, "label-twice", 0, "Annan"),
    "no label": ("hejsan\n" + VOUCHER, "line-unknown", 0, "hejsan"),
    "checksum begun": ("#KSUMMA\n" + VOUCHER, "checksum-missing", 0, None),
    "checksum wrong": ("#KSUMMA\n" + VOUCHER + "#KSUMMA 1\n", "checksum-wrong", 6, "1"),
    "added row alone": (VOUCHER.replace("#TRANS 1930", "#RTRANS 1930"), "added-row-alone", 3, "-100.00 kr"),
    "nothing": ("", "ledger-empty", None, None),
}  # fmt: skip
NOTES = {
    "account-undeclared", "object-undeclared", "dimension-undeclared", "label-unknown", "fields-surplus",
    "label-twice", "amount-comma", "objects-missing", "added-row-alone", "row-date-outside-year",
}  # fmt: skip


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_is_told_once_with_its_line_and_value(tmp_path, case):
    text, code, line, value = FAULTS[case]
    # With a balance, so that the file isn't taken for type 4I, which may leave accounts out.
    ledger = ledger_of(tmp_path, HEAD + text + ("#RES -1 3010 1\n" if text else ""))
    same(ledger, read_ledger(ledger.file, careful=True))
    (fault,) = [fault for fault in ledger.faults if fault.code == code]
    place = fault.where[0]
    assert place.row == (None if line is None else FIRST + line)
    assert value is None or place.value == value
    assert fault.severity == (
        "note" if code in NOTES else "contradiction" if code == "checksum-wrong" else "error"
    )
    others = {fault.code for fault in ledger.faults if fault.severity != "note"} - {code}
    assert others <= EXPECTED_WITH.get(case, set())


EXPECTED_WITH = {
    "block without a voucher": {"row-outside"},
    "open object list": {"field-missing"},
    # What follows the mark is cut into fields: the next one is the date of registration.
    "quotation mark inside": {"date-unreadable"},
}


def test_the_amount_that_is_missing_stands_in_the_message(tmp_path):
    ledger = ledger_of(tmp_path, HEAD + FAULTS["unbalanced"][0])
    assert "its rows add up to 0.50 kr" in ledger.faults[0].message


def test_a_voucher_with_an_unreadable_row_is_not_also_called_unbalanced(tmp_path):
    ledger = ledger_of(tmp_path, HEAD + FAULTS["amount"][0])
    assert [fault.code for fault in ledger.faults] == ["amount-unreadable"]


def test_where_balances_and_transactions_differ(tmp_path):
    ledger = ledger_of(tmp_path, HEAD + "#IB 0 1930 500\n#UB 0 1930 401\n#RES 0 3010 7\n" + VOUCHER)
    found = differences(ledger)
    table = reconcile(ledger).set_index("konto")
    assert table["differens"].to_dict() == {"1930": -100, "3010": -700, "5010": 10000}
    assert table["slag"].to_dict() == {"1930": "UB", "3010": "RES", "5010": "RES"}
    assert [(fault.code, fault.severity, fault.where[0].row, fault.expected) for fault in found] == [
        ("balance-differs", "contradiction", FIRST + 1, "400.00 kr"),
        ("balance-differs", "contradiction", FIRST + 2, "0.00 kr"),
        ("balance-differs", "contradiction", None, "100.00 kr"),
    ]


def test_without_both_sides_there_is_nothing_to_reconcile(tmp_path):
    assert reconcile(ledger_of(tmp_path, HEAD + VOUCHER)).empty
    assert reconcile(ledger_of(tmp_path, HEAD + "#IB 0 1930 5\n#UB 0 1930 6\n")).empty


def test_added_rows_are_counted_once_and_removed_ones_not(tmp_path):
    text = (
        '#VER A 1 20240115\n{\n#BTRANS 5010 {} 90\n#RTRANS 5010 {6 "P1"} 100 20240201 "" 0 anna\n'
        "#TRANS 5010 {6 P1} 100.00\n#RTRANS 1930 {} -100\n}\n"
    )
    ledger = ledger_of(tmp_path, HEAD + text)
    rows = ledger.transactions
    assert [*zip(rows["slag"], rows["konto"], rows["ore"], strict=True)] == [
        ("TRANS", "5010", 10000),
        ("RTRANS", "1930", -10000),
    ]
    assert len(ledger.changes) == 3
    assert {fault.code for fault in ledger.faults} == {"added-row-alone", "rows-removed"}


def test_checksum_of_labels_and_fields_alone(tmp_path):
    content = '#FNAMN  "Åkern AB"\n#VER A 1\t20240115 "24\\" skärm"\n{\n#TRANS 5010 {6 "P 1"} 0.00\n}\n'
    counted = '#FNAMNÅkern AB#VERA12024011524" skärm#TRANS50106P 10.00'
    right = zlib.crc32(counted.encode("cp437"))
    text = f"#FLAGGA 0\n#KSUMMA\n{content}#KSUMMA {right}\n"
    for encoding in ("cp437", "cp1252", "utf-8"):
        # The value in CP437 holds for a converted file too.
        assert "checksum-wrong" not in {
            fault.code for fault in ledger_of(tmp_path, text, encoding=encoding).faults
        }
    assert lines(ledger_of(tmp_path, text.replace("0.00", "0.01")).faults, "checksum-wrong") == [8]


def test_the_same_fault_many_times_is_told_a_thousand_times_and_counted(tmp_path):
    row = "#TRANS 5010 {} hundra\n"
    ledger = ledger_of(tmp_path, HEAD + "#VER A 1 20240115\n{\n" + row * 1500 + "}\n")
    found = [fault for fault in ledger.faults if fault.code == "amount-unreadable"]
    assert len(found) == 1001
    assert "500 more" in found[-1].message


@pytest.mark.parametrize(
    "content", [b"", b"\x00\xff" * 100, b"{" * 1000, b'#VER "' * 500, b"\xff\xfe#\x00F\x00", b"\r" * 9]
)
def test_bytes_that_are_no_ledger_are_told(tmp_path, content):
    (tmp_path / "bok.se").write_bytes(content)
    assert any(fault.severity == "error" for fault in read_ledger(tmp_path / "bok.se").faults)


def test_the_page_of_ledgers_lists_every_fault_code():
    root = Path(__file__).parents[1]
    page = (root / "docs" / "ledger.md").read_text(encoding="utf-8")
    code = "".join(
        file.read_text(encoding="utf-8") for file in (root / "finsam" / "sources" / "sie").glob("*.py")
    )
    table = page.partition("### What is told")[2].partition("\n#")[0]
    assert re.findall(r"^\| `([a-z-]+)` \|", table, re.M) == sorted(
        {*re.findall(r'"([a-z]+(?:-[a-z]+)+)"', code)}
    )


# ---- inspect -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["bok.se", "BOK.SE", "bok.Si", "bok.sie"])
def test_inspect_describes_a_ledger_beside_a_table(tmp_path, name):
    text = HEAD + "#IB 0 1930 500\n#UB 0 1930 400\n#RES 0 5010 100.0\n" + VOUCHER
    (tmp_path / name).write_bytes(text.encode("cp437"))
    (tmp_path / "deltagare.csv").write_text("insats,matt,totalt\nMatcha,nya,3\n")
    out = tmp_path / "rader.csv"
    result = run("inspect", tmp_path / name, tmp_path / "deltagare.csv", "--csv", out)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "ledger of Samordningsförbundet Åkern (222000-1234)" in result.stdout
    assert "from Prov 1.0, CP437." in result.stdout
    assert "3 accounts, 0 objects in 0 dimensions, 1 voucher, 2 rows" in result.stdout
    assert "deltagare, participants" in result.stdout
    with out.open(encoding="utf-8", newline="") as source:
        rows = [row for row in csv.DictReader(source) if row["slag"] == "transaktioner"]
    assert [
        (row["konto"], row["kontonamn"], row["belopp"], row["verdatum"], row["radnr"]) for row in rows
    ] == [
        ("5010", "Lokalhyra", "100.00", "2024-01-15", str(FIRST + 5)),
        ("1930", "Företagskonto", "-100.00", "2024-01-15", str(FIRST + 6)),
    ]


def told_as_json(result: Result) -> tuple[list[dict], list[dict]]:
    """The ledgers and the findings of a --json run, of the shape that programs rely on."""
    found = json.loads(result.stdout)
    keys = ["code", "severity", "message", "where", "expected"]
    for each in found:
        assert list(each) == keys + (["facts"] if each["code"] == "ledger" else [])
    return [each for each in found if each["code"] == "ledger"], [
        each for each in found if "facts" not in each
    ]


def test_inspect_tells_faults_and_differences_as_json(tmp_path):
    (tmp_path / "bok.se").write_text(
        HEAD.replace("ö", "o").replace("Å", "A") + "#UB 0 1930 1\n#MOMS\n" + VOUCHER
    )
    result = run("inspect", tmp_path / "bok.se", "--json")
    assert result.exit_code == 1
    (ledger,), found = told_as_json(result)
    assert [(each["code"], each["severity"], each["where"][0].get("row")) for each in found] == [
        ("label-unknown", "note", FIRST + 1),
        ("balance-differs", "contradiction", FIRST),
        ("balance-differs", "contradiction", None),
    ]
    assert ledger["facts"]["unknown_labels"] == {"#MOMS": 1}
    assert ledger["facts"]["agreement"] == [{"year": 0, "accounts": 2, "differing": 2}]


def test_inspect_gives_the_facts_of_each_ledger_as_json(tmp_path):
    text = HEAD + (
        '#DIM 6 Projekt\n#OBJEKT 6 P1 Ett\n#IB 0 1930 500\n#IB 0 3010 -0.50\n#UB 0 1930 400\n#RES 0 5010 100\n'
        '#PBUDGET 0 202401 5010 {} 9\n#PBUDGET 0 202401 5010 {6 P1} 7\n'
    )  # fmt: skip
    (tmp_path / "bok.se").write_bytes((text + VOUCHER).encode("cp1252"))
    (tmp_path / "tom.si").write_bytes(b"")
    result = run("inspect", tmp_path / "bok.se", tmp_path / "tom.si", "--json")
    (ledger, empty), _ = told_as_json(result)
    assert (ledger["severity"], [place["file"] for place in ledger["where"]]) == (
        "note",
        [str(tmp_path / "bok.se")],
    )
    assert ledger["message"].startswith("Ledger of Samordningsförbundet Åkern (222000-1234), SIE type 4")
    facts = ledger["facts"]
    labels = facts.pop("labels")
    assert (labels["#KONTO"], labels["#TRANS"], labels["#PBUDGET"]) == (3, 2, 2)
    total = {"year": 0, "by_object": False, "count": 1}
    assert facts == {
        "company": "Samordningsförbundet Åkern",
        "orgnr": "222000-1234",
        "program": "Prov 1.0",
        "encoding": "Windows-1252",
        "sie_type": "4",
        "years": [
            {"year": 0, "start": "2024-01-01", "end": "2024-12-31"},
            {"year": -1, "start": "2023-01-01", "end": "2023-12-31"},
        ],
        "counts": {"accounts": 3, "objects": 1, "dimensions": 1, "vouchers": 1, "rows": 2, "changes": 0},
        "unknown_labels": {},
        "balances": [
            {**total, "kind": "IB", "count": 2, "sum": "499.50"},
            {**total, "kind": "UB", "sum": "400.00"},
            {**total, "kind": "RES", "sum": "100.00"},
            {**total, "kind": "PBUDGET", "sum": "9.00"},
            {**total, "kind": "PBUDGET", "by_object": True, "sum": "7.00"},
        ],
        "agreement": [{"year": 0, "accounts": 3, "differing": 1}],
    }
    assert empty["facts"]["counts"]["rows"] == 0
    assert empty["message"] == "Ledger of no company named, SIE type 1, ASCII."


def test_notes_alone_do_not_fail_inspect(tmp_path):
    (tmp_path / "bok.se").write_text("#SIETYP 4\n#MOMS 25\n" + VOUCHER)
    assert run("inspect", tmp_path / "bok.se").exit_code == 0
    (ledger,), found = told_as_json(run("inspect", tmp_path / "bok.se", "--json"))
    assert ledger["facts"]["company"] == ""
    assert {each["severity"] for each in found} == {"note"}
    # The money of a fault is nothing that may pass.
    (tmp_path / "bok.se").write_text("#SIETYP 4\n" + VOUCHER.replace("-100.00", "-99"))
    assert run("inspect", tmp_path / "bok.se", "--json").exit_code == 1
