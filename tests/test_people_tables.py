"""The tables that follow from persons and half-years: known answers, and what is delivered stands."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from person_frames import counts, spells, table
from test_people_flows import participations

from finsam import audit
from finsam.delivery.read import read_delivery
from finsam.params import Forbund, Insats, Params, Year
from finsam.people.definitions import load_people
from finsam.people.flows import flows
from finsam.people.followup import followed_faults
from finsam.people.halves import with_years
from finsam.people.make import compared, from_people
from finsam.people.rows import FOLLOWED_ROWS
from finsam.tables.contracts import contract, repeated_rows
from finsam.tables.kinds import KINDS
from finsam.tables.words import WHOLE

DEFINITIONS = load_people(None)
MEASURES = (
    "antal_totalt",
    "unika",
    "nya",
    "avslutade",
    "arbete",
    "studier",
    "annat_positivt_avslut",
    "avbrott",
    "kvar",
)

#: Two persons in A, one of them in B too; everyone but the first row is of 2024.
TWO_INSATSER = spells(
    {"nyckel": "1", "start": "2022-03-01", "slut": "2023-02-01", "radnr": 2},
    {"nyckel": "2", "start": "2023-03-01", "slut": "2024-08-01", "kon": "man", "radnr": 3},
    {"nyckel": "1", "start": "2024-02-01", "radnr": 4},
    {"nyckel": "2", "start": "2024-08-01", "kon": "man", "insats": "B", "radnr": 5},
)


def params(ar: int = 2024, per: dt.date | None = None, insatser: tuple[str, ...] = ()) -> Params:
    return Params(
        forbund_id="prov",
        ar=ar,
        forbund=Forbund(namn="Prov", kort="Prov", insatser=tuple(Insats(namn=name) for name in insatser)),
        year=Year(slag="delarsrapport" if per else "arsredovisning", per=per),
    )


def followed(*rows: tuple) -> pd.DataFrame:
    """Rows of key, insats, years after and answer."""
    full = [(*row, "f.csv", "", number) for number, row in enumerate(rows, start=2)]
    return pd.DataFrame(full, columns=list(FOLLOWED_ROWS)).astype(FOLLOWED_ROWS)


def made(
    spells_: pd.DataFrame, tables: dict | None = None, definitions=DEFINITIONS, **of
) -> dict[str, pd.DataFrame]:
    """The tables, each by its contract and with every cell once and at a place of its own."""
    found = from_people(tables or {}, spells_, followed(), params(**of), definitions)
    for name, each in found.items():
        contract(KINDS[name]).validate(each)
        assert repeated_rows(KINDS[name], each) == []
        assert not each.duplicated(["fil", "blad", "radnr", "rubrik_i_fil"]).any()
    return found


def numbers(deltagare: pd.DataFrame, insats: str, period: str, column: str = "totalt") -> dict[str, int]:
    """The numbers of an insats by measure."""
    of = deltagare[(deltagare["insats"] == insats) & (deltagare["period"] == period)]
    of = of[of["kolumn"] == column]
    return {matt: int(number) for matt, number in zip(of["matt"], of["varde"], strict=True)}


def of_measures(*values: int) -> dict[str, int]:
    return dict(zip(MEASURES, values, strict=True))


def told(deltagare: pd.DataFrame) -> set[tuple[str, str]]:
    """The insatser and periods of a table."""
    return set(zip(deltagare["insats"], deltagare["period"], strict=True))


# ---- Participants ----------------------------------------------------------------------------------------


def test_participants_by_insats_and_period():
    found = made(TWO_INSATSER)["deltagare"]
    assert numbers(found, "A", "2023") == of_measures(2, 2, 1, 1, 1, 0, 0, 0, 1)
    assert numbers(found, "A", "2024") == of_measures(2, 2, 1, 1, 1, 0, 0, 0, 1)
    assert numbers(found, "A", "2024", "kvinnor") == of_measures(1, 1, 1, 0, 0, 0, 0, 0, 1)
    assert numbers(found, "A", "2024", "man") == of_measures(1, 1, 0, 1, 1, 0, 0, 0, 0)
    assert numbers(found, "A", "2024-H1") == of_measures(2, 2, 1, 0, 0, 0, 0, 0, 2)
    assert numbers(found, "A", "2024-H2") == of_measures(2, 2, 0, 1, 1, 0, 0, 0, 1)
    assert numbers(found, "B", "2024-H1") == of_measures(0, 0, 0, 0, 0, 0, 0, 0, 0)
    assert numbers(found, "B", "2024") == of_measures(1, 1, 1, 0, 0, 0, 0, 0, 1)


def test_all_insatser_counts_participations_and_its_persons_once():
    found = made(TWO_INSATSER)["deltagare"]
    assert numbers(found, WHOLE, "2024") == of_measures(3, 2, 2, 1, 1, 0, 0, 0, 2)
    assert numbers(found, WHOLE, "2024-H2", "man") == of_measures(2, 1, 1, 1, 1, 0, 0, 0, 1)


@pytest.mark.parametrize(("status", "of_whole"), [("undertryckt", "undertryckt"), ("saknas", None)])
def test_what_may_not_be_told_of_an_insats_may_not_be_told_of_all(status, of_whole):
    """It isn't missing, as it is where an insats tells nothing."""
    table = counts(("A", "nya", "2024", 9), ("B", "nya", "2024", 0), ("B", "avslutade", "2024", 3))
    is_b = (table["insats"] == "B") & (table["matt"] == "nya")
    table.loc[is_b, "varde"], table.loc[is_b, "status"] = None, status
    found = made(pd.DataFrame(columns=table.columns), {"deltagare": table})["deltagare"]
    whole = found[found["insats"] == WHOLE].set_index("matt")["status"].to_dict()
    assert whole == ({} if of_whole is None else {"nya": of_whole})


