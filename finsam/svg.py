"""What an SVG picture may not hold: opened by itself in a browser it is a page, with all that a page can do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

#: Elements that run something, hold a page, or change an attribute afterwards.
_ACTIVE = {
    "script",
    "foreignobject",
    "iframe",
    "embed",
    "object",
    "audio",
    "video",
    "handler",
    "listener",
    "set",
    "animate",
}
_INSIDE = re.compile(r"\s*(#|data:image/(png|jpeg|gif);base64,)", re.I)
_CSS_OUTSIDE = re.compile(r"@import|url\(\s*['\"]?(?!#)|expression\(|\\", re.I)

# Entities stay as they are written and nothing is fetched; `huge_tree` is off, so that depth and text have bounds.
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def unsafe_parts(picture: bytes) -> list[str]:
    """What in the picture is no drawing, in words; empty for one that may be published."""
    try:
        tree = etree.fromstring(picture, _PARSER).getroottree()
    except (etree.XMLSyntaxError, ValueError) as error:
        return [f"it can't be read ({error})"]
    dtd: Any = tree.docinfo.internalDTD  # Its entities aren't in lxml's types.
    found = ["an entity"] if dtd is not None and any(dtd.iterentities()) else []
    before = tree.getroot().itersiblings(preceding=True)
    found += (
        ["a style sheet"] if any(isinstance(node, etree._ProcessingInstruction) for node in before) else []
    )
    for element in tree.iter(etree.Element):
        found += _of_element(element)
    return found


def _of_element(element: etree._Element) -> Iterator[str]:
    name = etree.QName(element).localname.lower()
    if name in _ACTIVE:
        yield f"<{name}>"
    if name == "style" and _CSS_OUTSIDE.search("".join(map(str, element.itertext()))):
        yield "a style that fetches something"
    for key, told in element.items():
        attribute, value = etree.QName(key).localname.lower(), str(told)
        if (
            attribute.startswith("on")
            or (attribute in ("href", "src") and not _INSIDE.match(value))
            or (("url(" in value.lower() or attribute == "style") and _CSS_OUTSIDE.search(value))
        ):
            yield f'{attribute}="{value[:60]}"'
