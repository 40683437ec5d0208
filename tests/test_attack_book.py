"""The attack on real books: before they are published, by its command, and of what other reports tell."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from published import Printed, Shelf

from finsam.attack.scope import raise_if_recomputed
from finsam.build import build
from finsam.cli import main
from finsam.faults import Faults

HEADS = "insats,matt,kvinnor,man,totalt"
COUNTS = {
    ("Lotsen", "Antal deltagare totalt"): "20,24,44",
    ("Lotsen", "varav nya för året"): "..,..,14",
    ("Stegen före", "Antal deltagare totalt"): "105,79,184",
    ("Stegen före", "varav nya för året"): "..,..,12",
    ("Vägen vidare", "Antal deltagare totalt"): "141,104,245",
    ("Vägen vidare", "varav nya för året"): "64,56,120",
    ("Alla insatser", "Antal deltagare totalt"): "266,207,473",
    ("Alla insatser", "varav nya för året"): "79,67,146",
}


def deliver(repository, changed: dict[tuple[str, str], str] | None = None) -> None:
    rows = [",".join([*key, counts]) for key, counts in (COUNTS | (changed or {})).items()]
    repository.raw("deltagare.csv", "\n".join([HEADS, *rows]) + "\n")


@pytest.fixture
def book(repository):
    """A small book whose suppressed figures are protected."""
    repository.forbund(
        "insatser: [{namn: Lotsen}, {namn: Stegen före}, {namn: Vägen vidare}]\n"
        "medlemmar: [{namn: Umeå kommun, slag: kommun, kod: '2480'}]\n"
    )
    repository.year("skydd: {allt: {min_antal: 5}}\nkapitel: [index, deltagare, avstamning, metod]\n")
    deliver(repository)
    return repository


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["attack", *arguments])
    return result.exit_code, result.output


def test_book_that_protects_its_figures_is_published_and_one_that_does_not_is_not(book):
    folder = build("prov", 2020, ("html",), "pandoc")
    before = (folder / "index.html").read_bytes()
    assert run("prov/2020") == (0, "prov: 1 report, 4 suppressed figures, 0 of them not protected.\n")
    deliver(book, {("Lotsen", "varav nya för året"): "..,8,14"})
    with pytest.raises(Faults) as told:
        build("prov", 2020, ("html",), "pandoc")
    assert {fault.code for fault in told.value.faults} == {"suppressed-recomputed"}
    assert "tbl-deltagare-lotsen, Varav nya för året, column Kvinnor" in str(told.value)
    assert (folder / "index.html").read_bytes() == before


LOTSEN = """
Mått                   | Kvinnor | Män | Totalt
Antal deltagare totalt | 20      | 24  | 44
Varav nya för året     | ..      | ..  | 14
"""


def lotsen(text: str) -> Printed:
    return Printed("tbl-deltagare-lotsen", "Deltagare 2020, Lotsen.", text)


def test_command_tells_each_figure_that_gives_in(book):
    shelf = Shelf(book.root / "reports")
    shelf.report("prov/2020", [lotsen(LOTSEN.replace("..", "6", 1))])
    code, said = run("prov/2020", "--json")
    (told,) = json.loads(said)
    assert code == 1
    place = {
        "file": "prov/2020/index.html",
        "sheet": "tbl-deltagare-lotsen, Varav nya för året",
        "column": "Män",
    }
    assert (told["code"], told["where"][0]) == ("suppressed-recomputed", place)


def test_reports_on_members_are_read_with_the_book(book):
    shelf = Shelf(book.root / "reports")
    shelf.report("prov/2020", [lotsen(LOTSEN)])
    assert run("--all") == (0, "prov: 1 report, 2 suppressed figures, 0 of them not protected.\n")
    open_table = LOTSEN.replace("..", "6", 1).replace("..", "8", 1)
    shelf.report("kommun/2020/0180-stockholm", [lotsen(open_table)])
    assert run("--all")[0] == 0
    shelf.report("kommun/2020/2480-umea", [lotsen(open_table)])
    code, said = run("--all")
    assert code == 1
    assert said.endswith("prov: 2 reports, 2 suppressed figures, 2 of them not protected.\n")
    assert "kommun/2020/2480-umea/index.html" in said


def test_the_summary_is_read_with_the_book(book):
    shelf = Shelf(book.root / "reports")
    folder = shelf.report("prov/2020", [lotsen(LOTSEN)])
    other = shelf.report("annan", [lotsen(LOTSEN.replace("..", "6", 1).replace("..", "8", 1))])
    assert run("prov/2020")[0] == 0
    page = (
        (other / "index.html")
        .read_text(encoding="utf-8")
        .replace("tbl-deltagare-lotsen", "tbl-sammandrag-lotsen")
    )
    (folder / "sammandrag.html").write_text(page, encoding="utf-8")
    code, said = run("prov/2020")
    assert code == 1 and "prov/2020/sammandrag.html" in said


def test_only_reports_with_a_part_in_a_leak_are_stopped(book):
    """A leak between two reports that stand stops a third one only when that tells something too."""
    shelf = Shelf(book.root / "reports")
    shelf.report("prov/2019", [lotsen(LOTSEN.replace("..", "6", 1))])
    params = book.params()
    innocent = shelf.report(
        "ny", [Printed("tbl-traffar", "Träffar", "Träff | Besök\nFrukost | 26\nLunch | 55")]
    )
    raise_if_recomputed("prov/2020", innocent, [params])
    guilty = shelf.report("ny", [lotsen(LOTSEN.replace("..", "6", 1))])
    with pytest.raises(Faults):
        raise_if_recomputed("prov/2020", guilty, [params])


def test_a_report_is_stopped_by_what_it_gives_away_of_others(book):
    """Two suppressed numbers that a new report tells the sum of: a third one follows, in the book that stands."""
    shelf = Shelf(book.root / "reports")
    heads, shown = "Insats | Deltagare", "Stegen före | 184\nVägen vidare | 245\nRehabvägen | 112"
    hidden = "Lotsen | ..\nSnabbspåret | .."
    standing = f"{heads}\n{shown}\n{hidden}\nUngdomsspåret | ..\nSumma | 640"
    shelf.report("prov/2020", [Printed("tbl-insatser", "Deltagare 2020", standing)])
    assert run("prov/2020")[0] == 0
    new = shelf.report(
        "ny", [Printed("tbl-vuxna", "Deltagare 2020", f"{heads}\n{shown}\n{hidden}\nSumma | 601")]
    )
    with pytest.raises(Faults) as told:
        raise_if_recomputed("kommun/2020/2480-umea", new, [book.params()])
    assert "Ungdomsspåret" in str(told.value)


@pytest.mark.parametrize("arguments", [[], ["prov/2020", "--all"], ["prov"]])
def test_wrong_usage(book, arguments):
    assert run(*arguments)[0] == 2
