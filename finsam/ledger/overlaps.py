"""Ledger files that hold the same, or something else about the same: everything would count twice, or wrong."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

from finsam.faults import Fault, Place, counted
from finsam.ledger.postings import Part
from finsam.paths import relative
from finsam.sources.sie.values import kr


def same_files(files: Sequence[Path]) -> Iterator[Fault]:
    """Files with the same bytes; the first of them counts."""
    first: dict[str, Path] = {}
    for file in files:
        same = first.setdefault(hashlib.sha256(file.read_bytes()).hexdigest(), file)
        if same != file:
            places = (Place(relative(file)), Place(relative(same)))
            message = "The two files hold the same ledger; everything would count twice."
            yield Fault("file-twice", message, places, "each ledger once")


def repeated_vouchers(parts: Sequence[Part]) -> Iterator[Fault]:
    """Vouchers that stand in two files, which overlap then, or twice in one: they would count twice."""
    tables = [part.vouchers.assign(fil=part.fil) for part in parts if len(part.vouchers)]
    if not tables:
        return
    table = pd.concat(tables, ignore_index=True)
    table = table[table["nummer"] != ""]
    keys = ["ar", "serie", "nummer"]
    across = table[table.groupby(keys)["fil"].transform("nunique") > 1]
    for files, rows in across.groupby(
        across.groupby(keys)["fil"].transform(lambda f: " and ".join(sorted(set(f))))
    ):
        vouchers = rows.drop_duplicates(keys)
        first = vouchers.head(5)
        labels = zip(first["serie"], first["nummer"], strict=True)
        names = ", ".join(f"{series} {number}".strip() for series, number in labels)
        more = f" and {len(vouchers) - 5} more" if len(vouchers) > 5 else ""
        message = f"The files {files} overlap: {counted(len(vouchers), 'voucher stands', 'vouchers stand')} in both ({names}{more})."
        places = tuple(
            Place(file, None, int(line))
            for file, line in zip(rows["fil"].head(10), rows["radnr"].head(10), strict=True)
        )
        yield Fault("files-overlap", message, places, "each voucher in one file")
    within = table[table.duplicated([*keys, "fil", "datum", "rows"], keep=False)]
    for (_, serie, number, fil), rows in within.groupby([*keys, "fil"], sort=False):
        message = f"Voucher {f'{serie} {number}'.strip()} stands {len(rows)} times with the same rows."
        places = tuple(Place(str(fil), None, int(line)) for line in rows["radnr"])
        yield Fault("voucher-twice", message, places, "each voucher once")


def different_openings(parts: Sequence[Part]) -> Iterator[Fault]:
    """The opening balances that two files give for the same year must be the same."""
    first: dict[int, tuple[str, pd.Series]] = {}
    for part in parts:
        table = part.postings[part.postings["slag"] == "ib"]
        for year, rows in table.groupby("ar"):
            sums = rows.groupby("konto")["ore"].sum()
            other, known = first.setdefault(int(str(year)), (part.fil, sums))
            gap = sums.sub(known, fill_value=0)
            for account in gap[gap != 0].index:
                here, there = (kr(int(amounts.get(account, 0))) for amounts in (sums, known))
                message = f"Account {account} opens {year} with {here} in one file and {there} in the other."
                lines = rows.loc[rows["konto"] == account, "radnr"]
                place = Place(part.fil, None, int(lines.min()) if len(lines) else None)
                yield Fault("opening-differs", message, (place, Place(other)), there, "contradiction")
