"""Amounts, dates and short texts of many fields at once, read from their bytes as words of eight.

`values.py` reads one at a time. What is read here is what it would read, and what is refused here is left to it.
"""

from __future__ import annotations

import numpy as np

from finsam.sources.sie.values import LARGEST

#: Bytes that a word of figures reaches back from the end of an amount, and more than that is left to `values.py`.
_LONGEST_AMOUNT = 16
_POINT, _ZERO, _PLUS, _MINUS = b".0+-"
#: The lowest 0 to 8 bytes of a word.
LOW = np.array([(1 << 8 * count) - 1 for count in range(9)], np.uint64)
_ZEROS = np.uint64(0x3030303030303030)
_HALVES = np.uint64(0xF0F0F0F0F0F0F0F0)


def words_of(text: bytes) -> np.ndarray:
    """The eight bytes from each place on, as one number."""
    return np.ndarray(len(text) - 7, "<u8", text, strides=(1,))


def amounts(
    signs: np.ndarray, words: np.ndarray, start: np.ndarray, end: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Amounts with no, one or two decimals as öre, and which of them can be read so."""
    first = signs.take(start)
    negative = first == _MINUS
    begin = start + (negative | (first == _PLUS))
    two, one = signs.take(end - 3) == _POINT, signs.take(end - 2) == _POINT
    point = end - 3 * two - 2 * (one & ~two)
    whole = point - begin
    good = (end - start <= _LONGEST_AMOUNT) & (whole > 0) & ~(one & two)
    value, figures = numbers(words, point - 8, np.clip(whole, 0, 8))
    good &= figures
    if len(long := np.flatnonzero(good & (whole > 8))):
        upper, figures = numbers(words, point[long] - 16, np.clip(whole[long] - 8, 0, 8))
        value[long] += upper * 10**8
        good[long] &= figures
    last = signs.take(end - 1).astype(np.int64) - _ZERO
    last_but_one = signs.take(end - 2).astype(np.int64) - _ZERO
    tens, ones = np.where(one, last, last_but_one), last
    good &= ~(one | two) | ((tens >= 0) & (tens <= 9) & (ones >= 0) & (ones <= 9))
    value = value * 100 + np.where(one | two, tens * 10, 0) + np.where(two, ones, 0)
    good &= value < LARGEST
    return np.where(negative, -value, value), good


def dates(words: np.ndarray, start: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """YYYYMMDD as numbers, 0 for nothing, and which of them are one or the other."""
    length = end - start
    whole = length == 8
    number, figures = numbers(words, start, whole * 8)
    return number.astype(np.int32), (whole & figures) | (length == 0)


def numbers(words: np.ndarray, at: np.ndarray, count: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The last `count` of the eight figures from `at` on as a number, and whether they are figures."""
    # The bytes before them are made '0'.
    before = LOW.take(8 - count)
    word = (words[at] & ~before) | (_ZEROS & before)
    # A byte is '0' to '9' when its upper half is 3, and still is with 6 added.
    added = ((word + np.uint64(0x0606060606060606)) & _HALVES) >> np.uint64(4)
    figures = ((word & _HALVES) | added) == np.uint64(0x3333333333333333)
    # Neighbouring figures are joined to numbers of two, four and eight figures.
    word = (word & np.uint64(0x0F0F0F0F0F0F0F0F)) * np.uint64(2561) >> np.uint64(8)
    word = (word & np.uint64(0x00FF00FF00FF00FF)) * np.uint64(6553601) >> np.uint64(16)
    word = (word & np.uint64(0x0000FFFF0000FFFF)) * np.uint64(42949672960001) >> np.uint64(32)
    return word.astype(np.int64), figures
