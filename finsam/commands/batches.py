"""How the commands that build reports carry out their jobs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import click

from finsam import logs
from finsam.batch import local
from finsam.batch.jobs import Job
from finsam.batch.plan import Plan, Planned
from finsam.batch.progress import Progress
from finsam.commands.portal import keep_portal
from finsam.commands.told import FINDINGS, GOOD, point_to_catalogue
from finsam.faults import Faults, counted
from finsam.folders import sweep


def carry_out(
    jobs: Sequence[Job],
    plain: bool,
    workers: int,
    dry: bool,
    fail_fast: bool,
    timeout: float | None,
    scheduler: str | None,
) -> int:
    """Build what is stale and tell how it went; the exit code. Raises Faults when a cluster can't be used."""
    if len(jobs) == 1:
        jobs = [replace(jobs[0], chapters_at_once=workers)]
    plan = Plan(jobs)
    found, stale = plan.found, plan.stale
    if len(jobs) == 1 and found[0].faults:
        raise Faults(found[0].faults)
    if dry:
        tell_plan(stale)
        click.echo(f"{len(stale)} of {counted(len(found), 'report')} would be built.")
        return GOOD
    sweep(each.folder for each in found if each.folder)
    plan.renew()
    progress = Progress(len(found), len(found) - len(stale))
    wanted = [each.job for each in stale]
    if scheduler:
        from finsam.batch import cluster

        events = cluster.run_all(wanted, scheduler, timeout)
    else:
        events = local.run_all(wanted, workers, timeout, plain)
    try:
        for outcome in progress.tell(events):
            if fail_fast and outcome.status == "fel":
                break
    finally:
        progress.close()
        faults = [fault for outcome in progress.failed for fault in outcome.faults]
        logs.tell(faults)
        point_to_catalogue(faults)
        plan.done(progress.outcomes)
    of_portal = keep_portal()
    return FINDINGS if progress.failed else of_portal


def tell_plan(stale: Sequence[Planned]) -> None:
    """A line for each stale report with its first reasons."""
    for each in stale:
        more = f" and {len(each.reasons) - 3} more" if len(each.reasons) > 3 else ""
        click.echo(f"{each.job.label}: {'; '.join(each.reasons[:3])}{more}")
