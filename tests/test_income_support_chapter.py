"""The chapter on income support: from month rows and ready tables to tables, pictures and sentences."""

from __future__ import annotations

import re

import nbformat
import papermill
import pytest
from support_rows import FAMILY, months, rows, sheet, whole

from finsam.build import book_sources
from finsam.chapters import income_support, income_support_areas, income_support_text
from finsam.chapters.book import Book, open_book
from finsam.chapters.figures import Figure
from finsam.chapters.markdown import Markdown, Table
from finsam.measures.income_support import needs, of_residents, wholes
from finsam.register.rows import register_table
from finsam.register.series import NotComparable
from finsam.tables.chapters import chapter_notebook

FORBUND = """\
lan: "24"
medlemmar:
  - {namn: Umeå kommun, slag: kommun, kod: "2480"}
  - {namn: Vännäs kommun, slag: kommun, kod: "2460"}
  - {namn: Vindelns kommun, slag: kommun, kod: "2404"}
"""
READY = """\
omrade;period;raknas;uppdelning;grupp;alla;langvarigt;mycket_langvarigt
Västerbottens län;2020;Hushåll;Totalt;;400;100;..
Riket;2020;Hushåll;Totalt;;20000;5000;3000
"""
YEARS = [*whole(2018), *whole(2019), *whole(2020)]
ROWS = sheet(
    rows("a", YEARS),
    rows("b", YEARS, FAMILY, kommun="Vännäs"),
    rows("c", months(2020, 1, 2, 3), FAMILY, forsorjningshinder="Språkhinder"),
    rows("d", [*whole(2019), *months(2020, 1)], kon="M", fodelsear="1999", forsorjningshinder=""),
)


@pytest.fixture
def book(repository) -> Book:
    repository.forbund(FORBUND)
    repository.year("liten_bas: 3\n")
    repository.raw("hushallsmanader.csv", ROWS)
    repository.raw("forsorjningsstod.csv", READY)
    return open_book("prov", 2020)


def lines_of(table: Table) -> dict[str, list[str]]:
    return {line.label: [plain(cell) for cell in line.cells] for line in table.lines}


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def by_id(items: list[object]) -> dict[str, Table | Figure]:
    return {item.id: item for item in items if isinstance(item, Table | Figure)}


def test_the_years_stand_for_households_and_persons_apart(book):
    households, persons = income_support.trend_tables(book)
    assert households.heads == [
        "År",
        "Alla",
        "Långvarigt",
        "Andel",
        "Mycket långvarigt",
        "Andel",
        "Utbetalt, tkr",
        "Underlag",
    ]
    assert lines_of(households) == {
        "2018": ["2", "2", "100 % (34–100)", "–", "–", "192", "få hushåll"],
        "2019": ["3", "3", "100 % (44–100)", "–", "–", "288", ""],
        "2020": ["4", "2", "50 % (15–85)", "2", "50 % (15–85)", "224", ""],
    }
    assert "de två åren före" in households.note and "Få hushåll: färre än 3." in households.note
    assert lines_of(persons)["2020"] == ["12", "6", "50 %", "6", "50 %"]
    assert "oberoende" in persons.note and "konfidensintervall" not in persons.note


def test_the_picture_of_the_years_tells_its_numbers_and_what_is_missing(book):
    (picture,) = income_support.trend_figure(book)
    assert plain(picture.alt) == (
        "Linjer över antalet hushåll med försörjningsstöd i kommunerna tillsammans. Alla: 2018 2, 2019 3 och 2020 4. "
        "Långvarigt: 2018 2, 2019 3 och 2020 2. Mycket långvarigt: 2018 uppgift saknas, 2019 uppgift saknas och 2020 2."
    )
    assert "</svg>" in picture._svg()


def test_the_summary_tells_both_units_and_which_kommuner(book):
    assert plain(income_support_text.summary(book)) == (
        "I kommunerna tillsammans hade 4 hushåll försörjningsstöd någon gång 2020: 2 hade ett långvarigt behov, 50 % "
        "(95-procentigt konfidensintervall 15–85); 2 hade ett mycket långvarigt behov, 50 % (95-procentigt "
        "konfidensintervall 15–85). I hushållen fanns 12 personer: 6 hade ett långvarigt behov, 50 %; 6 hade ett mycket "
        "långvarigt behov, 50 %.\n\nKommunerna är Umeå och Vännäs."
    )


