"""Standard sentences read as a person would write them: none, one, two, as last year, right at the goal, below zero."""

from __future__ import annotations

import pytest
from person_frames import book, counts, table, year_of

from finsam.chapters import background, economy_text, equity, participants
from finsam.measures.participants import WHOLE
from finsam.swedish import NBSP

GOAL = {"mal_arbete_studier": {"procent": 40}, "liten_bas": 0}


def plain(text: str | None) -> str | None:
    return text.replace(NBSP, " ").replace("\\", "") if text else text


@pytest.mark.parametrize(
    ("exits", "nya", "kvar", "expected"),
    [
        ((0, 0, 0, 0), 0, 0, "Ingen deltog under 2024."),
        ((0, 0, 0, 0), 0, 1, "Under 2024 deltog 1 person. Personen var med redan året före. Ingen avslutade sitt deltagande."),
        ((0, 0, 0, 0), 2, 2, "Under 2024 deltog 2 personer. Av dem var 2 nya för året. Ingen avslutade sitt deltagande."),
        (
            (1, 0, 0, 0), 1, 0,
            "Under 2024 deltog 1 person. Personen var ny för året. Totalt avslutade 1 person sitt deltagande, och det "
            "ledde till arbete eller studier. Det är 60 procentenheter över målet på 40 %. Det 95-procentiga "
            "konfidensintervallet för andelen är 21–100 %. Ingen fick ett annat positivt avslut.",
        ),
        (
            (0, 0, 1, 1), 0, 1,
            "Under 2024 deltog 3 personer. Ingen av dem var ny för året. Totalt avslutade 2 personer sitt deltagande, men "
            "ingen av dem (0 %) gick vidare till arbete eller studier. Det är 40 procentenheter under målet på 40 %. Det "
            "95-procentiga konfidensintervallet för andelen är 0–66 %. Ytterligare 1 (50 %) fick ett annat positivt avslut.",
        ),
        (
            (1, 1, 1, 2), 1, 5,
            "Under 2024 deltog 10 personer. Av dem var 1 ny för året. Totalt avslutade 5 personer sitt deltagande, och 2 av "
            "dem (40 %) gick vidare till arbete eller studier. Det motsvarar precis målet på 40 %. Det 95-procentiga "
            "konfidensintervallet för andelen är 12–77 %. Ytterligare 1 (20 %) fick ett annat positivt avslut.",
        ),
        (
            (41, 0, 0, 59), 3, 0,
            "Under 2024 deltog 100 personer. Av dem var 3 nya för året. Totalt avslutade 100 personer sitt deltagande, och 41 "
            "av dem (41 %) gick vidare till arbete eller studier. Det är 1 procentenhet över målet på 40 %. Det 95-procentiga "
            "konfidensintervallet för andelen är 32–51 %. Ingen fick ett annat positivt avslut.",
        ),
    ],
)  # fmt: skip
def test_participants(exits, nya, kvar, expected):
    found = participants.summary(book(deltagare=counts(*year_of(WHOLE, 2024, exits, nya, kvar)), year=GOAL))
    assert plain(found) == expected


def test_participants_without_a_figure_say_nothing_of_it():
    rows = [row for row in year_of(WHOLE, 2024, (3, 0, 1, 0), 2, 2) if row[1] in ("antal_totalt", "nya")]
    found = participants.summary(book(deltagare=counts(*rows), year=GOAL))
    assert plain(found) == "Under 2024 deltog 6 personer. Av dem var 2 nya för året."


def test_participations_that_nobody_began_or_ended():
    rows = year_of(WHOLE, 2024, (0, 0, 0, 0), 0, 3)
    rows.append((WHOLE, "unika", "2024", 2))
    found = participants.summary(book(deltagare=counts(*rows)))
    assert plain(found) == (
        "Under 2024 deltog 2 personer. Tillsammans hade de 3 deltaganden, eftersom den som är med i flera insatser "
        "räknas en gång i varje. Inget av dem var nytt för året. Inget deltagande avslutades."
    )


def statement(kind: str, *rows: tuple[str, str, dict[str, int]]):
    """A statement of rows (label, type, amounts by period), in kr."""
    keys = ("not", "sektion", "post", "typ", "period")
    found = [
        ("", "", post, typ, when, [amount])
        for post, typ, by_period in rows
        for when, amount in by_period.items()
    ]
    if kind == "resultatrakning":
        keys, found = ("not", "post", "typ", "period"), [(row[0], *row[2:]) for row in found]
    return {kind: table(keys, ("belopp",), found, "kr")}


def accounts(results: dict[str, int], own: dict[str, int]):
    own = {f"{year}-12-31": amount for year, amount in own.items()}
    return book(
        **statement("resultatrakning", ("Årets resultat", "resultat", results)),
        **statement("balansrakning", ("Summa eget kapital", "summa", own)),
    )


