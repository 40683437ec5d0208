"""A förbund that gains a kommun, changes its name or is merged of others keeps its history."""

from __future__ import annotations

from decimal import Decimal

import pytest
from click.testing import CliRunner

from finsam.audit.documents import names_of_others
from finsam.build import book_sources
from finsam.chapters import comparison, former
from finsam.chapters.association import contribution_table
from finsam.chapters.book import Book
from finsam.cli import main
from finsam.delivery.read import Delivery, read_delivery
from finsam.faults import Faults, Place
from finsam.ingest import processed, with_last_year
from finsam.memberships import memberships
from finsam.params import load_params
from finsam.trace.behind import _hidden

SHOWN = "skydd: {allt: {ingen: Påhittade siffror.}}\n"


def forbund(repository, name: str, text: str = "") -> None:
    repository.write(f"params/{name}/forbund.yml", f"namn: Förbundet {name}\nkort: {name.upper()}\n{text}")


def book(repository, name: str, ar: int, rows: str, params: str = SHOWN, bidrag: str = "") -> None:
    repository.write(f"params/{name}/{ar}.yml", f"slag: arsredovisning\n{params}")
    repository.write(f"data/raw/{name}/{ar}/deltagare.csv", f"insats,matt,period,kvinnor,man,totalt\n{rows}")
    if bidrag:
        repository.write(f"data/raw/{name}/{ar}/medlemsbidrag.csv", bidrag)


def told(delivery: Delivery, period: str) -> dict[tuple[str, str, str], object]:
    """The participants of a period by insats, measure and column; the sign of the status where there is no number."""
    table = delivery.tables["deltagare"]
    return {
        (row.insats, row.matt, row.kolumn): row.status or int(row.varde)
        for row in table[table["period"] == period].itertuples()
    }


# ---- A kommun more, another name ---------------------------------------------------------------------------


def test_a_member_is_one_from_its_first_year_to_its_last(repository):
    forbund(
        repository,
        "norr",
        "medlemmar:\n"
        '  - {namn: Umeå kommun, slag: kommun, kod: "2480"}\n'
        '  - {namn: Vännäs kommun, slag: kommun, kod: "2460", sedan: 2022-07-01}\n'
        '  - {namn: Vindelns kommun, slag: kommun, kod: "2404", till: 2021}\n',
    )
    for ar in (2021, 2022):
        book(repository, "norr", ar, "A,nya,,1,2,3\n")
    assert load_params("norr", 2021).kommuner == ["2480", "2404"]
    assert load_params("norr", 2022).kommuner == ["2480", "2460"]
    of = {(kod, ar): [p.ar for p in memberships(kod, ar)] for kod in ("2460", "2404") for ar in (2021, 2022)}
    assert of == {("2460", 2021): [], ("2460", 2022): [2022], ("2404", 2021): [2021], ("2404", 2022): []}


def test_a_book_has_the_names_of_its_year_and_is_found_by_the_next(repository):
    forbund(
        repository,
        "norr",
        "tidigare_namn:\n"
        "  - {namn: Förbundet Väst, kort: Väst, till: 2019}\n"
        "  - {namn: Förbundet Mitten, kort: Mitten, till: 2021}\n"
        "medlemmar:\n"
        "  - namn: Region Väst\n    slag: region\n    tidigare_namn: [{namn: Västra landstinget, till: 2021}]\n"
        "  - namn: Nya kommun\n    slag: kommun\n    tidigare_namn: [{namn: Gamla kommun, till: 2019}]\n"
        "insatser: [{namn: A, kommun: Nya kommun}]\n",
    )
    bidrag = "medlem,{0}\nVästra landstinget,100\nGamla kommun,50\n"
    book(repository, "norr", 2019, "A,nya,,1,2,3\n", bidrag=bidrag.format(2019))
    for ar in (2020, 2022):
        book(repository, "norr", ar, "A,nya,,1,2,3\n")
    names = {ar: load_params("norr", ar).forbund for ar in (2019, 2020, 2022)}
    assert {ar: each.namn for ar, each in names.items()} == {
        2019: "Förbundet Väst", 2020: "Förbundet Mitten", 2022: "Förbundet norr",
    }  # fmt: skip
    assert [member.namn for member in names[2020].medlemmar] == ["Västra landstinget", "Nya kommun"]
    assert [each.insatser[0].kommun for each in names.values()] == [
        "Gamla kommun",
        "Nya kommun",
        "Nya kommun",
    ]
    assert set(processed("norr", 2019).tables["medlemsbidrag"]["medlem"]) == {
        "Västra landstinget",
        "Gamla kommun",
    }
    assert names_of_others(load_params("norr", 2020)) == [("norr", 2019)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tidigare_namn: [{namn: A, kort: A, till: 2019}, {namn: B, kort: B, till: 2019}]\n", "a last year of their own"),
        ("tidigare_namn: [{namn: A <b>, kort: A, till: 2019}]\n", "without signs of markup"),
        ("medlemmar: [{namn: A, slag: stat, sedan: 2020, till: 2019}]\n", "a till that isn't before sedan"),
    ],
)  # fmt: skip
def test_a_history_that_cannot_be_is_told(repository, text, expected):
    repository.forbund(text)
    with pytest.raises(Faults, match=expected):
        repository.params()


