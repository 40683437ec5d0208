"""How large a file and what it holds may be, so that a mistake or a trap ends with a message and not with the machine.

Each is many times what a real delivery needs: a million vouchers are some 60 MB of SIE.
"""

from __future__ import annotations

from pathlib import Path

from finsam.faults import Fault, Faults, Place
from finsam.paths import relative

_MB = 1_000_000

#: Bytes of a raw file, and of the parts of a workbook once they are unpacked.
RAW_BYTES = 500 * _MB
UNPACKED_BYTES = 1000 * _MB
#: Bytes of an old workbook (.xls), whose cells can't be counted before it is read.
XLS_BYTES = 50 * _MB
#: Bytes of a file that people write: params, texts, brands.
WRITTEN_BYTES = 2 * _MB
#: Rows of a sheet: what Excel and LibreOffice have.
ROWS = 1_048_576
#: Cells of a table with the empty ones between the others, or values of a cube of statistics.
CELLS = 50_000_000
#: Characters of a cell: what Excel can hold in one is 32 767.
CELL_SIGNS = 1_000_000
#: Characters of all cells of a workbook together, where many cells name the same text.
TEXT_SIGNS = 1_000_000_000
#: Keys and values of a YAML file, with what its anchors repeat, and how deep they may lie.
NODES, DEPTH = 200_000, 40


def raise_unless_readable(file: Path, most: int = RAW_BYTES) -> None:
    """Raise Faults when the file can't be opened or has more bytes. Raises FileNotFoundError when it isn't there."""
    try:
        with file.open("rb"):
            size = file.stat().st_size
    except FileNotFoundError:
        raise
    except OSError as error:
        message = f"The file can't be opened ({error.strerror or error})."
        expected = "a file that the user may read"
        raise Faults([Fault("file-unreadable", message, (Place(relative(file)),), expected)]) from None
    if size > most:
        raise Faults([too_large(file, f"The file has {_mb(size)}.", f"at most {_mb(most)}")])


def too_large(file: Path, message: str, expected: str, sheet: str | None = None) -> Fault:
    """The fault of what is larger than is ever delivered."""
    advice = " Divide it, or see finsam/limits.py."
    return Fault("too-large", message + advice, (Place(relative(file), sheet),), expected)


def _mb(size: int) -> str:
    return f"{size / _MB:.1f} MB"


#: The pages that the summary of a book may take.
SUMMARY_PAGES = 2
