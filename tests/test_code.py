"""The code keeps its shape: modules that a reader can hold, and nothing that nobody uses."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from conftest import REPOSITORY
from ipykernel.iostream import IOPubThread
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager
from papermill.engines import Engine
from tornado.ioloop import IOLoop

from finsam.sources.sie.labels import LABELS

LIBRARY = REPOSITORY / "finsam"

#: Lines of a module. One of tests is a list of cases, which nobody reads as a whole.
MOST, MOST_OF_TESTS = 400, 600
#: What may be longer, and why.
LONGER = {"tests/golden_map.py": "the printed figures of the real reports, one a line"}

#: What only tests use, and why it stands in the library.
ENTRIES = {"finsam.build.build": "the whole way as one call, for who builds a book from Python"}


def test_no_module_is_longer_than_a_reader_can_hold():
    lengths = {
        file.relative_to(REPOSITORY).as_posix(): len(file.read_text(encoding="utf-8").splitlines())
        for folder in ("finsam", "tools", "benchmarks", "docs", "tests")
        for file in (REPOSITORY / folder).rglob("*.py")
    }
    longer = {
        name
        for name, lines in lengths.items()
        if lines > (MOST_OF_TESTS if name.startswith("tests/") else MOST)
    }
    assert longer == set(LONGER)


def test_no_function_class_or_method_is_used_by_nobody(tmp_path):
    """By name alone, as vulture looks: a method's class isn't known. Tests are no users."""
    vulture = pytest.importorskip("vulture")
    (tmp_path / "notebooks.py").write_text("\n".join(_notebooks()), encoding="utf-8")
    found = vulture.Vulture()
    found.scavenge(map(str, [LIBRARY, *_users(), tmp_path]))
    called = _called_by_name() | _validators() | _in_templates()
    unused = [
        f"{Path(item.filename).relative_to(REPOSITORY)}:{item.first_lineno} {item.name}"
        for item in found.get_unused_code(min_confidence=60)
        if item.typ in ("function", "class", "method", "property")
        and Path(item.filename).is_relative_to(LIBRARY)
        and item.name not in called
        and not (Path(item.filename).is_relative_to(LIBRARY / "warm") and item.name in _of_jupyter())
    ]
    assert unused == []


def test_no_name_of_a_module_is_used_by_nobody():
    """By module and name: that another module has the name too, and is used, makes it no less dead."""
    used = {name for tree in (*_modules().values(), *_other_trees()) for name in _used(tree)}
    called = _called_by_name()
    unused = {
        f"{module}.{name}"
        for module, tree in _modules().items()
        for name, definition in _defined(tree)
        if not {(module, name), ("", name)} & used
        and name not in called
        and not _is_used_within(tree, name, definition)
    }
    assert unused == set(ENTRIES)


def test_an_unused_name_would_be_found():
    tree = ast.parse(
        "from finsam import paths\nDEAD = 1\ndef dead(): return dead()\ndef alive(): return paths.root()\nalive()\n"
    )
    assert [name for name, definition in _defined(tree) if not _is_used_within(tree, name, definition)] == [
        "DEAD",
        "dead",
    ]
    assert set(_used(tree)) == {("finsam", "paths"), ("finsam.paths", "root")}


@cache
def _modules() -> dict[str, ast.Module]:
    """The modules of finsam by name."""
    found = {}
    for file in sorted(LIBRARY.rglob("*.py")):
        parts = file.relative_to(REPOSITORY).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = ast.parse(file.read_text(encoding="utf-8"))
    return found


def _users() -> list[Path]:
    return [
        file for folder in ("tools", "benchmarks", "docs") for file in (REPOSITORY / folder).rglob("*.py")
    ]


def _notebooks() -> Iterator[str]:
    """The code of each notebook."""
    for file in sorted((REPOSITORY / "notebooks").rglob("*.ipynb")):
        cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
        yield "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


def _other_trees() -> list[ast.Module]:
    return [
        ast.parse(text) for text in (*_notebooks(), *(file.read_text(encoding="utf-8") for file in _users()))
    ]


def _used(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """(module, name) of what is imported from finsam or taken from an imported module.

    The module is empty where only a run knows it, as in `SOURCES[agency].fetch`.
    """
    imported = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("finsam"):
            for alias in node.names:
                imported[alias.asname or alias.name] = f"{node.module}.{alias.name}"
                yield node.module, alias.name
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and not isinstance(node.value, ast.Name | ast.Attribute):
            yield "", node.attr
        elif isinstance(node, ast.Attribute) and ast.unparse(node.value) in imported:
            yield imported[ast.unparse(node.value)], node.attr


def _defined(tree: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    """The names that a module defines, but `__all__` and the like."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name, node
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            # `A, B = range(2)` numbers what there is.
            if isinstance(node.value, ast.Tuple):
                targets = [part for each in targets for part in getattr(each, "elts", [each])]
            names = [each.id for each in targets if isinstance(each, ast.Name)]
            yield from ((name, node) for name in names if not name.startswith("__"))


def _is_used_within(tree: ast.Module, name: str, definition: ast.stmt) -> bool:
    """Whether a module uses its own name outside of the name's definition."""
    others = [node for node in tree.body if node is not definition]
    return any(isinstance(each, ast.Name) and each.id == name for node in others for each in ast.walk(node))


@cache
def _called_by_name() -> frozenset[str]:
    """Functions that the code names in texts: `module:function`, and the methods of the reader of SIE, one a label."""
    texts = (
        node.value
        for tree in _modules().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    told = {text.partition(":")[2] for text in texts if re.fullmatch(r"finsam\.[\w.]+:\w+", text)}
    return frozenset(told | {f"_{label[1:].lower()}" for label in LABELS})


def _validators() -> set[str]:
    """What pydantic calls of each model."""
    functions = (
        node for tree in _modules().values() for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)
    )
    return {
        each.name for each in functions if any("_validator(" in ast.unparse(by) for by in each.decorator_list)
    }


def _in_templates() -> set[str]:
    return {
        word
        for file in LIBRARY.rglob("*.j2")
        for word in re.findall(r"\w+", file.read_text(encoding="utf-8"))
    }


def _of_jupyter() -> set[str]:
    """What nbclient, papermill and ipykernel call of the kernel, its manager and its client, which warm/ has its own of."""
    theirs = (AsyncKernelClient, AsyncKernelManager, Engine, IOLoop, IOPubThread, IPKernelApp, IPythonKernel)
    return {name for each in theirs for name in dir(each)}
