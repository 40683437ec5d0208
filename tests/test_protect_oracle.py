"""The choice of hidden cells against others' judgement: Tau-Argus, and trying every table that can be."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from contextlib import chdir
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from test_protect import RULE, table

from finsam.params.protection import Protection
from finsam.protect.choose import hidden_counts
from finsam.protect.rounding import rounded_counts

Cells = Mapping[tuple[str, str], int]
ROWS, COLUMNS = ("a", "b", "c"), ("k", "m")


def totals(cells: Cells) -> dict[tuple[str, str], int]:
    """A table of two ways with its sums, each `alla`."""
    rows, columns = {row for row, _ in cells}, {column for _, column in cells}
    found = dict(cells)
    for row in rows:
        found[row, "alla"] = sum(cells[row, column] for column in columns)
    for column in columns:
        found["alla", column] = sum(cells[row, column] for row in rows)
    found["alla", "alla"] = sum(cells.values())
    return found


def grid(numbers: list[int], rows: int = 3) -> Cells:
    return dict(zip(itertools.product(ROWS[:rows], COLUMNS), numbers, strict=False))


# ---- Every table that can be --------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(st.sampled_from([2, 3]), st.lists(st.integers(1, 5), min_size=6, max_size=6))
def test_every_table_that_fits_what_is_told(rows, numbers):
    """A hidden count is what it is in some table of positive numbers whose sums are those that are told."""
    cells, least = grid(numbers, rows), 3
    hidden = hidden_counts(table(cells, Protection(min_antal=least)))
    # Every table with cells from 1 to 10, all at once.
    ways = np.indices((10,) * len(cells)).reshape(len(cells), -1) + 1
    possible = totals(dict(zip(cells, ways, strict=True)))
    true = totals(cells)
    fits = np.all(
        [possible[key] == n for key, n in true.items() if key not in hidden] or [ways[0] > 0], axis=0
    )
    for key in hidden:
        found = possible[key][fits]
        assert true[key] in found
        assert found.max() - found.min() >= least - 1 and found.max() >= least, (
            key,
            found.min(),
            found.max(),
        )


@settings(max_examples=30)
@given(st.lists(st.integers(1, 40), min_size=6, max_size=6))
def test_no_rounding_is_nearer(numbers):
    """Against both neighbours of every cell, with the sums that they make."""
    cells, base = grid(numbers), 5
    true = totals(cells)
    near = [sorted({base * (n // base), base * -(-n // base)}) for n in cells.values()]
    ways = [totals(dict(zip(cells, way, strict=True))) for way in itertools.product(*near)]
    distances = [
        sum(abs(way[key] - n) for key, n in true.items())
        for way in ways
        if all(abs(way[key] - n) < base for key, n in true.items())
    ]
    ours = rounded_counts(table(cells, Protection(avrunda=base)), {})
    assert sum(abs(ours[key] - n) for key, n in true.items()) <= 1.03 * min(distances)


# ---- Tau-Argus ----------------------------------------------------------------------------------------------------


class TauArgus:
    """The engine on a table of two ways. It counts from one record a person, as its own totals."""

    def __init__(self, cells: Cells, folder: Path, suppress: str = "OPT(1)"):
        reason = "pytauargus is not installed (pip install -r requirements-dev.txt)"
        tool = pytest.importorskip("pytauargus", reason=reason)
        people = [key for key, n in cells.items() for _ in range(n)]
        records = {
            "rad": [row for row, _ in people],
            "kolumn": [column for _, column in people],
            "en": [1.0] * len(people),
        }
        self._folder = folder
        # It leaves files of its solver in the working directory.
        with chdir(folder):
            self._made = tool.protect(
                records,
                ["rad", "kolumn"],
                response="en",
                safety_rules="FREQ(5,20)",
                suppress=suppress,
                workdir=str(folder),
            )

    @property
    def statuses(self) -> dict[tuple[str, str], str]:
        """S for what may be told, U for what is small, M for what is hidden for its sake."""
        return {
            tuple("alla" if row[name] == "Total" else row[name] for name in ("rad", "kolumn")): row["status"]
            for row in self._made.tables[0].rows
        }

    def audited(self, hidden: frozenset, small: set) -> list[tuple[int, int, int]]:
        """The true number, and the least and most that it can be, of each cell that somebody else has hidden."""
        from pytauargus.batch import Apriory

        file = self._folder / "cells.hst"
        lines = []
        for row, column in self.statuses:
            status = "U" if (row, column) in small else "M" if (row, column) in hidden else "S"
            lines.append(";".join("" if word == "alla" else word for word in (row, column)) + f";{status}")
        file.write_text("\n".join(lines) + "\n")
        done = self._made.engine.apply_apriori(Apriory(str(file), 1, ";", False))
        assert done["status_ok"] == len(lines), done
        with chdir(self._folder):
            found = self._made.engine.audit(0)
        assert len(found) == len(hidden)
        return [(round(each["value"]), round(each["min"]), round(each["max"])) for each in found]


numbers = st.lists(st.one_of(st.integers(1, 6), st.integers(1, 60)), min_size=6, max_size=6)


@settings(max_examples=15, suppress_health_check=[HealthCheck.filter_too_much])
@given(numbers)
def test_tau_argus_finds_no_hidden_cell_narrowed(tmp_path_factory, numbers):
    cells = grid(numbers)
    engine = TauArgus(cells, tmp_path_factory.mktemp("argus"))
    hidden = hidden_counts(table(cells))
    small = {key for key, n in totals(cells).items() if 0 < n < RULE.min_antal}
    assert small == {key for key, status in engine.statuses.items() if status == "U"} <= hidden
    # Its reader knows each number to the half of it beforehand and that none is larger than the largest of the table, so the
    # largest must be told, and the interval is the narrower. It still finds no number.
    assume(hidden and ("alla", "alla") not in hidden)
    for true, low, high in engine.audited(hidden, small):
        assert low <= true <= high and low < high


@settings(max_examples=15, suppress_health_check=[HealthCheck.filter_too_much])
@given(numbers)
def test_little_more_is_hidden_than_tau_argus_would(tmp_path_factory, numbers):
    """Its best choice protects each small count by a part of itself, ours by min_antal, so ours may be the larger."""
    cells = grid(numbers)
    statuses = TauArgus(cells, tmp_path_factory.mktemp("argus")).statuses
    theirs, ours = sum(status in "UM" for status in statuses.values()), len(hidden_counts(table(cells)))
    assert bool(theirs) == bool(ours)
    assert ours <= theirs + 4
