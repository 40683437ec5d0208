"""MUCF's workbooks of young people who neither work nor study: made by hand, with two header rows and shares as fractions."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from finsam.faults import Fault
from finsam.register import words
from finsam.register.part import Part, raw_rows
from finsam.register.sheet import Sheet
from finsam.sources.numbers import Exact, parse_number

_GROUP = re.compile(
    r"(?:(kvinnor|män|kvinna|man|alla|totalt)\b)?\s*(inrikes ?född\w*|utrikes ?född\w*)?", re.I
)
_HEADING = re.compile(r"(antal|andel)\b.*", re.I)


def is_mucf(sheets: list[Sheet]) -> bool:
    """Whether a workbook is MUCF's: one of its sheets has ages over pairs of Antal and Andel, or says its address."""
    return any(_header(sheet) is not None for sheet in sheets)


def _header(sheet: Sheet) -> int | None:
    """Where Antal and Andel stand in turn, beneath a row of ages."""
    for at, (_, cells) in enumerate(sheet.rows[:12]):
        kinds = [words.plain(cell) for cell in cells if cell]
        if at and len(kinds) >= 2 and all(_HEADING.fullmatch(kind) for kind in kinds) and "antal" in kinds[0]:
            return at
    return None


def mucf_part(sheet: Sheet) -> Part | None:
    """The figures of a sheet; None for one that isn't of this kind. A sheet without its year or area gives a fault that
    says what to write."""
    at = _header(sheet)
    if at is None:
        return _long(sheet)
    number, header = sheet.rows[at]
    faults: list[Fault] = []
    year, area, said = _title(sheet, at)
    ages = [(n, cell) for n, cell in enumerate(sheet.rows[at - 1][1]) if cell and words.ages(cell)]
    of = _columns(header, ages)
    if of is None:
        message = "The ages over the columns can't be told apart."
        place = sheet.place(sheet.rows[at - 1][0])
        faults.append(
            Fault("ages-missing", message, (place,), "one span of ages over each pair of Antal and Andel")
        )
    missing = [what for what, there in (("the year", year), ("the län or kommun", area)) if not there]
    if missing:
        message = f"The sheet doesn't tell {' or '.join(missing)} of its figures."
        example = "2022, Värmlands län" if not said else f"2022, {said}"
        place = sheet.place(max(number - 2, 1), "A", said or None)
        faults.append(
            Fault("title-missing", message, (place,), f"a title row above the ages, as in `{example}`")
        )
    columns: dict[str, list[Any]] = {
        name: [] for name in ("kon", "alder", "matt", "titel", "varde", "radnr", "rubrik")
    }
    for row, cells in sheet.rows[at + 1 :] if of and not missing else ():
        group = _GROUP.fullmatch(re.sub(r"\s+", " ", cells[0]).strip())
        if not group or not cells[0].strip():
            if any(cells[1:]):
                message = "The row is of no known group."
                faults.append(
                    Fault(
                        "group-unknown",
                        message,
                        (sheet.place(row, "A", cells[0]),),
                        "Kvinnor, Män, Alla or with Inrikesfödd",
                    )
                )
            continue
        for n, (kind, span) in (of or {}).items():
            columns["kon"].append(group[1] or "Alla")
            columns["alder"].append(span)
            title = "Andel" if kind == "andel" else "Antal"
            columns["titel"].append(f"{title}, {group[2].lower()}" if group[2] else title)
            columns["matt"].append(columns["titel"][-1])
            columns["varde"].append(cells[n] if n < len(cells) else "")
            columns["radnr"].append(row)
            columns["rubrik"].append(f"{header[n]} {words.plain(span)}")
    _percent(columns)
    rows = raw_rows(omrade=area, period=year, **columns)
    return Part(sheet.file, sheet.name, "MUCF", rows, "MUCF, table made by hand", faults=faults)


def _title(sheet: Sheet, at: int) -> tuple[str, str, str]:
    """Year and area of the title row, as in `2022, Dalarnas Län, Kön, Ursprung, Ålder, Alla`, and the title."""
    year, area, said = "", "", ""
    for _, cells in sheet.rows[: max(at - 1, 0)]:
        for part in re.split(r"[,;]", next((cell for cell in cells if cell), "")):
            text = part.strip()
            if re.fullmatch(r"(19|20)\d{2}", text):
                year = text
            elif one := words.area(text):
                area, said = one.kod, text
    return year, area, said


def _columns(header: tuple[str, ...], ages: list[tuple[int, str]]) -> dict[int, tuple[str, str]] | None:
    """Kind and ages of each column. The ages are matched to the pairs in order, for on some sheets they stand a column
    to the left of theirs."""
    found: dict[int, tuple[str, str]] = {}
    pair = -1
    kinds: set[str] = set()
    for n, cell in enumerate(header):
        kind = words.plain(cell)[:5]
        if not kind:
            continue
        if pair < 0 or kind in kinds:
            pair, kinds = pair + 1, set()
        kinds.add(kind)
        if pair >= len(ages):
            return None
        found[n] = (kind, ages[pair][1])
    return found if pair + 1 == len(ages) else None


def _long(sheet: Sheet) -> Part | None:
    """A sheet with a row for each figure: År, Län (or Kommun), Ålder, Bakgrund, Kön, and Antal or Andel."""
    at = next(
        (n for n, (_, cells) in enumerate(sheet.rows[:12]) if _is_long([*map(words.plain, cells)])), None
    )
    if at is None:
        return None
    names = [words.plain(cell) for cell in sheet.rows[at][1]]
    place = "kommun" if "kommun" in names else "län"
    columns: dict[str, list[Any]] = {
        name: [] for name in ("omrade", "kon", "alder", "period", "matt", "titel", "varde", "radnr", "rubrik")
    }
    for row, cells in sheet.rows[at + 1 :]:
        of = dict(zip(names, (*cells, *[""] * len(names)), strict=False))
        origin = words.plain(of.get("bakgrund", "") or of.get("ursprung", ""))
        suffix = (
            ""
            if origin in ("", "totalt", "alla")
            else ", " + origin.replace("s födda", "sfödd").replace("s född", "sfödd")
        )
        for kind in ("antal", "andel"):
            if kind in of:
                title = kind.capitalize() + suffix
                for name, value in (
                    ("omrade", of[place]), ("kon", of["kön"]), ("alder", of["ålder"]), ("period", of["år"]),
                    ("matt", title), ("titel", title), ("varde", of[kind]), ("radnr", row), ("rubrik", kind.capitalize()),
                ):  # fmt: skip
                    columns[name].append(value)
    _percent(columns)
    rows = raw_rows(niva="kommun" if place == "kommun" else "lan", **columns)
    return Part(sheet.file, sheet.name, "MUCF", rows, "MUCF, one row a figure")


def _is_long(names: list[str]) -> bool:
    of = set(names)
    return {"år", "ålder", "kön"} <= of and bool({"kommun", "län"} & of) and bool({"antal", "andel"} & of)


def _percent(columns: dict[str, list[Any]]) -> None:
    """Shares written as fractions become percent; they are fractions where no share of the sheet is over one."""
    shares = [n for n, title in enumerate(columns["titel"]) if title.startswith("Andel")]
    numbers: dict[int, Decimal] = {}
    for n in shares:
        try:
            found = parse_number(columns["varde"][n])
        except ValueError:
            continue
        if found.varde is not None:
            numbers[n] = found.varde
    if numbers and max(numbers.values()) <= 1:
        for n, number in numbers.items():
            columns["varde"][n] = Exact(format(number * 100, "f"))
