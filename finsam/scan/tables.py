"""Identity numbers in Parquet tables."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from finsam.identity.numbers import holds_number, whole
from finsam.scan.texts import lines_with_numbers

#: Columns whose whole numbers are amounts or rows: ten digits are ordinary there.
_AMOUNTS = {"ore", "varde", "radnr", "rad"}
_LEAST = 10**8


def columns_with_numbers(data: bytes) -> Iterator[str]:
    """The columns of texts and of whole numbers that hold identity numbers; `metadata` for what describes the table."""
    table = pq.read_table(io.BytesIO(data))
    about = " ".join(
        text.decode("utf-8", errors="replace") for text in (table.schema.metadata or {}).values()
    )
    if lines_with_numbers(about):
        yield "metadata"
    for name in table.column_names:
        column = table.column(name)
        if pa.types.is_dictionary(column.type):
            column = column.cast(column.type.value_type)
        if holds_number(name) or _has_numbers(name, column):
            yield name


def _has_numbers(name: str, column: pa.ChunkedArray) -> bool:
    kind = column.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        likely = pc.filter(
            column, pc.match_substring_regex(column, r"\p{N}[^\p{L}]{0,3}\p{N}[^\p{L}]{0,3}\p{N}")
        )
        return any(holds_number(text) for text in pc.unique(likely).to_pylist() if text)
    if name in _AMOUNTS or not (pa.types.is_integer(kind) or pa.types.is_floating(kind)):
        return False
    large = pc.filter(column, pc.greater_equal(column, pa.scalar(_LEAST, pa.float64())))
    return any(
        whole(f"{number:.0f}")
        for number in pc.unique(large).to_pylist()
        if number is not None and number % 1 == 0
    )
