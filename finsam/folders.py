"""Folders that are either the old one or the new one, never half of each."""

from __future__ import annotations

import errno
import itertools
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def replaced(target: Path) -> Iterator[Path]:
    """An empty folder beside `target` to fill; it takes the target's place when the block ends without an error.

    On an error the target stays as it was and the new folder goes away.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    fresh.chmod(0o755)
    try:
        yield fresh
        old = Path(tempfile.mkdtemp(prefix=f".{target.name}-old-", dir=target.parent))
        try:
            _exchange(target, fresh, old)
        finally:
            shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _exchange(target: Path, fresh: Path, old: Path) -> None:
    """Move what stands at `target` into `old` and `fresh` to `target`, also while other processes do the same."""
    for number in itertools.count():
        with suppress(FileNotFoundError):
            target.replace(old / str(number))
        try:
            fresh.replace(target)
            return
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise
