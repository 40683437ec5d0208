"""Ingest: nothing to do is nothing done, every change is seen, and a bad delivery leaves the last good tables."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import where

from finsam.faults import Faults
from finsam.folders import replaced
from finsam.ingest import ingest, processed
from finsam.sources.files import Source

GOOD = "insats,matt,totalt\nMatcha,nya,1\n"


def state(folder: Path) -> dict[str, tuple[int, int]]:
    """Inode and time of every file, so that one that was written anew differs."""
    return {file.name: (file.stat().st_ino, file.stat().st_mtime_ns) for file in folder.iterdir()}


def values() -> list:
    return list(processed("prov", 2020).tables["deltagare"]["varde"])


def test_tables_sources_and_nothing_else_are_written(repository):
    file = repository.raw("deltagare.csv", GOOD + "\nVindeln,nya,2\n")
    repository.raw("budget.csv", "sektion,rad,utfall\nA,Matcha,1\n")
    repository.raw("README.md", "om filerna")
    repository.raw(".dold", "x")
    repository.raw("~$bokslut.xlsx", "x")
    folder = ingest("prov", 2020)
    assert folder == repository.root / "data/processed/prov/2020"
    assert sorted(path.name for path in folder.parent.iterdir()) == ["2020"]
    assert sorted(path.name for path in folder.iterdir()) == [
        "budget.parquet",
        "deltagare.parquet",
        "ingest.json",
        "skydd.json",
    ]
    made = processed("prov", 2020)
    assert list(made.tables) == ["budget", "deltagare"]
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert made.sources[1] == Source("data/raw/prov/2020/deltagare.csv", digest, 2)


def test_an_up_to_date_book_is_left_alone(repository):
    repository.raw("deltagare.csv", GOOD)
    before = state(ingest("prov", 2020))
    assert state(ingest("prov", 2020)) == before
    processed("prov", 2020)
    assert state(ingest("prov", 2020)) == before


CHANGES = {
    "a changed figure": lambda repository: repository.raw("deltagare.csv", GOOD.replace(",1", ",7")),
    "a new file": lambda repository: repository.raw("deltagare-2.csv", "insats,matt,totalt\nVindeln,nya,7\n"),
    "a new name": lambda repository: repository.forbund("insatser: [{namn: Ringen, alias: [Matcha]}]\n"),
    "a changed register": lambda repository: repository.write(
        "params/register/omraden.csv", "kod,namn,kort\n"
    ),
    "a lost table": lambda repository: ingest("prov", 2020).joinpath("deltagare.parquet").unlink(),
    "a lost record": lambda repository: ingest("prov", 2020).joinpath("ingest.json").write_text("[]"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_seen(repository, change):
    repository.raw("deltagare.csv", GOOD)
    before = state(ingest("prov", 2020))
    CHANGES[change](repository)
    assert set(state(ingest("prov", 2020)).values()).isdisjoint(before.values())


def test_the_tables_follow_their_files(repository):
    first = repository.raw("deltagare.csv", GOOD)
    second = repository.raw("deltagare-2.csv", "insats,matt,totalt\nVindeln,nya,7\n")
    assert values() == [7, 1, 8], "the last is the sum of both insatser"
    second.unlink()
    assert values() == [1]
    first.write_text(GOOD.replace(",1", ",3"))
    assert values() == [3]


BAD = {
    "an unreadable number": lambda repository: repository.raw("deltagare.csv", GOOD + "Vindeln,nya,sju\n"),
    "an unreadable file": lambda repository: repository.raw("budget.xlsx", b"PK"),
    "a file of another type": lambda repository: repository.raw("budget.pdf", b"%PDF"),
    "a folder": lambda repository: repository.raw("mer/budget.csv", "sektion,rad,utfall\nA,B,1\n"),
    "no files": lambda repository: (repository.root / "data/raw/prov/2020/deltagare.csv").unlink(),
    "unreadable params": lambda repository: repository.year("titel: ["),
    "a table that is asked for": lambda repository: repository.year("underlag: [budget]\n"),
}


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_delivery_is_told_and_leaves_the_last_good_tables(repository, bad):
    repository.raw("deltagare.csv", GOOD)
    before = state(ingest("prov", 2020))
    BAD[bad](repository)
    for _ in range(2):
        with pytest.raises(Faults):
            ingest("prov", 2020)
    folder = repository.root / "data/processed/prov/2020"
    assert state(folder) == before
    assert [path.name for path in folder.parent.iterdir()] == ["2020"]


def test_a_table_that_the_params_ask_for_and_is_not_there_is_told(repository):
    repository.year("underlag: [deltagare, budget, noter]\n")
    repository.raw("deltagare.csv", GOOD)
    # A template that nobody has filled in is no table.
    repository.raw("noter.csv", "not,rubrik,post,2020\n")
    found = repository.faults()
    assert [(fault.code, where(fault).file) for fault in found] == [
        ("file-missing", "data/raw/prov/2020")
    ] * 2
    assert [fault.expected for fault in found] == ["budget.csv or .xlsx", "noter.csv or .xlsx"]


def test_an_unfilled_template_is_no_table(repository):
    repository.raw("deltagare.csv", GOOD)
    repository.raw("noter.csv", "not,rubrik,post,2020\n")
    made = processed("prov", 2020)
    assert list(made.tables) == ["deltagare"]
    assert [source.rader for source in made.sources] == [1, 0]


def test_a_book_without_raw_files_is_told(repository):
    (fault,) = repository.faults()
    assert (fault.code, where(fault).file) == ("file-missing", "data/raw/prov/2020")
    repository.raw("README.md", "snart")
    (fault,) = repository.faults()
    assert (fault.code, fault.expected) == ("file-missing", "CSV, Excel or SIE files")


# ---- Several at once, and killed ---------------------------------------------------------------------------

INGEST = """
from finsam.ingest import processed
for number in range(20):
    made = processed("prov", 2020)
    assert list(made.tables["deltagare"]["varde"]) == [1], made.tables
    (__import__("pathlib").Path("{folder}") / "ingest.json").unlink(missing_ok=True)
