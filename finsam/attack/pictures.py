"""Bars, dots and labels of the pictures, measured: what a drawing tells although no number is written."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from lxml import etree

from finsam.attack.lines import Board, Line, line_of
from finsam.attack.published import Spot
from finsam.attack.words import Figure, figure, slug, spaced

_SVG = "{http://www.w3.org/2000/svg}"
_BOX = re.compile(
    r"M ([\d.-]+) ([\d.-]+)\s+L ([\d.-]+) ([\d.-]+)\s+L ([\d.-]+) ([\d.-]+)\s+L ([\d.-]+) ([\d.-]+)\s+z"
)
_PLACE = re.compile(r"translate\(([\d.-]+) ([\d.-]+)\)")
_FILL = re.compile(r"(?:fill|stroke): (#[0-9a-f]+)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_CORNER = re.compile(r"[ML] ([\d.-]+) ([\d.-]+)")
_COUNT = re.compile(r"\d{1,3}(?: \d{3})*")

#: How near a length must be to a whole number to be one, in units of the axis; coordinates have six decimals.
_NEAR = 0.02

#: A line with more corners is a curve.
_MOST_CORNERS = 60

#: How far from the middle of a label a point may stand that is of it, in points of the drawing.
_BESIDE = 1.0

#: Points of a bar that can be seen at all; one of no length stands for a number that isn't there.
_SEEN = 1e-3


@dataclass
class _Mark:
    """Something drawn: its middle, its length along both axes, its colour, and the number written there."""

    middle: tuple[float, float]
    length: tuple[float, float]
    series: str
    written: str = ""


def axes_of(folder: Path) -> list[Axes]:
    """The coordinate systems of all pictures of a report."""
    return [
        Axes(file, group)
        for file in sorted(folder.glob("figurer/*.svg"))
        for group in etree.parse(str(file), etree.XMLParser(huge_tree=True)).iter(f"{_SVG}g")
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
        self.labels, self.across = None, 0
        for across in (0, 1):
            numbers = [(at, _number(label)) for at, label in ticks[across]]
            labels = [(at, label) for at, label in ticks[1 - across] if _number(label) is None]
            labels = labels or _years(ticks[1 - across])
            if _years(ticks[across]):
                continue
            if len(labels) > 1 and len(numbers) > 1 and all(value is not None for _, value in numbers):
                self.labels, self.across = labels, across
                self.unit, self.zero = np.polyfit(
                    [value for _, value in numbers], [at for at, _ in numbers], 1
                )
        self.marks = list(_marks(axes)) if self.labels else []
        said = " ".join(_comments(axes)).lower()
        self.is_percent = "procent" in said or "%" in said

    def _ticks(self, axes: etree._Element, name: str) -> list[tuple[float, str]]:
        """Where each tick of an axis stands, and what is written at it."""
        found, across = [], name == "ytick"
        for group in axes.iter(f"{_SVG}g"):
            if not (group.get("id") or "").startswith(f"{name}_"):
                continue
            label = " ".join(_comments(group))
            uses = [use for use in group.iter(f"{_SVG}use") if use.get("y") is not None and use.get("x")]
            lines = re.findall(
                r"M ([\d.-]+) ([\d.-]+)", " ".join(path.get("d") or "" for path in _drawn(group))
            )
            texts = [_PLACE.search(each.get("transform") or "") for each in group.iter(f"{_SVG}g")]
            places = [
                (float(use.get("x")), float(use.get("y")))
                for use in uses
                if use.getparent().get("clip-path") is None
            ]
            places = places or [tuple(map(float, each)) for each in lines]
            places = places or [tuple(map(float, each.groups())) for each in texts if each]
            if places and label:
                found.append((places[0][across], label))
        return found

    @property
    def order(self) -> list[str]:
        """The labels along their axis."""
        return [_bare(label) for _, label in sorted(self.labels or ())]

    def series(self) -> dict[str, list[tuple[str, Figure]]]:
        """The figures of each colour by label: measured, and as they are written in what is drawn."""
        found: dict[str, list[tuple[str, float]]] = defaultdict(list)
        written: dict[str, list[tuple[str, Figure]]] = defaultdict(list)
        for _, label in self.labels or ():
            if inside := re.search(r"\((\d+)\)$", spaced(label)):
                written["inom parentes"].append((_bare(label), figure(inside[1])))
        for mark in self.marks:
            at, label = min(self.labels, key=lambda each: abs(each[0] - mark.middle[1 - self.across]))
            if mark.series.startswith("linje") and abs(at - mark.middle[1 - self.across]) > _BESIDE:
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


def _comments(element: etree._Element) -> list[str]:
    """The texts of a drawing: letters are drawn as shapes, with the text in a comment before them."""
    return [each.text.strip() for each in element.iter(etree.Comment)]


def _drawn(group: etree._Element) -> Iterator[etree._Element]:
    return (path for path in group.iter(f"{_SVG}path") if path.getparent().tag != f"{_SVG}defs")


def _marks(axes: etree._Element) -> Iterator[_Mark]:
    boxes = []
    for group in axes.iter(f"{_SVG}g"):
        id = group.get("id") or ""
        if id.startswith("patch_"):
            for path in group.findall(f"{_SVG}path"):
                if path.get("clip-path") and (box := _BOX.match(path.get("d") or "")):
                    xs, ys = ([float(box[at]) for at in (first, first + 2, first + 4)] for first in (1, 2))
                    length = (max(xs) - min(xs), max(ys) - min(ys))
                    middle = (min(xs) + length[0] / 2, min(ys) + length[1] / 2)
                    if min(length) < _SEEN:
                        continue
                    boxes.append(_Mark(middle, length, _fill(path)))
        elif id.startswith("PathCollection_"):
            for use in group.iter(f"{_SVG}use"):
                yield _Mark((float(use.get("x")), float(use.get("y"))), (0.0, 0.0), f"{id} {_fill(use)}")
        elif id.startswith("line2d_") and group.getparent() is axes:
            for path in _drawn(group):
                yield from _corners(path)
    yield from boxes
    for group in axes.findall(f"{_SVG}g"):
        if (group.get("id") or "").startswith("text_"):
            yield from _written(group, boxes)


def _corners(line: etree._Element) -> Iterator[_Mark]:
    """The points that a line is drawn through, if they are so few that each can stand for a number."""
    found = _CORNER.findall(line.get("d") or "")
    if line.get("clip-path") and len(found) <= _MOST_CORNERS:
        for x, y in found:
            yield _Mark((float(x), float(y)), (0.0, 0.0), f"linje {_fill(line)}")


def _written(group: etree._Element, boxes: list[_Mark]) -> Iterator[_Mark]:
    text = " ".join(_comments(group))
    place = next(
        (found for each in group.iter(f"{_SVG}g") if (found := _PLACE.search(each.get("transform") or ""))),
        None,
    )
    if place and _COUNT.fullmatch(spaced(text)):
        at = (float(place[1]), float(place[2]))
        inside = [
            box for box in boxes if all(abs(at[k] - box.middle[k]) <= box.length[k] / 2 + 1 for k in (0, 1))
        ]
        yield _Mark(at, (0.0, 0.0), inside[0].series if inside else "fri", spaced(text))


def _fill(element: etree._Element) -> str:
    found = _FILL.search(element.get("style") or "")
    return found[1] if found else ""
