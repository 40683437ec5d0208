"""params/personer.yml: what real lists say is understood, a förbund adds its own, and nothing has two meanings."""

from __future__ import annotations

import csv

import pytest
from conftest import REPOSITORY, where

from finsam.faults import Faults
from finsam.people.definitions import load_people
from finsam.tables.definitions import plain


@pytest.fixture(scope="module")
def common():
    return load_people(None)


# ---- The common file -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "reason", "exit"),
    [
        ("Arbete", "Arbete", "arbete"),
        ("till  ARBETE ", "Arbete", "arbete"),
        ("Lönebidrag", "Arbete med lönestöd", "arbete"),
        ("Nystartsjobb", "Arbete med lönestöd", "arbete"),
        ("Eget företag", "Eget företagande", "arbete"),
        ("Komvux", "Studier", "studier"),
        ("Jobb- och utvecklingsgarantin", "Arbetsmarknadspolitiskt program", "annat_positivt_avslut"),
        ("medicinsk rehabilitering", "Annan rehabilitering", "annat_positivt_avslut"),
        ("annan behovsanpassad lösning", "Annan insats", "annat_positivt_avslut"),
        ("Sjukersättning", "Sjukersättning", "annat_positivt_avslut"),
        ("Daglig verksamhet", "Daglig verksamhet", "annat_positivt_avslut"),
        ("Flytt", "Avbrott, flytt", "avbrott"),
        ("Avliden", "Avbrott, avliden", "avbrott"),
        ("Egen begäran", "Avbrott, eget val", "avbrott"),
        ("Övriga avbrott", "Avbrott, annan orsak", "avbrott"),
    ],
)
def test_reasons_for_ending(common, text, reason, exit):
    assert common.words("orsaker")[plain(text)] == reason
    assert common.orsaker[reason].avslut == exit


@pytest.mark.parametrize(
    ("text", "support", "group"),
    [
        ("Sjukpenning/Rehabpenning", "Sjukpenning", "Ohälsa"),
        ("rehabiliteringspenning", "Sjukpenning", "Ohälsa"),
        ("Utvecklingsersättning", "Aktivitetsstöd", "Arbetsmarknadsstöd"),
        ("Etableringstillägg", "Etableringsersättning", "Arbetsmarknadsstöd"),
        ("Ekonomiskt bistånd", "Försörjningsstöd", "Ekonomiskt bistånd"),
        ("Studiestöd/Studiemedel", "Studiestöd", "Studier"),
        ("Inkomst av arbete", "Lön", "Arbete"),
        ("Ingen offentlig ersättning", "Ingen offentlig försörjning", "Ingen offentlig försörjning"),
    ],
)
def test_kinds_of_support_are_in_the_groups_of_the_national_statistics(common, text, support, group):
    assert common.words("forsorjning")[text.casefold()] == support
    assert common.forsorjning[support].grupp == group


@pytest.mark.parametrize(
    ("file", "of"), [("bakgrund-forsorjning.csv", "forsorjning"), ("bakgrund-utbildning.csv", "utbildning")]
)
def test_what_a_real_report_counts_is_understood(common, file, of):
    with (REPOSITORY / "data/raw/vannas/2017" / file).open(encoding="utf-8-sig", newline="") as rows:
        categories = {row["kategori"].casefold() for row in csv.DictReader(rows)} - {"totalt"}
    assert categories <= common.words(of).keys() | common.not_told
    assert len(categories & common.words(of).keys()) >= 3


@pytest.mark.parametrize(
    ("age", "group"),
    [(15, "Under 16 år"), (16, "16–24 år"), (24, "16–24 år"), (25, "25–29 år"), (29, "25–29 år"),
     (30, "30–44 år"), (64, "45–64 år"), (65, "65 år och äldre"), (99, "65 år och äldre")],
)  # fmt: skip
def test_age_groups(common, age, group):
    assert common.age_group(age) == group


