"""The Markdown files of a book's texts, cut into the parts that stand under each section."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from finsam.faults import Fault, Faults, Place, nearest
from finsam.limits import WRITTEN_BYTES, raise_unless_readable
from finsam.lookalike import composed
from finsam.params import Params
from finsam.params.files import text_files, text_folder
from finsam.paths import relative
from finsam.texts.refused import refused
from finsam.texts.sections import INSATSER, Section
from finsam.texts.template import Source

_HEADING = re.compile(r"^(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*(?:\{#([\w-]+)[^}]*\})?[ \t]*$")
_FENCE = re.compile(r"^ {0,3}(```|~~~)")
#: The line that makes a text stand instead of the standard sentences of its section.
REPLACES = re.compile(r"^[ \t]*<!--[ \t]*ersätter[ \t]*-->[ \t]*$", re.I)


@dataclass(frozen=True)
class Part:
    """The text of one section. replaces: it stands instead of the section's standard sentences, not after them."""

    chapter: str
    section: Section
    source: Source
    replaces: bool = False


def read_parts(
    params: Params, sections: Callable[[str], Sequence[Section]]
) -> tuple[list[Part], list[Fault]]:
    """Every part of the book's texts, and what is wrong with files and headings.

    sections: those of a chapter, the chapter itself first.
    """
    parts: list[Part] = []
    faults = [
        Fault(
            "file-type-unknown",
            "A file of this type is no text.",
            (Place(relative(file)),),
            "a Markdown file, .md",
        )
        for file in sorted(text_folder(params.forbund_id, params.ar).glob("*"))
        if file.suffix != ".md" and not file.name.startswith((".", "~"))
    ]
    for file in text_files(params.forbund_id, params.ar):
        if file.stem not in params.chapters:
            message = f"The book has no chapter {file.stem!r} that the text could stand in."
            message += nearest(file.stem, params.chapters)
            expected = "one of " + ", ".join(f"{name}.md" for name in params.chapters)
            faults.append(Fault("chapter-unknown", message, (Place(relative(file)),), expected))
            continue
        try:
            raise_unless_readable(file, WRITTEN_BYTES)
            text = composed(file.read_text(encoding="utf-8-sig"))
        except Faults as error:
            faults += error.faults
            continue
        except UnicodeDecodeError:
            faults.append(
                Fault("text-unreadable", "The file is not UTF-8 text.", (Place(relative(file)),), "UTF-8")
            )
            continue
        found, wrong = cut(text, relative(file), file.stem, sections(file.stem))
        parts += found
        faults += wrong
    return parts, faults


def cut(text: str, file: str, chapter: str, sections: Sequence[Section]) -> tuple[list[Part], list[Fault]]:
    """The parts of one file: its beginning opens the chapter, each heading of a section begins that one's."""
    parts, faults = [Part(chapter, sections[0], Source("", file))], []
    fenced = False
    for line, written in enumerate(text.splitlines(), 1):
        fenced ^= bool(_FENCE.match(written))
        heading = None if fenced else _HEADING.match(written)
        part = parts[-1]
        if heading and len(heading[1]) < 4:
            found = _section(heading, sections, part, Place(file, None, line, None, written))
            if isinstance(found, Fault):
                faults.append(found)
                found = part.section
            if found and found != sections[0]:
                parts.append(Part(chapter, found, Source("", file, line + 1)))
                continue
            written = "" if found else written
            part = parts[-1]
        if REPLACES.match(written) and not part.source.text.strip():
            parts[-1] = replace(
                part, replaces=True, source=replace(part.source, text=part.source.text + "\n")
            )
        else:
            parts[-1] = replace(part, source=replace(part.source, text=f"{part.source.text}{written}\n"))
    parts = [part for part in parts if part.source.text.strip()]
    return parts, [*faults, *_twice(parts), *(fault for part in parts for fault in refused(part.source))]


def _section(
    heading: re.Match[str], sections: Sequence[Section], part: Part, place: Place
) -> Section | Fault | None:
    """What a heading begins: a section, nothing (it belongs to the text), or a fault."""
    level, title, id = len(heading[1]), heading[2], heading[3]
    chosen = [
        each for each in sections if (each.id == id if id else each.title.casefold() == title.casefold())
    ]
    if level == 1:
        if chosen == [sections[0]]:
            return sections[0]
        message = f"The heading is not that of the chapter, {sections[0].title!r}."
        return Fault("heading-wrong", message, (place,), "## before the heading of a section")
    if chosen:
        return chosen[0]
    under_insats = part.section.id == INSATSER or part.section.id == part.section.title
    if level == 3 and not id and not under_insats:
        return None
    known = [each.id if id else each.title for each in sections[1:]]
    message = f"The chapter has no section {id or title!r}." + nearest(id or title, known)
    expected = "one of " + ", ".join(
        f"{each.title} ({each.id})" if each.id != each.title else each.title for each in sections[1:]
    )
    return Fault("section-unknown", message, (place,), f"#### for a heading of the text's own, or {expected}")


def _twice(parts: list[Part]) -> list[Fault]:
    faults = []
    for at, part in enumerate(parts):
        if any(part.section == other.section for other in parts[:at]):
            message = f"The section {part.section.title!r} has two texts."
            faults.append(
                Fault("section-twice", message, (part.source.place(),), "one text for each section")
            )
    return faults
