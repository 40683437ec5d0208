"""The marks behind figures: † where other figures contradict one, ‡ where rounding explains the difference."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import Decimal

import pypandoc
import pytest

from finsam.chapters import economy, participants
from finsam.chapters.book import Book, open_book
from finsam.chapters.markdown import MARKS, Line, Table

CONTRADICTED, ROUNDED = MARKS["contradiction"], MARKS["rounding"]


def budget(repository, *rows: str) -> Book:
    """The small book with a budget in tkr of these rows: typ;rad;budget;utfall;differens."""
    lines = "".join(f"Kostnader;{row}\n" for row in rows)
    repository.raw("budget.csv", f"sektion;typ;rad;budget;utfall;differens\n{lines}")
    return open_book("prov", 2020)


def printed(book: Book) -> tuple[dict[str, list[str]], str]:
    """The cells of the budget by row, with each mark as its sign, and the signs that the note explains."""
    table = economy.outcome_table(book, "budget", "Budget och utfall")
    cells = {line.label: [re.sub("<[^>]*>", "", cell) for cell in line.cells] for line in table.lines}
    note = table._repr_markdown_().partition("tabellnot")[2]
    return cells, "".join(re.findall("[†‡]", note))


def test_a_sum_that_its_rounded_rows_do_not_make_is_marked_and_explained(repository):
    cells, signs = printed(
        budget(repository, "post;A;10;10;0", "post;B;10;10;0", "post;C;10;10;0", "summa;Summa;31;30;1")
    )
    assert cells["Summa"] == ["31‡", "30", "1‡"]
    assert cells["A"] == ["10", "10", "0"]
    assert signs == "‡"


def test_a_deviation_that_its_rounded_figures_do_not_make_is_marked(repository):
    cells, signs = printed(budget(repository, "post;A;10;8;3"))
    assert (cells["A"], signs) == (["10", "8", "3‡"], "‡")


def test_a_table_that_adds_up_has_neither_mark_nor_note(repository):
    cells, signs = printed(budget(repository, "post;A;10;8;2", "post;B;10;9;1", "summa;Summa;20;17;3"))
    assert (cells["Summa"], signs) == (["20", "17", "3"], "")


def test_a_contradiction_keeps_its_own_mark(repository):
    cells, signs = printed(budget(repository, "post;A;10;8;2", "post;B;10;9;1", "summa;Summa;20;99;3"))
    assert cells["Summa"] == ["20", "99†", "3†"]
    assert signs == "†"


def test_a_figure_that_is_both_contradicted_and_rounded_has_the_mark_of_the_contradiction(repository):
    # The deviations make 3 but for rounding; budget less outcome makes 50.
    book = budget(repository, "post;A;10;8;2", "post;B;60;59;1", "summa;Summa;70;20;4")
    severities = {(check.rule, check.severity) for check in book.checks if check.stated == 4}
    assert severities == {("section-sum", "rounding"), ("deviation", "contradiction")}
    assert printed(book)[0]["Summa"][2] == "4†"


@pytest.mark.parametrize(
    ("exact", "shown", "mark"),
    [
        (["10.4", "10.4", "10.4", "31.2"], ["10", "10", "10", "31"], "‡"),
        (["-10.5", "-10.4", "-10.4", "-31.3"], ["−11", "−10", "−10", "−31"], ""),
    ],
)
def test_exact_amounts_are_compared_as_they_are_printed(repository, exact, shown, mark):
    """Each is rounded by itself, a half away from zero; the sum is rounded from the exact sum."""
    book = budget(repository, "post;A;10;;", "post;B;10;;", "post;C;10;;", "summa;Summa;30;;")
    table = book.tables["budget"].copy()
    table.loc[table["kolumn"].eq("budget"), "varde"] = [Decimal(text) for text in exact]
    cells, signs = printed(replace(book, delivery=replace(book.delivery, tables={"budget": table})))
    *posts, total = (row[0] for row in cells.values() if row)
    assert (posts, total, signs) == (shown[:3], shown[3] + mark, mark)


def test_a_share_that_was_cut_is_told_in_the_reconciliation_and_not_marked(repository):
    repository.raw(
        "deltagare.csv",
        "insats;matt;kvinnor;man;totalt;procent\nA;Totalt antal avslutade;2;1;3;\nA;varav till arbete;1;1;2;66\n"
        "A;varav till studier;1;0;1;33\n",
    )
    book = open_book("prov", 2020)
    assert ("percent", "rounding") in {(check.rule, check.severity) for check in book.checks}
    (table,) = (participants.outcome_table(book, outcome) for outcome in participants.this_year(book))
    assert "66" in table._repr_markdown_()
    assert not re.search("[†‡]", table._repr_markdown_())


@pytest.mark.parametrize("mark", MARKS.values(), ids=lambda mark: mark.sign)
def test_a_mark_is_words_for_those_who_hear_it_and_a_sign_for_those_who_see_it(mark):
    table = Table("tbl-x", "Rubrik", ["Post", "Utfall"], [Line("Summa", [f"31{mark}"], "summa")])
    (cell,) = (
        found
        for found in _spans(json.loads(pypandoc.convert_text(table._repr_markdown_(), "json", "markdown")))
        if ["role", "img"] in found[0][2]
    )
    assert dict(cell[0][2])["aria-label"] == mark.words
    assert cell[1] == [{"t": "Str", "c": mark.sign}]


def _spans(node: object) -> list:
    """The contents of every span in pandoc's JSON."""
    if isinstance(node, dict):
        return ([node["c"]] if node.get("t") == "Span" else []) + _spans(list(node.values()))
    return [span for part in node for span in _spans(part)] if isinstance(node, list) else []
