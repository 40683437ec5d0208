"""A brand read from its files and checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from finsam.brand.check import Theme, check_colors
from finsam.brand.colors import DARK, readable_on
from finsam.brand.fonts import FAMILY, Font, check_families, family_of, fonts, weight
from finsam.brand.layers import NAME, ROLES, Content, Layers
from finsam.brand.logo import Logo, logos
from finsam.faults import Fault, Faults, nearest, stop_if
from finsam.paths import root

HEX = re.compile(r"#[0-9a-f]{6}")
_SHORT = re.compile(r"#[0-9a-f]{3}")
REQUIRED = ("foreground", "background", "primary", "secondary")
#: The text of the dark theme, where the brand has none of its own; other roles are lightened in their own hue.
_NIGHT = {"foreground": "#e4e9ea", "secondary": "#a9b4b8", "background": DARK}
#: Series that a palette can have.
_SERIES = range(1, 13)


@dataclass(frozen=True, eq=False)
class Brand:
    """A house style; all colours are `#rrggbb`.

    colors: role (foreground, background, primary, ...) to colour; night: the same in the dark theme. palette: the brand's
    own names to colour. series: the palette's serie-1, serie-2, ... in order, for plots. logo: of the heads of pages;
    cover: of covers. files: fonts and pictures by their path in a book's directory. raw: what its files hold together,
    with those paths.
    """

    name: str
    colors: Mapping[str, str]
    night: Mapping[str, str]
    palette: Mapping[str, str]
    series: tuple[str, ...]
    link: str
    link_night: str
    headings_color: str
    headings_night: str
    base_font: str
    headings_font: str
    headings_weight: int
    mono_font: str
    fonts: tuple[Font, ...]
    logo: Logo | None = None
    cover: Logo | None = None
    files: Mapping[str, Path] = field(default_factory=dict)
    raw: Content = field(default_factory=dict)

    @property
    def foreground(self) -> str:
        return self.colors["foreground"]

    @property
    def background(self) -> str:
        return self.colors["background"]

    @property
    def primary(self) -> str:
        return self.colors["primary"]

    @property
    def secondary(self) -> str:
        return self.colors["secondary"]

    def color(self, role: str) -> str:
        """The colour of a role, or the primary one where the brand doesn't name the role."""
        return self.colors.get(role, self.primary)


def brand_files(forbund: str = "") -> list[Path]:
    """The brand file of the repository, and over it the förbund's own where it has one."""
    own = root() / "params" / forbund / NAME
    return [root() / NAME, *([own] if forbund and own.is_file() else [])]


def brand_of(forbund: str = "") -> Brand:
    """The brand of a förbund; without one, the repository's. Raises Faults as `load_brand`."""
    return load_brand(*brand_files(forbund))


def brand_faults(forbund: str) -> tuple[Fault, ...]:
    """Everything that is wrong in the brand of a förbund."""
    try:
        brand_of(forbund)
    except Faults as wrong:
        return wrong.faults
    return ()


def load_brand(*files: Path) -> Brand:
    """Read brand files, each over those before it.

    Raises `Faults`: unreadable yaml, keys that nothing reads, unknown colours, fonts and pictures that aren't there or
    would be fetched, text and series that can't be read or told apart.
    """
    layers = Layers(*files)
    palette_of, roles = layers.part("color.palette"), layers.part("color")
    palette_of = {str(name): value for name, value in palette_of.items()}
    names = {**{role: roles[role] for role in ROLES if role in roles}, **palette_of}
    palette = {
        name: _resolve(layers, f"color.palette.{name}", value, names) for name, value in palette_of.items()
    }
    colors, dark = _roles(layers, names)
    found = fonts(layers)
    typography = layers.part("typography")
    base = family_of(typography.get("base")) or FAMILY
    headings = family_of(typography.get("headings")) or base
    check_families(layers, found, base, headings)
    heads = layers.part("typography.headings")
    headings_weight = weight(layers, "typography.headings", heads.get("weight", 600))
    logo, cover = logos(layers)
    stop_if(layers.faults)
    night = _by_night(colors, dark)
    day_texts, night_texts = (_texts(layers, names, shade) for shade in ("light", "dark"))
    surface = night["background"]
    link, headings_color = (day_texts[part] or colors["primary"] for part in ("link", "headings"))
    link_night, headings_night = (
        night_texts[part] or (readable_on(surface, day) if (day := day_texts[part]) else night["primary"])
        for part in ("link", "headings")
    )
    series = tuple(palette[f"serie-{n}"] for n in _SERIES if f"serie-{n}" in palette)
    if not layers.faults:
        check_colors(
            layers,
            Theme(colors, link, headings_color),
            Theme(night, link_night, headings_night, ".dark"),
            series,
        )
    stop_if(layers.faults)
    return Brand(
        name=_name(layers, files[-1].parent.name), colors=colors, night=night, palette=palette, series=series,
        link=link, link_night=link_night, headings_color=headings_color, headings_night=headings_night,
        base_font=base, headings_font=headings, headings_weight=headings_weight,
        mono_font=family_of(typography.get("monospace")) or "", fonts=found, logo=logo, cover=cover, files=layers.files,
        raw=layers.raw,
    )  # fmt: skip


