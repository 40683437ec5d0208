"""The usual labels of figures of participants: what `Till arbete` or `Antal avslutade` counts."""

from __future__ import annotations

import re

_WHO = r"(?:deltagare|ungdomar|individer|personer)"
_EXIT = r"(?:(?:antal|andel) )?(?:varav )?"

#: What a whole label tells: the measure or measures that are added, and the share that they are.
#: A label with other words (`sedan starten`, an age, an autumn) tells something narrower, and is not here.
_LABELS = {
    rf"{_EXIT}till arbete": (("arbete",), "andel_arbete"),
    rf"{_EXIT}till studier": (("studier",), "andel_studier"),
    rf"{_EXIT}till arbete (?:och/eller|eller|och|/) studier": (("arbete", "studier"), "andel_arbete_studier"),
    r"till arbete, studier eller annat positivt avslut|positivt avslut totalt|positiva avslut": (
        ("arbete", "studier", "annat_positivt_avslut"),
        "andel_positiva",
    ),
    rf"{_EXIT}(?:annat positivt avslut|annan positiv lösning|övriga positiva avslut)": (
        ("annat_positivt_avslut",),
        "andel_annat_positivt",
    ),
    rf"{_EXIT}(?:i förtid )?(?:avbrott|avbrutit(?: insatsen)?)": (("avbrott",), "andel_avbrott"),
    r"(?:totalt )?(?:antal )?avslutade(?: totalt)?": (("avslutade",), ""),
    r"(?:antal )?kvar(?: i (?:insatsen|modellen|projektet|verksamheten))?(?: vid årets slut)?": (
        ("kvar",),
        "",
    ),
    rf"(?:antal )?(?:{_WHO}|{_WHO} som (?:deltog|deltagit|har deltagit)|deltagare totalt)": (
        ("antal_totalt",),
        "",
    ),
    rf"(?:antal )?nya(?: {_WHO})?(?: (?:för|under) året)?": (("nya",), ""),
}

#: The measure that the shares are of.
ENDED = "avslutade"
_PERSONS = re.compile(
    r"(?<!\w)(?:deltag|person|individ|ungdom|unga|vuxna|kvinn|män|flick|pojk|barn|elev|klient|patient|hushåll|sjukskriv"
    r"|arbetslös|anställd|föräld|brukare|medborgare|till (?:arbete|studier))",
    re.I,
)


def names_persons(label: str) -> bool:
    """Whether what is measured is persons, by the words of its label: `Antal deltagare i arbete`."""
    return bool(_PERSONS.search(label))


def measures_of(label: str) -> tuple[tuple[str, ...], str]:
    """The measures (words.PARTICIPANT_MEASURES) whose sum a label tells, and the name of the share that they are of
    those ended (empty where it is none); nothing for a label that isn't a usual one.
    """
    words = " ".join(label.casefold().split())
    found = (told for pattern, told in _LABELS.items() if re.fullmatch(pattern, words))
    return next(found, ((), ""))
