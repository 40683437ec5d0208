"""What Word counts by itself when the kansli goes on writing: headings, tables, figures, and the references to them.

Every field holds what is printed, so that nothing has to be updated when the document is opened, and gives the same when
it is; finsam/verify/docx_fields.py checks both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import cast

from docx.document import Document as DocumentType
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement
from docx.oxml.text.hyperlink import CT_Hyperlink
from docx.oxml.text.paragraph import CT_P
from docx.oxml.text.parfmt import CT_PPr
from docx.oxml.text.run import CT_R

#: Styles whose headings are numbered, from the first level down, as in filters/korsref.lua.
HEADINGS = ("Heading1", "Heading2", "Heading3")
CAPTIONS = ("TableCaption", "ImageCaption")
#: What filters/tryck.lua puts around the number of a heading, and around `Tabell 2.1:`.
NUMBER, LABEL = "SectionNumber", "Etikett"
#: Of the list that numbers the headings; pandoc's own begin at 990 and 1000.
LIST = "1"

_LABEL = re.compile(r"(?P<name>Tabell|Figur)\u00a0(?:(?P<chapter>\d+)\.)?(?P<number>\d+):")


@dataclass
class _Target:
    """What a reference may lead to. whole: its words, as `Tabell 2.1` or a heading without number. number: `2.1`, or
    empty. first, figure, last: where `whole` begins, where its number begins, and where it ends."""

    whole: str
    number: str
    first: CT_R
    figure: CT_R
    last: CT_R
    is_heading: bool


def heading_list(document: DocumentType) -> None:
    """Let the styles of headings number them: 1, 1.1, 1.1.1. The heading of the contents has none."""
    levels = ""
    for level in range(9):
        style = f'<w:pStyle w:val="{HEADINGS[level]}"/>' if level < len(HEADINGS) else ""
        text = ".".join(f"%{at + 1}" for at in range(level + 1))
        levels += (
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>{style}<w:suff w:val="space"/>'
            f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>'
        )
    numbering = document.part.numbering_part.element
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{LIST}"><w:nsid w:val="00000F51"/>'
        f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )
    numbering.insert(0, abstract)
    number = parse_xml(f'<w:num {nsdecls("w")} w:numId="{LIST}"><w:abstractNumId w:val="{LIST}"/></w:num>')
    numbering.insert(len(numbering.findall(qn("w:abstractNum"))), number)
    for level, id in enumerate(HEADINGS):
        _in_list(_of_style(document, id), LIST, level)
    _in_list(_of_style(document, "TOCHeading"), "0", 0)


def number(document: DocumentType) -> None:
    """Put fields and list numbers in the place of the numbers that pandoc has written as text."""
    targets = dict(_targets(document))
    ids = count(max(map(int, document.element.body.xpath("//w:bookmarkStart/@w:id")), default=0) + 1)
    marks: dict[tuple[str, bool], str] = {}
    for link in document.element.body.iter(qn("w:hyperlink")):
        anchor = link.get(qn("w:anchor"))
        if anchor in targets and not _is_in_contents(link):
            _refer(link, anchor, targets[anchor], marks, ids)


def _of_style(document: DocumentType, id: str) -> CT_PPr:
    """What a style says of its paragraphs. Raises IndexError for a style that the document doesn't have."""
    properties: CT_PPr = document.styles.element.xpath(f'w:style[@w:styleId="{id}"]')[0].get_or_add_pPr()
    return properties


def _targets(document: DocumentType) -> Iterator[tuple[str, _Target]]:
    """(bookmark, target) of the headings, tables and figures, whose own numbers become Word's on the way."""
    names: list[str] = []
    counted = [0, 0, 0]
    for child in document.element.body:
        if child.tag == qn("w:bookmarkStart"):
            names.append(child.get(qn("w:name")))
        elif child.tag == qn("w:p") and child.style != "CaptionedFigure":
            target = None
            if child.style in HEADINGS:
                target = _heading(child, counted)
            elif child.style in CAPTIONS:
                target = _caption(child)
            if target:
                yield from ((name, target) for name in names)
            names = []


def _heading(paragraph: CT_P, counted: list[int]) -> _Target | None:
    """Leave the number to the list, where that comes to the same; otherwise take the heading out of the list."""
    level = HEADINGS.index(paragraph.style)
    marked = [run for run in paragraph.r_lst if run.style == NUMBER]
    printed = _text(marked)
    following = [*counted[:level], counted[level] + 1]
    # Below a level that was left out, programs count from 0 or from 1.
    if printed and 0 not in following and printed == ".".join(map(str, following)):
        counted[:] = [*following, *[0] * (len(HEADINGS) - level - 1)]
        for run in (*marked, next(marked[-1].itersiblings())):  # and the space behind it
            paragraph.remove(run)
    else:
        _in_list(paragraph.get_or_add_pPr(), "0", 0)
    if level == 0:
        paragraph.extend(run for name in ("Tabell", "Figur") for run in _restart(name))
    runs = [run for run in paragraph.r_lst if run.find(qn("w:t")) is not None]
    if not runs:
        return None
    return _Target(_text(runs), printed, runs[0], runs[0], runs[-1], is_heading=True)


