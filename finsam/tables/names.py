"""Labels of the data as parts of names."""

from __future__ import annotations

import re
import unicodedata


def part(text: str) -> str:
    """A label as a part of a name: `Våga växa` becomes `vaga_vaxa`, `2015-09` becomes `ar2015_09`.

    Two labels can have the same part; who makes names numbers them (`distinct`).
    """
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "_", plain).strip("_") or "utan_namn"
    if re.fullmatch(r"(19|20)\d\d(_.*)?", words):
        return f"ar{words}"
    return words if words[0].isalpha() else f"nr{words}"
