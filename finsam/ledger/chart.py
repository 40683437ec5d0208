"""params/kontoplan.yml: which line of the accounts, the notes and the budget each account and project belongs to."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from finsam.faults import Fault, Faults, Place
from finsam.ledger.accounts import Accounts, Index
from finsam.paths import relative, root
from finsam.yaml_file import Strict, Text, read_yaml

IncomeRole = Literal[
    "medlemsbidrag",
    "intakt",
    "kostnad",
    "avskrivning",
    "finansiell_intakt",
    "finansiell_kostnad",
    "extraordinar",
]
BalanceRole = Literal[
    "anlaggning", "fordran", "likvida", "eget_kapital", "avsattning", "langfristig_skuld", "kortfristig_skuld"
]
#: Parts of a cash flow. Each is minus the change of the accounts with a role, as debit is positive; depreciation
#: is added back and taken from the investments, and equity is what changed besides the result.
Flow = Literal[
    "arets_resultat", "avskrivningar", "avsattningar", "ovrigt_eget_kapital", "fordringar", "kortfristiga_skulder",
    "anlaggningar", "langfristiga_skulder",
]  # fmt: skip

ASSETS = frozenset({"anlaggning", "fordran", "likvida"})
COSTS = frozenset({"kostnad", "avskrivning", "finansiell_kostnad"})

Word = Annotated[Text, BeforeValidator(str)]


class IncomeLine(Strict):
    """A row of the income statement: the accounts in it, a subtotal of the rows above, or a label alone (`inget`)."""

    post: Text
    not_: Word | None = Field(None, alias="not")
    konton: Accounts = ()
    roll: IncomeRole | None = None
    summa: Literal["hittills"] | None = None
    visar: Literal["inget"] | None = None


class BalanceLine(Strict):
    """A row of the balance sheet: the accounts in it, or the sum of rows above.

    visar: for equity, only the part at the start of the year, the result of the year, or other changes; `inget`
    for a label alone, such as that of contingent liabilities where there are none.
    """

    post: Text
    not_: Word | None = Field(None, alias="not")
    konton: Accounts = ()
    roll: BalanceRole | None = None
    visar: Literal["ingaende", "arets_resultat", "ovriga_andringar", "inget"] | None = None
    summa: Literal["sektion"] | tuple[Text, ...] | None = None


class FlowLine(Strict):
    """A row of the cash flow statement: flows, the sum of rows above, or cash at the start or end of the year."""

    post: Text
    floden: tuple[Flow, ...] = ()
    summa: Literal["sektion", "hittills"] | tuple[Text, ...] | None = None
    saldo: Literal["ingaende", "utgaende"] | None = None


class BalanceSection(Strict):
    sektion: Text
    rader: tuple[BalanceLine, ...]


class FlowSection(Strict):
    sektion: str = ""
    rader: tuple[FlowLine, ...]


class NoteLine(Strict):
    """A row of a note. medlem: the member whose contribution it is, by its name in forbund.yml."""

    post: Text
    konton: Accounts
    medlem: Text | None = None


class NoteTable(Strict):
    """A note: its rows, or one row for each account (`per: konto`), and the label of their sum."""

    not_: Word = Field(alias="not")
    rubrik: Text
    rader: tuple[NoteLine, ...] = ()
    per: Literal["konto"] | None = None
    summa: Text = "Summa"


class BudgetLine(Strict):
    """A row of budget and outcome: the accounts in it, or the sum of sections (`alla` is the result)."""

    rad: Text
    konton: Accounts = ()
    summa: Literal["alla"] | tuple[Text, ...] | None = None


Line = IncomeLine | BalanceLine | FlowLine | BudgetLine


class BudgetSection(Strict):
    """A section of budget and outcome. insatser: accounts that go to the insats of their project, one row each."""

    sektion: Text
    rader: tuple[BudgetLine, ...] = ()
    insatser: Accounts = ()
    summa: Text | None = None


class Project(Strict):
    """A project code. Without an insats, what is booked on it goes by its account."""

    insats: Text | None = None
    alias: tuple[Word, ...] = ()


class ProjectDebts(Strict):
    """konton: debts to project owners. skillnad: where a requisition that differs from last year's debt is booked."""

    konton: Accounts
    skillnad: Accounts = ()


class Chart(Strict):
    """The whole file. `objekt` are project codes in the SIE dimension `projektdimension`.

    tomma_rader: whether the statements and notes show rows without any figure, or leave them out.
    """

    projektdimension: Word = "6"
    tomma_rader: Literal["visas", "utelamnas"] = "utelamnas"
    arets_resultat: Accounts = ()
    resultatrakning: tuple[IncomeLine, ...]
    balansrakning: tuple[BalanceSection, ...]
    kassaflode: tuple[FlowSection, ...]
    noter: tuple[NoteTable, ...] = ()
    budget: tuple[BudgetSection, ...]
    projektskulder: ProjectDebts | None = None
    objekt: dict[str, Project] = Field(default_factory=dict)

    @property
    def balance_lines(self) -> list[BalanceLine]:
        return [line for section in self.balansrakning for line in section.rader]

    @property
    def statement_lines(self) -> list[IncomeLine | BalanceLine]:
        return [*self.resultatrakning, *self.balance_lines]

    @property
    def flow_lines(self) -> list[FlowLine]:
        return [line for section in self.kassaflode for line in section.rader]

    @property
    def budget_lines(self) -> list[BudgetLine]:
        return [line for section in self.budget for line in section.rader]

    def statement_index(self) -> Index[IncomeLine | BalanceLine | Literal["arets_resultat"]]:
        """The row of the income statement or balance sheet that an account is in, or that it takes up the result."""
        lines: list[tuple[Accounts, IncomeLine | BalanceLine | Literal["arets_resultat"]]] = [
            (line.konton, line) for line in self.statement_lines
        ]
        lines.append((self.arets_resultat, "arets_resultat"))
        return Index(lines)

    def projects(self) -> dict[str, Project]:
        """Projects by their codes and other spellings, in small letters."""
        return {
            code.casefold(): project for own, project in self.objekt.items() for code in (own, *project.alias)
        }


class _Own(Chart):
    """A förbund's own file: any of the keys."""

    resultatrakning: tuple[IncomeLine, ...] = ()
    balansrakning: tuple[BalanceSection, ...] = ()
    kassaflode: tuple[FlowSection, ...] = ()
    budget: tuple[BudgetSection, ...] = ()


def chart_files(forbund: str) -> tuple[Path, Path]:
    """The file for all förbund, and that of one, which need not exist."""
    return root() / "params/kontoplan.yml", root() / "params" / forbund / "kontoplan.yml"


def load_chart(forbund: str) -> Chart:
    """The chart of a förbund: each key of its own file stands in place of the same key of the common one.

    Raises Faults with file, line and key for every key that is wrong in either; chart_check.py looks at the whole.
    """
    common, own_file = chart_files(forbund)
    if not common.is_file():
        message = "There is no chart of accounts, so nothing says which line an account belongs to."
        raise Faults(
            [Fault("file-missing", message, (Place(relative(common)),), "the file of the repository")]
        )
    chart, faults = read_yaml(common, Chart)
    own, more = read_yaml(own_file, _Own) if own_file.is_file() else (None, [])
    if chart is None or more:
        raise Faults(faults + more)
    if own:
        chart = chart.model_copy(update={key: getattr(own, key) for key in own.model_fields_set})
    return chart