"""


def test_two_processes_ingest_the_same_book_at_once(repository):
    """Each throws away what makes the tables look up to date, so that both write them over and over."""
    repository.raw("deltagare.csv", GOOD)
    folder = repository.root / "data/processed/prov/2020"
    code = INGEST.format(folder=folder)
    runs = [
        subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True) for _ in range(2)
    ]
    assert [(run.communicate()[1], run.returncode) for run in runs] == [("", 0)] * 2
    assert values() == [1]
    assert [path.name for path in folder.parent.iterdir()] == ["2020"]


def test_a_folder_that_many_replace_at_once_is_one_of_theirs(tmp_path):
    target = tmp_path / "bok"

    def replace(number: int) -> None:
        with replaced(target) as fresh:
            for name in "ab":
                (fresh / name).write_text(str(number))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(replace, range(200)))
    assert (target / "a").read_text() == (target / "b").read_text()
    assert [path.name for path in tmp_path.iterdir()] == ["bok"]


def test_an_error_in_the_middle_leaves_the_old_folder(tmp_path):
    target = tmp_path / "bok"
    with replaced(target) as fresh:
        (fresh / "sida").write_text("gammal")

    def fail() -> None:
        with replaced(target) as fresh:
            (fresh / "sida").write_text("halv")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert (target / "sida").read_text() == "gammal"
    assert [path.name for path in tmp_path.iterdir()] == ["bok"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process that dies in the middle is made with os.fork")
def test_a_killed_process_leaves_the_old_tables_and_the_next_one_goes_on(repository):
    repository.raw("deltagare.csv", GOOD)
    folder = ingest("prov", 2020)
    before = state(folder)
    child = os.fork()
    if child == 0:
        with replaced(folder) as fresh:
            (fresh / "deltagare.parquet").write_bytes(b"PAR1")
            os._exit(9)
    os.waitpid(child, 0)
    assert state(folder) == before
    repository.raw("deltagare.csv", GOOD.replace(",1", ",5"))
    assert values() == [5]
