"""The usual labels of single figures, as names of facts: what `Till arbete` of an insats and a period repeats."""

from __future__ import annotations

import re

import pandas as pd

from finsam.facts.fact import part
from finsam.facts.people import SHARES
from finsam.facts.registry import Facts
from finsam.params import Params
from finsam.tables.words import WHOLE

#: The chapters whose single figures tell the participants.
CHAPTERS = ("deltagare", "avstamning")

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
_SEX = re.compile(r"andel (kvinnor|män)(?: bland deltagarna)?")
#: The measure that a share of exits is of, which a printed base has to be.
_BASE = "avslutade"


def expression(
    label: str, grupp: str, period: str, unit: str, column: str, params: Params, facts: Facts
) -> str:
    """The expression of fact names that a figure repeats by its label; empty where the label isn't a usual one, or the
    book has no such figures.

    grupp: the insats as the book names it. unit: of the row's `varde`. column: `varde` or `procent`.
    """
    words = " ".join(label.casefold().split())
    is_share = column == "procent" or unit == "procent"
    if column not in ("varde", "procent") or (not is_share and unit != "antal"):
        return ""
    stem = f"deltagare.{part(grupp) if grupp not in ('', WHOLE) else 'totalt'}"
    if period and period != str(params.ar):
        stem += f".{part(period)}"
    names = [f"{stem}.{name}" for name in _names(words, is_share)]
    return " + ".join(names) if all(name in facts for name in names) else ""


def _names(words: str, is_share: bool) -> tuple[str, ...]:
    """The last parts of the names; none for a label that isn't a usual one."""
    if is_share and (found := _SEX.fullmatch(words)):
        return ("andel_kvinnor" if found[1] == "kvinnor" else "andel_man",)
    for pattern, (measures, share) in _LABELS.items():
        if re.fullmatch(pattern, words):
            return measures if not is_share else (share,) if share in SHARES else ()
    return ()


def named(table: pd.DataFrame, params: Params, facts: Facts) -> pd.DataFrame:
    """The tidy table of `uppgifter` with `avser` filled by the labels, where the delivery doesn't tell.

    A count and its percent repeat different facts, so the cells of one row can have different expressions. A percent
    of a printed base that isn't those ended, or in a book whose shares are of others, repeats none.
    """
    bases = {
        (row.fil, row.blad, row.radnr): row.varde
        for row in table[(table["kolumn"] == "bas") & (table["status"] == "")].itertuples()
    }
    found = []
    for row in table.to_dict("records"):
        told = row["avser"]
        if not told and not row["status"] and row["kapitel"] in CHAPTERS:
            told = expression(
                row["uppgift"], row["grupp"], row["period"], row["enhet"], row["kolumn"], params, facts
            )
            base = bases.get((row["fil"], row["blad"], row["radnr"]))
            if ".andel_" in told and not _is_of_ended(told, base, params, facts):
                told = ""
        found.append(told)
    return table.assign(avser=found)


def _is_of_ended(name: str, base: object, params: Params, facts: Facts) -> bool:
    """Whether the share can be one of those ended; shares of women and men are of all participants."""
    if ".andel_kvinnor" in name or ".andel_man" in name:
        return True
    goal = params.year.mal_arbete_studier
    if goal and goal.bas != _BASE:
        return False
    of = f"{name.rpartition('.')[0]}.{_BASE}"
    return base is None or (of in facts and facts[of].cell.varde == base)
