"""The ledger as the förbund's program exports it: SIE 4 with this year and last year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from finsam.sources.sie.write import Balance, sie_text, write_sie
from tools.exempelforbundet.books import Balances, Books
from tools.exempelforbundet.events import happen
from tools.exempelforbundet.facts import INSATSER, KOMMUNER, LECTURES, NAME, ORGNR, REGION, STATE

#: The last day with vouchers of each file's year, and the day it was made.
UPTO = {2024: (date(2024, 12, 31), "20250131"), 2025: (date(2025, 9, 30), "20251006")}

ACCOUNTS = {
    "1250": "Datorer",
    "1259": "Ackumulerade avskrivningar på datorer",
    "1510": "Fordringar på medlemmar",
    "1650": "Momsfordran",
    "1710": "Förutbetald hyra",
    "1760": "Upplupna ränteintäkter",
    "1930": "Bank",
    "1940": "Placeringskonto",
    "2091": "Balanserat resultat",
    "2099": "Årets resultat",
    "2440": "Leverantörsskulder",
    "2641": "Ingående moms",
    "2710": "Personalskatt",
    "2731": "Avräkning arbetsgivaravgifter",
    "2920": "Upplupna semesterlöner",
    "2941": "Upplupna arbetsgivaravgifter",
    "2943": "Upplupen särskild löneskatt",
    "2970": "Skuld till projektägare, upparbetade kostnader",
    "2990": "Övriga upplupna kostnader",
    **{account: f"Bidrag från {name}" for account, name in (STATE, REGION)},
    **{kommun.account: f"Bidrag från {kommun.name}" for kommun in KOMMUNER},
    "3985": "Lönebidrag",
    "4510": "Insatser, personalkostnader enligt rekvisition",
    "4520": "Insatser, övriga kostnader enligt rekvisition",
    "4590": "Skillnad mot föregående års projektskuld",
    "5010": "Lokalhyra",
    "5420": "Programvaror",
    "5810": "Biljetter",
    "5831": "Kost och logi",
    "6110": "Kontorsmateriel",
    "6212": "Mobiltelefon",
    "6420": "Revision",
    "6530": "Ekonomitjänster",
    "6550": "Utvärdering",
    "6570": "Bankavgifter",
    "6991": "Föreläsningar",
    "7210": "Löner",
    "7240": "Arvoden till styrelsen",
    "7290": "Förändring av semesterlöneskuld",
    "7410": "Pensionspremier",
    "7510": "Arbetsgivaravgifter",
    "7519": "Arbetsgivaravgifter på semesterlöner",
    "7533": "Särskild löneskatt",
    "7832": "Avskrivningar på datorer",
    "8310": "Ränteintäkter",
    "8999": "Årets resultat",
}


def write(folder: Path) -> None:
    books = happen()
    for year in UPTO:
        file = folder / str(year) / f"bokforing-{year}.se"
        file.parent.mkdir(parents=True, exist_ok=True)
        write_sie(file, text(books, year))


def text(books: Books, year: int) -> str:
    """The file of a year."""
    upto, made = UPTO[year]
    ends = {0: upto, -1: date(year - 1, 12, 31)}
    projects = {code: insats.name for insats in INSATSER for code in insats.codes.values()}
    return sie_text(
        company=NAME,
        orgnr=ORGNR,
        program="Exempelbok 1.0",
        generated=made,
        years={at: (date(year + at, 1, 1), date(year + at, 12, 31)) for at in ends},
        accounts=ACCOUNTS,
        dimensions={"1": "Kostnadsställe", "6": "Projekt"},
        objects={
            ("1", "10"): "Kansli",
            ("1", "20"): "Styrelse",
            **{("6", code): name for code, name in (*sorted(projects.items()), LECTURES)},
        },
        balances=[each for at, end in ends.items() for each in _balances(books, at, end)],
        vouchers=books.vouchers(date(year - 1, 1, 1), upto),
    )


def _balances(books: Books, at: int, end: date) -> Iterator[Balance]:
    sides = {"IB": books.start_of(end.year), "UB": books.end_of(end)}
    met = sorted({key for found in sides.values() for key, ore in found.items() if ore})
    for label, found in sides.items():
        totals = _by_account(found)
        yield from (
            Balance(label, at, account, totals[account]) for account in dict.fromkeys(a for a, _ in met)
        )
        yield from (
            Balance(f"O{label}", at, account, found[account, objects], objects)
            for account, objects in met
            if objects
        )
    results = books.results(date(end.year, 1, 1), end)
    yield from (Balance("RES", at, account, ore) for account, ore in sorted(results.items()) if ore)


def _by_account(found: Balances) -> Counter[str]:
    totals: Counter[str] = Counter()
    for (account, _), ore in found.items():
        totals[account] += ore
    return totals
