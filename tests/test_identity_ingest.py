"""What becomes of identity numbers in each kind of delivery: pseudonyms of keys, faults elsewhere, nothing in Parquet."""

from __future__ import annotations

import random
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from identity_numbers import SPELLINGS, parts

from finsam.delivery.read import Delivery, read_delivery
from finsam.ingest import ingest
from finsam.inspection import inspect
from finsam.scan.folder import numbers_in_folder
from finsam.sources.grids import read_grids

NUMBER = "19811218-9876"
CHAPTERS = "kapitel: [index, deltagare, avstamning]\n"
HEAD = "nyckel;insats;kon;start;slut;orsak;fodelsear\n"


def rows(keys: list[str]) -> str:
    """Each person in two insatser, in rows whose order is the same whatever the keys are."""
    made = []
    for at, key in enumerate(keys):
        sex = "K" if at % 2 else "M"
        first = f"2019-{1 + at % 12:02}-01"
        made.append(f"{key};Torget;{sex};{first};2020-0{1 + at % 9}-15;Arbete;198{at % 10}")
        made.append(f"{key};Steget;{sex};2020-1{at % 3}-01;;;198{at % 10}")
    return HEAD + "\n".join(made) + "\n"


def persons(count: int) -> list[tuple[str, str, str, str]]:
    r = random.Random(11)
    return [parts(r, 1950, 2004) for _ in range(count)]


def spelled(made: tuple[str, str, str, str], at: int) -> str:
    names = [name for name in SPELLINGS if name not in ("underscore",)]
    return SPELLINGS[names[at % len(names)]](*made, random.Random(at))


def delivered(repository, text: str) -> Delivery:
    repository.year(CHAPTERS)
    repository.raw("personer.csv", text)
    return read_delivery(repository.params())


def same(one: Delivery, other: Delivery) -> bool:
    return one.tables.keys() == other.tables.keys() and all(
        one.tables[name].equals(other.tables[name]) for name in one.tables
    )


def test_tables_are_the_same_with_codes_with_numbers_and_with_another_key(repository, monkeypatch):
    made = persons(60)
    plain = delivered(repository, rows([f"P{at:04}" for at in range(60)]))
    lines = rows([f"\0{at}\0" for at in range(60)])
    for at, each in enumerate(made):
        # Another spelling in each of a person's two rows.
        lines = lines.replace(f"\0{at}\0", spelled(each, at), 1).replace(
            f"\0{at}\0", spelled(each, at + 5), 1
        )
    first = delivered(repository, lines)
    monkeypatch.setenv("FINSAM_NYCKEL", "en annan nyckel som är lång nog, för prov")
    second = delivered(repository, lines)
    assert same(plain, first) and same(plain, second)
    assert first.people["nyckel"].nunique() == 60
    assert not set(first.people["nyckel"]) & set(second.people["nyckel"])


def test_neither_numbers_nor_the_key_are_in_what_is_written(repository, pseudonym_key):
    repository.year(CHAPTERS)
    made = persons(20)
    repository.raw("personer.csv", rows([spelled(each, at) for at, each in enumerate(made)]))
    folder = ingest("prov", 2020)
    assert numbers_in_folder(folder) == []
    data = b"".join(file.read_bytes() for file in folder.iterdir())
    assert pseudonym_key.encode() not in data
    people = pd.read_parquet(folder / "personer.parquet")
    assert people["nyckel"].str.startswith("n1-").all()
    for each in made:
        assert each[3] + ";" not in people.to_csv(sep=";", columns=["nyckel"])


def test_excel_numbers_that_lost_their_zeros_are_the_same_person(repository):
    repository.year(CHAPTERS)
    book = openpyxl.Workbook()
    book.active.title = "personer"
    book.active.append(["nyckel", "insats", "kon", "start"])
    for key in (101019990, 200101019990.0, "010101-9990", "20010101-9990"):
        book.active.append([key, f"I{book.active.max_row}", "K", "2020-01-01"])
    file = repository.raw("personer.xlsx", b"")
    book.save(file)
    assert read_delivery(repository.params()).people["nyckel"].nunique() == 1


