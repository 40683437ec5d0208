"""What a file of public statistics is, in words and as facts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from finsam.faults import Fault, Place, counted
from finsam.paths import relative
from finsam.register.read import Read, read_files
from finsam.tables.registers import area_name

_SHOWN = 6


def read_statistics(file: Path) -> Read | None:
    """What a file holds with everything that is wrong in it; None for one that isn't public statistics."""
    read = read_files([file])
    is_other = not read.what and (file.suffix.lower() not in {".json", ".px"})
    return None if is_other else read


def describe(read: Read, file: Path) -> list[str]:
    if not read.what:
        return []
    table = read.table
    counts = table["status"].value_counts()
    missing = [
        f"{counts[status]} {word}"
        for status, word in (
            ("undertryckt", "suppressed"),
            ("saknas", "missing"),
            ("ej_tillampligt", "not applicable"),
        )
        if counts.get(status)
    ]
    told = f"{relative(file)}: public statistics ({'; '.join(dict.fromkeys(read.what)) or 'unreadable'}); "
    told += f"{counted(read.delivered, 'figure')} delivered, {len(table)} read" + (
        f", of these {', '.join(missing)}" if missing else ""
    )
    lines = [told + "."]
    for (agency, matt, version), rows in table.groupby(["kalla", "matt", "version"], sort=False):
        ages = ", ".join(_few(sorted(rows["alder"].unique()))) or ""
        of = f"{agency}: {matt}" + (f" {version}" if version else "")
        periods = f"{rows['period'].min()} to {rows['period'].max()}"
        lines.append(
            f"  {of}; {counted(len(rows), 'figure')}, {_areas(rows)}, {', '.join(rows['kon'].unique())}, "
            f"{'ages ' + ages if ages else 'ages not told'}, {periods}."
        )
    return lines


def as_json(read: Read, file: Path) -> dict[str, object]:
    """What `inspect --json` says of the file: a note as of any finding, and `facts`."""
    note = Fault("register", " ".join(describe(read, file)[:1]), (Place(relative(file)),), severity="note")
    return {**note.as_json(), "facts": facts(read)}


def facts(read: Read) -> dict[str, object]:
    """Parts and counts, and for each agency, measure and version its areas, ages, sexes and periods."""
    table = read.table
    counts = table["status"].value_counts()
    return {
        "parts": read.what,
        "delivered": read.delivered,
        "figures": len(table),
        "suppressed": int(counts.get("undertryckt", 0)),
        "missing": int(counts.get("saknas", 0)),
        "not_applicable": int(counts.get("ej_tillampligt", 0)),
        "measures": [
            {
                "agency": agency,
                "measure": matt,
                "version": version,
                "figures": len(rows),
                "areas": sorted(rows["kommun_kod"].unique()),
                "ages": sorted(rows["alder"].unique()),
                "sexes": sorted(rows["kon"].unique()),
                "first": rows["period"].min(),
                "last": rows["period"].max(),
            }
            for (agency, matt, version), rows in table.groupby(["kalla", "matt", "version"], sort=False)
        ],
    }


def _areas(rows: pd.DataFrame) -> str:
    codes = sorted(rows["kommun_kod"].unique(), key=lambda code: (len(code), code))
    kommuner = sum(len(code) == 4 for code in codes)
    if len(codes) <= _SHOWN:
        return ", ".join(area_name(code) for code in codes)
    return f"{counted(kommuner, 'kommun', 'kommuner')} and {counted(len(codes) - kommuner, 'wider area')}"


def _few(texts: Iterable[str]) -> list[str]:
    found = [text for text in texts if text]
    return found if len(found) <= _SHOWN else [*found[:3], f"... {len(found)} in all"]
