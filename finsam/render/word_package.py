"""What goes with the text of the docx: its settings, properties and the brand's fonts."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from docx.document import Document as DocumentType
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from fontTools.ttLib import TTFont
from lxml import etree

from finsam.brand import Brand
from finsam.render.book import Book

#: What readers without the brand's font see where it may not be put into the document; it is close in width.
SUBSTITUTE = "Calibri"
#: Word 2013 and later. Without it Word opens the document as one of 2007 and says so in its title bar.
COMPATIBILITY = {
    "compatibilityMode": 15,
    "overrideTableStyleFontSizeAndJustification": 1,
    "enableOpenTypeFeatures": 1,
    "doNotFlipMirrorIndents": 1,
    "differentiateMultirowTableHeaders": 1,
}
_FACES = {("normal", 400): "Regular", ("normal", 700): "Bold", ("italic", 400): "Italic",
          ("italic", 700): "BoldItalic"}  # fmt: skip
_MAY_NOT_EMBED = 0x0002  # fsType of OS/2: restricted licence


def settings(document: DocumentType, lang: str) -> None:
    """Word's present way of setting pages, and the book's language and signs."""
    element = document.settings.element
    for tag in ("w:embedSystemFonts", "w:proofState", "w:compat", "w:updateFields"):
        for old in element.findall(qn(tag)):
            element.remove(old)
    compat = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>'
        for name, value in COMPATIBILITY.items()
    )
    element.find(qn("w:rsids")).addprevious(parse_xml(f"<w:compat {nsdecls('w')}>{compat}</w:compat>"))
    for tag, value in (("w:themeFontLang", lang), ("w:decimalSymbol", ","), ("w:listSeparator", ";")):
        element.find(qn(tag)).set(qn("w:val"), value)


def properties(document: DocumentType, book: Book, day: datetime) -> None:
    """Title, subject, author and language; nothing of the computer, and no counts of words that nobody counted."""
    core = document.core_properties
    core.author, core.subject, core.language, core.last_modified_by = (
        book.author,
        book.subtitle,
        book.lang,
        "",
    )
    if book.notice:
        core.comments = book.notice
    core.created = core.modified = day
    for part in document.part.package.iter_parts():
        if part.partname == "/docProps/app.xml":
            about = etree.fromstring(part.blob)
            kept = {etree.QName(child).localname: child for child in about}
            for name in kept.keys() - {"Application"}:
                about.remove(kept[name])
            etree.SubElement(about, f"{{{about.nsmap[None]}}}Company").text = book.author
            part._blob = etree.tostring(about, xml_declaration=True, encoding="UTF-8", standalone=True)


def fonts(document: DocumentType, brand: Brand, *, embed: bool) -> None:
    """Name the brand's fonts with a stand-in. embed: put them into the document, where their licence lets us, so that
    it looks the same to those who don't have them."""
    table = next(p for p in document.part.package.iter_parts() if p.partname == "/word/fontTable.xml")
    entries = []
    for family in sorted({brand.base_font, brand.headings_font}):
        inside = _embedded(table, brand, family) if embed else ""
        entries.append(
            f'<w:font w:name="{family}"><w:altName w:val="{SUBSTITUTE}"/><w:family w:val="swiss"/>'
            f'<w:pitch w:val="variable"/>{inside}</w:font>'
        )
    table._blob = table.blob.replace(b"</w:fonts>", "".join(entries).encode() + b"</w:fonts>")
    if any("r:id" in entry for entry in entries):
        mark = parse_xml(f"<w:embedTrueTypeFonts {nsdecls('w')}/>")
        document.settings.element.find(qn("w:zoom")).addnext(mark)


def _embedded(table: Part, brand: Brand, family: str) -> str:
    """The font's files as parts of the document, and the elements that name them."""
    files = {
        face: next((f.path for f in brand.fonts if (f.family, f.style, f.weight) == (family, *kind)), None)
        for kind, face in _FACES.items()
    }
    elements = []
    for face, file in files.items():
        if file is None or TTFont(file, lazy=True)["OS/2"].fsType & _MAY_NOT_EMBED:
            continue
        key, hidden = obfuscated(file.read_bytes())
        name = PackURI(f"/word/fonts/{_part_name(file)}.odttf")
        kind = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
        id = table.relate_to(Part(name, kind, hidden, table.package), RELATIONSHIP_TYPE.FONT)
        elements.append(f'<w:embed{face} r:id="{id}" w:fontKey="{key}"/>')
    return "".join(elements)


def _part_name(file: Path) -> str:
    """A name that every zip can hold and that no other font of the book has."""
    return f"font{sha256(file.name.encode()).hexdigest()[:12]}"


def obfuscated(font: bytes) -> tuple[str, bytes]:
    """(key, font) as ECMA-376 part 4, 2.8.1 has it: the first 32 bytes by the key's bytes from the last to the first.

    The key is made of the font, so that bytes repeat.
    """
    key = UUID(sha256(font).hexdigest()[:32])
    mask = key.bytes[::-1] * 2
    return f"{{{str(key).upper()}}}", bytes(a ^ b for a, b in zip(font, mask, strict=False)) + font[32:]
