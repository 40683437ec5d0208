"""The pages of a web book against what WCAG 2.1 asks of their markup."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from lxml import etree, html

from finsam.faults import Fault, Place

#: Attributes that name other elements of the page by their id (WCAG 1.3.1, 4.1.2).
_NAMES_OTHERS = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "for", "headers")

#: What a label isn't needed for: it is told by its value, or by nobody.
_UNLABELLED = ("hidden", "submit", "reset", "button", "image")

#: The landmarks that a page may have several of, by element; a section or form is one when it has a name.
_LANDMARKS = {"section": "region", "nav": "navigation", "aside": "complementary", "form": "form"}


def page_faults(folder: Path) -> list[Fault]:
    """What is wrong in the pages of a report's folder, each with its page and the element as it stands there."""
    faults: list[Fault] = []
    titles: Counter[str] = Counter()
    pages = sorted(folder.glob("*.html"))
    for page in pages:
        try:
            root = html.fromstring(page.read_bytes())
        except etree.LxmlError as error:
            message = f"The page can't be read: {type(error).__name__}."
            faults.append(_fault(page.name, message, "", "a page built anew"))
            continue
        titles[_text(root.find(".//title"))] += 1
        for message, element, expected in _of_page(root):
            faults.append(_fault(page.name, message, _shown(element), expected))
    for title, count in titles.items():
        if count > 1:
            message = f"{count} pages have the same title, so a list of tabs doesn't tell them apart."
            faults.append(_fault("", message, title, "a title of its own for each page"))
    return faults


def _fault(page: str, message: str, value: str, expected: str) -> Fault:
    return Fault("page-inaccessible", message, (Place(page or "*.html", value=value or None),), expected)


Wrong = tuple[str, html.HtmlElement, str]


def _of_page(root: html.HtmlElement) -> Iterator[Wrong]:
    if not (root.get("lang") or "").strip():
        yield "The page doesn't say its language.", root, 'lang="sv-SE"'
    if not _text(root.find(".//title")):
        yield "The page has no title.", root, "a title"
    mains = root.findall(".//main")
    if len(mains) != 1:
        yield f"The page has {len(mains)} main parts.", root, "one <main>"
    yield from _headings(root)
    yield from _pictures(root)
    yield from _tables(root)
    yield from _controls(root)
    yield from _ids(root)
    yield from _landmarks(root)


def _headings(root: html.HtmlElement) -> Iterator[Wrong]:
    """One first heading, and no level that is skipped on the way down (WCAG 1.3.1, 2.4.6)."""
    last = 0
    for heading in (each for each in root.iter("h1", "h2", "h3", "h4", "h5", "h6")):
        level = int(heading.tag[1])
        if not _text(heading):
            yield "A heading is empty.", heading, "text"
        if level > last + 1:
            yield f"A heading of level {level} comes after one of level {last}.", heading, f"h{last + 1}"
        if level == 1 and last:
            yield "The page has more than one first heading.", heading, "one h1"
        last = level
    if not last:
        yield "The page has no heading.", root, "an h1"


def _pictures(root: html.HtmlElement) -> Iterator[Wrong]:
    """Each picture has a text, or says that it is decoration (WCAG 1.1.1)."""
    for image in root.iter("img"):
        if image.get("alt") is None:
            yield "A picture has no alternative text.", image, "alt"
    for drawing in root.iter("svg"):
        is_told = drawing.get("aria-hidden") == "true" or any(
            each.get("aria-hidden") == "true" for each in drawing.iterancestors()
        )
        inside = any(each.get("role") == "img" for each in drawing.iterancestors())
        if not is_told and not inside and not _name(drawing, root):
            yield "A drawing has no name.", drawing, 'aria-label, a <title>, or aria-hidden="true"'
    for each in root.iter():
        if each.get("role") == "img" and not _name(each, root):
            yield "What stands for a picture has no name.", each, "aria-label"


