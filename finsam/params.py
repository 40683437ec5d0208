"""The params of a book: what lasts of a förbund (forbund.yml) and what is of one year (<year>.yml)."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from ruamel.yaml import YAML, YAMLError

from finsam.faults import Fault, Faults, Place, nearest, stop_if
from finsam.paths import relative, root
from finsam.tables.kinds import CHAPTERS, KINDS, PARTICIPANT_MEASURES

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Chapter = Literal[CHAPTERS]  # type: ignore[valid-type]
KindName = Literal[tuple(KINDS)]  # type: ignore[valid-type]
Measure = Literal[tuple(PARTICIPANT_MEASURES)]  # type: ignore[valid-type]

#: The chapters of each kind of book, unless the year's params name others.
CHAPTERS_OF = {
    "arsredovisning": (
        "index",
        "forbundet",
        "deltagare",
        "bakgrund",
        "sjukfranvaro-uvas",
        "ekonomi",
        "avstamning",
        "metod",
    ),
    "socialt-bokslut": (
        "index",
        "forbundet",
        "deltagare",
        "bakgrund",
        "sjukfranvaro-uvas",
        "indikatorer",
        "avstamning",
        "metod",
    ),
}
KIND_NAMES = {"arsredovisning": "Årsredovisning", "socialt-bokslut": "Socialt bokslut"}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Medlem(_Strict):
    """A member of the förbund. `slag` decides its part of the money: state half, region and kommuner a quarter."""

    namn: Text
    slag: Literal["stat", "region", "kommun"]
    kod: Annotated[str, StringConstraints(pattern=r"^\d{2}(\d{2})?$")] | None = None
    sedan: int | dt.date | None = None


class Insats(_Strict):
    """An insats as the book names it, a short name for pictures, and the other names that deliveries use for it."""

    namn: Text
    kort: Text | None = None
    alias: tuple[Text, ...] = ()
    beskrivning: Text | None = None


class Forbund(_Strict):
    """What lasts: params/<forbund>/forbund.yml."""

    namn: Text
    kort: Text
    lan: Annotated[str, StringConstraints(pattern=r"^\d{2}$")] | None = None
    om: tuple[Text, ...] = ()
    medlemmar: tuple[Medlem, ...] = ()
    insatser: tuple[Insats, ...] = ()


class Goal(_Strict):
    """A target: a share in percent, of those who ended (avslutade) or of all participants of the year (alla)."""

    procent: Decimal = Field(ge=0, le=100)
    bas: Literal["avslutade", "alla"] = "avslutade"


class Year(_Strict):
    """What is of one year: params/<forbund>/<year>.yml."""

    slag: Literal["arsredovisning", "socialt-bokslut"]
    titel: Text | None = None
    kapitel: tuple[Chapter, ...] | None = None
    beslutad: dt.date | None = None
    underlag: tuple[KindName, ...] = ()
    inledning: tuple[Text, ...] = ()
    mal_arbete_studier: Goal | None = None
    kostnader: Literal["positiva", "negativa"] = "positiva"
    benamningar: dict[Measure, Text] = {}
    kalla: Text | None = None


class Params(_Strict):
    """The params of one book."""

    forbund_id: str
    ar: int
    forbund: Forbund
    year: Year

    @property
    def title(self) -> str:
        return self.year.titel or f"{KIND_NAMES[self.year.slag]} {self.ar}"

    @property
    def chapters(self) -> tuple[str, ...]:
        return self.year.kapitel or CHAPTERS_OF[self.year.slag]

    def insats_name(self, delivered: str) -> str:
        """The book's name of an insats for any of the names that deliveries use; others stand as they are."""
        for insats in self.forbund.insatser:
            if delivered.casefold() in (name.casefold() for name in (insats.namn, *insats.alias)):
                return insats.namn
        return delivered

    def short_name(self, insats: str) -> str:
        """The name of an insats in pictures: its short one where forbund.yml gives one."""
        return next((i.kort for i in self.forbund.insatser if i.namn == insats and i.kort), insats)


