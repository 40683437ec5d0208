"""A hidden number doesn't come back by hand: in the kansli's texts, own tables, scorecards and single figures."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from test_protect import TABLE, assert_protected, told_of

from finsam.chapters.book import open_book
from finsam.cli import main
from finsam.delivery.read import read_delivery
from finsam.facts import facts_of
from finsam.params import Params, load_params
from finsam.paths import internal
from finsam.protect.apply import Earlier, with_bases
from finsam.protect.choose import hidden_counts
from finsam.protect.figures import add_figures, figures
from finsam.protect.own import add_own, hidden_of_own
from finsam.protect.system import System
from finsam.protect.tables import add_tables
from finsam.tables.own import load_own
from finsam.texts.texts import text_faults, texts_of

INSATSER = "insatser: [{namn: Matcha}, {namn: Torget}]\n"
CHAPTERS = "kapitel: [index, forbundet, deltagare, indikatorer, avstamning]\n"
TEXTS = "params/prov/2020/texter/deltagare.md"


@pytest.fixture
def delivered(repository):
    """A book in which three women of Matcha went to work, and that isn't told."""
    repository.forbund(INSATSER)
    repository.year(f"skydd: {{allt: {{min_antal: 5}}}}\n{CHAPTERS}")
    repository.raw("deltagare.csv", TABLE)
    return repository


def of_book(params: Params):
    delivery = read_delivery(params, Earlier())
    return delivery, facts_of(delivery, params)


# ---- The kansli's texts -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        "Till arbete gick 3 kvinnor i Matcha.",
        "Till arbete gick cirka 3 kvinnor i Matcha.",
        "I Matcha gick tre kvinnor till arbete under 2020.",
        'I Matcha gick {{ "3" | bokstavligt }} kvinnor till arbete.',
        "I Matcha gick *61 män* till arbete.",
        "I Matcha gick högst **två** till arbete.",
    ],
)
def test_a_number_by_hand_in_the_place_of_a_hidden_one_is_a_fault_that_does_not_tell_it(delivered, sentence):
    delivered.write(TEXTS, f"# Deltagare och resultat\n\nFörst en rad utan siffror.\n{sentence}\n")
    params = delivered.params()
    delivery, _ = of_book(params)
    found = [fault for fault in text_faults(delivery, params) if fault.severity == "error"]
    assert found and {fault.code for fault in found} == {"digit-hidden"}
    for fault in found:
        (place,) = fault.where
        assert (place.file, place.row, place.value) == (TEXTS, 4, None)
        told = f"{fault.message} {fault.expected} {fault.as_json()}".replace("column': '", "").lower()
        assert not re.search(r"\b(?:tre|61)\b", told) and "är 3" not in told
    with internal():
        whole = read_delivery(params)
    assert not [fault for fault in text_faults(whole, params) if fault.severity == "error"]


@pytest.mark.parametrize(
    "sentence",
    [
        "I Torget avslutade 365 personer.",
        "Målet är att 3 kvinnor i Matcha går till arbete.",
        "Matcha har 3 handledare.",
        "Till arbete eller studier gick flera i Matcha.",
    ],
)
def test_a_number_that_stands_for_nothing_hidden_is_left_alone(delivered, sentence):
    delivered.write(TEXTS, f"# Deltagare och resultat\n\n{sentence}\n")
    params = delivered.params()
    delivery, _ = of_book(params)
    assert "digit-hidden" not in {fault.code for fault in text_faults(delivery, params)}


