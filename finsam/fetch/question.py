"""What is asked of an agency, and what it answered."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from finsam.faults import Fault, Place
from finsam.fetch.agencies import Agency
from finsam.tables.statistics import AgencyName

T = TypeVar("T")

#: The first year that is asked for where only a last one is given; no agency has figures by kommun from before.
FIRST_YEAR = 1990


@dataclass(frozen=True)
class Question:
    """One file to fetch.

    dataset: the agency's own name of it (a KPI, a table, a path). names: its entries in matt.yml with the measures
    that they are of. areas: SCB's codes. first, last: years; None is as far as the agency has.
    """

    agency: Agency
    dataset: str
    names: tuple[tuple[str, AgencyName], ...]
    areas: tuple[str, ...]
    first: int | None = None
    last: int | None = None

    @property
    def file(self) -> str:
        return f"{self.agency.id}-{self.dataset.replace('/', '-')}.json"

    @property
    def measures(self) -> list[str]:
        return list(dict.fromkeys(measure for measure, _ in self.names))

    def widened(self, areas: tuple[str, ...], first: int | None, last: int | None) -> Question:
        """With the areas and years of an earlier delivery, too: a new delivery never holds less than the one before."""
        return replace(
            self,
            areas=tuple(sorted({*self.areas, *areas}, key=lambda code: (len(code), code))),
            first=None if self.first is None or first is None else min(self.first, first),
            last=None if self.last is None or last is None else max(self.last, last),
        )

    def years(self, this_year: int) -> list[int]:
        """The years to ask for by name; none where all are wanted."""
        if self.first is None and self.last is None:
            return []
        return list(range(self.first or FIRST_YEAR, (self.last or this_year) + 1))

    def holds(self, year: int) -> bool:
        return (self.first or year) <= year <= (self.last or year)


@dataclass(frozen=True)
class Call:
    """A call that was answered: address, what was posted, status, when, and the Last-Modified of the answer."""

    url: str
    posted: dict[str, Any] | None
    status: int
    when: str
    modified: str = ""


@dataclass
class Fetched:
    """What an agency answered. content: JSON in the agency's own form, pages and parts together. rows: its figures.

    title, updated: the agency's own words. parameters: what was asked. notes: what a reader should know of it.
    """

    content: object
    rows: int
    title: str
    updated: str
    parameters: dict[str, Any]
    calls: list[Call]
    notes: list[Fault] = field(default_factory=list)


class Failed(Exception):
    """A file that can't be fetched. keep: whether finished parts may be used by the next run."""

    def __init__(self, fault: Fault, keep: bool):
        self.fault, self.keep = fault, keep
        super().__init__(str(fault))


def wrong(code: str, message: str, url: str, value: object = None, expected: str | None = None) -> Failed:
    """An answer that must not become data, nor be kept for the next run."""
    shown = None if value is None else str(value)[:300]
    return Failed(Fault(code, message, (Place(url, value=shown),), expected), keep=False)


def parts_of(values: list[T], most: int) -> list[list[T]]:
    """A list in parts of at most so many; no part for an empty list."""
    return [values[at : at + most] for at in range(0, len(values), most)]


def unanswered(question: Question, found: set[str], url: str) -> list[Fault]:
    """A note about areas that were asked for and that the answer has nothing of."""
    missing = [area for area in question.areas if area not in found]
    if not missing:
        return []
    message = f"{question.agency.name} has no figure in {question.dataset} for {', '.join(missing)}."
    return [Fault("area-without-figures", message, (Place(url),), "figures for every area", "note")]
