"""The Quarto engine: `quarto render` on the book's own directory."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from finsam.faults import Fault, Faults, Place

#: What Quarto calls our formats.
FORMATS = {"html": "html", "pdf": "typst", "docx": "docx"}


def available() -> bool:
    return shutil.which("quarto") is not None


def engine_of(name: str) -> str:
    """`quarto` or `pandoc` for one of ENGINES. Raises Faults when Quarto is asked for and not on PATH."""
    if name == "auto":
        return "quarto" if available() else "pandoc"
    if name == "quarto" and not available():
        raise Faults([Fault("quarto-missing", "quarto is not on PATH.", (), "quarto, or --engine pandoc")])
    return name


def render(book_dir: Path, out_dir: Path, formats: Sequence[str] = tuple(FORMATS)) -> list[Path]:
    """Render the book into `out_dir` and return the files. Raises Faults with what Quarto said when it fails.

    One format after the other, since two renders in one project directory get in each other's way.
    """
    made = book_dir / "_book"
    for name in formats:
        command = ["quarto", "render", str(book_dir), "--to", FORMATS[name], "--no-clean"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            said = " ".join(done.stderr.strip().splitlines()[-12:])
            raise Faults(
                [
                    Fault(
                        "quarto-failed",
                        f"quarto render --to {FORMATS[name]} failed: {said}",
                        (Place("quarto"),),
                    )
                ]
            )
    shutil.copytree(made, out_dir, dirs_exist_ok=True)
    files = sorted(out_dir / path.relative_to(made) for path in made.rglob("*") if path.is_file())
    shutil.rmtree(made)
    shutil.rmtree(book_dir / ".quarto", ignore_errors=True)
    return files