def params_files(forbund: str, ar: int) -> tuple[Path, Path]:
    folder = root() / "params" / forbund
    return folder / "forbund.yml", folder / f"{ar}.yml"


def load_params(forbund: str, ar: int) -> Params:
    """Read and check both files. Raises Faults with file, line and key for everything that is wrong in them."""
    forbund_file, year_file = params_files(forbund, ar)
    stop_if(_book_faults(forbund, ar, forbund_file, year_file))
    lasting, faults = _read(forbund_file, Forbund)
    of_year, more = _read(year_file, Year)
    stop_if(faults + more)
    params = Params(forbund_id=forbund, ar=int(ar), forbund=lasting, year=of_year)
    stop_if(_chapter_faults(params, year_file) + _alias_faults(lasting, forbund_file))
    return params


def books() -> list[tuple[str, int]]:
    """All books that have params, as (forbund, year)."""
    found = [
        (path.parent.name, int(path.stem))
        for path in (root() / "params").glob("*/*.yml")
        if re.fullmatch(r"\d{4}", path.stem)
    ]
    return sorted(found)


def _book_faults(forbund: str, ar: int, forbund_file: Path, year_file: Path) -> list[Fault]:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", str(forbund)):
        message = f"{forbund!r} is not the id of a förbund."
        return [
            Fault("book-unknown", message, (), "small letters a-z, digits and hyphens, as in umea-vannas")
        ]
    if not re.fullmatch(r"(19|20)\d\d", str(ar)):
        return [Fault("book-unknown", f"{ar!r} is not a year.", (), "a year such as 2016")]
    if not forbund_file.is_file():
        known = sorted(path.parent.name for path in (root() / "params").glob("*/forbund.yml"))
        message = f"There is no förbund {forbund!r}." + nearest(forbund, known)
        return [
            Fault("file-missing", message, (Place(relative(forbund_file)),), "one of " + ", ".join(known))
        ]
    if not year_file.is_file():
        years = [str(year) for name, year in books() if name == forbund]
        message = f"The förbund {forbund!r} has no book of {ar}."
        return [Fault("file-missing", message, (Place(relative(year_file)),), "one of " + ", ".join(years))]
    return []


Model = TypeVar("Model", bound=BaseModel)


