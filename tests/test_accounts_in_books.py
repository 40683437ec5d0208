"""What the chapters say of accounts made from a ledger: the rule of the members, the equity, the forecast, units."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from finsam.chapters import association, economy, economy_text, equity, year, year_end
from finsam.chapters.book import Book, open_book
from finsam.measures.contributions import RULE, Contribution, by_rule
from finsam.tables.cells import Cell, Row


@pytest.fixture(scope="module")
def annual(workplace) -> Book:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FINSAM_ROOT", str(workplace))
        return open_book("exempelforbundet", 2024)


@pytest.fixture(scope="module")
def interim(workplace) -> Book:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FINSAM_ROOT", str(workplace))
        return open_book("exempelforbundet", 2025)


def plain(text: object) -> str:
    return str(text).replace("\u00a0", " ").replace("\u2212", "-").replace("\\", "")


def cells(table, label: str) -> list[str]:
    (line,) = [line for line in table.lines if line.label == label]
    return [plain(cell) for cell in line.cells]


# ---- Members ------------------------------------------------------------------------------------------------


def test_a_kommuns_part_is_its_inhabitants_part_of_a_quarter_of_what_was_paid(annual):
    """Sjöhult decided 347 000 kr, so less than the rule's total was paid and the others paid more than their part."""
    table = association.rule_table(annual)
    paid, rule, difference = cells(table, "Sjöhults kommun")
    total = 4_800_000 + 2_400_000 + 1_432_000 + 620_700 + 347_000
    part = Fraction(total, 4) * Fraction(3473, 14320 + 6207 + 3473)
    assert (paid, rule, difference) == ("347 000", "347 289", "-289")
    assert round(part) == 347_289
    assert cells(table, "Försäkringskassan") == ["4 800 000", "4 799 850", "150"]


def test_without_inhabitants_the_kommuner_are_one_row(annual):
    params = annual.params.model_copy(update={"year": annual.params.year.model_copy(update={"invanare": {}})})
    table = association.rule_table(replace(annual, params=params))
    assert [line.label for line in table.lines] == [
        "Försäkringskassan",
        "Region Exempel",
        "Kommunerna tillsammans",
    ]
    assert cells(table, "Kommunerna tillsammans") == ["2 399 700", "2 399 925", "-225"]
    assert "saknas" in table.note


def paid(kind: str, name: str, amount: int | None) -> Contribution:
    row = Row({"medlem": name})
    row["2020"] = Cell(None if amount is None else Decimal(amount), "kr", status="" if amount else "saknas")
    return Contribution(name, kind, row)


def test_the_parts_of_the_rule_are_all_that_was_paid():
    members = [
        paid("stat", "S", 500),
        paid("region", "R", 260),
        paid("kommun", "A", 100),
        paid("kommun", "B", 140),
    ]
    shares = by_rule(members, "2020", {"A": 1, "B": 2})
    assert sum(share.rule for share in shares) == sum(share.paid for share in shares) == 1000
    assert [share.difference for share in shares[:2]] == [0, 10]
    assert RULE.keys() == {member.kind for member in members}


@pytest.mark.parametrize("missing", ["stat", "region", "kommun"])
def test_without_one_kind_of_member_there_is_no_rule_to_hold(missing):
    members = [paid(kind, kind, None if kind == missing else 100) for kind in RULE]
    assert by_rule(members, "2020", {}) == []


# ---- Equity --------------------------------------------------------------------------------------------------


def test_equity_is_told_against_a_fifth_of_the_contributions(annual):
    text = plain(equity.against_contributions(annual))
    assert Decimal("0.2") * 9_599_700 == 1_919_940
    assert "19,5 %" in text and "1 919 940 kr" in text and "inom den gränsen" in text


def test_equity_above_the_limit_says_how_much(workplace, monkeypatch):
    monkeypatch.setenv("FINSAM_ROOT", str(workplace))
    text = plain(equity.against_contributions(open_book("umearegionen", 2016)))
    assert 3_201_561 - Decimal("0.2") * 12_429_932 == Decimal("715574.6")
    assert "25,8 %" in text and "715 575 kr över" in text


# ---- An interim report ----------------------------------------------------------------------------------------


def test_the_months_are_told_in_words(interim):
    assert interim.params.title == "Delårsrapport per 30 juni 2025"
    text = plain(economy_text.summary(interim))
    assert text.startswith("Verksamheten januari–juni 2025 gav ett överskott på 84 055 kr")
    assert "294 716 kr samma månader året före" in text
    assert "1 958 488 kr den 30 juni 2025" in text
    statement = economy.statement(interim, "resultatrakning", "Resultaträkning")
    assert list(statement.heads) == ["Post", "Not", "Januari–juni 2025", "Januari–juni 2024"]
    balance = economy.statement(interim, "balansrakning", "Balansräkning")
    assert [plain(head) for head in balance.heads[2:]] == ["30 juni 2025", "31 december 2024"]
    assert "Resultat januari–juni, tkr" in [line.label for line in year.key_figures(interim).lines]


def test_both_forecasts_are_shown(interim):
    table = year_end.table(interim)
    # Contributions come in equal quarters: half the year is half of the budget, and half of last year's.
    assert cells(table, "Bidrag från medlemmarna")[1:] == ["4 920", "9 840", "9 840", "9 840"]
    # The insats began after June last year, so it has no pattern.
    assert cells(table, "Snabbspåret")[-1] == ""
    so_far, budget = 242, 520
    assert cells(table, "Snabbspåret")[3] == str(so_far + budget // 2)
    words = plain(year_end.summary(interim))
    assert "189 tkr" in words and "543 tkr" in words and "546 tkr" in words


def test_an_annual_report_has_no_forecast_and_an_interim_one_no_yearly_rule_of_equity(annual, interim):
    assert year_end.table(annual) is None and year_end.summary(annual) is None
    assert equity.against_contributions(interim) is None


# ---- Units ---------------------------------------------------------------------------------------------------


def test_statements_in_tkr_are_told_in_tkr(workplace, tmp_path, monkeypatch):
    for item in workplace.iterdir():
        if item.name not in ("params", "data"):
            (tmp_path / item.name).symlink_to(item)
    (tmp_path / "data").mkdir()
    (tmp_path / "data/raw").symlink_to((workplace / "data/raw").resolve())
    (tmp_path / "params").mkdir()
    for item in (workplace / "params").iterdir():
        if item.name != "exempelforbundet":
            (tmp_path / "params" / item.name).symlink_to(item.resolve())
    own = tmp_path / "params/exempelforbundet"
    own.mkdir()
    for item in (workplace / "params/exempelforbundet").iterdir():
        text = item.read_text(encoding="utf-8")
        (own / item.name).write_text(
            text + "bokforing: {enhet: tkr}\n" if item.name == "2024.yml" else text, encoding="utf-8"
        )
    monkeypatch.setenv("FINSAM_ROOT", str(tmp_path))
    book = open_book("exempelforbundet", 2024)
    assert "underskott på 139 tkr" in plain(economy_text.summary(book))
    statement = economy.statement(book, "resultatrakning", "Resultaträkning")
    assert statement.caption == "Resultaträkning, tkr"
    # 9 400 + 96 - 8 779 + 45 is 762, so the rounded sum of last year has a mark.
    shown = [re.sub("<[^>]*>", "", cell) for cell in cells(statement, "Årets resultat")]
    assert shown == ["", "-139", "761‡"]
    figures = {line.label: plain(line.cells[0]) for line in year.key_figures(book).lines}
    assert figures["Likvida medel, tkr"] == "4 504"
    assert not [check for check in book.checks if check.severity == "contradiction"]
