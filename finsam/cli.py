"""`python -m finsam`: the commands of an analyst's day."""

from __future__ import annotations

from pathlib import Path

import click

from finsam import logs
from finsam.commands import attacked, compared, explained, inputs, making, numbers, portal, publishing


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="finsam")
@click.option("--verbose", is_flag=True, help="Tell on the screen what is done, step by step.")
@click.option(
    "--log", "log_file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path),
    help="Add the same to a file, with what helps to find a cause.",
)  # fmt: skip
def main(verbose: bool, log_file: Path | None) -> None:
    """Annual books of Swedish samordningsförbund, from raw files to html, pdf and docx.

    BOOK is <forbund>/<year>, as in umearegionen/2016.
    """
    try:
        logs.begin(verbose, log_file)
    except OSError as error:
        raise click.UsageError(f"--log {log_file}: {error.strerror or error}") from None


for command in (
    making.build_command,
    making.kommun_command,
    making.status_command,
    portal.portal_command,
    inputs.check_command,
    numbers.audit_command,
    numbers.facts_command,
    numbers.verify_command,
    attacked.attack_command,
    numbers.trace_command,
    compared.diff_command,
    making.ingest_command,
    making.prepare_command,
    publishing.publish_command,
    publishing.published_command,
    inputs.inspect_command,
    inputs.fetch_command,
    explained.explain_command,
):
    main.add_command(command)
