"""The codes that the library can give a fault, read from its source: every argument that becomes `Fault.code` is followed
back to the words that stand in the code.

A code that can't be followed is an error here: codes are written out, so that whoever has one finds where it is given.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

LIBRARY = Path(__file__).parents[1] / "finsam"

#: What faults are, and what they are made from, with the place of the code among their arguments. A fault that is made
#: from a `code` or a `rule` that is kept in anything else would have a code that nobody finds here.
MAKERS = {"Fault": 0, "Check": 0, "Worded": 0, "DayCheck": 0, "Found": 0, "Wrong": 0, "_Again": 0}
#: What a code is called where it is kept.
NAMES = ("code", "rule")
#: Methods that others have too, with what its object is called here; in its own class it is `self`.
COLLECTORS = {"add": "told", "tell": "check"}
#: Takes faults back from what was kept of them, with the codes that they had.
KEPT = "register/store.py"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Taker:
    """A class that is made with a code, or a function that hands an argument on as one.

    home: its module. is_method: called on an object and not by its name alone. least: arguments that it must have.
    """

    name: str
    argument: str
    position: int
    least: int
    home: str
    is_method: bool = False


class Source:
    """The modules of the library, and what follows from them: codes by where they are given."""

    def __init__(self, folder: Path = LIBRARY):
        self.trees = {
            file.relative_to(folder).as_posix(): ast.parse(file.read_text(encoding="utf-8"))
            for file in sorted(folder.rglob("*.py"))
        }
        self.constants = {name: dict(_constants(tree)) for name, tree in self.trees.items()}
        self.origins = {name: dict(_origins(tree)) for name, tree in self.trees.items()}
        self.takers = {taker for name, tree in self.trees.items() for taker in _makers(tree, name)}
        self.codes: dict[str, list[str]] = defaultdict(list)
        self.unclear: list[str] = []
        known = 0
        while known != len(self.takers):
            known = len(self.takers)
            self.codes.clear()
            self.unclear.clear()
            for module, tree in self.trees.items():
                self._visit(tree, module, [])

    def _visit(self, node: ast.AST, module: str, around: list[Function]) -> None:
        if isinstance(node, Function):
            around = [*around, node]
        if isinstance(node, ast.Call):
            for taker in [each for each in self.takers if self._is_called(each, node, module)]:
                self._call(taker, node, module, around)
        for child in ast.iter_child_nodes(node):
            self._visit(child, module, around)

    def _call(self, taker: Taker, call: ast.Call, module: str, around: list[Function]) -> None:
        named = {keyword.arg: keyword.value for keyword in call.keywords}
        if taker.argument in named:
            given = named[taker.argument]
        elif len(call.args) > taker.position and not isinstance(call.args[0], ast.Starred):
            given = call.args[taker.position]
        else:
            given = call
        for found in self._values(given, module, around):
            if isinstance(found, str):
                self.codes[found].append(f"{module}:{call.lineno}")
            elif isinstance(found, Taker):
                self.takers.add(found)
            elif module != KEPT:
                self.unclear.append(f"{module}:{call.lineno} {ast.unparse(found)}")

    def _values(
        self, given: ast.expr, module: str, around: list[Function]
    ) -> Iterator[str | Taker | ast.expr]:
        """The words that an argument can be, the function that it is an argument of, or what can't be followed."""
        match given:
            case ast.Constant(value=str(word)):
                yield word
            case ast.IfExp(body=body, orelse=other):
                yield from chain(self._values(body, module, around), self._values(other, module, around))
            case ast.Attribute(attr=name) if name in NAMES:
                return  # of a fault or a check that was made elsewhere
            case ast.Subscript(value=ast.Dict() as words):
                yield from self._words(words)
            case ast.Subscript(value=ast.Name(id=name)) if name in self.constants[module]:
                yield from self._words(self.constants[module][name])
            case ast.Name(id=name):
                yield from self._of_name(given, name, module, around)
            case _:
                yield given

    def _of_name(
        self, given: ast.expr, name: str, module: str, around: list[Function]
    ) -> Iterator[str | Taker | ast.expr]:
        for function in reversed(around):
            arguments = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
            if name in arguments:
                of_self = arguments[:1] in (["self"], ["cls"])
                least = len(arguments) - len(function.args.defaults) - of_self
                place = arguments.index(name) - of_self
                if function.name != "__init__":  # of a class that is known by its name
                    yield Taker(function.name, name, place, least, module, of_self)
                return
            if assigned := list(_assigned(function, name)):
                for value in assigned:
                    yield from self._values(value, module, around)
                return
        if name in self.constants[module]:
            yield from self._words(self.constants[module][name])
        else:
            yield given

    def _words(self, constant: ast.expr) -> Iterator[str]:
        """The words of a constant: itself, or the values of a dictionary."""
        values = constant.values if isinstance(constant, ast.Dict) else [constant]
        yield from (value.value for value in values if isinstance(value, ast.Constant))

    def _is_called(self, taker: Taker, call: ast.Call, module: str) -> bool:
        if isinstance(call.func, ast.Name) and call.func.id == taker.name and not taker.is_method:
            origin = self.origins[module].get(taker.name, module)
            return taker.home == origin or taker.home.startswith(f"{origin.removesuffix('.py')}/")
        if not isinstance(call.func, ast.Attribute) or call.func.attr != taker.name or not taker.is_method:
            return False
        collector = COLLECTORS.get(taker.name)
        if collector and not ast.unparse(call.func.value).endswith((collector, "self")):
            return False
        starred = any(isinstance(each, ast.Starred) for each in call.args)
        return starred or len(call.args) + len(call.keywords) >= taker.least


def _makers(tree: ast.Module, module: str) -> Iterator[Taker]:
    """The classes of MAKERS that the module has."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and node.name in MAKERS:
            yield from (Taker(node.name, name, MAKERS[node.name], 1, module) for name in NAMES)


def _origins(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The module of each name that is imported from the library."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("finsam."):
            module = node.module.removeprefix("finsam.").replace(".", "/") + ".py"
            yield from ((alias.asname or alias.name, module) for alias in node.names)


def _constants(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id, node.value


def _assigned(function: Function, name: str) -> Iterator[ast.expr]:
    """What a name is set to in a function, by assignments and by loops over what is written out."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            yield from _bound(node.targets[0], node.value, name)
        elif isinstance(node, ast.For) and isinstance(node.iter, ast.Tuple | ast.List):
            for each in node.iter.elts:
                yield from _bound(node.target, each, name)


def _bound(target: ast.expr, value: ast.expr, name: str) -> Iterator[ast.expr]:
    """The part of a value that a name is set to when it is unpacked; the value itself when that can't be told."""
    if isinstance(target, ast.Name) and target.id == name:
        yield value
    elif isinstance(target, ast.Tuple):
        names = [each.id for each in target.elts if isinstance(each, ast.Name)]
        if name not in names:
            return
        if isinstance(value, ast.Tuple):
            yield value.elts[names.index(name)]
        elif isinstance(value, ast.IfExp):
            yield from chain(_bound(target, value.body, name), _bound(target, value.orelse, name))
        else:
            yield value
