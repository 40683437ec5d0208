"""Batches: what is stale and why, failures that stop nobody else, and processes killed at any moment."""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import REPOSITORY

from finsam.cli import main

TABLE = "insats,matt,kvinnor,man,totalt\nMatcha,nya,1,2,3\nVindeln,nya,4,5,9\n"
SMALL = "kapitel: [index, avstamning]\n"
HTML = ("--engine", "pandoc", "--to", "html")


@pytest.fixture
def place(repository):
    """A repository with the small books prov/2020 and prov/2023, and notebooks of its own that can be changed."""
    (repository.root / "notebooks").unlink()
    shutil.copytree(REPOSITORY / "notebooks", repository.root / "notebooks")
    (repository.root / "params/prov/2020.yml").unlink()
    for year in (2020, 2023):
        repository.write(f"params/prov/{year}.yml", f"slag: arsredovisning\n{SMALL}")
        repository.write(
            f"data/raw/prov/{year}/uppgifter.csv", "kapitel,uppgift,varde\nforbundet,Styrgrupper,6\n"
        )
        text = "slag: arsredovisning\nkapitel: [index, forbundet, avstamning]\n"
        repository.write(f"params/prov/{year}.yml", text)
    return repository


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def built(result: Result) -> str:
    return result.stdout.splitlines()[-1]


# ---- Stale or not --------------------------------------------------------------------------------------------


def test_only_what_has_changed_is_built_again(place):
    assert built(run("build", "--all", *HTML)) == "2 built, 0 up to date, 0 failed."
    assert built(run("build", "--all", *HTML)) == "0 built, 2 up to date, 0 failed."
    for file in (
        *place.root.glob("data/raw/prov/*/*"),
        *place.root.glob("params/**/*.yml"),
        *place.root.glob("notebooks/*"),
    ):
        os.utime(file)
    assert built(run("build", "--all", *HTML)) == "0 built, 2 up to date, 0 failed."
    place.write("data/raw/prov/2023/uppgifter.csv", "kapitel,uppgift,varde\nforbundet,Styrgrupper,7\n")
    told = run("build", "--all", *HTML, "--dry-run").stdout.splitlines()
    assert told == [
        "prov/2023: data/raw/prov/2023/uppgifter.csv has changed",
        "1 of 2 reports would be built.",
    ]
    assert built(run("build", "--all", *HTML)) == "1 built, 1 up to date, 0 failed."


def test_status_tells_what_is_stale_and_why(place):
    run("build", "--all", *HTML)
    assert run("status", "--to", "html").stdout == "0 of 2 reports stale.\n"
    place.forbund("lan: '24'\n")
    text = (place.root / "notebooks/forbundet.ipynb").read_text(encoding="utf-8")
    (place.root / "notebooks/forbundet.ipynb").write_text(text.replace("# ", "#  ", 1), encoding="utf-8")
    result = run("status", "prov/2020", "--to", "html")
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "prov/2020: notebooks/forbundet.ipynb has changed; params/prov/forbund.yml has changed",
        "1 of 1 report stale.",
    ]
    assert "it is to be built in another way" in run("status", "--to", "html,pdf").stdout


def test_a_notebook_that_a_book_does_not_have_is_nothing_to_it(place):
    run("build", "--all", *HTML)
    (place.root / "notebooks/ekonomi.ipynb").write_text("{}")
    assert run("status", "--to", "html").exit_code == 0


def test_a_book_is_stale_when_the_year_that_it_is_compared_with_has_changed(place):
    place.write("params/prov/2024.yml", "slag: arsredovisning\nkapitel: [index, forbundet, avstamning]\n")
    place.write("data/raw/prov/2024/uppgifter.csv", "kapitel,uppgift,varde\nforbundet,Styrgrupper,6\n")
    run("build", "--all", *HTML)
    place.write("data/raw/prov/2024/uppgifter.csv", "kapitel,uppgift,varde\nforbundet,Styrgrupper,9\n")
    told = run("status", "--to", "html").stdout
    assert "prov/2023: data/raw/prov/2024/uppgifter.csv has changed" in told
    assert "prov/2020" not in told


def test_force_builds_what_is_up_to_date(place):
    run("build", "prov/2020", *HTML)
    before = files(place.root / "reports/prov/2020")
    assert built(run("build", "prov/2020", *HTML, "--force")) == "1 built, 0 up to date, 0 failed."
    assert files(place.root / "reports/prov/2020") == before


# ---- Failures ------------------------------------------------------------------------------------------------


def breaking(place, cell: str, name: str = "forbundet") -> None:
    """A chapter whose set-up does something more."""
    file = place.root / f"notebooks/{name}.ipynb"
    notebook = json.loads(file.read_text(encoding="utf-8"))
    code = [each for each in notebook["cells"] if each["cell_type"] == "code"]
    code[1]["source"] = "".join(code[1]["source"]) + "\n" + cell
    file.write_text(json.dumps(notebook), encoding="utf-8")


def test_a_report_that_fails_does_not_stop_the_others_and_its_traceback_lies_in_its_folder(place):
    run("build", "--all", *HTML)
    before = files(place.root / "reports/prov/2020")
    breaking(place, "if ar == 2020:\n    raise RuntimeError('trasig')")
    result = run("build", "--all", *HTML, "-j", "1")
    assert result.exit_code == 1
    assert built(result) == "1 built, 0 up to date, 1 failed."
    assert "prov/2020: failed" in result.stderr
    assert "RuntimeError: trasig" in result.stderr
    told = (place.root / "reports/prov/2020/FEL.txt").read_text(encoding="utf-8")
    for words in (
        "notebooks/forbundet.ipynb",
        "cell 3",
        "ar=2020",
        "Traceback (most recent call last)",
        "raise RuntimeError",
    ):
        assert words in told
    after = files(place.root / "reports/prov/2020")
    assert {name: after[name] for name in before} == before


