"""`finsam new`: params that explain themselves, templates that the reader reads, and a first book from one sheet."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from workbooks import fill

from finsam.chapters.unshown import _OF_ROWS
from finsam.cli import main
from finsam.delivery.read import read_delivery
from finsam.faults import Faults
from finsam.households.definitions import load_households
from finsam.households.rows import read_months
from finsam.params import Params, load_params
from finsam.params.forbund import Forbund
from finsam.params.year import Year
from finsam.paths import relative
from finsam.people.definitions import load_people
from finsam.people.rows import read_followed, read_spells
from finsam.public_economy.persons import read_person_support
from finsam.publish.checklist import checklist
from finsam.sources.grids import OPTIONAL, Grid, read_grids
from finsam.start import words
from finsam.start.keys import FORBUND, YEAR
from finsam.start.make import new_book, templates_folder
from finsam.start.params_text import filled, next_year_text
from finsam.start.templates import Template, templates
from finsam.start.workbook import NOTES, workbook
from finsam.surveys.definitions import load_surveys
from finsam.surveys.rows import read_answers
from finsam.tables.kinds import KINDS, ROW_DELIVERIES, Key
from finsam.tables.read import kind_of, tidy

EXAMPLES = Path(__file__).parents[1] / "docs/examples"
PARTICIPANTS = [
    ("Antal deltagare totalt", 40, 38, 78), ("varav nya för året", 20, 18, 38), ("Totalt antal avslutade", 18, 17, 35),
    ("varav till arbete", 6, 7, 13), ("varav till studier", 5, 6, 11), ("varav annat positivt avslut", 0, 0, 0),
    ("Antal avbrott", 7, 4, 11), ("Antal kvar i verksamheten", 22, 21, 43),
]  # fmt: skip


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture
def params(repository) -> Params:
    repository.forbund(
        "insatser: [{namn: Vägen vidare}, {namn: Matcha, kort: M}]\n"
        "medlemmar: [{namn: Försäkringskassan, slag: stat}, {namn: Umeå kommun, slag: kommun}]\n"
    )
    return repository.params()


@pytest.fixture
def made(params) -> list[Template]:
    return templates(params)


@pytest.fixture
def book(params, made, tmp_path) -> Path:
    """The workbook of all templates."""
    file = tmp_path / "mall.xlsx"
    file.write_bytes(workbook(made, params.chapters, "Underlag"))
    return file


def grid_of(file: Path, sheet: str) -> Grid:
    return next(grid for grid in read_grids(file) if grid.sheet == sheet)


# ---- Params ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("told", "model"), [(FORBUND, Forbund), (YEAR, Year)])
def test_every_key_of_new_params_is_told_and_its_example_can_be_used(told, model):
    assert list(told) == list(model.model_fields)
    text = "\n".join(filled(each.example, 2025) for each in told.values())
    read = YAML(typ="safe").load(text)
    assert list(read) == list(told)
    model.model_validate(read)


def test_new_params_can_be_loaded_and_what_is_missing_is_pointed_at(repository):
    new_book("skellefteby", "2025")
    load_params("skellefteby", 2025)
    result = run("check", "skellefteby/2025")
    assert result.exit_code == 0
    for key, line in (("namn", 4), ("kort", 7)):
        assert f"params/skellefteby/forbund.yml, row {line}, column {key}: " in result.stdout
    run(
        "new",
        "andraby",
        "2025",
        "--name",
        'Förbundet: "Andra" #1',
        "--short",
        "Andra",
        "--kommun",
        "2480,2482",
    )
    found = load_params("andraby", 2025).forbund
    assert (found.namn, found.kort, found.lan) == ('Förbundet: "Andra" #1', "Andra", "24")
    assert [member.kod for member in found.medlemmar] == [None, "24", "2480", "2482"]
    told = run("check", "andraby/2025").stdout
    assert told.count("placeholder-left") == 1 and "FYLL I regionens namn" in told


def test_a_book_that_says_fill_in_is_not_given_out(repository):
    new_book("skellefteby", "2025", short="Skellefteby")
    faults = next(checklist(load_params("skellefteby", 2025), {})).faults
    assert [(fault.code, fault.severity, fault.where[0].column) for fault in faults] == [
        ("placeholder-left", "error", "namn")
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("Skellefteby", "2025"), "small letters"),
        (("kommun", "2025"), "the name of something else"),
        (("skellefteby", "25"), "a year such as 2016"),
        (("../x", "2025"), "small letters"),
        (("skellefteby", "2025", "--kommun", "2483"), "SCB's four digits"),
        (("skellefteby", "2025", "--from", "2024"), "There is no förbund 'skellefteby'."),
        (("prov", "2020", "--from", "2020"), "can't carry over what lasts from 2020"),
        (("prov", "2020", "--from", "2021"), "a year before 2020"),
        (("skellefteby", "2025", "--name", "A <b>"), "text without signs of markup"),
        (("skellefteby", "2025", "--from", "2024", "--name", "A"), "edit it instead"),
    ],
)
def test_a_new_book_that_cannot_be_is_told_and_nothing_is_made(repository, arguments, words):
    before = sorted(repository.root.rglob("*"))
    result = run("new", *arguments)
    assert result.exit_code in (1, 2)
    assert words in result.stderr
    assert sorted(repository.root.rglob("*")) == before


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "file-unreadable: The file can't be opened (Is a directory)."),
        (b"namn: \xe5\n", "not UTF-8 text"),
    ],
)
def test_what_stands_in_the_place_of_params_is_told_and_nothing_made(repository, content, told):
    file = repository.root / "params/skellefteby/forbund.yml"
    if content is None:
        file.mkdir(parents=True)
    else:
        repository.write("params/skellefteby/forbund.yml", content)
    result = run("new", "skellefteby", "2025")
    assert (
        result.exit_code == 1 and told in result.stderr and "params/skellefteby/forbund.yml" in result.stderr
    )
    assert [*(repository.root / "params/skellefteby").iterdir()] == [file]


def test_kommuner_of_two_lan_have_each_their_region(repository):
    assert run("new", "granslandet", "2025", "--kommun", "2480,2580").exit_code == 0
    made = YAML(typ="safe").load((repository.root / "params/granslandet/forbund.yml").read_text("utf-8"))
    assert [each.get("kod") for each in made["medlemmar"]] == [None, "24", "25", "2480", "2580"]
    assert "lan" not in made


def test_nothing_is_overwritten_and_a_second_run_makes_what_is_missing(repository):
    made, left, _ = new_book("skellefteby", "2025")
    mine = repository.root / "params/skellefteby/forbund.yml"
    mine.write_text("namn: Mitt\nkort: Mitt\n", encoding="utf-8")
    year = repository.root / "params/skellefteby/2025.yml"
    year.unlink()
    (year.parent / ".2025.yml.123").write_text("sla", encoding="utf-8")
    again, stood, _ = new_book("skellefteby", "2025")
    assert (left, again, len(stood)) == ([], [year], len(made) - 1)
    assert mine.read_text(encoding="utf-8") == "namn: Mitt\nkort: Mitt\n"
    assert sorted(file.name for file in year.parent.iterdir()) == ["2025.yml", "forbund.yml"]
    assert made[-1] == year, "a book is there when everything else is"


def test_where_a_file_cannot_be_written_nothing_is_made(repository):
    repository.write("data/raw/skellefteby", "a file where the folder should be")
    before = sorted(repository.root.rglob("*"))
    with pytest.raises(Faults) as told:
        new_book("skellefteby", "2025")
    (fault,) = told.value.faults
    assert (fault.code, fault.where[0].file) == ("file-unwritable", "data/raw/skellefteby/2025/README.md")
    assert sorted(repository.root.rglob("*")) == before


# ---- The next year -----------------------------------------------------------------------------------------


def test_the_next_year_has_what_lasts_and_the_rest_as_comments(repository):
    repository.write(
        "params/prov/2020.yml",
        "# Beslutat i mars.\nslag: arsredovisning\nbeslutad: 2021-03-01\n# Målet gäller hela planen.\n"
        "mal_arbete_studier: {procent: 40}\ninledning:\n  - Året 2020.\n  - Mer.\nkapitel: [index, deltagare, avstamning]\n",
    )
    repository.write("params/prov/2020/texter/index.md", "Text.\n")
    _, _, left = new_book("prov", "2021", source="2020")
    assert left == ["beslutad", "inledning", "texter/index.md"]
    text = (repository.root / "params/prov/2021.yml").read_text(encoding="utf-8")
    assert "#beslutad: 2021-03-01\n" in text and "#inledning:\n#  - Året 2020.\n#  - Mer.\n" in text
    assert "# Målet gäller hela planen.\nmal_arbete_studier: {procent: 40}\n" in text
    year = load_params("prov", 2021).year
    assert year.model_fields_set == {"slag", "mal_arbete_studier", "kapitel", "foregangare"}
    assert year.foregangare == ("prov/2020",)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.permutations(sorted(set(YEAR) - {"slag"})), st.integers(0, len(YEAR)), st.data())
def test_whatever_stands_in_a_year_the_next_one_has_just_what_lasts(repository, keys, most, data):
    """Keys in any order, with comments and empty lines anywhere between them."""
    chosen = ["slag", *keys[:most]]
    between = st.sampled_from(["", "\n", "# En anmärkning: med kolon\n", "\n# En.\n# Till.\n\n"])
    text = "".join(data.draw(between) + filled(YEAR[key].example, 2020) + "\n" for key in chosen)
    repository.write("params/prov/2020.yml", text)
    next_text, left = next_year_text(load_params("prov", 2020), 2021)
    repository.write("params/prov/2021.yml", next_text)
    year = load_params("prov", 2021).year
    lasting = {key for key in chosen if YEAR[key].lasts}
    assert year.model_fields_set == lasting | {"foregangare"}
    assert left == [key for key in chosen if not YEAR[key].lasts]
    for line in filter(str.strip, text.splitlines()):
        assert line in next_text, "nothing is lost, not as a comment either"


def test_a_book_of_an_older_year_is_compared_with_and_an_interim_report_gets_its_day(repository):
    repository.write("params/prov/2020.yml", "slag: delarsrapport\nper: 2020-02-29\n")
    _, _, left = new_book("prov", "2023", source="2020")
    year = load_params("prov", 2023).year
    assert (left, year.jamfor, year.foregangare, str(year.per)) == ([], ("prov/2020",), (), "2023-02-28")


def test_an_interim_report_follows_that_of_the_same_day(repository):
    repository.write("params/prov/2020.yml", "slag: delarsrapport\nper: 2020-06-30\n")
    new_book("prov", "2021", source="2020")
    year = load_params("prov", 2021).year
    assert (year.foregangare, str(year.per)) == (("prov/2020",), "2021-06-30")


def test_keys_on_one_line_are_not_lost(repository):
    repository.write("params/prov/2020.yml", "{slag: arsredovisning, beslutad: 2021-03-01}\n")
    with pytest.raises(Faults, match="Several keys stand on one line"):
        new_book("prov", "2021", source="2020")


# ---- Templates ---------------------------------------------------------------------------------------------


def test_there_is_a_template_of_everything_and_no_word_of_nothing(made):
    assert [each.name for each in made] == [*KINDS, *ROW_DELIVERIES] == list(words.SHEETS)
    for template in made:
        own = set(words.SHEETS[template.name][1]) - {column.name for column in template.columns}
        assert not own, template.name
    assert set(_OF_ROWS) == set(ROW_DELIVERIES)
    shared = {column.name for template in made for column in template.columns}
    assert set(words.COLUMNS) <= shared


def test_templates_filled_by_the_examples_are_read_as_the_examples(book):
    """Every kind's example of docs/inputs.md, written into its sheet, is the same table as the CSV file."""
    examples = {name: read_grids(EXAMPLES / f"{name}.csv")[0] for name in KINDS}
    opened = openpyxl.load_workbook(book)
    for name, example in examples.items():
        sheet, kind = opened[name], KINDS[name]
        heads = [cell.value.removesuffix(f" {OPTIONAL}") for cell in sheet[1]]
        # The years of the example take the places of the template's, and stand after them.
        years = [heading for heading in example.header if kind.period_unit and heading not in kind.columns]
        heads = [head for head in heads if not years or head in kind.columns] + years
        for at, head in enumerate(heads, start=1):
            if head in years:
                sheet.cell(1, at, head)
            for number, (_, texts) in enumerate(example.rows, start=2):
                told = dict(zip(example.header, texts, strict=True))
                sheet.cell(number, at, told.get(head) or None)
        for at in range(len(heads) + 1, sheet.max_column + 1):
            sheet.cell(1, at).value = None
    opened.save(book)
    grids = {grid.sheet: grid for grid in read_grids(book)}
    for name, example in examples.items():
        kind = kind_of(grids[name])
        table, faults = tidy(grids[name], kind, 2016)
        expected, _ = tidy(example, kind, 2016)
        assert (kind, faults) == (KINDS[name], [])
        told = [key for key in expected if key in ("kolumn", "varde", "status", "period", *kind.columns)]
        table, expected = (each.loc[each["status"] != "saknas", told] for each in (table, expected))
        assert _rows(table) == _rows(expected), name


