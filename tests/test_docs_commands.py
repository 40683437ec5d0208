"""Every command that stands in the docs is run as it is written there."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import REPOSITORY, set_up_workplace

from finsam.cli import main
from tools.exempelregister.__main__ import main as make_example

PAGES = [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").glob("*.md"))]
_BLOCK = re.compile(r"^```(?:bash|sh|)\n(.*?)^```$", re.M | re.S)

#: Commands that are run by other tests or need what no machine of tests has, and which.
ELSEWHERE = {
    "fetch": "against a local server, in test_fetch_docs.py",
    "new": "in the tests of the first book",
    "kommun --year 2024": "290 reports, in benchmarks/batch.py",
    "build --all": "by make books; each book is built in test_golden_books.py",
    "inspect": "of files of the reader's own, in test_cli.py and test_formats.py",
}

#: What reads inputs alone, and so is quick.
QUICK = ("check", "audit", "facts", "status umearegionen/2016", "published", "explain")

#: A book that isn't up to date or has contradictions, and differences, are findings.
FINDINGS = ("check", "audit", "status", "diff", "publish")


def commands() -> list[str]:
    """Each command line of the docs once, without its comment, in the order of the pages."""
    lines = [
        line.partition("    #")[0].strip()
        for page in PAGES
        for block in _BLOCK.findall(page.read_text(encoding="utf-8"))
        for line in block.splitlines()
    ]
    found = [line.partition("python -m finsam ")[2] for line in lines if line.startswith("python -m finsam ")]
    return list(dict.fromkeys(found))


def elsewhere(command: str) -> bool:
    return any(command == known or command.startswith(f"{known} ") for known in ELSEWHERE)


def run(command: str) -> None:
    result = CliRunner().invoke(main, shlex.split(command))
    allowed = {0, 1} if command.startswith(FINDINGS) else {0}
    assert result.exit_code in allowed, f"{command}\n{result.output[-2000:]}\n{result.exception!r}"
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception


def test_the_docs_have_commands_and_what_runs_elsewhere_is_among_them():
    found = commands()
    assert len(found) > 25
    assert {known for known in ELSEWHERE if not any(each.startswith(known) for each in found)} <= {"new"}


@pytest.mark.parametrize("command", [each for each in commands() if each.startswith(QUICK)])
def test_commands_that_only_read_run(command, workplace, monkeypatch):
    monkeypatch.setenv("FINSAM_ROOT", str(workplace))
    run(command)


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    """A root with the books that the docs name, built in the order that a reader would."""
    root = set_up_workplace(tmp_path_factory.mktemp("docs"))
    make_example(["--out", str(root / "data/raw/register-exempel")])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FINSAM_ROOT", str(root))
        for book in ("umearegionen/2016", "exempelforbundet/2024", "exempelforbundet/2025"):
            run(f"build {book}")
        earlier = root / "reports/umearegionen/2016/varden.json"
        shutil.copy(earlier, earlier.with_name("tidigare-varden.json"))
    return root


@pytest.mark.slow
def test_every_other_command_runs(root, monkeypatch, tmp_path):
    monkeypatch.setenv("FINSAM_ROOT", str(root))
    monkeypatch.chdir(root)
    for command in commands():
        if not elsewhere(command) and not command.startswith(QUICK):
            run(command)


@pytest.mark.slow
def test_papermill_and_quarto_lines_run(root, monkeypatch):
    """From the root, as written; Quarto's where it is on PATH."""
    lines = {
        line.strip()
        for page in PAGES
        for block in _BLOCK.findall(page.read_text(encoding="utf-8"))
        for line in block.splitlines()
        if line.startswith("papermill ")
    }
    assert lines
    environment = os.environ | {"FINSAM_ROOT": str(root)}
    for line in sorted(lines):
        arguments = [sys.executable, "-m", *shlex.split(line)]
        done = subprocess.run(
            arguments, cwd=root, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{line}\n{done.stderr[-2000:]}"
