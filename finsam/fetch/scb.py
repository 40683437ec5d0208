"""SCB's tables by PxWebApi 2 as json-stat2, in parts of as many cells as a call may have."""

from __future__ import annotations

import math
import re
from typing import Any

from finsam.faults import Fault, Place, counted
from finsam.fetch import jsonstat
from finsam.fetch.client import Pace, Session
from finsam.fetch.kept import Kept
from finsam.fetch.question import Call, Failed, Fetched, Question, unanswered, wrong
from finsam.tables.registers import kommuner
from finsam.tables.statistics import AgencyName

#: The variables that each known table must have; another table needs REGION, CONTENTS and TIME.
VARIABLES = {
    "TAB1386": {"Region", "Kon", "Aldersgrupp", "ContentsCode", "Tid"},
    "TAB6471": {"Region", "Alder", "Kon", "ContentsCode", "Tid"},
}
REGION, SEX, CONTENTS, TIME = "Region", "Kon", "ContentsCode", "Tid"
#: The cells of an answer that SCB allows where its `/config` doesn't tell.
CELLS = 150_000
#: SCB ends a table's title with what it covers: `Folkmängden per månad ... kön.  År 2025M01-2026M04`.
_COVERS = re.compile(r"\s*[.,]?\s*(År|Månad|Kvartal)\s+\d{4}\S*(\s*[-–]\s*\d{4}\S*)?\s*$")


def dataset(name: AgencyName) -> str | None:
    """The table of an entry in matt.yml: `TAB1386`, or `TAB1386:<code of the contents>`; None for another code."""
    found = re.match(r"TAB\d+(?=$|[^0-9])", name.kod)
    return found[0] if found else None


def contents(name: AgencyName) -> str:
    """The code of the contents in an entry; nothing where it names the table alone."""
    return re.sub(r"^TAB\d+[^0-9A-Za-z]*", "", name.kod)


def first_call(session: Session, question: Question) -> str:
    return session.address(f"/tables/{question.dataset}/metadata", {"lang": "sv"})


def fetch(session: Session, question: Question, kept: Kept) -> Fetched:
    """The asked cells of the table as one json-stat2 cube.

    Raises Failed when the table's title, its variables or the named contents aren't those of matt.yml, and for
    answers that aren't whole.
    """
    limits = _limits(session)
    url = first_call(session, question)
    meta, _ = session.json(url, lambda data, last: _check(data, last, ""))
    _check_variables(question, meta, url)
    asked, notes = _selection(question, meta, url)
    address = session.address(
        f"/tables/{question.dataset}/data", {"lang": "sv", "outputFormat": "json-stat2"}
    )
    stamp = str(meta.get("updated") or "")
    parts: list[jsonstat.Cube] = []
    calls: list[Call] = []
    for part in _parts(asked, limits):
        selection = [{"variableCode": name, "valueCodes": some} for name, some in part.items()]

        def check(data: Any, last: str, part: dict[str, list[str]] = part) -> None:
            _check(data, last, "values")
            given = {name: set(jsonstat.codes(data["dimension"][name])) for name in data["id"]}
            if given != {name: set(some) for name, some in part.items()}:
                raise wrong(
                    "answer-unexpected", "SCB answered with other codes than it was asked for.", last, given
                )

        data, call = session.json(address, check, posted={"selection": selection}, kept=kept, stamp=stamp)
        parts.append(data)
        calls.append(call)
    if len({part.get("updated") for part in parts}) > 1:
        message = f"SCB published {question.dataset} anew while it was fetched; run the command again."
        raise wrong("answer-changed", message, address, sorted({str(part.get("updated")) for part in parts}))
    try:
        cube = jsonstat.together(parts, asked)
    except ValueError as error:
        raise wrong(
            "answer-incomplete", f"SCB's parts of {question.dataset} don't fit: {error}.", address
        ) from None
    known = sum(value is not None for value in cube["value"])
    if not known:
        raise wrong("answer-empty", f"SCB has no figure in {question.dataset} for any area.", address)
    return Fetched(
        content=cube,
        rows=len(cube["value"]),
        title=meta["label"],
        updated=str(parts[0].get("updated") or stamp),
        parameters={"tabell": question.dataset, "format": "json-stat2", "urval": asked},
        calls=calls,
        notes=notes,
    )


def _limits(session: Session) -> int:
    """The most cells of a call, as SCB tells; its pace is kept from then on, too."""
    if session.limits is None:

        def check(data: object, url: str) -> None:
            if not isinstance(data, dict):
                raise _shape(url, data, "an object")

        limits, _ = session.json(session.address("/config"), check)
        session.limits = dict(limits)
        calls, seconds = session.limits.get("maxCallsPerTimeWindow"), session.limits.get("timeWindow")
        if isinstance(calls, int) and isinstance(seconds, int) and calls > 0 and seconds > 0:
            made = session.pace.made
            session.pace = Pace(calls, seconds, session.clock)
            session.pace.made.extend(made)
    most = session.limits.get("maxDataCells")
    return most if isinstance(most, int) and most > 0 else CELLS


def _check_variables(question: Question, meta: jsonstat.Cube, url: str) -> None:
    """Raises Failed when the table has other variables than it is known by."""
    there = set(meta["id"])
    must = VARIABLES.get(question.dataset, {REGION, CONTENTS, TIME})
    wholly = question.dataset in VARIABLES
    if not must <= there or (wholly and there != must):
        message = f"SCB's table {question.dataset} has other variables than finsam knows."
        raise wrong("variables-differ", message, url, ", ".join(meta["id"]), ", ".join(sorted(must)))