@pytest.mark.parametrize("column", ["insats", "kon", "start", "slut", "orsak", "fodelsear"])
@pytest.mark.parametrize("text", [NUMBER, "8112189876", f"se {NUMBER}"])
def test_a_number_in_any_other_column_of_persons_is_refused(repository, column, text):
    repository.year(CHAPTERS)
    cells = dict(
        zip(
            HEAD.strip().split(";"),
            ["A1", "Torget", "K", "2019-01-01", "2020-01-15", "Arbete", "1985"],
            strict=True,
        )
    )
    repository.raw("personer.csv", HEAD + ";".join((cells | {column: text}).values()) + "\n")
    _refused(repository, column)


@pytest.mark.parametrize(
    ("name", "text", "column"),
    [
        ("deltagare.csv", f"insats;matt;period;kvinnor;man;totalt\n{NUMBER};nya;2020;1;1;2\n", "insats"),
        ("deltagare.csv", "insats;matt;period;kvinnor;man;totalt\nTorget;nya;2020;198112189876;1;2\n", "kvinnor"),
        ("budget.csv", f"sektion;rad;budget\nKostnader;Lön {NUMBER};10\n", "rad"),
        ("motesplan.csv", f"datum;mote;tema;beslut\n2020-01-01;Styrelse;Om {NUMBER};\n", "tema"),
        ("styrkort.csv", "perspektiv;mal;matt;aktivitet;malvarde;utfall;enhet;bedomning;utfall_text;kommentar\n"
                         "A;B;C;D;1;1;procent;;;ringde 811218 9876\n", "kommentar"),
        ("hushallsmanader.csv", f"hushall;manad;kommun;hushallstyp;vuxna;barn\nh1;2020-01;{NUMBER};Övriga hushåll;1;0\n", "kommun"),
        ("personstod.csv", f"nyckel;insats;stod;enhet;fore;efter\na1;Torget;{NUMBER};kr;1;2\n", "stod"),
        ("enkatsvar.csv", f"svarande;nns-2;kommentar\na1;{NUMBER};\n", "nns-2"),
        ("enkatsvar.csv", f"svarande;nns-2;kommentar\na1;4;{NUMBER}\n", "kommentar"),
    ],
)  # fmt: skip
def test_a_number_in_any_kind_of_table_is_refused(repository, name, text, column):
    repository.raw(name, text)
    _refused(repository, column)


def _refused(repository, column: str) -> None:
    faults = [fault for fault in repository.faults() if fault.code == "personal-number"]
    assert [fault.where[0].column for fault in faults] == [column]
    told = "".join(map(str, repository.faults()))
    assert "9876" not in told and "811218" not in told


def test_a_heading_that_is_a_number(repository):
    repository.raw("budget.csv", f"sektion;rad;{NUMBER}\nKostnader;Lön;10\n")
    assert "personal-number" in [fault.code for fault in repository.faults()]
    assert "9876" not in "".join(map(str, repository.faults()))


@pytest.mark.parametrize(
    "heading", ["Namn", "Förnamn", "Efternamn", "Adress", "Telefon", "E-post", "Mobilnummer", "LMA-nummer"]
)
def test_columns_that_tell_who_somebody_is_are_refused_or_never_carried(repository, heading):
    repository.year(CHAPTERS)
    text = f"nyckel;insats;kon;start;{heading}\nA1;Torget;K;2020-01-01;Anna Andersson\n"
    repository.raw("personer.csv", text)
    assert "column-identifies" in [fault.code for fault in repository.faults()]
    repository.write("params/prov/personer.yml", f"olasta_kolumner: [{heading}]\n")
    assert repository.faults() == []
    repository.year(CHAPTERS + "felaktiga_rader: avvisas\n")
    repository.raw("personer.csv", text + "A2;Torget;fel;2020-01-01;Anna Andersson\n")
    folder = ingest("prov", 2020)
    assert (folder / "avvisade.csv").is_file()
    assert b"Andersson" not in b"".join(file.read_bytes() for file in folder.iterdir())


