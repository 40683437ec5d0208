"""What in a text leads to a person, besides identity numbers: addresses of e-mail and Swedish telephone numbers."""

from __future__ import annotations

import re

from finsam.identity.digits import plain

_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w{2,}")
#: The number in the country after 0, +46 or 0046: 7 to 9 figures, the last of them in groups or not (PTS, the Swedish
#: plan of numbers).
_TELEPHONE = re.compile(
    r"(?<![0-9-])(?:(?:\+|00)46[- ]?(?:\(0\))?[- ]?|0)[1-9](?:[- /.]{0,2}[0-9]){6,8}(?![0-9])"
)


def holds_contact(text: str) -> bool:
    """Whether an address of e-mail or a telephone number stands in the text."""
    return bool(_MAIL.search(text) or _TELEPHONE.search(plain(text)))
