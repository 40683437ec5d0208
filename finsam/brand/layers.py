"""The files of a brand, one over the other: what they hold together, where each key stands, and the files they name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from finsam.brand.fonts import CUTS, FAMILY, FONTS, family_of
from finsam.faults import Fault, Faults, Place, nearest
from finsam.harmless import UNSAFE
from finsam.limits import NODES, WRITTEN_BYTES, raise_unless_readable
from finsam.paths import relative

#: What a brand file is called.
NAME = "_brand.yml"

#: Where the fonts that come with finsam lie, from the repository and in a book's directory.
_LAID = "finsam/render/fonts"

#: The colours that have a use of their own, by Quarto's names.
ROLES = ("foreground", "background", "primary", "secondary", "tertiary", "success", "info", "warning", "danger", "light",
         "dark")  # fmt: skip
_KNOWN = {
    "": ("meta", "logo", "color", "typography"),
    "logo": ("images", "small", "medium", "large", "path", "alt", "light", "dark"),
    "color": ("palette", *ROLES),
    "color.palette": (),
    "typography": ("fonts", "base", "headings", "monospace", "monospace-inline", "monospace-block", "link"),
}
#: What ends a value of CSS, HTML or typst, or fetches something.
_CODE = re.compile(
    r"""[{}<>;"\\`$@\r\n]|/\*|url\(|expression\(|javascript:|data:""" + "|" + UNSAFE.pattern, re.I
)
#: A folder or file of a brand: it becomes a part of addresses and of style sheets.
_FILE_NAME = re.compile(r"\w[\w .-]*")
_OUTSIDE = ("names a file outside the folder of the brand, or with signs that no address can hold",
            "a path from there, of letters, digits, -, _ and .")  # fmt: skip


#: What a brand file holds, or a part of it.
Content = Mapping[str, Any]


class Layers:
    """The files of a brand, each over those before it.

    raw: what they hold together, with every path as from the folder of the first file. files: by such a path, the file
    itself. faults: what is wrong so far; readers of the parts add theirs.
    """

    def __init__(self, *files: Path):
        """Raises Faults for a file that can't be read or that holds code."""
        self._layers = [(file, _raw(file)) for file in files]
        self.files: dict[str, Path] = {}
        self.faults: list[Fault] = []
        self.raw: Content = {}
        for file, raw in self._layers:
            self.faults += _unknown(file, raw)
            self.raw = _over(self.raw, self._placed(file, raw))
        self._add_house_font()
        used = {*_leaves(self.raw.get("logo")), *_leaves(self.part("typography").get("fonts"))}
        self.files = {laid: file for laid, file in self.files.items() if laid in used}

    def _add_house_font(self) -> None:
        """The files of the font that comes with finsam, where text is set in it and none are named."""
        typography = self.part("typography")
        given = typography.get("fonts", [])
        if not isinstance(given, list):
            self.told(
                "typography.fonts", "holds no list", "a list of families, each with source and files", given
            )
            return
        named = [font.get("family") for font in given if isinstance(font, Mapping)]
        if FAMILY in named or FAMILY not in (
            family_of(typography.get(part)) for part in ("base", "headings")
        ):
            return
        entries: list[dict[str, Any]] = [{**cut, "path": f"{_LAID}/{cut['path']}"} for cut in CUTS]
        self.files |= {entry["path"]: FONTS / Path(entry["path"]).name for entry in entries}
        house = {"family": FAMILY, "source": "file", "files": entries}
        self.raw = {**self.raw, "typography": {**typography, "fonts": [*given, house]}}

    def told(self, key: str, message: str, expected: str | None = None, value: object = None) -> None:
        """A fault of a key, as `color.primary`, in the uppermost file that has it."""
        self.faults.append(_fault(self._file_of(key), key, message, expected, value))

    def is_own(self, key: str) -> bool:
        """Whether the key stands in the uppermost file."""
        return _holds(self._layers[-1][1], key)

    def part(self, key: str) -> Content:
        """A part of `raw` that holds keys; empty where it isn't there or holds something else."""
        at: object = self.raw
        for name in key.split("."):
            at = at.get(name) if isinstance(at, Mapping) else None
        return at if isinstance(at, Mapping) else {}

    def _file_of(self, key: str) -> Path:
        return next((file for file, raw in reversed(self._layers) if _holds(raw, key)), self._layers[-1][0])

    def _placed(self, file: Path, raw: Content) -> dict[str, Any]:
        """The content of one file with its paths as from the folder of the first; notes the files."""
        made = dict(raw)
        if raw.get("logo"):
            images = raw["logo"].get("images") if isinstance(raw["logo"], Mapping) else None
            names = set(images) if isinstance(images, Mapping) else set()
            made["logo"] = _each_path(
                raw["logo"], lambda named: named if named in names else self._path(file, "logo", named)
            )
        typography = raw.get("typography")
        fonts = typography.get("fonts") if isinstance(typography, Mapping) else None
        if isinstance(typography, Mapping) and isinstance(fonts, list):
            placed = [self._placed_font(file, font) for font in fonts]
            made["typography"] = {**typography, "fonts": placed}
        return made

    def _placed_font(self, file: Path, font: object) -> object:
        if not isinstance(font, Mapping) or not isinstance(font.get("files"), list):
            return font
        entries = [entry if isinstance(entry, Mapping) else {"path": entry} for entry in font["files"]]
        placed = [
            {**entry, "path": self._path(file, "typography.fonts", entry.get("path"))} for entry in entries
        ]
        return {**font, "files": placed}

    def _path(self, file: Path, key: str, named: object) -> str:
        """A path as from the folder of the first file. Fonts that come with finsam need not lie beside the file."""
        path = Path(str(named))
        if path.is_absolute() or not all(_FILE_NAME.fullmatch(part) for part in path.parts):
            self.faults.append(_fault(file, key, *_OUTSIDE, named))
            return str(named)
        with_finsam = FONTS / path.name
        if (file.parent / path).is_file():
            laid = (file.parent / path).relative_to(self._layers[0][0].parent).as_posix()
            self.files[laid] = file.parent / path
        elif key == "typography.fonts" and with_finsam.is_file():
            laid = f"{_LAID}/{path.name}"
            self.files[laid] = with_finsam
        else:
            expected = f"a file beside {NAME}"
            self.faults.append(_fault(file, key, "names a file that isn't there", expected, named))
            return str(named)
        return laid


