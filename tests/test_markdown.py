"""Text from data stands in a book letter by letter, whatever it looks like to a reader of Markdown."""

from __future__ import annotations

import json

import pypandoc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finsam.chapters.markdown import Line, Table, escape

PAYLOADS = [
    "<script>alert(1)</script>",
    "<b>fet</b> <!-- dold -->",
    "<https://a.se> https://a.se/b_c_d",
    "&amp; &lt;b&gt; R&D",
    "$x$ och $$y^2$$",
    r"\(x\) \[y\] \begin{a}",
    "pris $5 och $6",
    "@tbl-x och [@b, s. 3]",
    "namn@kommun.se",
    "[a](b) ![c](d) [e][f] [g]{.h}",
    "[a]: http://b.se",
    "| pipe",
    "a|b||c",
    r"\| \\| \\",
    "{{ x }} {{< include y >}}",
    "{#id} {.klass} text {=html}",
    "^[not] [^1]",
    "x^2^ H~2~O ~~struken~~",
    "a -- b --- c ---- d",
    "... .... a...b ..",
    "\"citat\" 'citat' it's “a” ’",
    "*a* **b** _c_ __d__ `e` ***",
    "# rubrik",
    "#. x",
    "> citat",
    "- punkt",
    "+ punkt",
    "* punkt",
    "- [ ] att göra",
    "1. punkt",
    "2016. Året",
    "1) punkt",
    "(1) punkt",
    "(a) punkt",
    "a) punkt",
    "iv. punkt",
    "(@) exempel",
    "-",
    "+",
    "5.",
    ": förklaring",
    "::: {.ruta}",
    ":::",
    "% titel",
    "%",
    "---",
    "- - -",
    "===",
    "~~~",
    "```",
    "Tabell: text",
    "    fyra blanksteg",
    "\ttabb",
    "-5",
    "−5",
    "Mr. A och t.ex. b",
    "a\u00a0b",
    "",
]  # fmt: skip


def inlines(block: dict) -> str:
    """The text of a block that holds nothing but plain words; anything else is told by its type."""
    assert block["t"] in ("Para", "Plain"), block["t"]
    words = {"Space": " ", "SoftBreak": " "}
    parts = [
        part["c"] if part["t"] == "Str" else words.get(part["t"], f"<{part['t']}>") for part in block["c"]
    ]
    return "".join(parts)


def pandoc(markdown: str) -> list[dict]:
    return json.loads(pypandoc.convert_text(markdown, "json", format="markdown"))["blocks"]


def cells(table: dict) -> list[list[list[dict]]]:
    """The blocks of each cell of each body row of a table."""
    (body,) = table["c"][4]
    return [[cell[4] for cell in row[1]] for row in body[3]]


def same(text: str) -> str:
    return " ".join(text.split())


def in_a_table(texts: list[str]) -> list[str]:
    """The texts as pandoc reads them from the cells of a table."""
    rows = "".join(f"| rad | {escape(text)} |\n" for text in texts)
    (table,) = pandoc(f"| A | B |\n|---|---|\n{rows}")
    return ["".join(inlines(block) for block in row[1]) for row in cells(table)]


@pytest.mark.parametrize("text", PAYLOADS)
def test_hostile_text_stays_text_in_a_paragraph(text):
    assert same("".join(inlines(block) for block in pandoc(escape(text)))) == same(text)
    inside = pandoc(f"Före {escape(text)} efter")
    assert [same(inlines(block)) for block in inside] == [same(f"Före {text.strip()} efter")]
    assert same(pypandoc.convert_text(f"Före {escape(text)}", "plain", format="markdown", extra_args=["--wrap=none"])
                ) == same(f"Före {text.strip()}")  # fmt: skip


def test_hostile_text_stays_text_in_a_table():
    assert [same(text) for text in in_a_table(PAYLOADS)] == [same(text) for text in PAYLOADS]


#: What can be typed, without line breaks; unassigned and private characters and lone accents aside.
printable = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp", "M")), min_size=1, max_size=40
)
#: The same, but mostly of what Markdown knows.
markup = st.text("\\`*_{}[]<>#|~^$@\"'&-+:%!.()=/ \t0123aiIvxXå,;?", min_size=1, max_size=20)


@settings(max_examples=15)
@given(st.lists(st.one_of(printable, markup), min_size=10, max_size=40))
def test_any_text_stays_text(texts):
    assert [same(text) for text in in_a_table(texts)] == [same(text) for text in texts]
    # A heading before each, so that every text begins a block of its own.
    blocks = pandoc("".join(f"# Rubrik\n\n{escape(text)}\n\n" for text in texts))
    read, rest = [], iter(blocks)
    for block in rest:
        if block["t"] == "Header":
            read.append("")
        else:
            read[-1] += inlines(block)
    assert [same(text) for text in read] == [same(text) for text in texts]


def test_a_text_alone_is_no_title_or_metadata():
    for text in ("% titel", "---", "titel: x", "%"):
        document = json.loads(pypandoc.convert_text(escape(text), "json", format="markdown"))
        assert document["meta"] == {}
        assert [inlines(block) for block in document["blocks"]] == [text]


# ---- Tables ------------------------------------------------------------------------------------------------


def table_of(lines: list[Line], **more) -> dict:
    table = Table("tbl-x", "Rubrik", ["Mått", "Kvinnor", "Svar"], lines, text_columns=[2], **more)
    blocks = pandoc(table._repr_markdown_())
    (found,) = [part for part in blocks[0]["c"][1] if part["t"] == "Table"]
    assert (blocks[0]["t"], blocks[0]["c"][0][0]) == ("Div", "tbl-x")
    return found


def test_a_table_has_a_header_row_and_aligned_columns():
    found = table_of([Line("Nya", ["1", "ja"]), Line("Kvar", ["2", "nej"])])
    (head,) = found["c"][3][1]
    assert [inlines(cell[4][0]) for cell in head[1]] == ["Mått", "Kvinnor", "Svar"]
    assert [column[0]["t"] for column in found["c"][2]] == ["AlignLeft", "AlignRight", "AlignLeft"]
    assert [[inlines(cell[0]) for cell in row] for row in cells(found)] == [
        ["Nya", "1", "ja"],
        ["Kvar", "2", "nej"],
    ]


def test_every_row_has_as_many_cells_as_the_head():
    found = table_of([Line("Avsnitt", (), "sektion"), Line("Nya", ["1"])])
    assert [len(row) for row in cells(found)] == [3, 3]
    (label,) = cells(found)[0][0][0]["c"]
    assert (label["t"], label["c"][0][1]) == ("Span", ["sektion"])


@given(
    st.lists(st.tuples(st.text("åab ", max_size=200), st.text("ab ", max_size=200)), min_size=1, max_size=4)
)
@settings(max_examples=10)
def test_no_cell_is_so_long_that_the_table_breaks(texts):
    lines = [Line(f"a{label}a", [f"b{text}b", "c"]) for label, text in texts]
    found = table_of(lines)
    read = [[same("".join(map(inlines, cell))) for cell in row] for row in cells(found)]
    assert read == [[same(f"a{label}a"), same(f"b{text}b"), "c"] for label, text in texts]


def test_a_note_stands_under_its_table():
    text = Table("tbl-x", "Rubrik", ["A"], [Line("1")], note="Avrundat.")._repr_markdown_()
    divs = [block for block in pandoc(text) if block["t"] == "Div"]
    assert [div["c"][0][1] for div in divs] == [[], ["tabellnot"]]
    assert inlines(divs[1]["c"][1][0]) == "Avrundat."
