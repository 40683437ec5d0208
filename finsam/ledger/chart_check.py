"""What single keys of a chart can't show: rows that say two things, accounts in two rows, sums of what isn't there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple, get_args

from finsam.faults import Fault, Place, counted, nearest
from finsam.ledger.accounts import Accounts, Index
from finsam.ledger.chart import (
    BalanceLine,
    BalanceRole,
    BudgetLine,
    Chart,
    Flow,
    FlowLine,
    IncomeLine,
    IncomeRole,
    Line,
)
from finsam.paths import relative


def chart_faults(chart: Chart, file: Path) -> list[Fault]:
    """Everything that doesn't hold together in a chart. file: the one to mend."""
    name = relative(file)
    checks = (_rows, _overlaps, _labels, _sums, _flows, _notes, _projects)
    return [
        Fault(found.code, found.message, (Place(name, None, None, found.key, found.value),), found.expected)
        for check in checks
        for found in check(chart)
    ]


class Found(NamedTuple):
    """A fault of a key of the file and what stands there."""

    code: str
    key: str
    value: str
    message: str
    expected: str


def _rows(chart: Chart) -> Iterator[Found]:
    """A row has accounts with a role, or is a sum, or shows something of its own."""
    keys: dict[str, Sequence[IncomeLine | BalanceLine | BudgetLine]] = {
        "resultatrakning": chart.resultatrakning,
        "balansrakning": chart.balance_lines,
        "budget": chart.budget_lines,
    }
    for key, lines in keys.items():
        for line in lines:
            label = line.rad if isinstance(line, BudgetLine) else line.post
            shows = not isinstance(line, BudgetLine) and line.visar and not line.konton
            if bool(line.konton) == (line.summa is not None) and not shows:
                message = f"The row {label!r} has {'both' if line.konton else 'neither'} accounts and a sum."
                yield Found("row-unclear", key, label, message, "konton or summa")
            elif line.konton and not isinstance(line, BudgetLine) and line.roll is None:
                roles = get_args(IncomeRole if isinstance(line, IncomeLine) else BalanceRole)
                message = (
                    f"The row {label!r} has accounts and no role, so cash flow and summary can't be made."
                )
                yield Found("role-missing", key, label, message, "roll: one of " + ", ".join(roles))
    for note in chart.noter:
        if bool(note.rader) == (note.per is not None):
            message = f"Note {note.not_} has {'both' if note.rader else 'neither'} rows and `per`."
            yield Found("row-unclear", "noter", note.not_, message, "rader or per: konto")


def _overlaps(chart: Chart) -> Iterator[Found]:
    """No account may belong to two rows of the statements, of the budget or of a note."""
    yield from _clashes("resultatrakning, balansrakning", [line.konton for line in chart.statement_lines])
    yield from _clashes("budget", [line.konton for line in chart.budget_lines])
    for note in chart.noter:
        yield from _clashes("noter", [line.konton for line in note.rader])


def _clashes(key: str, accounts: Iterable[Accounts]) -> Iterator[Found]:
    for one, other in Index((each, None) for each in accounts).clashes():
        message = f"The accounts {one} and {other} overlap, so some belong to two rows."
        yield Found("account-twice", key, str(one), message, "ranges apart, or one inside the other")


def _labels(chart: Chart) -> Iterator[Found]:
    """Rows are known by their labels."""
    groups = {
        "resultatrakning": [line.post for line in chart.resultatrakning],
        "balansrakning": [line.post for line in chart.balance_lines],
        "resultatrakning, balansrakning": [line.post for line in chart.statement_lines if line.konton],
        "kassaflode": [line.post for line in chart.flow_lines],
        "budget": [s.sektion for s in chart.budget if s.insatser or any(line.konton for line in s.rader)],
    }
    groups |= {f"budget, {s.sektion}": [line.rad for line in s.rader if line.konton] for s in chart.budget}
    told = set()
    for key, labels in groups.items():
        for label, count in Counter(labels).items():
            if count > 1 and label not in told:
                told.add(label)
                message = f"The row {label!r} stands {count} times."
                yield Found("row-twice", key, label, message, "one row of that name")


def _sums(chart: Chart) -> Iterator[Found]:
    """A sum names rows, or sections of the budget, that are there."""
    sections = [section.sektion for section in chart.budget]
    yield from _unknown("balansrakning", chart.balance_lines, [line.post for line in chart.balance_lines])
    yield from _unknown("kassaflode", chart.flow_lines, [line.post for line in chart.flow_lines])
    yield from _unknown("budget", chart.budget_lines, sections)
    yield from _early("balansrakning", chart.balance_lines)
    yield from _early("kassaflode", chart.flow_lines)
    for at, section in enumerate(chart.budget):
        below = [s.sektion for s in chart.budget[at + 1 :] if s.insatser or any(x.konton for x in s.rader)]
        for line in section.rader:
            names = below if line.summa == "alla" else [name for name in line.summa or () if name in below]
            if names:
                yield _too_early("budget", line.rad, names[0])


def _early(key: str, lines: Sequence[BalanceLine | FlowLine]) -> Iterator[Found]:
    """A sum is made where it stands, so what it names must stand above it."""
    names = [line.post for line in lines]
    for at, line in enumerate(lines):
        for name in line.summa if isinstance(line.summa, tuple) else ():
            if name in names[at:] and name not in names[:at]:
                yield _too_early(key, line.post, name)


def _too_early(key: str, label: str, name: str) -> Found:
    message = f"The sum {label!r} needs {name!r}, which stands below it."
    return Found("sum-early", key, label, message, "sums beneath what they add up")


def _unknown(key: str, lines: Sequence[Line], known: Sequence[str]) -> Iterator[Found]:
    for name in chain(*(line.summa for line in lines if isinstance(line.summa, tuple))):
        if name not in known:
            message = f"A sum names {name!r}, which isn't there." + nearest(name, known)
            yield Found("row-unknown", key, name, message, "one of " + ", ".join(known))


def _flows(chart: Chart) -> Iterator[Found]:
    shown = Counter(chain(*(line.floden for line in chart.flow_lines)))
    for flow in get_args(Flow):
        if shown[flow] != 1:
            message = f"The flow {flow} stands in {counted(shown[flow], 'row')}, so the rows don't make the change of cash."
            yield Found("flow-count", "kassaflode", flow, message, "each flow in one row")


def _notes(chart: Chart) -> Iterator[Found]:
    named = {line.not_: line.post for line in chart.statement_lines if line.not_}
    notes = Counter(note.not_ for note in chart.noter)
    for number in dict.fromkeys([*named, *notes]):
        if notes[number] != 1 or number not in named:
            by = (
                f"the row {named[number]!r} names it"
                if number in named
                else "no row of the statements names it"
            )
            message = f"Note {number} stands {notes[number]} times under noter, and {by}."
            yield Found("note-unknown", "noter", number, message, "one note for each number that a row names")


def _projects(chart: Chart) -> Iterator[Found]:
    spellings = Counter(
        spelling
        for code, project in chart.objekt.items()
        for spelling in {c.casefold() for c in (code, *project.alias)}
    )
    for code, count in spellings.items():
        if count > 1:
            message = f"The project {code!r} belongs to {count} entries."
            yield Found("alias-twice", "objekt", code, message, "one project for each code")
