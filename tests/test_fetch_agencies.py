"""Fetching of public statistics against a local server: what is asked, what is saved, and every way to go wrong."""

from __future__ import annotations

import hashlib
import json
from math import inf

import pytest
from agency_place import (
    MATT,
    Time,
    addresses,
    errors,
    files,
    only,
    run,
    saved,
    told,
    with_measures,
)
from agency_server import KPIS, AgencyServer
from click.testing import CliRunner

from finsam.cli import main
from finsam.faults import Faults
from finsam.fetch.agencies import agencies
from finsam.fetch.client import ATTEMPTS
from finsam.fetch.plan import plan
from finsam.fetch.run import fetch


@pytest.fixture
def server():
    made = AgencyServer()
    yield made
    made.stop()


@pytest.fixture
def place(repository, monkeypatch):
    return with_measures(repository, monkeypatch)


# ---- What is asked and saved -----------------------------------------------------------------------------


def test_kolada_rows_of_kommuner_region_and_country_with_provenance(server, place):
    outcome = run(server, ["uvas_andel"])
    assert (outcome.faults, outcome.lines) == (
        [],
        ["data/raw/register/kolada-N02797.json: new, 132 figures"],
    )
    found = saved(place, "kolada-N02797")
    assert {row["municipality"] for row in found["values"]} == {"0000", "0024", "2460", "2480"}
    assert (found["count"], found["next_url"]) == (4 * 11, None)
    assert server.kolada_row("N02797", "2480", 2014) in found["values"]
    private = next(row for row in found["values"] if (row["municipality"], row["period"]) == ("2460", 2015))
    assert private["values"][1] == {"gender": "K", "count": 0, "status": "Private", "value": None}
    beside = told(place, "kolada-N02797")
    raw = (place.root / "data/raw/register/kolada-N02797.json").read_bytes()
    assert beside["sha256"] == hashlib.sha256(raw).hexdigest()
    assert beside["parametrar"] == {
        "kpi": "N02797", "per_page": 5000, "omraden": ["00", "24", "2460", "2480"], "fran": None, "till": None,
    }  # fmt: skip
    assert beside["anrop"][0]["url"].startswith(
        f"{server.url}/kolada/data/kpi/N02797/municipality/0000,0024,2460,2480"
    )
    keys = ("kalla", "titel", "uppdaterad", "rader", "http_status", "finsam", "matt", "anmarkningar")
    assert [beside[key] for key in keys] == [
        "Kolada", KPIS["N02797"], "2024-06-08", 132, [200], "0.1.0", ["uvas_andel"], [],
    ]  # fmt: skip
    assert beside["hamtad"].startswith("2024-11-22T12:00")
    assert not list((place.root / "data/processed").rglob("*.json")), "kept parts go away with the whole file"


def test_kolada_asks_for_at_most_25_ids_and_follows_pages(server, place):
    server.page_rows = 60
    assert not errors(run(server, ["uvas_andel"], kommun=["14"], first=1990, last=2020))
    data = server.calls("/data/")
    parts = [path.split("/") for path in data]
    assert {len(part[part.index("municipality") + 1].split(",")) for part in parts} == {25, 1}
    assert {len(part[part.index("year") + 1].split("?")[0].split(",")) for part in parts} == {25, 6}
    rows = saved(place, "kolada-N02797")["values"]
    kommuner = {row["municipality"] for row in rows}
    assert len(kommuner) == 49 + 2
    assert len(rows) == len(kommuner) * 11
    assert any("page=3" in path for path in data)


def test_forsakringskassan_rows_as_they_are(server, place):
    outcome = run(server, ["sjukpenningtal"], kommun=["2404", "2480"])
    assert not outcome.faults
    assert files(place) == [
        f"forsakringskassan-{table}{end}"
        for table in ("SJPT2", "SJPsjptal")
        for end in (".json", ".proveniens.json")
    ]
    rows = saved(place, "forsakringskassan-SJPsjptal")
    assert {row["dimensions"]["kommun_kod"] for row in rows} == {"ALL_ALL", "ALL_24", "2404", "2480"}
    hidden = [row for row in rows if row["observations"]["spt"]["rojd"]]
    assert {row["dimensions"]["kommun_kod"] for row in hidden} == {"2404"}
    assert all(row["observations"]["spt"]["value"] is None for row in hidden)
    assert server.calls("/fk/ohm-sjptal/SJPsjptal.json?kommun_kod=ALL_ALL") and server.calls(
        "/fk/ohm-sjptal-tvanoll/SJPT2.json?"
    )


def test_forsakringskassan_that_ignores_filters_gives_only_what_was_asked_and_tells(server, place):
    server.filters = False
    assert not run(server, ["sjukpenningtal"], first=2020, last=2020).faults
    rows = saved(place, "forsakringskassan-SJPsjptal")
    assert {row["dimensions"]["kommun_kod"] for row in rows} == {"ALL_ALL", "ALL_24", "2460", "2480"}
    assert {row["dimensions"]["ar"] for row in rows} == {"2020"}
    beside = told(place, "forsakringskassan-SJPsjptal")["parametrar"]["rader_utanfor_fragan"]
    assert (len(rows), beside) == (4 * 2 * 3, 7 * 2 * 2 * 3 - 4 * 2 * 3)


def test_scb_in_parts_is_the_cube_of_one_call(server, place):
    outcome = run(server, ["befolkning"])
    assert not errors(outcome)
    whole = saved(place, "scb-TAB6471")
    (place.root / "data/raw/register/scb-TAB6471.json").unlink()
    calls = len(server.calls("/data"))
    server.config["maxDataCells"] = 100
    run(server, ["befolkning"])
    assert len(server.calls("/data")) - calls > 5
    assert saved(place, "scb-TAB6471") == whole
    codes = {name: list(one["category"]["index"]) for name, one in whole["dimension"].items()}
    assert codes["Alder"] == ["TotSA", "0", "16", "17", "18", "100+"], "no classes that overlap single years"
    assert codes["Region"] == ["00", "24", "2460", "2480"]
    at = [
        codes[name].index(code)
        for name, code in zip(whole["id"], ("2480", "17", "2", "000007SF", "2015M07"), strict=True)
    ]
    place_of = 0
    for one, size in zip(at, whole["size"], strict=True):
        place_of = place_of * size + one
    assert whole["value"][place_of] == server.cell("2480", "17", "2", "000007SF", "2015M07")


def test_scb_posts_codes_of_the_measure_and_a_lan_is_fetched_by_its_kommuner(server, place):
    outcome = run(server, ["helarsekvivalenter_totalt"], first=2015, last=2015)
    assert [fault.code for fault in outcome.faults] == ["lan-by-kommuner"]
    (posted,) = [posted for method, _, posted in server.log if method == "POST"]
    asked = {one["variableCode"]: one["valueCodes"] for one in posted["selection"]}
    assert asked == {
        "Region": ["00", "2401", "2404", "2460", "2480"],
        "Kon": ["1", "2", "1+2"],
        "Aldersgrupp": ["20-64"],
        "ContentsCode": ["000002"],
        "Tid": [f"2015M{month:02d}" for month in range(1, 13)],
    }
    found = saved(place, "scb-TAB1386")
    assert found["status"] and set(found["status"].values()) == {".."}
    beside = told(place, "scb-TAB1386")
    assert beside["parametrar"]["urval"] == asked and beside["anrop"][0]["posted"] == posted
    assert beside["titel"].startswith("Helårsekvivalenter efter region")
    assert beside["uppdaterad"] == server.updated and "län 24" in beside["anmarkningar"][0]


def test_what_scb_can_sum_itself_is_left_out_of_the_question(server, place):
    assert not errors(run(server, ["tabell"], kommun=["2480"]))
    (posted,) = [posted for _, _, posted in server.log if posted]
    assert [one["variableCode"] for one in posted["selection"]] == ["Region", "Kon", "ContentsCode", "Tid"]
    assert saved(place, "scb-TAB638")["id"] == ["Region", "Kon", "ContentsCode", "Tid"]


def test_statuses_stay_with_their_cells_when_scb_is_split(server, place):
    server.config["maxDataCells"] = 7
    run(server, ["helarsekvivalenter_totalt"], first=2015, last=2015)
    found = saved(place, "scb-TAB1386")
    per = len(found["value"]) // found["size"][0]
    hidden = list(found["dimension"]["Region"]["category"]["index"]).index("2404")
    assert set(found["status"]) == {str(at) for at in range(hidden * per, (hidden + 1) * per)}
    assert all((value is None) == (str(at) in found["status"]) for at, value in enumerate(found["value"]))


def test_the_pace_that_scb_tells_is_kept(server, place):
    server.config |= {"maxDataCells": 100, "maxCallsPerTimeWindow": 3, "timeWindow": 60}
    time = Time()
    run(server, ["befolkning"], time)
    calls = len(server.log)
    assert calls > 9
    assert time.passed >= 60 * ((calls - 1) // 3)


# ---- Failures that may pass ------------------------------------------------------------------------------


def test_429_is_waited_for_as_long_as_the_server_asks(server, place):
    server.misbehave("/data/", "answer", status=429, headers={"Retry-After": "17"})
    time = Time()
    assert not run(server, ["uvas_andel"], time).faults
    assert time.pauses == [17.0]
    assert len(server.calls("/data/")) == 2


def test_429_with_a_date(server, place):
    server.misbehave("/data/", "answer", status=429, headers={"Retry-After": "Fri, 22 Nov 2024 12:00:40 GMT"})
    time = Time()
    assert not run(server, ["uvas_andel"], time).faults
    assert time.pauses == [40.0]


def test_429_without_retry_after_is_waited_for_longer_each_time(server, place):
    server.misbehave("/data/", "answer", status=429, times=3)
    time = Time()
    assert not run(server, ["uvas_andel"], time).faults
    assert time.pauses == [2.0, 4.0, 8.0]


def test_429_that_asks_for_hours_is_told_instead(server, place):
    server.misbehave("/data/", "answer", status=429, headers={"Retry-After": "7200"}, times=inf)
    time = Time()
    fault = only(run(server, ["uvas_andel"], time))
    assert (fault.code, time.pauses, len(server.calls("/data/"))) == ("agency-busy", [], 1)
    assert "7200 seconds" in fault.message


def test_500_twice_and_then_well(server, place):
    server.misbehave("/data/", "answer", status=500, times=2)
    assert not run(server, ["uvas_andel"]).faults
    assert len(server.calls("/data/")) == 3 and saved(place, "kolada-N02797")["count"] == 44


def test_500_for_ever_is_told_with_the_servers_own_words_and_the_others_go_on(server, place):
    problem = json.dumps({"title": "Internt fel", "detail": "Databasen är nere"}).encode()
    server.misbehave("N02797/municipality", "answer", status=503, body=problem, times=inf)
    outcome = run(server, ["uvas_andel", "ohalsotal"])
    fault = only(outcome)
    assert fault.code == "agency-failing" and len(server.calls("/data/kpi/N02797")) == ATTEMPTS
    for words in ("Kolada answered 503", "Internt fel Databasen är nere", "5 times", "no earlier delivery"):
        assert words in fault.message
    assert fault.where[0].file == "data/raw/register/kolada-N02797.json"
    assert fault.where[1].file.startswith(f"{server.url}/kolada/data/kpi/N02797/")
    assert files(place) == [
        f"{name}{end}"
        for name in ("forsakringskassan-SJPohttal", "kolada-N00957")
        for end in (".json", ".proveniens.json")
    ]


def test_a_connection_cut_in_the_middle_of_the_body(server, place):
    server.misbehave("/data/", "cut")
    assert not run(server, ["uvas_andel"]).faults
    assert len(server.calls("/data/")) == 2 and saved(place, "kolada-N02797")["count"] == 44


def test_connections_that_are_always_cut(server, place):
    server.misbehave("/data/", "cut", times=inf)
    fault = only(run(server, ["uvas_andel"]))
    assert fault.code == "agency-unreachable" and "could not be heard to the end" in fault.message
    assert files(place) == []


def test_a_body_slower_than_the_time_out(server, place):
    server.misbehave("/data/", "slow")
    assert not run(server, ["uvas_andel"], timeout=0.3).faults
    assert len(server.calls("/data/")) == 2


def test_an_agency_that_isnt_there(server, place):
    found, _ = agencies({"kolada": "http://127.0.0.1:9"})
    outcome = fetch(plan(found, ["prov"], [], ["uvas_andel"]), Time().clock)
    assert only(outcome).code == "agency-unreachable"


# ---- Failures that won't pass ----------------------------------------------------------------------------


@pytest.mark.parametrize("status", [400, 403, 404, 410])
def test_other_4xx_are_not_tried_again(server, place, status):
    server.misbehave(
        "/data/", "answer", status=status, body=b"<html><script>x</script><h1>Nej tack</h1></html>", times=inf
    )
    time = Time()
    fault = only(run(server, ["uvas_andel"], time))
    assert (fault.code, len(server.calls("/data/")), time.pauses) == ("agency-refused", 1, [])
    assert (
        f"answered {status}" in fault.message
        and "Nej tack" in fault.message
        and "script" not in fault.message
    )


GOOD_ROW = {
    "kpi": "N02797",
    "municipality": "2480",
    "period": 2015,
    "values": [{"gender": "T", "value": 1.5}],
}


def page(rows, count=None, following=None):
    return json.dumps(
        {"values": rows, "count": len(rows) if count is None else count, "next_url": following}
    ).encode()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"<!DOCTYPE html><html><body>Underh\xc3\xa5ll</body></html>", "answer-unreadable"),
        (b'{"values": [{"kpi": "N0', "answer-unreadable"),
        (b"", "answer-unreadable"),
        (b"\xff\xfe{}", "answer-unreadable"),
        (page([{**GOOD_ROW, "values": [{"gender": "T", "value": float("nan")}]}]), "answer-unreadable"),
        (b'{"results": [], "count": 0, "next_url": null}', "answer-unexpected"),
        (b"[]", "answer-unexpected"),
        (page([{"kpi": "N02797", "kommun": "2480"}]), "answer-unexpected"),
        (page([{**GOOD_ROW, "values": [{"gender": "T", "value": "1,5"}]}]), "answer-unexpected"),
        (page([{**GOOD_ROW, "values": [{"gender": "X", "value": 1}]}]), "answer-unexpected"),
        (page([{**GOOD_ROW, "kpi": "N00957"}]), "answer-unexpected"),
        (page([{**GOOD_ROW, "municipality": "0180"}]), "answer-unexpected"),
        (page([GOOD_ROW], count=2), "answer-incomplete"),
        (page([]), "answer-empty"),
        (page([GOOD_ROW, GOOD_ROW]), "answer-repeated"),
    ],
)
def test_wrong_answers_of_kolada_are_faults_and_never_data(server, place, body, code):
    server.shift = 5.0
    run(server, ["uvas_andel"])
    before = {name: (place.root / "data/raw/register" / name).read_bytes() for name in files(place)}
    server.misbehave("/data/", "answer", body=body)
    outcome = run(server, ["uvas_andel"])
    fault = only(outcome)
    assert fault.code == code and "earlier delivery stays in use" in fault.message
    assert {name: (place.root / "data/raw/register" / name).read_bytes() for name in files(place)} == before
    server.shift = 0.0
    assert not run(server, ["uvas_andel"]).faults, "a wrong answer isn't kept for the next run"
    assert saved(place, "kolada-N02797")["count"] == 44


