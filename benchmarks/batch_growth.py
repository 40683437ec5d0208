"""Whether time and memory stay flat while a batch grows."""

from __future__ import annotations

import time

import psutil
from batch_steps import outcomes


def growth(codes: list[str], size: int, workers: int) -> dict[str, float]:
    """A batch of so many reports; with more than there are kommuner, each is forced several times.

    seconds: a report, from the end of the first to the end of the last, so that the start counts in no size. memory and
    memory_early: the most of a report's process among the last and the first tenth, in MB. parent and parent_early: the
    warm process's resident memory at the end and after the first report, in MB.
    """
    wanted = [codes[at % len(codes)] for at in range(size)] if size > len(codes) else codes[:size]
    ended, memory, parent = [], [], []
    for outcome in outcomes(wanted, workers):
        ended.append(time.perf_counter())
        memory.append(outcome.memory)
        parent.append(warm_memory())
    tenth = max(1, size // 10)
    return {
        "seconds": (ended[-1] - ended[0]) / max(1, len(ended) - 1),
        "memory": max(memory[-tenth:]),
        "memory_early": max(memory[:tenth]),
        "parent": parent[-1],
        "parent_early": parent[0],
    }


def warm_memory() -> float:
    """Resident memory of the warm process that this one has started, in MB."""
    found = [each for each in psutil.Process().children() if "finsam.warm.parent" in " ".join(each.cmdline())]
    return max(each.memory_info().rss for each in found) / (1 << 20)


def is_flat(sizes: dict[int, dict[str, float]]) -> dict[str, bool]:
    """Whether the largest size's figures are at most 10 % above the smallest's, and the warm process's above its own
    beginning."""
    small, large = sizes[min(sizes)], sizes[max(sizes)]
    flat = {name: large[name] <= 1.1 * small[name] for name in ("seconds", "memory")}
    return flat | {"parent": large["parent"] <= 1.1 * large["parent_early"]}
