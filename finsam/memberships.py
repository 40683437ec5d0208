"""The books of the förbund that a kommun is a member of."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from finsam.params import Params, load_params
from finsam.params.files import books, params_files
from finsam.params.forbund import Forbund
from finsam.yaml_file import load_yaml


def memberships(kommun: str, ar: int, invented: bool = False) -> list[Params]:
    """The params of the year's books whose förbund the kommun (SCB's code) is a member of, in order of id.

    invented: whether the books of invented förbund are meant, or those of all others. Raises Faults.
    """
    found = []
    for name, year in books():
        if year == ar and params_files(name, ar)[0].is_file():
            forbund = _forbund(*_state(params_files(name, ar)[0]))
            members = [member.kod for member in forbund.medlemmar if member.is_member(ar)]
            if forbund.pahittat == invented and kommun in members:
                found.append(load_params(name, ar))
    return found


def _state(file: Path) -> tuple[Path, int, int]:
    found = file.stat()
    return file, found.st_mtime_ns, found.st_size


@lru_cache(maxsize=1024)
def _forbund(file: Path, *_: int) -> Forbund:
    """What lasts of a förbund. A batch asks for all of them for each of its kommuner; so the file's state is given too."""
    return load_yaml(file, Forbund)
