"""The forked side: a real IPython kernel whose messages go over one socket instead of five."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import sys
import threading
from collections.abc import Callable, Sequence
from types import SimpleNamespace

from ipykernel import debugger
from ipykernel.displayhook import ZMQDisplayHook
from ipykernel.iostream import IOPubThread, OutStream
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from jupyter_client.session import DELIM, Session
from traitlets import Any

from finsam.warm.pipe import Incoming, end_with, packed, received


class Channel:
    """What ipykernel sends a message to: `iopub` or `shell`. Nothing is sent before the link is there."""

    def __init__(self, name: str):
        self.name = name
        self.link: socket.socket | None = None
        self._lock = threading.Lock()

    def send_multipart(self, frames: Sequence[bytes], **_: object) -> None:
        if self.link is not None:
            parts = frames[list(frames).index(DELIM) + 1 :]
            with self._lock:
                self.link.sendall(packed(self.name, parts))


class Published(IOPubThread):
    """Takes the place of ipykernel's thread for output: sends at once, and flushes streams after a while."""

    def __init__(self, channel: Channel, session: Session):
        self.channel, self.session = channel, session
        # No thread, and what Tornado's loop is asked for is done here.
        self.thread, self.io_loop = None, self  # type: ignore[assignment]

    def start(self) -> None:
        """There is no thread."""

    def stop(self) -> None:
        """There is no thread."""

    close = stop

    def schedule(self, step: Callable[[], object]) -> None:
        step()

    def call_later(self, seconds: float, step: Callable[[], object]) -> None:
        """What a stream asks for when something is written to it."""
        timer = threading.Timer(seconds, step)
        timer.daemon = True
        timer.start()

    def send_multipart(self, frames: Sequence[bytes], **kwargs: object) -> None:
        self.channel.send_multipart(frames, **kwargs)


class ForkedKernel(IPythonKernel):
    """IPython's kernel; what it would send to sockets goes to channels. Made in the warm parent, run in a fork."""

    shell_stream = Any()
    iopub_socket = Any()
    iopub_thread = Any()
    stdin_socket = Any()

    def _abort_queues(self, subshell_id: str | None = None) -> None:
        """After an error nothing waits: requests come one at a time, and who asks decides whether to go on."""


class ForkedApp(IPKernelApp):
    """IPython's kernel application without sockets: config, extensions and shell are set up as in every kernel."""

    kernel_class = ForkedKernel
    log_level = logging.CRITICAL

    def init_sockets(self) -> None:
        self.iopub_socket, self.shell_socket = Channel("iopub"), Channel("shell")
        self.iopub_thread = Published(self.iopub_socket, self.session)

    def init_io(self) -> None:
        """The streams are made in the fork; here only what shows a cell's last value."""
        self.displayhook = ZMQDisplayHook(self.session, self.iopub_socket)
        sys.displayhook = self.displayhook

    def init_kernel(self) -> None:
        # Nobody steps through a notebook of a batch, and the debugger costs a tenth of a second and a warning.
        debugger._is_debugpy_available = False
        self.kernel = ForkedKernel.instance(
            parent=self,
            session=self.session,
            shell_stream=self.shell_socket,
            iopub_socket=self.iopub_socket,
            iopub_thread=self.iopub_thread,
            shell_channel_thread=SimpleNamespace(parent_thread=threading.main_thread()),
            log=self.log,
            profile_dir=self.profile_dir,
            user_ns=self.user_ns,
        )
        self.displayhook.get_execution_count = lambda: self.kernel.execution_count

    def _nothing(self, **_: object) -> None:
        """What a kernel with sockets of its own needs."""

    init_connection_file = init_poller = init_heartbeat = init_signal = _nothing
    write_connection_file = log_connection_info = _nothing


def prepared() -> ForkedApp:
    """A kernel before its fork: the shell is there, and nothing is connected."""
    app = ForkedApp.instance(session=Session(key=b"", username="kernel"))
    app.initialize([])
    # No thread may run when the process forks.
    app.kernel.shell.history_manager.enabled = False
    return app


def run(app: ForkedApp, link: socket.socket) -> None:
    """Answer requests until the other side is gone. Called in the fork."""
    kernel = app.kernel
    kernel.session.pid = os.getpid()
    for channel in (kernel.iopub_socket, kernel.shell_stream):
        channel.link = link
    for name in ("stdout", "stderr"):
        # Those of other programs too become outputs of the notebook.
        setattr(sys, name, OutStream(kernel.session, kernel.iopub_thread, name))
    threading.Thread(target=end_with, args=(link,), daemon=True).start()
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    requests: asyncio.Queue[list[bytes] | None] = asyncio.Queue()
    incoming = Incoming()

    def arrived() -> None:
        data = received(link)
        for _, parts in incoming.feed(data):
            requests.put_nowait(parts)
        if not data:
            loop.remove_reader(link)
            requests.put_nowait(None)

    loop.add_reader(link, arrived)
    loop.run_until_complete(_answer(kernel, kernel.session, requests))


async def _answer(
    kernel: ForkedKernel, session: Session, requests: asyncio.Queue[list[bytes] | None]
) -> None:
    while (parts := await requests.get()) is not None:
        request = session.deserialize(parts)
        kernel.set_parent([b""], request, channel="shell")
        kernel._publish_status("busy", "shell")
        kind = request["header"]["msg_type"]
        kernel.pre_handler_hook()
        try:
            await kernel.shell_handlers[kind](kernel.shell_stream, [b""], request)
        except KeyboardInterrupt:
            kernel.log.error("KeyboardInterrupt caught in kernel.")
        finally:
            kernel.post_handler_hook()
        sys.stdout.flush()
        sys.stderr.flush()
        kernel._publish_status("idle", "shell")