def test_next_url_to_another_host_is_not_followed(server, place):
    other = AgencyServer()
    server.page_rows, server.page_host = 10, other.url
    fault = only(run(server, ["uvas_andel"]))
    other.stop()
    assert (fault.code, other.log) == ("page-elsewhere", [])
    assert other.url in fault.where[1].value and files(place) == []


@pytest.mark.parametrize("host", ["file:///etc", "http://[bad", "ftp://127.0.0.1"])
def test_next_url_that_is_no_address_of_the_agency(server, place, host):
    server.page_rows, server.page_host = 10, host
    assert only(run(server, ["uvas_andel"])).code == "page-elsewhere"


def test_redirect_to_another_host_is_not_followed_and_one_on_the_host_is(server, place):
    server.misbehave("/kpi/N02797", "answer", status=302, headers={"Location": "/kolada/kpi/N02797?v=3"})
    assert not run(server, ["uvas_andel"]).faults
    server.misbehave("/kpi/N02797", "answer", status=302, headers={"Location": "http://localhost:1/"})
    assert only(run(server, ["uvas_andel"])).code == "page-elsewhere"


def test_pages_in_a_circle(server, place):
    url = f"{server.url}/kolada/data/kpi/N02797/municipality/0000,0024,2460,2480?per_page=5000"
    again = url.replace("5000", "1")
    server.misbehave("per_page=1", "answer", body=page([GOOD_ROW], following=again), times=inf)
    server.misbehave("/data/", "answer", body=page([GOOD_ROW], following=again))
    fault = only(run(server, ["uvas_andel"]))
    assert fault.code == "page-circle" and len(server.calls("/data/")) == 2


