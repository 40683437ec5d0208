"""One table of everything booked, from the ledger files of a book, whatever form they have.

Columns of the table, one row for each amount:
    ar: the year that it belongs to (that in which the fiscal year ends)
    slag: `ib` (opening balance), `rorelse` (change) or `budget`
    datum: the day of a voucher's row; the last day of the period of a periodic or yearly change; NaT for `ib`
    konto, projekt: as written, `projekt` empty where there is none
    ore: whole öre, debit positive
    ver, text: number and text of the voucher; of balances empty, or WHOLE for one sum of a whole year
    fil, blad, radnr: the place
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from finsam.faults import Fault, Place
from finsam.records import records
from finsam.sources.sie.ledger import Ledger
from finsam.sources.sie.values import kr

COLUMNS = ("ar", "slag", "datum", "konto", "projekt", "ore", "ver", "text", "fil", "blad", "radnr")
_TYPES = {"ar": "int64", "datum": "datetime64[s]", "ore": "int64", "radnr": "int64"}

#: The text of a change that can't be cut into months.
WHOLE = "hela perioden"

#: The fiscal years of a book by the year in which they end: first and last day.
Years = dict[int, tuple[pd.Timestamp, pd.Timestamp]]


@dataclass(frozen=True)
class Part:
    """What one file adds. vouchers: serie, nummer, ar, datum, radnr and `rows`, a fingerprint of the voucher's rows.

    names, projects: names of accounts and of project codes. kept: the years that the file has vouchers of.
    """

    fil: str
    postings: pd.DataFrame
    vouchers: pd.DataFrame
    names: dict[str, str]
    projects: dict[str, str] = field(default_factory=dict)
    years: Years = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    @property
    def kept(self) -> set[int]:
        return set(self.vouchers["ar"].unique())


def frame(columns: Mapping[str, Any]) -> pd.DataFrame:
    """A table of postings; columns that aren't given are empty."""
    length = next(
        len(values)
        for values in columns.values()
        if hasattr(values, "__len__") and not isinstance(values, str)
    )
    table = pd.DataFrame(index=range(length))
    for name in COLUMNS:
        value = columns.get(name, pd.NaT if name == "datum" else "")
        table[name] = value.to_numpy() if isinstance(value, pd.Series) else value
    return table.astype({name: _TYPES.get(name, "str") for name in COLUMNS})


class _Year(NamedTuple):
    ar: int
    start: pd.Timestamp
    slut: pd.Timestamp


def of_sie(ledger: Ledger, name: str, dimension: str) -> Part:
    """The postings of a SIE file. name: its path as it is shown; dimension: that of the project codes.

    A year of which the file has vouchers has its changes from them, another one from #PSALDO, #RES and #UB.
    """
    ends = {year.ar: (year.start, year.slut) for year in records(ledger.years, _Year)}
    number = {index: end.year for index, (_, end) in ends.items()}
    projects = _projects(ledger, dimension)
    rows = _transactions(ledger, projects, number)
    kept = set(rows["ar"].unique())
    parts = [rows, _opening(ledger, projects, number)]
    faults: list[Fault] = []
    for index in number:
        if number[index] not in kept:
            balances, found = _balances(ledger, name, projects, index, ends[index])
            parts.append(balances)
            faults += found
    parts.append(_periods(ledger, projects, "PBUDGET", number).assign(slag="budget"))
    names = dict(zip(ledger.accounts["konto"], ledger.accounts["namn"], strict=True))
    table = pd.concat(parts, ignore_index=True).assign(fil=name)
    own = ledger.objects[ledger.objects["dimension"] == dimension]
    labels = dict(zip(own["nummer"], own["namn"], strict=True))
    years = {end.year: (start, end) for start, end in ends.values()}
    return Part(name, table, _vouchers(ledger, number), names, labels, years, tuple(faults))


def _projects(ledger: Ledger, dimension: str) -> dict[str, str]:
    """The project code in each object list that names one."""
    lists = ledger.object_lists
    found = lists[lists["dimension"] == dimension]
    return dict(zip(found["objekt"], found["nummer"], strict=True))


