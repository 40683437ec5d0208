"""The summary of two pages: what it says of real books, that it has room, and that the book leads to it."""

from __future__ import annotations

import re
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import REPOSITORY, Repository, copy_common_params, where
from lxml import html as lxml_html
from pypdf import PdfReader

from finsam.build import build
from finsam.chapters.figures import Figure
from finsam.chapters.markdown import Table
from finsam.chapters.summary import CUTS, Summary, open_summary
from finsam.faults import Faults
from finsam.render.book import read_book
from finsam.render.pdf import compile_pdf
from finsam.trace.page import PAGE as UNDERLAG
from finsam.verify.docx import read_docx


@pytest.fixture
def of_book(workplace, monkeypatch):
    monkeypatch.setenv("FINSAM_ROOT", str(workplace))
    return open_summary


def plain(text: object) -> str:
    return re.sub("<[^>]*>", "", str(text)).replace("\u00a0", " ").replace("\u2212", "-").replace("\\", "")


def lines(table: Table) -> dict[str, list[str]]:
    return {plain(line.label): [plain(cell) for cell in line.cells] for line in table.lines}


def parts(summary: Summary) -> list[object]:
    of = (summary.about, summary.key_figures, summary.outcome, summary.economy, summary.insatser, summary.findings, summary.whole)  # fmt: skip
    return [item for part in of for item in part()]


# ---- What it says --------------------------------------------------------------------------------------------


def test_the_year_of_a_real_book(of_book):
    summary = of_book("umearegionen", 2016)
    (table,) = summary.key_figures()
    assert list(table.heads) == ["Nyckeltal", "2016", "2015", "Mål, budget eller gräns", "Läge"]
    found = lines(table)
    assert found["Deltagare"][0] == "802"
    assert (found["varav kvinnor"][0], found["varav män"][0]) == ("46 %", "54 %")
    share = ["46 % (41–51)", "", "40 %", "Målet är nått"]
    assert found["Till arbete eller studier, andel av dem som avslutade"] == share
    assert found["Kostnader, tkr"] == ["12 342", "10 700", "budget 14 388", ""]
    assert found["Resultat, tkr"] == ["654", "-96", "budget -1 418", ""]
    # 3 201 561 kr of 12 429 931 kr
    assert found["Eget kapital, andel av årets bidrag"] == ["25,8 %", "", "högst 20 %", "Över gränsen"]
    lowest = found["Sjukpenningtal, dagar (september 2015), lägst: Umeå"]
    assert lowest == ["10,6", "", "riket 10", ""] and found["högst: Vännäs"][0] in ("14,4", "14,0")
    assert "visas ingen riktning" in table.note
    (told,) = map(plain, summary.findings())
    assert "715 575 kr över den gränsen" in told and "märkta med †" in told
    assert sum(isinstance(item, Figure) for item in parts(summary)) >= 1


def test_income_costs_and_result_make_a_sum(of_book):
    """The income statement has depreciation in a row of its own, and costs without it make another result."""
    found = lines(of_book("exempelforbundet", 2024).key_figures()[0])
    for at, text in enumerate(
        ["9 743 9 882 -139", "9 541 8 779 761", "budget 9 741 budget 9 945 budget -204"]
    ):
        assert " ".join(found[f"{name}, tkr"][at] for name in ("Intäkter", "Kostnader", "Resultat")) == text


def test_what_a_book_has_not_is_said(of_book):
    summary = of_book("umea-vannas", 2014)
    assert summary.outcome() == summary.insatser() == []
    told = plain(summary.findings()[0])
    assert "har inga uppgifter om deltagarna i hela förbundet eller sjukpenningtal och UVAS" in told
    assert "26,4 %" in told


def test_a_book_of_nearly_nothing_has_a_summary(repository):
    repository.raw("uppgifter.csv", "kapitel;uppgift;enhet;varde\nbakgrund;Snittålder;år;30\n")
    summary = open_summary("prov", 2020)
    assert summary.key_figures() == summary.outcome() == summary.economy() == summary.insatser() == []
    assert "har inga medlemmar i underlaget" in plain(summary.about()[0])
    assert "intäkter, kostnader och resultat, eget kapital mot årets bidrag" in plain(summary.findings()[0])


