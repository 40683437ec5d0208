"""Where the time of one book goes: each step as a share of the whole way, measured in one run.

    python benchmarks/book.py [BOOK]

Prints a table of ratios and, last, one line of JSON.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from finsam.book_id import raise_unless_book
from finsam.build import book_report
from finsam.delivery.read import read_delivery
from finsam.params import load_params
from finsam.render import pandoc
from finsam.render.execute import execute_chapters
from finsam.render.layout import lay_out


def main(book: str = "umearegionen/2016") -> None:
    params = load_params(*raise_unless_book(book))
    report = book_report(params)
    seconds: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        seconds["ingest"], _ = timed(lambda: read_delivery(params))
        run = lambda: execute_chapters(report.notebooks, report.parameters, work, workers=2)  # noqa: E731
        seconds["chapters"], executed = timed(run)
        seconds["layout"], _ = timed(lambda: lay_out(report, executed, work / "book"))
        for name in pandoc.FORMATS:
            seconds[name], _ = timed(lambda name=name: pandoc.render(work / "book", work / "out", [name]))
    whole = sum(seconds.values())
    print(f"{book}: share of the whole way")
    for name, used in seconds.items():
        print(f"  {name:<10}{used / whole:7.1%}")
    print(json.dumps({"book": book, "seconds": {k: round(v, 2) for k, v in seconds.items()},
                      "share": {k: round(v / whole, 3) for k, v in seconds.items()}}))  # fmt: skip


def timed(step: Callable[[], object]) -> tuple[float, object]:
    start = time.perf_counter()
    made = step()
    return time.perf_counter() - start, made


if __name__ == "__main__":
    main(*sys.argv[1:])
