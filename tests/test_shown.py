"""A published notebook tells of the numbers that it shows, and of no others; nor do the values kept of the build before."""

from __future__ import annotations

from decimal import Decimal

import nbformat
from hypothesis import given
from hypothesis import strategies as st

from finsam.diff.values import EARLIER, VALUES, Table, Values, read_values, write_values
from finsam.render.shown import keep_shown
from finsam.verify.numbers import decimals_of, printed_form


def output(text: str, siffror: list[tuple[str, str]], visning: int = 1, svg: str = "") -> dict:
    told = {"visning": visning, "siffror": [[number, value, ""] for number, value in siffror], "ord": []}
    data = {"image/svg+xml": svg} if svg else {"text/markdown": text}
    about = {"finsam": {"id": "fig-a", "caption": text, "alt": ""}} if svg else {}
    return nbformat.v4.new_output("display_data", data, metadata={"finsam_spar": told} | about)


def told_of(*outputs: dict) -> list[list[str]]:
    cell = nbformat.v4.new_code_cell(outputs=list(outputs))
    keep_shown(cell)
    return [[text for text, *_ in each.metadata.finsam_spar.siffror] for each in cell.outputs]


def test_a_number_that_nothing_shows_is_not_told():
    written = [("3", "3"), ("17", "17"), ("1\u00a0200", "1200"), ("4", "4"), ("25", "25")]
    table = '<div id="tbl-a-3">\n\n| A | B |\n|--|--|\n| Lotsen | 17 |\n\nText\n\n</div>'
    picture = output("Figur av 1\u00a0200", written, svg='<svg><g><!-- 25 --><path d="M 4 4 z"/></g></svg>')
    assert told_of(output(table, written), picture) == [["17", "1\u00a0200", "25"]] * 2


def test_what_another_show_shows_is_told_there_alone():
    assert told_of(output("Av 17.", [("17", "17"), ("6", "6")]), output("Av 6.", [("6", "6")], 2)) == [["17"], ["6"]]  # fmt: skip


@given(st.decimals(-(10**6), 10**6, allow_nan=False, allow_infinity=False), st.integers(0, 3))
def test_a_value_that_is_cut_is_still_rounded_as_it_was(value, decimals):
    text = printed_form(value, decimals)
    cell = nbformat.v4.new_code_cell(outputs=[output(f"Andelen är {text}.", [(text, f"{value:f}")])])
    keep_shown(cell)
    ((_, cut, _),) = cell.outputs[0].metadata.finsam_spar.siffror
    assert printed_form(Decimal(cut), decimals) == text
    assert len(cut.partition(".")[2]) <= max(decimals_of(text) + 1, 0)


# ---- The build before ------------------------------------------------------------------------------------


def build_of(
    rows: tuple[tuple[str, ...], ...], names: tuple[str, ...] = ("deltagare.lotsen.nya",), id: str = "tbl-a"
) -> Values:
    table = Table(id, "index", "Deltagare", ("Insats", "Nya", "Kvar"), rows)
    about = {"varde": "4", "enhet": "antal", "decimaler": 0, "om": ""}
    return Values("prov/2024", 2024, dict.fromkeys(names, about), (table,))


def kept(tmp_path, before: Values, now: Values) -> Values:
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
    write_values(before, tmp_path / "old", tmp_path / "none")
    assert not (tmp_path / "old" / EARLIER).exists()
    write_values(now, tmp_path / "new", tmp_path / "old")
    assert read_values(tmp_path / "new" / VALUES) == now
    return read_values(tmp_path / "new" / EARLIER)


def test_where_nothing_is_hidden_all_of_the_build_before_is_kept(tmp_path):
    before = build_of((("Lotsen", "4", "31"), ("Stegen", "9", "12")))
    assert kept(tmp_path, before, build_of((("Lotsen", "5", "31"),), ())) == before


def test_what_a_build_hides_is_not_kept_of_the_one_before(tmp_path):
    before = build_of((("Lotsen", "4", "31"), ("Stegen", "9", "12"), ("Snabb", "2", "3")))
    now = build_of((("Lotsen", "..", "32"), ("Stegen", "8 (.. av 9)", "12")), ())
    found = kept(tmp_path, before, now)
    assert found.values == {}
    assert found.tables[0].rows == (("Lotsen", "..", "31"), ("Stegen", "..", "12"))
    # The same build again changes nothing.
    (tmp_path / "again").mkdir()
    write_values(now, tmp_path / "again", tmp_path / "new")
    assert read_values(tmp_path / "again" / EARLIER) == found


def test_a_table_that_is_gone_is_not_kept_beside_one_that_hides(tmp_path):
    before = build_of((("Lotsen", "4", "31"),), id="tbl-b")
    assert kept(tmp_path, before, build_of((("Lotsen", "..", "32"),))).tables == ()
