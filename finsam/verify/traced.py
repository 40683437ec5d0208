"""The texts of the notebooks against what was computed: each number was written for its output with its exact value,
lies in a text from data or params, or is a declared constant."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

from finsam.faults import Fault, Place
from finsam.harmless import JOINER, hide_escaped, show_escaped
from finsam.printed import CONSTANTS, TRACE
from finsam.render.book import executed_cells
from finsam.render.figure_numbers import NUMBERS
from finsam.verify.evidence import Evidence
from finsam.verify.numbers import NUMBER, decimals_of, numbers, printed_form, spans

EXPECTED = "a number written by swedish.number in a code cell, or a text of the kansli"


@dataclass
class Traced:
    """numbers: how many were looked at. rows: how many delivered figures were found as they were delivered."""

    faults: list[Fault] = field(default_factory=list)
    numbers: int = 0
    rows: int = 0


def trace_notebooks(notebooks: Iterable[Path], evidence: Evidence) -> Traced:
    """Trace every number in the outputs and the typed texts of laid-out notebooks."""
    traced = Traced()
    for notebook in notebooks:
        cells = executed_cells(notebook)
        for number, cell in enumerate(cells, start=1):
            for text, told in _outputs(cell):
                traced.faults += _Output(notebook.name, number, text, told).faults(evidence, traced)
    return traced


def _outputs(cell: Mapping[str, Any]) -> Iterator[tuple[str, Told]]:
    """The texts of a cell's outputs with what was written for them; those of one `show` are one text. What is typed into
    a notebook is the same in the books of all förbund and years, so that nothing is written for it."""
    if cell["cell_type"] == "markdown":
        yield plain("".join(cell["source"])), {}
    together: dict[int | None, tuple[list[str], list[Told]]] = {}
    for output in cell.get("outputs", ()):
        text = output.get("data", {}).get("text/markdown")
        if text:
            told = output.get("metadata", {}).get(TRACE, {})
            texts, tolds = together.setdefault(told.get("visning"), ([], []))
            texts.append(plain("".join(text)))
            behind = output.get("metadata", {}).get(NUMBERS, {}).values()
            texts += [" | ".join(row) for numbers in behind for row in numbers["rader"]]
            tolds.append(told)
    for texts, tolds in together.values():
        rows = dict.fromkeys(tuple(place) for told in tolds for place in told.get("rader", ()))
        yield "\n\n".join(texts), tolds[0] | {"rader": list(rows)}


#: What `finsam.printed` wrote for an output.
Told = dict[str, Any]


@dataclass
class _Output:
    notebook: str
    cell: int
    text: str
    told: Told

    def faults(self, evidence: Evidence, traced: Traced) -> Iterator[Fault]:
        written = {text: Decimal(value) for text, value, _ in self.told.get("siffror", ())}
        for text, value in written.items():
            right = printed_form(value, decimals_of(text))
            if text != right:
                yield self._fault("number-wrong", f"The value {value} is printed as {text}.", text, right)
        covered = self._covered([*self.told.get("ord", ()), *CONSTANTS, *evidence.words])
        for found in NUMBER.finditer(self.text):
            traced.numbers += 1
            known = found[0] in written or found[0] in evidence.years
            if not known and not covered.issuperset(range(*found.span())):
                around = self.text[max(0, found.start() - 40) : found.end() + 20].replace("\n", " ")
                message = f"{found[0]} in {around!r} is no value that was computed or delivered."
                yield self._fault("number-untraced", message, found[0], EXPECTED)
        shown = Counter(numbers(self.text))
        for place in self.told.get("rader", ()):
            if tuple(place) not in evidence.delivered:
                continue
            traced.rows += 1
            right = evidence.delivered[tuple(place)]
            shown[right] -= 1
            if shown[right] < 0:
                message = f"{place[0]} row {place[2]} column {place[3]} holds {right}, which isn't printed."
                yield self._fault("row-differs", message, "", right)

    def _covered(self, words: list[str]) -> set[int]:
        """Where in the text a text from data stands."""
        text = self.text.lower()
        return {at for word in words for span in spans(text, plain_space(word.lower())) for at in span}

    def _fault(self, code: str, message: str, value: str, expected: str) -> Fault:
        return Fault(
            code, message, (Place(self.notebook, f"cell {self.cell}", value=value or None),), expected
        )


_PICTURE = re.compile(r'!\[(.*?)\]\(figurer/[^)]*\)\{#\S+ fig-alt="([^"]*)"\}', re.S)
#: What has digits that nobody reads: tags and their ids, attributes of headings, targets of links and references,
#: the rule of a table.
_UNREAD = re.compile(
    r"<[^>]*>|\{[#.][^}]*\}|\{aria-label=\"[^\"]*\"\}|-?@(?:sec|tbl|fig)-[\w-]+|(?<=\])\([^)]*\)|\[\^[^\]]*\]|^\|[:|-]+\|$",
    re.M,
)


def plain(markdown: str) -> str:
    """Markdown as read by who doesn't know pandoc: without what has digits but isn't shown, and without escapes."""
    text = _PICTURE.sub(
        lambda found: f"{found[1]}\n{hide_escaped(_unread(found[2]))}", hide_escaped(markdown)
    )
    return plain_space(show_escaped(re.sub("[*`]", "", _UNREAD.sub("", text))))


def _unread(alt: str) -> str:
    """The value of an attribute, its signs escaped as those of the text around it are."""
    return re.sub(r"([<>{}\[\]@*`\\])", r"\\\1", unescape(alt).replace(JOINER, ""))


def plain_space(text: str) -> str:
    return re.sub(r"[ \t]+", " ", text).strip(" ")


def lost_numbers(markdown: str, shown: Iterable[str]) -> list[str]:
    """Numbers that stand in the Markdown of a chapter and in none of the texts that pandoc reads out of it.

    The numbers of list items are none: a line that begins with one or two digits and a point.
    """
    text = re.sub(r"^\s*\d{1,2}[.)] ", "", _UNREAD_LISTS.sub("", markdown), flags=re.M)
    written = Counter(numbers(plain(text)))
    return list((written - Counter(number for each in shown for number in numbers(each))).elements())


#: Links that are no text: definitions of references.
_UNREAD_LISTS = re.compile(r"^\[[^\]]+\]: .*$", re.M)
