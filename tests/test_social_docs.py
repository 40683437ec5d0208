"""docs/social-accounts.md says what the code does: its example comes out as it tells."""

from __future__ import annotations

import re
from pathlib import Path

from test_social_chapter import NBSP, Book, items, printed

from finsam.chapters import scorecard
from finsam.chapters.markdown import Table
from finsam.delivery.read import read_delivery
from finsam.tables.words import RULES

PAGE = (Path(__file__).parents[1] / "docs/social-accounts.md").read_text(encoding="utf-8")


def table_rows(heading: str) -> list[list[str]]:
    """The cells of the first table under a heading, without its header."""
    text = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    table = re.search(r"^\|.*?\n\n", text + "\n\n", re.M | re.S)[0]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.strip().splitlines()]
    return rows[2:]


def blocks() -> list[str]:
    return re.findall(r"^```csv\n(.*?)^```$", PAGE, re.M | re.S)


def open_book(repository) -> Book:
    for name, text in zip(("sociala_mal", "sociala_utfall", "styrkort"), blocks(), strict=True):
        repository.raw(f"{name}.csv", text)
    params = repository.params()
    return Book(params, read_delivery(params))


def test_the_example_comes_out_as_the_page_tells(repository):
    found = open_book(repository)
    tables = [table for table in items(found, Table) if table.id.startswith("tbl-malomrade")]
    marks = [
        "*" if "bygger på få" in line.cells[2] else ""
        for table in tables
        for line in table.lines
        if line.cells
    ]
    labels = [
        line.label.replace("\\", "").split(" ")[0] for table in tables for line in table.lines if line.cells
    ]
    shown = [
        [label, group, threshold, result + mark, signal]
        for label, (group, threshold, result, signal), mark in zip(labels, printed(found), marks, strict=True)
    ]
    # The group of 1.2 that its target names isn't in question: both answered.
    assert shown == table_rows("An example")


def test_the_scorecard_of_the_page_is_read(repository):
    text = scorecard.summary(open_book(repository)).replace(NBSP, " ")
    assert text.startswith(
        "Styrkortet har 2 mål. Förbundet bedömer att 1 mål är uppnått och att 1 inte är det."
    )


def test_every_rule_and_every_reason_is_on_the_page(repository):
    assert [row[0].strip("`") for row in table_rows("Rules")] == list(RULES)
    code = (Path(__file__).parents[1] / "finsam/chapters/targets.py").read_text(encoding="utf-8")
    for row in table_rows("When there is no signal"):
        words = re.search(r"\((.*)\)", row[0])
        assert words is None or words[1] in code or words[1] == "mål för 2022", row


def test_the_codes_of_the_page_are_those_that_are_told():
    folder = Path(__file__).parents[1] / "finsam/social"
    code = "\n".join(file.read_text(encoding="utf-8") for file in folder.glob("*.py"))
    told = set(re.findall(r'Fault\(\s*"([a-z-]+)"', code))
    listed = {
        name for row in table_rows("When something is wrong") for name in re.findall(r"`([a-z-]+)`", row[0])
    }
    assert listed == told
