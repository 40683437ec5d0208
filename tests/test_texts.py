"""The kansli's texts: values in the place of figures, nothing else of Jinja, and digits by hand told for what they are."""

from __future__ import annotations

import json
from decimal import Decimal

import nbformat
import pytest
from conftest import REPOSITORY
from hypothesis import given
from hypothesis import strategies as st

from finsam import printed
from finsam.build import build
from finsam.commands.inputs import check_command
from finsam.commands.numbers import facts_command
from finsam.facts import Fact
from finsam.facts.registry import Facts
from finsam.faults import Fault, Faults
from finsam.ingest import processed
from finsam.params import load_params
from finsam.params.files import settings_files
from finsam.swedish import NBSP
from finsam.tables.cells import Cell
from finsam.tables.chapters import CHAPTERS
from finsam.tables.words import UNITS
from finsam.texts.digits import read, unread
from finsam.texts.forms import FILTERS
from finsam.texts.parts import cut
from finsam.texts.pointers import contradicted
from finsam.texts.sections import Section
from finsam.texts.template import Source, template
from finsam.texts.texts import texts_of

BOOKS = (("umearegionen", 2016), ("umea-vannas", 2014), ("vannas", 2017))


def facts(**values: tuple[str, str]) -> Facts:
    """Facts by name (`__` for a point): the number as it is written, and its unit."""
    cells = {
        name.replace("__", "."): Cell(Decimal(text), unit, len(text.partition(".")[2]))
        for name, (text, unit) in values.items()
    }
    return Facts([Fact(name, cell, "") for name, cell in cells.items()])


FACTS = facts(
    deltagare__totalt__avslutade=("356", "antal"),
    deltagare__totalt__avslutade__kvinnor=("157", "antal"),
    deltagare__totalt__avslutade__man=("199", "antal"),
    deltagare__ungdomstorget__avslutade=("159", "antal"),
    deltagare__totalt__studier=("1", "antal"),
    deltagare__totalt__andel_arbete_studier=("45.8", "procent"),
    ekonomi__resultat=("654293", "kr"),
    ekonomi__forandring=("-95.5", "tkr"),
    ekonomi__noll=("0", "tkr"),
    mal__andel=("40", "procent"),
    tid__snitt=("1", "dagar"),
)


def filled(text: str) -> str:
    found, faults = template(Source(text, "x.md"), FACTS, {"bok.ar": "2016"})
    assert not faults, faults
    return found.fill().replace(NBSP, " ")


def faults(text: str) -> list[Fault]:
    found, faults = template(Source(text, "x.md", 10), FACTS, {"bok.ar": "2016"})
    assert found is None
    return faults


