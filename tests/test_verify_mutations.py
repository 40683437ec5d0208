"""A right book with one place changed is never read back as right. `benchmarks/mutations.py` tries hundreds."""

from __future__ import annotations

import pytest

from benchmarks.mutations import CHANGES, try_changes
from finsam.build import build
from finsam.ingest import processed
from finsam.verify.evidence import evidence_of
from finsam.verify.run import verify

TABLES = {
    "deltagare.csv": "insats;matt;kvinnor;man;totalt;procent\n"
    "Spåret;antal_totalt;12;19;31;\nSpåret;nya;5;9;14;\nSpåret;avslutade;8;10;18;\nSpåret;arbete;3;4;7;39\n"
    "Spåret;studier;1;2;3;17\nSpåret;annat_positivt_avslut;2;2;4;22\nSpåret;avbrott;2;2;4;22\nSpåret;kvar;4;9;13;\n",
    "budget.csv": "sektion;typ;rad;budget;utfall\nKostnader;post;Lokal;100;90\nKostnader;post;Resor;1234;1300\n"
    "Kostnader;summa;Summa;1334;1390\n",
}


@pytest.fixture
def book(repository):
    repository.year("kapitel: [index, deltagare, ekonomi, avstamning, metod]\n")
    for name, table in TABLES.items():
        repository.raw(name, table)
    params = repository.params()
    folder = build("prov", 2020, engine="pandoc")
    return folder, evidence_of(2020, [processed("prov", 2020)], [params], params.forbund)


def test_every_change_is_caught_and_the_right_book_is_not_accused(book):
    folder, evidence = book
    assert verify(folder, evidence).faults == []
    kinds = [name for name in CHANGES if name != "trace digit"]
    results = list(try_changes(folder, evidence, kinds * 2, seed=2020))
    assert [(name, told) for name, told, caught in results if not caught] == []
    assert {name for name, _, _ in results} == set(kinds)


def test_most_digits_are_caught_by_the_trace_alone(book):
    results = list(try_changes(*book, ["trace digit"] * 30, seed=2020))
    assert sum(caught for _, _, caught in results) >= 20
