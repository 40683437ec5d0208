"""One book in all formats as a program of its own: cold and warm, by each engine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from finsam.paths import root
from finsam.render.engines import has_quarto


def book_times(book: str) -> dict[str, dict[str, float]]:
    """Seconds by engines. cold: nothing is processed; warm: the tables of its raw files are there. One core's chapters
    at a time."""
    engines = ["pandoc", *(["quarto"] if has_quarto() else [])]
    found = {}
    for render in engines:
        for chapters in ("warm", "plain"):
            with tempfile.TemporaryDirectory() as folder:
                place = _place(Path(folder))
                found[f"{render}, {chapters}"] = {
                    "cold": _build(place, book, render, chapters),
                    "warm": _build(place, book, render, chapters),
                }
    return found


def _place(folder: Path) -> Path:
    """A root with the repository's inputs, where nothing is made yet."""
    (folder / "data").mkdir()
    for name in ("notebooks", "params", "finsam", "_quarto.yml", "_brand.yml", "data/raw"):
        (folder / name).symlink_to(root() / name)
    return folder


def _build(place: Path, book: str, render: str, chapters: str) -> float:
    shutil.rmtree(place / "reports", ignore_errors=True)
    command = ["-m", "finsam", "build", book, "-j", "1", "--engine", render, "--engine", chapters]
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, *command],
        check=True,
        capture_output=True,
        env=os.environ | {"FINSAM_ROOT": str(place)},
    )
    return time.perf_counter() - start