# ---- Last year's figures by predecessors -------------------------------------------------------------------


def test_last_years_figures_come_from_the_former_book_unless_they_are_delivered(repository):
    forbund(repository, "norr", "insatser: [{namn: Lotsen, alias: [Gamla Lotsen]}]\n")
    book(repository, "norr", 2024, "Gamla Lotsen,nya,,10,20,30\nGamla Lotsen,nya,2023,1,1,2\n")
    follows = SHOWN + "foregangare: [norr/2024]\n"
    book(repository, "norr", 2025, "Lotsen,nya,,11,21,32\n", follows)
    delivery = processed("norr", 2025)
    assert told(delivery, "2024") == {
        ("Lotsen", "nya", "kvinnor"): 10, ("Lotsen", "nya", "man"): 20, ("Lotsen", "nya", "totalt"): 30,
    }  # fmt: skip
    assert told(delivery, "2023") == {}
    sentence = former.source_sentence(Book(load_params("norr", 2025), delivery), "deltagare")
    assert sentence == "Uppgifterna för 2024 är hämtade ur Årsredovisning 2024 för NORR."
    book(repository, "norr", 2025, "Lotsen,nya,,11,21,32\nLotsen,nya,2024,9,9,18\n", follows)
    delivery = processed("norr", 2025)
    assert told(delivery, "2024")["Lotsen", "nya", "totalt"] == 18
    assert former.source_sentence(Book(load_params("norr", 2025), delivery), "deltagare") is None


def test_a_change_in_the_former_book_reaches_the_next(repository):
    forbund(repository, "norr")
    book(repository, "norr", 2024, "A,nya,,10,20,30\n")
    book(repository, "norr", 2025, "A,nya,,1,2,3\n", SHOWN + "foregangare: [norr/2024]\n")
    processed("norr", 2025)
    book(repository, "norr", 2024, "A,nya,,10,21,31\n")
    assert told(processed("norr", 2025), "2024")["A", "nya", "totalt"] == 31


MERGED = "foregangare: [ost/2024, vast/2024]\n"


def merged(repository, ost: str, vast: str, own: str = "Lotsen,nya,,1,2,3\n") -> Delivery:
    for name, rows in (("ost", ost), ("vast", vast)):
        forbund(repository, name)
        book(repository, name, 2024, rows)
    forbund(repository, "enade")
    book(repository, "enade", 2025, own, SHOWN + MERGED)
    return processed("enade", 2025)


def test_counts_of_two_predecessors_are_added_and_persons_are_not(repository):
    whole = "Alla insatser,nya,,{0},{0},{1}\nAlla insatser,unika,,{0},{0},{1}\n"
    ost = whole.format(10, 20) + "Lotsen,nya,,6,4,10\nVägen,nya,,4,6,10\n"
    vast = whole.format(3, 6) + "Lotsen,nya,,3,3,6\n"
    delivery = merged(repository, ost, vast)
    counts = told(delivery, "2024")
    assert counts["Alla insatser", "nya", "totalt"] == 26
    assert (counts["Lotsen", "nya", "kvinnor"], counts["Lotsen", "nya", "totalt"]) == (9, 16)
    assert counts["Vägen", "nya", "totalt"] == 10
    assert ("Alla insatser", "unika", "totalt") not in counts
    sentence = former.source_sentence(Book(load_params("enade", 2025), delivery), "deltagare")
    assert sentence.endswith("för OST och Årsredovisning 2024 för VAST. Siffrorna därifrån är sammanlagda.")
    again = with_last_year(Delivery(**vars(delivery)), load_params("enade", 2025))
    assert told(again, "2024") == counts, "what has last year's rows is left alone"


