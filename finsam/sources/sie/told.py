"""What is wrong in a ledger, collected while it is read on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from finsam.faults import Fault, Place
from finsam.paths import relative

#: Faults of one code that are told one by one. A million rows with the same fault would fill the memory.
EACH = 1000
#: Lines that are named where equal things are only counted.
FIRST_LINES = 5


@dataclass
class Seen:
    """How often something was met, and the first lines where it was."""

    count: int = 0
    lines: list[int] = field(default_factory=list)

    def at(self, line: int) -> None:
        self.count += 1
        if len(self.lines) < FIRST_LINES:
            self.lines.append(line)


class Told:
    """The faults of one file."""

    def __init__(self, file: Path):
        self.name = relative(file)
        self._faults: list[Fault] = []
        self._counts: Counter[str] = Counter()

    def place(self, line: int | None = None, column: str | None = None, value: str | None = None) -> Place:
        return Place(self.name, None, int(line) if line is not None else None, column, value)

    def add(
        self,
        code: str,
        message: str,
        where: Place | Iterable[Place],
        expected: str | None = None,
        severity: str = "error",
    ) -> None:
        places = (where,) if isinstance(where, Place) else tuple(where)
        self.keep(Fault(code, message, places, expected, severity))

    def keep(self, fault: Fault) -> None:
        self._counts[fault.code] += 1
        if self._counts[fault.code] <= EACH:
            self._faults.append(fault)

    def all(self) -> tuple[Fault, ...]:
        """All faults by line, those of the whole file first, and how many more there are than are listed."""
        found = sorted(self._faults, key=lambda fault: fault.where[0].row or 0)
        for code, count in self._counts.items():
            if count > EACH:
                first = next(fault for fault in found if fault.code == code)
                message = f"{count - EACH} more of the same kind are not listed."
                found.append(replace(first, message=message, where=(Place(self.name),), expected=None))
        return tuple(found)
