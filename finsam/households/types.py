"""The types of household, and what each says of its members."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Type:
    """adults: how many there are, and children: whether there are any; None where the type doesn't tell.

    kon: kvinnor or man where the type is of a single woman or man, otherwise ''.
    """

    adults: int | None
    children: bool | None
    kon: str = ""


#: By printed name, in printed order. Ensamstående without a sex are those of whom none is told.
TYPES = {
    "Ensamstående kvinna utan barn": Type(1, False, "kvinnor"),
    "Ensamstående kvinna med barn": Type(1, True, "kvinnor"),
    "Ensamstående man utan barn": Type(1, False, "man"),
    "Ensamstående man med barn": Type(1, True, "man"),
    "Ensamstående utan barn": Type(1, False),
    "Ensamstående med barn": Type(1, True),
    "Sammanboende utan barn": Type(2, False),
    "Sammanboende med barn": Type(2, True),
    "Övriga hushåll": Type(None, None),
}


def with_sex(name: str, kon: str) -> str:
    """The type of a single woman or man, where the sex is known; other types as they are."""
    of = TYPES.get(name)
    if of is None or of.adults != 1 or of.kon or not kon:
        return name
    return next(other for other, each in TYPES.items() if each == Type(1, of.children, kon))
