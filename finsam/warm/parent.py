"""The warm process: imports what reports need, then forks one process for each notebook or job that is asked for.

It has one thread and runs nothing itself, so that a fork is as clean as a new process. It ends when the process that
started it does.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import random
import selectors
import signal
import socket
import struct
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import FunctionType
from typing import Any

from finsam.warm import kernel
from finsam.warm.forks import Forks
from finsam.warm.started import ADDRESS

#: What notebooks and rendering import, and what those import in their first call.
IMPORTS = (
    "finsam.chapters.kommun_forbund",
    "finsam.chapters.kommun_statistics",
    "finsam.chapters.reconciliation",
    "finsam.chapters.summary",
    "finsam.municipal",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "matplotlib.pyplot",
    "pyarrow.parquet",
    "scipy.stats",
    "seaborn",
    "statsmodels.api",
)

#: Called once before the first fork.
REHEARSALS = ("finsam.chapters.rehearsal:rehearse", "finsam.batch.rehearsal:rehearse")


def serve(owner: socket.socket, listener: socket.socket) -> None:
    """Fork for each request that comes over a connection, until the owner is gone.

    A request is one message of JSON: `folder`, `environment` and `work`, with the fork's end of a pair of sockets.
    `work` is `kernel`, or `module:function` that is called with the link. The answer is the fork's process id.
    """
    # What is imported stays: looking for what could go takes a fifth of the time, and again in each fork.
    gc.disable()
    app = kernel.prepared()
    for name in IMPORTS:
        importlib.import_module(name)
    for name in REHEARSALS:
        _named(name)()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()
    gc.enable()
    waiting = selectors.DefaultSelector()
    forks = Forks(waiting)
    for each in (owner, listener):
        waiting.register(each, selectors.EVENT_READ)
    while True:
        for key, _ in waiting.select():
            asked = key.fileobj
            if forks.tell_of(asked) or not isinstance(asked, socket.socket):
                continue
            if asked is listener:
                other, _ = listener.accept()
                if _is_own(other):
                    waiting.register(other, selectors.EVENT_READ)
                else:
                    other.close()
                continue
            data, fds, *_ = socket.recv_fds(asked, 1 << 20, 1)
            if data:
                pid = _fork(json.loads(data), fds[0], app)
                forks.add(pid, fds[0])
                asked.sendall(b"%d\n" % pid)
            elif asked is owner:
                forks.kill()
                return
            else:
                waiting.unregister(asked)
                asked.close()


def _is_own(other: socket.socket) -> bool:
    """Whether the same user is at the other end."""
    size = struct.calcsize("3i")
    _, user, _ = struct.unpack("3i", other.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size))
    return int(user) == os.getuid()


def _fork(request: dict[str, Any], link: int, app: kernel.ForkedApp) -> int:
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        _as_asked(request)
        # Whatever else the parent had open is not the fork's: the connections of others must end when they do.
        os.closerange(3, link)
        os.closerange(link + 1, link + 4096)
        work = _kernel(app) if request["work"] == "kernel" else _named(request["work"])
        work(socket.socket(fileno=link))
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def _as_asked(request: dict[str, Any]) -> None:
    """Be in the folder and environment of who asked, in a group of its own, with the seeds that every fork has."""
    import numpy

    os.setpgid(0, 0)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.chdir(request["folder"])
    kept = {name: os.environ[name] for name in ("MPLBACKEND", "PYTHONHASHSEED", ADDRESS)}
    os.environ.clear()
    os.environ.update(request["environment"] | kept)
    random.seed(0)
    numpy.random.seed(0)


def _kernel(app: kernel.ForkedApp) -> Callable[[socket.socket], None]:
    return lambda link: kernel.run(app, link)


def _named(name: str) -> Callable[..., None]:
    module, _, function = name.partition(":")
    found: Callable[..., None] = getattr(importlib.import_module(module), function)
    return found


def _with_room(function: Callable[..., None]) -> Callable[..., None]:
    """The function with so large a frame that those of all calls within it lie beside it in memory.

    CPython 3.11 and later keep frames in pieces of 16 KB. A loop at the end of one asks the system for the next piece in
    each call and gives it back, which was a third of all pages that this process and its forks asked for.
    """
    return FunctionType(function.__code__.replace(co_stacksize=1 << 16), function.__globals__)


if __name__ == "__main__":
    # As ipykernel's launcher: the kernel puts its folder into the path itself, after the standard library.
    if sys.path[0] == str(Path.cwd()):
        del sys.path[0]
    _with_room(serve)(*(socket.socket(fileno=int(number)) for number in sys.argv[1:3]))
