"""What each cell of a person row may hold: a value, or a fault without its place."""

from __future__ import annotations

import re
from collections.abc import Collection
from difflib import get_close_matches
from typing import Literal

import numpy as np

from finsam.faults import Fault
from finsam.identity.pseudonyms import of_key
from finsam.params import Params
from finsam.people.days import day
from finsam.people.definitions import People
from finsam.people.sheet import Reader
from finsam.sources.numbers import parse_number
from finsam.tables.definitions import plain
from finsam.tables.registers import areas
from finsam.tables.words import SEXES, YEARS_AFTER

#: Of each column its reader, the type of its values, and what stands where it isn't told.
Columns = dict[str, tuple[Reader, str, object]]

_YEAR = re.compile("(?:19|20)[0-9]{2}")
#: Nobody has had support for longer than a working life.
MOST_YEARS = 70
#: Figures in the code of a kommun.
KOMMUN = 4
#: Unknown words of a column for which the nearest known one is looked up, which takes time.
HINTS = 100


def required(reader: Reader, expected: str) -> Reader:
    """The reader of a column in which something has to stand."""
    empty = Fault("cell-empty", "The cell must not be empty.", (), expected)
    return lambda text: reader(text) if text else empty


def optional(reader: Reader, not_told: Collection[str], otherwise: object = "") -> Reader:
    """The reader of a column in which `uppgift_saknas`, or nothing, tells that something isn't known."""
    return lambda text: otherwise if plain(text) in not_told else reader(text)


def word(known: dict[str, str], expected: str) -> Reader:
    """One of the standard words, by any of their spellings."""
    misses = 0

    def read(text: str) -> str | Fault:
        nonlocal misses
        if found := known.get(plain(text)):
            return found
        misses += 1
        hint = _nearest(text, known) if misses <= HINTS else ""
        return Fault("word-unknown", "The word is not known here." + hint, (), expected)

    return read


def _nearest(text: str, known: dict[str, str]) -> str:
    close = get_close_matches(plain(text), known, n=1, cutoff=0.6)
    return f" Did you mean {known[close[0]]!r}?" if close else ""


def sex() -> Reader:
    """`kvinnor` or `man`."""
    known = {plain(text): name for name in ("kvinnor", "man") for text in (name, *SEXES[name])}
    return word(known, "kvinna or man")


def yes_no() -> Reader:
    return word({"ja": "ja", "j": "ja", "nej": "nej", "n": "nej"}, "ja or nej")


def insats(params: Params | None) -> Reader:
    """The book's name of an insats. Any name is one where forbund.yml lists none."""
    insatser = params.forbund.insatser if params else ()
    if params is None or not insatser:
        return lambda text: " ".join(text.split())
    known = {plain(text): each.namn for each in insatser for text in (each.namn, *each.alias)}
    file = f"params/{params.forbund_id}/forbund.yml"
    return word(known, f"one of {_listed(known)}, or an alias of an insats in {file}")


def kommun(params: Params | None) -> Reader:
    """A member kommun or a kommun of the register, by its short name where it has one.

    A member that no register knows, as of an invented förbund, has the name of forbund.yml, and is known with and
    without `kommun` and the s before it.
    """
    of_register = [area for area in areas() if len(area.kod) == KOMMUN]
    known = {plain(text): area.kort for area in of_register for text in (area.kod, area.namn, area.kort)}
    members = [each.namn for each in params.forbund.medlemmar if each.slag == "kommun"] if params else []
    for name in members:
        if plain(name) not in known:
            bare = plain(name).removesuffix(" kommun")
            known |= dict.fromkeys((plain(name), bare, bare.removesuffix("s")), name)
    named = _listed({name: known[plain(name)] for name in members})
    expected = "a kommun of params/register/omraden.csv"
    return word(known, f"one of {named}, or {expected}" if members else expected)


def _listed(known: dict[str, str]) -> str:
    return ", ".join(dict.fromkeys(known.values()))


def birth_year(text: str) -> int | Fault:
    """A year in four figures."""
    if _YEAR.fullmatch(text):
        return int(text)
    return Fault("birth-year-unreadable", "The cell is no year of birth.", (), "a year such as 1985")


def years(text: str) -> float | Fault:
    """A number of years, with decimals or without."""
    try:
        number = parse_number(text).varde
    except ValueError as error:
        return Fault("number-unreadable", "The cell can't be read as a number of years.", (), str(error))
    if number is None:
        return np.nan
    if number < 0:
        return Fault("number-negative", "The number of years is negative.", (), "0 or more")
    if number > MOST_YEARS:
        return Fault("number-unlikely", "So many years can't be right.", (), f"at most {MOST_YEARS} years")
    return float(number)


def after() -> Reader:
    """How many years after the end a follow-up is."""
    years_after = {plain(text): name for name in YEARS_AFTER for text in (name, *YEARS_AFTER[name])}
    reader = word(years_after, "1 or 2")

    def read(text: str) -> int | Fault:
        found = reader(text)
        return found if isinstance(found, Fault) else int(str(found))

    return read


def of_spells(definitions: People, params: Params | None) -> Columns:
    """Of each column of `personer`: its reader, the type of its values, and what stands where it isn't told."""
    not_told = definitions.not_told
    file = f"params/{params.forbund_id if params else '<forbund>'}/personer.yml"

    def of(kind: Literal["orsaker", "forsorjning", "utbildning"]) -> Reader:
        known = definitions.words(kind)
        return word(known, f"one of {_listed(known)}, or a line in {file}")

    def told(reader: Reader) -> tuple[Reader, str, object]:
        return optional(reader, not_told), "str", ""

    return {
        "nyckel": (required(of_key, "the key of the person"), "str", ""),
        "insats": (required(insats(params), "the insats"), "str", ""),
        "kommun": told(kommun(params)),
        "kon": (required(sex(), "kvinna or man"), "str", ""),
        "fodelsear": (optional(birth_year, not_told, None), "Int64", None),
        "start": (required(day, "the day of the start"), "datetime64[s]", None),
        "slut": (optional(day, {""}, None), "datetime64[s]", None),
        "orsak": (optional(of("orsaker"), {""}), "str", ""),
        "forsorjning_fore": told(of("forsorjning")),
        "forsorjning_efter": told(of("forsorjning")),
        "utbildning": told(of("utbildning")),
        "ar_i_forsorjning": (optional(years, not_told, np.nan), "float64", np.nan),
        "tolk": told(yes_no()),
    }


def of_followed(definitions: People, params: Params | None) -> Columns:
    """The same of `personuppfoljning`. `i_arbete` is empty where nobody knows."""
    return {
        "nyckel": (required(of_key, "the key of the person"), "str", ""),
        "insats": (optional(insats(params), {""}), "str", ""),
        "efter": (required(after(), "1 or 2"), "int64", 0),
        "i_arbete": (optional(yes_no(), definitions.not_told), "str", ""),
    }
