"""Single figures, their shares and bases, text against tables, and the same persons in several tables."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finsam import audit
from finsam.audit import periods, shares
from finsam.audit.check import Check, percent
from finsam.audit.text import repeated
from finsam.chapters.reconciliation import RULES
from finsam.delivery.read import read_delivery
from finsam.facts import facts_of, labels
from finsam.faults import Place
from finsam.params import load_params
from finsam.tables.cells import Cell

REPOSITORY = Path(__file__).resolve().parent.parent


def checks(repository, **files: str) -> list[Check]:
    for name, text in files.items():
        repository.raw(f"{name}.csv", text)
    params = repository.params()
    return audit.of_book(read_delivery(params), params)


def found(repository, rule: str, **files: str) -> list[tuple]:
    """severity, stated and computed of every check of a rule."""
    return [
        (check.severity, check.stated, check.computed)
        for check in checks(repository, **files)
        if check.rule == rule
    ]


def figures(*rows: str) -> str:
    return "kapitel;grupp;uppgift;period;enhet;varde;procent;bas;avser\n" + "".join(
        f"{row}\n" for row in rows
    )


# ---- Shares ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "share", "base", "severity", "computed"),
    [
        ("502", "31", "1611", "", 31),
        ("320", "19", "1611", "rounding", 20),  # 19.86, cut
        ("107", "42,5", "251", "contradiction", Decimal("42.6")),  # 42.63
        ("69", "27,5", "251", "", Decimal("27.5")),
        ("4", "28", "14", "rounding", 29),
    ],
)
def test_a_printed_share_is_the_count_of_the_printed_base(repository, count, share, base, severity, computed):
    text = figures(f"deltagare;A;Till arbete;;antal;{count};{share};{base};")
    assert found(repository, "percent", uppgifter=text) == [
        (severity, Decimal(share.replace(",", ".")), computed)
    ]


def test_shares_of_one_group_that_no_base_makes_are_told(repository):
    """Våga växa 2014: 35 makes all but one; the labels tell one whole, so the figures can't all be right."""
    rows = [("2", "6"), ("14", "40"), ("4", "11"), ("4", "11"), ("3", "6"), ("9", "26")]
    lines = [f"deltagare;V;Avslutade: sätt {i};;antal;{n};{p};;" for i, (n, p) in enumerate(rows)]
    told = found(repository, "common-base", uppgifter=figures(*lines))
    assert told == [("contradiction", 6, 9)]


def test_shares_that_do_not_fit_are_a_note_where_nothing_says_that_the_base_is_one(repository):
    """Steget vidare 2014: 218 are told, and make four of six shares."""
    rows = [("48", "23"), ("34", "16"), ("44", "20"), ("10", "5"), ("29", "13"), ("52", "25")]
    lines = [f"deltagare;S;Sätt {i};;antal;{n};{p};;" for i, (n, p) in enumerate(rows)]
    text = figures("deltagare;S;Deltagare mottagna;;antal;218;;;", *lines)
    assert found(repository, "common-base", uppgifter=text) == [("note", 23, 22), ("note", 25, 24)]


@pytest.mark.parametrize("rows", [[("34", "63"), ("18", "33")], [("10", "53"), ("2", "11"), ("5", "26")]])
def test_a_base_that_is_not_printed_is_no_finding(repository, rows):
    for head in ("", "Avslutade: "):
        lines = [f"deltagare;M;{head}sätt {i};;antal;{n};{p};;" for i, (n, p) in enumerate(rows)]
        told = found(repository, "common-base", uppgifter=figures(*lines))
        assert {severity for severity, *_ in told} <= {""}


def test_two_bases_of_one_group_are_not_compared(repository):
    text = figures(
        "deltagare;U;Till arbete, av alla sedan starten;;antal;50;50;;",
        "deltagare;U;Till arbete, av avslutade under året;;antal;7;70;;",
        "deltagare;U;Till studier;;antal;3;10;;",
    )
    assert found(repository, "common-base", uppgifter=text) == []


@given(st.integers(1, 400), st.lists(st.integers(0, 200), min_size=3, max_size=7), st.booleans())
def test_shares_of_one_base_rounded_alike_are_never_told(base, counts, is_cut):
    way = "ROUND_FLOOR" if is_cut else "ROUND_HALF_UP"
    counts = [count for count in counts if count <= base]
    rows = []
    for index, count in enumerate(counts):
        share = (Decimal(100 * count) / base).quantize(Decimal(1), way)
        for kolumn, value, unit in (("varde", Decimal(count), "antal"), ("procent", share, "procent")):
            rows.append({
                "kapitel": "deltagare", "grupp": "A", "uppgift": f"sätt {index}", "period": "2020",
                "kolumn": kolumn, "varde": value, "decimaler": 0, "status": "", "enhet": unit,
                "fil": "f", "blad": "", "radnr": index + 2, "rubrik_i_fil": kolumn,
            })  # fmt: skip
    if rows:
        assert {check.severity for check in shares.common_bases(pd.DataFrame(rows))} <= {""}


