"""Reports on kommuner are built again when figures that they show have changed, and only then."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from click.testing import CliRunner
from conftest import REPOSITORY
from hypothesis import given
from hypothesis import strategies as st

from finsam.batch import record
from finsam.batch.figures import Figures
from finsam.batch.jobs import Job
from finsam.build import book_report
from finsam.chapters.kommun import open_kommun
from finsam.cli import main
from finsam.params import load_params
from finsam.register import reads
from finsam.register.rows import FIGURES, KEY, register_table
from finsam.register.store import register, sources
from tools.exempelregister.__main__ import main as make_example

#: The invented län, Blekinge, Gotland and Umeå.
CODES = ("9901", "9902", "9903", "9904", "9905", "0980", "1060", "1080", "1081", "1082", "1083", "2480")
HOW = ("--to", "html", "--engine", "pandoc")
BUILD = ("kommun", "--year", "2024", "--only", ",".join(CODES), *HOW)
OWN = "uvas-20-24.csv"

#: What names the raw files as wholes, and what the record is.
OF_FILES = {"manifest.json", "bygge.json", "underlag.html", "tidigare-varden.json"}


def run(*arguments: str) -> list[str]:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result.output.splitlines()


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    """A repository with the invented förbund and statistics, and the reports on CODES."""
    root = tmp_path_factory.mktemp("aktuella")
    for name in ("notebooks", "finsam", "_quarto.yml", "_brand.yml"):
        (root / name).symlink_to(REPOSITORY / name)
    shutil.copytree(REPOSITORY / "params", root / "params")
    shutil.copytree(REPOSITORY / "data/raw/exempelforbundet", root / "data/raw/exempelforbundet")
    make_example(["--out", str(root / "data/raw/register-exempel"), "--kommuner", ",".join(CODES)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FINSAM_ROOT", str(root))
        assert run(*BUILD)[-1] == f"{len(CODES)} built, 0 up to date, 0 failed."
        yield root


@pytest.fixture
def place(root, tmp_path):
    """The repository, where all reports are up to date; it is afterwards as it was."""
    parts = ("data", "params", "reports")
    for part in parts:
        shutil.copytree(root / part, tmp_path / part, symlinks=True)
    yield root
    for part in parts:
        shutil.rmtree(root / part)
        shutil.copytree(tmp_path / part, root / part, symlinks=True)
    shutil.rmtree(tmp_path)


def all_files(folder: Path) -> list[Path]:
    return [file for file in sorted(folder.rglob("*")) if file.is_file()]


def raw(place: Path, name: str) -> Path:
    return place / "data/raw/register-exempel" / name


def keep_rows(file: Path, wanted: Callable[[dict], object]) -> None:
    """Leave the other rows of a CSV file out; wanted may change the row."""
    with file.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    with file.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(row for row in rows if wanted(row))


def change_figure(file: Path, kod: str, year: int, matt: str = "uvas_andel", kon: str = "totalt") -> None:
    def changed(row: dict) -> bool:
        if (row["kommun_kod"], row["period"], row["matt"], row["kon"]) == (kod, str(year), matt, kon):
            row["varde"] = str(float(row["varde"]) + 3)
        return True

    keep_rows(file, changed)


def status(*more: str) -> dict[str, str]:
    """Why reports are stale, by code; what wasn't built here is left out."""
    names = {f"{open_kommun(code, 2024).area.namn} 2024": code for code in CODES}
    told = run(*BUILD, "--dry-run", *more)
    return {names[name]: why for name, _, why in (line.partition(": ") for line in told[:-1])}


def shown(place: Path) -> dict[str, dict[str, bytes]]:
    """What each report shows, by code."""
    folders = sorted((place / "reports/kommun/2024").glob("[0-9]*"))
    return {
        folder.name[:4]: {
            file.relative_to(folder).as_posix(): file.read_bytes()
            for file in all_files(folder)
            if file.name not in OF_FILES
        }
        for folder in folders
    }


def others(place: Path, before: dict[str, dict[str, bytes]]) -> set[str]:
    """The reports that are others when all are built anew."""
    run(*BUILD, "--force")
    after = shown(place)
    return {code for code in before if before[code] != after[code]}


# ---- What has changed --------------------------------------------------------------------------------------


def test_an_older_figure_of_a_kommun_makes_its_own_report_stale(place):
    change_figure(raw(place, OWN), "1060", 2019)
    assert status() == {"1060": "figures of uvas_andel changed (1060)"}


def test_a_figure_of_a_member_is_in_the_reports_on_its_forbund(place):
    change_figure(raw(place, OWN), "9902", 2018)
    assert set(status()) == {"9901", "9902", "9903"}


