"""How many single slips in raw files the audit finds: one digit of one delivered number is changed, in many places.

    python benchmarks/audit.py [BOOK ...] [--places 100] [--seed 1]

A change is found when the delivery is refused or a contradiction is told that the unchanged book doesn't have. What is
told only as a possible rounding difference is counted by itself. Some numbers stand in one place only and agree with
nothing else (a mean age, the number of meetings): no arithmetic can find a slip in them. Prints a table by kind of
table and, last, one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from slips import Slip, changed, places, root_with

from finsam import audit
from finsam.book_id import raise_unless_book
from finsam.delivery.read import read_delivery
from finsam.faults import Faults
from finsam.params import Params, load_params

BOOKS = ("umearegionen/2016", "umea-vannas/2014", "vannas/2017")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("books", nargs="*", default=BOOKS)
    arguments.add_argument("--places", type=int, default=100)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    outcomes = [
        (book, slip.kind, outcome)
        for book in given.books
        for slip, outcome in tried(book, given.places, random.Random(given.seed))
    ]
    counted = Counter(outcomes)
    print(f"{'book':<20}{'table':<26}{'changes':>8}{'found':>8}{'rounding':>10}")
    for book, kind in dict.fromkeys((book, kind) for book, kind, _ in sorted(outcomes)):
        of_kind = {name: counted[book, kind, name] for name in ("found", "rounding", "silent")}
        print(f"{book:<20}{kind:<26}{sum(of_kind.values()):>8}{of_kind['found']:>8}{of_kind['rounding']:>10}")
    whole = Counter(outcome for *_, outcome in outcomes)
    print(json.dumps({"seed": given.seed, "changes": len(outcomes), **whole,
                      "share_found": round(whole["found"] / len(outcomes), 3)}))  # fmt: skip


def tried(book: str, count: int, chance: random.Random) -> Iterator[tuple[Slip, str]]:
    """`found`, `rounding` or `silent` for each of so many changes of a book's raw files."""
    params = load_params(*raise_unless_book(book))
    before = told(params)
    chosen = places(read_delivery(params))
    for slip in chance.sample(chosen, min(count, len(chosen))):
        with TemporaryDirectory() as folder, root_with(Path(folder), book):
            changed(slip, chance)
            after = told(params)
        new = after - before
        severities = {severity for severity, *_ in new.elements()}
        found = "found" if severities & {"error", "contradiction"} else "rounding" if severities else "silent"
        yield slip, found


def told(params: Params) -> Counter:
    """What the audit tells of a book: severity, rule and subject of each finding; `error` where it is refused."""
    try:
        delivery = read_delivery(params)
    except Faults as wrong:
        return Counter(("error", fault.code, fault.message) for fault in wrong.faults)
    found = audit.of_book(delivery, params)
    return Counter(
        (check.severity, check.rule, f"{check.subject} {check.difference}")
        for check in found
        if check.severity
    )


if __name__ == "__main__":
    main()
