"""A förbund brings tables that no one foresaw by files alone, and the book shows them as they stand."""

from __future__ import annotations

import json
import re

import openpyxl
import pypandoc
from conftest import Repository, where
from ruamel.yaml import YAML
from test_markdown import PAYLOADS, same

from finsam.chapters import own
from finsam.chapters.book import Book
from finsam.chapters.figures import Figure
from finsam.chapters.markdown import MARKS, Markdown, Table
from finsam.chapters.own_picture import picture
from finsam.delivery.read import read_delivery
from finsam.tables.own import load_own
from finsam.tables.own.shape import own_rows

DAGGER = str(MARKS["contradiction"])

PEOPLE = """\
traffar:
  titel: "Träffar {ar}"
  bild_titel: "Besök {ar}"
  kapitel: deltagare
  rader: traff
  varden: {antal: antal}
  summor: [{summa: Totalt, delar: [Vår, Höst]}]
  bild: staplar
"""

STAFF = """\
personal:
  titel: Personal i äldreomsorgen
  kapitel: sjukfranvaro-uvas
  rader: [grupp, variabel]
  kolumner: kommun
  varden: {antal: antal, procent: procent}
  summor: [{summa: Totalt, delar: [Kvinnor, Män]}]
  andelar: [{procent: procent, antal: antal, av: Totalt}]
  rubriker: {variabel: Anställda}
  bild: punkter
  bild_varde: procent
  bild_rader: [[Sjuka, Totalt], [Sjuka, Kvinnor]]
  bild_titel: Sjuka i äldreomsorgen
  not: Kommunernas *egna* uppgifter.
"""
STAFF_ROWS = """\
grupp;variabel;kommun;antal;procent
Tillfälliga;Kvinnor;Umeå;240;73
Tillfälliga;Män;Umeå;90;17
Tillfälliga;Totalt;Umeå;330;
Tillfälliga;Kvinnor;Vännäs;..;
Sjuka;Totalt;Umeå;;8,0
Sjuka;Totalt;Vännäs;;11,1
Sjuka;Kvinnor;Umeå;;8,7
"""
PLAN = """\
plan:
  titel: Mötesplan
  kapitel: forbundet
  rader: datum
  datum: datum
  text: [dag, tid]
  lista: punkter
  veckodag: dag
"""


def open_(repository: Repository, definitions: str) -> Book:
    repository.write("params/prov/tabeller.yml", definitions)
    return Book(repository.params(), read_delivery(repository.params()))


def cells(table: Table) -> list[list[str]]:
    return [[line.label, *line.cells] for line in table.lines]


# ---- Files alone make a section ----------------------------------------------------------------------------


def test_a_long_table_with_its_picture(repository):
    repository.raw("personal-2015.csv", STAFF_ROWS)
    book = open_(repository, STAFF)
    heading, table, figure = own.sections(book, "sjukfranvaro-uvas")
    assert heading == "### Personal i äldreomsorgen {#sec-egen-personal}"
    assert (table.id, table.caption) == ("tbl-egen-personal", "Personal i äldreomsorgen")
    assert table.heads == ["Anställda", "Umeå", "Vännäs"]
    assert cells(table) == [
        ["Tillfälliga"],
        ["Kvinnor", "240 (73\u00a0%)", ".."],
        ["Män", f"90 (17\u00a0%{DAGGER})", "–"],
        ["Totalt", "330", "–"],
        ["Sjuka"],
        ["Totalt", "8,0\u00a0%", "11,1\u00a0%"],
        ["Kvinnor", "8,7\u00a0%", "–"],
    ]
    assert [line.style for line in table.lines] == ["sektion", "", "", "summa", "sektion", "", ""]
    assert table.note == r"Andel inom parentes. Kommunernas \*egna\* uppgifter."
    assert (figure.id, figure.caption) == ("fig-egen-personal", "Sjuka i äldreomsorgen")
    assert figure.alt.replace("\u00a0", " ") == (
        "Sjuka i äldreomsorgen. Totalt: Umeå 8,0 % och Vännäs 11,1 %. Kvinnor: Umeå 8,7 % och Vännäs uppgift saknas."
    )
    assert own.sections(book, "forbundet") == []


