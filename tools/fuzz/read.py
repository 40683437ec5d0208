"""A mangled file put in its place and read as a user would have it read; what came of it."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from click.testing import CliRunner

from finsam.brand.read import brand_faults
from finsam.chapters.geometry import kommun_shapes
from finsam.cli import main
from finsam.faults import Faults
from finsam.households.definitions import load_households
from finsam.ingest import ingest, processed_folder
from finsam.ledger.chart import load_chart
from finsam.messages import catalogue
from finsam.params import load_params
from finsam.people.definitions import load_people
from finsam.surveys.definitions import load_surveys
from finsam.tables.joined import joined
from finsam.tables.own import load_own
from finsam.tables.registers import areas
from finsam.tables.statistics import measures
from tools.fuzz.seeds import Seed

#: Seconds after which a case hangs. Reading a seed takes milliseconds.
SECONDS = 20


@dataclass
class Outcome:
    """codes: of the faults that were told. wrong: what must never be, such as a traceback; empty for a good case."""

    codes: set[str] = field(default_factory=set)
    wrong: str = ""


class Hung(BaseException):
    """A case took longer than SECONDS. No exception that a command takes for a mistake of its own."""


def outcome(root: Path, seed: Seed, content: bytes) -> Outcome:
    """Read the file of the seed with another content; afterwards it is as it was."""
    file = root / seed.path
    _write(file, content)
    found = Outcome()
    try:
        with _limit():
            _READERS[seed.kind](root, file, found)
    except Hung:
        found.wrong = f"hangs: more than {SECONDS} s"
    except Faults as error:
        found.codes |= {fault.code for fault in error.faults}
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        found.wrong = "traceback: " + "".join(traceback.format_exception(error, limit=-6))
    finally:
        _write(file, seed.content)
    if unknown := found.codes - set(catalogue()):
        found.wrong = (
            found.wrong or f"codes that the catalogue of messages doesn't have: {', '.join(sorted(unknown))}"
        )
    return found


#: When files were written: each has a time of its own, since what is read is kept by it.
_times = count(1_800_000_000_000_000_000, 1_000_000)


def _write(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    os.utime(file, ns=(next(_times),) * 2)


@contextmanager
def _limit() -> Iterator[None]:
    def stop(*_: object) -> None:
        raise Hung

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


# ---- inspect, of everything that is delivered --------------------------------------------------------------------


def _inspected(root: Path, file: Path, found: Outcome) -> None:
    """`finsam inspect --json --csv`, with the rows of each table counted, and sometimes the whole book."""
    written = root / "rader.csv"
    written.unlink(missing_ok=True)
    told = _told(["inspect", str(file), "--json", "--csv", str(written)])
    found.codes |= {fault["code"] for fault in told}
    for fault in told:
        if fault["code"] == "table-read":
            found.wrong = found.wrong or _lost_rows(fault["facts"])
        elif fault["code"] == "ledger":
            found.wrong = found.wrong or _lost_postings(fault["facts"], told)


def _told(arguments: list[str]) -> list[dict]:
    """The findings of a command. Raises what the command made a message of because nobody expected it."""
    result = CliRunner().invoke(main, arguments)
    error = result.exception
    if error and (error.__cause__ or not isinstance(error, SystemExit)):
        raise error.__cause__ or error
    return json.loads(result.stdout)


def _lost_rows(facts: dict) -> str:
    """Rows that were neither used nor told, of a table as `inspect --json` counts them."""
    is_even = facts["rows"] == facts["header"] + facts["used"] + facts["told"]
    return "" if is_even and not facts["lost"] else f"rows lost in silence: {facts}"


def _lost_postings(facts: dict, told: list[dict]) -> str:
    """Lines of postings of a ledger that are neither rows nor named by a finding."""
    lines = {place["row"] for fault in told for place in fault["where"] if "row" in place}
    lost = facts["labels"].get("#TRANS", 0) - facts["counts"]["rows"]
    return f"postings lost in silence: {lost} of {facts['labels']}" if lost > len(lines) else ""


def _ingested(root: Path, file: Path, found: Outcome) -> None:
    """A raw file: inspected, and the tables of its small book made, of which a failure must leave the old ones."""
    if file.is_relative_to(root / "params"):
        areas()
        return
    _inspected(root, file, found)
    within = file.relative_to(root / "data/raw").parts
    if found.wrong or within[0] != SMALL[0]:
        return
    target = processed_folder(*SMALL)
    before = _hashes(target)
    try:
        ingest(*SMALL)
    except Faults as error:
        found.codes |= {fault.code for fault in error.faults}
        if _hashes(target) != before:
            found.wrong = "half-written: the tables of the last good delivery changed"
    if left := [path.name for path in target.parent.glob(".*")] if target.parent.is_dir() else []:
        found.wrong = f"half-written: {left} left beside the tables"


#: The book whose tables are made, too: it is read in a tenth of a second.
SMALL = ("vannas", 2017)


def _hashes(folder: Path) -> dict[str, str]:
    files = sorted(folder.rglob("*")) if folder.is_dir() else []
    return {str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in files if file.is_file()}


# ---- what a förbund writes itself ------------------------------------------------------------------------------


def _settings(root: Path, file: Path, found: Outcome) -> None:
    """Every reader of params that may read the file, each with its faults."""
    within = file.relative_to(root / "params").parts
    forbund = (
        within[0]
        if (root / "params" / within[0] / "forbund.yml").is_file() and len(within) > 1
        else "exempelforbundet"
    )
    years = [int(year.stem) for year in sorted((root / "params" / forbund).glob("[0-9]*.yml"))]
    loads = [
        *(lambda year=year: load_params(forbund, year) for year in years),
        lambda: load_people(forbund),
        lambda: load_surveys(forbund),
        lambda: load_own(forbund, years[0]),
        lambda: load_households(forbund),
        lambda: load_chart(forbund),
        measures,
        joined,
        lambda: joined(invented=True),
    ]
    for load in loads:
        try:
            load()
        except Faults as error:
            found.codes |= {fault.code for fault in error.faults}
    found.codes |= {fault.code for fault in brand_faults(forbund)}


def _brand(root: Path, file: Path, found: Outcome) -> None:
    found.codes |= {fault.code for fault in brand_faults(file.parent.name)}


def _texts(root: Path, file: Path, found: Outcome) -> None:
    """`finsam check` of the book whose texts they are."""
    forbund, year = file.relative_to(root / "params").parts[:2]
    _checked(f"{forbund}/{year}", found)


def _checked(book: str, found: Outcome) -> None:
    found.codes |= {fault["code"] for fault in _told(["check", book, "--json"])}


def _shapes(root: Path, file: Path, found: Outcome) -> None:
    kommun_shapes()


_READERS = {
    "csv": _ingested,
    "xlsx": _ingested,
    "sie": _inspected,
    "json": _inspected,
    "px": _inspected,
    "geojson": _shapes,
    "yaml": _settings,
    "svg": _brand,
    "md": _texts,
}