def test_one_insats_is_the_whole_by_itself():
    assert told(made(TWO_INSATSER[:3])["deltagare"]) == {
        ("A", "2023"), ("A", "2024"), ("A", "2024-H1"), ("A", "2024-H2"),
    }  # fmt: skip


def test_an_insats_has_no_rows_of_a_year_in_which_nobody_took_part():
    periods = {period for insats, period in told(made(TWO_INSATSER)["deltagare"]) if insats == "B"}
    assert periods == {"2024", "2024-H1", "2024-H2"}
    assert {period for _, period in told(made(TWO_INSATSER, ar=2025)["deltagare"])} == {
        "2023", "2024", "2025", "2025-H1", "2025-H2",
    }  # fmt: skip
    assert told(made(TWO_INSATSER[:1], ar=2025)["deltagare"]) == {("A", "2023")}


def test_years_begin_when_someone_first_ended():
    """A list of those who were in during 2023 has nobody who ended before, so 2022 would lack them."""
    assert {period for _, period in told(made(TWO_INSATSER)["deltagare"])} == {
        "2023",
        "2024",
        "2024-H1",
        "2024-H2",
    }
    alone = spells({"start": "2019-01-01"})
    assert told(made(alone)["deltagare"]) == {("A", "2024"), ("A", "2024-H1"), ("A", "2024-H2")}


def test_years_begin_where_the_definitions_say_so():
    since = DEFINITIONS.model_copy(update={"fran_ar": 2022})
    assert ("A", "2022") in told(made(TWO_INSATSER, definitions=since)["deltagare"])
    late = DEFINITIONS.model_copy(update={"fran_ar": 2024})
    assert {period[:4] for _, period in told(made(TWO_INSATSER, definitions=late)["deltagare"])} == {"2024"}


def test_ends_after_the_year_of_the_book_leave_its_year():
    found = made(spells({"start": "2024-05-01", "slut": "2025-03-01"}))["deltagare"]
    assert numbers(found, "A", "2024") == of_measures(1, 1, 1, 0, 0, 0, 0, 0, 1)
    assert {period[:4] for _, period in told(found)} == {"2024"}


def test_an_interim_report_counts_until_its_day():
    rows = spells(
        {"nyckel": "1", "start": "2024-01-01", "slut": "2024-09-01"},
        {"nyckel": "2", "start": "2024-10-01"},
        {"nyckel": "3", "start": "2024-08-31", "slut": "2024-08-31"},
    )
    found = made(rows, per=dt.date(2024, 8, 31))["deltagare"]
    assert numbers(found, "A", "2024") == of_measures(2, 2, 2, 1, 1, 0, 0, 0, 1)
    assert told(found) == {("A", "2024"), ("A", "2024-H1")}


