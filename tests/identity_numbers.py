"""Made identity numbers in all spellings, and numbers that look like them, from a seed."""

from __future__ import annotations

import calendar
import random
from collections.abc import Callable, Iterator

BLANKS = " \u00a0\u2009\u202f"
DASHES = "-\u2010\u2011\u2013\u2014\u2212"

#: How a number is written: year, month, day, last four, with the day of its kind.
SPELLINGS: dict[str, Callable[[str, str, str, str, random.Random], str]] = {
    "10": lambda y, m, d, n, r: y[2:] + m + d + n,
    "12": lambda y, m, d, n, r: y + m + d + n,
    "10 dash": lambda y, m, d, n, r: y[2:] + m + d + r.choice(DASHES) + n,
    "12 dash": lambda y, m, d, n, r: y + m + d + r.choice(DASHES) + n,
    "10 plus": lambda y, m, d, n, r: y[2:] + m + d + "+" + n,
    "10 blank": lambda y, m, d, n, r: y[2:] + m + d + r.choice(BLANKS) + n,
    "12 blank": lambda y, m, d, n, r: y + m + d + r.choice(BLANKS) + n,
    "blanks around the dash": lambda y, m, d, n, r: y + m + d + r.choice(BLANKS) + r.choice(DASHES) + " " + n,
    "day in parts": lambda y, m, d, n, r: r.choice("-./ _").join((y, m, d)) + r.choice("- ") + n,
    "one sign everywhere": lambda y, m, d, n, r: r.choice("-./_ ").join((y, m, d, n)),
    "short year in parts": lambda y, m, d, n, r: r.choice("-./").join((y[2:], m, d)) + "-" + n,
    "underscore": lambda y, m, d, n, r: y + m + d + "_" + n,
    "slash": lambda y, m, d, n, r: y[2:] + m + d + "/" + n,
    "full width": lambda y, m, d, n, r: (y + m + d + n).translate({48 + i: 0xFF10 + i for i in range(10)}),
    "decimal of a spreadsheet": lambda y, m, d, n, r: y + m + d + n + ".0",
    "unseen signs": lambda y, m, d, n, r: y + "\u200b" + m + d + "\u00ad-" + n,
}  # fmt: skip

#: Spellings that only a cell of its own has: in running text they would be amounts.
OF_CELLS: dict[str, Callable[[str, str, str, str, random.Random], str]] = {
    "thousands": lambda y, m, d, n, r: f"{int(y + m + d + n):,}".replace(",", r.choice(BLANKS)),
    "scientific": lambda y, m, d, n, r: f"{int(y + m + d + n):.11E}".replace(".", r.choice(".,")),
    "signs apart": lambda y, m, d, n, r: " ".join(y + m + d + n),
    "by two": lambda y, m, d, n, r: f"{y[:2]} {y[2:]} {m} {d} {n}",
}  # fmt: skip

AROUND = [
    "{}", "Ring {} imorgon.", "pnr:{}", "({})", "avser {}, beslut", "{};Lotsen", "id={}&x", "Möte\n{}\nklart", "x{}",
    "\"{}\"", "{}/2024 ärende", "Deltagare {} och en till",
]  # fmt: skip


def check_digit(nine: str) -> str:
    total = 0
    for place, sign in enumerate(nine):
        product = int(sign) * (1 if place % 2 else 2)
        total += product // 10 + product % 10
    return str(-total % 10)


def parts(r: random.Random, first: int = 1915, last: int = 2024) -> tuple[str, str, str, str]:
    """Year, month, day (with 60 more for one in five, a coordination number) and last four."""
    year, month = r.randint(first, last), r.randint(1, 12)
    day = r.randint(1, calendar.monthrange(year, month)[1]) + (60 if r.random() < 0.2 else 0)
    serial = f"{r.randint(0, 999):03}"
    nine = f"{year % 100:02}{month:02}{day:02}{serial}"
    return str(year), f"{month:02}", f"{day:02}", serial + check_digit(nine)


def numbers(count: int, seed: int = 8) -> Iterator[tuple[str, str, tuple[str, str, str, str]]]:
    """Spelling, number as it is written, and its parts; the spellings in turn."""
    r = random.Random(seed)
    names = [*SPELLINGS, *OF_CELLS]
    for at in range(count):
        name = names[at % len(names)]
        made = parts(r)
        yield name, (SPELLINGS | OF_CELLS)[name](*made, r), made


def lookalikes(count: int, seed: int = 8) -> Iterator[tuple[str, str]]:
    """Kind and text of numbers that are no identity numbers, the kinds in turn."""
    r = random.Random(seed)

    def org() -> str:
        nine = f"{r.choice('2589')}{r.randint(0, 9)}{r.randint(20, 99)}{r.randint(0, 99999):05}"
        return f"{nine[:6]}-{nine[6:]}{check_digit(nine)}"

    kinds: dict[str, Callable[[], str]] = {
        "organisation number": org,
        "amount with decimals": lambda: f"{r.randint(10**8, 10**10)},{r.randint(10, 99)}",
        "amount in thousands": lambda: f"{r.randint(10**5, 10**8):,} kr".replace(",", "\u00a0"),
        "whole amount of ten digits": lambda: str(r.randint(10**9, 10**10 - 1)),
        "account number": lambda: f"{r.randint(1000, 9999)}-{r.randint(0, 9)} {r.randint(10**6, 10**9)}",
        "bankgiro": lambda: f"{r.randint(100, 9999)}-{r.randint(1000, 9999)}",
        "plusgiro": lambda: f"{r.randint(1, 99)} {r.randint(10, 99)} {r.randint(10, 99)}-{r.randint(0, 9)}",
        "telephone": lambda: f"0{r.choice((70, 73, 76, 8, 90))}-{r.randint(100, 999)} {r.randint(10, 99)} {r.randint(10, 99)}",
        "mobile without signs": lambda: f"07{r.choice('02369')}{r.randint(0, 9999999):07}",
        "OCR number": lambda: str(r.randint(10**10, 10**16)),
        "date and time": lambda: f"2024-{r.randint(1, 12):02}-{r.randint(1, 28):02} {r.randint(8, 17):02}:{r.randint(0, 59):02}",
        "date and time without signs": lambda: f"2024{r.randint(1, 12):02}{r.randint(1, 28):02} {r.randint(8, 17):02}{r.randint(0, 59):02}",
        "two dates": lambda: f"2024-{r.randint(1, 12):02}-{r.randint(1, 28):02} - 2025-01-31",
        "hash": lambda: f"{r.getrandbits(256):064x}",
        "decimal fraction": lambda: repr(r.random() * 100),
        "voucher": lambda: f"A {r.randint(1, 9999)}, 2024{r.randint(1, 12):02}{r.randint(1, 28):02}",
        "case number": lambda: f"{r.randint(2015, 2025)}/{r.randint(1, 99999):05}",
        "wrong check digit": lambda: (made := parts(r))[0] + made[1] + made[2] + "-" + made[3][:3] + str((int(made[3][3]) + 1) % 10),
        "no such day": lambda: f"{r.randint(40, 99)}{r.randint(13, 19)}{r.randint(32, 59)}-{r.randint(1000, 9999)}",
    }  # fmt: skip
    names = list(kinds)
    for at in range(count):
        name = names[at % len(names)]
        yield name, kinds[name]()
