"""The files of params: which there are, of which books, and which a book can depend on."""

from __future__ import annotations

import re
from pathlib import Path

from finsam.book_id import name_faults
from finsam.brand import NAME as BRAND
from finsam.faults import Fault, Place, nearest
from finsam.paths import publisher_file, relative, root
from finsam.tables.registers import register_files


def params_files(forbund: str, ar: int) -> tuple[Path, Path]:
    """The two files of a book, whether they are there or not: what lasts of the förbund, and what is of the year."""
    folder = root() / "params" / forbund
    return folder / "forbund.yml", folder / f"{ar}.yml"


def settings_files(forbund: str, ar: int) -> list[Path]:
    """Every file of params that the book can depend on: common ones, registers, the förbund's but other years', texts.

    Not the brand, by which no figure becomes another, nor who publishes what is no book, nor since when kommuner are
    members (tables.joined), which one chapter reads.
    """
    own = [file for file in sorted((root() / "params" / forbund).glob("*.yml")) if file.name != BRAND]
    return [
        *(file for file in sorted((root() / "params").glob("*.yml")) if file != publisher_file()),
        *register_files(),
        *(file for file in own if not re.fullmatch(r"\d{4}", file.stem) or file.stem == str(ar)),
        *text_files(forbund, ar),
    ]


def text_files(forbund: str, ar: int) -> list[Path]:
    """The texts of the book, params/<forbund>/<ar>/texter/*.md; README.md tells about them and is none."""
    return [file for file in sorted(text_folder(forbund, ar).glob("*.md")) if file.name != "README.md"]


def text_folder(forbund: str, ar: int) -> Path:
    return root() / "params" / forbund / str(ar) / "texter"


def books() -> list[tuple[str, int]]:
    """All books that have params, as (forbund, year)."""
    found = [
        (path.parent.name, int(path.stem))
        for path in (root() / "params").glob("*/*.yml")
        if re.fullmatch("[0-9]{4}", path.stem)
    ]
    return sorted(found)


def book_faults(forbund: str, ar: int, forbund_file: Path, year_file: Path) -> list[Fault]:
    """Why there is no such book: words that name none, or a file that isn't there."""
    if faults := name_faults(forbund, ar):
        return faults
    new = f" `python -m finsam new {forbund} {ar}` begins one."
    if not forbund_file.is_file():
        known = sorted(path.parent.name for path in (root() / "params").glob("*/forbund.yml"))
        message = f"There is no förbund {forbund!r}." + nearest(forbund, known) + new
        return [
            Fault("file-missing", message, (Place(relative(forbund_file)),), "one of " + ", ".join(known))
        ]
    if not year_file.is_file():
        years = [str(year) for name, year in books() if name == forbund]
        message = f"The förbund {forbund!r} has no book of {ar}." + new
        return [Fault("file-missing", message, (Place(relative(year_file)),), "one of " + ", ".join(years))]
    return []
