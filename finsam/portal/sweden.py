"""The map of the portal: the country as an SVG whose kommuner are links, each told apart by more than its colour.

The same kommuner are listed beside it; a reader who doesn't see the map, or comes by keyboard, needs nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

#: Kilometres of a border's bends that are left out; neighbours keep one border.
_TOLERANCE = 1.5

#: What a kommun can be on the map, in the order of the list.
BOTH, REPORT, MEMBER = "bada", "rapport", "medlem"
KINDS = {
    BOTH: "Rapporter om kommunen och från dess förbund",
    REPORT: "Rapport om kommunen",
    MEMBER: "Rapport från kommunens förbund",
}


@dataclass(frozen=True)
class Place:
    """A kommun on the map. kind: one of KINDS; told: what there is about it, in words."""

    kod: str
    name: str
    kind: str
    told: str


@dataclass(frozen=True)
class Drawing:
    """width, height: of the map in kilometres. others: the path of the kommuner that nothing is told of."""

    width: int
    height: int
    others: str
    places: tuple[tuple[Place, str], ...]


def drawn(places: Sequence[Place]) -> Drawing:
    """The map of the country with these kommuner; invented ones are drawn where they are told of."""
    # Both take their time to be imported.
    import shapely

    from finsam.chapters.geometry import kommun_shapes, rings
    from finsam.tables.registers import INVENTED_LAN

    told = {place.kod for place in places}
    shapes = {
        code: each for code, each in kommun_shapes().items() if code[:2] != INVENTED_LAN or code in told
    }
    simple = dict(zip(shapes, shapely.coverage_simplify(list(shapes.values()), _TOLERANCE), strict=True))
    west, south, east, north = shapely.total_bounds(list(simple.values()))
    corner = np.array([np.floor(west) - 4, np.ceil(north) + 4])
    paths = {code: _path(rings(each), corner) for code, each in simple.items()}
    return Drawing(
        width=int(east - corner[0]) + 4,
        height=int(corner[1] - south) + 4,
        others="".join(path for code, path in paths.items() if code not in told),
        places=tuple((place, paths[place.kod]) for place in places if place.kod in paths),
    )


def _path(lines: Iterable[np.ndarray], corner: np.ndarray) -> str:
    """Closed lines on whole kilometres from the corner down, each point told from the one before it."""
    parts = []
    for line in lines:
        points = np.rint((line - corner) * [1, -1]).astype(int)
        moved = np.diff(points, axis=0)
        moved = moved[moved.any(axis=1)]
        if len(moved) > 2:
            steps = "".join(
                f"{_number(x, i == 0)}{_number(y)}" for i, (x, y) in enumerate(moved[:-1].tolist())
            )
            parts.append(f"M{points[0][0]} {points[0][1]}l{steps}z")
    return "".join(parts)


def _number(value: int, first: bool = False) -> str:
    """A minus sign parts a number from the one before it as well as a space does."""
    return str(value) if first or value < 0 else f" {value}"


def grouped(places: Iterable[Place]) -> Mapping[str, list[Place]]:
    """The places of each kind that there are."""
    found = list(places)
    groups = {kind: [place for place in found if place.kind == kind] for kind in KINDS}
    return {kind: group for kind, group in groups.items() if group}
