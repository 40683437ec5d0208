"""The checks of own tables find what the definition says must agree and doesn't, and nothing else."""

from __future__ import annotations

import json
from decimal import Decimal

import pandas as pd
import pytest
from conftest import REPOSITORY
from hypothesis import given
from hypothesis import strategies as st
from test_own import BASE, LONG, PLAN, define, own_root, read  # noqa: F401

from finsam.audit import own
from finsam.audit.check import Check
from finsam.delivery.files import sort_files
from finsam.tables.own import load_own, own_faults, read_own

SECTIONS = BASE.replace("rader: grupp", "rader: [del, grupp]")


def found(tmp_path, text: str, *contents: str) -> list[Check]:
    definition = define(text)
    table, faults = read(tmp_path, definition, *contents)
    assert faults == []
    return own.checks(table, {"prov": definition})


def told(checks: list[Check]) -> list[tuple]:
    """Of each check: rule, what it is about, stated, computed, severity, and row and column of the stated figure."""
    return [
        (c.rule, c.subject.partition(", ")[2], str(c.stated), str(c.computed), c.severity, c.places[0].row, c.places[0].column)
        for c in checks
    ]  # fmt: skip


# ---- Sums ------------------------------------------------------------------------------------------------


def test_a_row_is_the_sum_of_its_parts_in_each_column(tmp_path):
    text = LONG + "summor: [{summa: Alla, delar: [Kvinnor, Män]}]"
    content = "grupp;kommun;antal;procent\nAlla;U;10;9\nKvinnor;U;6;\nMän;U;4;\nAlla;V;10;\nKvinnor;V;6;\nMän;V;3;\n"
    checks = found(tmp_path, text, content)
    assert told(checks) == [
        ("own-sum", "Alla, U: summa", "10", "10", "", 2, "antal"),
        ("own-sum", "Alla, V: summa", "10", "9", "contradiction", 5, "antal"),
    ]
    assert [(place.row, place.column) for place in checks[1].places] == [
        (5, "antal"),
        (6, "antal"),
        (7, "antal"),
    ]


def test_percents_and_means_are_no_sums_unless_the_rule_says_so(tmp_path):
    varden = "varden: {n: antal, p: procent, d: dagar}\n"
    content = "grupp;n;p;d\nA;1;30;4\nB;2;70;6\nAlla;3;5;5\n"
    rule = "summor: [{summa: Alla, delar: alla%s}]"
    assert [c.stated for c in found(tmp_path, BASE + varden + rule % "", content)] == [3]
    named = found(tmp_path, BASE + varden + rule % ", varden: [p, d]", content)
    assert [(c.stated, c.computed) for c in named] == [(5, 100), (5, 10)]


@pytest.mark.parametrize("unit", ["antal", "kr", "tkr", "mkr", "helarsekvivalenter"])
def test_units_that_add_up_are_checked_also_where_rows_tell_them(tmp_path, unit):
    text = BASE + "varden: {varde: enhet}\nsummor: [{summa: S, delar: alla}]\nkolumnsummor: {varde: [varde]}"
    checks = found(tmp_path, text, f"grupp;varde;enhet\nA;1;{unit}\nS;5;{unit}\n")
    assert [(c.rule, c.computed) for c in checks] == [("own-sum", 1), ("own-sum", 1), ("own-sum", 5)]
    assert found(tmp_path, text, "grupp;varde;enhet\nA;1;procent\nS;5;procent\n") == []


def test_columns_are_sums_in_wide_and_long_form(tmp_path):
    wide = BASE + "varden: {k: antal, m: antal, t: antal}\nkolumnsummor: {t: [k, m]}"
    checks = found(tmp_path, wide, "grupp;k;m;t\nA;1;2;3\nB;1;2;4\n")
    assert told(checks) == [
        ("own-sum", "A, t: summa", "3", "3", "", 2, "t"),
        ("own-sum", "B, t: summa", "4", "3", "contradiction", 3, "t"),
    ]
    long = LONG + "kolumnsummor: {Alla: [U, V]}"
    content = "grupp;kommun;antal;procent\nA;U;1;50\nA;V;2;50\nA;Alla;4;50\n"
    assert told(found(tmp_path, long, content)) == [
        ("own-sum", "A, Alla: summa", "4", "3", "contradiction", 4, "antal")
    ]


