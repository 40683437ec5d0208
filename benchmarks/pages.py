"""How long the embedded engine takes to make the pages of a book whose chapters are run, and how soon they show.

    python benchmarks/pages.py [BOOK ...]

Takes books that are built. The first page, and the one with most in it, are opened from disk by browsers without cache or
profile, beside a page with one word. Prints a table and, last, one line of JSON. Needs Chromium on PATH.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from browser import opened  # noqa: E402

from finsam.book_id import raise_unless_book  # noqa: E402
from finsam.render import pandoc  # noqa: E402
from finsam.render.book import read_book  # noqa: E402
from finsam.render.report import report_folder  # noqa: E402

_TIMES = 5
#: Milliseconds since the page was asked for, when it has painted.
_SHOWN = """(async () => {
  let paints;
  for (let tries = 0; tries < 200; tries++) {
    paints = performance.getEntriesByName('first-contentful-paint');
    if (paints.length) break;
    await new Promise(r => setTimeout(r, 10));
  }
  return [paints[0].startTime, performance.getEntriesByType('navigation')[0].loadEventEnd];
})()"""


def main(*books: str) -> None:
    told = []
    for book in books or ("umearegionen/2016", "exempelforbundet/2024"):
        raise_unless_book(book)
        source = report_folder(book) / "notebooks"
        with tempfile.TemporaryDirectory() as folder:
            work = Path(folder)
            read = _least(lambda of: pandoc.read_document(read_book(of)), source)
            html = _least(pandoc.render, source, work / "out", ("html",))
            (work / "word.html").write_text("<!doctype html><title>Ord</title><p>Ord", encoding="utf-8")
            largest = max(work.glob("out/*.html"), key=lambda page: page.stat().st_size)
            pages = {
                "a word": work / "word.html",
                "first page": work / "out/index.html",
                largest.stem: largest,
            }
            shown = {name: _shown(page) for name, page in pages.items()}
        print(f"{book}: html in {html:.2f} s, {html / read:.1f} times reading its chapters with pandoc")
        for name, (paint, load) in shown.items():
            ratio = paint / shown["a word"][0]
            print(
                f"  {name:<20} shows after {paint:4.0f} ms ({ratio:.1f} times a word), loaded after {load:4.0f} ms"
            )
        told.append(
            {"book": book, "html_s": round(html, 2), "read_s": round(read, 2), "paint_and_load_ms": shown}
        )
    print(json.dumps(told))


def _least(step: Callable, *arguments: object) -> float:
    """Seconds of the fastest of three times."""
    found = []
    for _ in range(3):
        start = time.perf_counter()
        step(*arguments)
        found.append(time.perf_counter() - start)
    return min(found)


def _shown(page: Path) -> tuple[int, int]:
    """First contentful paint and end of loading in milliseconds, the median over fresh browsers."""
    found = []
    for _ in range(_TIMES):
        with opened() as browser:
            browser.screen(1440, 900)
            found.append(browser.visit(page.as_uri(), _SHOWN).value)
    paints, loads = zip(*found, strict=True)
    return round(statistics.median(paints)), round(statistics.median(loads))


if __name__ == "__main__":
    main(*sys.argv[1:])
