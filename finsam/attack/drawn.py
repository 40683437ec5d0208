"""What is drawn in a coordinate system of a picture: bars, dots, corners of lines, and numbers that are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from finsam.attack.words import spaced

SVG = "{http://www.w3.org/2000/svg}"
PLACE = re.compile(r"translate\(([\d.-]+) ([\d.-]+)\)")
_BOX = re.compile(
    r"M ([\d.-]+) ([\d.-]+)\s+L ([\d.-]+) ([\d.-]+)\s+L ([\d.-]+) ([\d.-]+)\s+L ([\d.-]+) ([\d.-]+)\s+z"
)
_CORNER = re.compile(r"[ML] ([\d.-]+) ([\d.-]+)")
_COLOR = re.compile(r"(?:fill|stroke): (#[0-9a-f]+)")
_COUNT = re.compile(r"\d{1,3}(?: \d{3})*")

#: Points of a bar that can be seen at all; one of no length stands for a number that isn't there.
_SEEN = 1e-3

#: A line with more corners is a curve.
_MOST_CORNERS = 60


@dataclass
class Mark:
    """Something drawn: its middle, its length along both axes, its colour, and the number written there. is_corner: of a
    line."""

    middle: tuple[float, float]
    length: tuple[float, float]
    series: str
    written: str = ""
    is_corner: bool = False


def comments(element: etree._Element) -> list[str]:
    """The texts of a drawing: letters are drawn as shapes, with the text in a comment before them."""
    return [(each.text or "").strip() for each in element.iter(etree.Comment)]


def drawn_paths(group: etree._Element) -> Iterator[etree._Element]:
    """The paths that are drawn where they stand, not those defined to be drawn elsewhere."""
    return (path for path in group.iter(f"{SVG}path") if next(path.iterancestors()).tag != f"{SVG}defs")


def place_of(use: etree._Element) -> tuple[float, float]:
    """Where something that is drawn more than once stands; ValueError when it has no place of its own."""
    return float(use.get("x", "")), float(use.get("y", ""))


def marks_of(axes: etree._Element) -> Iterator[Mark]:
    boxes = []
    for group in axes.iter(f"{SVG}g"):
        id = group.get("id") or ""
        if id.startswith("patch_"):
            for path in group.findall(f"{SVG}path"):
                if path.get("clip-path") and (box := _BOX.match(path.get("d") or "")):
                    xs, ys = ([float(box[at]) for at in (first, first + 2, first + 4)] for first in (1, 2))
                    length = (max(xs) - min(xs), max(ys) - min(ys))
                    middle = (min(xs) + length[0] / 2, min(ys) + length[1] / 2)
                    if min(length) < _SEEN:
                        continue
                    boxes.append(Mark(middle, length, _color(path)))
        elif id.startswith("PathCollection_"):
            for use in group.iter(f"{SVG}use"):
                yield Mark(place_of(use), (0.0, 0.0), f"{id} {_color(use)}")
        elif id.startswith("line2d_") and group.getparent() is axes:
            for path in drawn_paths(group):
                yield from _corners(path)
    yield from boxes
    for group in axes.findall(f"{SVG}g"):
        if (group.get("id") or "").startswith("text_"):
            yield from _written(group, boxes)


def _corners(line: etree._Element) -> Iterator[Mark]:
    """The points that a line is drawn through, if they are so few that each can stand for a number."""
    found = _CORNER.findall(line.get("d") or "")
    if line.get("clip-path") and len(found) <= _MOST_CORNERS:
        for x, y in found:
            yield Mark((float(x), float(y)), (0.0, 0.0), f"linje {_color(line)}", is_corner=True)


def _written(group: etree._Element, boxes: list[Mark]) -> Iterator[Mark]:
    text = " ".join(comments(group))
    place = next(
        (found for each in group.iter(f"{SVG}g") if (found := PLACE.search(each.get("transform") or ""))),
        None,
    )
    if place and _COUNT.fullmatch(spaced(text)):
        at = (float(place[1]), float(place[2]))
        inside = [
            box for box in boxes if all(abs(at[k] - box.middle[k]) <= box.length[k] / 2 + 1 for k in (0, 1))
        ]
        yield Mark(at, (0.0, 0.0), inside[0].series if inside else "fri", spaced(text))


def _color(element: etree._Element) -> str:
    found = _COLOR.search(element.get("style") or "")
    return found[1] if found else ""
