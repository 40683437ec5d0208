"""The notes to the accounts, the members' contributions, and the projects' outcome with their debts."""

from __future__ import annotations

import pandas as pd

from finsam.ledger.accounts import Index
from finsam.ledger.cells import Made
from finsam.ledger.chart import ASSETS, COSTS, BalanceLine, Chart, IncomeLine, NoteTable
from finsam.ledger.columns import Comparison
from finsam.ledger.statements import Amount, booked, fill_row, total

ZERO = Amount(0)


def fill_notes(made: Made, chart: Chart, of: Comparison, names: dict[str, str], unit: str) -> None:
    """The rows of the kind noter. Amounts are positive as a rule: costs, too, are shown as what they cost."""
    lines = {line.not_: line for line in chart.statement_lines if line.not_}
    for note in chart.noter:
        line = lines[note.not_]
        columns = _columns(chart, of, line, note.not_)
        sign = 1 if line.roll in ASSETS | COSTS else -1
        rows = _rows(note, columns, names, sign)
        rows["summa", note.summa] = {period: booked(table, sign) for period, table in columns.items()}
        for (typ, post), amounts in rows.items():
            keys = {"not": note.not_, "rubrik": note.rubrik, "post": post, "typ": typ}
            fill_row(made, chart, keys, amounts, unit)


def _columns(
    chart: Chart, of: Comparison, line: IncomeLine | BalanceLine, number: str
) -> dict[str, pd.DataFrame]:
    """The postings behind the rows of the statements that name a note, by period or day."""
    posts = [other.post for other in chart.statement_lines if other.not_ == number]
    if isinstance(line, IncomeLine):
        tables = {column.period: column.changes for column in of.flows}
    else:
        tables = {of.now.day: of.now.end, of.last_day: of.now.start}
    return {period: table[table["post"].isin(posts)] for period, table in tables.items()}


def _rows(
    note: NoteTable, columns: dict[str, pd.DataFrame], names: dict[str, str], sign: int
) -> dict[tuple[str, str], dict[str, Amount]]:
    if note.per == "konto":
        accounts = sorted({account for table in columns.values() for account in table["konto"].unique()})
        selected = {("post", names.get(account) or account): {account} for account in accounts}
        if len(selected) < len(accounts):
            # Two accounts of one name are told apart by their numbers.
            selected = {
                ("post", f"{account} {names.get(account, '')}".strip()): {account} for account in accounts
            }
    else:
        index = Index((line.konton, line.post) for line in note.rader)
        selected = {("post", line.post): set() for line in note.rader}
        for table in columns.values():
            for account in table["konto"].unique():
                if post := index.get(account):
                    selected["post", post].add(account)
    rows = {
        key: {period: booked(table[table["konto"].isin(accounts)], sign) for period, table in columns.items()}
        for key, accounts in selected.items()
    }
    # An account that opened and closed with nothing, such as a settled one, would be a row of zeros.
    return (
        rows
        if note.rader
        else {key: found for key, found in rows.items() if any(a.ore for a in found.values())}
    )


def fill_members(made: Made, chart: Chart, of: Comparison) -> None:
    """The rows of the kind medlemsbidrag: the rows of notes that name a member."""
    named = [(line.konton, line.medlem) for note in chart.noter for line in note.rader if line.medlem]
    index = Index(named)
    for member in dict.fromkeys(member for _, member in named):
        for column in of.flows:
            rows = column.changes[
                column.changes["konto"].map(lambda account, m=member: index.get(account) == m)
            ]
            amount = booked(rows, -1)
            made.add({"medlem": member, "period": column.period}, "belopp", "kr", amount.ore, amount.behind)


def fill_project_outcome(made: Made, chart: Chart, of: Comparison, budget: dict[str, int]) -> None:
    """The rows of the kind projektutfall, in tkr, costs positive.

    A: debts of last year paid this year; budget is the debt, outcome what was paid for it: the debt and the
    difference to the requisition. B: the projects' costs of the year against their budget (öre by insats).
    Domain: Projektskuld. What was paid in the year is A and B less the debts at its end.
    """
    debts, differences = _debts(chart)
    changes = of.now.changes
    owed = _by_insats(_on(of.now.start, debts), -1)
    extra = _on(changes, differences)
    more = _by_insats(extra, 1)
    part_a = {
        name: (owed.get(name, ZERO), total([owed.get(name, ZERO), more.get(name, ZERO)]))
        for name in owed | more
    }
    costs = changes[(changes["rakning"] == "resultatrakning") & (changes["insats"] != "")].drop(extra.index)
    spent = _by_insats(costs, 1)
    part_b = {name: (Amount(budget.get(name, 0)), spent.get(name, ZERO)) for name in budget | spent}
    sums = [
        _part(made, f"A. Projektskulder från {of.now.ar - 1} betalda under {of.now.ar}", "Summa A", part_a),
        _part(made, f"B. Projekt avseende {of.now.ar}", "Summa B", part_b),
    ]
    if all(sums):
        planned, outcome = (total(amounts) for amounts in zip(*sums, strict=True))
        _outcome(made, "Totalt (A+B)", "summa", "Totalt (A+B)", planned, outcome)


def _part(
    made: Made, section: str, label: str, rows: dict[str, tuple[Amount, Amount]]
) -> tuple[Amount, Amount] | None:
    """The rows of a section with something in them, and their sum, which is returned."""
    rows = {name: amounts for name, amounts in rows.items() if any(amount.ore for amount in amounts)}
    for name, (planned, outcome) in rows.items():
        _outcome(made, section, "post", name, planned, outcome)
    if not rows:
        return None
    planned, outcome = (total(amounts) for amounts in zip(*rows.values(), strict=True))
    _outcome(made, section, "summa", label, planned, outcome)
    return planned, outcome


def _outcome(made: Made, section: str, typ: str, rad: str, budget: Amount, spent: Amount) -> None:
    keys = {"sektion": section, "typ": typ, "rad": rad}
    made.add(keys, "budget", "tkr", budget.ore, budget.behind)
    made.add(keys, "utfall", "tkr", spent.ore, spent.behind)
    made.add(keys, "differens", "tkr", budget.known - spent.known, spent.behind)


def fill_project_debts(made: Made, chart: Chart, of: Comparison) -> None:
    """The rows of the kind projektskulder: the debt to each project's owner at the day of the book, in tkr."""
    debts, _ = _debts(chart)
    found = {name: amount for name, amount in _by_insats(_on(of.now.end, debts), -1).items() if amount.ore}
    rows = [("post", name, amount) for name, amount in found.items()]
    if rows:
        rows.append(("summa", f"Summa projektskulder {of.now.day}", total(found.values())))
    for typ, name, amount in rows:
        keys = {"projekt": name, "typ": typ, "period": of.now.day}
        made.add(keys, "belopp", "tkr", amount.ore, amount.behind)


def _debts(chart: Chart) -> tuple[Index[bool], Index[bool]]:
    """The accounts of project debts, and those of the differences to requisitions."""
    of = chart.projektskulder
    if of is None:
        raise ValueError("The chart of accounts has no project debts.")
    return Index([(of.konton, True)]), Index([(of.skillnad, True)])


def _on(table: pd.DataFrame, index: Index[bool]) -> pd.DataFrame:
    return table[table["konto"].map(lambda account: bool(index.get(account))).astype(bool)]


def _by_insats(rows: pd.DataFrame, sign: int) -> dict[str, Amount]:
    return {str(name): booked(part, sign) for name, part in rows.groupby("insats", sort=False)}
