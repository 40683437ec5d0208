"""What a ledger is, in words and as facts: company, years, counts, balances; and its rows as one flat table."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from finsam.faults import Fault, Place, counted
from finsam.sources.sie.ledger import Ledger
from finsam.sources.sie.reconcile import differences, reconcile
from finsam.sources.sie.values import kr, kronor


def findings(ledger: Ledger) -> list[Fault]:
    """Every fault of the file, and every account whose balances and transactions disagree."""
    return [*ledger.faults, *differences(ledger)]


def describe(ledger: Ledger, name: str) -> Iterator[str]:
    """The lines that `inspect` prints of a ledger. name: of the file, as it is shown."""
    head = ledger.header
    yield f"{name}: {_what(ledger)}"
    for year in ledger.years.sort_values("ar", ascending=False).itertuples():
        yield f"  year {year.ar}: {year.start:%Y-%m-%d} to {year.slut:%Y-%m-%d}"
    for label, value in (
        ("balances up to", head.upto),
        ("currency", head.currency),
        ("generated", head.generated),
    ):
        if value:
            yield f"  {label} {value}"
    yield (
        f"  {counted(len(ledger.accounts), 'account')}, {counted(len(ledger.objects), 'object')} in {counted(len(ledger.dimensions), 'dimension')},"
        f" {counted(len(ledger.vouchers), 'voucher')}, {counted(len(ledger.transactions), 'row')}"
        + (f", {counted(len(ledger.changes), 'added or removed one')}" if len(ledger.changes) else "")
    )
    yield from _balances(ledger)
    yield from _agreement(ledger)


def as_json(ledger: Ledger, name: str) -> dict[str, object]:
    """What `inspect --json` says of a ledger: a note as of any finding, and `facts`."""
    note = Fault("ledger", _what(ledger)[:1].upper() + _what(ledger)[1:], (Place(name),), severity="note")
    return {**note.as_json(), "facts": facts(ledger)}


def facts(ledger: Ledger) -> dict[str, object]:
    """Company, years, counts, balances and agreement. Sums are texts in kronor, debit positive."""
    head, years = ledger.header, ledger.years.sort_values("ar", ascending=False)
    return {
        "company": head.name,
        "orgnr": head.orgnr,
        "program": head.program,
        "encoding": ledger.encoding,
        "sie_type": ledger.kind,
        "years": [
            {"year": year.ar, "start": f"{year.start:%Y-%m-%d}", "end": f"{year.slut:%Y-%m-%d}"}
            for year in years.itertuples()
        ],
        "counts": {
            "accounts": len(ledger.accounts),
            "objects": len(ledger.objects),
            "dimensions": len(ledger.dimensions),
            "vouchers": len(ledger.vouchers),
            "rows": len(ledger.transactions),
            "changes": len(ledger.changes),
        },
        "labels": ledger.labels,
        "unknown_labels": {label: seen.count for label, seen in ledger.unknown.items()},
        "balances": [
            {"year": year, "kind": kind, "by_object": by_object, "count": len(table),
             "sum": kronor(int(table["ore"].sum()))}
            for year, kind, by_object, table in _by_year_and_kind(ledger)
        ],
        "agreement": [
            {"year": year, "accounts": accounts, "differing": wrong}
            for year, accounts, wrong in _agreeing(ledger)
        ],
    }  # fmt: skip


def flat_rows(ledger: Ledger, name: str) -> pd.DataFrame:
    """The transactions with their vouchers, one row each, amounts in kronor; what `inspect --csv` writes."""
    vouchers = ledger.vouchers.set_axis(range(len(ledger.vouchers)))
    rows = ledger.transactions
    of_voucher = vouchers.reindex(rows["ver"]).reset_index(drop=True)
    names = dict(zip(ledger.accounts["konto"], ledger.accounts["namn"], strict=True))
    return pd.DataFrame({
        "serie": of_voucher["serie"],
        "vernr": of_voucher["nummer"],
        "verdatum": of_voucher["datum"],
        "vertext": of_voucher["text"],
        "konto": rows["konto"].astype("str"),
        "kontonamn": rows["konto"].astype("str").map(names),
        "objekt": rows["objekt"].astype("str"),
        "belopp": [kronor(amount) for amount in rows["ore"]],
        "datum": rows["datum"],
        "text": rows["text"],
        "kvantitet": rows["kvantitet"].astype("str"),
        "sign": rows["sign"].astype("str"),
        "fil": name,
        "radnr": rows["radnr"],
    })  # fmt: skip


def _what(ledger: Ledger) -> str:
    head = ledger.header
    company = " ".join(filter(None, [head.name or "no company named", head.orgnr and f"({head.orgnr})"]))
    program = f" from {head.program}" if head.program else ""
    return f"ledger of {company}, SIE type {ledger.kind}{program}, {ledger.encoding}."


def _balances(ledger: Ledger) -> Iterator[str]:
    """How many balances there are of each kind and year, and what those of whole accounts add up to."""
    for year, kind, by_object, table in _by_year_and_kind(ledger):
        if kind in ("IB", "UB", "RES"):
            yield f"  year {year} #{kind}: {counted(len(table), 'account')}, together {kr(int(table['ore'].sum()))}"
        else:
            about, accounts = "by object" if by_object else "in all", table["konto"].nunique()
            yield f"  year {year} #{kind} {about}: {counted(len(table), 'row')}, {counted(accounts, 'account')}"


def _by_year_and_kind(ledger: Ledger) -> Iterator[tuple[int, str, bool, pd.DataFrame]]:
    """Year, kind, whether the amounts are parts by object, and the balances. Parts and totals are never mixed."""
    for name in ("balances", "object_balances", "periods", "object_periods"):
        for (year, kind), table in getattr(ledger, name).groupby(["ar", "slag"], sort=False):
            yield year, kind, name.startswith("object"), table


def _agreement(ledger: Ledger) -> Iterator[str]:
    for year, accounts, wrong in _agreeing(ledger):
        agree = (
            f"agree with #UB and #RES for all {counted(accounts, 'account')}"
            if not wrong
            else f"differ from #UB or #RES for {wrong} of {counted(accounts, 'account')}"
        )
        yield f"  year {year}: opening balances and transactions {agree}"


def _agreeing(ledger: Ledger) -> Iterator[tuple[int, int, int]]:
    """Year, how many accounts can be reconciled, and for how many of them there is a difference."""
    for year, rows in reconcile(ledger).groupby("ar", sort=False):
        yield int(str(year)), len(rows), int((rows["differens"] != 0).sum())
