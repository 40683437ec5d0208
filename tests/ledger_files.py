"""A good ledger to change, and what a book says of it, in short."""

from __future__ import annotations

from conftest import Repository
from ledgers import CHART, ORGNR

from finsam.faults import Fault

HEAD = """\
#FLAGGA 0
#PROGRAM "Prov" 1.0
#FORMAT PC8
#GEN 20210115
#SIETYP 4
#ORGNR 222000-9993
#FNAMN "Samordningsförbundet Prov"
#RAR 0 20200101 20201231
#RAR -1 20190101 20191231
#KONTO 1930 "Bank"
#KONTO 2091 "Balanserat resultat"
#KONTO 2440 "Leverantörsskulder"
#KONTO 2970 "Skuld till projektägare"
#KONTO 3010 "Bidrag från staten"
#KONTO 4510 "Insatser"
#KONTO 5010 "Hyra"
#DIM 6 "Projekt"
#OBJEKT 6 "P1" "Matcha"
"""
#: Of 2019 balances alone; its result, a gain of 100, is in the opening equity of 2020.
BALANCES = """\
#IB 0 1930 900.00
#IB 0 2091 -600.00
#IB 0 2970 -300.00
#OIB 0 2970 {6 "P1"} -300.00
#IB -1 1930 500.00
#IB -1 2091 -500.00
#UB -1 1930 900.00
#UB -1 2091 -500.00
#UB -1 2970 -300.00
#RES -1 3010 -800.00
#RES -1 4510 700.00
"""
VOUCHERS = """\
#VER A 1 20200115 "Bidrag"
{
#TRANS 1930 {} 1000.00
#TRANS 3010 {} -1000.00
}
#VER A 2 20200210 "Rekvisition 2019"
{
#TRANS 2970 {6 "P1"} 300.00
#TRANS 1930 {} -300.00
}
#VER A 3 20200820 "Hyra"
{
#TRANS 5010 {} 120.50
#TRANS 1930 {} -120.50
}
#VER A 4 20201130 "Rekvisition 2020"
{
#TRANS 4510 {6 "P1"} 400.00
#TRANS 2970 {6 "P1"} -400.00
}
"""
GOOD = HEAD + BALANCES + VOUCHERS
#: What a budget beside it plans.
BUDGET = "sektion;rad;budget\nIntäkter;Bidrag från medlemmarna;2\nInsatser;Matcha;1\n"
FILE = "data/raw/prov/2020/bok.se"


def with_ledger(repository: Repository) -> Repository:
    """A book with a good ledger, a chart with its projects, and the number of the organisation."""
    repository.forbund(f'orgnr: "{ORGNR}"\n')
    repository.write("params/prov/kontoplan.yml", CHART)
    deliver(repository)
    return repository


def deliver(repository: Repository, text: str = GOOD, name: str = "bok.se") -> None:
    repository.raw(name, text.replace("\n", "\r\n").encode("cp437"))


def changed(*pairs: tuple[str, str], text: str = GOOD) -> str:
    """The good ledger with some of its text changed; each part stands there once."""
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def line(text: str, part: str) -> int:
    """The number of the only line that holds a part."""
    (found,) = [at for at, each in enumerate(text.split("\n"), 1) if part in each]
    return found


def short(fault: Fault) -> tuple:
    """Code, file name and line of the first place."""
    first = fault.where[0]
    return fault.code, first.file.rpartition("/")[2], first.row


def only(repository: Repository) -> Fault:
    (fault,) = repository.faults()
    return fault
