"""Maps of kommuner in steps from light to dark, with a legend in words and a text alternative.

    steps = Steps.of(values, decimals)
    county_map(Shown("Sjukpenningtal", "2024", "dagar", values, statuses, own), steps, ["9901", …], "fig-karta-lan")

The steps are in order of lightness alone, so that they stay apart in grey and for readers who are colour-blind;
a kommun without a figure has a pattern instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.patches import Patch, PathPatch
from matplotlib.path import Path
from shapely.geometry.base import BaseGeometry

from finsam.chapters import figures
from finsam.chapters.curves import spread
from finsam.chapters.figures import WIDTH, Figure, brand, styled
from finsam.chapters.geometry import kommun_shapes, outline, rings
from finsam.chapters.markdown import escape
from finsam.chapters.shades import shades
from finsam.swedish import NBSP, SIGNS, capital, listing, number
from finsam.tables.registers import area_name, kommuner

#: How many steps a scale has, where there are as many different figures.
STEPS = 5
#: What a kommun without a figure is called in the legend, and its pattern.
WITHOUT = {
    "undertryckt": ("visas inte av sekretesskäl", "xxxx"),
    "saknas": ("uppgift saknas", "////"),
    "ej_tillampligt": ("kan inte förekomma", "----"),
}
#: Inches of the maps at the most, and points from one place to the next on the grid that their borders are drawn on.
_COUNTY, _COUNTRY = (3.6, 3.9), (2.9, 5.8)
_FINE, _COARSE = 0.4, 0.5
#: Kilometres of a border's bends that the map of the country leaves out; neighbours keep one border.
_TOLERANCE = 3.0
_LABEL = 8.0


@dataclass(frozen=True)
class Steps:
    """Steps of figures, each with as many kommuner as the others as nearly as can be. tops: the highest printed of each."""

    low: Decimal
    tops: tuple[Decimal, ...]
    decimals: int

    @classmethod
    def of(cls, values: Iterable[float], decimals: int) -> Steps:
        """The fifths of the figures as they are printed, so that every printed figure is in the step that says so."""
        printed = sorted(_printed(value, decimals) for value in values)
        if not printed:
            raise ValueError("a scale is made of figures")
        ends = [printed[-(-len(printed) * part // STEPS) - 1] for part in range(1, STEPS + 1)]
        return cls(printed[0], tuple(dict.fromkeys(ends)), decimals)

    def step(self, value: float) -> int:
        """The number of a figure's step from 0; one beyond the scale is in its first or last."""
        printed = _printed(value, self.decimals)
        return next((at for at, top in enumerate(self.tops) if printed <= top), len(self.tops) - 1)

    def words(self, at: int) -> str:
        """`7,2–8,4`, from the lowest to the highest printed figure that a step can hold."""
        low = self.low if at == 0 else self.tops[at - 1] + Decimal(1).scaleb(-self.decimals)
        ends = list(dict.fromkeys(number(end, self.decimals) for end in (low, self.tops[at])))
        return f" till{NBSP}".join(ends) if low < 0 else "–".join(ends)

    @property
    def colors(self) -> list[str]:
        """One of each step from light to dark, equally far apart in lightness."""
        return shades(len(self.tops))


@dataclass(frozen=True)
class Shown:
    """What a map shows: the measure's name, the time in words, its unit, and figures and what stands for none by code.

    own: the codes that are marked; called what they are together (`förbundets kommuner`) where there are several.
    """

    name: str
    time: str
    unit: str
    values: Mapping[str, float]
    statuses: Mapping[str, str]
    own: Sequence[str]
    called: str = "förbundets kommuner"

    def status(self, code: str) -> str:
        return self.statuses.get(code, "saknas")


def county_map(shown: Shown, steps: Steps, lan: Sequence[str], id: str) -> Figure | None:
    """The kommuner of one or several counties, the marked ones with a thick border, name and figure.

    None where a marked kommun has no shape.
    """
    codes = [area.kod for each in lan for area in kommuner(each)]
    shapes = {code: kommun_shapes()[code] for code in codes if code in kommun_shapes()}
    if not shapes or not set(shown.own) <= set(shapes):
        return None
    where = listing([area_name(each) for each in lan])
    drawing, axes, scale = _frame(shapes, _COUNTY, (WIDTH - _COUNTY[0]) / 2, 1.0, _FINE)
    _draw(axes, shapes, shown, steps, scale)
    _names(axes, {code: shapes[code] for code in shown.own}, shown, steps.decimals, scale)
    _legend(drawing, shown, steps, shapes, loc="lower center", ncols=3)
    caption = f"{shown.name} {shown.time} i kommunerna i {where}, {shown.unit}"
    rows = _rows(shown, steps, list(shapes))
    return Figure(f"fig-{id}", escape(caption), _alt(shown, steps, where, list(shapes)), drawing, rows=rows)


