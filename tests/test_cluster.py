"""Batches on a Dask cluster: a real scheduler and two workers on this machine."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time

import pytest
from click.testing import CliRunner
from conftest import REPOSITORY

from finsam.cli import main

pytest.importorskip("distributed", reason="the package distributed isn't installed")

HTML = ("--engine", "pandoc", "--to", "html")


@pytest.fixture
def cluster(tmp_path, request):
    """A scheduler and two workers with one thread each: its address, and the processes of the workers."""
    library = REPOSITORY
    if getattr(request, "param", ""):
        library = tmp_path / "annan"
        shutil.copytree(REPOSITORY / "finsam", library / "finsam")
        with (library / "finsam/faults.py").open("a") as file:
            file.write("# another version\n")
    told = tmp_path / "scheduler.json"
    quiet = {
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
        "cwd": library,
        "env": os.environ | {"PYTHONPATH": str(library)},
    }
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0",
             "--no-dashboard", "--scheduler-file", str(told)], **quiet,
        )
    ]  # fmt: skip
    while not (told.is_file() and told.read_text().strip()):
        assert started[0].poll() is None
        time.sleep(0.1)
    for _ in range(2):
        command = ["-m", "distributed.cli.dask_worker", "--scheduler-file", str(told), "--nthreads", "1", "--no-nanny",
                   "--no-dashboard", "--local-directory", str(tmp_path)]  # fmt: skip
        started.append(subprocess.Popen([sys.executable, *command], **quiet))
    address = json.loads(told.read_text())["address"]
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
    yield address, started[1:]
    for process in started:
        process.kill()
        process.wait()


def books(repository, years) -> None:
    (repository.root / "params/prov/2020.yml").unlink()
    for year in years:
        repository.write(
            f"params/prov/{year}.yml", "slag: arsredovisning\nkapitel: [index, forbundet, avstamning]\n"
        )
        repository.write(
            f"data/raw/prov/{year}/uppgifter.csv", "kapitel,uppgift,varde\nforbundet,Styrgrupper,6\n"
        )


def test_all_reports_are_finished_although_a_worker_is_killed(repository, cluster):
    address, workers = cluster
    years = range(2011, 2017)
    books(repository, years)
    command = [sys.executable, "-m", "finsam", "build", "--all", *HTML, "--scheduler", address]
    environment = os.environ | {"FINSAM_ROOT": str(repository.root)}
    batch = subprocess.Popen(
        command, env=environment, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    end = time.monotonic() + 120
    while not any((repository.root / f"reports/prov/{year}/index.html").is_file() for year in years):
        assert time.monotonic() < end
        time.sleep(0.1)
    workers[0].send_signal(signal.SIGKILL)
    out, err = batch.communicate(timeout=240)
    assert batch.returncode == 0, err.decode()
    # The killed one may have put its report in place and not have told so: whoever gets it next finds it up to date.
    ends = ("6 built, 0 up to date, 0 failed.", "5 built, 1 up to date, 0 failed.")
    assert out.decode().splitlines()[-1] in ends
    assert all((repository.root / f"reports/prov/{year}/manifest.json").is_file() for year in years)


def test_a_report_that_hangs_on_a_worker_is_stopped_and_the_others_are_built(repository, cluster):
    address, _ = cluster
    years = range(2011, 2015)
    books(repository, years)
    (repository.root / "notebooks").unlink()
    shutil.copytree(REPOSITORY / "notebooks", repository.root / "notebooks")
    file = repository.root / "notebooks/forbundet.ipynb"
    notebook = json.loads(file.read_text(encoding="utf-8"))
    code = [each for each in notebook["cells"] if each["cell_type"] == "code"]
    hang = "import ctypes\nif ar == 2011:\n    ctypes.PyDLL(None).sleep(3600)"
    code[1]["source"] = "".join(code[1]["source"]) + "\n" + hang
    file.write_text(json.dumps(notebook), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "finsam",
        "build",
        "--all",
        *HTML,
        "--scheduler",
        address,
        "--timeout",
        "30",
    ]
    batch = subprocess.run(
        command, env=os.environ | {"FINSAM_ROOT": str(repository.root)}, cwd=REPOSITORY, capture_output=True,
        text=True, timeout=240, check=False,
    )  # fmt: skip
    assert batch.returncode == 1
    assert batch.stdout.splitlines()[-1] == "3 built, 0 up to date, 1 failed."
    assert "prov/2011: failed" in batch.stderr
    assert "stopped after 30 seconds" in batch.stderr


@pytest.mark.parametrize("cluster", ["another version"], indirect=True)
def test_workers_with_another_version_of_the_library_are_told(repository, cluster):
    address, _ = cluster
    books(repository, [2020])
    result = CliRunner().invoke(main, ["build", "--all", *HTML, "--scheduler", address])
    assert result.exit_code == 1
    assert result.stderr.count("cluster-unshared:") == 2
    assert "it has another version of the library" in result.stderr
    assert str(repository.root) in result.stderr


def test_a_scheduler_that_is_not_there_is_told(repository):
    books(repository, [2020])
    result = CliRunner().invoke(main, ["build", "--all", *HTML, "--scheduler", "tcp://127.0.0.1:9"])
    assert result.exit_code in (1, 2)
    assert "There is no Dask scheduler at tcp://127.0.0.1:9" in result.stderr
