"""A table of statistics as a cube: its dimensions, and a value for each combination of their categories."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from finsam.faults import Fault


@dataclass(frozen=True)
class Dimension:
    """code and name: what the file calls it. codes and labels: of its categories, equally many.

    role: `time`, `metric` or `geo` where the file says so, otherwise empty.
    """

    code: str
    name: str
    codes: tuple[str, ...]
    labels: tuple[str, ...]
    role: str = ""

    def __len__(self) -> int:
        return len(self.codes)


@dataclass
class Cube:
    """values: one for each combination, the last dimension fastest: a number, its text, or None. status: what the
    file says of a value, mostly empty. places: line (PX) or number (json-stat) of each value, from 1.

    contents: what is counted, where no dimension tells it. table: the agency's id of the table. source: the agency.
    """

    dimensions: tuple[Dimension, ...]
    values: list[Any]
    status: list[str]
    places: np.ndarray
    title: str = ""
    contents: str = ""
    table: str = ""
    source: str = ""
    faults: list[Fault] = field(default_factory=list)

    def positions(self) -> list[np.ndarray]:
        """For each dimension, the number of the category that each value is of."""
        return [at.ravel() for at in np.indices([len(one) for one in self.dimensions])]