@pytest.mark.parametrize(
    ("years", "group"),
    [(0, "Högst 1 år"), (1, "Högst 1 år"), (1.1, "Mer än 1, högst 2 år"), (2, "Mer än 1, högst 2 år"),
     (4.5, "Mer än 3, högst 5 år"), (10, "Mer än 5, högst 10 år"), (10.5, "Mer än 10 år")],
)  # fmt: skip
def test_groups_of_years_in_support(common, years, group):
    assert common.years_group(years) == group


def test_groups_stand_in_order(common):
    assert common.age_groups() == [
        "Under 16 år", "16–24 år", "25–29 år", "30–44 år", "45–64 år", "65 år och äldre",
    ]  # fmt: skip
    assert common.years_groups()[0] == "Högst 1 år"
    assert common.years_groups()[-1] == "Mer än 10 år"
    assert len(common.years_groups()) == 6


# ---- A förbund's own file --------------------------------------------------------------------------------


@pytest.fixture
def own(repository):
    """Writes params/prov/personer.yml and reads it beside the common file."""

    def load(text: str):
        repository.write("params/prov/personer.yml", text)
        return load_people("prov")

    return load


@pytest.fixture
def faults(own):
    def told(text: str):
        with pytest.raises(Faults) as error:
            own(text)
        return list(error.value.faults)

    return told


def test_a_forbund_without_a_file_has_the_common_definitions(repository):
    assert load_people("prov") == load_people(None)


def test_entries_are_added_after_the_common_ones(own):
    people = own("orsaker: {Jobbspår: {avslut: studier, alias: [JS]}}\n")
    assert list(people.orsaker)[-1] == "Jobbspår"
    assert people.words("orsaker")["js"] == "Jobbspår"
    assert people.words("orsaker")["komvux"] == "Studier"


def test_an_entry_of_the_same_name_stands_in_place_of_the_common_one(own):
    people = own("orsaker: {Studier: {avslut: annat_positivt_avslut, alias: [Läser]}}\n")
    assert people.orsaker["Studier"].avslut == "annat_positivt_avslut"
    assert "komvux" not in people.words("orsaker")
    assert people.words("orsaker")["läser"] == "Studier"


def test_headings_are_replaced_by_column_and_lists_are_added_to(own):
    people = own("kolumner: {kon: [Juridiskt kön]}\nolasta_kolumner: [Handläggare]\nuppgift_saknas: ['?']\n")
    headings = people.headings(("kon", "start"))
    assert headings == headings | {"juridiskt kön": "kon", "kon": "kon", "startdatum": "start"}
    assert "kön" not in headings
    assert people.olasta_kolumner == ("Handläggare",)
    assert {"?", "uppgift saknas", ""} <= people.not_told


def test_bounds_are_replaced(own):
    people = own("aldersgrupper: [18, 19, 30]\nar_grupper: [0.5, 2]\nfran_ar: 2021\n")
    assert people.age_groups() == ["Under 18 år", "18 år", "19–29 år", "30 år och äldre"]
    assert people.years_groups() == ["Högst 0,5 år", "Mer än 0,5, högst 2 år", "Mer än 2 år"]
    assert people.fran_ar == 2021


