"""docs/surveys.md says what the code does."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from conftest import REPOSITORY
from survey_files import read

from finsam.surveys.definitions import load_surveys
from finsam.surveys.questions import Context, QuestionEntry, SurveyFile
from finsam.surveys.scales import ScaleEntry

PAGE = (REPOSITORY / "docs/surveys.md").read_text(encoding="utf-8")


def section(heading: str) -> str:
    """The text under a heading, down to the next one of any level."""
    return re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#|\Z)", PAGE, re.M | re.S)[1]


def first_cells(text: str) -> list[str]:
    """The code words in the first column of a table."""
    rows = re.findall(r"^\| (`[^|]+) \|", text, re.M)
    return [word for row in rows for word in re.findall(r"`([^`]+)`", row)]


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.M | re.S)


@pytest.mark.parametrize(
    ("heading", "model"), [("enkater.yml", SurveyFile), ("skalor", ScaleEntry), ("fragor", QuestionEntry)]
)
def test_every_key_is_documented(heading, model):
    assert sorted(set(first_cells(section(heading))) & set(model.model_fields)) == sorted(model.model_fields)


def test_every_column_is_documented():
    assert set(first_cells(section("Other columns"))) | {"fraga", "svar"} == set(get_args(Context))


def test_common_scales_are_those_of_the_file(monkeypatch):
    monkeypatch.setenv("FINSAM_ROOT", str(REPOSITORY))
    surveys, table = load_surveys(None), section("skalor").split("The common scales:")[1]
    assert first_cells(table) == list(surveys.skalor)
    for name, scale in surveys.skalor.items():
        row = next(line for line in table.splitlines() if line.startswith(f"| `{name}`"))
        assert all(word in row for word in scale.svar), name
        favourable = ", ".join(str(answer) for answer in scale.gynnsamma)
        assert row.split("|")[3].strip().startswith(favourable or "none"), name


def test_the_examples_of_answers_are_read_without_a_fault(repository):
    (wide, long), (own,) = blocks("csv"), blocks("yaml")
    table, faults = read(repository, wide, "enkatsvar-a.csv", own)
    assert (faults, len(table)) == ([], 5)
    table, faults = read(repository, long, "enkatsvar-b.csv", own, 2024)
    assert (faults, table["steg"].to_list()) == ([], [4, 5])
    surveys = load_surveys("prov")
    assert surveys.question_names.find("2. Har stödet varit till nytta för dig? *") == "nns-2"
    assert surveys.favourable("livskvalitet") == {8, 9, 10}


def test_every_fault_is_documented_and_there_is_no_other():
    code = "\n".join(
        file.read_text(encoding="utf-8")
        for file in [*(REPOSITORY / "finsam/surveys").glob("*.py"), REPOSITORY / "finsam/measures/answers.py"]
    )
    told = {name for name in re.findall(r'"([a-z]+(?:-[a-z]+)+)"', code) if not name.startswith("nns")}
    told |= {f"{what}-unknown" for what in re.findall(r'entry\.unknown\("(\w+)"', code)}
    documented = set(first_cells(section("Faults"))) - {
        "key-unknown",
        "key-wrong",
        "column-identifies",
        "personal-number",
    }
    assert documented == told - {"file-missing"}
