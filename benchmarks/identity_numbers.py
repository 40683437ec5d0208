"""Recognising identity numbers: how many of 10,000 get through, and how often numbers of other kinds are taken for one."""

from __future__ import annotations

import json
import random
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from identity_numbers import AROUND, OF_CELLS, lookalikes, numbers  # noqa: E402

from finsam.identity.numbers import hidden, holds_number  # noqa: E402

COUNT = 10_000


def main() -> None:
    r = random.Random(1)
    missed: Counter = Counter()
    start = time.perf_counter()
    for name, text, made in numbers(COUNT):
        around = "{}" if name in OF_CELLS else r.choice(AROUND)
        whole = around.replace("{}", text)
        if not holds_number(whole) or made[3] in hidden(whole):
            missed[name] += 1
    seconds = time.perf_counter() - start
    seen, taken = Counter(), Counter()
    for kind, text in lookalikes(19 * 5_000):
        seen[kind] += 1
        taken[kind] += holds_number(text)
    print(f"{'numbers of another kind':32} {'taken for one':>14} {'of':>7}")
    for kind, count in seen.items():
        print(f"{kind:32} {taken[kind] / count:14.2%} {count:7}")
    print(f"{COUNT} identity numbers, {sum(missed.values())} not recognised {dict(missed)}, {seconds:.2f} s")
    rates = {kind: round(taken[kind] / count, 4) for kind, count in seen.items()}
    print(json.dumps({"numbers": COUNT, "missed": sum(missed.values()), "false_alarms": rates}))


if __name__ == "__main__":
    main()
