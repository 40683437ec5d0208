"""Leaks that were planted in published reports, each found; and reports that protect their figures, where none is."""

from __future__ import annotations

import random

import pytest
from published import Printed, Shelf, bars, notebook, underlag, values

from finsam.attack.judge import Rule

#: Two cells of each row and column are suppressed, and no sum tells them apart.
HELD = """
Svar          | Kvinnor | Män | Totalt
Sjukpenning   | 51      | 23  | 74
A-kassa       | ..      | ..  | 10
Studiestöd    | ..      | ..  | 9
Försörjning   | 61      | 63  | 124
Totalt        | 121     | 96  | 217
"""


@pytest.fixture
def shelf(tmp_path) -> Shelf:
    return Shelf(tmp_path)


def printed(
    text: str, id: str = "tbl-forsorjning", caption: str = "Försörjning vid starten, antal personer"
) -> Printed:
    return Printed(id, caption, text)


def shown(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


# ---- Where nothing gives in ------------------------------------------------------------------------------


def test_protected_table_holds(shelf):
    shelf.report("prov/2024", [printed(HELD)])
    found = shelf.attacked()
    assert (found.cells, found.findings) == (4, [])


def test_what_is_no_count_is_not_judged(shelf):
    text = "Insats | Andel | Skillnad, procentenheter\nLotsen | .. | ..\nStegen före | 40 % | +3"
    shelf.report("prov/2024", [Printed("tbl-x", "Andelar", text)])
    assert shelf.found() == []


def test_numbers_in_other_sentences_tell_nothing(shelf):
    texts = ["Förbundet bildades 2009 och har 4 medlemmar.", "A-kassa är 5 gånger vanligare i riket.",
             "Kvinnor får sjukpenning i 3 månader, män i 4 månader."]  # fmt: skip
    shelf.report("prov/2024", [printed(HELD)], texts, {"fig-a": "Kvinnor: vanligast är Försörjning (61)."})
    assert shelf.found() == []


def test_other_reports_with_like_numbers_tell_nothing(shelf):
    shelf.report("prov/2024", [printed(HELD)])
    other = "Träff | Staten | Kommunerna | Totalt\nA-kassa | 3 | 7 | 10\nStudiestöd | 1 | 8 | 9\nTotalt | 4 | 15 | 19"
    shelf.report("prov/2023", [Printed("tbl-traffar", "Besök på träffar", other)])
    assert shelf.found() == []


def test_pictures_without_the_suppressed_bars_tell_nothing(shelf):
    folder = shelf.report("prov/2024", [printed(HELD)])
    labels = ["Sjukpenning", "A-kassa", "Studiestöd", "Försörjning"]
    bars(folder, "fig-forsorjning", labels, {"Kvinnor": [51, None, None, 61], "Män": [23, None, None, 63]})
    assert shelf.found() == []


def test_random_tables_with_nothing_to_add_up_do_not_give_in(shelf):
    """What chance makes of small numbers is no sum: 40 tables, in each three cells suppressed."""
    rng = random.Random(8)
    for number in range(40):
        rows = [[str(rng.randint(0, 30)) for _ in range(5)] for _ in range(6)]
        for row, column in {(rng.randrange(6), rng.randrange(5)) for _ in range(3)}:
            rows[row][column] = ".."
        lines = [
            "Typ | Nord | Syd | Öst | Väst | Mitt",
            *(f"Slag {chr(97 + at)} | {' | '.join(r)}" for at, r in enumerate(rows)),
        ]
        shelf.report(f"prov{number}/2024", [Printed(f"tbl-{number}", f"Tabell {number}", "\n".join(lines))])
    assert shelf.found() == []


# ---- Planted leaks ---------------------------------------------------------------------------------------


def test_one_suppressed_cell_beside_its_total(shelf):
    shelf.report(
        "prov/2024", [printed(shown(HELD, "A-kassa       | ..      | ..", "A-kassa       | 6       | .."))]
    )
    assert ("recomputed", "A-kassa", "Män") in shelf.found()
    # Then the column tells the other one.
    assert len(shelf.found()) == 3


def test_few_numbers_are_left(shelf):
    text = "Svar | Kvinnor | Män | Totalt\nJa | .. | .. | 3\nNej | .. | .. | 70\nTotalt | 40 | 33 | 73"
    shelf.report("prov/2024", [printed(text)])
    told = shelf.attacked().findings
    assert len(told) == 4
    assert all("4 numbers are possible" in each.fault.message for each in told)
    assert shelf.found(Rule(min_antal=4)) == []
    assert len(shelf.found(Rule(min_antal=4, zeros_shown=True))) == 4


def test_the_value_is_not_told(shelf):
    shelf.report("prov/2024", [printed("Svar | Kvinnor | Män | Totalt\nJa | 4711 | .. | 4784")])
    (finding,) = shelf.attacked().findings
    assert "73" not in str(finding.fault).replace("4784", "").replace("4711", "")


def test_women_when_men_and_total_stand_in_another_table(shelf):
    first = "Insats | Kvinnor\nLotsen | ..\nStegen före | 105\nVägen vidare | 141\nRehabvägen | 62"
    second = "Insats | Deltagare | Män\nLotsen | 44 | 40\nStegen före | 184 | 79\nVägen vidare | 245 | 104\nRehabvägen | 112 | 50"
    shelf.report(
        "prov/2024",
        [Printed("tbl-a", "Kvinnor 2024", first), Printed("tbl-b", "Deltagare och män 2024", second)],
    )
    assert shelf.found() == [("recomputed", "Lotsen", "Kvinnor")]


def test_share_and_base(shelf):
    text = """
    Insats       | Arbete | Avslutade | Andel
    Ungdomsspåret | 42    | 135       | 31 %
    Vägen vidare | 44     | 123       | 36 %
    Stegen före  | 7      | 100       | 7 %
    Lotsen       | ..     | 13        | 31 %
    """
    shelf.report("prov/2024", [Printed("tbl-a", "Till arbete", text)])
    assert shelf.found() == [("recomputed", "Lotsen", "Arbete")]


def test_share_of_the_row_of_those_who_ended(shelf):
    text = """
    Mått                   | Totalt | Andel
    Totalt antal avslutade | 135    |
    Till arbete            | 42     | 31 %
    Till studier           | 37     | 27 %
    Annat positivt avslut  | 51     | 38 %
    Antal avbrott          | ..     | 4 %
    """
    shelf.report("prov/2024", [Printed("tbl-a", "Deltagare", text)])
    assert ("recomputed", "Antal avbrott", "Totalt") in shelf.found()


def test_share_with_a_base_in_brackets(shelf):
    text = "Insats | 2023 | 2024\nLotsen | 31 % (4 av 13) | 25 % (.. av 12)"
    shelf.report("prov/2024", [Printed("tbl-a", "Andel till arbete", text)])
    assert shelf.found() == [("recomputed", "Lotsen", "2024")]


def test_interval_of_a_share_tells_a_base_that_is_not_shown(shelf):
    text = """
    Insats        | Arbete | Avslutade | Andel
    Ungdomsspåret | 42     | 135       | 31 % (24–39)
    Vägen vidare  | 44     | 123       | 36 % (28–45)
    Stegen före   | 7      | 100       | 7 % (3–14)
    Snabbspåret   | ..     | ..        | 75 % (41–93)
    """
    shelf.report("prov/2024", [Printed("tbl-a", "Till arbete", text)])
    assert shelf.found() == [
        ("recomputed", "Snabbspåret", "Arbete"),
        ("recomputed", "Snabbspåret", "Avslutade"),
    ]


def test_last_years_column_in_this_years_book(shelf):
    old = "Insats | Deltagare 2023\nLotsen | ..\nStegen före | 184\nVägen vidare | 240\nRehabvägen | 66"
    new = "Insats | Deltagare 2023 | Deltagare 2024\nLotsen | 3 | 44\nStegen före | 184 | 190\nVägen vidare | 240 | 245\nRehabvägen | 66 | 112"
    shelf.report("prov/2023", [Printed("tbl-insatser", "Deltagare 2023", old)])
    shelf.report("prov/2024", [Printed("tbl-insatser", "Deltagare 2023 och 2024", new)])
    assert shelf.found() == [("shown", "Lotsen", "Deltagare 2023")]


def test_those_left_last_year_and_the_new_ones(shelf):
    old = "Insats | Kvar 2023\nLotsen | 18\nStegen före | 91\nVägen vidare | 125\nRehabvägen | 41\nUngdomsspåret | 124"
    new = """
    Insats        | Deltagare 2024 | Nya 2024
    Lotsen        | 21             | ..
    Stegen före   | 184            | 93
    Vägen vidare  | 245            | 120
    Rehabvägen    | 112            | 71
    Ungdomsspåret | 252            | 128
    """
    shelf.report("prov/2023", [Printed("tbl-kvar", "Kvar 2023", old)])
    shelf.report("prov/2024", [Printed("tbl-insatser", "Deltagare 2024", new)])
    assert shelf.found() == [("recomputed", "Lotsen", "Nya 2024")]


def test_report_on_a_kommun_shows_what_the_book_hides(shelf):
    book = "Insats | Ekvik | Sjöhult | Alla\nLotsen | .. | .. | 44\nStegen före | 120 | 64 | 184\nVägen vidare | 163 | 82 | 245"
    kommun = "Insats | Deltagare\nLotsen | 41\nStegen före | 120\nVägen vidare | 163"
    shelf.report("prov/2024", [Printed("tbl-kommuner", "Deltagare efter kommun", book)])
    shelf.report("kommun/2024/9901-ekvik", [Printed("tbl-insatser", "Deltagare från Ekvik", kommun)])
    assert shelf.found() == [("recomputed", "Lotsen", "Sjöhult"), ("shown", "Lotsen", "Ekvik")]


def test_reports_on_two_kommuner_tell_of_different_people(shelf):
    ekvik = (
        "Insats | Deltagare | Avslutade\nLotsen | .. | 17\nStegen före | 120 | 61\nVägen vidare | 163 | 80"
    )
    sjohult = (
        "Insats | Deltagare | Avslutade\nLotsen | 41 | 17\nStegen före | 90 | 55\nVägen vidare | 82 | 31"
    )
    shelf.report("kommun/2024/9901-ekvik", [Printed("tbl-insatser", "Deltagare i insatserna", ekvik)])
    shelf.report("kommun/2024/9902-sjohult", [Printed("tbl-insatser", "Deltagare i insatserna", sjohult)])
    assert shelf.found() == []


@pytest.mark.parametrize("text", [
    "Bland dem med A-kassa var 4 kvinnor.",
    "Av kvinnorna hade fyra a-kassa.",
])  # fmt: skip
def test_sentence_tells(shelf, text):
    shelf.report("prov/2024", [printed(HELD)], [text])
    assert ("told", "A-kassa", "Kvinnor") in shelf.found()


def test_alternative_text_tells(shelf):
    alt = "Försörjning. Kvinnor: Sjukpenning 51, A-kassa 6, Studiestöd 3 och Försörjning 61."
    shelf.report("prov/2024", [printed(HELD)], alts={"fig-forsorjning": alt})
    assert {("shown", "A-kassa", "Kvinnor"), ("recomputed", "A-kassa", "Män")} <= set(shelf.found())


def test_complement(shelf):
    text = "Fråga | Svar | Gynnsamma | Inte gynnsamma\nBemötande | 65 | .. | 3\nTid | 70 | 57 | 13\nPlan | 60 | 36 | 24"
    shelf.report("prov/2024", [Printed("tbl-svar", "Enkätsvar", text)])
    assert shelf.found() == [("recomputed", "Bemötande", "Gynnsamma")]


def test_chain_of_three_tables(shelf):
    first = "Insats | Kvinnor | Män | Totalt\nLotsen | .. | .. | ..\nStegen före | 105 | 79 | 184\nVägen vidare | 141 | 104 | 245\nRehabvägen | 62 | 50 | 112"
    second = "Insats | Deltagare\nLotsen | ..\nStegen före | 184\nVägen vidare | 245\nRehabvägen | 112\nSumma | 585"
    third = "Insats | Män\nLotsen | 41\nStegen före | 79\nVägen vidare | 104\nRehabvägen | 50"
    tables = [
        Printed("tbl-a", "Kön", first),
        Printed("tbl-b", "Alla deltagare", second),
        Printed("tbl-c", "Män", third),
    ]
    shelf.report("prov/2024", tables[:2])
    assert {("recomputed", "Lotsen", "Totalt"), ("recomputed", "Lotsen", "Deltagare")} == set(shelf.found())
    shelf.report("prov/2024", tables)
    assert ("recomputed", "Lotsen", "Kvinnor") in shelf.found()


def test_number_that_is_missing_for_other_reasons_is_unknown_too(shelf):
    text = "Svar | Kvinnor | Män | Totalt\nJa | 40 | .. | –\nNej | 30 | 33 | 63\nTotalt | 70 | – | 139"
    shelf.report("prov/2024", [printed(text)])
    assert shelf.found() == [("recomputed", "Ja", "Män")]


def test_sum_of_insatser_over_their_own_tables(shelf):
    def of(name: str, *counts: str) -> Printed:
        rows = zip(["Antal deltagare", "Nya", "Avslutade"], counts, strict=True)
        text = "Mått | Totalt\n" + "\n".join(f"{row} | {count}" for row, count in rows)
        return Printed(f"tbl-{name.lower()}", f"Deltagare 2024, {name}.", text)

    tables = [of("hela förbundet", "473", "257", "231"), of("Lotsen", "44", "44", ".."),
              of("Snabb", "184", "93", "100"), of("Rehab", "245", "120", "123")]  # fmt: skip
    shelf.report("prov/2024", tables)
    assert shelf.found() == [("recomputed", "Avslutade", "Totalt")]


def test_bar_is_drawn_for_a_suppressed_figure(shelf):
    folder = shelf.report("prov/2024", [printed(HELD)])
    labels = ["Sjukpenning", "A-kassa", "Studiestöd", "Försörjning"]
    bars(folder, "fig-forsorjning", labels, {"Kvinnor": [51, 6, 3, 61], "Män": [23, None, None, 63]})
    assert ("shown", "A-kassa", "Kvinnor") in shelf.found()


def test_copy_in_varden_tells(shelf):
    folder = shelf.report("prov/2024", [printed(HELD)])
    values(folder, {}, [printed(HELD)])
    assert shelf.found() == []
    values(folder, {}, [printed(shown(HELD, "A-kassa       | ..", "A-kassa       | 6"))])
    assert ("shown", "A-kassa", "Kvinnor") in shelf.found()


def test_named_value_tells(shelf):
    text = "Insats | Nya\nLotsen | ..\nStegen före | 93\nVägen vidare | 120\nRehabvägen | 71"
    named = {f"deltagare.{name}.ar2024.nya": (value, "antal") for name, value in
             {"lotsen": "4", "stegen_fore": "93", "vagen_vidare": "120", "rehabvagen": "71"}.items()}  # fmt: skip
    folder = shelf.report("prov/2024", [Printed("tbl-a", "Nya 2024", text)])
    values(folder, named)
    assert shelf.found() == [("shown", "Lotsen", "Nya")]


def test_exact_share_in_varden_tells(shelf):
    """A share with all its decimals is a fraction: 3/11 of a base between 10 and 20 is 3 of 11."""
    text = "Insats | Arbete | Avslutade\nLotsen | .. | ..\nStegen före | 7 | 100\nVägen vidare | 44 | 123\nRehabvägen | 30 | 50\nSumma | 84 | 284"
    counts = {"lotsen": (3, 11), "stegen_fore": (7, 100), "vagen_vidare": (44, 123), "rehabvagen": (30, 50)}
    named = {
        f"deltagare.{name}.ar2024.andel_arbete": (f"{100 * n / base:.13f}" + "0" * 0, "procent")
        for name, (n, base) in counts.items()
    }
    folder = shelf.report("prov/2024", [Printed("tbl-a", "Till arbete 2024", text)])
    values(folder, named)
    assert {("recomputed", "Lotsen", "Arbete"), ("recomputed", "Lotsen", "Avslutade")} == set(shelf.found())


def test_metadata_of_a_notebook_tell(shelf):
    folder = shelf.report("prov/2024", [printed(HELD)])
    lines = [" | ".join(row) for row in printed(HELD).rows]
    table = "\n".join(f"| {line} |" for line in [lines[0], "--|--|--|--", *lines[1:]])
    markdown = f'<div id="tbl-forsorjning">\n\n{table}\n\nFörsörjning vid starten, antal personer\n\n</div>'
    numbers = ["51", "23", "74", "10", "9", "61", "63", "124", "121", "96", "217"]
    notebook(folder, markdown, numbers)
    assert shelf.found() == []
    notebook(folder, markdown, [*numbers, "6"])
    assert [code for code, *_ in shelf.found()] == ["told"]


def test_rows_behind_a_table_tell(shelf):
    folder = shelf.report("prov/2024", [printed(HELD)])
    underlag(folder, "tbl-forsorjning", [(2, "kvinnor", "51"), (2, "man", "23"), (3, "totalt", "10")])
    assert shelf.found() == []
    underlag(folder, "tbl-forsorjning", [(3, "kvinnor", "6"), (3, "totalt", "10")])
    assert [code for code, *_ in shelf.found()] == ["told"]


def test_only_tables_that_need_protection_are_judged(shelf):
    shelf.report("prov/2024", [printed("Svar | Kvinnor | Män | Totalt\nJa | 30 | .. | 34")])
    folder = shelf.folder / "prov/2024"
    from finsam.attack.run import attack

    assert attack({"prov/2024": folder}, lambda kinds: None).cells == 0
    assert len(attack({"prov/2024": folder}, lambda kinds: Rule()).findings) == 1
