"""From executed notebooks to a book's own directory: a Quarto book project that both render engines read."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from ruamel.yaml import YAML

from finsam.brand import FAMILY, Brand, brand_of
from finsam.brand import NAME as BRAND
from finsam.faults import Fault, Place, stop_if
from finsam.harmless import attribute
from finsam.paths import root
from finsam.render import pandoc, word_style
from finsam.render.dots import as_png
from finsam.render.figure_numbers import NUMBERS
from finsam.render.report import FORMATS, STATEMENT, SUMMARY, Report
from finsam.render.shown import keep_shown
from finsam.svg import unsafe_parts

#: What `_quarto.yml` names beside the brand; it stands at the same place in a book's directory as in the repository.
SUPPORT = (
    "finsam/render/filters/tabeller.lua",
    "finsam/render/filters/bredder.lua",
    "finsam/render/filters/alt-text.lua",
    "finsam/render/filters/upplysning.lua",
    "finsam/render/filters/underskrifter.lua",
    "finsam/render/templates/quarto.scss",
)

#: The document whose page header Quarto's docx takes over.
REFERENCE = "upplysning.docx"

_PICTURE = re.compile("fig-[a-z0-9-]+")
_HEADING = re.compile(r"(#{1,6}) ")


def lay_out(
    report: Report, executed: Sequence[Path], book_dir: Path, formats: Sequence[str] = FORMATS
) -> None:
    """Write `_quarto.yml`, brand, filter, chapters and pictures into `book_dir`.

    formats: those that it is laid out for; what only Word needs is there when docx is among them.

    Pictures move from the notebooks into figurer/ as SVG (html, pdf) and PNG (docx) with caption and alt text; headings
    with nothing beneath them go, so that a part without data leaves no empty title. The first chapter becomes
    index.ipynb, the start page. Raises Faults for outputs that are neither Markdown nor such a picture, which one engine
    would lose and the other show.
    """
    pictures = book_dir / "figurer"
    pictures.mkdir(parents=True, exist_ok=True)
    names = ["index.ipynb", *(path.name for path in executed[1:])]
    faults: list[Fault] = []
    for path, name in zip(executed, names, strict=True):
        notebook = nbformat.read(path, as_version=4)
        for number, cell in enumerate(notebook.cells):
            faults += _unknown_outputs(cell, Place(path.name, column=f"cell {number + 1}"))
            if not faults:
                _prepare_cell(cell, pictures)
            # papermill gives the cell of parameters a new random id each time.
            cell.id = f"cell-{number}"
        notebook.cells = _without_empty_headings(notebook.cells)
        for key in ("papermill", "widgets"):
            notebook.metadata.pop(key, None)
        nbformat.write(notebook, book_dir / name)
    stop_if(faults)
    brand = brand_of(report.brand)
    _copy_support(book_dir, brand)
    if "docx" in formats:
        _add_dots(pictures)
        if report.notice:
            headed = word_style.with_header(pandoc.default_reference(), report.notice)
            (book_dir / REFERENCE).write_bytes(headed)
    with (book_dir / "_quarto.yml").open("w", encoding="utf-8") as file:
        YAML().dump(book_config(report, names[: len(report.chapters)], brand), file)


def book_config(report: Report, chapters: Sequence[str], brand: Brand) -> dict[str, Any]:
    """The root's `_quarto.yml` made that of one report: its titles, date, chapters, output name and fonts."""
    config = deepcopy(_config((root() / "_quarto.yml").read_text(encoding="utf-8")))
    config["project"] = {"type": "book", "output-dir": "_book"}
    book = config.setdefault("book", {})
    book |= {
        "title": report.title,
        "subtitle": report.subtitle,
        "author": report.author,
        "output-file": report.output_file,
        "chapters": list(chapters),
    }
    if report.date:
        book["date"] = report.date.isoformat()
    else:
        book.pop("date", None)
    if report.has_summary:
        config[SUMMARY] = f"{SUMMARY}.ipynb"
    if report.is_short:
        config["kort"] = True
        for name in ("typst", "docx"):
            config["format"][name]["toc"] = False
    config["tillganglighet"] = STATEMENT
    book["page-footer"] = {"left": f"[Tillgänglighetsredogörelse]({STATEMENT})"}
    if report.notice:
        config["upplysning"] = report.notice
        config["format"]["docx"]["reference-doc"] = REFERENCE
    config.pop("ipynb-filters", None)
    print_format = config["format"]["typst"]
    print_format["font-paths"] = _font_folders(brand)
    header = print_format["include-in-header"]
    header["text"] = header["text"].replace(f'"{FAMILY}"', f'"{brand.base_font}"')
    return config


