"""Readers of public statistics on small files made here: what the samples don't have, one slip at a time."""

from __future__ import annotations

import json
import math

import openpyxl
import pytest

from finsam.faults import Faults
from finsam.inspection import inspect
from finsam.register.held import held
from finsam.register.read import read_files, read_register
from finsam.register.store import figures_of, figures_until, hold_tables, processed_folder, register


def fk(
    kommun="2480",
    lan="24",
    kon="K",
    ar="2019",
    man="09",
    key="spt",
    value=8.14,
    rojd=False,
    alder="ALL",
    **more,
):
    return {
        "row_nr": 1,
        "dimensions": {"ar": ar, "manad": man, "lan_kod": lan, "kommun_kod": kommun, "kon_kod": kon, "aldersklass_kod": alder, **more},
        "observations": {key: {"value": value, "rojd": rojd}, "namnare": {"value": 1000, "rojd": False}},
    }  # fmt: skip


def kolada(municipality="2480", kpi="N02797", period=2020, *values):
    default = ({"gender": "T", "count": 1, "status": "", "value": 6.5},)
    return {"kpi": kpi, "municipality": municipality, "period": period, "values": list(values or default)}


def json_file(folder, document, name="data.json"):
    file = folder / name
    file.write_text(json.dumps(document), encoding="utf-8")
    return file


def text_file(folder, text, name="data.csv", encoding="utf-8"):
    file = folder / name
    file.write_bytes(text.encode(encoding))
    return file


def workbook(folder, sheets, name="data.xlsx"):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(folder / name)
    return folder / name


def cells(read, *columns):
    return [tuple(row[name] for name in columns) for row in read.table.to_dict("records")]


def only(read):
    assert [fault.code for fault in read.faults] == [read.faults[0].code] if read.faults else True
    (fault,) = read.faults
    return fault


# ---- Försäkringskassan ------------------------------------------------------------------------------------


def test_json_of_försäkringskassan(tmp_path):
    records = [
        fk(),
        fk("ALL_24", value=9.0),
        fk("ALL_ALL", "ALL", "ALL", value=10.3),
        fk(kon="M", value=0, rojd=True),
        fk(kon="ALL", value=None),
        fk(ar=2019, man=8, alder="29", value=3.1),
    ]
    read = read_files([json_file(tmp_path, records)])
    assert read.faults == []
    assert cells(read, "kommun_kod", "kon", "alder", "period", "status", "radnr") == [
        ("2480", "kvinnor", "16-64", "2019-09", "", 1),
        ("24", "kvinnor", "16-64", "2019-09", "", 2),
        ("00", "totalt", "16-64", "2019-09", "", 3),
        ("2480", "man", "16-64", "2019-09", "undertryckt", 4),
        ("2480", "totalt", "16-64", "2019-09", "saknas", 5),
        ("2480", "kvinnor", "20-29", "2019-08", "", 6),
    ]
    assert math.isnan(read.table["varde"][3]) and set(read.table["version"]) == {"1.0"}
    assert read.table["namnare"].tolist() == [1000.0] * 6


def test_month_is_called_man_in_some_tables(tmp_path):
    record = fk(key="oht", value=20.5)
    record["dimensions"]["man"] = record["dimensions"].pop("manad")
    read = read_files([json_file(tmp_path, [record])])
    assert cells(read, "matt", "period", "varde") == [("ohalsotal", "2019-09", 20.5)]


@pytest.mark.parametrize(
    ("name", "record", "version", "ages"),
    [
        ("SJPT2.json", fk(ar="2022"), "2.0", "15-69"),
        ("SJPsjptal.json", fk(ar="2022"), "1.0", "16-64"),
        ("x.json", fk(ar="2022", alder="69"), "2.0", "65-69"),
        ("x.json", fk(ar="2022", alder="39"), "1.0", "30-39"),
        ("x.json", fk(ar="2020"), "1.0", "16-64"),
    ],
)
def test_version_of_json_follows_from_ages_name_or_year(tmp_path, name, record, version, ages):
    read = read_files([json_file(tmp_path, [record], name)])
    assert (read.faults, cells(read, "version", "alder")) == ([], [(version, ages)])


