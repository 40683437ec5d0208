"""Scales, questions and groups: two files as one, and everything in them that doesn't hold together."""

from __future__ import annotations

import pytest
from conftest import REPOSITORY, where

from finsam.faults import Faults
from finsam.surveys.definitions import load_surveys


def faults(repository, text: str):
    repository.write("params/prov/enkater.yml", text)
    with pytest.raises(Faults) as told:
        load_surveys("prov")
    return told.value.faults


def test_what_all_have_in_common_holds_together(monkeypatch):
    monkeypatch.setenv("FINSAM_ROOT", str(REPOSITORY))
    surveys = load_surveys(None)
    assert {name: (scale.steps[0], scale.steps[-1]) for name, scale in surveys.skalor.items()} == {
        "instammer5": (1, 5),
        "ofta6": (1, 6),
        "nytta6": (1, 6),
        "janej": (1, 2),
        "betyg10": (1, 10),
    }
    assert [surveys.skalor["janej"].word(step) for step in (1, 2)] == ["Nej", "Ja"]
    assert surveys.favourable("nns-1") == {4, 5} and surveys.neutral("nns-1") == {3}
    assert surveys.favourable("bemotande") == {4, 5, 6} and surveys.neutral("bemotande") == set()
    assert surveys.favourable("diskriminering") == {1}, "No is the favourable answer"
    assert surveys.favourable("livskvalitet") == set(), "nothing says which grades are good"


def test_a_forbund_changes_one_key_of_an_entry_and_keeps_the_others(repository):
    before = load_surveys("prov")
    repository.write(
        "params/prov/enkater.yml",
        """
        skalor:
          betyg10: {gynnsamma: [8, 9, 10]}
          ofta6: {alias: {Då och då: 3}}
        fragor:
          nns-2: {alias: [Stödet var bra, Stödet hjälpte]}
          bemotande: {kort: Bemötandet, alias: [Bemött]}
        utan_svar: [Minns inte]
        bortse_fran: [IP-adress]
        kolumner: {svarande: [Löpnummer]}
        """,
    )
    after = load_surveys("prov")
    assert after.favourable("livskvalitet") == {8, 9, 10}
    assert after.skalor["betyg10"].steps == before.skalor["betyg10"].steps
    assert after.skalor["ofta6"].step("då  och då") == 3 and after.skalor["ofta6"].step("Alltid") == 6
    assert after.fragor["nns-2"].alias == ("Stödet var bra", "Stödet hjälpte")
    assert after.fragor["nns-2"].text == before.fragor["nns-2"].text
    assert after.fragor["bemotande"].kort == "Bemötandet" and after.fragor["bemotande"].skala == "ofta6"
    assert set(before.utan_svar) < set(after.utan_svar) and "Minns inte" in after.utan_svar
    assert set(before.bortse_fran) < set(after.bortse_fran)
    assert after.kolumner["svarande"] == ("Löpnummer",)


def test_a_question_has_its_own_favourable_answers_or_none(repository):
    text = "fragor: {a: {text: A, skala: instammer5, gynnsamma: [3, 4, 5]}, b: {text: B, skala: ofta6, gynnsamma: []}}"
    repository.write("params/prov/enkater.yml", text)
    surveys = load_surveys("prov")
    assert (surveys.favourable("a"), surveys.neutral("a")) == ({3, 4, 5}, set()), "favourable is not neutral"
    assert surveys.favourable("b") == set(), "the scale's own are not wanted"


def test_a_forbund_adds_scales_questions_groups_and_indicators_of_its_own(repository):
    repository.write(
        "params/prov/enkater.yml",
        """
        skalor:
          lagom: {namn: lagom, svar: {För lite: 1, Lagom: 2, För mycket: 3}, gynnsamma: [Lagom]}
        grupper:
          krans: {namn: Kransens styrgrupp, alias: [Kransstyrgrupp]}
          styrelse: {alias: [Ledamot]}
        indikatorer:
          E1: {kort: Mötena}
        fragor:
          moten: {text: Hur många möten är det?, skala: lagom, grupper: [krans, styrelse], indikator: E1, nns: 14}
        """,
    )
    surveys = load_surveys("prov")
    assert surveys.favourable("moten") == {2}
    assert surveys.group("krans") == "Kransens styrgrupp" and surveys.group("styrelse") == "Styrelse"
    names = ("kransstyrgrupp", "LEDAMOT", "Ledamöter i styrelsen")
    assert [surveys.group_names.exact(name) for name in names] == ["krans", "styrelse", "styrelse"]
    assert surveys.fragor["moten"].nns == "14" and surveys.fragor["moten"].label == "Hur många möten är det?"


QUESTION = "fragor: {a: {text: Fråga a, skala: ofta6, %s}}"
SCALE = "skalor: {s: {namn: s, svar: {Låg: 1, Hög: 2}, %s}}"