def _font_folders(brand: Brand) -> list[str]:
    """Where print finds the fonts, from the book's directory."""
    return sorted(
        {Path(laid).parent.as_posix() for laid in brand.files if Path(laid).suffix in (".ttf", ".otf")}
    )


@cache
def _config(text: str) -> dict[str, Any]:
    """What the YAML holds, read once for all reports of a batch."""
    return dict(YAML(typ="safe").load(text))


def _unknown_outputs(cell: NotebookNode, place: Place) -> Iterator[Fault]:
    """Outputs that no book shows: pages and scripts of libraries, widgets, pictures without caption or with code."""
    expected = "Markdown, or a Figure of finsam.chapters.figures"
    for output in cell.get("outputs", ()):
        data, about = output.get("data", {}), output.get("metadata", {}).get("finsam")
        if output.output_type in ("stream", "error"):
            continue
        if about:
            if not _PICTURE.fullmatch(str(about.get("id"))):
                where = (replace(place, value=str(about.get("id"))),)
                yield Fault(
                    "picture-refused",
                    "A picture has an id that names no file.",
                    where,
                    "fig- and a-z, 0-9, -",
                )
            for part in unsafe_parts(data.get("image/svg+xml", "").encode()):
                yield Fault(
                    "picture-refused", f"A picture holds more than a drawing: {part}.", (place,), expected
                )
        elif "text/markdown" not in data:
            message = (
                f"The cell shows {', '.join(sorted(data)) or output.output_type}, which no book can show."
            )
            yield Fault("output-unknown", message, (place,), expected)


def _prepare_cell(cell: NotebookNode, pictures: Path) -> None:
    cell.metadata.pop("papermill", None)
    cell.metadata.pop("execution", None)
    cell.pop("attachments", None)
    if cell.cell_type != "code":
        return
    keep_shown(cell)
    cell.outputs = [
        _as_markdown(output, pictures) for output in cell.outputs if output.output_type != "stream"
    ]


def _as_markdown(output: NotebookNode, pictures: Path) -> NotebookNode:
    """A picture as Markdown that names its file; other Markdown with an empty line after it, so that a paragraph of
    its own stays one in Quarto."""
    about = output.get("metadata", {}).pop("finsam", None)
    if not about:
        if output.output_type != "error":
            output.data = NotebookNode({"text/markdown": output.data["text/markdown"].rstrip("\n") + "\n\n"})
        return output
    name = about["id"]
    (pictures / f"{name}.svg").write_text(output.data["image/svg+xml"], encoding="utf-8")
    text = f'![{about["caption"]}](figurer/{name}){{#{name} fig-alt="{attribute(about["alt"])}"}}\n'
    numbers = {NUMBERS: {name: about["siffror"]}} if any(about.get("siffror", {}).values()) else {}
    made: NotebookNode = nbformat.v4.new_output(
        "display_data", {"text/markdown": text}, metadata=output.metadata | numbers
    )
    return made


def _add_dots(pictures: Path) -> None:
    """A PNG beside each SVG."""
    drawings = sorted(pictures.glob("*.svg"))
    for file, png in zip(
        drawings, as_png([file.read_text(encoding="utf-8") for file in drawings]), strict=True
    ):
        file.with_suffix(".png").write_bytes(png)


def _without_empty_headings(cells: list[NotebookNode]) -> list[NotebookNode]:
    """Drop each heading that is followed by nothing to read before the next heading of its level or above."""
    kept: list[NotebookNode] = []
    for index, cell in enumerate(cells):
        level = _level(cell)
        if level < 2 or _has_content(cells[index + 1 :], level):
            kept.append(cell)
    return kept


def _level(cell: NotebookNode) -> int:
    found = _HEADING.match(cell.source) if cell.cell_type == "markdown" else None
    return len(found[1]) if found and "\n" not in cell.source.strip() else 0


def _has_content(following: list[NotebookNode], level: int) -> bool:
    for cell in following:
        at = _level(cell)
        if 0 < at <= level:
            return False
        if (cell.cell_type == "code" and cell.outputs) or (cell.cell_type == "markdown" and not at):
            return True
    return False


def _copy_support(book_dir: Path, brand: Brand) -> None:
    """Filters, style, brand, fonts and logo, so that the directory stands on its own.

    The brand is one complete file there, whatever files it is made of here.
    """
    for name, file in [*((name, root() / name) for name in SUPPORT), *brand.files.items()]:
        target = book_dir / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, target)
    with (book_dir / BRAND).open("w", encoding="utf-8") as complete:
        YAML().dump(brand.raw, complete)
