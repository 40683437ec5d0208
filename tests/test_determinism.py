"""The same files, whenever, wherever and by whomever a report is built from clean."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import REPOSITORY

BOOKS = sorted(
    f"{file.parent.name}/{file.stem}" for file in (REPOSITORY / "params").glob("*/[0-9][0-9][0-9][0-9].yml")
)

#: Another clock, home, language, order of names and place for temporary files.
ANOTHER = {"TZ": "Pacific/Auckland", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "7", "COLUMNS": "40"}


def built(root: Path, book: str, engine: str, more: dict[str, str]) -> dict[str, bytes]:
    """Build a book from its raw files in a root of its own; every file of its report."""
    (root / "data/raw").mkdir(parents=True)
    for name in ("notebooks", "params", "finsam", "_quarto.yml", "_brand.yml"):
        (root / name).symlink_to(REPOSITORY / name)
    for folder in (REPOSITORY / "data/raw").iterdir():
        (root / "data/raw" / folder.name).symlink_to(folder)
    (root / "hem").mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "finsam", "build", book, "--engine", "pandoc", "--engine", engine],
        env=os.environ | {"FINSAM_ROOT": str(root)} | more, cwd=REPOSITORY, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    folder = root / "reports" / book
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize(
    "book", [pytest.param(name, marks=() if name == "vannas/2017" else pytest.mark.slow) for name in BOOKS]
)
def test_two_builds_from_clean_are_the_same_bytes(book, tmp_path):
    first = built(tmp_path / "ett", book, "warm", {"TZ": "Europe/Stockholm"})
    another = tmp_path / "en annan plats med å"
    second = built(
        another, book, "plain", ANOTHER | {"HOME": str(another / "hem"), "TMPDIR": str(another / "hem")}
    )
    assert {Path(name).suffix for name in first} >= {".html", ".pdf", ".docx", ".json", ".svg"}
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []
