"""The budget of several years: its sums over rows, years and projects, its members' shares and its equity."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from finsam.audit.check import Check, amounts, compare, rounding
from finsam.facts.economy import Mention, Tables, plain_label
from finsam.faults import Place
from finsam.params import Params
from finsam.sources.numbers import parse_number
from finsam.tables.cells import Cell, Row, places_of, rows

_TITLES = {"flerarsbudget": "Flerårsbudget", "projektbudget": "Projektbudget"}
_KEYS = {
    "flerarsbudget": ("sektion", "typ", "rad", "andel"),
    "projektbudget": ("grupp", "typ", "kod", "namn"),
}


def checks(tables: Tables, params: Params) -> Iterator[Check]:
    """Every check that the budget of several years and the one by project allow."""
    found = {kind: list(rows(tables[kind], _KEYS[kind], across="period")) for kind in _KEYS if kind in tables}
    for kind, table in found.items():
        yield from _over_years(_TITLES[kind], table)
    budget = found.get("flerarsbudget", [])
    for when in _periods(budget):
        yield from _sections(budget, when)
        yield from _parts(budget, when)
        yield from _members(budget, when, params)
    yield from _below_zero(budget)
    projects = found.get("projektbudget", [])
    for when in _periods(projects):
        yield from _groups(projects, when)
        yield from _projects(budget, projects, when)


def _periods(table: list[Row]) -> list[str]:
    return list(dict.fromkeys(when for row in table for when in row))


def _span(when: str) -> tuple[int, int]:
    """First and last year of a column: 2005-2016, or a year."""
    return int(when[:4]), int(when[-4:])


def total_column(periods: list[str]) -> str:
    """The last column, where it is a span that begins with the first of the others; otherwise none."""
    if len(periods) < 3 or len(periods[-1]) == len("2016"):
        return ""
    return periods[-1] if _span(periods[-1])[0] == _span(periods[0])[0] else ""


def _name(title: str, row: Row) -> str:
    return f"{title}, {row.key.get('rad') or ' '.join(filter(None, (row.key['grupp'], row.key['kod'], row.key['namn'])))}"


def _over_years(title: str, table: list[Row]) -> Iterator[Check]:
    """Each row's sum is its years; the heading of the sums covers the years that they hold."""
    periods = _periods(table)
    total = total_column(periods)
    if not total:
        return
    others = periods[:-1]
    agreeing = []
    for row in table:
        parts = [row[when] for when in others if row[when]]
        made = compare(
            "plan-years",
            f"{_name(title, row)}: summa över åren",
            row[total],
            parts,
            rounding(row[total], *parts),
        )
        agreeing += [not check.severity for check in made]
        yield from made
    last = max(_span(when)[1] for when in others)
    cell = next((row[total] for row in table if row[total]), None)
    if cell and agreeing and sum(agreeing) > len(agreeing) / 2:
        stated = Decimal(_span(total)[1])
        subject = f"{title}: sista året i summakolumnens rubrik"
        yield Check("plan-heading", subject, stated, Decimal(last), "", places_of([cell]))


def _sum(rule: str, subject: str, stated: Cell, parts: list[Cell]) -> list[Check]:
    """A sum against the amounts that there are; where there are none, nothing is said."""
    parts = [part for part in parts if part]
    return compare(rule, subject, stated, parts, rounding(stated, *parts))


def _is_income(row: Row) -> bool:
    return "intäkt" in row.key["sektion"].lower()


def _sections(table: list[Row], when: str) -> Iterator[Check]:
    """Posts make the sum of their section, the sums of cost sections all costs, and incomes less costs the result."""
    sums: dict[str, Row] = {}
    for section in dict.fromkeys(row.key["sektion"] for row in table):
        part = [row for row in table if row.key["sektion"] == section]
        posts = [row[when] for row in part if row.key["typ"] == "post"]
        closing = next((row for row in part if row.key["typ"] == "summa"), None)
        if any(row.key["typ"] == "resultat" for row in part):
            yield from _totals(part, sums, when)
        elif closing:
            sums[section] = closing
            subject = f"Flerårsbudget {when}, {closing.key['rad']}: summa"
            yield from _sum("plan-section", subject, closing[when], posts)


