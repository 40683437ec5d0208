"""--verbose and --log: what is done is told step by step, also by the processes of a batch, and nothing of what stands in the
files; a fault in finsam itself ends with a message and a log."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from finsam import logs
from finsam.cli import main

#: Stand in cells, as a name of an insats, a figure and a word that is a fault.
SECRETS = ("Hemligspåret", "31415", "tolvhundra")


@pytest.fixture(autouse=True)
def nothing_stays():
    yield
    logs.begin(False, None)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def table(repository, last: str = "1") -> None:
    repository.raw(
        "deltagare.csv", f"insats,matt,totalt\nHemligspåret,antal_totalt,31415\nHemligspåret,nya,{last}\n"
    )


def test_a_log_tells_files_rows_and_tables_and_nothing_that_stands_in_them(repository, tmp_path):
    table(repository)
    file = tmp_path / "finsam.log"
    result = run("--log", file, "ingest", "prov/2020")
    text = file.read_text(encoding="utf-8")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "read data/raw/prov/2020/deltagare.csv: 2 rows, 0 faults" in text
    assert "table deltagare: 2 rows" in text and "making the tables of prov/2020" in text
    assert re.search(r"on .*, Python 3\.", text) and "pandas" in text
    assert [secret for secret in SECRETS if secret in text] == []
    assert file.stat().st_mode & 0o077 == 0


def test_the_same_is_shown_and_faults_are_logged_without_their_cells(repository, tmp_path):
    table(repository, "tolvhundra")
    file = tmp_path / "finsam.log"
    result = run("--verbose", "--log", file, "check", "prov/2020")
    text = file.read_text(encoding="utf-8")
    assert "error number-unreadable: data/raw/prov/2020/deltagare.csv, 3, totalt" in text
    assert "finsam.sources.grids: read" in result.stderr
    assert [secret for secret in SECRETS if secret in text] == []


def test_without_the_options_nothing_is_told_and_answers_for_programs_stay_what_they_are(
    repository, tmp_path
):
    table(repository)
    quiet = run("check", "prov/2020", "--json")
    assert quiet.stderr == ""
    assert {each["code"] for each in json.loads(quiet.stdout)} == {"not-delivered"}
    assert run("--verbose", "check", "prov/2020", "--json").stdout == quiet.stdout


def test_an_identity_number_in_the_name_of_a_file_is_hidden(repository, tmp_path):
    repository.raw("deltagare-811218-9876.csv", "insats,matt,totalt\nMatcha,nya,1\n")
    file = tmp_path / "finsam.log"
    run("--log", file, "check", "prov/2020")
    text = file.read_text(encoding="utf-8")
    assert "(personnummer)" in text and "9876" not in text


def test_a_log_that_can_not_be_written_is_wrong_usage(tmp_path):
    result = run("--log", tmp_path / "finns inte" / "finsam.log", "explain")
    assert result.exit_code == 2 and "--log" in result.stderr and "No such file" in result.stderr


def test_the_processes_of_a_batch_write_to_the_same_file(repository, tmp_path):
    repository.year("kapitel: [index, forbundet, avstamning]\n")
    repository.raw("uppgifter.csv", "kapitel,uppgift,varde\nforbundet,Styrgrupper,6\n")
    file = tmp_path / "finsam.log"
    assert run("--log", file, "build", "prov/2020", "--to", "html", "--engine", "pandoc").exit_code == 0
    lines = file.read_text(encoding="utf-8").splitlines()
    processes = {line.split()[2] for line in lines}
    assert len(processes) > 1
    told = "\n".join(lines)
    assert re.search(r"ran \S*notebooks/forbundet\.ipynb in \d+\.\d s", told)
    assert "rendered html by pandoc" in told and re.search(r"prov/2020: byggd in \d", told)


# ---- A fault in finsam -------------------------------------------------------------------------------------


@pytest.fixture
def broken(repository) -> Path:
    """A book whose tables have been damaged behind finsam's back."""
    table(repository)
    assert run("ingest", "prov/2020").exit_code == 0
    (repository.root / "data/processed/prov/2020/deltagare.parquet").write_bytes(b"inget")
    return repository.root


@pytest.mark.mistake
def test_a_fault_in_finsam_ends_with_a_message_and_a_log(broken):
    result = run("facts", "prov/2020")
    assert result.exit_code == 3 and "Traceback" not in result.output
    assert result.stderr.startswith("internal: This is a fault in finsam (ArrowInvalid), not in your files.")
    (file,) = re.findall(r"(\S+\.log) tells more", result.stderr)
    text = Path(file).read_text(encoding="utf-8")
    assert "Traceback (most recent call last)" in text and "ArrowInvalid" in text and "facts" in text
    Path(file).unlink()


@pytest.mark.mistake
def test_its_traceback_is_shown_and_goes_to_the_log_that_was_asked_for(broken, tmp_path):
    file = tmp_path / "finsam.log"
    result = run("--verbose", "--log", file, "facts", "prov/2020", "--json")
    assert result.exit_code == 3
    assert [each["code"] for each in json.loads(result.stdout)] == ["internal"]
    assert str(file) in json.loads(result.stdout)[0]["message"]
    assert "Traceback" in result.stderr and "Traceback" in file.read_text(encoding="utf-8")


def test_the_traceback_of_a_chapter_goes_to_the_file_alone(repository, tmp_path):
    repository.year("kapitel: [index, forbundet, avstamning]\n")
    repository.raw("uppgifter.csv", "kapitel,uppgift,varde\nforbundet,Styrgrupper,6\n")
    notebooks = repository.root / "notebooks"
    source = notebooks.resolve()
    notebooks.unlink()
    notebooks.mkdir()
    for each in source.glob("*.ipynb"):
        (notebooks / each.name).write_bytes(each.read_bytes())
    chapter = json.loads((notebooks / "forbundet.ipynb").read_text(encoding="utf-8"))
    code = [cell for cell in chapter["cells"] if cell["cell_type"] == "code"]
    code[1]["source"] = "def nedersta():\n    raise RuntimeError('trasig')\nnedersta()"
    (notebooks / "forbundet.ipynb").write_text(json.dumps(chapter), encoding="utf-8")
    file = tmp_path / "finsam.log"
    result = run("--verbose", "--log", file, "build", "prov/2020", "--to", "html", "--engine", "pandoc")
    assert result.exit_code == 1
    text = file.read_text(encoding="utf-8")
    assert "chapter-failed, in detail:" in text and "in nedersta" in text
    assert "in nedersta" not in result.output
    assert "python -m finsam explain chapter-failed tells more." in result.stderr


def test_what_the_system_refuses_is_no_fault_in_finsam(repository):
    table(repository)
    (repository.root / "data/processed").write_text("en fil där en mapp ska vara", "utf-8")
    result = run("ingest", "prov/2020")
    assert result.exit_code == 1
    assert result.stderr.startswith("file-denied: A file or folder can't be used: Not a directory.")
    assert "data/processed/prov" in result.stderr