def test_a_version_that_nothing_tells_is_asked_for(tmp_path):
    fault = only(read_files([json_file(tmp_path, [fk(ar="2022")])]))
    assert fault.code == "version-unknown" and "SJPT2" in fault.expected


def test_the_record_beside_a_download_tells_the_version(tmp_path):
    file = json_file(tmp_path, [fk(ar="2022")])
    json_file(
        tmp_path,
        {"kalla": "Försäkringskassan", "url": "https://x/ohm-sjptal-tvanoll/SJPT2.json"},
        "data.json.proveniens.json",
    )
    assert cells(read_files([file]), "version") == [("2.0",)]


def test_version_two_before_it_existed(tmp_path):
    read = read_files([json_file(tmp_path, [fk(ar="2020"), fk(ar="2022")], "SJPT2.json")])
    fault = only(read)
    assert (fault.code, fault.where[0].row, len(read.table)) == ("version-period", 1, 1)


def test_workbook_of_försäkringskassan_with_titles_and_several_sheets(tmp_path):
    head = ["År", "Månad", "Län", "Kommun", "Ålder", "Kön", "Sjukpenningtal 2.0"]
    row = ["2024", "09", "20 Dalarnas län", "2021 Vansbro", "Samtliga 15-69 år", "Kvinnor", 9.5]
    sheets = {
        "tabell": [["Sjukpenningtal"], ["Källa: Försäkringskassan"], head, row],
        "tabell 2": [
            ["Sjukpenningtal"], [], head,
            [2024, 9, "20 Dalarnas län", "Samtliga kommuner", "Samtliga 15-69 år", "Män", 7.0],
            [2024, "september", "00 Riket", "Samtliga kommuner", "Samtliga 15-69 år", "Kvinnor och män", ".."],
            [2024, 9, "08 Kalmar län", "Kalmar", "15-19 år", "Kvinnor", 1],
            [2024, 9, "Kalmar", "Samtliga kommuner", "15-19 år", "Kvinnor", 2],
        ],
        "tom": [],
    }  # fmt: skip
    read = read_files([workbook(tmp_path, sheets)])
    assert read.faults == []
    assert cells(read, "kommun_kod", "kon", "alder", "period", "varde", "blad", "radnr")[:2] == [
        ("2021", "kvinnor", "15-69", "2024-09", 9.5, "tabell", 4),
        ("20", "man", "15-69", "2024-09", 7.0, "tabell 2", 4),
    ]
    assert cells(read, "kommun_kod", "status")[2:] == [("00", "undertryckt"), ("0880", ""), ("08", "")]


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        (2, "24 Västerbottens län", "area-contradicts"),
        (3, "2099 Vansbro", "area-unknown"),
        (3, "2080 Vansbro", "area-unknown"),
        (4, "vuxna", "age-unknown"),
        (4, "16-75 år", "version-ages"),
        (5, "okänt", "sex-unknown"),
        (1, "13", "period-unknown"),
        (6, "NaN", "number-unreadable"),
        (6, -1, "value-impossible"),
        (6, 367, "value-impossible"),
    ],
)
def test_a_slip_in_a_workbook_is_told_with_its_row(tmp_path, column, value, code):
    head = ["År", "Månad", "Län", "Kommun", "Ålder", "Kön", "Sjukpenningtal 1.0"]
    good = ["2024", "09", "20 Dalarnas län", "2021 Vansbro", "Samtliga 16-64 år", "Kvinnor", 9.5]
    wrong = ["2024", "08", *good[2:]]
    wrong[column] = value
    read = read_files([workbook(tmp_path, {"tabell": [["Titel"], head, good, wrong]})])
    fault = only(read)
    place = fault.where[0]
    assert (fault.code, place.sheet, place.row, len(read.table)) == (code, "tabell", 4, 1)


# ---- Kolada -----------------------------------------------------------------------------------------------


