"""`make audit` ends well only when every pinned package was looked up and none has an advisory."""

from __future__ import annotations

import pytest
from conftest import REPOSITORY

from tools.advisories import requirements, told

SOUND = {"name": "click", "version": "8.1.0", "vulns": []}
#: As pip-audit 2.10 tells them.
OLD = {
    "name": "jinja2", "version": "2.4.1",
    "vulns": [{"id": "PYSEC-2014-8", "fix_versions": ["2.7.2"], "aliases": ["CVE-2014-1402"], "description": "A"},
              {"id": "PYSEC-2021-66", "fix_versions": [], "aliases": [], "description": "B"}],
}  # fmt: skip
UNKNOWN = {
    "name": "numpy",
    "skip_reason": "Dependency not found on PyPI and could not be audited: numpy (2.0)",
}


@pytest.mark.parametrize(
    ("found", "lines", "is_well"),
    [
        ([SOUND], ["1 of 1 packages looked up, 0 advisories."], True),
        (
            [SOUND, OLD],
            [
                "jinja2 2.4.1: PYSEC-2014-8, mended in 2.7.2",
                "jinja2 2.4.1: PYSEC-2021-66, mended in no version yet",
                "2 of 2 packages looked up, 2 advisories.",
            ],
            False,
        ),
        (
            [SOUND, UNKNOWN],
            [
                "Not looked up: numpy. Whether these have advisories isn't known.",
                "1 of 2 packages looked up, 0 advisories.",
            ],
            False,
        ),
        ([], ["0 of 0 packages looked up, 0 advisories."], False),
    ],
)
def test_what_is_not_known_is_no_good_end(found, lines, is_well):
    assert told(found) == (lines, is_well)


def test_every_pinned_file_is_asked_about():
    names = {file.name for file in requirements()}
    assert {
        "requirements.txt",
        "requirements-dev.txt",
        "requirements-axe.txt",
        "requirements-quarto.txt",
    } <= names
    for file in REPOSITORY.glob("requirements*.txt"):
        for line in file.read_text(encoding="utf-8").splitlines():
            if line and not line.lstrip().startswith(("#", "-r ")):
                assert "==" in line, f"{file.name}: {line} isn't pinned"
