"""Fetch every file that is planned; what goes wrong with one leaves the others alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from finsam.faults import Fault, Place, counted
from finsam.fetch.client import Clock, Session
from finsam.fetch.files import Delivery, provenance_of, put, widened
from finsam.fetch.kept import Kept
from finsam.fetch.plan import SOURCES
from finsam.fetch.question import Failed, Question
from finsam.paths import relative, root


@dataclass
class Outcome:
    """lines: what to tell in words. described: the same for programs. faults: errors of files that weren't fetched, and
    notes."""

    lines: list[str] = field(default_factory=list)
    described: list[dict[str, Any]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def folder() -> Path:
    return root() / "data/raw/register"


def dry_run(questions: Sequence[Question]) -> Outcome:
    """What would be asked, without a call."""
    outcome = Outcome()
    for question in questions:
        whole = widened(question, folder())
        with Session(question.agency, Clock()) as session:
            url = SOURCES[question.agency.id].first_call(session, whole)
        years = f"{whole.first or 'first'} to {whole.last or 'last'}"
        years = "all years" if years == "first to last" else years
        told = f"{', '.join(whole.measures)}; {counted(len(whole.areas), 'area')}, {years}; begins with {url}"
        outcome.lines.append(f"{relative(folder() / question.file)}: {told}")
        outcome.described.append(
            {
                "file": relative(folder() / question.file),
                "state": "planned",
                "agency": question.agency.name,
                "measures": whole.measures,
                "areas": list(whole.areas),
                "from": whole.first,
                "to": whole.last,
                "url": url,
            }
        )
    return outcome


def fetch(questions: Sequence[Question], clock: Clock | None = None, timeout: float = 30.0) -> Outcome:
    """Fetch the files into data/raw/register/ and tell what became of each. Never raises for what a server does.

    Finished parts of a file that isn't whole yet are kept in data/processed/fetch/ for the next run.
    """
    clock = clock or Clock()
    outcome = Outcome()
    for agency, of in groupby(questions, key=lambda question: question.agency):
        with Session(agency, clock, timeout) as session:
            for question in of:
                _one(session, question, outcome)
    return outcome


def _one(session: Session, question: Question, outcome: Outcome) -> None:
    name = relative(folder() / question.file)
    described = {"file": name, "agency": question.agency.name, "measures": question.measures}
    kept = Kept(root() / "data/processed/fetch" / Path(question.file).stem)
    before = provenance_of(folder() / question.file) or {}
    try:
        whole = widened(question, folder())
        fetched = SOURCES[question.agency.id].fetch(session, whole, kept)
        delivery = put(whole, fetched, folder(), session.clock.now())
    except Failed as error:
        if not error.keep:
            kept.clear()
        outcome.faults.append(_told(error.fault, name, len(kept), (folder() / question.file).exists()))
        outcome.lines.append(f"{name}: not fetched")
        outcome.described.append({**described, "state": "failed"})
        return
    except OSError as error:
        place = Place(name, value=error.strerror or str(error))
        message = "The file can't be written; nothing of an earlier delivery was lost."
        outcome.faults.append(Fault("file-unwritable", message, (place,), "room and permission to write"))
        outcome.lines.append(f"{name}: not fetched")
        outcome.described.append({**described, "state": "failed"})
        return
    kept.clear()
    outcome.faults += fetched.notes
    rows = before.get("rader", 0)
    if delivery.state == "uppdaterad" and isinstance(rows, int) and rows > fetched.rows:
        message = f"The new delivery holds {counted(fetched.rows, 'figure')}, the earlier one {rows}."
        places = (Place(name), Place(delivery.old))
        outcome.faults.append(Fault("fewer-figures", message, places, "as many as before", "note"))
    outcome.lines.append(f"{name}: {_words(delivery, before)}")
    outcome.described.append(
        {
            **described,
            "state": {"ny": "new", "uppdaterad": "updated", "oforandrad": "unchanged"}[delivery.state],
            "rows": delivery.rows,
            "title": fetched.title,
            "updated": fetched.updated,
            "old": delivery.old or None,
        }
    )


def _told(fault: Fault, name: str, kept: int, there: bool) -> Fault:
    """The fault with what is left of the file and what to do."""
    words = [
        fault.message,
        "The earlier delivery stays in use." if there else "There is no earlier delivery.",
    ]
    if kept:
        words.append(
            f"{counted(kept, 'finished part is', 'finished parts are')} kept: run the same command again within a day to go on from there."
        )
    return replace(fault, message=" ".join(words), where=(Place(name), *fault.where))


def _words(delivery: Delivery, before: Mapping[str, Any]) -> str:
    if delivery.state == "oforandrad":
        return (
            f"unchanged since {before.get('hamtad', 'the last delivery')}, {counted(delivery.rows, 'figure')}"
        )
    if delivery.state == "uppdaterad":
        return f"{counted(delivery.rows, 'figure')}; the earlier delivery is in {delivery.old}"
    return f"new, {counted(delivery.rows, 'figure')}"