def _totals(part: list[Row], sums: dict[str, Row], when: str) -> Iterator[Check]:
    costs = [row[when] for row in sums.values() if not _is_income(row)]
    income = [row[when] for row in sums.values() if _is_income(row)]
    result: Cell | None = None
    added: list[Cell] = []
    for row in part:
        subject = f"Flerårsbudget {when}, {row.key['rad']}: summa"
        if row.key["typ"] == "summa":
            yield from _sum("plan-section", subject, row[when], costs)
            costs = [row[when]]
        elif row.key["typ"] == "post":
            added.append(row[when])
        elif row.key["typ"] == "resultat":
            parts = [*income, *map(_minus, costs)] if result is None else [result, *added]
            yield from _sum("plan-result", subject, row[when], parts)
            result, added = row[when], []


def _minus(cell: Cell) -> Cell:
    return Cell(-cell.number, cell.enhet, cell.decimaler, "", cell.place) if cell else cell


def _parts(table: list[Row], when: str) -> Iterator[Check]:
    """Rows of `varav` are together at most their post, and the post where they make it in most columns."""
    for post, parts in _varav(table):
        subject = f"Flerårsbudget {when}, {post.key['rad']}: varav"
        whole, told = post[when], [row[when] for row in parts if row[when]]
        checks = _sum("plan-part", subject, whole, told)
        if _is_whole(post, parts) or (checks and checks[0].difference < 0):
            yield from checks


def _varav(table: list[Row]) -> Iterator[tuple[Row, list[Row]]]:
    post: Row | None = None
    parts: list[Row] = []
    for row in [*table, None]:
        if row is not None and row.key["typ"] == "varav":
            parts.append(row)
            continue
        if post is not None and parts:
            yield post, parts
        post, parts = row, []


def _is_whole(post: Row, parts: list[Row]) -> bool:
    """Whether the parts make their post in more than half of the columns."""
    tried = [
        post[when].printed == sum((row[when].printed for row in parts if row[when]), Decimal(0))
        for when in post
        if post[when] and any(row[when] for row in parts)
    ]
    return sum(tried) > len(tried) / 2


def _below_zero(table: list[Row]) -> Iterator[Check]:
    """The equity at the end of each column, from the results of all columns, where the first holds all years before."""
    results = [row for row in table if row.key["typ"] == "resultat"]
    periods = _periods(table)
    if not results or not total_column(periods):
        return
    row, equity = results[-1], Decimal(0)
    places: tuple[Place, ...] = ()
    for when in periods[:-1]:
        if not row[when]:
            return
        equity += row[when].printed
        places = (*places_of([row[when]]), *places)
        if equity < 0:
            subject = f"Flerårsbudget: eget kapital vid slutet av {_span(when)[1]} enligt budgeten"
            yield Check(
                "budget-below-zero", subject, equity, Decimal(0), row[when].enhet, places, decimals=0,
                worth="note", remark="equity-below-zero",
            )  # fmt: skip


def equity(tables: Tables, books: list[tuple[str, list[Mention]]]) -> Iterator[Check]:
    """The results of all earlier years together, in the first column, are the equity that another book closes with."""
    if "flerarsbudget" not in tables:
        return
    table = list(rows(tables["flerarsbudget"], _KEYS["flerarsbudget"], across="period"))
    results = [row for row in table if row.key["typ"] == "resultat"]
    first = next(iter(_periods(table)), "")
    if not results or len(first) == 4:
        return
    for name, theirs in books:
        closing = [
            e for e in theirs if (e.concept, e.column, e.when) == ("eget_kapital", "utfall", first[-4:])
        ]
        for each in closing[:1]:
            subject = f"Flerårsbudget, {results[-1].key['rad']} {first}: mot {name}, {each.title}"
            yield from amounts("other-book", subject, results[-1][first], [each.cell])


def _members(table: list[Row], when: str, params: Params) -> Iterator[Check]:
    """The rule of a half and two quarters, and the kommuner's printed shares, in the years that are budgeted."""
    if len(when) != 4 or int(when) < params.ar:
        return
    kinds = [(_stem(member.namn), member.slag) for member in params.forbund.medlemmar]
    paid = [row for row in table if _is_income(row) and row.key["typ"] == "post" and row[when]]
    by_kind: dict[str, list[Row]] = {"stat": [], "region": [], "kommun": []}
    for row in paid:
        kind = next((kind for name, kind in kinds if name == _stem(row.key["rad"])), "")
        kind = kind or ("kommun" if row.key["andel"] else "")
        if kind:
            by_kind[kind].append(row)
    if all(by_kind.values()):
        cells = [row[when] for found in by_kind.values() for row in found]
        total = sum((cell.printed for cell in cells), Decimal(0))
        for kind, share in (("stat", 2), ("region", 4), ("kommun", 4)):
            own = [row[when] for row in by_kind[kind]]
            stated, rule = sum((cell.printed for cell in own), Decimal(0)), total / share
            subject = f"Flerårsbudget {when}, {_KINDS[kind]}: del enligt regeln"
            places = places_of(own)
            yield Check("members-rule", subject, stated, rule, "tkr", places, rounding(*cells), worth="note")
    yield from _shares(by_kind["kommun"], when, params.ar)


