"""How long batches take on other machines, from what `batch.py` measured on this one."""

from __future__ import annotations

CORES = (2, 16, 128)

#: Reports in ten years.
KOMMUNER, FORBUND = 290 * 10, 80 * 10


def sizing(measured: dict) -> str:
    """A Markdown table. measured: the JSON that batch.py prints last, with growth and a book. As many cores as workers,
    and time in proportion: no limit of a shared disk or of memory is reckoned with. A report takes what it took in the
    largest batch, a book what it took as a program of its own on one core."""
    largest = max(measured["growth"], key=int)
    report = measured["growth"][largest]["seconds"] * measured["workers"]
    book = measured["book"]["pandoc, warm"]["warm"]
    memory = max(size["memory"] for size in measured["growth"].values())
    lines = [
        "| | A core in an hour | " + " | ".join(f"{cores} cores" for cores in CORES) + " |",
        "|---|" + "--:|" * (1 + len(CORES)),
        _line("290 kommuner x 10 years, html", report, KOMMUNER),
        _line("80 förbund x 10 years, all formats", book, FORBUND),
    ]
    return "\n".join([*lines, "", f"Memory of a report's process: {memory:,.0f} MB at most."])


def _line(name: str, seconds: float, count: int) -> str:
    """seconds: of one core for one report."""
    times = [_time(seconds * count / cores) for cores in CORES]
    return f"| {name} | {3600 / seconds:,.0f} | " + " | ".join(times) + " |"


def _time(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
