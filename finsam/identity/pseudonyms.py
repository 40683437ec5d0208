"""Keyed pseudonyms in place of keys that could be identity numbers, names or other identifiers of a person."""

from __future__ import annotations

import base64
import hmac
import re

from finsam.faults import Fault
from finsam.identity.digits import plain
from finsam.identity.key import secret_key
from finsam.identity.numbers import whole

#: How every pseudonym begins: it is then no number, and never taken for one.
PREFIX = "n1-"
#: Signs of base32: 80 bits, so that a million persons have two alike once in a trillion.
LENGTH = 16

#: More digits than these are no number in a list: a birth day is 6 or 8, a telephone number 9 or 10.
_MOST_DIGITS = 5
_ONLY_DIGITS = re.compile(r"[-+ ._/0-9]+")
_CODE = re.compile(r"[\w-]+", re.ASCII)
_ROUNDED = re.compile(r"[0-9][.,][0-9]+[eE]\+?[0-9]{1,2}")


_PSEUDONYM = re.compile(rf"{PREFIX}[a-z2-7]{{{LENGTH}}}")


class IdentityNumber(str):
    """The pseudonym of a cell that was an identity number."""

    __slots__ = ()


class Hidden(str):
    """A text in which identity numbers were hidden; in a cell their pseudonyms stand there instead."""

    __slots__ = ()


def pseudonym(text: str) -> str:
    """The same for every spelling of a number, with or without century; other text counts as it stands, but for case.

    HMAC-SHA256 with `key.secret_key`. Raises Faults when there is no key to use.
    """
    digest = hmac.digest(secret_key(), _canonical(text).encode(), "sha256")
    return PREFIX + base64.b32encode(digest)[:LENGTH].decode().lower()


def of_key(text: str) -> str | Fault:
    """A key as it may be kept: itself when it is a code, otherwise its pseudonym.

    A code has letters and digits and no spaces (`A17`, `TYA76JT4`), or a few digits. Everything else, also an identity
    number with a wrong check digit, a birth day, a name, an address of e-mail, gets a pseudonym.
    """
    if isinstance(text, IdentityNumber) or text.startswith(PREFIX):
        return str(text)
    if isinstance(text, Hidden) and len(found := _PSEUDONYM.findall(text)) == 1:
        # Whatever stands around the number, it tells the person.
        return str(found[0])
    if _ROUNDED.fullmatch(plain(text)) and not whole(text):
        message = "A spreadsheet has rounded the key, so that persons can't be told apart."
        return Fault("key-rounded", message, (), "the whole key, in cells that are text")
    return text if _is_code(text) else pseudonym(text)


def _is_code(text: str) -> bool:
    digits = sum(sign.isdigit() for sign in text)
    if whole(text) or digits > 8:
        return False
    if _ONLY_DIGITS.fullmatch(plain(text)):
        return digits <= _MOST_DIGITS
    return (bool(_CODE.fullmatch(text)) and digits > 0) or len(text) == 1


def _canonical(text: str) -> str:
    if ten := whole(text):
        return f"nummer:{ten}"
    bare = plain(text).strip()
    if _ONLY_DIGITS.fullmatch(bare):
        digits = re.sub("[^0-9]", "", bare)
        return (
            f"nummer:{digits[2:] if len(digits) == 12 else digits.zfill(10) if len(digits) == 9 else digits}"
        )
    return f"text:{' '.join(bare.casefold().split())}"
