"""The Quarto engine: `quarto render` on the book's own directory."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from lxml import html as lxml_html
from ruamel.yaml import YAML

from finsam.brand import NAME as BRAND
from finsam.brand import Brand, by_day
from finsam.faults import Fault, Faults, Place
from finsam.render.book import read_book
from finsam.render.pandoc import read_document, render_summary
from finsam.render.policy import csp_hash

#: What Quarto calls our formats.
FORMATS = {"html": "html", "pdf": "typst", "docx": "docx"}


def render(book_dir: Path, out_dir: Path, formats: Sequence[str] = tuple(FORMATS)) -> list[Path]:
    """Render the book into `out_dir` and return the files. Raises Faults with what Quarto said when it fails.

    One format after the other, since two renders in one project directory get in each other's way. What the embedded
    engine refuses in a book is refused here too, before Quarto reads it.
    """
    book = read_book(book_dir)
    document = read_document(book)
    made = book_dir / "_book"
    for name in formats:
        command = ["quarto", "render", str(book_dir), "--to", FORMATS[name], "--no-clean"]
        with _only_by_day(book_dir / BRAND, book.brand):
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            said = " ".join(done.stderr.strip().splitlines()[-12:])
            raise Faults(
                [
                    Fault(
                        "quarto-failed",
                        f"quarto render --to {FORMATS[name]} failed: {said}",
                        (Place("quarto"),),
                    )
                ]
            )
    for page in made.rglob("*.html"):
        page.write_text(with_policy(page.read_text(encoding="utf-8")), encoding="utf-8")
    shutil.copytree(made, out_dir, dirs_exist_ok=True)
    files = sorted(out_dir / path.relative_to(made) for path in made.rglob("*") if path.is_file())
    shutil.rmtree(made)
    if book.summary:
        render_summary(book, document, out_dir, formats)
    shutil.rmtree(book_dir / ".quarto", ignore_errors=True)
    return files


@contextmanager
def _only_by_day(file: Path, brand: Brand) -> Iterator[None]:
    """The brand without its twins for the dark theme: of any of them Quarto 1.9 makes a switch that changes no colour."""
    whole = file.read_bytes()
    with file.open("w", encoding="utf-8") as day:
        YAML().dump(by_day(brand.raw), day)
    try:
        yield
    finally:
        file.write_bytes(whole)


def with_policy(page: str) -> str:
    """A page of Quarto with a content security policy: nothing from elsewhere, and of the scripts that stand in the page
    only those around the book's own text, each by its hash. Quarto's styles stand in its pages, too."""
    tree = lxml_html.fromstring(page)
    inside = {element for main in tree.iter("main") for element in main.iter()}
    around = [each for each in tree.iter() if isinstance(each.tag, str) and each not in inside]
    scripts = [each.text or "" for each in around if each.tag == "script" and not each.get("src")]
    handlers = [str(value) for each in around for name, value in each.items() if str(name).startswith("on")]
    hashes = " ".join(dict.fromkeys(map(csp_hash, [*scripts, *handlers])))
    policy = (
        f"default-src 'self'; script-src 'self' 'unsafe-hashes' {hashes}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'"
    )
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return re.sub(r"<head>", lambda found: f"{found[0]}\n{meta}", page, count=1)
