"""The drawing of a map of kommuner: shapes in the shades of their steps, borders, names and the legend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.patches import Patch, PathPatch
from matplotlib.path import Path
from shapely.geometry.base import BaseGeometry

from finsam.chapters import figures
from finsam.chapters.curves import spread
from finsam.chapters.figures import WIDTH, brand, styled
from finsam.chapters.geometry import outline, rings
from finsam.chapters.map_steps import WITHOUT, Shown, Steps, in_kommuner, printed_value
from finsam.swedish import SIGNS, number
from finsam.tables.registers import area_name

#: Points of the names beside a map.
_LABEL = 8.0


@dataclass(frozen=True)
class Scale:
    """From kilometres to points on the paper, on a grid, so that neighbours keep one border and files stay small."""

    west: float
    south: float
    each: float
    grid: float

    def points(self, coordinates: np.ndarray) -> np.ndarray:
        moved = (coordinates - [self.west, self.south]) * self.each
        return np.round(moved / self.grid) * self.grid


@styled
def frame(
    shapes: Mapping[str, BaseGeometry], size: tuple[float, float], left: float, below: float, grid: float
) -> tuple[Canvas, Axes, Scale]:
    """A canvas with a map of at most so many inches, so many from the left and from below; its axes count in points."""
    west, south, east, north = shapely.total_bounds(list(shapes.values()))
    each = min(72 * size[0] / (east - west), 72 * size[1] / (north - south))
    # Whole points everywhere make short numbers in the file.
    width, height = np.ceil(each * (east - west)), np.ceil(each * (north - south))
    tall = np.ceil(max(height + 12, 160) + 72 * below)
    drawing, _ = figures.canvas(height=tall / 72)
    drawing.clear()
    drawing.set_layout_engine("none")
    across = np.round(72 * (left + (size[0] - width / 72) / 2)), np.round(72 * below + 6)
    wide = 72 * WIDTH
    axes = drawing.add_axes((across[0] / wide, across[1] / tall, width / wide, height / tall))
    axes.set_xlim(0, width)
    axes.set_ylim(0, height)
    axes.set_axis_off()
    return drawing, axes, Scale(west, south, each, grid)


@styled
def draw(
    axes: Axes,
    shapes: Mapping[str, BaseGeometry],
    shown: Shown,
    steps: Steps,
    scale: Scale,
    with_lan: bool = False,
) -> None:
    """One path for all kommuner of a step, and the borders over them."""
    background, ink = brand().background, brand().foreground
    thin = {"linewidth": 0.25 if with_lan else 0.6, "edgecolor": background, "joinstyle": "round"}
    for at, color in enumerate(steps.colors):
        of_step = [
            shape
            for code, shape in shapes.items()
            if code in shown.values and steps.step(shown.values[code]) == at
        ]
        axes.add_patch(PathPatch(_path(of_step, scale), facecolor=color, **thin))
    grey = brand().color("secondary")
    for status, (_, pattern) in WITHOUT.items():
        without = [
            s for code, s in shapes.items() if code not in shown.values and shown.status(code) == status
        ]
        if without:
            axes.add_patch(
                PathPatch(
                    _path(without, scale), facecolor=background, edgecolor=grey, hatch=pattern, linewidth=0.4
                )
            )
    if with_lan:
        for lan in sorted({code[:2] for code in shapes}):
            border = outline(shape for code, shape in shapes.items() if code[:2] == lan)
            axes.add_patch(PathPatch(_path([border], scale), fill=False, edgecolor=grey, linewidth=0.35))
    # White under dark keeps the mark apart from dark kommuner too.
    marked = outline(shapes[code] for code in shown.own)
    parts = [marked] if with_lan else [marked, *(shapes[code] for code in shown.own)]
    edge = _path(parts, scale)
    wide = 1.1 if with_lan else 1.6
    axes.add_patch(PathPatch(edge, fill=False, edgecolor=background, linewidth=wide + 1.4, joinstyle="round"))
    axes.add_patch(PathPatch(edge, fill=False, edgecolor=ink, linewidth=wide, joinstyle="round"))
    if with_lan:
        _point_out(axes, marked, shown, scale)


def _point_out(axes: Axes, marked: BaseGeometry, shown: Shown, scale: Scale) -> None:
    """A line to the marked ones from the left, with what they are called."""
    _, south, east, north = scale.points(np.array(marked.bounds).reshape(2, 2)).ravel()
    text = area_name(shown.own[0]) if len(shown.own) == 1 else shown.called.replace(" ", "\n", 1)
    arrow = {"arrowstyle": "-", "linewidth": 0.8, "color": brand().foreground, "shrinkA": 2, "shrinkB": 1}
    middle, right = (south + north) / 2, axes.get_xlim()[1]
    axes.annotate(
        text[:1].upper() + text[1:],
        (east, middle),
        xytext=(right + 4, middle),
        va="center",
        fontsize=_LABEL,
        weight="bold",
        annotation_clip=False,
        arrowprops=arrow,
    )


def _path(shapes: Sequence[BaseGeometry], scale: Scale) -> Path:
    """Their borders as one path on the grid; islands smaller than a dot of it are left out."""
    vertices, codes = [np.empty((0, 2))], [np.empty(0, dtype=np.uint8)]
    for shape in shapes:
        for ring in rings(shape):
            kept = _corners(scale.points(ring))
            if len(kept) < 3:
                continue
            vertices.append(np.vstack([kept, kept[:1]]))
            codes.append(
                np.array([Path.MOVETO, *[Path.LINETO] * (len(kept) - 1), Path.CLOSEPOLY], dtype=np.uint8)
            )
    return Path(np.vstack(vertices), np.concatenate(codes), closed=False)


def _corners(points: np.ndarray) -> np.ndarray:
    """A closed line on the grid without its end, and without points where it doesn't turn or comes back on itself."""
    kept: list[tuple[float, float]] = []
    for x, y in points[:-1]:
        while kept and (x, y) != kept[-1] and len(kept) > 1 and _straight(kept[-2], kept[-1], (x, y)):
            kept.pop()
        if not kept or (x, y) != kept[-1]:
            kept.append((float(x), float(y)))
    return np.array(kept) if len(kept) > 2 else np.empty((0, 2))


