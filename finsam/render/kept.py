"""Chapters that have been run, kept so that after an edit of one notebook only that one runs again."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from finsam.folders import put

#: Beside the processed tables: like them, it can be thrown away.
KEPT = "data/processed/.kapitel"


@dataclass(frozen=True)
class Kept:
    """The executed notebooks of a report. folder: where they lie; it can be thrown away. of: hash of everything that a
    chapter is made from but its notebook. may_be_used: whether the report that they were run for stands."""

    folder: Path
    of: str
    may_be_used: bool = True

    def put(self, source: Path, out_dir: Path) -> bool:
        """Put the executed copy of a notebook into a folder, where there is one from the same notebook and all else."""
        if not self.may_be_used:
            return False
        try:
            shutil.copyfile(self._file(source), out_dir / source.name)
        except OSError:
            return False
        return True

    def keep(self, sources: Sequence[Path], executed: Sequence[Path]) -> None:
        """Keep the executed copies of these notebooks, and no others. Where that can't be done, they run next time."""
        with suppress(OSError):
            files = {self._file(source): copy for source, copy in zip(sources, executed, strict=True)}
            for file, copy in files.items():
                if not file.is_file():
                    put(file, copy.read_bytes())
            for file in {*self.folder.iterdir()} - {*files}:
                file.unlink(missing_ok=True)

    def _file(self, source: Path) -> Path:
        of_both = hashlib.sha256(self.of.encode() + source.read_bytes()).hexdigest()
        return self.folder / f"{source.stem}-{of_both[:32]}.ipynb"
