"""Run cases in a folder of their own, and print what came of them; exit code 1 when a case is wrong."""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

from tools.fuzz.run import mangled, run, spread
from tools.fuzz.seeds import workplace

#: Cases of the nightly form, and bytes of memory that the process may take.
CASES, MEMORY = 10_000, 4_000_000_000


def main() -> int:
    parser = argparse.ArgumentParser("python -m tools.fuzz", description=__doc__)
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--file", default="", help="only files whose path begins with this")
    parser.add_argument("--seed", type=int, help="only this number of the file, and keep what it makes of it")
    parser.add_argument("--first", type=int, default=0, help="the first number of each file")
    asked = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        os.environ |= {"FINSAM_ROOT": folder, "FINSAM_NYCKEL": "nyckel-for-tester-" + 32 * "0"}
        seeds = [seed for seed in workplace(root) if seed.path.startswith(asked.file)]
        if not seeds:
            parser.error(f"no file begins with {asked.file}")
        if asked.seed is not None:
            kept = Path(tempfile.mkdtemp()) / Path(seeds[0].path).name
            kept.write_bytes(mangled(seeds[0], asked.seed))
            print(f"{seeds[0].path} as of seed {asked.seed}: {kept}")
            cases = [(seeds[0], asked.seed)]
        else:
            cases = spread(seeds, asked.cases, asked.first)
        began = time.monotonic()
        tally = run(root, cases, lambda message: print(message, end="\n\n", flush=True))
    for line in tally.lines():
        print(line)
    print(f"{time.monotonic() - began:.0f} s; codes: {', '.join(sorted(tally.codes))}")
    return 1 if tally.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
