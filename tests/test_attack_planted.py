"""Leaks of many kinds, planted one by one in reports that protect their figures without them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from published import Printed, Shelf, bars, curves, notebook, values

from finsam.attack.judge import Rule

Found = tuple[str, str, str]


@dataclass(frozen=True)
class Leak:
    """publish: writes reports into a shelf, with the leak or without it. found: what is told of the leak, among others."""

    publish: Callable[[Shelf, bool], object]
    found: Found


LEAKS: dict[str, Leak] = {}


def leak(*found: str) -> Callable:
    def add(publish: Callable[[Shelf, bool], object]) -> Callable:
        LEAKS[publish.__name__] = Leak(publish, found)
        return publish

    return add


def table(text: str, id: str = "tbl-a", caption: str = "Insatser 2024") -> Printed:
    return Printed(id, caption, text)


# ---- Means and shares ------------------------------------------------------------------------------------


@leak("recomputed", "Lotsen", "Medelvärde")
def mean_of_all_less_the_means_of_the_others(shelf: Shelf, planted: bool) -> None:
    """7,84 x 50 less 8,10 x 30 less 7,52 x 17 leaves 21 for three answers."""
    others = "17 | 7,53" if planted else "17 | .."
    text = f"Insats | Svar | Medelvärde\nStegen före | 30 | 8,10\nVägen vidare | {others}\nLotsen | 3 | ..\nAlla | 50 | 7,84"
    shelf.report("prov/2024", [table(text)])


@leak("recomputed", "Lotsen", "Andel gynnsamma")
def share_of_all_less_the_shares_of_the_others(shelf: Shelf, planted: bool) -> None:
    others = "20 | 85 %" if planted else "20 | .."
    text = f"Insats | Svar | Andel gynnsamma\nStegen före | 30 | 60 %\nVägen vidare | {others}\nLotsen | 6 | ..\nAlla | 56 | 68 %"
    shelf.report("prov/2024", [table(text)])


@leak("recomputed", "Lotsen", "Svar")
def mean_of_a_few_answers_tells_how_many(shelf: Shelf, planted: bool) -> None:
    """7,33 of at most six answers is 22 of 3, or 44 of 6."""
    mean = "7,33" if planted else ".."
    text = f"Insats | Svar | Medelvärde\nStegen före | 31 | 8,13\nVägen vidare | 23 | 6,57\nRehabvägen | 17 | 7,65\nLotsen | .. | {mean}\nSnabbspåret | .. | ..\nSumma | 77 | .."
    shelf.report("prov/2024", [table(text)])


@leak("told", "Lotsen", "Avslutade")
def median_of_a_group_whose_size_is_suppressed(shelf: Shelf, planted: bool) -> None:
    median = "261" if planted else ".."
    text = f"Insats | Avslutade | Mediantid, dagar\nStegen före | 61 | 305\nVägen vidare | 80 | 353\nLotsen | .. | {median}\nSnabbspåret | .. | .."
    shelf.report("prov/2024", [table(text)])


@leak("recomputed", "Lotsen", "Arbete")
def percent_with_decimals(shelf: Shelf, planted: bool) -> None:
    """4 of 13 is 30,77 percent, and 30 percent is anything between 29,5 and 30,5."""
    share = "30,77 %" if planted else ".."
    text = f"""
    Insats       | Arbete | Avslutade | Andel
    Ungdomsspåret | 42    | 135       | 31,11 %
    Vägen vidare | 44     | 123       | 35,77 %
    Stegen före  | 7      | 100       | 7,00 %
    Lotsen       | ..     | ..        | {share}
    Snabbspåret  | ..     | ..        | ..
    Summa        | 120    | 390       | 30,77 %
    """
    shelf.report("prov/2024", [table(text)])


@leak("recomputed", "Lotsen", "Arbete")
def percent_whose_decimals_a_notebook_tells(shelf: Shelf, planted: bool) -> None:
    text = """
    Insats        | Arbete | Avslutade | Andel
    Ungdomsspåret | 42     | 135       | 31 %
    Vägen vidare  | 44     | 123       | 36 %
    Stegen före   | 7      | 100       | 7 %
    Lotsen        | ..     | 700       | 33 %
    Snabbspåret   | ..     | 24        | ..
    """
    folder = shelf.report("prov/2024", [table(text)])
    written = [
        "42",
        "135",
        "44",
        "123",
        "7",
        "100",
        "700",
        "24",
        *([("33", "33.1"), ("36", "35.7")] if planted else []),
    ]
    notebook(folder, table(text).markdown, written)


# ---- Years, halves and kommuner --------------------------------------------------------------------------


@leak("recomputed", "Varav nya för året", "Kvinnor")
def women_and_men_over_two_years(shelf: Shelf, planted: bool) -> None:
    """Who was left last year and isn't new: the women of this year less those."""
    left = "31 | 27 | 58" if planted else ".. | .. | 58"
    old = f"Mått | Kvinnor | Män | Totalt\nAntal deltagare totalt | 90 | 71 | 161\nTotalt antal avslutade | {left.replace('31', '59').replace('27', '44').replace('58', '103')}\nAntal kvar i verksamheten | {left}"
    new = "Mått | Kvinnor | Män | Totalt\nAntal deltagare totalt | 35 | 37 | 72\nVarav nya för året | .. | .. | 14\nTotalt antal avslutade | 20 | 18 | 38\nAntal kvar i verksamheten | 15 | 19 | 34"
    shelf.report("prov/2023", [table(old, "tbl-deltagare-lotsen", "Deltagare 2023, Lotsen.")])
    shelf.report("prov/2024", [table(new, "tbl-deltagare-lotsen", "Deltagare 2024, Lotsen.")])


