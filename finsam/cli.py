"""`python -m finsam`: the commands of an analyst's day."""

from __future__ import annotations

import click

from finsam.commands import attacked, compared, inputs, making, numbers, portal, publishing


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="finsam")
def main() -> None:
    """Annual books of Swedish samordningsförbund, from raw files to html, pdf and docx.

    BOOK is <forbund>/<year>, as in umearegionen/2016.
    """


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
):
    main.add_command(command)