@pytest.mark.parametrize(
    ("text", "code", "line", "column", "value"),
    [
        ("orsaker:\n  Jobb: {avslut: arbet}\n", "key-wrong", 2, "orsaker.Jobb.avslut", "arbet"),
        ("orsaker:\n  Jobb: {alias: [X]}\n", "key-missing", 2, "orsaker.Jobb.avslut", None),
        ("\naldersgrupper: [30, 25]\n", "key-wrong", 2, "aldersgrupper", "[30, 25]"),
        ("aldersgrupper: [25, 25]\n", "key-wrong", 1, "aldersgrupper", "[25, 25]"),
        ("ar_grupper: []\n", "key-wrong", 1, "ar_grupper", "[]"),
        ("kolumner: {namn: [Namn]}\n", "key-wrong", 1, "kolumner.namn", "namn"),
        ("forsorjning: {Bidrag: {}}\n", "key-missing", 1, "forsorjning.Bidrag.grupp", None),
        ("fran_ar: 1890\n", "key-wrong", 1, "fran_ar", "1890"),
        ("orsak: {}\n", "key-unknown", 1, "orsak", None),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_key(faults, text, code, line, column, value):
    (fault,) = faults(text)
    place = where(fault)
    assert (fault.code, place.file) == (code, "params/prov/personer.yml")
    assert (place.row, place.column, place.value) == (line, column, value)


def test_an_unknown_exit_is_told_with_the_nearest(faults):
    (fault,) = faults("orsaker: {Jobb: {avslut: arbet}}\n")
    assert "'arbete'" in fault.message
    assert "annat_positivt_avslut" in fault.expected


@pytest.mark.parametrize(
    ("text", "of", "spelling", "name", "still"),
    [
        ("orsaker: {Jobb: {avslut: arbete, alias: [KOMVUX]}}\n", "orsaker", "komvux", "Jobb", "högskola"),
        ("forsorjning: {CSN: {grupp: Studier}}\n", "forsorjning", "csn", "CSN", "studiemedel"),
    ],
)
def test_a_spelling_of_its_own_is_taken_from_the_common_entry(own, text, of, spelling, name, still):
    words = own(text).words(of)
    assert words[spelling] == name
    assert words[still] != name


def test_a_heading_of_its_own_is_taken_from_the_common_column(own):
    headings = own("kolumner: {i_arbete: [Resultat]}\n").headings(("orsak", "i_arbete"))
    assert (headings["resultat"], headings["avslutsorsak"]) == ("i_arbete", "orsak")


@pytest.mark.parametrize(
    ("text", "key", "spelling", "both"),
    [
        ("orsaker: {Jobb: {avslut: arbete, alias: [STUDIER]}}\n", "orsaker", "studier", ("Studier", "Jobb")),
        ("utbildning: {X: {alias: [Y]}, Z: {alias: [y]}}\n", "utbildning", "y", ("X", "Z")),
        ("utbildning: {Okänd: {}}\n", "utbildning", "okänd", ("Okänd", "uppgift_saknas")),
        ("kolumner: {kon: [Tolk]}\n", "kolumner", "tolk", ("kon", "tolk")),
        ("kolumner: {kon: [Start]}\n", "kolumner", "start", ("kon", "start")),
        ("olasta_kolumner: [Kommun]\n", "kolumner", "kommun", ("kommun", "olasta_kolumner")),
    ],
)
def test_a_spelling_that_two_entries_have(faults, text, key, spelling, both):
    (fault,) = faults(text)
    place = where(fault)
    assert (fault.code, place.column, place.value) == ("alias-twice", key, spelling)
    assert place.file == "params/prov/personer.yml"
    assert all(name in fault.message for name in both)


def test_a_spelling_that_an_entry_has_twice_is_no_fault(own):
    people = own("orsaker: {Jobbspår: {avslut: studier, alias: [jobbspår, JS, js]}}\n")
    assert people.words("orsaker")["js"] == "Jobbspår"


def test_faults_of_the_common_file_are_told_as_its_own(repository):
    file = repository.root / "params/personer.yml"
    text = file.read_text(encoding="utf-8").replace("alias: [Flytt, Flyttat,", "alias: [Komvux, Flytt,")
    repository.write("params/personer.yml", text)
    repository.write("params/prov/personer.yml", "fran_ar: 2020\n")
    with pytest.raises(Faults) as error:
        load_people("prov")
    (fault,) = error.value.faults
    assert (fault.code, where(fault).file, where(fault).value) == (
        "alias-twice",
        "params/personer.yml",
        "komvux",
    )


def test_without_the_common_file_nothing_can_be_read(repository):
    (repository.root / "params/personer.yml").unlink()
    with pytest.raises(Faults) as error:
        load_people(None)
    assert [fault.code for fault in error.value.faults] == ["file-missing"]
