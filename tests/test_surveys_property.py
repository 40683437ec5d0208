"""Whatever is answered: two shapes of a file hold the same answers, and every answer is counted once."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import REPOSITORY
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from survey_files import OWN

from finsam.measures.answers import results
from finsam.params import Params, load_params
from finsam.sources.grids import read_grids
from finsam.surveys.definitions import load_surveys
from finsam.surveys.questions import Surveys
from finsam.surveys.rows import read_answers

#: What can be answered to each question of survey_files.OWN, with its step; None says nothing.
CAN_BE = {
    "mote": {
        "Aldrig": 1,
        "2": 2,
        "3 - Ibland": 3,
        "Ofta": 4,
        "För det mesta": 5,
        "6. Alltid": 6,
        "Vet ej": None,
    },
    "mal": {"1": 1, "2": 2, "3": 3, "4,0": 4, "instämmer HELT": 5, "Vill inte svara": None},
    "nytta": {"Inte alls": 1, "2": 2, "Till stor del": 4, "6": 6, "Vet ej": None},
    "trakasserad": {"NEJ": 1, "ja": 2, "Vet ej": None},
    "betyg": {str(step): step for step in range(1, 11)},
}
GROUPS = {"personal": ("mote", "mal"), "styrelse": ("mal",), "deltagare": ("nytta", "trakasserad", "betyg")}
GOOD = {"mote": {4, 5, 6}, "mal": {4, 5}, "nytta": {4, 5, 6}, "trakasserad": {1}, "betyg": set()}


@st.composite
def respondents(draw) -> list[tuple]:
    """Group, occasion, insats, period and the texts of the answers by question."""
    found = []
    for _ in range(draw(st.integers(1, 12))):
        group = draw(st.sampled_from(list(GROUPS)))
        texts = {id: draw(st.sampled_from([*CAN_BE[id], ""])) for id in GROUPS[group]}
        if not any(texts.values()):
            texts[GROUPS[group][0]] = draw(st.sampled_from(list(CAN_BE[GROUPS[group][0]])))
        where = [
            draw(st.sampled_from(words))
            for words in (("", "under"), ("", "Unga", "Torget"), ("", "2019", "2020-H2"))
        ]
        found.append((group, *where, texts))
    return found


class Place(NamedTuple):
    root: Path
    surveys: Surveys
    params: Params


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    root = tmp_path_factory.mktemp("surveys")
    (root / "params").mkdir()
    (root / "params/register").symlink_to(REPOSITORY / "params/register")
    (root / "params/enkater.yml").symlink_to(REPOSITORY / "params/enkater.yml")
    (root / "params/prov").mkdir()
    (root / "params/prov/enkater.yml").write_text(OWN, encoding="utf-8")
    insatser = "insatser:\n  - {namn: Ungdomstorget, alias: [Torget], plattform: Unga}\n"
    (root / "params/prov/forbund.yml").write_text(f"namn: N\nkort: N\n{insatser}", encoding="utf-8")
    (root / "params/prov/2020.yml").write_text("slag: arsredovisning\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("FINSAM_ROOT", str(root))
        yield Place(root, load_surveys("prov"), load_params("prov", 2020))


def answers_of(place: Place, lines: list[list[str]]):
    file = place.root / "enkatsvar.csv"
    file.write_text("\n".join(";".join(line) for line in lines), encoding="utf-8")
    (grid,) = read_grids(file)
    table, faults = read_answers(grid, place.surveys, place.params, 2020)
    assert faults == []
    return table


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(respondents())
def test_one_row_a_respondent_and_one_row_an_answer_are_the_same(place, asked):
    context = ["svarande", "respondentgrupp", "tillfalle", "insats", "period"]
    wide, long = [[*context, *CAN_BE]], [[*context, "fraga", "svar"]]
    for number, (*where, texts) in enumerate(asked):
        row = [f"p{number}", *where]
        wide.append([*row, *(texts.get(id, "") for id in CAN_BE)])
        long += [[*row, id, texts[id]] for id in CAN_BE if texts.get(id)]
    place_columns = ["fil", "blad", "radnr", "rubrik_i_fil"]
    first, second = (answers_of(place, lines).drop(columns=place_columns) for lines in (wide, long))
    assert first.to_dict("list") == second.to_dict("list")
    assert len(first) == sum(bool(text) for *_, texts in asked for text in texts.values())


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(respondents())
def test_every_answer_is_counted_once_on_its_step(place, asked):
    context = ["respondentgrupp", "tillfalle", "insats", "period"]
    lines = [[*context, *CAN_BE]]
    lines += [[*where, *(texts.get(id, "") for id in CAN_BE)] for *where, texts in asked]
    table, surveys = answers_of(place, lines), place.surveys
    told = [(id, group, CAN_BE[id][text]) for group, *_, texts in asked for id, text in texts.items() if text]
    for by in ([], ["tillfalle"], ["insats", "period"], ["tillfalle", "insats", "period"]):
        found = results(table, surveys, by)
        for id, group in {(id, group) for id, group, _ in told}:
            steps = [step for of, who, step in told if (of, who) == (id, group)]
            parts = [result for result in found if (result.fraga, result.respondentgrupp) == (id, group)]
            known = [step for step in steps if step is not None]
            assert sum(result.N for result in parts) == len(known)
            assert sum(result.utan_svar for result in parts) == len(steps) - len(known)
            for step in surveys.scale(id).steps:
                assert sum(result.counts[step] for result in parts) == known.count(step)
            if GOOD[id]:
                assert sum(result.favourable for result in parts) == sum(step in GOOD[id] for step in known)
            else:
                assert {result.favourable for result in parts} == {None}
            if id == "trakasserad":
                assert {result.mean for result in parts} == {None}, "ja and nej have no mean"
            else:
                assert sum(result.mean * result.N for result in parts if result.N) == pytest.approx(
                    sum(known)
                )
    favourable = table["gynnsam"].fillna(False).groupby([table["fraga"], table["respondentgrupp"]]).sum()
    for result in results(table, surveys):
        assert favourable[result.fraga, result.respondentgrupp] == (result.favourable or 0)
