"""What the tests reached of each part of finsam, from the data that `make coverage` collected: the least reached first."""

from __future__ import annotations

import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from coverage import Coverage


def by_part(files: Mapping[str, Mapping[str, int]]) -> list[tuple[str, int, int]]:
    """Parts of finsam with how much is reached of how much, lines and branches together. files: totals of each."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for name, of in files.items():
        part = sums[Path(name).parts[1].removesuffix(".py")]
        part[0] += of["covered_lines"] + of.get("covered_branches", 0)
        part[1] += of["num_statements"] + of.get("num_branches", 0)
    found = [(name, reached, whole) for name, (reached, whole) in sums.items() if whole]
    return sorted(found, key=lambda each: (each[1] / each[2], each[0]))


def main() -> int:
    data = Coverage()
    data.load()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "reached.json"
        data.json_report(outfile=str(file))
        found = json.loads(file.read_text(encoding="utf-8"))
    for name, reached, whole in by_part({name: each["summary"] for name, each in found["files"].items()}):
        print(f"{100 * reached / whole:5.1f} %  {reached:6} of {whole:6}  {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
