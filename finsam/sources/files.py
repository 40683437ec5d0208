"""Raw files as what was read of them is recorded."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from finsam.paths import relative


@dataclass(frozen=True)
class Source:
    """A raw file that a report read: path from the repository, hash of its bytes and number of table rows.

    levererad: the day when it was delivered, as YYYY-MM-DD; empty where nobody says it.
    """

    fil: str
    sha256: str
    rader: int
    levererad: str = ""


def source(file: Path, rows: int, levererad: str = "") -> Source:
    """The record of a file of which so many rows were read."""
    return Source(relative(file), hashlib.sha256(file.read_bytes()).hexdigest(), rows, levererad)
