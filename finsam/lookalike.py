"""Texts that look like others: letters of another alphabet among Latin ones, signs that nobody sees, signs put together
or written in one.

Small on purpose: letters that can't be told from Latin ones in the book's fonts, of Unicode's list of confusable signs
(UTS 39), which has thousands of others.
"""

from __future__ import annotations

import re
import unicodedata

_CYRILLIC = "АВЕЅІЈКМНОРСТУХҮԚԜасеһіјӏорѕухԁԛԝ"
_LIKE_CYRILLIC = "ABESIJKMHOPCTYXYQWacehijlopsyxdqw"
_GREEK, _LIKE_GREEK = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧον", "ABEZHIKMNOPTYXov"
_LATIN = str.maketrans(_CYRILLIC + _GREEK, _LIKE_CYRILLIC + _LIKE_GREEK)
_OTHER = re.compile(f"[{_CYRILLIC}{_GREEK}]")
_MIXED = re.compile(
    rf"(?<![^\W\d_])(?=[^\W\d_]*[A-Za-zÅÄÖåäö])[^\W\d_]*?({_OTHER.pattern})[^\W\d_]*", re.UNICODE
)


def composed(text: str) -> str:
    """The text with letters in one sign, as å, that some systems write in two; it means the same (Unicode's NFC)."""
    return unicodedata.normalize("NFC", text)


def mixed_words(text: str) -> list[str]:
    """The words of Latin letters in which a letter of another alphabet stands that looks like one."""
    return [found[0] for found in _MIXED.finditer(text)] if _OTHER.search(text) else []


def look(text: str) -> str:
    """What is seen of a text: two texts with the same look can't be told apart."""
    seen = "".join(sign for sign in composed(text) if unicodedata.category(sign) != "Cf")
    return " ".join(seen.translate(_LATIN).split())
