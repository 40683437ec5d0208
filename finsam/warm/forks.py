"""The forks of the warm process: each ends when whoever asked for it is gone, whatever it is doing."""

from __future__ import annotations

import os
import select
import selectors

from finsam.warm.pipe import kill


class Forks:
    """Watched from outside, since a fork that hangs in C, or ignores signals, can't watch for itself.

    waiting: where the warm process waits for news; `tell_of` takes those of forks.
    """

    def __init__(self, waiting: selectors.BaseSelector):
        self._waiting = waiting
        self._links: dict[int, tuple[int, int]] = {}
        self._hangups = select.epoll()
        waiting.register(self._hangups, selectors.EVENT_READ)

    def add(self, pid: int, link: int) -> None:
        """link: the fork's end, which stays open here until the fork has ended."""
        try:
            ended = os.pidfd_open(pid)
        except ProcessLookupError:
            os.close(link)
            return
        self._links[ended] = (pid, link)
        self._waiting.register(ended, selectors.EVENT_READ)
        self._hangups.register(link, select.EPOLLRDHUP | select.EPOLLONESHOT)

    def tell_of(self, source: object) -> bool:
        """Whether the news is about forks; it is then dealt with."""
        if source is self._hangups:
            alone = {link for link, _ in self._hangups.poll(0)}
            for pid, link in self._links.values():
                if link in alone:
                    kill(pid)
            return True
        if source not in self._links:
            return False
        self._waiting.unregister(source)
        _, link = self._links.pop(source)
        self._hangups.unregister(link)
        os.close(link)
        os.close(source)
        return True

    def kill(self) -> None:
        """All that are left."""
        for pid, _ in self._links.values():
            kill(pid)
