"""Checks of the tables about people: participants, background, self-ratings, social accounts, statistics."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pandas as pd

from finsam.audit.check import Check, compare, last_decimal, percent, rounding
from finsam.audit.shares import over_all
from finsam.measures.participants import EXITS, WHOLE, Outcome, outcomes
from finsam.tables.cells import Cell, Row, places_of, rows
from finsam.tables.words import PARTICIPANT_MEASURES, SEXES


def participants(table: pd.DataFrame) -> Iterator[Check]:
    """Women and men make the total; the exits make those ended; ended and remaining make all; printed shares."""
    for period in table["period"].unique():
        for outcome in outcomes(table, period):
            name = outcome.insats
            ended = outcome.cell("avslutade")
            for measure, row in outcome.measures.items():
                subject = f"{name}, {_measure(measure)}"
                yield from _women_men(subject, row)
                yield from percent("percent", f"{subject}: andel", row["procent"], row["totalt"], ended)
            for column, (label, *_) in SEXES.items():
                exits = [outcome.cell(exit, column) for exit in EXITS]
                subject = f"{name}, {label.lower()}"
                yield from compare(
                    "exits-ended", f"{subject}: avslutade", outcome.cell("avslutade", column), exits
                )
                parts = [outcome.cell("avslutade", column), outcome.cell("kvar", column)]
                total = outcome.cell("antal_totalt", column)
                yield from compare("ended-remaining", f"{subject}: antal deltagare totalt", total, parts)
                yield from _part_whole(f"{subject}: unika personer", outcome.cell("unika", column), total)
                yield from _exits_within(subject, outcome, column)
            for measure, row in outcome.measures.items():
                # Where both are there, they make the total or contradict it; one alone can only be too many.
                for column in ("kvinnor", "man") if not (row["kvinnor"] and row["man"]) else ():
                    words = f"{name}, {_measure(measure)}: {SEXES[column][0].lower()}"
                    yield from _part_whole(words, row[column], row["totalt"])
            shares = [outcome.cell(exit, "procent") for exit in EXITS]
            yield from over_all(f"{name}, avsluten", [cell for cell in shares if cell])
        yield from _exits_of_whole(table, period)
        yield from _stock_of_whole(table, period)


def _exits_of_whole(table: pd.DataFrame, period: str) -> Iterator[Check]:
    """An exit is counted once however many insatser a person is in, so the insatser make the förbund's exits."""
    whole, *insatser = outcomes(table, period)
    if whole.insats != WHOLE or not insatser:
        return
    for measure in ("avslutade", *EXITS):
        parts = [outcome.cell(measure) for outcome in insatser]
        yield from compare(
            "insatser-whole", f"{WHOLE}, {_measure(measure)}: summa", whole.cell(measure), parts
        )


def _exits_within(subject: str, outcome: Outcome, column: str) -> Iterator[Check]:
    """Each part is at most its whole, where parts are missing that would make the whole with it."""
    total, ended = outcome.cell("antal_totalt", column), outcome.cell("avslutade", column)
    exits = {exit: outcome.cell(exit, column) for exit in EXITS}
    for exit, cell in exits.items() if not all(exits.values()) else ():
        yield from _part_whole(f"{subject}: {_measure(exit)}", cell, ended)
    parts = ("nya", *(("avslutade", "kvar") if not (ended and outcome.cell("kvar", column)) else ()))
    for measure in parts:
        yield from _part_whole(f"{subject}: {_measure(measure)}", outcome.cell(measure, column), total)


def _stock_of_whole(table: pd.DataFrame, period: str) -> Iterator[Check]:
    """A person in several insatser counts once in the förbund, which is so at most what the insatser count together."""
    whole, *insatser = outcomes(table, period)
    if whole.insats != WHOLE or not insatser:
        return
    for measure in ("antal_totalt", "nya", "kvar"):
        stated, parts = whole.cell(measure), [outcome.cell(measure) for outcome in insatser]
        if stated and all(parts) and stated.number > sum(cell.number for cell in parts):
            yield from compare(
                "insatser-most", f"{WHOLE}, {_measure(measure)}: högst insatsernas", stated, parts
            )


