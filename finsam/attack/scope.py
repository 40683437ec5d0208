"""Which reports a reader has side by side, and how their figures are protected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType

from finsam.attack.judge import Finding, Rule
from finsam.attack.published import has_sign, kinds_with_numbers
from finsam.attack.rounded import exact_counts, rounds
from finsam.attack.run import Attacked, attack
from finsam.faults import stop_if
from finsam.params import Params
from finsam.params.protection import PROTECTED
from finsam.paths import is_internal, root
from finsam.tables.kinds import MONEY

#: No figures about people, or public already and protected by the agencies.
_PUBLIC = frozenset(("register", *(kind.name for kind in MONEY)))

#: Kinds whose results are told when their base is large enough, also a step that one person chose.
_BY_BASE = frozenset(("enkater", "sociala_utfall"))

#: What tables that are counted from rows of persons or answers are protected as.
_ROWS = {"people": "deltagare", "answers": "enkater"}


def reports_of(params: Params) -> dict[str, Path]:
    """The folders of all reports on a förbund that stand in reports/, by id: its books, and those on its kommuner."""
    reports = root() / "reports"
    found = sorted(reports.glob(f"{params.forbund_id}/[0-9]*"))
    for member in params.forbund.medlemmar:
        found += sorted(reports.glob(f"kommun/*/{member.kod}-*")) if member.kod else []
    return {path.relative_to(reports).as_posix(): path for path in found if path.is_dir()}


def attack_forbund(params: Params, beside: Mapping[str, Path] = MappingProxyType({})) -> Attacked:
    """Attack all reports on a förbund that stand, and those that a reader has `beside` them, by id."""
    return _attacked({**beside, **reports_of(params)}, params)


def _attacked(reports: dict[str, Path], params: Params, by_words: bool = True) -> Attacked:
    found, own = attack(reports, partial(rule_of, params), by_words), f"{params.forbund_id}/{params.ar}"
    if own in reports:
        found.findings += exact_counts(own, reports[own], params)
    return found


def rule_of(params: Params, kinds: frozenset[str]) -> Rule | None:
    """The rule for a table by the kinds of its delivery, of several the strictest; None where nothing is protected."""
    if kinds and kinds <= _PUBLIC:
        return None
    named = {_ROWS.get(kind, kind) for kind in kinds} & {*PROTECTED}
    rules = [params.protection(name) for name in sorted(named) or ["allt"]]
    least = [rule.min_antal for rule in rules if rule.hides]
    if not least:
        return None
    return Rule(max(least), all(rule.visa_noll for rule in rules), bool(named) and not named & _BY_BASE)


def tells_of_people(folder: Path, params: Params) -> bool:
    """Whether a report has figures that are suppressed or rounded, or that can tell what another report hides."""
    return (
        has_sign(folder)
        or rounds(params)
        or any(rule_of(params, kinds) for kinds in kinds_with_numbers(folder) if kinds)
    )


def raise_if_recomputed(report: str, folder: Path, books: Iterable[Params]) -> None:
    """Raises Faults when the report in `folder` doesn't protect its suppressed figures, or tells what the other reports
    on the same förbund hide. An internal edition hides nothing and is published nowhere.

    books: of each förbund that the report is about, any one.
    """
    findings: list[Finding] = []
    for params in () if is_internal() else books:
        if tells_of_people(folder, params):
            findings += _due_to(report, folder, params)
    stop_if([finding.fault for finding in findings])


def _due_to(report: str, folder: Path, params: Params) -> list[Finding]:
    """The findings that a report has a part in: in its figures, by its numbers, or that aren't there without it. What goes
    by words can be wrong, and is told by the command alone."""
    others = {id: each for id, each in reports_of(params).items() if id != report}
    found = _attacked({**others, report: folder}, params, by_words=False).findings
    elsewhere = [finding for finding in found if report not in finding.reports]
    standing = (
        {each.spot for each in _attacked(others, params, by_words=False).findings} if elsewhere else set()
    )
    return [finding for finding in found if report in finding.reports or finding.spot not in standing]
