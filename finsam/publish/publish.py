"""A book given out: the edition that its report becomes."""

from __future__ import annotations

import datetime as dt
import tempfile
from dataclasses import dataclass
from pathlib import Path

from finsam.diff.compare import Difference
from finsam.diff.told import page as page_of_difference
from finsam.params import Params
from finsam.publish import record
from finsam.publish.changes import CHANGES, changes, sizes
from finsam.publish.checklist import Checked
from finsam.publish.editions import Standing, add, copy_report, editions
from finsam.publish.record import Edition
from finsam.render.manifest import digest
from finsam.render.report import report_folder


@dataclass(frozen=True)
class Before:
    """The editions of a book that stand. found: the difference of its report from the last one, None where there is none
    to compare with. is_same: whether the report is, file by file, what the last edition gave out."""

    standing: list[Standing]
    found: Difference | None
    is_same: bool


def before(params: Params) -> Before:
    """What has been published of a book. Raises Faults for records and values that can't be read."""
    book = f"{params.forbund_id}/{params.ar}"
    standing = editions(book)
    if not standing or standing[-1].withdrawn:
        return Before(standing, None, False)
    last, report = standing[-1], report_folder(book)
    found = changes(last.folder, last.edition.utgava, report, params)
    return Before(
        standing, found, _files(report) == [each for each in last.edition.filer if each.fil != CHANGES]
    )


def _files(report: Path) -> list[record.File]:
    with tempfile.TemporaryDirectory(prefix="finsam-") as folder:
        copy_report(report, Path(folder))
        return list(record.files_in(Path(folder)))


def publish(
    params: Params, checked: Checked, last: Before, by: str, reason: str, on: dt.date
) -> tuple[Edition, Path]:
    """Give the report of a book out as its next edition, and return that and its folder.

    by: who answers for it, reason: why there is another one. Raises Faults when somebody else has published meanwhile.
    """
    book = f"{params.forbund_id}/{params.ar}"
    with tempfile.TemporaryDirectory(prefix="finsam-") as folder:
        content = Path(folder) / "utgava"
        copy_report(report_folder(book), content)
        if last.found is not None:
            (content / CHANGES).write_text(page_of_difference(last.found), encoding="utf-8")
        edition = Edition(
            bok=book,
            titel=f"{params.title}, {params.forbund.namn}",
            utgava=len(last.standing) + 1,
            datum=on,
            godkand_av=by,
            anledning=reason,
            kontroller=record.controls_of(checked),
            godtaget=record.answered_in(checked),
            andringar=sizes(last.found) if last.found is not None else {},
            foregaende=digest(last.standing[-1].folder / record.RECORD) if last.standing else "",
            filer=record.files_in(content),
        )
        return edition, add(book, params.forbund_id, content, edition)
