"""Single figures and scorecards: which of them count persons, and the counts of the tables that they repeat."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from finsam.params import Params
from finsam.protect.system import Count, Key, System, key_at
from finsam.tables.cells import Cell, Row, rows
from finsam.tables.labels import ENDED, measures_of, names_persons
from finsam.tables.names import part
from finsam.tables.words import WHOLE

#: By kind of table: what tells its rows apart, and the columns that may count persons.
_ROWS = {
    "uppgifter": (
        ("kapitel", "grupp", "uppgift", "period", "avser", "fil", "blad", "radnr"),
        ("varde", "bas"),
    ),
    "styrkort": (("mal", "matt", "fil", "blad", "radnr"), ("utfall",)),
}
FIGURES = tuple(_ROWS)
#: The chapters whose single figures count persons, and those whose usual labels tell the participants.
_OF_PERSONS, _LABELLED = ("deltagare", "bakgrund"), ("deltagare", "avstamning")


@dataclass(frozen=True)
class Figure:
    """A row with its cells by column. repeats: the counts of tables that its number is made of, each with its times.

    of: the counts that its percent is made of.
    """

    kind: str
    row: Row
    is_person: bool
    repeats: Mapping[Key, int] = field(default_factory=dict)
    of: frozenset[Key] = frozenset()

    def key(self, column: str) -> Key:
        return key_at(self.kind, self.row[column].at)

    @property
    def counts(self) -> dict[str, Cell]:
        """The cells that count persons, by column; the number first."""
        if not self.is_person:
            return {}
        return {column: self.row[column] for column in _ROWS[self.kind][1] if self.row[column].is_count}

    @property
    def number(self) -> Cell:
        """What the row tells; the others stand beside it."""
        return self.row[_ROWS[self.kind][1][0]]

    @property
    def place(self) -> tuple[str, str, int]:
        return self.row.key["fil"], self.row.key["blad"], int(self.row.key["radnr"])


def figures(tables: Mapping[str, pd.DataFrame], system: System, params: Params) -> list[Figure]:
    """The figures of tables that the system counts or that repeat what it counts. system: with the tables' counts."""
    names = _names(system, params)
    return [
        _figure(kind, row, names, system, params)
        for kind, (keys, _) in _ROWS.items()
        if kind in tables
        for row in rows(tables[kind], keys)
    ]


def add_figures(system: System, found: Collection[Figure], params: Params) -> None:
    """The counts of the figures, with what they repeat and with what is left of their bases."""
    for figure in found:
        for column, cell in figure.counts.items():
            repeated = [system.counts[key].rule for key in (*figure.repeats, *figure.of)]
            # A figure that repeats rounded counts is told as they are.
            rule = next((each for each in repeated if each.avrunda), params.protection(figure.kind))
            system.add(figure.key(column), Count(int(cell.number), rule))
        if figure.number.is_count and figure.repeats:
            system.is_sum(figure.key(_ROWS[figure.kind][1][0]), figure.repeats)
        if {"varde", "bas"} <= figure.counts.keys():
            system.complement(figure.key("bas"), [figure.key("varde")], "andra")


def hidden_rows(
    found: Collection[Figure], hidden: Collection[Key], kind: str
) -> frozenset[tuple[str, str, int]]:
    """The rows (file, sheet, number) of a kind that may not be told: one with a hidden count, a percent of hidden counts,
    and one that says something else than the hidden count that it repeats."""
    return frozenset(figure.place for figure in found if figure.kind == kind and _is_hidden(figure, hidden))


def _is_hidden(figure: Figure, hidden: Collection[Key]) -> bool:
    own = [figure.key(column) for column in figure.counts]
    # What holds was weighed as an equation: two hidden counts may have a sum that is told.
    is_odd = bool(own) and len(figure.repeats) == 1
    told = {*own, *figure.of, *(figure.repeats if is_odd else ())}
    return not told.isdisjoint(hidden)


def _figure(kind: str, row: Row, names: Mapping[str, Key], system: System, params: Params) -> Figure:
    label = row.key.get("uppgift") or row.key.get("matt") or row.key["mal"]
    insats, period = row.key.get("grupp", ""), row.key.get("period") or str(params.ar)
    repeats: dict[Key, int] = {}
    of: set[Key] = set()
    if kind == "styrkort" or row.key["kapitel"] in _LABELLED:
        measures, share = measures_of(label)
        stem = _whole(system) if insats in ("", WHOLE) else insats
        keys = [("deltagare", stem, measure, period, "totalt") for measure in measures]
        if keys and all(key in system.counts for key in keys):
            repeats = dict.fromkeys(keys, 1)
            if share:
                of = {*keys, ("deltagare", stem, ENDED, period, "totalt")}
    if told := row.key.get("avser"):
        repeats = dict(_linear(told.split(";")[0], names)) or repeats
        of |= {names[name] for name in re.findall(r"[\w.]+", told) if name in names}
    has_percent = any(cell.enhet == "procent" and cell for cell in row.values())
    by_chapter = row.key.get("kapitel") in _OF_PERSONS
    is_person = bool(repeats) or by_chapter or (kind == "styrkort" and names_persons(label))
    return Figure(kind, row, is_person, repeats, frozenset(of) if has_percent else frozenset())


def _whole(system: System) -> str:
    """The name of all insatser: that of the only one where a book has no more."""
    found = dict.fromkeys(key[1] for key in system.counts if key[0] == "deltagare")
    return next(iter(found)) if len(found) == 1 else WHOLE


def _names(system: System, params: Params) -> dict[str, Key]:
    """The counts of participants by the names that `avser` has for them (facts.people)."""
    found: dict[str, Key] = {}
    for key in system.counts:
        if key[0] == "deltagare" and len(key) == 5:
            _, insats, matt, period, column = key
            year = "" if period == str(params.ar) else f".{part(period)}"
            end = matt if column == "totalt" else f"{matt}.{column}"
            for name in {part(insats) if insats != WHOLE else "totalt", *_short(insats, system)}:
                found[f"deltagare.{name}{year}.{end}"] = key
    return found


def _short(insats: str, system: System) -> list[str]:
    return ["totalt"] if insats == _whole(system) else []


def _linear(expression: str, names: Mapping[str, Key]) -> Iterator[tuple[Key, int]]:
    """The counts that an expression adds and takes away; none where it does anything else."""
    try:
        yield from [
            (key, times) for key, times in _terms(ast.parse(expression.strip(), mode="eval").body, 1, names)
        ]
    except (SyntaxError, KeyError):
        return


def _terms(node: ast.expr, sign: int, names: Mapping[str, Key]) -> Iterator[tuple[Key, int]]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):
        yield from _terms(node.left, sign, names)
        yield from _terms(node.right, sign if isinstance(node.op, ast.Add) else -sign, names)
    else:
        yield names[ast.unparse(node)], sign
