"""Folders and files that are either the old one or the new one, never half of each, whenever a process is stopped."""

from __future__ import annotations

import ctypes
import errno
import itertools
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


def put(file: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        part.write_bytes(content)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def replaced(target: Path) -> Iterator[Path]:
    """An empty folder beside `target` to fill; it takes the target's place when the block ends without an error.

    On an error the target stays as it was and the new folder goes away.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}~", dir=target.parent))
    fresh.chmod(0o755)
    try:
        yield fresh
        _put(fresh, target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _put(fresh: Path, target: Path) -> None:
    """`fresh` at `target`; what stood there is then at `fresh`, or gone."""
    if _exchanged(fresh, target):
        return
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}~old~", dir=target.parent))
    try:
        _one_after_the_other(target, fresh, old)
    finally:
        shutil.rmtree(old, ignore_errors=True)


def _exchanged(fresh: Path, target: Path) -> bool:
    """Swap two folders in one step, so that there is a target at every moment; False where that can't be done."""
    if sys.platform != "linux" or not target.is_dir():
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    paths = (os.fsencode(fresh), os.fsencode(target))
    return rename is not None and rename(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE) == 0


def _one_after_the_other(target: Path, fresh: Path, old: Path) -> None:
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


@contextmanager
def held(target: Path, patience: float = -1) -> Iterator[None]:
    """Nobody else makes `target` meanwhile: waits until whoever does has finished or is gone.

    What a process that was killed has left beside the target is put right first. patience: seconds to wait before
    filelock.Timeout is raised; negative for ever.
    """
    lock = target.parent / f".{target.name}.las"
    lock.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(lock, timeout=patience):
        _swept(target)
        yield


def sweep(targets: Iterable[Path]) -> None:
    """Remove what killed processes have left beside these folders, where nobody is making them."""
    by_parent: dict[Path, dict[str, Path]] = {}
    for target in targets:
        by_parent.setdefault(target.parent, {})[target.name] = target
    for parent, names in by_parent.items():
        found = {left.name[1:].split("~")[0] for left in parent.glob(".*~*")}
        for name in sorted(found & set(names)):
            with suppress(Timeout, OSError), held(names[name], patience=0):
                """Whoever holds it has swept."""


@contextmanager
def workspace(target: Path) -> Iterator[None]:
    """Temporary files of this process and of those that it starts lie beside `target`, where `held` sweeps them."""
    before, name = tempfile.tempdir, os.environ.get("TMPDIR")
    folder = tempfile.mkdtemp(prefix=f".{target.name}~arbete~", dir=target.parent)
    tempfile.tempdir = os.environ["TMPDIR"] = folder
    try:
        yield
    finally:
        tempfile.tempdir = before
        os.environ.pop("TMPDIR") if name is None else os.environ.update(TMPDIR=name)
        shutil.rmtree(folder, ignore_errors=True)


def _swept(target: Path) -> None:
    """Remove half-made folders; a target that was just being moved aside comes back."""
    left = sorted(target.parent.glob(f".{target.name}~*"))
    if not target.exists():
        old = [each for folder in left if "~old~" in folder.name for each in sorted(folder.iterdir())]
        if old:
            old[-1].replace(target)
    for folder in left:
        shutil.rmtree(folder, ignore_errors=True)