def test_rejected_rows_of_persons_show_no_key(repository):
    repository.year(CHAPTERS + "felaktiga_rader: avvisas\n")
    repository.raw(
        "personer.csv", f"nyckel;insats;kon;start\n{NUMBER};T;K;2020-01-01\n811218-9877;T;x;2020-01-01\n"
    )
    text = (ingest("prov", 2020) / "avvisade.csv").read_text(encoding="utf-8-sig")
    assert "kon=x" in text and "811218" not in text


SIE = """\
#FLAGGA 0
#SIETYP 4
#FNAMN "Prov"
#RAR 0 20200101 20201231
#KONTO 1930 "Bank"
#KONTO 4010 "Tolk {0}"
#VER A 1 20200105 "Läkarutlåtande {0}"
{{
#TRANS 4010 {{}} 100.00 "" "Deltagare {0}"
#TRANS 1930 {{}} -100.00
}}
"""


def test_texts_of_a_ledger_are_hidden_and_told(tmp_path: Path):
    file = tmp_path / "bok.se"
    for text in (NUMBER, "811218 9876", "8112189876"):
        file.write_bytes(SIE.format(text).encode("cp437"))
        found = inspect(file, with_rows=True)
        notes = [fault for fault in found.faults if fault.code == "personal-number"]
        assert [(fault.severity, "3 lines" in fault.message) for fault in notes] == [("note", True)]
        told = "\n".join([*found.lines, *map(str, found.faults), *(rows.to_csv() for rows in found.rows)])
        assert "9876" not in told and "(personnummer)" in told
    file.write_bytes(SIE.format("212000-2627").encode("cp437"))
    assert "212000-2627" in inspect(file, with_rows=True).rows[0].to_csv()


FREE = "nyckel;insats;kon;start;Kommentar;Övrigt\nA1;Torget;K;2020-01-01;{};\nA2;Torget;M;2020-01-02;;Vill\tstudera\n"


def test_free_text_is_carried_only_where_params_name_it(repository):
    repository.year(CHAPTERS)
    repository.raw("personer.csv", FREE.format("Trivs bra"))
    unknown = [fault.where[0].column for fault in repository.faults()]
    assert unknown == ["Kommentar", "Övrigt"]
    repository.write("params/prov/personer.yml", "olasta_kolumner: [Kommentar, Övrigt]\n")
    folder = ingest("prov", 2020)
    assert "fritext" not in pd.read_parquet(folder / "personer.parquet")
    assert b"Trivs" not in b"".join(file.read_bytes() for file in folder.iterdir())
    repository.write("params/prov/personer.yml", "olasta_kolumner: [Övrigt]\nfritext: [kommentar]\n")
    ingest("prov", 2020)
    assert pd.read_parquet(folder / "personer.parquet")["fritext"].tolist() == ["Kommentar: Trivs bra", ""]
    assert [file.name for file in folder.iterdir() if b"Trivs" in file.read_bytes().replace(b"\0", b"")] == [
        "personer.parquet"
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"Se {NUMBER}", "personal-number"),
        ("Nås på anna.a@exempel.se", "text-identifies"),
        ("Ring 070-123 45 67.", "text-identifies"),
        ("Ring +46 (0)90-12 34 56.", "text-identifies"),
        ("08-12345678", "text-identifies"),
    ],
)
def test_free_text_that_leads_to_a_person_is_refused_and_not_shown(repository, text, code):
    repository.year(CHAPTERS + "felaktiga_rader: avvisas\n")
    repository.write("params/prov/personer.yml", "fritext: [Kommentar, Övrigt]\n")
    repository.raw("personer.csv", FREE.format(text))
    (fault,) = repository.faults()
    assert (fault.code, fault.where[0].column) == (code, "Kommentar")
    assert not {"9876", "anna", "123", "1234"} & set(str(fault).replace(".", " ").split())


