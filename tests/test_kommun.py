"""The report on a kommun: what it is opened with, what it says, and that it comes also where there is nothing to say."""

from __future__ import annotations

import json
import re
from pathlib import Path

import nbformat
import papermill
import pytest
from click.testing import CliRunner
from conftest import REPOSITORY
from lxml import html
from pypdf import PdfReader

from finsam.chapters import kommun_statistics
from finsam.chapters.kommun import open_kommun
from finsam.chapters.kommun_forbund import insatser, membership
from finsam.chapters.markdown import Table
from finsam.cli import main
from finsam.faults import Faults
from finsam.ingest import processed
from finsam.register.kommun import find_kommun, has_invented_figures
from finsam.render.engines import has_quarto
from finsam.tables.chapters import chapter_notebook
from tools.exempelregister.__main__ import main as make_example


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    """A root with the real books and the invented statistics of some kommuner, and none of the agencies'."""
    root = tmp_path_factory.mktemp("kommuner")
    (root / "data/raw").mkdir(parents=True)
    for name in ("notebooks", "params", "finsam", "_quarto.yml", "_brand.yml"):
        (root / name).symlink_to(REPOSITORY / name)
    for name in ("umearegionen", "umea-vannas", "exempelforbundet"):
        (root / "data/raw" / name).symlink_to(REPOSITORY / "data/raw" / name)
    codes = "9901,9902,9903,9904,9905"
    make_example(["--out", str(root / "data/raw/register-exempel"), "--kommuner", codes])
    return root


@pytest.fixture
def at(place, monkeypatch) -> Path:
    monkeypatch.setenv("FINSAM_ROOT", str(place))
    return place


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, list(arguments))
    return result.exit_code, result.output


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\\", "")


def rows(table: Table) -> dict[str, list[str]]:
    return {plain(line.label): [plain(cell) for cell in line.cells] for line in table.lines}


# ---- Which kommun ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("given", ["0114", 114, "114"])
def test_a_code_that_papermill_made_a_number_of_is_still_the_code(given):
    assert find_kommun(given).kort == "Upplands Väsby"


@pytest.mark.parametrize(
    ("given", "hint"), [("2489", "Did you mean"), ("Umeå", "Umeå has the code 2480."), ("24", ""), ("", "")]
)
def test_what_is_no_code_of_a_kommun_is_told(given, hint):
    with pytest.raises(Faults) as told:
        find_kommun(given)
    (fault,) = told.value.faults
    assert fault.code == "kommun-unknown" and hint in fault.message


def test_invented_figures_are_for_invented_kommuner_and_until_real_ones_are_there(at):
    assert [has_invented_figures(find_kommun(code)) for code in ("9901", "2480")] == [True, True]
    (at / "data/raw/register").mkdir()
    try:
        (at / "data/raw/register/README.md").write_text("ingen statistik")
        assert has_invented_figures(find_kommun("2480"))
        (at / "data/raw/register/eget.csv").write_text(
            "kommun_kod;period;matt;varde\n2480;2016;uvas_andel;8,1\n"
        )
        assert [has_invented_figures(find_kommun(code)) for code in ("9901", "2480")] == [True, False]
    finally:
        for file in (at / "data/raw/register").iterdir():
            file.unlink()
        (at / "data/raw/register").rmdir()


# ---- What it says ------------------------------------------------------------------------------------------


def test_the_contribution_is_that_of_the_forbund_with_its_shares(at):
    # 1 432 000 kr of 9 599 700 kr, and of 2 399 700 kr from the three kommuner.
    (told,) = membership(open_kommun("9901", 2024))
    assert plain(told) == (
        "Ekviks kommun är medlem i Samordningsförbundet Exempelbygden sedan 2009. Kommunens bidrag för 2024 var "
        "1 432 000 kr, 14,92 % av alla bidrag och 59,67 % av kommunernas del."
    )


def test_the_participants_are_those_who_live_in_the_kommun(at):
    people = processed("exempelforbundet", 2024).people
    here = people[(people["kommun"] == "Ekvik") & (people["start"] <= "2024-12-31")]
    here = here[here["slut"].isna() | (here["slut"] >= "2024-01-01")]
    (table,) = insatser(open_kommun("9901", 2024))
    shown = {insats: int(cells[0]) for insats, cells in rows(table).items()}
    assert shown == here.groupby("insats").size().to_dict()


def test_an_insats_for_one_kommun_alone_is_shown_with_its_printed_figures(real):
    # Nordmaling 2016: 14 participants, 14 new, 3 ended, of whom 0 to work and 1 to study.
    (table,) = insatser(open_kommun("2401", 2016))
    assert rows(table) == {"Nordmaling": ["14", "14", "3", "33 % (6–79), få personer"]}


def test_a_real_kommun_with_invented_figures_says_nothing_of_its_real_forbund(at):
    kommun = open_kommun("2480", 2016)
    assert (kommun.books, insatser(kommun)) == ((), [])
    assert [plain(item) for item in membership(kommun)] == [
        "Statistiken är påhittad. Kommunens samordningsförbund visas därför inte här."
    ]


def test_a_kommun_outside_every_forbund_is_told_so(real):
    (told,) = membership(open_kommun("0114", 2016))
    assert plain(told).startswith("Upplands Väsby kommun är inte medlem i något av de samordningsförbund")


