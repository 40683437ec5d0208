"""The chapter on a plan: its budget, what the members pay by the rule, and what is decided of the projects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import groupby

from finsam.chapters import figures, plan_pictures
from finsam.chapters.book import Book
from finsam.chapters.economy_text import in_words
from finsam.chapters.facts import facts, groups
from finsam.chapters.figures import Figure
from finsam.chapters.markdown import Line, Markdown, Table, escape, plain
from finsam.measures.plan import KEYS, Plan, by_status, periods, plan_of, status_of
from finsam.swedish import capital, listing, number, period, with_unit
from finsam.tables.cells import Row

STATUSES = {
    "avslutad": "Avslutade",
    "beslutad": "Beslutade",
    "ej_beslutad": "Ej beslutade",
    "ny": "Nya, ej beslutade",
}
#: The statuses of projects that need no new decision.
_DECIDED = ("avslutad", "beslutad")


def plan(book: Book) -> Plan:
    """The plan of the book, whose tables are opened by it."""
    return plan_of({kind: book.table(kind) for kind in KEYS}, book.params)


def summary(book: Book) -> Markdown | None:
    """The years that are planned and the result of each."""
    found = plan(book)
    if not found.result or not found.years:
        return None
    told = [f"{in_words(found.result[when])} {period(when)}" for when in found.years if found.result[when]]
    if not told:
        return None
    return Markdown(plain(f"Planen för {years_text(found.years)} räknar med {listing(told)}."))


def years_text(years: list[str]) -> str:
    """`2018`, `2018 och 2019` or `2018–2020`."""
    if len(years) > 2 and int(years[-1]) - int(years[0]) == len(years) - 1:
        return period(f"{years[0]}-{years[-1]}")
    return listing([period(year) for year in years])


def years_table(book: Book) -> Table | None:
    """Section, row and the amounts of each year; `varav` rows after the post that they are part of."""
    found = plan(book).budget
    with_share = any(row.key["andel"] for row in found)
    heads, between = (["Post", "Andel, procent"], "andel") if with_share else (["Post"], "")
    return _table(book, "flerarsbudget", "Budget över flera år, tkr", heads, found, "sektion", between)


def projects_table(book: Book) -> Table | None:
    """Group, code, project and the amounts of each year."""
    found = plan(book).projects
    return _table(
        book, "projektbudget", "Budget för projekten, tkr", ["Projekt", "Kod"], found, "grupp", "kod"
    )


def _table(
    book: Book,
    kind: str,
    title: str,
    heads: list[str],
    found: Sequence[Row],
    group: str,
    between: str,
) -> Table | None:
    """The rows as they were delivered, a heading above those of each group.

    heads: of the columns before those of the years. group, between: the keys of a row that its group is, and that stands
    between its name and its amounts; empty where none does.
    """
    if not found:
        return None
    columns = periods(found)
    lines, section = [], None
    for row in found:
        if row.key[group] != section:
            section = row.key[group]
            lines.append(Line(escape(section), (), "sektion"))
        cells = [escape(row.key[between])] if between else []
        cells += ["" if row[when].status == "saknas" else book.text(row[when]) for when in columns]
        label = escape(row.key.get("rad") or row.key.get("namn", ""))
        lines.append(Line(label, cells, "" if row.key["typ"] == "post" else row.key["typ"]))
    heads = [*heads, *(capital(period(when)) for when in columns)]
    return Table(f"tbl-{kind}", title, heads, lines, [1] if between == "kod" else [])


def rule_sentence(book: Book) -> Markdown | None:
    """The rule, and whether the planned contributions are what it makes them."""
    found = plan(book)
    shares = next(
        (s for when in found.years if (s := found.by_the_rule(when, book.params.year.invanare))), []
    )
    if not shares:
        return None
    by = "efter antalet invånare i arbetsför ålder"
    if found.shares and not found.residents(book.params.year.invanare):
        by += ", med de andelar som står i planen"
    text = (
        "Enligt regeln betalar staten hälften av medlemmarnas bidrag, regionen en fjärdedel och kommunerna tillsammans "
        f"en fjärdedel, som de delar {by}. "
    )
    wrong = [
        check
        for check in book.checks
        if check.rule in ("members-rule", "members-share")
        and check.subject.startswith("Flerårsbudget")
        and check.severity in ("note", "contradiction")
    ]
    if wrong:
        return Markdown(
            text + "De planerade bidragen avviker från regeln. Läs mer i avstämningen, @sec-avstamning."
        )
    return Markdown(text + "De planerade bidragen är vad regeln ger, bortsett från avrundning.")


def rule_table(book: Book) -> Table | None:
    """What each member pays in the planned years beside its part by the rule; years with the same amounts together."""
    found = plan(book)
    lines: list[Line] = []
    for _, same in groupby(
        found.years, key=lambda when: [member.paid[when].varde for member in found.contributions]
    ):
        lines += _rule_lines(book, found, list(same))
    if not lines:
        return None
    return Table(
        "tbl-plan-regel",
        "Planerade bidrag mot regeln, tkr om året",
        ["Medlem", "Andel av kommunernas del", "Enligt planen", "Enligt regeln", "Skillnad"],
        lines,
        note="Delen enligt regeln är beräknad av det som medlemmarna betalar tillsammans. Skillnaden är planen minus "
        "regeln, före avrundning.",
    )  # fmt: skip


def _rule_lines(book: Book, found: Plan, years: list[str]) -> list[Line]:
    """Each member by the rule in years with the same amounts, and their sums."""
    when = years[0]
    shares = found.by_the_rule(when, book.params.year.invanare)
    if not shares:
        return []
    cells = {member.name: book.text(member.paid[when]) for member in found.contributions}
    part = sum((share.rule for share in shares if share.kind == "kommun"), Decimal(0))
    lines = [Line(years_text(years), (), "sektion")]
    for share in shares:
        is_one = share.kind == "kommun" and share.name
        of_part = with_unit(100 * share.rule / part, "procent", 2) if is_one and part else ""
        paid = cells.get(share.name) or number(share.paid)
        name = escape(share.name) if share.name else "Kommunerna tillsammans"
        lines.append(Line(name, [of_part, paid, number(share.rule), number(share.difference)]))
    columns = zip(*((share.paid, share.rule, share.difference) for share in shares), strict=True)
    return [*lines, Line("Summa", ["", *(number(sum(column)) for column in columns)], "summa")]


def _years_of_projects(found: Plan) -> list[str]:
    """The planned years that the budget by project has a column of."""
    return [when for when in found.years if when in periods(found.projects)]


def decided_sentence(book: Book) -> Markdown | None:
    """How much of the projects' cost is decided in each planned year."""
    found = plan(book)
    sums = by_status(found.projects)
    told: list[str] = []
    for when in _years_of_projects(found):
        total = _together(sums.values(), when)
        decided = _together((amounts for status, amounts in sums.items() if status in _DECIDED), when)
        if total:
            share = with_unit(100 * decided / total, "procent")
            verb = "" if told else " beslutade"
            told.append(f"{number(decided)} av {with_unit(total, 'tkr')}{verb} {period(when)} ({share})")
    if not told:
        return None
    return Markdown(
        f"Av kostnaderna för projekten är {listing(told)}. Resten kräver nya beslut av styrelsen."
    )


