"""The table of public statistics kept whole in memory: for a process that many others are forked from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

#: What a file was when it was read, and its table. A file that has been put in its place since is another.
_held: dict[tuple[str, int, int, int], Held] = {}


class Held:
    """table: sorted by kommun_kod, the first column; all text as dictionaries."""

    def __init__(self, table: pa.Table):
        self._table = table.unify_dictionaries().combine_chunks()
        column = self._table["kommun_kod"].chunk(0)
        codes, names = column.indices.to_numpy(), column.dictionary.to_pylist()
        edges = [0, *np.flatnonzero(np.diff(codes)) + 1, len(codes)]
        self._rows = {names[codes[start]]: (start, end) for start, end in pairwise(edges)}

    def rows(self, wanted: Mapping[str, Sequence[str]]) -> pa.Table:
        """The rows that have one of the values of each column."""
        found = self._table
        if "kommun_kod" in wanted:
            places = sorted(self._rows[code] for code in {*wanted["kommun_kod"]} & self._rows.keys())
            found = pa.concat_tables(
                [found.slice(start, end - start) for start, end in places] or [found[:0]]
            )
        chosen = np.ones(len(found), bool)
        for name, values in wanted.items():
            if name != "kommun_kod":
                chosen &= np.concatenate([_is_in(part, values) for part in found[name].chunks] or [chosen])
        return found if chosen.all() else found.take(np.flatnonzero(chosen))


def _is_in(part: pa.DictionaryArray, values: Sequence[str]) -> np.ndarray:
    is_wanted: NDArray[np.bool_] = np.isin(part.dictionary.to_pylist(), values)[part.indices.to_numpy()]
    return is_wanted


def hold(file: Path) -> None:
    """Keep the table of a Parquet file, where there is one with rows, for this process and its forks."""
    if file.is_file() and len(table := pq.read_table(file)):
        _held[_state(file)] = Held(table)


def held(file: Path) -> Held | None:
    """The table of a file, if it is kept and the file is still the same."""
    return _held.get(_state(file)) if _held else None


def _state(file: Path) -> tuple[str, int, int, int]:
    found = file.stat()
    return str(file), found.st_ino, found.st_mtime_ns, found.st_size
