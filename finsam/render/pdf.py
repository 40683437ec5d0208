"""The pdf of a book: typst, tagged and checked against PDF/UA-1 by the compiler."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import typst
from pypdf import PdfReader

from finsam.brand import FONTS
from finsam.faults import Fault, Faults, Place, stop_if
from finsam.limits import SUMMARY_PAGES
from finsam.render.book import Book

TEMPLATE = Path(__file__).parent / "templates" / "bok.typ"


def compile_pdf(book: Book, body: str) -> bytes:
    """The pdf. body: pandoc's typst of all chapters.

    Raises `Faults` for what typst or PDF/UA-1 refuses and for warnings, such as a font that isn't there.
    """
    brand = book.brand
    language, _, region = book.lang.partition("-")
    fields = {
        "full_title": book.full_title,
        "title": book.title,
        "subtitle": book.subtitle,
        "author": book.author,
        "notice": book.notice,
        "is_short": book.is_short,
        "is_summary": book.is_summary,
        "date": [book.date.year, book.date.month, book.date.day] if book.date else None,
        "date_in_words": book.date_in_words,
        "lang": language,
        "region": region or None,
        "fonts": {"base": brand.base_font, "headings": brand.headings_font, "weight": brand.headings_weight},
        "colors": {role: brand.color(role) for role in ("foreground", "secondary", "primary", "warning")}
        | {"link": brand.link, "headings": brand.headings_color},
        "logo": brand.cover.path.relative_to(book.directory).as_posix() if brand.cover else None,
        "logo_alt": (brand.cover.alt if brand.cover else "") or book.author,
    }
    source = TEMPLATE.read_text(encoding="utf-8") + "\n" + body
    try:
        pdf: bytes
        pdf, warnings = typst.compile_with_warnings(  # type: ignore[call-overload]  # Its types want text and folders of one kind.
            source.encode(),
            root=book.directory,
            font_paths=sorted({FONTS, *(font.path.parent for font in brand.fonts)}),
            ignore_system_fonts=True,  # the same book on every machine
            format="pdf",
            sys_inputs={"bok": json.dumps(fields)},
            pdf_standards=["ua-1"],
        )
    except typst.TypstError as error:
        raise Faults([_fault(book, error)]) from error
    stop_if([_fault(book, warning) for warning in warnings])
    stop_if(_too_long(book, pdf))
    return pdf


def _too_long(book: Book, pdf: bytes) -> list[Fault]:
    """That a summary takes more pages than it may, which what is left out of it is to prevent."""
    count = len(PdfReader(BytesIO(pdf)).pages) if book.is_summary else 0
    if count <= SUMMARY_PAGES:
        return []
    message = f"The summary takes {count} pages."
    expected = f"at most {SUMMARY_PAGES}; shorter names of insatser (kort), or sammandrag: false in the params of the year"
    return [Fault("summary-long", message, (Place(f"{book.output_file}.pdf"),), expected)]


def _fault(book: Book, trouble: typst.TypstError | typst.TypstWarning) -> Fault:
    message = "\n".join([trouble.diagnostic or trouble.message, *(trouble.hints or ())])
    return Fault("pdf-failed", message, (Place(f"{book.output_file}.pdf"),))