def test_groups_are_in_order_with_all_of_them_last(book):
    found = by_id(income_support.group_sections(book, "hushallstyp"))
    assert list(found) == [
        "tbl-forsorjningsstod-hushallstyp-hushall",
        "fig-forsorjningsstod-hushallstyp-hushall",
        "tbl-forsorjningsstod-hushallstyp-personer",
    ]
    table = found["tbl-forsorjningsstod-hushallstyp-hushall"]
    assert [(line.label, line.cells[0], line.style) for line in table.lines] == [
        ("Ensamstående kvinna utan barn", "1", ""),
        ("Ensamstående man utan barn", "1", ""),
        ("Sammanboende med barn", "2", ""),
        ("Alla", "4", "summa"),
    ]
    picture = found["fig-forsorjningsstod-hushallstyp-hushall"]
    assert "Ensamstående man utan barn: 0 % (0–79) av 1 hushåll, få hushåll." in plain(picture.alt)
    of_obstacle = by_id(income_support.group_sections(book, "forsorjningshinder"))[
        "tbl-forsorjningsstod-forsorjningshinder-hushall"
    ]
    assert list(lines_of(of_obstacle)) == [
        "Arbetslös\\, ingen ersättning".replace("\\", ""),
        "Språkhinder",
        "Uppgift saknas",
        "Alla",
    ]
    of_age = by_id(income_support.group_sections(book, "alder"))["tbl-forsorjningsstod-alder-hushall"]
    assert list(lines_of(of_age)) == ["20–24 år", "40–49 år", "Alla"]


def test_adults_and_children_are_persons_alone(book):
    found = by_id(income_support.group_sections(book, "vuxna_barn"))
    assert {id: lines_of(table) for id, table in found.items()} == {
        "tbl-forsorjningsstod-vuxna-barn-personer": {
            "Vuxna": ["6", "3", "50 %", "3", "50 %"],
            "Barn": ["6", "3", "50 %", "3", "50 %"],
            "Alla": ["12", "6", "50 %", "6", "50 %"],
        }
    }


def test_kommuner_stand_against_county_and_country(book):
    items = income_support_areas.kommun_sections(book)
    found = by_id(items)
    table = found["tbl-forsorjningsstod-kommun-hushall"]
    assert lines_of(table) == {
        "Umeå": ["3", "1", "33 % (6–79)", "1", "33 % (6–79)", ""],
        "Vännäs": ["1", "1", "100 % (21–100)", "1", "100 % (21–100)", "få hushåll"],
        "Kommunerna tillsammans": ["4", "2", "50 % (15–85)", "2", "50 % (15–85)", ""],
        "Västerbottens län": ["400", "100", "25 % (21–29)", "..", "..", ""],
        "Riket": ["20 000", "5 000", "25 % (24–26)", "3 000", "15 % (15–16)", ""],
    }
    assert "Två punkter: antalet är undertryckt." in table.note
    assert "Riket: 25 % (24–26) av 20 000 hushåll." in plain(found["fig-forsorjningsstod-kommun"].alt)
    assert not any(isinstance(item, Markdown) for item in items)


def test_without_county_and_country_the_chapter_says_so(repository):
    repository.forbund(FORBUND)
    repository.raw("hushallsmanader.csv", ROWS)
    items = income_support_areas.kommun_sections(open_book("prov", 2020))
    assert "inga uppgifter om hushåll i länet eller riket 2020" in items[0]


def test_rules_of_counting_are_told_where_month_rows_are_counted(book, repository):
    assert "sista månad med stöd" in income_support_text.counting_rules(book)
    (repository.root / "data/raw/prov/2020/hushallsmanader.csv").unlink()
    ready = open_book("prov", 2020)
    assert income_support_text.counting_rules(ready) is None
    assert "minst 27 månader" in income_support_text.explanation(ready)


