"""Object lists and other short texts that repeat, each kept once and meant by its number."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from finsam.sources.sie.lines import canonical, object_list


@dataclass(frozen=True)
class Coded:
    """A column of texts of which many are the same: numbers are places in texts."""

    numbers: np.ndarray
    texts: list[str]


class Texts:
    """Texts by number, in the order in which they were met; number 0 is the empty text."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {"": 0}

    def number(self, text: str) -> int:
        return self.numbers.setdefault(text, len(self.numbers))

    def of(self, column: Coded) -> np.ndarray:
        """The numbers of a whole column."""
        return np.array([self.number(text) for text in column.texts], np.int32)[column.numbers]

    def categorical(self, numbers: np.ndarray) -> pd.Categorical:
        """The texts of numbers, with those as categories that occur, sorted."""
        occurs = np.bincount(numbers, minlength=len(self.numbers)) > 0
        names = sorted(text for text, number in self.numbers.items() if occurs[number])
        codes = np.zeros(len(self.numbers), np.int32)
        codes[[self.numbers[name] for name in names]] = np.arange(len(names))
        return pd.Categorical.from_codes(codes[numbers], categories=pd.Index(names, dtype="str"))


class ObjectLists(Texts):
    """Object lists in their canonical spelling (`lines.canonical`), and what they consist of."""

    def __init__(self) -> None:
        super().__init__()
        self.items: dict[str, tuple[str, ...]] = {"": ()}
        self._written: dict[str, int] = {"": 0}

    def named(self, items: tuple[str, ...]) -> str:
        name = canonical(items)
        self.items.setdefault(name, items)
        return name

    def of_written(self, column: Coded) -> np.ndarray:
        """The numbers of lists as they stand between the braces, in which nothing is wrong."""
        return np.array([self._of_written(text) for text in column.texts], np.int32)[column.numbers]

    def _of_written(self, inside: str) -> int:
        if inside not in self._written:
            # A piece hands over all lists that it met, also those of lines that weren't plain.
            items = object_list(inside)
            self._written[inside] = -1 if items is None else self.number(self.named(items))
        return self._written[inside]

    def table(self) -> pd.DataFrame:
        rows = [
            (name, dimension, number)
            for name, items in sorted(self.items.items())
            for dimension, number in zip(items[::2], items[1::2], strict=True)
        ]
        return pd.DataFrame(rows, columns=["objekt", "dimension", "nummer"], dtype="str")