def test_debts_larger_than_assets_are_told(repository):
    repository.raw(
        "balansrakning.csv", "sektion;post;typ;2020-12-31\nEget kapital;Summa eget kapital;summa;-50000\n"
    )
    repository.raw("medlemsbidrag.csv", "medlem;2020\nUmeå kommun;100000\n")
    repository.forbund("medlemmar: [{namn: Umeå kommun, slag: kommun}]\n")
    summary = open_summary("prov", 2020)
    found = lines(summary.key_figures()[0])
    assert (
        found["Eget kapital, andel av årets bidrag"][0] == "-50,0 %"
        and "Negativt" in found["Eget kapital, andel av årets bidrag"]
    )
    assert plain(summary.findings()[0]).startswith("- Det egna kapitalet är negativt")


def test_what_the_book_hides_is_hidden_here(of_book):
    (table,) = of_book("exempelforbundet", 2024).insatser()
    assert list(table.heads) == ["Insats", "Deltagare", "Nya", "Avslutade"]
    assert lines(table)["Lotsen"] == ["44", "44", ".."]
    assert "visas inte per insats, för att skydda enskilda" in table.note


def test_a_part_of_the_year_stands_beside_the_same_months(of_book):
    summary = of_book("exempelforbundet", 2025)
    (table,) = summary.key_figures()
    assert list(table.heads)[1:3] == ["Januari–juni 2025", "Januari–juni 2024"]
    assert lines(table)["Resultat, tkr"] == ["84", "295", "budget hela 2025: -546"]
    assert "189 tkr" in plain(summary.economy()[0]), "the forecast of the year"


def test_annual_reports_have_one_unless_the_params_say_otherwise(repository):
    assert repository.params().has_summary
    repository.year("sammandrag: false\n")
    assert not repository.params().has_summary
    repository.write("params/prov/2020.yml", "slag: delarsrapport\nper: 2020-06-30\n")
    assert not repository.params().has_summary
    repository.write("params/prov/2020.yml", "slag: delarsrapport\nper: 2020-06-30\nsammandrag: true\n")
    assert repository.params().has_summary


@pytest.mark.parametrize(("per", "result"), [("03-31", "231"), ("06-30", "84"), ("09-30", "397")])
def test_an_interim_report_can_be_made_three_times_a_year(workplace, tmp_path, monkeypatch, per, result):
    """In September the span of its months, 2024-01/2024-09, was taken for an identity number."""
    for name in ("notebooks", "finsam", "_quarto.yml", "_brand.yml"):
        (tmp_path / name).symlink_to((workplace / name).resolve())
    (tmp_path / "data").mkdir()
    (tmp_path / "data/raw").symlink_to((workplace / "data/raw").resolve())
    shutil.copytree(workplace / "params", tmp_path / "params")
    file = tmp_path / "params/exempelforbundet/2025.yml"
    file.write_text(file.read_text("utf-8").replace("per: 2025-06-30", f"per: 2025-{per}"), "utf-8")
    monkeypatch.setenv("FINSAM_ROOT", str(tmp_path))
    summary = open_summary("exempelforbundet", 2025)
    assert lines(summary.key_figures()[0])["Resultat, tkr"][0] == result
    assert "prognos" in summary.book.tables and not [
        c for c in summary.book.checks if c.severity == "contradiction"
    ]


# ---- Its room, and its files ---------------------------------------------------------------------------------

LONG = "Arbetslivsinriktad samverkan för personer med omfattande behov av samordnat stöd"
HEADS = "insats,matt,kvinnor,man,totalt"


