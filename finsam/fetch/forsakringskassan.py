"""Försäkringskassan's tables of sick leave as JSON, for kommuner, län and the country."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from finsam.faults import counted
from finsam.fetch.client import Session
from finsam.fetch.kept import Kept
from finsam.fetch.question import Call, Failed, Fetched, Question, parts_of, unanswered, wrong
from finsam.tables.statistics import AgencyName

#: The tables by the last part of their path, with the key of the figure in `observations`.
TABLES = {
    "SJPohttal": ("ohm-ohalsotal", "oht"),
    "SJPsjptal": ("ohm-sjptal", "spt"),
    "SJPT2": ("ohm-sjptal-tvanoll", "spt"),
}
#: Areas in one call; all months of them come in one answer.
AREAS = 25
SEXES = ("ALL", "K", "M")
_DIMENSIONS = ("ar", "lan_kod", "kommun_kod", "kon_kod", "aldersklass_kod")


def dataset(name: AgencyName) -> str | None:
    """The table of an entry in matt.yml, which names its path, the last part of it, or the figure and its version."""
    last = name.kod.rstrip("/").split("/")[-1].removesuffix(".json").removesuffix(".xlsx")
    if last in TABLES:
        return last
    if last in {"spt", "ohm-sjptal"}:
        return "SJPT2" if name.version.startswith("2") else "SJPsjptal"
    return {"oht": "SJPohttal", "ohm-ohalsotal": "SJPohttal", "ohm-sjptal-tvanoll": "SJPT2"}.get(last)


def unit(area: str) -> str:
    """The `kommun_kod` of an area: `ALL_ALL` the country, `ALL_24` a län, a kommun by its code."""
    if area == "00":
        return "ALL_ALL"
    return f"ALL_{area}" if len(area) == 2 else area


def first_call(session: Session, question: Question) -> str:
    return _address(session, question, list(question.areas)[:AREAS])


def fetch(session: Session, question: Question, kept: Kept) -> Fetched:
    """The rows of the table as one list, as the agency gives them: all ages together, women, men and both.

    A server that leaves out a filter sends more than was asked for; only what was asked for is taken, and the number
    of other rows is told in the parameters. Raises Failed for answers that aren't of the documented form.
    """
    figure = TABLES[question.dataset][1]
    rows: list[dict[str, Any]] = []
    calls: list[Call] = []
    beside = 0

    def check(data: object, url: str) -> None:
        _check(data, url, figure)

    for areas in parts_of(list(question.areas), AREAS):
        wanted = {unit(area) for area in areas}
        data, call = session.json(_address(session, question, areas), check, kept=kept)
        taken = [row for row in data if _asked(row["dimensions"], wanted, question)]
        beside += len(data) - len(taken)
        rows += taken
        calls.append(call)
    first = calls[0].url
    if not rows:
        message = f"Försäkringskassan has no figure in {question.dataset} for any area."
        raise wrong("answer-empty", message, first)
    keys = [tuple(sorted(row["dimensions"].items())) for row in rows]
    if len(set(keys)) < len(keys):
        message = f"Försäkringskassan gave {counted(len(keys) - len(set(keys)), 'row')} of {question.dataset} twice."
        raise wrong("answer-repeated", message, first, None, "each area, sex and month once")
    there = {row["dimensions"]["kommun_kod"] for row in rows}
    return Fetched(
        content=rows,
        rows=len(rows),
        title=next((name.titel for _, name in question.names), ""),
        updated=max((call.modified for call in calls), default=""),
        parameters={"tabell": "/".join(_path(question)), "rader_utanfor_fragan": beside},
        calls=calls,
        notes=unanswered(question, {area for area in question.areas if unit(area) in there}, first),
    )


def _path(question: Question) -> tuple[str, str]:
    return TABLES[question.dataset][0], question.dataset


def _address(session: Session, question: Question, areas: list[str]) -> str:
    folder, table = _path(question)
    params = {
        "kommun_kod": ",".join(unit(area) for area in areas),
        "kon_kod": ",".join(SEXES),
        "aldersklass_kod": "ALL",
    }
    if years := question.years(session.clock.now().year):
        params["ar"] = ",".join(map(str, years))
    return session.address(f"/{folder}/{table}.json", params)


def _asked(of: Mapping[str, str], areas: set[str], question: Question) -> bool:
    return (
        of["kommun_kod"] in areas
        and of["kon_kod"] in SEXES
        and of["aldersklass_kod"] == "ALL"
        and question.holds(int(of["ar"]))
    )


def _check(data: object, url: str, figure: str) -> None:
    if not isinstance(data, list):
        raise _shape(url, data, "a list of rows")
    for row in data:
        of = row.get("dimensions") if isinstance(row, dict) else None
        if not isinstance(of, dict) or not all(isinstance(of.get(key), str) for key in _DIMENSIONS[1:]):
            raise _shape(url, row, "`dimensions` with " + ", ".join(_DIMENSIONS))
        if not str(of.get("ar", "")).isdecimal() or not str(of.get("manad", of.get("man", ""))).isdecimal():
            raise _shape(url, row, "a year in `ar` and a month in `manad` or `man`")
        observed = row.get("observations")
        one = observed.get(figure) if isinstance(observed, dict) else None
        if not isinstance(one, dict) or "value" not in one or not isinstance(one.get("rojd"), bool):
            raise _shape(url, row, f"`observations` with `{figure}` of `value` and `rojd`")


def _shape(url: str, data: object, expected: str) -> Failed:
    message = "Försäkringskassan answered with JSON of another form than is known of it."
    return wrong("answer-unexpected", message, url, data, expected)
