"""Chapters run with the parameters they are known to take; what fails is told with its notebook and cell."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from conftest import where

from finsam.faults import Fault, Faults
from finsam.render.execute import execute_chapters

NOTEBOOKS = Path(__file__).parent / "notebooks"


@pytest.fixture
def root(tmp_path, monkeypatch) -> Path:
    """A repository whose chapters are the tiny notebooks beside these tests."""
    (tmp_path / "notebooks").symlink_to(NOTEBOOKS)
    monkeypatch.setenv("FINSAM_ROOT", str(tmp_path))
    return tmp_path


def faults(names: list[str], out_dir: Path) -> list[Fault]:
    with pytest.raises(Faults) as error:
        execute_chapters(names, "prov", 2020, out_dir)
    return list(error.value.faults)


def test_a_chapter_runs_at_the_root_with_its_parameters_and_leaves_its_source_alone(root, tmp_path_factory):
    out_dir = tmp_path_factory.mktemp("korda")
    before = (NOTEBOOKS / "hel.ipynb").read_bytes()
    (executed,) = execute_chapters(["hel"], "prov", 2020, out_dir)
    assert executed == out_dir / "hel.ipynb"
    printed = [
        output.text
        for cell in nbformat.read(executed, as_version=4).cells
        for output in cell.get("outputs", [])
    ]
    assert printed == ["prov 2020\n", f"{root}\n"]
    assert (NOTEBOOKS / "hel.ipynb").read_bytes() == before


def test_a_failing_cell_is_told_with_notebook_cell_and_error(root, tmp_path_factory):
    out_dir = tmp_path_factory.mktemp("korda")
    (fault,) = faults(["fel"], out_dir)
    assert (fault.code, fault.message) == ("chapter-failed", "ValueError: inget underlag för 2020")
    assert where(fault).file.endswith("notebooks/fel.ipynb")
    # The notebook's fifth cell: papermill puts one with the parameters after the second.
    assert where(fault).column == "cell 5"
    assert where(fault).value.startswith("raise ValueError(")
    # How far it came is there to be looked at.
    assert "hit\n" in (out_dir / "fel.ipynb").read_text().replace("\\n", "\n")
    assert "aldrig hit\n" not in [
        output.text
        for cell in nbformat.read(out_dir / "fel.ipynb", as_version=4).cells
        for output in cell.get("outputs", [])
        if output.output_type == "stream"
    ]


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
