"""The params of a book: each slip in the two files is told with file, line and key, and nothing is guessed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from conftest import where

from finsam.book_id import raise_unless_book
from finsam.faults import Fault, Faults
from finsam.params import load_params
from finsam.params.files import books
from finsam.tables.registers import INVENTED_LAN, areas, find_area, kommuner
from finsam.tables.statistics import measures


def faults(forbund: str = "prov", ar: int = 2020) -> list[Fault]:
    with pytest.raises(Faults) as error:
        load_params(forbund, ar)
    return list(error.value.faults)


#: id -> forbund.yml, 2020.yml, and of each fault: code, file, line, key, value and words of the whole.
FAULTS = {
    "unknown key": (
        "ort: Umeå\n",
        "titl: Bok\n",
        [
            ("key-unknown", "forbund.yml", 3, "ort", None, "one of namn, kort, orgnr, lan"),
            ("key-unknown", "2020.yml", 2, "titl", None, "Did you mean 'titel'?"),
        ],
    ),
    "unknown key inside another": (
        "medlemmar:\n  - {namn: Umeå kommun, slag: kommun}\n  - namn: Staten\n    slag: stat\n    sedn: 2005\n",
        "mal_arbete_studier:\n  procent: 40\n  base: alla\n",
        [
            ("key-unknown", "forbund.yml", 7, "medlemmar.1.sedn", None, "Did you mean 'sedan'?"),
            ("key-unknown", "2020.yml", 4, "mal_arbete_studier.base", None, "Did you mean 'bas'?"),
        ],
    ),
    "missing key": (
        "medlemmar:\n  - namn: Umeå kommun\ninsatser:\n  - alias: [SESAM]\n",
        "mal_arbete_studier: {bas: alla}\n",
        [
            ("key-missing", "forbund.yml", 4, "medlemmar.0.slag", None, "slag"),
            ("key-missing", "forbund.yml", 6, "insatser.0.namn", None, "namn"),
            ("key-missing", "2020.yml", 2, "mal_arbete_studier.procent", None, "procent"),
        ],
    ),
    "wrong type": (
        "om: Förbundet\nlan: 24\nmedlemmar:\n  - {namn: Umeå kommun, slag: kommun, sedan: [2005]}\n",
        "beslutad: våren\nmal_arbete_studier: {procent: 140}\n",
        [
            ("key-wrong", "forbund.yml", 4, "lan", "24", "a valid string"),
            ("key-wrong", "forbund.yml", 3, "om", "Förbundet", "a valid list"),
            ("key-wrong", "forbund.yml", 6, "medlemmar.0.sedan", "[2005]", "a valid integer or a valid date"),
            ("key-wrong", "2020.yml", 2, "beslutad", "våren", "a valid date"),
            ("key-wrong", "2020.yml", 3, "mal_arbete_studier.procent", "140", "less than or equal to 100"),
        ],
    ),
    "unknown word": (
        "medlemmar:\n  - {namn: Umeå kommun, slag: komun}\n",
        "kapitel: [index, ekonmi]\nunderlag:\n  - deltagare\n  - budjet\nbenamningar: {nyaa: Nya}\n",
        [
            ("key-wrong", "forbund.yml", 4, "medlemmar.0.slag", "komun", "Did you mean 'kommun'?"),
            ("key-wrong", "2020.yml", 2, "kapitel.1", "ekonmi", "Did you mean 'ekonomi'?"),
            ("key-wrong", "2020.yml", 5, "underlag.1", "budjet", "Did you mean 'budget'?"),
            ("key-wrong", "2020.yml", 6, "benamningar.nyaa", "nyaa", "Did you mean 'nya'?"),
        ],
    ),
    "chapter twice, and another first": (
        "",
        "kapitel: [deltagare, index, deltagare]\n",
        [
            ("chapter-first", "2020.yml", None, "kapitel", "deltagare", "index"),
            ("chapter-twice", "2020.yml", None, "kapitel", "deltagare", "once"),
            ("chapter-missing", "2020.yml", None, "kapitel", None, "avstamning"),
        ],
    ),
    "one name for two insatser": (
        "insatser:\n  - {namn: Matcha, alias: [Ringen]}\n  - {namn: ringen}\n",
        "",
        [("alias-twice", "forbund.yml", None, "insatser", None, "Matcha and ringen")],
    ),
    "residents of no member": (
        "medlemmar:\n  - {namn: Umeå kommun, slag: kommun}\n",
        "invanare: {Umea kommun: 120000}\n",
        [("word-unknown", "2020.yml", None, "invanare", "Umea kommun", "Did you mean 'Umeå kommun'?")],
    ),
    "unreadable": (
        "insatser: [\n",
        "titel:\tBok\n",
        [
            ("yaml-unreadable", "forbund.yml", 4, None, None, "YAML"),
            ("yaml-unreadable", "2020.yml", 2, None, None, "YAML"),
        ],
    ),
    "the same key twice": (
        "kort: Annan\n",
        "",
        [("yaml-unreadable", "forbund.yml", 3, None, None, "duplicate key")],
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_slip_is_told_with_file_line_and_key(repository, case):
    forbund, year, expected = FAULTS[case]
    repository.forbund(forbund)
    repository.year(year)
    found = faults()
    places = [where(fault) for fault in found]
    files = [place.file.removeprefix("params/prov/") for place in places]
    assert [
        (fault.code, file, place.row, place.column, place.value)
        for fault, file, place in zip(found, files, places, strict=True)
    ] == [row[:5] for row in expected]
    for fault, (*_, words) in zip(found, expected, strict=True):
        assert words in str(fault)


@pytest.mark.parametrize("text", ["- titel\n- bok\n", "titel\n"])
def test_a_file_without_keys_is_told(repository, text):
    repository.write("params/prov/2020.yml", text)
    (fault,) = faults()
    assert (fault.code, where(fault).file) == ("key-wrong", "params/prov/2020.yml")
    assert "no keys" in fault.message


def test_an_empty_file_misses_its_keys(repository):
    repository.write("params/prov/2020.yml", "")
    repository.write("params/prov/forbund.yml", "# inget än\n")
    assert [where(fault).column for fault in faults()] == ["namn", "kort", "slag"]


def test_a_file_that_is_not_utf8_is_told(repository):
    repository.write("params/prov/forbund.yml", "namn: Umeå\nkort: Umeå\n".encode("cp1252"))
    (fault,) = faults()
    assert (fault.code, where(fault).file) == ("yaml-unreadable", "params/prov/forbund.yml")
    assert "UTF-8" in fault.message


def test_an_unknown_forbund_is_told_with_the_nearest(repository):
    (fault,) = faults("prof")
    assert (fault.code, where(fault).file, fault.expected) == (
        "file-missing",
        "params/prof/forbund.yml",
        "one of prov",
    )
    assert "Did you mean 'prov'?" in fault.message


def test_a_year_without_a_book_is_told_with_those_that_there_are(repository):
    repository.write("params/prov/2019.yml", "slag: arsredovisning\n")
    (fault,) = faults(ar=2021)
    assert (fault.code, where(fault).file) == ("file-missing", "params/prov/2021.yml")
    assert fault.expected == "one of 2019, 2020"


@pytest.mark.parametrize("forbund", ["../prov", "Prov", "prov/", "umeå", "", "a b"])
def test_what_cannot_be_the_id_of_a_forbund_is_refused(repository, forbund):
    assert [fault.code for fault in faults(forbund)] == ["book-unknown"]


@pytest.mark.parametrize("ar", [0, 216, 20161, "20l6"])
def test_what_cannot_be_a_year_is_refused(repository, ar):
    assert [fault.code for fault in faults(ar=ar)] == ["book-unknown"]


@pytest.mark.parametrize("book", ["prov", "prov/", "prov/x", "2020", "prov/20/20", "prov/²", "", "prov/-1"])
def test_what_is_no_book_is_refused(book):
    with pytest.raises(Faults, match="<forbund>/<year>"):
        raise_unless_book(book)


def test_a_book_is_forbund_and_year():
    assert raise_unless_book("umea-vannas/2014") == ("umea-vannas", 2014)


def test_an_insats_is_known_by_its_aliases_in_any_case(repository):
    repository.forbund("insatser:\n  - {namn: Våga växa, alias: [SESAM, Våga Växa 2]}\n  - {namn: Matcha}\n")
    name = repository.params().insats_name
    delivered = ["Våga växa", "VÅGA VÄXA", "sesam", "våga växa 2", "matcha", "Vindeln"]
    expected = ["Våga växa", "Våga växa", "Våga växa", "Våga växa", "Matcha", "Vindeln"]
    assert [name(text) for text in delivered] == expected


def test_values_are_read_as_they_are_meant(repository):
    repository.forbund(
        'lan: "24"\nmedlemmar: [{namn: Vännäs kommun, slag: kommun, kod: "2460", sedan: 2014-01-01}]\n'
    )
    repository.year(
        "beslutad: 2021-02-24\nmal_arbete_studier: {procent: 37.5}\nbenamningar: {avbrott: Övriga}\n"
    )
    params = repository.params()
    assert params.forbund.lan == "24"
    assert params.forbund.medlemmar[0].sedan == dt.date(2014, 1, 1)
    assert params.year.beslutad == dt.date(2021, 2, 24)
    assert (params.year.mal_arbete_studier.procent, params.year.mal_arbete_studier.bas) == (
        Decimal("37.5"),
        "avslutade",
    )
    assert params.title == "Årsredovisning 2020"
    assert params.chapters[0] == "index"


def test_the_three_real_books_load():
    found = {f"{forbund}/{ar}": load_params(forbund, ar) for forbund, ar in books()}
    assert {book: (params.year.slag, params.title) for book, params in found.items()}.items() >= {
        "umearegionen/2016": ("arsredovisning", "Årsredovisning 2016"),
        "umea-vannas/2014": ("arsredovisning", "Årsredovisning 2014"),
        "vannas/2017": ("socialt-bokslut", "Socialt bokslut 2017"),
    }.items()
    kinds = [member.slag for member in found["umearegionen/2016"].forbund.medlemmar]
    assert kinds == ["stat", "region", "kommun", "kommun", "kommun", "kommun", "kommun"]
    # Robertsfors joined in 2017.
    assert "2409" in found["umearegionen/2018"].kommuner and "2409" not in found["umearegionen/2016"].kommuner
    assert found["umea-vannas/2014"].insats_name("SESAM") == "Våga växa"


# ---- Registers ---------------------------------------------------------------------------------------------


def test_the_register_has_every_area_of_sweden():
    digits = [len(area.kod) for area in areas() if not area.kod.startswith(INVENTED_LAN)]
    assert (digits.count(4), digits.count(2), areas()[0].kod) == (290, 22, "00")
    assert len(kommuner()) == 290


def test_invented_areas_are_a_län_of_their_own():
    invented = [area.kod for area in areas() if area.kod.startswith(INVENTED_LAN)]
    assert invented == ["99", *(f"99{n:02d}" for n in range(1, 9))]
    assert [area.kod for area in kommuner(INVENTED_LAN)] == invented[1:]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2480", "2480"),
        ("Umeå", "2480"),
        ("UMEÅ KOMMUN", "2480"),
        ("24", "24"),
        ("Västerbotten", "24"),
        ("Västerbottens län", "24"),
        ("Riket", "00"),
        # A name that both a län and a kommun have is the kommun's.
        ("Kalmar", "0880"),
        ("Kalmar län", "08"),
        ("Örebro", "1880"),
        ("Ume", None),
        ("", None),
    ],
)
def test_an_area_is_found_by_code_or_name(text, code):
    found = find_area(text)
    assert (found.kod if found else None) == code


def test_a_new_measure_is_known_as_soon_as_the_register_has_it(repository):
    assert "langtidsarbetslosa" not in measures()
    with (repository.root / "params/register/matt.yml").open("a", encoding="utf-8") as file:
        file.write("langtidsarbetslosa:\n  namn: L\n  rubrik: L\n  enhet: procent\n  om: L\n")
        file.write("  mal: {varde: 2.5, text: Målet}\n")
    found = measures()["langtidsarbetslosa"]
    assert (found.enhet, found.level, found.mal.text) == ("procent", Decimal("2.5"), "Målet")


@pytest.mark.parametrize(
    ("entry", "code", "words"),
    [
        ("{namn: L, enhet: procent, om: L}", "key-missing", "rubrik"),
        ("{namn: L, rubrik: L, enhet: procent, om: L, lader: 16}", "key-unknown", "'alder'"),
        ("{namn: L, rubrik: L, enhet: promille, om: L}", "key-wrong", "promille"),
        ("{namn: L, rubrik: L, enhet: procent, om: L, mal: {text: x}}", "key-missing", "varde"),
        ("procent", "key-wrong", "procent"),
    ],
)
def test_a_measure_that_is_told_wrongly_is_a_fault(repository, entry, code, words):
    repository.write("params/register/matt.yml", f"fel: {entry}\n")
    with pytest.raises(Faults) as error:
        measures()
    (fault,) = error.value.faults
    assert (fault.code, where(fault).file) == (code, "params/register/matt.yml")
    assert where(fault).column.startswith("fel")
    assert words in str(fault)
