"""Account numbers and the ranges that params/kontoplan.yml names them by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar

from pydantic import BeforeValidator

_RANGE = re.compile(r"([0-9]+)-([0-9]+)")
_ONE = re.compile(r"[^\W_]+")

Target = TypeVar("Target")


@dataclass(frozen=True)
class AccountRange:
    """Accounts from `low` to `high`, both included, such as 3000-3999; the same for a single account.

    Numbers are compared by as many figures as the bounds have, so that 143010 is in 1400-1499 and 23 is in no
    range of four figures.
    """

    low: str
    high: str

    def __contains__(self, account: str) -> bool:
        if not self.low.isdigit():
            return account == self.low
        return (
            account.isdigit()
            and self.low <= account[: len(self.low)] <= self.high
            and not self._longer(account)
        )

    def _longer(self, account: str) -> bool:
        return len(account) < len(self.low)

    def inside(self, other: AccountRange) -> bool:
        """Whether every account of this range is in the other one, and not the other way round."""
        return self != other and self.low in other and self.high in other

    def meets(self, other: AccountRange) -> bool:
        """Whether an account can be in both."""
        return self.low in other or self.high in other or other.low in self or other.high in self

    def __str__(self) -> str:
        return self.low if self.low == self.high else f"{self.low}-{self.high}"


def account_range(text: object) -> AccountRange:
    """The range that `3000-3999`, `3010` or `DIFF` names. Raises ValueError for anything else."""
    text = str(text).strip()
    if found := _RANGE.fullmatch(text):
        low, high = found[1], found[2]
        if len(low) != len(high) or low > high:
            raise ValueError("accounts from low to high with equally many figures, as 3000-3999")
        return AccountRange(low, high)
    if not _ONE.fullmatch(text):
        raise ValueError("an account such as 3010 or a range such as 3000-3999")
    return AccountRange(text, text)


Accounts = tuple[Annotated[AccountRange, BeforeValidator(account_range)], ...]


class Index(Generic[Target]):
    """What accounts belong to. Where ranges lie inside each other, the narrowest one holds."""

    def __init__(self, entries: Iterable[tuple[Accounts, Target]]):
        self._entries = [(one, target) for accounts, target in entries for one in accounts]
        self._found: dict[str, Target | None] = {}

    def get(self, account: str) -> Target | None:
        """What an account belongs to; None for an account without a home."""
        if account not in self._found:
            self._found[account] = self._look_up(account)
        return self._found[account]

    def _look_up(self, account: str) -> Target | None:
        best: tuple[AccountRange, Target] | None = None
        for one, target in self._entries:
            if account in one and (best is None or one.inside(best[0])):
                best = one, target
        return best[1] if best else None

    def clashes(self) -> list[tuple[AccountRange, AccountRange]]:
        """Pairs of ranges that share accounts, neither of them inside the other."""
        ranges: Sequence[AccountRange] = [one for one, _ in self._entries]
        return [
            (one, other)
            for at, one in enumerate(ranges)
            for other in ranges[at + 1 :]
            if one.meets(other) and not (one.inside(other) or other.inside(one))
        ]