def test_named_columns_of_percents_are_sums(tmp_path):
    text = BASE + "varden: {k: procent, m: procent, t: procent}\nkolumnsummor: {t: [k, m]}"
    assert [c.severity for c in found(tmp_path, text, "grupp;k;m;t\nA;40;60;100\nB;40;60;90\n")] == [
        "",
        "contradiction",
    ]


def test_a_sum_of_all_leaves_out_other_sums_and_other_sections(tmp_path):
    text = (
        SECTIONS + "varden: {n: antal}\nsummor: [{summa: Delsumma, delar: [A]}, {summa: Summa, delar: alla}]"
    )
    content = "del;grupp;n\nX;A;1\nX;Delsumma;1\nX;B;2\nX;Summa;3\nY;A;5\nY;Summa;6\n"
    assert [(c.subject, c.stated, c.computed) for c in found(tmp_path, text, content)] == [
        ("Personal, X, Delsumma: summa", 1, 1),
        ("Personal, X, Summa: summa", 3, 3),
        ("Personal, Y, Summa: summa", 6, 5),
    ]


def test_parts_may_stand_in_other_sections_by_path(tmp_path):
    text = SECTIONS + "varden: {n: antal}\nsummor: [{summa: [Y, S], delar: [A, [X, A]]}]"
    content = "del;grupp;n\nX;A;1\nX;S;7\nY;A;5\nY;S;6\n"
    (check,) = found(tmp_path, text, content)
    assert (check.stated, check.computed) == (6, 6)


def test_nothing_is_said_where_a_part_is_missing(tmp_path):
    text = LONG + "summor: [{summa: Alla, delar: [Kvinnor, Män]}]"
    for part in ("..", "", "."):
        content = f"grupp;kommun;antal;procent\nAlla;U;10;\nKvinnor;U;{part};\nMän;U;4;\n"
        assert found(tmp_path, text, content) == []
    assert found(tmp_path, text, "grupp;kommun;antal;procent\nAlla;U;10;\nKvinnor;U;6;\nMän;V;4;\n") == []


#: Unit, the numbers of the parts and of their sum, and what comes of it: half a unit of the last decimal for each.
SUMS = [
    ("antal", ("3", "3", "7"), "contradiction"),
    ("tkr", ("3", "3", "7"), "rounding"),
    ("tkr", ("3", "3", "8"), "contradiction"),
    ("tkr", ("3,3", "3,3", "6,7"), "rounding"),
    ("tkr", ("3,3", "3,3", "6,8"), "contradiction"),
    ("tkr", ("3,3", "3,3", "7"), "rounding"),
    ("kr", ("3,30", "3,30", "6,61"), "rounding"),
    ("helarsekvivalenter", ("1", "1", "3"), "rounding"),
]


@pytest.mark.parametrize(("unit", "values", "severity"), SUMS)
def test_a_sum_may_differ_by_what_rounding_can_make(tmp_path, unit, values, severity):
    text = BASE + f"varden: {{n: {unit}}}\nsummor: [{{summa: S, delar: alla}}]"
    content = "grupp;n\nA;{};\nB;{}\nS;{}\n".replace(";\n", "\n").format(*values)
    (check,) = found(tmp_path, text, content)
    assert check.severity == severity


def test_means_among_counts_are_rounded(tmp_path):
    text = BASE + "varden: {varde: antal}\nsummor: [{summa: S, delar: alla}]"
    assert [c.severity for c in found(tmp_path, text, "grupp;varde\nA;3,3\nB;3,3\nS;6,7\n")] == ["rounding"]


