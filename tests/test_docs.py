"""The docs say what the code does: this fails when they drift apart."""

from __future__ import annotations

import ast
import importlib.util
import re
import tomllib
from io import StringIO
from pathlib import Path
from urllib.parse import unquote

import click
import pytest
from ruamel.yaml import YAML

from finsam.cli import main
from finsam.faults import Faults
from finsam.params import load_params
from finsam.params.forbund import Forbund, Insats
from finsam.params.goals import Goal
from finsam.params.kinds import CHAPTERS_OF, KIND_NAMES
from finsam.params.members import Medlem
from finsam.params.signers import Signer, Underskrifter
from finsam.params.year import Bokforing, Year
from finsam.portal.page import in_alphabet
from finsam.sources.grids import read_grids
from finsam.tables.chapters import CHAPTERS
from finsam.tables.contracts import contract, repeated_rows
from finsam.tables.kinds import KINDS
from finsam.tables.read import CELL_COLUMNS, kind_of, tidy

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")] + sorted(
    page for page in DOCS.glob("*.md") if page.name != "README.md"
)
TEXTS = {page.name: page.read_text(encoding="utf-8") for page in PAGES}
TEXTS["docs/README.md"] = (DOCS / "README.md").read_text(encoding="utf-8")


def section(page: str, heading: str) -> str:
    """The text under a heading of a page, down to the next heading of any level."""
    found = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#|\Z)", _without_code(TEXTS[page]), re.M | re.S)
    assert found, f"{page} has no heading {heading!r}"
    return found[1]


def code_blocks(page: str, language: str = "") -> list[str]:
    found = re.findall(r"^```(\w*)\n(.*?)^```$", TEXTS[page], re.M | re.S)
    return [text for name, text in found if name == language]


def first_cells(table: str) -> list[str]:
    """The code words in the first column of a Markdown table."""
    return re.findall(r"^\| `([^`]+)`", table, re.M)


def _without_code(text: str) -> str:
    """The text with the lines of code blocks blank, so that a comment in them is no heading."""
    return re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)


# ---- Inputs ----------------------------------------------------------------------------------------------


def test_inputs_page_is_what_the_script_makes():
    spec = importlib.util.spec_from_file_location("make_inputs", DOCS / "make_inputs.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert TEXTS["inputs.md"] == script.page(TEXTS["inputs.md"]), "run python docs/make_inputs.py"


def test_every_kind_has_an_example_and_every_example_a_kind():
    assert {file.stem for file in (DOCS / "examples").iterdir()} == set(KINDS)


@pytest.mark.parametrize("name", KINDS)
def test_example_is_read_without_a_fault(name):
    (grid,) = read_grids(DOCS / "examples" / f"{name}.csv")
    kind = kind_of(grid)
    table, faults = tidy(grid, kind, 2016)
    assert (kind.name, faults + repeated_rows(kind, table)) == (name, [])
    assert len(contract(kind).validate(table)) > 1


def test_examples_mix_the_dialects():
    heads = [file.read_text(encoding="utf-8").splitlines()[0] for file in (DOCS / "examples").iterdir()]
    assert {max(";\t,", key=head.count) for head in heads} == {";", "\t", ","}


def test_faults_of_the_inputs_page_are_those_that_are_told(tmp_path, monkeypatch):
    monkeypatch.setenv("FINSAM_ROOT", str(tmp_path))
    file = tmp_path / "budget.csv"
    file.write_text(code_blocks("inputs.md", "csv")[0], encoding="utf-8")
    (grid,) = read_grids(file)
    _, faults = tidy(grid, KINDS["budget"], 2016)
    assert "\n".join(map(str, faults)) + "\n" in code_blocks("inputs.md")


# ---- Params ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "model"),
    [("forbund.yml", Forbund), ("medlemmar", Medlem), ("insatser", Insats), ("&lt;year&gt;.yml", Year),
     ("bokforing", Bokforing), ("mal_arbete_studier", Goal), ("underskrifter", Underskrifter), ("Those who sign", Signer)],
)  # fmt: skip
def test_every_key_of_the_params_is_documented(heading, model):
    table = section("params.md", heading)
    assert sorted(first_cells(table)) == sorted(model.model_fields)
    for name, field in model.model_fields.items():
        row = next(line for line in table.splitlines() if line.startswith(f"| `{name}`"))
        assert (row.split("|")[3].strip() == "required") == field.is_required(), name


