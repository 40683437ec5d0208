"""All counts of persons that a book publishes as one system of linear equations.

A count is known by what it counts: the same fact in two tables is one variable. Counts that nobody prints but that
follow from printed ones, such as a base less a count, are variables too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from finsam.faults import Place
from finsam.params.protection import Protection

#: What a count counts: a table and the words that tell the count apart in it.
Key = tuple[str, ...]


def key_at(table: str, place: Place) -> Key:
    """The key of a count that is known by where it stands."""
    if place.row is None or place.column is None:
        raise ValueError("A count stands in a row and a column.")
    return placed(table, place.file, place.sheet, place.row, place.column)


def placed(table: str, file: str, sheet: str | None, row: int, heading: str) -> Key:
    """The same from the parts of its place."""
    return (table, file, sheet or "", str(row), heading)


@dataclass(frozen=True)
class Count:
    """A count of persons. printed: whether it stands in a table. cost: how much is lost when it isn't shown.

    is_person: whether it tells of persons who may be recognised; others only help to recompute.
    """

    value: int
    rule: Protection
    printed: bool = True
    is_person: bool = True
    cost: float = 1.0

    @property
    def is_small(self) -> bool:
        """Whether it may not be told (primary suppression)."""
        least = 1 if self.rule.visa_noll or not self.printed else 0
        return self.rule.hides and self.is_person and least <= self.value < self.rule.min_antal

    @property
    def least(self) -> int:
        """The least that it can be for who sees that it is hidden: where zeros are shown, a hidden one is none."""
        return 1 if self.printed and self.rule.visa_noll else 0

    @property
    def is_fixed(self) -> bool:
        """Whether everybody knows it: what isn't hidden, and a printed zero."""
        return not self.rule.hides or (self.printed and self.rule.visa_noll and self.value == 0)


@dataclass
class System:
    """counts by key. equations: each the coefficients of counts whose sum is 0."""

    counts: dict[Key, Count] = field(default_factory=dict)
    equations: list[dict[Key, int]] = field(default_factory=list)

    def add(self, key: Key, count: Count) -> None:
        """A count; one that is printed anywhere is printed."""
        if key not in self.counts or count.printed:
            self.counts[key] = count

    def is_sum(self, total: Key, parts: Iterable[Key] | Mapping[Key, int]) -> None:
        """A total of parts, where the figures agree: one that doesn't hold helps nobody to recompute."""
        shares = dict(parts) if isinstance(parts, Mapping) else dict.fromkeys(parts, 1)
        if not shares or total in shares or not {total, *shares} <= self.counts.keys():
            return
        if sum(self.counts[key].value * times for key, times in shares.items()) == self.counts[total].value:
            self.equations.append({total: -1} | shares)

    def complement(self, base: Key, parts: Iterable[Key], name: str, is_person: bool = True) -> None:
        """What is left of a base without its parts, as a count that isn't printed. name: of what is left."""
        parts = list(parts)
        if not {base, *parts} <= self.counts.keys():
            return
        left = self.counts[base].value - sum(self.counts[part].value for part in parts)
        if left >= 0:
            key = (*base, name)
            self.add(key, Count(left, self.counts[base].rule, printed=False, is_person=is_person))
            self.is_sum(base, [*parts, key])


def components(
    keys: Collection[Key], equations: Iterable[Mapping[Key, int]]
) -> Iterator[tuple[list[Key], list[dict[Key, int]]]]:
    """The keys that equations join, with what is left of the equations without other keys; those in none by themselves."""
    free = list(keys)
    at = {key: number for number, key in enumerate(free)}
    left = [{key: times for key, times in each.items() if key in at} for each in equations]
    left = [each for each in left if each]
    pairs = [(at[next(iter(each))], at[key]) for each in left for key in each]
    rows, columns = zip(*pairs, strict=True) if pairs else ((), ())
    graph = csr_matrix((np.ones(len(pairs)), (rows, columns)), shape=(len(free), len(free)))
    _, labels = connected_components(graph, directed=False) if free else (0, np.empty(0, int))
    numbers = [int(label) for label in labels]
    members: dict[int, list[Key]] = {}
    for key, label in zip(free, numbers, strict=True):
        members.setdefault(label, []).append(key)
    of_part: dict[int, list[dict[Key, int]]] = {label: [] for label in members}
    for each in left:
        of_part[numbers[at[next(iter(each))]]].append(each)
    for label in sorted(members):
        yield members[label], of_part[label]