_KINDS = {"stat": "staten", "region": "regionen", "kommun": "kommunerna tillsammans"}


def _stem(name: str) -> str:
    """`nordmaling kommun` for Nordmalings kommun too."""
    return re.sub(r"s kommun$", " kommun", plain_label(name))


def _shares(kommuner: list[Row], when: str, year: int) -> Iterator[Check]:
    shared = [(row, share) for row in kommuner if (share := _number(row.key["andel"]))]
    if not shared or len(shared) != len(kommuner):
        return
    total = sum((row[when].printed for row in kommuner), Decimal(0))
    for row, share in shared:
        rule = (share.number * total / 100).quantize(Decimal(1), "ROUND_HALF_UP")
        subject = f"Flerårsbudget {when}, {row.key['rad']}: tryckt andel"
        yield Check(
            "members-share", subject, row[when].printed, rule, "tkr", places_of([row[when]]), Decimal(1)
        )
    if when == str(year):
        places = places_of(row[when] for row, _ in shared)
        subject = "Flerårsbudget: kommunernas andelar tillsammans"
        shares = [share for _, share in shared]
        tolerance = sum((Decimal(5).scaleb(-share.decimaler - 1) for share in shares), Decimal(0))
        stated = sum((share.number for share in shares), Decimal(0))
        yield Check("members-share", subject, stated, Decimal(100), "procent", places, tolerance, 2)


def _number(text: str) -> Cell | None:
    """A printed percent; None for a text that is none."""
    try:
        found = parse_number(text)
    except ValueError:
        return None
    return None if found.varde is None else Cell(found.varde, "procent", found.decimaler)


def _groups(table: list[Row], when: str) -> Iterator[Check]:
    """Projects make the sum of their group, B1 and B2 make B, and the groups of one letter make the total."""
    names = list(dict.fromkeys(row.key["grupp"] for row in table))
    tops: list[Cell] = []
    for name in names:
        own = [row for row in table if row.key["grupp"] == name]
        posts = [row[when] for row in own if row.key["typ"] == "post"]
        closing = next((row for row in own if row.key["typ"] == "summa"), None)
        if len(name) == 1:
            tops += [closing[when]] if closing else posts
        if not closing:
            continue
        subject = f"Projektbudget {when}, {closing.key['namn']}: summa"
        if posts:
            yield from _sum("plan-group", subject, closing[when], posts)
        elif inner := [row for row in table if re.fullmatch(rf"{re.escape(name)}\d+", row.key["grupp"])]:
            sums = [row[when] for row in inner if row.key["typ"] == "summa"]
            yield from _sum("plan-group", subject, closing[when], sums)
        elif name == names[-1]:
            yield from _sum("plan-group", subject, closing[when], tops)


def _projects(budget: list[Row], projects: list[Row], when: str) -> Iterator[Check]:
    """A row of the budget that is named as one of the project budget is the same, and so is the sum of its section."""
    named = {plain_label(row.key["namn"]): row for row in projects if not row.key["kod"]}
    total = next((row for row in reversed(projects) if row.key["typ"] == "summa"), None)
    sections = set()
    for row in budget:
        label = plain_label(row.key["rad"]).removesuffix(", se bilaga")
        if label in named:
            sections.add(row.key["sektion"])
            subject = f"Flerårsbudget {when}, {row.key['rad']}: mot projektbudgeten"
            yield from compare("plan-projects", subject, row[when], [named[label][when]])
        elif row.key["typ"] == "summa" and row.key["sektion"] in sections and total:
            subject = f"Flerårsbudget {when}, {row.key['rad']}: mot projektbudgeten"
            yield from compare("plan-projects", subject, row[when], [total[when]])