def test_insatser_stand_in_the_order_of_the_params():
    found = made(TWO_INSATSER, insatser=("B", "A"))["deltagare"]
    year = found[found["period"] == "2024"]
    assert year["insats"].unique().tolist() == [WHOLE, "B", "A"]


def test_the_place_of_a_cell_is_the_first_row_behind_it():
    found = made(TWO_INSATSER)["deltagare"]
    cells = {
        (row["insats"], row["period"], row["matt"], row["kolumn"]): (row["radnr"], row["rubrik_i_fil"])
        for row in found.to_dict("records")
    }
    assert cells["A", "2024", "antal_totalt", "totalt"] == (3, "A, antal_totalt, 2024, totalt")
    assert cells["A", "2024", "nya", "kvinnor"] == (4, "A, nya, 2024, kvinnor")
    assert cells["A", "2024", "unika", "man"][0] == 3
    assert cells["B", "2024", "kvar", "totalt"][0] == 5
    # Nobody: the first row of the insats.
    assert cells["B", "2024", "avbrott", "totalt"][0] == 5
    assert cells["A", "2024", "nya", "man"][0] == 2


def test_without_persons_nothing_is_made():
    assert made(spells()) == {}
    other = {"budget": counts(("A", "nya", "2024", 1))}
    assert from_people(other, spells(), followed(), params(), DEFINITIONS) == other


@settings(max_examples=15)
@given(participations())
def test_what_is_made_holds_together(rows):
    tables = made(rows, ar=2024)
    assert [check for check in audit.run(tables) if check.severity] == []
    for period in ("2024", "2024-H1"):
        whole = flows(rows, period)
        found = numbers(tables["deltagare"], WHOLE, period) if "deltagare" in tables else {}
        if found:
            assert found == {
                matt: number
                for matt, number in zip(whole["matt"], whole["totalt"], strict=True)
                if matt in found
            }


# ---- Beside ready tables ---------------------------------------------------------------------------------


def ready(*rows: tuple) -> dict[str, pd.DataFrame]:
    """A delivered table of rows (insats, matt, period, totalt)."""
    return {"deltagare": counts(*rows)}


def test_ready_rows_win_and_persons_give_the_others():
    found = made(TWO_INSATSER, ready(("A", "antal_totalt", "2024", 7), ("A", "nya", "2024", 5)))["deltagare"]
    assert numbers(found, "A", "2024") == {"antal_totalt": 7, "nya": 5}
    assert numbers(found, "A", "2023")["antal_totalt"] == 2
    assert numbers(found, "A", "2024-H1")["antal_totalt"] == 2
    assert numbers(found, "B", "2024")["antal_totalt"] == 1


def test_all_insatser_adds_ready_rows_and_persons_for_measures_that_all_have():
    found = made(
        TWO_INSATSER,
        ready(("C", "antal_totalt", "2024", 10), ("C", "nya", "2024", 4), ("C", "unika", "2024", 9)),
    )
    found = found["deltagare"]
    assert numbers(found, WHOLE, "2024") == {"antal_totalt": 13, "nya": 6}
    assert numbers(found, WHOLE, "2024", "kvinnor") == {}
    place = found[(found["insats"] == WHOLE) & (found["matt"] == "nya")].iloc[0]
    assert (place["fil"], place["rubrik_i_fil"]) == ("x.csv", f"{WHOLE}, nya, 2024, totalt")


def test_all_insatser_is_not_told_of_a_period_that_a_ready_insats_does_not_tell():
    found = made(TWO_INSATSER, ready(("C", "antal_totalt", "2024", 10)))["deltagare"]
    assert {period for insats, period in told(found) if insats == WHOLE} == {"2024"}


def test_ready_insatser_alone_are_added_too():
    found = made(spells(), ready(("A", "nya", "2024", 3), ("B", "nya", "2024", 4), ("B", "kvar", "2024", 4)))
    assert numbers(found["deltagare"], WHOLE, "2024") == {"nya": 7}
    one = made(spells(), ready(("A", "nya", "2024", 3)))["deltagare"]
    assert told(one) == {("A", "2024")}


