"""Postings of the sample files of real programs: double entry holds whatever form a year comes in."""

from __future__ import annotations

from pathlib import Path

import pytest

from finsam.ledger.postings import of_sie
from finsam.sources.sie.read import SUFFIXES, read_ledger

SAMPLES = Path(__file__).parents[2] / "shared/sie"
FILES = sorted(file for file in SAMPLES.glob("*") if file.suffix.lower() in SUFFIXES)

#: What doesn't add up to 0 in the files themselves, in öre: openings that last year's result hasn't left, and one
#: file whose closing balances and results differ by 100 kr.
OFF = {
    ("SIE_exempelfil.se", 2011, "ib"): 6353292,
    ("Sie2.se", 2010, "ib"): 7666300,
    ("Sie4.se", 2010, "ib"): 7666300,
    ("arsaldo_ovnbolag.se", 2011, "ib"): 115167815,
    ("periodsaldo_ovnbolag.se", 2011, "ib"): 115167815,
    ("transaktioner_ovnbolag.se", 2011, "ib"): 115167815,
    ("Test3.SE", 1997, "rorelse"): 10000,
}


@pytest.mark.skipif(not FILES, reason="the sample files of ../shared/sie aren't on this machine")
def test_every_year_of_every_sample_adds_up_to_nothing_but_where_the_file_itself_does_not():
    off = {}
    for file in FILES:
        table = of_sie(read_ledger(file), file.name, "6").postings
        sums = table[table["slag"] != "budget"].groupby(["ar", "slag"])["ore"].sum()
        off |= {(file.name, int(year), kind): int(ore) for (year, kind), ore in sums.items() if ore}
    assert off == OFF


@pytest.mark.skipif(not FILES, reason="the sample files of ../shared/sie aren't on this machine")
@pytest.mark.parametrize(
    ("whole", "parts"), [("SIE4.se", "SIE3.se"), ("Sie4.se", "Sie2.se"), ("BL0001_typ4.SE", "BL0001_typ2.SE")]
)
def test_a_year_of_vouchers_is_what_the_same_program_tells_as_balances(whole, parts):
    """Each pair is one ledger, exported as type 4 and as type 2 or 3."""
    sums = []
    for name in (whole, parts):
        table = of_sie(read_ledger(SAMPLES / name), name, "6").postings
        changes = table[table["slag"] == "rorelse"].groupby(["ar", "konto"])["ore"].sum()
        sums.append(changes[changes != 0])
    assert sums[0].to_dict() == sums[1].to_dict()
