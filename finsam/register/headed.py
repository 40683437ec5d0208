"""Tables with a header row: Försäkringskassan's and Kolada's workbooks, SCB's CSV and our own tidy table.

The header is looked for beneath title rows. What a table is, its headings say; neither the file's nor the sheet's name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from finsam.faults import Fault, Place, counted, nearest
from finsam.paths import relative
from finsam.register import cubes, words
from finsam.register.part import Part, raw_rows
from finsam.sources.numbers import MISSING

#: The agency of a tidy table that names none.
OWN_AGENCY = "Egen tabell"

#: How far down a header may stand.
_SEARCHED = 25

#: Headings of dimensions, by the column of part.RAW that they fill.
_DIMENSIONS = {
    "lan": {"län", "lan", "lan_kod", "länskod"},
    "kommun": {"kommun", "kommuner", "kommunkod", "kommun_kod", "kommunnamn"},
    "omrade": {"region", "regioner", "municipality", "område", "omrade", "regionkod"},
    "kon": cubes.SEX,
    "alder": cubes.AGE,
    "ar": {"år", "ar", "year"},
    "manad": {"månad", "manad", "month", "man"},
    "period": {"period", "tid", "time"},
    "titel": {"tabellinnehåll", "contentscode", "nyckeltal"},
}
_OWN = {"kommun_kod", "period", "matt", "varde"}
_KOLADA = {"kpi", "municipality", "period", "value"}
_FK_FIGURE = re.compile(r"(sjukpenningtalet|sjukpenningtal|ohälsotalet|ohälsotal)(?: (\d\.\d))?", re.I)
_PERIOD_LAST = re.compile(r"(.*?)[ ,]*\b(\d{4}(?:[M-]\d{2})?)", re.I)


@dataclass(frozen=True)
class Sheet:
    """rows: row number and cells of each row that has text. lost: row, column and text of cells without value."""

    file: Path
    name: str | None
    rows: list[tuple[int, tuple[str, ...]]]
    lost: list[tuple[int, int, str]]

    def place(self, row: int | None = None, column: str | None = None, value: str | None = None) -> Place:
        return Place(relative(self.file), self.name, row, column, value)


def read_headed(sheet: Sheet, agency: str = "") -> Part | None:
    """The part of a sheet whose header is known; None for any other. agency: where the download says it."""
    for at, (_, cells) in enumerate(sheet.rows[:_SEARCHED]):
        header = [words.plain(cell) for cell in cells]
        read = _reader(header)
        if read is not None:
            return _with_lost(read(sheet, at, agency), sheet)
    return None


def _reader(header: list[str]) -> Callable[[Sheet, int, str], Part] | None:
    names = set(header)
    if names >= _OWN:
        return _own
    if names >= _KOLADA:
        return _kolada_rows
    of = {_dimension(name) for name in header} - {""}
    figures = [name for name in header if _FK_FIGURE.fullmatch(name)]
    if figures and {"ar"} <= of and of & {"lan", "kommun"}:
        return _forsakringskassan
    wide = [name for name in header if _dimension(name) == "" and _wide(name)]
    if (
        of & {"omrade", "kommun", "lan"}
        and (wide or of & {"ar", "manad", "period"})
        and len([n for n in header if n]) >= 3
    ):
        return _pxweb
    return None


def _dimension(name: str) -> str:
    return next((of for of, known in _DIMENSIONS.items() if name in known), "")


def _wide(name: str) -> tuple[str, str] | None:
    """Contents and period of a heading such as `Folkmängd 2024` or `2024M01`."""
    found = _PERIOD_LAST.fullmatch(name.strip())
    return (found[1].strip(), found[2]) if found and words.period(found[2]) else None


def _body(sheet: Sheet, at: int, faults: list[Fault]) -> tuple[list[str], list[int], list[tuple[str, ...]]]:
    """Headings as written, and numbers and cells of the rows beneath that can be told apart."""
    header = list(sheet.rows[at][1])
    while header and not header[-1]:
        header.pop()
    width = len(header)
    numbers, rows = [], []
    for number, cells in sheet.rows[at + 1 :]:
        surplus = [cell for cell in cells[width:] if cell]
        filled = sum(map(bool, cells))
        if surplus:
            message = "The row has more cells than the header, so its figures can't be told apart."
            faults.append(
                Fault(
                    "row-too-long", message, (sheet.place(number, None, surplus[0]),), counted(width, "cell")
                )
            )
        elif filled == 1 and width > 2 and cells[0] and len(cells[0]) > 20:
            # A note beneath the table, as agencies write them.
            continue
        else:
            numbers.append(number)
            rows.append((*cells, *[""] * width)[:width])
    twice = sorted({name for name in header if name and header.count(name) > 1})
    for name in twice:
        message = "Two columns have the same heading."
        faults.append(Fault("column-twice", message, (sheet.place(sheet.rows[at][0], name),), "one of each"))
    return header, numbers, rows


def _columns(header: Sequence[str], rows: list[tuple[str, ...]]) -> dict[str, list[str]]:
    across = list(zip(*rows, strict=True)) if rows else [()] * len(header)
    return {words.plain(name): list(cells) for name, cells in zip(header, across, strict=True) if name}


def _own(sheet: Sheet, at: int, agency: str) -> Part:
    """Our own tidy table: the columns of register.rows.KEY with varde, namnare and status; the last three and the ages,
    version and agency may be left out."""
    faults: list[Fault] = []
    header, numbers, rows = _body(sheet, at, faults)
    of = _columns(header, rows)
    known = {"kommun_kod", "kon", "alder", "period", "matt", "version", "kalla", "varde", "namnare", "status"}
    unread = [
        name
        for name in of
        if name not in known | {"fil", "blad", "radnr", "rubrik", "slag", "kommun", "anmarkning"}
    ]
    for name in unread:
        message = f"The column isn't one of a tidy table's, so it isn't read.{nearest(name, known)}"
        faults.append(
            Fault(
                "column-unknown",
                message,
                (sheet.place(sheet.rows[at][0], name),),
                "one of " + ", ".join(sorted(known)),
            )
        )
    table = raw_rows(
        omrade=of["kommun_kod"],
        kon=of.get("kon", ""),
        alder=of.get("alder", ""),
        period=of["period"],
        matt=of["matt"],
        version=of.get("version", ""),
        varde=of["varde"],
        namnare=[cell or None for cell in of["namnare"]] if "namnare" in of else None,
        status=of.get("status", ""),
        radnr=numbers,
        rubrik="varde",
    )
    sources = set(of.get("kalla", [])) - {""}
    part = Part(sheet.file, sheet.name, "", table, "tidy table", own=True, faults=faults)
    part.agencies = [cell or agency or OWN_AGENCY for cell in of["kalla"]] if sources else None
    part.agency = agency or OWN_AGENCY
    return part


def _kolada_rows(sheet: Sheet, at: int, agency: str) -> Part:
    faults: list[Fault] = []
    header, numbers, rows = _body(sheet, at, faults)
    of = _columns(header, rows)
    table = raw_rows(
        omrade=of["municipality"], niva="region", kon=of.get("gender", ""), period=of["period"], matt=of["kpi"],
        titel=of.get("title", ""), varde=of["value"], status=of.get("status", ""), radnr=numbers, rubrik="value",
    )  # fmt: skip
    return Part(sheet.file, sheet.name, "Kolada", table, "Kolada, rows of the API", faults=faults)


def _forsakringskassan(sheet: Sheet, at: int, agency: str) -> Part:
    faults: list[Fault] = []
    header, numbers, rows = _body(sheet, at, faults)
    of = _columns(header, rows)
    dimension = {_dimension(name): of[name] for name in of if _dimension(name)}
    count = len(numbers)
    lan, kommun = (dimension.get(name, [""] * count) for name in ("lan", "kommun"))
    places = [_fk_area(*one) for one in zip(lan, kommun, strict=True)]
    wrong = [n for n, one in enumerate(places) if one is None]
    if wrong:
        message = f"The kommun isn't in the län of its row ({counted(len(wrong), 'row')})."
        shown = tuple(sheet.place(numbers[n], "Kommun", f"{lan[n]}, {kommun[n]}") for n in wrong[:5])
        faults.append(Fault("area-contradicts", message, shown, "a kommun of the län"))
    keep = [n for n, one in enumerate(places) if one is not None]
    figures = [(name, found) for name in header if (found := _FK_FIGURE.fullmatch(words.plain(name)))]
    other = [
        name
        for name in header
        if name and not _dimension(words.plain(name)) and not _FK_FIGURE.fullmatch(words.plain(name))
    ]
    below = next(
        (
            of[words.plain(name)]
            for name in other
            if "försäkrade" in words.plain(name) or words.plain(name) == "nämnare"
        ),
        None,
    )
    for name in other:
        if below is None or of[words.plain(name)] is not below:
            message = "The column isn't known, so it isn't read."
            faults.append(
                Fault(
                    "column-unknown",
                    message,
                    (sheet.place(sheet.rows[at][0], name),),
                    "Försäkringskassan's columns",
                )
            )
    columns: dict[str, list[Any]] = {
        name: []
        for name in (
            "omrade",
            "kon",
            "alder",
            "period",
            "titel",
            "version",
            "varde",
            "namnare",
            "radnr",
            "rubrik",
        )
    }
    for name, found in figures:
        cells = of[words.plain(name)]
        columns["omrade"] += [places[n] for n in keep]
        for key in ("kon", "alder"):
            columns[key] += [dimension[key][n] for n in keep] if key in dimension else [""] * len(keep)
        columns["period"] += _periods(dimension, keep)
        columns["titel"] += [name] * len(keep)
        columns["version"] += [found[2] or ""] * len(keep)
        columns["varde"] += [cells[n] for n in keep]
        columns["namnare"] += [below[n] or None if below else None for n in keep]
        columns["radnr"] += [numbers[n] for n in keep]
        columns["rubrik"] += [name] * len(keep)
    return Part(
        sheet.file,
        sheet.name,
        "Försäkringskassan",
        raw_rows(**columns),
        "Försäkringskassan, table",
        faults=faults,
    )


def _fk_area(lan: str, kommun: str) -> str | None:
    """The kommun's text, or the län's on a row that is of all its kommuner; None where they contradict each other."""
    text = words.plain(kommun)
    if not text or text.startswith(("samtliga", "alla", "all")) or text == words.plain(lan):
        whole = words.plain(lan)
        if not whole or whole.startswith(("samtliga", "alla", "all")):
            return "00"
        # A name that a kommun has as well is the län's in this column.
        one = words.area(lan, "lan")
        return one.kod if one else lan
    of_lan, of_kommun = (re.match(r"\d+", one.strip()) for one in (lan, kommun))
    if of_lan and of_kommun and len(of_kommun[0]) == 4 and of_kommun[0][:2] != of_lan[0].zfill(2):
        return None
    if not of_kommun and (one := words.area(kommun, "kommun")):
        return one.kod
    return kommun


def _periods(dimension: dict[str, list[str]], keep: list[int]) -> list[str]:
    if "period" in dimension:
        return [dimension["period"][n] for n in keep]
    years, months = dimension.get("ar"), dimension.get("manad")
    if months is None or years is None:
        only = years or months or []
        return [only[n] for n in keep]
    return [
        f"{years[n]}-{int(month):02d}"
        if (month := words.month_number(months[n]))
        else f"{years[n]} {months[n]}".strip()
        for n in keep
    ]


def _pxweb(sheet: Sheet, at: int, agency: str) -> Part:
    """A CSV of PxWeb: a column for each dimension, and then the contents, with or without a period in the heading."""
    faults: list[Fault] = []
    header, numbers, rows = _body(sheet, at, faults)
    plain = [words.plain(name) for name in header]
    across = list(zip(*rows, strict=True)) if rows else [()] * len(header)
    dimension, extra, figures = {}, [], []
    for n, name in enumerate(plain):
        of = _dimension(name)
        if of:
            dimension[of] = list(across[n])
        elif name and (_wide(name) or _numeric(across[n])):
            figures.append(n)
        elif name:
            extra.append(n)
    keep = range(len(numbers))
    omrade, niva = _areas(dimension, len(numbers))
    suffix = [""] * len(numbers)
    for n in extra:
        suffix = [
            before + ("" if words.plain(cell).split(" ")[0].rstrip(",") in cubes.TOTAL else f", {cell}")
            for before, cell in zip(suffix, across[n], strict=True)
        ]
    columns: dict[str, list[Any]] = {
        name: []
        for name in ("omrade", "niva", "kon", "alder", "period", "matt", "titel", "varde", "radnr", "rubrik")
    }
    for n in figures:
        wide = _wide(plain[n])
        written = header[n][: len(header[n]) - len(wide[1])].strip(" ,") if wide else header[n]
        contents = dimension.get("titel") or [written] * len(numbers)
        titles = [f"{title}{more}" for title, more in zip(contents, suffix, strict=True)]
        columns["omrade"] += omrade
        columns["niva"] += [niva] * len(numbers)
        for key in ("kon", "alder"):
            columns[key] += dimension.get(key, [""] * len(numbers))
        columns["period"] += [wide[1]] * len(numbers) if wide else _periods(dimension, list(keep))
        columns["titel"] += titles
        columns["matt"] += titles
        columns["varde"] += list(across[n])
        columns["radnr"] += numbers
        columns["rubrik"] += [header[n]] * len(numbers)
    if not figures:
        message = "The table has no column of figures."
        faults.append(
            Fault("figures-missing", message, (sheet.place(sheet.rows[at][0]),), "a column of numbers")
        )
    # PxWeb calls areas `region`; its CSV doesn't say whose database it is from.
    assumed = "SCB" if "omrade" in dimension else OWN_AGENCY
    part = Part(sheet.file, sheet.name, agency or assumed, raw_rows(**columns), "PxWeb, CSV", faults=faults)
    if not agency:
        message = f"The table doesn't say whose figures it has; they are taken as those of {assumed}."
        part.notes.append(Fault("agency-assumed", message, (sheet.place(),), None, "note"))
    return part


def _areas(dimension: dict[str, list[str]], count: int) -> tuple[list[str], str]:
    for name, level in (("omrade", ""), ("kommun", "kommun"), ("lan", "lan")):
        if name in dimension:
            if level and any(words.area(cell, level) is None for cell in set(dimension[name])):
                level = ""
            return dimension[name], level
    return [""] * count, ""


def _numeric(cells: Sequence[str]) -> bool:
    """Whether most of a column are figures: a slip in one of them mustn't make a dimension of it."""
    filled = [cell for cell in cells if cell and cell not in MISSING]
    numbers = [cell for cell in filled if re.fullmatch(r"[+−-]?[\d\s]+(?:[.,]\d+)?", cell)]
    return bool(cells) and len(numbers) * 2 >= len(filled)


def _with_lost(part: Part, sheet: Sheet) -> Part:
    for row, _, text in sheet.lost:
        message = "The cell holds an error or a formula that was never calculated, and no value."
        part.faults.append(Fault("cell-without-value", message, (sheet.place(row, None, text),), "a value"))
    return part