def test_a_number_that_is_missing_is_not_zero_in_a_sum():
    found = made(
        spells(),
        ready(
            ("A", "nya", "2024", 3),
            ("B", "nya", "2024", None),
            ("A", "kvar", "2024", 1),
            ("B", "kvar", "2024", 1),
        ),
    )
    assert numbers(found["deltagare"], WHOLE, "2024") == {"kvar": 2}


def test_delivered_all_insatser_stands():
    rows = (WHOLE, "nya", "2024", 99), ("C", "nya", "2024", 4)
    found = made(TWO_INSATSER, ready(*rows))["deltagare"]
    assert numbers(found, WHOLE, "2024") == {"nya": 99}
    alone = made(TWO_INSATSER, ready(rows[0]))["deltagare"]
    assert numbers(alone, WHOLE, "2024") == {"nya": 99}
    assert numbers(alone, WHOLE, "2023")["unika"] == 2


def test_persons_can_be_compared_with_what_is_delivered_ready():
    tables = ready(
        ("A", "antal_totalt", "2024", 7), ("C", "antal_totalt", "2024", 1), (WHOLE, "nya", "2024", 9)
    )
    found = compared(tables, TWO_INSATSER, params(), DEFINITIONS)
    assert told(found) == {("A", "2024")}
    assert numbers(found, "A", "2024")["antal_totalt"] == 2
    whole = compared(ready((WHOLE, "nya", "2024", 9)), TWO_INSATSER, params(), DEFINITIONS)
    assert told(whole) == {(WHOLE, "2024")}
    assert numbers(whole, WHOLE, "2024")["unika"] == 2
    assert compared({}, TWO_INSATSER, params(), DEFINITIONS).empty


# ---- Half-years ------------------------------------------------------------------------------------------

BY_HALF = [
    ("A", "antal_totalt", "2024-H1", 10), ("A", "nya", "2024-H1", 4), ("A", "avslutade", "2024-H1", 3),
    ("A", "arbete", "2024-H1", 2), ("A", "kvar", "2024-H1", 7), ("A", "unika", "2024-H1", 9),
    ("A", "antal_totalt", "2024-H2", 12), ("A", "nya", "2024-H2", 5), ("A", "avslutade", "2024-H2", 6),
    ("A", "arbete", "2024-H2", 1), ("A", "kvar", "2024-H2", 6), ("A", "unika", "2024-H2", 12),
]  # fmt: skip


def test_a_year_from_its_halves():
    found = with_years(counts(*BY_HALF))
    assert numbers(found, "A", "2024") == {
        "antal_totalt": 15, "nya": 9, "avslutade": 9, "arbete": 3, "kvar": 6,
    }  # fmt: skip
    year = found[found["period"] == "2024"]
    assert len(found) == len(BY_HALF) + len(year)
    # The first raw row behind: of the remaining that of the second half.
    assert dict(zip(year["matt"], year["radnr"], strict=True)) == {
        "antal_totalt": 2, "nya": 3, "avslutade": 4, "arbete": 5, "kvar": 12,
    }  # fmt: skip
    assert year["varde"].map(type).eq(Decimal).all()
    contract(KINDS["deltagare"]).validate(found.astype({"insats": "str"}))


def test_a_year_that_is_delivered_is_not_made():
    delivered = counts(*BY_HALF, ("A", "nya", "2024", 8))
    assert numbers(with_years(delivered), "A", "2024") == {"nya": 8}


@pytest.mark.parametrize(
    ("without", "missing"),
    [
        (("nya", "2024-H2"), {"antal_totalt", "nya"}),
        (("nya", "2024-H1"), {"nya"}),
        (("antal_totalt", "2024-H2"), {"antal_totalt"}),
        (("kvar", "2024-H1"), {"kvar"}),
        (("arbete", "2024-H1"), {"arbete"}),
    ],
)
def test_a_measure_that_one_half_lacks_is_not_made(without, missing):
    found = with_years(counts(*[row for row in BY_HALF if row[1:3] != without]))
    whole = {"antal_totalt", "nya", "avslutade", "arbete", "kvar"}
    assert numbers(found, "A", "2024").keys() == whole - missing


def test_a_number_that_one_half_holds_back_is_not_made():
    rows = [(*row[:3], None) if row[1:3] == ("arbete", "2024-H2") else row for row in BY_HALF]
    assert "arbete" not in numbers(with_years(counts(*rows)), "A", "2024")


