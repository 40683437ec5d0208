"""Kolada's answers (version 3): a document for each KPI with the rows of all its pages, as `finsam fetch` keeps it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from tools.exempelregister import features as f
from tools.exempelregister import support, young
from tools.exempelregister.files import Wanted, write_text
from tools.exempelregister.world import shown
from tools.exempelregister.young import Shares

#: KPI and its figures.
KPIS: dict[str, Callable[[], Shares]] = {
    "N02797": lambda: young.outside(16),
    "N02906": lambda: young.outside(17).since(f.YOUNG_17_FROM),
    "N31807": support.support,
    "N31816": support.long_support,
    "N03926": support.long_unemployed,
}
_SEXES = ("K", "M", "T")


def write(folder: Path, wanted: Wanted) -> None:
    for kpi, made in KPIS.items():
        rows = list(_rows(kpi, made(), wanted))
        parts = ['{"values":[\n', ",\n".join(rows), f'\n],"count":{len(rows)},"next_url":null}}\n']
        write_text(folder / f"kolada-{kpi}.json", parts if rows else [])


def _rows(kpi: str, shares: Shares, wanted: Wanted) -> Iterator[str]:
    for column, year in enumerate(shares.years):
        if not wanted.year(year):
            continue
        for at in wanted.areas():
            values = ",".join(
                f'{{"gender":"{sex}","count":{int(not status)},"status":"{status}","value":{value}}}'
                for sex, status, value in zip(
                    _SEXES, shares.status[at, :, column], _values(shares, at, column), strict=True
                )
            )
            yield f'{{"kpi":"{kpi}","municipality":"{_code(at)}","period":{year},"values":[{values}]}}'


def _values(shares: Shares, at: int, column: int) -> list[str]:
    return [
        "null" if status else format(100 * int(count) / int(of), ".6f").rstrip("0").rstrip(".")
        for status, count, of in zip(
            shares.status[at, :, column],
            shares.counts[at, :, column],
            shares.persons[at, :, column],
            strict=True,
        )
    ]


def _code(at: int) -> str:
    """Kolada's code: `0000` the country, `00NN` a region."""
    return shown()[at].kod.rjust(4, "0")
