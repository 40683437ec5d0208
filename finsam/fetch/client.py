"""Calls of an agency's API: not too often, again when that may help, and every failure told as what it is."""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt

from finsam import __version__
from finsam.faults import Fault, Place
from finsam.fetch.agencies import Agency
from finsam.fetch.kept import Kept
from finsam.fetch.question import Call, Failed, wrong

_log = logging.getLogger(__name__)

ATTEMPTS = 5
#: A server that asks for a longer pause than this gets it, but not from a run that somebody is waiting for.
LONGEST_WAIT = 300.0
_REDIRECTS = {301, 302, 303, 307, 308}


@dataclass(frozen=True)
class Clock:
    """Time, so that tests need not wait. seconds: steady, for pauses. now: the time of day in UTC."""

    sleep: Callable[[float], None] = time.sleep
    seconds: Callable[[], float] = time.monotonic
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)


class Pace:
    """At most so many calls in so many seconds."""

    def __init__(self, calls: int, seconds: float, clock: Clock):
        self.calls, self.seconds, self.clock = calls, seconds, clock
        self.made: deque[float] = deque()

    def wait(self) -> None:
        while len(self.made) >= self.calls:
            left = self.made[0] + self.seconds - self.clock.seconds()
            if left > 0:
                self.clock.sleep(left)
            self.made.popleft()
        self.made.append(self.clock.seconds())


class _Again(Exception):
    """A failure that may pass. after: the seconds that the server asks for."""

    def __init__(self, code: str, told: str, url: str, after: float = 0.0):
        self.code, self.told, self.url, self.after = code, told, url, after
        super().__init__(told)