def test_kolada_page_and_list_of_pages(tmp_path):
    figures = (
        {"gender": "K", "count": 1, "status": "", "value": 6.25},
        {"gender": "M", "count": 1, "status": "Private", "value": None},
        {"gender": "T", "count": 1, "status": "Missing", "value": None},
    )
    page = {"values": [kolada("0114", "N02797", 2020, *figures)], "count": 1, "next_url": None}
    other = {"values": [kolada("0024"), kolada("0000", "N00001")], "count": 2, "next_url": None}
    one = read_files([json_file(tmp_path, page)])
    both = read_files([json_file(tmp_path, [page, other])])
    assert one.faults == both.faults == []
    expected = [
        ("0114", "kvinnor", "16-24", "2020", "uvas_andel", "", 1),
        ("0114", "man", "16-24", "2020", "uvas_andel", "undertryckt", 1),
        ("0114", "totalt", "16-24", "2020", "uvas_andel", "saknas", 1),
    ]
    columns = ("kommun_kod", "kon", "alder", "period", "matt", "status", "radnr")
    assert cells(one, *columns) == expected
    assert cells(both, *columns) == [
        *expected,
        ("24", "totalt", "16-24", "2020", "uvas_andel", "", 2),
        ("00", "totalt", "", "2020", "Kolada:N00001", "", 3),
    ]
    (note,) = both.notes
    assert (note.code, note.severity) == ("measure-unknown", "note")


def test_a_page_that_has_a_next_one_is_told(tmp_path):
    page = {"values": [kolada()], "count": 1, "next_url": "https://api.kolada.se/v3/next"}
    assert [note.code for note in read_files([json_file(tmp_path, page)]).notes] == ["pages-missing"]
    assert (
        only(read_files([json_file(tmp_path, {**page, "count": 5, "next_url": None})])).code == "count-wrong"
    )


@pytest.mark.parametrize(
    ("figure", "code"),
    [
        ({"gender": "X", "value": 1.0}, "sex-unknown"),
        ({"gender": "T", "value": 101.0}, "value-impossible"),
        ({"gender": "T", "value": -0.5}, "value-impossible"),
        ({"gender": "T", "value": "hög"}, "number-unreadable"),
        ({"gender": "T", "value": float("nan")}, "number-unreadable"),
        ({"gender": "T", "value": True}, "number-unreadable"),
        ({"gender": "T", "value": None, "status": "Trasig"}, "status-unknown"),
        ({"gender": "T", "value": 4.0, "status": "Private"}, "status-unknown"),
        ({"gender": "T"}, "record-broken"),
    ],
)
def test_a_slip_in_kolada_is_told_with_its_record(tmp_path, figure, code):
    read = read_files([json_file(tmp_path, {"values": [kolada(), kolada("0114", "N02797", 2020, figure)]})])
    fault = only(read)
    assert (fault.code, fault.where[0].row, len(read.table)) == (code, 2, 1)


def test_municipality_may_be_a_number_in_a_workbook(tmp_path):
    head = ["kpi", "municipality", "period", "count", "gender", "status", "value"]
    rows = [
        head,
        ["N02797", 114, 2020, 1, "T", None, 6.5],
        ["N02797", "0000", "2020", 1, "K", "Missing", None],
    ]
    read = read_files([workbook(tmp_path, {"Sheet1": rows})])
    assert cells(read, "kommun_kod", "kon", "status") == [("0114", "totalt", ""), ("00", "kvinnor", "saknas")]


def test_web_export_knows_kommuner_by_name_and_measures_by_title(tmp_path):
    title = "Invånare 16-24 år som varken arbetar eller studerar, andel (%)"
    rows = [
        ["Kolada"],
        [None, "Kommun", "2019", "2020"],
        [title, "Kalmar", 6.5, None],
        [title, "Nyköping", ".", 7.5],
    ]
    read = read_files([workbook(tmp_path, {"Kolada nyckeltal": rows, "Blad2": [["x"]]})])
    assert read.faults == []
    assert cells(read, "kommun_kod", "period", "matt", "alder", "status", "radnr") == [
        ("0880", "2019", "uvas_andel", "16-24", "", 3),
        ("0880", "2020", "uvas_andel", "16-24", "saknas", 3),
        ("0480", "2019", "uvas_andel", "16-24", "ej_tillampligt", 4),
        ("0480", "2020", "uvas_andel", "16-24", "", 4),
    ]


