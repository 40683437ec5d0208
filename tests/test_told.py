"""Messages that nothing else in the tests makes finsam tell, each on the smallest input that has the fault."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from conftest import REPOSITORY, Repository
from pypdf import PdfWriter

from finsam.batch import cluster, local, worker
from finsam.batch.jobs import Job
from finsam.build import build
from finsam.cli import main
from finsam.diff.values import VALUES, read_values
from finsam.faults import Fault, Faults
from finsam.identity.pseudonyms import of_key
from finsam.ingest import processed
from finsam.inspection import inspect
from finsam.publish.editions import add
from finsam.publish.record import Edition
from finsam.register.read import read_files
from finsam.render import pdf, quarto
from finsam.render.book import Book, read_book
from finsam.render.execute import execute_chapters
from finsam.verify.compare import compare
from finsam.verify.document import FIGURE, HEADING, NOTE, TABLE, TEXT, Block, Document
from finsam.verify.evidence import evidence_of
from finsam.verify.frame import check_frame
from finsam.verify.pdf import read_pdf
from finsam.verify.run import raise_unless_right, verify


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def told(call: Callable[[], object]) -> list[Fault]:
    with pytest.raises(Faults) as raised:
        call()
    return list(raised.value.faults)


def codes(call: Callable[[], object]) -> list[str]:
    return [fault.code for fault in told(call)]


# ---- Public statistics -------------------------------------------------------------------------------------

PX = """CHARSET="ANSI";
TITLE="Folkmängd";
CONTENTS="Folkmängd";
STUB="region";
HEADING="år";
VALUES("region")="0114 Upplands Väsby","2480 Umeå";
CODES("region")="0114","2480";
VALUES("år")="2023","2024";
TIMEVAL("år")=TLIST(A1),"2023","2024";
SOURCE="SCB";
DATA=
1 2
3 4;
"""
KEYED = PX.replace("DATA=", 'KEYS("region")=CODES;\nDATA=').replace("1 2\n3 4", '"2480" 3 4')
ANOTHER = (
    PX.replace('"region"', '"utbildning"').replace("0114 Upplands Väsby", "kort").replace("2480 Umeå", "lång")
)


def read(folder: Path, text: str, name: str = "tabell.px") -> list[Fault]:
    file = folder / name
    file.write_bytes(text.encode("cp1252") if name.endswith(".px") else text.encode())
    found = read_files([file])
    return [*found.faults, *found.notes]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (PX, []),
        (PX.replace('SOURCE="SCB";\n', ""), ["agency-missing"]),
        (ANOTHER, ["area-assumed"]),
        (KEYED, ["cells-absent"]),
        (KEYED.replace('"2480" 3 4', '"2480" 3 4\n"2480" 5 6'), ["px-keys"]),
        (KEYED.replace('"2480" 3 4', '"9999" 3 4'), ["px-keys"]),
        (PX.replace('TIMEVAL("år")=TLIST(A1),"2023","2024";\n', "").replace("år", "ålder").replace('"2023","2024"', '"16-19","20-24"'),
         ["period-missing"]),
        (PX.replace('VALUES("år")="2023","2024";\n', ""), ["px-dimensions"]),
        (PX.replace('CODES("region")="0114","2480"', 'CODES("region")="0114"'), ["px-dimensions"]),
        (PX.replace('"2480 Umeå"', '2480 "Umeå'), ["px-quotes"]),
        (PX.replace("DATA=\n1 2\n3 4;", "SLUT"), ["px-statement", "px-data-missing"]),
        (PX.replace('"2023","2024"', '"2024","2025"'), ["scb-noise"]),
    ],
)  # fmt: skip
def test_a_px_file_is_told_of(tmp_path, text, expected):
    found = [fault.code for fault in read(tmp_path, text) if fault.code != "measure-unknown"]
    assert found == expected


def test_a_description_of_a_table_is_no_figures(tmp_path):
    region = {"category": {"index": {"2480": 0}, "label": {"2480": "Umeå"}}}
    time = {"category": {"index": {"2024": 0}}}
    document = {"class": "dataset", "version": "2.0", "id": ["Region", "Tid"], "size": [1, 1],
                "dimension": {"Region": region, "Tid": time}, "value": []}  # fmt: skip
    (fault,) = read(tmp_path, json.dumps(document), "tabell.json")
    assert fault.code == "json-stat-broken" and "without figures" in fault.message


def test_a_table_without_a_column_of_figures_is_told(tmp_path):
    found = read(
        tmp_path,
        '"region","kön","år"\n"2480 Umeå","män","2024"\n"0114 Upplands Väsby","män","2024"\n',
        "t.csv",
    )
    assert "figures-missing" in [fault.code for fault in found]


def test_means_of_kommuner_and_figures_without_a_title_in_an_export_of_kolada(tmp_path):
    title = "Invånare 16-24 år som varken arbetar eller studerar, andel (%)"
    book = openpyxl.Workbook()
    for row in (["Kolada"], [None, "Kommun", "2019"], [title, "Kalmar", 6.5], [title, "Alla kommuner (ovägt medel)", 7],
                [None, "Kalmar", 8]):  # fmt: skip
        book.active.append(row)
    book.save(tmp_path / "kolada.xlsx")
    found = read_files([tmp_path / "kolada.xlsx"])
    assert [fault.code for fault in found.faults] == ["measure-missing"]
    assert [fault.code for fault in found.notes] == ["mean-left-out"]


@pytest.mark.parametrize(
    ("title", "ages", "group", "expected"),
    [
        ("2022, Västerbottens län", ("16-19", "20-24"), "Kvinnor", []),
        ("Västerbottens län", ("16-19", "20-24"), "Kvinnor", ["title-missing"]),
        ("2022, Västerbottens län", ("16-19", None), "Kvinnor", ["ages-missing"]),
        ("2022, Västerbottens län", ("16-19", "20-24"), "Hundar", ["group-unknown"]),
    ],
)
def test_a_sheet_of_mucf(tmp_path, title, ages, group, expected):
    book = openpyxl.Workbook()
    for row in ([title], [None, ages[0], None, ages[1]], [None, "Antal", "Andel", "Antal", "Andel"],
                [group, 10, 0.1, 20, 0.2]):  # fmt: skip
        book.active.append(row)
    book.save(tmp_path / "mucf.xlsx")
    assert [fault.code for fault in read_files([tmp_path / "mucf.xlsx"]).faults] == expected


# ---- Keys, SIE ---------------------------------------------------------------------------------------------


def test_a_key_that_a_spreadsheet_has_rounded():
    assert of_key("1,98112E+11").code == "key-rounded"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ('#TRANS 1930 {} 100 20200105 "Hy"ra', "quote-stray"),
        ('#TRANS 1930 {1 "10" 100 20200105', "brace-open"),
    ],
)
def test_a_line_of_a_ledger_that_is_cut_in_the_wrong_place(tmp_path, row, code):
    file = tmp_path / "bok.se"
    head = "#FLAGGA 0\n#SIETYP 4\n#FNAMN Prov\n#RAR 0 20200101 20201231\n#VER A 1 20200105 Hyra\n{\n"
    file.write_text(f"{head}{row}\n}}\n", encoding="cp437")
    assert code in [fault.code for fault in inspect(file, with_rows=False).faults]


# ---- Params and deliveries ---------------------------------------------------------------------------------


def test_a_day_of_delivery_for_a_file_that_is_not_there(repository):
    repository.year("levererad: {deltagre.csv: 2021-01-05}\n")
    repository.raw("deltagare.csv", "insats,matt,totalt\nMatcha,antal_totalt,12\n")
    (fault,) = repository.faults()
    assert fault.code == "delivery-unknown" and "'deltagare.csv'" in fault.message


def test_a_day_of_an_interim_report_in_a_book_of_the_whole_year(repository):
    repository.year("per: 2020-08-31\n")
    assert codes(repository.params) == ["per-wrong"]


def test_the_social_accounts_and_the_participants_tell_two_numbers(repository):
    head = "malomrade_nr,malomrade,konto,indikator,kontotext,kort,typ,respondentgrupp,troskel,enhet\n"
    target = "1,Deltagarnytta,1.1,1.1,Till arbete,Andel som gått till arbete,andel_avslutade,avslutade deltagare,30,procent\n"
    repository.raw("sociala_mal.csv", head + target)
    repository.raw(
        "sociala_utfall.csv", "indikator,respondentgrupp,period,n,N\n1.1,avslutade deltagare,2020,8,18\n"
    )
    repository.raw("deltagare.csv", "insats,matt,totalt\nMatcha,avslutade,19\nMatcha,arbete,8\n")
    result = run("check", "prov/2020", "--json")
    assert [(each["code"], each["expected"]) for each in json.loads(result.stdout)] == [
        ("social-participants", "19")
    ]


# ---- Chapters and documents --------------------------------------------------------------------------------


@pytest.fixture
def own_notebooks(repository) -> Path:
    folder = repository.root / "notebooks"
    folder.unlink()
    shutil.copytree(REPOSITORY / "notebooks", folder)
    return folder


def test_a_notebook_with_the_marks_of_a_merge(repository, own_notebooks, tmp_path):
    (own_notebooks / "forbundet.ipynb").write_text("<<<<<<< HEAD\n{}\n=======\n", encoding="utf-8")
    parameters = {"forbund": "prov", "ar": 2020}
    assert codes(lambda: execute_chapters(["forbundet"], parameters, tmp_path)) == ["notebook-unreadable"]


def test_a_notebook_whose_process_ends(repository, own_notebooks, tmp_path):
    file = own_notebooks / "forbundet.ipynb"
    notebook = json.loads(file.read_text(encoding="utf-8"))
    next(cell for cell in notebook["cells"] if "parameters" not in cell["metadata"].get("tags", [])
         and cell["cell_type"] == "code")["source"] = "import os\nos.kill(os.getpid(), 9)"  # fmt: skip
    file.write_text(json.dumps(notebook), encoding="utf-8")
    parameters = {"forbund": "prov", "ar": 2020}
    assert codes(lambda: execute_chapters(["forbundet"], parameters, tmp_path)) == ["chapter-died"]


HEADED = Block(HEADING, "1 Ekonomi", "1 Ekonomi", level=1), Block(HEADING, "1.1 Budget", "1 Ekonomi", level=2)
TOLD = Block(TEXT, "Budgeten höll.", "1 Ekonomi")
SHOWN = Block(TABLE, "Tabell 1.1: Utfall", "1 Ekonomi", rows=(("Rad", "Utfall"), ("Lokal", "90")))
DRAWN = Block(FIGURE, "Figur 1.1: Utfall", "1 Ekonomi", id="fig-utfall", alt="Lokal 90.")
NOTED = Block(NOTE, "Enligt beslut.", "1 Ekonomi")
WHOLE = [*HEADED, TOLD, SHOWN, DRAWN, NOTED]


def without(block: Block) -> list[Block]:
    return [each for each in WHOLE if each is not block]


def instead(block: Block, **parts: object) -> list[Block]:
    return [Block(**{**vars(each), **parts}) if each is block else each for each in WHOLE]


@pytest.mark.parametrize(
    ("blocks", "code"),
    [
        (without(HEADED[1]), "heading-missing"),
        ([*WHOLE, Block(HEADING, "1.2 Utfall", "1 Ekonomi", level=2)], "heading-extra"),
        (instead(HEADED[1], text="1.1 Prognos"), "heading-differs"),
        (instead(HEADED[1], level=3), "heading-level"),
        ([*HEADED, TOLD, Block(TEXT, "Det var bra.", "1 Ekonomi"), SHOWN, DRAWN, NOTED], "text-extra"),
        (instead(SHOWN, text="Tabell 1.1: Kostnader"), "table-differs"),
        (instead(SHOWN, rows=(*SHOWN.rows, ("Resor", "40"))), "row-extra"),
        (instead(SHOWN, rows=(SHOWN.rows[0], ("Lokal", "90", "90"))), "cells-differ"),
        (without(DRAWN), "figure-missing"),
        ([*WHOLE, DRAWN], "figure-extra"),
        (instead(DRAWN, text="Figur 1.1: Kostnader"), "figure-differs"),
        (without(NOTED), "note-missing"),
        ([*WHOLE, Block(NOTE, "En not till.", "1 Ekonomi")], "note-extra"),
        (instead(NOTED, text="Enligt uppgift."), "note-differs"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_a_document_that_says_another_thing(blocks, code):
    assert compare(Document("bok.docx", WHOLE), WHOLE, {}) == []
    assert [fault.code for fault in compare(Document("bok.docx", blocks), WHOLE, {})] == [code]


@pytest.fixture
def book(tmp_path) -> Book:
    return read_book(Path(shutil.copytree(REPOSITORY / "tests/books/litet", tmp_path / "bok")))


def test_a_title_page_and_a_list_of_contents_that_lack_something(book):
    front = f"{book.title} {book.subtitle} {book.date_in_words} {book.notice}"
    assert check_frame(Document("bok.docx", frame=[("title page", front)]), book, list(HEADED)) == []
    wrong = Document("bok.docx", frame=[("title page", book.subtitle)], contents=[("contents", "Personal")])
    assert {fault.code for fault in check_frame(wrong, book, list(HEADED))} == {
        "title-missing",
        "contents-differ",
    }


def test_a_pdf_without_structure(tmp_path):
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(tmp_path / "bok.pdf")
    assert [fault.code for fault in read_pdf(tmp_path / "bok.pdf").faults] == ["pdf-untagged"]


def test_what_typst_can_not_set(book):
    (fault,) = told(lambda: pdf.compile_pdf(book, "#finns-inte()"))
    assert fault.code == "pdf-failed"


def test_values_that_are_not_as_a_build_writes_them(repository):
    file = repository.write(f"reports/prov/2020/{VALUES}", '{"varden": [')
    assert codes(lambda: read_values(file.parent)) == ["values-unreadable"]


def test_a_cell_of_a_book_that_has_not_been_built(repository):
    repository.raw("deltagare.csv", "insats,matt,totalt\nMatcha,antal_totalt,12\n")
    result = run("trace", "prov/2020", "tbl-deltagare/Matcha/Totalt", "--json")
    assert [each["code"] for each in json.loads(result.stdout)] == ["report-missing"]


def test_quarto_that_ends_with_an_error(book, tmp_path, monkeypatch):
    program = tmp_path / "bin" / "quarto"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho 'ERROR: no such format' >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    (fault,) = told(lambda: quarto.render(book.directory, tmp_path / "ut", ["html"]))
    assert fault.code == "quarto-failed" and "no such format" in fault.message


def test_a_report_without_its_documents_and_cells_that_are_not_clear(repository):
    repository.year("kapitel: [index, deltagare, avstamning]\n")
    repository.raw(
        "deltagare.csv", "insats,matt,kvinnor,man,totalt\nMatcha,antal_totalt,5,7,12\nMatcha,nya,2,3,5\n"
    )
    folder = build("prov", 2020, ("html",), "pandoc")

    def trace(cell: str) -> list[str]:
        return [each["code"] for each in json.loads(run("trace", "prov/2020", cell, "--json").stdout)]

    assert trace("tbl-deltagare-matcha/a/Totalt") == ["name-unclear"]
    assert trace("tbl-kontroller/Summa/Antal") == ["cell-unnamed"]
    params = repository.params()
    evidence = evidence_of(2020, [processed("prov", 2020)], [params], params.forbund)
    assert "document-missing" in codes(lambda: raise_unless_right(folder, ("html", "pdf"), evidence))
    (folder / "index.html").unlink()
    assert codes(lambda: verify(folder, evidence)) == ["not-rendered"]


# ---- Batches -----------------------------------------------------------------------------------------------


def a_job(repository: Repository, formats: tuple[str, ...] = ("html",)) -> Job:
    repository.year("kapitel: [index, forbundet, avstamning]\n")
    repository.raw("uppgifter.csv", "kapitel,uppgift,varde\nforbundet,Styrgrupper,6\n")
    return Job("bok", "prov", 2020, formats, "pandoc", plain=True)


def test_something_that_finsam_does_not_know_of_is_told_with_its_traceback(repository):
    # A command refuses such a format before it makes a job of it.
    (fault,) = worker.run(a_job(repository, ("epub",))).faults
    assert fault.code == "report-failed" and "Traceback" in fault.detail


def test_a_report_whose_process_ends(repository, own_notebooks):
    file = own_notebooks / "avstamning.ipynb"
    notebook = json.loads(file.read_text(encoding="utf-8"))
    # The kernel's parent is the process of the report.
    next(cell for cell in notebook["cells"] if "parameters" not in cell["metadata"].get("tags", [])
         and cell["cell_type"] == "code")["source"] = "import os\nos.kill(os.getppid(), 9)"  # fmt: skip
    file.write_text(json.dumps(notebook), encoding="utf-8")
    *_, outcome = local.run_all([a_job(repository)], 1, plain=True)
    assert [fault.code for fault in outcome.faults] == ["report-died"]


def test_a_portal_that_can_not_be_written(repository):
    repository.write("reports", "en fil")
    result = run("portal", "--json")
    assert [each["code"] for each in json.loads(result.stdout)] == ["write-failed"]


def test_a_cluster_without_workers(repository):
    distributed = pytest.importorskip("distributed", reason="the package distributed isn't installed")
    with distributed.LocalCluster(n_workers=0, processes=False, dashboard_address=None) as empty:
        address = empty.scheduler_address
        assert codes(lambda: list(cluster.run_all([a_job(repository)], address, None))) == ["cluster-empty"]


# ---- Editions ----------------------------------------------------------------------------------------------


def test_an_edition_that_somebody_else_has_given_out_meanwhile(repository, tmp_path):
    # The second edition, as the command saw it, of a book whose first one is gone.
    second = Edition(
        "prov/2020", "Prov", 2, dt.date(2021, 2, 24), "Ordföranden", "Rättelse", (), (), {}, "", ()
    )
    assert codes(lambda: add("prov/2020", "prov", tmp_path, second)) == ["edition-raced"]
