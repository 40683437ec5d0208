"""Run the command line as `python -m finsam`."""

from finsam.cli import main

main(prog_name="python -m finsam")
