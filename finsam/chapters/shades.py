"""Colours in equal steps of lightness, which stay apart in grey and for readers who are colour-blind."""

from __future__ import annotations

from functools import cache

import numpy as np

from finsam.chapters.figures import brand


def shades(count: int) -> list[str]:
    """Colours from light to the brand's primary one, in equal steps of lightness (L* of CIELAB)."""
    light, dark = lab(brand().palette.get("linje", "#d3d9da")), lab(brand().primary)
    dark = dark * np.array([0.9, 1, 1])
    light = np.array([93.0, *light[1:]])
    parts = np.linspace(0, 1, count) if count > 1 else np.array([0.6])
    return [_hex(light + part * (dark - light)) for part in parts]


@cache
def _lab_matrix() -> np.ndarray:
    """sRGB's linear channels to CIE XYZ under D65, each divided by white's (IEC 61966-2-1)."""
    made = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    shares: np.ndarray = made / made.sum(axis=1, keepdims=True)
    return shares


def lab(color: str) -> np.ndarray:
    """L*, a* and b* of a `#rrggbb` (CIE 1976)."""
    channels = np.array([int(color[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    x, y, z = (
        np.cbrt(v) if v > (6 / 29) ** 3 else v * (29 / 6) ** 2 / 3 + 4 / 29 for v in _lab_matrix() @ linear
    )
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def _hex(lab: np.ndarray) -> str:
    """The nearest `#rrggbb` of an L*, a*, b*."""
    y = (lab[0] + 16) / 116
    parts = np.array([y + lab[1] / 500, y, y - lab[2] / 200])
    xyz = np.where(parts > 6 / 29, parts**3, 3 * (6 / 29) ** 2 * (parts - 4 / 29))
    linear = np.clip(np.linalg.solve(_lab_matrix(), xyz), 0, 1)
    channels = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return "#" + "".join(f"{round(255 * float(channel)):02x}" for channel in channels)
