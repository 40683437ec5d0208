"""Every posting gets its row in the statements and in the budget; what has no home is told, nothing is guessed."""

from __future__ import annotations

from collections.abc import Container, Iterator

import pandas as pd

from finsam.faults import Fault, Place, nearest
from finsam.ledger.accounts import Index
from finsam.ledger.chart import RESULT, BalanceLine, Chart, IncomeLine
from finsam.sources.sie.values import kr

#: Lines that are listed one by one; more are counted.
_LISTED = 20


def assign(postings: pd.DataFrame, chart: Chart) -> pd.DataFrame:
    """The postings with their homes, empty where there is none.

    rakning, post: `resultatrakning` or `balansrakning` and the row; `arets_resultat` for what takes up the result.
    budgetsektion, budgetrad: the row of budget and outcome, for result accounts.
    insats: the insats of the project, for every account.
    """
    accounts, projects = chart.statement_index(), chart.projects()
    homes = {account: _home(accounts.get(account)) for account in postings["konto"].unique()}
    insatser = {code: _insats(projects, code) for code in postings["projekt"].unique()}
    table = postings.assign(
        rakning=postings["konto"].map({account: home[0] for account, home in homes.items()}),
        post=postings["konto"].map({account: home[1] for account, home in homes.items()}),
        insats=postings["projekt"].map(insatser),
    )
    rows = BudgetRows(chart)
    is_result = table["rakning"] == "resultatrakning"
    pairs = table.loc[is_result, ["konto", "insats"]].drop_duplicates()
    found = {(konto, insats): rows.find(konto, insats) for konto, insats in pairs.itertuples(index=False)}
    keys = list(zip(table["konto"], table["insats"], strict=True))
    homes_of = [
        found.get(key, ("", "")) if result else ("", "") for key, result in zip(keys, is_result, strict=True)
    ]
    return table.assign(
        budgetsektion=pd.Series([home[0] for home in homes_of], table.index, "str"),
        budgetrad=pd.Series([home[1] for home in homes_of], table.index, "str"),
    ).astype(dict.fromkeys(("rakning", "post", "insats"), "str"))


def _home(line: IncomeLine | BalanceLine | str | None) -> tuple[str, str]:
    if line is None:
        return "", ""
    if line == RESULT:
        return RESULT, ""
    return ("resultatrakning" if isinstance(line, IncomeLine) else "balansrakning"), line.post


def _insats(projects: dict, code: str) -> str:
    project = projects.get(code.casefold())
    return project.insats or "" if project else ""


class BudgetRows:
    """Which row of budget and outcome an account with an insats, or without one, belongs to."""

    def __init__(self, chart: Chart):
        self._insatser: Index[str] = Index((section.insatser, section.sektion) for section in chart.budget)
        lines = [(section, line) for section in chart.budget for line in section.rader]
        self._lines: Index[tuple[str, str]] = Index(
            (line.konton, (section.sektion, line.rad)) for section, line in lines
        )

    def find(self, account: str, insats: str) -> tuple[str, str]:
        """Section and row; empty texts where no row takes the account. An insats comes before the account."""
        if insats and (section := self._insatser.get(account)):
            return section, insats
        return self._lines.get(account) or ("", "")


def homeless(
    table: pd.DataFrame, chart: Chart, names: dict[str, str], file: str, ar: int, budget_years: Container[int]
) -> Iterator[Fault]:
    """Accounts and projects without a home, each with its name, amount and lines. file: the chart to mend.

    table: the postings of the years that the book shows, with their homes. ar: the year of the book, whose project
    debts it shows. budget_years: those of which it shows the outcome by row of the budget.
    """

    def named(code: str) -> str:
        return f"{code} {names.get(code, '')}".strip()

    for account, rows in table[table["rakning"] == ""].groupby("konto"):
        yield _fault("account-homeless", f"Account {named(account)} is in no row of the statements", rows,
                     f"a row in {file} whose konton have {account}")  # fmt: skip
    known = chart.projects()
    debts = Index([(chart.projektskulder.konton, True)]) if chart.projektskulder else Index([])
    counts = (table["rakning"] == "resultatrakning") | table["konto"].map(
        lambda account: bool(debts.get(account))
    )
    by_row = table["ar"].map(lambda year: year in budget_years)
    strange = table[
        counts & by_row & (table["projekt"] != "") & ~table["projekt"].str.casefold().isin(list(known))
    ]
    for code, rows in strange.groupby("projekt"):
        message = f"Project {named(code)} is no project of the förbund" + nearest(
            code.casefold(), known
        ).rstrip(".")
        yield _fault("object-homeless", message, rows, f"{code} or an alias of it under objekt in {file}")
    strays = set(strange["projekt"])
    without = table[
        by_row
        & (table["rakning"] == "resultatrakning")
        & (table["budgetsektion"] == "")
        & ~table["projekt"].isin(strays)
    ]
    for account, rows in without.groupby("konto"):
        message = f"Account {named(account)} is in no row of the budget without a project that has an insats"
        expected = f"a project on the rows, or a row of the budget in {file} whose konton have {account}"
        yield _fault("account-homeless", message, rows, expected)
    if chart.projektskulder:
        mine = table[(table["ar"] == ar) & table["konto"].map(lambda account: bool(debts.get(account)))]
        loose = mine[(mine["insats"] == "") & ~mine["projekt"].isin(strays)]
        for account, rows in loose.groupby("konto"):
            if not rows.groupby("slag")["ore"].sum().any():
                continue
            message = (
                f"Account {named(account)} holds project debts, and these rows have no project with an insats"
            )
            yield _fault("object-missing", message, rows, "a project on every row")
    yield from _outside_notes(table, chart, named, file)


def homeless_budget(table: pd.DataFrame, names: dict[str, str], file: str) -> Iterator[Fault]:
    """Accounts of the ledger's own budget that no row of the budget takes: their part of it would be lost."""
    lost = table[table["rakning"].isin(["", "resultatrakning"]) & (table["budgetsektion"] == "")]
    for account, rows in lost.groupby("konto"):
        name = f"{account} {names.get(account, '')}".strip()
        message = f"The budget (#PBUDGET) of account {name} is in no row of the budget"
        expected = f"a project with an insats, or a row of the budget in {file} whose konton have {account}"
        yield _fault("account-homeless", message, rows, expected)


def _outside_notes(table: pd.DataFrame, chart: Chart, named, file: str) -> Iterator[Fault]:
    """Accounts of a row that names a note, in none of the note's rows: the note would not add up to the row."""
    lines = {line.post: line for line in chart.statement_lines}
    for note in chart.noter:
        index = Index((line.konton, line) for line in note.rader)
        posts = [post for post, line in lines.items() if line.not_ == note.not_]
        for account, rows in table[table["post"].isin(posts)].groupby("konto") if note.rader else ():
            if index.get(account) is None:
                message = f"Account {named(account)} is in no row of note {note.not_}"
                yield _fault(
                    "account-homeless",
                    message,
                    rows,
                    f"a row of the note in {file} whose konton have {account}",
                )


def _fault(code: str, message: str, rows: pd.DataFrame, expected: str) -> Fault:
    places = tuple(
        Place(row.fil, row.blad or None, row.radnr, None, f"{row.ver} {kr(row.ore)}".strip())
        for row in rows.head(_LISTED).itertuples()
    )
    more = f", of which the first {_LISTED} are listed" if len(rows) > _LISTED else ""
    told = f"{message}: {kr(rows['ore'].sum())} in {len(rows)} rows{more}."
    return Fault(code, told, places, expected)