def test_a_sheet_of_a_workbook_is_a_meeting_plan(repository):
    sheets = openpyxl.Workbook()
    sheets.active.title = "plan-2021"
    for row in (
        ["datum", "dag", "tid", "punkter"],
        ["2017-11-30", "Fredag den 30november", "8-12", "Budget;Övrigt"],
        ["2017-03-29", "29 mars", None, "Samråd"],
    ):
        sheets.active.append(row)
    path = repository.raw("moten.xlsx", b"")
    sheets.save(path)
    _, table, figure = own.sections(open_(repository, PLAN), "forbundet")
    assert figure is None
    assert table.heads == ["Datum", "Dag", "Tid", "Punkter"]
    assert cells(table) == [
        ["30\u00a0november 2017", f"Fredag den 30november{DAGGER}", "8-12", "Budget; Övrigt"],
        ["29\u00a0mars 2017", "29 mars", "–", "Samråd"],
    ]
    assert list(table.text_columns) == [1, 2, 3]
    assert MARKS["contradiction"].note in table._repr_markdown_()


def test_tables_come_in_the_order_of_the_definitions_and_undelivered_ones_not_at_all(repository):
    repository.raw("a.csv", "x;n\nA;1\n")
    repository.raw("b.csv", "x;n\nA;1\n")
    one = "  titel: {0}\n  kapitel: {1}\n  rader: x\n  varden: {{n: antal}}\n"
    definitions = "".join(
        f"{name}:\n" + one.format(name.upper(), chapter)
        for name, chapter in (("b", "ekonomi"), ("c", "ekonomi"), ("a", "ekonomi"), ("d", "deltagare"))
    )
    items = own.sections(open_(repository, definitions), "ekonomi")
    assert [item for item in items if isinstance(item, Markdown)] == [
        "### B {#sec-egen-b}",
        "### A {#sec-egen-a}",
    ]


def test_a_forbund_without_own_tables_has_no_sections(repository):
    repository.raw("deltagare.csv", "insats;matt;totalt\nA;nya;1\n")
    book = Book(repository.params(), read_delivery(repository.params()))
    assert own.sections(book, "deltagare") == []


def test_the_rows_and_cells_of_wide_form_stand_in_the_order_of_the_file(repository):
    repository.raw("prov.csv", "anm;belopp;insats;andel;n\nklar;1 234,50;Torg;7,5;3\n;–;Steg;.;0\n")
    definition = (
        "  varden: {n: antal, belopp: tkr, andel: procent}\n  text: anm\n  rubriker: {anm: Anmärkning}\n"
    )
    book = open_(repository, "prov:\n  titel: T\n  kapitel: ekonomi\n  rader: insats\n" + definition)
    _, table, _ = own.sections(book, "ekonomi")
    assert table.heads == ["Insats", "Anmärkning", "Belopp, tkr", "Andel", "N"]
    assert cells(table) == [
        ["Torg", "klar", "1\u00a0234,50", "7,5\u00a0%", "3"],
        ["Steg", "–", "–", ".", "0"],
    ]
    assert (table.caption, list(table.text_columns)) == ("T", [1])


def test_a_unit_that_all_columns_have_stands_in_the_caption_and_a_rows_own_in_its_cell(repository):
    repository.raw("a.csv", "x;ar2015;ar2016\nA;1;2\n")
    repository.raw("b.csv", "x;varde;enhet\nA;1;dagar\nB;2;mkr\nC;3;antal\n")
    head = "  titel: T\n  kapitel: ekonomi\n  rader: x\n"
    text = f"a:\n{head}  varden: {{ar2015: tkr, ar2016: tkr}}\nb:\n{head}  varden: {{varde: enhet}}\n"
    _, one, _, _, other, _ = own.sections(open_(repository, text), "ekonomi")
    assert (one.caption, one.heads) == ("T, tkr", ["X", "Ar2015", "Ar2016"])
    assert cells(other) == [["A", "1\u00a0dag"], ["B", "2\u00a0miljoner\u00a0kronor"], ["C", "3"]]


