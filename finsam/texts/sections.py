"""The places of a chapter that a text can stand under: its own start, the sections of its notebook, and those that the
data make."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from finsam.delivery.read import Delivery
from finsam.params import Params
from finsam.tables.chapters import chapter_notebook
from finsam.tables.words import WHOLE

_HEADING = re.compile(r"^(#{1,2}) (.+?) \{#(sec-[\w-]+)\}\s*$")

#: The section of the chapter on participants that has one heading for each insats.
INSATSER = "sec-insatser"


@dataclass(frozen=True)
class Section:
    """A place for a text. id: of its heading in the notebook; of a section that the data make, its title."""

    id: str
    title: str


def sections(chapter: str, delivery: Delivery, params: Params) -> list[Section]:
    """The chapter itself first, then its sections in reading order, then the insatser or målområden of the book."""
    made = {"deltagare": insatser, "indikatorer": areas}.get(chapter)
    return [
        *_of_notebook(chapter_notebook(chapter, params.forbund_id)),
        *(Section(name, name) for name in (made(delivery, params) if made else ())),
    ]


def _of_notebook(file: Path) -> list[Section]:
    notebook = json.loads(file.read_text(encoding="utf-8"))
    titles = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
    return [Section(found[3], found[2]) for title in titles if (found := _HEADING.match(title))]


def insatser(delivery: Delivery, params: Params) -> list[str]:
    """Those of forbund.yml, then those that only the delivery names."""
    names = [insats.namn for insats in params.forbund.insatser]
    if "deltagare" in delivery.tables:
        names += [name for name in delivery.tables["deltagare"]["insats"].unique() if name != WHOLE]
    if "uppgifter" in delivery.tables:
        facts = delivery.tables["uppgifter"]
        names += [
            name
            for name in facts[facts["kapitel"] == "deltagare"]["grupp"].unique()
            if name not in ("", WHOLE)
        ]
    return list(dict.fromkeys(names))


def areas(delivery: Delivery, params: Params) -> list[str]:
    """The målområden of the social accounts, as their headings read: `Målområde 1. Individens utveckling`."""
    goals = delivery.tables.get("sociala_mal")
    if goals is None:
        return []
    pairs = zip(goals["malomrade_nr"], goals["malomrade"], strict=True)
    return list(dict.fromkeys(f"Målområde {number}. {name}" for number, name in pairs))
