"""The files that are mangled: those of the example books, long ones cut so that reading one takes milliseconds."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from tools import exempelregister
from tools.exempelregister.__main__ import main as write_statistics

REPOSITORY = Path(exempelregister.__file__).parents[2]

#: Rows of a table and vouchers of a ledger that are kept.
ROWS, VOUCHERS = 40, 12
#: A kommun of the invented förbund, and the last year of its statistics.
KOMMUN, TO_YEAR = "9901", 2015
#: Statistics of which that kommun and year still make more.
LONGEST = 60_000

_KINDS = {
    ".csv": "csv", ".xlsx": "xlsx", ".se": "sie", ".json": "json", ".geojson": "geojson", ".yml": "yaml", ".md": "md",
    ".svg": "svg", ".px": "px",
}  # fmt: skip

_PX = """CHARSET="ANSI";
AXIS-VERSION="2010";
CODEPAGE="UTF-8";
LANGUAGE="sv";
MATRIX="TAB0001";
SUBJECT-CODE="HE";
TITLE="Antal unga efter region, kön och år";
CONTENTS="Antal unga";
UNITS="antal";
STUB="region","kön";
HEADING="år";
VALUES("region")="Riket","Umeå";
VALUES("kön")="kvinnor","män";
VALUES("år")="2013","2014";
CODES("region")="00","2480";
CODES("kön")="1","2";
DECIMALS=0;
SOURCE="SCB";
NOTE="Påhittade uppgifter.";
DATA=
1200 1300
1250 ".."
12 13
"." 14;
"""


@dataclass(frozen=True)
class Seed:
    """A file as it lies in a repository. kind: csv, xlsx, sie, json, px, geojson, yaml, md or svg."""

    path: str
    kind: str
    content: bytes


def workplace(root: Path) -> list[Seed]:
    """Make a folder a repository of its own, with the example's params, raw files and small statistics; its seeds."""
    for name in ("notebooks", "finsam", "_quarto.yml", "_brand.yml"):
        (root / name).symlink_to(REPOSITORY / name)
    shutil.copytree(REPOSITORY / "params", root / "params")
    for forbund in sorted((REPOSITORY / "params").glob("*/forbund.yml")):
        shutil.copytree(
            REPOSITORY / "data/raw" / forbund.parent.name, root / "data/raw" / forbund.parent.name
        )
    statistics = root / "data/raw/register-exempel"
    write_statistics(["--out", str(statistics), "--kommuner", KOMMUN, "--to-year", str(TO_YEAR)])
    (statistics / "tabell.px").write_text(_PX, encoding="utf-8")
    found = []
    for file in sorted([*root.glob("params/**/*"), *root.glob("data/raw/**/*")]):
        kind = _KINDS.get(file.suffix)
        if kind and file.is_file() and file.stem.upper() != "README":
            content = shortened(file.read_bytes(), kind)
            if kind != "json" or len(content) < LONGEST:
                file.write_bytes(content)
                found.append(Seed(file.relative_to(root).as_posix(), kind, content))
    return found


def shortened(content: bytes, kind: str) -> bytes:
    """The first rows of a table and the first vouchers of a ledger; anything else as it is."""
    if kind == "csv":
        return b"".join(content.splitlines(keepends=True)[: ROWS + 1])
    if kind == "sie":
        *vouchers, last = re.split(rb"(?m)^(?=#VER)", content)
        return b"".join([*vouchers[: VOUCHERS + 1], *([last] if len(vouchers) <= VOUCHERS else [])])
    return content