# ---- Placeholders ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ deltagare.totalt.avslutade }}", "356"),
        ("{{ ekonomi.resultat }}", "654 293 kr"),
        ("{{ ekonomi.resultat | tkr }}, {{ ekonomi.resultat | mkr }}", "654 tkr, 0,7 miljoner kronor"),
        ("{{ ekonomi.forandring }}, {{ ekonomi.forandring | belopp | kr }}", "−95,5 tkr, 95 500 kr"),
        ("{{ ekonomi.resultat | tkr(1) }}", "654,3 tkr"),
        ("{{ deltagare.totalt.andel_arbete_studier | procent(0) }}", "46 %"),
        ("{{ deltagare.totalt.andel_arbete_studier - mal.andel }}", "5,8 procentenheter"),
        ("{{ deltagare.totalt.avslutade.kvinnor / deltagare.totalt.avslutade }}", "44 %"),
        ("{{ deltagare.totalt.studier | ord | stor }} till", "En till"),
        ("{{ deltagare.totalt.studier | ord('ett') }}", "ett"),
        ("{{ deltagare.totalt.avslutade | ord }}", "356"),
        ("{{ deltagare.totalt.studier | plural('person', 'personer') }}", "1 person"),
        ("{{ deltagare.totalt.avslutade | plural('person', 'personer') }}", "356 personer"),
        ("{{ deltagare.totalt.studier | form('gick', 'gick alla') }}", "gick"),
        ("{{ ekonomi.resultat | okat_minskat }} {{ ekonomi.forandring | okat_minskat }}", "ökade minskade"),
        ("{{ ekonomi.noll | okat_minskat }}", "var oförändrat"),
        ("{{ ekonomi.noll | okat_minskat('upp', 'ned', 'var oförändrad') }}", "var oförändrad"),
        ("{{ ekonomi.forandring | over_under }}", "under"),
        ("{{ ekonomi.forandring | overskott }}", "underskott"),
        ("{{ [deltagare.totalt.studier | ord, ekonomi.noll, tid.snitt] | och }}", "en, 0 tkr och 1 dag"),
        ("{{ tid.snitt | tal(1) }}", "1,0"),
        ("{{ '2017-02-24' | datum }}", "24 februari 2017"),
        ("{{ '7 av 9' | bokstavligt }}", "7 av 9"),
        ("{{ bok.ar }}", "2016"),
        ("{% if ekonomi.resultat > ekonomi.forandring %}mer{% else %}mindre{% endif %}", "mer"),
        ("{% if mal.andel == 40 and not ekonomi.noll > 0 %}ja{% endif %}", "ja"),
        ("{{ deltagare.totalt.avslutade }}. Så", "356\\. Så"),
    ],
)
def test_a_placeholder_becomes_a_swedish_number(text, expected):
    assert filled(text) == expected


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        ("a\n{{ deltagare.totalt.avslutad }}", "name-unknown", "deltagare.totalt.avslutade,"),
        ("{{ deltagare.totalt.avslutade | tkr }}", "value-unshowable", "is in antal, not in money"),
        ("{{ ekonomi.resultat | procent }}", "value-unshowable", "is in kr, not in procent"),
        ("{{ ekonomi.resultat | tkkr }}", "filter-unknown", "Did you mean 'tkr'?"),
        ("{{ ekonomi.resultat | plural('a') }}", "value-unshowable", "missing"),
        ("{{ ekonomi.resultat + mal.andel }}", "name-unknown", "can't be added"),
        ("{{ ekonomi.resultat / 0 }}", "name-unknown", "divides by 0"),
        ("{% if ekonomi.noll %}x{% endif %}", "value-unshowable", "compare it"),
        ("{% if ekonomi.noll > mal.andel %}x{% endif %}", "value-unshowable", "can't be compared"),
        ("{% if ekonomi.noll > 0 %}{{ mal.andel | kr }}{% endif %}", "value-unshowable", "not in money"),
        ("{{ ekonomi.resultat", "text-unreadable", "can't be read"),
        ("{{ '355' | stor }}", "text-refused", "'355'"),
        ("{{ 355 }}", "text-refused", "names a value"),
        ("{{ 5 * 71 }}", "text-refused", "mul"),
    ],
)
def test_what_cannot_be_shown_is_told_with_its_line(text, code, told):
    (fault,) = faults(text)
    assert fault.code == code and told in f"{fault.message} {fault.expected}"
    assert (fault.where[0].file, fault.where[0].row) == ("x.md", 10 + text.count("\n"))


@pytest.mark.parametrize(
    "attack",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ ekonomi.__class__ }}",
        "{{ ekonomi.resultat.cell.varde }}",
        "{{ ekonomi['__class__'] }}",
        "{{ (ekonomi.resultat | tkr).__init__ }}",
        "{{ ekonomi.resultat | attr('__class__') }}",
        "{{ self.__init__ }}",
        "{{ lipsum.__globals__ }}",
        "{{ cycler() }}",
        "{{ 'x' * 999999999 }}",
        "{% if 'x' * 999999999 == '' %}{% endif %}",
        "{% for a in [1] %}{% endfor %}",
        "{% set a = 1 %}",
        "{% macro a() %}{% endmacro %}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% raw %}{{ 355 }}{% endraw %}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ 'a' ~ 'b' }}",
        "{{ ekonomi.resultat is defined }}",
        "{{ [x for x in y] }}",
    ],
)
def test_nothing_else_of_jinja_is_run(attack):
    assert {fault.code for fault in faults(attack)} <= {
        "name-unknown",
        "text-refused",
        "filter-unknown",
        "text-unreadable",
    }


