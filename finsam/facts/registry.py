"""All the named values of a book, and arithmetic on their names."""

from __future__ import annotations

import ast
import operator
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from difflib import get_close_matches

from finsam.delivery.read import Delivery
from finsam.facts import economy, people, tables
from finsam.facts.fact import Fact, delivered, distinct
from finsam.params import Params
from finsam.swedish import exact_decimals
from finsam.tables.cells import Cell
from finsam.tables.words import KRONOR

_OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


class Unknown(KeyError):
    """A name that no fact has. nearest: names that look like it."""

    def __init__(self, name: str, known: Mapping[str, Fact]):
        super().__init__(name)
        self.name = name
        self.nearest = get_close_matches(name, list(known), n=3, cutoff=0.5)


class Facts(Mapping[str, Fact]):
    """The facts of a book by name, in the order of their subjects.

    hidden: those that may not be told, by name; they are no values of the book, and a text shows a sign in their place.
    """

    def __init__(self, facts: list[Fact]):
        named = distinct(facts)
        self._facts = {fact.name: fact for fact in named if not fact.cell.is_hidden}
        self.hidden = {fact.name: fact for fact in named if fact.cell.is_hidden}

    def __getitem__(self, name: str) -> Fact:
        """Raises Unknown."""
        if name not in self._facts:
            raise Unknown(name, self._facts)
        return self._facts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)

    def __contains__(self, name: object) -> bool:
        return name in self._facts

    def evaluate(self, expression: str) -> Fact:
        """The value of a name, or of names and numbers joined by + - * / and parentheses.

        Amounts of money are counted in kronor and told in the unit of the first. A difference between percents is in
        percentage points, a count divided by a count in percent. What is made of a hidden fact is hidden. Raises Unknown
        for a name that isn't there, and ValueError for anything else that can't be counted, with what is wrong in words.
        """
        try:
            tree = ast.parse(expression.strip(), mode="eval").body
        except SyntaxError:
            raise ValueError("it isn't names and numbers joined by + - * /") from None
        cell, used = self._value(tree)
        if isinstance(tree, (ast.Name, ast.Attribute)):
            return self._named(ast.unparse(tree))
        places = tuple(dict.fromkeys(place for fact in used for place in fact.places))
        return Fact(expression, cell, ", ".join(fact.about for fact in used), places, ast.unparse(tree))

    def _named(self, name: str) -> Fact:
        return self.hidden[name] if name in self.hidden else self[name]

    def _value(self, node: ast.expr) -> tuple[Cell, list[Fact]]:
        if isinstance(node, (ast.Name, ast.Attribute)):
            fact = self._named(ast.unparse(node))
            if not fact.cell and not fact.cell.is_hidden:
                raise ValueError(f"{fact.name} has no number")
            return fact.cell, [fact]
        if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
            return Cell(Decimal(str(node.value)), ""), []
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            cell, used = self._value(node.operand)
            return replace(cell, varde=None if cell.is_hidden else -cell.number, place=None), used
        if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
            (left, of_left), (right, of_right) = self._value(node.left), self._value(node.right)
            return _joined(left, node.op, right), [*of_left, *of_right]
        raise ValueError(f"{ast.unparse(node)!r} isn't a name, a number or + - * /")


def _joined(left: Cell, sign: ast.operator, right: Cell) -> Cell:
    is_sum = isinstance(sign, (ast.Add, ast.Sub))
    is_money = left.enhet in KRONOR and right.enhet in KRONOR
    is_percent = isinstance(sign, ast.Div) and left.enhet == right.enhet != ""
    unit = "procent" if is_percent else left.enhet or right.enhet
    if not is_money and is_sum and left.enhet and right.enhet and left.enhet != right.enhet:
        raise ValueError(f"{left.enhet} and {right.enhet} can't be added")
    if isinstance(sign, ast.Div) and not right.varde and not right.is_hidden:
        raise ValueError("it divides by 0")
    if isinstance(sign, ast.Sub) and left.enhet == right.enhet == "procent":
        unit = "procentenheter"
    decimals = max(left.decimaler, right.decimaler) if is_sum else 0
    if left.is_hidden or right.is_hidden:
        return Cell(None, unit, decimals, "undertryckt")
    a = 100 * left.number if is_percent else left.number
    b = right.number * KRONOR[right.enhet] / KRONOR[left.enhet] if is_money else right.number
    return Cell(_OPERATORS[type(sign)](a, b), unit, decimals)


def facts_of(delivery: Delivery, params: Params) -> Facts:
    """Every named value of a book: participants, economy, goals, then each delivered number and own table."""
    found = [
        *people.facts(delivery.tables.get("deltagare"), params),
        *economy.facts(delivery.tables, params),
        *_goals(params),
        *tables.facts(delivery.tables, params.ar),
        *tables.own_facts(delivery.own),
    ]
    return Facts(found)


def _goals(params: Params) -> Iterator[Fact]:
    if goal := params.year.mal_arbete_studier:
        cell = Cell(goal.procent, "procent", exact_decimals(goal.procent))
        yield delivered("mal.arbete_studier", cell, "Mål för andelen till arbete eller studier")
