"""Where opening balances and transactions don't make the closing balances of the same file."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from finsam.faults import Fault
from finsam.records import records
from finsam.sources.sie.ledger import Ledger
from finsam.sources.sie.told import Told
from finsam.sources.sie.values import kr

_COLUMNS = ["ar", "konto", "slag", "ib", "transaktioner", "slutsaldo", "differens", "radnr"]


def reconcile(ledger: Ledger) -> pd.DataFrame:
    """IB + transactions against UB, and transactions against RES, in öre, by year and account.

    Columns: ar, konto, slag (UB for balance accounts, RES for result accounts), ib, transaktioner, slutsaldo,
    differens (ib + transaktioner - slutsaldo), radnr (of the closing balance, NA without one).

    Only years for which the file holds both vouchers and closing balances. A voucher belongs to the year of its
    own date, whatever its rows say; one dated outside all years is left out. A balance that isn't there is 0, as
    the specification has it (5.17).
    """
    years = ledger.year_of(ledger.vouchers["datum"])
    rows = ledger.transactions[["ver", "konto", "ore"]].assign(
        konto=ledger.transactions["konto"].astype("str")
    )
    rows["ar"] = years.to_numpy()[rows["ver"].to_numpy()]
    moved = rows.dropna(subset=["ar"]).groupby(["ar", "konto"])["ore"].sum()
    by_kind = {
        kind: table.groupby(["ar", "konto"])["ore"].sum() for kind, table in ledger.balances.groupby("slag")
    }
    lines = ledger.balances[ledger.balances["slag"] != "IB"].groupby(["ar", "konto"])["radnr"].min()
    nothing = pd.Series(dtype="int64", index=pd.MultiIndex.from_arrays([[], []]))
    opening, closing, result = (by_kind.get(kind, nothing) for kind in ("IB", "UB", "RES"))
    both = sorted(
        {year for year, _ in moved.index} & {year for year, _ in [*closing.index, *result.index]},
        reverse=True,
    )
    kinds = dict(zip(ledger.accounts["konto"], ledger.accounts["typ"], strict=True))
    found = []
    for year in both:
        accounts = sorted(
            {
                account
                for part in (moved, opening, closing, result)
                for at, account in part.index
                if at == year
            }
        )
        for account in accounts:
            key = (year, account)
            kind = "RES" if key in result.index else "UB"
            if key not in result.index and key not in closing.index and key not in opening.index:
                kind = _kind(account, kinds.get(account, ""))
            end = (result if kind == "RES" else closing).get(key, 0)
            start, change = opening.get(key, 0) if kind == "UB" else 0, moved.get(key, 0)
            found.append((year, account, kind, start, change, end, start + change - end, lines.get(key)))
    table = pd.DataFrame(found, columns=_COLUMNS)
    types = dict.fromkeys(("ar", "ib", "transaktioner", "slutsaldo", "differens"), "int64") | {
        "radnr": "Int64"
    }
    return table.astype(types | {"konto": "str", "slag": "str"})


class _Row(NamedTuple):
    """A row of `reconcile`, amounts in öre."""

    ar: int
    konto: str
    slag: str
    ib: int
    transaktioner: int
    slutsaldo: int
    differens: int
    radnr: int | None


def differences(ledger: Ledger) -> list[Fault]:
    """A contradiction for each account where `reconcile` finds a difference."""
    told = Told(ledger.file)
    names = dict(zip(ledger.accounts["konto"], ledger.accounts["namn"], strict=True))
    table = reconcile(ledger)
    found = []
    for row in records(table[table["differens"] != 0], _Row):
        subject = f"{row.konto} {names.get(row.konto, '')}".strip()
        start = f"IB {kr(row.ib)} + " if row.slag == "UB" else ""
        made, stated = row.ib + row.transaktioner, kr(row.slutsaldo)
        message = (
            f"{subject}, year {row.ar}: {start}transactions {kr(row.transaktioner)} make {kr(made)},"
            f" #{row.slag} is {stated}: {kr(row.differens)} too much."
        )
        place = told.place(
            None if row.radnr is None or pd.isna(row.radnr) else row.radnr, f"#{row.slag} saldo", stated
        )
        found.append(Fault("balance-differs", message, (place,), kr(made), "contradiction"))
    return found


def _kind(account: str, kind: str) -> str:
    """Kind of closing balance of an account that has none: by #KTYP, otherwise by its class in the BAS chart."""
    if kind:
        return "UB" if kind.upper() in ("T", "S") else "RES"
    return "UB" if account[:1] in ("1", "2") else "RES"
