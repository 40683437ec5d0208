"""Printed shares without a base, and whether one way of rounding makes all shares of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import pandas as pd

from finsam.audit.check import Check, Worded, last_decimal, rounding
from finsam.audit.figures import all_rows, groups, is_part, subject
from finsam.measures.participants import EXITS, outcomes
from finsam.tables.cells import Cell, Row, places_of, rows

#: The ways of rounding a percent, by what they are called in Swedish.
WAYS = {
    "avrundade": ROUND_HALF_UP,
    "avrundade till närmaste jämna": ROUND_HALF_EVEN,
    "avkortade": ROUND_FLOOR,
}
Share = tuple[Cell, Cell, Cell]  # stated percent, count, base
#: Labels that tell a base of their own.
_OWN_BASE = re.compile(r"\bav (?:alla|de|dem|dessa|deltagarna|avslutade|\d)", re.IGNORECASE)


# ---- A base that nobody printed ----------------------------------------------------------------------------


def common_bases(table: pd.DataFrame) -> Iterator[Check]:
    """Counts with percents of one group and period have some base in common, with one way of rounding.

    A share that doesn't fit the base that most of them fit is a note: its base may be another. It is a contradiction
    where the labels tell one whole (`Avslutade: ...`) and no base fits all even with rounding and cutting mixed.
    table: tidy table of uppgifter.
    """
    for found in groups(all_rows(table)).values():
        told = [row for row in found if _has_no_base(row)]
        heads = {row.key["uppgift"].partition(": ")[0] for row in told if ": " in row.key["uppgift"]}
        for head in heads:
            yield from _common(
                [r for r in told if r.key["uppgift"].startswith(f"{head}: ")], found, is_whole=True
            )
        yield from _common([r for r in told if ": " not in r.key["uppgift"]], found, is_whole=False)


def _has_no_base(row: Row) -> bool:
    count, share = row["varde"], row["procent"]
    is_count = count and share and count.enhet == "antal" and not row["bas"]
    return bool(is_count and not is_part(row) and not _OWN_BASE.search(row.key["uppgift"]))


def _common(told: list[Row], found: list[Row], is_whole: bool) -> Iterator[Check]:
    if len(told) < (2 if is_whole else 3):
        return
    best = _best(told, [row["varde"] for row in found if row["varde"] and not row["procent"]])
    if best is None:
        return
    base, way = best
    misfits = [row for row in told if not _fits(row, base, (way,))]
    if 2 * len(misfits) >= len(told):
        return
    is_wrong = is_whole and not any(
        all(_fits(row, each, (ROUND_HALF_UP, ROUND_FLOOR)) for row in told) for each in _bases(told)
    )
    for row in misfits or told[:1]:
        stated = row["procent"]
        exact = 100 * row["varde"].printed / base
        with_others = (row, *(other for other in told if other is not row))
        places = places_of(each[column] for each in with_others for column in ("procent", "varde"))
        yield Check(
            "common-base",
            f"{subject(row)}: andel av {base}, den bas som flest andelar i gruppen passar",
            stated.printed,
            exact.quantize(last_decimal(stated), way),
            stated.enhet,
            places,
            decimals=stated.decimaler,
            worth="contradiction" if is_wrong else "note",
        )


def _best(told: list[Row], others: list[Cell]) -> tuple[int, str] | None:
    """The base and the way of rounding that most shares fit: a printed count before others, then the sum of the parts."""
    total = int(sum(row["varde"].printed for row in told))
    printed = {int(cell.printed) for cell in others if cell.enhet == "antal"}
    tried = [
        (
            sum(_fits(row, base, (way,)) for row in told),
            base in printed,
            -abs(base - total),
            -order,
            base,
            way,
        )
        for order, way in enumerate((ROUND_HALF_UP, ROUND_FLOOR))
        for base in _bases(told)
    ]
    return max(tried)[-2:] if tried else None


def _bases(told: list[Row]) -> range:
    """Every base that any share allows."""
    least = max(int(row["varde"].printed) for row in told)
    most = [
        100 * row["varde"].printed / (row["procent"].printed - last_decimal(row["procent"]) / 2)
        for row in told
        if row["procent"].printed > last_decimal(row["procent"]) / 2
    ]
    return range(max(least, 1), int(max(most, default=0)) + 1)


def _fits(row: Row, base: int, ways: tuple[str, ...]) -> bool:
    stated, exact = row["procent"], 100 * row["varde"].printed / base
    return any(exact.quantize(last_decimal(stated), way) == stated.printed for way in ways)


# ---- One way of rounding -----------------------------------------------------------------------------------


def one_way(name: str, shares: list[Share]) -> Iterator[Check]:
    """A note where rounding half up doesn't make all the shares that some rounding makes: whether another way does.

    shares: percents of one table, each with its count and base. One that no rounding can make says nothing of it.
    """
    exact = [(stated, 100 * count.printed / base.printed) for stated, count, base in shares]
    exact = [(stated, value) for stated, value in exact if abs(stated.printed - value) < last_decimal(stated)]
    fits = {way: [_is(way, *each) for each in exact] for way in WAYS}
    usual, *others = WAYS
    if all(fits[usual]) or len(exact) < 2:
        return
    alone = next((way for way in others if all(fits[way])), "")
    rounded = sum(fits[usual])
    cut = sum(up and not usually for up, usually in zip(fits["avkortade"], fits[usual], strict=True))
    rest = len(exact) - rounded - cut
    words = f"{rounded} andelar är avrundade och {cut} avkortade" + (f", {rest} höjda" if rest else "")
    told = (f"alla andelar är {alone}", "avrundning") if alone else (words, "samma sätt i hela tabellen")
    places = places_of(
        stated for (stated, _), is_usual in zip(exact, fits[usual], strict=True) if not is_usual
    )
    yield Worded("percent-rule", f"{name}: andelarna", Decimal(len(exact)), Decimal(rounded), "antal", places, worth="note", words=told)  # fmt: skip


def _is(way: str, stated: Cell, exact: Decimal) -> bool:
    return exact.quantize(last_decimal(stated), WAYS[way]) == stated.printed


def rounding_rules(tables: dict[str, pd.DataFrame]) -> Iterator[Check]:
    """A check for each table of the kinds that print percents with counts, and for each group of single figures."""
    found = []
    if "deltagare" in tables:
        found.append(("Deltagare", list(_of_participants(tables["deltagare"]))))
    if "sociala_utfall" in tables:
        found.append(("Utfall i det sociala bokslutet", list(_of_social(tables["sociala_utfall"]))))
    if "uppgifter" in tables:
        for (_, grupp, period), of_group in groups(all_rows(tables["uppgifter"])).items():
            shares = [(row["procent"], row["varde"], row["bas"]) for row in of_group]
            found.append((", ".join(filter(None, (grupp, period))), shares))
    for name, shares in found:
        yield from one_way(name, [share for share in shares if all(share) and share[2].printed > 0])


def _of_participants(table: pd.DataFrame) -> Iterator[Share]:
    for period in table["period"].unique():
        for outcome in outcomes(table, period):
            for exit in EXITS:
                yield outcome.cell(exit, "procent"), outcome.cell(exit), outcome.cell("avslutade")


def _of_social(table: pd.DataFrame) -> Iterator[Share]:
    for row in rows(table, ("indikator", "respondentgrupp", "period")):
        yield row["procent"], row["n"], row["N"]


# ---- More than all ---------------------------------------------------------------------------------------


def background_shares(table: pd.DataFrame) -> Iterator[Check]:
    """Shares of one question and group don't make more than all of them, beyond what rounding adds to each."""
    for (omrade, grupp, _), part in table.groupby(["omrade", "grupp", "period"], sort=False):
        cells = [row["procent"] for row in rows(part, ("kategori",)) if row["procent"]]
        cells = [cell for cell in cells if cell.printed < 100]
        yield from over_all(", ".join(filter(None, (str(omrade), str(grupp)))), cells)


def over_all(name: str, cells: list[Cell]) -> Iterator[Check]:
    """More than 100 percent; less is silent, since a question may have answers that nobody printed."""
    total = sum((cell.printed for cell in cells), Decimal(0))
    tolerance = rounding(*cells)
    if len(cells) > 1 and total - 100 > tolerance:
        places = tuple(cell.place for cell in cells if cell.place)
        decimals = max(cell.decimaler for cell in cells)
        yield Check(
            "over-all",
            f"{name}: andelarna tillsammans",
            total,
            Decimal(100),
            "procent",
            places,
            tolerance,
            decimals,
        )