def test_the_latest_figure_is_in_the_reports_on_kommuner_like_it(place):
    before = shown(place)
    change_figure(raw(place, OWN), "2480", 2024)
    stale = status()
    assert stale.pop("2480").startswith("figures of uvas_andel changed (2480)")
    assert set(stale.values()) == {"the kommuner most like it or their figures changed"}
    assert others(place, before) == {"2480", *stale}


def test_a_county_that_is_made_of_its_kommuner_is_another_when_one_of_them_is(place):
    keep_rows(raw(place, OWN), lambda row: row["kommun_kod"] != "10")
    blekinge = {"1060", "1080", "1081", "1082", "1083"}
    assert set(status()) == blekinge
    run(*BUILD)
    assert open_kommun("1060", 2024).profiles["uvas_andel"].get("10")
    change_figure(raw(place, OWN), "1083", 2019)
    assert status() == dict.fromkeys(blekinge, "figures of uvas_andel changed (1083)")


def test_the_country_is_in_all_reports(place):
    change_figure(raw(place, OWN), "00", 2019)
    assert set(status()) == set(CODES)


def test_a_figure_that_came_or_went_has_changed(place):
    whole = raw(place, OWN).read_bytes()
    gone = ("1060", "2019", "uvas_andel")
    keep_rows(raw(place, OWN), lambda row: (row["kommun_kod"], row["period"], row["matt"]) != gone)
    assert status() == {"1060": "figures of uvas_andel changed (1060)"}
    run(*BUILD)
    raw(place, OWN).write_bytes(whole)
    assert status() == {"1060": "figures of uvas_andel changed (1060)"}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_whatever_figure_changes_the_reports_that_show_it_are_stale(place, seed):
    before = shown(place)
    chance = random.Random(seed)
    with raw(place, OWN).open(encoding="utf-8", newline="") as text:
        rows = [row for row in csv.DictReader(text) if row["varde"]]
    row = chance.choice(rows)
    change_figure(raw(place, OWN), row["kommun_kod"], int(row["period"]), row["matt"], row["kon"])
    stale = set(status())
    assert others(place, before) <= stale, row


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "reports"),
    [
        ("9902", {"9901", "9902", "9903"}),
        ("9904", {"9904"}),
        ("1060", {"1060"}),
        ("2480", {"2480"}),
        ("10", {c for c in CODES if c[:2] == "10"}),
    ],
)
def test_older_figures_are_in_the_reports_that_are_stale_and_in_no_others(place, code, reports):
    before = shown(place)
    change_figure(raw(place, OWN), code, 2018)
    assert set(status()) == reports
    assert others(place, before) == reports


# ---- What has not ------------------------------------------------------------------------------------------


def test_touched_files_make_nothing_stale(place):
    for file in all_files(place / "data/raw"):
        os.utime(file)
    assert status() == {}


def test_a_membership_more_is_of_the_books_that_ask_what_it_meant_and_of_no_others(place):
    for name in ("medlemskap.yml", "medlemskap-exempel.yml", "README.md"):
        with (place / "params/register" / name).open("a", encoding="utf-8") as file:
            file.write("# Fler\n")
    assert status() == {}
    with_effects, without = (book_report(load_params("exempelforbundet", ar)) for ar in (2024, 2025))
    changed = place / "params/register/medlemskap-exempel.yml"
    assert changed in with_effects.settings
    assert changed not in without.settings


def test_the_same_rows_in_another_form_make_nothing_stale(place):
    lines = list(csv.reader(raw(place, OWN).open(encoding="utf-8", newline="")))
    turned = "\r\n".join(";".join(f'"{cell}"' for cell in reversed(line)) for line in lines)
    raw(place, OWN).write_text(turned + "\r\n", encoding="utf-8")
    assert status() == {}
    assert run(*BUILD)[-1] == f"0 built, {len(CODES)} up to date, 0 failed."


def test_figures_of_years_to_come_make_no_earlier_report_stale(place):
    with raw(place, OWN).open("a", encoding="utf-8") as file:
        for code in ("2480", "1060", "00"):
            for sex in ("kvinnor", "man", "totalt"):
                file.write(f"{code},{sex},20-24,2031,uvas_andel,50.0,1000,\n")
    assert status() == {}


