"""The catalogue of messages: it has every code that the library can give a fault, and no other; `explain` and the page of
the docs show it; each page of the docs names codes that it has."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from fault_codes import Source

from finsam.cli import main
from finsam.messages import FOLDER, SUBJECTS, catalogue, subjects

ROOT = Path(__file__).parents[1]
PAGES = sorted((ROOT / "docs").glob("*.md"))

#: Words in the first column of tables under headings about faults that look like codes and are none.
NO_CODES = {"alt", "utf-8"}


@pytest.fixture(scope="module")
def source() -> Source:
    return Source()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


# ---- The catalogue and the source --------------------------------------------------------------------------


def test_every_code_in_the_source_is_written_out(source):
    assert source.unclear == []


def test_the_catalogue_has_the_codes_of_the_source_and_no_other(source):
    known = catalogue()
    uncatalogued = {code: places for code, places in source.codes.items() if code not in known}
    assert uncatalogued == {}, "describe these in finsam/messages/ (docs/messages.md, how to add a code)"
    assert set(known) - set(source.codes) == set(), "nothing gives these codes"


def test_the_source_is_followed_through_helpers_dictionaries_and_classes(source):
    # By an argument of a function, a method of a collector, a dictionary of constants, a class of checks, an f-string's
    # successor, a loop over tuples and a choice between two words.
    known = (
        "answer-repeated",
        "voucher-empty",
        "note-extra",
        "women-men",
        "indicator-unknown",
        "brace-open",
        "word-unknown",
    )
    assert [code for code in known if code not in source.codes] == []
    assert any(place.startswith("sources/sie/vouchers.py") for place in source.codes["voucher-unbalanced"])


def test_codes_are_words_with_hyphens():
    wrong = [code for code in catalogue() if not re.fullmatch(r"[a-z]+(-[a-z]+)*", code)]
    assert wrong == []


def test_each_file_is_a_subject_and_no_code_stands_twice():
    assert {file.stem for file in FOLDER.glob("*.yml")} == set(SUBJECTS)
    codes = [message.code for subject in subjects() for message in subject.messages]
    assert len(codes) == len(set(codes))


def test_no_message_is_explained_by_another_ones_words():
    """A text that two codes share says too little of either, but for what is to be done about a whole subject."""
    causes = [message.cause for message in catalogue().values()]
    assert len(causes) == len(set(causes))


# ---- explain -----------------------------------------------------------------------------------------------


def test_explain_tells_cause_and_remedy():
    told = " ".join(run("explain", "end-before-start").stdout.split())
    assert told.startswith("end-before-start (error): Rows of persons and households")
    assert "so its length would be below zero" in told
    assert told.endswith("What to do: Correct one of the days.")


def test_explain_gives_programs_the_same():
    (found,) = json.loads(run("explain", "women-men", "--json").stdout)
    assert list(found) == ["code", "subject", "severities", "cause", "remedy"]
    assert found["severities"] == ["contradiction", "rounding"]
    assert [each["code"] for each in json.loads(run("explain", "--json").stdout)] == list(catalogue())


def test_explain_lists_every_code_by_subject():
    told = run("explain").stdout
    assert set(catalogue()) <= set(re.findall(r"[a-z]+(?:-[a-z]+)*", told))
    assert [told.index(subject.title) for subject in subjects()] == sorted(
        told.index(subject.title) for subject in subjects()
    )


def test_a_misspelt_code_is_wrong_usage_and_the_nearest_is_named():
    result = run("explain", "collumn-missing")
    assert result.exit_code == 2
    assert "message-unknown" in result.stderr and "'column-missing'" in result.stderr


# ---- Where messages are told -------------------------------------------------------------------------------


def test_faults_end_with_where_to_learn_more(repository):
    repository.raw("deltagare.csv", "insats,matt,totalt\nMatcha,nya,tolv\n")
    assert run("check", "prov/2020").stderr.endswith(
        "\npython -m finsam explain number-unreadable tells more.\n"
    )
    repository.raw("deltagare.csv", "insats,matt,totalt\nMatcha,nyy,tolv\n")
    assert run("check", "prov/2020").stderr.endswith("\npython -m finsam explain CODE tells more of each.\n")
    assert "explain" not in run("check", "prov/2020", "--json").output


def test_notes_alone_need_no_explanation(repository):
    repository.raw("deltagare.csv", "insats,matt,totalt\nMatcha,antal_totalt,12\n")
    repository.write("params/prov/2020/texter/deltagare.md", "Tre av 77 var nöjda.\n")
    result = run("check", "prov/2020")
    assert "note digit-by-hand" in result.stdout
    assert (result.exit_code, result.stderr) == (0, "")


# ---- The docs ----------------------------------------------------------------------------------------------


def test_the_page_of_messages_is_what_the_script_makes():
    spec = importlib.util.spec_from_file_location("make_messages", ROOT / "docs/make_messages.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    page = (ROOT / "docs/messages.md").read_text(encoding="utf-8")
    assert page == script.page(page), "run python docs/make_messages.py"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_codes_in_tables_of_the_docs_are_in_the_catalogue(page):
    named = set(_codes_in_tables(page.read_text(encoding="utf-8")))
    assert named - set(catalogue()) == set()


def test_tables_of_codes_are_found():
    found = {page.name for page in PAGES if _codes_in_tables(page.read_text(encoding="utf-8"))}
    assert {"ledger.md", "people.md", "fetch.md", "verify.md", "params.md", "texts.md", "effects.md"} <= found


def _codes_in_tables(text: str) -> list[str]:
    """The code words in the first column of the tables whose first heading is Code or `code`."""
    tables = re.findall(r"^\| `?[Cc]ode`? \|.*\n\|[-| ]+\|\n((?:\|.*\n?)+)", text, re.M)
    cells = [row.split("|")[1] for table in tables for row in table.splitlines()]
    return [word for cell in cells for word in re.findall(r"`([^`]+)`", cell) if word not in NO_CODES]