def test_an_empty_page_that_leads_on(server, place):
    following = f"{server.url}/kolada/data/kpi/N02797/municipality/0000?page=2"
    server.misbehave("/data/", "answer", body=page([], following=following))
    assert only(run(server, ["uvas_andel"])).code == "answer-incomplete"


def test_count_of_all_pages_together_is_understood_too(server, place):
    rows = [{**GOOD_ROW, "period": year} for year in (2015, 2016, 2017)]
    following = f"{server.url}/kolada/data/kpi/N02797/municipality/2480?page=2"
    server.misbehave("page=2", "answer", body=page(rows[2:], count=3))
    server.misbehave("/data/", "answer", body=page(rows[:2], count=3, following=following))
    assert not errors(run(server, ["uvas_andel"]))
    assert saved(place, "kolada-N02797")["values"] == rows


def test_a_kpi_with_another_title_stops_that_measure_alone(server, place):
    server.kpis["N02797"] = "Något helt annat"
    outcome = run(server, ["uvas_andel", "ohalsotal"])
    fault = only(outcome)
    assert fault.code == "title-differs" and "uvas_andel" in fault.message
    assert [place.value for place in fault.where[1:]] == ["Något helt annat", KPIS["N02797"]]
    assert not server.calls("/data/kpi/N02797") and server.calls("/data/kpi/N00957")


def test_one_of_several_titles_of_a_kpi_is_enough(server, place):
    other = 'Kolada: [{kod: N02797, titel: En äldre titel}, {kod: N02797, titel: "Unga'
    place.write("params/register/matt.yml", MATT.replace('Kolada: [{kod: N02797, titel: "Unga', other))
    assert not run(server, ["uvas_andel"]).faults


def test_a_kpi_that_kolada_doesnt_know(server, place):
    del server.kpis["N02797"]
    assert only(run(server, ["uvas_andel"])).code == "code-unknown"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda cube: cube.update(label="En annan tabell"), "title-differs"),
        (lambda cube: (cube["id"].__setitem__(1, "Age"), cube["dimension"].update(Age=cube["dimension"].pop("Alder"))),
         "variables-differ"),
        (lambda cube: cube.update({"class": "collection"}), "answer-unexpected"),
        (lambda cube: cube.pop("dimension"), "answer-unexpected"),
        (lambda cube: cube["size"].__setitem__(0, 99), "answer-unexpected"),
    ],
)  # fmt: skip
def test_scb_metadata_is_checked_before_any_data(server, place, change, code):
    cube = server.answer("/scb/tables/TAB6471/metadata", None)
    change(cube)
    server.misbehave("/metadata", "answer", body=json.dumps(cube).encode())
    assert only(run(server, ["befolkning"])).code == code
    assert not server.calls("/data") and files(place) == []


