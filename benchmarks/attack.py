"""How much the attack sees: suppressed figures of a book that stands, shown after all one at a time.

    python benchmarks/attack.py BOOK COUNT SEED

BOOK must have been built, published and with `--intern`, which knows the true numbers. For COUNT of the suppressed
counts, chosen at random, a copy of the report shows the true one in its page, and all reports on the förbund are
attacked. Prints one line for each that goes unseen, and how many were found. One that goes unseen is of no few people and
lets nothing else be recomputed, as far as the attack sees.
"""

from __future__ import annotations

import random
import re
import shutil
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from finsam.attack.run import attack
from finsam.attack.scope import reports_of, rule_of
from finsam.book_id import raise_unless_book
from finsam.params import load_params
from finsam.paths import root

_TABLE = re.compile(r'<table[^>]*id="(tbl-[^"]+)".*?</table>', re.S)
_CELL = re.compile(r"<td[^>]*>(.*?)</td>", re.S)


def hidden_cells(published: Path, internal: Path) -> list[tuple[str, int, str]]:
    """Of each page the places in its text where a suppressed figure stands, with what the internal edition has there."""
    found = []
    for page in sorted(published.glob("*.html")):
        text = page.read_text(encoding="utf-8")
        true = {
            table[1]: table[0]
            for table in _TABLE.finditer((internal / page.name).read_text(encoding="utf-8"))
        }
        for table in _TABLE.finditer(text):
            own, there = list(_CELL.finditer(table[0])), _CELL.findall(true.get(table[1], ""))
            if len(own) == len(there):
                found += [
                    (page.name, table.start() + cell.start(1), number)
                    for cell, number in zip(own, there, strict=True)
                    if cell[1] == ".." and re.fullmatch(r"\d+", number)
                ]
    return found


def main(book: str, count: str, seed: str) -> None:
    forbund, ar = raise_unless_book(book)
    params = load_params(forbund, ar)
    published, internal = root() / "reports" / book, root() / "internt" / book
    cells = hidden_cells(published, internal)
    random.seed(int(seed))
    chosen = random.sample(cells, min(int(count), len(cells)))
    seen, started = 0, time.process_time()
    for page, at, number in chosen:
        with tempfile.TemporaryDirectory() as place:
            copy = Path(shutil.copytree(published, Path(place) / "copy"))
            text = (copy / page).read_text(encoding="utf-8")
            (copy / page).write_text(f"{text[:at]}{number}{text[at + 2 :]}", encoding="utf-8")
            findings = attack(reports_of(params) | {book: copy}, partial(rule_of, params)).findings
        seen += bool(findings)
        if not findings:
            print(page, re.findall(r'id="(tbl-[^"]+)"', text[:at])[-1], number)
    print(
        f"{seen} of {len(chosen)} found ({len(cells)} suppressed counts), {(time.process_time() - started) / len(chosen):.1f} s each"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