def _straight(one: tuple[float, float], other: tuple[float, float], third: tuple[float, float]) -> bool:
    (ax, ay), (bx, by), (cx, cy) = one, other, third
    return abs((bx - ax) * (cy - by) - (by - ay) * (cx - bx)) < 1e-9


@styled
def names(axes: Axes, own: Mapping[str, BaseGeometry], shown: Shown, decimals: int, scale: Scale) -> None:
    """Name and figure of each marked kommun in the margin nearest to it, with a line to it; no two cover each other."""
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    middles = {
        code: scale.points(shapely.get_coordinates(shape.representative_point()))[0]
        for code, shape in own.items()
    }
    ordered = sorted(own, key=lambda code: middles[code][0])
    # Each in the nearer margin, as far as that has room.
    cut = sum(middles[code][0] < (left + right) / 2 for code in ordered)
    room = int((high - low) / (_LABEL * 1.3))
    cut = min(max(cut, len(ordered) - room), max(room, len(ordered) // 2))
    for codes, side in ((ordered[:cut], -1), (ordered[cut:], 1)):
        codes = sorted(codes, key=lambda code: middles[code][1])
        heights = spread([middles[code][1] for code in codes], _LABEL * 1.3)
        for code, at in zip(codes, _fitted(heights, low, high), strict=True):
            value = shown.values.get(code)
            figure = (
                number(printed_value(value, decimals), decimals)
                if value is not None
                else SIGNS[shown.status(code)]
            )
            axes.annotate(
                f"{area_name(code)} {figure}",
                middles[code],
                xytext=((left - 2) if side < 0 else (right + 2), at),
                ha="right" if side < 0 else "left",
                va="center",
                fontsize=_LABEL,
                weight="bold",
                annotation_clip=False,
                arrowprops={
                    "arrowstyle": "-",
                    "linewidth": 0.7,
                    "color": brand().foreground,
                    "shrinkA": 1,
                    "shrinkB": 0,
                    "relpos": (1 if side < 0 else 0, 0.5),
                },
            )
            axes.plot(
                *middles[code],
                "o",
                markersize=2.6,
                color=brand().foreground,
                markeredgecolor=brand().background,
                markeredgewidth=0.5,
            )


def _fitted(places: list[float], low: float, high: float) -> list[float]:
    """Moved up or down together so that they end inside the map, where they have room."""
    if not places:
        return places
    over, under = max(0.0, places[-1] - high), max(0.0, low - places[0])
    return [at - over + (0 if over else under) for at in places]


@styled
def legend(
    drawing: Canvas, shown: Shown, steps: Steps, shapes: Mapping[str, BaseGeometry], **place: Any
) -> None:
    """The steps in words, each with how many kommuner it has; what has no figure; and what the thick border is."""
    handles = []
    for at, color in enumerate(steps.colors):
        count = sum(code in shown.values and steps.step(shown.values[code]) == at for code in shapes)
        words = f"{steps.words(at)} ({in_kommuner(count)})"
        handles.append(
            Patch(facecolor=color, edgecolor=brand().color("secondary"), linewidth=0.4, label=words)
        )
    for status, (words, pattern) in WITHOUT.items():
        count = sum(code not in shown.values and shown.status(code) == status for code in shapes)
        if count:
            handles.append(
                Patch(
                    facecolor=brand().background,
                    edgecolor=brand().color("secondary"),
                    hatch=pattern,
                    linewidth=0.4,
                    label=f"{words} ({in_kommuner(count)})",
                )
            )
    marked = area_name(shown.own[0]) if len(shown.own) == 1 else shown.called
    handles.append(
        Patch(facecolor=brand().background, edgecolor=brand().foreground, linewidth=1.6, label=marked)
    )
    title = shown.unit[:1].upper() + shown.unit[1:]
    made = drawing.legend(
        handles=handles[: len(steps.tops)][::-1] + handles[len(steps.tops) :],
        **place,
        title=title,
        alignment="left",
        handlelength=1.6,
        handleheight=1.1,
        borderaxespad=0,
    )
    made.get_title().set_fontweight("bold")