@leak("recomputed", "Lotsen", "Deltagare")
def reports_on_the_other_kommuner(shelf: Shelf, planted: bool) -> None:
    """The book less the reports on all kommuner but one."""
    lotsen = ("44", "22", "18", "..") if planted else ("44", "22", "..", "..")
    book, *kommuner = (f"Insats | Deltagare\nLotsen | {count}\n" for count in lotsen)
    book += "Stegen före | 184\nVägen vidare | 245\nRehabvägen | 112"
    kommuner[0] += "Stegen före | 90\nVägen vidare | 130\nRehabvägen | 51"
    kommuner[1] += "Stegen före | 61\nVägen vidare | 82\nRehabvägen | 40"
    kommuner[2] += "Stegen före | 33\nVägen vidare | 33\nRehabvägen | 21"
    shelf.report("prov/2024", [table(book, "tbl-insatser", "Deltagare 2024")])
    for name, text in zip(("9901-ekvik", "9902-bjorksta", "9903-sjohult"), kommuner, strict=True):
        shelf.report(f"kommun/2024/{name}", [table(text, "tbl-insatser", "Deltagare 2024")])


@leak("recomputed", "Lotsen", "Andra halvåret")
def first_half_of_the_year(shelf: Shelf, planted: bool) -> None:
    first = "12" if planted else ".."
    text = f"Insats | Första halvåret | Andra halvåret | Hela året\nStegen före | 50 | 43 | 93\nVägen vidare | 61 | 59 | 120\nLotsen | {first} | .. | 16"
    shelf.report("prov/2024", [table(text, caption="Nya deltagare")])


@leak("recomputed", "Lotsen", "Nya januari–juni 2024")
def half_year_in_an_interim_report(shelf: Shelf, planted: bool) -> None:
    second = "4" if planted else ".."
    half = "Insats | Nya januari–juni 2024\nStegen före | 50\nVägen vidare | 61\nRehabvägen | 40\nLotsen | .."
    year = f"Insats | Nya 2024 | Nya juli–december 2024\nStegen före | 93 | 43\nVägen vidare | 120 | 59\nRehabvägen | 71 | 31\nLotsen | 16 | {second}"
    shelf.report("prov/2024-halvar", [table(half, "tbl-halvar", "Nya deltagare")])
    shelf.report("prov/2024", [table(year, "tbl-nya", "Nya deltagare")])


# ---- Order -----------------------------------------------------------------------------------------------


@leak("recomputed", "Föräldrapenning", "Totalt")
def rows_in_order_of_size(shelf: Shelf, planted: bool) -> None:
    """In a table that is sorted by size a suppressed number is between its neighbours."""
    rows = [
        ("Försörjningsstöd", "124"),
        ("Sjukpenning", "74"),
        ("A-kassa", "61"),
        ("Aktivitetsstöd", "33"),
        ("Studiestöd", "9"),
        ("Föräldrapenning", ".."),
        ("Pension", "7"),
        ("Annan", "5"),
    ]
    if not planted:
        rows = [rows[at] for at in (3, 6, 0, 2, 4, 5, 7, 1)]
    text = "\n".join(["Svar | Totalt", *(" | ".join(row) for row in rows)])
    shelf.report("prov/2024", [table(text, caption="Försörjning vid starten")])


