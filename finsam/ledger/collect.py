"""All ledger files of a book as one ledger, and what in them isn't the book's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from finsam.faults import Fault, Place
from finsam.ledger.chart import Chart
from finsam.ledger.overlaps import different_openings, repeated_vouchers, same_files
from finsam.ledger.postings import Part, Years, frame, of_sie
from finsam.params import Params
from finsam.paths import relative
from finsam.records import records
from finsam.sources.exports.read import export_of, read_opening, read_transactions
from finsam.sources.grids import Grid
from finsam.sources.sie.describe import findings
from finsam.sources.sie.read import read_ledger
from finsam.sources.sie.values import kr


@dataclass(frozen=True)
class Books:
    """Everything booked for a book: `postings` as in postings.py, names of accounts and projects, fiscal years."""

    postings: pd.DataFrame
    names: dict[str, str]
    projects: dict[str, str]
    years: Years

    def of(self, ar: int, slag: str) -> pd.DataFrame:
        """The postings of one kind in one year."""
        table = self.postings
        return table[(table["ar"] == ar) & (table["slag"] == slag)]

    def has(self, ar: int, slag: str) -> bool:
        return bool(((self.postings["ar"] == ar) & (self.postings["slag"] == slag)).any())


def collect(
    files: Sequence[Path], grids: Sequence[Grid], params: Params, chart: Chart
) -> tuple[Books, list[Fault]]:
    """The books from SIE files and exported tables, of which there is one at least, and every fault."""
    faults = list(same_files(files))
    copies = {fault.where[0].file for fault in faults}
    parts = []
    for file in files:
        if relative(file) in copies:
            continue
        ledger = read_ledger(file)
        name = relative(file)
        faults += findings(ledger)
        part = of_sie(ledger, name, chart.projektdimension)
        faults += _other_forbund(params, ledger.header.orgnr, name)
        faults += [*part.faults, *_other_years(params, part)]
        if not part.years and len(ledger.transactions):
            message = "The file doesn't say its fiscal year, so its vouchers would count in none."
            faults.append(
                Fault("year-missing", message, (Place(name, None, None, "#RAR"),), "#RAR 0 with two dates")
            )
        parts.append(part)
    parts += _exports(grids, params, faults)
    faults += repeated_vouchers(parts)
    faults += different_openings(parts)
    booked = any(
        ((part.postings["ar"] == params.ar) & (part.postings["slag"] != "budget")).any() for part in parts
    )
    if not booked and not any(fault.code in ("year-wrong", "year-missing") for fault in faults):
        places = tuple(Place(part.fil) for part in parts)
        message = f"No ledger file covers {params.ar}, the year of the book."
        faults.append(
            Fault("year-missing", message, places, f"a ledger whose fiscal year ends in {params.ar}")
        )
    return _joined(parts), faults


def _other_forbund(params: Params, orgnr: str, name: str) -> Iterator[Fault]:
    """A file without an organisation number, as many are, can't be told from another förbund's."""
    stated, own = _figures(orgnr), _figures(params.forbund.orgnr or "")
    if not stated or stated == own:
        return
    place = Place(name, None, None, "#ORGNR", orgnr)
    if not own:
        message = f"The ledger is that of {orgnr}; forbund.yml doesn't say whether that is the förbund."
        yield Fault("orgnr-missing", message, (place,), f"orgnr: {orgnr} in forbund.yml, if it is")
        return
    yield Fault("forbund-wrong", "The ledger is another organisation's.", (place,), params.forbund.orgnr)


def _figures(orgnr: str) -> str:
    """Ten figures: some programs put the century 16 in front."""
    return "".join(filter(str.isdigit, orgnr))[-10:]


def _other_years(params: Params, part: Part) -> Iterator[Fault]:
    """A ledger of neither the book's year nor the year before adds nothing to its accounts."""
    if part.years and not {params.ar, params.ar - 1} & set(part.years):
        told = ", ".join(f"{start:%Y-%m-%d} to {end:%Y-%m-%d}" for start, end in part.years.values())
        message = f"The fiscal years of the file aren't those of the book: {told}."
        yield Fault(
            "year-wrong", message, (Place(part.fil, None, None, "#RAR"),), f"a year that ends in {params.ar}"
        )


