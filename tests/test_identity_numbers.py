"""Of 10,000 made identity numbers in all spellings none gets through; numbers that look like them mostly do."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from identity_numbers import AROUND, OF_CELLS, SPELLINGS, lookalikes, numbers, parts

from finsam.identity.digits import plain
from finsam.identity.numbers import find, hidden, holds_number, whole
from finsam.identity.pseudonyms import IdentityNumber, of_key, pseudonym
from finsam.scan.texts import lines_with_numbers
from finsam.sources.grids import read_grids

COUNT = 10_000
ALL = SPELLINGS | OF_CELLS
#: Share of numbers of other kinds that may be taken for one; of all others none.
ALLOWED = {
    "whole amount of ten digits": 0.015,
    "mobile without signs": 0.03,
    "date and time without signs": 0.15,
}


def test_none_of_ten_thousand_gets_through():
    r = random.Random(3)
    alike = [text for _, text in lookalikes(1000)]
    for name, text, made in numbers(COUNT):
        around = "{}" if name in OF_CELLS else r.choice(AROUND)
        cell = around.replace("{}", text)
        assert holds_number(cell), (name, cell)
        assert made[3] not in hidden(cell).replace("/2024", ""), (name, cell)
        if name not in OF_CELLS:
            among = f"{r.choice(alike)} | {cell} | {r.choice(alike)}"
            assert lines_with_numbers(among) and holds_number(among), (name, among)


def test_none_gets_past_the_reading_of_a_table(tmp_path):
    made = list(numbers(COUNT, seed=9))
    r = random.Random(4)
    text = io.StringIO()
    table = csv.writer(text, delimiter=";")
    table.writerow(["a", "b", "anteckning"])
    for name, number, _ in made:
        table.writerow([number, "x", "x" if name in OF_CELLS else f"om {number} {r.randint(1, 9)}"])
    (tmp_path / "t.csv").write_text(text.getvalue(), encoding="utf-8")
    (grid,) = read_grids(tmp_path / "t.csv")
    assert len(grid.rows) == COUNT and grid.holds_numbers
    assert all(isinstance(cells[0], IdentityNumber) for _, cells in grid.rows)
    assert not any(holds_number(cell) for _, cells in (*grid.rows, *grid.filled) for cell in cells)


def test_false_alarms_by_kind():
    seen, taken = Counter(), Counter()
    for kind, text in lookalikes(19 * 1000):
        seen[kind] += 1
        taken[kind] += holds_number(text)
    too_many = {kind: taken[kind] / n for kind, n in seen.items() if taken[kind] / n > ALLOWED.get(kind, 0)}
    assert too_many == {}


def test_a_person_is_the_same_in_every_spelling():
    r = random.Random(5)
    for made in (parts(r) for _ in range(50)):
        spelled = {spelling(*made, random.Random(at)) for spelling in ALL.values() for at in range(3)}
        assert len(spelled) > len(ALL)
        assert len({whole(text) for text in spelled}) == 1
        assert len({pseudonym(text) for text in spelled}) == 1
        assert len({of_key(text) for text in spelled}) == 1


@pytest.mark.parametrize(
    ("text", "ten"),
    [
        ("101011239", ""),  # the check digit is wrong
        ("101019990", "0101019990"),  # born 2001: a spreadsheet took the zero
        ("19800101-R123", "800101R123"),
        ("800101T123", "800101T123"),
        ("19800161-9871", ""),
        ("20000229-1234", ""),
        ("19810229-9876", ""),
    ],
)
def test_lost_zeros_and_interim_numbers(text, ten):
    assert whole(text) == ten


@pytest.mark.parametrize(
    "text",
    [
        "1981-1218-9876", "1981 1218-9876", "19811218:9876", "811218 : 9876", "**811218**-9876", "19 811218-9876", "19-811218-9876",
        "811218\u207b9876", "811218\u30fc9876", "811218\u20139876", "811218\u20279876", "811218\u20289876", "811218\u200b-\u200b9876",
        "8\u03361\u03361\u03362\u03361\u03368\u0336-9876", "811218\ufe0f-9876", "811218\U000e00209876", "８１１２１８－９８７６", "𝟾𝟷𝟷𝟸𝟷𝟾-𝟿𝟾𝟽𝟼",
        "٨١١٢١٨-٩٨٧٦", "⑧①①②①⑧-⑨⑧⑦⑥", "811218\x0b9876", "811218\x1f9876", "811218\x859876", "811218&#45;9876", "811218%209876",
        "https://exempel.se/deltagare/registrering/personer/lista/8112189876", "abcabcabcabcabcabcabcabcabcabcabcabcabcabc/19811218-9876",
        "pnr=8112189876&x=1", "8112189876kronofogden", "tel: 8112189876", "19811218-9876.pdf", "x_19811218_9876_y.xlsx", "8112189876 krona",
        "fr.o.m. 811218-9876.", "3.811218-9876", "3.19811218 9876", "\\ud83d\\ude00 811218\\u20139876", "&#128512; 811218-9876", "1,98112189876e+11", "19811218\n9876", "19811218-\n9876",
    ],
)  # fmt: skip
def test_numbers_in_disguise(text):
    assert holds_number(text) and lines_with_numbers(text)
    shown = hidden(text)
    assert "9876" not in plain(shown) and not holds_number(shown)


@pytest.mark.parametrize(
    "text",
    [
        "8112189876 kr", "8112189876 SEK", "8112189876\u00a0kronor", "Tel: 0701234569", "tel:0701234569", "mobil 0701234569",
        "SUS_export_20240131_1440.xlsx", "bokforing 2024-01-31 1440.se", "Möte 2024-01-31 1440-1600", "Gäller till 2024-11-30. 2025 är kort.",
        "L 297.420185 1740.17631 L 1.5 2", "d.v.s. 2024-11-30.\n2025 ny", "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ8112189876AAADUlEQVR42mNk", "-" * 40 + "a1b2c3d48112189876",
    ],
)  # fmt: skip
def test_what_stands_around_tells_amounts_telephones_and_times(text):
    assert not holds_number(text) and lines_with_numbers(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "20240131_1440",
        "2024-01-31 1440",
        "0701234569",
        "2024-11-30 2025",
        "1.420185-1740.",
        "7. 420185 1740",
        "8112189876 personer",
    ],
)
def test_the_same_without_it_is_a_number(text):
    assert holds_number(text) and lines_with_numbers(text)


@given(st.text(max_size=60))
def test_any_text_is_read_and_what_is_hidden_stays_hidden(text):
    once = hidden(text)
    assert not holds_number(once) and hidden(once) == once


@pytest.mark.parametrize("key", ["A17", "TYA76JT4", "P0001", "styrgrupp-2024-10", "12345", "h"])
def test_codes_are_kept(key):
    assert of_key(key) == key


@pytest.mark.parametrize(
    "key",
    ["19811218-9877", "Anna Andersson", "Andersson", "anna@exempel.se", "19811218", "070-123 45 67", "P8112189876",
     "811318-9876", "1019990"],
)  # fmt: skip
def test_keys_that_could_tell_who_somebody_is_become_pseudonyms(key):
    made = of_key(key)
    assert made.startswith("n1-") and len(made) == 19 and of_key(made) == made


def test_a_key_that_a_spreadsheet_has_rounded_is_told():
    assert of_key("1,98E+11").code == "key-rounded"


def test_many_persons_have_as_many_pseudonyms():
    keys = {f"19{year:02}0101-{serial:04}" for year in range(50, 100) for serial in range(0, 2000)}
    assert len({of_key(key) for key in keys}) == len(keys)


@given(
    st.text("0189-./ :*T,kr\n", max_size=9),
    st.sampled_from(sorted(SPELLINGS)),
    st.text("0189-./ :*T,kr\n", max_size=9),
)
def test_what_is_found_in_a_text_is_found_in_a_file(before, spelling, after):
    """The scan looks with RE2 first, for what a number must have."""
    text = before + SPELLINGS[spelling](*parts(random.Random(6)), random.Random(7)) + after
    assert bool(lines_with_numbers(text)) == bool(list(find(plain(text))))


def test_a_span_of_months_is_nobody():
    """Twelve digits, of which the check digit is right in some years: 2024-01/2024-09."""
    spans = [f"{year}-{first:02}/{year}-{last:02}" for year in range(1990, 2060) for first in range(1, 13) for last in range(1, 13)]  # fmt: skip
    assert not [span for span in spans if holds_number(span)]
    assert whole("2024-01/20-2409") and whole("202401202409"), "the same digits in other spellings"