def test_scb_contents_with_another_label(server, place):
    place.write("params/register/matt.yml", MATT.replace("titel: Summa helårsekvivalenter", "titel: Ohälsa"))
    fault = only(run(server, ["helarsekvivalenter_totalt"]))
    assert fault.code == "title-differs" and "Summa helårsekvivalenter" in fault.where[2].value


def test_scb_contents_may_be_named_by_their_code(server, place):
    place.write("params/register/matt.yml", MATT.replace("kod: TAB1386,", 'kod: "TAB1386:000001",'))
    assert only(run(server, ["helarsekvivalenter_totalt"])).code == "title-differs"
    place.write("params/register/matt.yml", MATT.replace("kod: TAB1386,", 'kod: "TAB1386:000002",'))
    assert not errors(run(server, ["helarsekvivalenter_totalt"]))
    contents = saved(place, "scb-TAB1386")["dimension"]["ContentsCode"]["category"]
    assert contents == {"index": {"000002": 0}, "label": {"000002": "Summa helårsekvivalenter"}}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda cube: cube["value"].pop(), "answer-unexpected"),
        (lambda cube: cube["value"].__setitem__(0, "12"), "answer-unexpected"),
        (lambda cube: cube.update(value=[None] * len(cube["value"])), "answer-empty"),
        (lambda cube: cube["dimension"]["Region"]["category"]["index"].update({"0180": 0}), "answer-unexpected"),
    ],
)  # fmt: skip
def test_scb_data_of_another_form(server, place, change, code):
    run(server, ["befolkning"], kommun=["2480"])
    (path, posted) = next((path, posted) for _, path, posted in server.log if posted)
    cube = server.answer(path, posted)
    change(cube)
    for file in (place.root / "data/raw/register").iterdir():
        file.unlink()
    server.misbehave("/data", "answer", body=json.dumps(cube).encode())
    assert only(run(server, ["befolkning"], kommun=["2480"])).code == code
    assert files(place) == []


def test_scb_that_publishes_while_it_is_fetched(server, place):
    server.config["maxDataCells"] = 500
    run(server, ["befolkning"])
    path, posted = next((path, posted) for _, path, posted in server.log if posted)
    (place.root / "data/raw/register/scb-TAB6471.json").unlink()
    newer = {**server.answer(path, posted), "updated": "2024-11-22T12:00:00Z"}
    server.misbehave("/data", "answer", body=json.dumps(newer).encode())
    assert only(run(server, ["befolkning"])).code == "answer-changed"
    assert not errors(run(server, ["befolkning"]))


@pytest.mark.parametrize(
    "body",
    [
        b'{"fel": "ja"}',
        b'[{"dimensions": {"ar": "2020"}}]',
        b'[{"row_nr": 1, "dimensions": {"ar": "2020", "manad": "12", "lan_kod": "24", "kommun_kod": "2480", "kon_kod": "K",'
        b' "aldersklass_kod": "ALL"}, "observations": {"oht": {"value": 1, "rojd": false}}}]',
    ],
)
def test_forsakringskassan_of_another_form(server, place, body):
    server.misbehave("/fk/", "answer", body=body, times=inf)
    assert {fault.code for fault in errors(run(server, ["sjukpenningtal"]))} == {"answer-unexpected"}
    assert files(place) == []


# ---- What can be asked -----------------------------------------------------------------------------------


def planned(forbund=(), kommun=(), matt=(), **years):
    return plan(agencies({})[0], forbund, kommun, matt, **years)


def plan_faults(*args, **kwargs):
    with pytest.raises(Faults) as told:
        planned(*args, **kwargs)
    return [fault.code for fault in told.value.faults]