def test_one_half_makes_no_year():
    assert told(with_years(counts(*BY_HALF[:6]))) == {("A", "2024-H1")}
    assert told(with_years(counts(*BY_HALF[6:]))) == {("A", "2024-H2")}


def test_women_and_men_of_halves_are_added_each():
    rows = [
        ("A", "nya", period, numbers_)
        for period, numbers_ in (("2024-H1", (1, 2, 3)), ("2024-H2", (4, None, 6)))
    ]
    found = with_years(table(("insats", "matt", "period"), ("kvinnor", "man", "totalt"), rows))
    year = found[found["period"] == "2024"]
    assert dict(zip(year["kolumn"], year["varde"], strict=True)) == {"kvinnor": 5, "totalt": 9}


def test_the_years_of_halves_are_added_for_all_insatser():
    tables = {"deltagare": counts(*BY_HALF, ("B", "nya", "2024", 1), ("B", "kvar", "2024", 2))}
    found = from_people(tables, spells(), followed(), params(), DEFINITIONS)["deltagare"]
    assert numbers(found, WHOLE, "2024") == {"nya": 10, "kvar": 8}
    assert ("Alla insatser", "2024-H1") not in told(found)


# ---- Background ------------------------------------------------------------------------------------------

NEW = spells(
    {"nyckel": "1", "start": "2024-06-01", "forsorjning_fore": "Lön", "tolk": "nej", "fodelsear": 2000, "radnr": 2},
    {"nyckel": "1", "start": "2024-02-01", "insats": "B", "utbildning": "Gymnasium", "fodelsear": 2000, "radnr": 3},
    {"nyckel": "2", "start": "2024-03-01", "kon": "man", "forsorjning_fore": "Sjukpenning", "ar_i_forsorjning": 3.0,
     "fodelsear": None, "radnr": 4},
    {"nyckel": "3", "start": "2023-12-31", "forsorjning_fore": "A-kassa", "tolk": "ja", "radnr": 5},
    {"nyckel": "4", "start": "2025-01-01", "forsorjning_fore": "A-kassa", "radnr": 6},
    {"nyckel": "5", "start": "2024-12-31", "forsorjning_fore": "Sjukpenning", "utbildning": "Grundskola",
     "ar_i_forsorjning": 0.5, "fodelsear": 1970, "radnr": 7},
)  # fmt: skip


def categories(bakgrund: pd.DataFrame, area: str) -> list[tuple]:
    """Each category of an area with women, men and total."""
    of = bakgrund[bakgrund["omrade"] == area]
    wide = of.pivot(index="kategori", columns="kolumn", values="varde").loc[of["kategori"].unique()]
    return [(name, *map(int, row)) for name, *row in wide[["kvinnor", "man", "totalt"]].itertuples()]


def test_background_counts_each_new_person_once():
    found = made(NEW)["bakgrund"]
    assert categories(found, "Försörjning") == [
        ("Sjukpenning", 1, 1, 2),
        ("Lön", 1, 0, 1),
        ("Totalt", 2, 1, 3),
    ]
    assert categories(found, "Utbildning") == [
        ("Grundskola", 1, 0, 1), ("Gymnasium", 1, 0, 1), ("Uppgift saknas", 0, 1, 1), ("Totalt", 2, 1, 3),
    ]  # fmt: skip
    assert categories(found, "År i offentlig försörjning") == [
        ("Högst 1 år", 1, 0, 1), ("Mer än 2, högst 3 år", 0, 1, 1), ("Uppgift saknas", 1, 0, 1), ("Totalt", 2, 1, 3),
    ]  # fmt: skip
    assert categories(found, "Behov av tolk") == [
        ("Nej", 1, 0, 1),
        ("Uppgift saknas", 1, 1, 2),
        ("Totalt", 2, 1, 3),
    ]
    assert categories(found, "Ålder") == [
        ("16–24 år", 1, 0, 1), ("45–64 år", 1, 0, 1), ("Uppgift saknas", 0, 1, 1), ("Totalt", 2, 1, 3),
    ]  # fmt: skip
    assert found["period"].unique().tolist() == ["2024"]