class Session:
    """Calls of one agency. timeout: seconds without a byte, and four times as many for a whole answer."""

    def __init__(self, agency: Agency, clock: Clock, timeout: float = 30.0):
        self.agency, self.clock, self.timeout = agency, clock, timeout
        self.pace = Pace(agency.calls, agency.seconds, clock)
        self.limits: dict[str, Any] | None = None

    @cached_property
    def http(self) -> httpx.Client:
        headers = {"User-Agent": f"finsam/{__version__}", "Accept": "application/json"}
        return httpx.Client(timeout=self.timeout, headers=headers)

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *error: object) -> None:
        if "http" in self.__dict__:
            self.http.close()

    def address(self, path: str, params: dict[str, str] | None = None) -> str:
        """The whole address of a path below the base, in one spelling."""
        return str(httpx.URL(self.agency.base + path, params=params or None))

    def json(
        self,
        url: str,
        check: Callable[[object, str], None],
        *,
        posted: dict[str, Any] | None = None,
        kept: Kept | None = None,
        stamp: str = "",
    ) -> tuple[Any, Call]:
        """The answer as JSON, and the call that gave it.

        check: raises Failed for JSON that isn't of the documented form. kept: where a good answer is kept, and taken
        from when the same question was answered before; stamp: the agency's own mark of the edition, which is part of
        the question. Raises Failed.
        """
        question = [self.agency.id, url, posted, stamp]
        found = kept.get(question, self.clock.now()) if kept is not None else None
        if found:
            call, body = found
            return json.loads(body), call
        status, headers, body, last = self._answer(url, posted)
        data = self._read(body, last)
        check(data, last)
        when = self.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")
        call = Call(last, posted, status, when, headers.get("Last-Modified", ""))
        if kept is not None:
            kept.put(question, call, body)
        return data, call

    def _read(self, body: bytes, url: str) -> object:
        def refuse(word: str) -> None:
            raise ValueError(f"{word} is no JSON")

        try:
            return json.loads(body.decode(), parse_constant=refuse)
        except (ValueError, RecursionError):
            text = body.decode(errors="replace").strip()
            what = "an HTML page" if re.match(r"(?i)<!doctype|<html|<", text) else "no whole JSON"
            message = f"{self.agency.name} answered with {what}; nothing of it was saved."
            raise wrong("answer-unreadable", message, url, text[:200], "a JSON document") from None

    def _answer(self, url: str, posted: dict[str, Any] | None) -> tuple[int, httpx.Headers, bytes, str]:
        """Status, headers, body and last address of a good answer. Raises Failed after the last attempt."""
        retrying = Retrying(
            stop=stop_after_attempt(ATTEMPTS),
            wait=_pause,
            retry=retry_if_exception(lambda error: isinstance(error, _Again) and error.after <= LONGEST_WAIT),
            sleep=self.clock.sleep,
            reraise=True,
        )
        try:
            return retrying(self._follow, url, posted)
        except _Again as error:
            attempts = retrying.statistics.get("attempt_number", 1)
            tried = f" It was called {attempts} times." if attempts > 1 else ""
            pause = (
                f" It asks for a pause of {error.after:.0f} seconds." if error.after > LONGEST_WAIT else ""
            )
            message = f"{self.agency.name} {error.told}.{tried}{pause}"
            raise Failed(Fault(error.code, message, (Place(error.url),), "an answer"), keep=True) from None

    def _follow(self, url: str, posted: dict[str, Any] | None) -> tuple[int, httpx.Headers, bytes, str]:
        for _ in range(4):
            status, headers, body = self._call(url, posted)
            _log.info("%s answered %d, %d bytes", url, status, len(body))
            if status == 200:
                return status, headers, body, url
            if status in _REDIRECTS and (target := headers.get("Location")):
                url = self.same_host(urljoin(url, target), url)
                continue
            break
        told = f"answered {status} {httpx.codes.get_reason_phrase(status)}".rstrip()
        if own := own_words(body):
            told += f": {own}"
        if status == 429 or status >= 500:
            code = "agency-busy" if status == 429 else "agency-failing"
            raise _Again(code, told, url, _retry_after(headers, self.clock.now()))
        message = f"{self.agency.name} {told}. Calling again won't help: the question must change."
        place = Place(url, value=str(status))
        raise Failed(Fault("agency-refused", message, (place,), "status 200"), keep=True)

    def _call(self, url: str, posted: dict[str, Any] | None) -> tuple[int, httpx.Headers, bytes]:
        self.pace.wait()
        end = self.clock.seconds() + 4 * self.timeout
        try:
            method = "GET" if posted is None else "POST"
            with self.http.stream(method, url, json=posted) as response:
                body = bytearray()
                for some in response.iter_bytes():
                    body += some
                    if self.clock.seconds() > end:
                        raise httpx.ReadTimeout("the answer never ended")
                return response.status_code, response.headers, bytes(body)
        except httpx.TimeoutException as error:
            told = f"didn't answer in time ({type(error).__name__})"
            raise _Again("agency-unreachable", told, url) from None
        except httpx.HTTPError as error:
            raise _Again("agency-unreachable", f"could not be heard to the end: {error}", url) from None

    def same_host(self, url: str, asked: str) -> str:
        """An address that the server named, on the host of the agency and by its protocol. Raises Failed for another host.

        Behind a proxy a server may believe that it is called by http; its own host by https is meant.
        """
        base = urlsplit(self.agency.base)
        try:
            named = urlsplit(url)
            elsewhere = (named.hostname, named.port) != (base.hostname, base.port)
        except ValueError:
            elsewhere = True
        if elsewhere:
            message = f"{self.agency.name} leads to another host, which isn't followed."
            raise wrong("page-elsewhere", message, asked, url, f"an address on {base.netloc}")
        return named._replace(scheme=base.scheme, netloc=base.netloc).geturl()


def _pause(state: RetryCallState) -> float:
    """2, 4, 8 and 16 seconds, or as long as the server asks for where that is longer."""
    error = state.outcome.exception() if state.outcome else None
    return max(2.0**state.attempt_number, error.after if isinstance(error, _Again) else 0.0)


def _retry_after(headers: httpx.Headers, now: dt.datetime) -> float:
    """Retry-After in seconds, from seconds or a date; 0 where there is none or none that can be read."""
    text = headers.get("Retry-After", "").strip()
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return float(text)
    try:
        then = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return 0.0
    then = then if then.tzinfo else then.replace(tzinfo=dt.UTC)
    return max(0.0, (then - now).total_seconds())


def own_words(body: bytes) -> str:
    """What a server says of its error, in at most 200 characters: from Problem JSON or the like, or the page's text."""
    text = body.decode(errors="replace")
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if isinstance(found, dict):
        words = [found.get(key) for key in ("title", "detail", "message", "error", "description")]
        text = " ".join(str(word) for word in words if word) or text
    text = re.sub(r"(?is)<(script|style)\b.*?</\1>|<[^>]*>", " ", text)
    return " ".join(text.split())[:200]
