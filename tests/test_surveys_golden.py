"""The surveys of Vännäs 2017: answers that are rebuilt from the printed n of N give exactly the printed n of N."""

from __future__ import annotations

import csv
from itertools import cycle, islice
from pathlib import Path

from conftest import Repository
from survey_files import read

from finsam.measures.answers import results
from finsam.surveys.definitions import load_surveys

GOLDEN = Path(__file__).parent / "golden/vannas-2017"
SCALES = {"1": "ofta6", "2": "nytta6", "3": "janej"}
#: The printed respondent groups and ours.
GROUPS = {
    "deltagare": "deltagare",
    "personal": "personal",
    "förbundschefer": "forbundschef",
    "ledamöter i styrelsen": "styrelse",
    "ledamöter i kransernas styrgrupp": "krans",
    "ledamöter i plattformernas styrgrupp": "styrgrupp",
}


def rows(name: str) -> list[dict[str, str]]:
    with (GOLDEN / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


TARGETS = {row["indikator_id"]: row for row in rows("socialt_bokslut_mal.csv") if row["typ"] == "enkät"}
PRINTED = [row for row in rows("socialt_bokslut_resultat.csv") if row["indikator_id"] in TARGETS]
#: The words of each scale by step, as they are printed.
WORDS = {scale: [row["svar"] for row in rows("svarsskalor.csv") if row["skala"] == scale] for scale in SCALES}


def definitions() -> str:
    lines = ["grupper: {krans: {namn: Kransens styrgrupp, alias: [ledamöter i kransernas styrgrupp]}"]
    lines[0] += ", styrgrupp: {alias: [ledamöter i plattformernas styrgrupp]}}"
    lines.append("fragor:")
    for id, target in TARGETS.items():
        favourable = [answer.strip().capitalize() for answer in target["gynnsamma_svar"].split(",")]
        nns = f", nns: {target['nns']}" if target["nns"] else ""
        lines.append(
            f"  v{id}: {{text: Indikator {id}, skala: {SCALES[target['skala']]}, gynnsamma: [{', '.join(favourable)}]{nns}}}"
        )
    return "\n".join(lines) + "\n"


def favourable(target: dict[str, str]) -> list[str]:
    """The printed words of the favourable answers."""
    words = WORDS[target["skala"]]
    if target["skala"] == "3":
        return [target["gynnsamma_svar"]]
    return [words[int(step) - 1] for step in target["gynnsamma_svar"].split(",")]


def rebuilt() -> list[str]:
    """An answer a row: n of the favourable words and N - n of the others, in turn."""
    lines = []
    for row in PRINTED:
        target, n, whole = TARGETS[row["indikator_id"]], int(row["n_gynnsamma"]), int(row["n_svarande"])
        good = favourable(target)
        bad = [word for word in WORDS[target["skala"]] if word.casefold() not in [w.casefold() for w in good]]
        for word in [*islice(cycle(good), n), *islice(cycle(bad), whole - n)]:
            lines.append(f"v{row['indikator_id']};{row['respondentgrupp']};{word}")
    return lines


def test_the_printed_surveys_are_the_28_of_the_accounts():
    assert len(TARGETS) == 28 and len(PRINTED) == 34
    assert {row["respondentgrupp"] for row in PRINTED} == set(GROUPS)


def test_answers_give_every_printed_n_of_n(repository: Repository):
    content = "\n".join(["fraga;respondentgrupp;svar", *rebuilt()])
    table, faults = read(repository, content, own=definitions())
    assert faults == []
    assert len(table) == sum(int(row["n_svarande"]) for row in PRINTED)
    found = {
        (result.fraga.removeprefix("v"), result.respondentgrupp): (result.share.n, result.share.N)
        for result in results(table, load_surveys("prov"))
    }
    assert found == {
        (row["indikator_id"], GROUPS[row["respondentgrupp"]]): (
            int(row["n_gynnsamma"]),
            int(row["n_svarande"]),
        )
        for row in PRINTED
    }
    # Looked up in the report by hand: how often, no to discrimination, yes to a contact.
    assert (found["1.4", "deltagare"], found["1.9", "deltagare"], found["3.6", "deltagare"]) == (
        (2, 3),
        (1, 3),
        (3, 3),
    )