def filled(repository, text: str) -> str:
    repository.write(TEXTS, f"# Deltagare och resultat\n\n{text}\n")
    params = repository.params()
    found, faults = texts_of(of_book(params)[0], params)
    assert not [fault for fault in faults if fault.severity == "error"], faults
    return found.under("sec-deltagare").fill().replace("\u00a0", " ").replace("\\.", ".")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{{ deltagare.matcha.arbete.kvinnor }} gick", ".. gick"),
        ("{{ deltagare.matcha.arbete.kvinnor | ord | stor }} gick", ".. gick"),
        ("{{ deltagare.matcha.arbete.kvinnor | plural('kvinna', 'kvinnor') }} gick", ".. kvinnor gick"),
        ("{{ deltagare.matcha.arbete.kvinnor | antal }} gick", ".. gick"),
        ("{{ deltagare.matcha.andel_kvinnor_arbete | procent(1) }} gick", ".. gick"),
        (
            "{{ deltagare.torget.avslutade - deltagare.matcha.arbete.kvinnor }} av {{ deltagare.torget.avslutade }}",
            ".. av 365",
        ),
        ("Det var {{ deltagare.matcha.arbete.kvinnor }}.", "Det var ..."),
    ],
)
def test_a_placeholder_of_a_hidden_number_is_a_sign(delivered, text, shown):
    assert filled(delivered, text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "{% if deltagare.matcha.arbete.kvinnor > 4 %}Många{% endif %}",
        "{{ (deltagare.matcha.arbete.kvinnor - deltagare.torget.nya) | okat_minskat }}",
    ],
)
def test_no_words_depend_on_a_hidden_number(delivered, text):
    delivered.write(TEXTS, f"# Deltagare och resultat\n\n{text}\n")
    params = delivered.params()
    found = [f for f in text_faults(of_book(params)[0], params) if f.severity == "error"]
    assert found and {fault.code for fault in found} <= {"value-unshowable", "name-unknown"}


def test_a_build_stops_at_a_number_by_hand_and_shows_a_sign_for_a_placeholder(delivered):
    file = delivered.write(TEXTS, "# Deltagare och resultat\n\nI Matcha gick 3 kvinnor till arbete.\n")
    command = ["build", "prov/2020", "--to", "html", "--engine", "pandoc"]
    run = CliRunner().invoke(main, command)
    assert (
        run.exit_code == 1
        and "digit-hidden" in run.output
        and f"{TEXTS}, line 3" in run.output.replace("row", "line")
    )
    assert not (delivered.root / "reports/prov/2020/index.html").exists()
    file.write_text(
        "# Deltagare och resultat\n\nI Matcha gick {{ deltagare.matcha.arbete.kvinnor }} kvinnor till arbete.\n"
    )
    run = CliRunner().invoke(main, command)
    assert run.exit_code == 0, run.output
    page = (delivered.root / "reports/prov/2020/deltagare.html").read_text(encoding="utf-8")
    assert "I Matcha gick .. kvinnor till arbete." in page


def test_a_comment_of_a_scorecard_does_not_tell_it_either(delivered):
    delivered.raw(
        "styrkort.csv",
        "perspektiv;mal;matt;utfall;enhet;bedomning;kommentar\n"
        "Individen;Fler i arbete;Antal möten;3;antal;Uppnått;I Matcha gick 3 kvinnor till arbete.\n",
    )
    params = delivered.params()
    delivery, _ = of_book(params)
    (fault,) = [fault for fault in text_faults(delivery, params) if fault.severity == "error"]
    place = fault.where[0]
    assert (fault.code, place.file, place.row, place.column) == (
        "digit-hidden", "data/raw/prov/2020/styrkort.csv", 2, "kommentar",
    )  # fmt: skip
    # Three meetings are no persons.
    assert delivery.tables["styrkort"]["status"].eq("").all()


# ---- Scorecards and single figures --------------------------------------------------------------------------------


def test_outcomes_of_a_scorecard_that_count_few_persons_are_hidden(delivered):
    delivered.raw(
        "styrkort.csv",
        "perspektiv;mal;matt;malvarde;utfall;enhet;bedomning\n"
        "Individen;Fler i arbete;Antal deltagare i egen försörjning;10;4;antal;Inte uppnått\n"
        "Individen;Fler i arbete;Antal deltagare med plan;10;40;antal;Uppnått\n"
        "Utveckling;Nya insatser;Antal nya insatser;1;2;antal;Uppnått\n",
    )
    found = of_book(delivered.params())[0].tables["styrkort"]
    outcomes = found[found["kolumn"] == "utfall"]
    assert list(outcomes["status"]) == ["undertryckt", "", ""]
    assert found[found["kolumn"] == "malvarde"]["status"].eq("").all()


