"""What share of random changes to a right book `finsam verify` sees, by format and kind of change.

    python benchmarks/mutations.py [BOOK] [CHANGES] [SEED]

A built book is read back unchanged, and then once for each change of one place: a digit, two cells of a row that change
places, a row that goes, an alternative text, a link, a paragraph. `notebook` changes a digit in an output of a laid-out
notebook; `trace` does so too and asks the trace of the notebooks alone, as if all documents had been rendered from it.
What escapes the trace has become another number of the same output.
Prints the shares, what escaped, and, last, one line of JSON.
"""

from __future__ import annotations

import json
import random
import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree
from lxml import html as lxml_html
from pypdf import PdfReader, PdfWriter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import pdf_changes
from finsam.book_id import raise_unless_book
from finsam.build import report_folder
from finsam.ingest import processed
from finsam.params import load_params
from finsam.render.report import STATEMENT, SUMMARY
from finsam.verify.evidence import Evidence, evidence_of
from finsam.verify.run import verify
from finsam.verify.traced import trace_notebooks

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"

#: A change takes a folder and a source of chance, changes one place and says what it did.
Change = Callable[[Path, random.Random], str]


def another_digit(text: str, chance: random.Random) -> str:
    """The text with one of its digits made another."""
    at = chance.choice([found.start() for found in re.finditer(r"\d", text)])
    return text[:at] + chance.choice("0123456789".replace(text[at], "")) + text[at + 1 :]


# ---- html -----------------------------------------------------------------------------------------------------


def _pages(folder: Path) -> list[Path]:
    """The pages of chapters; that of the raw rows and standard sentences of the accessibility statement are held by the
    manifest alone."""
    beside = ("underlag.html", STATEMENT)
    return [page for page in sorted(folder.glob("*.html")) if page.name not in beside]


def _page(folder: Path, chance: random.Random, xpath: str) -> tuple[Path, object, object]:
    """A page that has something at the path, and one of those elements."""
    pages = _pages(folder)
    found = [
        (page, tree, element) for page in pages for tree in [_parsed(page)] for element in tree.xpath(xpath)
    ]
    return chance.choice(found)


def _parsed(page: Path):
    return lxml_html.fromstring(page.read_text(encoding="utf-8"))


def _write(page: Path, tree: object) -> None:
    page.write_bytes(lxml_html.tostring(tree, encoding="utf-8", doctype="<!doctype html>"))


def html_digit(folder: Path, chance: random.Random) -> str:
    pages = _pages(folder)
    places = []
    for page in pages:
        tree = _parsed(page)
        for text in tree.xpath("//body//text()[not(ancestor::script or ancestor::style)]"):
            places += [(page, tree, text)] * len(re.findall(r"\d", text))
    page, tree, text = chance.choice(places)
    element, new = text.getparent(), another_digit(text, chance)
    if text.is_tail:
        element.tail = new
    else:
        element.text = new
    _write(page, tree)
    return f"{page.name}: {text.strip()[-60:]!r} -> {new.strip()[-60:]!r}"


def html_cells(folder: Path, chance: random.Random) -> str:
    page, tree, row = _page(folder, chance, "//tr[count(td[normalize-space()]) > 1]")
    cells = [cell for cell in row.iterchildren("td") if cell.text_content().strip()]
    one, two = chance.sample(cells, 2)
    if one.text_content() == two.text_content():
        return ""
    one.addnext(hole := etree.Element("i"))
    two.addnext(one)
    hole.addnext(two)
    hole.getparent().remove(hole)
    _write(page, tree)
    return f"{page.name}: {row.text_content().strip()[:80]!r}"


def _dropped(xpath: str) -> Change:
    def change(folder: Path, chance: random.Random) -> str:
        page, tree, element = _page(folder, chance, xpath)
        told = f"{page.name}: {element.text_content().strip()[:80]!r}"
        element.drop_tree()
        _write(page, tree)
        return told

    return change


