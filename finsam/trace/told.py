"""A chain in words, and as JSON holds it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from decimal import Decimal

from finsam.faults import Place
from finsam.sources.numbers import parse_number
from finsam.sources.raw import RawFiles
from finsam.sources.sie.values import kr
from finsam.swedish import with_unit
from finsam.trace.chain import Chain, Origin
from finsam.trace.postings import Booked

#: So many postings are told one by one.
MOST_POSTINGS = 10


def lines(chain: Chain, raw: RawFiles, depth: int = 0) -> Iterator[str]:
    """The chain as indented lines: value, formula and parts, then each delivered cell with what stands in its file."""
    fact, pad = chain.fact, "  " * depth
    exact = f"{fact.cell.number.normalize():f}"
    printed = with_unit(fact.cell.number, fact.cell.enhet, fact.cell.decimaler)
    yield f"{pad}{fact.name} = {printed}" + (f"  (exact {exact} {fact.cell.enhet})")
    yield f"{pad}  {fact.about}"
    if fact.formula:
        yield f"{pad}  = {fact.formula}"
    for part in chain.parts:
        yield from lines(part, raw, depth + 2)
    for origin in chain.origins:
        yield from (f"{pad}  {line}" for line in _origin(origin, raw))
        if origin.text and is_turned(origin.text, fact.cell.number):
            yield f"{pad}    with its sign turned: costs are told as positive amounts"
    if not chain.parts and not chain.origins:
        yield f"{pad}  in the params of the book"


def _origin(origin: Origin, raw: RawFiles) -> Iterator[str]:
    yield str(origin.place) if origin.text is None else f"{origin.place}: {origin.text!r}"
    is_added = (
        origin.text is None and raw.is_table(origin.place.file) and not origin.rows and not origin.booked
    )
    if is_added:
        yield "  added up from several rows, of which this is the first"
    if origin.rows:
        yield f"  counted from rows of persons, {origin.rows} in the file; what they hold is not shown"
    if origin.line is not None and not origin.booked:
        yield f"  the row: {origin.line}"
    if origin.booked:
        yield from (f"  {line}" for line in _booked(origin.booked, raw))
    elif not origin.planned and not raw.is_table(origin.place.file):
        yield "  nothing is booked on it; it is told by the budget, or by no row at all"
    for place, line in origin.planned:
        yield f"  from the budget, {place}"
        yield f"    {line}"
    if not origin.sha256:
        yield "  the file is gone"
    elif origin.is_changed:
        yield f"  sha256 {origin.sha256}, CHANGED: the book was made from {origin.was}"
    else:
        yield f"  sha256 {origin.sha256}, " + (
            "as in the manifest" if origin.was else "the book has no manifest of it"
        )


def is_turned(text: str, value: Decimal) -> bool:
    """Whether a raw cell holds the value with the other sign."""
    try:
        return value != 0 and parse_number(text).varde == -value
    except ValueError:
        return False


def _booked(found: Booked, raw: RawFiles) -> Iterator[str]:
    count = len(found.postings)
    what = "they add up to" if found.is_sum else "it is a difference that they are a part of; they add up to"
    told = f"{count} posting" + ("s" if count != 1 else "")
    yield f"{told} on account {', '.join(found.accounts)}; {what} {kr(found.ore)} (debit positive)"
    for posting in found.postings[:MOST_POSTINGS]:
        yield f"  {posting.place.file}, line {posting.place.row}: {raw.line(posting.place)}"
    if count > MOST_POSTINGS:
        yield f"  and {count - MOST_POSTINGS} more"


def as_json(chain: Chain, raw: RawFiles) -> dict[str, object]:
    """name, value, unit, printed, about, formula, parts (as this) and where, each with file, row and what stands there."""
    fact = chain.fact
    return {
        "name": fact.name,
        "printed": with_unit(fact.cell.number, fact.cell.enhet, fact.cell.decimaler),
        "value": f"{fact.cell.number.normalize():f}",
        "unit": fact.cell.enhet,
        "about": fact.about,
        "formula": fact.formula,
        "parts": [as_json(part, raw) for part in chain.parts],
        "where": [_origin_as_json(origin, raw) for origin in chain.origins],
    }


def _origin_as_json(origin: Origin, raw: RawFiles) -> dict[str, object]:
    found = _place(origin.place) | {
        "value": origin.text,
        "line": origin.line,
        "sha256": origin.sha256,
        "manifest": origin.was,
        "changed": origin.is_changed,
    }
    if origin.booked:
        found["postings"] = {
            "count": len(origin.booked.postings),
            "accounts": origin.booked.accounts,
            "sum": kr(origin.booked.ore),
            "is_sum": origin.booked.is_sum,
            "first": [
                _place(posting.place) | {"line": raw.line(posting.place)}
                for posting in origin.booked.postings[:MOST_POSTINGS]
            ],
        }
    if origin.planned:
        found["budget"] = [_place(place) | {"line": line} for place, line in origin.planned]
    if origin.rows:
        found["persons"] = origin.rows
    return found


def _place(place: Place) -> dict[str, object]:
    return {key: value for key, value in asdict(place).items() if value is not None}