def test_only_a_sum_below_its_parts_is_set_as_one(repository):
    repository.raw("prov.csv", "x;n\nAlla;3\nA;1\nB;2\nSumma;3\n")
    rules = "  summor: [{summa: Alla, delar: [A, B]}, {summa: Summa, delar: [A, B]}]\n"
    text = "prov:\n  titel: T\n  kapitel: ekonomi\n  rader: x\n  varden: {n: antal}\n" + rules
    _, table, _ = own.sections(open_(repository, text), "ekonomi")
    assert [line.style for line in table.lines] == ["", "", "", "summa"]


def test_a_table_with_many_columns_goes_on_in_another(repository):
    kommuner = [f"K{number}" for number in range(17)]
    repository.raw(
        "prov.csv", "x;kommun;n\n" + "".join(f"A;{kommun};{at}\n" for at, kommun in enumerate(kommuner))
    )
    definition = "prov:\n  titel: T\n  kapitel: ekonomi\n  rader: x\n  kolumner: kommun\n  varden: {n: antal}\n  not: N\n"
    _, *tables, _ = own.sections(open_(repository, definition), "ekonomi")
    assert [len(table.heads) for table in tables] == [7, 7, 6]
    assert [head for table in tables for head in table.heads[1:]] == kommuner
    assert [cell for table in tables for cell in table.lines[0].cells] == [str(at) for at in range(17)]
    assert [table.id for table in tables] == ["tbl-egen-prov", "tbl-egen2-prov", "tbl-egen3-prov"]
    assert [table.caption for table in tables] == ["T (del 1 av 3)", "T (del 2 av 3)", "T (del 3 av 3)"]
    assert [table.note for table in tables] == ["", "", "N"]


def test_spread_columns_without_a_share_get_a_table_each(repository):
    repository.raw("prov.csv", "x;ar;n;kr\nA;2015;1;10\nA;2016;2;\nB;2016;3;\n")
    definition = (
        "prov:\n  titel: T\n  kapitel: ekonomi\n  rader: x\n  kolumner: ar\n  varden: {n: antal, kr: tkr}\n"
    )
    _, one, other, _ = own.sections(open_(repository, definition), "ekonomi")
    assert (one.caption, cells(one)) == ("T: n", [["A", "1", "2"], ["B", "–", "3"]])
    assert (other.caption, cells(other)) == ("T: kr, tkr", [["A", "10", "–"]])


def test_ids_differ_between_all_tables_and_pictures(repository):
    names = ["a", "a2", "a_2", "2", "egen", "egen2_a"]
    kommuner = "".join(f"A;K{number};1\n" for number in range(9))
    for name in names:
        repository.raw(f"{name}.csv", "x;kommun;n\n" + kommuner)
    body = "  titel: T\n  kapitel: ekonomi\n  rader: x\n  kolumner: kommun\n  varden: {n: antal}\n  bild: staplar\n"
    items = own.sections(open_(repository, "".join(f'"{name}":\n{body}' for name in names)), "ekonomi")
    ids = [item.id for item in items if isinstance(item, Table | Figure)]
    ids += [re.search("{#([^}]+)}", item)[1] for item in items if isinstance(item, Markdown)]
    assert len(ids) == len(set(ids)) == 4 * len(names)
    assert all(re.fullmatch("(tbl|fig|sec)-[a-z0-9-]+", id) for id in ids)


# ---- Text stays text ---------------------------------------------------------------------------------------


def test_hostile_text_stays_text_everywhere(repository):
    hostile = [
        text for text in PAYLOADS if text.strip() and ";" not in text and text == " ".join(text.split())
    ]
    texts = [f"{at} {text}" for at, text in enumerate(hostile)]
    quoted = ['"' + text.replace('"', '""') + '"' for text in texts]
    repository.raw("prov.csv", "x;n;t\n" + "".join(f"{text};1;{text}\n" for text in quoted))
    title = texts[0]
    definition = {"titel": title, "kapitel": "ekonomi", "rader": "x", "varden": {"n": "antal"}, "text": "t"}
    definition |= {"not": title, "rubriker": {"x": title}}
    path = repository.write("params/prov/tabeller.yml", "")
    with path.open("w", encoding="utf-8") as file:
        YAML().dump({"prov": definition}, file)
    heading, table, _ = own.sections(Book(repository.params(), read_delivery(repository.params())), "ekonomi")
    plain = pypandoc.convert_text(heading, "plain", format="markdown", extra_args=["--wrap=none"]).strip()
    assert plain == title
    document = json.loads(pypandoc.convert_text(table._repr_markdown_(), "json", format="markdown"))
    found = [part for part in document["blocks"][0]["c"][1] if part["t"] == "Table"]
    (body,) = found[0]["c"][4]
    rows = [[same("".join(_text(block) for block in cell[4])) for cell in row[1]] for row in body[3]]
    assert rows == [[same(text), "1", same(text)] for text in texts]