@pytest.mark.parametrize(
    ("text", "code", "key", "value"),
    [
        (QUESTION % "gynnsamma: [6, 7]", "step-unknown", "fragor.a.gynnsamma", "7"),
        (QUESTION % "gynnsamma: [Altid]", "step-unknown", "fragor.a.gynnsamma", "Altid"),
        (QUESTION % "grupper: [personel]", "group-unknown", "fragor.a.grupper", "personel"),
        (QUESTION % "nns: 16", "indicator-unknown", "fragor.a.nns", "16"),
        (QUESTION % "indikator: E1", "indicator-unknown", "fragor.a.indikator", "E1"),
        (QUESTION % "alias: [bemotande]", "alias-twice", "fragor.a", "bemotande"),
        (QUESTION % "alias: [Blir du väl bemött  i insatsen?]", "alias-twice", "fragor.a", "Blir du väl bemött  i insatsen?"),
        (QUESTION % "alias: [insats]", "alias-twice", "fragor.a", "insats"),
        (QUESTION % "tillfallen: [ibland]", "key-wrong", "fragor.a.tillfallen.0", "ibland"),
        ("fragor: {a: {text: Fråga a, skala: ofta7}}", "scale-unknown", "fragor.a.skala", "ofta7"),
        ("fragor: {a: {skala: ofta6}}", "key-missing", "fragor.a.text", None),
        ("fragor: {nns-27: {text: Fråga, skala: ofta6}}", "point-unknown", "fragor.nns-27", "nns-27"),
        ("kolumner: {insats: [Blir du väl bemött i insatsen?]}", "alias-twice", "kolumner.insats", "Blir du väl bemött i insatsen?"),
        ("kolumner: {insats: [Var?], period: [var?]}", "alias-twice", "kolumner.period", "var?"),
        ("grupper: {krans: {alias: [Medarbetare]}}", "alias-twice", "grupper.krans", "Medarbetare"),
        (SCALE % "gynnsamma: [3]", "step-unknown", "skalor.s.gynnsamma", "3"),
        (SCALE % "neutrala: [Mitt]", "step-unknown", "skalor.s.neutrala", "Mitt"),
        (SCALE % "alias: {Mitt: 3}", "step-unknown", "skalor.s.alias.Mitt", "3"),
        (SCALE % "alias: {hög: 1}", "word-twice", "skalor.s", "hög"),
        (SCALE % "utan_svar: [LÅG]", "word-twice", "skalor.s", "LÅG"),
        (SCALE % "gynnsamma: [Hög], neutrala: [2]", "step-twice", "skalor.s.neutrala", "2"),
        (SCALE % "fran: 1", "scale-short", "skalor.s", ""),
        (SCALE % "fran: 2, till: 3", "step-unknown", "skalor.s.svar.Låg", "1"),
        ("skalor: {s: {namn: s, svar: {Låg: 1, Lägst: 1, Hög: 2}}}", "step-twice", "skalor.s.svar", "1"),
        ("skalor: {s: {namn: s, svar: {Hög: 2}}}", "scale-short", "skalor.s", ""),
        ("skalor: {s: {svar: {Låg: 1, Hög: 2}}}", "key-missing", "skalor.s.namn", None),
        ("skalar: {}", "key-unknown", "skalar", None),
    ],
)  # fmt: skip
def test_what_does_not_hold_together_is_told_with_file_and_key(repository, text, code, key, value):
    (fault,) = faults(repository, text)
    place = where(fault)
    assert (fault.code, place.file, place.column, place.value) == (
        code,
        "params/prov/enkater.yml",
        key,
        value,
    )


def test_the_nearest_known_word_is_named(repository):
    scale, answer = faults(
        repository, "fragor: {a: {text: A, skala: ofta}, b: {text: B, skala: ofta6, gynnsamma: [Altid]}}"
    )
    assert "Did you mean 'ofta6'?" in scale.message
    assert "Did you mean 'Alltid'?" in answer.message


def test_all_faults_are_told_at_once_and_with_the_file_they_stand_in(repository):
    common = repository.root / "params/enkater.yml"
    common.write_text(common.read_text().replace("skala: janej", "skala: janejj"))
    found = faults(repository, "fragor: {a: {text: A, skala: x}}\nskalor: {s: {namn: s}}")
    places = [(fault.code, where(fault).file, where(fault).column) for fault in found]
    assert sorted(places) == [
        ("scale-short", "params/prov/enkater.yml", "skalor.s"),
        ("scale-unknown", "params/enkater.yml", "fragor.diskriminering.skala"),
        ("scale-unknown", "params/prov/enkater.yml", "fragor.a.skala"),
    ]


def test_without_the_common_file_nothing_is_guessed(repository):
    (repository.root / "params/enkater.yml").unlink()
    with pytest.raises(Faults, match=r"file-missing.*\n  params/enkater\.yml"):
        load_surveys("prov")
