"""Our own tidy CSV: young people of 20–24 years, whom no agency's file has by those ages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tools.exempelregister import features as f
from tools.exempelregister import young
from tools.exempelregister.files import Wanted, write_text
from tools.exempelregister.world import shown

HEADER = "kommun_kod,kon,alder,period,matt,varde,namnare,status\n"
_SEXES = ("kvinnor", "man", "totalt")
_STATUS = {"": "", "Private": "undertryckt", "Missing": "saknas"}


def write(folder: Path, wanted: Wanted) -> None:
    lines = list(_lines(wanted))
    write_text(folder / "uvas-20-24.csv", [HEADER, *lines] if lines else [])


def _lines(wanted: Wanted) -> Iterator[str]:
    shares = young.outside(20).since(f.YOUNG_20_FROM)
    for at in wanted.areas():
        for sex, word in enumerate(_SEXES):
            for column, year in enumerate(shares.years):
                if not wanted.year(year):
                    continue
                count, of = int(shares.counts[at, sex, column]), int(shares.persons[at, sex, column])
                status = shares.status[at, sex, column]
                start = f"{shown()[at].kod},{word},20-24,{year}"
                figures = ("", "") if status else (str(count), format(100 * count / of, ".4f"))
                yield f"{start},uvas_antal,{figures[0]},{of},{_STATUS[status]}\n"
                yield f"{start},uvas_andel,{figures[1]},{of},{_STATUS[status]}\n"
