"""From a value back to file and line: names, cells of tables, changed files, and the rows behind the tables of a page."""

from __future__ import annotations

import csv
import json
import re

import pytest
from click.testing import CliRunner
from lxml import html

from finsam.build import build
from finsam.cli import main
from finsam.delivery.read import read_delivery
from finsam.facts import facts_of
from finsam.params import load_params
from finsam.sources.numbers import parse_number

BOOKS = ("umearegionen/2016", "umea-vannas/2014", "vannas/2017", "umearegionen/2018")
TABLE = (
    "insats;matt;kvinnor;man;totalt\nMatcha;avslutade;6;10;16\nMatcha;arbete;3;5;8\nMatcha;studier;1;1;2\n"
)


def run(*arguments: str):
    return CliRunner().invoke(main, list(arguments))


def facts(book: str):
    forbund, _, year = book.partition("/")
    params = load_params(forbund, int(year))
    return facts_of(read_delivery(params), params)


@pytest.mark.parametrize("book", BOOKS[:3])
def test_a_computed_value_is_what_its_formula_makes_of_the_named_ones(book):
    found = facts(book)
    computed = [fact for fact in found.values() if fact.formula]
    assert len(computed) > 4
    for fact in computed:
        again = found.evaluate(fact.formula).cell
        assert (round(again.varde, 9), again.enhet) == (round(fact.cell.varde, 9), fact.cell.enhet), fact.name


@pytest.mark.parametrize("book", BOOKS)
def test_a_value_from_a_csv_file_stands_there_in_its_row_and_column(book, workplace):
    delivered = [
        fact
        for fact in facts(book).values()
        if not fact.formula and len(fact.places) == 1 and fact.places[0].file.endswith(".csv")
    ]
    assert len(delivered) > 60
    for fact in delivered:
        place = fact.places[0]
        data = (workplace / place.file).read_bytes()
        text = data.decode("utf-8-sig" if b"\xc3" in data or data.isascii() else "cp1252")
        sign = max(";,\t", key=text.splitlines()[0].count)
        lines = list(csv.reader(text.splitlines(), delimiter=sign))
        raw = lines[place.row - 1][[head.strip() for head in lines[0]].index(place.column)]
        assert abs(parse_number(raw).varde) == abs(fact.cell.varde), (fact.name, raw)


def test_a_cell_of_the_budget_leads_to_the_line_of_the_ledger(workplace, monkeypatch):
    monkeypatch.setenv("FINSAM_ROOT", str(workplace))
    result = run("trace", "umearegionen/2016", "budget.insatser.matcha.utfall")
    assert result.exit_code == 0
    assert "bokforing-2016.se, line 127: #RES 0 4513 667080.00" in result.output


def test_a_share_leads_to_the_two_counts_that_it_is_made_of(workplace, monkeypatch):
    monkeypatch.setenv("FINSAM_ROOT", str(workplace))
    told = json.loads(run("trace", "umearegionen/2016", "deltagare.matcha.andel_arbete", "--json").output)
    text = json.dumps(told)
    assert "deltagare.matcha.arbete / deltagare.matcha.avslutade" in text
    assert {int(row) for row in re.findall(r'"row": (\d+)', text)} == {92, 93}


def test_an_unknown_name_is_told_with_the_nearest(workplace, monkeypatch):
    monkeypatch.setenv("FINSAM_ROOT", str(workplace))
    result = run("trace", "umearegionen/2016", "ekonomi.resultt")
    assert result.exit_code == 1
    assert "ekonomi.resultat" in result.output


@pytest.fixture
def book(repository):
    repository.year("kapitel: [index, deltagare, avstamning]\n")
    repository.raw("deltagare.csv", TABLE)
    build("prov", 2020, ("html",), "pandoc")
    return repository


def test_a_raw_file_that_has_changed_since_the_build_is_told(book):
    assert "as in the manifest" in run("trace", "prov/2020", "deltagare.matcha.arbete").output
    book.raw("deltagare.csv", TABLE.replace("3;5;8", "4;5;9"))
    result = run("trace", "prov/2020", "deltagare.matcha.arbete")
    assert result.exit_code == 1
    assert "CHANGED: the book was made from" in result.output


def test_a_cell_as_a_reader_sees_it_leads_to_its_row(book):
    page = html.parse(str(book.root / "reports/prov/2020/deltagare.html"))
    (table,) = [each for each in page.iter("table") if "Till arbete" in each.text_content() or "till arbete" in each.text_content()][:1]  # fmt: skip
    name = next(
        e.get("id") for e in (table, *table.iterancestors()) if (e.get("id") or "").startswith("tbl-")
    )
    result = run("trace", "prov/2020", f"{name}/varav till arbete/Kvinnor")
    assert result.exit_code == 0, result.output
    assert "deltagare.csv, row 3, column kvinnor" in result.output


def test_every_link_under_a_table_leads_to_its_rows_with_what_stands_in_them(book):
    folder = book.root / "reports/prov/2020"
    page = html.parse(str(folder / "deltagare.html"))
    behind = html.parse(str(folder / "underlag.html"))
    links = [link.get("href") for link in page.iter("a") if link.get("href", "").startswith("underlag.html#")]
    assert links
    for link in links:
        (entry,) = behind.xpath(f"//*[@id='{link.partition('#')[2]}']")
        following = entry.xpath("following::*[contains(., 'deltagare.csv')][1]")
        assert following and entry.tag == "h3"
    assert all(link.get("aria-label") for link in page.xpath("//a[starts-with(@href, 'underlag.html#')]"))
    assert len(
        {link.get("aria-label") for link in page.xpath("//a[starts-with(@href, 'underlag.html#')]")}
    ) == len(links)


def test_the_manifest_tells_the_code_the_packages_and_every_file(book):
    folder = book.root / "reports/prov/2020"
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert {"data/raw/prov/2020/deltagare.csv", "params/prov/2020.yml"} <= {
        each["fil"] for each in manifest["indata"]
    }
    assert {each["fil"] for each in manifest["utdata"]} >= {"index.html", "underlag.html", "varden.json"}
    assert re.search(r"[0-9a-f]{64}", json.dumps(manifest["versioner"]) + json.dumps(manifest.get("kod", "")))
