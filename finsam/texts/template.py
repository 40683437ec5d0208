"""A text with placeholders: which names and filters it may use, and what it becomes.

Jinja2 in its immutable sandbox, and of its language only what a text needs: values with filters, and `{% if %}` with
comparisons. Everything else is refused before anything is run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.environment import Template as Compiled
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from finsam.facts import Facts
from finsam.facts.registry import Unknown
from finsam.faults import Fault, Place, nearest
from finsam.texts.forms import FILTERS
from finsam.texts.value import CannotShow, Value

_SIGNS: dict[type[nodes.BinExpr], str] = {nodes.Add: "+", nodes.Sub: "-", nodes.Mul: "*", nodes.Div: "/"}
_ARITHMETIC = (nodes.BinExpr, nodes.Neg)
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.Compare, nodes.Operand,
    nodes.And, nodes.Or, nodes.Not, nodes.Filter, nodes.List, nodes.Const,
)  # fmt: skip
#: The filters whose text may have digits.
_TAKE_DIGITS = ("bokstavligt", "datum")
_EXPECTED = "values with filters, and {% if %} with comparisons"

#: A placeholder first on its line whose value would read as the number of a list.
_LIST = re.compile(r"(?m)^(\s*\{\{[^{}\n]*\}\})([.)])(?=\s)")

#: A placeholder or a tag.
TAGS = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.S)


_RAW = re.compile(r"\{%[-+]?\s*(?:end)?raw\b")


def _environment() -> ImmutableSandboxedEnvironment:
    made = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        # `{#` begins the label of a heading, not a comment; a text can't hold this sign.
        comment_start_string="\0#",
        comment_end_string="#\0",
        cache_size=0,
    )
    made.filters = dict(FILTERS)
    made.tests, made.globals = {}, {}
    return made


_ENVIRONMENT = _environment()


@dataclass(frozen=True)
class Source:
    """A piece of text as it was written. line: where its first line stands in the file; column: a key of a YAML file."""

    text: str
    file: str
    line: int | None = 1
    column: str | None = None

    def place(self, line: int = 1, value: str | None = None) -> Place:
        """The place of a line of the piece, counted from 1; a YAML text has only the line of its key."""
        row = self.line if self.column or self.line is None else self.line + line - 1
        return Place(self.file, None, row, self.column, value)


@dataclass(frozen=True)
class Template:
    """A text that can be filled with the values of a book. Made by `template`, which finds its faults."""

    compiled: Compiled
    values: Mapping[str, object]

    def fill(self) -> str:
        """The text with its values; every number is logged as printed."""
        return self.compiled.render(self.values)


def template(source: Source, facts: Facts, names: Mapping[str, str]) -> tuple[Template | None, list[Fault]]:
    """The text as a template, or None with everything that is wrong in it.

    names: words of the book by name, beside the facts, as `bok.ar`. Every placeholder is tried, those in branches that
    aren't taken too.
    """
    try:
        text = source.text.replace("\0", "")
        tree = _ENVIRONMENT.parse(text if source.column else _LIST.sub(r"\1\\\2", text))
    except TemplateError as error:
        place = source.place(getattr(error, "lineno", None) or 1)
        return None, [
            Fault(
                "text-unreadable",
                f"The placeholder can't be read: {str(error).rstrip('.')}.",
                (place,),
                _EXPECTED,
            )
        ]
    if found := _RAW.search(source.text):
        place = source.place(source.text.count("\n", 0, found.start()) + 1, found[0])
        return None, [Fault("text-refused", "A text can't use raw in a placeholder.", (place,), _EXPECTED)]
    named = _Named(source, facts, names)
    tree = named.visit(tree)
    faults = [*named.faults, *_refused(source, tree)]
    if not faults:
        faults = [*_tried(source, tree, named.values)]
    if faults:
        return None, faults
    return Template(_compiled(tree), named.values), []


def _compiled(tree: nodes.Template) -> Compiled:
    return Compiled.from_code(_ENVIRONMENT, _ENVIRONMENT.compile(tree, "text", "text"), {})


class _Named(NodeTransformer):
    """Puts a variable in place of every name and of arithmetic on names, and keeps what it stands for."""

    def __init__(self, source: Source, facts: Facts, names: Mapping[str, str]):
        self.source, self.facts, self.names = source, facts, names
        self.values: dict[str, object] = {}
        self.faults: list[Fault] = []

    def generic_visit(self, node: nodes.Node, *args: object, **kwargs: object) -> nodes.Node:
        is_value = isinstance(node, (nodes.Name, nodes.Getattr, *_ARITHMETIC)) and _has_name(node)
        if is_value and (told := _expression(node)):
            return self._variable(node, told)
        return super().generic_visit(node, *args, **kwargs)

    def _variable(self, node: nodes.Node, told: str) -> nodes.Node:
        variable = f"v{len(self.values)}"
        self.values[variable] = None
        if told in self.names:
            self.values[variable] = self.names[told]
        else:
            try:
                fact = self.facts.evaluate(told)
                if not fact.cell and not fact.cell.is_hidden:
                    raise ValueError("it has no number")
                self.values[variable] = Value(told, fact.cell)
            except Unknown as unknown:
                self._fault(node, unknown.name, _unknown(unknown, self.names), self._close(unknown))
            except (ValueError, ArithmeticError, RecursionError) as error:
                self._fault(
                    node, told, f"{told} can't be counted: {error}.", "names and numbers joined by + - * /"
                )
        return nodes.Name(variable, "load", lineno=node.lineno)

    def _close(self, unknown: Unknown) -> str:
        return (
            "one of " + ", ".join(unknown.nearest) if unknown.nearest else "a name that `finsam facts` lists"
        )

    def _fault(self, node: nodes.Node, value: str, message: str, expected: str) -> None:
        self.faults.append(Fault("name-unknown", message, (self.source.place(node.lineno, value),), expected))


def _unknown(unknown: Unknown, names: Mapping[str, str]) -> str:
    return f"No value of the book is called {unknown.name}." + (
        "" if unknown.nearest else nearest(unknown.name, names)
    )


def _has_name(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) or next(node.find_all(nodes.Name), None) is not None


def _expression(node: nodes.Node) -> str:
    """A name, or names and numbers joined by signs, as Facts.evaluate reads it; empty for anything else."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        before = _expression(node.node) if isinstance(node.node, (nodes.Name, nodes.Getattr)) else ""
        return f"{before}.{node.attr}" if before else ""
    if isinstance(node, nodes.Const) and type(node.value) in (int, float):
        return repr(node.value)
    if isinstance(node, nodes.Neg):
        inner = _expression(node.node)
        return f"-({inner})" if inner else ""
    if isinstance(node, nodes.BinExpr) and (sign := _SIGNS.get(type(node))):
        left, right = _expression(node.left), _expression(node.right)
        return f"({left} {sign} {right})" if left and right else ""
    return ""


