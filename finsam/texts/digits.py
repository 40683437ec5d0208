"""Digits that were written by hand in a text: those that name, date or number something, and those that are figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from finsam.swedish import WORDS
from finsam.texts.template import TAGS

_MONTH = "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
_YEAR = r"(?:19|20)\d\d"
_SPACE = r"[ \u00a0\n]"
#: What a figure is counted in; a number before one of these is no year.
NOUNS = (
    r"(?:personer|person|deltagare|deltaganden|deltagande|kvinnor|kvinna|män|man|ungdomar|unga|vuxna|barn|hushåll|svar|svarande"
    r"|platser|dagar|timmar|tkr|mkr|kr|kronor|miljoner|tusen|procent|procentenheter|%)"
)

#: Digits that are no figures of the book, each with why.
_NAMED = {
    "law": r"\d{4}:\d+(?:-\d+)?",
    "paragraph": rf"§+{_SPACE}?\d+|\d+{_SPACE}?(?:§|kap\.)",
    "identity": r"\b\d{6}-\d{4}\b",
    "day": rf"\b(?:den{_SPACE})?\d{{1,2}}(?:[–-]\d{{1,2}})?{_SPACE}(?:{_MONTH})(?:{_SPACE}{_YEAR})?\b|\b{_YEAR}-\d\d(?:-\d\d)?\b",
    "time": r"\b(?:kl\.?|klockan)[ \u00a0]\d{1,2}(?:[.:]\d\d)?(?:[–-]\d{1,2}(?:[.:]\d\d)?)?",
    "year": rf"\b{_YEAR}(?:[–-]\d{{2}}(?:\d\d)?|/\d\d(?:\d\d)?)?(?:-?talet)?(?![\d,.:]\d|{_SPACE}{NOUNS}(?!\w))\b",
    "age": rf"(?:\bmellan{_SPACE})?\b\d{{1,2}}(?:{_SPACE}?[–-]{_SPACE}?|{_SPACE}(?:och|till){_SPACE})\d{{1,3}}(?:{_SPACE}år\b|-år)"
    rf"|\b(?:från|över|under|fyllt|fyllda|upp{_SPACE}till|till{_SPACE}och{_SPACE}med){_SPACE}\d{{1,2}}{_SPACE}år\b"
    rf"|\b\d{{1,2}}{_SPACE}år{_SPACE}(?:och|eller){_SPACE}(?:äldre|yngre|mer)|\b\d{{1,2}}-åring",
    "ordinal": r"\b\d+:(?:a|e|s|an|en)\b",
    "numbered": rf"\b(?:not|noten|noterna|tabell|figur|bilaga|kapitel|avsnitt|punkt|mål|delmål|målområde|nr|nummer|steg|fas|etapp|version"
    rf"|del|indikator|fråga){_SPACE}\d+(?:\.\d+)*[a-z]?(?:(?:,{_SPACE}|{_SPACE}(?:och|eller|till){_SPACE}|–)\d+(?:\.\d+)*[a-z]?)*\b",
    "list": r"(?m:^[ \t]*\d+[.)](?=\s))",
    "word": r"\b[A-Za-zÅÄÖåäö]+-?\d+(?:[.-]\d+)*[a-z]?\b",
}
_KNOWN = [re.compile(pattern, re.I) for pattern in _NAMED.values()]

#: What isn't read: placeholders, code, addresses, targets of links, labels and references.
UNREAD = re.compile(
    rf"{TAGS.pattern}|(`+).+?\1|https?://\S+|\]\([^)\n]*\)|\{{[#.:=][^}}\n]*\}}|@[a-z]+-[\w-]+", re.S
)
_LITERAL = re.compile(r"\{\{\s*([\"'])(.*?)\1\s*\|\s*bokstavligt\b.*?\}\}", re.S)
#: What stands between a number and the words beside it and changes nothing for who reads it: emphasis, and that it is
#: only about so many.
_ASIDE = re.compile(
    rf"[*_]+|\b(?:cirka|ca|omkring|ungefär|drygt|knappt|nästan|runt|minst|högst|bara|endast|enbart){_SPACE}",
    re.I,
)
#: Small numbers in words. `en` and `ett` are articles too, so a noun must follow.
_WORD = re.compile(
    rf"(?<!\w)(?:{'|'.join(WORDS[2:])}|(?:en|ett|enda|ensam)(?={_SPACE}{NOUNS}(?!\w)))(?!\w)", re.I
)
NUMBER = re.compile(r"[−–-]?\d+(?:[  ]\d{3}(?!\d))*(?:,\d+)?")


@dataclass(frozen=True)
class Digits:
    """A number in a text. at: where it begins; line and column are counted from 1."""

    text: str
    at: int
    line: int
    column: int


def read(text: str, names: Iterable[str]) -> tuple[list[str], list[Digits]]:
    """What may hold digits in a text (dates, years, names of the data ...), and the numbers written by hand.

    names: of insatser and rows of the data, as `Ungdomstorget 2.0`.
    """
    plain = unread(text)
    spans = set(_found(plain, names))
    allowed = sorted(
        span for span in spans if not any(o != span and o[0] <= span[0] and span[1] <= o[1] for o in spans)
    )
    taken = [False] * len(plain)
    for start, end in allowed:
        taken[start:end] = [True] * (end - start)
    by_hand = []
    for found in NUMBER.finditer(plain):
        start = found.start() + (not found[0][0].isdigit())
        if not any(taken[start : found.end()]):
            by_hand.append(_digits(plain, start, found.end()))
    return list(dict.fromkeys(plain[start:end] for start, end in allowed)), by_hand


def meant(text: str) -> tuple[str, list[Digits]]:
    """A text as its readers see it, with what is written literally (`bokstavligt`) and without emphasis, and every number in
    it that can be a count or a share, in figures or words. Lines are those of the text, columns aren't.
    """
    plain = _ASIDE.sub("", unread(_LITERAL.sub(r"\2", text)))
    found = [*NUMBER.finditer(plain), *_WORD.finditer(plain)]
    return plain, [_digits(plain, each.start() + (each[0][0] in "−–-"), each.end()) for each in found]


def value_of(digits: Digits) -> Decimal:
    """What a number is, written in figures or in words."""
    word = digits.text.lower()
    if word[0].isalpha():
        return Decimal(WORDS.index(word) if word in WORDS else 1)
    return Decimal(re.sub(r"\s", "", word).replace(",", "."))


def _digits(plain: str, start: int, end: int) -> Digits:
    line = plain.count("\n", 0, start) + 1
    return Digits(plain[start:end], start, line, start - plain.rfind("\n", 0, start))


def unread(text: str) -> str:
    """The text with spaces for what isn't read, so that places stay as they are."""
    return UNREAD.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def _found(plain: str, names: Iterable[str]) -> Iterator[tuple[int, int]]:
    for name in names:
        for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", plain, re.I):
            yield found.span()
    for pattern in _KNOWN:
        for found in pattern.finditer(plain):
            yield found.span()