def test_a_report_that_stays_tells_still_what_it_was_built_from(place):
    folder = next((place / "reports/kommun/2024").glob("0980-*"))
    manifest = (folder / "manifest.json").read_bytes()
    was = record.read(folder)
    change_figure(raw(place, OWN), "1060", 2019)
    assert run(*BUILD)[-1] == f"1 built, {len(CODES) - 1} up to date, 0 failed."
    now, file = record.read(folder), f"data/raw/register-exempel/{OWN}"
    assert was["filer"].pop(file) != now["filer"].pop(file)
    assert was == now
    assert (folder / "manifest.json").read_bytes() == manifest


def test_status_brings_no_record_up_to_date(place):
    change_figure(raw(place, OWN), "1060", 2019)
    records = {file: file.read_bytes() for file in place.glob("reports/kommun/2024/*/bygge.json")}
    status()
    run("status", "--year", "2024", "--to", "html")
    assert records == {file: file.read_bytes() for file in records}


# ---- Nothing is taken for the same that isn't --------------------------------------------------------------


def test_another_content_of_the_same_size_and_time_is_noticed(place):
    file = raw(place, OWN)
    state, text = file.stat(), file.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("1060,totalt,20-24,2019,uvas_andel,"))
    figure = line.split(",")[5]
    other = line.replace(figure, ("1" if figure[0] != "1" else "2") + figure[1:])
    file.write_text(text.replace(line, other), encoding="utf-8")
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (state.st_size, state.st_mtime_ns)
    assert status() == {"1060": "figures of uvas_andel changed (1060)"}


def test_a_book_of_the_forbund_makes_the_reports_on_its_kommuner_stale(place):
    file = next((place / "data/raw/exempelforbundet/2024").glob("*.csv"))
    file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert set(status()) == {"9901", "9902", "9903"}


def test_a_book_that_those_are_compared_with_does_too(place):
    file = next((place / "data/raw/exempelforbundet/2025").glob("*.csv"))
    file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert set(status()) == {"9901", "9902", "9903"}


def test_a_record_without_reads_depends_on_whole_files(place):
    folder = next((place / "reports/kommun/2024").glob("0980-*"))
    told = record.read(folder)
    for reads_of_it in ([], [{"slag": reads.WHOLE, "pahittat": True}]):
        record.write(folder, told | {record.READS: reads_of_it})
        change_figure(raw(place, OWN), "1060", 2019)
        assert status()["0980"] == f"data/raw/register-exempel/{OWN} has changed"
    record.write(folder, told)


def test_real_figures_in_the_place_of_invented_ones_are_others(place):
    real = place / "data/raw/register" / OWN
    real.parent.mkdir()
    shutil.copy(raw(place, OWN), real)
    keep_rows(real, lambda row: not row["kommun_kod"].startswith("99"))
    assert set(status()) == {code for code in CODES if not code.startswith("99")}


def test_a_report_whose_record_is_another_is_looked_at(place):
    folder = next((place / "reports/kommun/2024").glob("0980-*"))
    told = record.read(folder)
    record.write(folder, told | {"kod": "annan"})
    assert status() == {"0980": "the library has changed"}
    (folder / record.NAME).unlink()
    assert status() == {"0980": "it has not been built"}


def test_every_file_that_a_report_reads_is_in_its_record(place):
    folder = next((place / "reports/kommun/2024").glob("9901-*"))
    named = {place / name for name in record.read(folder)["filer"]}
    # Which förbund the kommun is a member of is looked up in all of that year; who becomes another's is noticed.
    members = {file for name in ("forbund.yml", "2024.yml") for file in place.glob(f"params/*/{name}")}
    (place / "data/processed").rename(place / "data/undan")
    try:
        read = opened(lambda: run_notebook(folder))
    finally:
        shutil.rmtree(place / "data/processed", ignore_errors=True)
        (place / "data/undan").rename(place / "data/processed")
    of_report = {file for file in read if {"params", "raw"} & {*file.relative_to(place).parts[:2]}}
    assert of_report and of_report <= named | members


def run_notebook(folder: Path) -> None:
    """The cells of the executed notebook of a report, in this process."""
    notebook = json.loads((folder / "notebooks/index.ipynb").read_text(encoding="utf-8"))
    scope: dict = {}
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                exec("".join(cell["source"]), scope)


_opened: list[str] = []
_is_heard = False


def opened(work: Callable[[], None]) -> set[Path]:
    """The files of the repository that Python opens meanwhile."""
    global _is_heard
    if not _opened:
        sys.addaudithook(
            lambda event, told: _opened.append(str(told[0])) if event == "open" and _is_heard else None
        )
    _opened[:] = ["-"]
    _is_heard = True
    try:
        work()
    finally:
        _is_heard = False
    root = Path(os.environ["FINSAM_ROOT"])
    return {Path(file) for file in _opened if file.startswith(f"{root}/") and Path(file).is_file()}