def decided_table(book: Book) -> Table | None:
    """The projects' costs by whether they are decided, in every column."""
    found = plan(book)
    sums = by_status(found.projects)
    if not sums:
        return None
    columns = periods(found.projects)
    lines = [
        Line(STATUSES[status], [number(amounts[when]) if when in amounts else "" for when in columns])
        for status, amounts in sums.items()
    ]
    totals = [number(_together(sums.values(), when)) for when in columns]
    lines.append(Line("Summa", totals, "summa"))
    heads = ["Projekt", *(capital(period(when)) for when in columns)]
    return Table(
        "tbl-plan-beslut", "Kostnader för projekten efter beslut, tkr", heads, lines, note=_summed(found)
    )


def _together(sums: Iterable[Mapping[str, Decimal]], when: str) -> Decimal:
    """What the projects of several statuses cost in a column, in tkr. sums: of each status by column."""
    return sum((amounts[when] for amounts in sums if when in amounts), Decimal(0))


def _summed(found: Plan) -> str:
    """The note under sums of projects, which leave out what the plan doesn't tell as decided or not."""
    untold = any(
        not status_of(row) and any(row.values()) for row in found.projects if row.key["typ"] == "post"
    )
    return "Summorna är beräknade av projekten." + (
        " Projekt utan uppgift om beslut ingår inte." if untold else ""
    )