# ---- SCB --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_csv_of_scb_with_a_column_for_each_period(tmp_path, encoding):
    text = '"region","ålder","kön","Folkmängden per månad 2024M11","Folkmängden per månad 2024M12"\n'
    text += '"2480 Umeå","16-64 år","kvinnor","41000",".."\n"24 Västerbottens län","16-64 år","män",".","-"\n'
    read = read_files([text_file(tmp_path, text, encoding=encoding)])
    assert read.faults == []
    columns = ("kommun_kod", "kon", "alder", "period", "matt", "status", "radnr")
    assert cells(read, *columns) == [
        ("2480", "kvinnor", "16-64", "2024-11", "befolkning", "", 2),
        ("24", "man", "16-64", "2024-11", "befolkning", "ej_tillampligt", 3),
        ("2480", "kvinnor", "16-64", "2024-12", "befolkning", "undertryckt", 2),
        ("24", "man", "16-64", "2024-12", "befolkning", "saknas", 3),
    ]


def test_long_csv_of_scb_with_a_title_and_semicolons(tmp_path):
    text = "Andel av befolkningen efter region, kön och månad\n\n"
    text += "region;kön;åldersgrupp;månad;Andel av befolkningen\n"
    text += (
        "2480 Umeå;män och kvinnor totalt;20-64 år;2024M01;12,5\n2401 Nordmaling;män;20-64 år;2024M01;1,234\n"
    )
    read = read_files([text_file(tmp_path, text)])
    assert read.faults == []
    assert cells(read, "kommun_kod", "kon", "alder", "period", "matt", "varde", "radnr") == [
        ("2480", "totalt", "20-64", "2024-01", "helarsekvivalenter_andel", 12.5, 4),
        ("2401", "man", "20-64", "2024-01", "helarsekvivalenter_andel", 1.234, 5),
    ]


def test_more_dimensions_make_a_measure_of_their_own(tmp_path):
    text = "region,civilstånd,år,Folkmängden per månad\n2480 Umeå,ogifta,2024,5\n2480 Umeå,totalt,2024,9\n"
    read = read_files([text_file(tmp_path, text)])
    assert cells(read, "matt", "varde") == [("SCB:Folkmängden per månad, ogifta", 5.0), ("befolkning", 9.0)]


def test_equivalents_bring_their_population(tmp_path):
    contents = ["Summa helårsekvivalenter", "Folkmängd", "Andel av befolkningen"]
    document = {
        "version": "2.0", "class": "dataset", "source": "SCB", "label": "Helårsekvivalenter",
        "id": ["Region", "ContentsCode", "Tid"], "size": [1, 3, 2], "role": {"time": ["Tid"], "metric": ["ContentsCode"]},
        "dimension": {
            "Region": {"category": {"index": ["2480"], "label": {"2480": "Umeå"}}},
            "ContentsCode": {"category": {"index": ["a", "b", "c"], "label": dict(zip("abc", contents, strict=True))}},
            "Tid": {"category": {"index": {"2024M02": 1, "2024M01": 0}}},
        },
        "value": {"0": 900, "1": 910, "2": 8000, "3": 8010, "4": 11.3}, "status": {"5": ".."},
        "extension": {"px": {"tableid": "TAB1386"}},
    }  # fmt: skip
    read = read_files([json_file(tmp_path, document)])
    assert read.faults == []
    found = read.table[read.table["matt"].str.startswith("hel")]
    assert found[["matt", "period", "namnare", "status"]].to_dict("records") == [
        {"matt": "helarsekvivalenter_totalt", "period": "2024-01", "namnare": 8000.0, "status": ""},
        {"matt": "helarsekvivalenter_totalt", "period": "2024-02", "namnare": 8010.0, "status": ""},
        {"matt": "helarsekvivalenter_andel", "period": "2024-01", "namnare": 8000.0, "status": ""},
        {"matt": "helarsekvivalenter_andel", "period": "2024-02", "namnare": 8010.0, "status": "undertryckt"},
    ]


