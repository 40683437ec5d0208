"""What it costs to read a ledger, beside what pandas needs for the same rows as CSV, measured in one run.

    python benchmarks/ledger.py [ROWS]

Each reading runs in a process of its own, so that its peak memory is its own; the shortest of a few times counts.
The CSV is flat, as programs export it: each row with the number, dates and text of its voucher. `narrow` is the
same with the columns of a #TRANS line alone, which leaves out a tenth of what is read from the SIE file. `CPU` is
the ratio of processor time: on a busy machine it is steadier, but it counts the reader's threads together.
Prints a table, what a reading costs before its first row, and, last, one line of JSON.
The bar for a million rows: at most 4 times the time, under 1.5 GB.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

ROWS = 1_000_000
#: A ledger so small that reading it costs what any ledger costs.
FEW = 10
TIMES = 5

#: Reads the file named by the argument, several times, and prints the shortest time and the peak memory in MB.
READ = """
import json, resource, sys, time
from pathlib import Path
import pandas as pd
from finsam.sources.sie.read import read_ledger
file, seconds, cpu = Path(sys.argv[1]), [], []
for _ in range(int(sys.argv[2])):
    start, used = time.perf_counter(), time.process_time()
    rows = pd.read_csv(file) if file.suffix == ".csv" else read_ledger(file).transactions
    seconds.append(time.perf_counter() - start)
    cpu.append(time.process_time() - used)
    count = len(rows)
    del rows
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
print(json.dumps({"seconds": min(seconds), "cpu": min(cpu), "rows": count, "megabytes": peak}))
"""


COLUMNS = {
    "rows": "{:>9}", "ratio": "{:8.2f}", "cpu_ratio": "{:6.2f}", "narrow_ratio": "{:7.2f}", "us_per_row": "{:9.2f}",
    "csv_us_per_row": "{:7.2f}", "peak_mb": "{:8.0f}", "csv_peak_mb": "{:7.0f}", "file_mb": "{:8.1f}",
}  # fmt: skip
HEADING = "     rows  SIE/CSV    CPU  narrow  us a row  CSV us  peak MB  CSV MB  file MB"


def main(most: int = ROWS) -> None:
    figures = {}
    print(HEADING)
    with tempfile.TemporaryDirectory() as folder:
        fixed = measured(write(Path(folder), FEW)[0])["seconds"]
        for size in [size for size in (10_000, 100_000) if size < most] + [most]:
            figures[size] = found = compared(Path(folder), size)
            print(" ".join(form.format(found[name]) for name, form in COLUMNS.items()), flush=True)
    smallest = figures[min(figures)]
    share = fixed / (smallest["us_per_row"] * smallest["rows"] / 1e6)
    print(
        f"Reading {FEW} rows takes {fixed * 1000:.0f} ms, which is what any ledger costs: tables and checks of whatever"
        f" size. That is {share:.0%} of the time for {smallest['rows']} rows."
    )
    rounded = {size: {name: round(value, 2) for name, value in row.items()} for size, row in figures.items()}
    print(json.dumps({**rounded[most], "fixed_ms": round(fixed * 1000, 1), "sizes": rounded}))


def compared(folder: Path, size: int) -> dict[str, float]:
    sie, flat, narrow = write(folder, size)
    # In turn, so that a busy machine is busy for both.
    ledger, rows, few = measured(sie), measured(flat), measured(narrow)
    if not ledger["rows"] == rows["rows"] == size:
        raise SystemExit(f"{size} rows were written, {ledger['rows']} and {rows['rows']} read")
    return {
        "rows": size,
        "ratio": ledger["seconds"] / rows["seconds"],
        "cpu_ratio": ledger["cpu"] / rows["cpu"],
        "narrow_ratio": ledger["seconds"] / few["seconds"],
        "us_per_row": ledger["seconds"] / size * 1e6,
        "csv_us_per_row": rows["seconds"] / size * 1e6,
        "peak_mb": ledger["megabytes"],
        "csv_peak_mb": rows["megabytes"],
        "file_mb": sie.stat().st_size / (1 << 20),
    }


def measured(file: Path) -> dict:
    done = subprocess.run(
        [sys.executable, "-c", READ, str(file), str(TIMES)], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def write(folder: Path, rows: int) -> tuple[Path, Path, Path]:
    """A ledger of a year in CP437 as programs write it, and its rows as CSV, flat and narrow."""
    sie, flat, narrow = (folder / name for name in ("ledger.se", "flat.csv", "narrow.csv"))
    draw = random.Random(rows)
    words = [
        "Faktura",
        "Löner",
        "Hyra",
        "Åkeri",
        "Möte",
        "Utbildning",
        "Återbetalning",
        "Rehabilitering",
        "avser",
    ]
    accounts = sorted(draw.sample(range(1010, 8999), 400))
    head = ["#FLAGGA 0", "#FORMAT PC8", "#SIETYP 4", '#PROGRAM "Prov" 1.0', "#GEN 20250115",
            '#FNAMN "Samordningsförbundet Exempel"', "#ORGNR 222000-0000", "#RAR 0 20240101 20241231"]  # fmt: skip
    head += [f'#KONTO {account} "{draw.choice(words)} {account}"' for account in accounts]
    head += ['#DIM 1 "Kostnadsställe"', '#DIM 6 "Projekt"']
    head += [f'#OBJEKT 1 "{n}" "Enhet {n}"' for n in range(20)] + [
        f'#OBJEKT 6 "P{n}" "Insats {n}"' for n in range(60)
    ]
    with (
        sie.open("w", encoding="cp437", newline="\r\n") as ledger,
        flat.open("w", encoding="utf-8") as csv,
        narrow.open("w", encoding="utf-8") as short,
    ):
        ledger.write("\n".join(head) + "\n")
        own = "radnr,konto,objekt,belopp,datum,text,kvantitet,sign\n"
        short.write(own)
        csv.write("serie,nummer,verdatum,vertext,regdatum," + own)
        line, written, voucher = len(head), 0, 0
        while written < rows:
            voucher += 1
            date = f"2024{draw.randint(1, 12):02}{draw.randint(1, 28):02}"
            title = f"{draw.choice(words)} {voucher}"
            ledger.write(f'#VER A {voucher} {date} "{title}" {date}\n{{\n')
            line += 2
            count = min(draw.randint(2, 6), rows - written)
            amounts = [draw.randint(-10_000_000, 10_000_000) for _ in range(count - 1)]
            for amount in [*amounts, -sum(amounts)]:
                account, written, line = draw.choice(accounts), written + 1, line + 1
                dimension, project = draw.randrange(20), draw.randrange(60)
                objects = draw.choice(["", f'1 "{dimension}"', f'1 "{dimension}" 6 "P{project}"'])
                text = f"{draw.choice(words)} {draw.choice(words)} {draw.randint(1, 99999)}"
                kr = f"{'-' if amount < 0 else ''}{abs(amount) // 100}.{abs(amount) % 100:02}"
                ledger.write(f'#TRANS {account} {{{objects}}} {kr} {date} "{text}" 0 anna\n')
                quoted = objects.replace('"', '""')
                row = f'{line},{account},"{quoted}",{kr},{date},{text},0,anna\n'
                short.write(row)
                csv.write(f"A,{voucher},{date},{title},{date},{row}")
            ledger.write("}\n")
            line += 1
    return sie, flat, narrow


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
