"""The agencies' words for areas, sexes, ages and periods, read as ours; None for a word that isn't known."""

from __future__ import annotations

import re
from functools import lru_cache

from finsam.tables.registers import Area, areas

_SEXES = {
    "kvinnor": ("k", "kvinna", "kvinnor", "women", "woman", "female", "females", "f", "2", "flickor"),
    "man": ("m", "man", "män", "men", "male", "males", "1", "pojkar"),
    "totalt": (
        "t", "all", "alla", "tot", "totsa", "total", "totalt", "samtliga", "1+2", "4", "both", "båda", "båda könen",
        "bägge könen", "kvinnor och män", "män och kvinnor", "kvinnor & män", "totalt, samtliga män och kvinnor",
        "män och kvinnor totalt", "kvinnor och män totalt", "män och kvinnor, totalt", "women and men", "men and women",
        "samtliga män och kvinnor", "kön totalt", "totalt kön",
    ),
}  # fmt: skip
_SEX = {word: sex for sex, words in _SEXES.items() for word in words}

_ALL_AGES = re.compile(r"(tot|all|samtliga|alla).*", re.I)
_MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november",
    "december",
)  # fmt: skip


def plain(text: str) -> str:
    """Without case, no-break spaces, and spaces around or doubled; dashes as hyphens."""
    return re.sub(r"\s+", " ", text.replace("–", "-").replace("−", "-")).strip().casefold()


def sex(text: str) -> str | None:
    """`kvinnor`, `man` or `totalt`; nothing said is both together."""
    return _SEX.get(plain(text)) if plain(text) else "totalt"


def ages(text: str) -> str | None:
    """`16-64`, `65-` or, of all ages, empty. A single year of age is a span, too: `20-20`."""
    found = plain(text)
    numbers = re.search(r"(\d+) ?- ?(\d+)", found) or re.search(r"(\d+) (?:till|to|t\.o\.m\.) (\d+)", found)
    if numbers:
        first, last = int(numbers[1]), int(numbers[2])
        return f"{first}-{last}" if first <= last <= 130 else None
    if more := re.fullmatch(
        r"(?:\w+ )?(\d+) ?(?:år|years?)? ?(?:\+|-|w|och äldre|år och äldre|or older|\+\d+)(?: ?(?:år|years?))?",
        found,
    ):
        return f"{int(more[1])}-"
    if upto := re.fullmatch(r"-(\d+)(?: ?(?:år|years?))?", found):
        return f"0-{int(upto[1])}"
    if one := re.fullmatch(r"(\d{1,3})(?: ?(?:år|years?))?", found):
        return f"{int(one[1])}-{int(one[1])}"
    return "" if not found or _ALL_AGES.fullmatch(found) else None


def period(text: str) -> str | None:
    """`2024` or `2024-09` of 2024, 2024M09, 2024-09, 202409, `september 2024` and the like."""
    found = plain(text)
    if re.fullmatch(r"\d{4}", found):
        year, month = found, ""
    elif parts := re.fullmatch(r"(\d{4}) ?[-m/ ]? ?(\d{1,2})(?:-\d{2})?", found):
        year, month = parts[1], parts[2]
    elif parts := re.fullmatch(r"(?:(\d{4}) )?([a-zåäö]{3,9})\.?(?: (\d{4}))?", found):
        year, month = parts[1] or parts[3] or "", month_number(parts[2]) or "0"
    else:
        return None
    if not year or not 1700 <= int(year) <= 2100 or (month and not 1 <= int(month) <= 12):
        return None
    return f"{year}-{int(month):02d}" if month else year


def month_number(text: str) -> str | None:
    """`9` of 9, 09, september and sep; None for anything else."""
    found = plain(text)
    if re.fullmatch(r"0?[1-9]|1[0-2]", found):
        return str(int(found))
    named = [n for n, name in enumerate(_MONTHS, start=1) if len(found) >= 3 and name.startswith(found[:9])]
    return str(named[0]) if len(named) == 1 else None


def area(text: str, level: str = "") -> Area | None:
    """The area of a code, a name or both (`2021 Vansbro`). level: `lan` or `kommun` where the column says which.

    `region` reads Kolada's ids, where 0000 is the country and 0024 the region of län 24. A code and the name of another
    area of the same level are none.
    """
    known = _known(areas())
    found = re.sub(r"\s+", " ", text).strip()
    if level == "region" and re.fullmatch(r"\d{1,4}", found):
        code = found.zfill(4)
        return known["kod"].get(code[2:] if code.startswith("00") else code)
    if parts := re.fullmatch(r"(\d{1,4})(?:[ ,.:-]+(\D.*))?", found):
        code = parts[1]
        # A spreadsheet makes a number of 0114 and of 01.
        code = (
            code.zfill(2 if len(code) <= 2 and level != "kommun" else 4)
            if level or len(code) != 3
            else code.zfill(4)
        )
        one = known["kod"].get(code)
        other = _named(known, parts[2] or "", "lan" if one and len(one.kod) == 2 else "kommun")
        return None if one and other and other.kod != one.kod else one
    return _named(known, found, level)


def _named(known: dict[str, dict[str, Area]], text: str, level: str) -> Area | None:
    name = plain(text)
    if name in ("riket", "sverige", "sweden", "hela riket", "hela sverige", "whole sweden", "hela landet"):
        return known["kod"].get("00")
    order = {"lan": ("lan",), "kommun": ("kommun",)}.get(level, ("kommun", "lan"))
    return next((known[of][name] for of in order if name in known[of]), None)


@lru_cache(maxsize=2)
def _known(every: tuple[Area, ...]) -> dict[str, dict[str, Area]]:
    """Areas by code, and by each name of their level: `Västerbottens län`, `Västerbotten`, `Region Västerbotten`."""
    found: dict[str, dict[str, Area]] = {"kod": {one.kod: one for one in every}, "lan": {}, "kommun": {}}
    for one in every:
        level = "kommun" if len(one.kod) == 4 else "lan"
        names = {one.namn, one.kort, f"Region {one.kort}"} if level == "lan" else {one.namn, one.kort}
        if level == "kommun":
            names |= {f"{one.kort} kommun"}
        for name in names:
            found[level].setdefault(plain(name), one)
    return found