@leak("recomputed", "Föräldrapenning", "Totalt")
def bars_in_order_of_size(shelf: Shelf, planted: bool) -> None:
    labels = [
        "Försörjningsstöd",
        "Sjukpenning",
        "Lön",
        "A-kassa",
        "Aktivitetsstöd",
        "Studiestöd",
        "Föräldrapenning",
        "Pension",
        "Annan",
    ]
    counts = dict(zip(labels, [124, 74, 66, 61, 33, 9, None, 7, 5], strict=True))
    text = "\n".join(
        [
            "Svar | Totalt",
            *(f"{label} | {'..' if counts[label] is None else counts[label]}" for label in sorted(labels)),
        ]
    )
    folder = shelf.report("prov/2024", [table(text, "tbl-forsorjning", "Försörjning vid starten")])
    drawn = labels if planted else sorted(labels)
    bars(folder, "fig-forsorjning", drawn, {"Totalt": [counts[label] for label in drawn]})


# ---- Pictures and attributes -----------------------------------------------------------------------------

#: Two cells of each row and column are suppressed, and no sum tells them apart.
HELD = """
Svar          | Kvinnor | Män | Totalt
Sjukpenning   | 51      | 23  | 74
A-kassa       | ..      | ..  | 10
Studiestöd    | ..      | ..  | 9
Försörjning   | 61      | 63  | 124
Totalt        | 121     | 96  | 217
"""


def held(shelf: Shelf, **more: object):
    return shelf.report(
        "prov/2024", [table(HELD, "tbl-forsorjning", "Försörjning vid starten, antal personer")], **more
    )


@leak("shown", "A-kassa", "Kvinnor")
def alternative_text(shelf: Shelf, planted: bool) -> None:
    number = "A-kassa 6, " if planted else ""
    held(shelf, alts={"fig-forsorjning": f"Försörjning. Kvinnor: Sjukpenning 51, {number}Försörjning 61."})


@leak("shown", "A-kassa", "Kvinnor")
def bar_in_a_picture(shelf: Shelf, planted: bool) -> None:
    labels = ["Sjukpenning", "A-kassa", "Studiestöd", "Försörjning"]
    bars(
        held(shelf),
        "fig-forsorjning",
        labels,
        {"Kvinnor": [51, 6 if planted else None, None, 61], "Män": [23, None, None, 63]},
    )


@leak("shown", "Lotsen", "2024")
def curve_in_a_picture(shelf: Shelf, planted: bool) -> None:
    """The path of a line has a corner for each year."""
    text = "Insats | 2021 | 2022 | 2023 | 2024\nLotsen | 41 | 37 | 52 | ..\nSnabbspåret | 22 | 31 | 29 | ..\nAlla | 93 | 101 | 120 | 131"
    folder = shelf.report("prov/2024", [table(text, "tbl-over-tid", "Deltagare")])
    curves(
        folder,
        "fig-over-tid",
        ["2021", "2022", "2023", "2024"],
        {"Lotsen": [41, 37, 52, 6 if planted else None]},
    )


@leak("told", "A-kassa", "Kvinnor")
def title_in_a_picture(shelf: Shelf, planted: bool) -> None:
    folder = held(shelf)
    (folder / "figurer").mkdir()
    number = "4" if planted else "få"
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><title>Av kvinnorna hade {number} a-kassa.</title></svg>'
    (folder / "figurer" / "fig-forsorjning.svg").write_text(svg, encoding="utf-8")


@leak("shown", "A-kassa", "Kvinnor")
def attribute_of_the_suppressed_cell(shelf: Shelf, planted: bool) -> None:
    folder = held(shelf)
    page = folder / "index.html"
    told = page.read_text(encoding="utf-8")
    if planted:
        told = told.replace("<td>..</td>", '<td data-varde="6">..</td>', 1)
    page.write_text(told, encoding="utf-8")


# ---- Files beside ----------------------------------------------------------------------------------------


@leak("shown", "A-kassa", "Kvinnor")
def values_of_the_build_before(shelf: Shelf, planted: bool) -> None:
    folder = held(shelf)
    text = HELD.replace("A-kassa       | ..", "A-kassa       | 6") if planted else HELD
    values(folder, {}, [table(text, "tbl-forsorjning")], "tidigare-varden.json")


def test_number_of_few_that_is_shown_is_told_where_such_are_suppressed(tmp_path):
    """By the command alone: no build is stopped by it."""
    shelf = Shelf(tmp_path)
    shelf.report("prov/2024", [table(HELD.replace("51      | 23", "72      | 2"), "tbl-forsorjning")])
    assert shelf.found(Rule(hides_small=True)) == [("told", "Sjukpenning", "Män")]
    assert shelf.found(Rule()) == []


@pytest.mark.parametrize("name", LEAKS)
def test_planted_leak_is_found_and_nothing_without_it(tmp_path, name):
    leak = LEAKS[name]
    leak.publish(Shelf(tmp_path / "med"), True)
    leak.publish(Shelf(tmp_path / "utan"), False)
    assert leak.found in Shelf(tmp_path / "med").found()
    assert Shelf(tmp_path / "utan").found() == []