def test_what_one_predecessor_does_not_tell_is_no_sum(repository):
    """A sum of some of its parts would be a wrong figure: of the whole, of an insats that both have, of one sex."""
    ost = "Alla insatser,nya,,10,10,20\nLotsen,avslutade,,,,7\nLotsen,nya,,5,5,10\nLotsen,arbete,,,,3\n"
    vast = "Lotsen,nya,,,,6\nLotsen,arbete,,,,.\n"
    params = load_after(repository, ost, vast)
    assert told(params[1], "2024") == {("Lotsen", "nya", "totalt"): 16}
    notes = [fault.message for fault in params[1].notes if fault.code == "former-untold"]
    for what in (
        "Alla insatser nya totalt",
        "Lotsen avslutade totalt",
        "Lotsen nya kvinnor",
        "Lotsen arbete totalt",
    ):
        assert any(what in note for note in notes), what


def load_after(repository, ost: str, vast: str):
    """The params and the delivery with its notes, which aren't kept with the tables."""
    merged(repository, ost, vast)
    params = load_params("enade", 2025)
    return params, with_last_year(read_delivery(params), params)


def test_a_hidden_part_hides_the_sum(repository):
    for name, rows, text in (("ost", "Lotsen,nya,,1,9,10\n", ""), ("vast", "Lotsen,nya,,8,8,16\n", SHOWN)):
        forbund(repository, name)
        book(repository, name, 2024, rows, text)
    forbund(repository, "enade")
    book(repository, "enade", 2025, "Lotsen,nya,,11,12,23\n", MERGED)
    hidden = told(processed("ost", 2024), "2024")
    assert hidden["Lotsen", "nya", "kvinnor"] == "undertryckt"
    delivery = processed("enade", 2025)
    counts, table = told(delivery, "2024"), delivery.tables["deltagare"]
    places = {
        Place(row.fil, row.blad or None, int(row.radnr), row.rubrik_i_fil)
        for row in table[table["status"] == "undertryckt"].itertuples()
    }
    assert places and set(_hidden(delivery)) == places, "the page of raw rows doesn't show them either"
    for column in ("kvinnor", "man", "totalt"):
        part = hidden["Lotsen", "nya", column]
        expected = part if part == "undertryckt" else part + (16 if column == "totalt" else 8)
        assert counts["Lotsen", "nya", column] == expected


def test_money_of_a_member_of_both_is_added(repository):
    members = "medlemmar:\n  - {namn: Försäkringskassan, slag: stat}\n  - {namn: %s, slag: kommun}\n"
    for name, kommun, paid in (("ost", "Ekviks kommun", "100,50"), ("vast", "Vindö kommun", "200")):
        forbund(repository, name, members % kommun)
        bidrag = f"medlem;2024\nFörsäkringskassan;{paid}\n{kommun};50\n"
        book(repository, name, 2024, "A,nya,,1,2,3\n", bidrag=bidrag)
    both = (
        "medlemmar:\n  - {namn: Försäkringskassan, slag: stat}\n  - {namn: Ekviks kommun, slag: kommun}\n"
        "  - {namn: Vindö stad, slag: kommun, tidigare_namn: [{namn: Vindö kommun, till: 2024}]}\n"
    )
    forbund(repository, "enade", both)
    own = "medlem;2025\nFörsäkringskassan;400\nEkviks kommun;60\nVindö stad;70\n"
    book(repository, "enade", 2025, "A,nya,,1,2,3\n", SHOWN + MERGED, own)
    delivery = processed("enade", 2025)
    table = delivery.tables["medlemsbidrag"]
    paid = {(row.medlem, row.period): row.varde for row in table.itertuples()}
    assert paid["Försäkringskassan", "2024"] == Decimal("300.50")
    assert (paid["Ekviks kommun", "2024"], paid["Vindö stad", "2024"]) == (50, 50)
    shown = contribution_table(Book(load_params("enade", 2025), delivery))
    assert shown.heads[1:3] == ["2025", "2024"] and shown.lines[-1].cells[1] == "400,50"


def test_the_comparison_is_of_the_merged_figures(repository):
    rows = "Lotsen,avslutade,,{0},{0},{1}\nLotsen,arbete,,{2},{2},{3}\nLotsen,studier,,0,0,0\n"
    delivery = merged(
        repository, rows.format(30, 60, 10, 20), rows.format(20, 40, 5, 10), rows.format(50, 100, 20, 40)
    )
    (change,) = comparison.changes(Book(load_params("enade", 2025), delivery))
    assert (change.before.n, change.before.N, change.share.n, change.share.N) == (30, 100, 40, 100)


