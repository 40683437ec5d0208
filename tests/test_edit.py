"""An analyst edits: only what was edited runs again, and a förbund's own chapters stand beside the shared ones."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from conftest import REPOSITORY, copy_common_params

from finsam.batch import record
from finsam.batch.jobs import Job
from finsam.batch.worker import _kept
from finsam.cli import main
from finsam.faults import Faults
from finsam.params import load_params
from finsam.render.filters.executed import LAID_OUT, executed

BOOK = "prov/2020"
CHAPTERS = ("index", "deltagare", "avstamning", "metod")


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, list(arguments))
    return result.exit_code, result.output


def of_year(root: Path, *chapters: str) -> None:
    (root / "params/prov/2020.yml").write_text(
        f"slag: arsredovisning\nkapitel: [{', '.join(chapters)}]\nskydd: {{allt: {{ingen: Påhittade.}}}}\n",
        "utf-8",
    )


@pytest.fixture
def at(tmp_path, monkeypatch) -> Path:
    """A root with one small book and notebooks that can be edited."""
    for name in ("finsam", "_quarto.yml", "_brand.yml"):
        (tmp_path / name).symlink_to(REPOSITORY / name)
    shutil.copytree(REPOSITORY / "notebooks", tmp_path / "notebooks")
    copy_common_params(tmp_path)
    (tmp_path / "params/prov").mkdir()
    (tmp_path / "params/prov/forbund.yml").write_text(
        "namn: Samordningsförbundet Prov\nkort: Prov\n", "utf-8"
    )
    of_year(tmp_path, *CHAPTERS)
    raw = tmp_path / "data/raw/prov/2020"
    raw.mkdir(parents=True)
    (raw / "deltagare.csv").write_text(
        "insats;matt;period;kvinnor;man;totalt\nSteget;antal_totalt;2020;700;534;1234\nSteget;avslutade;2020;60;40;100\n"
        "Steget;arbete;2020;20;13;33\nSteget;studier;2020;6;4;10\n", "utf-8",
    )  # fmt: skip
    monkeypatch.setenv("FINSAM_ROOT", str(tmp_path))
    return tmp_path


def edit(notebook: Path, code: str) -> None:
    """A cell more at the end."""
    found = nbformat.read(notebook, as_version=4)
    found.cells.append(nbformat.v4.new_code_cell(code))
    nbformat.write(found, notebook)


def built(root: Path, *options: str) -> dict[str, bytes]:
    code, told = run("build", BOOK, "--to", "html", *options)
    assert code == 0, told
    folder = root / f"reports/{BOOK}"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_after_an_edit_only_that_notebook_runs_again(at):
    """And the book is the one that running all of them gives."""
    log = at / "log.txt"
    for name in CHAPTERS:
        edit(
            at / f"notebooks/{name}.ipynb",
            f"with open({str(log)!r}, 'a') as told:\n    print({name!r}, file=told)",
        )

    def ran() -> list[str]:
        found = sorted(log.read_text().split()) if log.is_file() else []
        log.unlink(missing_ok=True)
        return found

    built(at)
    assert ran() == sorted(CHAPTERS)
    edit(
        at / "notebooks/deltagare.ipynb",
        "from finsam.chapters.book import show\nfrom finsam.chapters.markdown import Markdown\nshow(Markdown('Tillagt.'))",
    )
    edited = built(at)
    assert ran() == ["deltagare"]
    assert "Tillagt." in edited["deltagare.html"].decode()
    forced = built(at, "--force")
    assert ran() == sorted(CHAPTERS)
    assert edited == forced
    # Whatever else the chapters are made from makes them all run.
    raw = at / "data/raw/prov/2020/deltagare.csv"
    raw.write_text(raw.read_text("utf-8").replace("700;534;1234", "701;534;1235"), "utf-8")
    assert "1\u00a0235" in built(at)["deltagare.html"].decode()
    assert ran() == sorted(CHAPTERS)


def test_kept_chapters_are_used_only_where_the_book_stands_by_the_same_files(at):
    """Otherwise what a book is told to have read of the statistics would be of files that are no more."""
    built(at)
    job = Job("bok", "prov", 2020, ("html",), "pandoc", made_by=("kod", "paket"))
    report = job.report()
    now = record.record(report, job.sources(), job.formats, job.engine, job.made_by)
    before = now | {record.READS: []}

    def used(before: dict | None, **changes: object) -> bool:
        return _kept(replace(job, **changes), report, now, before).may_be_used

    edited = before | {"filer": before["filer"] | {"notebooks/index.ipynb": "en annan"}}
    of_other_figures = before | {"filer": before["filer"] | {"data/raw/register/uvas.csv": "en annan"}}
    assert used(before) and used(edited)
    assert not used(of_other_figures) and not used(None) and not used({"filer": {}})
    assert not used(before, force=True) and not used(before, plain=True)


OWN = """from finsam.chapters.book import open_book

