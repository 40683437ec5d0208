"""A ledger made from a printed annual report: Umeåregionen 2016, balances and results without vouchers.

    python tools/printed_ledger.py [FILE]

The report prints whole kronor, and thousands for each insats; a ledger has öre. Several printed figures don't
follow from other printed ones, but all of them follow from one set of exact amounts that were rounded one by one.
The totals below are such a set; within a total each account has its printed amount and an even part of the rest.
Account numbers and öre are ours, the figures are the report's. tests/test_printed_ledger.py tries each of them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from finsam.sources.sie.write import Balance, sie_text, write_sie

FILE = Path(__file__).parents[1] / "data/raw/umearegionen/2016/bokforing-2016.se"

#: Exact kronor at the end of 2014, 2015 and 2016. Why these:
#: - the printed change of liabilities, 1 105 607, is 1 less than that of the printed liabilities, so more than
#:   half a krona went up in 2015 and down in 2016: .40 and .60;
#: - equity and liabilities of 2015 are printed 1 less than their total, so their parts of a krona make half a one;
#: - the printed cash flow of 2016, 1 748 590, is 1 more than the change of the printed cash, and the operating
#:   subtotal 1 more than its rows, which .30 of cash and .60 of receivables give;
#: - 2014 is printed once more in its own report, with the total 7 750 324: .40 at most. Its cash is 7 691 223
#:   there, the sum of rounded bank accounts, and 7 691 224 here.
#: Cash is what is left, so that the accounts always balance.
RECEIVABLES = ("59100.80", "136019.00", "147329.60")
LIABILITIES = ("5107134.10", "5210262.40", "6315869.60")
EQUITY = ("2643190.30", "2547268.30", "3201561.30")

#: Account, name, and printed kronor at the end of 2014, 2015 and 2016: notes 3 and 4 of the report of 2014, notes
#: 2 and 3 of that of 2016.
RECEIVABLE_ACCOUNTS = (
    ("1610", "Löneskuld", 0, 0, 2028),
    ("1650", "Fordran moms kvartal 4", 58879, 136019, 123242),
    ("1710", "Förutbetald friskvård", 0, 0, 3100),
    ("1760", "Upplupna inkomsträntor", 222, 0, 0),
    ("1790", "AF, lönebidrag november och december", 0, 0, 18960),
)
LIABILITY_ACCOUNTS = (
    ("2510", "Leverantörsskulder", 39630, 174701, 91837),
    ("2910", "Personalrelaterade skulder", 146749, 100202, 167016),
    ("2970", "Skuld till huvudmän, upparbetade projektkostnader", 4874587, 4853453, 5929826),
    ("2990", "Övriga kortfristiga skulder", 46168, 81906, 127191),
)
CASH, CAPITAL, RESULT = (
    ("1930", "Bank"),
    ("2010", "Eget kapital"),
    ("8990", "Årets resultat"),
)

#: Account, name, and printed kronor of 2015 and 2016.
INCOME_ACCOUNTS = (
    ("3511", "Driftbidrag från staten", 5300000, 6214932),
    ("3512", "Driftbidrag från Västerbottens läns landsting", 2650000, 3107500),
    ("3521", "Driftbidrag från Umeå kommun", 2488000, 2694202),
    ("3522", "Driftbidrag från Vännäs kommun", 162000, 174020),
    ("3523", "Driftbidrag från Nordmalings kommun", 0, 136730),
    ("3524", "Driftbidrag från Vindelns kommun", 0, 102548),
    ("3590", "EU-medel", 0, 500000),
    ("3690", "Lönebidrag från Arbetsförmedlingen", 0, 66295),
    ("8310", "Finansiella intäkter", 3606, 0),
    ("8410", "Finansiella kostnader", 0, -267),
)
#: The costs of 2015 are printed as one figure.
COSTS_2015 = ("4990", "Verksamhetens kostnader 2015, ej fördelade", 10699528)

#: Costs of 2016 in thousands, as printed. Three grants were paid to the krona of the budget; the other insatser
#: share the 800 kr that their printed total has over the sum of its rows.
GRANTS = (
    ("4511", "Genomförande stödstruktur soc ftg", 300),
    ("4522", "Den gröna vägen", 540),
    ("4524", "Insats NAFS", 300),
)
INSATSER = (
    ("4512", "Steget Vidare 2", 1767),
    ("4513", "Matcha", 667),
    ("4514", "Vännäs", 354),
    ("4515", "Ungdomstorget 3", 2559),
    ("4516", "Insatser för unga", 1304),
    ("4517", "Nordmaling", 197),
    ("4518", "Vindeln", 298),
    ("4519", "Psykisk ohälsa kvinnor", 394),
    ("4521", "Uppsökande verksamhet ungdomar", 164),
    ("4523", "Förberedelse för arbetsrehabilitering", 817),
)
NEAR_INSATSER = (("4610", "Projektnära kostnader", 414),)
OFFICE = (
    ("5010", "Styrelsen, arvode", 190),
    ("5110", "Kansli, löner", 1487),
    ("6010", "Lokal, dator, telefon", 182),
    ("6310", "Fortbildning", 34),
    ("7010", "Resor, konferenser", 87),
    ("7410", "Arvoden till revisorer", 32),
    ("7420", "Ekonomisk administration", 180),
    ("7690", "Övrigt administration", 74),
)
COSTS_2016, INSATSER_2016 = 12341667, 9661800

Amounts = dict[str, int]


def main(file: Path = FILE) -> None:
    closing = [_closing(year) for year in range(3)]
    results = [_results(2015), _results(2016)]
    for end in closing:
        assert sum(end.values()) == 0, "a balance sheet balances"
    for year, result in enumerate(results):
        made = sum(result.values())
        assert closing[year + 1][CAPITAL[0]] == closing[year][CAPITAL[0]] + made, "equity moves by the result"
        result[RESULT[0]] = -made  # booked to the equity, so that the closed income accounts make 0
    text = sie_text(
        company="Samordningsförbundet Umeåregionen",
        orgnr="",
        program="Tryckta saldon 1.0",
        generated="20170224",
        years={0: (date(2016, 1, 1), date(2016, 12, 31)), -1: (date(2015, 1, 1), date(2015, 12, 31))},
        accounts=_names(),
        dimensions={},
        objects={},
        balances=[
            *_balances("IB", 0, closing[1]),
            *_balances("UB", 0, closing[2]),
            *_balances("RES", 0, results[1]),
            *_balances("IB", -1, closing[0]),
            *_balances("UB", -1, closing[1]),
            *_balances("RES", -1, results[0]),
        ],
        vouchers=[],
    )
    write_sie(file, text)


def _closing(year: int) -> Amounts:
    """Every balance account at the end of 2014 (0), 2015 (1) or 2016 (2), in öre, debit positive."""
    owed = _spread([(row[0], 100 * row[2 + year]) for row in RECEIVABLE_ACCOUNTS], _ore(RECEIVABLES[year]))
    owing = _spread([(row[0], 100 * row[2 + year]) for row in LIABILITY_ACCOUNTS], _ore(LIABILITIES[year]))
    capital = _ore(EQUITY[year])
    cash = capital + sum(owing.values()) - sum(owed.values())
    return (
        owed | {CASH[0]: cash, CAPITAL[0]: -capital} | {account: -amount for account, amount in owing.items()}
    )


def _results(year: int) -> Amounts:
    """Every income and cost account of a year, in öre, debit positive."""
    column = {2015: 2, 2016: 3}[year]
    income = {row[0]: -100 * row[column] for row in INCOME_ACCOUNTS if row[column]}
    return income | ({COSTS_2015[0]: 100 * COSTS_2015[2]} if year == 2015 else _costs())


def _costs() -> Amounts:
    """The costs of 2016 by account: rows of whole thousands, and totals that are known to the krona."""
    grants, insatser, near, office = (
        [(account, 100_000 * printed) for account, _, printed in rows]
        for rows in (GRANTS, INSATSER, NEAR_INSATSER, OFFICE)
    )
    known = dict(grants + near)
    shared = _spread(insatser, 100 * INSATSER_2016 - sum(amount for _, amount in grants))
    return known | shared | _spread(office, 100 * COSTS_2016 - sum((known | shared).values()))


def _spread(rows: Sequence[tuple[str, int]], total: int) -> Amounts:
    """The rows with what they lack to the total, as evenly as whole öre go; rows of 0 stay 0 and are left out."""
    held = [(account, amount) for account, amount in rows if amount]
    rest = total - sum(amount for _, amount in held)
    each, left = divmod(rest, len(held))
    return {account: amount + each + (at < left) for at, (account, amount) in enumerate(held)}


def _balances(label: str, year: int, amounts: Amounts) -> Iterator[Balance]:
    return (Balance(label, year, account, ore) for account, ore in sorted(amounts.items()))


def _names() -> dict[str, str]:
    rows = (*RECEIVABLE_ACCOUNTS, *LIABILITY_ACCOUNTS, CASH, CAPITAL, RESULT, *INCOME_ACCOUNTS, COSTS_2015)
    rows += (*GRANTS, *INSATSER, *NEAR_INSATSER, *OFFICE)
    return {row[0]: row[1] for row in sorted(rows)}


def _ore(kronor: str) -> int:
    return int(kronor.replace(".", ""))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
