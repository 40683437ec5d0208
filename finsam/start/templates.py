"""The templates of a book: a sheet for each kind of table and for each delivery with one row a person or an answer.

Columns, words and units are those of the registry of kinds, so a template is what the reader reads.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from finsam.households.definitions import load_households
from finsam.params import Params
from finsam.people.definitions import load_people
from finsam.public_economy.definitions import load_public_economy
from finsam.sources.grids import OPTIONAL
from finsam.start import words
from finsam.surveys.asked import asked_kind
from finsam.surveys.definitions import load_surveys
from finsam.tables.kinds import KINDS, ROW_DELIVERIES, Key, Kind, Value
from finsam.tables.words import OCCASIONS, RESPONDENTS, SEXES, UNITS, WHOLE

Words = dict[str, tuple[str, ...]]

#: What a cell holds where no list of words says it: text, a number of persons, a percent, another number, a day.
TEXT, COUNT, PERCENT, NUMBER, DAY = "text", "antal", "procent", "tal", "dag"

#: The amounts that stand on a day, and those of the years to come; all others are of the year and the one before.
_ON_A_DAY = ("balansrakning", "projektskulder")
_AHEAD = ("flerarsbudget", "projektbudget")

_YES_NO: Words = {"Ja": (), "Nej": ()}
#: The sexes of persons, as a person is called.
_SEXES: Words = {SEXES[name][1]: () for name in ("kvinnor", "man")}


@dataclass(frozen=True)
class Column:
    """about: in Swedish. words: the only ones that the cell may hold, in the spelling that people read; with `more`
    others may stand too."""

    name: str
    about: str
    required: bool
    holds: str = TEXT
    words: tuple[str, ...] = ()
    more: bool = False

    @property
    def heading(self) -> str:
        """The name, and whether it may be left empty."""
        return self.name if self.required else f"{self.name} {OPTIONAL}"


@dataclass(frozen=True)
class Template:
    """name: of the sheet. about: in Swedish. chapter: that shows it; empty where each row names its own."""

    name: str
    about: str
    chapter: str
    columns: tuple[Column, ...]


def templates(params: Params) -> list[Template]:
    """All of them, with the names of the förbund's own insatser and members; ready tables first.

    Raises Faults with what is wrong in the files of params that hold the words.
    """
    names = {
        "insats": tuple(each.namn for each in params.forbund.insatser),
        "medlem": tuple(each.namn for each in params.forbund.medlemmar),
        "kommun": tuple(each.namn for each in params.members if each.slag == "kommun"),
    }
    kinds = KINDS | {"enkat_utskick": asked_kind(load_surveys(params.forbund_id), params)}
    ready = [_of_kind(kind, names, params.ar) for kind in kinds.values()]
    return [*ready, *(_of_rows(name, names, params) for name in ROW_DELIVERIES)]


def as_csv(template: Template) -> bytes:
    """The header, with semicolons as a Swedish Excel opens it."""
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=";", lineterminator="\r\n").writerow(each.heading for each in template.columns)
    return file.getvalue().encode("utf-8-sig")


def _of_kind(kind: Kind, names: dict[str, tuple[str, ...]], ar: int) -> Template:
    columns = [_column(kind, column, names) for column in kind.columns.values()]
    if kind.period_unit:
        first, *others = _periods(kind.name, ar)
        columns += [
            Column(
                when, f"Belopp {when}, {kind.period_unit}. Rubriken är ett år eller datum.", required, NUMBER
            )
            for when, required in [(first, True), *((each, False) for each in others)]
        ]
    return Template(kind.name, words.SHEETS[kind.name][0], kind.chapter, tuple(columns))


def _periods(kind: str, ar: int) -> list[str]:
    years = [ar, ar + 1, ar + 2] if kind in _AHEAD else [ar, ar - 1]
    return [f"{year}-12-31" if kind in _ON_A_DAY else str(year) for year in years]


def _column(kind: Kind, column: Key | Value, names: dict[str, tuple[str, ...]]) -> Column:
    about = words.about(kind.name, column.name)
    if isinstance(column, Value):
        holds = {"antal": COUNT, "procent": PERCENT}.get(column.unit or "", NUMBER)
        return Column(column.name, about, column.required, holds)
    if column.words is not None:
        return Column(column.name, about, column.required, TEXT, readable(column.words))
    known = names.get(column.name, ())
    if column.name == "insats" and known:
        known = (WHOLE, *known)
    return Column(column.name, about, column.required, TEXT, known, more=column.name == "insats")


def readable(known: Words) -> tuple[str, ...]:
    """Each word as people write it: in its first other spelling, where it has one."""
    return tuple(spellings[0] if spellings else word for word, spellings in known.items())


def _of_rows(name: str, names: dict[str, tuple[str, ...]], params: Params) -> Template:
    columns = {
        "personer": _of_persons,
        "personuppfoljning": _of_followed,
        "enkatsvar": _of_answers,
        "hushallsmanader": _of_households,
        "personstod": _of_support,
    }[name](params.forbund_id)
    made = []
    for column, (required, holds, known) in columns.items():
        listed = names.get(column) or readable(known)
        # Other spellings of a word are read too, and the common lists aren't all that a förbund may use.
        made.append(
            Column(column, words.about(name, column), required, holds, listed, more=column not in _CLOSED)
        )
    return Template(name, words.SHEETS[name][0], ROW_DELIVERIES[name], tuple(made))


#: Columns of rows in which no other words can stand than those that the list shows.
_CLOSED = ("kon", "tolk", "efter", "i_arbete")

#: By column: whether it is required, what it holds, and its words.
_Columns = dict[str, tuple[bool, str, Words]]


def _plain(known: Iterable[str]) -> Words:
    """Words without other spellings."""
    return dict.fromkeys(known, ())


def _of_persons(forbund: str) -> _Columns:
    known = load_people(forbund)
    support = _plain(known.forsorjning)
    return {
        "nyckel": (True, TEXT, {}),
        "insats": (True, TEXT, {}),
        "kon": (True, TEXT, _SEXES),
        "start": (True, DAY, {}),
        "slut": (False, DAY, {}),
        "orsak": (False, TEXT, _plain(known.orsaker)),
        "kommun": (False, TEXT, {}),
        "fodelsear": (False, COUNT, {}),
        "forsorjning_fore": (False, TEXT, support),
        "forsorjning_efter": (False, TEXT, support),
        "utbildning": (False, TEXT, _plain(known.utbildning)),
        "ar_i_forsorjning": (False, NUMBER, {}),
        "tolk": (False, TEXT, _YES_NO),
    }


def _of_followed(forbund: str) -> _Columns:
    return {
        "nyckel": (True, TEXT, {}),
        "efter": (True, TEXT, {"1": (), "2": ()}),
        "i_arbete": (True, TEXT, {**_YES_NO, "Okänt": ()}),
        "insats": (False, TEXT, {}),
    }


def _of_answers(forbund: str) -> _Columns:
    known = load_surveys(forbund)
    return {
        "fraga": (True, TEXT, _plain(each.text for each in known.fragor.values())),
        "svar": (True, TEXT, {}),
        "respondentgrupp": (
            False,
            TEXT,
            RESPONDENTS | _plain(each.namn or id for id, each in known.grupper.items()),
        ),
        "tillfalle": (False, TEXT, OCCASIONS),
        "insats": (False, TEXT, {}),
        "period": (False, TEXT, {}),
        "datum": (False, DAY, {}),
        "svarande": (False, TEXT, {}),
    }


def _of_support(forbund: str) -> _Columns:
    known = load_public_economy(forbund)
    return {
        "nyckel": (True, TEXT, {}),
        "insats": (True, TEXT, {}),
        "stod": (True, TEXT, _plain(known.stod)),
        "enhet": (True, TEXT, UNITS),
        "period": (False, TEXT, {}),
        "fore": (True, NUMBER, {}),
        "efter": (True, NUMBER, {}),
    }


def _of_households(forbund: str) -> _Columns:
    known = load_households(forbund)
    return {
        "hushall": (True, TEXT, {}),
        "manad": (True, TEXT, {}),
        "kommun": (True, TEXT, {}),
        "hushallstyp": (True, TEXT, _plain(known.order("hushallstyp")[:-1])),
        "vuxna": (True, COUNT, {}),
        "barn": (True, COUNT, {}),
        "kon": (False, TEXT, _SEXES),
        "fodelsear": (False, COUNT, {}),
        "alder": (False, COUNT, {}),
        "forsorjningshinder": (False, TEXT, _plain(known.forsorjningshinder)),
        "belopp": (False, NUMBER, {}),
    }
