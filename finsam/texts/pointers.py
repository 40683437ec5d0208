"""Numbers written by hand that say something else than the book: which fact a sentence points at, and whether it agrees.

The rule, so strict that it seldom speaks: beside the number stands a word that names a fact ("avslutade 355 personer",
"ett överskott på 655 tkr", "355 personer avslutade"), between the two stands nothing but words that join them, the unit
is the fact's, and the sentence is about the book's year: it names no other year, no budget, goal or earlier time, and no
"cirka". An insats that the sentence names is the one that is meant, otherwise the one whose text it is, otherwise all.
The number contradicts when no fact so named has it, rounded as it is written.

A number that stands for a hidden fact is found by the same words, whatever number it is: also with a "cirka", of the year
that the sentence names, and in words ("tre personer avslutade").
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from finsam.facts import Fact, Facts
from finsam.tables.names import part
from finsam.tables.words import KRONOR, WHOLE
from finsam.texts.digits import NOUNS, Digits, value_of

#: The words that name a fact, with the ends of the facts they can name, under deltagare.<insats>.
_COUNTS = {
    r"avsluta(?:de|des|ts|t)": ("avslutade", "avslutade.kvinnor", "avslutade.man"),
    r"deltog|deltagit": (
        "antal_totalt",
        "antal_totalt.kvinnor",
        "antal_totalt.man",
        "unika",
        "unika.kvinnor",
        "unika.man",
    ),
    r"nya": ("nya", "nya.kvinnor", "nya.man"),
    r"kvar": ("kvar", "kvar.kvinnor", "kvar.man"),
    r"till arbete(?! eller studier)": ("arbete", "arbete.kvinnor", "arbete.man"),
    r"till studier": ("studier", "studier.kvinnor", "studier.man"),
}
_SHARES = {
    r"till arbete eller studier": ("andel_arbete_studier",),
    r"till arbete(?! eller studier)": ("andel_arbete", "arbete.procent"),
    r"till studier": ("andel_studier", "studier.procent"),
}
#: The same under ekonomi; the size counts, since the word says the sign.
_MONEY = {
    r"resultat(?:et)?|överskott(?:et)?|underskott(?:et)?": ("resultat", "verksamhetens_resultat"),
    r"egna? kapital(?:et)?": ("eget_kapital",),
    r"likvida medel": ("likvida_medel",),
    r"medlems(?:bidrag|avgifter)(?:en|na)?|medlemmarnas bidrag": ("medlemsbidrag",),
    r"förbundets intäkter|totala intäkter": ("intakter",),
    r"förbundets kostnader|totala kostnader": ("kostnader",),
}

_UNITS = {
    "tkr": "tkr",
    "kr": "kr",
    "kronor": "kr",
    "mkr": "mkr",
    "miljoner": "mkr",
    "procent": "procent",
    "%": "procent",
}
_BETWEEN = (
    r"(?:[\s\u00a0]|blev|var|är|på|med|till|av|dem|de|om|uppgick|uppgår|totalt|sammanlagt|alla|för|året|årets|sitt|deltagande"
    r"|gick|gått|kom|vidare|fanns|vid|slut|slutet|insatsen|verksamheten|positivt|negativt)*"
)
#: Before the word: it tells whom a part is of, and the number is that part.
_OF_WHOM = re.compile(r"\b(?:som|av(?:[ \u00a0\n](?:de|dem|det|dessa|alla))?)[ \u00a0\n]$", re.I)
_AFTER = rf"[ \u00a0]?(?P<noun>{NOUNS}(?!\w))?"
_PLANNED = r"budget\w*|mål|målet|prognos\w*|plan\w*"
_NOT_YET = re.compile(rf"\b(?:{_PLANNED})\b", re.I)
_OTHER_TIME = re.compile(
    rf"\b(?:{_PLANNED}|tidigare|föregående|förra|före|sedan starten|hittills|cirka|ca|omkring|ungefär"
    r"|drygt|knappt|nästan|runt|minst|högst|mer än|färre än|fler än|ökade|minskade|ökat|minskat|skillnad\w*)\b",
    re.I,
)
#: Words in the description of a fact that name nothing of their own.
_NO_LABEL = {"kvinnor", "män", "totalt", "alla", "andel", "antal", "av antal", "summa", WHOLE.casefold()}
_SHORTEST = 4
_YEAR_BEFORE = re.compile(r"\b(?:föregående|förra)[ \u00a0\n]år(?:et)?\b", re.I)
_END = re.compile(r"(?<=[.!?])(?=\s)|\n\s*\n")


def contradicted(
    text: str,
    digits: Digits,
    facts: Mapping[str, Fact],
    insatser: Mapping[str, str],
    year: int,
    own: str = "",
) -> list[Fact]:
    """The facts that the sentence of a number points at and that it disagrees with; none when one of them has it.

    text: without what isn't read (digits.unread). insatser: the book's name of an insats by each of its names.
    own: the insats whose text it is.
    """
    sentence, at = _sentence(text, digits.at)
    if _OTHER_TIME.search(sentence) or _years(sentence) - {year}:
        return []
    unit = _unit(sentence, at, digits)
    found = [facts[name] for name in _pointed(sentence, at, digits, unit, insatser, own) if name in facts]
    found = [fact for fact in found if fact.cell]
    return [] if any(_agrees(digits, unit, fact) for fact in found) else found


def hidden_told(
    text: str, digits: Digits, facts: Facts, insatser: Mapping[str, str], year: int, own: str = ""
) -> list[Fact]:
    """The hidden facts for which a number stands; none where a fact that is told has it. Arguments as in `contradicted`."""
    sentence, at = _sentence(text, digits.at)
    if _NOT_YET.search(sentence):
        return []
    unit = _unit(sentence, at, digits)
    years = _years(sentence) or {year - 1 if _YEAR_BEFORE.search(sentence) else year}
    names = [
        name if of == year else re.sub(r"^(deltagare\.\w+)\.", rf"\1.ar{of}.", name)
        for name in _pointed(sentence, at, digits, unit, insatser, own)
        for of in sorted(years)
    ]
    names += [
        beside
        for name, fact in facts.hidden.items()
        if fact.cell.enhet == unit
        and not name.startswith("deltagare.")
        and _labelled(sentence, at, digits, fact)
        for beside in (name, *_siblings(name, facts))
    ]
    if any(_agrees(digits, unit, facts[name]) for name in names if name in facts):
        return []
    return [facts.hidden[name] for name in names if name in facts.hidden]


def _labelled(sentence: str, at: int, digits: Digits, fact: Fact) -> bool:
    """Whether a label of a row stands beside a number."""
    labels = [each for each in fact.about.split(", ") if len(each) >= _SHORTEST]
    found = {
        re.escape(each): ("",)
        for each in labels
        if each.casefold() not in _NO_LABEL and each.casefold() in sentence.casefold()
    }
    return bool(found) and bool(_beside(sentence, at, len(digits.text), found))


def _siblings(name: str, facts: Facts) -> list[str]:
    """The facts of the same row."""
    stem = name.rpartition(".")[0] + "."
    return [other for other in facts if other.startswith(stem)]


def _sentence(text: str, at: int) -> tuple[str, int]:
    """The sentence around a place in a text, and where in it that is."""
    ends = [0, *(found.start() for found in _END.finditer(text)), len(text)]
    start = max(end for end in ends if end <= at)
    return text[start : min(end for end in ends if end > at)], at - start


def _years(sentence: str) -> set[int]:
    return {int(found) for found in re.findall(r"\b(?:19|20)\d\d\b", sentence)}


def _unit(sentence: str, at: int, digits: Digits) -> str:
    after = re.match(_AFTER, sentence[at + len(digits.text) :], re.I)
    noun = after["noun"] if after else ""
    return _UNITS.get((noun or "").lower(), "antal")


def _named(sentence: str, insatser: Mapping[str, str]) -> list[str]:
    found = [
        name
        for word, name in insatser.items()
        if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", sentence, re.I)
    ]
    return list(dict.fromkeys(found))


def _pointed(
    sentence: str, at: int, digits: Digits, unit: str, insatser: Mapping[str, str], own: str
) -> list[str]:
    """The names of the facts whose word stands beside the number."""
    length = len(digits.text)
    if unit in KRONOR:
        return [f"ekonomi.{end}" for end in _beside(sentence, at, length, _MONEY)]
    ends = _beside(sentence, at, length, _SHARES if unit == "procent" else _COUNTS)
    names = _named(sentence, insatser) or ([own] if own else []) or ["totalt"]
    return [f"deltagare.{part(name)}.{end}" for name in names for end in ends]


def _beside(sentence: str, at: int, length: int, words: Mapping[str, tuple[str, ...]]) -> list[str]:
    before, after = sentence[:at], sentence[at + length :]
    found: list[str] = []
    for word, ends in words.items():
        found_before = re.search(rf"(?<!\w)(?:{word}){_BETWEEN}[ \u00a0\n]$", before, re.I)
        is_after = re.match(rf"{_AFTER}{_BETWEEN}(?<!\w)(?:{word})(?!\w)", after, re.I)
        is_before = found_before and not _OF_WHOM.search(before[: found_before.start()])
        if is_before or is_after:
            found += ends
    return found


def _agrees(digits: Digits, unit: str, fact: Fact) -> bool:
    """Whether a fact has the number, as it is rounded where it is written; the sign is told by words."""
    step = Decimal(1).scaleb(-len(digits.text.partition(",")[2]))
    exact = fact.cell.number
    if unit in KRONOR:
        if fact.cell.enhet not in KRONOR:
            return False
        exact = exact * KRONOR[fact.cell.enhet] / KRONOR[unit]
    elif fact.cell.enhet != unit:
        return False
    return abs(abs(exact) - abs(value_of(digits))) <= step / 2
