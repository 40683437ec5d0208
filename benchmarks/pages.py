"""How long the embedded engine takes to make the pages of a book that is executed, and how soon its first page shows.

    python benchmarks/pages.py [BOOK ...]

The first page is opened from disk by browsers without cache or profile, beside a page with one word. Prints a table and,
last, one line of JSON. Needs Chromium on PATH.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from browser import opened  # noqa: E402

from finsam.build import book_report  # noqa: E402
from finsam.params import load_params, raise_unless_book  # noqa: E402
from finsam.render import pandoc  # noqa: E402
from finsam.render.execute import execute_chapters  # noqa: E402
from finsam.render.layout import lay_out  # noqa: E402

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
        report = book_report(load_params(*raise_unless_book(book)))
        with tempfile.TemporaryDirectory() as folder:
            work = Path(folder)
            start = time.perf_counter()
            executed = execute_chapters(report.chapters, report.parameters, work, workers=2)
            chapters = time.perf_counter() - start
            lay_out(report, executed, work / "book", ("html",))
            made = []
            for at in range(3):
                start = time.perf_counter()
                files = pandoc.render(work / "book", work / f"out{at}", ("html",))
                made.append(time.perf_counter() - start)
            (work / "word.html").write_text("<!doctype html><title>Ord</title><p>Ord", encoding="utf-8")
            plain, first = _shown(work / "word.html"), _shown(work / "out0/index.html")
            # A frame is wanted of whichever page has most to lay out, too.
            largest = max(work.glob("out0/*.html"), key=lambda page: page.stat().st_size)
            heaviest = _shown(largest)
        html = min(made)
        print(
            f"{book}: {len(files)} files of html in {html:.2f} s, {html / chapters:.1%} of running its chapters"
        )
        for name, times in (("a word", plain), ("first page", first), (largest.name, heaviest)):
            paint, load = times
            print(
                f"  {name:<24} shows after {paint:4.0f} ms ({paint / plain[0]:.1f} times a word), loaded {load:4.0f} ms"
            )
        told.append({"book": book, "html_s": round(html, 2), "share_of_chapters": round(html / chapters, 3),
                     "paint_ms": {"word": plain[0], "first": first[0], "heaviest": heaviest[0]},
                     "load_ms": {"word": plain[1], "first": first[1], "heaviest": heaviest[1]}})  # fmt: skip
    print(json.dumps(told))


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
