"""The kommun of a municipal report, and whether its figures are real or the invented example's."""

from __future__ import annotations

from finsam.faults import Fault, Faults, nearest
from finsam.register.places import PROVENANCE, register_folder
from finsam.tables.registers import INVENTED_LAN, Area, areas, kommuner


def find_kommun(kod: str | int) -> Area:
    """The kommun of a code. Raises Faults when no kommun has it.

    papermill's command line makes numbers of codes, so that 0114 arrives as 114.
    """
    wanted = str(kod).zfill(4)
    known = {area.kod: area for area in areas() if len(area.kod) == 4}
    if wanted not in known:
        by_name = {area.kort: area.kod for area in kommuner()}
        hint = f" {kod} has the code {by_name[kod]}." if kod in by_name else nearest(wanted, known)
        message = f"{kod!r} is not the code of a kommun.{hint}"
        raise Faults([Fault("kommun-unknown", message, (), "SCB's four digits, as 2480")])
    return known[wanted]


def has_invented_figures(kommun: Area) -> bool:
    """Whether the report on a kommun shows the generated example: for invented kommuner, and for all others as long
    as the example has been made and no real public statistics have been fetched."""
    if kommun.kod.startswith(INVENTED_LAN):
        return True
    return not _has_files(invented=False) and _has_files(invented=True)


def _has_files(invented: bool) -> bool:
    folder = register_folder(invented)
    known = {".json", ".csv", ".px", ".xlsx", ".xls"}
    return folder.is_dir() and any(
        file.suffix.lower() in known and not file.name.endswith(PROVENANCE) for file in folder.rglob("*")
    )