def _caption(paragraph: CT_P) -> _Target | None:
    """`Tabell 2.1` with the chapter's number and its own as fields."""
    marked = [run for run in paragraph.r_lst if run.style == LABEL]
    found = _LABEL.fullmatch(_text(marked))
    if not found:
        return None
    parts = [[_run(f"{found['name']}\u00a0", marked[0])]]
    if found["chapter"]:
        parts += [_field("STYLEREF 1 \\s", found["chapter"], marked[0]), [_run(".", marked[0])]]
    parts += [
        _field(f"SEQ {found['name']} \\* ARABIC \\s 1", found["number"], marked[0]),
        [_run(":", marked[0])],
    ]
    runs = [run for part in parts for run in part]
    for run in runs:
        marked[0].addprevious(run)
    for run in marked:
        paragraph.remove(run)
    whole = found[0].removesuffix(":")
    own = whole.partition("\u00a0")[2]
    return _Target(whole, own, runs[0], runs[1], runs[-2], is_heading=False)


def _restart(name: str) -> list[CT_R]:
    """LibreOffice doesn't begin to count anew in each chapter, as `\\s 1` asks of Word; an invisible field tells it."""
    runs = _field(f"SEQ {name} \\h \\r 0", "")
    for run in runs:
        run.get_or_add_rPr().append(OxmlElement("w:vanish"))
    return runs


def _refer(
    link: CT_Hyperlink, anchor: str, target: _Target, marks: dict[tuple[str, bool], str], ids: Iterator[int]
) -> None:
    """A field in the place of a link's words, where these are those of its target or end with its number."""
    runs = link.r_lst
    words = _text(runs)
    is_whole = words == target.whole
    if not is_whole and not (target.number and words.endswith(target.number)):
        return
    if (anchor, is_whole) not in marks:
        marks[anchor, is_whole] = f"_Ref{len(marks) + 1:08d}"
        _mark(target.first if is_whole else target.figure, target.last, marks[anchor, is_whole], next(ids))
    by_list = " \\r" if target.is_heading and not is_whole else ""
    result = words if is_whole else target.number
    code = f"REF {marks[anchor, is_whole]}{by_list} \\h \\* MERGEFORMAT"
    before = words.removesuffix(result)
    new = [*([_run(before, runs[0])] if before else []), *_field(code, result, runs[0])]
    for run in new:
        runs[0].addprevious(run)
    for run in runs:
        link.remove(run)


def _mark(first: CT_R, last: CT_R, name: str, id: int) -> None:
    first.addprevious(parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="{id}" w:name="{name}"/>'))
    last.addnext(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="{id}"/>'))


def _field(code: str, result: str, like: CT_R | None = None) -> list[CT_R]:
    """The runs of a field with the result that it shows until it is updated, formatted as the run `like`."""
    begin, instruction, separate, end = (_run("", like) for _ in range(4))
    for run, kind in ((begin, "begin"), (separate, "separate"), (end, "end")):
        run.append(parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>'))
    instruction.append(parse_xml(f'<w:instrText {nsdecls("w")} xml:space="preserve"> {code} </w:instrText>'))
    shown = [_run(result, like)] if result else []
    return [begin, instruction, separate, *shown, end]


def _run(text: str, like: CT_R | None = None) -> CT_R:
    run = cast(CT_R, OxmlElement("w:r"))  # whose class python-docx knows by the name
    if like is not None and like.style:
        run.style = like.style
    if text:
        run.text = text
    return run


def _in_list(properties: CT_PPr, list_id: str, level: int) -> None:
    """Put a paragraph or a style of paragraphs on a level of a list; list 0 is none."""
    numbered = properties.get_or_add_numPr()  # type: ignore[attr-defined]  # python-docx makes it when it runs
    numbered.get_or_add_ilvl().val = level
    numbered.get_or_add_numId().val = int(list_id)


def _is_in_contents(link: CT_Hyperlink) -> bool:
    return next(link.iterancestors(qn("w:sdtContent")), None) is not None


def _text(runs: Iterable[CT_R]) -> str:
    return "".join(run.text for run in runs)