@pytest.mark.parametrize(
    ("key", "code", "expected"),
    [
        ("foregangare: [ost/2023]", "predecessor-year", "ost/2024"),
        ("foregangare: [ost/2022]", "book-unknown", "ost/2024"),
        ("foregangare: [ost/2024, ost/2024]", "book-twice", "each book once"),
    ],
)
def test_a_predecessor_that_cannot_be_is_told_with_its_key(repository, key, code, expected):
    forbund(repository, "ost")
    for ar in (2023, 2024):
        book(repository, "ost", ar, "A,nya,,1,2,3\n")
    forbund(repository, "enade")
    book(repository, "enade", 2025, "A,nya,,1,2,3\n", f"{SHOWN}{key}\n")
    with pytest.raises(Faults) as wrong:
        load_params("enade", 2025)
    (fault,) = wrong.value.faults
    assert (fault.code, fault.where[0].file) == (code, "params/enade/2025.yml")
    assert fault.where[0].column.startswith("foregangare") and expected in fault.expected


@pytest.mark.slow
def test_a_book_of_merged_forbund_is_built_and_read_back(repository):
    """`build` traces every number of the pages, also those that are added of two books."""
    rows = "Lotsen,{},,{},{},{}\n"
    counts = {"antal_totalt": 60, "nya": 30, "avslutade": 30, "arbete": 10, "studier": 8,
              "annat_positivt_avslut": 6, "avbrott": 6, "kvar": 30}  # fmt: skip
    sheet = "".join(rows.format(matt, n // 2, n - n // 2, n) for matt, n in counts.items())
    members = "medlemmar:\n  - {namn: Försäkringskassan, slag: stat}\n  - {namn: Umeå kommun, slag: kommun}\n"
    bidrag = "medlem;{}\nFörsäkringskassan;500000\nUmeå kommun;250000\n"
    for name in ("ost", "vast"):
        forbund(repository, name, members)
        book(repository, name, 2024, sheet, bidrag=bidrag.format(2024))
    forbund(repository, "enade", members)
    book(repository, "enade", 2025, sheet, SHOWN + MERGED, bidrag.format(2025))
    result = CliRunner().invoke(main, ["build", "enade/2025", "--to", "html", "--engine", "pandoc"])
    assert result.exit_code == 0, result.output
    pages = repository.root / "reports/enade/2025"
    page = (pages / "deltagare.html").read_text(encoding="utf-8").replace("\n", " ")
    assert "för OST och Årsredovisning 2024 för VAST. Siffrorna därifrån är sammanlagda." in page
    behind = (pages / "underlag.html").read_text(encoding="utf-8")
    assert "data/raw/ost/2024/deltagare.csv" in behind


@pytest.mark.parametrize(
    ("former_params", "own_params", "invented", "message"),
    [
        ("slag: delarsrapport\nper: 2024-06-30\n", "slag: arsredovisning\n", "", "not of as many months"),
        ("slag: arsredovisning\n", "slag: delarsrapport\nper: 2025-06-30\n", "", "not of as many months"),
        ("slag: arsredovisning\n", "slag: arsredovisning\n", "pahittat: true\n", "are invented"),
        ("slag: delarsrapport\nper: 2024-02-29\n", "slag: delarsrapport\nper: 2025-02-28\n", "", None),
    ],
)
def test_half_a_year_is_never_compared_with_a_whole_one(
    repository, former_params, own_params, invented, message
):
    """Nor invented figures with real ones: they would stand in print as last year's."""
    chapters = "kapitel: [index, deltagare, avstamning]\n"
    forbund(repository, "ost", invented)
    forbund(repository, "vast")
    for name, ar, text in (
        ("ost", 2024, former_params),
        ("vast", 2025, own_params + "foregangare: [ost/2024]\n"),
    ):
        book(repository, name, ar, "A,nya,,10,20,30\n")
        repository.write(f"params/{name}/{ar}.yml", text + chapters + SHOWN)
    if message is None:
        assert told(processed("vast", 2025), "2024")["A", "nya", "totalt"] == 30
        return
    with pytest.raises(Faults) as wrong:
        processed("vast", 2025)
    (fault,) = wrong.value.faults
    assert (fault.code, fault.where[0].value) == ("predecessor-unlike", "ost/2024")
    assert message in fault.message


def test_the_record_of_a_book_names_the_files_of_its_predecessors(repository):
    merged(repository, "A,nya,,1,2,3\n", "B,nya,,1,2,3\n")
    files = [source.fil for source in book_sources(load_params("enade", 2025))]
    assert {"data/raw/ost/2024/deltagare.csv", "data/raw/vast/2024/deltagare.csv"} <= set(files)
