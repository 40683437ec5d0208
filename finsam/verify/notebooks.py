"""What the documents of a book must say: its laid-out notebooks, read with pandoc, numbered and cross-referenced here.

The numbers of chapters, tables and figures and the words of references are made anew, not taken from the render engine.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from finsam.render.book import Book
from finsam.render.pandoc import read_document
from finsam.verify.document import FIGURE, HEADING, NOTE, TABLE, TEXT, Block, Document

#: A part of pandoc's document: `t` is its kind, `c` what is in it.
Json = dict[str, Any]

NBSP = "\u00a0"
_NAMES = {"tbl": "Tabell", "fig": "Figur"}


def expected_document(book: Book) -> Document:
    """The blocks of the book in order. `where` of a block is the name of its chapter's notebook."""
    chapters = json.loads(read_document(book, ()))["blocks"]
    labels: dict[str, str] = {}
    numbered = 0
    for chapter in chapters:
        title = chapter["c"][1][0] if chapter["c"][1] else {"t": ""}
        if title["t"] == "Header" and "unnumbered" not in title["c"][1][1]:
            numbered += 1
            _Numbering(str(numbered), labels).walk(chapter["c"][1])
        else:
            _Numbering("", labels).walk(chapter["c"][1])
    document = Document("notebooks")
    for chapter in chapters:
        file = dict(chapter["c"][0][2])["fil"]
        reader = _Reader(file, labels)
        document.blocks += [*reader.blocks(chapter["c"][1]), *reader.notes]
    return document


def _blocks_in(block: Json) -> list[Json]:
    """The blocks inside a block that only holds others."""
    kind: str = block["t"]
    content: list[Any] = block.get("c", [])
    if kind == "Div":
        # The link to the rows behind a table is of the web book alone, and checked as a link.
        return [] if "underlag" in content[0][1] else list(content[1])
    if kind == "BlockQuote":
        return content
    if kind == "BulletList":
        return [inner for item in content for inner in item]
    if kind == "OrderedList":
        return [inner for item in content[1] for inner in item]
    if kind == "DefinitionList":
        return [
            inner
            for term, meanings in content
            for inner in ({"t": "Plain", "c": term}, *(b for meaning in meanings for b in meaning))
        ]
    return []


@dataclass
class _Numbering:
    """Number headings, tables and figures of one chapter into `labels`: id -> `Tabell 2.1`, `Avsnitt 1.3`.

    The number of a heading itself is kept under a key made of the place of its block, as not every one has a label.
    """

    chapter: str
    labels: dict[str, str]
    sections: list[int] = field(default_factory=lambda: [0] * 7)
    counts: dict[str, int] = field(default_factory=lambda: {"tbl": 0, "fig": 0})

    def walk(self, blocks: list[Json]) -> None:
        for block in blocks:
            if block["t"] == "Header":
                self._heading(block)
            elif block["t"] == "Figure":
                self._counted("fig", block["c"][0][0], block)
            elif block["t"] == "Div" and block["c"][0][0].startswith("tbl-"):
                self._counted("tbl", block["c"][0][0], block)
            else:
                self.walk(_blocks_in(block))

    def _heading(self, block: Json) -> None:
        level, (id, classes, _), words = block["c"]
        number = ""
        if self.chapter and level <= 3 and "unnumbered" not in classes:
            if level > 1:
                self.sections[level] += 1
                self.sections[level + 1 :] = [0] * (6 - level)
            number = ".".join([self.chapter, *map(str, self.sections[2 : level + 1])])
        block["number"] = number
        name = "Kapitel" if level == 1 else "Avsnitt"
        self.labels[id] = f"{name}{NBSP}{number}" if number else _plain(words)

    def _counted(self, kind: str, id: str, block: Json) -> None:
        if not id.startswith(f"{kind}-"):
            return
        self.counts[kind] += 1
        number = ".".join(filter(None, (self.chapter, str(self.counts[kind]))))
        block["label"] = self.labels[id] = f"{_NAMES[kind]}{NBSP}{number}"


def _plain(inlines: list[Json]) -> str:
    return _Reader("", {}).text(inlines)