book = open_book(forbund, ar)"""


def own_notebook(root: Path, name: str, *cells: str) -> Path:
    """A chapter of the förbund's own, by the grammar of all chapters."""
    parameters = nbformat.v4.new_code_cell('forbund = "prov"\nar = 2020', metadata={"tags": ["parameters"]})
    title = nbformat.v4.new_markdown_cell(f"# Lotsens år {{#sec-{name}}}")
    code = [nbformat.v4.new_code_cell(text) for text in (OWN, *cells)]
    notebook = nbformat.v4.new_notebook(cells=[title, parameters, *code])
    notebook.metadata = nbformat.read(REPOSITORY / "notebooks/index.ipynb", as_version=4).metadata
    file = root / f"notebooks/prov/{name}.ipynb"
    file.parent.mkdir(exist_ok=True)
    nbformat.write(notebook, file)
    return file


def test_a_chapter_of_ones_own_is_a_notebook_and_a_line(at):
    own_notebook(
        at,
        "lotsen",
        "from finsam.chapters.book import show\nfrom finsam.chapters.kansli import under\nfrom finsam.chapters.markdown import Markdown\n\n"
        "show(under(book, 'sec-lotsen', Markdown('Lotsen följer deltagarna genom året.')))",
    )  # fmt: skip
    of_year(at, "index", "deltagare", "lotsen", "avstamning", "metod")
    texts = at / "params/prov/2020/texter"
    texts.mkdir(parents=True)
    (texts / "lotsen.md").write_text(
        "Hela året deltog {{ deltagare.totalt.antal_totalt }} personer.\n", "utf-8"
    )
    found = built(at)
    page = found["lotsen.html"].decode()
    assert "Lotsen följer deltagarna genom året." in page and "1\u00a0234 personer" in page
    assert "Lotsens år" in found["index.html"].decode()
    assert "notebooks/prov/lotsen.ipynb" in found["manifest.json"].decode()
    assert run("verify", BOOK)[0] == 0


def test_an_own_chapter_never_takes_the_place_of_a_shared_one(at):
    own_notebook(at, "deltagare")
    with pytest.raises(Faults) as told:
        load_params("prov", 2020)
    (fault,) = told.value.faults
    assert (fault.code, fault.where[0].file) == ("chapter-taken", "notebooks/prov/deltagare.ipynb")


def test_a_chapter_that_nobody_has_is_told_with_those_that_there_are(at):
    own_notebook(at, "lotsen")
    of_year(at, "index", "lotse", "avstamning")
    with pytest.raises(Faults) as told:
        load_params("prov", 2020)
    (fault,) = told.value.faults
    assert fault.code == "key-wrong" and "Did you mean 'lotsen'?" in fault.message
    assert (fault.where[0].row, fault.where[0].column) == (2, "kapitel.1")


def test_outputs_stay_out_of_git(at):
    """As CONTRIBUTING says: after `make hooks`, a notebook that was run in Jupyter is committed as one that wasn't."""
    pytest.importorskip("nbstripout")
    shutil.copy(REPOSITORY / "Makefile", at)
    shutil.copy(REPOSITORY / ".gitattributes", at)
    (at / ".venv").symlink_to(sys.prefix)
    git = ["git", "-C", str(at)]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run(["make", "-C", str(at), "hooks", "--assume-old=.venv/.installed-dev"], check=True)
    file = at / "notebooks/index.ipynb"
    notebook = nbformat.read(file, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [nbformat.v4.new_output("stream", text="siffror")], 1
    notebook.metadata.language_info |= {
        "version": "3.12.1",
        "mimetype": "text/x-python",
        "file_extension": ".py",
    }
    nbformat.write(notebook, file)
    subprocess.run([*git, "add", "notebooks/index.ipynb"], check=True)
    staged = subprocess.run([*git, "show", ":notebooks/index.ipynb"], capture_output=True, check=True).stdout
    assert staged == (REPOSITORY / "notebooks/index.ipynb").read_bytes()


def test_quarto_gets_the_executed_copy_and_before_there_is_any_the_notebook(tmp_path):
    """A preview asks before it lets anything run; afterwards a notebook without a copy is a mistake."""
    here = tmp_path / "notebooks"
    here.mkdir()
    (here / "ekonomi.ipynb").write_text("källan\n", "utf-8")
    assert executed("källan", here, tmp_path) == "källan"
    copies = tmp_path / LAID_OUT
    copies.mkdir(parents=True)
    with pytest.raises(LookupError, match="prepare"):
        executed("källan", here, tmp_path)
    (copies / "ekonomi.ipynb").write_text("![bild](figurer/a.svg)", "utf-8")
    assert executed("källan", here, tmp_path) == f"![bild](/{LAID_OUT}/figurer/a.svg)"
    with pytest.raises(LookupError):
        executed("en annan", here, tmp_path)
