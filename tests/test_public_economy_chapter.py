"""The chapter on the public economy: what it says follows from the numbers, and nothing is told without what it needs."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from finsam.chapters import (
    public_economy,
    public_economy_method,
    public_economy_pictures,
    public_economy_prices,
    public_economy_tables,
    public_economy_text,
)
from finsam.chapters.book import open_book
from finsam.chapters.markdown import Table

HEAD = "insats;stod;enhet;foljda;fore;efter;fore_personer;efter_personer\n"
#: Work of 200 months more is worth 2 000 000; income support of 100 000 less moves as much from person to kommun.
ROWS = "Spåret;Lön;månader;20;40;240;9;18\nSpåret;Försörjningsstöd;kr;20;300000;200000;12;7\n"
FORBUND = "insatser: [{namn: Spåret, alias: [P01SPA]}]\n"
#: Forty have ended, so half of 1 200 tkr is the cost of the twenty who were followed.
BUDGET = (
    "sektion;rad;budget;utfall\nIntäkter;Bidrag;2000;2000\nInsatser;P01SPA;1000;1200\nKansli;Kansli;500;500\n"
)
ENDED = "insats;matt;totalt\nSpåret;avslutade;40\n"
STOD = """\
stod:
  Lön: {priser: [{enhet: manader, staten: 3000, kommunen: 2000, personen: 5000, ar: 2020, kalla: Prov, spann: 10}]}
"""
ANYWAY = "  hade_kommit_anda: {varde: 50, lagst: 40, hogst: 60, motiv: Ett prov.}\n"
REST = """\
  kvar_nasta_ar: {varde: 100, lagst: 90, hogst: 100, motiv: Ett prov.}
  kalkylranta: {varde: 0, lagst: 0, hogst: 1, motiv: Ett prov.}