def test_a_sum_without_all_its_parts_in_the_section_is_not_checked(tmp_path):
    text = SECTIONS + "varden: {n: antal}\nsummor: [{summa: S, delar: [A, B]}]"
    (check,) = found(tmp_path, text, "del;grupp;n\nX;A;1\nX;B;2\nX;S;3\nY;A;1\nY;S;3\n")
    assert check.subject == "Personal, X, S: summa"


# ---- Shares and changes ----------------------------------------------------------------------------------

SHARE = BASE + "varden: {n: %s, p: procent}\nandelar: [{procent: p, antal: n, av: Alla}]"


@pytest.mark.parametrize(
    ("n", "base", "percent", "severity", "computed"),
    [
        ("90", "330", "17", "contradiction", "27"),
        ("90", "330", "27", "", "27"),
        ("2", "3", "67", "", "67"),
        ("2", "3", "66", "rounding", "67"),  # cut
        ("2", "3", "68", "contradiction", "67"),  # neither rounded nor cut
        ("1", "3", "34", "contradiction", "33"),  # raised, which no rounding does
        ("1", "3", "32", "contradiction", "33"),
        ("1", "2", "51", "contradiction", "50"),
        ("1", "2", "49", "contradiction", "50"),
        ("1", "8", "13", "", "13"),  # a half is rounded up
        ("2", "3", "66,6", "rounding", "66.7"),
        ("2", "3", "66,5", "contradiction", "66.7"),
    ],
)
def test_a_percent_is_the_count_of_the_base(tmp_path, n, base, percent, severity, computed):
    checks = found(tmp_path, SHARE % "antal", f"grupp;n;p\nAlla;{base};\nA;{n};{percent}\n")
    (check,) = checks
    assert (check.rule, check.severity, str(check.computed)) == ("own-share", severity, computed)
    assert [(place.row, place.column) for place in check.places] == [(3, "p"), (3, "n"), (2, "n")]


def test_rounded_amounts_give_a_percent_room(tmp_path):
    """1 of 3 mkr may be 0.5 of 3.5 or 1.5 of 2.5: anything from 14 to 60 percent."""
    for percent, severity in (("33", ""), ("14", "rounding"), ("60", "rounding"), ("13", "contradiction"), ("62", "contradiction")):  # fmt: skip
        (check,) = found(tmp_path, SHARE % "mkr", f"grupp;n;p\nAlla;3;\nA;1;{percent}\n")
        assert check.severity == severity, percent


def test_a_base_of_none_is_no_base(tmp_path):
    assert found(tmp_path, SHARE % "antal", "grupp;n;p\nAlla;0;\nA;0;0\n") == []


def test_the_base_may_be_a_column_and_the_rows_be_chosen(tmp_path):
    text = BASE + "varden: {sjuka: antal, p: procent, alla: antal}\n"
    text += "andelar: [{procent: p, antal: sjuka, av: alla, rader: [B]}]"
    (check,) = found(tmp_path, text, "grupp;sjuka;p;alla\nA;1;99;2\nB;1;40;2\n")
    assert (check.subject, check.stated, check.computed) == ("Personal, B, p: andel", 40, 50)


def test_the_base_is_that_of_the_section_and_the_column(tmp_path):
    text = (
        SECTIONS
        + "kolumner: kommun\nvarden: {n: antal, p: procent}\nandelar: [{procent: p, antal: n, av: Alla}]"
    )
    content = "del;grupp;kommun;n;p\nX;Alla;U;10;\nX;A;U;5;50\nX;Alla;V;20;\nX;A;V;5;25\nY;Alla;U;5;\nY;A;U;5;99\nZ;A;U;1;1\n"
    checks = found(tmp_path, text, content)
    assert [(c.subject, c.stated, c.computed) for c in checks] == [
        ("Personal, X, A, U: andel", 50, 50),
        ("Personal, X, A, V: andel", 25, 25),
        ("Personal, Y, A, U: andel", 99, 100),
    ]