def _shares(*rows: tuple[int, int, int]) -> list[shares.Share]:
    def cell(value: int, unit: str, row: int) -> Cell:
        return Cell(Decimal(value), unit, place=Place("f", None, row, unit))

    return [
        (cell(stated, "procent", i), cell(n, "antal", i), cell(base, "antal", i))
        for i, (stated, n, base) in enumerate(rows)
    ]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([(67, 2, 3), (33, 1, 3), (13, 1, 8)], None),  # half up
        ([(66, 2, 3), (33, 1, 3), (12, 1, 8)], "alla andelar är avkortade"),
        ([(67, 2, 3), (12, 1, 8)], "alla andelar är avrundade till närmaste jämna"),
        ([(66, 2, 3), (67, 6, 9)], "1 andelar är avrundade och 1 avkortade"),
        ([(67, 2, 3), (17, 90, 330)], None),  # what no rounding makes says nothing of the rounding
    ],
)
def test_one_way_of_rounding_makes_all_shares_of_a_table(rows, words):
    told = list(shares.one_way("Tabell", _shares(*rows)))
    assert [check.words[0] for check in told] == ([words] if words else [])
    assert all(check.severity == "note" for check in told)


@pytest.mark.parametrize(
    ("values", "told"),
    [(("40", "30", "20"), []), (("40", "31", "30"), []), (("60", "30", "20"), [("contradiction", 110, 100)])],
)
def test_shares_of_one_question_are_not_more_than_all(repository, values, told):
    rows = "".join(f"Utbildning,{i},unga,{value}\n" for i, value in enumerate(values))
    text = f"omrade,kategori,grupp,procent\n{rows}"
    assert found(repository, "over-all", bakgrund=text) == told


def test_growth_to_is_not_growth_by():
    cells = (Cell(Decimal(value), unit) for value, unit in ((248, "procent"), (72, "antal"), (29, "antal")))
    (check,) = percent("own-change", "Ökning", *cells, less=100)
    assert (check.computed, check.severity, check.remark) == (148, "contradiction", "to-not-by")
    cells = (Cell(Decimal(value), unit) for value, unit in ((333, "procent"), (12, "antal"), (4, "antal")))
    (check,) = percent("own-change", "Ökning", *cells, less=100)
    assert (check.computed, check.severity, check.remark) == (200, "contradiction", "")


# ---- Parts, spans and years --------------------------------------------------------------------------------


def test_parts_told_as_varav_are_together_at_most_their_whole(repository):
    whole = "deltagare;M;Matchade;;antal;20;;;"
    parts = [
        f"deltagare;M;Matchade, varav {name};;antal;{n};;;" for name, n in (("a", 6), ("b", 14), ("c", 4))
    ]
    assert found(repository, "parts-whole", uppgifter=figures(whole, *parts)) == [("contradiction", 20, 24)]
    assert found(repository, "parts-whole", uppgifter=figures(whole, *parts[:2])) == []


def test_parts_that_may_overlap_are_each_at_most_the_whole(repository):
    rows = [
        "deltagare;M;Matchade totalt;;antal;20;;;",
        "deltagare;M;Matchade, varav kvinnor;;antal;12;;;",
        "deltagare;M;Matchade, varav under 25 år;;antal;15;;;",
    ]
    assert not [c for c in checks(repository, uppgifter=figures(*rows)) if c.severity]
    rows[1] = rows[1].replace("12", "21")
    assert found(repository, "part-whole", uppgifter=figures(*rows)) == [("contradiction", 21, 20)]


def test_from_is_at_most_to(repository):
    rows = ["bakgrund;A;Ålder från;;år;29;;;", "bakgrund;A;Ålder till;;år;16;;;"]
    assert found(repository, "from-to", uppgifter=figures(*rows)) == [("contradiction", 29, 16)]
    rows = ["bakgrund;A;Ålder från;;år;16;;;", "bakgrund;A;Ålder till;;år;29;;;"]
    assert found(repository, "from-to", uppgifter=figures(*rows)) == []