def _tables(root: html.HtmlElement) -> Iterator[Wrong]:
    """Each table has a caption, and heads that say what they are heads of (WCAG 1.3.1)."""
    for table in root.iter("table"):
        caption = table.find("caption")
        if (caption is None or not _text(caption)) and not _name(table, root):
            yield "A table has no caption.", table, "a caption"
        heads = list(table.iter("th"))
        if not heads:
            yield "A table has no heads.", table, "th with scope"
        for head in heads:
            if head.get("scope") not in ("col", "row", "colgroup", "rowgroup"):
                yield "A head of a table doesn't say what it is the head of.", head, "scope"


def _controls(root: html.HtmlElement) -> Iterator[Wrong]:
    """Links, buttons and fields have names (WCAG 2.4.4, 3.3.2, 4.1.2); the order of the page is that of the keyboard."""
    for control in root.iter("a", "button", "summary"):
        if (control.tag != "a" or control.get("href") is not None) and not (
            _text(control) or _name(control, root)
        ):
            yield "A link or button has no name.", control, "text or aria-label"
    labels = {label.get("for") for label in root.iter("label")}
    for field in root.iter("input", "select", "textarea"):
        is_named = field.get("id") in labels or _name(field, root) or any(field.iterancestors("label"))
        if field.get("type") not in _UNLABELLED and not is_named:
            yield "A field has no label.", field, "label for"
    for each in root.iter():
        if (each.get("tabindex") or "0").lstrip("-").isdigit() and int(each.get("tabindex") or 0) > 0:
            yield "An element takes itself out of the order of the page.", each, 'tabindex="0" or none'


def _ids(root: html.HtmlElement) -> Iterator[Wrong]:
    """No id twice, and none that is named and isn't there (WCAG 1.3.1, 4.1.2)."""
    found = Counter(each.get("id") for each in root.iter() if each.get("id"))
    for id, count in found.items():
        if count > 1:
            yield f"{count} elements have the same id.", root.xpath("//*[@id=$id]", id=id)[1], "an id once"
    for each in root.iter():
        for attribute in _NAMES_OTHERS:
            for id in (each.get(attribute) or "").split():
                if id not in found:
                    yield (
                        f"{attribute} names an element that isn't there.",
                        each,
                        f"an element with the id {id}",
                    )


def _landmarks(root: html.HtmlElement) -> Iterator[Wrong]:
    """No two regions or navigations of one name, which a list of landmarks wouldn't tell apart (WCAG 1.3.1, 2.4.1)."""
    seen = set()
    for each in root.iter("section", "nav", "aside", "div", "form"):
        role = each.get("role") or _LANDMARKS.get(each.tag)
        # What stands in a part is not its name.
        name = _name(each, root) if any(map(each.get, ("aria-labelledby", "aria-label", "title"))) else ""
        if role not in _LANDMARKS.values() or (not name and role != "navigation"):
            continue
        if (role, name) in seen:
            yield "Two parts of the page have the same role and name.", each, "a name of its own"
        seen.add((role, name))


def _name(element: html.HtmlElement, root: html.HtmlElement) -> str:
    """The name that assistive technology gives an element, by what this project writes."""
    if labelled := element.get("aria-labelledby"):
        texts = [_text(each) for id in labelled.split() for each in root.xpath("//*[@id=$id]", id=id)]
        return " ".join(filter(None, texts))
    inside = next((_text(each) for each in element if each.tag == "title"), "")
    inside = inside or " ".join(image.get("alt") or "" for image in element.iter("img"))
    return (element.get("aria-label") or inside or element.get("title") or "").strip()


def _text(element: html.HtmlElement | None) -> str:
    return "" if element is None else element.text_content().strip()


def _shown(element: html.HtmlElement) -> str:
    """The beginning of an element as it stands in the page."""
    text = html.tostring(element, encoding="unicode", with_tail=False)
    return " ".join(text[:160].split())
