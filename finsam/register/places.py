"""Where public statistics lie, before anything is read of them."""

from __future__ import annotations

from pathlib import Path

from finsam.paths import root

#: Beside a download: where and when it was fetched, as JSON.
PROVENANCE = ".proveniens.json"


def register_folder(invented: bool) -> Path:
    """Where the raw files lie: the invented example's or the agencies'. They never mix."""
    return root() / "data/raw" / ("register-exempel" if invented else "register")


def provenance_file(file: Path) -> Path:
    """The record beside a download, whether or not there is one."""
    beside = file.with_name(file.name + PROVENANCE)
    return beside if beside.is_file() else file.with_name(file.stem + PROVENANCE)
