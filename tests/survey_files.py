"""Files of answers in a repository of one small book, and what is read from them."""

from __future__ import annotations

import pandas as pd
from conftest import Repository

from finsam.faults import Fault
from finsam.sources.grids import read_grids
from finsam.surveys.definitions import load_surveys
from finsam.surveys.rows import read_answers

#: Three questions of as many scales; `mal` is asked of two groups.
OWN = """
fragor:
  mote: {kort: Mötet, text: Hur ofta möts ni?, alias: [Möten per år], skala: ofta6, grupper: [personal]}
  nytta: {kort: Nyttan, text: Är stödet till nytta?, skala: nytta6, grupper: [deltagare]}
  mal: {kort: Målen, text: Är målen tydliga?, skala: instammer5, grupper: [personal, styrelse]}
  trakasserad: {kort: Inte trakasserad, text: Har du blivit trakasserad?, skala: janej, gynnsamma: [Nej], grupper: [deltagare]}
  betyg: {kort: Betyget, text: Vilket betyg ger du?, skala: betyg10, grupper: [deltagare]}
"""
FORBUND = """
insatser:
  - {namn: Ungdomstorget, kort: UT, alias: [Torget], plattform: Unga}
  - {namn: Steget vidare, plattform: Vuxna}
"""


def read(
    repository: Repository,
    content: str | bytes,
    name: str = "enkatsvar.csv",
    own: str = OWN,
    year: int = 2020,
) -> tuple[pd.DataFrame, list[Fault]]:
    """The answers of one file of the book, whose förbund has `own` definitions and the insatser of FORBUND."""
    repository.write("params/prov/enkater.yml", own)
    repository.forbund(FORBUND)
    tables, faults = [], []
    for grid in read_grids(repository.raw(name, content)):
        table, wrong = read_answers(grid, load_surveys("prov"), repository.params(), year)
        tables.append(table)
        faults += wrong
    return pd.concat(tables, ignore_index=True), faults


def answered(table: pd.DataFrame) -> list[tuple]:
    """Question, answer and step of each row; the step None where it says nothing."""
    steps = [None if pd.isna(step) else int(step) for step in table["steg"]]
    return list(zip(table["fraga"], table["svar"], steps, strict=True))


def told(faults: list[Fault]) -> list[tuple]:
    """Code, row, column and value of each fault's first place."""
    places = [fault.where[0] for fault in faults]
    return [(f.code, p.row, p.column, p.value) for f, p in zip(faults, places, strict=True)]