def test_of_several_answers_the_first_that_is_told_counts():
    rows = spells(
        {"nyckel": "1", "start": "2024-03-01", "forsorjning_fore": "Lön", "radnr": 2},
        {"nyckel": "1", "start": "2024-02-01", "insats": "B", "radnr": 3},
        {"nyckel": "1", "start": "2024-05-01", "insats": "C", "forsorjning_fore": "A-kassa", "radnr": 4},
    )
    assert categories(made(rows)["bakgrund"], "Försörjning") == [("Lön", 1, 0, 1), ("Totalt", 1, 0, 1)]


def test_an_area_of_which_nothing_is_told_is_left_out():
    found = made(spells({"start": "2024-01-01", "fodelsear": None, "tolk": "ja"}))["bakgrund"]
    assert found["omrade"].unique().tolist() == ["Behov av tolk"]
    assert "bakgrund" not in made(spells({"start": "2023-01-01"}))


def test_a_delivered_area_stands():
    delivered = table(
        ("omrade", "kategori", "grupp", "period"), ("totalt",), [("Försörjning", "Lön", "", "2023", [5])]
    )
    found = made(NEW, {"bakgrund": delivered})["bakgrund"]
    of = found[found["omrade"] == "Försörjning"]
    assert of[["kategori", "varde"]].values.tolist() == [["Lön", 5]]
    assert set(found["omrade"]) == {
        "Försörjning",
        "Utbildning",
        "År i offentlig försörjning",
        "Behov av tolk",
        "Ålder",
    }


def test_places_of_background():
    found = made(NEW)["bakgrund"].set_index(["omrade", "kategori", "kolumn"])
    assert found.loc[("Försörjning", "Sjukpenning", "man"), "radnr"] == 4
    assert found.loc[("Försörjning", "Sjukpenning", "kvinnor"), "radnr"] == 7
    assert found.loc[("Ålder", "Totalt", "totalt"), "rubrik_i_fil"] == "Ålder, Totalt, 2024, totalt"


# ---- Follow-up -------------------------------------------------------------------------------------------

ENDED = spells(
    {"nyckel": "1", "start": "2022-01-01", "slut": "2023-02-01"},
    {"nyckel": "1", "start": "2023-03-01", "slut": "2023-04-01"},
    {"nyckel": "1", "start": "2023-03-01", "slut": "2023-12-31", "insats": "B"},
    {"nyckel": "2", "start": "2022-01-01", "slut": "2023-01-01"},
    {"nyckel": "3", "start": "2022-01-01", "slut": "2023-05-01", "insats": "B"},
    {"nyckel": "4", "start": "2022-01-01", "slut": "2023-05-01", "avslut": "studier"},
    {"nyckel": "5", "start": "2021-01-01", "slut": "2022-05-01"},
    {"nyckel": "6", "start": "2023-01-01", "slut": "2024-05-01"},
)


def follow_up(answers: pd.DataFrame, tables: dict | None = None) -> list[tuple]:
    """Rows of insats, years after, and the numbers in work, not in work and not followed."""
    found = from_people(tables or {}, ENDED, answers, params(), DEFINITIONS)["uppfoljning"]
    contract(KINDS["uppfoljning"]).validate(found)
    assert not found.duplicated(["fil", "blad", "radnr", "rubrik_i_fil"]).any()
    wide = found.pivot(index=["insats", "efter"], columns="kolumn", values="varde")
    columns = wide[["i_arbete", "inte_i_arbete", "ej_foljda"]]
    return sorted((*index, *map(int, row)) for index, *row in columns.itertuples())


def test_who_still_works():
    answers = followed(("1", "", 1, "ja"), ("2", "", 1, "nej"), ("3", "", 1, ""))
    assert followed_faults(answers, ENDED, params()) == []
    assert follow_up(answers) == [("A", "1", 1, 1, 0), (WHOLE, "1", 1, 1, 1), ("B", "1", 1, 0, 1)]


def test_persons_without_a_row_are_not_followed():
    assert follow_up(followed(("2", "", 1, "ja"))) == [
        ("A", "1", 1, 0, 1),
        (WHOLE, "1", 1, 0, 2),
        ("B", "1", 0, 0, 2),
    ]


def test_each_time_after_is_of_its_own_year():
    assert follow_up(followed(("5", "", 2, "nej"))) == [("A", "2", 0, 1, 0)]


