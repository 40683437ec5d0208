"""The warm process of this process and folder: started when first asked for, shared with the forks it makes."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import ClassVar

#: Where forks find the warm process that they come from.
ADDRESS = "FINSAM_WARM"

#: Fixed for every notebook: dictionaries of text in one order, figures of the inline backend. Arrow's own allocator asks
#: for pages of 2 MB, which every fork would clear anew.
FIXED = {
    "PYTHONHASHSEED": "0",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
}


def available() -> bool:
    """Whether this system has what a warm process needs: forks, sockets with abstract names, handing them over."""
    return sys.platform == "linux"


class Warm:
    """A connection to a warm process."""

    _lock = threading.Lock()
    _connected: ClassVar[dict[tuple[int, str], Warm]] = {}

    def __init__(self, link: socket.socket):
        self._link = link
        self._one_at_a_time = threading.Lock()

    @classmethod
    def here(cls) -> Warm:
        """That of this process and working directory; a fork is connected to the one that it comes from."""
        key = (os.getpid(), str(Path.cwd()))
        with cls._lock:
            if key not in cls._connected:
                cls._connected[key] = cls._joined() or cls._begun()
            return cls._connected[key]

    @classmethod
    def _joined(cls) -> Warm | None:
        """Connected to the process that the environment names, where it is there and works in this folder."""
        address, _, folder = os.environ.get(ADDRESS, "").partition("\n")
        if folder != str(Path.cwd()):
            return None
        link = socket.socket(socket.AF_UNIX)
        try:
            link.connect(f"\0{address}")
        except OSError:
            link.close()
            return None
        return cls(link)

    @classmethod
    def _begun(cls) -> Warm:
        """A new warm process, which ends with this one."""
        name = f"finsam-warm-{secrets.token_hex(16)}"
        ours, theirs = socket.socketpair()
        with contextlib.closing(theirs), contextlib.closing(socket.socket(socket.AF_UNIX)) as listener:
            # An abstract name: nothing lies on disk, and who may connect is checked by user.
            listener.bind(f"\0{name}")
            listener.listen()
            fds = [theirs.fileno(), listener.fileno()]
            subprocess.Popen(
                [sys.executable, "-m", "finsam.warm.parent", *map(str, fds)],
                pass_fds=fds,
                env={**os.environ, **FIXED, ADDRESS: f"{name}\n{Path.cwd()!s}"},
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        return cls(ours)

    @classmethod
    def begin(
        cls, work: str, environment: dict[str, str] | None = None, folder: str | None = None
    ) -> tuple[int, socket.socket]:
        """As `fork`, of the warm process that is here; when that has been killed, of a new one. Raises OSError."""
        warm = cls.here()
        try:
            return warm.fork(work, environment, folder)
        except OSError:
            warm.forget()
        return cls.here().fork(work, environment, folder)

    def forget(self) -> None:
        """Whoever asks next connects anew."""
        with self._lock:
            for key in [key for key, warm in self._connected.items() if warm is self]:
                del self._connected[key]

    def fork(
        self, work: str, environment: dict[str, str] | None = None, folder: str | None = None
    ) -> tuple[int, socket.socket]:
        """Process id and link of a new fork that does `work` (finsam.warm.parent.serve). Raises OSError."""
        ours, theirs = socket.socketpair()
        with contextlib.closing(theirs), self._one_at_a_time:
            request = {
                "work": work,
                "folder": folder or str(Path.cwd()),
                "environment": environment or dict(os.environ),
            }
            socket.send_fds(self._link, [json.dumps(request).encode()], [theirs.fileno()])
            answer = self._link.recv(32)
        if not answer:
            raise OSError("the warm process has ended")
        return int(answer), ours
