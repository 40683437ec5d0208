"""How a batch goes: one line that changes on a terminal, a line a report elsewhere, and a summary at the end."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import click
from tqdm import tqdm

from finsam.batch.jobs import Outcome
from finsam.batch.local import Started

#: How many running reports the line names.
_NAMED = 3


class Progress:
    """Counts what it is told of. total: how many reports; skipped: how many of them were not stale."""

    def __init__(self, total: int, skipped: int):
        self.skipped = skipped
        self.outcomes: list[Outcome] = []
        self._running: list[str] = []
        self._is_terminal = sys.stderr.isatty()
        self._bar = tqdm(total=total, initial=skipped, unit="report", disable=not self._is_terminal)

    def tell(self, events: Iterable[Started | Outcome]) -> Iterable[Outcome]:
        """Show each event and pass the outcomes on."""
        for event in events:
            if isinstance(event, Started):
                self._running.append(event.job.label)
            else:
                self._running.remove(event.job.label)
                self.outcomes.append(event)
                self._bar.update()
                if not self._is_terminal:
                    click.echo(_line(event))
                for note in event.notes:
                    self._bar.write(str(note))
                yield event
            self._show()

    def _show(self) -> None:
        names = ", ".join(self._running[:_NAMED]) + (" ..." if len(self._running) > _NAMED else "")
        self._bar.set_postfix_str(
            f"failed {len(self.failed)}, skipped {self.skipped}, running {names or '-'}"
        )

    @property
    def failed(self) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if outcome.status == "fel"]

    def close(self) -> None:
        """End the line and tell what became of all."""
        self._bar.close()
        built = sum(outcome.status == "byggd" for outcome in self.outcomes)
        same = self.skipped + sum(outcome.status == "aktuell" for outcome in self.outcomes)
        for outcome in self.failed:
            click.echo(f"{outcome.job.label}: failed", err=True)
            for fault in outcome.faults:
                click.echo(f"  {fault}".replace("\n", "\n  "), err=True)
            if outcome.folder:
                click.echo(f"  {outcome.folder}/FEL.txt has the whole of it.", err=True)
        click.echo(f"{built} built, {same} up to date, {len(self.failed)} failed.")


def _line(outcome: Outcome) -> str:
    told = {"byggd": outcome.folder, "aktuell": "up to date", "fel": "failed"}[outcome.status]
    return f"{outcome.job.label}: {told}"