def _read(file: Path, model: type[Model]) -> tuple[Model | None, list[Fault]]:
    try:
        tree = YAML(typ="rt").load(file.read_text(encoding="utf-8"))
    except (YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        place = Place(relative(file), None, mark.line + 1 if mark else None)
        problem = getattr(error, "problem", None) or "the file is not UTF-8 text"
        return None, [
            Fault("yaml-unreadable", f"The file can't be read as YAML: {problem}.", (place,), "YAML")
        ]
    try:
        return model.model_validate(_plain(tree) if tree is not None else {}), []
    except ValidationError as error:
        return None, _key_faults(file, tree, error, model)


def _plain(node: object) -> object:
    """ruamel's commented nodes as plain Python, so that pydantic sees ordinary types."""
    if isinstance(node, dict):
        return {str(key): _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(value) for value in node]
    return str(node) if isinstance(node, str) else node


def _key_faults(file: Path, tree: object, error: ValidationError, model: type[BaseModel]) -> list[Fault]:
    """One fault for each key; a value that may be of several types and is of none has several problems."""
    problems: dict[tuple, list[dict]] = {}
    for problem in error.errors():
        problems.setdefault(_key_path(tree, problem), []).append(problem)
    return [_key_fault(file, tree, path, found, model) for path, found in problems.items()]


def _key_path(tree: object, problem: dict) -> tuple:
    """The keys that lead to the problem, without the names of types that pydantic puts after them."""
    if problem["type"] in ("missing", "extra_forbidden"):
        return problem["loc"]
    for depth, part in enumerate(problem["loc"]):
        inside = (isinstance(tree, dict) and part in tree) or (
            isinstance(tree, list) and isinstance(part, int)
        )
        if not inside:
            return problem["loc"][:depth]
        tree = tree[part]
    return problem["loc"]


def _key_fault(file: Path, tree: object, path: tuple, problems: list[dict], model: type[BaseModel]) -> Fault:
    problem = problems[0]
    key = ".".join(str(part) for part in path)
    value = None if problem["type"] in ("missing", "extra_forbidden") else str(problem["input"])
    place = Place(relative(file), None, _line(tree, path), key or None, value)
    if problem["type"] == "extra_forbidden":
        siblings = list(_model_at(model, path[:-1]).model_fields)
        message = f"The key {key} is unknown." + nearest(str(path[-1]), siblings)
        return Fault("key-unknown", message, (place,), "one of " + ", ".join(siblings))
    if problem["type"] == "missing":
        return Fault("key-missing", f"The key {key} is missing.", (place,), key)
    if not key:
        return Fault("key-wrong", "The file holds no keys.", (place,), "keys with values, as in `namn: Umeå`")
    expected = " or ".join(found["msg"].removeprefix("Input should be ") for found in problems)
    expected = expected.replace("a valid tuple", "a valid list")
    hint = nearest(str(value), re.findall("'([^']*)'", expected))
    return Fault("key-wrong", f"The key {key} has a value that it can't have." + hint, (place,), expected)


def _model_at(model: type[BaseModel], path: tuple) -> type[BaseModel]:
    """The model that a key inside another one is checked by."""
    for part in path:
        if isinstance(part, str):
            kinds = [model.model_fields[part].annotation]
            while not (isinstance(kinds[0], type) and issubclass(kinds[0], BaseModel)):
                kinds = [*get_args(kinds[0]), *kinds[1:]]
            model = kinds[0]
    return model


def _line(tree: object, path: tuple) -> int | None:
    """The line (from 1) of a key in a ruamel tree; of the nearest parent where the key itself isn't there."""
    line = None
    for part in path:
        marks = getattr(tree, "lc", None)
        if marks is None or not isinstance(tree, (dict, list)):
            break
        if isinstance(tree, dict):
            if part not in tree:
                break
            line = marks.key(part)[0] + 1
        elif isinstance(part, int) and part < len(tree):
            line = marks.item(part)[0] + 1
        else:
            break
        tree = tree[part]
    return line


def _chapter_faults(params: Params, file: Path) -> list[Fault]:
    chapters = params.chapters
    faults = []
    if chapters[0] != "index":
        place = Place(relative(file), None, None, "kapitel", chapters[0])
        faults.append(Fault("chapter-first", "A book begins with the chapter index.", (place,), "index"))
    for name in sorted({name for name in chapters if chapters.count(name) > 1}):
        place = Place(relative(file), None, None, "kapitel", name)
        faults.append(Fault("chapter-twice", "A chapter stands twice.", (place,), "each chapter once"))
    if "avstamning" not in chapters:
        place = Place(relative(file), None, None, "kapitel")
        message = (
            "The book has no chapter that tells how its figures agree, which its other chapters refer to."
        )
        faults.append(Fault("chapter-missing", message, (place,), "avstamning"))
    return faults


def _alias_faults(forbund: Forbund, file: Path) -> list[Fault]:
    """A name that two insatser have: what is delivered under it could be either's."""
    owners: dict[str, list[str]] = {}
    for insats in forbund.insatser:
        for name in {name.casefold() for name in (insats.namn, *insats.alias)}:
            owners.setdefault(name, []).append(insats.namn)
    place = Place(relative(file), None, None, "insatser")
    return [
        Fault("alias-twice", f"The name {name!r} belongs to {' and '.join(found)}.", (place,), "one insats")
        for name, found in owners.items()
        if len(found) > 1
    ]


def raise_unless_book(book: str) -> tuple[str, int]:
    """Split `<forbund>/<year>`. Raises Faults when it isn't of that form."""
    forbund, _, year = book.strip("/").partition("/")
    if not re.fullmatch("[0-9]+", year):
        raise Faults(
            [Fault("book-unknown", f"{book!r} is not a book.", (), "<forbund>/<year>, as umearegionen/2016")]
        )
    return forbund, int(year)