@pytest.mark.parametrize(
    ("row", "severities"),
    [
        ("deltagare;A;Deltagare;2019-2017;antal;3;;;", {"contradiction"}),
        ("deltagare;A;Deltagare;2021;antal;3;;;", {"note"}),
        ("deltagare;A;Mål för deltagare;2021;antal;3;;;", set()),
        ("deltagare;A;Förväntat stöd;2019-2022;antal;3;;;", set()),
        ("deltagare;A;Till arbete 2018;2019;antal;3;;;", {"note"}),
        ("deltagare;A;Till arbete sedan 2018;2020;antal;3;;;", set()),
        ("deltagare;A;Till arbete 2018;2018;antal;3;;;", set()),
        ("deltagare;A;Andel kvinnor;2020;procent;101;;;", {"contradiction"}),
        ("deltagare;A;Ökning av andelen;2020;procent;140;;;", set()),
        ("deltagare;A;Personer;2020;antal;-3;;;", {"contradiction"}),
        ("deltagare;A;Förändring av antalet;2020;antal;-3;;;", set()),
    ],
)
def test_what_cannot_be_is_told(repository, row, severities):
    assert {c.severity for c in checks(repository, uppgifter=figures(row))} - {""} == severities


def test_the_same_words_tell_the_same_value(repository):
    rows = ["deltagare;A;Deltagare i kursen;;antal;12;;;", "deltagare;A;Deltagare i kursen;;antal;13;;;"]
    assert found(repository, "told-twice", uppgifter=figures(*rows)) == [("contradiction", 13, 12)]


# ---- Text against tables -----------------------------------------------------------------------------------

TABLE = (
    "insats;matt;kvinnor;man;totalt\nA;antal_totalt;163;224;387\nA;avslutade;64;95;159\nA;arbete;22;29;51\n"
    "A;studier;12;11;23\nA;annat_positivt_avslut;14;24;38\nA;avbrott;16;31;47\nA;kvar;99;129;228\n"
)


@pytest.mark.parametrize(
    ("label", "unit", "value", "told"),
    [
        ("Till arbete", "antal", "51", ("", 51, 51)),
        ("Till arbete", "antal", "52", ("contradiction", 52, 51)),
        ("Till arbete och/eller studier", "procent", "47", ("", 47, 47)),
        ("Till arbete och studier", "procent", "46", ("rounding", 46, 47)),
        ("Andel män bland deltagarna", "procent", "57", ("rounding", 57, 58)),
        ("Andel kvinnor", "procent", "43", ("contradiction", 43, 42)),
        ("Kvar i modellen", "antal", "228", ("", 228, 228)),
        ("Avbrott", "procent", "30", ("", 30, 30)),
        ("Ungdomar som deltog", "antal", "387", ("", 387, 387)),
        ("Ungdomar som deltog sedan starten", "antal", "999", None),
        ("Till arbete, varav unga 16–24 år", "antal", "9", None),
        ("Till studier under hösten", "antal", "9", None),
        ("Sjunde gruppen: avslutade", "antal", "9", None),
        ("Till arbete", "mkr", "9", None),
    ],
)
@pytest.mark.parametrize("kapitel", ["deltagare", "avstamning"])
def test_usual_labels_are_compared_with_the_table(repository, kapitel, label, unit, value, told):
    text = figures(f"{kapitel};A;{label};;{unit};{value};;;")
    assert found(repository, "repeated", deltagare=TABLE, uppgifter=text) == ([told] if told else [])


def test_a_count_and_its_percent_are_compared_each_with_its_own(repository):
    text = figures("avstamning;A;Till arbete;;antal;51;33;;", "avstamning;A;Till arbete;;antal;52;32;;")
    assert sorted(found(repository, "repeated", deltagare=TABLE, uppgifter=text)) == [
        ("", 32, 32),
        ("", 51, 51),
        ("contradiction", 33, 32),
        ("contradiction", 52, 51),
    ]


def test_a_percent_of_another_base_repeats_nothing(repository):
    text = figures("deltagare;A;Till arbete;;antal;51;13;387;")
    assert found(repository, "repeated", deltagare=TABLE, uppgifter=text) == [("", 51, 51)]


def test_texts_of_the_real_reports_are_compared_and_only_these_differ(monkeypatch):
    monkeypatch.setenv("FINSAM_ROOT", str(REPOSITORY))
    told, compared = [], 0
    for book in ("umearegionen/2016", "umea-vannas/2014", "vannas/2017"):
        forbund, year = book.split("/")
        params = load_params(forbund, int(year))
        delivery = read_delivery(params)
        facts = facts_of(delivery, params)
        table = labels.named(delivery.tables["uppgifter"], params, facts)
        found = repeated({"uppgifter": table}, facts)
        compared += len(found)
        told += [
            (check.severity, check.places[0].row, check.stated, check.computed)
            for check in found
            if check.severity
        ]
    assert told == [
        ("contradiction", 7, 6, 14),  # 6 percentage points more than 40 % are 14 %
        ("contradiction", 8, 6, 12),  # and 6 less than 52 % are 12 %
        ("rounding", 17, 57, 58),
        ("contradiction", 18, 43, 42),
        ("rounding", 20, 46, 47),
        ("rounding", 31, 54, 55),
        ("contradiction", 35, 12, 11),
    ]
    assert compared >= 70


