"""Write all files, or those of some kommuner up to a year."""

from __future__ import annotations

import argparse
from pathlib import Path

from tools.exempelregister import forsakringskassan, kolada, own, scb
from tools.exempelregister.files import Wanted, write_text
from tools.exempelregister.world import kommuner

FOLDER = Path(__file__).parents[2] / "data/raw/register-exempel"
README = Path(__file__).with_name("README-data.md")
PARTS = (forsakringskassan, kolada, scb, own)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser("python -m tools.exempelregister", description=__doc__)
    parser.add_argument("--out", type=Path, default=FOLDER, metavar="FOLDER")
    parser.add_argument(
        "--kommuner", default="", metavar="CODES", help="as 9901,2480; with their län and the country"
    )
    parser.add_argument("--to-year", type=int, metavar="YEAR")
    asked = parser.parse_args(arguments)
    codes = tuple(filter(None, asked.kommuner.split(",")))
    if unknown := sorted(set(codes) - set(kommuner())):
        parser.error(f"no kommun has the code {', '.join(unknown)}")
    asked.out.mkdir(parents=True, exist_ok=True)
    for part in PARTS:
        part.write(asked.out, Wanted(codes, asked.to_year))
    write_text(asked.out / "README.md", [README.read_text(encoding="utf-8")])


if __name__ == "__main__":
    main()