def test_the_examples_of_params_are_valid():
    models = {"# forbund.yml": Forbund, "# <year>.yml": Year}
    found = {block.splitlines()[0]: block for block in code_blocks("params.md", "yaml")}
    for first, model in models.items():
        example = model.model_validate(YAML(typ="safe").load(found[first]))
        assert example.model_fields_set == set(model.model_fields), "the example shows every key"


def test_every_chapter_is_documented_with_its_title_and_books():
    rows = dict(re.findall(r"^\| `([\w-]+)` \| (.*)$", section("params.md", "Chapters"), re.M))
    assert list(rows) == sorted(CHAPTERS, key=list(rows).index)
    for name, row in rows.items():
        title, books, *_ = (cell.strip(" `") for cell in row.split("|"))
        assert f"# {title} {{#sec-" in (ROOT / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8")
        assert books == _books_with(name), name


def _books_with(chapter: str) -> str:
    found = [slag for slag, chapters in CHAPTERS_OF.items() if chapter in chapters]
    return "all" if len(found) == len(CHAPTERS_OF) else "`, `".join(found) or "none"


def test_faults_of_the_params_page_are_those_that_are_told(tmp_path, monkeypatch):
    monkeypatch.setenv("FINSAM_ROOT", str(tmp_path))
    folder = tmp_path / "params/umearegionen"
    folder.mkdir(parents=True)
    (folder / "forbund.yml").write_text("namn: N\nkort: N\n", encoding="utf-8")
    wrong = next(block for block in code_blocks("params.md", "yaml") if "titell" in block)
    (folder / "2016.yml").write_text(wrong, encoding="utf-8")
    with pytest.raises(Faults) as told:
        load_params("umearegionen", 2016)
    assert f"{told.value}\n" in code_blocks("params.md")


def test_documented_fault_codes_exist():
    code = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "finsam").rglob("*.py"))
    for name in re.findall(r"`([a-z]+(?:-[a-z]+)+)`", section("params.md", "When something is wrong")):
        assert f'"{name}"' in code, name


# ---- Commands, links, architecture -----------------------------------------------------------------------


@pytest.mark.parametrize("page", TEXTS)
def test_commands_and_options_exist(page):
    for command, rest in re.findall(r"python -m finsam ([a-z][\w-]*)([^`\n#]*)", TEXTS[page]):
        assert command in main.commands, f"there is no command {command}"
        for option in re.findall(r"(?<!\S)--?[a-z][\w-]*", rest):
            assert option in _options(command), f"{command} has no option {option}"
    known = {option for command in main.commands for option in _options(command)} | _options_of(main)
    for option in re.findall(r"`(--?[a-z][\w-]*)[^`\n]*`", TEXTS[page]):
        assert option in known, f"no command has the option {option}"


def test_every_command_and_option_is_documented():
    table = section("setup.md", "One book, all books")
    for command in main.commands:
        assert f"python -m finsam {command} " in table, command
        for option in _options(command) - {"--help", "-h"}:
            assert f"`{option}`" in table, f"{command} {option}"
    for option in _options_of(main) - {"--help", "-h", "--version"}:
        assert f"`{option}`" in table, option


