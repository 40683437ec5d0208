"""Every posting gets its row in the statements and in the budget; nothing is guessed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import pandas as pd

from finsam.ledger.accounts import Index
from finsam.ledger.chart import BalanceLine, Chart, IncomeLine, Project


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


def _home(line: IncomeLine | BalanceLine | Literal["arets_resultat"] | None) -> tuple[str, str]:
    if line is None:
        return "", ""
    if isinstance(line, str):
        return line, ""
    return ("resultatrakning" if isinstance(line, IncomeLine) else "balansrakning"), line.post


def _insats(projects: Mapping[str, Project], code: str) -> str:
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
