"""One digit of one delivered number changed in a copy of a book's raw files."""

from __future__ import annotations

import csv
import os
import random
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from finsam.delivery.read import Delivery
from finsam.paths import root

_DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class Slip:
    """Where to slip: kind of table, and the file, sheet, row and heading of the number."""

    kind: str
    file: str
    sheet: str
    row: int
    heading: str


def places(delivery: Delivery) -> list[Slip]:
    """Every delivered number of the tables, those of a ledger by the line that it begins with."""
    tables = {**delivery.tables, "egna tabeller": delivery.own}
    found = [
        Slip(kind, row["fil"], row["blad"] or "", int(row["radnr"]), row["rubrik_i_fil"])
        for kind, table in tables.items()
        for row in table.to_dict("records")
        if not row["status"]
        and row["varde"] is not None
        and Path(row["fil"]).suffix.lower() in (".csv", ".xlsx", ".se")
    ]
    lines = {(slip.file, slip.row): slip for slip in found if slip.file.endswith(".se")}
    return [slip for slip in found if not slip.file.endswith(".se")] + list(lines.values())


@contextmanager
def root_with(folder: Path, book: str) -> Iterator[None]:
    """A root in `folder` with a copy of the book's raw files and everything else as it is."""
    here = root()
    forbund, year = book.split("/")
    raw = folder / "data/raw" / forbund
    raw.mkdir(parents=True)
    for other in (here / "data/raw" / forbund).iterdir():
        if other.name != year:
            (raw / other.name).symlink_to(other)
    shutil.copytree(here / "data/raw" / forbund / year, raw / year)
    for other in (here / "data/raw").iterdir():
        if other.name != forbund:
            (folder / "data/raw" / other.name).symlink_to(other)
    for name in ("params", "notebooks", "_quarto.yml", "_brand.yml"):
        (folder / name).symlink_to(here / name)
    before = os.environ.get("FINSAM_ROOT")
    os.environ["FINSAM_ROOT"] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ["FINSAM_ROOT"]
        else:
            os.environ["FINSAM_ROOT"] = before


def changed(slip: Slip, chance: random.Random) -> None:
    """Change one digit of the number where it stands."""
    file = root() / slip.file
    if file.suffix.lower() == ".xlsx":
        workbook = openpyxl.load_workbook(file)
        sheet = workbook[slip.sheet] if slip.sheet else workbook.active
        heads = {str(cell.value): cell.column for row in sheet.iter_rows(max_row=5) for cell in row}
        cell = sheet.cell(slip.row, heads[slip.heading])
        text = slipped(str(cell.value), chance)
        cell.value = text if isinstance(cell.value, str) else type(cell.value)(text)
        workbook.save(file)
        return
    data = file.read_bytes()
    encoding = "cp437" if file.suffix.lower() == ".se" else "utf-8-sig" if _is_utf8(data) else "cp1252"
    lines = data.decode(encoding).splitlines(keepends=True)
    if file.suffix.lower() == ".se":
        lines[slip.row - 1] = _amount_slipped(lines[slip.row - 1], chance)
    else:
        lines[slip.row - 1] = _cell_slipped(lines, slip, chance)
    file.write_bytes("".join(lines).encode(encoding))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _amount_slipped(line: str, chance: random.Random) -> str:
    """The last amount of a SIE record."""
    amounts = list(re.finditer(r"(?<=\s)-?\d+(?:\.\d+)?(?=\s|$)", line))
    last = amounts[-1]
    return line[: last.start()] + slipped(last[0], chance) + line[last.end() :]


def _cell_slipped(lines: list[str], slip: Slip, chance: random.Random) -> str:
    sign = max(";,\t", key=lines[0].count)
    heads = next(csv.reader([lines[0]], delimiter=sign))
    cells = next(csv.reader([lines[slip.row - 1]], delimiter=sign))
    at = [head.strip() for head in heads].index(slip.heading)
    cells[at] = slipped(cells[at], chance)
    end = "\r\n" if lines[0].endswith("\r\n") else "\n"
    return sign.join(f'"{cell}"' if sign in cell or '"' in cell else cell for cell in cells) + end


def slipped(text: str, chance: random.Random) -> str:
    """The text with one of its digits another one."""
    at = chance.choice(list(_DIGIT.finditer(text))).start()
    return text[:at] + chance.choice([d for d in "0123456789" if d != text[at]]) + text[at + 1 :]
