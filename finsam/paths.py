"""Where things lie in the repository, from any working directory inside it."""

from __future__ import annotations

import os
from pathlib import Path


def root() -> Path:
    """The repository: FINSAM_ROOT, otherwise the nearest folder upward that holds params/ and _quarto.yml.

    Falls back to the checkout that the package was installed from, so that a notebook opened anywhere works.
    """
    if named := os.environ.get("FINSAM_ROOT"):
        return Path(named).resolve()
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "params").is_dir() and (folder / "_quarto.yml").is_file():
            return folder
    return Path(__file__).resolve().parent.parent


def relative(path: Path) -> str:
    """The path as it is shown and recorded: from the repository, with forward slashes on every system."""
    path = path.resolve()
    try:
        return path.relative_to(root()).as_posix()
    except ValueError:
        return path.as_posix()
