"""Kolada v3: the rows of a KPI for kommuner, regions and the country, page by page."""

from __future__ import annotations

from typing import Any

from finsam.faults import Fault, Place, counted
from finsam.fetch.client import Session
from finsam.fetch.kept import Kept
from finsam.fetch.question import Call, Failed, Fetched, Question, parts_of, unanswered, wrong
from finsam.tables.statistics import AgencyName

#: The most ids of a kind in one call, kommuner as years.
IDS = 25
#: The most rows of a page.
ROWS = 5000
_ROW = {"kpi": str, "municipality": str, "period": int, "values": list}


def dataset(name: AgencyName) -> str:
    """The KPI of an entry in matt.yml."""
    return name.kod


def unit(area: str) -> str:
    """Kolada's id of an area: `0000` the country, `0024` the region of län 24, a kommun by its code."""
    return area.rjust(4, "0")


def first_call(session: Session, question: Question) -> str:
    return session.address(f"/kpi/{question.dataset}")


def fetch(session: Session, question: Question, kept: Kept) -> Fetched:
    """All rows of the KPI as one document `{"values": [...], "count": n, "next_url": null}`.

    Raises Failed when Kolada's title of the KPI isn't the one in matt.yml, and for answers that aren't whole.
    """
    meta = _title(session, question)
    stamp = str(meta.get("publication_date") or "")
    rows: list[dict[str, Any]] = []
    calls: list[Call] = []
    years = question.years(session.clock.now().year)
    for ids in parts_of([unit(area) for area in question.areas], IDS):
        for some in parts_of(years, IDS) or [[]]:
            path = f"/data/kpi/{question.dataset}/municipality/{','.join(ids)}"
            if some:
                path += f"/year/{','.join(map(str, some))}"
            url = session.address(path, {"per_page": str(ROWS)})
            rows += _pages(session, question, kept, url, stamp, set(ids), set(some), calls)
    first = calls[0].url
    if not rows:
        raise wrong("answer-empty", f"Kolada has no figure of {question.dataset} for any area.", first)
    keys = [(row["municipality"], row["period"]) for row in rows]
    if twice := sorted({key for key in keys if keys.count(key) > 1} if len(keys) > len(set(keys)) else ()):
        message = f"Kolada gave {counted(len(twice), 'row')} of {question.dataset} twice."
        raise wrong("answer-repeated", message, first, twice[0], "each area and year once")
    found = {area for area in question.areas if unit(area) in {key[0] for key in keys}}
    return Fetched(
        content={"values": rows, "count": len(rows), "next_url": None},
        rows=sum(len(row["values"]) for row in rows),
        title=meta["title"],
        updated=stamp,
        parameters={"kpi": question.dataset, "per_page": ROWS},
        calls=calls,
        notes=unanswered(question, found, first),
    )


def _title(session: Session, question: Question) -> dict[str, Any]:
    """What Kolada says of the KPI. Raises Failed when its title is another than matt.yml's."""
    url = first_call(session, question)

    def check(data: object, last: str) -> None:
        values = data.get("values") if isinstance(data, dict) else None
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            raise _shape(last, data, "an object with a list `values` of KPIs with `id` and `title`")

    data, _ = session.json(url, check)
    found = [value for value in data["values"] if value.get("id") == question.dataset]
    if not found or not isinstance(found[0].get("title"), str):
        raise wrong("code-unknown", f"Kolada has no KPI {question.dataset}.", url, data)
    title = found[0]["title"]
    for measure in question.measures:
        titles = [name.titel for of, name in question.names if of == measure]
        if _plain(title) not in map(_plain, titles):
            message = f"Kolada's KPI {question.dataset} is {title!r}, not what {measure} of matt.yml is."
            told = " or ".join(titles)
            places = (Place(url, value=title), Place("params/register/matt.yml", column=measure, value=told))
            raise Failed(Fault("title-differs", message, places, f"{told!r}"), keep=False)
    return dict(found[0])


def _plain(title: str) -> str:
    """A title as it is compared: spaces, dashes and case may differ."""
    return " ".join(title.replace("–", "-").split()).casefold()


def _pages(
    session: Session,
    question: Question,
    kept: Kept,
    url: str,
    stamp: str,
    ids: set[str],
    years: set[int],
    calls: list[Call],
) -> list[dict[str, Any]]:
    """The rows of a call and of the pages that follow it; adds the calls to `calls`.

    Kolada's `count` is of the page or of all pages together; what it says must hold in one of these meanings.
    """
    rows: list[dict[str, Any]] = []
    pages: list[tuple[int, int]] = []
    seen: set[str] = set()
    first, step = url, url

    def check(data: object, last: str) -> None:
        _check_page(data, last, question.dataset, ids, years)

    while step:
        if step in seen:
            message = f"Kolada's pages of {question.dataset} go in a circle: page {len(pages)} leads back to an earlier one."
            raise wrong("page-circle", message, first, step, "a next_url that is null at the end")
        seen.add(step)
        data, call = session.json(step, check, kept=kept, stamp=stamp)
        calls.append(call)
        rows += data["values"]
        pages.append((data["count"], len(data["values"])))
        following = data["next_url"]
        if following and not data["values"]:
            raise wrong(
                "answer-incomplete", "Kolada gave an empty page that isn't the last.", step, following
            )
        step = session.same_host(following, step) if following else ""
    if any(count != length for count, length in pages) and any(count != len(rows) for count, _ in pages):
        told = ", ".join(f"{counted(length, 'row')} where count is {count}" for count, length in pages)
        message = f"Kolada's answer about {question.dataset} isn't whole."
        raise wrong("answer-incomplete", message, first, told, "as many rows as `count`")
    return rows


def _check_page(data: object, url: str, kpi: str, ids: set[str], years: set[int]) -> None:
    form = "an object with `values`, `count` and `next_url`"
    if not isinstance(data, dict) or not {"values", "count", "next_url"} <= data.keys():
        raise _shape(url, data, form)
    following, values = data["next_url"], data["values"]
    if not isinstance(values, list) or not isinstance(data["count"], int):
        raise _shape(url, data, form)
    if following is not None and not isinstance(following, str):
        raise _shape(url, data, form)
    for row in values:
        if not isinstance(row, dict) or not all(isinstance(row.get(key), kind) for key, kind in _ROW.items()):
            raise _shape(url, row, "rows of `kpi`, `municipality`, `period` and `values`")
        if row["kpi"] != kpi or row["municipality"] not in ids or (years and row["period"] not in years):
            raise wrong(
                "answer-unexpected", "Kolada answered what it wasn't asked.", url, row, f"rows of {kpi}"
            )
        for value in row["values"]:
            if (
                not isinstance(value, dict)
                or "value" not in value
                or value.get("gender") not in ("T", "K", "M")
            ):
                raise _shape(url, value, "values of `gender` T, K or M, `status` and `value`")
            if value["value"] is not None and not isinstance(value["value"], int | float):
                raise _shape(url, value, "a number or null as `value`")


def _shape(url: str, data: object, expected: str) -> Failed:
    message = "Kolada answered with JSON of another form than its documentation tells."
    return wrong("answer-unexpected", message, url, data, expected)