def _rows(table: pd.DataFrame) -> list[str]:
    return sorted(map(str, table.to_numpy().tolist()))


def test_templates_of_rows_filled_in_are_read_without_a_fault(params, book):
    fill(book, "personer", [("A17", "Matcha", "Kvinna", "2020-01-15", "2020-05-01", "Lönebidrag", "Umeå", 1994),
                            ("B03", "Matcha", "Man", "2020-02-01")])  # fmt: skip
    fill(book, "personuppfoljning", [("A17", "1", "Okänt")])
    people = load_people("prov")
    spells, faults = read_spells(grid_of(book, "personer"), people, params)
    assert (faults, list(spells["kon"]), list(spells["avslut"])) == ([], ["kvinnor", "man"], ["arbete", ""])
    followed, faults = read_followed(grid_of(book, "personuppfoljning"), people, params)
    assert (faults, len(followed)) == ([], 1)


def test_what_is_optional_can_be_left_out_and_what_is_required_cannot(params, made, book):
    """By the reader's own judgement, of every column of every template."""
    readers = {
        "personer": partial(read_spells, definitions=load_people("prov"), params=params),
        "personuppfoljning": partial(read_followed, definitions=load_people("prov"), params=params),
        "enkatsvar": partial(read_answers, surveys=load_surveys("prov"), params=params, year=2020),
        "hushallsmanader": partial(read_months, definitions=load_households("prov"), params=params),
        "personstod": partial(read_person_support, params=params),
    } | {name: partial(tidy, kind=kind, year=2020) for name, kind in KINDS.items()}
    grids = {grid.sheet: grid for grid in read_grids(book)}
    for template in made:
        grid = grids[template.name]
        for at, column in enumerate(template.columns):
            if column.name[:2] == "20":
                continue  # one amount of several, whichever
            header = (*grid.header[:at], *grid.header[at + 1 :])
            _, faults = readers[template.name](Grid(grid.file, grid.sheet, header, 1, ()))
            missing = [fault.expected.split(",")[0] for fault in faults if fault.code == "column-missing"]
            missing = [name for name in missing if name != "a column of numbers"]
            if template.name == "enkatsvar" and column.name == "respondentgrupp":
                continue  # required where several groups may answer, which the questions tell
            assert missing == ([column.name] if column.required else []), (template.name, column.name)


