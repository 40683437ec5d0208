"""What happens in the förbund month by month, as vouchers.

Series: A for what the office books itself, L for suppliers' invoices, B for the bank, S for salaries.
"""

from __future__ import annotations

from datetime import date, timedelta

from finsam.sources.sie.write import Objects, Row
from tools.exempelforbundet.books import (
    CASH,
    INPUT_VAT,
    RESULT_OF_YEAR,
    SUPPLIERS,
    Books,
    Key,
    project,
    weekday,
)
from tools.exempelforbundet.facts import (
    CONTRIBUTIONS,
    FIRST_DEBTS,
    INSATSER,
    LECTURES,
    chance,
    contributions,
)
from tools.exempelforbundet.requisitions import requisitions, settle

FIRST = min(CONTRIBUTIONS)
OFFICE: Objects = (("1", "10"),)
BOARD: Objects = (("1", "20"),)
MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip

#: Social fees and the tax on pension premiums in hundredths of a percent.
SOCIAL_FEES, PENSION_TAX = 3142, 2426
#: Interest of the placement in hundredths of a percent a year.
INTEREST = {2022: 200, 2023: 300, 2024: 340, 2025: 240}
PLACEMENT, WITHDRAWN = 150_000_000, 50_000_000
RENT = {2023: 23_900, 2024: 24_600, 2025: 25_200}
AUDIT = {2022: 36_000, 2023: 38_000, 2024: 41_000, 2025: 43_000}
#: What is owed on the first day, in öre.
FIRST_VAT, FIRST_INVOICES, FIRST_TAX, FIRST_FEES, FIRST_PENSION_TAX = (
    29_875_00,
    46_318_00,
    19_812_00,
    23_347_00,
    14_400_00,
)
COMPUTER, COMPUTER_MONTHS = 28_800_00, 36


def happen() -> Books:
    """The books of all years."""
    books = Books(FIRST, _opening())
    books.pay(date(FIRST, 1, 9), f"fakturor från {FIRST - 1}", FIRST_INVOICES)
    settle(books, FIRST, FIRST_DEBTS)
    for year in CONTRIBUTIONS:
        _contributions(books, year)
        _salaries(books, year)
        _rent(books, year)
        _services(books, year)
        _occasions(books, year)
        requisitions(books, year)
        _interest(books, year)
        _accruals(books, year)
    _computer(books)
    _vat(books)
    for year in CONTRIBUTIONS:
        _equity(books, year)
    return books


def _opening() -> dict[Key, int]:
    """Balances of the first day; the bank is what makes them 0."""
    held = {
        "1650": FIRST_VAT,
        "1710": 100 * RENT[FIRST],
        "1760": _quarter_interest(FIRST - 1, PLACEMENT),
        "1940": PLACEMENT,
        "2091": -1_040_000_00,
        RESULT_OF_YEAR: -212_486_37,
        SUPPLIERS: -FIRST_INVOICES,
        "2710": -FIRST_TAX,
        "2731": -FIRST_FEES,
        "2920": -41_300_00,
        "2941": -12_976_00,
        "2943": -FIRST_PENSION_TAX,
        "2990": -100 * AUDIT[FIRST - 1],
    }
    found: dict[Key, int] = {(account, ()): ore for account, ore in held.items()}
    found |= {("2970", project(code)): -100 * debt for code, debt in FIRST_DEBTS.items()}
    found[CASH, ()] = -sum(found.values())
    return found


def _month_end(year: int, month: int) -> date:
    return (date(year, month, 28) + timedelta(4)).replace(day=1) - timedelta(1)


def _percent(ore: int, hundredths: int) -> int:
    return (ore * hundredths + 5000) // 10000


# ---- Money in --------------------------------------------------------------------------------------------


def _contributions(books: Books, year: int) -> None:
    """Members are asked for a quarter of their amount on the first day of each quarter, and pay within the month."""
    for (account, member), kronor in contributions(year).items():
        for quarter in range(4):
            asked = weekday(date(year, 1 + 3 * quarter, 1))
            text = f"{member}, bidrag kvartal {quarter + 1}"
            books.post("A", asked, text, Row("1510", 25 * kronor), Row(account, -25 * kronor))
            # Sjöhult is late with the last payment of a year.
            late = account == "3033" and quarter == 3
            paid = weekday(asked + timedelta(95 if late else 14 + int(account) % 7 * 2))
            books.post("B", paid, f"Betalning: {text}", Row(CASH, 25 * kronor), Row("1510", -25 * kronor))
    for month in range(1, 13):
        day = weekday(date(year, month, 20))
        support = 100 * (8_000 + 50 * chance("lönebidrag", year, month).randrange(-4, 5))
        text = f"Arbetsförmedlingen, lönebidrag {MONTHS[month - 1]}"
        books.post("B", day, text, Row(CASH, support), Row("3985", -support, OFFICE))


def _quarter_interest(year: int, placement: int) -> int:
    return _percent(placement, INTEREST[year]) // 4


