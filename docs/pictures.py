"""Make the README's pictures from a built book and the portal beside it: `python docs/pictures.py [BOOK]`.

Needs Chromium (chromium, chromium-browser or google-chrome) and poppler's pdftoppm and pdftotext on PATH, and what
requirements-dev.txt installs.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from browser import NAMES, Browser, opened  # noqa: E402

from finsam.book_id import raise_unless_book  # noqa: E402
from finsam.build import report_folder  # noqa: E402
from finsam.portal.state import PAGE  # noqa: E402

TARGET = Path(__file__).parent / "pictures"


@dataclass(frozen=True)
class Shot:
    """What a screen of a width and height in CSS pixels shows of a page, by day or by night."""

    page: Path
    width: int
    height: int
    dark: bool = False


#: The pdf page to show is the first one that holds this caption, wherever the pages break.
PDF_CAPTION = "Not 1. Verksamhetens medlemsavgifter"
LARGEST = 300_000


def main(book: str = "umearegionen/2016") -> None:
    forbund, ar = raise_unless_book(book)
    folder = report_folder(book)
    pdf, portal = folder / f"{forbund}-{ar}.pdf", folder.parent.parent / PAGE
    shots = {
        "start.png": Shot(folder / "index.html", 1280, 1000),
        "telefon.png": Shot(folder / "index.html", 390, 844, dark=True),
        "deltagare.png": Shot(folder / "deltagare.html#sec-maluppfyllelse", 1280, 1290),
        "portal.png": Shot(portal, 1440, 1290),
    }
    # The start page links to the Word file, so the book has to be whole.
    for file in (folder / "index.html", portal, pdf, pdf.with_suffix(".docx")):
        if not file.is_file():
            sys.exit(f"{file} isn't there. Build the book first: python -m finsam build {book}")
    _program(*NAMES)
    TARGET.mkdir(exist_ok=True)
    with TemporaryDirectory() as work:
        with opened() as browser:
            for name, shot in shots.items():
                _save(_taken(browser, shot, Path(work) / name), TARGET / name)
        page = str(_page_with(pdf, PDF_CAPTION))
        options = ["-r", "96", "-f", page, "-l", page, "-png", "-singlefile"]
        _run(_program("pdftoppm"), *options, str(pdf), f"{work}/pdf")
        _save(Path(work) / "pdf.png", TARGET / "pdf.png")


def _taken(browser: Browser, shot: Shot, file: Path) -> Path:
    """The picture in a file. Without motion, since with it a link scrolls smoothly and is taken half-way."""
    page, _, anchor = str(shot.page).partition("#")
    browser.screen(shot.width, shot.height, dark=shot.dark, still=True)
    browser.visit(Path(page).resolve().as_uri() + (f"#{anchor}" if anchor else ""))
    file.write_bytes(browser.picture())
    return file


def _program(*names: str) -> str:
    found = next(filter(None, map(shutil.which, names)), None)
    return found or sys.exit(f"The pictures need {' or '.join(names)} on PATH, and there is none.")


def _page_with(pdf: Path, caption: str) -> int:
    text = _run(_program("pdftotext"), "-raw", str(pdf), "-")
    for number, page in enumerate(text.split("\f"), start=1):
        if caption in " ".join(page.split()):
            return number
    sys.exit(f"No page of {pdf.name} holds {caption!r}.")


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", timeout=120)
    if done.returncode:
        sys.exit(f"{Path(command[0]).name} failed:\n{done.stderr[-2000:]}")
    return done.stdout


def _save(shot: Path, target: Path) -> None:
    """At most 256 colours, which a page of text and flat bars doesn't miss, at a third of the size."""
    if not shot.is_file():
        sys.exit(f"{target.name}: the program said that all was well, but made no picture.")
    Image.open(shot).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(target, optimize=True)
    size = target.stat().st_size
    print(f"{target.name}: {size // 1000} kB")
    if size > LARGEST:
        sys.exit(f"{target.name} is larger than {LARGEST // 1000} kB. Show less of the page.")


if __name__ == "__main__":
    main(*sys.argv[1:])
