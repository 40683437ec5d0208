"""Colours as they are seen: their contrast, how far apart they are for readers who are colour-blind, and the nearest one
that is good enough."""

from __future__ import annotations

import colorsys
import math
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

#: The surface that text stands on in the dark theme.
DARK = "#14191c"

Matrix = Sequence[Sequence[float]]

#: How the eye sees without one kind of cone (Machado, Oliveira and Fernandes 2009, severity 1), on linear RGB.
VISION: dict[str, Matrix] = {
    "": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "blue": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}  # fmt: skip

#: Linear RGB to OKLab and back (Ottosson 2020): to the response of cones, whose cube roots are mixed.
_TO_CONES = ((0.4122214708, 0.5363325363, 0.0514459929), (0.2119034982, 0.6806995451, 0.1073969566),
             (0.0883024619, 0.2817188376, 0.6299787005))  # fmt: skip
_TO_LAB = ((0.2104542553, 0.7936177850, -0.0040720468), (1.9779984951, -2.4285922050, 0.4505937099),
           (0.0259040371, 0.7827717662, -0.8086757660))  # fmt: skip
_FROM_LAB = (
    (1, 0.3963377774, 0.2158037573),
    (1, -0.1055613458, -0.0638541728),
    (1, -0.0894841775, -1.2914855480),
)
_FROM_CONES = ((4.0767416621, -3.3077115913, 0.2309699292), (-1.2684380046, 2.6097574011, -0.3413193965),
               (-0.0041960863, -0.7034186147, 1.7076147010))  # fmt: skip


def contrast(one: str, other: str) -> float:
    """WCAG contrast of two colours, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def apart(one: str, other: str) -> tuple[float, str]:
    """How far apart two colours are in OKLab where they are most alike, and without which cones that is (a key of
    VISION); 0.02 is just noticeable."""
    return min((_distance(oklab(one, cones), oklab(other, cones)), cones) for cones in VISION)


@lru_cache(maxsize=4096)
def oklab(color: str, cones: str = "") -> tuple[float, ...]:
    """Lightness, green to red and blue to yellow, as seen without one kind of cone."""
    seen = [min(max(part, 0), 1) for part in _times(VISION[cones], _linear(color))]
    return _times(_TO_LAB, [part ** (1 / 3) for part in _times(_TO_CONES, seen)])


def mixed(color: str, surface: str, part: float) -> str:
    """So much of the colour on the surface, as `color-mix(in oklab, …)` of CSS."""
    lab = [part * of + (1 - part) * under for of, under in zip(oklab(color), oklab(surface), strict=True)]
    linear = _times(_FROM_CONES, [root**3 for root in _times(_FROM_LAB, lab)])
    channels = [v * 12.92 if v <= 0.0031308 else 1.055 * v ** (1 / 2.4) - 0.055 for v in linear]
    return _hex(min(max(channel, 0), 1) for channel in channels)


def nearest_in_hue(color: str, is_good: Callable[[str], bool]) -> str | None:
    """The colour lightened or darkened in its own hue as little as makes it good; None where nothing does."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*(c / 255 for c in _channels(color)))
    for step in range(1, 201):
        for at in (lightness - step / 200, lightness + step / 200):
            candidate = _hex(colorsys.hls_to_rgb(hue, min(max(at, 0), 1), saturation))
            if is_good(candidate):
                return candidate
    return None


def readable_on(surface: str, color: str, ratio: float = 7.0) -> str:
    """The colour, lightened in its own hue until it reaches `ratio` on a dark surface: the brand by night."""
    hue, _, saturation = colorsys.rgb_to_hls(*(c / 255 for c in _channels(color)))
    for lightness in range(30, 100, 2):
        lighter = _hex(colorsys.hls_to_rgb(hue, lightness / 100, min(saturation, 0.5)))
        if contrast(lighter, surface) >= ratio:
            return lighter
    return "#ffffff"


def _times(matrix: Matrix, vector: Sequence[float]) -> tuple[float, ...]:
    return tuple(sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)


def _distance(one: Sequence[float], other: Sequence[float]) -> float:
    return math.dist(one, other)


def _hex(parts: Iterable[float]) -> str:
    return "#" + "".join(f"{round(c * 255):02x}" for c in parts)


def _channels(color: str) -> list[int]:
    return [int(color[at : at + 2], 16) for at in (1, 3, 5)]


def _linear(color: str) -> list[float]:
    """The channels of `#rrggbb` as amounts of light, from 0 to 1."""
    parts = [c / 255 for c in _channels(color)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]


def _luminance(color: str) -> float:
    """Relative luminance as WCAG defines it, from 0 (black) to 1 (white)."""
    return sum(part * of for part, of in zip((0.2126, 0.7152, 0.0722), _linear(color), strict=True))