def _interest(books: Books, year: int) -> None:
    """Interest of each quarter is booked on its last day and paid a few days later."""
    if year == FIRST:
        _interest_paid(books, date(year, 1, 5), _quarter_interest(year - 1, PLACEMENT))
    for month in (3, 6, 9, 12):
        held = PLACEMENT - (WITHDRAWN if (year, month) > (2024, 9) else 0)
        earned, end = _quarter_interest(year, held), _month_end(year, month)
        books.post("A", end, "Upplupen ränta, placeringskonto", Row("1760", earned), Row("8310", -earned))
        _interest_paid(books, weekday(end + timedelta(5)), earned)
    if year == 2024:
        text = "Överföring från placeringskonto"
        books.post("B", date(year, 10, 1), text, Row(CASH, WITHDRAWN), Row("1940", -WITHDRAWN))


def _interest_paid(books: Books, day: date, ore: int) -> None:
    books.post("B", day, "Ränta, placeringskonto", Row(CASH, ore), Row("1760", -ore))


# ---- The office ------------------------------------------------------------------------------------------


def _salaries(books: Books, year: int) -> None:
    """The manager and a half-time administrator each month, the board each quarter; taxes the month after."""
    if year == FIRST:
        _pay_taxes(books, date(year, 1, 12), FIRST_TAX, FIRST_FEES)
    for month in range(1, 13):
        day = weekday(date(year, month, 22 if month == 12 else 25))
        raised = 3 * (year - FIRST) + (0 if month < 4 else 3)
        salaries = _percent(73_200_00, 10000 + 100 * raised)
        tax, fees = _percent(salaries, 2680), _percent(salaries, SOCIAL_FEES)
        text = f"Löner {MONTHS[month - 1]}"
        rows = [Row("7210", salaries, OFFICE), Row("2710", -tax), Row(CASH, tax - salaries)]
        books.post("S", day, text, *rows)
        rows = [Row("7510", fees, OFFICE), Row("2731", -fees)]
        books.post("S", day, f"Arbetsgivaravgifter {MONTHS[month - 1]}", *rows)
        if month in (3, 6, 9, 12):
            board = 100 * (26_400 + 600 * chance("styrelse", year, month).randrange(-3, 4))
            withheld, board_fees = _percent(board, 3000), _percent(board, SOCIAL_FEES)
            text = f"Arvoden till styrelsen, kvartal {month // 3}"
            rows = [Row("7240", board, BOARD), Row("2710", -withheld), Row(CASH, withheld - board)]
            books.post("S", day, text, *rows)
            rows = [Row("7510", board_fees, BOARD), Row("2731", -board_fees)]
            books.post("S", day, f"Arbetsgivaravgifter på arvoden, kvartal {month // 3}", *rows)
            tax, fees = tax + withheld, fees + board_fees
        _pay_taxes(books, weekday(_month_end(year, month) + timedelta(12)), tax, fees)
    for quarter in range(1, 5):
        premium = 100 * (14_500 + 150 * (year - FIRST) * 4 + 25 * quarter)
        text = f"Exempel Pension, premie kvartal {quarter}"
        books.invoice(weekday(date(year, 3 * quarter, 4)), text, Row("7410", premium, OFFICE), vat=0)


def _pay_taxes(books: Books, day: date, tax: int, fees: int) -> None:
    text = "Skatteverket, skatt och arbetsgivaravgifter"
    books.post("B", day, text, Row("2710", tax), Row("2731", fees), Row(CASH, -tax - fees))


def _rent(books: Books, year: int) -> None:
    """Each quarter is invoiced in the month before, and is a cost when it comes."""
    for quarter in range(4):
        month = 1 + 3 * quarter
        rent = 100 * RENT[year]
        books.post(
            "A", date(year, month, 1), "Lokalhyra, kvartalet", Row("5010", rent, OFFICE), Row("1710", -rent)
        )
        following = RENT.get(year + (quarter == 3), RENT[year])
        text = "Kontorshuset i Ekvik, hyra nästa kvartal"
        books.invoice(weekday(date(year, month + 2, 10)), text, Row("1710", 100 * following))


def _services(books: Books, year: int) -> None:
    """What comes every month."""
    for month in range(1, 13):
        draw, name = chance("tjänster", year, month), MONTHS[month - 1]
        work = 100 * (9_200 + 300 * (year - FIRST))
        books.invoice(
            weekday(date(year, month, 8)), f"Ekviks kommun, ekonomitjänst {name}", Row("6530", work, OFFICE)
        )
        calls = 100 * draw.randrange(640, 890) + draw.randrange(100)
        books.invoice(weekday(date(year, month, 14)), f"Exempeltelefoni, {name}", Row("6212", calls, OFFICE))
        licences = 100 * (1_180 + 40 * (year - FIRST))
        books.invoice(
            weekday(date(year, month, 2)), f"Exempeldata, programvaror {name}", Row("5420", licences, OFFICE)
        )
        fee = draw.randrange(95_00, 185_00)
        day = weekday(_month_end(year, month) - timedelta(3))
        books.post("B", day, f"Bankavgifter {name}", Row("6570", fee, OFFICE), Row(CASH, -fee))


