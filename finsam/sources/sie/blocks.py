"""Blocks of vouchers: which voucher a row belongs to, and vouchers and braces that don't fit together.

A voucher is a line #VER, then { and } on lines of their own with its rows between them. All of it is seen from
the kinds of the lines of a file, without their content.
"""

from __future__ import annotations

import numpy as np

from finsam.sources.sie.plain import BLANK, CLOSE, LABEL, OPEN, ROW, VOUCHER


class Blocks:
    """Lines are counted from 1.

    unclosed: { of vouchers without }. blockless: #VER whose rows follow without {; they are taken for its rows.
    empty: #VER without rows. stray: { and } that belong to no voucher.
    """

    def __init__(self, kinds: np.ndarray):
        self._kinds = kinds
        # Rows, blank lines and what couldn't be read change nothing of the structure.
        self._structural = (kinds == OPEN) | (kinds == CLOSE) | (kinds == VOUCHER) | (kinds == LABEL)
        lines = np.flatnonzero(self._structural) + 1
        # An imagined label before the first line and behind the last one spares the questions of what is there.
        around = np.concatenate([[LABEL], kinds[lines - 1], [LABEL]])
        before, kind, after = around[:-2], around[1:-1], around[2:]
        opening = (kind == OPEN) & (before == VOUCHER)
        closing = (kind == CLOSE) & ((before == OPEN) | (before == VOUCHER))
        self.unclosed = lines[opening & (after != CLOSE)]
        self.stray = lines[(kind == OPEN) & ~opening | (kind == CLOSE) & ~closing]
        without = lines[(kind == VOUCHER) & (after != OPEN)]
        followed = self._followed_by_row(without)
        self.blockless, self.empty = without[followed], without[~followed]
        self._rows_may_follow = opening | (kind == VOUCHER)

    def voucher_of(self, lines: np.ndarray) -> np.ndarray:
        """The position of the voucher of each row, of which the line is given; -1 outside vouchers."""
        last = np.cumsum(self._structural, dtype=np.int32)[lines - 1] - 1
        voucher = np.cumsum(self._kinds == VOUCHER, dtype=np.int32)[lines - 1] - 1
        # No structure before the row: -1 means the last one, which np.append makes one that no row may follow.
        voucher[~np.append(self._rows_may_follow, False)[last]] = -1
        return voucher

    def _followed_by_row(self, lines: np.ndarray) -> np.ndarray:
        """Whether the next line that isn't blank is a row."""
        if not len(lines):
            return np.empty(0, bool)
        filled = np.flatnonzero(self._kinds != BLANK) + 1
        following = np.append(filled, filled[-1:])[np.searchsorted(filled, lines) + 1]
        return (following != lines) & (self._kinds[following - 1] == ROW)