def test_what_is_missing_is_told(book):
    assert income_support_text.missing(book) == "Underlaget innehåller inga uppgifter om Vindelns kommun."


def test_ready_kommuner_are_shown_one_by_one_and_never_added(repository):
    repository.forbund(FORBUND)
    repository.raw(
        "forsorjningsstod.csv",
        "omrade;period;raknas;uppdelning;grupp;alla;langvarigt;mycket_langvarigt\n"
        "Umeå;2019;Hushåll;Totalt;;100;30;20\nUmeå;2020;Hushåll;Totalt;;110;33;21\n"
        "Vännäs;2019;Hushåll;Totalt;;10;4;..\n",
    )
    book = open_book("prov", 2020)
    (table,) = income_support.trend_tables(book)
    assert wholes(income_support.table(book), income_support.members(book)) == ["Umeå", "Vännäs"]
    assert [(line.label, line.cells[0], plain(line.cells[1])) for line in table.lines] == [
        ("2019", "Umeå", "100"), ("2019", "Vännäs", "10"), ("2020", "Umeå", "110"),
    ]  # fmt: skip
    assert income_support_text.missing(book) == (
        "Underlaget innehåller inga uppgifter om Vindelns kommun. Underlaget innehåller inga uppgifter om hushållstyp, "
        "ålder eller försörjningshinder."
    )


def test_a_year_that_is_not_delivered_whole_is_told_and_not_shown(repository):
    repository.forbund(FORBUND)
    repository.raw("hushallsmanader.csv", sheet(rows("a", [*whole(2019), *months(2020, 1, 2)])))
    book = open_book("prov", 2020)
    text = income_support_text.missing(book)
    assert text.startswith("Uppgifter om hela 2020 saknas. Kapitlet redovisar 2019.")
    assert "Uppgifterna täcker inte hela året för Umeå 2020 och redovisas därför inte." in text
    assert "någon gång 2019" in income_support_text.summary(book)
    assert lines_of(income_support.trend_tables(book)[0])["2020"][:3] == ["–", "–", "–"]


def test_a_book_without_income_support_says_so_and_shows_nothing(repository):
    repository.raw("uppgifter.csv", "kapitel;grupp;uppgift;varde\nforsorjningsstod;;Antal möten;12\n")
    book = open_book("prov", 2020)
    assert (
        income_support_text.missing(book)
        == "Underlaget för 2020 innehåller inga uppgifter om försörjningsstöd."
    )
    shown = (income_support_text.explanation, income_support_text.counting_rules, income_support_text.summary)
    assert [show(book) for show in shown] == [None, None, None]
    assert income_support.trend_tables(book) + income_support.trend_figure(book) == []
    assert income_support.group_sections(book, "alder") == income_support_areas.kommun_sections(book) == []
    assert income_support_areas.resident_sections(book) == []
    assert lines_of(income_support.other_facts(book)) == {"Antal möten": ["12"]}


# ---- Residents ---------------------------------------------------------------------------------------------


def register(*rows: tuple[str, str, float | None], **more: str):
    keys = {"kon": "totalt", "matt": "langvarigt_bistand", "kalla": "kolada"} | more
    return register_table(
        [
            keys | {"kommun_kod": code, "period": period, "varde": value, "fil": "f", "radnr": 1,
                    "status": "" if value is not None else "undertryckt"}
            for code, period, value in rows
        ]
    )  # fmt: skip


def test_shares_of_residents_stand_by_kommun_county_and_country(book):
    table = register(
        ("2480", "2019", 1.24), ("2480", "2020", 1.36), ("2460", "2020", None), ("2460", "2019", 1.0),
        ("24", "2019", 1.5), ("24", "2020", 1.4), ("00", "2020", 1.65), ("2480", "2021", 9.0),
    )  # fmt: skip
    found = by_id(income_support_areas.resident_sections(book, table))
    assert lines_of(found["tbl-forsorjningsstod-langvarigt-bistand"]) == {
        "Umeå": ["1,2", "1,4"],
        "Vännäs": ["1,0", ".."],
        "Västerbottens län": ["1,5", "1,4"],
        "Riket": ["–", "1,7"],
    }
    alt = found["fig-forsorjningsstod-langvarigt-bistand"].alt
    assert "Vännäs: 2019 1,0 och 2020 uppgift saknas." in alt


