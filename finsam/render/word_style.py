"""The reference document of the docx: pandoc's own, in the brand's fonts and colours, on A4, in Swedish."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from finsam.brand import Brand
from finsam.render.book import Book
from finsam.render.word_fields import LABEL, heading_list

MARGIN, SUMMARY_MARGIN = Cm(2.5), Cm(2)
LINE = "D3D9DA"
#: Styles of table rows by their size in points; filters/tryck.lua names them.
TABLE_STYLES = {"": 9.0, " liten": 7.5}


def reference(book: Book, default: bytes) -> bytes:
    """The reference document. default: pandoc's reference.docx."""
    document = Document(BytesIO(default))
    brand = book.brand
    # Pandoc writes the built-in style's name with a capital, by which python-docx doesn't find it.
    document.styles.element.xpath('w:style[@w:styleId="Caption"]/w:name')[0].set(qn("w:val"), "caption")
    _defaults(document, brand, book.lang)
    _text_styles(document, brand)
    if book.is_short:
        _short(document)
    _table_styles(document, brand)
    _box_styles(document, brand)
    if book.is_summary:
        _summary(document)
    heading_list(document)
    _page(document, book)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def with_header(default: bytes, text: str) -> bytes:
    """Pandoc's reference.docx as it is, but with a text at the head of every page: for Quarto."""
    document = Document(BytesIO(default))
    document.sections[0].header.paragraphs[0].add_run(text).bold = True
    out = BytesIO()
    document.save(out)
    return same_bytes(out, datetime(1980, 1, 1))


def same_bytes(docx: BytesIO, day: datetime) -> bytes:
    """The zip with the book's date on every member."""
    out = BytesIO()
    with ZipFile(docx) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            info = ZipInfo(name, day.timetuple()[:6])
            info.compress_type, info.external_attr, info.create_system = ZIP_DEFLATED, 0o644 << 16, 3
            target.writestr(info, source.read(name))
    return out.getvalue()


def hexcolor(color: str) -> str:
    """`#0b4f63` as Word writes it: `0B4F63`."""
    return color.lstrip("#").upper()


def tinted(color: str, strength: float = 0.07) -> str:
    """The colour thinned out on white, for shading behind text; as Word writes it."""
    parts = [int(color[at : at + 2], 16) for at in (1, 3, 5)]
    return "".join(f"{round(255 - (255 - part) * strength):02X}" for part in parts)


def _defaults(document: DocumentType, brand: Brand, lang: str) -> None:
    run = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for old in (*run.findall(qn("w:rFonts")), *run.findall(qn("w:lang"))):
        run.remove(old)
    font = brand.base_font
    run.insert(
        0,
        parse_xml(
            f'<w:rFonts {nsdecls("w")} w:ascii="{font}" w:hAnsi="{font}" w:cs="{font}" w:eastAsia="{font}"/>'
        ),
    )
    run.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="{lang}" w:eastAsia="{lang}" w:bidi="ar-SA"/>'))


def _style(document: DocumentType, name: str, based_on: str = "Normal") -> ParagraphStyle:
    """The paragraph style of this name, made when the document doesn't have it."""
    if name not in document.styles:
        made = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        made.base_style = document.styles[based_on]
        made.quick_style = True
    style: ParagraphStyle = document.styles[name]
    return style


@dataclass(frozen=True)
class _Look:
    """What a style says; without a size, colour or font it is that of the style that it is based on.

    size, before, after: points. line: times the height of a line. keep: with the next paragraph.
    """

    size: float | None = None
    color: str | None = None
    font: str | None = None
    bold: bool = False
    before: float = 0
    after: float = 0
    line: float = 1.15
    keep: bool = False


def _set(style: ParagraphStyle, look: _Look) -> None:
    """Set a style whole, so that nothing of pandoc's own formatting is left."""
    properties = style.element.get_or_add_rPr()
    for child in list(properties):
        properties.remove(child)
    style.font.name, style.font.bold = look.font, look.bold
    style.font.size = Pt(look.size) if look.size else None
    if look.color:
        style.font.color.rgb = RGBColor.from_string(hexcolor(look.color))
    form = style.paragraph_format
    form.alignment = None
    form.space_before, form.space_after, form.line_spacing = Pt(look.before), Pt(look.after), look.line
    form.keep_with_next = look.keep