@dataclass
class _Reader:
    """The blocks of one chapter, after its numbering."""

    where: str
    labels: dict[str, str]
    notes: list[Block] = field(default_factory=list)

    def blocks(self, blocks: list[Json]) -> Iterator[Block]:
        for block in blocks:
            kind = block["t"]
            if kind == "Header":
                text = " ".join(filter(None, (block["number"], self.text(block["c"][2]))))
                yield Block(HEADING, text, self.where, level=block["c"][0], id=block["c"][1][0])
            elif kind in ("Para", "Plain"):
                yield from self._paragraph(block["c"])
            elif kind == "LineBlock":
                yield Block(TEXT, " ".join(self.text(line) for line in block["c"]), self.where)
            elif kind == "CodeBlock":
                yield Block(TEXT, block["c"][1], self.where)
            elif kind == "Figure":
                yield self._figure(block)
            elif kind == "Table":
                yield Block(TABLE, self._caption(block), self.where, rows=self._rows(block))
            elif kind == "Div" and "label" in block:
                yield from self._table(block)
            else:
                yield from self.blocks(_blocks_in(block))

    def _paragraph(self, inlines: list[Json]) -> Iterator[Block]:
        if text := self.text(inlines):
            yield Block(TEXT, text, self.where)

    def _figure(self, block: Json) -> Block:
        (id, _, _), (_, caption), content = block["c"]
        image = content[0]["c"][0]
        (_, _, attributes), words, (source, _) = image["c"]
        alt = dict(attributes).get("fig-alt") or self.text(words)
        text = " ".join(self.text(part["c"]) for part in caption)
        label = f"{block['label']}: " if "label" in block else ""
        return Block(FIGURE, label + text, self.where, id=id, alt=alt, picture=source)

    def _table(self, block: Json) -> Iterator[Block]:
        *rest, caption = block["c"][1]
        for inner in rest:
            if inner["t"] == "Table":
                text = f"{block['label']}: {self.text(caption['c'])}"
                yield Block(TABLE, text, self.where, id=block["c"][0][0], rows=self._rows(inner))
            else:
                yield from self.blocks([inner])

    def _caption(self, table: Json) -> str:
        return " ".join(self.text(part["c"]) for part in table["c"][1][1])

    def _rows(self, table: Json) -> tuple[tuple[str, ...], ...]:
        _, _, _, head, bodies, foot = table["c"]
        rows = [*head[1], *(row for body in bodies for part in body[2:] for row in part), *foot[1]]
        return tuple(self._row(cells) for _, cells in rows)

    def _row(self, cells: list[Any]) -> tuple[str, ...]:
        texts = tuple(
            " ".join(self.text(b["c"]) for b in cell[4] if b["t"] in ("Plain", "Para")) for cell in cells
        )
        first = cells[0][4][0]["c"][:1] if cells[0][4] else []
        is_section = bool(first) and first[0]["t"] == "Span" and "sektion" in first[0]["c"][0][1]
        return texts[:1] if is_section else texts

    def text(self, inlines: list[Json]) -> str:
        return "".join(map(self._inline, inlines))

    def _inline(self, inline: Json) -> str:
        kind: str = inline["t"]
        content: Any = inline.get("c")
        if kind == "Str":
            return str(content)
        if kind in ("Space", "SoftBreak", "LineBreak"):
            return " "
        if kind in ("Code", "Math"):
            return str(content[1])
        if kind == "Quoted":
            return f'"{self.text(content[1])}"'
        if kind in ("Link", "Span"):
            return self.text(content[1])
        if kind == "Cite":
            return self._reference(*content)
        if kind == "Note":
            text = " ".join(block.text for block in self.blocks(content))
            self.notes.append(Block(NOTE, text, self.where))
            return ""
        if kind in ("RawInline", "Image"):
            return ""
        return self.text(content)

    def _reference(self, citations: list[Json], words: list[Json]) -> str:
        parts = []
        for one in citations:
            label = self.labels.get(one["citationId"][:1].lower() + one["citationId"][1:])
            if label is None:
                return self.text(words)
            number = label.rpartition(NBSP)[2] if NBSP in label else ""
            if number and one["citationMode"]["t"] == "SuppressAuthor":
                label = number
            elif number and one["citationPrefix"]:
                label = self.text(one["citationPrefix"]) + NBSP + number
            parts.append(label + self.text(one["citationSuffix"]))
        return ", ".join(parts)