def test_every_word_of_the_lists_is_a_word_that_is_read(made, book):
    """Through the workbook: the range that the rule of a cell names holds all the words that the reader knows, once."""
    opened = openpyxl.load_workbook(book)
    checked = 0
    for template in made:
        kind = KINDS.get(template.name)
        rules = opened[template.name].data_validations.dataValidation
        lists = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in rules if rule.type == "list"}
        for at, column in enumerate(template.columns, start=1):
            key = kind.columns.get(column.name) if kind else None
            if not isinstance(key, Key) or key.words is None:
                continue
            cell = opened[template.name].cell(2, at).coordinate
            first, last = re.fullmatch(rf"'{NOTES}'!\$B\$(\d+):\$B\$(\d+)", lists[cell]).groups()
            shown = [opened[NOTES].cell(row, 2).value for row in range(int(first), int(last) + 1)]
            assert len(set(shown)) == len(key.words)
            grid = Grid(book, template.name, (column.name,), 1, tuple((2, (text,)) for text in shown))
            assert [fault for fault in tidy(grid, kind, 2020)[1] if fault.code == "word-unknown"] == []
            checked += len(shown)
    assert checked > 100


def test_sheets_say_what_is_optional_in_words_and_their_heads_stay_in_view(params, made, book):
    opened = openpyxl.load_workbook(book)
    assert opened.sheetnames == [NOTES, *(each.name for each in made)]
    explained = [[cell.value for cell in row[:4]] for row in opened[NOTES].iter_rows()]
    for template in made:
        sheet = opened[template.name]
        assert sheet.freeze_panes == "A2"
        for cell, column in zip(sheet[1], template.columns, strict=True):
            assert cell.value.endswith(OPTIONAL) != column.required
            assert cell.comment.text.startswith("Krävs." if column.required else "Valfri.")
            assert cell.fill.fgColor.rgb == ("FF1F4E79" if column.required else "FFDDEBF7")
            told = "Krävs" if column.required else "Valfri"
            assert [template.name, column.name, told, column.about] in explained