FIGURES = (
    "kapitel;grupp;uppgift;varde;enhet;bas;procent;avser\n"
    "deltagare;Matcha;Till arbete;64;antal;208;31;\n"
    "avstamning;Matcha;Kvinnor som har fått arbete;3;antal;;;deltagare.matcha.arbete.kvinnor\n"
    "forbundet;;Möten i styrelsen;4;antal;;;\n"
    "deltagare;Torget;Har egen bostad;4;antal;;;\n"
    "deltagare;Torget;Har barn;97;antal;100;;\n"
)


def test_a_single_figure_that_repeats_a_hidden_count_is_hidden_with_it(delivered):
    delivered.raw("uppgifter.csv", FIGURES)
    delivery, _ = of_book(delivered.params())
    table = delivery.tables["uppgifter"]
    status = {
        uppgift: set(part.loc[part["status"] != "saknas", "status"])
        for uppgift, part in table.groupby("uppgift")
    }
    hidden_total = ("deltagare", "Matcha", "arbete", "2020", "totalt") in delivery.hidden
    assert status["Till arbete"] == ({"undertryckt"} if hidden_total else {""})
    assert status["Kvinnor som har fått arbete"] == {"undertryckt"}
    assert status["Möten i styrelsen"] == {""}
    assert status["Har egen bostad"] == {"undertryckt"}
    # Three of a hundred are told by those left.
    assert status["Har barn"] == {"undertryckt"}


@settings(max_examples=20)
@given(st.lists(st.integers(0, 30), min_size=4, max_size=4), st.sampled_from(["arbete", "studier"]))
def test_figures_that_repeat_the_tables_are_protected_with_them(tmp_path_factory, numbers, matt):
    """The whole system, with the single figures in it, against the judge of test_protect."""
    import pandas as pd

    params = load_params("exempelforbundet", 2024)
    women, men, more_women, more_men = numbers
    cells = [
        ("Lotsen", "arbete", women, men), ("Lotsen", "studier", more_women, more_men),
        ("Lotsen", "annat_positivt_avslut", 9, 8), ("Lotsen", "avbrott", 7, 11),
    ]  # fmt: skip
    whole = [sum(cell[at] for cell in cells) for at in (2, 3)]
    cells.append(("Lotsen", "avslutade", *whole))
    rows = [
        {"insats": insats, "matt": each, "period": "2024", "kolumn": column, "varde": value, "status": ""}
        for insats, each, kvinnor, man in cells
        for column, value in (("kvinnor", kvinnor), ("man", man), ("totalt", kvinnor + man))
    ]
    value = next(k + m for _, each, k, m in cells if each == matt)
    figure = {
        "kapitel": "deltagare", "grupp": "Lotsen", "uppgift": f"Till {matt}", "period": "2024", "avser": "",
        "kolumn": "varde", "varde": value, "decimaler": 0, "status": "", "enhet": "antal", "fil": "u.csv",
        "blad": "", "radnr": 2, "rubrik_i_fil": "varde",
    }  # fmt: skip
    tables = {"deltagare": pd.DataFrame(rows), "uppgifter": pd.DataFrame([figure])}
    system = System()
    add_tables(system, tables, params)
    add_figures(system, figures(tables, system, params), params)
    key = ("uppgifter", "u.csv", "", "2", "varde")
    assert any(key in equation for equation in system.equations)
    hidden = hidden_counts(system)
    assert_protected(system, hidden)
    assert (key in hidden) == (("deltagare", "Lotsen", matt, "2024", "totalt") in hidden)