def _text_styles(document: DocumentType, brand: Brand) -> None:
    _set(_style(document, "Normal"), _Look(size=10.5, color=brand.foreground))
    for name in ("Body Text", "First Paragraph"):
        _set(_style(document, name), _Look(after=7, line=1.25))
    _set(_style(document, "Compact"), _Look(after=2, line=1.2))
    _heading_styles(document, brand)
    _contents_styles(document)
    _set(_style(document, "Caption"), _Look(size=9.5))
    _set(_style(document, "Table Caption"), _Look(before=14, after=4, keep=True))
    _set(_style(document, "Image Caption"), _Look(before=4, after=14))
    _set(_style(document, "Captioned Figure"), _Look(before=12, keep=True))
    _set(_style(document, "Footnote Text"), _Look(size=9))
    document.styles.add_style(LABEL, WD_STYLE_TYPE.CHARACTER).font.bold = True
    document.styles["Verbatim Char"].font.size = None  # that of the text or table that it stands in
    document.styles["Hyperlink"].font.color.rgb = RGBColor.from_string(hexcolor(brand.link))


def _heading_styles(document: DocumentType, brand: Brand) -> None:
    """The title page, the headings of four levels and that of the contents."""
    heading = _Look(font=brand.headings_font, color=brand.headings_color, bold=True)
    _set(_style(document, "Title"), replace(heading, size=36, before=170, after=4, line=1))
    _border(_style(document, "Title"), "top", brand.primary, 48)
    _set(_style(document, "Subtitle"), _Look(size=17, after=24, color=brand.secondary))
    _set(_style(document, "Date"), _Look(size=12, color=brand.secondary))
    for level, (size, before, after) in enumerate(
        ((22, 0, 14), (14.5, 20, 6), (11.5, 14, 4), (10.5, 12, 3)), 1
    ):
        style = _style(document, f"Heading {level}")
        _set(style, replace(heading, size=size, before=before, after=after, line=1.1, keep=True))
        style.paragraph_format.page_break_before = level == 1
    contents = _style(document, "TOC Heading")
    _set(contents, replace(heading, size=22, after=14))
    contents.paragraph_format.page_break_before = True


def _contents_styles(document: DocumentType) -> None:
    """The lines of the contents: the number, the title behind it, and the page at the right once Word counts them."""
    _set(_style(document, "toc 1"), _Look(size=10, before=4, line=1, bold=True))
    _set(_style(document, "toc 2"), _Look(size=10, line=1))
    edge = Cm(21) - 2 * MARGIN
    for name, indent, number in (("toc 1", 0, 0.8), ("toc 2", 0.8, 1.1)):
        form = document.styles[name].paragraph_format
        form.left_indent, form.first_line_indent = Cm(indent + number), Cm(-number)
        form.tab_stops.add_tab_stop(Cm(indent + number))
        form.tab_stops.add_tab_stop(edge, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def _short(document: DocumentType) -> None:
    """A report of a few pages begins with its title, without a cover, and its chapters follow each other."""
    title, chapter = document.styles["Title"], document.styles["Heading 1"]
    title.font.size, title.paragraph_format.space_before = Pt(25), Pt(0)
    chapter.font.size, chapter.paragraph_format.space_before = Pt(18), Pt(20)
    chapter.paragraph_format.page_break_before = False


def _summary(document: DocumentType) -> None:
    """A summary of two pages is set closer, in letters that are still easy to read."""
    sizes = {
        "Normal": 10,
        "Title": 20,
        "Subtitle": 11,
        "Date": 10,
        "Heading 1": 14,
        "Heading 2": 12,
        "Caption": 9,
    }
    for name, size in sizes.items():
        document.styles[name].font.size = Pt(size)
    air = {"Subtitle": (0, 2), "Heading 1": (5, 3), "Heading 2": (8, 3), "Body Text": (0, 4), "First Paragraph": (0, 4),
           "Compact": (0, 1), "Table Caption": (4, 2), "Image Caption": (2, 4), "Captioned Figure": (3, 0),
           "Tabellnot": (3, 4), **{f"Tabell{kind}": (1, 1) for kind in ("text", "huvud", "summa")}}  # fmt: skip
    for name, (before, after) in air.items():
        form = document.styles[name].paragraph_format
        form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), 1.06