# ---- Our own tidy table -----------------------------------------------------------------------------------

OWN = "kommun_kod;kon;alder;period;matt;version;varde;namnare;status\n"


def test_own_table_with_decimal_comma_and_bom(tmp_path):
    text = OWN + "2480;K;20–24;2014;uvas_andel;;7,25;6000;\n2480;M;20–24;2014;uvas_andel;;;;undertryckt\n"
    read = read_files([text_file(tmp_path, text, encoding="utf-8-sig")])
    assert read.faults == []
    assert cells(read, "kommun_kod", "kon", "alder", "varde", "kalla", "status")[0] == (
        "2480", "kvinnor", "20-24", 7.25, "Egen tabell", "",
    )  # fmt: skip
    assert read.table["status"].tolist() == ["", "undertryckt"]


def test_every_fault_at_once(tmp_path):
    rows = ["9999;K;16-64;2014;sjukpenningtal;1.0;7;;", "2480;Q;16-64;2014;sjukpenningtal;1.0;7;;",
            "2480;K;16-64;2014;sjukpenningtal;;7;;", "2480;K;16-64;14;sjukpenningtal;1.0;7;;",
            "2480;K;16-64;2015;sjukpenningtal;1.0;sju;;", "2480;K;16-64;2016;sjukpenningtal;1.0;7;;"]  # fmt: skip
    read = read_files([text_file(tmp_path, OWN + "\n".join(rows))])
    assert {(fault.code, fault.where[0].row) for fault in read.faults} == {
        ("area-unknown", 2), ("sex-unknown", 3), ("version-unknown", 4), ("period-unknown", 5), ("number-unreadable", 6),
    }  # fmt: skip
    assert (len(read.table), read.delivered) == (1, 6)


def test_the_same_figure_twice(tmp_path):
    first = text_file(tmp_path, OWN + "2480;K;20-24;2014;uvas_andel;;7,25;;\n", "a.csv")
    agrees = text_file(tmp_path, OWN + "2480;K;20-24;2014;uvas_andel;;7,3;;\n", "b.csv")
    differs = text_file(tmp_path, OWN + "2480;K;20-24;2014;uvas_andel;;7,5;;\n", "c.csv")
    read = read_files([first, agrees])
    assert (read.faults, cells(read, "varde"), [note.code for note in read.notes]) == (
        [],
        [(7.25,)],
        ["figure-repeated"],
    )
    fault = only(read_files([first, differs]))
    assert fault.code == "figure-twice"
    assert [(place.file[-5:], place.row, place.value) for place in fault.where] == [
        ("a.csv", 2, "7.25"),
        ("c.csv", 2, "7.5"),
    ]


# ---- Folders and the store --------------------------------------------------------------------------------

GOOD = OWN + "2480;K;20-24;2014;uvas_andel;;7,25;6000;\n9901;M;20-24;2014;uvas_andel;;;;undertryckt\n"


def test_a_missing_folder_is_an_empty_register(repository):
    assert len(read_register(repository.root / "data/raw/register").table) == 0
    assert len(register(invented=False).table) == 0


def test_invented_areas_stay_among_invented_files(repository):
    repository.write("data/raw/register-exempel/a.csv", GOOD)
    assert register(invented=True).table["kommun_kod"].tolist() == ["2480", "9901"]
    repository.write("data/raw/register/a.csv", GOOD)
    with pytest.raises(Faults) as error:
        register(invented=False)
    assert [fault.code for fault in error.value.faults] == ["area-invented"]