def _roles(layers: Layers, names: Mapping[str, object]) -> tuple[dict[str, str], dict[str, str]]:
    """The colour of each role that has one, and those that the brand gives for the dark theme alone."""
    roles, colors, dark = layers.part("color"), {}, {}
    for role in (role for role in ROLES if role in roles):
        colors[role] = _resolve(layers, f"color.{role}", roles[role], names)
        if isinstance(roles[role], Mapping) and "dark" in roles[role]:
            dark[role] = _resolve(layers, f"color.{role}.dark", roles[role], names, "dark")
    for role in REQUIRED if isinstance(layers.raw.get("color", {}), Mapping) else ():
        if role not in colors:
            layers.told(f"color.{role}", "is missing", "a colour")
    return colors, dark


def _by_night(colors: Mapping[str, str], dark: Mapping[str, str]) -> dict[str, str]:
    surface = dark.get("background", DARK)
    return {
        role: dark.get(role) or _NIGHT.get(role) or readable_on(surface, color)
        for role, color in colors.items()
    }


def _texts(layers: Layers, names: Mapping[str, object], shade: str) -> dict[str, str | None]:
    """The colours of links and headings in a theme; None where the brand has none of its own."""
    found = {}
    for part in ("link", "headings"):
        given = layers.part(f"typography.{part}").get("color")
        is_pair = isinstance(given, Mapping)
        has = given is not None and (shade == "light" or (is_pair and "dark" in given))
        key = f"typography.{part}.color"
        found[part] = _resolve(layers, key, given, names, shade) if has else None
    return found


def _resolve(
    layers: Layers, key: str, value: object, names: Mapping[str, object], shade: str = "light"
) -> str:
    """Follow names through palette and roles to a `#rrggbb`; a fault when they lead nowhere or round in a ring."""
    at, seen = _shaded(value, shade), set[str]()
    while not HEX.fullmatch(at):
        if at in seen or at not in names:
            if color := _named(at.lower()) if at not in names else None:
                return color
            if seen and at not in seen:  # told where that name stands
                return "#000000"
            hint = nearest(at, names)
            message = "is no colour" + (f".{hint}" if hint else "")
            layers.told(key, message, "#rrggbb, or a name of the palette", _shaded(value, shade))
            return "#000000"
        seen.add(at)
        at = _shaded(names[at], shade)
    return at


def _shaded(value: object, shade: str) -> str:
    """The colour as it is written, of a pair {light, dark} the one of the theme."""
    if isinstance(value, Mapping):
        value = value.get(shade, value.get("light"))
    return str(value).lower() if str(value).startswith("#") else str(value)


def _named(color: str) -> str | None:
    """A short `#rgb` or a colour that CSS has a name for."""
    from PIL import ImageColor

    if _SHORT.fullmatch(color):
        return "#" + "".join(2 * digit for digit in color[1:])
    named = ImageColor.colormap.get(color)
    return named if isinstance(named, str) else None


def _name(layers: Layers, otherwise: str) -> str:
    name = layers.part("meta").get("name") or otherwise
    if isinstance(name, Mapping):
        name = name.get("short") or name.get("full") or otherwise
    return str(name)
