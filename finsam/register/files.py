"""One file of public statistics: what it is, by its content, and its parts in the agency's words."""

from __future__ import annotations

import gc
import json
from collections import Counter
from pathlib import Path
from typing import Any

from finsam.faults import Fault, Faults, Place, counted
from finsam.limits import WRITTEN_BYTES, raise_unless_readable
from finsam.paths import relative
from finsam.register import documents
from finsam.register.cubes import agency_name, cube_part
from finsam.register.headed import read_headed
from finsam.register.mucf import is_mucf, mucf_part
from finsam.register.part import Part
from finsam.register.places import provenance_file
from finsam.register.sheet import Sheet
from finsam.register.web_export import is_web_export, web_export
from finsam.sources.grids import CSV, EXCEL, csv_rows, decode
from finsam.sources.json_stat import is_json_stat, read_json_stat
from finsam.sources.px import is_px, read_px
from finsam.sources.workbooks import UNREADABLE, read_sheets

SUFFIXES = {".json", ".px", *CSV, *EXCEL}


def read_file(file: Path) -> list[Part]:
    """The parts of a file. Raises Faults when it can't be read, or isn't public statistics in a format that is known."""
    parts = _parts(file)
    if not parts:
        raise Faults([unknown(file)])
    return parts


def unknown(file: Path) -> Fault:
    message = "The file is none of the forms of public statistics that can be read."
    expected = (
        "Försäkringskassan's, Kolada's, SCB's or MUCF's file as it was downloaded, or a tidy table with the columns "
        "kommun_kod, period, matt and varde"
    )
    return Fault("statistics-unknown", message, (Place(relative(file)),), expected)


def _parts(file: Path) -> list[Part]:
    with file.open("rb") as raw:
        head = raw.read(4000)
    if not head.strip():
        raise Faults([Fault("file-empty", "The file is empty.", (Place(relative(file)),), "figures")])
    if is_px(head):
        return [cube_part(file, read_px(file), "PX")]
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return _json(file)
    if file.suffix.lower() == ".px":
        return [cube_part(file, read_px(file), "PX")]
    if file.suffix.lower() == ".json":
        return _json(file)
    told = provenance(file)
    agency = agency_name(str(told["kalla"])) if told.get("kalla") else ""
    if file.suffix.lower() in EXCEL or head[:2] == b"PK":
        return _workbook(file, agency)
    part = read_headed(Sheet(file, None, _csv_rows(file), []), agency)
    return [part] if part else []


def _json(file: Path) -> list[Part]:
    # Hundreds of thousands of records hold no cycles, and looking for them takes as long as reading.
    was_on = gc.isenabled()
    gc.disable()
    try:
        return _json_parts(file)
    finally:
        if was_on:
            gc.enable()


def _json_parts(file: Path) -> list[Part]:
    raise_unless_readable(file)
    try:
        document = json.loads(file.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Faults([_broken(file, None, f"it isn't UTF-8, {error.reason}")]) from None
    except ValueError as error:
        raise Faults(
            [_broken(file, getattr(error, "lineno", None), getattr(error, "msg", str(error)))]
        ) from None
    except RecursionError:
        raise Faults([_broken(file, None, "it is nested too deeply")]) from None
    if is_json_stat(document):
        try:
            return [cube_part(file, read_json_stat(file, document), "json-stat")]
        except (TypeError, AttributeError, ValueError, OverflowError) as error:
            raise Faults(
                [_broken(file, None, f"its parts are of other types than json-stat's, {error}")]
            ) from None
    if documents.is_forsakringskassan(document):
        told = provenance(file)
        return [documents.forsakringskassan(file, document, f"{file.name} {told.get('url', '')}")]
    if documents.is_kolada(document):
        return [documents.kolada(file, document)]
    return []


def _broken(file: Path, line: int | None, why: str) -> Fault:
    message = f"The file can't be read as JSON ({why})."
    return Fault(
        "json-unreadable", message, (Place(relative(file), None, line),), "a whole JSON document in UTF-8"
    )


def provenance(file: Path) -> dict[str, Any]:
    """What the record beside a download says of it; empty where there is none."""
    try:
        raise_unless_readable(beside := provenance_file(file), WRITTEN_BYTES)
        found = json.loads(beside.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError, Faults):
        return {}
    return found if isinstance(found, dict) else {}


def _workbook(file: Path, agency: str) -> list[Part]:
    try:
        found = read_sheets(file, as_shown=False)
    except UNREADABLE as error:
        message = f"The workbook can't be opened ({error}). Save it again as .xlsx, or deliver CSV."
        raise Faults(
            [Fault("file-unreadable", message, (Place(relative(file)),), "an Excel workbook")]
        ) from None
    sheets = [
        Sheet(file, sheet.name, [(number, cells) for number, cells in sheet.rows if any(cells)], sheet.lost)
        for sheet in found
    ]
    sheets = [sheet for sheet in sheets if sheet.rows]
    if not sheets:
        raise Faults(
            [Fault("file-empty", "The workbook holds no table.", (Place(relative(file)),), "figures")]
        )
    of_mucf = is_mucf(sheets)
    parts, left = [], []
    for sheet in sheets:
        at = is_web_export(sheet)
        part = (
            mucf_part(sheet)
            if of_mucf
            else web_export(sheet, at)
            if at is not None
            else read_headed(sheet, agency)
        )
        if part is None:
            left.append(sheet)
        else:
            parts.append(part)
    for sheet in left if parts else ():
        message = (
            f"The sheet isn't read: it is no table of figures by kommun ({counted(len(sheet.rows), 'row')})."
        )
        parts[0].notes.append(Fault("sheet-unread", message, (sheet.place(),), None, "note"))
    return parts


def _csv_rows(file: Path) -> list[tuple[int, tuple[str, ...]]]:
    text = decode(file)
    lines = [line for line in text.splitlines() if line.strip()][:200]
    # A title has commas of its own, so the sign is the one that most lines have equally often.
    counts = {
        sign: Counter(line.count(sign) for line in lines if sign in line).most_common(1) for sign in ";\t,"
    }
    delimiter = max(
        ";\t,", key=lambda sign: (counts[sign][0][1], counts[sign][0][0]) if counts[sign] else (0, 0)
    )
    return [row for row in csv_rows(file, text, delimiter) if any(row[1])]
