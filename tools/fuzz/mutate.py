"""Mangling a file by chance, as its kind is mangled. One seed gives one result on any machine."""

from __future__ import annotations

import random

from tools.fuzz.texts import ANY, TEXT, Mutation, cells, word
from tools.fuzz.trees import indent, tree, value
from tools.fuzz.workbooks import sheet, tags, workbook

OF_KIND: dict[str, tuple[Mutation, ...]] = {
    "csv": (*TEXT, cells, cells, cells, cells),
    "xlsx": (sheet, sheet, workbook),
    "sie": TEXT,
    "px": TEXT,
    "json": (tree, tree, tree, word),
    "geojson": (tree, tree, tree, word),
    "yaml": (*TEXT, indent, value, value, value),
    "md": TEXT,
    "svg": (*TEXT, tags, tags),
}


def mutated(content: bytes, kind: str, chance: random.Random) -> bytes:
    """The content after one to three mutations of its kind: csv, xlsx, sie, json, px, geojson, yaml, md or svg."""
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        # A byte of a packed file makes all of it unreadable, which is soon known.
        of_bytes = 0.05 if kind == "xlsx" else 0.2
        of = chance.choice(ANY if chance.random() < of_bytes else OF_KIND[kind])
        content = of(content, chance)
    return content
