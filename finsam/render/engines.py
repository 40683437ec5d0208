"""Which render engine there is: Quarto where it is on PATH, the embedded one everywhere."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache

from finsam.faults import Fault, Faults


def has_quarto() -> bool:
    return shutil.which("quarto") is not None


def engine_of(name: str) -> str:
    """`quarto` or `pandoc` for one of ENGINES. Raises Faults when Quarto is asked for and not on PATH."""
    if name == "auto":
        return "quarto" if has_quarto() else "pandoc"
    if name == "quarto" and not has_quarto():
        raise Faults([Fault("quarto-missing", "quarto is not on PATH.", (), "quarto, or --engine pandoc")])
    return name


@cache
def quarto_version() -> str:
    """Of the quarto on PATH."""
    run = subprocess.run(["quarto", "--version"], capture_output=True, text=True, check=True)
    return run.stdout.strip()
