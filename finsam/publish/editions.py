"""The folder of a published book: its newest edition, and every edition below `utgavor/`.

reports/published/<forbund>/<year>/             the newest edition, at the address that readers have
reports/published/<forbund>/<year>/utgavor/     a page about the editions
reports/published/<forbund>/<year>/utgavor/<n>/ each edition, as it was signed
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from finsam.brand import brand_of
from finsam.diff.values import EARLIER
from finsam.faults import Fault, Faults
from finsam.folders import held, put, replaced
from finsam.paths import published
from finsam.publish import record
from finsam.publish.page import page
from finsam.publish.record import Edition, Withdrawal
from finsam.render.manifest import digest
from finsam.render.report import FAILED
from finsam.render.statement import site_files

EDITIONS = "utgavor"

#: What a report holds for whoever works on it: how it was built or why it wasn't, and the values of the build before.
_NOT_PUBLISHED = ("bygge.json", FAILED, EARLIER)


@dataclass(frozen=True)
class Standing:
    """An edition that has been published, with its folder. withdrawn: that its files were taken away."""

    edition: Edition
    folder: Path
    withdrawn: Withdrawal | None = None


def published_folder(book: str = "") -> Path:
    """Of a book by its id, or of all that is published."""
    return published() / book


def editions(book: str) -> list[Standing]:
    """The editions of a book, the first one first. Raises Faults for records that can't be read."""
    folders = published_folder(book).glob(f"{EDITIONS}/[1-9]*")
    found = sorted((each for each in folders if each.name.isdigit()), key=lambda each: int(each.name))
    return [Standing(record.read(each), each, record.withdrawal(each)) for each in found]


def published_books() -> list[str]:
    """The ids of the books that have an edition."""
    base = published_folder()
    return sorted(
        {each.parent.parent.relative_to(base).as_posix() for each in base.glob(f"*/*/{EDITIONS}/1")}
    )


def copy_report(report: Path, fresh: Path) -> None:
    """What a reader gets of a report."""
    shutil.copytree(report, fresh, ignore=shutil.ignore_patterns(*_NOT_PUBLISHED), dirs_exist_ok=True)


def add(book: str, forbund: str, content: Path, edition: Edition) -> Path:
    """Give out an edition whose files lie in `content`, and return its folder.

    The book's folder is replaced as a whole: whoever reads it, and whoever stops this, finds the editions before or all of
    them. Raises Faults when somebody else has published one meanwhile.
    """
    target = published_folder(book)
    with held(target):
        standing = editions(book)
        if len(standing) != edition.utgava - 1:
            message = f"Edition {len(standing)} of {book} has been published meanwhile."
            raise Faults(
                [Fault("edition-raced", message, (), "the command once more, to see what differs from it")]
            )
        with replaced(target) as fresh:
            of_this = fresh / EDITIONS / str(edition.utgava)
            for each in standing:
                shutil.copytree(each.folder, fresh / EDITIONS / each.folder.name)
            shutil.copytree(content, of_this)
            record.write(of_this, edition)
            _complete(fresh, forbund)
    return target / EDITIONS / str(edition.utgava)


def withdraw(book: str, forbund: str, number: int, why: Withdrawal) -> None:
    """Take the files of an edition away; its record stays, with the reason. Raises Faults where there is none."""
    target = published_folder(book)
    with held(target):
        chosen = next((each for each in editions(book) if each.edition.utgava == number), None)
        if chosen is None or chosen.withdrawn:
            message = f"There is no edition {number} of {book} to withdraw."
            raise Faults([Fault("edition-missing", message, (), "the number of one that `published` lists")])
        with replaced(target) as fresh:
            shutil.copytree(target / EDITIONS, fresh / EDITIONS)
            gone = fresh / EDITIONS / str(number)
            shutil.rmtree(gone)
            gone.mkdir()
            shutil.copy2(chosen.folder / record.RECORD, gone)
            record.write(gone, why)
            _complete(fresh, forbund)


def _complete(fresh: Path, forbund: str) -> None:
    """The newest edition that hasn't been withdrawn to the top, and the page about all of them."""
    folders = sorted((fresh / EDITIONS).glob("[1-9]*"), key=lambda each: int(each.name))
    found = [Standing(record.read(each), each, record.withdrawal(each)) for each in folders]
    if there := [each for each in found if not each.withdrawn]:
        shutil.copytree(there[-1].folder, fresh, dirs_exist_ok=True)
    brand = brand_of(forbund)
    for name, content in site_files(brand).items():
        put(fresh / EDITIONS / "site" / name, content)
    put(fresh / EDITIONS / "index.html", page(found, brand).encode())


def unlike_records(book: str) -> Iterator[Fault]:
    """What isn't as it was signed: files of editions, the newest one at the top, and the chain of the records."""
    standing, before = editions(book), ""
    for each in standing:
        if each.edition.foregaende != before:
            message = f"Edition {each.edition.utgava} of {book} was signed after another edition than the one that stands."
            yield Fault("edition-changed", message, (), "the records as they were signed")
        before = digest(each.folder / record.RECORD)
        if not each.withdrawn:
            yield from record.differing(each.folder, each.edition)
    there = [each for each in standing if not each.withdrawn]
    top = published_folder(book)
    for file in there[-1].edition.filer if there else ():
        if not (top / file.fil).is_file() or digest(top / file.fil) != file.sha256:
            message = f"The newest edition of {book} doesn't stand at its address."
            yield Fault("edition-changed", message, (), f"{file.fil} of edition {there[-1].edition.utgava}")
