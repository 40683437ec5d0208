"""The command line: exit 0 good, 1 findings, 2 wrong usage; findings as text or JSON, never a traceback."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import traceback

import openpyxl
import pytest
from click.testing import CliRunner, Result

from finsam.cli import main

GOOD = "insats,matt,kvinnor,man,totalt\nMatcha,nya,1,2,3\nVindeln,nya,4,5,9\n"
BAD = "insats,matt,totalt\nMatcha,nyy,1\nVindeln,nya,tolv\n"


def run(*arguments: object) -> Result:
    """Run a command; whatever it does, it must end by an exit code and not by an exception."""
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        traceback.print_exception(result.exception)
        pytest.fail(f"{arguments}: {result.exception!r}")
    return result


def findings(result: Result) -> list[dict]:
    """The findings of a --json run, of the shape that programs rely on."""
    found = json.loads(result.stdout)
    for finding in found:
        # A ledger and a sheet are described by one more key than a finding has.
        more = ["facts"] if finding["code"] in ("ledger", "table-read") else []
        assert list(finding) == ["code", "severity", "message", "where", "expected", *more]
        assert finding["severity"] in ("error", "contradiction", "rounding", "note")
        for place in finding["where"]:
            assert set(place) <= {"file", "sheet", "row", "column", "value"}
            assert None not in place.values()
    return found


# ---- check, ingest -----------------------------------------------------------------------------------------


def test_a_good_book_is_checked(repository):
    repository.raw("deltagare.csv", GOOD)
    result = run("check", "prov/2020")
    assert (result.exit_code, result.stderr) == (0, "")
    first, *_, last = result.stdout.splitlines()
    assert first == "Not delivered, by chapter, with what each would give:"
    assert last == "prov/2020: 1 file, 2 rows, 1 kind of table, no faults."
    told = findings(run("check", "prov/2020", "--json"))
    assert {(each["code"], each["severity"]) for each in told} == {("not-delivered", "note")}
    assert "medlemsbidrag" in [each["expected"] for each in told]
    assert not (repository.root / "data/processed").exists()


def test_the_faults_of_a_book_are_told_as_text_and_as_json(repository):
    repository.raw("deltagare.csv", BAD)
    result = run("check", "prov/2020")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "data/raw/prov/2020/deltagare.csv, row 3, column totalt: 'tolv'" in result.stderr
    result = run("check", "prov/2020", "--json")
    assert result.exit_code == 1
    place = {"file": "data/raw/prov/2020/deltagare.csv", "row": 3, "column": "totalt", "value": "tolv"}
    assert findings(result)[1] == {
        "code": "number-unreadable",
        "severity": "error",
        "message": "The cell can't be read as a number.",
        "where": [place],
        "expected": "a number such as 1234, 1 234, -12,5 or 12.5",
    }


def test_swedish_letters_are_readable_in_json(repository):
    repository.raw("deltagare.csv", "insats,matt,totalt\nÅter,nyå,1\n")
    assert '"nyå"' in run("check", "prov/2020", "--json").stdout


@pytest.mark.parametrize("command", ["check", "audit", "ingest", "build"])
@pytest.mark.parametrize(
    ("book", "code", "words"),
    [
        ("prov", 2, "<forbund>/<year>"),
        ("prov/igår", 2, "<forbund>/<year>"),
        ("../prov/2020", 2, "<forbund>/<year>"),
        ("Prov/2020", 2, "small letters"),
        ("prov/20200", 2, "a year such as 2016"),
        ("prof/2020", 1, "Did you mean 'prov'?"),
        ("prov/2021", 1, "one of 2020"),
        ("prov/2020", 1, "The book has no raw files."),
    ],
)
def test_a_book_that_is_not_there(repository, command, book, code, words):
    result = run(command, book)
    assert (result.exit_code, result.stdout) == (code, "")
    assert words in result.stderr


def test_ingest_names_the_folder_that_it_made(repository):
    repository.raw("deltagare.csv", GOOD)
    result = run("ingest", "prov/2020")
    assert (result.exit_code, result.stdout) == (0, "data/processed/prov/2020\n")
    assert (repository.root / "data/processed/prov/2020/deltagare.parquet").is_file()


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("granska",),
        ("check",),
        ("check", "prov/2020", "--jason"),
        ("inspect",),
        ("build",),
        ("build", "prov/2020", "--all"),
        ("build", "prov/2020", "--to", "html,odt"),
        ("build", "prov/2020", "--engine", "word"),
        ("build", "prov/2020", "-j", "0"),
    ],
    ids=" ".join,
)
def test_wrong_usage(repository, arguments):
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Usage:" in result.stderr


# ---- audit -------------------------------------------------------------------------------------------------


def test_audit_passes_what_agrees(repository):
    repository.raw("deltagare.csv", GOOD)
    result = run("audit", "prov/2020")
    assert (result.exit_code, result.stdout) == (0, "prov/2020: 3 checks, 0 differences.\n")
    assert findings(run("audit", "prov/2020", "--json")) == []


def test_audit_passes_rounding_and_tells_it(repository):
    repository.raw("budget.csv", "sektion,rad,budget,utfall,differens\nA,Matcha,10,7,4\n")
    result = run("audit", "prov/2020", "--json")
    assert result.exit_code == 0
    assert [(f["code"], f["severity"], f["expected"]) for f in findings(result)] == [
        ("deviation", "rounding", "3")
    ]


def test_audit_stops_at_a_contradiction(repository):
    repository.raw("deltagare.csv", GOOD.replace(",9", ",8"))
    result = run("audit", "prov/2020")
    assert result.exit_code == 1
    assert "women-men: Vindeln, nya för året" in result.stdout
    assert "deltagare.csv, row 3, column totalt" in result.stdout
    (found,) = findings(run("audit", "prov/2020", "--json"))
    assert (found["severity"], found["expected"], len(found["where"])) == ("contradiction", "9", 3)


@pytest.mark.parametrize(
    ("book", "code", "severities"),
    [
        ("umearegionen/2016", 1, {"contradiction", "rounding", "note"}),
        ("umea-vannas/2014", 1, {"contradiction", "rounding", "note"}),
        ("vannas/2017", 1, {"contradiction", "rounding", "note"}),
    ],
)
def test_audit_of_a_real_book(workplace, monkeypatch, book, code, severities):
    monkeypatch.setenv("FINSAM_ROOT", str(workplace))
    result = run("audit", book, "--json")
    assert result.exit_code == code
    assert {finding["severity"] for finding in findings(result)} == severities


# ---- inspect -----------------------------------------------------------------------------------------------


def test_inspect_says_what_files_are_and_writes_their_rows(tmp_path):
    (tmp_path / "deltagare-unga.csv").write_text(GOOD)
    book = openpyxl.Workbook()
    book.active.title = "noter"
    for row in [
        ["not", "rubrik", "post", 2016],
        [1, "Intäkter", "Staten", 5000000.5],
        [1, "Intäkter", "Summa", "."],
    ]:
        book.active.append(row)
    book.save(tmp_path / "bokslut.xlsx")
    out = tmp_path / "rader.csv"
    result = run("inspect", tmp_path / "deltagare-unga.csv", tmp_path / "bokslut.xlsx", "--csv", out)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "deltagare-unga.csv: deltagare, participants by insats and measure" in result.stdout
    assert "2 rows, 6 figures." in result.stdout
    assert "bokslut.xlsx [noter]: noter, notes to the accounts, in kr; 2 rows, 2 figures." in result.stdout
    with out.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [(row["slag"], row["kolumn"], row["varde"], row["status"], row["radnr"]) for row in rows] == [
        ("deltagare", "kvinnor", "1", "", "2"),
        ("deltagare", "man", "2", "", "2"),
        ("deltagare", "totalt", "3", "", "2"),
        ("deltagare", "kvinnor", "4", "", "3"),
        ("deltagare", "man", "5", "", "3"),
        ("deltagare", "totalt", "9", "", "3"),
        ("noter", "belopp", "5000000.5", "", "2"),
        ("noter", "belopp", "", "ej_tillampligt", "3"),
    ]
    # A file by itself does not tell the year of its book.
    assert {row["period"] for row in rows} == {"", "2016"}


def test_inspect_tells_every_fault_of_every_file_and_writes_only_sound_rows(tmp_path):
    (tmp_path / "deltagare.csv").write_text(BAD + "Matcha,nya,1\nMatcha,nya,1\n")
    (tmp_path / "statistik.csv").write_text("omrade,matt,period,varde\nUmea,uvas_antal,2014,1\n")
    (tmp_path / "lista.csv").write_text(GOOD)
    (tmp_path / "budget.xlsx").write_text("sektion")
    files = [tmp_path / name for name in ("deltagare.csv", "statistik.csv", "lista.csv", "budget.xlsx")]
    result = run("inspect", *files, "--json", "--csv", tmp_path / "rader.csv")
    assert result.exit_code == 1
    found = [
        (finding["code"], finding["where"][0]["file"].rpartition("/")[2]) for finding in findings(result)
    ]
    assert sorted(found) == [
        ("file-unreadable", "budget.xlsx"),
        ("kind-unknown", "lista.csv"),
        ("number-unreadable", "deltagare.csv"),
        ("row-twice", "deltagare.csv"),
        ("table-read", "deltagare.csv"),
        ("table-read", "statistik.csv"),
        ("word-unknown", "deltagare.csv"),
        ("word-unknown", "statistik.csv"),
    ]
    with (tmp_path / "rader.csv").open(newline="") as lines:
        assert [row["radnr"] for row in csv.DictReader(lines)] == ["4", "5"]


def test_inspect_of_two_years_does_not_take_them_for_one_table(tmp_path):
    for year in ("2015", "2016"):
        (tmp_path / year).mkdir()
        (tmp_path / year / "deltagare.csv").write_text(GOOD)
    assert run("inspect", tmp_path / "2015/deltagare.csv", tmp_path / "2016/deltagare.csv").exit_code == 0


HOSTILE = {
    "empty.csv": b"",
    "deltagare.csv": b"\x00\xff\xfe" * 100,
    "noter.csv": b'not;rubrik;post;2016\n1;"a;b;3\n' + b"1;a;b;4\n" * 30_000,
    "budget.csv": b"sektion,rad,utfall\nA,B," + b"9" * 5000 + b"\n",
    "statistik.csv": "omrade,matt,period,varde\nUmeå,uvas_antal,2016-99,1e400\n".encode(),
    "kassaflode.csv": b"," * 5000,
    "deltagare.xlsx": b"PK\x03\x04" + b"\x00" * 500,
    "bakgrund.ods": b"<office/>",
    "brev.docx": b"PK",
    "ledger.se": b"#FLAGGA 0\n",
    "utan_andelse": b"x",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_inspect_of_a_hostile_file_ends_with_its_faults(tmp_path, name):
    file = tmp_path / name
    file.write_bytes(HOSTILE[name])
    result = run("inspect", file, "--json")
    assert result.exit_code == 1
    assert {finding["where"][0]["file"] for finding in findings(result)} == {str(file)}


def test_inspect_of_what_is_no_file_and_into_what_is_no_place_is_wrong_usage(tmp_path):
    (tmp_path / "deltagare.csv").write_text(GOOD)
    assert run("inspect", tmp_path / "saknas.csv").exit_code == 2
    assert run("inspect", tmp_path).exit_code == 2
    result = run("inspect", tmp_path / "deltagare.csv", "--csv", tmp_path / "saknas/rader.csv")
    assert result.exit_code == 2
    assert "saknas/rader.csv" in result.stderr


# ---- build -------------------------------------------------------------------------------------------------


def test_a_book_that_cannot_be_read_is_not_built_and_the_last_one_stays(repository):
    repository.raw("deltagare.csv", BAD)
    page = repository.write("reports/prov/2020/index.html", "förra boken")
    result = run("build", "prov/2020", "--engine", "pandoc", "--to", "html")
    assert result.exit_code == 1
    assert "'tolv'" in result.stderr
    assert page.read_text() == "förra boken"
    assert [path.name for path in page.parent.parent.iterdir()] == ["2020"]


def test_all_books_are_tried_and_each_failure_told(repository):
    repository.write("params/prov/2019.yml", "slag: arsredovisning\n")
    repository.raw("deltagare.csv", BAD)
    result = run("build", "--all", "--engine", "pandoc", "--to", "html")
    assert result.exit_code == 1
    assert "prov/2019: failed" in result.stderr
    assert "prov/2020: failed" in result.stderr
    assert "data/raw/prov/2019" in result.stderr
    assert "'tolv'" in result.stderr


def test_quarto_that_is_not_there_is_wrong_usage(repository, monkeypatch):
    monkeypatch.setenv("PATH", "")
    result = run("build", "prov/2020", "--engine", "quarto")
    assert result.exit_code == 2
    assert "quarto is not on PATH" in result.stderr


# ---- As a program ------------------------------------------------------------------------------------------


def test_the_program_gives_exit_code_and_json_from_any_directory(repository, tmp_path_factory):
    repository.raw("deltagare.csv", BAD)
    done = subprocess.run(
        [sys.executable, "-m", "finsam", "check", "prov/2020", "--json"],
        cwd=tmp_path_factory.mktemp("annanstans"),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, b"")
    assert [finding["code"] for finding in json.loads(done.stdout)] == ["word-unknown", "number-unreadable"]