def _project_of(column: pd.Series, projects: dict[str, str]) -> pd.Series:
    return column.astype("str").map(projects).astype("object").fillna("").astype("str")


def _transactions(ledger: Ledger, projects: dict[str, str], number: dict[int, int]) -> pd.DataFrame:
    """Rows follow the year of their voucher, whatever day of their own they have."""
    rows = ledger.transactions
    of_voucher = ledger.vouchers.iloc[rows["ver"]].reset_index(drop=True)
    year = ledger.year_of(of_voucher["datum"]).map(number)
    label = (of_voucher["serie"] + " " + of_voucher["nummer"].astype("str")).str.strip()
    table = frame({
        "ar": year.fillna(0), "slag": "rorelse", "datum": of_voucher["datum"], "konto": rows["konto"].astype("str"),
        "projekt": _project_of(rows["objekt"], projects), "ore": rows["ore"], "ver": label,
        "text": rows["text"].where(rows["text"] != "", of_voucher["text"]), "radnr": rows["radnr"],
    })  # fmt: skip
    return table[table["ar"] != 0]


def _opening(ledger: Ledger, projects: dict[str, str], number: dict[int, int]) -> pd.DataFrame:
    """#IB, split by #OIB where there is one. A year with #UB and no #IB at all, a first one, opened with nothing."""
    kinds = ledger.balances["slag"]
    totals, closing = ledger.balances[kinds == "IB"], ledger.balances[kinds == "UB"]
    first = closing[~closing["ar"].isin(totals["ar"])].assign(ore=0)
    parts = _of_projects(ledger.object_balances[ledger.object_balances["slag"] == "OIB"], projects)
    table = _split(totals, parts, number, ["ar", "konto"])
    nothing = first[first["ar"].isin(list(number))]
    zeros = frame({
        "ar": nothing["ar"].map(number), "konto": nothing["konto"], "ore": nothing["ore"], "radnr": nothing["radnr"],
    })  # fmt: skip
    return pd.concat([table, zeros], ignore_index=True).assign(slag="ib")


def _balances(
    ledger: Ledger, name: str, projects: dict[str, str], index: int, ends: tuple[pd.Timestamp, pd.Timestamp]
) -> tuple[pd.DataFrame, list[Fault]]:
    """The changes of a year without vouchers: by month and project from #PSALDO, the rest from #RES or #UB - #IB."""
    year = ends[1].year
    by_period = _periods(ledger, projects, "PSALDO", {index: year})
    of_year = ledger.balances[ledger.balances["ar"] == index]
    sums = {kind: rows.groupby("konto")["ore"].sum() for kind, rows in of_year.groupby("slag")}
    nothing = pd.Series(dtype="int64")
    opening, closing, result = (sums.get(kind, nothing) for kind in ("IB", "UB", "RES"))
    # Programs leave out balances of 0, so an account without #UB has closed with nothing.
    change = closing.sub(opening, fill_value=0) if len(closing) else closing
    total = pd.concat([change[~change.index.isin(result.index)], result]).astype("int64")
    periodic = by_period.groupby("konto")["ore"].sum()
    rest = total.sub(periodic.reindex(total.index), fill_value=0).astype("int64")
    rest = rest[rest != 0]
    lines = of_year.groupby("konto")["radnr"].max()
    faults = [
        _periods_differ(name, account, int(periodic[account]), int(total[account]), int(lines[account]))
        for account in rest.index.intersection(periodic.index)
    ]
    # What contradicts the periods is told, and counts for nothing.
    rest = rest[~rest.index.isin(periodic.index)]
    whole = frame({
        "ar": np.full(len(rest), year), "slag": "rorelse", "datum": _told_until(ledger, index, *ends),
        "konto": rest.index, "ore": rest, "text": WHOLE, "radnr": lines.reindex(rest.index),
    })  # fmt: skip
    return pd.concat([by_period.assign(slag="rorelse"), whole], ignore_index=True), faults


