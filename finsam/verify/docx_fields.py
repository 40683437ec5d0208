"""What Word counts by itself in a document: the numbers of its headings, and the fields, against what they show."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from finsam.verify.document import Document

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class ListNumbers:
    """The numbers that Word puts before headings in a list, in the order of the document. parts: of the docx."""

    def __init__(self, parts: dict[str, bytes]):
        empty = b"<none/>"
        numbering = etree.fromstring(parts.get("word/numbering.xml", empty))
        self.styles = {
            style.get(f"{_W}styleId"): style
            for style in etree.fromstring(parts.get("word/styles.xml", empty)).iter(f"{_W}style")
        }
        lists = {each.get(f"{_W}abstractNumId"): each for each in numbering.iter(f"{_W}abstractNum")}
        self.lists = {
            each.get(f"{_W}numId"): lists.get(_value(each, "abstractNumId"))
            for each in numbering.iter(f"{_W}num")
        }
        self.counted: dict[str, list[int]] = {}

    def next(self, paragraph: etree._Element) -> str:
        """The number of the paragraph with a space behind it, or nothing."""
        listed = self._listed(paragraph)
        if listed is None:
            return ""
        id, at = listed
        levels = self.lists.get(id)
        if levels is None:
            return ""
        level = levels.find(f"{_W}lvl[@{_W}ilvl='{at}']")
        if level is None or _value(level, "numFmt") != "decimal":
            return ""
        counted = self.counted.setdefault(id, [0] * 9)
        counted[at:] = [counted[at] + 1, *[0] * (8 - at)]
        shown = re.sub(r"%(\d)", lambda found: str(counted[int(found[1]) - 1]), _value(level, "lvlText"))
        return f"{shown} "

    def _listed(self, paragraph: etree._Element) -> tuple[str, int] | None:
        """(list, level) by the paragraph itself, or else by its style or one that this is based on."""
        element: etree._Element | None = paragraph
        style = _value(paragraph, "pPr", "pStyle")
        while element is not None:
            own = element.find(f"{_W}pPr/{_W}numPr")
            if own is not None:
                return _value(own, "numId"), int(_value(own, "ilvl") or 0)
            element = self.styles.get(style)
            style = _value(element, "basedOn") if element is not None else ""
        return None


@dataclass
class Fields:
    """The fields of a document as they are counted, paragraph by paragraph, and the marks that they refer to."""

    counted: Counter[str] = field(default_factory=Counter)
    chapter: str = ""
    #: Of each bookmark that begins in a paragraph: its words as Word makes them, and the number of its heading.
    words: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    references: list[tuple[str, str, str]] = field(default_factory=list)

    def read(self, found: Document, paragraph: etree._Element, number: str, where: str) -> None:
        """number: of a heading, by its list; a heading of the first level begins to count anew."""
        if _value(paragraph, "pPr", "pStyle") == "Heading1":
            self.chapter = number.strip()
            self.counted.clear()
        open_marks: dict[str, str] = {}
        for code, text in _pieces(paragraph, open_marks, self.words):
            shown = self._result(found, code, text, where)
            for name in open_marks.values():
                self.words[name] = self.words.get(name, "") + shown
                self.numbers[name] = number.strip()

    def _result(self, found: Document, code: str, text: str, where: str) -> str:
        """What a piece of text shows when Word has updated its field; the text itself where it has none."""
        kind, *rest = code.split() or [""]
        if kind == "SEQ":
            name = rest[0]
            self.counted[name] = int(rest[rest.index("\\r") + 1]) if "\\r" in rest else self.counted[name] + 1
            shown = "" if "\\h" in rest else str(self.counted[name])
        elif kind == "STYLEREF":
            shown = self.chapter
        elif kind == "REF":
            self.references.append((code, text, where))
            return text
        else:
            return text
        _compare(found, code, text, shown, where)
        return shown

    def check(self, found: Document) -> None:
        """Every reference against the words or the number that its bookmark has come to."""
        for code, text, where in self.references:
            name = code.split()[1]
            if name not in self.words:
                found.fault("link-broken", "A reference leads to no bookmark.", where, text, name)
            else:
                _compare(found, code, text, (self.numbers if "\\r" in code else self.words)[name], where)


def _compare(found: Document, code: str, text: str, shown: str, where: str) -> None:
    if text != shown:
        message = f"The field {code.strip()} shows another text as soon as it is updated."
        found.fault("field-differs", message, where, text, shown or "nothing")


def _pieces(
    paragraph: etree._Element, open_marks: dict[str, str], words: dict[str, str]
) -> Iterator[tuple[str, str]]:
    """(code of its field or nothing, text) in order; which bookmarks are open is kept in `open_marks`."""
    code, result, state = "", "", ""
    for part in paragraph.iter(
        *(f"{_W}{tag}" for tag in ("bookmarkStart", "bookmarkEnd", "fldChar", "instrText", "t", "tab"))
    ):
        tag = part.tag.removeprefix(_W)
        if tag == "bookmarkStart":
            name = part.get(f"{_W}name", "")
            open_marks[part.get(f"{_W}id", "")] = name
            words.setdefault(name, "")
        elif tag == "bookmarkEnd":
            open_marks.pop(part.get(f"{_W}id", ""), None)
        elif tag == "fldChar":
            state = part.get(f"{_W}fldCharType", "")
            if state == "begin":
                code, result = "", ""
            elif state == "end":
                yield code, result
                state = ""
        elif tag == "instrText":
            code += part.text or ""
        elif tag == "t" and state == "separate":
            result += part.text or ""
        elif tag == "t":
            yield "", part.text or ""


def _value(element: etree._Element, *path: str) -> str:
    found = element.find("/".join(f"{_W}{name}" for name in path))
    return "" if found is None else found.get(f"{_W}val") or ""