def decided_figure(book: Book) -> Figure | None:
    """Decided and undecided costs of the projects, year by year."""
    found = plan(book)
    years = _years_of_projects(found)
    sums = {
        status: of for status, of in by_status(found.projects).items() if any(of.get(when) for when in years)
    }
    if len(years) < 2 or not sums:
        return None
    parts = {STATUSES[status]: [of.get(when, Decimal(0)) for when in years] for status, of in sums.items()}
    drawing, axes = figures.canvas(height=3.0)
    plan_pictures.stacked_columns(axes, [period(when) for when in years], parts, "Tkr")
    alt = "Kostnader för projekten i tusen kronor. " + " ".join(
        f"{period(when)}: "
        + listing([f"{name.lower()} {number(amounts[at])}" for name, amounts in parts.items()])
        + "."
        for at, when in enumerate(years)
    )
    return Figure(
        "fig-plan-beslut", "Beslutade och ej beslutade kostnader för projekten, tkr", alt, drawing, ("tbl-plan-beslut",)
    )  # fmt: skip


def by_project_table(book: Book) -> Table | None:
    """Each project once, with what is decided and what isn't in each planned year."""
    found = plan(book)
    years = _years_of_projects(found)
    posts: dict[tuple[str, str], list[Row]] = {}
    for row in found.projects:
        if row.key["typ"] == "post" and status_of(row) and any(row[when] for when in years):
            posts.setdefault((row.key["kod"], row.key["namn"]), []).append(row)
    if not posts:
        return None
    halves = [(when, is_decided) for when in years for is_decided in (True, False)]
    lines = []
    for (code, name), rows in sorted(posts.items()):
        cells = [_half(book, rows, when, is_decided) for when, is_decided in halves]
        lines.append(Line(escape(name), [escape(code), *cells]))
    every = [row for rows in posts.values() for row in rows]
    totals = [number(_amount(every, when, is_decided)) for when, is_decided in halves]
    lines.append(Line("Summa", ["", *totals], "summa"))
    heads = [f"{period(when)}, {'beslutat' if is_decided else 'ej beslutat'}" for when, is_decided in halves]
    caption = "Beslutat och ej beslutat för varje projekt, tkr"
    return Table("tbl-plan-projekt", caption, ["Projekt", "Kod", *heads], lines, [1], _summed(found))


def _of_half(rows: list[Row], when: str, is_decided: bool) -> list[Row]:
    """Those of the rows that have an amount in the column and are decided, or aren't."""
    return [row for row in rows if row[when] and (status_of(row) in _DECIDED) == is_decided]


def _amount(rows: list[Row], when: str, is_decided: bool) -> Decimal:
    return sum((row[when].number for row in _of_half(rows, when, is_decided)), Decimal(0))


def _half(book: Book, rows: list[Row], when: str, is_decided: bool) -> str:
    """The delivered amount where there is one, the sum where there are several, nothing where there is none."""
    found = _of_half(rows, when, is_decided)
    if len(found) == 1:
        return book.text(found[0][when])
    return number(_amount(found, when, is_decided)) if found else ""


def all_facts(book: Book) -> list[object]:
    """Targets, baselines and counts of the plan, a table for each group."""
    return [facts(book, "plan", name, escape(name) or "Uppgifter i planen") for name in groups(book, "plan")]