def by_day(node: object, is_color: bool = False) -> object:
    """What a brand file holds without its twins for the dark theme."""
    if not isinstance(node, Mapping):
        return node
    if not is_color and "light" in node and node.keys() <= {"light", "dark"}:
        return by_day(node["light"])
    return {key: by_day(value, key == "color") for key, value in node.items()}


def _raw(file: Path) -> Content:
    """What a file holds. Raises Faults: it can't be read, or has values that are code."""
    try:
        raise_unless_readable(file, WRITTEN_BYTES)
        raw = _read(file.read_text(encoding="utf-8"))
        if not isinstance(raw, Mapping):
            raise ValueError("the file holds no keys")
        found = _code(file, raw, count(1))
    except (OSError, YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = (Place(relative(file), row=mark.line + 1 if mark else None),)
        raise Faults([Fault("brand-unreadable", str(error), where)]) from error
    if found:
        raise Faults(found)
    return raw


@lru_cache(maxsize=8)
def _read(text: str) -> object:
    """What the text of a brand file holds, for reading only: every book has a copy of the same file."""
    return YAML(typ="safe").load(text) or {}


def _over(under: Content, over: Content, is_top: bool = True) -> dict[str, Any]:
    """One mapping over another: keys that are mappings in both by their own keys, all else whole. A null takes a key away.

    The logo is one thing, of which a förbund has its own or another's and never half of each. So are the two colours of
    a role, by day and by night.
    """
    made = dict(under)
    for key, value in over.items():
        before = made.get(key)
        if value is None:
            made.pop(key, None)
        elif (
            isinstance(value, Mapping)
            and isinstance(before, Mapping)
            and not (is_top and key == "logo")
            and not {*value, *before} <= {"light", "dark"}
        ):
            made[key] = _over(before, value, is_top=False)
        else:
            made[key] = value
    return made


def _each_path(node: object, placed: Callable[[str], str]) -> object:
    """A part of the logo with its paths placed; descriptions stay."""
    if isinstance(node, Mapping):
        return {key: value if key == "alt" else _each_path(value, placed) for key, value in node.items()}
    return placed(str(node))


def _leaves(node: object) -> Iterator[str]:
    """Every text in a part of a brand file."""
    if isinstance(node, Mapping | list):
        for each in node.values() if isinstance(node, Mapping) else node:
            yield from _leaves(each)
    elif isinstance(node, str):
        yield node


def _holds(raw: object, key: str) -> bool:
    for name in key.split("."):
        if not isinstance(raw, Mapping) or name not in raw:
            return False
        raw = raw[name]
    return True


def _fault(file: Path, key: str, message: str, expected: str | None = None, value: object = None) -> Fault:
    from finsam.yaml_file import line_of

    try:
        line = line_of(file.read_text(encoding="utf-8"), tuple(key.split(".")))
    except YAMLError:
        line = None
    place = Place(relative(file), None, line, key, None if value is None else str(value))
    return Fault(
        "brand-wrong", f"{key} {message}" + ("" if message.endswith("?") else "."), (place,), expected
    )


def _unknown(file: Path, raw: Content) -> Iterator[Fault]:
    """Keys that nothing reads: each would be lost in silence. `defaults` are Quarto's alone, so they would part the engines."""
    for part, known in _KNOWN.items():
        held: object = raw
        for name in filter(None, part.split(".")):
            held = held.get(name, {}) if isinstance(held, Mapping) else {}
        if not isinstance(held, Mapping):
            if held is not None and not (part == "logo" and isinstance(held, str)):
                yield _fault(
                    file, part, "holds no keys", "one of " + ", ".join(known) if known else "names", held
                )
            continue
        for name in held if known else ():
            if name not in known:
                hint = nearest(str(name), known)
                message = "is no key of a brand" + (f".{hint}" if hint else "")
                yield _fault(file, f"{part}.{name}".strip("."), message, "one of " + ", ".join(known))


def _code(file: Path, node: object, nodes: Iterator[int], key: str = "") -> list[Fault]:
    """Values that a style sheet, a page or typst would read as more than a word, a colour or a path.

    Raises ValueError for more of them than a brand has, which anchors can make of a few lines.
    """
    if next(nodes) > NODES:
        raise ValueError(f"it has more than {NODES} keys and values, with what its anchors repeat")
    found: list[Fault] = []
    if isinstance(node, Mapping):
        for name, value in node.items():
            place = f"{key}.{name}".strip(".")
            found += [*_code(file, str(name), nodes, place), *_code(file, value, nodes, place)]
    elif isinstance(node, list):
        for at, value in enumerate(node):
            found += _code(file, value, nodes, f"{key}.{at}")
    elif isinstance(node, str) and _CODE.search(node):
        expected = "a word, a colour, a size or a path"
        found.append(_fault(file, key, "holds signs that a style sheet would obey", expected, node))
    return found