def test_the_names_of_the_forbund_can_be_chosen(made):
    columns = {(each.name, column.name): column for each in made for column in each.columns}
    assert columns["deltagare", "insats"].words == ("Alla insatser", "Vägen vidare", "Matcha")
    assert columns["deltagare", "insats"].more and not columns["medlemsbidrag", "medlem"].more
    assert columns["medlemsbidrag", "medlem"].words == ("Försäkringskassan", "Umeå kommun")


def test_unfilled_templates_are_as_good_as_none(repository):
    """The workbook and every CSV template among the raw files: nothing is delivered, and nothing is wrong."""
    new_book("skellefteby", "2025")
    for file in templates_folder("skellefteby", 2025).glob("*.csv"):
        (repository.root / "data/raw/skellefteby/2025" / file.name).write_bytes(file.read_bytes())
    delivery = read_delivery(load_params("skellefteby", 2025))
    assert (delivery.tables, len(delivery.people), len(delivery.answers)) == ({}, 0, 0)
    assert len(delivery.sources) == len(KINDS) + len(ROW_DELIVERIES) + 1


def test_the_same_templates_are_the_same_bytes(params, made):
    assert workbook(made, params.chapters, "Underlag") == workbook(
        templates(params), params.chapters, "Underlag"
    )


def test_a_template_that_is_filled_in_where_nothing_reads_it_is_told(repository):
    new_book("skellefteby", "2025")
    file = templates_folder("skellefteby", 2025) / "underlag-skellefteby-2025.xlsx"
    fill(file, "kvalitetsmal", [("Livskvalitet", 75)])
    told = run("check", "skellefteby/2025").stdout
    assert "template-filled" in told
    assert "data/mallar/skellefteby/2025/underlag-skellefteby-2025.xlsx, sheet kvalitetsmal" in told


