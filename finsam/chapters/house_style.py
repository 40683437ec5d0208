"""Whose brand the pictures of a notebook have."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from finsam.brand import Brand, brand_of
from finsam.paths import root

#: The förbund whose brand it is; empty for the repository's. A notebook is of one report, and runs in a process of its own.
_worn = {"forbund": ""}


def wear(forbund: str = "") -> None:
    """Let pictures from here on have the brand of a förbund; without one, the repository's."""
    _worn["forbund"] = forbund


def brand() -> Brand:
    """The brand of pictures. Raises Faults when it is wrong."""
    return _brand(root(), _worn["forbund"])


@cache
def _brand(of_root: Path, forbund: str) -> Brand:
    return brand_of(forbund)