@pytest.mark.parametrize("page", TEXTS)
def test_make_targets_exist(page):
    targets = re.findall(r"^(\w[\w-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    assert set(re.findall(r"(?:^|`)make ([a-z][\w-]*)", TEXTS[page], re.M)) <= set(targets)


def _options(command: str) -> set[str]:
    return _options_of(main.commands[command])


def _options_of(command: click.Command) -> set[str]:
    options = [param for param in command.params if isinstance(param, click.Option)]
    return {"--help", "-h"}.union(*(option.opts for option in options))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    for link in re.findall(r"\]\(([^)\s]+)\)", _without_code(page.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = page.parent / unquote(path) if path else page
        assert target.exists(), f"{link} leads nowhere"
        if anchor:
            assert unquote(anchor) in _anchors(target), f"{link}: no such heading"


def _anchors(page: Path) -> set[str]:
    """The anchors that GitHub gives the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", _without_code(page.read_text(encoding="utf-8")), re.M)
    plain = (re.sub(r"&\w+;|[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in plain}


def test_cell_columns_are_documented():
    rows = " ".join(re.findall(r"^\| (`.*?) \|", section("architecture.md", "The tidy cell table"), re.M))
    assert tuple(re.findall(r"`(\w+)`", rows)) == CELL_COLUMNS


def test_the_way_of_the_data_tells_every_folder():
    text = section("architecture.md", "The way of the data")
    folders = {path.parent.name for path in (ROOT / "finsam").glob("*/__init__.py")}
    assert folders == set(re.findall(r"`finsam/(\w+)`", text))


def test_imports_go_one_way():
    block = next(block for block in code_blocks("architecture.md") if block.startswith("faults"))
    layers = {name: at for at, line in enumerate(StringIO(block)) for name in re.findall(r"\w+", line)}
    parts = {path.stem for path in (ROOT / "finsam").iterdir() if not path.name.startswith("_")}
    assert parts == set(layers)
    for file in (ROOT / "finsam").rglob("*.py"):
        part = file.relative_to(ROOT / "finsam").parts[0].removesuffix(".py")
        for name in _imported(file) if part in layers else ():
            same_layer_apart = {part, name} == {"chapters", "render"}
            assert layers[name] <= layers[part] and not same_layer_apart, f"{file.name} imports {name}"


def _imported(file: Path) -> set[str]:
    """The parts of finsam that a module imports; `from finsam import x` is x."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
        if isinstance(node, ast.ImportFrom) and node.module == "finsam":
            found |= {name for name in names if name != "__version__"}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("finsam."):
            found.add(node.module.split(".")[1])
        elif isinstance(node, ast.Import):
            found |= {name.split(".")[1] for name in names if name.startswith("finsam.")}
    return found


@pytest.mark.parametrize("name", ["start.png", "deltagare.png", "pdf.png"])
def test_pictures_are_there_and_small(name):
    assert 10_000 < (DOCS / "pictures" / name).stat().st_size < 300_000


# ---- The list of pages, the glossary, the citation -------------------------------------------------------


def test_every_page_is_in_the_list_of_its_reader_once():
    listed = re.findall(r"\]\(([\w-]+\.md)\)", TEXTS["docs/README.md"])
    assert sorted(listed) == sorted(page.name for page in DOCS.glob("*.md") if page.name != "README.md")


def test_the_glossary_is_in_order_and_has_the_names_of_kinds_and_measures():
    rows = re.findall(r"^\| ([^|]+?) \| ([^|]+?) \|", TEXTS["glossary.md"], re.M)[1:]
    order = [in_alphabet(swedish) for swedish, _ in rows]
    assert order == sorted(order)
    named = {part.strip().casefold() for swedish, _ in rows for part in re.split(r"[,()]", swedish)}
    assert {name.casefold() for name in KIND_NAMES.values()} <= named
    assert {"sjukpenningtal", "ohälsotal", "uvas", "helårsekvivalent"} <= named
    assert {"avslutade", "kvar", "nya", "avbrott", "arbete", "studier"} <= named


def test_the_citation_is_of_this_version():
    cited = YAML(typ="safe").load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    about = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (cited["title"], cited["version"], cited["license"]) == (
        about["name"],
        about["version"],
        about["license"],
    )