def test_the_overview_has_the_kommun_its_forbund_the_county_and_the_country(at):
    table = kommun_statistics.overview(open_kommun("9901", 2024))
    assert list(table.heads) == [
        "Mått",
        "Period",
        "Ekvik",
        "Förbundet",
        "Länet",
        "Riket",
        "Förändring per år",
    ]
    found = rows(table)
    source = open_kommun("9901", 2024).profiles["sjukpenningtal"]
    raw = json.loads((at / "data/raw/register-exempel/forsakringskassan-SJPsjptal.json").read_text())
    (december,) = (
        row["observations"]["spt"]["value"]
        for row in raw
        if row["dimensions"]["kommun_kod"] == "9901"
        and (row["dimensions"]["ar"], row["dimensions"]["manad"]) in ((2024, 12), ("2024", "12"))
        and row["dimensions"]["kon_kod"] == "ALL"
    )
    assert source.get("9901").value("2024-12") == december
    assert found["Sjukpenningtal, 16–64 år"][:2] == ["2024", f"{december:.1f}".replace(".", ",")]


def test_likeness_is_judged_among_the_kommuner_that_have_figures(at):
    told, table = kommun_statistics.alike(open_kommun("9901", 2024))
    first, *others = rows(table)
    assert first == "Ekvik" and set(others) <= {"Björksta", "Sjöhult", "Granfors", "Storåsen"} and others
    assert "Befolkningen väger lika tungt" in told


# ---- The report --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    """A root with the real books and no public statistics at all."""
    root = tmp_path_factory.mktemp("utan-statistik")
    (root / "data/raw").mkdir(parents=True)
    for name in ("notebooks", "params", "finsam", "_quarto.yml", "_brand.yml"):
        (root / name).symlink_to(REPOSITORY / name)
    for name in ("umearegionen", "umea-vannas"):
        (root / "data/raw" / name).symlink_to(REPOSITORY / "data/raw" / name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FINSAM_ROOT", str(root))
        yield root


def test_the_notebook_runs_under_papermill_alone_also_where_there_is_nothing(real, tmp_path):
    out = tmp_path / "out.ipynb"
    papermill.execute_notebook(
        str(chapter_notebook("kommun")), str(out), parameters={"kommun": 114, "ar": 2016}, progress_bar=False
    )
    shown = "".join(
        output.get("data", {}).get("text/markdown", "")
        for cell in nbformat.read(out, as_version=4).cells
        if cell.cell_type == "code"
        for output in cell.outputs
    )
    assert "innehåller inga uppgifter om sjukpenningtal, unga som varken arbetar eller studerar" in shown


def test_the_report_is_a_few_pages_in_every_format_and_says_that_it_is_invented(at):
    code, told = run("kommun", "--year", "2024", "--only", "9901")
    folder = at / "reports/kommun/2024/9901-ekvik"
    assert (code, told.splitlines()[0]) == (0, "Ekviks kommun 2024: reports/kommun/2024/9901-ekvik")
    pages = PdfReader(folder / "9901-ekvik-2024.pdf").pages
    # Quarto's book template has a title page and begins every chapter on a right-hand page (docs/render-engines.md).
    assert 1 <= len(pages) <= (8 if has_quarto() else 3)
    assert all("Påhittat exempel" in page.extract_text() for page in pages)
    text = html.fromstring((folder / "index.html").read_text(encoding="utf-8")).text_content()
    assert "Påhittat exempel" in text and "Ekviks kommun är medlem i" in text
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["parametrar"] == {"kommun": "9901", "ar": 2024}
    read = {entry["fil"] for entry in manifest["indata"]}
    assert "data/raw/register-exempel/forsakringskassan-SJPsjptal.json" in read
    assert any(name.endswith("exempelforbundet/2024/bokforing-2024.se") for name in read)
    assert (folder / "9901-ekvik-2024.docx").is_file()


def test_the_report_is_read_back_and_a_number_changed_afterwards_is_found(at):
    run("kommun", "--year", "2024", "--only", "9902", "--to", "html", "--engine", "pandoc")
    name = "kommun/2024/9902"
    code, told = run("verify", name)
    assert code == 0 and "100 % traced" in told and "html: " in told
    page = next((at / "reports/kommun/2024").glob("9902-*/index.html"))
    right = page.read_text(encoding="utf-8")
    cell = re.search(r"<td[^>]*>[^<0-9]*([1-9])[0-9, ]*</td>", right)
    wrong = "3" if cell[1] != "3" else "4"
    page.write_text(right[: cell.start(1)] + wrong + right[cell.end(1) :], encoding="utf-8")
    code, told = run("verify", name)
    assert code == 1 and "cell-differs" in told
    page.write_text(right, encoding="utf-8")
    assert run("verify", "kommun/2024/9999")[0] == 2


def test_a_report_with_a_number_that_nothing_accounts_for_is_not_published(at, tmp_path, monkeypatch):
    for each in at.iterdir():
        if each.name not in ("notebooks", "reports"):
            (tmp_path / each.name).symlink_to(each)
    (tmp_path / "notebooks").mkdir()
    monkeypatch.setenv("FINSAM_ROOT", str(tmp_path))
    notebook = nbformat.read(REPOSITORY / "notebooks/kommun.ipynb", as_version=4)
    notebook.cells.append(nbformat.v4.new_markdown_cell("Omkring 4711 personer väntar."))
    nbformat.write(notebook, tmp_path / "notebooks/kommun.ipynb")
    code, told = run("kommun", "--year", "2024", "--only", "9901", "--to", "html", "--engine", "pandoc")
    assert code == 1 and "number-untraced" in told and "4711" in told
    assert not (tmp_path / "reports/kommun/2024/9901-ekvik/index.html").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--only", "9999"], "'9999' is not the code of a kommun"),
        (["--only", "2480", "--to", "odt"], "the formats are html, pdf, docx"),
        ([], "--year"),
    ],
)
def test_wrong_usage_is_told(at, arguments, words):
    year = ["--year", "2024"] if arguments else []
    code, told = run("kommun", *year, *arguments)
    assert code == 2 and words in told
