"""Everything that can be wrong with a ledger or its chart is one message with file, line and amount; nothing stops at the first."""

from __future__ import annotations

import hashlib
import io

import openpyxl
import pytest
from conftest import Repository
from ledger_files import (
    BALANCES,
    BUDGET,
    FILE,
    GOOD,
    HEAD,
    VOUCHERS,
    changed,
    deliver,
    line,
    only,
    short,
    with_ledger,
)
from ledgers import CHART, HEADINGS, ORGNR, figure

from finsam.delivery.read import read_delivery
from finsam.faults import Faults
from finsam.ingest import ingest, processed_folder
from finsam.ledger.accounts import Index, account_range


@pytest.fixture
def book(repository) -> Repository:
    return with_ledger(repository)


# ---- A good one --------------------------------------------------------------------------------------------


def test_the_good_ledger_is_read_to_the_ore(book):
    delivery = read_delivery(book.params())
    tables = delivery.tables
    assert figure(tables["resultatrakning"], post="Årets resultat", period="2020") == 480  # 479,50
    assert figure(tables["resultatrakning"], post="Årets resultat", period="2019") == 100
    assert figure(tables["balansrakning"], post="Kassa och bank", period="2020-12-31") == 1480
    assert figure(tables["balansrakning"], post="Summa eget kapital", period="2020-12-31") == 1080
    assert [(source.fil, source.rader) for source in delivery.sources] == [(FILE, 17)]


@pytest.mark.parametrize(
    "header",
    [
        "#ORGNR 162220009993",
        "#ORGNR 2220009993",
        "#ORGNR 16222000-9993",
        '#ORGNR ""',
        "#FNAMN Prov",
    ],
)
def test_a_number_in_another_spelling_or_none_passes(book, header):
    deliver(
        book,
        changed(("#ORGNR 222000-9993", header))
        if "FNAMN" not in header
        else changed(("#ORGNR 222000-9993\n", "")),
    )
    assert book.faults() == []


def test_the_opening_may_lack_the_result_of_last_year(book):
    # The gain of 100 is still in the result accounts when 2020 begins.
    deliver(book, changed(("#IB 0 2091 -600.00", "#IB 0 2091 -500.00")))
    tables = read_delivery(book.params()).tables
    assert figure(tables["balansrakning"], post="Eget kapital vid årets ingång", period="2020-12-31") == 600


def test_numbers_that_are_no_bas_accounts(book):
    text = changed(
        (
            '#KONTO 5010 "Hyra"',
            '#KONTO 5010 "Hyra"\n#KONTO 501015 "Hyra, lager"\n#KONTO 23 "Gåvor"\n#KONTO DIFF "Öresdiff"',
        ),
        ("#TRANS 5010 {} 120.50", "#TRANS 501015 {} 100.00\n#TRANS 23 {} -9.00\n#TRANS DIFF {} 29.50"),
    )
    deliver(book, text)
    assert [(short(f), f.message) for f in book.faults()] == [
        (("account-homeless", "bok.se", line(text, "TRANS 23 ")),
         "Account 23 Gåvor is in no row of the statements: -9.00 kr in 1 row."),
        (("account-homeless", "bok.se", line(text, "TRANS DIFF")),
         "Account DIFF Öresdiff is in no row of the statements: 29.50 kr in 1 row."),
    ]  # fmt: skip
    chart = (book.root / "params/kontoplan.yml").read_text(encoding="utf-8")
    income = chart[chart.index("resultatrakning:") : chart.index("balansrakning:")]
    budget = chart[chart.index("budget:") : chart.index("projektskulder:")]
    income = income.replace("[3100-3999]", "[3100-3999, 23]").replace("[5000-", "[5000-")
    income = income.replace("[8400-8799]", "[8400-8799, DIFF]")
    budget = budget.replace("[3100-3999]", "[3100-3999, 23]").replace("[8000-8799]", "[8000-8799, DIFF]")
    book.write("params/prov/kontoplan.yml", CHART + income + budget)
    tables = read_delivery(book.params()).tables
    income = tables["resultatrakning"]
    assert figure(income, post="Övriga intäkter", period="2020") == 9
    assert figure(income, post="Finansiella kostnader", period="2020") == -30
    assert figure(income, post="Verksamhetens kostnader", period="2020") == -500