def test_all_faults_of_a_text_are_told_at_once():
    found = faults("{{ ekonomi.resultatt }}\n\n{{ mal.andell }} {{ ekonomi.resultat }}")
    assert [(fault.where[0].row, fault.where[0].value) for fault in found] == [
        (10, "ekonomi.resultatt"),
        (12, "mal.andell"),
    ]


_WORDS = st.text(
    st.characters(exclude_characters="{}%#\r\0\x85\u2028\u2029", exclude_categories=("Cs", "Cc"))
)


@given(before=_WORDS, after=_WORDS)
def test_the_words_around_a_placeholder_come_out_as_they_were_written(before, after):
    found, _ = template(Source(f"x{before}{{{{ mal.andel }}}}{after}", "x.md"), FACTS, {})
    assert found.fill() == f"x{before}40{NBSP}%{after}"


_ARGUMENTS = st.sampled_from(
    ["", "(0)", "(2)", "(99)", "('a')", "('a', 'b')", "('a', 'b', 'c')", "(ekonomi.noll)", "(-1)"]
)


@given(
    value=st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=3),
    unit=st.sampled_from(list(UNITS)),
    decimals=st.integers(0, 3),
    filters=st.lists(st.tuples(st.sampled_from(list(FILTERS)), _ARGUMENTS), max_size=3),
)
def test_any_value_with_any_filter_is_text_or_a_fault(value, unit, decimals, filters):
    known = Facts(
        [Fact("a.b", Cell(value, unit, decimals), ""), Fact("ekonomi.noll", Cell(Decimal(0), "tkr"), "")]
    )
    chain = "".join(f" | {name}{arguments}" for name, arguments in filters)
    found, wrong = template(Source(f"{{{{ a.b{chain} }}}}", "x.md"), known, {})
    assert bool(found) != bool(wrong)
    if found:
        assert found.fill()


# ---- Places ----------------------------------------------------------------------------------------------

SECTIONS = [
    Section("sec-ekonomi", "Ekonomi"),
    Section("sec-budget", "Budget"),
    Section("sec-insatser", "Insatserna"),
    Section("Våga växa", "Våga växa"),
]


def test_headings_put_the_text_under_their_sections():
    text = "Först.\n\n## Vad som helst {#sec-budget}\n<!-- ersätter -->\nBudget.\n\n### Eget\n\n## Insatserna\n### våga växa\nVi.\n"
    parts, wrong = cut(text, "x.md", "ekonomi", SECTIONS)
    assert not wrong
    assert [(part.section.id, part.source.line, part.replaces) for part in parts] == [
        ("sec-ekonomi", 1, False), ("sec-budget", 4, True), ("Våga växa", 11, False),
    ]  # fmt: skip
    assert "### Eget" in parts[1].source.text and "ersätter" not in parts[1].source.text


@pytest.mark.parametrize(
    ("text", "code", "line", "told"),
    [
        ("\n## Budgett\nx", "section-unknown", 2, "Did you mean 'Budget'?"),
        ("## B {#sec-bugdet}", "section-unknown", 1, "Did you mean 'sec-budget'?"),
        ("## Insatserna\n### Våga väksa\nx", "section-unknown", 2, "Did you mean 'Våga växa'?"),
        ("# Annat\nx", "heading-wrong", 1, "Ekonomi"),
        ("## Budget\nx\n## Budget\ny", "section-twice", 4, "Budget"),
        ("a\n<b>x</b>", "html-in-text", 2, "HTML"),
        ("a <!-- ersatter -->", "html-in-text", 1, "HTML"),
        ("`x`{=html}", "html-in-text", 1, "HTML"),
    ],
)
def test_a_place_that_is_not_there_is_told(text, code, line, told):
    _, wrong = cut(text, "x.md", "ekonomi", SECTIONS)
    assert {(fault.code, fault.where[0].row) for fault in wrong} == {(code, line)}
    assert told in wrong[0].message


def test_comparisons_and_addresses_are_no_html():
    _, wrong = cut(
        "{% if a.b < c.d %}x{% endif %} <https://www.example.se> `<b>` 3 < 4", "x.md", "ekonomi", SECTIONS
    )
    assert not wrong