@pytest.mark.parametrize(
    "text", ["Började 2024-01-15 09:30.", "Dnr 2024/01234", "0,5 tjänst, 12 500 kr", "Vecka 08-12, rum 0123"]
)
def test_free_text_with_other_numbers_is_carried(repository, text):
    repository.year(CHAPTERS)
    repository.write("params/prov/personer.yml", "fritext: [Kommentar, Övrigt]\n")
    repository.raw("personer.csv", FREE.format(text))
    assert repository.faults() == []


def test_no_params_make_names_free_text(repository):
    repository.year(CHAPTERS)
    repository.write("params/prov/personer.yml", "fritext: [Namn]\n")
    repository.raw("personer.csv", "nyckel;insats;kon;start;Namn\nA1;Torget;K;2020-01-01;Anna\n")
    assert [fault.code for fault in repository.faults()] == ["column-identifies"]


def parted(count: int, day: str, last: str) -> str:
    """An own kind of list: the birth day in one column and the last four in the next."""
    r = random.Random(2)
    made = [parts(r, 1950, 2004) for _ in range(count)]
    lines = [
        f"A{at};{day.format(*each, each[0][2:])};{last.format(int(each[3]), each[3])}"
        for at, each in enumerate(made)
    ]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("day", "last"),
    [("{4}{1}{2}", "{1}"), ("{0}-{1}-{2}", "{1}"), ("{0}{1}{2}", "{0}"), ("{0}.{1}.{2}", "{1}")],
)
def test_numbers_in_two_columns(repository, day, last):
    rows = parted(6, day, last)
    file = repository.raw("motesplan.csv", "datum;mote;tema\n" + rows)
    (grid,) = read_grids(file)
    assert grid.holds_numbers
    assert [place.column for fault in grid.faults for place in fault.where] == ["mote", "tema"]
    assert {cells[1:] for _, cells in grid.rows} == {("(del av personnummer)",) * 2}


def test_days_and_years_or_amounts_in_two_columns_are_no_numbers(tmp_path):
    r = random.Random(3)
    for _ in range(300):
        lines = [
            f"{r.randint(2015, 2024)}-{r.randint(1, 12):02}-{r.randint(1, 28):02};{r.randint(1970, 2008)};{r.randint(1, 9999)}"
            for _ in range(r.choice((2, 6, 20)))
        ]
        (tmp_path / "t.csv").write_text("start;fodelsear;belopp\n" + "\n".join(lines))
        assert not read_grids(tmp_path / "t.csv")[0].holds_numbers, lines
        swapped = [";".join((day, amount, year)) for day, year, amount in (line.split(";") for line in lines)]
        (tmp_path / "t.csv").write_text("start;belopp;fodelsear\n" + "\n".join(swapped))
        assert not read_grids(tmp_path / "t.csv")[0].holds_numbers, swapped


def test_keys_with_words_around_the_number_are_the_persons_that_they_name(repository):
    """Not one person, whose key would be the words."""
    repository.year(CHAPTERS)
    keys = (
        "pnr 19811218-9876",
        "Anna Andersson, 811218-9876",
        "8112189876",
        "pnr 19800101-0001",
        "pnr 19800101-0019",
    )
    lines = [f"{key};I{at};K;2020-01-01" for at, key in enumerate(keys)]
    repository.raw("personer.csv", "nyckel;insats;kon;start\n" + "\n".join(lines) + "\n")
    found = read_delivery(repository.params()).people["nyckel"]
    assert found.str.fullmatch("n1-[a-z2-7]{16}").all()
    assert [found.tolist().index(key) for key in found] == [0, 0, 0, 3, 4]


def test_numbers_in_two_columns_of_rows_of_several_lengths(tmp_path):
    rows = parted(6, "{4}{1}{2}", "{1}").replace("A2;", "A2\nA9;1\nA2;")
    (tmp_path / "t.csv").write_text("a;b;c\n" + rows)
    (grid,) = read_grids(tmp_path / "t.csv")
    assert [place.column for fault in grid.faults for place in fault.where] == ["b", "c"]
