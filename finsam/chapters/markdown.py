"""Markdown that Quarto, pandoc and JupyterLab all read the same way, and text from data made safe in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from finsam import printed
from finsam.harmless import JOINER, one_line


@dataclass(frozen=True)
class Mark:
    """What stands after a figure that isn't what other figures make it.

    words: what those hear who have the table read to them. note: what a table that holds the sign says under it.
    """

    sign: str
    words: str
    note: str

    def __str__(self) -> str:
        return f'<span role="img" aria-label="{self.words}">{self.sign}</span>'


#: By the severity of the check.
MARKS = {
    "contradiction": Mark(
        "†", "motsägs av andra siffror", "Motsägs av andra siffror i underlaget, se @sec-avvikelser."
    ),
    "rounding": Mark(
        "‡",
        "avrundningsskillnad",
        "Skiljer sig från vad andra belopp i underlaget ger, men inte mer än avrundning kan förklara: varje belopp "
        "avrundas för sig och summor justeras inte efter sina rader, se @sec-avrundning.",
    ),
}

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~^$@\"'&])")
#: What makes a list, a definition, a fenced div or a title of a paragraph that begins with it.
_START = re.compile(r"^([-+:%]|\(?(?:\d+|[a-zA-Z]|[ivxlcdm]+|[IVXLCDM]+)(?=[.)](?:\s|$)))")


def escape(text: str) -> str:
    """Text from data as literal Markdown, its digits logged as no figures of the book."""
    return plain(printed.literal(one_line(text)))


def plain(text: str) -> str:
    """Text as literal Markdown: no markup, mathematics, citation or smart punctuation comes of it."""
    literal = (
        _SPECIAL.sub(r"\\\1", one_line(text).lstrip(" \t")).replace("...", r"\.\.\.").replace("--", r"\-\-")
    )
    return _START.sub(lambda found: f"\\{found[0]}" if found[0] in "-+:%" else f"{found[0]}\\", literal)


class Markdown(str):
    """Markdown that a notebook shows and a book prints."""

    def _repr_markdown_(self) -> str:
        return str(self)


@dataclass(frozen=True)
class Line:
    """A row of a table: its label, the other cells as text, and what kind of row it is.

    style: empty, `varav`, `summa`, `resultat`, or `sektion` (a heading over the rows below, without cells).
    """

    label: str
    cells: Sequence[str] = ()
    style: str = ""


@dataclass(frozen=True)
class Table:
    """A table with a caption above, as a plain pandoc table with one header row.

    id: `tbl-` and ASCII, unique in the book. heads: headings of all columns, the label's first.
    text_columns: indices of the columns (beside the first) that hold text, not figures.
    note: a line under the table. Labels, cells and headings are Markdown; text from data must be escaped.
    """

    id: str
    caption: str
    heads: Sequence[str]
    lines: Sequence[Line]
    text_columns: Sequence[int] = ()
    note: str = ""
    widths: Sequence[int] = field(default=())

    @property
    def figures(self) -> dict[tuple[int, int], str]:
        """The cells by row and column (from 0), without the labels and the columns of text."""
        return {
            (row, column): cell
            for row, line in enumerate(self.lines)
            for column, cell in enumerate(line.cells, start=1)
            if column not in self.text_columns
        }

    def _repr_markdown_(self) -> str:
        body = [self._row(line) for line in self.lines]
        table = "\n".join(["| " + " | ".join(self.heads) + " |", self._rule(), *body])
        # Quarto takes braces at the end of a caption for attributes, escaped or not.
        caption = self.caption + (JOINER if self.caption.endswith("}") else "")
        text = f'<div id="{self.id}">\n\n{table}\n\n{caption}\n\n</div>\n'
        cells = [cell for line in self.lines for cell in line.cells]
        marks = [mark for mark in MARKS.values() if any(str(mark) in cell for cell in cells)]
        note = " ".join(filter(None, [self.note, *(f"{mark.sign} {mark.note}" for mark in marks)]))
        return text + (f'\n<div class="tabellnot">\n\n{note}\n\n</div>\n' if note else "")

    def _rule(self) -> str:
        """The alignment row. Its dashes are the relative widths that pandoc gives the columns of a wide table."""
        widths = self.widths or [
            min(40, max(8, *(len(text) for text in column)))
            for column in zip(*([self.heads] + [self._filled(line) for line in self.lines]), strict=True)
        ]
        left = [index == 0 or index in self.text_columns for index in range(len(self.heads))]
        dashes = [
            ":" + "-" * w if is_left else "-" * w + ":" for w, is_left in zip(widths, left, strict=True)
        ]
        return "|" + "|".join(dashes) + "|"

    def _row(self, line: Line) -> str:
        label = f'<span class="{line.style}">{line.label}</span>' if line.style else line.label
        return "| " + " | ".join([label, *self._filled(line)[1:]]) + " |"

    def _filled(self, line: Line) -> list[str]:
        return [line.label, *line.cells, *[""] * len(self.heads)][: len(self.heads)]
