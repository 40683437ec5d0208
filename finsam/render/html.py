"""The web book: a page a chapter, with everything it needs beside it, so that it works from a plain folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

from finsam.brand import FONTS, Brand, Font
from finsam.faults import Fault, Faults, Place
from finsam.render import downloads, search, tiles
from finsam.render.book import Book
from finsam.render.figure_numbers import numbers_behind
from finsam.render.policy import csp_hash
from finsam.render.summary import PAGE

TEMPLATES = Path(__file__).parent / "templates"
#: Stands for `<!--` while a page is written; the first sign is of private use.
_NO_DIRECTIVE = "\ue000!--"
ASSETS = ("bok.css", "bok.js", "tabell.js", "bild.js", "sok.js")


def site(book: Book, pages: Sequence[Mapping[str, Any]], formats: Sequence[str]) -> dict[str, bytes]:
    """The files of the web book by their path.

    pages: what filters/sidor.lua writes. formats: which downloads the pages offer. Raises `Faults` for a picture
    that isn't there.
    """
    template = templates(TEMPLATES).get_template("sida.html.j2")
    trees = [lxml_html.fragment_fromstring(page["body"], create_parent="article") for page in pages]
    files = _pictures(book, pages, trees) | _added(book, trees)
    files["site/sok-index.js"] = search.index(list(zip(pages, trees, strict=True)))
    short = book.in_short
    for at, page in enumerate(pages):
        files[page["file"]] = template.render(
            book=book,
            page=page,
            article=_written(trees[at]),
            pages=pages,
            first=at == 0,
            previous=pages[at - 1] if at else None,
            following=pages[at + 1] if at + 1 < len(pages) else None,
            downloads=_offered(short if short and page["file"] == PAGE else book, formats),
        ).encode()
    files |= {f"site/{name}": (TEMPLATES / name).read_bytes() for name in ASSETS}
    return files | plain_assets(book.brand)


def _offered(book: Book, formats: Sequence[str]) -> list[tuple[str, str]]:
    """What a page offers beside itself: the words of the link and the file."""
    return [
        (name, f"{book.output_file}.{end}")
        for name, end in (("PDF", "pdf"), ("Word", "docx"))
        if end in formats
    ]


def plain_assets(brand: Brand) -> dict[str, bytes]:
    """What a page of text and tables needs beside it, by its path: the looks of the web book, and the choice of theme."""
    plain = {f"site/{name}": (TEMPLATES / name).read_bytes() for name in ("bok.css", "bok.js")}
    return plain | brand_assets(brand)


@cache
def templates(folder: Path) -> Environment:
    """The templates of a folder, and what they share with those of the web book; compiled once for all books, and again
    when they have changed."""
    made = Environment(
        loader=FileSystemLoader([folder, TEMPLATES]),
        autoescape=select_autoescape(["j2"], default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["policy"] = policy
    return made


def policy(style: str = "") -> str:
    """The content security policy of a page: scripts, styles, fonts and pictures from the report's own folder, and
    nothing from elsewhere. A script that stands in the page itself never runs, whoever wrote it.

    style: the text of the only <style> of the page, allowed by its hash.
    """
    own = f" {csp_hash(style)}" if style else ""
    return (
        f"default-src 'none'; script-src 'self'; style-src 'self'{own}; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'"
    )


def _written(tree: HtmlElement) -> str:
    """The page as text. In an attribute libxml2 takes what is between `<!--` and `-->` for a directive to a server and
    writes it as it stands. A quotation mark there would end the attribute, so it mustn't see where one begins.
    """
    for element in tree.iter(etree.Element):
        for name, value in element.items():
            if "<!--" in value:
                element.set(name, value.replace("<!--", _NO_DIRECTIVE))
    text: str = lxml_html.tostring(tree, encoding="unicode")
    return text.replace(_NO_DIRECTIVE, "&lt;!--")


def _added(book: Book, trees: Sequence[HtmlElement]) -> dict[str, bytes]:
    """Put what only the web book has into its pages: key figures as tiles, downloads. Gives the files of those."""
    files: dict[str, bytes] = {}
    names: dict[str, str] = {}
    for tree in trees:
        made, called = downloads.add_tables(book, tree)
        files, names = files | made, names | called
    behind = {id: told for chapter in book.pages for id, told in numbers_behind(chapter).items()}
    for tree in trees:
        files |= downloads.add_figures(book, tree, behind, names)
    tiles.add_tiles(trees[0])
    return files


def _pictures(
    book: Book, pages: Sequence[Mapping[str, Any]], trees: Sequence[HtmlElement]
) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    faults: list[Fault] = []
    for page, tree in zip(pages, trees, strict=True):
        for image in tree.iter("img"):
            source = image.get("src")
            if (book.directory / source).is_file():
                files[source] = (book.directory / source).read_bytes()
            else:
                chapter = page["file"].replace(".html", ".ipynb")
                faults.append(
                    Fault("picture-missing", f"{source} isn't there.", (Place(chapter, value=source),))
                )
    if faults:
        raise Faults(faults)
    return files


def brand_assets(brand: Brand) -> dict[str, bytes]:
    """The style sheet of the brand by day and by night, its fonts and its logo, by their path from the pages."""
    fonts = [(font, _web_font(font)) for font in brand.fonts]
    css = templates(TEMPLATES).get_template("varumarke.css.j2").render(brand=brand, fonts=fonts)
    files = {f"site/fonts/{file.name}": file.read_bytes() for _, file in fonts}
    if brand.logo:
        files[f"site/{brand.logo.web_name}"] = brand.logo.path.read_bytes()
    if brand.logo and brand.logo.dark:
        files[f"site/{brand.logo.dark_name}"] = brand.logo.dark.read_bytes()
    return files | {"site/varumarke.css": css.encode()}


def _web_font(font: Font) -> Path:
    """The compressed twin of a font that comes with finsam, a quarter of its size; otherwise the file itself."""
    twin = FONTS / f"{font.path.name}.woff2"
    return twin if twin.is_file() else font.path
