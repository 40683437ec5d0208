"""The house style from a `_brand.yml` in Quarto's format: colours, fonts, logo; for plots, html, pdf, docx."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from pathlib import Path

from ruamel.yaml import YAML, YAMLError

from finsam.faults import Fault, Faults, Place, nearest, stop_if
from finsam.harmless import UNSAFE
from finsam.limits import NODES, WRITTEN_BYTES, raise_if_large
from finsam.svg import unsafe_parts

HEX = re.compile(r"#[0-9a-f]{6}")
#: The fonts that come with finsam; a brand's font file that isn't beside the brand file is looked for here.
FONTS = Path(__file__).parent / "render" / "fonts"
#: The surface that text stands on in the dark theme.
DARK = "#14191c"
TEXT_CONTRAST = 4.5  # WCAG 2.1 AA, 1.4.3
REQUIRED = ("foreground", "background", "primary", "secondary")
#: What ends a value of CSS, HTML or typst, or fetches something.
_CODE = re.compile(
    r"""[{}<>;"\\`$@\r\n]|/\*|url\(|expression\(|javascript:|data:""" + "|" + UNSAFE.pattern, re.I
)
#: A folder or file of a brand: it becomes a part of addresses and of style sheets.
_FILE_NAME = re.compile(r"\w[\w .-]*")
_OUTSIDE = ("names a file outside the folder of the brand, or with signs that no address can hold",
            "a path from there, of letters, digits, -, _ and .")  # fmt: skip
#: Roles that text is set in, on the background of the page.
TEXT_ROLES = ("foreground", "primary", "secondary", "success", "warning", "danger", "info")


@dataclass(frozen=True)
class Font:
    """One font file that exists; weight from 100 to 900, style normal or italic."""

    family: str
    path: Path
    weight: int = 400
    style: str = "normal"


@dataclass(frozen=True)
class Brand:
    """A house style; all colours are `#rrggbb`.

    colors: role (foreground, background, primary, ...) to colour. palette: the brand's own names to colour.
    series: the palette's serie-1, serie-2, ... in order, for plots.
    """

    name: str
    colors: Mapping[str, str]
    palette: Mapping[str, str]
    series: tuple[str, ...]
    base_font: str
    headings_font: str
    fonts: tuple[Font, ...]
    logo: Path | None = None

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


def load_brand(path: Path) -> Brand:
    """Read a `_brand.yml`. Raises `Faults`: unreadable yaml, unknown colours, weak text, missing files."""
    try:
        raise_if_large(path, WRITTEN_BYTES)
        raw = _read(path.read_text(encoding="utf-8"))
        stop_if(_code(path, raw, count(1)))
    except (OSError, YAMLError, ValueError, RecursionError) as error:
        raise Faults([Fault("brand-unreadable", str(error), (Place(path.name),))]) from error
    faults: list[Fault] = []
    color = dict(raw.get("color") or {})
    given = dict(color.pop("palette", None) or {})
    palette = {name: _resolve(path, name, value, given, faults) for name, value in given.items()}
    colors = {role: _resolve(path, role, value, given, faults) for role, value in color.items()}
    faults += [
        _fault(path, f"color.{role}", "is missing", "a colour") for role in REQUIRED if role not in colors
    ]
    typography = raw.get("typography") or {}
    fonts = _fonts(path, typography.get("fonts") or (), faults)
    logo = _logo(path, raw.get("logo"), faults)
    stop_if(faults)
    stop_if(_weak_text(path, colors))
    base = _family(typography.get("base")) or "Source Sans 3"
    name = (raw.get("meta") or {}).get("name") or path.parent.name
    return Brand(
        name=name if isinstance(name, str) else name.get("short") or name.get("full"),
        colors=colors,
        palette=palette,
        series=tuple(palette[f"serie-{n}"] for n in range(1, 13) if f"serie-{n}" in palette),
        base_font=base,
        headings_font=_family(typography.get("headings")) or base,
        fonts=fonts,
        logo=logo,
    )


@lru_cache(maxsize=8)
def _read(text: str) -> dict:
    """What the text of a brand file holds, for reading only: every book has a copy of the same file."""
    return YAML(typ="safe").load(text) or {}


def _code(path: Path, node: object, nodes: Iterator[int], key: str = "") -> list[Fault]:
    """Values that a style sheet, a page or typst would read as more than a word, a colour or a path.

    Raises ValueError for more of them than a brand has, which anchors can make of a few lines.
    """
    if next(nodes) > NODES:
        raise ValueError(f"it has more than {NODES} keys and values, with what its anchors repeat")
    found: list[Fault] = []
    if isinstance(node, Mapping):
        for name, value in node.items():
            at = f"{key}.{name}".strip(".")
            found += [*_code(path, str(name), nodes, at), *_code(path, value, nodes, at)]
    elif isinstance(node, list):
        for at, value in enumerate(node):
            found += _code(path, value, nodes, f"{key}.{at}")
    elif isinstance(node, str) and _CODE.search(node):
        expected = "a word, a colour, a size or a path"
        found.append(_fault(path, key, "holds signs that a style sheet would obey", expected, node))
    return found