def test_hostile_names_of_columns_and_sections_stay_text(repository):
    repository.raw("prov.csv", "del;x;kommun;n\n*D* [e](f);A;*K* $x$;1\n")
    text = "prov:\n  titel: '*T*'\n  kapitel: ekonomi\n  rader: [del, x]\n  kolumner: kommun\n  varden: {n: antal}\n"
    _, table, figure = own.sections(open_(repository, text + "  bild: punkter\n"), "ekonomi")
    assert table.heads[1] == r"\*K\* \$x\$"
    assert table.lines[0].label == r"\*D\* \[e\](f)"
    assert (table.caption, figure.caption) == (r"\*T\*", r"\*T\*")
    assert figure.alt == "*T*. *K* $x$ 1."


def _text(block: dict) -> str:
    words = {"Space": " ", "SoftBreak": " "}
    return "".join(part["c"] if part["t"] == "Str" else words[part["t"]] for part in block["c"])


# ---- Pictures ----------------------------------------------------------------------------------------------


def drawn(repository: Repository, text: str, content: str) -> Figure | None:
    repository.raw("prov.csv", content)
    book = open_(repository, "prov:\n  titel: T\n  kapitel: ekonomi\n" + text)
    definition = load_own("prov")["prov"]
    return picture("prov", definition, own_rows(book.own, "prov", definition))


def ticks(figure: Figure, panel: int = 0) -> list[str]:
    axes = figure.canvas.axes[panel]
    return [
        label.get_text()
        for label in (axes.get_yticklabels() if axes.get_ylabel() == "" else axes.get_xticklabels())
    ]


def test_bars_of_several_series_have_one_scale_and_no_bar_for_what_is_missing(repository):
    text = "  rader: x\n  varden: {a: tkr, b: tkr, s: tkr}\n  kolumnsummor: {s: [a, b]}\n  bild: staplar\n  rubriker: {a: Alfa}\n"
    figure = drawn(repository, text, "x;a;b;s\nU;100;-7;93\nV;..;0;\n")
    one, other = figure.canvas.axes
    assert [axes.get_title(loc="left") for axes in (one, other)] == ["Alfa", "B"]
    assert one.get_xlim() == other.get_xlim()
    assert one.get_xlim()[0] < -7 and one.get_xlim()[1] > 100
    assert [bar.get_width() for bar in one.patches] == [100, 0]
    assert [label.get_text() for label in one.texts] == ["100", ".."]
    assert [label.get_text() for label in other.texts] == ["−7", "0"]
    assert (one.get_xlabel(), other.get_xlabel()) == ("", "Tkr")
    assert ticks(figure) == ["U", "V"]
    assert figure.alt == "T. Alfa: U 100\u00a0tkr och V redovisas inte. B: U −7\u00a0tkr och V 0\u00a0tkr."


def test_lines_go_over_the_columns_of_a_long_table(repository):
    text = "  rader: x\n  kolumner: ar\n  varden: {p: procent}\n  bild: linjer\n  summor: [{summa: S, delar: alla}]\n"
    figure = drawn(repository, text, "x;ar;p\nU;2014;4\nU;2015;5\nV;2015;-3\nS;2015;2\n")
    (axes,) = figure.canvas.axes
    assert [label.get_text() for label in axes.get_xticklabels()] == ["2014", "2015"]
    one, other = (line.get_ydata() for line in axes.lines)
    assert list(one) == [4, 5]
    assert other[0] != other[0] and other[1] == -3
    assert axes.get_ylim()[0] < -3
    assert axes.get_ylabel() == "Procent"


def test_points_show_negative_numbers(repository):
    figure = drawn(repository, "  rader: x\n  varden: {a: kr}\n  bild: punkter\n", "x;a\nU;-100\nV;50\n")
    (axes,) = figure.canvas.axes
    assert axes.get_xlim()[0] < -100
    assert figure.alt == "T. U −100\u00a0kr och V 50\u00a0kr."


