"""Kernel messages over a pair of sockets: how many parts, how long each is, then the parts, the channel's name first."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import struct
from collections.abc import Iterator, Sequence

import psutil

_COUNT = struct.Struct("!I")


def packed(channel: str, parts: Sequence[bytes]) -> bytes:
    """One message as it is sent. parts: as `Session.serialize` makes them after the delimiter, buffers last."""
    frames = [channel.encode(), *parts]
    sizes = struct.pack(f"!{len(frames)}Q", *(memoryview(frame).nbytes for frame in frames))
    return b"".join([_COUNT.pack(len(frames)), sizes, *frames])


class Incoming:
    """Bytes as they arrive, cut into messages."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def feed(self, data: bytes) -> Iterator[tuple[str, list[bytes]]]:
        """The messages that are whole after `data`: channel and parts."""
        self._bytes += data
        while (frames := self._whole()) is not None:
            yield frames[0].decode(), frames[1:]

    def _whole(self) -> list[bytes] | None:
        """The frames of the first message, taken out; None when it hasn't arrived whole."""
        if len(self._bytes) < _COUNT.size:
            return None
        (count,) = _COUNT.unpack_from(self._bytes)
        at = _COUNT.size + 8 * count
        if len(self._bytes) < at:
            return None
        sizes = struct.unpack_from(f"!{count}Q", self._bytes, _COUNT.size)
        if len(self._bytes) < at + sum(sizes):
            return None
        frames = []
        for size in sizes:
            frames.append(bytes(self._bytes[at : at + size]))
            at += size
        del self._bytes[:at]
        return frames


def end_with(link: socket.socket) -> None:
    """End this process and those that it started when the other side is gone, whatever they are doing."""
    hangup = select.poll()
    hangup.register(link, select.POLLRDHUP)
    hangup.poll()
    kill(os.getpid())


def kill(pid: int) -> None:
    """End a process at once, with those that it started and its group."""
    with contextlib.suppress(psutil.Error):
        # Kernels of papermill's own engine have groups of their own.
        for child in psutil.Process(pid).children(recursive=True):
            child.kill()
    # It may not lead its group yet, or never.
    for send in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            send(pid, signal.SIGKILL)


def received(link: socket.socket) -> bytes:
    """What has come; empty when the other side is gone."""
    try:
        return link.recv(1 << 20)
    except ConnectionError:
        return b""