def contrast(one: str, other: str) -> float:
    """WCAG contrast of two colours, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def readable_on(surface: str, color: str, ratio: float = 7.0) -> str:
    """The colour, lightened in its own hue until it reaches `ratio` on a dark surface: the brand by night."""
    hue, _, saturation = colorsys.rgb_to_hls(*(c / 255 for c in _channels(color)))
    for lightness in range(30, 100, 2):
        mixed = colorsys.hls_to_rgb(hue, lightness / 100, min(saturation, 0.5))
        lighter = "#" + "".join(f"{round(c * 255):02x}" for c in mixed)
        if contrast(lighter, surface) >= ratio:
            return lighter
    return "#ffffff"


def _fault(path: Path, key: str, message: str, expected: str | None = None, value: object = None) -> Fault:
    place = Place(path.name, column=key, value=None if value is None else str(value))
    return Fault("brand", f"{key} {message}.", (place,), expected)


def _resolve(path: Path, key: str, value: object, palette: Mapping, faults: list[Fault]) -> str:
    """Follow names through the palette to a `#rrggbb`; a fault when they lead nowhere or round in a ring."""
    at, seen = str(value).lower(), set()
    while not HEX.fullmatch(at):
        if at in seen or at not in palette:
            hint = nearest(at, palette)
            faults.append(
                _fault(path, f"color.{key}", f"is no colour.{hint}", "#rrggbb or a palette name", value)
            )
            return "#000000"
        seen.add(at)
        at = str(palette[at]).lower()
    return at


def _weak_text(path: Path, colors: Mapping[str, str]) -> list[Fault]:
    page = colors["background"]
    return [
        _fault(path, f"color.{role}", f"has contrast {contrast(colors[role], page):.1f}:1 on the background, "
               f"too little to read", f"at least {TEXT_CONTRAST}:1", colors[role])
        for role in TEXT_ROLES
        if role in colors and contrast(colors[role], page) < TEXT_CONTRAST
    ]  # fmt: skip


def _fonts(path: Path, families: Iterable[Mapping], faults: list[Fault]) -> tuple[Font, ...]:
    found = []
    for family in families:
        for entry in family.get("files", ()) if family.get("source") == "file" else ():
            entry = {"path": entry} if isinstance(entry, str) else entry
            named = Path(entry["path"])
            if _leads_out(named):
                faults.append(_fault(path, "typography.fonts", *_OUTSIDE, named))
                continue
            file = next((f for f in (path.parent / named, FONTS / named.name) if f.is_file()), None)
            if file is None:
                faults.append(_fault(path, "typography.fonts", "names a file that isn't there", value=named))
                continue
            found.append(Font(family["family"], file, entry.get("weight", 400), entry.get("style", "normal")))
    return tuple(found)


def _logo(path: Path, logo: object, faults: list[Fault]) -> Path | None:
    """The medium logo or another size; a size is a path, {path, alt} or {light, dark} of those."""
    if not logo:
        return None
    while isinstance(logo, Mapping):
        sizes = ("medium", "large", "small", "light", "path")
        logo = next((logo[size] for size in sizes if size in logo), None)
    if logo is None or not (path.parent / str(logo)).is_file():
        faults.append(_fault(path, "logo", "names a file that isn't there", value=logo))
        return None
    if _leads_out(Path(logo)):
        faults.append(_fault(path, "logo", *_OUTSIDE, logo))
        return None
    file = path.parent / logo
    for part in unsafe_parts(file.read_bytes()) if file.suffix.lower() in (".svg", ".svgz") else ():
        faults.append(_fault(path, "logo", f"holds more than a drawing: {part}", "a drawing alone", logo))
    return file


def _leads_out(named: Path) -> bool:
    """Whether a path leaves the folder of the brand file, or has a name that no address and no style sheet can hold."""
    return named.is_absolute() or not all(_FILE_NAME.fullmatch(part) for part in named.parts)


def _family(entry: object) -> str | None:
    return entry.get("family") if isinstance(entry, Mapping) else entry  # type: ignore[return-value]


def _channels(color: str) -> list[int]:
    return [int(color[at : at + 2], 16) for at in (1, 3, 5)]


def _luminance(color: str) -> float:
    """Relative luminance as WCAG defines it, from 0 (black) to 1 (white)."""
    parts = [c / 255 for c in _channels(color)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
