"""Names that would have the same address in a book, such as Åter and Ater: the second would be found under the first."""

from __future__ import annotations

from collections.abc import Iterator

from finsam.chapters.facts import slug
from finsam.delivery.read import Delivery
from finsam.faults import Fault, Place
from finsam.params import Params, params_files
from finsam.paths import relative

#: The columns whose values have sections, tables or pictures of their own, by kind of table.
NAMED = {
    "deltagare": "insats",
    "bakgrund": "omrade",
    "statistik": "omrade",
    "styrkort": "perspektiv",
    "sociala_mal": "malomrade",
    "uppgifter": "grupp",
}


def alike(delivery: Delivery, params: Params) -> list[Fault]:
    """A fault for each address that several names would have, with a row of each."""
    faults = []
    for names in _spaces(delivery, params):
        by_slug: dict[str, dict[str, Place]] = {}
        for name, place in names:
            by_slug.setdefault(slug(name), {}).setdefault(name, place)
        for same in by_slug.values():
            if len(same) > 1:
                told = " and ".join(map(repr, same))
                message = f"The names {told} would have the same address in the book."
                expected = "one name, or names that differ in more than case, accents and blanks"
                faults.append(Fault("names-alike", message, tuple(same.values()), expected))
    return faults


def _spaces(delivery: Delivery, params: Params) -> Iterator[list[tuple[str, Place]]]:
    """Names that share their addresses, with a place of each: those of the insatser of the params are one space with
    those of the delivered ones."""
    file = relative(params_files(params.forbund_id, params.ar)[0])
    insatser = [(i.namn, Place(file, None, None, "insatser", i.namn)) for i in params.forbund.insatser]
    for kind, column in NAMED.items():
        table = delivery.tables.get(kind)
        if table is None:
            continue
        by_chapter = table["kapitel"] if kind == "uppgifter" else table[column].map(lambda _: "")
        for chapter, part in table.groupby(by_chapter, sort=False):
            firsts = part.drop_duplicates(column)
            found = [
                (name, Place(fil, blad or None, int(rad), column, name))
                for name, fil, blad, rad in zip(
                    firsts[column], firsts["fil"], firsts["blad"], firsts["radnr"], strict=True
                )
                if name
            ]
            yield [*insatser, *found] if kind == "deltagare" or chapter == "deltagare" else found
