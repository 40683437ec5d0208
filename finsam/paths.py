"""Where things lie in the repository, from any working directory inside it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
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


#: The folder below reports/ of what has been given out; no förbund can be called that.
PUBLISHED = "published"

#: Says in the environment which edition of books is made: `intern`, or the published one where it says nothing. A kernel
#: has it from the process that starts it, so that a notebook run by itself gives the published edition.
EDITION = "FINSAM_UTGAVA"


def is_internal() -> bool:
    """Whether the internal edition is made, in which small numbers aren't hidden."""
    return os.environ.get(EDITION) == "intern"


def internal_folder() -> Path:
    """Where all of the internal edition lies: beside reports/ and data/, and not in git."""
    return root() / "internt"


@contextmanager
def internal() -> Iterator[None]:
    """The internal edition is made inside."""
    before = os.environ.get(EDITION)
    os.environ[EDITION] = "intern"
    try:
        yield
    finally:
        del os.environ[EDITION]
        if before is not None:
            os.environ[EDITION] = before


def published() -> Path:
    """Where what has been given out stands, apart from what is being worked on."""
    return root() / "reports" / PUBLISHED


def publisher_file() -> Path:
    """Who publishes the portal and the reports on kommuner, where that is told (`finsam.accessibility`)."""
    return root() / "params" / "utgivare.yml"


def relative(path: Path) -> str:
    """The path as it is shown and recorded: from the repository, with forward slashes on every system."""
    path = path.resolve()
    try:
        return path.relative_to(root()).as_posix()
    except ValueError:
        return path.as_posix()