def test_an_answer_about_an_insats_goes_before_one_about_the_person():
    answers = followed(("1", "", 1, "ja"), ("1", "B", 1, "nej"))
    # The person's last end was in B.
    assert follow_up(answers) == [("A", "1", 1, 0, 1), (WHOLE, "1", 0, 1, 2), ("B", "1", 0, 1, 1)]


def test_a_delivered_follow_up_stands():
    delivered = table(
        ("insats", "efter", "period"),
        ("i_arbete", "inte_i_arbete", "ej_foljda"),
        [("A", "1", "2024", [8, 2, 1])],
    )
    found = follow_up(followed(("1", "", 1, "ja")), {"uppfoljning": delivered})
    assert found == [("A", "1", 8, 2, 1), (WHOLE, "1", 1, 0, 2), ("B", "1", 1, 0, 1)]


def test_places_of_a_follow_up():
    answers = followed(("3", "", 1, "nej"), ("1", "", 1, "ja"))
    found = from_people({}, ENDED, answers, params(), DEFINITIONS)["uppfoljning"].set_index(
        ["insats", "kolumn"]
    )
    assert tuple(found.loc[("A", "i_arbete"), ["fil", "radnr"]]) == ("f.csv", 3)
    assert tuple(found.loc[("A", "ej_foljda"), ["fil", "radnr"]]) == ("personer.csv", 2)
    assert tuple(found.loc[("B", "ej_foljda"), ["fil", "radnr"]]) == ("f.csv", 2)


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (("9", "", 1, "ja"), "Nobody with this key ended to work in 2023."),
        (("4", "", 1, "ja"), "Nobody with this key ended to work in 2023."),
        (("6", "", 1, "ja"), "Nobody with this key ended to work in 2023."),
        (("1", "", 2, "ja"), "Nobody with this key ended to work in 2022."),
        (("2", "B", 1, "ja"), "Nobody with this key ended to work in B in 2023."),
    ],
)
def test_a_key_that_nobody_has(row, text):
    (fault,) = followed_faults(followed(("1", "", 1, "ja"), row), ENDED, params())
    (place,) = fault.where
    assert (fault.code, fault.message) == ("person-unknown", text)
    assert (place.file, place.row, place.column, place.value) == ("f.csv", 3, "nyckel", row[0])
    assert fault.expected == f"a key of those who ended to work in {text[-5:-1]}"


def test_a_follow_up_without_person_rows():
    nobody = pd.DataFrame(columns=list(ENDED))
    (fault,) = followed_faults(followed(("1", "", 1, "ja")), nobody, params())
    assert fault.code == "person-unknown"


def test_a_followed_person_twice():
    answers = followed(("1", "", 1, "ja"), ("1", "B", 1, "ja"), ("1", "", 1, "nej"), ("5", "", 2, "ja"))
    (fault,) = followed_faults(answers, ENDED, params())
    assert (fault.code, [place.row for place in fault.where]) == ("row-twice", [2, 4])
    assert followed_faults(followed(), ENDED, params()) == []


# ---- From files ------------------------------------------------------------------------------------------


def test_ready_half_years_and_persons_side_by_side_from_files(repository):
    repository.forbund("insatser: [{namn: Matcha}, {namn: Torget, alias: [P1]}]\n")
    repository.raw(
        "deltagare.csv",
        "insats;matt;period;totalt\nMatcha;antal_totalt;2020-H1;10\nMatcha;nya;2020-H1;4\n"
        "Matcha;antal_totalt;2020-H2;12\nMatcha;nya;2020-H2;5\n",
    )
    repository.raw(
        "personer-torget.csv",
        "Löpnr;Verksamhet;Kön;Född;Inskriven;Utskriven;Avslutsorsak\nA;P1;K;1990;2019-09-01;2020-03-31;Studier\n"
        "B;Torget;M;1985;2020-08-15;;\n",
    )
    repository.raw("personuppfoljning.csv", "nyckel;efter;i_arbete\n")
    found = read_delivery(repository.params()).tables["deltagare"]
    assert numbers(found, "Matcha", "2020") == {"antal_totalt": 15, "nya": 9}
    assert numbers(found, "Torget", "2020") == of_measures(2, 2, 1, 1, 0, 1, 0, 0, 1)
    assert numbers(found, WHOLE, "2020") == {"antal_totalt": 17, "nya": 10}
    assert numbers(found, WHOLE, "2020-H2") == {"antal_totalt": 13, "nya": 6}