def test_ranges_hold_accounts_by_as_many_figures_as_their_bounds():
    index = Index(
        [
            ((account_range("1400-1499"), account_range("23")), "outer"),
            ((account_range("1430"),), "inner"),
            ((account_range("DIFF"),), "word"),
        ]
    )
    found = {account: index.get(account) for account in
             ("1400", "1499", "1500", "1399", "143010", "1430", "149999", "14", "149", "23", "2350", "DIFF", "DIFFX", "")}  # fmt: skip
    assert found == {
        "1400": "outer", "1499": "outer", "1500": None, "1399": None, "143010": "inner", "1430": "inner",
        "149999": "outer", "14": None, "149": None, "23": "outer", "2350": "outer", "DIFF": "word", "DIFFX": None, "": None,
    }  # fmt: skip
    assert index.clashes() == []


@pytest.mark.parametrize(
    "text", ["3000-399", "3999-3000", "3000 3999", "", "-3000", "3000-", "3000–3999", "30 10"]
)
def test_what_is_no_range_of_accounts(text):
    with pytest.raises(ValueError, match=r"accounts? "):
        account_range(text)


# ---- One fault each ----------------------------------------------------------------------------------------

#: A changed ledger by name, and what is told of it: code, a part of the line (None: the file), parts of the message.
BROKEN = {
    "truncated in a voucher": (
        GOOD[: GOOD.index('#TRANS 2970 {6 "P1"} -400.00')],
        [("voucher-open", "#VER A 4", "cut off"), ("voucher-unbalanced", "#VER A 4", "400.00 kr")],
    ),
    "truncated in the balances": (
        GOOD[: GOOD.index("#RES -1 4510")],
        [("changes-unbalanced", "#UB -1 1930", "The changes of 2019 don't balance: those of all accounts add up to -700.00 kr")],
    ),
    "wrong fiscal year": (
        changed(("#RAR 0 2020", "#RAR 0 2022"), ("-1 20190101 20191231", "-1 20210101 20211231"), ("20201231", "20221231"))
        .replace("#VER A 1 2020", "#VER A 1 2022").replace("#VER A 2 2020", "#VER A 2 2022")
        .replace("#VER A 3 2020", "#VER A 3 2022").replace("#VER A 4 2020", "#VER A 4 2022"),
        [("year-wrong", None, "2022-01-01 to 2022-12-31, 2021-01-01 to 2021-12-31")],
    ),
    "another förbund": (changed(("222000-9993", "222000-1115")), [("forbund-wrong", None, "another organisation's")]),
    "unbalanced voucher": (
        changed(("#TRANS 5010 {} 120.50", "#TRANS 5010 {} 121.00")),
        [("voucher-unbalanced", "#VER A 3", "add up to 0.50 kr")],
    ),
    "date outside the year": (
        changed(("20200820", "20210820")),
        [("date-outside-year", "#VER A 3", "Voucher A 3 is dated outside")],
    ),
    "opening differs from closing": (
        changed(("#IB 0 1930 900.00", "#IB 0 1930 880.00"), ("#IB 0 2091 -600.00", "#IB 0 2091 -580.00")),
        [("opening-differs", "#IB 0 1930", "1930 Bank closes 2019 with 900.00 kr and opens 2020 with 880.00 kr.")],
    ),
    "opening lacks an account": (
        changed(("#IB 0 2970 -300.00\n", ""), ('#OIB 0 2970 {6 "P1"} -300.00\n', ""), ("#IB 0 2091 -600.00", "#IB 0 2091 -900.00")),
        [("opening-differs", "#IB 0 1930", "2970 Skuld till projektägare closes 2019 with -300.00 kr and opens 2020 with 0.00 kr.")],
    ),
    "opening doesn't balance": (
        changed(("#IB 0 2091 -600.00", "#IB 0 2091 -590.00")),
        [("opening-unbalanced", "#OIB 0 2970", "The opening balances of 2020 don't balance: they add up to 10.00 kr.")],
    ),
    "account without a home": (
        changed(('#KONTO 5010 "Hyra"', '#KONTO 9010 "Intern hyra"'), ("TRANS 5010", "TRANS 9010")),
        [("account-homeless", "TRANS 9010", "Account 9010 Intern hyra is in no row of the statements: 120.50 kr in 1 row.")],
    ),
    "unknown project": (
        changed(('#TRANS 4510 {6 "P1"} 400.00', '#TRANS 4510 {6 "P11"} 400.00')),
        [("object-homeless", "TRANS 4510", "Project P11 is no project of the förbund: 400.00 kr in 1 row. Did you mean 'p1'?")],
    ),
    "project cost without a project": (
        changed(('#TRANS 4510 {6 "P1"} 400.00', "#TRANS 4510 {} 400.00")),
        [("account-homeless", "TRANS 4510", "Account 4510 Insatser is in no row of the budget without a project that has an insats: 400.00 kr in 1 row.")],
    ),
    "project debt without a project": (
        changed(('#TRANS 2970 {6 "P1"} -400.00', "#TRANS 2970 {} -400.00")),
        [("object-missing", "TRANS 2970 {} -400", "Account 2970 Skuld till projektägare holds project debts, and these rows have no project with an insats: -400.00 kr in 1 row.")],
    ),
    "debt that opened and was paid without a project": (
        changed(('#OIB 0 2970 {6 "P1"} -300.00\n', ""), ('#TRANS 2970 {6 "P1"} 300.00', "#TRANS 2970 {} 300.00")),
        [("object-missing", "#IB 0 2970", "holds project debts, and these rows have no project with an insats: 0.00 kr in 2 rows.")],
    ),
    "no year at all": (
        changed(("#RAR 0 20200101 20201231\n", ""), ("#RAR -1 20190101 20191231\n", ""), (BALANCES, "")),
        [("year-missing", None, "doesn't say its fiscal year")],
    ),
    "nothing in the year": (
        HEAD + "".join(part + "\n" for part in BALANCES.split("\n") if " -1 " in part),
        [("year-missing", None, "No ledger file covers 2020, the year of the book.")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_fault_is_told_once_with_its_line(book, name):
    text, expected = BROKEN[name]
    deliver(book, text)
    found = book.faults()
    places = [(code, "bok.se", part and line(text, part)) for code, part, _ in expected]
    if name == "another förbund":
        assert found[0].where[0].value == "222000-1115" and found[0].expected == ORGNR
    assert [short(fault) for fault in found] == places, [str(fault) for fault in found]
    for fault, (_, _, told) in zip(found, expected, strict=True):
        assert told in fault.message


def test_a_forbund_without_its_number_is_asked_for_it(book):
    book.forbund()
    fault = only(book)
    assert short(fault) == ("orgnr-missing", "bok.se", None)
    assert fault.expected == "orgnr: 222000-9993 in forbund.yml, if it is"
    book.forbund(f'orgnr: "{ORGNR}"\n')
    assert book.faults() == []


def test_a_copy_of_a_file(book):
    deliver(book, name="kopia.se")
    fault = only(book)
    assert fault.code == "file-twice" and [place.file for place in fault.where] == [
        "data/raw/prov/2020/kopia.se",
        FILE,
    ]
    (book.root / "data/raw/prov/2020/kopia.se").unlink()
    assert book.faults() == []


def test_files_that_share_some_vouchers(book):
    late = HEAD + '#VER A 5 20201201 "Hyra"\n{\n#TRANS 5010 {} 10.00\n#TRANS 1930 {} -10.00\n}\n'
    late += VOUCHERS[VOUCHERS.index("#VER A 3") :]
    deliver(book, late, "host.se")
    fault = only(book)
    assert fault.code == "files-overlap"
    assert "2 vouchers stand in both (A 3, A 4)" in fault.message
    rows = {(place.file.rpartition("/")[2], place.row) for place in fault.where}
    assert rows == {(name, line(text, f"#VER A {at}")) for name, text in (("bok.se", GOOD), ("host.se", late)) for at in (3, 4)}  # fmt: skip
    # Without what both have, the second file adds its own.
    deliver(book, late[: late.index("#VER A 3")], "host.se")
    tables = read_delivery(book.params()).tables
    assert figure(tables["resultatrakning"], post="Årets resultat", period="2020") == 470  # 469,50


def test_the_same_voucher_twice_in_a_file(book):
    again = VOUCHERS[VOUCHERS.index("#VER A 3") : VOUCHERS.index("#VER A 4")]
    deliver(book, GOOD + again)
    fault = only(book)
    assert fault.code == "voucher-twice" and "A 3 stands 2 times with the same rows" in fault.message
    assert [place.row for place in fault.where] == [line(GOOD, "#VER A 3"), GOOD.count("\n") + 1]


def test_a_number_that_two_different_vouchers_have_is_no_fault(book):
    deliver(book, GOOD + '#VER A 3 20200820 "Hyra"\n{\n#TRANS 5010 {} 7.00\n#TRANS 1930 {} -7.00\n}\n')
    assert book.faults() == []


def test_two_files_that_open_the_year_differently(book):
    deliver(book, HEAD + BALANCES.replace("#IB 0 1930 900.00", "#IB 0 1930 850.00"), "annan.se")
    found = [fault for fault in book.faults() if fault.where[0].file.endswith("bok.se")]
    assert [(f.code, f.message) for f in found] == [
        ("opening-differs", "Account 1930 opens 2020 with 900.00 kr in one file and 850.00 kr in the other.")
    ]
    assert [place.file.rpartition("/")[2] for place in found[0].where] == ["bok.se", "annan.se"]


PERIODS = """\
#PSALDO 0 202001 1930 {} 1000.00
#PSALDO 0 202001 3010 {} -1000.00
#PSALDO 0 202011 4510 {} 400.00
#PSALDO 0 202011 4510 {6 "P1"} 400.00
#PSALDO 0 202011 2970 {} -400.00
#PSALDO 0 202011 2970 {6 "P1"} -400.00
#UB 0 1930 1900.00
#UB 0 2091 -600.00
#UB 0 2970 -700.00
#RES 0 3010 -1000.00
#RES 0 4510 400.00
"""


def test_months_that_contradict_the_balances(book):
    deliver(book, HEAD + BALANCES + PERIODS)
    assert book.faults() == []
    text = (
        HEAD
        + BALANCES
        + PERIODS.replace("202011 4510 {} 400.00", "202011 4510 {} 390.00").replace(
            '4510 {6 "P1"} 400.00', '4510 {6 "P1"} 390.00'
        )
    )
    deliver(book, text)
    fault = only(book)
    assert short(fault) == ("periods-differ", "bok.se", line(text, "#RES 0 4510"))
    assert fault.message == "The periods of account 4510 add up to 390.00 kr, its balances to 400.00 kr."


def test_months_whose_total_is_nothing_and_left_out(book):
    # A cost is moved from the office to a project within a month: the account's total of 0 isn't written.
    moved = '#PSALDO 0 202012 6550 {6 "P1"} 50.00\n'
    text = HEAD.replace("#DIM", '#KONTO 6550 "Utvärdering"\n#DIM') + BALANCES + PERIODS + moved
    deliver(book, text)
    tables = read_delivery(book.params()).tables
    assert figure(tables["resultatrakning"], post="Årets resultat", period="2020") == 600
    spent = tables["projektutfall"]
    assert figure(spent, "utfall", rad="Matcha", sektion="B. Projekt avseende 2020") == 0  # 450 kr
    assert figure(tables["balansrakning"], post="Summa eget kapital", period="2020-12-31") == 1200


def test_parts_by_project_are_not_added_to_those_by_project_and_cost_centre(book):
    of_project = '#OIB 0 2970 {6 "P1"} -300.00'
    with_centres = '#OIB 0 2970 {1 "10" 6 "P1"} -100.00\n#OIB 0 2970 {1 "20" 6 "P1"} -200.00'
    for parts in (of_project, with_centres, f"{of_project}\n{with_centres}"):
        text = changed((of_project, parts))
        for old, new in (("00.00", "00000.00"), ("120.50", "120500.00")):
            text = text.replace(old, new)
        deliver(book, text)
        outcome = read_delivery(book.params()).tables["projektutfall"]
        assert figure(outcome, "budget", rad="Summa A") == 300, parts


def test_vouchers_that_contradict_the_closing_balances(book):
    text = changed(("#IB -1 1930", "#UB 0 1930 1400.00\n#IB -1 1930"))
    deliver(book, text)
    (fault,) = [fault for fault in book.faults() if fault.where[0].row == line(text, "#UB 0 1930")]
    assert fault.code == "balance-differs"
    assert (
        "1930 Bank, year 0: IB 900.00 kr + transactions 579.50 kr make 1479.50 kr, #UB is 1400.00 kr"
        in fault.message
    )


NOTES = """\
noter:
  - {not: 1, rubrik: Bidrag, rader: [{post: Staten, konton: [3010]}]}
  - {not: 2, rubrik: Kostnader, rader: [{post: Insatser, konton: [4000-4999]}]}
  - {not: 3, rubrik: Fordringar, per: konto}
  - {not: 4, rubrik: Skulder, per: konto}
"""


def test_an_account_in_no_row_of_its_note(book):
    book.write("params/prov/kontoplan.yml", CHART + NOTES)
    fault = only(book)
    assert short(fault) == ("account-homeless", "bok.se", line(GOOD, "TRANS 5010"))
    assert fault.message == "Account 5010 Hyra is in no row of note 2: 120.50 kr in 1 row."
    assert fault.expected == "a row of the note in params/prov/kontoplan.yml whose konton have 5010"
    book.write("params/prov/kontoplan.yml", CHART + NOTES.replace("[4000-4999]", "[4000-5999]"))
    assert book.faults() == []


def test_many_rows_without_a_home_are_counted_and_the_first_ones_listed(book):
    rows = "".join(
        f'#VER B {at} 20200301 "x"\n{{\n#TRANS 9010 {{}} 1.50\n#TRANS 1930 {{}} -1.50\n}}\n'
        for at in range(30)
    )
    deliver(book, GOOD + rows)
    fault = only(book)
    assert (
        "Account 9010 is in no row of the statements: 45.00 kr in 30 rows, of which the first 20"
        in fault.message
    )
    assert len(fault.where) == 20 and fault.where[0].value == "B 0 1.50 kr"


# ---- Exports -----------------------------------------------------------------------------------------------

ROWS = [
    ["Serie", "Verifikation", "Datum", "Konto", "Kontonamn", "Projekt", "Belopp", "Text"],
    ["A", 1, "2020-01-15", 1930, "Bank", "", 1000, "Bidrag"],
    ["A", 1, "2020-01-15", 3010, "Bidrag från staten", "", -1000, "Bidrag"],
    ["A", 2, "2020-11-30", 4510, "Insatser", "P1", 400.5, "Rekvisition"],
    ["A", 2, "2020-11-30", 2970, "Skuld till projektägare", "P1", -400.5, "Rekvisition"],
]


def workbook(rows: list[list], merged: tuple[str, ...] = ()) -> bytes:
    made = openpyxl.Workbook()
    made.active.title = "verifikationer"
    for row in rows:
        made.active.append(row)
    for cells in merged:
        made.active.merge_cells(cells)
    opening = made.create_sheet("ingaende_balanser")
    for row in (
        ["Konto", "Kontonamn", "Projekt", "Belopp"],
        [1930, "Bank", "", 900],
        [2091, "Eget kapital", "", -900],
    ):
        opening.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.fixture
def export(book) -> Repository:
    """The book with an Excel export in place of the SIE file."""
    (book.root / FILE).unlink()
    book.year(HEADINGS)
    book.raw("export.xlsx", workbook(ROWS))
    return book


def test_an_excel_export_beneath_a_title(export):
    export.raw("export.xlsx", workbook([["Verifikationslista 2020"], [], *ROWS]))
    tables = read_delivery(export.params()).tables
    assert figure(tables["resultatrakning"], post="Årets resultat", period="2020") == 600  # 599,50
    assert figure(tables["balansrakning"], post="Summa eget kapital", period="2020-12-31") == 1500


def test_an_excel_export_with_merged_headings(export):
    above = ["Verifikat", "", "", "Kontering", "", "", "", ""]
    below = ["Serie", "Verifikation", "Datum", "Konto", "", "Projekt", "Belopp", "Text"]
    export.raw("export.xlsx", workbook([above, below, *ROWS[1:]], ("A1:C1", "D1:H1", "D2:E2")))
    found = [fault for fault in export.faults() if fault.code == "header-merged"]
    assert len(found) == 1 and found[0].where[0].sheet == "verifikationer"
    assert "Columns without a heading: 5." in found[0].message


def test_text_in_an_amount_of_an_excel_export(export):
    rows = [list(row) for row in ROWS]
    rows[3][6] = "fyrahundra"
    export.raw("export.xlsx", workbook(rows))
    fault = only(export)
    place = fault.where[0]
    assert (fault.code, place.sheet, place.row, place.column, place.value) == (
        "amount-unreadable", "verifikationer", 4, "Belopp", "fyrahundra",
    )  # fmt: skip


def test_rows_of_an_export_outside_the_years_of_the_book(export):
    rows = [list(row) for row in ROWS]
    rows[1][2] = rows[2][2] = "2018-12-31"
    export.raw("export.xlsx", workbook(rows))
    found = export.faults()
    assert [(f.code, f.where[0].row, f.where[0].value) for f in found] == [
        ("date-outside-year", 2, "2018-12-31"), ("date-outside-year", 3, "2018-12-31"),
    ]  # fmt: skip
    assert found[0].message == "The row of 1000.00 kr on account 1930 is dated outside the years of the book."
    assert found[0].expected == "2019-01-01 to 2020-12-31"


def test_an_export_delivered_twice(export):
    export.raw("export-2.xlsx", workbook(ROWS))
    (fault,) = [fault for fault in export.faults() if fault.code == "files-overlap"]
    assert "2 vouchers stand in both (A 1, A 2)" in fault.message


def test_faults_of_an_export_name_sheet_and_row(export):
    rows = [list(row) for row in ROWS]
    rows[3][5] = "P7"
    rows[4][6] = -400
    export.raw("export.xlsx", workbook(rows))
    found = {fault.code: fault for fault in export.faults()}
    assert {code: (fault.where[0].sheet, fault.where[0].row) for code, fault in found.items()} == {
        "voucher-unbalanced": ("verifikationer", 4), "object-homeless": ("verifikationer", 4),
    }  # fmt: skip
    assert (
        "0.50 kr" in found["voucher-unbalanced"].message and "Project P7" in found["object-homeless"].message
    )


# ---- All at once, and nothing half-written -------------------------------------------------------------------


def test_all_faults_are_told_in_one_run(book):
    text = changed(
        ("#TRANS 5010 {} 120.50", "#TRANS 9010 {} 121.50"),
        ("20201130", "20211130"),
        (
            '#OBJEKT 6 "P1" "Matcha"\n',
            '#OBJEKT 6 "P1" "Matcha"\n#KONTO 9010 "Intern hyra"\n#TRANS 1930 {} 5.00\n',
        ),
    )
    deliver(book, text + VOUCHERS[: VOUCHERS.index("#VER A 2")])
    deliver(book, text + VOUCHERS[: VOUCHERS.index("#VER A 2")], "kopia.se")
    book.raw("budget.csv", BUDGET + "Insatser;Macha;1\n")
    book.raw("deltagare.csv", "insats,matt,totalt\nMatcha,nyaa,1\n")
    assert {short(fault) for fault in book.faults()} == {
        ("file-twice", "kopia.se", None),
        ("row-outside", "bok.se", line(text, "#TRANS 1930 {} 5.00")),
        ("voucher-unbalanced", "bok.se", line(text, "#VER A 3")),
        ("date-outside-year", "bok.se", line(text, "#VER A 4")),
        ("voucher-twice", "bok.se", line(text, "#VER A 1")),
        ("account-homeless", "bok.se", line(text, "TRANS 9010")),
        ("row-unknown", "budget.csv", 4),
        ("word-unknown", "deltagare.csv", 2),
    }


def test_the_tables_of_the_last_good_delivery_stay(book):
    ingest("prov", 2020)
    folder = processed_folder("prov", 2020)

    def state() -> dict[str, str]:
        return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()}

    good = state()
    assert "bokforing.parquet" in good and "resultatrakning.parquet" in good
    deliver(book, BROKEN["account without a home"][0])
    with pytest.raises(Faults, match="account-homeless"):
        ingest("prov", 2020)
    assert state() == good and [path.name for path in folder.parent.iterdir()] == ["2020"]
    book.write("params/prov/kontoplan.yml", CHART + "noter: []\n")
    with pytest.raises(Faults, match="note-unknown"):
        ingest("prov", 2020)
    assert state() == good
    # Mending the chart and the file makes the book whole; what is booked shows in the tables.
    book.write("params/prov/kontoplan.yml", CHART)
    deliver(book, GOOD.replace("120.50", "20.50"))
    ingest("prov", 2020)
    assert {name for name, digest in state().items() if good[name] != digest} >= {
        "bokforing.parquet", "resultatrakning.parquet", "ingest.json",
    }  # fmt: skip


# ---- Years that a file tells in part ----------------------------------------------------------------------------


def test_the_first_year_of_a_forbund_opened_with_nothing(book):
    """Its program writes no #IB at all; #UB says that the year is told."""
    first = [line for line in HEAD.splitlines() if "-1" not in line and "2091" not in line]
    vouchers = '#VER A 1 20200115 "Bidrag"\n{\n#TRANS 1930 {} 1000.00\n#TRANS 3010 {} -1000.00\n}\n'
    deliver(book, "\n".join([*first, "#UB 0 1930 1000.00", "#RES 0 3010 -1000.00", vouchers]))
    tables = read_delivery(book.params()).tables
    assert figure(tables["balansrakning"], post="Kassa och bank", period="2020-12-31") == 1000
    assert figure(tables["balansrakning"], post="Summa eget kapital", period="2020-12-31") == 1000
    assert figure(tables["kassaflode"], post="Likvida medel vid årets början") == 0


def test_months_of_some_accounts_and_a_sum_of_others_are_no_interim_report(book):
    balances = "#IB 0 1930 0.00\n#UB 0 1930 900.00\n#RES 0 3010 -1000.00\n#RES 0 5010 100.00\n"
    months = "#PSALDO 0 202003 3010 {} -1000.00\n#PSALDO 0 202003 1930 {} 900.00\n"
    head = "\n".join(line for line in HEAD.splitlines() if "-1" not in line) + "\n"
    deliver(book, head + balances + months)
    assert book.faults() == []
    book.write("params/prov/2020.yml", "slag: delarsrapport\nper: 2020-06-30\n")
    fault = only(book)
    assert (fault.code, fault.where[0].row) == ("period-uncut", (head + balances).count("\n"))
    assert "1 account" in fault.message


def test_an_export_with_some_months_of_last_year(export):
    old = (
        ["A", 1, "2019-05-15", 1930, "Bank", "", 10, ""],
        ["A", 1, "2019-05-15", 3010, "Bidrag", "", -10, ""],
    )
    export.raw("export.xlsx", workbook([ROWS[0], *old, *ROWS[1:]]))
    fault = only(export)
    assert short(fault) == ("year-partial", "export.xlsx", 2)
    assert "2019-05-15 to 2019-05-15" in fault.message
    whole = [[*row[:2], date, *row[3:]] for date in ("2019-02-15", "2019-11-15") for row in old]
    export.raw("export.xlsx", workbook([ROWS[0], *whole, *ROWS[1:]]))
    assert export.faults() == []
