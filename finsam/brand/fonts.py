"""The fonts of a brand: files that pages, pdf and plots carry themselves, so that no reader's machine asks for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from finsam.brand.layers import Content, Layers

#: The fonts that come with finsam, with their family and cuts; a brand's font file that isn't beside it is looked for here.
FONTS = Path(__file__).parents[1] / "render" / "fonts"
FAMILY = "Source Sans 3"
CUTS = (
    {"path": "SourceSans3-Regular.ttf", "weight": 400, "style": "normal"},
    {"path": "SourceSans3-It.ttf", "weight": 400, "style": "italic"},
    {"path": "SourceSans3-Semibold.ttf", "weight": 600, "style": "normal"},
    {"path": "SourceSans3-Bold.ttf", "weight": 700, "style": "normal"},
)

#: Names of weights in Quarto's format.
_WEIGHTS = {"thin": 100, "extra-light": 200, "ultra-light": 200, "light": 300, "normal": 400, "regular": 400,
            "medium": 500, "semi-bold": 600, "demi-bold": 600, "bold": 700, "extra-bold": 800, "ultra-bold": 800,
            "black": 900}  # fmt: skip
#: What every book prints; what a font lacks would be set in another font or as an empty box.
_SIGNS = "AZaz09åäöÅÄÖé%,.–−§†‡”\u00a0"
_ELSEWHERE = {"google": "Google Fonts", "bunny": "Bunny Fonts"}


@dataclass(frozen=True)
class Font:
    """One font file that exists; weight from 100 to 900, style normal or italic."""

    family: str
    path: Path
    weight: int = 400
    style: str = "normal"


def fonts(layers: Layers) -> tuple[Font, ...]:
    """The files of `typography.fonts`, in order."""
    given = layers.part("typography").get("fonts")
    found: list[Font] = []
    for family in given if isinstance(given, list) else ():
        if isinstance(family, Mapping):
            found += _of_family(layers, family)
        else:
            layers.told("typography.fonts", "holds what is no font", "family, source and files", family)
    return tuple(found)


def family_of(entry: object) -> str | None:
    """Of a part of `typography`: a family, or {family: …}; None where it names none."""
    family = entry.get("family") if isinstance(entry, Mapping) else entry
    return None if family is None else str(family)


def weight(layers: Layers, key: str, given: object) -> int:
    """A weight from 100 to 900, given as a number or by name; 400 for what is neither, which is told."""
    named = _WEIGHTS.get(str(given), given)
    if isinstance(named, int) and 100 <= named <= 900:
        return named
    layers.told(key, "has a weight that no font has", "100 to 900, or one of " + ", ".join(_WEIGHTS), given)
    return 400


def check_families(layers: Layers, found: tuple[Font, ...], base: str, headings: str) -> None:
    """Print knows no font but those that have files, and text is set in two weights."""
    families = {FAMILY} | {font.family for font in found}
    for key, family in {"base": base, "headings": headings}.items():
        if family not in families and (key == "base" or family != base):
            expected = f"{FAMILY}, or a family of typography.fonts with its files"
            layers.told(
                f"typography.{key}", "is a font without files, which print can't use", expected, family
            )
    weights = [font.weight for font in found if font.family == base and font.style == "normal"]
    if base != FAMILY and weights and not (min(weights) <= 450 and max(weights) >= 600):
        expected = "files of weight 400 and of 600 or 700"
        layers.told("typography.base", "is a font without a regular or a bold cut, which sums and heads need",
                    expected, f"{base}: {', '.join(map(str, sorted(weights)))}")  # fmt: skip


def _of_family(layers: Layers, family: Content) -> Iterator[Font]:
    key, name = "typography.fonts", str(family.get("family") or "")
    source = family.get("source", "file")
    if source in _ELSEWHERE:
        message = f"takes {name} from {_ELSEWHERE[source]}, which would learn the address of every reader"
        layers.told(key, message, "source: file, with the files of the font beside _brand.yml", source)
        return
    if source != "file" or not name or not isinstance(family.get("files"), list) or not family["files"]:
        layers.told(key, "has a font without files", "family, source: file and files", name or source)
        return
    for entry in family["files"]:
        named = str(entry["path"])
        file = layers.files.get(named)
        if file is None:  # told where its path was read
            continue
        if file.parent != FONTS and file.resolve().parent != FONTS.resolve():
            for problem, expected in _problems(file, file.stat().st_mtime_ns, name):
                layers.told(key, problem, expected, named)
        style = str(entry.get("style", "normal"))
        if style not in ("normal", "italic"):
            layers.told(key, "has a style that isn't known", "normal or italic", style)
        yield Font(name, file, weight(layers, key, entry.get("weight", 400)), style)


@lru_cache(maxsize=64)
def _problems(file: Path, changed: int, family: str) -> tuple[tuple[str, str], ...]:
    """Why a file can't be used in every format, with what was expected; empty for one that can."""
    from fontTools.ttLib import TTFont, TTLibError

    whole = "a .ttf or .otf, one file for each weight"
    if file.suffix.lower() not in (".ttf", ".otf"):
        return (("names a font that print and plots can't read", whole),)
    try:
        font = TTFont(file, lazy=True)
        called = {str(record) for record in font["name"].names if record.nameID in (1, 16)}
        lacking = [sign for sign in _SIGNS if ord(sign) not in (font.getBestCmap() or {})]
    except (TTLibError, KeyError, ValueError, OSError) as error:
        return ((f"names a file that is no font ({error})", whole),)
    found = []
    if "fvar" in font:
        found.append(("names a variable font, of which print shows one weight only", whole))
    if family not in called:
        found.append((f"calls a font {family} that calls itself {' or '.join(sorted(called))}",
                      "the family as the font itself has it"))  # fmt: skip
    if lacking:
        told = ", ".join(repr(sign) for sign in lacking)
        found.append((f"names a font without {told}", "a font for Swedish"))
    return tuple(found)
