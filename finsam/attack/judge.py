"""Whether a suppressed figure is protected, and what is told of one that isn't."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from finsam.attack.intervals import OPEN, Interval
from finsam.attack.lines import Laid
from finsam.attack.notebooks import unshown_in_notebooks
from finsam.attack.published import Published
from finsam.attack.system import Relation, System
from finsam.attack.tables import Spot, Table
from finsam.attack.told import described, told_in_words
from finsam.attack.underlag import unshown_in_rows
from finsam.faults import Fault, Place, counted


@dataclass(frozen=True)
class Rule:
    """How the figures of a kind of table are protected. zeros_shown: whether no suppressed figure is 0. hides_small:
    whether no count from 1 to min_antal - 1 is shown."""

    min_antal: int = 5
    zeros_shown: bool = False
    hides_small: bool = False


@dataclass(frozen=True)
class Finding:
    """A suppressed figure that isn't protected, and where what tells it stands. Its value is told nowhere."""

    spot: Spot
    fault: Fault
    by: frozenset[str]

    @property
    def reports(self) -> frozenset[str]:
        """The reports that have a part in it."""
        return self.by | {self.spot.report}


#: The code of what goes by words and numbers alone.
TOLD = "suppressed-told"

#: More places than this tell the analyst no more.
_PLACES = 8


def judge(system: System, spot: Spot, cell: int, rule: Rule, found: dict[int, Interval]) -> Finding | None:
    """A finding if a suppressed figure stands somewhere, or if too few numbers are possible for it."""
    board = system.board
    if not system.figure(cell).is_hidden:
        where = board.spots[system.root(cell)]
        message = "A suppressed figure stands in another place, or is a value that does."
        fault = Fault(
            "suppressed-shown", message, (_place(spot), _place(where)), "the same figure suppressed there"
        )
        return Finding(spot, fault, frozenset({where.report}))
    if board.figures[cell].share and cell not in system.sums:
        return None
    interval = found.get(system.root(system.sums.get(cell, cell)))
    if not interval or interval.values >= rule.min_antal:
        return None
    message = f"{counted(interval.values, 'number is', 'numbers are')} possible for a suppressed figure, by what is published."
    spots = dict.fromkeys(board.spots[each] for relation in _narrowest(interval) for each in relation.cells)
    places = [_place(each) for each in spots if each != spot][:_PLACES]
    expected = f"at least {rule.min_antal}: one more suppressed figure among those that it is computed from"
    fault = Fault("suppressed-recomputed", message, (_place(spot), *places), expected)
    reports = {board.spots[each].report for relation in interval.by for each in relation.cells}
    return Finding(spot, fault, frozenset(reports))


def _narrowest(interval: Interval) -> list[Relation]:
    """The relations that narrow most: those with fewest unknowns, equations first."""
    return sorted(interval.by, key=lambda each: (len(each.terms), each.low != each.high))[:2]


def _place(spot: Spot, value: str | None = None) -> Place:
    table = ", ".join(filter(None, (spot.table, spot.row)))
    column = ", ".join(filter(None, (spot.column, spot.part)))
    return Place(f"{spot.report}/{spot.page}", table or None, None, column or None, value)


def told(
    system: System,
    laid: Laid,
    reports: Iterable[Published],
    found: dict[int, Interval],
    rules: dict[int, Rule],
) -> Iterator[tuple[Table, Finding]]:
    """Numbers that a suppressed figure can be, in sentences about it or in files beside its table; what is told of a group
    that can be of few; and numbers of few beside suppressed ones. rules: by the id() of the table."""
    for table in laid.tables:
        if (rule := rules.get(id(table))) and rule.hides_small:
            small = (
                at for at, each in table.cells.items() if each.is_count and 0 < each.number < rule.min_antal
            )
            for at in small:
                message = "A number of few is shown in a table that suppresses such numbers."
                fault = Fault(TOLD, message, (_place(table.spots[at]),), "the number suppressed")
                yield table, Finding(table.spots[at], fault, frozenset())
    for spot, where, table in described(system, laid, found, max(rule.min_antal for rule in rules.values())):
        message = "A mean or median is told of a group whose number is suppressed."
        fault = Fault(TOLD, message, (_place(spot), _place(where)), "the mean or median suppressed too")
        yield table, Finding(spot, fault, frozenset({where.report}))
    for spot, where, sentence, table in told_in_words(system, laid, reports, found):
        message = "A sentence about a suppressed figure has a number that it can be."
        places = (_place(spot), _place(where, sentence))
        fault = Fault(TOLD, message, places, "a sentence without the number")
        yield table, Finding(spot, fault, frozenset({where.report}))
    cells = {id(table): cells for table, cells in zip(laid.tables, laid.cells, strict=True)}
    for report in reports:
        for table, where, figure in (*unshown_in_rows(report), *unshown_in_notebooks(report)):
            place = next(
                (
                    at
                    for at in table.hidden
                    if _can_be(found.get(system.root(cells[id(table)][at])), figure.number)
                ),
                None,
            )
            if place:
                message = "A file beside a table has a number that the table doesn't show and a suppressed figure can be."
                fault = Fault(
                    TOLD,
                    message,
                    (_place(table.spots[place]), _place(where)),
                    "the file without it",
                )
                yield table, Finding(table.spots[place], fault, frozenset({where.report}))


def _can_be(interval: Interval | None, value: Fraction) -> bool:
    return interval is not None and interval.low <= value <= min(interval.high, OPEN - 1)
