"""What a report has read of public statistics, told while it is made, so that it is made again only when that is another.

Everything that reads the statistics tells it here, so the log is what was read and no list that can fall behind. A read
that isn't narrowed to areas and measures is told as the whole.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

#: The file that processes of a report tell their reads in; nothing is told where it isn't named.
LOG = "FINSAM_LASNINGAR"

#: Kinds of read: everything, rows of areas and measures, and a choice among all kommuner.
WHOLE, ROWS, CHOICE = "allt", "rader", "val"


@contextmanager
def logged() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """Gives a function that returns what this process and those that it starts have read until then."""
    before = os.environ.get(LOG)
    with tempfile.TemporaryDirectory(prefix="finsam-") as folder:
        file = Path(folder) / "lasningar.jsonl"
        file.touch()
        os.environ[LOG] = str(file)
        try:
            yield lambda: _told(file)
        finally:
            if before is None:
                del os.environ[LOG]
            else:
                os.environ[LOG] = before


def _told(file: Path) -> list[dict[str, Any]]:
    # In an order of their own: chapters of a report are run side by side.
    lines = sorted({*file.read_text(encoding="utf-8").splitlines()})
    return [json.loads(line) for line in lines]


def tell(kind: str, invented: bool, **what: object) -> None:
    """Put a read into the log: its kind, which statistics, what was asked and the hashes of what came."""
    if not (log := os.environ.get(LOG)):
        return
    line = json.dumps({"slag": kind, "pahittat": invented, **what}, ensure_ascii=False) + "\n"
    # One write that appends: chapters of a report are run side by side.
    with Path(log).open("ab", buffering=0) as file:
        file.write(line.encode())


def tell_rows(invented: bool, areas: Sequence[str], matt: Sequence[str], until: str, found: pa.Table) -> None:
    """Put the rows of areas and measures up to a period into the log."""
    if os.environ.get(LOG):
        asked = {"omraden": sorted({*areas}), "matt": sorted({*matt}), "till": until}
        tell(ROWS, invented, **asked, summor=Rows(found).digests())


class Rows:
    """Rows of the tidy table as 64-bit numbers, the same for the same figures however the table is stored.

    table: columns register.rows.COLUMNS or some of them, with kommun_kod, matt and period, in the order of the store.
    """

    def __init__(self, table: pa.Table):
        columns = {name: _column(table, name) for name in table.column_names}
        self._numbers = np.column_stack([_numbered(column) for column in columns.values()])
        self._area, self._matt, self._period = (columns[name] for name in ("kommun_kod", "matt", "period"))

    def digests(self, until: str = "") -> dict[str, str]:
        """SHA-256 of the rows of each measure and area, by `block`, up to a period where one is named."""
        numbers = self._numbers
        area, matt = self._area.indices.to_numpy(), self._matt.indices.to_numpy()
        if until:
            early = np.array([period <= until for period in self._period.dictionary.to_pylist()], bool)
            kept = early[self._period.indices.to_numpy()]
            numbers, area, matt = numbers[kept], area[kept], matt[kept]
        if not len(numbers):
            return {}
        starts = np.flatnonzero(np.diff(area, prepend=-1) | np.diff(matt, prepend=-1))
        areas, measures = self._area.dictionary.to_pylist(), self._matt.dictionary.to_pylist()
        found: defaultdict[str, hashlib._Hash] = defaultdict(hashlib.sha256)
        for start, end in zip(starts, [*starts[1:], len(numbers)], strict=True):
            name = block(measures[matt[start]], areas[area[start]])
            found[name].update(numbers[start:end].tobytes())
        return {name: digest.hexdigest() for name, digest in found.items()}


def block(matt: str, area: str) -> str:
    """What rows of a measure and area are called, as `sjukpenningtal 2480`."""
    return f"{matt} {area}"


def _column(table: pa.Table, name: str) -> pa.Array:
    """A column in one piece, its texts numbered."""
    column = table[name]
    if pa.types.is_floating(column.type):
        return column.combine_chunks()
    return column.cast(pa.string()).combine_chunks().dictionary_encode()


def _numbered(column: pa.Array) -> np.ndarray:
    """A number of 64 bits for each value: of a text its hash, of a figure its bits, one of all that is missing."""
    if pa.types.is_dictionary(column.type):
        words = [
            hashlib.blake2b(word.encode(), digest_size=8).digest() for word in column.dictionary.to_pylist()
        ]
        of_words: NDArray[np.uint64] = np.frombuffer(b"".join(words), np.uint64)[column.indices.to_numpy()]
        return of_words
    figures = column.to_numpy(zero_copy_only=False).astype(float)
    return np.where(np.isnan(figures), np.nan, figures).view(np.uint64)


def choice_digest(chosen: Mapping[str, Mapping[str, float]]) -> str:
    """SHA-256 of figures by measure and kommun, whose order counts."""
    return hashlib.sha256(json.dumps(chosen).encode()).hexdigest()