def test_a_report_that_is_mended_has_no_failure_left_beside_it(place):
    breaking(place, "raise RuntimeError('trasig')")
    run("build", "prov/2020", *HTML)
    assert (place.root / "reports/prov/2020/FEL.txt").is_file()
    shutil.copy(REPOSITORY / "notebooks/forbundet.ipynb", place.root / "notebooks/forbundet.ipynb")
    assert run("build", "prov/2020", *HTML).exit_code == 0
    assert not (place.root / "reports/prov/2020/FEL.txt").exists()


def test_fail_fast_stops_at_the_first_failure(place):
    breaking(place, "if ar == 2020:\n    raise RuntimeError('trasig')")
    result = run("build", "--all", *HTML, "-j", "1", "--fail-fast")
    assert (result.exit_code, built(result)) == (1, "0 built, 0 up to date, 1 failed.")


def test_a_report_that_hangs_is_stopped_and_told(place):
    run("build", "--all", *HTML)
    breaking(place, "import time\nif ar == 2020:\n    time.sleep(3600)")
    result = run("build", "--all", *HTML, "--timeout", "30")
    assert result.exit_code == 1
    assert built(result) == "1 built, 0 up to date, 1 failed."
    assert "stopped after 30 seconds" in result.stderr
    assert (place.root / "reports/prov/2020/index.html").is_file()


def test_a_worker_that_dies_is_a_failed_report(place):
    breaking(place, "import os\nif ar == 2020:\n    os.kill(os.getppid(), 0)\n    os._exit(9)")
    result = run("build", "--all", *HTML)
    assert built(result) == "1 built, 0 up to date, 1 failed."


# ---- Killed --------------------------------------------------------------------------------------------------


def batch(place, *more: str) -> subprocess.Popen:
    """A batch as a program of its own."""
    command = [sys.executable, "-m", "finsam", "build", "--all", *HTML, *more]
    environment = os.environ | {"FINSAM_ROOT": str(place.root)}
    return subprocess.Popen(
        command, env=environment, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def undisturbed(place) -> dict[str, bytes]:
    assert run("build", "--all", *HTML).exit_code == 0
    made = files(place.root / "reports")
    shutil.rmtree(place.root / "reports")
    return made


def left(folder: Path) -> dict[str, bytes]:
    """What readers see: without locks."""
    return {name: data for name, data in files(folder).items() if not name.endswith(".las")}


def killed_and_finished(place, moment: float, expected: dict[str, bytes]) -> None:
    """Killed after so many seconds, every report there is whole; a second run finishes with the same bytes."""
    running = batch(place)
    time.sleep(moment)
    running.send_signal(signal.SIGKILL)
    running.communicate()
    for year in (2020, 2023):
        page = place.root / f"reports/prov/{year}/index.html"
        if page.parent.exists():
            assert page.read_bytes() == expected[f"prov/{year}/index.html"]
    assert run("build", "--all", *HTML).exit_code == 0
    assert left(place.root / "reports") == {n: d for n, d in expected.items() if not n.endswith(".las")}
    shutil.rmtree(place.root / "reports")


def test_a_batch_that_is_killed_is_finished_by_the_next(place):
    expected = undisturbed(place)
    chance = random.Random(1)
    for _ in range(3):
        killed_and_finished(place, chance.uniform(0.5, 9), expected)


@pytest.mark.slow
def test_a_batch_is_killed_fifty_times_at_random_moments(place):
    expected = undisturbed(place)
    chance = random.Random(time.time_ns())
    for _ in range(50):
        killed_and_finished(place, chance.uniform(0.2, 12), expected)


def test_two_batches_at_once_do_each_others_reports_no_harm(place):
    expected = undisturbed(place)
    first, second = batch(place), batch(place)
    for each in (first, second):
        _, err = each.communicate(timeout=240)
        assert each.returncode == 0, err.decode()
    assert left(place.root / "reports") == {n: d for n, d in expected.items() if not n.endswith(".las")}


def test_a_disk_that_takes_no_more_leaves_the_last_good_report(place):
    run("build", "--all", *HTML)
    before = files(place.root / "reports/prov/2020")
    place.write("data/raw/prov/2020/uppgifter.csv", "kapitel,uppgift,varde\nforbundet,Styrgrupper,8\n")
    command = [sys.executable, "-m", "finsam", "build", "prov/2020", *HTML]
    full = subprocess.run(
        command, env=os.environ | {"FINSAM_ROOT": str(place.root)}, cwd=REPOSITORY, capture_output=True, text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000)), check=False,
    )  # fmt: skip
    assert full.returncode == 1
    assert "Traceback" not in full.stderr.split("FEL.txt")[0]
    after = files(place.root / "reports/prov/2020")
    assert {name: after[name] for name in before} == before


def test_papermills_own_engine_gives_the_same_report(place):
    run("build", "prov/2020", *HTML)
    warm = files(place.root / "reports/prov/2020")
    assert run("build", "prov/2020", *HTML, "--engine", "plain", "--force").exit_code == 0
    assert files(place.root / "reports/prov/2020") == warm
