"""Mangled files end with a clean result or a message of a known code: never a traceback, a hang, a lost row or half an output."""

from __future__ import annotations

import re
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tools.fuzz import read
from tools.fuzz.mutate import OF_KIND
from tools.fuzz.read import outcome
from tools.fuzz.run import mangled, run, spread
from tools.fuzz.seeds import Seed, workplace
from tools.fuzz.workbooks import packed, parts_of

#: Cases of the ordinary form; the nightly one, `make fuzz`, has 10,000.
CASES = 200


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> tuple[Path, list[Seed]]:
    root = tmp_path_factory.mktemp("fuzz")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FINSAM_ROOT", str(root))
        yield root, workplace(root)


@pytest.fixture(autouse=True)
def at_place(place, monkeypatch):
    monkeypatch.setenv("FINSAM_ROOT", str(place[0]))


def seed_of(seeds: list[Seed], path: str) -> Seed:
    return next(seed for seed in seeds if seed.path == path)


def test_every_kind_of_input_of_the_example_books_is_mangled(place):
    _, seeds = place
    assert {seed.kind for seed in seeds} == set(OF_KIND)
    delivered = {Path(seed.path).name for seed in seeds}
    assert {"bokforing-2024.se", "personer-2024.csv", "bokslut.xlsx", "forbund.yml", "tabell.px"} <= delivered


def test_some_hundred_cases_end_as_they_should(place):
    root, seeds = place
    tally = run(root, spread(seeds, CASES))
    assert tally.wrong == []
    assert tally.cases.total() == CASES
    assert tally.clean.total() < CASES
    assert len(tally.codes) > 20


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_tables_mangled_by_hypothesis(place, data):
    root, seeds = place
    tables = [seed for seed in seeds if seed.kind in ("csv", "xlsx") and seed.path.startswith("data/")]
    seed = data.draw(st.sampled_from(tables), "file")
    number = data.draw(st.integers(0, 10**6), "seed")
    assert outcome(root, seed, mangled(seed, number)).wrong == ""


def test_a_case_is_the_same_whenever_it_is_run(place):
    _, seeds = place
    for seed in seeds:
        assert mangled(seed, 7) == mangled(seed, 7)
    different = Counter(mangled(seeds[0], number) for number in range(20))
    assert len(different) > 10


# ---- The harness sees what it looks for ----------------------------------------------------------------------------


BUDGET = "data/raw/exempelforbundet/2024/budget.csv"


@pytest.mark.mistake
@pytest.mark.parametrize(
    ("broken", "wrong"),
    [
        (lambda file, with_rows: 1 / 0, "traceback"),
        (lambda file, with_rows: time.sleep(30), "hangs"),
    ],
)
def test_a_traceback_and_a_hang_are_told(place, monkeypatch, broken, wrong):
    root, seeds = place
    monkeypatch.setattr(read, "SECONDS", 1)
    monkeypatch.setattr("finsam.inspection.inspect", broken)
    seed = seed_of(seeds, BUDGET)
    assert outcome(root, seed, seed.content).wrong.startswith(wrong)
    assert (root / BUDGET).read_bytes() == seed.content


def test_a_row_that_is_lost_in_silence_is_told(place, monkeypatch):
    from finsam import inspection

    root, seeds = place
    whole = inspection.tidy
    monkeypatch.setattr(inspection, "tidy", lambda *of: (whole(*of)[0].iloc[1:], whole(*of)[1]))
    seed = seed_of(seeds, BUDGET)
    assert outcome(root, seed, seed.content).wrong.startswith("rows lost in silence")


def test_a_code_that_is_not_in_the_catalogue_is_told(place, monkeypatch):
    root, seeds = place
    seed = seed_of(seeds, BUDGET)
    monkeypatch.setattr(read, "catalogue", lambda: {})
    assert "table-read" in outcome(root, seed, seed.content).wrong


# ---- What it has found ----------------------------------------------------------------------------------------------


def test_a_row_of_a_survey_without_an_answer_is_told(place):
    root, seeds = place
    seed = seed_of(seeds, "data/raw/exempelforbundet/2024/enkatsvar-ledning.csv")
    content = re.sub(rb";[0-9]+\r?\n", b";\n", seed.content, count=1)
    found = outcome(root, seed, content)
    assert (found.wrong, "answer-skipped" in found.codes) == ("", True)


@pytest.mark.parametrize(
    ("path", "content", "code"),
    [
        (
            "params/register/omraden-exempel.geojson",
            '{"features": [{"properties": {}}]}',
            "shapes-unreadable",
        ),
        ("params/register/omraden-exempel.geojson", "[]", "shapes-unreadable"),
        ("params/register/omraden.csv", "kod,namn\n00,Riket\n", "areas-unreadable"),
        ("params/register/omraden.csv", "kod,namn,kort\nx,Riket,Riket\n", "areas-unreadable"),
    ],
)
def test_a_broken_file_of_the_repository_is_told(place, path, content, code):
    root, seeds = place
    found = outcome(root, seed_of(seeds, path), content.encode())
    assert (found.wrong, found.codes) == ("", {code})


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/_rels/workbook.xml.rels", b"Target=", b"Goal="),
        ("xl/workbook.xml", b"r:id=", b"r:no="),
        ("xl/workbook.xml", b"<workbook", b'<?xml version="1.0" encoding="http"?><workbook'),
    ],
)
def test_a_workbook_whose_parts_cannot_be_read(place, part, old, new):
    root, seeds = place
    seed = seed_of(seeds, "data/raw/umearegionen/2016/bokslut.xlsx")
    parts = parts_of(seed.content)
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    found = outcome(root, seed, packed(parts))
    assert (found.wrong, found.codes) == ("", {"file-unreadable"})


def test_a_version_of_zip_that_nobody_knows(place):
    root, seeds = place
    seed = seed_of(seeds, "data/raw/umearegionen/2016/bokslut.xlsx")
    at = seed.content.index(b"PK\1\2") + 6
    content = seed.content[:at] + b"\x7c" + seed.content[at + 1 :]
    found = outcome(root, seed, content)
    assert (found.wrong, found.codes) == ("", {"file-unreadable"})


def test_a_unit_in_the_title_that_refuses_a_table_is_told_of_all_its_rows(place):
    root, seeds = place
    seed = seed_of(seeds, "data/raw/umearegionen/2018/flerarsbudget.csv")
    assert outcome(root, seed, b"12 kr\n" + seed.content).wrong == ""
