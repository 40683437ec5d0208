"""Many cases one after the other, and what came of them by kind of file."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tools.fuzz.mutate import mutated
from tools.fuzz.read import outcome
from tools.fuzz.seeds import Seed


@dataclass
class Tally:
    """cases, clean: by kind of file; clean are those of which nothing is told that isn't told of the whole file, too.
    codes: how many cases met each. wrong: the message of each case that was neither clean nor told."""

    cases: Counter[str] = field(default_factory=Counter)
    clean: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        yield f"{'kind':8} {'cases':>7} {'clean':>7} {'told':>7} {'wrong':>7}"
        for kind, cases in sorted(self.cases.items()):
            wrong = sum(message.startswith(f"{kind} ") for message in self.wrong)
            yield f"{kind:8} {cases:7} {self.clean[kind]:7} {cases - self.clean[kind] - wrong:7} {wrong:7}"
        yield f"{'all':8} {self.cases.total():7}, {len(self.codes)} codes met, {len(self.wrong)} wrong"


#: Cases after which a long run tells how far it has come.
EACH = 500


def mangled(seed: Seed, number: int) -> bytes:
    """The content of a case: the same for the same file and number, always."""
    return mutated(seed.content, seed.kind, random.Random(f"{seed.path}:{number}"))


def run(
    root: Path, cases: Iterable[tuple[Seed, int]], tell: Callable[[str], None] = lambda message: None
) -> Tally:
    """Each file is first read as it is. root: a workplace of seeds.workplace; FINSAM_ROOT must name it. tell: is told each wrong case at once, and the
    tally from time to time."""
    tally = Tally()
    usual = {}

    def wrong(seed: Seed, number: int | str, message: str) -> None:
        again = f"python -m tools.fuzz --file {seed.path} --seed {number}"
        tally.wrong.append(f"{seed.kind} {seed.path} {number}\n{message}\n  {again}")
        tell(tally.wrong[-1])

    for seed, number in cases:
        if (done := tally.cases.total()) and done % EACH == 0:
            tell("\n".join(tally.lines()))
        if seed not in usual:
            as_it_is = outcome(root, seed, seed.content)
            usual[seed] = as_it_is.codes
            if as_it_is.wrong:
                wrong(seed, "none", as_it_is.wrong)
        found = outcome(root, seed, mangled(seed, number))
        tally.cases[seed.kind] += 1
        tally.codes.update(found.codes)
        if found.wrong:
            wrong(seed, number, found.wrong)
        elif found.codes <= usual[seed]:
            tally.clean[seed.kind] += 1
    return tally


def spread(seeds: list[Seed], count: int, first: int = 0) -> Iterator[tuple[Seed, int]]:
    """So many cases, of each kind of file equally many but twice as many tables, the files of a kind in turn."""
    by_kind: dict[str, list[Seed]] = {}
    for seed in seeds:
        by_kind.setdefault(seed.kind, []).append(seed)
    kinds = [*by_kind, *(kind for kind in ("csv", "xlsx") if kind in by_kind)]
    done: Counter[str] = Counter()
    for number in range(count):
        kind = kinds[number % len(kinds)]
        turn, at = divmod(done[kind], len(by_kind[kind]))
        done[kind] += 1
        yield by_kind[kind][at], first + turn