def _exports(grids: Sequence[Grid], params: Params, faults: list[Fault]) -> Iterator[Part]:
    ledger = params.year.bokforing
    first, last = pd.Timestamp(params.ar, 1, 1), pd.Timestamp(params.ar, 12, 31)
    for grid in grids:
        is_opening = export_of(grid) == "ingaende_balanser"
        if is_opening:
            table, found = read_opening(grid, ledger.kolumner_ingaende or ledger.kolumner)
        else:
            table, found = read_transactions(grid, ledger.kolumner)
        faults += found
        named = table[table["kontonamn"] != ""]
        names = dict(zip(named["konto"], named["kontonamn"], strict=True))
        common = {name: table[name] for name in ("konto", "projekt", "ore", "fil", "blad", "radnr")}
        if is_opening:
            postings = frame({"ar": params.ar, "slag": "ib", **common})
            yield Part(relative(grid.file), postings, _no_vouchers(), names)
            continue
        faults += [*_outside(table, first, last), *_partly(table, params.ar - 1)]
        label = (table["serie"] + " " + table["nummer"]).str.strip()
        postings = frame({
            "ar": table["datum"].dt.year, "slag": "rorelse", "datum": table["datum"], "ver": label,
            "text": table["text"], **common,
        })  # fmt: skip
        yield Part(relative(grid.file), postings, _vouchers(table), names)


class _Row(NamedTuple):
    fil: str
    blad: str
    radnr: int
    datum: pd.Timestamp
    konto: str
    ore: int


def _outside(table: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> Iterator[Fault]:
    """An export doesn't say its fiscal year: it is the book's, and last year's rows may stand beside."""
    start = first - pd.DateOffset(years=1)
    for row in records(table[(table["datum"] < start) | (table["datum"] > last)], _Row):
        place = Place(row.fil, row.blad or None, row.radnr, "datum", f"{row.datum:%Y-%m-%d}")
        message = f"The row of {kr(row.ore)} on account {row.konto} is dated outside the years of the book."
        yield Fault("date-outside-year", message, (place,), f"{start:%Y-%m-%d} to {last:%Y-%m-%d}")


def _partly(table: pd.DataFrame, year: int) -> Iterator[Fault]:
    """Last year's rows of an export are shown as its whole year, so they must reach from first to last quarter."""
    rows = table[table["datum"].dt.year == year]
    if len(rows) and not {1, 4} <= set(rows["datum"].dt.quarter):
        start, end = rows["datum"].min(), rows["datum"].max()
        message = f"The export has rows of {year} from {start:%Y-%m-%d} to {end:%Y-%m-%d} only."
        first = rows.iloc[0]
        place = Place(
            first["fil"], first["blad"] or None, int(first["radnr"]), "datum", f"{first['datum']:%Y-%m-%d}"
        )
        yield Fault("year-partial", message, (place,), f"the whole of {year}, or none of it")


def _vouchers(table: pd.DataFrame) -> pd.DataFrame:
    marks = pd.util.hash_pandas_object(table[["konto", "ore"]], index=False)
    table = table.assign(ar=table["datum"].dt.year, rows=marks.to_numpy())
    by = table.groupby(["serie", "nummer", "ar"], as_index=False, sort=False)
    found = by.agg(datum=("datum", "min"), radnr=("radnr", "min"), rows=("rows", "sum"))
    return found[found["nummer"] != ""]


def _no_vouchers() -> pd.DataFrame:
    return pd.DataFrame(
        {"serie": [], "nummer": [], "ar": pd.Series(dtype="int64"), "datum": [], "radnr": [], "rows": []}
    )


def _joined(parts: Sequence[Part]) -> Books:
    """Each year's opening and budget from one file, its changes from the files that have its vouchers, or one."""
    tables = []
    years = {year for part in parts for year in part.postings["ar"].unique()}
    for year in sorted(years):
        having = [part for part in parts if year in part.kept]
        # Where no file has vouchers, the one whose own year it is knows most: its last year is the latest.
        ranked = sorted(
            parts, key=lambda part: (year not in part.kept, max(part.years, default=year) != year)
        )
        for kind in ("ib", "rorelse", "budget"):
            found = [
                rows
                for part in (having if kind == "rorelse" and having else ranked)
                if len(rows := part.postings[(part.postings["ar"] == year) & (part.postings["slag"] == kind)])
            ]
            tables += found if kind == "rorelse" and having else found[:1]
    names: dict[str, str] = {}
    projects: dict[str, str] = {}
    ends: Years = {}
    for part in parts:
        names = {account: name for account, name in part.names.items() if name} | names
        projects = part.projects | projects
        ends = part.years | ends
    postings = pd.concat(tables, ignore_index=True) if tables else frame({"ar": []})
    return Books(postings, names, projects, ends)
