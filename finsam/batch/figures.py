"""What has changed of the public statistics that reports have read: the rows and choices of their records anew, for all
reports from one reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from finsam.measures.similar import BOTH, Kind, chosen, values
from finsam.register import reads
from finsam.register.store import figures_of

#: How many areas a reason names.
_NAMED = 3


class Figures:
    """The statistics as they are now, each set of them read once. Its methods raise Faults as `register.store` does."""

    def __init__(self) -> None:
        self._rows = cache(lambda invented: reads.Rows(figures_of(invented)))
        self._digests = cache(lambda invented, until: self._rows(invented).digests(until))
        self._levels = cache(self._values)

    def changes(self, told: Sequence[Mapping[str, Any]], invented: bool) -> list[str] | None:
        """In words what is another than it was of the reads of a record; None when they don't tell.

        They don't where everything was read, or other statistics than the invented or real ones that are meant.
        """
        if any(each["slag"] == reads.WHOLE or each["pahittat"] != invented for each in told):
            return None
        areas: dict[str, dict[str, None]] = {}
        for each in told:
            if each["slag"] == reads.ROWS:
                for matt, area in self._other_rows(each):
                    areas.setdefault(matt, {})[area] = None
        found = [f"figures of {matt} changed ({_some([*where])})" for matt, where in areas.items()]
        if any(each["slag"] == reads.CHOICE and self._is_other_choice(each) for each in told):
            found.append("the kommuner most like it or their figures changed")
        return found

    def _other_rows(self, told: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Measure and area of the rows that came, went or changed."""
        now = self._digests(told["pahittat"], told["till"])
        for matt in told["matt"]:
            for area in told["omraden"]:
                name = reads.block(matt, area)
                if told["summor"].get(name) != now.get(name):
                    yield matt, area

    def _is_other_choice(self, told: Mapping[str, Any]) -> bool:
        kinds = [Kind(*each) for each in told["lika_i"]]
        now = chosen(told["kommun"], {kind: self._levels(told["pahittat"], kind) for kind in kinds})
        return bool(reads.choice_digest(now) != told["summa"])

    def _values(self, invented: bool, kind: Kind) -> dict[str, float]:
        return values(figures_of(invented, [kind.matt], [kind.period], [BOTH]), kind)


def _some(areas: Sequence[str]) -> str:
    return ", ".join(areas[:_NAMED]) + (f" and {len(areas) - _NAMED} more" if len(areas) > _NAMED else "")
