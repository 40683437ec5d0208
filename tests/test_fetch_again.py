"""What is fetched again: what came before is kept, a run that was stopped goes on where it was, and all is read back."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys

import pytest
from agency_place import (
    Time,
    errors,
    files,
    only,
    run,
    saved,
    told,
    with_measures,
)
from agency_server import AgencyServer

from finsam.fetch.client import ATTEMPTS, Session
from finsam.register.places import register_folder
from finsam.register.read import read_register


@pytest.fixture
def server():
    made = AgencyServer()
    yield made
    made.stop()


@pytest.fixture
def place(repository, monkeypatch):
    return with_measures(repository, monkeypatch)


# ---- Deliveries over time --------------------------------------------------------------------------------


def test_an_unchanged_delivery_rewrites_nothing_and_tells_so(server, place):
    run(server, ["uvas_andel"])
    file = place.root / "data/raw/register/kolada-N02797.json"
    os.utime(file, (1, 1))
    before = {name: (place.root / "data/raw/register" / name).read_bytes() for name in files(place)}
    outcome = run(server, ["uvas_andel"])
    assert (
        "unchanged since 2024-11-22T12:00" in outcome.lines[0]
        and outcome.described[0]["state"] == "unchanged"
    )
    assert file.stat().st_mtime == 1
    assert {name: (place.root / "data/raw/register" / name).read_bytes() for name in files(place)} == before


def test_the_earlier_delivery_and_its_provenance_are_kept_each_time(server, place):
    contents = []
    for shift in (0.0, 1.0, 2.0):
        server.shift = shift
        run(server, ["uvas_andel"])
        contents.append(saved(place, "kolada-N02797"))
    assert files(place) == sorted(
        f"{folder}kolada-N02797{end}"
        for folder in ("", "aldre/2024-11-22/", "aldre/2024-11-22-2/")
        for end in (".json", ".proveniens.json")
    )
    for folder, content in zip(("aldre/2024-11-22", "aldre/2024-11-22-2"), contents, strict=False):
        raw = (place.root / "data/raw/register" / folder / "kolada-N02797.json").read_bytes()
        assert json.loads(raw) == content
        assert told(place, "kolada-N02797", folder)["sha256"] == hashlib.sha256(raw).hexdigest()


def test_a_new_delivery_never_holds_less_than_the_one_before(server, place):
    run(server, ["uvas_andel"], kommun=["0180"], first=2012, last=2014)
    run(server, ["uvas_andel"], kommun=["2480"], first=2013, last=2016)
    rows = saved(place, "kolada-N02797")["values"]
    assert {row["municipality"] for row in rows} == {"0000", "0001", "0024", "0180", "2480"}
    assert {row["period"] for row in rows} == set(range(2012, 2017))


def test_a_file_without_its_provenance_is_kept_and_gets_one(server, place):
    run(server, ["uvas_andel"])
    beside = place.root / "data/raw/register/kolada-N02797.proveniens.json"
    beside.unlink()
    outcome = run(server, ["uvas_andel"])
    assert outcome.described[0]["state"] == "updated" and beside.exists()
    assert "aldre/2024-11-22/kolada-N02797.json" in files(place)


def test_a_file_changed_by_hand_is_kept_as_it_was(server, place):
    run(server, ["uvas_andel"])
    file = place.root / "data/raw/register/kolada-N02797.json"
    file.write_text("changed by hand", encoding="utf-8")
    run(server, ["uvas_andel"])
    assert saved(place, "kolada-N02797")["count"] == 44
    assert (file.parent / "aldre/2024-11-22/kolada-N02797.json").read_text(
        encoding="utf-8"
    ) == "changed by hand"


def test_fewer_figures_than_before_are_told(server, place):
    run(server, ["uvas_andel"])
    server.without = {"2460"}
    outcome = run(server, ["uvas_andel"])
    assert [(fault.code, fault.severity) for fault in outcome.faults] == [
        ("area-without-figures", "note"), ("fewer-figures", "note"),
    ]  # fmt: skip
    assert "2460" in outcome.faults[0].message


# ---- Killed and resumed ----------------------------------------------------------------------------------


class Killed(BaseException):
    pass


def test_a_run_killed_between_pages_goes_on_where_it_was(server, place, monkeypatch):
    server.page_rows = 10
    call, made = Session._call, []

    def dies(session, url, posted):
        if "/data/" in url:
            made.append(url)
            if len(made) == 4:
                raise Killed
        return call(session, url, posted)

    monkeypatch.setattr(Session, "_call", dies)
    with pytest.raises(Killed):
        run(server, ["uvas_andel"])
    monkeypatch.undo()
    monkeypatch.setenv("FINSAM_ROOT", str(place.root))
    assert files(place) == [] and len(server.calls("/data/")) == 3
    asked = set(server.calls("/data/"))
    assert not run(server, ["uvas_andel"]).faults
    again = server.calls("/data/")[3:]
    assert len(again) == 2 and not asked & set(again)
    assert saved(place, "kolada-N02797") == whole_answer(place)
    assert told(place, "kolada-N02797")["rader"] == 132 and len(told(place, "kolada-N02797")["anrop"]) == 5


def whole_answer(place):
    """The same fetched in one go by another server."""
    other = AgencyServer()
    run(other, ["uvas_andel"], forbund=["prov"])
    other.stop()
    return saved(place, "kolada-N02797")


def failing_at_page_3(server):
    server.page_rows = 10
    server.misbehave("page=3", "answer", status=500, times=ATTEMPTS)
    return server


def test_parts_are_kept_when_the_server_fails_and_the_fault_says_so(server, place):
    fault = only(run(failing_at_page_3(server), ["uvas_andel"]))
    assert "2 finished parts are kept" in fault.message
    before = len(server.calls("/data/"))
    assert not run(server, ["uvas_andel"]).faults
    assert [path.partition("page=")[2].partition("&")[0] for path in server.calls("/data/")[before:]] == [
        "3",
        "4",
        "5",
    ]


def test_parts_of_another_question_are_not_used(server, place):
    run(failing_at_page_3(server), ["uvas_andel"])
    before = len(server.calls("/data/"))
    assert not run(server, ["uvas_andel"], first=2012, last=2013).faults
    assert len(server.calls("/data/")) == before + 1
    assert {row["period"] for row in saved(place, "kolada-N02797")["values"]} == {2012, 2013}


def test_parts_of_an_earlier_edition_are_not_used(server, place):
    run(failing_at_page_3(server), ["uvas_andel"])
    before = len(server.calls("/data/"))
    server.updated, server.shift = "2024-11-21T06:00:00Z", 3.0
    run(server, ["uvas_andel"])
    assert len(server.calls("/data/")) == before + 5
    assert server.kolada_row("N02797", "0000", 2010) in saved(place, "kolada-N02797")["values"]


def test_parts_older_than_a_day_are_not_used(server, place):
    run(failing_at_page_3(server), ["uvas_andel"])
    before = len(server.calls("/data/"))
    time = Time()
    time.passed = 25 * 3600.0
    run(server, ["uvas_andel"], time)
    assert len(server.calls("/data/")) == before + 5


@pytest.mark.parametrize(
    "damage", [lambda text: text[: len(text) // 2], lambda text: text.replace("N02797", "N02798")]
)
def test_damaged_parts_are_asked_for_again(server, place, damage):
    run(failing_at_page_3(server), ["uvas_andel"])
    kept = list((place.root / "data/processed/fetch").rglob("*.json"))
    assert len(kept) == 2
    for file in kept:
        file.write_text(damage(file.read_text(encoding="utf-8")), encoding="utf-8")
    before = len(server.calls("/data/"))
    assert not run(server, ["uvas_andel"]).faults
    assert len(server.calls("/data/")) == before + 5


def test_a_process_killed_in_the_middle_of_a_page_leaves_nothing_half_and_is_resumed(server, place):
    server.page_rows = 10
    server.misbehave("page=3", "hang")
    command = [sys.executable, "-m", "finsam", "fetch", "--forbund", "prov", "--matt", "uvas_andel"]
    command += ["--base-url", f"kolada={server.url}/kolada"]
    killed = subprocess.Popen(command, cwd=place.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        assert server.reached.wait(60)
    finally:
        killed.kill()
        killed.wait()
    assert files(place) == []
    before = len(server.calls("/data/"))
    done = subprocess.run(command, cwd=place.root, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert [path.partition("page=")[2].partition("&")[0] for path in server.calls("/data/")[before:]] == [
        "3",
        "4",
        "5",
    ]
    assert saved(place, "kolada-N02797")["count"] == 44


def test_nothing_is_seen_half_written_when_the_disk_fails(server, place, monkeypatch):
    run(server, ["uvas_andel"])
    before = saved(place, "kolada-N02797")
    server.shift = 1.0

    def full(fd):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    fault = only(run(server, ["uvas_andel"]))
    monkeypatch.undo()
    assert fault.code == "file-unwritable" and fault.where[0].value == "No space left on device"
    assert json.loads((place.root / "data/raw/register/kolada-N02797.json").read_bytes()) == before
    assert not [name for name in files(place) if "/." in name or name.startswith(".")]


# ---- Read back -------------------------------------------------------------------------------------------


def test_what_was_fetched_is_read_back(server, place):
    """The figures of all three agencies, in the files as fetched, by the reader of the register."""
    outcome = run(
        server, ["uvas_andel", "sjukpenningtal", "helarsekvivalenter_totalt"], kommun=["2404", "2460"]
    )
    assert not errors(outcome)
    register = read_register(register_folder(invented=False))
    assert len(register.sources) == 4, "provenance and older deliveries aren't figures"
    table = register.table

    def figure(matt, kommun, kon, period, version=""):
        one = table[(table["matt"] == matt) & (table["kommun_kod"] == kommun) & (table["version"] == version)]
        (row,) = one[(one["kon"] == kon) & (one["period"] == period)].to_dict("records")
        return row

    row = server.kolada_row("N02797", "0024", 2014)["values"]
    assert figure("uvas_andel", "24", "kvinnor", "2014")["varde"] == row[1]["value"]
    assert figure("uvas_andel", "00", "totalt", "2014")["kalla"] == "Kolada"
    assert figure("uvas_andel", "2460", "kvinnor", "2015")["status"] == "undertryckt"
    for version in ("1.0", "2.0"):
        hidden = figure("sjukpenningtal", "2404", "kvinnor", "2020-12", version)
        assert (hidden["status"], hidden["varde"] == hidden["varde"]) == ("undertryckt", False)
        assert figure("sjukpenningtal", "24", "man", "2020-12", version)["varde"] >= 20
    cell = figure("helarsekvivalenter_totalt", "2460", "totalt", "2015-07")
    assert (
        cell["varde"] == server.cell("2460", "1+2", "20-64", "000002", "2015M07") and cell["alder"] == "20-64"
    )
    assert figure("helarsekvivalenter_totalt", "2404", "man", "2015-07")["status"] == "undertryckt"
