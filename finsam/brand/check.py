"""Whether the colours of a brand can be read and told apart, in print, on pages by day and by night, and in plots.

Text needs 4.5:1 and what of a drawing carries meaning 3:1 (WCAG 2.1, 1.4.3 and 1.4.11). What bok.css mixes of the
colours is mixed here too.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING

from finsam.brand.colors import apart, contrast, mixed, nearest_in_hue

if TYPE_CHECKING:
    from finsam.brand.layers import Layers

TEXT_CONTRAST, SERIES_CONTRAST = 4.5, 3.0
#: How far apart two series have to be in OKLab, where 0.02 is just noticeable.
SERIES_APART = 0.1
PAPER = WHITE = "#ffffff"
#: How much of the accent is in the surfaces that bok.css calls tint and tint-strong, and of the warning in its boxes.
_TINT, _TINT_STRONG, _WARNING = 0.07, 0.13, 0.22
#: The most contrast that the background of the light theme has against paper.
_LIGHT = 1.5
#: Roles that text is set in, on the background of the page.
TEXT_ROLES = ("foreground", "primary", "secondary", "success", "warning", "danger", "info")
_WITHOUT = {"": "readers", "red": "readers without red cones", "green": "readers without green cones",
            "blue": "readers without blue cones"}  # fmt: skip


@dataclass(frozen=True)
class Theme:
    """The colours of a theme: of roles, of links and of headings. end: of their keys, `.dark` by night."""

    colors: Mapping[str, str]
    link: str
    headings: str
    end: str = ""


def check_colors(layers: Layers, day: Theme, night: Theme, series: Sequence[str]) -> None:
    """Tell each colour that can't be read or told apart, with what it measures and the nearest that is good."""
    page = day.colors["background"]
    if contrast(page, PAPER) > _LIGHT:
        message = (
            f"is dark ({_told(contrast(page, PAPER))}:1 against white): the same text stands on white paper"
        )
        layers.told("color.background", message, "a light colour, or a pair {light: …, dark: …}", page)
        return
    for theme in (day, night):
        for key, color in _texts(theme):
            _check_text(layers, theme, key, color)
    _check_cover(layers, day)
    _check_series(layers, day, series)


def _texts(theme: Theme) -> Iterator[tuple[str, str]]:
    """What text is set in: key and colour. Links and headings in a role's colour are checked as that."""
    yield from ((f"color.{role}", theme.colors[role]) for role in TEXT_ROLES if role in theme.colors)
    for key, color in (("typography.link.color", theme.link), ("typography.headings.color", theme.headings)):
        if color not in (theme.colors["primary"], theme.colors["foreground"]):
            yield key, color


def _surfaces(theme: Theme, key: str, color: str) -> Iterator[tuple[str, str]]:
    """What text in that colour stands on: its name and colour."""
    page = theme.colors["background"]
    accent = color if key == "color.primary" else theme.colors["primary"]
    yield page, "the background"
    if not theme.end and page != PAPER:
        yield PAPER, "white paper"
    if key in ("color.foreground", "color.primary", "color.secondary") or key.startswith("typography"):
        yield mixed(accent, page, _TINT), "the background of key figures and boxes"
    if key in ("color.foreground", "color.primary"):
        yield mixed(accent, page, _TINT_STRONG), "the background of a pressed button"
    if key == "color.foreground":
        warning = theme.colors.get("warning", theme.colors["primary"])
        yield mixed(warning, page, _WARNING), "the background of warnings"
    if not theme.end and "tertiary" in theme.colors and key in ("color.foreground", "color.primary"):
        yield theme.colors["tertiary"], "the tertiary colour"


def _check_text(layers: Layers, theme: Theme, key: str, color: str) -> None:
    def is_good(candidate: str) -> bool:
        return all(
            contrast(candidate, under) >= TEXT_CONTRAST for under, _ in _surfaces(theme, key, candidate)
        )

    for surface, name in _surfaces(theme, key, color):
        if contrast(color, surface) < TEXT_CONTRAST:
            where = f"{name} by night" if theme.end else name
            message = f"has contrast {_told(contrast(color, surface))}:1 on {where}, too little to read"
            layers.told(key + theme.end, message, _expected(TEXT_CONTRAST, color, is_good), color)
            return


def _check_cover(layers: Layers, day: Theme) -> None:
    """White text stands on the primary colour: the cover of the pdf, and the top of the first page in both themes."""
    color = day.colors["primary"]

    def is_good(candidate: str) -> bool:
        return contrast(candidate, WHITE) >= TEXT_CONTRAST

    if not is_good(color) and day.colors["background"] != WHITE:  # on white it is told as a text already
        message = f"has contrast {_told(contrast(color, WHITE))}:1 under the white text of the cover"
        layers.told("color.primary", message, _expected(TEXT_CONTRAST, color, is_good), color)


def _check_series(layers: Layers, day: Theme, series: Sequence[str]) -> None:
    surfaces = {day.colors["background"]: "the background", PAPER: "white paper"}
    primary = day.colors["primary"]

    def is_seen(candidate: str) -> bool:
        return all(contrast(candidate, surface) >= SERIES_CONTRAST for surface in surfaces)

    def key(at: int) -> str:
        """Of a series; the primary colour where that alone stands in the uppermost file, and the series follows it."""
        own = f"color.palette.serie-{at + 1}"
        return "color.primary" if series[at] == primary and not layers.is_own(own) else own

    for at, color in enumerate(series):
        measured, where = min((contrast(color, surface), name) for surface, name in surfaces.items())
        if measured < SERIES_CONTRAST and color != primary:  # which is told as a text
            message = f"has contrast {_told(measured)}:1 on {where}, too little to see in a plot"
            layers.told(key(at), message, _expected(SERIES_CONTRAST, color, is_seen), color)
    told = set[int]()
    for one, other in combinations(range(len(series)), 2):
        distance, cones = apart(series[one], series[other])
        if distance >= SERIES_APART or not (is_seen(series[one]) and is_seen(series[other])):
            continue
        # The later one is told, unless only the other stands in the förbund's own file.
        at, beside = (one, other) if layers.is_own(key(one)) > layers.is_own(key(other)) else (other, one)
        if at in told:
            continue
        told.add(at)
        others = [color for number, color in enumerate(series) if number != at]
        least = TEXT_CONTRAST if key(at) == "color.primary" else SERIES_CONTRAST
        better = nearest_in_hue(
            series[at], partial(_goes_with, others=others, surfaces=surfaces, least=least)
        )
        message = (
            f"is too like serie-{beside + 1} ({series[beside]}) for {_WITHOUT[cones]}: "
            f"{math.floor(1000 * distance) / 1000} apart in OKLab"
        )
        advice = f", as {better} in the same hue" if better else ", which no lightness of this hue reaches"
        layers.told(key(at), message, f"at least {SERIES_APART} from every other serie{advice}", series[at])


def _goes_with(color: str, others: Sequence[str], surfaces: Iterable[str], least: float) -> bool:
    """Whether a colour is seen on all surfaces, and apart from the other series."""
    return all(contrast(color, under) >= least for under in surfaces) and all(
        apart(color, other)[0] >= SERIES_APART for other in others
    )


def _expected(ratio: float, color: str, is_good: Callable[[str], bool]) -> str:
    better = nearest_in_hue(color, is_good)
    return f"at least {ratio}:1" + (f", as {better} in the same hue" if better else "")


def _told(ratio: float) -> str:
    """With one decimal, rounded down: 4.49 isn't told as what it should be."""
    return f"{math.floor(10 * ratio) / 10:.1f}"