def test_older_deliveries_text_and_records_are_passed_over(repository):
    folder = "data/raw/register-exempel"
    repository.write(f"{folder}/nytt/a.csv", GOOD)
    repository.write(f"{folder}/nytt/aldre/a.csv", GOOD.replace("7,25", "8,5"))
    repository.write(f"{folder}/nytt/a.csv.proveniens.json", "{}")
    repository.write(f"{folder}/README.md", "text")
    found = register(invented=True)
    assert [(source.fil, source.rader) for source in found.sources] == [(f"{folder}/nytt/a.csv", 2)]
    repository.write(f"{folder}/bild.pdf", "x")
    with pytest.raises(Faults) as error:
        register(invented=True)
    assert [fault.code for fault in error.value.faults] == ["file-type-unknown"]


def test_store_gives_what_was_read_and_only_what_is_asked(repository):
    repository.write("data/raw/register-exempel/a.csv", GOOD)
    direct = read_register(repository.root / "data/raw/register-exempel")
    stored = register(invented=True)
    assert stored.table.equals(direct.table) and stored.table.dtypes.equals(direct.table.dtypes)
    assert (stored.sources, stored.notes) == (direct.sources, direct.notes)
    assert figures_until(True, ["9901"], ["uvas_andel"], 2014)["status"].to_pylist() == ["undertryckt"]
    for areas, matt, ar in (
        (["9901"], "sjukpenningtal", 2014),
        ([], "uvas_andel", 2014),
        (["2480"], "uvas_andel", 2013),
    ):
        assert len(figures_until(True, areas, [matt], ar)) == 0


def test_a_table_held_in_memory_gives_the_same_rows_until_it_is_another(repository):
    file = repository.write("data/raw/register-exempel/a.csv", GOOD)
    asked = [
        (["9901", "2480", "9999"], ["uvas_andel"], 2014),
        (["9999"], ["uvas_andel"], 2014),
        (["2480"], ["befolkning"], 2014),
    ]
    read = [figures_until(True, *each).to_pylist() for each in asked]
    hold_tables()
    assert held(processed_folder(True) / "register.parquet")
    assert [figures_until(True, *each).to_pylist() for each in asked] == read
    assert figures_of(True, periods=["2014"], kon=["man"]).to_pylist() == [read[0][1]]
    file.write_text(GOOD.replace("7,25", "7,75"), encoding="utf-8")
    assert figures_until(True, ["2480"], ["uvas_andel"], 2014)["varde"].to_pylist() == [7.75]


def test_store_is_made_anew_when_a_file_or_the_measures_change(repository):
    file = repository.write("data/raw/register-exempel/a.csv", GOOD)
    register(invented=True)
    table = processed_folder(True) / "register.parquet"
    made = table.stat().st_ino
    register(invented=True)
    assert table.stat().st_ino == made
    file.write_text(GOOD.replace("7,25", "7,75"), encoding="utf-8")
    assert register(invented=True).table["varde"][0] == 7.75
    with (repository.root / "params/register/matt.yml").open("a", encoding="utf-8") as params:
        params.write("nytt:\n  namn: N\n  rubrik: N\n  enhet: antal\n  om: N\n")
    made = table.stat().st_ino
    register(invented=True)
    assert table.stat().st_ino != made
    table.write_bytes(b"")
    file.write_text(GOOD, encoding="utf-8")
    assert register(invented=True).table["varde"][0] == 7.25


def test_faults_leave_the_last_good_table(repository):
    file = repository.write("data/raw/register-exempel/a.csv", GOOD)
    register(invented=True)
    before = (processed_folder(True) / "register.parquet").read_bytes()
    file.write_text(GOOD.replace("2480", "2499"), encoding="utf-8")
    with pytest.raises(Faults):
        register(invented=True)
    assert (processed_folder(True) / "register.parquet").read_bytes() == before