def test_the_books_own_statistics_do_for_residents(book, repository):
    repository.raw(
        "statistik.csv",
        "omrade;matt;period;varde\nUmeå;langvarigt_bistand;2020;1,3\nRiket;langvarigt_bistand;2020;1,6\n",
    )
    items = income_support_areas.resident_sections(open_book("prov", 2020))
    found = by_id(items)
    assert lines_of(found["tbl-forsorjningsstod-langvarigt-bistand"]) == {"Umeå": ["1,3"], "Riket": ["1,6"]}
    assert "kan inte jämföras med andelarna av hushåll" in items[0]


def test_the_register_of_public_statistics_goes_before_the_books_own(book, repository):
    head = "kommun_kod;kon;alder;period;matt;version;varde;namnare;status;kalla\n"
    repository.write(
        "data/raw/register/eget.csv", head + "2480;totalt;;2020;langvarigt_bistand;;1,8;;;kolada\n"
    )
    own = "Umeå;langvarigt_bistand;2020;1,3\nUmeå;ekonomiskt_bistand;2020;2,5\n"
    repository.raw("statistik.csv", "omrade;matt;period;varde\n" + own)
    found = by_id(income_support_areas.resident_sections(open_book("prov", 2020)))
    assert lines_of(found["tbl-forsorjningsstod-langvarigt-bistand"]) == {"Umeå": ["1,8"]}
    assert lines_of(found["tbl-forsorjningsstod-ekonomiskt-bistand"]) == {"Umeå": ["2,5"]}


def test_a_book_with_the_chapter_depends_on_the_public_statistics_that_it_shows(repository):
    head = "kommun_kod;kon;alder;period;matt;version;varde;namnare;status;kalla\n"
    file = "data/raw/register/eget.csv"
    repository.write(file, head + "2480;totalt;;2020;langvarigt_bistand;;1,8;;;kolada\n")
    repository.raw("deltagare.csv", "insats,matt,kvinnor,man,totalt\nMatcha,nya,1,2,3\n")
    repository.year("kapitel: [index, deltagare, forsorjningsstod, avstamning]\n")
    assert file in {source.fil for source in book_sources(repository.params())}
    repository.year("kapitel: [index, deltagare, avstamning]\n")
    assert file not in {source.fil for source in book_sources(repository.params())}


def test_what_may_not_be_compared_is_a_reason_instead_of_a_table(book):
    import pandas as pd

    table = pd.concat(
        [register(("2480", "2020", 1.0), alder="18-64"), register(("00", "2020", 1.0), alder="20-64")]
    )
    with pytest.raises(NotComparable):
        of_residents(table, "langvarigt_bistand", ["2480", "00"], 2020)
    items = income_support_areas.resident_sections(book, table)
    assert by_id(items) == {} and "18–64" in items[1].replace("-", "–")


# ---- The notebook ------------------------------------------------------------------------------------------


def test_a_share_needs_both_numbers(book):
    found = needs(income_support.table(book), "hushall", areas=["Umeå"])
    assert [(need.period, need.share("mycket_langvarigt") is None) for need in found] == [
        ("2018", True), ("2019", True), ("2020", False),
    ]  # fmt: skip


def test_the_notebook_runs_on_the_book(book, repository, tmp_path, monkeypatch):
    monkeypatch.chdir(repository.root)
    out = tmp_path / "out.ipynb"
    papermill.execute_notebook(
        str(chapter_notebook("forsorjningsstod")),
        str(out),
        parameters={"forbund": "prov", "ar": 2020},
        progress_bar=False,
    )
    shown = [
        output.data
        for cell in nbformat.read(out, as_version=4).cells
        if cell.cell_type == "code"
        for output in cell.outputs
    ]
    ids = re.findall(r'<div id="(tbl-[\w-]+)">', "\n".join(data.get("text/markdown", "") for data in shown))
    assert len(ids) == len(set(ids)) == 11
    assert sum("image/svg+xml" in data for data in shown) == 5