"""


@pytest.fixture
def study(repository):
    def made(
        rows: str = ROWS,
        params: str = STOD + "antaganden:\n" + ANYWAY + REST,
        budget: str = BUDGET,
        ended: str = ENDED,
        year: str = "",
    ) -> public_economy.Study:
        repository.forbund(FORBUND)
        repository.year(year)
        repository.raw("fore_efter.csv", HEAD + rows)
        repository.write("params/prov/samhallsekonomi.yml", params)
        repository.raw("budget.csv", budget)
        repository.raw("deltagare.csv", ended)
        return public_economy.study(open_book("prov", 2020))

    return made


def said(*texts) -> str:
    told = [str(each) for text in texts for each in (text if isinstance(text, list) else [text])]
    return " ".join(told).replace("\u00a0", " ").replace("\\", "")


def cells(table: Table) -> dict[str, list[str]]:
    return {line.label: [cell.replace("\u00a0", " ") for cell in line.cells] for line in table.lines}


def test_everything_by_hand(study):
    found = study()
    (case,) = found.evaluated
    # 1 200 tkr for 40 who ended, 20 of them followed. By payer 300, 150 and 150.
    assert case.worth.paid() == 600_000 and case.worth.paid("regionen") == 150_000
    assert case.worth.gain() == 2_000_000
    assert case.worth.gain("kommunen") == 200 * 2000 + 100_000
    assert case.worth.gain("personen") == 200 * 5000 - 100_000
    table = cells(public_economy_tables.net_values(found))
    assert table["Spåret"] == ["20", "600", "2 000", "400", "1 400", "4 400", "0,6"]
    payers = cells(public_economy_tables.payers(found))
    assert payers["Staten"] == ["600", "300", "0", "300", "1 200"]
    assert payers["Regionen"] == ["0", "150", "−150", "−150", "−150"]
    assert payers["Kommunerna"] == ["500", "150", "100", "350", "1 100"]
    assert payers["Deltagarna"] == ["900", "0", "450", "900", "2 250"]
    assert payers["Alla parter"] == ["2 000", "600", "400", "1 400", "4 400"]


def test_the_share_that_had_come_anyway_is_first_and_beside_the_result(study):
    found = study()
    assert said(public_economy_text.anyway(found)).startswith(
        "**Kalkylen antar att 50 % av förändringen hade kommit även utan"
    )
    assert cells(public_economy_tables.anyway(found))["Spåret"] == ["9 400", "4 400", "94 %"]
    text = said(public_economy_text.conclusions(found))
    assert (
        "Med antagandet att 50 % av förändringen hade kommit ändå ger kalkylen ett plus på 4 400 tkr efter fem år"
        in text
    )
    assert (
        "Om ingenting hade kommit ändå är nettot 9 400 tkr, och det är noll om 94 % hade kommit ändå." in text
    )


def test_without_the_share_no_net_value_is_told(study):
    found = study(params=STOD + "antaganden:\n" + REST)
    assert not found.evaluated and public_economy_tables.net_values(found) is None
    assert "inte angivet" in public_economy_text.anyway(found)
    assert "inte har angett hur mycket som hade kommit ändå" in said(public_economy_text.missing(found))
    assert [len(table.lines) for table in public_economy_tables.before_and_after(found)] == [2]
    for part in (public_economy_tables.anyway, public_economy_tables.payers, public_economy_tables.swings):
        assert part(found) is None
    assert not public_economy_pictures.payers(found) and not public_economy_pictures.tornados(found)


@pytest.mark.parametrize(
    ("change", "because"),
    [
        ({"params": STOD}, "hur mycket som hade kommit ändå, hur mycket av effekten"),
        ({"budget": BUDGET.replace("P01SPA", "P02ANN")}, "räkenskaperna inte visar vad insatsen har kostat"),
        ({"ended": ENDED.replace("avslutade;40", "nya;40")}, "inte är känt hur många som avslutade"),
        ({"ended": ENDED.replace(";40", ";0")}, "inte är känt hur många som avslutade"),
        ({"rows": ROWS.replace("300000", "")}, "uppgifter om försörjningsstöd saknas"),
        ({"rows": ROWS.replace("kr;20", "kr;19")}, "inte visar ett och samma antal följda"),
        (
            {"rows": ROWS.replace(";20;", ";;").replace("12;7", ";").replace("9;18", ";")},
            "ett och samma antal",
        ),
        (
            {"rows": ROWS + "Spåret;Sjuk;kr;20;x;5;5;5\n", "year": "felaktiga_rader: avvisas\n"},
            "rader med fel har lämnats bort",
        ),
    ],
)
def test_no_net_value_without_what_it_is_made_of(study, change, because):
    found = study(**change)
    assert not found.evaluated
    text = said(public_economy_text.missing(found))
    assert text.startswith("Något nettovärde för Spåret redovisas inte, eftersom") and because in text


def test_nothing_delivered_leaves_one_sentence(repository):
    repository.raw("deltagare.csv", ENDED)
    found = public_economy.study(open_book("prov", 2020))
    assert "inga uppgifter om deltagarnas stöd" in public_economy_text.missing(found)
    texts = (public_economy_text.opening, public_economy_text.anyway, public_economy_text.before_and_after)
    tables = (
        public_economy_prices.assumptions,
        public_economy_prices.prices,
        public_economy_prices.sources,
    )
    assert [each(found) for each in (*texts, *tables)] == [None] * 6


def test_a_result_on_both_sides_of_nothing_is_left_open(study):
    wide = ANYWAY.replace("lagst: 40, hogst: 60", "lagst: 0, hogst: 100")
    found = study(params=STOD + "antaganden:\n" + wide + REST, budget=BUDGET.replace("1200", "9600"))
    (case,) = found.evaluated
    assert case.verdict == "oviss" and case.intervals[5][0] < 0 < case.intervals[5][1]
    assert "Kalkylen kan inte avgöra" in said(public_economy_text.conclusions(found))


def test_a_cost_larger_than_any_gain_is_a_minus_whatever_is_assumed(study):
    found = study(budget=BUDGET.replace("1200", "90000"))
    text = said(public_economy_text.conclusions(found))
    assert "ger kalkylen ett minus på 40 000 tkr" in text and "minus vilken andel som än antas" in text
    assert "inte betald inom fem år" in text
    assert cells(public_economy_tables.anyway(found))["Spåret"][-1] == "."


def test_a_change_for_the_worse_is_told_without_a_cause(study):
    found = study(rows="Spåret;Lön;månader;20;40;20;9;8\n")
    text = said(public_economy_text.conclusions(found))
    assert "till nackdel för parterna, −200 tkr" in text and "det är minus vilken andel som än antas" in text
    assert "säger inte att insatsen har orsakat" in text


def test_few_followed_and_kinds_of_few_have_no_net_value(study):
    rule = "skydd: {allt: {min_antal: 5}}\n"
    few = study(
        rows=ROWS.replace(";20;", ";4;").replace("40;240;9;18", "4;24;2;3").replace("12;7", "4;3"), year=rule
    )
    assert (
        said(public_economy_text.missing(few))
        == "Så få deltagare i Spåret har följts att inga uppgifter visas."
    )
    assert not few.shown and public_economy_text.opening(few) is None
    hidden = study(rows=ROWS.replace("12;7", "12;3"), year=rule)
    assert not hidden.evaluated
    (table,) = public_economy_tables.before_and_after(hidden)
    assert cells(table)["Försörjningsstöd"][1:] == ["..", "..", ".."]
    assert "uppgifterna om försörjningsstöd gäller få personer" in said(public_economy_text.missing(hidden))


def test_pictures_tell_their_numbers(study):
    found = study()
    (tornado,) = public_economy_pictures.tornados(found)
    # 10 percent of the price of work: 200 000 a year for five years, half of it.
    assert "Pris på lön: 3 900 tkr vid −10 % och 4 900 tkr vid +10 %" in said(tornado.alt)
    assert "Andel som hade kommit ändå: 5 400 tkr vid 40 % och 3 400 tkr vid 60 %" in said(tornado.alt)
    payers = said(public_economy_pictures.payers(found)[0].alt)
    assert "staten 1 200 tkr; regionen −150 tkr; kommunerna 1 100 tkr; deltagarna 2 250 tkr" in payers
    low, high = (round(Decimal(end) / 1000) for end in found.evaluated[0].intervals[5])
    intervals = said(public_economy_pictures.intervals(found)[0].alt)
    assert f"efter fem år 4 400 tkr ({low:,} till {high:,} tkr)".replace(",", " ") in intervals


def test_prices_are_told_with_their_year_and_source(study):
    found = study(
        params=STOD.replace("ar: 2020", "ar: 2019")
        + "antaganden:\n" + ANYWAY + REST + "prisindex: {namn: KPI, kalla: SCB, varden: {2019: 100, 2020: 110}}\n"
    )  # fmt: skip
    table = public_economy_prices.prices(found)
    assert cells(table)["Lön, per månad"] == ["2019", "3 300", "0", "2 200", "5 500", "±10 %"]
    assert cells(table)["Försörjningsstöd, per krona"] == [".", "0", "0", "−1", "1", "."]
    assert "omräknade till 2020 med KPI (SCB)" in table.note
    assert found.evaluated[0].worth.gain() == 2_200_000
    assert cells(public_economy_prices.sources(found))["Lön, per månad"] == ["Prov"]


def test_the_method_is_told_in_books_with_the_chapter(study):
    found = study()
    assert "q upphöjt till t − 1" in said(public_economy_method.methods(found.book))


def test_a_text_about_others_with_the_same_support_stands_for_nothing_hidden(study):
    few = ROWS.replace(";20;", ";4;").replace("40;240;9;18", "4;24;2;3").replace("12;7", "4;3")
    book = study(
        rows=few, year="skydd: {allt: {min_antal: 5}}\ninledning: [40 hushåll med försörjningsstöd.]\n"
    ).book
    assert book.texts


def test_many_insatser_are_parted_into_pictures_that_a_page_has_room_for(study):
    found = study()
    many = replace(found, cases=[*found.cases] * 7)
    for pictures in (public_economy_pictures.payers(many), public_economy_pictures.intervals(many)):
        assert [len(each.canvas.axes) for each in pictures] == [5, 2]
        assert pictures[1].id == f"{pictures[0].id}-2"


def test_an_assumption_is_told_with_its_decimals(study):
    found = study(params=STOD + "antaganden:\n" + ANYWAY.replace("varde: 50", "varde: 42.5") + REST)
    for told in (
        public_economy_text.anyway(found),
        public_economy_text.conclusions(found),
        public_economy_text.who_gains(found),
        public_economy_tables.anyway(found).heads,
        public_economy_tables.net_values(found).caption,
    ):
        assert "42,5 %" in said(told) and "43 %" not in said(told)
