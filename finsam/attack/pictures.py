"""Bars, dots and labels of the pictures, measured: what a drawing tells although no number is written."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
from lxml import etree

from finsam.attack.drawn import PLACE, SVG, comments, drawn_paths, marks_of, place_of
from finsam.attack.lines import Board, Line, line_of
from finsam.attack.published import Text
from finsam.attack.tables import Spot
from finsam.attack.words import Figure, figure, slug, spaced

_YEAR = re.compile(r"(?:19|20)\d\d")
_SAID = re.compile(r"<(title|desc|text|tspan)\b[^>]*>([^<]+)</\1>|aria-label=\"([^\"]+)\"")

#: How near a length must be to a whole number to be one, in units of the axis; coordinates have six decimals.
_NEAR = 0.02

#: How far from the middle of a label a corner of a line may stand that is of it, in points of the drawing.
_BESIDE = 1.0


def axes_of(folder: Path) -> list[Axes]:
    """The coordinate systems of all pictures of a report."""
    return [
        Axes(file, group)
        for file in sorted(folder.glob("figurer/*.svg"))
        for group in etree.parse(str(file), etree.XMLParser(huge_tree=True)).iter(f"{SVG}g")
        if (group.get("id") or "").startswith("axes_")
    ]


def picture_lines(board: Board, drawn: Iterable[Axes], report: str) -> Iterator[Line]:
    """Lines of the pictures of a report: each colour by the labels of the axis without numbers."""
    for axes in drawn:
        spot = Spot(report, f"figurer/{axes.file.name}", axes.file.stem, "", "")
        for name, told in axes.series().items():
            yield line_of(board, name, f"{report} {axes.file.stem}", told, spot)


class Axes:
    """One coordinate system of a picture."""

    def __init__(self, file: Path, axes: etree._Element):
        self.file = file
        ticks = [self._ticks(axes, name) for name in ("xtick", "ytick")]
        self.labels: list[tuple[float, str]] = []
        self.across = 0
        for across in (0, 1):
            numbers = [(at, value) for at, label in ticks[across] if (value := _number(label)) is not None]
            labels = [(at, label) for at, label in ticks[1 - across] if _number(label) is None]
            labels = labels or _years(ticks[1 - across])
            if _years(ticks[across]):
                continue
            if len(labels) > 1 and len(numbers) == len(ticks[across]) > 1:
                self.labels, self.across = labels, across
                self.unit, self.zero = np.polyfit(
                    [value for _, value in numbers], [at for at, _ in numbers], 1
                )
        self.marks = list(marks_of(axes)) if self.labels else []
        said = " ".join(comments(axes)).lower()
        self.is_percent = "procent" in said or "%" in said

    def _ticks(self, axes: etree._Element, name: str) -> list[tuple[float, str]]:
        """Where each tick of an axis stands, and what is written at it."""
        found, across = [], name == "ytick"
        for group in axes.iter(f"{SVG}g"):
            if not (group.get("id") or "").startswith(f"{name}_"):
                continue
            label = " ".join(comments(group))
            uses = [use for use in group.iter(f"{SVG}use") if use.get("y") is not None and use.get("x")]
            lines = re.findall(
                r"M ([\d.-]+) ([\d.-]+)", " ".join(path.get("d") or "" for path in drawn_paths(group))
            )
            texts = [PLACE.search(each.get("transform") or "") for each in group.iter(f"{SVG}g")]
            places = [place_of(use) for use in uses if next(use.iterancestors()).get("clip-path") is None]
            places = places or [(float(x), float(y)) for x, y in lines]
            places = places or [(float(each[1]), float(each[2])) for each in texts if each]
            if places and label:
                found.append((places[0][across], label))
        return found

    @property
    def order(self) -> list[str]:
        """The labels along their axis."""
        return [_bare(label) for _, label in sorted(self.labels)]

    def series(self) -> dict[str, list[tuple[str, Figure]]]:
        """The figures of each colour by label: measured, and as they are written in what is drawn."""
        found: dict[str, list[tuple[str, float]]] = defaultdict(list)
        written: dict[str, list[tuple[str, Figure]]] = defaultdict(list)
        for _, label in self.labels:
            if inside := re.search(r"\((\d+)\)$", spaced(label)):
                written["inom parentes"].append((_bare(label), figure(inside[1])))
        for mark in self.marks:
            at, label = min(self.labels, key=lambda each: abs(each[0] - mark.middle[1 - self.across]))
            if mark.is_corner and abs(at - mark.middle[1 - self.across]) > _BESIDE:
                continue
            if mark.written:
                written[f"text {mark.series}"].append((_bare(label), figure(mark.written)))
            else:
                length = mark.length[self.across] or mark.middle[self.across] - self.zero
                found[mark.series].append((_bare(label), length / self.unit))
        return {name: self._figures(told) for name, told in found.items()} | dict(written)

    def _figures(self, told: list[tuple[str, float]]) -> list[tuple[str, Figure]]:
        whole = all(abs(abs(value) - round(abs(value))) < _NEAR for _, value in told)
        if whole and not self.is_percent:
            return [(label, Figure(Fraction(round(abs(value))))) for label, value in told]
        exact = [(label, Fraction(abs(value)).limit_denominator(10**6)) for label, value in told]
        return [
            (label, Figure(value, Fraction(_NEAR).limit_denominator(100), True)) for label, value in exact
        ]


def _years(ticks: list[tuple[float, str]]) -> list[tuple[float, str]]:
    """The ticks of an axis of years, which tell apart as words do; none for one of numbers."""
    return ticks if all(_YEAR.fullmatch(spaced(label)) for _, label in ticks) else []


def _number(label: str) -> float | None:
    text = spaced(label).rstrip("% ").replace("−", "-").replace(" ", "").replace(",", ".")
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else None


def _bare(label: str) -> str:
    return slug(re.sub(r"\(\d+\)$", "", spaced(label)))


def texts_of_pictures(folder: Path, report: str) -> Iterator[Text]:
    """Titles, descriptions and labels in the pictures; the letters that are drawn stand in their axes."""
    for file in sorted(folder.glob("figurer/*.svg")):
        for name, inside, label in _SAID.findall(file.read_text(encoding="utf-8")):
            yield Text(report, f"figurer/{file.name}", name or "aria-label", spaced(inside or label))
