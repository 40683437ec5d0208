"""The house style of the pictures, and a picture with its number, caption and text alternative."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, wraps
from typing import Any, ParamSpec, TypeVar

import matplotlib as mpl
import numpy as np
from cycler import cycler
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as Canvas

from finsam.brand import Brand
from finsam.chapters.house_style import brand as brand
from finsam.printed import literal

#: Inches; the width of the text in the pdf, so that 9 points in a picture are 9 points on paper.
WIDTH = 6.4

#: Dots of an inch in what of a picture is made of dots.
_DPI = 200


P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Figure:
    """A picture of a book. In a notebook it shows itself; in a book it stands as `id` with caption and alt text.

    id: `fig-` and ASCII, unique in the book. alt says what the picture shows, for those who can't see it.
    tables: ids of the tables of the book that hold the numbers behind it. rows: those numbers as they are printed, heads
    first, where no table does; the first cell of a row is its label. Readers of the web book can download them.
    """

    id: str
    caption: str
    alt: str
    canvas: Canvas
    tables: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, str], dict[str, object]]:
        about: dict[str, object] = {"id": self.id, "caption": self.caption, "alt": self.alt}
        about["siffror"] = {"tabeller": [*self.tables], "rader": [[*row] for row in self.rows]}
        return {"image/svg+xml": self._svg(), "text/plain": self.alt}, {"finsam": about}

    def _svg(self) -> str:
        """The picture without date or random ids, so that the same figures give the same file.

        The backend draws at once: `savefig` would lay everything out and draw it an extra time before.
        """
        file = io.StringIO()
        with mpl.rc_context({**_style(), "svg.hashsalt": self.id}):
            self.canvas.dpi = _DPI
            FigureCanvasSVG(self.canvas).print_svg(file, metadata={"Date": None})
        return file.getvalue()


def rows_of(head: str, labels: Sequence[str], columns: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """The rows of a Figure: one for each label, its cells as printed by the head of their column."""
    heads = [head, *map(literal, columns)]
    return [
        heads,
        *([literal(label), *cells] for label, *cells in zip(labels, *columns.values(), strict=True)),
    ]


def _style() -> dict[Any, Any]:
    return _style_of(brand())


@cache
def _style_of(style: Brand) -> dict[Any, Any]:
    for font in style.fonts:
        font_manager.fontManager.addfont(font.path)
    grey = style.color("secondary")
    return {
        "font.family": [style.base_font],
        "font.size": 9,
        "text.color": style.foreground,
        "axes.labelcolor": grey,
        "axes.edgecolor": grey,
        "axes.linewidth": 0.6,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.titlesize": 9,
        "axes.titleweight": "bold",
        "axes.titlelocation": "left",
        "xtick.color": grey,
        "ytick.color": style.foreground,
        "xtick.labelcolor": grey,
        "ytick.major.size": 0,
        "grid.color": style.palette.get("linje", "#d3d9da"),
        "grid.linewidth": 0.6,
        "legend.frameon": False,
        "legend.fontsize": 8.5,
        "legend.handlelength": 1.2,
        "hatch.linewidth": 0.6,
        "axes.prop_cycle": cycler(color=style.series),
        "svg.fonttype": "path",
        "text.parse_math": False,
        "figure.facecolor": style.background,
    }


def canvas(rows: int = 1, height: float = 3.0, **subplots: Any) -> tuple[Canvas, Axes]:
    """A canvas in the house style with one axes. height in inches."""
    with mpl.rc_context(_style()):
        drawing = Canvas(figsize=(WIDTH, height), layout="constrained")
        return drawing, drawing.subplots(rows, **subplots)


def grid(rows: int, height: float, **subplots: Any) -> tuple[Canvas, np.ndarray]:
    """The same with an array of axes, as `Figure.subplots` lays them out."""
    drawing, axes = canvas(rows, height, **subplots)
    return drawing, np.asarray(axes)


def panels(count: int, beside: int, height: float) -> tuple[Canvas, list[Axes]]:
    """A canvas in the house style with so many axes, row by row, each as wide as if all rows were full."""
    with mpl.rc_context(_style()):
        drawing = Canvas(figsize=(WIDTH, height), layout="constrained")
        grid = drawing.add_gridspec(-(-count // beside), beside)
        return drawing, [drawing.add_subplot(grid[divmod(at, beside)]) for at in range(count)]


def height_for(bars: int, each: float = 0.34, frame: float = 1.0) -> float:
    """Inches that a picture with so many horizontal bars needs."""
    return frame + each * max(bars, 2)


def styled(draw: Callable[P, R]) -> Callable[P, R]:
    """Run a drawing function in the house style, whatever style the notebook has set."""

    @wraps(draw)
    def inside(*args: P.args, **kwargs: P.kwargs) -> R:
        with mpl.rc_context(_style()):
            return draw(*args, **kwargs)

    return inside