def _table_styles(document: DocumentType, brand: Brand) -> None:
    for suffix, size in TABLE_STYLES.items():
        plain = _Look(size=size, before=2, after=2, line=1.05)
        head = replace(plain, bold=True, color=brand.primary, keep=True)
        _set(_style(document, f"Tabelltext{suffix}"), plain)
        _set(_style(document, f"Tabellsumma{suffix}"), replace(plain, bold=True))
        _set(_style(document, f"Tabellresultat{suffix}"), replace(plain, bold=True))
        _set(_style(document, f"Tabellhuvud{suffix}"), head)
        _set(_style(document, f"Tabellsektion{suffix}"), replace(head, before=8))
    _set(_style(document, "Tabellnot"), _Look(size=8.5, color=brand.secondary, before=4, after=12))
    _table_rules(document, brand)


def _table_rules(document: DocumentType, brand: Brand) -> None:
    """Thin lines between the rows, and a thick one below the heads."""
    style = document.styles["Table"].element
    for old in (*style.findall(qn("w:tblPr")), *style.findall(qn("w:tblStylePr"))):
        style.remove(old)
    accent = hexcolor(brand.primary)
    for xml in (
        f"<w:tblPr {nsdecls('w')}><w:tblBorders>"
        f'<w:bottom w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>'
        f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/></w:tblBorders>'
        '<w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr>',
        f'<w:tblStylePr {nsdecls("w")} w:type="firstRow"><w:tcPr><w:tcBorders>'
        f'<w:bottom w:val="single" w:sz="10" w:space="0" w:color="{accent}"/></w:tcBorders>'
        '<w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>',
    ):
        style.append(parse_xml(xml))


def _box_styles(document: DocumentType, brand: Brand) -> None:
    for name, color in (("Ruta", brand.primary), ("Varning", brand.color("warning"))):
        style = _style(document, name, "Body Text")
        _set(style, _Look(before=4, after=8, line=1.2))
        style.paragraph_format.left_indent = style.paragraph_format.right_indent = Cm(0.3)
        _border(style, "left", color, 24, f'<w:shd {nsdecls("w")} w:val="clear" w:fill="{tinted(color)}"/>')


def _border(style: ParagraphStyle, side: str, color: str, eighths: int, shading: str | None = None) -> None:
    """A rule beside a paragraph, eighths of a point wide, and the shading behind it."""
    properties = style.element.get_or_add_pPr()
    rule = f'<w:{side} w:val="single" w:sz="{eighths}" w:space="8" w:color="{hexcolor(color)}"/>'
    at = properties.index(properties.find(qn("w:spacing")))  # the schema's order: pBdr, shd, spacing, ind
    if shading:
        properties.insert(at, parse_xml(shading))
    properties.insert(at, parse_xml(f"<w:pBdr {nsdecls('w')}>{rule}</w:pBdr>"))


def _page(document: DocumentType, book: Book) -> None:
    """A4 with a running head and 'Sida x av y'; on a title page nothing but the notice."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    margin = SUMMARY_MARGIN if book.is_summary else MARGIN
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = margin
    section.header_distance = section.footer_distance = Cm(0.9) if book.is_summary else Cm(1.25)
    section.different_first_page_header_footer = not book.is_short
    edge = section.page_width - 2 * margin
    for name in ("Header", "Footer"):
        _set(_style(document, name), _Look(size=8.5, color=book.brand.secondary))
    section.header.paragraphs[0].text = book.title
    if book.notice:
        for header in (section.header, *([] if book.is_short else [section.first_page_header])):
            _notice(header.paragraphs[0], book)
    footer = section.footer.paragraphs[0]
    footer.paragraph_format.tab_stops.add_tab_stop(edge, WD_TAB_ALIGNMENT.RIGHT)
    for text, field in ((f"{book.subtitle}\tSida ", "PAGE"), (" av ", "NUMPAGES")):
        footer.add_run(text)
        footer._p.append(
            parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{field}"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
        )


def _notice(head: Paragraph, book: Book) -> None:
    """What every page says before all else, above what the head has."""
    run = head.insert_paragraph_before(style="Header").add_run(book.notice)
    run.bold, run.font.color.rgb = True, RGBColor.from_string(hexcolor(book.brand.color("warning")))
