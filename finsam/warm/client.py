"""The side that asks: what nbclient needs of a kernel's manager and client, spoken over one socket."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
from collections import defaultdict, deque
from queue import Empty
from types import SimpleNamespace
from typing import Any

from jupyter_client.session import Session

from finsam.warm.pipe import Incoming, packed, received
from finsam.warm.started import Warm


class ForkedClient:
    """A kernel's client for nbclient: requests out, replies and outputs in, in the order they were sent."""

    allow_stdin = False

    def __init__(self, link: socket.socket):
        self._link = link
        self._incoming = Incoming()
        self._session = Session(key=b"")
        self._waiting: dict[str, deque[dict[str, Any]]] = defaultdict(deque)
        self._news = asyncio.Event()
        self.gone = False
        self.shell_channel = SimpleNamespace(get_msg=lambda timeout=None: self._get("shell", timeout))
        self.iopub_channel = SimpleNamespace(get_msg=lambda timeout=None: self._get("iopub", timeout))

    async def start_channels(self) -> None:
        asyncio.get_running_loop().add_reader(self._link, self._arrived)

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """A fork answers as soon as it is there."""

    def stop_channels(self) -> None:
        if self._link.fileno() >= 0:
            with contextlib.suppress(RuntimeError):
                asyncio.get_running_loop().remove_reader(self._link)
            self._link.close()

    async def is_alive(self) -> bool:
        return not self.gone

    def execute(
        self,
        code: str,
        silent: bool = False,
        store_history: bool = True,
        stop_on_error: bool = True,
        **_: object,
    ) -> str:
        content = {
            "code": code, "silent": silent, "store_history": store_history, "user_expressions": {},
            "allow_stdin": False, "stop_on_error": stop_on_error,
        }  # fmt: skip
        return self._send("execute_request", content)

    def kernel_info(self) -> str:
        return self._send("kernel_info_request", {})

    def _send(self, kind: str, content: dict[str, Any]) -> str:
        message = self._session.msg(kind, content)
        parts = self._session.serialize(message)[1:]
        with contextlib.suppress(ConnectionError):
            self._link.sendall(packed("shell", parts))
        return str(message["header"]["msg_id"])

    def _arrived(self) -> None:
        data = received(self._link)
        for channel, parts in self._incoming.feed(data):
            self._waiting[channel].append(self._session.deserialize(parts))
        if not data:
            self.gone = True
            asyncio.get_running_loop().remove_reader(self._link)
        self._news.set()

    async def _get(self, channel: str, timeout: float | None) -> dict[str, Any]:
        """The next message. Raises Empty when none comes in time."""
        until = None if timeout is None else asyncio.get_running_loop().time() + timeout
        while not self._waiting[channel]:
            left = None if until is None else until - asyncio.get_running_loop().time()
            if left is not None and left <= 0:
                raise Empty
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), left)
            except TimeoutError:
                raise Empty from None
        return self._waiting[channel].popleft()


class ForkedManager:
    """A kernel's manager for nbclient."""

    ipykernel = False

    def __init__(self, **_: object):
        self._client: ForkedClient | None = None
        self._pid = 0

    @property
    def has_kernel(self) -> bool:
        return self._client is not None

    async def start_kernel(
        self, cwd: str | None = None, env: dict[str, str] | None = None, **_: object
    ) -> None:
        self._pid, link = Warm.begin("kernel", env, cwd)
        self._client = ForkedClient(link)

    def client(self) -> ForkedClient:
        if self._client is None:
            raise RuntimeError("The kernel has not been started.")
        return self._client

    async def is_alive(self) -> bool:
        return self._client is not None and not self._client.gone

    async def interrupt_kernel(self) -> None:
        self._signal(signal.SIGINT)

    async def shutdown_kernel(self, now: bool = False) -> None:
        """The fork has nothing to save: what its cells wrote is written."""
        self._signal(signal.SIGKILL)

    async def cleanup_resources(self) -> None:
        """Everything went with the process."""

    def _signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._pid, number)
