"""Income support: month rows are read as they were meant, and every household is counted as the definitions say."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from conftest import where
from hypothesis import given, settings
from hypothesis import strategies as st
from support_rows import ALONE, FAMILY, HEADER, months, rows, sheet, whole

from finsam.delivery.read import read_delivery
from finsam.faults import Faults
from finsam.households.counted import counted
from finsam.households.definitions import load_households
from finsam.households.need import is_long, is_very_long, most_in_a_stretch
from finsam.households.rows import HOUSEHOLDS, read_months
from finsam.sources.grids import read_grids
from finsam.tables.definitions import UNKNOWN
from finsam.tables.words import ALL_KOMMUNER

#: Someone has support in every month, so that the rows tell all three years of Umeå.
ALWAYS = rows("alltid", [*whole(2018), *whole(2019), *whole(2020)])
COVERED = load_households(None).model_copy(update={"fran": "2018-01", "till": "2020-12"})
READY = "omrade;period;raknas;uppdelning;grupp;alla;langvarigt;mycket_langvarigt\n"


@pytest.fixture
def read(repository):
    """Reads the text of a file as the förbund prov does."""

    def reader(content: str, name: str = "hushallsmanader.csv"):
        (grid,) = read_grids(repository.raw(name, content))
        return read_months(grid, load_households("prov"), repository.params())

    return reader


@pytest.fixture
def count(repository, read):
    """The figures of month rows: (omrade, period, raknas, uppdelning, grupp) to alla, langvarigt, mycket_langvarigt."""

    def counter(*parts: list[str]) -> dict[tuple[str, ...], tuple]:
        table, faults = read(sheet(*parts))
        assert faults == []
        return figures(counted(table, 2020, load_households("prov")))

    return counter


def figures(table: pd.DataFrame) -> dict[tuple[str, ...], tuple]:
    found: dict[tuple[str, ...], dict[str, object]] = {}
    for row in table.itertuples():
        key = (row.omrade, row.period, row.raknas, row.uppdelning, row.grupp)
        found.setdefault(key, {})[row.kolumn] = row.status or int(row.varde)
    columns = ("alla", "langvarigt", "mycket_langvarigt")
    return {key: tuple(cells.get(name) for name in columns) for key, cells in found.items()}


def whole_of(found: dict, year: int = 2020, raknas: str = "hushall", omrade: str = "Umeå") -> tuple:
    return found[(omrade, str(year), raknas, "totalt", "")]


# ---- The definitions ---------------------------------------------------------------------------------------


def support(text: str) -> np.ndarray:
    """Months from `x` (support) and `.` (none); spaces are nothing."""
    return np.array([[sign == "x" for sign in text.replace(" ", "")]])


@pytest.mark.parametrize(("number", "expected"), [(0, False), (9, False), (10, True), (12, True)])
def test_long_is_ten_of_twelve_months(number, expected):
    assert is_long(support("x" * number + "." * (12 - number))).tolist() == [expected]
    assert is_long(support("." * (12 - number) + "x" * number)).tolist() == [expected]


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("x" * 26 + "." * 10, 26),
        ("x" * 27 + "." * 9, 27),
        ("." * 9 + "x" * 27, 27),  # Months before the first with support are no break.
        ("x" * 12 + ".." + "x" * 15 + "." * 7, 27),
        ("x" * 12 + "..." + "x" * 15 + "." * 6, 15),
        ("xxx. " * 9, 27),
        ("xx.. " * 9, 18),
        ("x" + "..." + "x" * 27 + "." * 5, 27),  # A month long before takes nothing from what came after.
        ("." * 36, 0),
    ],
)
def test_very_long_is_one_stretch_with_breaks_of_at_most_two_months(text, most):
    assert most_in_a_stretch(support(text)).tolist() == [most]
    assert is_very_long(support(text)).tolist() == [most >= 27]


@given(st.lists(st.booleans(), min_size=36, max_size=36), st.integers(0, 35))
def test_a_further_month_never_makes_a_need_shorter(months, extra):
    before, after = np.array([months]), np.array([months])
    after[0, extra] = True
    assert most_in_a_stretch(after)[0] >= most_in_a_stretch(before)[0]
    assert is_long(after[:, 24:])[0] >= is_long(before[:, 24:])[0]


@given(st.lists(st.booleans(), min_size=36, max_size=36))
def test_a_very_long_need_has_support_in_each_of_the_three_years(months):
    """So it is part of those with support in the year. It needn't be long: that doesn't follow."""
    if is_very_long(np.array([months]))[0]:
        assert all(sum(months[at : at + 12]) >= 3 for at in (0, 12, 24))


def test_a_very_long_need_may_be_over_before_it_is_long_in_the_year():
    text = "x" * 27 + "." * 9
    assert is_very_long(support(text))[0] and not is_long(support(text[24:]))[0]


# ---- Counting ----------------------------------------------------------------------------------------------


def test_nine_and_ten_months_of_the_year(count):
    found = count(
        ALWAYS,
        rows("nio", months(2020, *range(1, 10))),
        rows("tio", months(2020, 1, 2, 3, 5, 6, 7, 9, 10, 11, 12)),
        # Ten months over new year are no ten months of a year.
        rows("nyar", [*months(2019, *range(8, 13)), *months(2020, *range(1, 6))]),
    )
    assert whole_of(found) == (4, 2, 1)
    assert whole_of(found, 2019) == (2, 1, "saknas")


def test_twenty_six_and_twenty_seven_months_of_three_years(count):
    two_years = [*whole(2018), *whole(2019)]
    found = count(
        ALWAYS,
        rows("26", [*two_years, *months(2020, 1, 2)]),
        rows("27", [*two_years, *months(2020, 1, 2, 3)]),
        rows("two", [*whole(2018), *months(2019, *range(3, 13)), *months(2020, *range(1, 7))]),
        rows("three", [*whole(2018), *months(2019, *range(4, 13)), *months(2020, *range(1, 8))]),
        # The break of three months lies across new year.
        rows(
            "newyear",
            [*months(2018, *range(1, 12)), *months(2019, *range(3, 13)), *months(2020, *range(1, 9))],
        ),
    )
    # Alltid, 27 and two; of them and three only alltid has ten months in 2020.
    assert whole_of(found) == (6, 1, 3)


def test_persons_are_the_members_of_the_last_month(count):
    grown = FAMILY | {"barn": "4"}
    found = count(ALWAYS, rows("f", months(2020, *range(1, 11)), FAMILY), rows("f", ["2020-11"], grown))
    assert whole_of(found) == (2, 2, 1)
    assert whole_of(found, raknas="personer") == (7, 7, 1)
    assert found[("Umeå", "2020", "personer", "vuxna_barn", "Barn")] == (4, 4, 0)
    assert found[("Umeå", "2020", "personer", "vuxna_barn", "Vuxna")] == (3, 3, 1)


def test_a_household_that_changes_type_has_that_of_its_last_month_in_each_year(count):
    alone = rows("h", [*whole(2019), *months(2020, 1, 2)])
    found = count(
        ALWAYS, alone, rows("h", months(2020, *range(3, 12)), FAMILY, forsorjningshinder="Språkhinder")
    )
    of_2019 = {
        key[4]: value for key, value in found.items() if key[1:4] == ("2019", "hushall", "hushallstyp")
    }
    assert of_2019 == {"Ensamstående kvinna utan barn": (2, 2, "saknas")}
    of_2020 = {
        key[4]: value for key, value in found.items() if key[1:4] == ("2020", "hushall", "hushallstyp")
    }
    assert of_2020 == {"Ensamstående kvinna utan barn": (1, 1, 1), "Sammanboende med barn": (1, 1, 0)}
    assert found[("Umeå", "2020", "hushall", "forsorjningshinder", "Språkhinder")] == (1, 1, 0)


def test_a_household_that_moves_is_in_both_kommuner_and_once_in_all(count):
    found = count(
        ALWAYS,
        rows("granne", [*whole(2018), *whole(2019), *whole(2020)], kommun="Vännäs"),
        rows("flyttar", months(2020, *range(1, 7))),
        rows("flyttar", months(2020, *range(7, 12)), kommun="Vännäs"),
    )
    assert whole_of(found) == (2, 2, 1)
    assert whole_of(found, omrade="Vännäs") == (2, 2, 1)
    assert whole_of(found, omrade=ALL_KOMMUNER) == (3, 3, 2)


def test_one_kommun_has_no_row_of_all_kommuner(count):
    assert {key[0] for key in count(ALWAYS)} == {"Umeå"}


def test_age_is_that_of_the_year_and_what_is_not_told_is_a_group(count):
    found = count(ALWAYS, rows("u", ["2020-05"], fodelsear="2000", forsorjningshinder="Okänt", kon=""))
    assert found[("Umeå", "2020", "hushall", "alder", "20–24 år")] == (1, 0, 0)
    assert found[("Umeå", "2020", "hushall", "alder", "40–49 år")] == (1, 1, 1)
    assert found[("Umeå", "2020", "hushall", "forsorjningshinder", UNKNOWN)] == (1, 0, 0)
    assert found[("Umeå", "2020", "hushall", "hushallstyp", "Ensamstående utan barn")] == (1, 0, 0)


def test_years_that_are_not_whole_are_missing_and_never_zero(count):
    found = count(rows("h", [*months(2018, *range(2, 13)), *whole(2019), *whole(2020)]))
    assert whole_of(found, 2018) == ("saknas",) * 3
    assert whole_of(found, 2019) == (1, 1, "saknas")
    assert whole_of(found, 2020) == (1, 1, "saknas")


def test_params_may_say_which_months_the_rows_cover(repository, count):
    repository.write("params/prov/forsorjningsstod.yml", "fran: 2018-01\ntill: 2020-12\n")
    found = count(rows("h", [*months(2018, *range(2, 13)), *whole(2019), *months(2020, 1, 2, 3, 4)]))
    assert whole_of(found, 2018) == (1, 1, "saknas")
    assert whole_of(found, 2020) == (1, 0, 1)


def test_a_kommun_with_fewer_years_makes_the_whole_unknown_too(count):
    found = count(ALWAYS, rows("ny", whole(2020), kommun="Vännäs"))
    assert whole_of(found, omrade=ALL_KOMMUNER) == (2, 2, "saknas")
    assert whole_of(found, 2019, omrade=ALL_KOMMUNER) == ("saknas",) * 3
    assert whole_of(found) == (1, 1, 1)


def test_the_whole_needs_the_two_years_before_of_every_kommun(count):
    found = count(ALWAYS, rows("ny", [*whole(2019), *whole(2020)], kommun="Vännäs"))
    assert whole_of(found, omrade=ALL_KOMMUNER) == (2, 2, "saknas")
    assert whole_of(found, 2019, omrade=ALL_KOMMUNER) == (2, 2, "saknas")


def test_paid_is_the_sum_in_ore_and_missing_where_a_month_has_none(repository, read):
    def paid(*parts):
        table, faults = read(sheet(*parts))
        assert faults == []
        made = counted(table, 2020, load_households("prov"))
        return made.loc[
            (made["kolumn"] == "utbetalt") & (made["period"] == "2020"), ["varde", "enhet"]
        ].values.tolist()

    ((amount, unit),) = paid(rows("h", whole(2020), belopp="1 000,10"))
    assert (str(amount), unit) == ("12001.2", "kr")
    assert paid(rows("h", whole(2020)), rows("i", ["2020-01"], belopp="")) == []


@settings(max_examples=25)
@given(data=st.data())
def test_groups_sum_to_the_whole_and_long_needs_are_among_all(data):
    kinds = [
        "Ensamstående kvinna utan barn",
        "Ensamstående man med barn",
        "Sammanboende med barn",
        "Övriga hushåll",
    ]
    lines = []
    for number in range(data.draw(st.integers(1, 6))):
        for at in data.draw(st.sets(st.integers(0, 35), min_size=1)):
            lines.append(
                {
                    "hushall": f"h{number}", "manad": f"{2018 + at // 12}-{at % 12 + 1:02}",
                    "kommun": data.draw(st.sampled_from(["Umeå", "Vännäs"])),
                    "hushallstyp": data.draw(st.sampled_from(kinds)), "kon": "",
                    "alder": data.draw(st.sampled_from([None, 19, 33, 70])), "vuxna": data.draw(st.integers(1, 3)),
                    "barn": data.draw(st.integers(0, 3)), "forsorjningshinder": data.draw(st.sampled_from(["", "Språkhinder"])),
                    "ore": None, "fil": "f.csv", "blad": "", "radnr": len(lines) + 2,
                }
            )  # fmt: skip
    table = pd.DataFrame(lines).astype(HOUSEHOLDS)
    found = figures(counted(table, 2020, COVERED))
    for omrade in dict.fromkeys(key[0] for key in found):
        for raknas in ("hushall", "personer"):
            everyone = whole_of(found, 2020, raknas, omrade)
            assert everyone[1] <= everyone[0] and everyone[2] <= everyone[0]
            for grouping in ("hushallstyp", "alder", "forsorjningshinder", "vuxna_barn"):
                groups = [v for k, v in found.items() if k[:4] == (omrade, "2020", raknas, grouping)]
                if groups:
                    assert tuple(map(sum, zip(*groups, strict=True))) == everyone
    kommuner = [
        whole_of(found, 2020, "hushall", key[0])
        for key in found
        if key[0] != ALL_KOMMUNER and key[1:] == ("2020", "hushall", "totalt", "")
    ]
    if len(kommuner) > 1:
        together = whole_of(found, 2020, "hushall", ALL_KOMMUNER)
        assert all(
            part <= sum(numbers) for part, numbers in zip(together, zip(*kommuner, strict=True), strict=True)
        )


# ---- What is wrong -----------------------------------------------------------------------------------------

ONE = ["2020-01"]


@pytest.mark.parametrize(
    ("cells", "code", "column", "value"),
    [
        ({"hushallstyp": "Kollektiv"}, "word-unknown", "hushallstyp", "Kollektiv"),
        ({"hushallstyp": ""}, "cell-empty", "hushallstyp", ""),
        ({"kommun": "Atlantis"}, "word-unknown", "kommun", "Atlantis"),
        ({"forsorjningshinder": "Lat"}, "word-unknown", "forsorjningshinder", "Lat"),
        ({"kon": "X"}, "word-unknown", "kon", "X"),
        ({"hushallstyp": "Ensamstående man utan barn"}, "sex-contradicts-type", "kon", "K"),
        ({"barn": "2"}, "children-contradict-type", "barn", "2"),
        ({"hushallstyp": "Ensamstående med barn"}, "children-contradict-type", "barn", "0"),
        ({"vuxna": "0"}, "adults-missing", "vuxna", "0"),
        ({"hushallstyp": "Övriga", "vuxna": "0"}, "adults-missing", "vuxna", "0"),
        ({"vuxna": "2"}, "adults-contradict-type", "vuxna", "2"),
        ({"hushallstyp": "Sammanboende utan barn"}, "adults-contradict-type", "vuxna", "1"),
        ({"hushallstyp": "Övriga", "vuxna": "11"}, "number-unlikely", "vuxna", "11"),
        ({"barn": "1,5"}, "number-not-whole", "barn", "1,5"),
        ({"barn": ""}, "cell-empty", "barn", ""),
        ({"barn": "-1"}, "number-negative", "barn", "-1"),
        ({"vuxna": "en"}, "number-unreadable", "vuxna", "en"),
        ({"fodelsear": "2010"}, "birth-year-unlikely", "fodelsear", "2010"),
        ({"fodelsear": "85"}, "birth-year-unreadable", "fodelsear", "85"),
        ({"belopp": "0"}, "amount-zero", "belopp", "0"),
        ({"belopp": "-10"}, "number-negative", "belopp", "-10"),
        ({"belopp": "10,1234"}, "number-not-ore", "belopp", "10,1234"),
    ],
)  # fmt: skip
def test_a_fault_is_told_by_its_cell_and_the_row_left_out(read, cells, code, column, value):
    table, faults = read(sheet(rows("b1", ONE), rows("fel", ONE, **cells)))
    assert [fault.code for fault in faults] == [code]
    place = where(faults[0])
    assert (place.row, place.column, place.value) == (3, column, value)
    assert faults[0].expected and table["hushall"].tolist() == ["b1"]


@pytest.mark.parametrize(
    ("text", "code"),
    [("2020-13", "month-unreadable"), ("januari", "month-unreadable"), ("1889-01", "month-unlikely"),
     ("2021-01", "month-outside"), ("2018-12", "month-outside"), ("", "cell-empty")],
)  # fmt: skip
def test_months_that_cannot_be(repository, read, text, code):
    repository.write("params/prov/forsorjningsstod.yml", "fran: 2019-01\n")
    _, faults = read(sheet(rows("h", [text])))
    assert [(fault.code, where(fault).row, where(fault).column) for fault in faults] == [(code, 2, "manad")]


@pytest.mark.parametrize("text", ["2020-03", "202003", "2020-03-01", "2020-03-31 00:00:00"])
def test_months_are_read_in_several_forms(read, text):
    table, faults = read(sheet(rows("h", [text])))
    assert faults == [] and table["manad"].tolist() == ["2020-03"]


def test_age_and_year_of_birth_must_agree(read):
    lines = "hushall;manad;kommun;hushallstyp;vuxna;barn;fodelsear;alder\n" + "".join(
        f"h{age};2020-06;Umeå;Övriga;1;0;1980;{age}\n" for age in (38, 39, 40, 41, 12)
    )
    table, faults = read(lines)
    assert [(fault.code, where(fault).row) for fault in faults] == [
        ("age-contradicts-birth-year", 2),
        ("age-contradicts-birth-year", 5),
        ("age-unlikely", 6),
    ]
    assert table["alder"].tolist() == [40, 40]


def test_every_fault_of_a_row_is_told_at_once(read):
    _, faults = read(sheet(rows("h", ["2020-01"], barn="2", vuxna="0", kommun="X", forsorjningshinder="Y")))
    assert sorted(fault.code for fault in faults) == [
        "adults-missing", "children-contradict-type", "word-unknown", "word-unknown",
    ]  # fmt: skip


def test_a_household_stands_once_with_a_month_also_over_files(repository):
    repository.raw("hushallsmanader-a.csv", sheet(rows("h", ONE)))
    repository.raw("hushallsmanader-b.csv", sheet(rows("h", ONE, kommun="Vännäs"), rows("i", ONE)))
    (fault,) = repository.faults()
    assert fault.code == "row-twice" and "Umeå, Vännäs" in fault.message
    assert [(place.file.rsplit("/", 1)[1], place.row, place.value) for place in fault.where] == [
        ("hushallsmanader-a.csv", 2, "h"),
        ("hushallsmanader-b.csv", 2, "h"),
    ]


def test_personal_identity_numbers_are_refused_and_not_shown(read):
    table, faults = read(sheet(rows("h", ONE, kommun="850312-1231")))
    assert len(table) == 0
    assert "personal-number" in [fault.code for fault in faults]
    assert "850312" not in "".join(map(str, faults))


def test_unknown_and_missing_columns_name_the_file_of_words(read):
    _, faults = read("hushall;manad;kommun;hushallstyp;vuxna;bil\nh;2020-01;Umeå;Övriga;1;ja\n")
    assert [fault.code for fault in faults] == ["column-unknown", "column-missing"]
    assert "forsorjningsstod.yml" in faults[0].expected and "barn" in faults[1].expected


def test_rows_with_faults_can_be_left_out_and_are_listed(repository):
    repository.raw(
        "hushallsmanader.csv", sheet(ALWAYS, rows("fel", ONE, vuxna="0"), rows("fel", ["2020-02"]))
    )
    (fault,) = repository.faults()
    assert (fault.code, where(fault).row) == ("adults-missing", 38)
    repository.year("felaktiga_rader: avvisas\n")
    delivery = read_delivery(repository.params())
    assert delivery.rejected[["rad", "kod"]].values.tolist() == [[38, "adults-missing"]]
    assert whole_of(figures(delivery.tables["forsorjningsstod"])) == (2, 1, 1)


def test_a_book_without_the_chapter_cannot_have_the_rows(repository):
    repository.year("kapitel: [index, avstamning]\n")
    repository.raw("hushallsmanader.csv", sheet(ALWAYS))
    assert [fault.code for fault in repository.faults()] == ["table-unshown"]


# ---- Ready tables ------------------------------------------------------------------------------------------


def test_ready_rows_stand_by_standard_names_and_statuses(repository):
    repository.raw(
        "forsorjningsstod.csv",
        READY
        + "Umeå kommun;2020;Hushåll;Totalt;;120;40;..\n"
        + "2480;2020;Hushåll;Hushållstyp;ensamstaende_utan_barn;0;0;-\n"
        + "Västerbottens län;2020;Hushåll;Försörjningshinder;Sociala skäl;5;.;1\n"
        + "Förbundet;;Personer;Vuxna och barn;barn;7;2;1\n",
    )
    found = figures(read_delivery(repository.params()).tables["forsorjningsstod"])
    assert found == {
        ("Umeå", "2020", "hushall", "totalt", ""): (120, 40, "undertryckt"),
        ("Umeå", "2020", "hushall", "hushallstyp", "Ensamstående utan barn"): (0, 0, "saknas"),
        ("Västerbotten", "2020", "hushall", "forsorjningshinder", "Arbetshinder, sociala skäl"): (5, "ej_tillampligt", 1),
        (ALL_KOMMUNER, "2020", "personer", "vuxna_barn", "Barn"): (7, 2, 1),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        ("Atlantis;2020;Hushåll;Totalt;;1;1;1", "word-unknown", "omrade"),
        ("Umeå;2020-05;Hushåll;Totalt;;1;1;1", "period-unreadable", "period"),
        ("Umeå;2020;Familjer;Totalt;;1;1;1", "word-unknown", "raknas"),
        ("Umeå;2020;Hushåll;Ögonfärg;blå;1;1;1", "word-unknown", "uppdelning"),
        ("Umeå;2020;Hushåll;Hushållstyp;Kollektiv;1;1;1", "word-unknown", "grupp"),
        ("Umeå;2020;Hushåll;Ålder;;1;1;1", "cell-empty", "grupp"),
        ("Umeå;2020;Hushåll;Totalt;Kvinnor;1;1;1", "group-unexpected", "grupp"),
        ("Umeå;2020;Hushåll;Vuxna och barn;Barn;1;1;1", "group-unexpected", "raknas"),
        ("Umeå;2020;Hushåll;Totalt;;10;11;1", "part-larger", "langvarigt"),
        ("Umeå;2020;Hushåll;Totalt;;10;1;11", "part-larger", "mycket_langvarigt"),
        ("Umeå;2020;Hushåll;Totalt;;10;-1;1", "number-negative", "langvarigt"),
    ],
)
def test_faults_of_ready_rows_are_told_by_cell(repository, line, code, column):
    repository.raw("forsorjningsstod.csv", READY + "Umeå;2019;Hushåll;Totalt;;1;1;1\n" + line + "\n")
    (fault,) = repository.faults()
    assert (fault.code, where(fault).row, where(fault).column) == (code, 3, column)


def test_the_same_group_by_two_names_stands_twice(repository):
    repository.raw(
        "forsorjningsstod.csv",
        READY
        + "Umeå;2020;Hushåll;Hinder;Sociala skäl;1;1;1\n2480;2020;Hushåll;Hinder;Arbetshinder, sociala skäl;1;1;1\n",
    )
    (fault,) = repository.faults()
    assert fault.code == "row-twice" and [place.row for place in fault.where] == [2, 3]


def test_ready_rows_win_over_month_rows_of_the_same_grouping(repository):
    repository.raw("hushallsmanader.csv", sheet(ALWAYS))
    repository.raw("forsorjningsstod.csv", READY + "Umeå;2020;Hushåll;Totalt;;99;40;30\n")
    found = figures(read_delivery(repository.params()).tables["forsorjningsstod"])
    assert whole_of(found) == (99, 40, 30)
    assert whole_of(found, 2019) == (1, 1, "saknas")
    assert whole_of(found, raknas="personer") == (1, 1, 1)


# ---- The words ---------------------------------------------------------------------------------------------


def test_own_words_stand_beside_the_common_ones_and_take_their_spellings(repository):
    repository.write(
        "params/prov/forsorjningsstod.yml",
        "forsorjningshinder: {Skuldsatt: [Sociala skäl]}\naldersgrupper: [30]\nkolumner: {hushall: [Hh]}\n",
    )
    found = load_households("prov")
    words = found.words("forsorjningshinder")
    assert words["sociala skäl"] == "Skuldsatt" and words["arbetslös"] == "Arbetslös, ingen ersättning"
    assert [found.age_group(age) for age in (29, 30, None)] == ["Under 30 år", "30 år och äldre", UNKNOWN]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("hushallstyper: {Kollektiv: [x]}\n", "key-wrong"),
        ("forsorjningshinder: {A: [x], B: [x]}\n", "alias-twice"),
        ("fran: 2020-05\ntill: 2020-01\n", "span-empty"),
        ("fran: maj\n", "key-wrong"),
        ("aldersgrupper: [30, 20]\n", "key-wrong"),
    ],
)
def test_faults_of_the_words_are_told_by_key(repository, text, code):
    repository.write("params/prov/forsorjningsstod.yml", text)
    with pytest.raises(Faults) as told:
        load_households("prov")
    assert {fault.code for fault in told.value.faults} == {code}
    assert all(where(fault).file.endswith("params/prov/forsorjningsstod.yml") for fault in told.value.faults)


def test_every_column_has_a_place_in_the_header_of_these_tests():
    assert HEADER.split(";")[2:] == list(ALONE)