def html_alt(folder: Path, chance: random.Random) -> str:
    page, tree, image = _page(folder, chance, "//figure//img[@alt]")
    del image.attrib["alt"]
    _write(page, tree)
    return f"{page.name}: {image.get('src')}"


def html_link(folder: Path, chance: random.Random) -> str:
    page, tree, link = _page(folder, chance, "//a[@href]")
    link.set("href", link.get("href") + "x")
    _write(page, tree)
    return f"{page.name}: {link.get('href')}"


# ---- docx -----------------------------------------------------------------------------------------------------


def _docx(change: Callable[[etree._Element, random.Random], str]) -> Change:
    """A change of the document's body."""

    def changed(folder: Path, chance: random.Random) -> str:
        (file,) = (each for each in folder.glob("*.docx") if not each.stem.endswith(SUMMARY))
        with ZipFile(file) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        root = etree.fromstring(parts["word/document.xml"])
        told = change(root, chance)
        parts["word/document.xml"] = etree.tostring(root)
        with ZipFile(file, "w", ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        return told

    return changed


def _said(element: etree._Element) -> str:
    return "".join(part.text or "" for part in element.iter(f"{W}t"))


def docx_digit(root: etree._Element, chance: random.Random) -> str:
    places = [text for text in root.iter(f"{W}t") for _ in re.findall(r"\d", text.text or "")]
    text = chance.choice(places)
    old, text.text = text.text, another_digit(text.text, chance)
    return f"{old[-60:]!r} -> {text.text[-60:]!r}"


def docx_cells(root: etree._Element, chance: random.Random) -> str:
    row = chance.choice([row for row in root.iter(f"{W}tr") if len(row.findall(f"{W}tc")) > 2])
    one, two = chance.sample(row.findall(f"{W}tc"), 2)
    if _said(one) == _said(two):
        return ""
    at, to = row.index(one), row.index(two)
    row[at], row[to] = etree.fromstring(etree.tostring(two)), etree.fromstring(etree.tostring(one))
    return _said(row)[:80]


def _docx_dropped(xpath: str) -> Callable[[etree._Element, random.Random], str]:
    def change(root: etree._Element, chance: random.Random) -> str:
        element = chance.choice([found for found in root.findall(xpath) if _said(found).strip()])
        element.getparent().remove(element)
        return _said(element)[:80]

    return change


def docx_alt(root: etree._Element, chance: random.Random) -> str:
    drawing = chance.choice(list(root.iter(f"{DRAWN}docPr")))
    return drawing.attrib.pop("descr")[:80]


def docx_link(root: etree._Element, chance: random.Random) -> str:
    link = chance.choice([link for link in root.iter(f"{W}hyperlink") if link.get(f"{W}anchor")])
    link.set(f"{W}anchor", link.get(f"{W}anchor") + "x")
    return link.get(f"{W}anchor")


# ---- pdf ------------------------------------------------------------------------------------------------------


def _pdf(change: Callable[[PdfWriter, random.Random], str]) -> Change:
    def changed(folder: Path, chance: random.Random) -> str:
        (file,) = (each for each in folder.glob("*.pdf") if not each.stem.endswith(SUMMARY))
        writer = PdfWriter(clone_from=PdfReader(BytesIO(file.read_bytes())))
        told = change(writer, chance)
        writer.write(file)
        return told

    return changed


# ---- Notebooks ------------------------------------------------------------------------------------------------


def notebook_digit(folder: Path, chance: random.Random) -> str:
    """A digit that a reader sees in an output: none of an id, a reference or the rule of a table."""
    places = []
    for file in sorted((folder / "notebooks").glob("*.ipynb")):
        notebook = json.loads(file.read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            for output in cell.get("outputs", ()):
                text = "".join(output.get("data", {}).get("text/markdown", ""))
                hidden = {
                    at
                    for found in re.finditer(r"<[^>]*>|\{#\S+|@[\w-]+|\(figurer[^)]*\)", text)
                    for at in range(*found.span())
                }
                places += [
                    (file, notebook, output, text, found.start())
                    for found in re.finditer(r"\d", text)
                    if found.start() not in hidden
                ]
    file, notebook, output, text, at = chance.choice(places)
    digit = chance.choice("0123456789".replace(text[at], ""))
    output["data"]["text/markdown"] = text[:at] + digit + text[at + 1 :]
    file.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")
    return f"{file.name}: {text[max(0, at - 40) : at + 20]!r} -> {digit}"


CHANGES: dict[str, Change] = {
    "html digit": html_digit,
    "html cells": html_cells,
    "html row": _dropped("//tbody/tr"),
    "html paragraph": _dropped("//article//p[not(ancestor::div[@class='underlag'] or @class='hamta')]"),
    "html alt": html_alt,
    "html link": html_link,
    "docx digit": _docx(docx_digit),
    "docx cells": _docx(docx_cells),
    "docx row": _docx(_docx_dropped(f".//{W}tr")),
    "docx paragraph": _docx(_docx_dropped(f"./{W}body/{W}p")),
    "docx alt": _docx(docx_alt),
    "docx link": _docx(docx_link),
    "pdf digit": _pdf(pdf_changes.digit),
    "pdf cells": _pdf(pdf_changes.cells),
    "pdf row": _pdf(pdf_changes.dropped("/TR")),
    "pdf paragraph": _pdf(pdf_changes.dropped("/P")),
    "pdf alt": _pdf(pdf_changes.alt),
    "pdf link": _pdf(pdf_changes.link),
    "notebook digit": notebook_digit,
    "trace digit": notebook_digit,
}
#: What stands in for all three formats, so that reading back a change costs no more than its own.
WEIGHTS = {name: 4 if name.endswith("digit") else 1 for name in CHANGES}


def is_caught(name: str, folder: Path, evidence: Evidence) -> bool:
    """Whether reading back the changed format, or the trace of the notebooks, finds anything."""
    kind = name.split()[0]
    if kind == "trace":
        return bool(trace_notebooks(sorted((folder / "notebooks").glob("*.ipynb")), evidence).faults)
    return bool(verify(folder, evidence, ("html" if kind == "notebook" else kind,)).faults)


def try_changes(folder: Path, evidence: Evidence, names: list[str], seed: int):
    """Yield (kind of change, what was done, whether it was caught), each on the right book."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as place:
        for number, name in enumerate(names):
            copy = Path(place) / str(number)
            shutil.copytree(folder, copy)
            # The manifest tells any changed file: what is tried here is what the reading finds.
            (copy / "manifest.json").unlink()
            if told := CHANGES[name](copy, chance):
                yield name, told, is_caught(name, copy, evidence)
            shutil.rmtree(copy)


def main(book: str = "vannas/2017", changes: str = "300", seed: str = "1") -> None:
    forbund, ar = raise_unless_book(book)
    params = load_params(forbund, ar)
    evidence = evidence_of(ar, [processed(forbund, ar)], [params], params.forbund)
    folder = report_folder(book)
    right = verify(folder, evidence)
    print(*right.lines, f"unchanged: {len(right.faults)} findings", sep="\n")
    each = [name for name, weight in WEIGHTS.items() for _ in range(weight)]
    names = [each[at % len(each)] for at in range(int(changes))]
    found: dict[str, list[bool]] = {name: [] for name in CHANGES}
    for name, told, caught in try_changes(folder, evidence, sorted(names), int(seed)):
        found[name].append(caught)
        if not caught:
            print(f"escaped: {name}: {told}", flush=True)
    for name, results in found.items():
        print(f"{name:16} {sum(results):5} of {len(results):5}")
    shares = {name: round(sum(r) / len(r), 4) for name, r in found.items() if r}
    total = [caught for results in found.values() for caught in results]
    print(
        json.dumps(
            {
                "book": book,
                "changes": len(total),
                "caught": sum(total),
                "false": len(right.faults),
                "shares": shares,
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
