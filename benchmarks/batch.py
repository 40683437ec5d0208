"""A batch of municipal reports against plain papermill with as many workers, and one book in all formats.

    python benchmarks/batch.py [--reports 290] [--workers 2] [--sample-plain 24] [--growth 29,290,2900] [--book BOOK]
    python benchmarks/batch.py --sizing FILE

execution: the notebooks alone. html: the whole way to a rendered report; the plain side runs papermill and renders, ours
also keeps locks, records, manifests and the rows behind tables. --sample-plain: so many reports on the plain side, whose
rate then stands for all. floor: the CPU time of the cells in a process that has everything imported. unchanged: a second
batch over all of them, as a program of its own. growth: time per report, the most memory of a report's process and the
memory of the warm process in batches of other sizes; above 290, the same reports forced several times. book: a program of
its own. The data are the invented public statistics (python -m tools.exempelregister). Prints ratios taken in one run
and, last, one line of JSON; --sizing prints the table of docs/batch.md from that line in a file.
"""

from __future__ import annotations

import argparse
import json
import logging
from functools import partial
from pathlib import Path

from batch_book import book_times
from batch_growth import growth, is_flat
from batch_sizing import sizing
from batch_steps import batch, cells_alone, execute, execute_and_render, pool, spread, timed, unchanged

from finsam.register.store import sources
from finsam.tables.registers import kommuner
from finsam.warm.engine import NAME
from finsam.warm.parent import IMPORTS


def main() -> None:
    given = _arguments()
    if given.sizing:
        print(sizing(json.loads(given.sizing.read_text(encoding="utf-8").splitlines()[-1])))
        return
    for name in IMPORTS:
        __import__(name)
    logging.getLogger("papermill").setLevel(logging.ERROR)
    sources(True)
    codes = [area.kod for area in kommuner()]
    some = spread(codes, given.reports)
    found = against_plain(some, spread(some, given.sample_plain or len(some)), given.workers)
    tell(found)
    sizes = [int(size) for size in given.growth.split(",") if size]
    grown = {
        size: growth(codes if size > len(codes) else spread(codes, size), size, given.workers)
        for size in sizes
    }
    tell_growth(grown)
    book = book_times(given.book) if given.book else {}
    tell_book(given.book, book)
    print(json.dumps(_rounded(found | {"growth": grown, "book": book})))


def _arguments() -> argparse.Namespace:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--reports", type=int, default=290)
    arguments.add_argument("--workers", type=int, default=2)
    arguments.add_argument("--sample-plain", type=int, metavar="REPORTS")
    arguments.add_argument("--growth", default="29,290,2900", help="sizes, or nothing")
    arguments.add_argument("--book", default="umearegionen/2016", help="a book, or nothing")
    arguments.add_argument("--sizing", type=Path, metavar="FILE", help="print the table of docs/batch.md")
    return arguments.parse_args()


def against_plain(some: list[str], sample: list[str], workers: int) -> dict:
    """Seconds for all of `some`; those of the plain side from the sample's rate."""
    scale = len(some) / len(sample)
    return {
        "reports": len(some),
        "workers": workers,
        "sample_plain": len(sample),
        "plain_execution": scale * timed(partial(pool, execute, sample, workers, "nbclient")),
        "warm_execution": timed(partial(pool, execute, some, workers, NAME)),
        "plain_html": scale * timed(partial(pool, execute_and_render, sample, workers, "nbclient")),
        "warm_html": timed(partial(batch, some, workers)),
        "floor": sum(cells_alone(code) for code in some) / workers,
        "unchanged": timed(partial(unchanged, some)),
    }


def tell(found: dict) -> None:
    reports, sample = found["reports"], found["sample_plain"]
    print(f"{reports} municipal reports, {found['workers']} workers")
    if sample < reports:
        print(f"The plain side ran {sample} of them; its time for all is reckoned from their rate.")
    print(f"{'':<28}{'plain':>9}{'ours':>9}{'ratio':>9}")
    for name, what in (("execution", "notebooks alone"), ("html", "whole way with html")):
        plain, ours = found[f"plain_{name}"], found[f"warm_{name}"]
        print(f"  {what:<26}{plain:>7.1f} s{ours:>7.1f} s{plain / ours:>8.1f}x")
    floor, ours = found["floor"], found["warm_execution"]
    print(f"  {'above the cells own CPU':<26}{floor:>7.1f} s{ours:>7.1f} s{ours / floor:>8.2f}x")
    print(f"  {'nothing to do':<26}{'':>9}{found['unchanged']:>7.2f} s")


def tell_growth(sizes: dict[int, dict[str, float]]) -> None:
    if not sizes:
        return
    print(f"{'growth':<12}{'a report':>10}{'its memory':>18}{'the warm process':>20}")
    for size, each in sizes.items():
        memory = f"{each['memory_early']:.0f} to {each['memory']:.0f} MB"
        parent = f"{each['parent_early']:.0f} to {each['parent']:.0f} MB"
        print(f"  {size:<10}{each['seconds']:>8.3f} s{memory:>18}{parent:>20}")
    print("  within 10 %: " + ", ".join(f"{k} {'yes' if v else 'NO'}" for k, v in is_flat(sizes).items()))


def tell_book(book: str, times: dict[str, dict[str, float]]) -> None:
    if not times:
        return
    first = times["pandoc, warm"]["cold"]
    print(f"{book}, html, pdf and docx{'cold':>12}{'warm':>9}{'ratio':>9}   to the first, cold")
    for engines, each in times.items():
        print(f"  {engines:<27}{each['cold']:>7.1f} s{each['warm']:>7.1f} s"
              f"{each['cold'] / each['warm']:>8.2f}x{each['cold'] / first:>8.2f}x")  # fmt: skip


def _rounded(found: object) -> object:
    if isinstance(found, dict):
        return {str(key): _rounded(value) for key, value in found.items()}
    return round(found, 3) if isinstance(found, float) else found


if __name__ == "__main__":
    main()