def _occasions(books: Books, year: int) -> None:
    """Journeys, conferences, office supplies, lectures and the evaluator."""
    for month in (2, 3, 5, 8, 10, 11):
        draw = chance("resor", year, month)
        day = weekday(date(year, month, draw.randrange(3, 24)))
        journey = Row("5810", 100 * draw.randrange(1_400, 4_600), OFFICE)
        books.invoice(day, "Exempelresor, tågbiljetter", journey, vat=6)
        if month in (3, 10):
            hotel = Row("5831", 100 * draw.randrange(4_200, 7_900), BOARD)
            books.invoice(day, "Exempelhotellet, styrelsens konferens", hotel, vat=12)
        paper = Row("6110", draw.randrange(380_00, 1_900_00), OFFICE)
        books.invoice(weekday(day + timedelta(4)), "Kontorsboden i Björksta", paper)
    code, _ = LECTURES
    for month in (4, 11):
        draw = chance("kunskapsdagar", year, month)
        lecture = Row("6991", 100 * draw.randrange(17_000, 24_000), OFFICE + project(code))
        books.invoice(weekday(date(year, month, 18)), "Föreläsare, kunskapsdag", lecture)
    for month, kronor in ((6, 62_000), (11, 68_000)):
        # A third of the evaluation is about one insats, and is among its costs.
        about, rest = 100 * kronor // 3, 100 * kronor - 100 * kronor // 3
        rows = [Row("6550", about, project(INSATSER[0].code(year))), Row("6550", rest, OFFICE)]
        books.invoice(weekday(date(year, month, 20)), "Exempelutvärdering, delrapport", *rows)


def _computer(books: Books) -> None:
    """Bought in May 2024, depreciated in three years from the month after."""
    books.invoice(date(2024, 5, 16), "Exempeldata, dator", Row("1250", COMPUTER))
    month = COMPUTER // COMPUTER_MONTHS
    for year, first in ((2024, 6), (2025, 1)):
        for at in range(first, 13):
            rows = [Row("7832", month, OFFICE), Row("1259", -month)]
            books.post("A", _month_end(year, at), f"Avskrivning dator {MONTHS[at - 1]}", *rows)


# ---- Ends of quarters and years --------------------------------------------------------------------------


def _vat(books: Books) -> None:
    """VAT of each quarter is claimed on its last day and paid back in the second month after."""
    books.post("B", date(FIRST, 2, 14), "Momsersättning", Row(CASH, FIRST_VAT), Row("1650", -FIRST_VAT))
    for year in CONTRIBUTIONS:
        for month in (3, 6, 9, 12):
            end = _month_end(year, month)
            claim = books.moved(INPUT_VAT, date(year, month - 2, 1), end)
            text = f"Moms kvartal {month // 3}"
            books.post("A", end, text, Row("1650", claim), Row(INPUT_VAT, -claim))
            paid = weekday(end + timedelta(44))
            books.post(
                "B", paid, f"Momsersättning, kvartal {month // 3}", Row(CASH, claim), Row("1650", -claim)
            )


def _accruals(books: Books, year: int) -> None:
    """Vacation, tax on pension premiums and the audit, which is invoiced in April."""
    end = date(year, 12, 31)
    vacation = 100 * (5_400 + 700 * (year - FIRST))
    fees = _percent(vacation, SOCIAL_FEES)
    rows = [
        Row("7290", vacation, OFFICE),
        Row("7519", fees, OFFICE),
        Row("2920", -vacation),
        Row("2941", -fees),
    ]
    books.post("A", end, "Förändring av semesterlöneskuld", *rows)
    tax = _percent(books.moved("7410", date(year, 1, 1), end), PENSION_TAX)
    books.post("A", end, "Särskild löneskatt", Row("7533", tax, OFFICE), Row("2943", -tax))
    owed = (
        FIRST_PENSION_TAX
        if year == FIRST
        else books.moved("7533", date(year - 1, 1, 1), date(year - 1, 12, 31))
    )
    books.post(
        "B",
        weekday(date(year, 2, 26)),
        "Skatteverket, särskild löneskatt",
        Row("2943", owed),
        Row(CASH, -owed),
    )
    expected = 100 * AUDIT[year - 1]
    real = expected + 100 * chance("revision", year).randrange(-1_500, 2_500)
    rows = [Row("2990", expected), Row("6420", real - expected, BOARD)]
    books.invoice(weekday(date(year, 4, 12)), f"Exempelrevision, granskning av {year - 1}", *rows)
    cost = 100 * AUDIT[year]
    books.post("A", end, f"Revision av {year}", Row("6420", cost, BOARD), Row("2990", -cost))


def _equity(books: Books, year: int) -> None:
    """The result is booked in 2023 and left in 2024, as both occur; each January moves last year's."""
    moved = books.start_of(year)[RESULT_OF_YEAR, ()]
    rows = [Row(RESULT_OF_YEAR, -moved), Row("2091", moved)]
    books.post("A", date(year, 1, 31), "Omföring av föregående års resultat", *rows)
    if year == FIRST:
        result = books.result(year)
        rows = [Row("8999", -result), Row(RESULT_OF_YEAR, result)]
        books.post("A", date(year, 12, 31), "Årets resultat", *rows)
