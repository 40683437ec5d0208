"""The tables that a ledger gives: statements, notes, contributions, projects, budget and outcome, forecast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from finsam.faults import Fault, stop_if
from finsam.ledger.assign import assign
from finsam.ledger.cash_flow import fill_flow
from finsam.ledger.cells import Made, Told
from finsam.ledger.chart import Chart, chart_files, load_chart
from finsam.ledger.chart_check import chart_faults
from finsam.ledger.collect import collect
from finsam.ledger.columns import Comparison, comparison, cut_faults
from finsam.ledger.forecast import fill_forecast
from finsam.ledger.homeless import Homes
from finsam.ledger.notes import fill_members, fill_notes, fill_project_debts, fill_project_outcome
from finsam.ledger.openings import opening_faults
from finsam.ledger.outcome import Planned, fill_outcome, outcome_rows, planned_in_ledger, planned_in_table
from finsam.ledger.statements import fill_balance, fill_income
from finsam.ledger.summary import fill_summary
from finsam.params import Params
from finsam.paths import relative
from finsam.sources.grids import Grid
from finsam.tables.kinds import KINDS

#: The kinds that a ledger can give.
MADE = (
    "resultatrakning", "balansrakning", "kassaflode", "noter", "medlemsbidrag", "projektutfall", "projektskulder",
    "ekonomisk_sammanfattning", "budget", "prognos",
)  # fmt: skip


#: Faults of a ledger that isn't the book's.
_STRANGE = {"forbund-wrong", "year-wrong", "year-missing"}


@dataclass(frozen=True)
class FromLedger:
    """tables: made tables by kind. postings: everything booked, with its homes (assign.py).

    notes: what the files hold that was left out or is odd, and stops nothing.
    """

    tables: dict[str, pd.DataFrame]
    postings: pd.DataFrame
    notes: tuple[Fault, ...]


def from_ledger(
    files: Sequence[Path],
    grids: Sequence[Grid],
    params: Params,
    budget: pd.DataFrame | None,
    tell: Told | None = None,
) -> FromLedger:
    """Everything that the ledger files of a book give. budget: the delivered table of the kind, if there is one.

    files: SIE files; grids: exports. tell: is told the postings behind each cell. Raises Faults with all that is wrong in
    the ledger, the chart and the budget.
    """
    chart = load_chart(params.forbund_id)
    common, own = chart_files(params.forbund_id)
    stop_if(chart_faults(chart, own if own.is_file() else common))
    books, told = collect(files, grids, params, chart)
    notes = tuple(fault for fault in told if fault.severity == "note")
    faults = [fault for fault in told if fault.severity != "note"]
    # The accounts of a ledger that doesn't belong to the book aren't worth mending.
    stop_if(faults if any(fault.code in _STRANGE for fault in faults) else [])
    postings = assign(books.postings, chart)
    shown = postings[postings["ar"].isin([params.ar, params.ar - 1]) & (postings["slag"] != "budget")]
    of = comparison(replace(books, postings=postings), params)
    # A forecast needs last year's months by row; an annual report shows the rows of its own year.
    budget_years = {params.ar, params.ar - 1} if params.year.per and of.before else {params.ar}
    name = relative(own) if own.is_file() else f"{relative(common)} (or {relative(own)}, for it alone)"
    # What a broken file opens or closes with says nothing more.
    more = [] if faults else [*opening_faults(chart, of, books.names), *cut_faults(books, params)]
    homes = Homes(chart, books.names | books.projects, name)
    faults += [*homes.faults(shown, params.ar, budget_years), *more]
    if budget is None:
        faults += homes.budget_faults(_budget(postings, params))
    planned, more = _planned(postings, params, chart, budget)
    stop_if(faults + more)
    return FromLedger(_tables(chart, of, books.names, params, planned, postings, tell), postings, notes)


def _planned(
    postings: pd.DataFrame, params: Params, chart: Chart, budget: pd.DataFrame | None
) -> tuple[Planned, list[Fault]]:
    if budget is not None:
        return planned_in_table(budget, chart, params)
    return planned_in_ledger(_budget(postings, params)), []


def _budget(postings: pd.DataFrame, params: Params) -> pd.DataFrame:
    return postings[(postings["slag"] == "budget") & (postings["ar"] == params.ar)]


def _tables(
    chart: Chart,
    of: Comparison,
    names: dict[str, str],
    params: Params,
    planned: Planned,
    postings: pd.DataFrame,
    told: Told | None,
) -> dict[str, pd.DataFrame]:
    first = postings[postings["ar"] == params.ar].iloc[0]
    made = {name: Made(KINDS[name], (first["fil"], int(first["radnr"])), told) for name in MADE}
    unit = params.year.bokforing.enhet
    fill_income(made["resultatrakning"], chart, of, unit)
    fill_members(made["medlemsbidrag"], chart, of)
    # An insats that had costs in the same part of last year alone has a row of the forecast too.
    rowed = of.flows if params.year.per else [of.now]
    rows = outcome_rows(chart, planned, pd.concat([column.changes for column in rowed]))
    if of.now.opening is not None:
        fill_balance(made["balansrakning"], chart, of, unit)
        fill_flow(made["kassaflode"], chart, of, unit)
        fill_notes(made["noter"], chart, of, names, unit)
        if chart.projektskulder:
            projects = {row.rad: -row.budget for row in rows if row.budget is not None and row.is_insats}
            fill_project_outcome(made["projektutfall"], chart, of, projects)
            fill_project_debts(made["projektskulder"], chart, of)
    fill_summary(made["ekonomisk_sammanfattning"], chart, of, rows)
    if params.year.per:
        fill_forecast(made["prognos"], rows, of, _budget(postings, params), params.year.kostnader)
    else:
        fill_outcome(made["budget"], rows, of.now.changes, params.year.kostnader)
    tables = {name: part.table() for name, part in made.items()}
    return {name: table for name, table in tables.items() if len(table)}
