"""What must hold before a book is given out: one item after the other, and what stands in the way of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from finsam.accessible.axe import axe_faults, axe_script, browser
from finsam.accessible.pages import page_faults
from finsam.accessible.pdf import pdf_faults
from finsam.accessible.word import word_faults
from finsam.attack.judge import TOLD
from finsam.attack.scope import attack_forbund
from finsam.batch.jobs import Job
from finsam.batch.plan import planned
from finsam.brand import brand_faults
from finsam.build import book_basis
from finsam.checks import checked_figures
from finsam.faults import Fault, Faults, counted
from finsam.params import Params
from finsam.render.engines import engine_of
from finsam.render.report import FORMATS, report_folder
from finsam.start.unfilled import unfilled
from finsam.verify.run import verify


@dataclass(frozen=True)
class Item:
    """An item of the checklist.

    key: as the record names it. told: what was found, in a line. faults: what stops the publication. judged: what somebody
    has to answer for by name before it goes on: figures that contradict each other, as real ledgers have them, and what a
    program can't tell for sure.
    """

    key: str
    told: str
    faults: tuple[Fault, ...] = ()
    judged: tuple[Fault, ...] = ()


@dataclass
class Checked:
    """The items of a book in order. accepted: reasons by the code of what was judged."""

    items: list[Item] = field(default_factory=list)
    accepted: Mapping[str, str] = field(default_factory=dict)

    @property
    def open(self) -> list[Fault]:
        """What is in the way: faults, and what nobody has answered for."""
        return [fault for item in self.items for fault in (*item.faults, *self.unanswered(item))]

    def unanswered(self, item: Item) -> list[Fault]:
        return (
            [] if ALL in self.accepted else [each for each in item.judged if each.code not in self.accepted]
        )

    def reason(self, code: str) -> str:
        return self.accepted.get(code, self.accepted.get(ALL, ""))


#: In the place of a code: whatever else is to be judged.
ALL = "alla"

#: What is told of a report that no later item can say anything of.
_UNREADABLE = "can't be read back"


def checklist(params: Params, editions: Mapping[str, Path], with_axe: bool = True) -> Iterator[Item]:
    """Every item of a book, found as it is asked for. editions: those that stand, which a reader has beside the new one.

    The later items are left out where the book can't be read or isn't what it would be built as now. with_axe: whether to
    open the pages in a browser.
    """
    inputs = _inputs(params)
    yield inputs
    if inputs.faults:
        return
    yield (built := _built(params))
    if built.faults:
        return
    yield _figures(params)
    yield (read := _read_back(params))
    if read.told == _UNREADABLE:
        return
    yield _attacked(params, editions)
    yield from _accessible(report_folder(f"{params.forbund_id}/{params.ar}"), with_axe)


def _inputs(params: Params) -> Item:
    left = unfilled(params.forbund_id, params.ar)
    faults = [*brand_faults(params.forbund_id), *(replace(each, severity="error") for each in left)]
    try:
        basis = book_basis(params)
    except Faults as wrong:
        faults += wrong.faults
    if faults:
        return Item("underlag", f"{counted(len(faults), 'fault')} in the inputs", tuple(faults))
    return Item("underlag", f"{counted(len(basis.sources), 'file')} without faults")


def _built(params: Params) -> Item:
    """Whether the report is whole and what it would be built as now."""
    book = f"{params.forbund_id}/{params.ar}"
    job = Job("bok", params.forbund_id, params.ar, FORMATS, engine_of("auto"))
    reasons = planned([job])[0].reasons
    if not reasons:
        return Item("bygge", "up to date, in html, pdf and docx")
    expected = f"python -m finsam build {book}, and the report read once more"
    fault = Fault(
        "report-stale", f"The report isn't what it would be now: {'; '.join(reasons)}.", (), expected
    )
    return Item("bygge", "not up to date", (fault,))


def _figures(params: Params) -> Item:
    found = checked_figures(params)
    faults = [each for each in found.findings if each.severity == "error"]
    judged = [each for each in found.findings if each.severity == "contradiction"]
    told = f"{counted(found.checks, 'check')}, {counted(len(judged), 'contradiction')}"
    return Item("siffror", told, tuple(faults), tuple(judged))


def _read_back(params: Params) -> Item:
    try:
        found = verify(report_folder(f"{params.forbund_id}/{params.ar}"), book_basis(params).evidence)
    except Faults as wrong:
        return Item("aterlasning", _UNREADABLE, wrong.faults)
    if any(fault.code == "document-unreadable" for fault in found.faults):
        return Item("aterlasning", _UNREADABLE, tuple(found.faults))
    return Item("aterlasning", "; ".join(found.lines), tuple(found.faults))


def _attacked(params: Params, editions: Mapping[str, Path]) -> Item:
    found = attack_forbund(params, editions)
    faults = [finding.fault for finding in found.findings]
    sure = tuple(fault for fault in faults if fault.code != TOLD)
    return Item("rojande", str(found), sure, tuple(fault for fault in faults if fault.code == TOLD))


def _accessible(folder: Path, with_axe: bool) -> Iterator[Item]:
    faults = page_faults(folder)
    for file in sorted(folder.glob("*.pdf")):
        faults += pdf_faults(file)
    for file in sorted(folder.glob("*.docx")):
        faults += word_faults(file)
    told = f"markup of pages, pdf and docx, {counted(len(faults), 'fault')}"
    yield Item("tillganglighet", told, tuple(faults))
    script, program = axe_script(), browser()
    if not with_axe or not script or not program:
        missing = (
            "asked for"
            if not with_axe
            else "to be had: no axe-core"
            if not script
            else "to be had: no Chromium"
        )
        yield Item("axe", f"not run: it wasn't {missing}")
        return
    faults = axe_faults(folder, script, program)
    yield Item("axe", counted(len(faults), "violation"), tuple(faults))