# ---- The same persons --------------------------------------------------------------------------------------


def test_what_one_book_closes_with_the_next_opens_with(repository):
    head = "insats;matt;period;totalt\n"
    repository.raw("deltagare.csv", head + "A;kvar;2019;24\n")
    before = read_delivery(repository.params()).tables["deltagare"]
    for total, severity in ((53, "contradiction"), (48, "")):
        repository.raw("deltagare.csv", head + f"A;antal_totalt;2020;{total}\nA;nya;2020;24\n")
        table = read_delivery(repository.params()).tables["deltagare"]
        (check,) = periods.between_books(table, [before])
        assert (check.rule, check.severity, check.stated, check.computed) == (
            "opening-stock", severity, 24, total - 24,
        )  # fmt: skip


def test_the_remaining_of_vannas_are_not_those_that_the_next_year_opens_with(monkeypatch):
    monkeypatch.setenv("FINSAM_ROOT", str(REPOSITORY))
    params = load_params("vannas", 2017)
    told = [c for c in audit.of_book(read_delivery(params), params) if c.rule == "opening-stock"]
    assert [(c.severity, c.stated, c.computed) for c in told] == [
        ("contradiction", 7, 15),
        ("contradiction", 17, 14),
        ("contradiction", 24, 53 - 24),
    ]


def test_the_forbund_has_at_most_the_persons_of_its_insatser(repository):
    text = "insats;matt;totalt\nAlla insatser;kvar;{}\nA;kvar;3\nB;kvar;4\n"
    assert found(repository, "insatser-most", deltagare=text.format(8)) == [("contradiction", 8, 7)]
    assert found(repository, "insatser-most", deltagare=text.format(6)) == []
    assert found(repository, "insatser-most", deltagare=text.format(8).replace("B;kvar;4", "B;nya;4")) == []


def test_a_part_is_at_most_its_whole_where_the_other_parts_are_missing(repository):
    text = "insats;matt;kvinnor;totalt\nA;antal_totalt;12;10\nA;avslutade;;4\nA;arbete;;5\nA;nya;;11\n"
    assert sorted(found(repository, "part-whole", deltagare=text)) == [
        ("contradiction", 5, 4),
        ("contradiction", 11, 10),
        ("contradiction", 12, 10),
    ]


@pytest.mark.parametrize(
    ("total", "severity"), [("14,0", ""), ("13,9", ""), ("14,1", "contradiction"), ("13,5", "contradiction")]
)
def test_a_share_of_all_is_the_one_that_both_sexes_make(repository, total, severity):
    """UVAS of Vännäs in 2014: 37 women are 14.4 %, 41 men 13.6 %: 78 of 556 to 560 are 13.9 to 14.0 %."""
    rows = "omrade,matt,period,kon,varde\n" + "".join(
        f'Vännäs,{matt},2014,{kon},"{value}"\n'
        for matt, values in (("uvas_antal", ("37", "41", "78")), ("uvas_andel", ("14,4", "13,6", total)))
        for kon, value in zip("KMT", values, strict=True)
    )
    assert [row[0] for row in found(repository, "weighted", statistik=rows)] == [severity]


@pytest.mark.parametrize(("total", "severity"), [("9", ""), ("15,1", "rounding"), ("16", "contradiction")])
def test_a_mean_of_all_lies_between_the_sexes(repository, total, severity):
    rows = 'omrade,matt,period,kon,varde\nUmeå,sjukpenningtal,2015-09,K,"15,0"\nUmeå,sjukpenningtal,2015-09,M,"7,0"\n'
    rows += f'Umeå,sjukpenningtal,2015-09,T,"{total}"\n'
    assert [row[0] for row in found(repository, "between", statistik=rows)] == [severity]


def test_groups_of_the_background_are_as_large_in_each_table(repository):
    rows = "omrade,kategori,totalt\nA,x,30\nA,Totalt,30\nB,x,30\nB,Totalt,30\nC,x,34\nC,Totalt,34\n"
    assert found(repository, "same-group", bakgrund=rows) == [("", 30, 30), ("note", 34, 30)]
    assert {row[0] for row in found(repository, "same-group", bakgrund=rows.replace("34", "30"))} == {""}


def test_every_rule_has_a_swedish_name(monkeypatch):
    monkeypatch.setenv("FINSAM_ROOT", str(REPOSITORY))
    for book in ("umearegionen/2016", "umea-vannas/2014", "vannas/2017"):
        forbund, year = book.split("/")
        params = load_params(forbund, int(year))
        assert {check.rule for check in audit.of_book(read_delivery(params), params)} <= set(RULES)
