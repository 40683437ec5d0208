"""The cash flow statement; a flow is positive when it brings cash."""

from __future__ import annotations

from finsam.ledger.cells import Made
from finsam.ledger.chart import Chart, Flow
from finsam.ledger.columns import Column, Comparison
from finsam.ledger.statements import NOTHING, Amount, booked, cash, equity, fill_row, of_roles, result, total

#: Roles of the balance sheet whose change is a flow of its own.
_ROLE_OF_FLOW: dict[Flow, str] = {
    "avsattningar": "avsattning",
    "fordringar": "fordran",
    "kortfristiga_skulder": "kortfristig_skuld",
    "anlaggningar": "anlaggning",
    "langfristiga_skulder": "langfristig_skuld",
}


def flows(chart: Chart, column: Column) -> dict[str, Amount]:
    """The parts of the cash flow of a column that has an opening balance. Together they are the change of cash."""
    found: dict[str, Amount] = {
        flow: booked(of_roles(chart, column.changes, [role]), -1) for flow, role in _ROLE_OF_FLOW.items()
    }
    worn = booked(of_roles(chart, column.changes, ["avskrivning"]), 1)
    found["arets_resultat"] = own = result(column)
    found["avskrivningar"] = worn
    if worn.ore:
        found["anlaggningar"] = Amount((found["anlaggningar"].ore or 0) - worn.ore, worn.behind)
    other = equity(chart, column.end).known - equity(chart, column.start).known - own.known
    found["ovrigt_eget_kapital"] = Amount(other) if other else NOTHING
    return found


def flow_lines(chart: Chart, column: Column) -> list[Amount]:
    """The amount of each row of the cash flow statement."""
    parts = flows(chart, column)
    stocks = {"ingaende": column.start, "utgaende": column.end}
    by_name: dict[str, Amount] = {}
    so_far: list[Amount] = []
    found = []
    for section in chart.kassaflode:
        start = len(so_far)
        for line in section.rader:
            if line.saldo:
                amount = cash(chart, stocks[line.saldo])
            elif line.summa is None:
                amount = total(parts[flow] for flow in line.floden)
                so_far.append(amount)
            elif isinstance(line.summa, tuple):
                amount = total(by_name[name] for name in line.summa)
            else:
                amount = total(so_far[start:] if line.summa == "sektion" else so_far)
            by_name[line.post] = amount
            found.append(amount)
    return found


def fill_flow(made: Made, chart: Chart, of: Comparison, unit: str) -> None:
    """The rows of the kind kassaflode, for the columns whose opening balance is known."""
    amounts = {column.period: flow_lines(chart, column) for column in of.flows if column.opening is not None}
    lines = [(section.sektion, line) for section in chart.kassaflode for line in section.rader]
    for at, (section, line) in enumerate(lines):
        keys = {"sektion": section, "post": line.post, "typ": "summa" if line.summa is not None else "post"}
        fill_row(made, chart, keys, {period: found[at] for period, found in amounts.items()}, unit)