def test_months_are_told_in_swedish_and_other_labels_as_they_are(repository):
    text = "  rader: x\n  varden: {a: antal}\n  bild: linjer\n"
    content = (
        "x;a\n" + "".join(f"2016-{month:02};{month}\n" for month in range(1, 13)) + "A-B;1\n2016-13-1;2\n"
    )
    figure = drawn(repository, text, content)
    labels = figure.canvas.axes[0].get_xticklabels()
    assert [label.get_text() for label in labels][:2] == ["januari 2016", "februari 2016"]
    assert [label.get_text() for label in labels][-2:] == ["A-B", "2016-13-1"]
    assert {label.get_rotation() for label in labels} == {45}
    assert figure.canvas.axes[0].get_ylabel() == "Antal"


def test_drawn_rows_of_several_sections_tell_their_section(repository):
    text = "  rader: [d, x]\n  kolumner: k\n  varden: {a: antal}\n  bild: staplar\n"
    figure = drawn(repository, text, "d;x;k;a\nP;A;U;1\nQ;A;U;2\n")
    assert [axes.get_title(loc="left") for axes in figure.canvas.axes] == ["P: A", "Q: A"]


def test_no_number_is_no_picture(repository):
    assert drawn(repository, "  rader: x\n  varden: {a: antal}\n  bild: staplar\n", "x;a\nU;..\n") is None


def test_the_same_figures_give_the_same_picture(repository):
    text = "  rader: x\n  varden: {a: antal, b: antal}\n  bild: staplar\n"
    one, other = (drawn(repository, text, "x;a;b\nU;1;2\nV;3;4\n") for _ in range(2))
    assert one._repr_mimebundle_() == other._repr_mimebundle_()


# ---- Faults of the whole delivery --------------------------------------------------------------------------


def test_faults_of_definition_and_files_stop_the_book_with_their_places(repository):
    repository.write(
        "params/prov/tabeller.yml", "prov:\n  titel: T\n  kapitel: ekonomi\n  rader: x\n  varden: {n: st}\n"
    )
    repository.raw("prov.csv", "x;n\nA;1\n")
    (fault,) = repository.faults()
    assert (where(fault).file, where(fault).row, where(fault).column) == (
        "params/prov/tabeller.yml",
        5,
        "prov.varden.n",
    )
    repository.write(
        "params/prov/tabeller.yml",
        "prov:\n  titel: T\n  kapitel: ekonomi\n  rader: x\n  varden: {n: antal}\n",
    )
    repository.raw("prov-b.csv", "x;n\nA;1\nB;två\n")
    found = {
        (fault.code, tuple((place.file[-10:], place.row) for place in fault.where))
        for fault in repository.faults()
    }
    assert found == {
        ("number-unreadable", (("prov-b.csv", 3),)),
        ("row-twice", (("prov-b.csv", 2), ("0/prov.csv", 2))),
    }


def test_a_file_without_a_definition_is_a_fault(repository):
    repository.raw("prov.csv", "x;n\nA;1\n")
    (fault,) = repository.faults()
    assert fault.code == "kind-unknown"


def test_a_table_for_a_chapter_that_the_book_has_not_is_a_fault(repository):
    repository.year("kapitel: [index, avstamning]\n")
    repository.write(
        "params/prov/tabeller.yml",
        "prov:\n  titel: T\n  kapitel: ekonomi\n  rader: x\n  varden: {n: antal}\n",
    )
    repository.raw("prov.csv", "x;n\nA;1\n")
    assert [fault.code for fault in repository.faults()] == ["table-unshown"]


def test_the_year_of_the_book_stands_in_titles_and_checks(repository):
    repository.write("params/prov/tabeller.yml", PEOPLE)
    repository.raw("traffar.csv", "traff;antal\nVår;4\nHöst;5\nTotalt;10\n")
    params = repository.params()
    book = Book(params, read_delivery(params))
    heading, table, drawn = own.sections(book, "deltagare")
    assert heading.startswith("### Träffar 2020 ") and table.caption.startswith("Träffar 2020")
    assert isinstance(drawn, Figure) and "Besök 2020" in drawn.caption
    assert [check.subject for check in book.checks] == ["Träffar 2020, Totalt: summa"]
