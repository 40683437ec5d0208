"""The attack on everything that the invented förbund publishes: its books of both years and the reports on its kommuner."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import REPOSITORY

from finsam.cli import main
from finsam.paths import root as its_root
from tools.exempelregister.__main__ import main as make_example

pytestmark = pytest.mark.slow

BOOKS = ("exempelforbundet/2024", "exempelforbundet/2025")
MEMBERS = ("9901", "9902", "9903")
HOW = ("--engine", "pandoc")


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result.exit_code, result.output


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    """A repository with every report of the förbund, in all formats."""
    root = tmp_path_factory.mktemp("publicerat")
    for name in ("notebooks", "finsam", "params", "_quarto.yml", "_brand.yml"):
        (root / name).symlink_to(REPOSITORY / name)
    shutil.copytree(REPOSITORY / "data/raw/exempelforbundet", root / "data/raw/exempelforbundet")
    make_example(["--out", str(root / "data/raw/register-exempel"), "--kommuner", ",".join(MEMBERS)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FINSAM_ROOT", str(root))
        patch.setenv("FINSAM_NYCKEL", "nyckel-for-tester-" + 32 * "0")
        for book in BOOKS:
            code, said = run("build", book, *HOW)
            assert code == 0, said
            code, said = run("kommun", "--year", book[-4:], "--only", ",".join(MEMBERS), *HOW)
            assert code == 0, said
        yield root


def test_no_suppressed_figure_is_recomputed(root):
    assert its_root() == root
    code, said = run("attack", "--all")
    told = next(line for line in said.splitlines() if line.startswith("exempelforbundet: "))
    reports, figures, _ = (int(word) for word in told.split() if word.isdigit())
    assert (code, reports) == (0, 8), said
    assert figures > 400, said
    assert told.endswith(" suppressed figures, 0 of them not protected.")


def test_one_published_number_too_many_is_found(root):
    """The attack isn't blind: for each report, one suppressed count of a table that is shown after all is a finding."""
    page = root / "reports/exempelforbundet/2024/deltagare.html"
    text = page.read_text(encoding="utf-8")
    at = text.index("<td", text.index('id="tbl-deltagare-lotsen"'))
    assert ">..<" in text[at:].replace("\n", "")
    page.write_text(text[:at] + text[at:].replace(">..<", ">7<", 1), encoding="utf-8")
    code, said = run("attack", BOOKS[0], "--json")
    page.write_text(text, encoding="utf-8")
    assert code == 1
    assert {each["code"] for each in json.loads(said)} & {"suppressed-recomputed", "suppressed-shown"}
