"""Counts rounded to a base so that every equation between them still holds (controlled rounding).

Each count becomes a neighbouring multiple of the base, the nearer one where the equations let it (Cox and Ernst 1982), chosen
as a mixed integer programme by HiGHS. Where no neighbours fit, multiples farther away are tried. What is computed from the
rounded counts tells no more than they do, and sums add up.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix, hstack, identity, vstack

from finsam.faults import Fault, Faults
from finsam.protect.system import Count, Key, System, components

#: How many multiples beside the two neighbours are tried, fewest first.
_FARTHER = (0, 1, 2, 4)
#: What a change by a base costs where another book has told the rounded count already.
_TOLD = 1000.0


def rounded_counts(system: System, before: Mapping[Key, int]) -> dict[Key, int]:
    """The printed counts whose rule has a base, rounded. before: as earlier books have told them.

    Raises Faults (`count-unrounded`) where the equations let no counts near the true ones be multiples of the base.
    """
    found: dict[Key, int] = {}
    bases = {count.rule.avrunda for count in system.counts.values() if count.rule.avrunda}
    for base in sorted(bases):
        counts = {key: count for key, count in system.counts.items() if count.rule.avrunda == base}
        equations = [each for each in system.equations if each.keys() <= counts.keys()]
        for keys, of_part in components(counts, equations):
            part = {key: counts[key] for key in keys}
            found |= _rounded(part, of_part, base, before)
    return found


def _rounded(
    counts: Mapping[Key, Count],
    equations: Collection[Mapping[Key, int]],
    base: int,
    before: Mapping[Key, int],
) -> dict[Key, int]:
    keys = list(counts)
    at = {key: number for number, key in enumerate(keys)}
    cells = [(row, at[key], times) for row, each in enumerate(equations) for key, times in each.items()]
    rows, columns, values = zip(*cells, strict=True) if cells else ((), (), ())
    matrix = csr_matrix((values, (rows, columns)), shape=(len(equations), len(keys)))
    goal = np.array([before.get(key, counts[key].value) for key in keys]) / base
    cost = np.array([_cost(counts[key], key in before) for key in keys])
    for farther in _FARTHER:
        multiples = _multiples(list(counts.values()), goal, cost, matrix, base, farther)
        if multiples is not None:
            return {
                key: base * int(multiple)
                for key, multiple in zip(keys, multiples, strict=True)
                if counts[key].printed
            }
    names = "; ".join(", ".join(filter(None, key)) for key in keys[:5])
    message = f"Counts can't be rounded to {base} so that their sums hold: {names}."
    raise Faults([Fault("count-unrounded", message, (), "another base, or min_antal in its place")])


def _cost(count: Count, is_told: bool) -> float:
    if not count.printed:
        return 0.0
    return count.cost * (_TOLD if is_told else 1.0)


def _multiples(
    counts: Collection[Count], goal: np.ndarray, cost: np.ndarray, matrix: csr_matrix, base: int, farther: int
) -> np.ndarray | None:
    """How many bases each count becomes; None where nothing within reach fits."""
    exact = np.array([count.value for count in counts]) / base
    is_printed = np.array([count.printed for count in counts])
    # Nobody is told as nobody, and what nobody prints only has to be no less than none.
    reach = np.where(exact == 0, 0, farther)
    low = np.where(is_printed, np.maximum(np.floor(exact) - reach, 0), 0)
    high = np.where(is_printed, np.ceil(exact) + reach, np.inf)
    size = len(goal)
    # The second half of the variables are the distances.
    distance = vstack([hstack([identity(size), -identity(size)]), hstack([-identity(size), -identity(size)])])
    constraints = [LinearConstraint(distance.tocsr(), -np.inf, np.concatenate([goal, -goal]))]
    if matrix.shape[0]:
        constraints.append(LinearConstraint(hstack([matrix, csr_matrix(matrix.shape)]).tocsr(), 0, 0))
    found = milp(
        np.concatenate([np.zeros(size), cost]),
        constraints=constraints,
        bounds=Bounds(np.concatenate([low, np.zeros(size)]), np.concatenate([high, np.full(size, np.inf)])),
        integrality=np.concatenate([np.ones(size), np.zeros(size)]),
        options={"mip_rel_gap": 0.02, "node_limit": 5000},
    )
    if found.x is None:
        return None
    multiples = np.round(found.x[:size])
    return None if matrix.shape[0] and (matrix @ multiples).any() else multiples
