"""Headings of columns that tell who somebody is."""

from __future__ import annotations

import re

#: Words of headings, as `casefold` leaves them. `kommun`, `postort` and the like tell little and are none of these.
_IDENTIFIES = re.compile(
    r"\b(?:(?:för|efter|mellan|tilltals|full)?namn|(?:deltagarens|klientens|person)namn|(?:gatu|bostads|post|e-?post|mejl|mail)?"
    r"adress|c/o|gata|postnummer|postnr|telefon(?:nummer|nr)?|tel(?:nr)?|mobil(?:nummer|nr|telefon)?|"
    r"e-?post|e-?mail|mejl|person-?(?:nummer|nr)|pers?nr|p-?nr|samordnings-?(?:nummer|nr)|reserv-?(?:nummer|nr)|"
    r"lma(?:-?(?:nummer|nr|kort))?|dossier(?:nummer|nr)?|bankkonto|konto(?:nummer|nr)|clearing(?:nummer|nr)?)\b"
)


def identifies(heading: str) -> bool:
    """Whether a column of rows of persons is by its heading a direct identifier: name, address, telephone, number."""
    return bool(_IDENTIFIES.search(heading.casefold()))
