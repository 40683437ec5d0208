"""Fetched files in data/raw/register/, with where they came from beside them; the earlier delivery is never lost."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from finsam import __version__
from finsam.fetch.kept import write_whole
from finsam.fetch.question import Fetched, Question
from finsam.paths import relative

#: What is beside a file that was fetched, and where earlier deliveries go, by the day on which they were replaced.
PROVENANCE = ".proveniens.json"
OLD = "aldre"


@dataclass(frozen=True)
class Delivery:
    """What became of a file. old: where the earlier delivery went, empty where there was none."""

    file: str
    state: Literal["ny", "uppdaterad", "oforandrad"]
    rows: int
    old: str = ""


def provenance_of(file: Path) -> dict[str, Any] | None:
    """What is told of a fetched file; None where nothing is, it can't be read, or it is of other bytes than the file has."""
    try:
        found = json.loads(file.with_name(file.stem + PROVENANCE).read_bytes())
        same = found["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
        return found if same and isinstance(found["parametrar"], dict) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def widened(question: Question, folder: Path) -> Question:
    """The question with what the earlier delivery was asked for, so that the new one doesn't hold less."""
    told = provenance_of(folder / question.file)
    if told is None:
        return question
    of = told["parametrar"]
    before = of.get("omraden")
    areas = tuple(area for area in before if isinstance(area, str)) if isinstance(before, list) else ()
    years = [year if isinstance(year, int) else None for year in (of.get("fran"), of.get("till"))]
    return question.widened(areas, *years)


def put(question: Question, fetched: Fetched, folder: Path, now: dt.datetime) -> Delivery:
    """Write the file and its provenance, each whole; the earlier ones are copied to aldre/<day>/ first.

    A file that would be the same is left alone with its provenance. Raises OSError.
    """
    file = folder / question.file
    content = (json.dumps(fetched.content, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
    told = provenance_of(file)
    if told and told["sha256"] == hashlib.sha256(content).hexdigest():
        return Delivery(relative(file), "oforandrad", fetched.rows)
    old = _set_aside(file, now) if file.exists() else ""
    write_whole(file, content)
    beside = json.dumps(_provenance(question, fetched, content, now), ensure_ascii=False, indent=1)
    write_whole(file.with_name(file.stem + PROVENANCE), f"{beside}\n".encode())
    return Delivery(relative(file), "uppdaterad" if old else "ny", fetched.rows, old)


def _set_aside(file: Path, now: dt.datetime) -> str:
    """Copy a file and its provenance to the folder of the day; an earlier copy of that day stays, too."""
    day, number = f"{now:%Y-%m-%d}", 1
    while (target := file.parent / OLD / (day if number == 1 else f"{day}-{number}") / file.name).exists():
        number += 1
    beside = file.with_name(file.stem + PROVENANCE)
    target.parent.mkdir(parents=True, exist_ok=True)
    if beside.exists():
        write_whole(target.with_name(beside.name), beside.read_bytes())
    write_whole(target, file.read_bytes())
    shutil.copystat(file, target)
    return relative(target)


def _provenance(question: Question, fetched: Fetched, content: bytes, now: dt.datetime) -> dict[str, Any]:
    return {
        "fil": question.file,
        "kalla": question.agency.name,
        "url": fetched.calls[0].url,
        "titel": fetched.title,
        "matt": question.measures,
        "uppdaterad": fetched.updated,
        "hamtad": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "parametrar": {
            **fetched.parameters,
            "omraden": list(question.areas),
            "fran": question.first,
            "till": question.last,
        },
        "anrop": [{key: value for key, value in asdict(call).items() if value} for call in fetched.calls],
        "http_status": sorted({call.status for call in fetched.calls}),
        "rader": fetched.rows,
        "sha256": hashlib.sha256(content).hexdigest(),
        "anmarkningar": [note.message for note in fetched.notes],
        "finsam": __version__,
    }