def test_a_change_is_against_what_it_began_with(tmp_path):
    text = BASE + "varden: {varde: enhet}\nokningar: [{procent: P, fran: A, till: B}]"
    for stated, severity in (("148", ""), ("149", "contradiction"), ("248", "contradiction")):
        content = f"grupp;varde;enhet\nA;29;antal\nB;72;antal\nP;{stated};procent\n"
        (check,) = found(tmp_path, text, content)
        assert (check.rule, str(check.computed), check.severity) == ("own-change", "148", severity)
    (fall,) = found(tmp_path, text, "grupp;varde;enhet\nA;40;antal\nB;30;antal\nP;-25;procent\n")
    assert fall.severity == ""


def test_a_change_is_looked_for_where_the_row_is_in_percent(tmp_path):
    text = BASE + "varden: {varde: enhet, n: antal}\nokningar: [{procent: P, fran: A, till: B}]"
    (check,) = found(tmp_path, text, "grupp;varde;enhet;n\nA;1;antal;1\nB;2;antal;2\nP;100;procent;3\n")
    assert (check.subject, check.severity) == ("Personal, P, varde: förändring", "")


# ---- Between ---------------------------------------------------------------------------------------------

BETWEEN = BASE + "varden: {p: procent}\nmellan: [{helhet: Alla, delar: [Kvinnor, Män], varden: p}]"


@pytest.mark.parametrize(
    ("whole", "women", "men", "severity", "bound"),
    [
        ("8,0", "8,7", "4,8", "", "8.0"),
        ("7,7", "7,2", "2,1", "contradiction", "7.2"),
        ("1,9", "7,2", "2,1", "contradiction", "2.1"),
        ("52", "46", "52", "", "52"),
        ("7,3", "7,2", "2,1", "rounding", "7.2"),
        ("7,4", "7,2", "2,1", "contradiction", "7.2"),
        ("8", "7,6", "2,1", "rounding", "7.6"),
    ],
)
def test_a_whole_lies_between_its_parts(tmp_path, whole, women, men, severity, bound):
    (check,) = found(tmp_path, BETWEEN, f"grupp;p\nAlla;{whole}\nKvinnor;{women}\nMän;{men}\n")
    assert (check.rule, check.severity, str(check.computed)) == ("own-between", severity, bound)
    assert [place.row for place in check.places] == [2, 3, 4]


def test_between_needs_all_its_parts(tmp_path):
    assert found(tmp_path, BETWEEN, "grupp;p\nAlla;7\nKvinnor;..\nMän;2\n") == []


# ---- Days ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "printed", "wrong"),
    [
        ("2017-11-30", "Fredag den 30november", [("fredag", "torsdag")]),
        ("2017-11-30", "Torsdag den 30 november", []),
        ("2017-03-29", "Medlemssamråd 29 mars", []),
        ("2017-03-29", "Medlemssamråd 28 mars", [("28 mars", "29 mars")]),
        ("2017-03-29", "TORSDAGEN den 29 April", [("torsdag", "onsdag"), ("29 april", "29 mars")]),
        ("2017-03-29", "söndag", [("söndag", "onsdag")]),
        ("2017-03-29", "8-12", []),
        ("", "fredag", []),
    ],
)
def test_the_printed_day_is_that_of_the_date(tmp_path, day, printed, wrong):
    text = PLAN.replace("rader: datum", "rader: nr") + "veckodag: dag\n"
    checks = found(tmp_path, text, f"nr;datum;dag;plats;punkter\n1;{day};{printed};;\n")
    assert [check.words for check in checks if check.severity] == wrong
    assert all(check.severity in ("", "contradiction") and check.rule == "own-weekday" for check in checks)
    for check in checks:
        assert [(place.row, place.column) for place in check.places] == [(2, "dag"), (2, "datum")]


