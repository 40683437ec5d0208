"""How people are delivered for the book of 2024.

personer-2024.csv: the list from the follow-up system, one row a participation, with project codes as insatser.
personer-lotsen.xlsx: Lotsen's own list, with other headings and words and fewer columns.
deltagare-rehabvagen.xlsx: Rehabvägen's ready table, which is all that it delivers.
personuppfoljning.csv: the register's answer on those who ended to work.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from tools.exempelforbundet.courses import ARBETE, BJORKSTA, EKVIK, END, LAST, SJOHULT
from tools.exempelforbundet.facts import INSATSER, chance
from tools.exempelforbundet.files import Cell, write_csv, write_workbook
from tools.exempelforbundet.people import Spell, pick, spells

HEADER = (
    "Personkod",
    "Insats-id",
    "Kön",
    "Födelseår",
    "Kommun",
    "Startdatum",
    "Slutdatum",
    "Avslutsanledning",
    "Försörjning vid start",
    "Försörjning vid avslut",
    "Utbildning",
    "År i offentlig försörjning",
    "Tolk",
)
#: The kommuner as lists have them.
KOMMUN = {EKVIK: "Ekvik", BJORKSTA: "Björksta", SJOHULT: "Sjöhult"}
#: Percent of the cells that nobody filled in, by heading.
UNFILLED = {
    "Födelseår": 1,
    "Kommun": 1,
    "Försörjning vid start": 3,
    "Försörjning vid avslut": 9,
    "Utbildning": 6,
    "År i offentlig försörjning": 7,
    "Tolk": 4,
}

LOTSEN, REHABVAGEN = "Lotsen", "Rehabvägen"
LOTSEN_HEADER = (
    "Kod",
    "Insats",
    "Kön",
    "Född",
    "Kommun",
    "Inskriven",
    "Utskriven",
    "Varför utskriven",
    "Försörjning då",
    "Försörjning nu",
)
#: Lotsen's words where they aren't those of the other list.
LOTSEN_WORDS = {
    "K": "Kvinna",
    "M": "Man",
    "Arbete": "Fick jobb",
    "Arbete med stöd": "Jobb med lönestöd",
    "Studier": "Började läsa",
    "Vidare till annan insats": "Annan insats tog vid",
    "Medicinsk rehabilitering": "Vården tog vid",
    "Uteblivit": "Kom inte",
    "Egen önskan": "Ville sluta",
    "Ekonomiskt bistånd": "Bistånd",
}

#: Percent still in work by years after, of those with work and of those with supported work.
STILL_IN_WORK = {1: (78, 62), 2: (70, 52)}
#: What the register answers on the others of a hundred, in order: not known, an empty cell, no row at all.
NOT_FOLLOWED = (5, 3, 4)


def write(folder: Path) -> None:
    of_2024 = folder / "2024"
    write_csv(of_2024 / "personer-2024.csv", HEADER, map(_row, listed()))
    lotsen = [spell for spell in spells() if spell.insats == LOTSEN]
    write_workbook(
        of_2024 / "personer-lotsen.xlsx", "Deltagare Lotsen", [LOTSEN_HEADER, *map(_lotsen_row, lotsen)]
    )
    write_workbook(of_2024 / "deltagare-rehabvagen.xlsx", "Blad1", [REHAB_HEADER, *rehab_rows()])
    rows = [(spell.person.key, _code(spell), efter, answer) for spell, efter, answer in followed()]
    write_csv(of_2024 / "personuppfoljning.csv", ("nyckel", "insats", "efter", "i_arbete"), rows)


def listed() -> list[Spell]:
    """The participations of the list from the follow-up system."""
    return [spell for spell in spells() if spell.insats not in (LOTSEN, REHABVAGEN)]


def _code(spell: Spell) -> str:
    """The project code of the year when the participation began; the first known ones were used before too."""
    insats = next(each for each in INSATSER if each.name == spell.insats)
    return insats.code(max(spell.start.year, min(insats.codes)))


def _row(spell: Spell) -> tuple[str, ...]:
    person = spell.person
    cells = {
        "Personkod": person.key,
        "Insats-id": _code(spell),
        "Kön": person.sex,
        "Födelseår": str(person.born),
        "Kommun": KOMMUN[person.kommun],
        "Startdatum": spell.start.isoformat(),
        "Slutdatum": spell.end.isoformat() if spell.end else "",
        "Avslutsanledning": spell.reason,
        "Försörjning vid start": spell.before,
        "Försörjning vid avslut": spell.after,
        "Utbildning": person.education,
        "År i offentlig försörjning": _decimal(spell.years),
        "Tolk": "Ja" if person.interpreter else "Nej",
    }
    draw = chance("lucka", person.key, spell.insats, spell.start)
    unfilled = {heading for heading, percent in UNFILLED.items() if draw.randrange(100) < percent}
    return tuple("" if heading in unfilled else cells[heading] for heading in HEADER)


def _decimal(tenths: int) -> str:
    whole, rest = divmod(tenths, 10)
    return f"{whole},{rest}" if rest else str(whole)


def _lotsen_row(spell: Spell) -> tuple[Cell, ...]:
    person = spell.person
    words = (spell.reason, spell.before, spell.after)
    reason, before, after = (LOTSEN_WORDS.get(word, word) for word in words)
    sex = LOTSEN_WORDS[person.sex]
    return (
        person.key, LOTSEN, sex, person.born, KOMMUN[person.kommun], spell.start, spell.end, reason, before, after,
    )  # fmt: skip


# ---- Rehabvägen's table ----------------------------------------------------------------------------------

REHAB_HEADER = ("insats", "matt", "period", "kvinnor", "man", "totalt")
PERIODS = {
    "2023": (date(2023, 1, 1), date(2023, 12, 31)),
    "2024-H1": (date(2024, 1, 1), date(2024, 6, 30)),
    "2024-H2": (date(2024, 7, 1), END),
}


def rehab_rows() -> Iterator[tuple[Cell, ...]]:
    """The table as its staff counted it: the year 2023, and the halves of 2024."""
    for period, (first, last) in PERIODS.items():
        for label, found in counted(REHABVAGEN, first, last).items():
            women = sum(spell.person.sex == "K" for spell in found)
            yield REHABVAGEN, label, period, women, len(found) - women, len(found)


def counted(insats: str, first: date, last: date) -> dict[str, list[Spell]]:
    """Those of an insats behind each row of a participant table of some time, by the row's printed label."""
    present = [spell for spell in spells() if spell.insats == insats and spell.is_in(first, last)]
    ended = [spell for spell in present if spell.end and spell.end <= last]
    exits = {
        "varav till arbete": "arbete",
        "varav till studier": "studier",
        "varav annat positivt avslut": "annat_positivt_avslut",
        "Antal avbrott": "avbrott",
    }
    return {
        "Antal deltagare totalt": present,
        "varav nya för året": [spell for spell in present if spell.start >= first],
        "Totalt antal avslutade": ended,
        **{label: [spell for spell in ended if spell.exit == name] for label, name in exits.items()},
        "Antal kvar i verksamheten": [spell for spell in present if spell not in ended],
    }


# ---- The register's answer -------------------------------------------------------------------------------


def followed() -> Iterator[tuple[Spell, int, str]]:
    """Who ended to work one or two years before, the years, and Ja, Nej, Okänt or nothing."""
    for efter, percents in STILL_IN_WORK.items():
        for spell in listed():
            if spell.exit != ARBETE or spell.end.year != LAST - efter:
                continue
            draw = chance("uppföljning", spell.person.key, spell.insats, efter)
            unknown, empty, absent = NOT_FOLLOWED
            still = percents[spell.reason == "Arbete med stöd"]
            weights = {"Okänt": unknown, "": empty, "absent": absent, "answered": 100 - sum(NOT_FOLLOWED)}
            answer = pick(draw, weights)
            if answer == "answered":
                answer = "Ja" if draw.randrange(100) < still else "Nej"
            if answer != "absent":
                yield spell, efter, answer
