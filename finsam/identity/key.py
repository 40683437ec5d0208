"""The secret key of the pseudonyms: in an environment variable, or in a file outside the repository."""

from __future__ import annotations

import os
import secrets
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from finsam.faults import Fault, Faults, Place
from finsam.paths import root

#: The key itself, or the path of its file.
KEY, KEY_FILE = "FINSAM_NYCKEL", "FINSAM_NYCKELFIL"
#: Signs of the shortest key that can't be guessed.
SHORTEST = 32


def key_file() -> Path:
    """FINSAM_NYCKELFIL, otherwise ~/.config/finsam/nyckel (XDG_CONFIG_HOME counts)."""
    if named := os.environ.get(KEY_FILE):
        return Path(named).expanduser()
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "finsam/nyckel"


def secret_key() -> bytes:
    """The key; its file is made, readable by its owner alone, when it is first needed.

    Raises Faults for a key that is too short, a file in the repository or one that others may read. No fault, log or
    file holds the key.
    """
    if KEY in os.environ:
        return _long_enough(os.environ[KEY].strip(), Place(KEY))
    file = key_file()
    place = Place(str(file))
    if file.resolve().is_relative_to(root().resolve()):
        message = "The key of the pseudonyms lies in the repository, where it could be published."
        raise Faults([Fault("key-in-repository", message, (place,), f"a path elsewhere in {KEY_FILE}")])
    try:
        if not file.exists():
            _make(file)
        with file.open("rb") as opened:
            about = os.fstat(opened.fileno())
            if os.name == "posix" and stat.S_IMODE(about.st_mode) & 0o077:
                message = "Others than its owner may read the key of the pseudonyms."
                raise Faults([Fault("key-readable", message, (place,), f"chmod 600 {file}")])
            text = opened.read(1 << 16).decode("ascii", errors="replace").strip()
    except OSError as error:
        message = f"The key of the pseudonyms can't be read or made: {error.strerror}."
        raise Faults(
            [Fault("key-unreadable", message, (place,), f"a file that may be read, or {KEY}")]
        ) from None
    return _long_enough(text, place)


def _long_enough(text: str, place: Place) -> bytes:
    if len(text) < SHORTEST:
        message = f"The key of the pseudonyms is shorter than {SHORTEST} signs."
        raise Faults([Fault("key-short", message, (place,), "a long random key, which nobody can guess")])
    return text.encode()


def _make(file: Path) -> None:
    """A new key at `file`, whole or not at all; that of another process, if it was first."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # mkstemp makes files with mode 0600.
    opened, part = tempfile.mkstemp(prefix=".nyckel~", dir=file.parent)
    try:
        with os.fdopen(opened, "w") as written:
            written.write(secrets.token_hex(32) + "\n")
            written.flush()
            os.fsync(written.fileno())
        with suppress(FileExistsError):
            os.link(part, file)
    finally:
        Path(part).unlink()
