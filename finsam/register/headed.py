"""Tables with a header row: Försäkringskassan's and Kolada's workbooks, SCB's CSV and our own tidy table.

The header is looked for beneath title rows. What a table is, its headings say; neither the file's nor the sheet's name.
"""

from __future__ import annotations

from collections.abc import Callable

from finsam.faults import Fault, nearest
from finsam.register import words
from finsam.register.insurance import FIGURE, insurance_table
from finsam.register.part import OWN_AGENCY, Part, raw_rows
from finsam.register.pxweb import pxweb_table
from finsam.register.sheet import Sheet, body, columns, dimension, wide

#: How far down a header may stand.
_SEARCHED = 25

_OWN = {"kommun_kod", "period", "matt", "varde"}
_KOLADA = {"kpi", "municipality", "period", "value"}


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
    of = {dimension(name) for name in header} - {""}
    figures = [name for name in header if FIGURE.fullmatch(name)]
    if figures and "ar" in of and of & {"lan", "kommun"}:
        return insurance_table
    has_periods = any(dimension(name) == "" and wide(name) for name in header)
    if (
        of & {"omrade", "kommun", "lan"}
        and (has_periods or of & {"ar", "manad", "period"})
        and len([n for n in header if n]) >= 3
    ):
        return pxweb_table
    return None


def _own(sheet: Sheet, at: int, agency: str) -> Part:
    """Our own tidy table: the columns of register.rows.KEY with varde, namnare and status; the last three and the ages,
    version and agency may be left out."""
    faults: list[Fault] = []
    header, numbers, rows = body(sheet, at, faults)
    of = columns(header, rows)
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
    header, numbers, rows = body(sheet, at, faults)
    of = columns(header, rows)
    table = raw_rows(
        omrade=of["municipality"], niva="region", kon=of.get("gender", ""), period=of["period"], matt=of["kpi"],
        titel=of.get("title", ""), varde=of["value"], status=of.get("status", ""), radnr=numbers, rubrik="value",
    )  # fmt: skip
    return Part(sheet.file, sheet.name, "Kolada", table, "Kolada, rows of the API", faults=faults)


def _with_lost(part: Part, sheet: Sheet) -> Part:
    for row, _, text in sheet.lost:
        message = "The cell holds an error or a formula that was never calculated, and no value."
        part.faults.append(Fault("cell-without-value", message, (sheet.place(row, None, text),), "a value"))
    return part