def _contents(name: AgencyName, measure: str, meta: jsonstat.Cube, url: str) -> list[str]:
    """The codes of the contents that an entry is of: the one in its code, the one whose label is its title, or all
    where its title is the table's. Raises Failed when it is none of these."""
    codes = jsonstat.codes(meta["dimension"][CONTENTS])
    labels = meta["dimension"][CONTENTS]["category"].get("label", {})
    table, wanted = meta["label"], contents(name)
    if wanted and wanted not in codes:
        message = f"SCB's table {dataset(name)} has no contents {wanted}, which {measure} of matt.yml is."
        raise wrong("code-unknown", message, url, ", ".join(f"{k} {v}" for k, v in labels.items()))
    some = [code for code in codes if code == wanted] or [
        code for code in codes if _plain(labels.get(code, "")) == _plain(name.titel)
    ]
    if wanted and _plain(name.titel) in {_plain(labels.get(wanted, "")), _plain(table)}:
        return some
    if not wanted and some:
        return some
    if not wanted and _plain(name.titel) == _plain(table):
        return codes
    title = labels.get(wanted, "") if wanted else table
    message = f"SCB's {name.kod} is {title!r}, not what {measure} of matt.yml is."
    held = ", ".join(labels.values())
    places = (
        Place(url, value=title),
        Place(url, column=CONTENTS, value=held),
        Place("params/register/matt.yml", column=measure, value=name.titel),
    )
    raise Failed(Fault("title-differs", message, places, f"{name.titel!r}"), keep=False)


def _plain(title: str) -> str:
    return " ".join(_COVERS.sub("", title).split()).rstrip(".").casefold()


def _selection(question: Question, meta: jsonstat.Cube, url: str) -> tuple[dict[str, list[str]], list[Fault]]:
    """The codes to ask for by variable, in the table's order, and notes about areas that it doesn't have.

    A län that the table has no figure of is asked for by all its kommuner, so that it can be summed.
    """
    given = {name: jsonstat.codes(meta["dimension"][name]) for name in meta["id"]}
    regions, notes = set(question.areas), []
    for lan in [area for area in question.areas if len(area) == 2 and area not in given[REGION]]:
        within = {area.kod for area in kommuner(lan)} & set(given[REGION])
        if within and lan != "00":
            regions = regions - {lan} | within
            message = f"SCB's table {question.dataset} has no figure of län {lan}; {counted(len(within), 'kommun is', 'kommuner are')} fetched for it."
            notes.append(Fault("lan-by-kommuner", message, (Place(url),), "a figure of the län", "note"))
    known = {area for area in question.areas if area in given[REGION] or area not in regions}
    notes += unanswered(question, known, url)
    asked = {}
    for name, codes in given.items():
        if name == REGION:
            some = [code for code in codes if code in regions]
        elif name == TIME:
            some = [code for code in codes if question.holds(int(code[:4]))]
        elif name == CONTENTS:
            named = {code for measure, one in question.names for code in _contents(one, measure, meta, url)}
            some = [code for code in codes if code in named]
        elif "lder" in name:
            some = _ages(codes, [one for _, one in question.names])
        elif meta["dimension"][name].get("extension", {}).get("elimination") and name != SEX:
            # Left out, SCB gives the figures of all its values together.
            continue
        else:
            some = codes
        if not some:
            raise wrong(
                "answer-empty", f"SCB's table {question.dataset} has nothing of what was asked.", url, name
            )
        asked[name] = some
    return asked, notes


def _ages(codes: list[str], names: list[AgencyName]) -> list[str]:
    """The codes of the ages that matt.yml names; otherwise single years with their total, or all where there are none.

    Classes beside single years overlap them and each other, and two of SCB's codes may mean the same ages.
    """
    single = [code for code in codes if re.fullmatch(r"\d+\+?", code)]
    total = [code for code in codes if code.casefold().startswith("tot")]
    wanted: set[str] = set()
    for name in names:
        if name.alder is None:
            wanted |= {*single, *total} if single else set(codes)
        elif name.alder in codes:
            wanted.add(name.alder)
        else:
            first, _, last = name.alder.partition("-")
            wanted |= {one for one in single if int(first) <= int(one.rstrip("+")) <= int(last or 999)}
    return [code for code in codes if code in wanted]


def _parts(asked: dict[str, list[str]], most: int) -> list[dict[str, list[str]]]:
    """The selection in parts of at most so many cells, first by time and then by the longest variable."""
    cells = math.prod(len(some) for some in asked.values())
    if cells <= most:
        return [asked]
    longest = max(asked, key=lambda name: (len(asked[name]) > 1, name == TIME, len(asked[name])))
    some = asked[longest]
    if len(some) == 1:
        return [asked]
    each = max(1, most * len(some) // cells)
    return [
        part
        for at in range(0, len(some), each)
        for part in _parts({**asked, longest: some[at : at + each]}, most)
    ]


def _check(data: Any, url: str, what: str) -> None:
    wanted = jsonstat.problem(data) or (jsonstat.values_problem(data) if what else "")
    if (
        not wanted
        and TIME in data["id"]
        and not all(re.match(r"\d{4}", code) for code in jsonstat.codes(data["dimension"][TIME]))
    ):
        wanted = "times that begin with a year"
    if wanted:
        raise _shape(url, data, wanted)


def _shape(url: str, data: object, expected: str) -> Failed:
    message = "SCB answered with JSON that isn't json-stat2 as documented."
    return wrong("answer-unexpected", message, url, data, expected)
