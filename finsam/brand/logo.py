"""The logo of a brand in its sizes, by day and by night."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from finsam.svg import unsafe_parts

if TYPE_CHECKING:
    from finsam.brand.layers import Content, Layers

_SIZES = ("small", "medium", "large")
_KINDS = (".svg", ".png", ".jpg", ".jpeg")
#: Bytes: every page shows it, and the largest page has to stay small.
_MOST = 500_000


@dataclass(frozen=True)
class Logo:
    """A drawing or picture that exists. alt: what it shows, empty where the brand doesn't say. dark: its twin for the dark
    theme, None where it has none."""

    path: Path
    alt: str = ""
    dark: Path | None = None

    @property
    def web_name(self) -> str:
        """Its name beside the pages, where fonts, scripts and style sheets lie too."""
        return f"logotyp{self.path.suffix.lower()}"

    @property
    def dark_name(self) -> str:
        return f"logotyp-mork{self.dark.suffix.lower()}" if self.dark else ""


def logos(layers: Layers) -> tuple[Logo | None, Logo | None]:
    """The logo of the heads of pages, small where there is one, and that of covers, of medium size where there is one."""
    given = layers.raw.get("logo")
    if not given:
        return None, None
    images = given.get("images") if isinstance(given, Mapping) else None
    images = images if isinstance(images, Mapping) else {}
    sizes = {size: given[size] for size in _SIZES if isinstance(given, Mapping) and size in given}
    if not sizes and isinstance(given, Mapping) and not given.keys() & {"path", "light", "dark"}:
        expected = f"a path, or {', '.join(_SIZES)} with a path or the name of one of its images"
        layers.told("logo", "names no logo", expected)
        return None, None
    sizes = sizes or {"medium": given}
    made = {size: _logo(layers, f"logo.{size}", node, images) for size, node in sizes.items()}
    return _first(made, _SIZES), _first(made, ("medium", "large", "small"))


def _first(made: Mapping[str, Logo | None], order: tuple[str, ...]) -> Logo | None:
    return next((made[size] for size in order if made.get(size)), None)


def _logo(layers: Layers, key: str, node: object, images: Content) -> Logo | None:
    """A size is the name of an image, a path, {path, alt}, or {light, dark} of those."""
    light, dark = node, None
    if isinstance(node, Mapping) and "path" not in node:
        light, dark = node.get("light"), node.get("dark")
    path, alt = _picture(layers, key, images.get(light, light) if isinstance(light, str) else light)
    night, _ = _picture(layers, key, images.get(dark, dark) if isinstance(dark, str) else dark)
    if path is None and not layers.faults:
        layers.told(key, "has no picture for the light theme", "light, or a path alone")
    return Logo(path, alt, night) if path else None


def _picture(layers: Layers, key: str, node: object) -> tuple[Path | None, str]:
    named, alt = (node.get("path"), str(node.get("alt") or "")) if isinstance(node, Mapping) else (node, "")
    file = layers.files.get(str(named))
    if file is None:  # told where its path was read
        return None, alt
    if file.suffix.lower() not in _KINDS:
        layers.told(key, "is no picture that every format can show", " or ".join(_KINDS), named)
    elif file.stat().st_size > _MOST:
        message = f"is a picture of {file.stat().st_size / 1000:.0f} kB, which every page would load"
        layers.told(key, message, f"at most {_MOST // 1000} kB", named)
    elif file.suffix.lower() == ".svg":
        for part in unsafe_parts(file.read_bytes()):
            layers.told(key, f"holds more than a drawing: {part}", "a drawing alone", named)
    return file, alt
