"""The accessibility statement (tillgänglighetsredogörelse): a page beside a web book, and one beside the portal.

What it has to say is in 13 § of lagen (2018:1937) om tillgänglighet till digital offentlig service and in MDFFS 2019:2. It
says what the params say (`finsam.accessibility`); what they don't say is told as missing.
"""

from __future__ import annotations

from pathlib import Path

from finsam.accessibility import Statement
from finsam.brand import NAME as BRAND
from finsam.brand import Brand, load_brand
from finsam.folders import put
from finsam.render.html import ASSETS, TEMPLATES, plain_assets, templates
from finsam.render.report import STATEMENT, Report
from finsam.swedish import day, listing

#: Where anyone can report to the agency that supervises the law.
AUTHORITY = "https://www.digg.se/tdosanmalan"
_FILES = {"pdf": "pdf", "docx": "Word"}


def write_statement(report: Report, book_dir: Path, out_dir: Path, formats: tuple[str, ...]) -> None:
    """Write the page into the folder of a report, with the style sheets that Quarto's pages don't have."""
    brand = load_brand(book_dir / BRAND)
    files = {STATEMENT: report_statement(report, brand, formats).encode()}
    for name, content in (files | plain_assets(brand)).items():
        put(out_dir / name, content)


def report_statement(report: Report, brand: Brand, formats: tuple[str, ...]) -> str:
    """The page of a report. formats: those that it can be read in."""
    files = listing([name for format, name in _FILES.items() if format in formats])
    service = f"rapporten {report.title}" + (f" och dess filer i {files}" if files else "")
    return _page(brand, report.publisher, report.statement or Statement(), noun="Rapporten", service=service, title=report.title,
                 subtitle=report.subtitle, notice=report.notice, home="index.html", folder="site")  # fmt: skip


def portal_statement(brand: Brand, title: str, publisher: str, statement: Statement) -> str:
    """The page of the portal, in its folder of style sheets."""
    service = "den här portalen; för varje rapport ansvarar den som rapporten själv anger"
    return _page(brand, publisher, statement, noun="Portalen", service=service, title=title, subtitle="", notice="",
                 home="../index.html", folder=".")  # fmt: skip


def site_files(brand: Brand) -> dict[str, bytes]:
    """What pages of the house need, by their path in the folder of the site."""
    found = {name: (TEMPLATES / name).read_bytes() for name in ASSETS}
    return found | {path.removeprefix("site/"): content for path, content in plain_assets(brand).items()}


def _page(brand: Brand, publisher: str, statement: Statement, **words: str) -> str:
    return (
        templates(TEMPLATES)
        .get_template("tillganglighet.html.j2")
        .render(brand=brand, publisher=publisher, told=statement, authority=AUTHORITY, day=day, **words)
    )
