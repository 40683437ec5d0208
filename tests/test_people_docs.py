"""docs/people.md says what the code does."""

from __future__ import annotations

import re

import pytest
from conftest import REPOSITORY
from ruamel.yaml import YAML

from finsam.people.definitions import OF_FOLLOWED, OF_SPELLS, People, load_people
from finsam.people.followup import followed_faults
from finsam.people.rows import read_followed, read_spells, spell_faults
from finsam.sources.grids import read_grids

PAGE = (REPOSITORY / "docs/people.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.M | re.S)


def section(heading: str) -> str:
    """The text under a heading, until the next one of the same level."""
    text = re.sub(r"^```.*?^```$", "", PAGE, flags=re.M | re.S)
    level = re.search(rf"^(#+) {re.escape(heading)}$", text, re.M)[1]
    end = rf"(?=^#{{1,{len(level)}}} |\Z)"
    return re.search(rf"^{level} {re.escape(heading)}\n(.*?){end}", text, re.M | re.S)[1]


def code_words(heading: str) -> list[str]:
    """The code words in the first column of the tables of a section."""
    cells = re.findall(r"^\| (`.*?) \|", section(heading), re.M)
    return [word for cell in cells for word in re.findall(r"`([^`]+)`", cell)]


@pytest.mark.parametrize(
    ("heading", "columns"), [("personer", OF_SPELLS), ("personuppfoljning", OF_FOLLOWED)]
)
def test_every_column_is_documented(heading, columns):
    assert sorted(code_words(heading)) == sorted(columns)


def test_every_key_of_the_params_is_documented_and_in_the_example():
    assert sorted(code_words("personer.yml")) == sorted(People.model_fields)
    (example,) = blocks("yaml")
    assert set(YAML(typ="safe").load(example)) == set(People.model_fields)


def test_the_example_of_params_stands_beside_the_common_file(repository):
    repository.write("params/prov/personer.yml", blocks("yaml")[0])
    people = load_people("prov")
    assert people.words("orsaker")["folkhögskola"] == "Folkhögskola"
    assert people.words("orsaker")["beredskapsjobb"] == "Beredskapsjobb"
    assert people.words("orsaker")["komvux"] == "Studier"
    assert people.words("utbildning")["yrkeshögskola"] == "Yrkeshögskola"


def test_the_examples_of_rows_are_read_without_a_fault(repository):
    persons, answers = blocks("csv")
    (grid,) = read_grids(repository.raw("personer.csv", persons))
    spells, faults = read_spells(grid, load_people("prov"), repository.params())
    assert [*faults, *spell_faults(spells)] == []
    assert spells["avslut"].tolist() == ["arbete", "", "avbrott"]
    (grid,) = read_grids(repository.raw("personuppfoljning.csv", answers))
    followed, faults = read_followed(grid, load_people("prov"), repository.params())
    assert (followed["i_arbete"].tolist(), faults) == (["ja", "", "nej"], [])
    assert {fault.code for fault in followed_faults(followed, spells, repository.params())} == {
        "person-unknown"
    }


def test_every_fault_code_is_documented():
    """And none that isn't told: codes of other inputs are told by the reader of files, of keys, of YAML and of params."""
    files = [*(REPOSITORY / "finsam/people").glob("*.py"), REPOSITORY / "finsam/tables/definitions.py"]
    code = "\n".join(file.read_text(encoding="utf-8") for file in files)
    told = set(re.findall(r'Fault\(\s*"([a-z-]+)"', code))
    elsewhere = {
        "row-too-long",
        "column-identifies",
        "personal-number",
        "key-rounded",
        "cell-without-value",
        "key-unknown",
        "key-missing",
        "key-wrong",
    }
    assert set(code_words("Faults")) - elsewhere == told - {"file-missing"}
