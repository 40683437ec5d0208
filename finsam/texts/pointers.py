"""Numbers written by hand that say something else than the book: which fact a sentence points at, and whether it agrees.

The rule, so strict that it seldom speaks: beside the number stands a word that names a fact ("avslutade 355 personer",
"ett överskott på 655 tkr", "355 personer avslutade"), between the two stands nothing but words that join them, the unit
is the fact's, and the sentence is about the book's year: it names no other year, no budget, goal or earlier time, and no
"cirka". An insats that the sentence names is the one that is meant, otherwise the one whose text it is, otherwise all.
The number contradicts when no fact so named has it, rounded as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from finsam.facts import Fact
from finsam.facts.fact import part
from finsam.tables.words import KRONOR
from finsam.texts.digits import NOUNS, Digits

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
_OTHER_TIME = re.compile(
    r"\b(?:budget\w*|mål|målet|tidigare|föregående|förra|före|sedan starten|hittills|prognos\w*|plan\w*|cirka|ca|omkring|ungefär"
    r"|drygt|knappt|nästan|runt|minst|högst|mer än|färre än|fler än|ökade|minskade|ökat|minskat|skillnad\w*)\b",
    re.I,
)
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
    start, end = _sentence(text, digits.at)
    sentence, at = text[start:end], digits.at - start
    years = {int(found) for found in re.findall(r"\b(?:19|20)\d\d\b", sentence)}
    if _OTHER_TIME.search(sentence) or years - {year}:
        return []
    value = Decimal(re.sub(r"\s", "", digits.text).replace(",", "."))
    after = re.match(_AFTER, sentence[at + len(digits.text) :], re.I)
    unit = _UNITS.get((after["noun"] or "").lower(), "antal")
    names = _named(sentence, insatser) or ([own] if own else []) or ["totalt"]
    found = [facts[name] for name in _pointed(sentence, at, len(digits.text), unit, names) if name in facts]
    found = [fact for fact in found if fact.cell]
    return [] if any(_agrees(value, digits.text, unit, fact) for fact in found) else found


def _sentence(text: str, at: int) -> tuple[int, int]:
    ends = [0, *(found.start() for found in _END.finditer(text)), len(text)]
    start = max(end for end in ends if end <= at)
    return start, min(end for end in ends if end > at)


def _named(sentence: str, insatser: Mapping[str, str]) -> list[str]:
    found = [
        name
        for word, name in insatser.items()
        if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", sentence, re.I)
    ]
    return list(dict.fromkeys(found))


def _pointed(sentence: str, at: int, length: int, unit: str, insatser: Sequence[str]) -> list[str]:
    """The names of the facts whose word stands beside the number."""
    if unit in KRONOR:
        return [f"ekonomi.{end}" for end in _beside(sentence, at, length, _MONEY)]
    ends = _beside(sentence, at, length, _SHARES if unit == "procent" else _COUNTS)
    return [f"deltagare.{part(name)}.{end}" for name in insatser for end in ends]


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


def _agrees(value: Decimal, written: str, unit: str, fact: Fact) -> bool:
    """Whether a fact has the number, as it is rounded where it is written; the sign is told by words."""
    step = Decimal(1).scaleb(-len(written.partition(",")[2]))
    exact = fact.cell.varde
    if unit in KRONOR:
        if fact.cell.enhet not in KRONOR:
            return False
        exact = exact * KRONOR[fact.cell.enhet] / KRONOR[unit]
    elif fact.cell.enhet != unit:
        return False
    return abs(abs(exact) - abs(value)) <= step / 2
