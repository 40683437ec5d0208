"""The docx of a book: what pandoc leaves undone for a document that people work on and that is read aloud."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, datetime
from io import BytesIO

from docx import Document
from docx.document import Document as DocumentType
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.table import CT_Tbl
from docx.oxml.text.paragraph import CT_P
from docx.section import Section
from docx.shared import Cm, Emu, Length, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import etree

from finsam.brand import Brand
from finsam.render import word_fields, word_package
from finsam.render.book import Book
from finsam.render.dots import as_png
from finsam.render.word_style import hexcolor, same_bytes, tinted

UNBROKEN_ROWS = 16  # as in filters/tryck.lua
BOXES = ("Ruta", "Varning")
PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def finish(docx: bytes, book: Book) -> bytes:
    """Pandoc's docx with filled contents, ruled tables, alt texts, sections and the same bytes every time."""
    document = Document(BytesIO(docx))
    _sections(document)
    _tables(document, book.brand)
    _lists(document)
    if not book.is_short:
        _contents(document)
    word_fields.number(document)
    _alt_texts(document)
    _logo(document, book)
    day = datetime.fromtimestamp(book.timestamp, UTC).replace(tzinfo=None)
    word_package.settings(document, book.lang)
    word_package.properties(document, book, day)
    word_package.fonts(document, book.brand, embed=book.is_summary or not book.is_short)
    out = BytesIO()
    document.save(out)
    return same_bytes(out, day)


def _sections(document: DocumentType) -> None:
    """Pages on their side get the margins, head and foot of the others; only the first page has none."""
    document.sections[-1].gutter = Emu(0)
    last = document.sections[-1]._sectPr
    for note in last.findall(qn("w:footnotePr")):  # pandoc's default starts the notes anew in each section
        last.remove(note)
    own = [section._sectPr for section in document.sections][:-1]
    for sect in own:
        full = deepcopy(last)
        full.replace(full.get_or_add_pgSz(), sect.get_or_add_pgSz())
        next(sect.iterancestors()).replace(sect, full)
    for section in list(document.sections)[1:]:
        section.different_first_page_header_footer = False
        if _there(section.page_width) > _there(section.page_height):
            _wide_foot(section)


def _wide_foot(section: Section) -> None:
    """A foot of its own, whose page number stands at the right of a page on its side, too."""
    lines = deepcopy(list(section.footer._element))
    section.footer.is_linked_to_previous = True  # takes the reference to the foot of the others away
    foot = section.footer
    foot.is_linked_to_previous = False
    foot._element[:] = lines
    for tab in foot._element.iter(qn("w:tab")):
        if tab.get(qn("w:pos")):
            tab.set(qn("w:pos"), str(_room(section)))


def _room(section: Section) -> int:
    """How wide its text is, in twips."""
    margins = _there(section.left_margin) + _there(section.right_margin)
    room: int = Emu(_there(section.page_width) - margins).twips
    return room


def _there(length: Length | None) -> Length:
    """A length that every section of the reference document has. Raises ValueError for one that isn't there."""
    if length is None:
        raise ValueError("A section of the document lacks its size or a margin.")
    return length


def _tables(document: DocumentType, brand: Brand) -> None:
    """Each table as wide as the section that it stands in, with its rules and air."""
    sections = iter(document.sections)
    section = next(sections)
    for child in document.element.body:
        if child.tag == qn("w:tbl"):
            _widths(child, _room(section))
            _rows(Table(child, document), brand)
            _air_below(child, document)
        elif child.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
            section = next(sections)


def _widths(table: CT_Tbl, room: int) -> None:
    """Pandoc lays the columns out for letter paper; lay them out for this page, in twips."""
    width = _part(table.tblPr, "w:tblW")
    share = int(width.attrib[qn("w:w")]) / 5000  # pandoc's are in fiftieths of a percent of the page
    columns = table.tblGrid.findall(qn("w:gridCol"))
    scale = share * room / sum(int(column.attrib[qn("w:w")]) for column in columns)
    for column in columns:
        column.set(qn("w:w"), str(round(int(column.attrib[qn("w:w")]) * scale)))
    width.set(qn("w:w"), str(round(share * room)))
    width.set(qn("w:type"), "dxa")
    look = _part(table.tblPr, "w:tblLook")
    look.set(qn("w:firstColumn"), "1")  # heads of rows, for those who hear the table
    look.set(qn("w:val"), "00A0")
    title = table.tblPr.find(qn("w:tblCaption"))
    if title is not None:  # without its number, which Word wouldn't change with the others
        title.set(qn("w:val"), title.get(qn("w:val"), "").partition(": ")[2])


def _part(of: etree._Element, tag: str) -> etree._Element:
    """A part that pandoc writes everywhere. Raises ValueError where it isn't there."""
    found = of.find(qn(tag))
    if found is None:
        raise ValueError(f"The document has no {tag} where pandoc writes one.")
    return found