def _refused(source: Source, tree: nodes.Template) -> Iterator[Fault]:
    """What the template does that a text may not, and filters that aren't there."""
    for node in tree.find_all(nodes.Const):
        if isinstance(node.value, str) and re.search(r"[<>{}\[\]`]", node.value):
            message = f"The words {node.value!r} of a filter have signs of markup in them."
            yield Fault("text-refused", message, (source.place(node.lineno, node.value),), "words alone")
    for part in _all(tree):
        line = getattr(part, "lineno", 1)
        if isinstance(part, nodes.Filter) and part.name not in FILTERS:
            message = f"There is no filter {part.name}." + nearest(part.name, FILTERS)
            yield Fault(
                "filter-unknown", message, (source.place(line, part.name),), "one of " + ", ".join(FILTERS)
            )
        elif isinstance(part, nodes.Output):
            for inner in part.nodes:
                if isinstance(inner, (nodes.Const, nodes.List)):
                    message = "A placeholder names a value of the book, with or without filters."
                    yield Fault("text-refused", message, (source.place(line),), _EXPECTED)
        elif (
            isinstance(part, nodes.Const)
            and re.search(r"\d", str(part.value))
            and isinstance(part.value, str)
        ):
            message = f"The words {part.value!r} of a filter have digits in them."
            expected = 'words alone; digits that are meant to stand as written: {{ "7" | bokstavligt }}'
            yield Fault("text-refused", message, (source.place(line, part.value),), expected)
        elif not isinstance(part, (*_ALLOWED, nodes.Name)):
            message = f"A text can't use {type(part).__name__.lower()} in a placeholder."
            yield Fault("text-refused", message, (source.place(line),), _EXPECTED)


def _all(node: nodes.Node) -> Iterator[nodes.Node]:
    """The node and all beneath it; nothing beneath one that is refused, so that it is told once."""
    yield node
    if isinstance(node, nodes.Filter) and node.name in _TAKE_DIGITS and isinstance(node.node, nodes.Const):
        return
    if isinstance(node, _ALLOWED):
        for child in node.iter_child_nodes():
            yield from _all(child)


def _tried(source: Source, tree: nodes.Template, values: Mapping[str, object]) -> Iterator[Fault]:
    """Fill each placeholder and condition by itself: what is wrong with its filters, wherever it stands."""
    pieces = [part for output in tree.find_all(nodes.Output) for part in output.nodes]
    pieces = [part for part in pieces if not isinstance(part, nodes.TemplateData)]
    tests = [nodes.If(each.test, [], [], [], lineno=each.lineno) for each in tree.find_all(nodes.If)]
    for piece in [*(nodes.Output([part], lineno=part.lineno) for part in pieces), *tests]:
        one = nodes.Template([piece], lineno=1)
        one.set_environment(_ENVIRONMENT)
        try:
            _compiled(one).render(values)
        except (CannotShow, TypeError, ValueError, ArithmeticError, TemplateError) as error:
            shown = ", ".join(value.name for value in _used(piece, values))
            place = source.place(piece.lineno, shown or None)
            message = f"The placeholder can't be filled: {_in_words(error)}."
            yield Fault("value-unshowable", message, (place,), "a filter that shows its unit")


def _used(piece: nodes.Node, values: Mapping[str, object]) -> list[Value]:
    found = [values.get(name.name) for name in piece.find_all(nodes.Name)]
    return [value for value in found if isinstance(value, Value)]


def _in_words(error: Exception) -> str:
    if isinstance(error, ArithmeticError):
        return "the number can't be counted or is too long"
    text = str(error).rstrip(".")
    return re.sub(r"^(\w+)\(\) ", r"the filter \1 ", text)
