"""Small reports as they are published, written by hand: pages with tables, sentences and pictures, and files beside them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from finsam.attack.judge import Rule
from finsam.attack.run import Attacked, attack


@dataclass(frozen=True)
class Printed:
    """A table: rows of text, the heads first, cells divided by `|`."""

    id: str
    caption: str
    text: str

    @property
    def rows(self) -> list[list[str]]:
        return [[cell.strip() for cell in line.split("|")] for line in self.text.strip().splitlines()]

    @property
    def markdown(self) -> str:
        """As it stands in a notebook."""
        heads, *rows = (f"| {' | '.join(row)} |" for row in self.rows)
        rule = f"|{'--|' * len(self.rows[0])}"
        lines = "\n".join([heads, rule, *rows])
        return f'<div id="{self.id}">\n\n{lines}\n\n{self.caption}\n\n</div>'


@dataclass(frozen=True)
class Shelf:
    """A folder of reports that a reader has side by side."""

    folder: Path

    def report(
        self,
        name: str,
        tables: Sequence[Printed],
        texts: Iterable[str] = (),
        alts: dict[str, str] | None = None,
    ) -> Path:
        """Write a report of one page and return its folder. alts: alternative texts by the name of the picture."""
        folder = self.folder / name
        folder.mkdir(parents=True, exist_ok=True)
        parts = [*map(_table, tables), *(f"<p>{escape(text)}</p>" for text in texts)]
        parts += [
            f'<figure id="{id}"><img src="figurer/{id}.svg" alt="{escape(alt)}"><figcaption>Figur</figcaption></figure>'
            for id, alt in (alts or {}).items()
        ]
        page = f'<!doctype html><html lang="sv"><body><main><h1>Rapport</h1>{"".join(parts)}</main></body></html>'
        (folder / "index.html").write_text(page, encoding="utf-8")
        return folder

    def attacked(self, rule: Rule | None = None) -> Attacked:
        folders = sorted(page.parent for page in self.folder.rglob("index.html"))
        return attack(
            {str(each.relative_to(self.folder)): each for each in folders}, lambda kinds: rule or Rule()
        )

    def found(self, rule: Rule | None = None) -> list[tuple[str, str, str]]:
        """The code, row and column of every finding."""
        told = self.attacked(rule).findings
        return sorted(
            (each.fault.code.removeprefix("suppressed-"), each.spot.row, each.spot.column) for each in told
        )


def _table(table: Printed) -> str:
    head, *body = table.rows
    rows = ["".join(f"<th>{escape(cell)}</th>" for cell in head)]
    for label, *cells in body:
        rows.append(f"<th>{escape(label)}</th>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells))
    inside = "".join(f"<tr>{row}</tr>" for row in rows)
    return f'<figure id="{table.id}"><figcaption>Tabell 1: {escape(table.caption)}</figcaption><table>{inside}</table></figure>'


def values(
    folder: Path,
    named: dict[str, tuple[str, str]],
    tables: Sequence[Printed] = (),
    name: str = "varden.json",
) -> None:
    """Write varden.json, or the values of the build before. named: value and unit by name."""
    about = {
        name: {"varde": value, "enhet": unit, "decimaler": 0, "om": name}
        for name, (value, unit) in named.items()
    }
    told = [
        {"id": t.id, "kapitel": "index", "rubrik": t.caption, "kolumner": t.rows[0], "rader": t.rows[1:]}
        for t in tables
    ]
    found = {"bok": folder.name, "ar": 2024, "varden": about, "tabeller": told, "texter": {}}
    (folder / name).write_text(json.dumps(found), encoding="utf-8")


def notebook(folder: Path, markdown: str, written: Iterable[str | tuple[str, str]]) -> None:
    """Write the notebook of the page, with the numbers that its output tells were written for it; a pair is of a number
    and its value."""
    pairs = [(each, each) if isinstance(each, str) else each for each in written]
    told = {"visning": 1, "siffror": [[*pair, ""] for pair in pairs], "tabeller": ["deltagare"]}
    output = {
        "output_type": "display_data",
        "data": {"text/markdown": markdown},
        "metadata": {"finsam_spar": told},
    }
    (folder / "notebooks").mkdir(exist_ok=True)
    cells = [{"cell_type": "code", "source": "", "metadata": {}, "outputs": [output]}]
    (folder / "notebooks/index.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")


def underlag(folder: Path, id: str, rows: Iterable[tuple[int, str, str]]) -> None:
    """Write the page of the rows behind a table: number of the row, heading and text."""
    inside = "".join(
        f'<tr><th scope="row">{row}</th><td>{head}</td><td>{text}</td></tr>' for row, head, text in rows
    )
    table = f"<table><thead><tr><th>Rad</th><th>Kolumn</th><th>I filen</th></tr></thead><tbody>{inside}</tbody></table>"
    page = f'<html><body><main><section><h3 id="{id}">T</h3>{table}</section></main></body></html>'
    (folder / "underlag.html").write_text(page, encoding="utf-8")


def bars(folder: Path, name: str, labels: Sequence[str], series: dict[str, Sequence[int | None]]) -> None:
    """Draw grouped horizontal bars as the chapters do; None isn't drawn."""
    from finsam.chapters.figures import canvas

    drawing, axes = canvas()
    for at, counts in enumerate(series.values()):
        drawn = [(row + at / 3, count) for row, count in enumerate(counts) if count is not None]
        axes.barh([row for row, _ in drawn], [count for _, count in drawn], height=0.3, color=f"C{at}")
    axes.set_yticks(range(len(labels)), labels)
    (folder / "figurer").mkdir(exist_ok=True)
    drawing.savefig(folder / "figurer" / f"{name}.svg")


def curves(folder: Path, name: str, labels: Sequence[str], series: dict[str, Sequence[int | None]]) -> None:
    """Draw a line for each series over the labels; None isn't drawn."""
    from finsam.chapters.figures import canvas

    drawing, axes = canvas()
    for at, counts in enumerate(series.values()):
        drawn = [(place, count) for place, count in enumerate(counts) if count is not None]
        axes.plot(*zip(*drawn, strict=True), color=f"C{at}")
    axes.set_xticks(range(len(labels)), labels)
    axes.yaxis.grid(True)
    (folder / "figurer").mkdir(exist_ok=True)
    drawing.savefig(folder / "figurer" / f"{name}.svg")
