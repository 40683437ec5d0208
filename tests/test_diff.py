"""What numbers are others than in the build before, in another year, or in another book."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from finsam.build import build
from finsam.cli import main

TABLE = (
    "insats;matt;kvinnor;man;totalt\nMatcha;avslutade;6;10;16\nMatcha;arbete;3;5;8\nMatcha;studier;1;1;2\n"
)


def run(*arguments: str):
    return CliRunner().invoke(main, list(arguments))


@pytest.fixture
def book(repository):
    repository.year("kapitel: [index, deltagare, avstamning]\n")
    repository.raw("deltagare.csv", TABLE)
    build("prov", 2020, ("html",), "pandoc")
    return repository


def changed(book) -> None:
    book.raw("deltagare.csv", TABLE.replace("3;5;8", "4;5;9"))
    build("prov", 2020, ("html",), "pandoc")


def test_a_report_against_itself_has_no_differences(book):
    result = run("diff", "prov/2020", "prov/2020")
    assert result.exit_code == 0


def test_a_corrected_report_tells_what_it_changed_and_nothing_else(book):
    changed(book)
    result = run("diff", "prov/2020", "--json")
    assert result.exit_code == 1
    text = result.output
    for name in (
        "deltagare.matcha.arbete",
        "deltagare.matcha.arbete.kvinnor",
        "deltagare.matcha.andel_arbete",
    ):
        assert f'"{name}"' in text
    for name in ("deltagare.matcha.studier", "deltagare.matcha.arbete.man", "deltagare.matcha.avslutade"):
        assert f'"{name}"' not in text


def test_the_page_of_a_difference_stands_on_its_own(book, tmp_path):
    changed(book)
    page = tmp_path / "skillnad.html"
    assert run("diff", "prov/2020", "--html", str(page)).exit_code == 1
    text = page.read_text(encoding="utf-8")
    assert '<html lang="sv' in text
    assert "src=" not in text and "http://" not in text


def test_a_report_that_is_built_again_without_a_change_keeps_what_it_differed_from(book):
    changed(book)
    build("prov", 2020, ("html",), "pandoc")
    assert run("diff", "prov/2020").exit_code == 1


def test_a_value_that_comes_or_goes_is_told(book):
    book.raw("deltagare.csv", TABLE.replace("Matcha;studier;1;1;2\n", "Matcha;avbrott;1;1;2\n"))
    build("prov", 2020, ("html",), "pandoc")
    told = json.dumps(json.loads(run("diff", "prov/2020", "--json").output), ensure_ascii=False)
    assert "deltagare.matcha.studier" in told
    assert "deltagare.matcha.avbrott" in told


def test_what_is_no_report_is_wrong_usage(book):
    assert run("diff", "prov/2020", "prov/2099").exit_code == 2
