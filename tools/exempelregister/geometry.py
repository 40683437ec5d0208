"""The invented län as polygons: a coast, and within it the part of each kommun that is nearer to it than to the others.

    python -m tools.exempelregister.geometry

writes params/register/omraden-exempel.geojson, in degrees of longitude and latitude, at a place in the open sea.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from finsam.tables.registers import INVENTED_LAN, kommuner
from tools.exempelregister.files import write_text
from tools.exempelregister.noise import chance

FILE = Path(__file__).parents[2] / "params/register/omraden-exempel.geojson"
#: Longitude and latitude of the middle, and how many degrees a unit is; a degree of longitude is about half as long.
MIDDLE, UNIT = np.array([19.6, 62.2]), np.array([0.72, 0.34])
#: Points along the coast, and decimals of a degree.
POINTS, DECIMALS = 72, 4

Polygon = np.ndarray


def parts() -> dict[str, Polygon]:
    """The corners of each kommun by code, anticlockwise, columns longitude and latitude. Neighbours share corners."""
    coast = _coast()
    middles = _middles(len(kommuner(INVENTED_LAN)))
    for _ in range(2):
        middles = np.array([_centre(_nearest(coast, middles, at)) for at in range(len(middles))])
    # The first is in the middle and the others go round it, from where the first three meet.
    first = int(np.argmin((middles**2).sum(axis=1)))
    rest = sorted(set(range(len(middles))) - {first}, key=lambda at: np.arctan2(*middles[at][::-1]))
    codes = [area.kod for area in kommuner(INVENTED_LAN)]
    return {
        code: np.round(MIDDLE + UNIT * _nearest(coast, middles, at), DECIMALS)
        for code, at in zip(codes, [first, *rest[3:], *rest[:3]], strict=True)
    }


def document() -> str:
    """The parts as GeoJSON, a feature a line."""
    names = {area.kod: area for area in kommuner(INVENTED_LAN)}
    features = [
        json.dumps(
            {
                "type": "Feature",
                "properties": {"kod": code, "namn": names[code].namn, "kort": names[code].kort},
                "geometry": {"type": "Polygon", "coordinates": [[*corners.tolist(), corners[0].tolist()]]},
            },
            ensure_ascii=False,
        )
        for code, corners in parts().items()
    ]
    return '{"type": "FeatureCollection", "features": [\n' + ",\n".join(features) + "\n]}\n"


def _coast() -> Polygon:
    """A round coast with bays, in units around the middle."""
    angles = np.arange(POINTS) * 2 * np.pi / POINTS
    random = chance("coast")
    radius = 1 + 0.025 * random.standard_normal(POINTS)
    for waves in range(2, 7):
        radius += 0.30 / waves * np.cos(waves * angles + 2 * np.pi * random.random_sample())
    return np.stack([radius * np.cos(angles), radius * np.sin(angles)], axis=1)


def _middles(count: int) -> np.ndarray:
    random = chance("middles of kommuner")
    angles = 2 * np.pi * (np.arange(count) + 0.5 * random.random_sample(count)) / (count - 1)
    radius = 0.65 + 0.1 * random.standard_normal(count)
    radius[0] = 0.15
    return np.stack([radius * np.cos(angles), radius * np.sin(angles)], axis=1)


def _nearest(coast: Polygon, middles: np.ndarray, at: int) -> Polygon:
    """What is nearer to one of the middles than to any other: the coast, cut by the line half-way to each of them."""
    found = coast
    for other in np.delete(middles, at, axis=0):
        found = _cut(found, (middles[at] + other) / 2, other - middles[at])
    return found


def _cut(polygon: Polygon, point: np.ndarray, away: np.ndarray) -> Polygon:
    """The side of the line through a point from which `away` points away (Sutherland and Hodgman's clipping)."""
    beyond = (polygon - point) @ away
    kept = []
    for at, corner in enumerate(polygon):
        before, here = beyond[at - 1], beyond[at]
        if (before > 0) != (here > 0):
            kept.append(polygon[at - 1] + (corner - polygon[at - 1]) * before / (before - here))
        if here <= 0:
            kept.append(corner)
    return np.array(kept)


def area(polygon: Polygon) -> float:
    """The area in the units of the corners, positive where they go anticlockwise."""
    x, y = polygon.T
    return float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum() / 2)


def _centre(polygon: Polygon) -> np.ndarray:
    following = np.roll(polygon, -1, axis=0)
    cross = polygon[:, 0] * following[:, 1] - following[:, 0] * polygon[:, 1]
    return ((polygon + following) * cross[:, None]).sum(axis=0) / (3 * cross.sum())


if __name__ == "__main__":
    write_text(FILE, [document()])
