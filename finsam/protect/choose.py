"""Which counts are hidden, so that nobody can recompute a small one.

The promise: whoever knows every published count, every equation between counts, and that zeros are shown (where they
are), finds for each hidden count an interval whose ends are at least `min_antal` - 1 apart, and for each small one an
interval that reaches `min_antal`. So nobody can tell of a hidden count that it is small. The ends are of whole numbers
that fit everything; what lies between them need not all fit. It is the same for small counts (primary suppression) and
those that are hidden for their sake (secondary).

Each proof is a witness: whole numbers for all counts that fit the equations, in which only hidden ones differ from the
true ones. A witness stays one when more is hidden, so one pass over the small counts ends with all of them proved. The
witness that hides least is found as a mixed integer programme (Kelly, Golden and Assad 1992: cell suppression, its
linear relaxation with costs by unit of change) by HiGHS.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_matrix, hstack

from finsam.faults import Fault, Faults, counted
from finsam.protect.system import Key, System, components

#: What a change of a count that is hidden already costs, so that no witness changes more than it needs.
_FREE = 1e-3
#: How far a count is changed at the most in a witness, as times min_antal.
_REACH = 6
#: The cost of a count that is hidden only where nothing farther away would do instead.
_DEAR = 50.0
#: How many equations away the counts stand that are tried first.
_STEPS = (2, 4, 8)


def hidden_counts(
    system: System, before: Collection[Key] = (), known: Collection[Key] = ()
) -> frozenset[Key]:
    """The printed counts that are hidden. before: those hidden already elsewhere. known: those shown elsewhere.

    Raises Faults (`count-unprotected`) where a small count can be recomputed whatever else is hidden.
    """
    keys = list(system.counts)
    start = {k for k in keys if system.counts[k].printed and (system.counts[k].is_small or k in before)}
    hidden: set[Key] = set()
    unprotected: list[Key] = []
    for part in _parts(system, known):
        if any(system.counts[key].is_small or key in start for key in part.keys):
            part.hide(start)
            unprotected += part.protect()
            hidden |= part.hidden
    if unprotected:
        names = "; ".join(", ".join(filter(None, key)) for key in unprotected[:5])
        message = (
            f"{counted(len(unprotected), 'small count')} can be recomputed from what is published: {names}."
        )
        raise Faults([Fault("count-unprotected", message, (), "counts that can be hidden beside them")])
    # What stands in no equation is hidden alone.
    return frozenset(hidden | start)


class _Part:
    """Counts that equations join, and the witnesses of them."""

    def __init__(
        self, system: System, keys: list[Key], equations: list[dict[Key, int]], known: Collection[Key]
    ):
        self.keys, self.counts = keys, [system.counts[key] for key in keys]
        at = {key: number for number, key in enumerate(keys)}
        rows, columns, values = [], [], []
        for number, equation in enumerate(equations):
            for key, times in equation.items():
                rows.append(number)
                columns.append(at[key])
                values.append(times)
        self._matrix = csc_matrix((values, (rows, columns)), shape=(len(equations), len(keys)))
        self._by_row = self._matrix.tocsr()
        self._true = np.array([count.value for count in self.counts])
        fixed = np.array(
            [count.is_fixed or key in known for key, count in zip(keys, self.counts, strict=True)]
        )
        self._least = np.array([count.least for count in self.counts])
        most = _REACH * max(count.rule.min_antal for count in self.counts)
        self._down = np.where(fixed, 0, np.clip(self._true - self._least, 0, most))
        self._up = np.where(fixed, 0, most)
        self._cost = np.array([count.cost * (1 + np.log1p(count.value)) for count in self.counts])
        self._hidden = np.array([not count.printed for count in self.counts])
        self._low, self._high = self._true.copy(), self._true.copy()

    @property
    def hidden(self) -> set[Key]:
        return {
            key
            for key, count, hidden in zip(self.keys, self.counts, self._hidden, strict=True)
            if hidden and count.printed
        }

    def hide(self, keys: Collection[Key]) -> None:
        self._hidden |= np.array([key in keys for key in self.keys])

    def protect(self) -> list[Key]:
        """Hide what must be; returns the small counts for which nothing helps."""
        failed = []
        small = [at for at, count in enumerate(self.counts) if count.is_small]
        for at in sorted(small, key=lambda at: (-self._true[at], self.keys[at])):
            goal = self.counts[at].rule.min_antal
            if self._high[at] < goal and not self._witness(at, goal - self._true[at]):
                failed.append(self.keys[at])
        while thin := [at for at in self._guarded() if self._is_thin(at)]:
            for at in (at for at in thin if self._is_thin(at)):
                width = self.counts[at].rule.min_antal - 1
                up = self._low[at] + width - self._true[at]
                down = self._high[at] - width - self._true[at]
                if not self._witness(at, up) and not self._witness(at, down):
                    failed.append(self.keys[at])
                    self._high[at] = self._low[at] + width
        return failed

    def _guarded(self) -> list[int]:
        """The hidden counts that are printed elsewhere than here, and small ones that nobody prints."""
        hidden = np.flatnonzero(self._hidden).tolist()
        return [at for at in hidden if self.counts[at].printed or self.counts[at].is_small]

    def _is_thin(self, at: int) -> bool:
        return bool(self._high[at] - self._low[at] < self.counts[at].rule.min_antal - 1)

    def _witness(self, at: int, change: int) -> bool:
        """Hide the least that lets a count be so much more or less than it is, near it where that can be done."""
        if not -self._down[at] <= change <= self._up[at]:
            return False
        best, lost = None, np.inf
        for near in self._around(at):
            changes = self._changes(at, change, near)
            if changes is None:
                continue
            new = (changes != 0) & ~self._hidden
            if (loss := self._cost[new].sum()) < lost:
                best, lost = changes, loss
            # Farther away there may be some that are missed less.
            if self._cost[new].max(initial=0) < _DEAR:
                break
        if best is None:
            return False
        self._take(best)
        return True

    def _around(self, at: int) -> Iterator[np.ndarray]:
        """The numbers of the counts near one, wider each time, and at last of all."""
        near = np.zeros(len(self.keys), dtype=bool)
        near[at] = True
        for step in itertools.count(1):
            before = near.sum()
            rows = abs(self._matrix) @ near > 0
            near = (abs(self._by_row).T @ rows > 0) & (self._up > 0)
            is_whole = near.sum() == before
            if step in _STEPS or is_whole:
                yield np.flatnonzero(near)
            if is_whole:
                return

    def _changes(self, at: int, change: int, near: np.ndarray) -> np.ndarray | None:
        """By how much each count is another in the cheapest witness that changes only those near; None without any."""
        matrix = self._matrix[:, near].tocsr()
        matrix = matrix[np.diff(matrix.indptr) > 0]
        cost = np.where(self._hidden, _FREE, self._cost)[near]
        up, down = self._up[near], self._down[near]
        low = np.zeros(2 * len(near))
        own = int(np.searchsorted(near, at))
        low[own], low[len(near) + own] = max(change, 0), max(-change, 0)
        up[own], down[own] = low[own], low[len(near) + own]
        constraints = LinearConstraint(hstack([matrix, -matrix]).tocsr(), 0, 0)
        bounds = Bounds(low, np.concatenate([up, down]))
        changes = np.zeros(len(self.keys), dtype=int)
        # The relaxation is whole nearly always, and far faster.
        for whole in (0, 1):
            found = milp(
                np.concatenate([cost, cost]),
                constraints=constraints,
                bounds=bounds,
                integrality=np.full(2 * len(near), whole),
                options={"mip_rel_gap": 0.1, "node_limit": 2000},
            )
            if found.x is None:
                return None
            changes[near] = np.round(found.x[: len(near)] - found.x[len(near) :])
            if not (self._matrix @ changes).any() and changes[at] == change:
                return changes
        return None

    def _take(self, changes: np.ndarray) -> None:
        """Hide what a witness changes."""
        self._hidden |= changes != 0
        # As many times the change, and the change the other way, fit the equations too.
        for way in (changes, -changes):
            falls = way < 0
            times = int(((self._true - self._least)[falls] // -way[falls]).min(initial=_REACH))
            np.minimum(self._low, self._true + times * way, out=self._low)
            np.maximum(self._high, self._true + times * way, out=self._high)


def _parts(system: System, known: Collection[Key]) -> Iterable[_Part]:
    """The system in parts that equations join, without what everybody knows."""
    free = [key for key, count in system.counts.items() if not count.is_fixed and key not in known]
    for keys, equations in components(free, system.equations):
        if equations:
            yield _Part(system, keys, equations, known)