def test_every_labelled_section_of_a_notebook_has_a_place_for_text():
    for name in CHAPTERS:
        cells = nbformat.read(REPOSITORY / "notebooks" / f"{name}.ipynb", as_version=4).cells
        labels = [
            cell.source.split("{#")[1].rstrip("}")
            for cell in cells
            if cell.cell_type == "markdown" and "{#" in cell.source
        ]
        code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
        assert [code.count(f'under(book, "{label}"') for label in labels] == [1] * len(labels), name


# ---- Digits by hand --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Den 1 maj 2005 och 2014-01-01, åren 2009–2014 och 1990-talet. Läsåret 2015/16 började 2015.",
        "Lagen (2003:1210), 7 kap. 2 §, kl. 13.00–15.00, nummer 222000-0000.",
        "Unga mellan 16 och 29 år, 16–25 år, vuxna från 25 år, 25 år och äldre, 20-åringar.",
        "Se not 1, mål 1.3a och 2.4, tabell 3, steg 2. Den 2:a gången. P51 och covid-19.",
        "1. Först\n2. Sedan",
        "Ungdomstorget 2.0, {{ a.b | tkr(1) }}, {{ \"7\" | bokstavligt }}, @sec-1, [länk](https://x.se/1), tolv personer",
    ],
)  # fmt: skip
def test_digits_that_are_no_figures_are_left_alone(text):
    assert read(text, ["Ungdomstorget 2.0"])[1] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Det var 355 personer.", [("355", 1, 9)]),
        ("År 2016 kom\n2016 personer", [("2016", 2, 1)]),
        ("12 430 tkr och 45,8 procent", [("12 430", 1, 1), ("45,8", 1, 16)]),
        ("Under 3 veckor, −5 dagar", [("3", 1, 7), ("5", 1, 18)]),
    ],
)
def test_figures_by_hand_are_told_with_line_and_column(text, expected):
    assert [(each.text, each.line, each.column) for each in read(text, [])[1]] == expected


def against(text: str, own: str = "") -> list[str]:
    plain = unread(text)
    named = {"Ungdomstorget": "Ungdomstorget", "UT 3": "Ungdomstorget"}
    return [
        fact.name for each in read(text, [])[1] for fact in contradicted(plain, each, FACTS, named, 2016, own)
    ]


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Totalt avslutade 355 personer sitt deltagande.", "deltagare.totalt.avslutade"),
        ("Under 2016 avslutades 355 deltaganden.", "deltagare.totalt.avslutade"),
        ("Det var 355 personer som avslutade.", None),
        ("355 personer avslutade.", "deltagare.totalt.avslutade"),
        ("På Ungdomstorget avslutade 356 personer.", "deltagare.ungdomstorget.avslutade"),
        ("Ett överskott på 655 tkr.", "ekonomi.resultat"),
        ("Årets resultat blev 0,6 miljoner kronor.", "ekonomi.resultat"),
        ("Till arbete eller studier gick 47 procent.", "deltagare.totalt.andel_arbete_studier"),
        # What agrees, or speaks of something else:
        ("Totalt avslutade 356 personer, 157 kvinnor och 199 män avslutade.", None),
        ("På Ungdomstorget avslutade 159 personer.", None),
        ("Ett överskott på 654 tkr, 0,7 miljoner kronor.", None),
        ("Till arbete eller studier gick 46 procent.", None),
        ("Av dem som avslutade hade 40 personer försörjningsstöd.", None),
        ("Av dem som avslutade var 40 personer unga, och av de nya var 30 personer det.", None),
        ("Under 2015 avslutade 355 personer.", None),
        ("Omkring 350 personer avslutade.", None),
        ("Budgeten var ett överskott på 655 tkr.", None),
        ("Ett överskott på 655 personer.", None),
        ("Målet är att 400 personer avslutade.", None),
    ],
)  # fmt: skip
def test_a_number_that_the_book_gainsays(text, fact):
    assert against(text)[:1] == ([fact] if fact else [])


def test_in_the_text_of_an_insats_its_own_figures_count():
    assert against("Här avslutade 356 personer.", own="Ungdomstorget") == [
        "deltagare.ungdomstorget.avslutade"
    ]
    assert against("Här avslutade 159 personer.", own="Ungdomstorget") == []