def deliver(repository: Repository) -> None:
    """Forty insatser with long names, and thirty kommuner."""
    names = [f"{LONG} i område {chr(65 + at % 26)}{chr(65 + at // 26)}" for at in range(40)]
    kommuner = "\n".join(f"  - {{namn: Kommunen med ett långt namn {at}, slag: kommun}}" for at in range(30))
    repository.forbund(f"medlemmar:\n  - {{namn: Försäkringskassan, slag: stat}}\n{kommuner}\n")
    repository.year("kapitel: [index, deltagare, avstamning]\nmal_arbete_studier: {procent: 40}\n")
    rows = [HEADS]
    for name in names:
        rows += [f"{name},Antal deltagare totalt,20,24,44", f"{name},varav nya för året,6,8,14"]
    repository.raw("deltagare.csv", "\n".join(rows) + "\n")


@pytest.fixture(scope="module")
def long_book(tmp_path_factory) -> Path:
    """The report on it in all formats."""
    root = tmp_path_factory.mktemp("lang")
    for name in ("notebooks", "finsam", "_quarto.yml", "_brand.yml"):
        (root / name).symlink_to(REPOSITORY / name)
    copy_common_params(root)
    deliver(Repository(root))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FINSAM_ROOT", str(root))
        return build("prov", 2020, engine="pandoc")


def test_a_long_book_has_a_summary_of_two_pages(long_book, tmp_path):
    pdf = PdfReader(long_book / "prov-2020-sammandrag.pdf")
    assert len(pdf.pages) <= 2
    text = " ".join(page.extract_text() for page in pdf.pages)
    text = " ".join(text.split())
    assert "Försäkringskassan och 30 kommuner" in text and re.search(
        r"Ytterligare \d+ insatser redovisas i hela rapporten", text
    )
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"] and pdf.trailer["/Root"]["/Lang"] == "sv-SE"
    word = long_book / "prov-2020-sammandrag.docx"
    headings = [block.text for block in read_docx(word).blocks if block.kind == "heading"]
    assert headings[:2] == ["Det viktigaste på två sidor", "Nyckeltal"]
    program = shutil.which("soffice") or pytest.skip(
        "no LibreOffice on PATH, so that no Word file can be opened"
    )
    profile = f"-env:UserInstallation=file://{tmp_path}/profil"
    subprocess.run([program, profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, word], check=True, capture_output=True)  # fmt: skip
    assert len(PdfReader(tmp_path / "prov-2020-sammandrag.pdf").pages) <= 2


def test_the_first_page_leads_to_it_and_it_has_its_own_downloads(long_book):
    first = lxml_html.parse(str(long_book / "index.html"))
    (link,) = first.xpath("//div[@class='underlag till-sammandrag']//a[@href='sammandrag.html']")
    assert link.text_content() == "Sammandrag: det viktigaste på två sidor"
    page = lxml_html.parse(str(long_book / "sammandrag.html"))
    offered = [a.get("href") for a in page.xpath("//header//a[@download]")]
    assert offered == ["prov-2020-sammandrag.pdf", "prov-2020-sammandrag.docx"]
    assert "sammandrag.html" in [a.get("href") for a in page.xpath("//nav[@class='kapitel']//a")]
    assert "tbl-sammandrag-nyckeltal" in (long_book / UNDERLAG).read_text(encoding="utf-8")
    book = " ".join(page.extract_text() for page in PdfReader(long_book / "prov-2020.pdf").pages)
    assert "två sidor" not in " ".join(book.split()), "the summary is no part of the book in print"


def test_a_third_page_is_a_fault(long_book):
    book = read_book(long_book / "notebooks").in_short
    with pytest.raises(Faults) as told:
        compile_pdf(book, "= Rubrik\nText\n#pagebreak()\nText\n#pagebreak()\nText\n")
    (fault,) = told.value.faults
    assert fault.code == "summary-long" and where(fault).file == "prov-2020-sammandrag.pdf"


def test_less_is_tried_only_after_more():
    for before, after in pairwise(CUTS):
        pairs = zip(vars(before).values(), vars(after).values(), strict=True)
        assert all(less <= more for more, less in pairs) and before != after
