"""Processes killed, disks full and folders locked: the last good report stands, and the next run finishes the rest."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import REPOSITORY

from finsam.warm.started import available

# They take minutes: `make test-slow` runs them. tests/test_batch.py has some of each kind.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not available(), reason="processes are found in /proc"),
]

HTML = ("--engine", "pandoc", "--to", "html")
#: The second is compared with the first, the third with none.
YEARS = (2020, 2021, 2023)

HANGS = {
    "loop": "while True:\n    pass",
    "sleep": "import time\ntime.sleep(3600)",
    # Holds the interpreter's lock: no thread, handler or exception of Python gets a turn.
    "C": "import ctypes, signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nctypes.PyDLL(None).sleep(3600)",
}


@pytest.fixture
def place(repository):
    """Three small books, and notebooks of their own that can be changed."""
    (repository.root / "notebooks").unlink()
    shutil.copytree(REPOSITORY / "notebooks", repository.root / "notebooks")
    for year in YEARS:
        repository.write(
            f"params/prov/{year}.yml", "slag: arsredovisning\nkapitel: [index, forbundet, avstamning]\n"
        )
        repository.write(
            f"data/raw/prov/{year}/uppgifter.csv", "kapitel,uppgift,varde\nforbundet,Styrgrupper,6\n"
        )
    (repository.root / "tmp").mkdir()
    return repository


def command(*more: str) -> list[str]:
    return [sys.executable, "-m", "finsam", "build", "--all", *HTML, *more]


def environment(root: Path) -> dict[str, str]:
    """By its root every process of the batch is found again; a warm one hands it on to what it forks."""
    return os.environ | {"FINSAM_ROOT": str(root), "TMPDIR": str(root / "tmp")}


def begun(place, *more: str) -> subprocess.Popen:
    return subprocess.Popen(
        command(*more), env=environment(place.root), cwd=REPOSITORY, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def finished(place, *more: str) -> str:
    """Run a batch that succeeds; what it said last."""
    running = begun(place, *more)
    told, _ = running.communicate(timeout=300)
    assert running.returncode == 0, told
    return told.splitlines()[-1]


def alive(root: Path) -> list[int]:
    mark = f"FINSAM_ROOT={root}\0".encode()
    found = []
    for process in Path("/proc").iterdir():
        try:
            # A dead process that nobody has asked about has nothing here.
            if process.name.isdigit() and mark in (process / "environ").read_bytes():
                found.append(int(process.name))
        except OSError:
            continue
    return sorted(found)


def until(condition, seconds: float = 240) -> bool:
    end = time.monotonic() + seconds
    while not (done := condition()) and time.monotonic() < end:
        time.sleep(0.05)
    return bool(done)


def reports(place) -> dict[str, bytes]:
    """All that lies under reports/, hidden folders too, but for locks."""
    folder = place.root / "reports"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".las"
    }


def breaking(place, cell: str) -> None:
    """The chapter does something more in its set-up."""
    file = place.root / "notebooks/forbundet.ipynb"
    notebook = json.loads(file.read_text(encoding="utf-8"))
    code = [each for each in notebook["cells"] if each["cell_type"] == "code"]
    code[1]["source"] = "".join(code[1]["source"]) + "\n" + cell
    file.write_text(json.dumps(notebook), encoding="utf-8")


def marked(place, cell: str, year: int = 2020) -> Path:
    """A file that holds the process id of the kernel of that year's chapter, which then does what the cell says."""
    mark = place.root / "pid"
    told = f"    import os\n    open({str(mark)!r}, 'w').write(str(os.getpid()))\n"
    breaking(place, f"if ar == {year}:\n{told}" + "".join(f"    {line}\n" for line in cell.splitlines()))
    return mark


# ---- Killed --------------------------------------------------------------------------------------------------


def survived(place, expected: dict[str, bytes], chance: random.Random, engine: str) -> None:
    """Any process of a batch is killed at any moment: it ends, what is there is whole, and the next finishes it."""
    running = begun(place, "-j", "2", "--engine", engine)
    time.sleep(chance.uniform(0.5, 12))
    if found := alive(place.root):
        with suppress(ProcessLookupError):
            os.kill(chance.choice(found), signal.SIGKILL)
    running.communicate(timeout=300)
    assert until(lambda: not alive(place.root))
    for year in YEARS:
        page = f"prov/{year}/index.html"
        if (place.root / "reports" / page).parent.is_dir() and (place.root / "reports" / page).exists():
            assert (place.root / "reports" / page).read_bytes() == expected[page]
    finished(place)
    assert reports(place) == expected
    assert not list((place.root / "tmp").glob("finsam-*"))
    shutil.rmtree(place.root / "reports")


@pytest.mark.parametrize("engine", ["warm", "plain"])
def test_any_process_of_a_batch_is_killed(place, engine):
    finished(place)
    expected = reports(place)
    shutil.rmtree(place.root / "reports")
    for seed in range(2):
        survived(place, expected, random.Random(seed), engine)


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["warm", "plain"])
def test_any_process_of_a_batch_is_killed_twenty_five_times(place, engine):
    finished(place)
    expected = reports(place)
    shutil.rmtree(place.root / "reports")
    chance = random.Random(time.time_ns())
    for _ in range(25):
        survived(place, expected, chance, engine)


