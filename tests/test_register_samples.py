"""The agencies' real files, against cells that were read by hand in them."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from finsam.faults import Faults
from finsam.register.files import read_file
from finsam.register.read import read_files

SAMPLES = Path(__file__).resolve().parents[2] / "shared/opendata"

pytestmark = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="the real samples lie beside the checkout, in ../shared"
)

#: File: figures delivered and read, and cells: area, sex, ages, period, measure, value or status, row.
CELLS = {
    "fk/ohalsotal_2024_11_06.xlsx": (
        108, 108, [
            ("00", "totalt", "16-64", "2024-09", "ohalsotal", 22.3, 2),
            ("20", "kvinnor", "16-64", "2024-09", "ohalsotal", 32.1, 8),
            ("00", "man", "16-64", "2024-01", "ohalsotal", 18.0, 106),
            ("21", "man", "16-64", "2024-01", "ohalsotal", 22.1, 109),
        ],
    ),
    "fk/sjukpenningtal_2024_11_06.xlsx": (
        756, 756, [
            ("00", "totalt", "16-64", "2024-09", "sjukpenningtal", 10.3, 2),
            ("00", "kvinnor", "16-19", "2024-09", "sjukpenningtal", 0.3, 6),
            ("21", "totalt", "60-64", "2024-01", "sjukpenningtal", 19.5, 755),
            ("21", "man", "60-64", "2024-01", "sjukpenningtal", 16.9, 757),
        ],
    ),
    "kolada/uvas1624.xlsx": (
        1715, 1715, [
            ("1401", "kvinnor", "16-24", "2007", "uvas_andel", 5.809642, 2),
            ("1402", "man", "16-24", "2007", "uvas_andel", 5.812854, 5),
            ("1499", "totalt", "16-24", "2018", "uvas_andel", 7.619048, 1716),
        ],
    ),
    "kolada/Kommuner.xlsx": (
        9568, 9568, [
            ("0127", "totalt", "", "2009", "Kolada:Anställda 55+ år, antal", 1544.0, 3),
            ("0127", "totalt", "", "2019", "Kolada:Anställda 55+ år, antal", 1659.0, 3),
            ("0125", "totalt", "", "2009", "Kolada:Anställda 55+, kommun, andel (%)", 23.909145, 32),
            ("0127", "totalt", "", "1998", "Kolada:Anställda 55+ år, antal", "saknas", 3),
            ("0127", "totalt", "", "2020", "Kolada:Anställda 55+ år, antal", "saknas", 3),
        ],
    ),
    "scb/pxwebpy__TAB6471_data.json": (
        2772, 2772, [
            ("01", "totalt", "0-9", "2026-01", "befolkning", 245284.0, 1),
            ("01", "man", "0-9", "2026-02", "befolkning", 126402.0, 6),
            ("25", "totalt", "100-", "2026-04", "befolkning", 63.0, 2764),
            ("25", "kvinnor", "100-", "2026-04", "befolkning", 54.0, 2772),
        ],
    ),
    "px/scb__BE0101F1datasymbols.px": (
        24, 24, [
            ("00", "man", "20-20", "2003", "SCB:Inmigrated", 456.0, 54),
            ("00", "kvinnor", "20-20", "2003", "SCB:Inmigrated", "ej_tillampligt", 54),
            ("00", "kvinnor", "21-21", "2003", "SCB:Inmigrated", "undertryckt", 55),
            ("01", "kvinnor", "22-22", "2003", "SCB:Inmigrated", "saknas", 59),
            ("0115", "kvinnor", "22-22", "2003", "SCB:Inmigrated", 23.0, 65),
        ],
    ),
    "px/scb__BE101ACEkeys.px": (
        8064, 8064, [
            ("00", "man", "0-4", "1968", "SCB:Population, single", 306443.0, 41),
            ("00", "totalt", "0-4", "1969", "SCB:Population, single", 586290.0, 41),
            ("00", "totalt", "100-", "1999", "SCB:Population, divorced", 20.0, 118),
            # The file has no line of the keys married and 0-4.
            ("00", "man", "0-4", "1968", "SCB:Population, married", "saknas", 0),
        ],
    ),
    "px/scb__BE0101A1.px": (
        33936, 33936, [
            ("01", "man", "0-0", "2004", "SCB:Population, single", 13201.0, 51),
            ("01", "kvinnor", "0-0", "2005", "SCB:Population, single", 12656.0, 52),
        ],
    ),
    "px/duckdb-px__SCB-BefolkningR1860N.px": (
        18204, 18204, [
            ("00", "totalt", "0-0", "1860", "SCB:0000053A", 119426.0, 113),
            ("00", "totalt", "3-3", "1861", "SCB:0000053A", 102230.0, 116),
        ],
    ),
    "px/scb__PR0101B3.px": (324, 324, []),
}  # fmt: skip


@pytest.mark.parametrize("name", CELLS)
def test_sample_holds_what_stands_in_it(name):
    delivered, figures, cells = CELLS[name]
    read = read_files([SAMPLES / name])
    assert (read.faults, read.delivered, len(read.table)) == ([], delivered, figures)
    for kommun, kon, alder, period, matt, value, row in cells:
        table = read.table
        found = table[
            (table["kommun_kod"] == kommun) & (table["kon"] == kon) & (table["alder"] == alder)
            & (table["period"] == period) & (table["matt"] == matt)
        ]  # fmt: skip
        (one,) = found.to_dict("records")
        assert one["radnr"] == row
        if isinstance(value, str):
            assert math.isnan(one["varde"]) and one["status"] == value
        else:
            assert (one["varde"], one["status"]) == (value, "")


def test_the_version_of_sjukpenningtal_is_in_the_heading():
    table = read_files([SAMPLES / "fk/sjukpenningtal_2024_11_06.xlsx"]).table
    assert set(table["version"]) == {"1.0"}
    assert set(table["alder"]) == {"16-64", "16-19", "20-29", "30-39", "40-49", "50-59", "60-64"}


def test_mucf_has_shares_in_percent_and_asks_for_a_title():
    read = read_files([SAMPLES / "mucf/MUCF_20241108.xlsx"])
    (fault,) = read.faults
    assert (fault.code, fault.where[0].sheet, fault.where[0].row) == ("title-missing", "Värmland", 1)
    assert "2022, Värmlands län" in fault.expected
    table = read.table
    women = table[(table["kommun_kod"] == "20") & (table["kon"] == "kvinnor") & (table["blad"] == "Dalarna")]
    known = women[women["matt"].str.startswith("uvas")].set_index(["matt", "alder"])["varde"].to_dict()
    assert known == {
        ("uvas_antal", "16-24"): 660.0,
        ("uvas_andel", "16-24"): 5.5,
        ("uvas_antal", "25-29"): 784.0,
        ("uvas_andel", "25-29"): 11.2,
    }
    # Two sheets of 36, one of 54 whose rows of these two län stand on the sheets as well.
    assert (read.delivered, len(table)) == (126, 90)
    assert "figure-repeated" in {note.code for note in read.notes}
    varmland = table[
        (table["kommun_kod"] == "17") & (table["matt"] == "uvas_andel") & (table["kon"] == "totalt")
    ]
    assert sorted(varmland["varde"]) == [5.6, 11.5]


def test_means_of_kommuner_are_told_and_not_read():
    read = read_files([SAMPLES / "kolada/Kommuner.xlsx"])
    (note,) = [note for note in read.notes if note.code == "mean-left-out"]
    assert note.message.startswith("16 rows")
    assert {"Blad1", "Blad2"} == {note.where[0].sheet for note in read.notes if note.code == "sheet-unread"}
    # 16 titles, of which matt.yml knows two.
    assert read.table["matt"].nunique() == 16
    assert {"uvas_andel", "langvarigt_bistand"} <= set(read.table["matt"])


@pytest.mark.parametrize(
    ("name", "code", "row"),
    [
        ("scb__BE0101F1errorValues.px", "px-quotes", 18),
        ("scb__BE0101F1missingData.px", "px-data-missing", 80),
    ],
)
def test_broken_px_is_told_with_its_line(name, code, row):
    with pytest.raises(Faults) as error:
        read_file(SAMPLES / "px" / name)
    (fault,) = error.value.faults
    assert (fault.code, fault.where[0].row) == (code, row)


def test_a_kommun_that_is_no_more_is_told():
    read = read_files([SAMPLES / "px/scb__BE0101D1.px"])
    (fault,) = read.faults
    assert (fault.code, fault.where[0].value) == ("area-unknown", "1917 Heby")
    assert "148 rows" in fault.message and read.delivered - len(read.table) == 148


def test_metadata_of_a_table_is_no_figures():
    read = read_files([SAMPLES / "scb/pxwebpy__TAB6471_metadata.json"])
    assert [fault.code for fault in read.faults] == ["json-stat-broken"]
