"""An identity number in what is delivered, wherever it stands, is in nothing that a command prints or leaves behind."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import openpyxl
import pytest
from click.testing import CliRunner
from conftest import REPOSITORY
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from finsam.cli import main
from finsam.scan.folder import numbers_in_folder

NUMBER = "19811218-9876"
TABLE = "insats;matt;kvinnor;man;totalt\n{};nya;1;2;3\n"
SMALL = "kapitel: [index, deltagare, avstamning]\n"


def printed(*arguments: object) -> str:
    """Everything that a command prints."""
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.stdout + result.stderr


def shows_none(text: str) -> None:
    assert "9876" not in text and "811218" not in text


def left_behind(folder: Path, *but: Path) -> list[Path]:
    """The files of a repository, other than those that were delivered, with a number in them or in their names."""
    made = [folder / name for name in ("reports", "data/processed", "internt") if (folder / name).exists()]
    found = [
        folder / place.file for each in made for fault in numbers_in_folder(each) for place in fault.where
    ]
    return found + [file for each in made for file in each.rglob("*") if "9876" in file.name]


def workbook(repository, change) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "deltagare"
    for row in (("insats", "matt", "kvinnor", "man", "totalt"), ("Torget", "nya", 1, 2, 3)):
        sheet.append(row)
    change(sheet)
    file = repository.raw("bok.xlsx", b"")
    book.save(file)
    return file


def _sheet_name(sheet) -> None:
    sheet.title = NUMBER


def _merged(sheet) -> None:
    sheet["A2"] = f"Torget {NUMBER}"
    sheet.merge_cells("A2:A4")


def _formula(sheet) -> None:
    sheet["C2"] = '=VALUE("811218"&"-9876")'


def _rich(sheet) -> None:
    bold = InlineFont(b=True)
    sheet["A2"] = CellRichText("811218", TextBlock(bold, "-98"), TextBlock(bold, "76"))


def _hidden_column(sheet) -> None:
    sheet["B2"] = NUMBER
    sheet.column_dimensions["B"].hidden = True


def _far_away(sheet) -> None:
    sheet["Z90"] = 198112189876


def _format(sheet) -> None:
    sheet["C2"] = 8112189876
    sheet["C2"].number_format = '000000"-"0000'


@pytest.mark.parametrize(
    "change", [_sheet_name, _merged, _formula, _rich, _hidden_column, _far_away, _format]
)
def test_workbooks(repository, change, tmp_path_factory):
    repository.year(SMALL)
    file = workbook(repository, change)
    csv = tmp_path_factory.mktemp("ut") / "ut.csv"
    for command in (
        ("check", "prov/2020"), ("check", "prov/2020", "--json"), ("ingest", "prov/2020"),
        ("inspect", file), ("inspect", file, "--json"), ("inspect", file, "--csv", csv),
    ):  # fmt: skip
        shows_none(printed(*command))
    shows_none(csv.read_text() if csv.is_file() else "")
    assert "personal-number" in printed("check", "prov/2020") or change is _formula
    assert not (repository.root / "data/processed/prov/2020").exists()


@pytest.mark.parametrize("name", [f"{NUMBER}.csv", f"deltagare {NUMBER}.csv", f"{NUMBER}.txt", f"{NUMBER}/x.csv", f"{NUMBER}.se"])  # fmt: skip
def test_names_of_raw_files(repository, name):
    repository.year(SMALL)
    repository.raw("deltagare.csv", TABLE.format("Torget"))
    repository.raw(name, TABLE.format("Steget"))
    for command in (("check", "prov/2020"), ("check", "prov/2020", "--json"), ("build", "prov/2020")):
        text = printed(*command)
        shows_none(text)
        assert "personal-number" in text or name.endswith(".txt")


YEAR = f"slag: arsredovisning\n{SMALL}"


@pytest.mark.parametrize(
    ("file", "text", "code"),
    [
        ("params/prov/2020.yml", f"slag: {NUMBER}\n{SMALL}", "key-wrong"),
        ("params/prov/2020.yml", f"{YEAR}{NUMBER}: x\n", "key-unknown"),
        ("params/prov/2020.yml", f"{YEAR}ar: [{NUMBER}\n", "yaml-unreadable"),
        ("params/prov/2020.yml", f"{YEAR}inledning: [Om {NUMBER}.]\n", "personal-number"),
        ("params/prov/personer.yml", f"orsaker:\n  {NUMBER}: {{avslut: {NUMBER}}}\n", "key-wrong"),
        ("params/prov/2020/texter/deltagare.md", f"Om\n811218\u00a0{NUMBER[-4:]}.\n", "personal-number"),
        ("params/prov/2020/texter/index.md", f"## {NUMBER} {{#sec-{NUMBER}}}\n\n{{{{ {NUMBER} }}}}\n", "section-unknown"),
        (f"params/prov/2020/texter/{NUMBER}.md", "Text", "chapter-unknown"),
    ],
)  # fmt: skip
def test_params_and_texts(repository, file, text, code):
    repository.year(SMALL)
    repository.raw("deltagare.csv", TABLE.format("Torget"))
    repository.write(file, text)
    told = ""
    for command in (("check", "prov/2020"), ("check", "prov/2020", "--json"), ("audit", "prov/2020"), ("facts", "prov/2020"), ("build", "prov/2020")):  # fmt: skip
        told += printed(*command)
    shows_none(told)
    assert f"\n{code}:" in f"\n{told}"
    assert "1 built" not in told


@pytest.mark.slow
def test_params_that_are_printed_stop_the_report(repository):
    repository.year(SMALL)
    repository.raw("deltagare.csv", TABLE.format("Torget"))
    repository.write("params/prov/2020.yml", f"{YEAR}titel: Om {NUMBER}\n")
    shows_none(told := printed("build", "prov/2020", "--to", "html", "--engine", "pandoc"))
    assert "identity-number" in told and "1 failed" in told
    assert left_behind(repository.root) == []


SIE = """\
#FLAGGA 0
#FORMAT PC8
#SIETYP 4
#FNAMN "Prov {0}"
#GEN 20210101 "{0}"
#RAR 0 20200101 20201231
#DIM 6 "Projekt"
#OBJEKT 6 "{0}" "Deltagare {0}"
#KONTO 1930 "Bank"
#KONTO 5010 "Lokal {0}"
#VER A 1 20200105 "Läkarutlåtande {0}"
{{
#TRANS 5010 {{6 "{0}"}} 100.00 "" "Deltagare {0}"
#TRANS 1930 {{}} -100.00
}}
"""


@pytest.mark.parametrize("text", [NUMBER, "8112189876", "811218 9876", "811218&nbsp;9876"])
def test_ledgers_and_the_lines_that_trace_shows(repository, text):
    repository.year("kapitel: [index, ekonomi, avstamning]\n")
    file = repository.raw("bok.se", SIE.format(text).encode("cp437"))
    for command in (("check", "prov/2020"), ("inspect", file), ("inspect", file, "--json"), ("audit", "prov/2020"), ("ingest", "prov/2020")):  # fmt: skip
        shows_none(printed(*command))
    # A project that nobody knows stops the book.
    repository.raw("bok.se", SIE.replace('{{6 "{0}"}}', "{{}}").format(text).encode("cp437"))
    traced = [printed("trace", "prov/2020", "ekonomi.kostnader", *more) for more in ((), ("--json",))]
    shows_none("\n".join(traced))
    assert all("#TRANS" in each and "(personnummer)" in each for each in traced)
    assert left_behind(repository.root) == []


@pytest.fixture
def own_notebooks(repository):
    (repository.root / "notebooks").unlink()
    shutil.copytree(REPOSITORY / "notebooks", repository.root / "notebooks")
    repository.year(SMALL)
    repository.raw("deltagare.csv", TABLE.format("Torget"))

    def with_cell(source: str) -> None:
        file = repository.root / "notebooks/deltagare.ipynb"
        notebook = nbformat.read(file, as_version=4)
        notebook.cells.append(nbformat.v4.new_code_cell(source))
        nbformat.write(notebook, file)

    return with_cell


MADE = "f'{811217 + 1}-{9875 + 1}'"


def failing(repository, engine: str = "warm") -> str:
    """What FEL.txt says of the book whose build fails."""
    told = printed("build", "prov/2020", "--to", "html", "--engine", "pandoc", "--engine", engine)
    assert "1 failed" in told
    shows_none(told)
    reports = repository.root / "reports"
    text = (reports / "prov/2020/FEL.txt").read_text(encoding="utf-8")
    shows_none(text)
    assert left_behind(repository.root) == []
    assert list(reports.rglob("*.ipynb")) == []
    return text


@pytest.mark.parametrize(
    "source",
    [f"raise KeyError('{NUMBER}')", f"import sys\nprint({MADE}, file=sys.stderr)\nraise ValueError({MADE})"],
)
def test_a_chapter_that_fails_with_a_number(repository, own_notebooks, source):
    own_notebooks(source)
    assert "Error: (personnummer)" in failing(repository).replace("'", "")


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["warm", "plain"])
@pytest.mark.parametrize(
    "source",
    [
        f"raise KeyError('{NUMBER}')",
        "raise KeyError(f'{811217 + 1}\u00a0{9875 + 1}')",
        "{}[f'{811217 + 1}\u2013{9875 + 1}']",
        f"nyckel = {MADE}\nassert nyckel == 'A1', nyckel",
        MADE,
        # A sentence that is shown is read before it is published.
        f"from finsam.chapters.book import show\nshow({MADE})",
    ],
)
def test_chapters_that_fail_in_other_ways(repository, own_notebooks, source, engine):
    own_notebooks(source)
    failing(repository, engine)


@pytest.mark.slow
def test_what_a_chapter_prints_is_not_carried(repository, own_notebooks):
    own_notebooks(f"print({MADE})")
    told = printed("build", "prov/2020", "--to", "html", "--engine", "pandoc")
    shows_none(told)
    assert "1 built" in told
    assert left_behind(repository.root) == []


def test_a_mistake_in_the_program_shows_its_traceback_without_numbers(tmp_path):
    text = """
import sys, finsam.cli
def broken(*args, **kwargs):
    raise KeyError("811218" + chr(160) + "9876")
finsam.cli.main = broken
sys.argv = ["finsam"]
import runpy
runpy.run_module("finsam", run_name="__main__")
"""
    result = subprocess.run(
        [sys.executable, "-c", text], capture_output=True, text=True, cwd=REPOSITORY, check=False
    )
    assert result.returncode == 1
    assert "KeyError" in result.stderr and "(personnummer)" in result.stderr
    assert "9876'" not in result.stderr
