"""YAML files that people edit, read into pydantic models; everything wrong is told with file, line and key."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Annotated, Any, TypeVar, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, RootModel, StringConstraints, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from finsam.faults import Fault, Faults, Place, nearest
from finsam.harmless import UNSAFE
from finsam.limits import DEPTH, NODES, WRITTEN_BYTES, raise_unless_readable
from finsam.lookalike import composed, mixed_words
from finsam.paths import relative

_log = logging.getLogger(__name__)


def _without_unsafe(text: str) -> str:
    if UNSAFE.search(text):
        raise PydanticCustomError("sign_unsafe", "text without control signs")
    if words := mixed_words(text):
        told = ", ".join(map(ascii, words))
        raise PydanticCustomError(
            "alphabets_mixed", "text typed anew: a letter of another alphabet only looks right (" + told + ")"
        )
    return text


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_without_unsafe)]


class Strict(BaseModel):
    """A part of such a file: unknown keys are faults."""

    model_config = ConfigDict(extra="forbid", frozen=True)


#: The keys that lead to a value; numbers in lists.
KeyPath = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)


def read_yaml(
    file: Path, model: type[Model], context: Mapping[str, object] | None = None
) -> tuple[Model | None, list[Fault]]:
    """The file as the model, or None with everything that is wrong in it. Raises OSError when it isn't there.

    context: what the model's validators know beside the file.
    """
    try:
        raise_unless_readable(file, WRITTEN_BYTES)
        _log.debug("reading %s", relative(file))
        text = file.read_text(encoding="utf-8")
    except Faults as error:
        return None, list(error.faults)
    except UnicodeDecodeError as error:
        return None, [_unreadable(file, error)]
    return read_text(file, text, model, context)


def read_text(
    file: Path, text: str, model: type[Model], context: Mapping[str, object] | None = None
) -> tuple[Model | None, list[Fault]]:
    """As `read_yaml`, of a text that is to stand in the file."""
    try:
        tree = _tree(composed(text))
        plain = _plain(tree, count(1)) if tree is not None else {}
    except (
        YAMLError,
        ValueError,
        RecursionError,
        AttributeError,
    ) as error:  # ruamel stumbles over some merges
        return None, [_unreadable(file, error)]
    try:
        return model.model_validate(plain, context=context), []
    except ValidationError as error:
        return None, _key_faults(file, tree, error, model)


def _unreadable(file: Path, error: Exception) -> Fault:
    mark = getattr(error, "problem_mark", None)
    place = Place(relative(file), None, mark.line + 1 if mark else None)
    return Fault("yaml-unreadable", f"The file can't be read as YAML: {_problem(error)}.", (place,), "YAML")


def load_yaml(file: Path, model: type[Model]) -> Model:
    """The file as the model. Raises Faults with everything that is wrong in it, OSError when it isn't there."""
    found, faults = read_yaml(file, model)
    if found is None:
        raise Faults(faults)
    return found


@lru_cache(maxsize=64)
def _tree(text: str) -> object:
    """What a YAML text holds. The same text is read once: a report asks for the same params several times."""
    return YAML(typ="rt").load(text)


def line_of(text: str, path: KeyPath) -> int | None:
    """The line (from 1) of a key in a YAML text that can be read, by the keys that lead to it; of the nearest parent
    where the key itself isn't there."""
    return _line(_tree(text), path)


def _problem(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "the file is not UTF-8 text"
    if isinstance(error, RecursionError):
        return f"it is nested deeper than {DEPTH} levels"
    return str(getattr(error, "problem", None) or error).rstrip(".")


def _plain(node: object, nodes: Iterator[int], depth: int = 0) -> object:
    """ruamel's commented nodes as plain Python, so that pydantic sees ordinary types.

    Anchors are written out here, so here is where they are counted: nine lines of them can make a thousand million
    values. Raises ValueError for those, for tags, which would make other objects of a value, and RecursionError.
    """
    tag = getattr(getattr(node, "tag", None), "value", None)
    if tag:
        raise ValueError(f"the tag {tag} makes something else of a value")
    if next(nodes) > NODES:
        raise ValueError(f"it has more than {NODES} keys and values, with what its anchors repeat")
    if depth > DEPTH:
        raise RecursionError
    if isinstance(node, dict):
        return {str(key): _plain(value, nodes, depth + 1) for key, value in node.items()}
    if isinstance(node, (list, set, tuple)):
        return [_plain(value, nodes, depth + 1) for value in node]
    return str(node) if isinstance(node, str) else node


def _key_faults(file: Path, tree: object, error: ValidationError, model: type[BaseModel]) -> list[Fault]:
    """One fault for each key; a value that may be of several types and is of none has several problems."""
    problems: dict[KeyPath, list[ErrorDetails]] = {}
    for problem in error.errors():
        problems.setdefault(_key_path(tree, problem), []).append(problem)
    return [_key_fault(file, tree, path, found, model) for path, found in problems.items()]


def _key_path(tree: Any, problem: ErrorDetails) -> KeyPath:
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


def _key_fault(
    file: Path, tree: object, path: KeyPath, problems: list[ErrorDetails], model: type[BaseModel]
) -> Fault:
    problem = problems[0]
    key = ".".join(str(part) for part in path)
    value = None if problem["type"] in ("missing", "extra_forbidden") else str(problem["input"])
    place = Place(relative(file), None, _line(tree, path), key or None, value)
    if problem["type"] == "extra_forbidden":
        siblings = [f.alias or name for name, f in _model_at(model, path[:-1]).model_fields.items()]
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


def _model_at(model: type[BaseModel], path: KeyPath) -> type[BaseModel]:
    """The model that a key inside another one is checked by."""
    for part in path:
        name = "root" if issubclass(model, RootModel) else part
        # The names inside a mapping are the file's own.
        if isinstance(name, str) and name in model.model_fields:
            kinds: list[Any] = [model.model_fields[name].annotation]
            while not (isinstance(kinds[0], type) and issubclass(kinds[0], BaseModel)):
                kinds = [*get_args(kinds[0]), *kinds[1:]]
            model = kinds[0]
    return model


def _line(tree: Any, path: KeyPath) -> int | None:
    """The line (from 1) of a key in a ruamel tree; of the nearest parent where the key itself isn't there."""
    line = None
    for part in path:
        marks = getattr(tree, "lc", None)
        if marks is None or not isinstance(tree, (dict, list)):
            break
        if isinstance(tree, dict):
            if part not in tree:
                break
            line, tree = marks.key(part)[0] + 1, tree[part]
        elif isinstance(part, int) and part < len(tree):
            line, tree = marks.item(part)[0] + 1, tree[part]
        else:
            break
    return line