# ---- As people fill them in --------------------------------------------------------------------------------


SLIPS = {
    "B2": ("varav nyaa", "word-unknown", "matt", "one of antal_totalt"),
    "D3": ("fyrtio", "number-unreadable", "kvinnor", "a number such as"),
    "D4": ("40 %", "number-unreadable", "kvinnor", "a number in antal"),
    "D5": (-4, "number-negative", "kvinnor", "0 or more"),
    "D6": (4.5, "number-not-whole", "kvinnor", "a whole number"),
    "C7": ("förra året", "period-unreadable", "period", "year"),
    "A8": (None, "cell-empty", "insats", "the insats"),
}
#: In the header, where nothing beneath can be read.
OF_HEADER = {
    "H1": ("anteckning", "column-unknown", "anteckning", "one of insats, matt"),
    "B1": ("", "column-missing", None, "matt"),
}


@pytest.mark.parametrize("slips", [SLIPS, OF_HEADER], ids=["cells", "headings"])
def test_slips_in_the_workbook_are_told_at_once_with_sheet_cell_and_what_was_expected(repository, slips):
    new_book("skellefteby", "2025")
    file = repository.root / "data/raw/skellefteby/2025/underlag-skellefteby-2025.xlsx"
    fill(file, "deltagare", [("Vägen vidare", matt, None, *counts) for matt, *counts in PARTICIPANTS])
    opened = openpyxl.load_workbook(file)
    for cell, (value, *_) in slips.items():
        opened["deltagare"][cell].value = value
    opened.save(file)
    with pytest.raises(Faults) as wrong:
        read_delivery(load_params("skellefteby", 2025))
    told = {}
    for fault in wrong.value.faults:
        place = fault.where[0]
        assert (place.file, place.sheet) == (relative(file), "deltagare")
        told[fault.code, place.row, place.column] = fault.expected
    for cell, (_, code, column, expected) in slips.items():
        assert told[code, int(cell[1:]), column].startswith(expected), cell
    assert len(told) == len(slips) + (slips is OF_HEADER), "an empty heading is unknown, too"