def background(table: pd.DataFrame) -> Iterator[Check]:
    """Women and men make the total, and the categories make the row Totalt."""
    for (omrade, *_), part in table.groupby(["omrade", "grupp", "period"], sort=False):
        found = list(rows(part, ("kategori",)))
        for row in found:
            yield from _women_men(f"{omrade}, {row.key['kategori'].lower()}", row)
        total = next((row for row in found if row.key["kategori"].casefold() in ("totalt", "summa")), None)
        if total is not None:
            for column, (label, *_) in SEXES.items():
                parts = [row[column] for row in found if row is not total]
                yield from compare(
                    "categories-total", f"{omrade}, {label.lower()}: totalt", total[column], parts
                )


def statistics(table: pd.DataFrame) -> Iterator[Check]:
    """Women and men make the total of a count, and the kinds of helårsekvivalenter make their total."""
    counts = table[table["enhet"].isin(["antal", "helarsekvivalenter"])]
    for row in rows(counts, ("omrade", "matt", "period"), across="kon"):
        yield from _women_men(f"{row.key['omrade']} {row.key['period']}, {row.key['matt']}", row)
    totals = counts[counts["kon"] == "totalt"]
    for row in rows(totals, ("omrade", "period"), across="matt"):
        kinds = [name for name in row if name.startswith("helarsekvivalenter_")]
        parts = [row[name] for name in kinds if name != "helarsekvivalenter_totalt"]
        subject = f"{row.key['omrade']} {row.key['period']}, helårsekvivalenter: totalt"
        total = row["helarsekvivalenter_totalt"]
        yield from compare("kinds-total", subject, total, parts, rounding(total, *parts))


def self_ratings(table: pd.DataFrame) -> Iterator[Check]:
    """The förbund's mean is the unweighted mean of the insatser, rounded (domain: Qualitative measures)."""
    for row in rows(table, ("matt",), across="insats"):
        stated = row[WHOLE]
        parts = [cell for insats, cell in row.items() if insats != WHOLE and cell]
        if stated and parts:
            mean = sum((cell.number for cell in parts), Decimal(0)) / len(parts)
            computed = mean.quantize(Decimal(1).scaleb(-stated.decimaler), "ROUND_HALF_UP")
            places = places_of((stated, *parts))
            subject = f"Självskattning, {row.key['matt']}: medelvärde för förbundet"
            # The parts are rounded themselves, which can move their mean to the next decimal.
            tolerance = last_decimal(stated)
            yield Check(
                "mean", subject, stated.number, computed, stated.enhet, places, tolerance, stated.decimaler
            )


def social_results(table: pd.DataFrame) -> Iterator[Check]:
    """A printed percent is n of N, and n is at most N."""
    for row in rows(table, ("indikator", "respondentgrupp", "period")):
        subject = ", ".join(filter(None, (f"Indikator {row.key['indikator']}", row.key["respondentgrupp"])))
        yield from percent("percent", f"{subject}: andel", row["procent"], row["n"], row["N"])
        yield from _part_whole(f"{subject}: n av N", row["n"], row["N"])


def _women_men(subject: str, row: Row) -> list[Check]:
    """Persons are counted; helårsekvivalenter are computed, and rounded one by one."""
    total, *parts = row["totalt"], row["kvinnor"], row["man"]
    tolerance = rounding(total, *parts) if total.enhet == "helarsekvivalenter" else 0
    return compare("women-men", f"{subject}: kvinnor och män", total, parts, tolerance)


def _part_whole(subject: str, part: Cell, whole: Cell) -> list[Check]:
    """Only a part that is too large is a check: how large it should be is not known."""
    if not (part and whole) or part.number <= whole.number:
        return []
    return [Check("part-whole", subject, part.number, whole.number, "antal", places_of([part, whole]))]


def _measure(name: str) -> str:
    return PARTICIPANT_MEASURES[name][0].removeprefix("varav ").lower()
