"""Chapters run with the parameters they are known to take; what fails is told with its notebook and cell."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from conftest import where

from finsam.faults import Fault, Faults
from finsam.render.execute import execute_chapters
from finsam.tables.chapters import chapter_notebook

PARAMETERS = {"forbund": "prov", "ar": 2020}
NOTEBOOKS = Path(__file__).parent / "notebooks"


@pytest.fixture
def root(tmp_path, monkeypatch) -> Path:
    """A repository whose chapters are the tiny notebooks beside these tests."""
    (tmp_path / "notebooks").symlink_to(NOTEBOOKS)
    monkeypatch.setenv("FINSAM_ROOT", str(tmp_path))
    return tmp_path


def faults(names: list[str], out_dir: Path) -> list[Fault]:
    with pytest.raises(Faults) as error:
        execute_chapters([*map(chapter_notebook, names)], PARAMETERS, out_dir)
    return list(error.value.faults)


def test_a_chapter_runs_at_the_root_with_its_parameters_and_leaves_its_source_alone(root, tmp_path_factory):
    out_dir = tmp_path_factory.mktemp("korda")
    before = (NOTEBOOKS / "hel.ipynb").read_bytes()
    (executed,) = execute_chapters([chapter_notebook("hel")], PARAMETERS, out_dir)
    assert executed == out_dir / "hel.ipynb"
    printed = [
        output.text
        for cell in nbformat.read(executed, as_version=4).cells
        for output in cell.get("outputs", [])
    ]
    assert printed == ["prov 2020\n", f"{root}\n"]
    assert (NOTEBOOKS / "hel.ipynb").read_bytes() == before


def test_chapters_run_side_by_side_leave_the_process_where_it_was(tmp_path, tmp_path_factory, monkeypatch):
    monkeypatch.setenv("FINSAM_ROOT", str(tmp_path))
    (tmp_path / "notebooks").mkdir()
    notebook = nbformat.read(NOTEBOOKS / "hel.ipynb", as_version=4)
    nbformat.write(notebook, tmp_path / "notebooks/forst.ipynb")
    # The one that began last ends last, and would put back what the first had set.
    notebook.cells.append(nbformat.v4.new_code_cell("import time\ntime.sleep(3)"))
    nbformat.write(notebook, tmp_path / "notebooks/sist.ipynb")
    monkeypatch.chdir(before := Path.cwd())
    both = [*map(chapter_notebook, ("forst", "sist"))]
    execute_chapters(both, PARAMETERS, tmp_path_factory.mktemp("korda"), workers=2)
    assert Path.cwd() == before


def test_a_failing_cell_is_told_with_notebook_cell_and_error(root, tmp_path_factory):
    out_dir = tmp_path_factory.mktemp("korda")
    (fault,) = faults(["fel"], out_dir)
    assert (fault.code, fault.message) == ("chapter-failed", "ValueError: inget underlag för 2020")
    assert where(fault).file.endswith("notebooks/fel.ipynb")
    assert where(fault).value.startswith("raise ValueError(")
    # How far it came is there to be looked at.
    executed = nbformat.read(out_dir / "fel.ipynb", as_version=4)
    outputs = [output for cell in executed.cells for output in cell.get("outputs", [])]
    assert [output.text for output in outputs if output.output_type == "stream"] == ["hit\n"]


def test_the_number_of_a_failing_cell_is_that_of_the_notebook_it_stands_in(root, tmp_path_factory):
    (fault,) = faults(["fel"], tmp_path_factory.mktemp("korda"))
    number = int(where(fault).column.removeprefix("cell "))
    source = nbformat.read(NOTEBOOKS / "fel.ipynb", as_version=4).cells[number - 1].source
    assert source == where(fault).value


def test_every_notebook_that_cannot_take_the_parameters_is_told_and_none_is_run(root, tmp_path_factory):
    out_dir = tmp_path_factory.mktemp("korda")
    names = ["hel", "utan-parametrar", "andra-parametrar", "for-manga-parametrar", "saknas"]
    found = faults(names, out_dir)
    assert [(fault.code, where(fault).file.rpartition("/")[2]) for fault in found] == [
        ("parameters-missing", "utan-parametrar.ipynb"),
        ("parameters-differ", "andra-parametrar.ipynb"),
        ("parameters-differ", "for-manga-parametrar.ipynb"),
        ("file-missing", "saknas.ipynb"),
    ]
    assert "forbund, year." in found[1].message
    assert found[1].expected == "ar, forbund"
    assert list(out_dir.iterdir()) == []