def _periods_differ(name: str, account: str, periodic: int, total: int, line: int) -> Fault:
    message = f"The periods of account {account} add up to {kr(periodic)}, its balances to {kr(total)}."
    place = Place(name, None, line, "#PSALDO", account)
    return Fault("periods-differ", message, (place,), kr(total), "contradiction")


def _told_until(ledger: Ledger, index: int, start: pd.Timestamp, end: pd.Timestamp) -> pd.Timestamp:
    """The day that balances reach to: that of #OMFATTN in the current year, otherwise the end of the year."""
    upto = pd.to_datetime(ledger.header.upto, format="%Y%m%d", errors="coerce")
    return upto if index == 0 and not pd.isna(upto) and start <= upto <= end else end


def _periods(ledger: Ledger, projects: dict[str, str], kind: str, number: dict[int, int]) -> pd.DataFrame:
    """#PSALDO or #PBUDGET, dated at the end of their month, split by project where the file does so."""
    totals = ledger.periods[(ledger.periods["slag"] == kind) & ledger.periods["ar"].isin(list(number))]
    parts = ledger.object_periods
    parts = _of_projects(parts[(parts["slag"] == kind) & parts["ar"].isin(list(number))], projects)
    table = _split(totals, parts, number, ["ar", "period", "konto"])
    table["datum"] = pd.to_datetime(table["text"], format="%Y%m") + pd.offsets.MonthEnd(0)
    return table.assign(text="")


def _of_projects(parts: pd.DataFrame, projects: dict[str, str]) -> pd.DataFrame:
    """The rows that name a project. Where a file has lists of the project alone, longer lists repeat them."""
    parts = parts[parts["objekt"].isin(list(projects))]
    alone = parts["objekt"].str.count('"') == 2
    parts = parts[alone] if alone.any() else parts
    return parts.assign(projekt=_project_of(parts["objekt"], projects))


def _split(
    totals: pd.DataFrame, parts: pd.DataFrame, number: dict[int, int], keys: list[str]
) -> pd.DataFrame:
    """Parts by project, and what is left of each total.

    Programs leave out totals of 0, so that is the total of a part without one, unless a year has no totals at all.
    """
    totals, parts = (table[table["ar"].isin(list(number))] for table in (totals, parts))
    alone = ~pd.MultiIndex.from_frame(parts[keys]).isin(pd.MultiIndex.from_frame(totals[keys]))
    zeros = parts[alone & parts["ar"].isin(totals["ar"])].drop_duplicates(keys)
    totals = pd.concat([totals, zeros.assign(ore=0)], ignore_index=True)
    of_parts = parts.groupby(keys)["ore"].sum()
    at = pd.MultiIndex.from_frame(totals[keys])
    rest = totals.assign(
        projekt="", ore=totals["ore"].to_numpy() - of_parts.reindex(at).fillna(0).to_numpy(dtype="int64")
    )
    table = pd.concat([parts, rest[rest["ore"] != 0]], ignore_index=True)
    return frame({
        "ar": table["ar"].map(number), "slag": "rorelse", "konto": table["konto"], "projekt": table["projekt"],
        "ore": table["ore"].astype("int64"), "text": table.get("period", ""), "radnr": table["radnr"],
    })  # fmt: skip


def _vouchers(ledger: Ledger, number: dict[int, int]) -> pd.DataFrame:
    rows = ledger.transactions
    marks = pd.util.hash_pandas_object(rows[["konto", "ore"]].astype({"konto": "str"}), index=False)
    by_voucher = marks.groupby(rows["ver"].to_numpy()).sum()
    found = ledger.vouchers
    table = pd.DataFrame(
        {
            "serie": found["serie"],
            "nummer": found["nummer"].astype("str"),
            "ar": ledger.year_of(found["datum"]).map(number),
            "datum": found["datum"],
            "radnr": found["radnr"],
            "rows": by_voucher.reindex(range(len(found))).fillna(0).to_numpy(dtype="uint64"),
        }
    )
    table = table[table["ar"].notna() & (found["rader"] > 0).to_numpy()]
    return table.astype({"ar": "int64"})
