"""Write all parts of the delivery."""

from __future__ import annotations

import sys
from pathlib import Path

from tools.exempelforbundet import (
    before_after,
    budget,
    ledger,
    lists,
    plan,
    scorecard,
    social,
    surveys,
    tables,
)

FOLDER = Path(__file__).parents[2] / "data/raw/exempelforbundet"
PARTS = (ledger, budget, lists, before_after, surveys, social, scorecard, tables, plan)


def main(folder: Path = FOLDER) -> None:
    for part in PARTS:
        part.write(folder)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
