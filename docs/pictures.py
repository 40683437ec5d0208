"""Make the README's pictures from a built book: `python docs/pictures.py [BOOK]`.

Needs Chromium (chromium, chromium-browser or google-chrome) and poppler's pdftoppm and pdftotext on PATH.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from finsam.build import report_folder
from finsam.params import raise_unless_book

TARGET = Path(__file__).parent / "pictures"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
#: The last one since with motion a link scrolls smoothly, and the picture is taken half-way.
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--hide-scrollbars",
    "--force-prefers-reduced-motion",
)
#: Picture -> page of the web book, width and height of the window.
PAGES = {
    "start.png": ("index.html", 1280, 1000),
    "deltagare.png": ("deltagare.html#sec-maluppfyllelse", 1280, 1290),
}
#: The pdf page to show is the first one that holds this caption, wherever the pages break.
PDF_CAPTION = "Not 1. Verksamhetens medlemsavgifter"
LARGEST = 300_000
#: Chromium pictures a page from its top, wherever a link has scrolled it; in a frame the scrolling holds.
FRAME = """<!doctype html>
<style>body {{ margin: 0; overflow: hidden }} iframe {{ border: 0; display: block }}</style>
<iframe src="{url}" width="{width}" height="{height}"></iframe>"""


def main(book: str = "umearegionen/2016") -> None:
    forbund, ar = raise_unless_book(book)
    folder = report_folder(forbund, ar)
    pdf = folder / f"{forbund}-{ar}.pdf"
    # The start page links to the Word file, so the book has to be whole.
    for file in (folder / "index.html", pdf, pdf.with_suffix(".docx")):
        if not file.is_file():
            sys.exit(f"{file} isn't there. Build the book first: python -m finsam build {book}")
    browser = _program(*BROWSERS)
    TARGET.mkdir(exist_ok=True)
    with TemporaryDirectory() as work:
        for name, (page, width, height) in PAGES.items():
            shot = Path(work) / name
            frame = shot.with_suffix(".html")
            url = f"{folder.resolve().as_uri()}/{page}"
            frame.write_text(FRAME.format(url=url, width=width, height=height), encoding="utf-8")
            window = [f"--user-data-dir={work}/profile", f"--window-size={width},{height}"]
            _run(browser, *FLAGS, *window, f"--screenshot={shot}", frame.as_uri())
            _save(shot, TARGET / name)
        page = str(_page_with(pdf, PDF_CAPTION))
        options = ["-r", "96", "-f", page, "-l", page, "-png", "-singlefile"]
        _run(_program("pdftoppm"), *options, str(pdf), f"{work}/pdf")
        _save(Path(work) / "pdf.png", TARGET / "pdf.png")


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