# ---- What can't be read -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.json", "{", "json-unreadable"),
        ("a.json", "[]", "statistics-unknown"),
        ("a.json", '{"values": [1]}', "record-broken"),
        ("a.json", "", "file-empty"),
        ("a.csv", "a;b\n1;2\n", "statistics-unknown"),
        ("a.xlsx", "no workbook", "file-unreadable"),
        ("a.px", "no px", "px-data-missing"),
        ("a.px", 'CHARSET="ANSI";\nSTUB="region";\nHEADING="år";\nVALUES("region")="00";\nVALUES("år")="2020","2021";\nDATA=\n1;', "px-data-count"),
    ],
)  # fmt: skip
def test_files_that_are_nothing_are_told(tmp_path, name, content, code):
    read = read_files([text_file(tmp_path, content, name)])
    assert code in {fault.code for fault in read.faults}
    assert all(fault.where[0].file.endswith(name) for fault in read.faults)


def test_inspect_tells_what_a_file_is(tmp_path):
    found = inspect(json_file(tmp_path, [fk(), fk(kon="M", value=None, rojd=True)]), with_rows=True)
    assert "2 figures delivered, 2 read, of these 1 suppressed." in found.lines[0]
    assert "sjukpenningtal 1.0" in found.lines[1] and "2019-09" in found.lines[1]
    (described,) = found.described
    assert (described["code"], described["severity"]) == ("register", "note")
    assert described["facts"]["suppressed"] == 1
    assert described["facts"]["measures"][0]["areas"] == ["2480"]
    (rows,) = found.rows
    assert set(rows["slag"]) == {"register"} and len(rows) == 2


def test_a_table_that_names_no_agency_is_told(tmp_path):
    scb = text_file(tmp_path, "region;år;Folkmängden per månad\n2480 Umeå;2024;5\n", "a.csv")
    other = text_file(tmp_path, "kommun;år;antal\nUmeå;2024;5\n", "b.csv")
    for file, agency in ((scb, "SCB"), (other, "Egen tabell")):
        read = read_files([file])
        assert "agency-assumed" in {note.code for note in read.notes} and cells(read, "kalla") == [(agency,)]
    json_file(tmp_path, {"kalla": "Folkhälsomyndigheten"}, "a.csv.proveniens.json")
    assert cells(read_files([scb]), "kalla") == [("Folkhälsomyndigheten",)]


def test_records_that_are_broken_alike_are_one_fault(tmp_path):
    fault = only(read_files([json_file(tmp_path, {"values": [{"id": "N00001", "title": "T"}] * 9})]))
    assert (fault.code, len(fault.where)) == ("record-broken", 5) and "9 records" in fault.message


@pytest.mark.parametrize("part", ["dimensions", "observations"])
def test_a_record_of_försäkringskassan_without_its_parts(tmp_path, part):
    broken = fk()
    broken[part] = {}
    read = read_files([json_file(tmp_path, [fk(), broken, fk(kon="M")])])
    fault = only(read)
    assert (fault.code, fault.where[0].row, len(read.table)) == ("record-broken", 2, 2)


@pytest.mark.parametrize("order", [("7,25;;", ";;saknas"), (";;saknas", "7,25;;")])
def test_a_figure_goes_before_a_missing_one(tmp_path, order):
    row = OWN + "2480;K;20-24;2014;uvas_andel;;"
    read = read_files([text_file(tmp_path, f"{row}{end}\n", f"{n}.csv") for n, end in enumerate(order)])
    assert (read.faults, cells(read, "varde")) == ([], [(7.25,)])


def test_a_suppressed_figure_that_another_file_tells_is_a_fault(tmp_path):
    row = OWN + "2480;K;20-24;2014;uvas_andel;;"
    ends = ("7,25;;", ";;undertryckt")
    read = read_files([text_file(tmp_path, f"{row}{end}\n", f"{n}.csv") for n, end in enumerate(ends)])
    assert only(read).code == "figure-twice"


def test_codes_as_numbers_and_ages_in_words(tmp_path):
    record = fk(kommun=114, lan=1, ar=2022, man=3, alder="16-64", value="8,1", rojd="false")
    read = read_files([json_file(tmp_path, [record])])
    assert read.faults == []
    assert cells(read, "kommun_kod", "period", "version", "varde") == [("0114", "2022-03", "1.0", 8.1)]
