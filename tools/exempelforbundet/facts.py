"""What the invented förbund is: its members and their shares, its insatser with costs and budgets.

Amounts are whole kronor here, thousands where they are called tkr, and öre in the ledger.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

SEED = 20240101
NAME = "Samordningsförbundet Exempelbygden"
#: The check digit is right, but no such number has been given out.
ORGNR = "222000-9993"


def chance(*subject: object) -> random.Random:
    """Random numbers of one subject, such as ("P01UNG", 2024), the same in every run."""
    return random.Random("/".join(map(str, (SEED, *subject))))


@dataclass(frozen=True)
class Kommun:
    """A kommun that no map has. people: 16-64 years at the start of the year, by which the kommuner share."""

    name: str
    account: str
    people: dict[int, int]


STATE, REGION = ("3010", "Försäkringskassan"), ("3020", "Region Exempel")
KOMMUNER = (
    Kommun("Ekviks kommun", "3031", {2023: 14_030, 2024: 14_320, 2025: 14_300}),
    Kommun("Björksta kommun", "3032", {2023: 6_080, 2024: 6_207, 2025: 6_220}),
    Kommun("Sjöhults kommun", "3033", {2023: 3_390, 2024: 3_473, 2025: 3_480}),
)
#: What the members decided to pay together.
CONTRIBUTIONS = {2023: 9_400_000, 2024: 9_600_000, 2025: 9_840_000}
#: Sjöhult's decision of 2024 says 347 000 kr, where the rule of shares makes 347 300.
DECIDED = {("Sjöhults kommun", 2024): 347_000}


def contributions(year: int) -> dict[tuple[str, str], int]:
    """Kronor of the year by (account, member): the state a half, the region a quarter, the kommuner a quarter."""
    total = CONTRIBUTIONS[year]
    everyone = sum(kommun.people[year] for kommun in KOMMUNER)
    local = {
        (kommun.account, kommun.name): DECIDED.get(
            (kommun.name, year), total // 4 * kommun.people[year] // everyone
        )
        for kommun in KOMMUNER
    }
    return {STATE: total // 2, REGION: total // 4} | local


@dataclass(frozen=True)
class Insats:
    """An insats: who runs it, and by year its project code, its costs and its budget in tkr.

    A code holds until another year gives a new one. Costs are what the insats strives for; the requisitions differ
    a little.
    """

    name: str
    owner: str
    codes: dict[int, str]
    costs: dict[int, int] = field(default_factory=dict)
    budget: dict[int, int] = field(default_factory=dict)
    #: The first month with costs, in the first year.
    starts: int = 1

    def code(self, year: int) -> str:
        return self.codes[max(known for known in self.codes if known <= year)]


INSATSER = (
    Insats(
        "Ungdomsspåret",
        "Ekviks kommun",
        {2022: "P01UNG"},
        {2023: 2480, 2024: 2960, 2025: 2900},
        {2024: 2800, 2025: 2950},
    ),
    # Its code was spelled anew when the insats was prolonged.
    Insats(
        "Vägen vidare",
        "Arbetsförmedlingen",
        {2022: "P02VUX", 2024: "P02VX2"},
        {2023: 1720, 2024: 1990, 2025: 1950},
        {2024: 1950, 2025: 1980},
    ),
    Insats(
        "Stegen före",
        "Region Exempel",
        {2022: "P03FFA"},
        {2023: 1250, 2024: 1410, 2025: 1400},
        {2024: 1400, 2025: 1420},
    ),
    Insats(
        "Rehabvägen",
        "Region Exempel",
        {2023: "P04REH"},
        {2023: 880, 2024: 960, 2025: 980},
        {2024: 980, 2025: 990},
    ),
    # Ended in 2023; its last costs are paid in 2024.
    Insats("Växtkraft", "Björksta kommun", {2022: "P05VXT"}, {2023: 620}),
    Insats("Lotsen", "Sjöhults kommun", {2024: "P06LOT"}, {2024: 410, 2025: 560}, {2024: 450, 2025: 560}, 4),
    # Decided for 2024, and never begun.
    Insats("Kvinnohälsan", "Region Exempel", {2024: "P07KVI"}, {}, {2024: 300}),
    # Begun in the autumn of 2024, after the budget was decided.
    Insats("Snabbspåret", "Försäkringskassan", {2024: "P08SNA"}, {2024: 280, 2025: 500}, {2025: 520}, 9),
)
#: A project that is no insats: days of lectures for the staff of all members.
LECTURES = ("P90KUN", "Kunskapsdagar")

#: Debts to project owners at the end of 2022, in kronor, by project code.
FIRST_DEBTS = {"P01UNG": 431_200, "P02VUX": 297_450, "P03FFA": 214_800, "P05VXT": 118_600}

#: Budget in tkr of everything but the insatser: (section, row) as in params/kontoplan.yml, and by year.
OTHER_BUDGET = {
    ("Intäkter", "Bidrag från medlemmarna"): {2024: 9600, 2025: 9840},
    ("Intäkter", "Övriga intäkter"): {2024: 96, 2025: 98},
    ("Intäkter", "Finansiellt netto"): {2024: 45, 2025: 30},
    ("Kansli och administration", "Styrelse och revision"): {2024: 175, 2025: 180},
    ("Kansli och administration", "Kansliets personal"): {2024: 1340, 2025: 1390},
    ("Kansli och administration", "Lokaler"): {2024: 100, 2025: 104},
    ("Kansli och administration", "Övriga kostnader"): {2024: 450, 2025: 420},
}