def country_map(shown: Shown, steps: Steps, id: str) -> Figure | None:
    """All kommuner of the country, the marked ones with a thick border; None where a marked one has no shape.

    Invented kommuner are drawn only where they are marked.
    """
    real = [area.kod for area in kommuner()]
    codes = [*real, *(area.kod for code in shown.own if code not in real for area in kommuner(code[:2]))]
    shapes = {code: kommun_shapes()[code] for code in dict.fromkeys(codes) if code in kommun_shapes()}
    if not set(shown.own) <= set(shapes):
        return None
    shapes = dict(zip(shapes, shapely.coverage_simplify(list(shapes.values()), _TOLERANCE), strict=True))
    drawing, axes, scale = _frame(shapes, _COUNTRY, 0.4, 0, _COARSE)
    _draw(axes, shapes, shown, steps, scale, with_lan=True)
    _legend(drawing, shown, steps, shapes, loc="center right", ncols=1)
    caption = f"{shown.name} {shown.time} i landets kommuner, {shown.unit}"
    rows = _rows(shown, steps, list(shapes))
    return Figure(
        f"fig-{id}", escape(caption), _alt(shown, steps, "landet", list(shapes)), drawing, rows=rows
    )


def _rows(shown: Shown, steps: Steps, codes: Sequence[str]) -> list[list[str]]:
    """The figure of each kommun on the map, or the sign for why there is none."""
    told = [
        number(Decimal(f"{shown.values[code]:.12f}"), steps.decimals)
        if code in shown.values
        else SIGNS[shown.status(code)]
        for code in codes
    ]
    return figures.rows_of("Kommun", [area_name(code) for code in codes], {capital(shown.unit): told})


@dataclass(frozen=True)
class _Scale:
    """From kilometres to points on the paper, on a grid, so that neighbours keep one border and files stay small."""

    west: float
    south: float
    each: float
    grid: float

    def points(self, coordinates: np.ndarray) -> np.ndarray:
        moved = (coordinates - [self.west, self.south]) * self.each
        return np.round(moved / self.grid) * self.grid


@styled
def _frame(
    shapes: Mapping[str, BaseGeometry], size: tuple[float, float], left: float, below: float, grid: float
) -> tuple[Canvas, Axes, _Scale]:
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
    frame = 72 * WIDTH
    axes = drawing.add_axes((across[0] / frame, across[1] / tall, width / frame, height / tall))
    axes.set_xlim(0, width)
    axes.set_ylim(0, height)
    axes.set_axis_off()
    return drawing, axes, _Scale(west, south, each, grid)


@styled
def _draw(
    axes: Axes,
    shapes: Mapping[str, BaseGeometry],
    shown: Shown,
    steps: Steps,
    scale: _Scale,
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
    border = _path(parts, scale)
    wide = 1.1 if with_lan else 1.6
    axes.add_patch(
        PathPatch(border, fill=False, edgecolor=background, linewidth=wide + 1.4, joinstyle="round")
    )
    axes.add_patch(PathPatch(border, fill=False, edgecolor=ink, linewidth=wide, joinstyle="round"))
    if with_lan:
        _point_out(axes, marked, shown, scale)


def _point_out(axes: Axes, marked: BaseGeometry, shown: Shown, scale: _Scale) -> None:
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


def _path(shapes: Sequence[BaseGeometry], scale: _Scale) -> Path:
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
def _names(axes: Axes, own: Mapping[str, BaseGeometry], shown: Shown, decimals: int, scale: _Scale) -> None:
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
                number(_printed(value, decimals), decimals)
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
def _legend(
    drawing: Canvas, shown: Shown, steps: Steps, shapes: Mapping[str, BaseGeometry], **place: object
) -> None:
    """The steps in words, each with how many kommuner it has; what has no figure; and what the thick border is."""
    handles = []
    for at, color in enumerate(steps.colors):
        count = sum(code in shown.values and steps.step(shown.values[code]) == at for code in shapes)
        words = f"{steps.words(at)} ({_kommuner(count)})"
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
                    label=f"{words} ({_kommuner(count)})",
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


def _kommuner(count: int) -> str:
    return f"{number(count)}{NBSP}{'kommun' if count == 1 else 'kommuner'}"


def _alt(shown: Shown, steps: Steps, where: str, codes: Sequence[str]) -> str:
    """What the map shows: the highest, the lowest, the marked ones with their steps, and how many have no figure."""
    known = {code: shown.values[code] for code in codes if code in shown.values}
    text = {code: number(_printed(value, steps.decimals), steps.decimals) for code, value in known.items()}
    told = [
        f"Karta över kommunerna i {where}: {shown.name[:1].lower()}{shown.name[1:]} {shown.time}, {shown.unit}, i {number(len(steps.tops))} steg."
    ]
    if known:
        highest, lowest = max(known, key=known.get), min(known, key=known.get)
        told.append(
            f"Högst är {area_name(highest)} med {text[highest]} och lägst {area_name(lowest)} med {text[lowest]}."
        )
    for at in range(len(steps.tops) - 1, -1, -1):
        own = [code for code in shown.own if code in known and steps.step(known[code]) == at]
        if own:
            words = listing([f"{area_name(code)} ({text[code]})" for code in own])
            ordinal = (
                ("lägsta", *(f"{number(n)}:e" for n in range(2, len(steps.tops))), "högsta")[at]
                if len(steps.tops) > 1
                else "enda"
            )
            counted = f"{ordinal} steget nerifrån" if ordinal[0].isdigit() else f"{ordinal} steget"
            told.append(f"I det {counted}, {steps.words(at)}, ligger {words}.")
    for status, (words, _) in WITHOUT.items():
        without = [code for code in codes if code not in known and shown.status(code) == status]
        if without:
            named = (
                listing([area_name(code) for code in without])
                if len(without) < 8
                else _kommuner(len(without))
            )
            told.append(f"Utan värde, {words}: {named}.")
    return " ".join(told)


def _printed(value: float, decimals: int) -> Decimal:
    return Decimal(f"{value:.12f}").quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