# ---- Own tables ---------------------------------------------------------------------------------------------------

OWN = """bostad:
  titel: Så bor deltagarna
  kapitel: deltagare
  rader: boende
  varden: {kvinnor: antal, man: antal, totalt: antal, andel: procent}
  summor: [{summa: Alla, delar: alla, varden: [kvinnor, man, totalt]}]
  kolumnsummor: {totalt: [kvinnor, man]}
  andelar: [{procent: andel, antal: totalt, av: Alla}]
"""
HOMES = "boende;kvinnor;man;totalt;andel\n{}Alla;{};{};{};100\n"


def homes(*rows: tuple[str, int, int]) -> str:
    women, men = (sum(row[at] for row in rows) for at in (1, 2))
    lines = "".join(f"{name};{k};{m};{k + m};{100 * (k + m) / (women + men):.0f}\n" for name, k, m in rows)
    return HOMES.format(lines, women, men, women + men)


def test_few_persons_of_an_own_table_are_hidden_so_that_its_sums_do_not_tell_them(delivered):
    delivered.write("params/prov/tabeller.yml", OWN)
    delivered.raw(
        "bostad.csv", homes(("Eget", 20, 31), ("Hos andra", 2, 16), ("Tillfälligt", 17, 18), ("Ute", 0, 9))
    )
    params = delivered.params()
    delivery, facts = of_book(params)
    own = delivery.own
    told = {(row.radnr, row.kolumn): row for row in own.itertuples()}
    assert told[3, "kvinnor"].status == "undertryckt" and told[3, "kvinnor"].varde is None
    assert told[5, "kvinnor"].varde == 0, "nobody is told"
    assert "egna.bostad.hos_andra.kvinnor" in facts.hidden
    definitions, whole = load_own("prov"), read_delivery(params).own
    system = System()
    add_own(system, whole, definitions, params)
    assert system.equations
    hidden = hidden_counts(system)
    assert_protected(system, hidden)
    # A percent beside a hidden count, or of a hidden base, tells it.
    cells = hidden_of_own(whole, definitions, hidden)
    rows_hidden = {key[3] for key in hidden if len(key) == 5}
    assert {key[3] for key in cells if key[4] == "andel"} >= rows_hidden & {"2", "3", "4", "5"}


def test_own_tables_that_count_no_persons_are_as_they_are(delivered):
    delivered.write("params/prov/tabeller.yml", OWN + "  personer: false\n")
    delivered.raw("bostad.csv", homes(("Eget", 20, 31), ("Hos andra", 2, 16)))
    assert of_book(delivered.params())[0].own["status"].isin(["", "saknas"]).all()


def test_pages_and_values_of_an_own_table_tell_no_hidden_number(delivered):
    delivered.write("params/prov/tabeller.yml", OWN + "  bild: staplar\n  bild_varde: totalt\n")
    delivered.raw("bostad.csv", homes(("Eget", 20, 1231), ("Hos andra", 2, 1416), ("Tillfälligt", 17, 1318)))
    run = CliRunner().invoke(main, ["build", "prov/2020", "--to", "html", "--engine", "pandoc"])
    assert run.exit_code == 0, run.output
    own = open_book("prov", 2020).own
    with internal():
        whole = open_book("prov", 2020).own
    hidden = {int(v) for v in whole.loc[own["status"] == "undertryckt", "varde"]} - {
        int(v) for v in own["varde"].dropna()
    }
    told = re.sub(r"[\w.:/-]*[0-9a-f]{40,}", "", told_of(delivered.root / "reports/prov/2020"))
    lost = {value for value in hidden if value > 100}
    assert lost
    for value in lost:
        assert not re.search(rf">\s*{value}\s*<|\"{value}\"|\b{value}\b(?= \w)", told), value


def test_surveys_and_social_accounts_are_left_to_their_own_rules():
    params = load_params("exempelforbundet", 2024)
    assert with_bases({}, params) == {}