def test_a_batch_goes_on_when_its_warm_process_is_killed(place):
    """In the middle of the first report: the others are forked from a new one."""
    mark = marked(place, "import time\ntime.sleep(6)")
    running = begun(place, "-j", "1")
    assert until(lambda: mark.is_file() and mark.read_text())
    status = Path(f"/proc/{mark.read_text()}/status").read_text()
    warm = int(next(line for line in status.splitlines() if line.startswith("PPid:")).split()[1])
    assert b"finsam.warm.parent" in Path(f"/proc/{warm}/cmdline").read_bytes()
    os.kill(warm, signal.SIGKILL)
    told, _ = running.communicate(timeout=300)
    assert told.splitlines()[-1] == "3 built, 0 up to date, 0 failed."


@pytest.mark.parametrize("engine", ["warm", "plain"])
@pytest.mark.parametrize("hang", ["loop", "C"])
def test_no_process_outlives_a_batch_that_is_killed(place, hang, engine):
    mark = marked(place, HANGS[hang])
    running = begun(place, "--engine", engine)
    assert until(lambda: mark.is_file() and mark.read_text())
    assert int(mark.read_text()) in alive(place.root)
    running.kill()
    running.communicate()
    assert until(lambda: not alive(place.root), 20), alive(place.root)


@pytest.mark.parametrize("hang", HANGS)
def test_a_cell_that_hangs_is_stopped_with_its_kernel(place, hang):
    mark = marked(place, HANGS[hang])
    running = begun(place, "--timeout", "30")
    told, _ = running.communicate(timeout=300)
    assert running.returncode == 1
    assert "prov/2020: failed" in told
    assert "stopped after 30 seconds" in told
    assert until(lambda: not alive(place.root), 20), alive(place.root)
    assert mark.is_file()


def test_what_killed_processes_left_is_swept_also_beside_reports_that_are_up_to_date(place):
    finished(place)
    expected = reports(place)
    for name in (".2020~abc", ".2020~arbete~abc"):
        place.write(f"reports/prov/{name}/kvar.html", "x")
    assert finished(place) == "0 built, 3 up to date, 0 failed."
    assert reports(place) == expected


# ---- Disks ---------------------------------------------------------------------------------------------------


def in_namespace(place, script: Sequence[str]) -> subprocess.CompletedProcess:
    """Run a script that may mount what only it sees; the batch comes last in it."""
    own = ["unshare", "--map-root-user", "--mount", "sh", "-ec"]
    if (
        not shutil.which("unshare")
        or subprocess.run([*own, "mount -t tmpfs none /mnt"], capture_output=True).returncode
    ):
        pytest.skip("this system doesn't let one mount in a namespace of one's own")
    return subprocess.run(
        [*own, "\n".join(script)], env=environment(place.root), cwd=place.root, text=True, capture_output=True,
        timeout=300,
    )  # fmt: skip


def batch_in(*more: str) -> str:
    return f"cd {REPOSITORY}\n" + " ".join(command(*more))


@pytest.mark.parametrize("room", [0, 200, 1500])
def test_a_full_disk_leaves_the_last_good_reports(place, room):
    """room: kilobytes that are free besides the good reports."""
    finished(place)
    before = reports(place)
    shutil.copytree(place.root / "reports", place.root / "bra")
    place.write("data/raw/prov/2023/uppgifter.csv", "kapitel,uppgift,varde\nforbundet,Styrgrupper,8\n")
    done = in_namespace(place, [
        "mount -t tmpfs -o size=64m none reports", "cp -r bra/. reports",
        "used=$(df -k --output=used reports | tail -1)",
        f"mount -o remount,size=$((used + {room}))k reports",
        f"({batch_in()}) || echo failed",
        f"mkdir {place.root}/efter; cp -r {place.root}/reports/. {place.root}/efter",
    ])  # fmt: skip
    assert "2 up to date, 1 failed." in done.stdout, done
    assert done.stdout.splitlines()[-1] == "failed"
    assert "Traceback" not in done.stderr
    after = {name: (place.root / "efter" / name).read_bytes() for name in before}
    assert after == before
    assert finished(place) == "1 built, 2 up to date, 0 failed."


def test_a_read_only_folder_leaves_the_last_good_reports(place):
    finished(place)
    before = reports(place)
    place.write("data/raw/prov/2023/uppgifter.csv", "kapitel,uppgift,varde\nforbundet,Styrgrupper,8\n")
    done = in_namespace(place, [
        "mount --bind reports reports", "mount -o remount,bind,ro reports", batch_in(),
    ])  # fmt: skip
    assert done.returncode == 1, done
    assert "0 built, 2 up to date, 1 failed." in done.stdout
    assert "write-failed" in done.stderr
    assert "Traceback" not in done.stderr
    assert reports(place) == before
    assert finished(place) == "1 built, 2 up to date, 0 failed."