# ---- Books -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("forbund", "year"), BOOKS)
def test_the_real_books_have_texts_without_a_fault_or_a_digit_by_hand(forbund, year, workplace, monkeypatch):
    monkeypatch.setenv("FINSAM_ROOT", str(workplace))
    params = load_params(forbund, year)
    found, wrong = texts_of(processed(forbund, year), params)
    assert wrong == []
    words = sum(len(text.fill().split()) for text in found.by_section.values())
    assert 300 <= words <= 1000
    assert {file.suffix for file in settings_files(forbund, year)} >= {".md"}


def book(repository, text: str = "", year: str = "", name: str = "deltagare") -> None:
    repository.forbund(
        "insatser:\n  - {namn: Spåret, beskrivning: 'För {{ deltagare.sparet.antal_totalt | ord }}.'}\n"
    )
    repository.year(f"kapitel: [index, deltagare, avstamning]\n{year}")
    repository.raw("deltagare.csv", "insats;matt;totalt\nSpåret;antal_totalt;12\nSpåret;avslutade;5\n")
    repository.write(f"params/prov/2020/texter/{name}.md", text)


def run(command, *arguments: str, capsys) -> tuple[int, str]:
    with pytest.raises(SystemExit) as ended:
        command.main([*arguments], standalone_mode=False)
    told = capsys.readouterr()
    return ended.value.code, told.out + told.err


def test_check_tells_digits_and_faults_of_the_texts(repository, capsys):
    book(repository, "Vi avslutade 4 personer.\n\nTre av 77 var nöjda.\n", "inledning: ['Året gav 8 nya.']\n")
    code, told = run(check_command, "prov/2020", capsys=capsys)
    assert code == 1
    assert "contradiction digit-contradicts" in told and "texter/deltagare.md, row 1, column 14: '4'" in told
    assert "deltagare.totalt.avslutade = 5" in told
    assert (
        "note digit-by-hand" in told and "row 3, column 8: '77'" in told and "column inledning.0: '8'" in told
    )
    book(repository, "{{ deltagare.totalt.avslutad }}", name="deltagar")
    code, told = run(check_command, "prov/2020", capsys=capsys)
    assert code == 1 and "chapter-unknown" in told and "Did you mean 'deltagare'?" in told


def test_a_contradiction_stops_the_build_and_leaves_nothing(repository):
    book(repository, "Vi avslutade 4 personer.")
    with pytest.raises(Faults, match="digit-contradicts"):
        build("prov", 2020, ("html",), "pandoc")
    assert not (repository.root / "reports/prov/2020").exists()


def test_trying_a_text_leaves_no_trace_and_filling_it_does(repository):
    book(repository, "Den 3 maj 2020 hade vi {{ deltagare.totalt.avslutade }}.")
    params = load_params("prov", 2020)
    printed.taken()
    with printed.unheard():
        found, wrong = texts_of(processed("prov", 2020), params)
    assert not wrong and printed.taken()["siffror"] == []
    assert found.under("sec-deltagare").fill() == "Den 3 maj 2020 hade vi 5."
    assert found.prose("beskrivning.Spåret") == ["För tolv."]
    trace = printed.taken()
    assert [(text, float(value)) for text, value, _ in trace["siffror"]] == [("5", 5.0)]
    assert trace["ord"] == ["Den 3 maj 2020"]


def test_facts_are_listed_with_their_placeholder(repository, capsys):
    book(repository)
    code, told = run(facts_command, "prov/2020", "sparet", "avslutade", capsys=capsys)
    assert code == 0 and told.splitlines() == [
        "5  {{ deltagare.sparet.avslutade }}  Spåret 2020, avslutade  "
        "[data/raw/prov/2020/deltagare.csv, row 3, column totalt]"
    ]
    code, told = run(facts_command, "prov/2020", "deltagare.totalt", "--json", capsys=capsys)
    assert {"placeholder": "{{ deltagare.totalt.avslutade }}", "printed": "5"}.items() <= json.loads(told)[
        1
    ].items()
    assert run(facts_command, "prov/2020", "xyz", capsys=capsys)[0] == 1