def test_all_measures_make_one_file_for_each_dataset(place):
    assert [question.file for question in planned(["prov"])] == [
        "forsakringskassan-SJPT2.json", "forsakringskassan-SJPohttal.json", "forsakringskassan-SJPsjptal.json",
        "kolada-N00957.json", "kolada-N02797.json", "scb-TAB1386.json", "scb-TAB638.json", "scb-TAB6471.json",
    ]  # fmt: skip
    assert {question.areas for question in planned(["prov"])} == {("00", "24", "2460", "2480")}


def test_without_a_name_every_forbund_that_isnt_invented(place):
    text = 'namn: P\nkort: P\npahittat: true\nmedlemmar: [{namn: E, slag: kommun, kod: "9901"}]\n'
    place.write("params/pahittat/forbund.yml", text)
    text = 'namn: S\nkort: S\nmedlemmar: [{namn: Stockholm, slag: kommun, kod: "0180"}]\n'
    place.write("params/sthlm/forbund.yml", text)
    assert planned()[0].areas == ("00", "01", "24", "0180", "2460", "2480")
    assert plan_faults(["pahittat"]) == ["area-invented"]


def test_codes_of_a_lan_and_of_the_country_are_all_their_kommuner(place):
    assert len(planned(kommun=["24"])[0].areas) == 2 + 15
    assert len(planned(kommun=["00"])[0].areas) == 1 + 21 + 290


def test_everything_that_cant_be_asked_is_told_at_once(place):
    codes = plan_faults(["prof"], ["9901", "1"], ["uvas", "ohalsotal"])
    assert codes == ["forbund-unknown", "area-invented", "area-unknown", "measure-unknown"]


def test_a_measure_without_an_agency_and_a_kommun_without_a_code(place):
    place.write("params/register/matt.yml", MATT + "annat: {namn: A, rubrik: A, enhet: dagar, om: A.}\n")
    assert plan_faults(["prov"], matt=["annat"]) == ["measure-without-agency"]
    place.forbund("medlemmar: [{namn: Umeå kommun, slag: kommun}]\n")
    assert plan_faults(["prov"]) == ["kommuner-missing"]


def command(server, *args):
    options = [part for name, url in addresses(server).items() for part in ("--base-url", f"{name}={url}")]
    return CliRunner().invoke(main, ["fetch", *args, *options])


def test_command_tells_files_and_faults_as_json_and_exits_1(server, place):
    server.kpis["N02797"] = "Annat"
    answer = command(server, "--forbund", "prov", "--matt", "uvas_andel,ohalsotal", "--json")
    assert answer.exit_code == 1
    found = json.loads(answer.stdout)
    assert [one.get("state") or one["code"] for one in found] == ["new", "new", "failed", "title-differs"]
    assert {"code", "severity", "message", "where", "expected"} == set(found[-1])


def test_dry_run_calls_nobody_and_writes_nothing(server, place):
    answer = command(server, "--kommun", "2480,2460", "--matt", "uvas_andel", "--from", "2015", "--dry-run")
    assert (answer.exit_code, server.log, files(place)) == (0, [], [])
    assert "kolada-N02797.json: uvas_andel; 4 areas, 2015 to last; begins with http" in answer.stdout


@pytest.mark.parametrize(
    ("args", "status"),
    [
        (["--from", "2020", "--to", "2010"], 2),
        (["--base-url", "kolada"], 2),
        (["--base-url", "kolade=http://x"], 1),
        (["--base-url", "kolada=x"], 1),
        (["--forbund", "inget"], 1),
    ],
)
def test_wrong_usage_is_told_without_a_call(place, args, status):
    answer = CliRunner().invoke(main, ["fetch", *args])
    assert answer.exit_code == status and not isinstance(answer.exception, Exception), answer.output


def test_address_from_the_environment(server, place, monkeypatch):
    monkeypatch.setenv("FINSAM_KOLADA_URL", f"{server.url}/kolada/")
    answer = CliRunner().invoke(main, ["fetch", "--forbund", "prov", "--matt", "uvas_andel"])
    assert answer.exit_code == 0 and server.calls("/kolada/data/")
