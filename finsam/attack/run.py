"""The attack on what is published: can a suppressed figure be recomputed?

A suppressed count is protected when at least `min_antal` whole numbers are possible for it, given everything that is
published of the förbund: all its reports together, with their tables, texts and pictures and the files beside them. A
suppressed share is protected by its counts, and must not stand in another place. Where the rule says that zeros are
shown, a reader knows that no suppressed count is 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from finsam.attack.copies import cells_with_more, copies_of, join_copies
from finsam.attack.grids import domains
from finsam.attack.intervals import Interval, intervals
from finsam.attack.judge import Finding, Rule, judge, told
from finsam.attack.line_shares import share_lines
from finsam.attack.line_sums import add_lines
from finsam.attack.lines import Board, Laid, Line, lay_out, lines_of, matrices_of
from finsam.attack.means import average
from finsam.attack.named import named_lines, values_in
from finsam.attack.notebooks import sharpen
from finsam.attack.order import order_out
from finsam.attack.pictures import axes_of, picture_lines, texts_of_pictures
from finsam.attack.published import Published, has_sign, read_report
from finsam.attack.same import join
from finsam.attack.sentences import text_lines
from finsam.attack.shares import share_out
from finsam.attack.sums import sum_up
from finsam.attack.system import System
from finsam.attack.tables import Table
from finsam.attack.underlag import underlag_lines
from finsam.attack.unprinted import totals_of_kommuner, totals_of_tables
from finsam.faults import counted

#: The rule of a table by the kinds that it was made from; None where its figures need no protection.
RuleOf = Callable[[frozenset[str]], Rule | None]


@dataclass
class Attacked:
    """reports: how many were read. cells: how many suppressed figures were attacked. findings: those that gave in."""

    reports: int = 0
    cells: int = 0
    findings: list[Finding] = field(default_factory=list)

    def __str__(self) -> str:
        suppressed = counted(self.cells, "suppressed figure")
        return f"{counted(self.reports, 'report')}, {suppressed}, {len(self.findings)} of them not protected"


def attack(folders: Mapping[str, Path], rule_of: RuleOf, by_words: bool = True) -> Attacked:
    """Attack the reports (id and folder), which a reader has side by side.

    Reports without suppressed figures are read too where another has some: they can tell what that one hides. by_words:
    whether what can't be told for sure is a finding too (`judge.TOLD`).
    """
    found = Attacked(len(folders))
    if not any(has_sign(folder) for folder in folders.values()):
        return found
    reports = [read_report(folder, report) for report, folder in folders.items()]
    laid_out = [table for report in reports for table in report.tables]
    rules = {id(table): rule for table in laid_out if table.hidden and (rule := rule_of(table.kinds))}
    if not rules:
        return found
    system = System(Board())
    laid = lay_out(system.board, laid_out)
    _read(system, laid, reports)
    possible = _possible(system, laid, rules.values(), by_words)
    for table, cells in zip(laid.tables, laid.cells, strict=True):
        for at in table.hidden if id(table) in rules else ():
            found.cells += 1
            finding = judge(system, table.spots[at], cells[at], rules[id(table)], possible)
            found.findings += [finding] if finding else []
    if not by_words:
        return found
    given_in = {finding.spot for finding in found.findings}
    for table, finding in told(system, laid, reports, possible, rules):
        if id(table) in rules and finding.spot not in given_in:
            found.findings.append(finding)
    return found


def _read(system: System, laid: Laid, reports: Iterable[Published]) -> None:
    """Everything that is published, as cells that are one number and relations between them."""
    lines: list[Line] = list(lines_of(laid))
    copies: list[Table] = []
    orders = [labels for table in laid.tables for labels in (table.rows, table.columns)]
    for report in reports:
        values = values_in(report.folder)
        for page, each in values.items():
            lines += named_lines(system.board, each, page, report.report)
        report.texts += texts_of_pictures(report.folder, report.report)
        drawn = axes_of(report.folder)
        lines += picture_lines(system.board, drawn, report.report)
        orders += [axes.order for axes in drawn]
        lines += text_lines(system.board, report.texts)
        if any(table.hidden for table in report.tables):
            lines += underlag_lines(system.board, report.folder, report.report)
            copies += [*copies_of(report, values), *cells_with_more(report)]
            sharpen(system, laid, report)
    lines += totals_of_tables(system, laid)
    lines += totals_of_kommuner(system, laid, lines)
    join_copies(system, laid, copies)
    lines = [line for line in lines if len(line.cells) > 1]
    join(system, lines)
    for matrix in matrices_of(laid):
        sum_up(system, matrix)
    share_out(system, laid)
    average(system, laid)
    found = domains(system, lines)
    add_lines(system, found)
    share_lines(system, found)
    order_out(system, lines, orders)
    for table, cells in zip(laid.tables, laid.cells, strict=True):
        _within(system, table, cells)


def _within(system: System, table: Table, cells: dict[tuple[str, str], int]) -> None:
    """A row that is a part of another one is no larger."""
    for part, whole in table.varav.items():
        for column in table.columns:
            pair = [cells[row, column] for row in (part, whole) if (row, column) in cells]
            if len(pair) == 2 and not any(system.figure(cell).share for cell in pair):
                system.relate([(pair[0], 1), (pair[1], -1)], 50.0, low=None, high=0)


def _possible(system: System, laid: Laid, rules: Iterable[Rule], ends: bool) -> dict[int, Interval]:
    """The numbers that each unknown count can be, by its root. One that is missing for other reasons can be 0."""
    rules, figures = list(rules), system.board.figures
    unknowns = {
        system.root(cell): 0
        for cell, figure in enumerate(figures)
        if figure.is_hidden and not figure.share and system.figure(cell).is_hidden
    }
    if all(rule.zeros_shown for rule in rules):
        for table, cells in zip(laid.tables, laid.cells, strict=True):
            roots = (system.root(cells[at]) for at in table.hidden)
            unknowns |= dict.fromkeys(unknowns.keys() & set(roots), 1)
    relations = [each for each in system.relations() if all(cell in unknowns for cell, _ in each.terms)]
    return intervals(unknowns, relations, max(rule.min_antal for rule in rules), ends)