@pytest.mark.parametrize(
    ("results", "own", "expected"),
    [
        ({}, {}, None),
        ({"2024": 0}, {}, "Verksamheten 2024 gav varken överskott eller underskott."),
        (
            {"2024": -1, "2023": 5}, {"2024": 4, "2023": 5},
            "Verksamheten 2024 gav ett underskott på 1 kr, att jämföra med ett överskott på 5 kr året före. Det egna "
            "kapitalet minskade med 1 kr till 4 kr den 31 december 2024.",
        ),
        (
            {"2024": 0, "2023": -1500}, {"2024": -500, "2023": -500},
            "Verksamheten 2024 gav varken överskott eller underskott, att jämföra med ett underskott på 1 500 kr året "
            "före. Det egna kapitalet var oförändrat, −500 kr den 31 december 2024.",
        ),
        (
            {"2024": 1200, "2023": 0}, {"2024": 200, "2023": -1000},
            "Verksamheten 2024 gav ett överskott på 1 200 kr, att jämföra med varken överskott eller underskott året "
            "före. Det egna kapitalet ökade med 1 200 kr till 200 kr den 31 december 2024.",
        ),
    ],
)  # fmt: skip
def test_the_result(results, own, expected):
    assert plain(economy_text.summary(accounts(results, own))) == expected


def budget(*rows: tuple[str, str, str, int | None, int | None]):
    found = [(section, typ, label, [planned, spent]) for section, typ, label, planned, spent in rows]
    return book(budget=table(("sektion", "typ", "rad"), ("budget", "utfall"), found, "tkr"))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], None),
        ([("Insatser", "post", "A", 100, 90)], None),
        (
            [("Insatser", "post", "A", 100, 90), ("Insatser", "post", "B", 50, 70), ("Totalt", "resultat", "Resultat", -20, 10)],
            "Budgeten räknade med ett underskott på 20 tkr. Utfallet blev ett överskott på 10 tkr, alltså 30 tkr bättre än "
            "budgeten. A låg mest under sin budget, 10 tkr. B låg mest över sin budget, 20 tkr.",
        ),
        (
            [("Insatser", "post", "A", -100, -90), ("Insatser", "post", "B, C", -50, -40), ("", "resultat", "Resultat", 0, -5)],
            "Budgeten räknade med varken överskott eller underskott. Utfallet blev ett underskott på 5 tkr, alltså 5 tkr sämre än "
            "budgeten. A och ”B, C” låg mest under sin budget, 10 tkr.",
        ),
        (
            [("Insatser", "post", "A", 100, 100), ("Insatser", "post", "B", 50, 50), ("", "resultat", "Resultat", 7, 7)],
            "Budgeten räknade med ett överskott på 7 tkr, och så blev utfallet. Alla poster höll sin budget precis.",
        ),
        (
            [("Intäkter", "post", "Bidrag", 100, 10), ("Insatser", "post", "A", 9, 9), ("Insatser", "post", "B", None, 80),
             ("Insatser", "post", "C", 5, 6)],
            "C låg mest över sin budget, 1 tkr.",
        ),
    ],
)  # fmt: skip
def test_budget_against_outcome(rows, expected):
    found = budget(*rows) if rows else book()
    assert plain(economy_text.outcome_sentence(found)) == expected


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ({"2024": 5}, None),
        ({"2023": 5, "2024": 5}, "De likvida medlen var oförändrade, 5 kr den 31 december 2024."),
        ({"2023": 5, "2024": 4}, "De likvida medlen minskade med 1 kr till 4 kr den 31 december 2024."),
        (
            {"2023": 0, "2024": 1000},
            "De likvida medlen ökade med 1 000 kr till 1 000 kr den 31 december 2024.",
        ),
        ({"2022": 7, "2024": 4}, None),
    ],
)
def test_cash(amounts, expected):
    days = {f"{year}-12-31": amount for year, amount in amounts.items()}
    assert (
        plain(
            economy_text.cash_sentence(book(**statement("balansrakning", ("Kassa och bank", "post", days))))
        )
        == expected
    )


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ({"2023": 5, "2024": 5}, "Tillgångarna uppgick till 5 kr den 31 december 2024, lika mycket som den 31 december 2023."),
        ({"2023": 6, "2024": 5}, "Tillgångarna uppgick till 5 kr den 31 december 2024, att jämföra med 6 kr den 31 december 2023."),
    ],
)  # fmt: skip
def test_assets(amounts, expected):
    days = {f"{year}-12-31": amount for year, amount in amounts.items()}
    rows = statement("balansrakning", ("Summa tillgångar", "summa", days))
    assert plain(economy_text.balance_sentence(book(**rows))) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("Arbete", "", 0), ("Studier", "", 0)], None),
        ([("Arbete", "", 3), ("Studier", "", 1), ("Data saknas", "", 9), ("Totalt", "", 13)], "Vanligast var Arbete (3 av 13)."),
        ([("Arbete", "unga", 2), ("Studier", "unga", 2), ("Arbete", "äldre", 1)],
         "Bland unga var Arbete och Studier vanligast (2 vardera) och bland äldre Arbete (1)."),
    ],
)  # fmt: skip
def test_the_most_common_background(rows, expected):
    found = [("Bakgrund", answer, group, "2024", [total]) for answer, group, total in rows]
    frame = table(("omrade", "kategori", "grupp", "period"), ("totalt",), found)
    assert plain(background.most_common(book(bakgrund=frame), "Bakgrund")) == expected


@pytest.mark.parametrize(
    ("own", "paid", "expected"),
    [
        (200, 1000, "ligger inom den gränsen."),
        (201, 1000, "är 1 kr över den gränsen."),
        (-5, 1000, "var −0,5 % av medlemmarnas bidrag"),
    ],
)
def test_equity_against_the_recommendation(own, paid, expected):
    members = table(("medlem", "period"), ("belopp",), [("Kommunen", "2024", [paid])], "kr")
    balance = statement("balansrakning", ("Summa eget kapital", "summa", {"2024-12-31": own}))
    assert expected in plain(equity.against_contributions(book(medlemsbidrag=members, **balance)))
