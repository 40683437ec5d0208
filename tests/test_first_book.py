"""docs/first-book.md, done as a stranger would: its commands, its table in the workbook, and what it says is printed."""

from __future__ import annotations

import csv
import re
import shlex

import pytest
from click.testing import CliRunner
from conftest import REPOSITORY, Repository
from workbooks import fill

from finsam.cli import main
from finsam.ingest import processed
from finsam.params import load_params

PAGE = (REPOSITORY / "docs/first-book.md").read_text(encoding="utf-8")
#: Language and text of each block of code, in order.
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", PAGE, re.M | re.S)


def follow(repository: Repository, build: tuple[str, ...] = ()) -> None:
    """Do what the page says. build: further arguments in the place of those of `build`."""
    said = ""
    for language, text in BLOCKS:
        if language == "csv":
            _, *rows = csv.reader(text.splitlines(), delimiter=";")
            file = repository.root / "data/raw/skellefteby/2025/underlag-skellefteby-2025.xlsx"
            fill(
                file,
                "deltagare",
                [[int(cell) if cell.isdigit() else cell or None for cell in row] for row in rows],
            )
        elif language == "text":
            assert text in said, f"{text!r} is not in {said!r}"
        else:
            (line,) = text.splitlines()
            _, _, _, *arguments = shlex.split(line)
            if build and arguments[0] == "build":
                arguments = [*arguments[:2], *build]
            result = CliRunner().invoke(main, arguments)
            assert result.exit_code == 0, result.output
            said = result.output


def test_the_tutorial_is_what_happens(repository):
    follow(repository)
    page = (repository.root / "reports/skellefteby/2025/ekonomi.html").read_text(encoding="utf-8")
    assert "inga uppgifter om budget och utfall, resultaträkning, balansräkning," in page.replace("\n", " ")
    assert load_params("skellefteby", 2026).year.foregangare == ("skellefteby/2025",)
    file = repository.root / "data/raw/skellefteby/2026/underlag-skellefteby-2026.xlsx"
    fill(file, "deltagare", [("Vägen vidare", "varav nya för året", None, 21, 19, 40)])
    table = processed("skellefteby", 2026).tables["deltagare"]
    new = table[(table["matt"] == "nya") & (table["kolumn"] == "totalt")]
    assert {row.period: int(row.varde) for row in new.itertuples()} == {"2026": 40, "2025": 38}
    last = "data/raw/skellefteby/2025/underlag-skellefteby-2025.xlsx"
    assert set(table.loc[table["period"] == "2025", "fil"]) == {last}


@pytest.mark.slow
def test_the_first_book_is_made_in_all_formats_and_the_second_shows_the_first(repository):
    """Each build reads its documents back; the second book compares with figures of the first one's files."""
    follow(repository, build=("--engine", "pandoc"))
    file = repository.root / "data/raw/skellefteby/2026/underlag-skellefteby-2026.xlsx"
    fill(file, "deltagare", [("Vägen vidare", "Antal deltagare totalt", None, 41, 39, 80),
                             ("Vägen vidare", "varav nya för året", None, 21, 19, 40)])  # fmt: skip
    result = CliRunner().invoke(main, ["build", "skellefteby/2026", "--engine", "pandoc"])
    assert result.exit_code == 0, result.output
    for name in ("skellefteby-2026.pdf", "skellefteby-2026.docx", "index.html"):
        assert (repository.root / "reports/skellefteby/2026" / name).is_file()
    page = (repository.root / "reports/skellefteby/2026/deltagare.html").read_text(encoding="utf-8")
    assert "Uppgifterna för 2025 är hämtade ur Årsredovisning 2025 för" in page.replace("\n", " ")