@given(st.dates(), st.integers(0, 6), st.integers(0, 11), st.integers(1, 31))
def test_every_day_but_its_own_is_told(day, weekday, month, number):
    printed = f"{own.WEEKDAYS[weekday]} {number} {own.MONTHS[month]}"
    definition = define(PLAN.replace("rader: datum", "rader: nr") + "veckodag: dag\n")
    place = {"tabell": "prov", "radnr": 2, "fil": "f", "blad": "", "varde": None, "decimaler": 0, "enhet": ""}
    texts = {"nr": "1", "datum": day.isoformat(), "dag": printed, "plats": "", "punkter": ""}
    table = pd.DataFrame(
        [
            place | {"kolumn": name, "text": text, "status": "", "rubrik_i_fil": name}
            for name, text in texts.items()
        ]
    )
    severities = [check.severity for check in own.checks(table, {"prov": definition})]
    right = (weekday == day.weekday(), (number, month + 1) == (day.day, day.month))
    assert severities == ["" if each else "contradiction" for each in right]


def test_a_day_is_told_in_words(tmp_path):
    text = PLAN + "veckodag: dag\n"
    check, _ = found(tmp_path, text, "datum;dag;plats;punkter\n2017-11-30;Fredag den 30november;;\n")
    fault = check.as_fault()
    assert fault.message == "Mötesplan, 30 november 2017: veckodag: stated fredag, the date makes it torsdag."
    assert (fault.expected, check.expected) == ("torsdag", "torsdag")
    json.dumps(fault.as_json())


# ---- The real tables -------------------------------------------------------------------------------------

#: Every difference there is, with the second figure worked out by hand.
DIFFERENCES = {
    ("umearegionen", 2016): [
        # A plan for 2016 at a meeting in September 2017.
        ("motesplan.csv", 6, "punkter", "own-year", 2016, 2017),
        # 30 November 2017 was a Thursday.
        ("motesplan.csv", 8, "dag_tryckt", "own-weekday", 4, 3),
        ("socialt_foretagande.csv", 18, "varde", "own-change", 333, Decimal(100 * (12 - 4)) / 4),
        ("socialt_foretagande.csv", 19, "varde", "own-change", 248, round(Decimal(100 * (72 - 29)) / 29)),
        ("aldreomsorg_personal.csv", 21, "procent", "own-share", 17, round(Decimal(100 * 90) / 330)),
        # More than women (7.2) and men (2.1).
        ("aldreomsorg_personal.csv", 29, "procent", "own-between", Decimal("7.7"), Decimal("7.2")),
        # 46 % of 1 454 women and 52 % of 259 men.
        (
            "aldreomsorg_personal.csv",
            37,
            "procent",
            "own-weighted",
            52,
            round(Decimal(1454 * 46 + 259 * 52) / 1713),
        ),
    ],
    ("umea-vannas", 2014): [],
    # A plan with its meetings, which are none of 2016.
    ("umearegionen", 2018): [],
}
#: The tables of the förbund that a year hasn't.
UNDELIVERED = {
    2016: {"moten"},
    2018: {"motesplan", "socialt_foretagande", "hikikomori_tillagg", "aldreomsorg_personal"},
}


@pytest.mark.parametrize(("forbund", "year"), DIFFERENCES)
def test_the_differences_of_the_real_tables_are_these_and_no_others(monkeypatch, forbund, year):
    monkeypatch.setenv("FINSAM_ROOT", str(REPOSITORY))
    definitions = load_own(forbund)
    grids = sort_files(REPOSITORY / "data/raw" / forbund / str(year), definitions).own
    assert {name for name, _ in grids} == set(definitions) - UNDELIVERED.get(year, set())
    parts = [read_own(grid, name, definitions[name]) for name, grid in grids]
    table = pd.concat([cells for cells, _ in parts], ignore_index=True)
    assert [fault for _, faults in parts for fault in faults] + own_faults(table, definitions) == []
    checks = own.checks(table, definitions)
    assert [
        (
            c.places[0].file.rpartition("/")[2],
            c.places[0].row,
            c.places[0].column,
            c.rule,
            c.stated,
            c.computed,
        )
        for c in checks
        if c.severity
    ] == DIFFERENCES[forbund, year]
    assert {c.rule for c in checks if c.severity == "note"} == ({"own-year"} if year == 2016 else set())
    assert len(checks) == {2016: 45, 2014: 0, 2018: 0}[year]