def _rows(table: Table, brand: Brand) -> None:
    """Sums and results ruled and shaded, no row broken over pages, and short tables kept in one piece."""
    rules = {
        "Tabellsumma": (("top", 8, brand.foreground),),
        "Tabellresultat": (("top", 10, brand.primary), ("bottom", 10, brand.primary)),
    }
    for number, row in enumerate(table.rows):
        row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))
        kind = (row._tr.tc_lst[0].p_lst[0].style or "").removesuffix("liten")
        for cell in row._tr.tc_lst:
            if kind in rules:
                sides = "".join(
                    f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{hexcolor(color)}"/>'
                    for side, size, color in rules[kind]
                )
                cell.get_or_add_tcPr().append(parse_xml(f"<w:tcBorders {nsdecls('w')}>{sides}</w:tcBorders>"))
            if kind == "Tabellresultat":
                shade = f'<w:shd {nsdecls("w")} w:val="clear" w:fill="{tinted(brand.primary)}"/>'
                cell.get_or_add_tcPr().append(parse_xml(shade))
            for paragraph in cell.p_lst:
                paragraph.style = paragraph.style or row._tr.tc_lst[0].p_lst[0].style
            if number + 1 < len(table.rows) <= UNBROKEN_ROWS:
                cell.p_lst[0].get_or_add_pPr().get_or_add_keepNext()


def _air_below(table: CT_Tbl, document: DocumentType) -> None:
    """Word has no space below tables: give it to the text that follows."""
    following = next(table.itersiblings(qn("w:p")), None)
    texts = ("BodyText", "FirstParagraph", "Compact", *BOXES)
    if isinstance(following, CT_P) and following.style in texts:
        Paragraph(following, document).paragraph_format.space_before = Pt(12)


def _lists(document: DocumentType) -> None:
    """A list in a marked box starts at the box's own edge, so that the rule beside it stays one line; others have air
    below them like a paragraph."""
    for paragraph in document.paragraphs:
        if paragraph._p.find(f".//{qn('w:numPr')}") is None:
            continue
        following = paragraph._p.getnext()
        if paragraph.style and paragraph.style.name in BOXES:
            paragraph.paragraph_format.left_indent = Cm(0.9)
            paragraph.paragraph_format.first_line_indent = Cm(-0.6)
        elif following is None or following.find(f".//{qn('w:numPr')}") is None:
            paragraph.paragraph_format.space_after = Pt(7)


def _contents(document: DocumentType) -> None:
    """Fill the table of contents. Pandoc leaves it empty for Word to fill, which asks each reader's leave."""
    field = next(document.element.body.iter(qn("w:instrText")))
    start, content = field.getparent().getparent(), field.getparent().getparent().getparent()
    entries = list(_headings(document))
    for number, (level, anchor, text) in enumerate(entries):
        begin = end = ""
        if number == 0:
            begin = (
                '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
                'TOC \\o "1-2" \\h \\z \\u</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            )
        if number == len(entries) - 1:
            end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        entry = parse_xml(
            f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="TOC{level}"/></w:pPr>{begin}'
            f'<w:hyperlink w:anchor="{anchor}"><w:r/></w:hyperlink>{end}</w:p>'
        )
        entry.xpath("w:hyperlink/w:r")[0].text = text
        content.insert(content.index(start), entry)
    content.remove(start)


def _headings(document: DocumentType) -> Iterator[tuple[int, str, str]]:
    """(level, bookmark, text with a tab behind the number) of the headings that the contents list."""
    bookmark = ""
    for child in document.element.body:
        if child.tag == qn("w:bookmarkStart"):
            bookmark = child.get(qn("w:name"))
        elif child.tag == qn("w:p") and child.style in ("Heading1", "Heading2"):
            marked = [run for run in child.r_lst if run.style == word_fields.NUMBER]
            words = "".join(run.text for run in child.r_lst if run not in marked).strip(" ")
            yield int(child.style[-1]), bookmark, "\t".join([*(run.text for run in marked), words])


def _logo(document: DocumentType, book: Book) -> None:
    """The brand's logo at the head of the title page, as dots, which every Word shows."""
    logo = book.brand.cover
    if logo is None or book.is_short:
        return
    is_drawing = logo.path.suffix.lower() == ".svg"
    dots = as_png([logo.path.read_text(encoding="utf-8")])[0] if is_drawing else logo.path.read_bytes()
    head = document.sections[0].first_page_header
    last = head.paragraphs[-1]
    place = head.add_paragraph(style="Header") if last.text else last
    picture = place.add_run().add_picture(BytesIO(dots), height=Cm(1.6))
    picture._inline.docPr.set("descr", logo.alt or book.author)


def _alt_texts(document: DocumentType) -> None:
    """The description of a picture also where pandoc puts its file name."""
    for inline in document.element.body.iter(f"{DRAWING}inline"):
        alt = inline.find(f"{DRAWING}docPr").get("descr")
        for picture in inline.iter(f"{PICTURE}cNvPr"):
            picture.set("descr", alt)