# ---- Reads -------------------------------------------------------------------------------------------------


def test_reading_everything_is_told_as_the_whole(place):
    with reads.logged() as log:
        sources(True)
        assert log() == []
        register(True)
        assert log() == [{"slag": reads.WHOLE, "pahittat": True}]
        assert Figures().changes(log(), True) is None


def test_what_a_report_read_is_found_the_same_from_all_figures_at_once(place):
    with reads.logged() as log:
        kommun = open_kommun("9901", 2024)
        assert kommun.profiles and kommun.alike
        told = log()
    assert {each["slag"] for each in told} == {reads.ROWS, reads.CHOICE}
    assert Figures().changes(told, True) == []
    assert Figures().changes(told, False) is None


figures = st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False))
one_row = st.fixed_dictionaries(
    {
        "kommun_kod": st.sampled_from(["00", "24", "2480"]),
        "matt": st.sampled_from(["uvas_andel", "befolkning"]),
        "period": st.sampled_from(["2019", "2019-12", "2020-01"]),
        "status": st.sampled_from(["", "saknas", "undertryckt"]),
        "varde": figures,
        "namnare": figures,
    }
)


def arrow(rows: list[dict], *, stored: bool) -> pa.Table:
    """Rows in the order of the store; stored: texts as numbers of words, as Parquet keeps them."""
    table = register_table(rows).sort_values(["kommun_kod", "matt"], kind="stable")[[*FIGURES]]
    made = pa.Table.from_pandas(table, preserve_index=False)
    if not stored:
        return made
    return pa.table({n: made[n].dictionary_encode() if n in (*KEY, "status") else made[n] for n in FIGURES})


@given(st.lists(one_row, max_size=12), st.lists(one_row, max_size=12))
def test_digests_are_the_same_for_the_same_rows_and_for_no_others(first, second):
    one, other = (
        reads.Rows(arrow(rows, stored=stored)).digests() for rows, stored in ((first, True), (second, False))
    )

    def rows(found: list[dict], name: str) -> list[str]:
        table = register_table(found).sort_values(["kommun_kod", "matt"], kind="stable")[[*FIGURES]]
        return [
            repr(row)
            for row in table.itertuples(index=False)
            if reads.block(row.matt, row.kommun_kod) == name
        ]

    for name in {*one, *other}:
        assert (one.get(name) == other.get(name)) == (rows(first, name) == rows(second, name))


@given(st.lists(one_row, max_size=12))
def test_digests_up_to_a_period_are_those_of_the_rows_up_to_it(rows):
    early = [row for row in rows if row["period"] <= "2019-12"]
    assert (
        reads.Rows(arrow(rows, stored=True)).digests("2019-12")
        == reads.Rows(arrow(early, stored=True)).digests()
    )


# ---- Nothing to do -----------------------------------------------------------------------------------------


def test_a_batch_with_nothing_to_do_reads_no_tables(place):
    """As a program of its own, which imports what it needs."""
    program = (
        "import sys\nfrom finsam.cli import main\n"
        "try:\n"
        f"    main({list(BUILD)!r})\n"
        "except SystemExit:\n"
        "    print(*sorted({'pandas', 'pyarrow', 'numpy', 'matplotlib', 'pydantic'} & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [f"0 built, {len(CODES)} up to date, 0 failed.", ""]


def test_what_was_noted_of_reports_can_be_lost_or_broken(place):
    noted = place / "data/processed/aktuella.json"
    for content in (None, b"", b"[]", b'{"lage": "annat"}'):
        noted.unlink(missing_ok=True)
        if content is not None:
            noted.write_bytes(content)
        assert status() == {}


def test_the_logo_and_the_fonts_are_among_what_a_report_is_made_from(repository):
    repository.raw("deltagare.csv", "insats,matt,kvinnor,man,totalt\nMatcha,nya,10,20,30\n")
    own = repository.root / "_brand.yml"
    brand = own.read_text(encoding="utf-8")
    own.unlink()
    repository.write("_brand.yml", f"{brand}\nlogo: marke.svg\n")

    def files() -> dict[str, str]:
        job = Job("bok", "prov", 2020, ("html",), "pandoc")
        return record.record(job.report(), [], job.formats, job.engine, ("", ""))["filer"]

    repository.write("marke.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>')
    first = files()
    repository.write("marke.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="2" height="1"/>')
    assert {name for name, of in files().items() if first[name] != of} == {"marke.svg"}
    assert any(name.endswith(".ttf") for name in first)
