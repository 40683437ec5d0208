"""A real Chromium that opens pages and tells what they did: scripts that ran, what they asked for, what was refused."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
import websocket

#: What it may be called.
NAMES = ("chromium", "chromium-browser", "google-chrome")

#: What a payload calls. It is there before any page is, so that a call of it is heard wherever it is made.
BEACON = "beacon"
_HEARD = (
    f"window.{BEACON} = (...what) => console.warn('BEACON ' + what.join(' '));"
    "window.alert = window.confirm = window.prompt = window.print = window.beacon; window.open = window.beacon;"
)


def find_browser() -> str:
    """The browser on PATH; skips the test where there is none."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        pytest.skip("no Chromium on PATH, so that no page can be opened in a real browser")
    return found


@dataclass
class Visit:
    """What one page did. console: what it wrote and what the browser refused. asked: addresses of everything that it
    fetched. value: of the expression that was tried on it."""

    console: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    value: object = None

    @property
    def beacons(self) -> list[str]:
        return [line for line in self.console if "BEACON" in line]


class _Left(Exception):
    """The page was left before it had answered."""


class Browser:
    def __init__(self, address: str):
        self._socket = websocket.create_connection(address, timeout=60, suppress_origin=True)
        self._count, self._heard = 0, []
        for domain in ("Page", "Runtime", "Log", "Network"):
            self._call(f"{domain}.enable")
        self._call("Page.setLifecycleEventsEnabled", enabled=True)
        self._call("Emulation.setFocusEmulationEnabled", enabled=True)
        self._call("Page.addScriptToEvaluateOnNewDocument", source=_HEARD)

    def visit(self, address: str, expression: str = "document.title") -> Visit:
        """Open a page, wait until it is loaded, and evaluate the expression (which may be a promise) on it."""
        self._heard.clear()
        self._until_loaded(self._call("Page.navigate", url=address)["loaderId"])
        answer = self._call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True, userGesture=True
        )
        # What is refused is told a moment later; a page without scripts has no clock of its own.
        time.sleep(0.15)
        self._call("Runtime.evaluate", expression="null")
        visit = Visit(value=answer["result"].get("value"))
        for event in self._heard:
            told = event["params"]
            if event["method"] == "Network.requestWillBeSent":
                visit.asked.append(told["request"]["url"])
            elif event["method"] == "Runtime.consoleAPICalled":
                visit.console.append(" ".join(str(arg.get("value")) for arg in told["args"]))
            elif event["method"] == "Log.entryAdded":
                visit.console.append(told["entry"]["text"])
            elif event["method"] == "Runtime.exceptionThrown":
                visit.console.append(json.dumps(told["exceptionDetails"], ensure_ascii=False))
            elif event["method"] == "Page.javascriptDialogOpening":
                visit.console.append("BEACON " + told["message"])
        return visit

    def evaluate(self, expression: str) -> object:
        """Of the page that is open; the expression may be a promise. One that waits for another page is asked again there,
        since it ends with the page that is left."""
        asked = {"expression": expression, "returnByValue": True, "awaitPromise": True, "userGesture": True}
        try:
            answer = self._call("Runtime.evaluate", **asked)
        except _Left:
            answer = self._call("Runtime.evaluate", **asked)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def screen(
        self,
        width: int,
        height: int,
        dark: bool = False,
        media: str = "",
        still: bool = False,
        forced: bool = False,
    ) -> None:
        """The size of the screen in CSS pixels, whether it is by night, and whether it is paper (`print`).

        still: whoever reads wants no motion. forced: has colours of their own (forced-colors).
        """
        self._call(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=1, mobile=width < 600,
        )  # fmt: skip
        features = {
            "prefers-color-scheme": "dark" if dark else "light",
            "prefers-reduced-motion": "reduce" if still else "no-preference",
            "forced-colors": "active" if forced else "none",
        }
        told = [{"name": name, "value": value} for name, value in features.items()]
        self._call("Emulation.setEmulatedMedia", media=media, features=told)

    def press(self, *keys: str) -> None:
        """Keys by their names (`Tab`, `Shift+Tab`, `Escape`, `ArrowDown`, `Enter`), each down and up."""
        codes = {"Tab": 9, "Enter": 13, "Escape": 27, "ArrowUp": 38, "ArrowDown": 40}
        for pressed in keys:
            key = pressed.removeprefix("Shift+")
            about = {"key": key, "code": key, "windowsVirtualKeyCode": codes[key]}
            about["modifiers"] = 8 if key != pressed else 0
            self._call("Input.dispatchKeyEvent", type="keyDown", text="\r" if key == "Enter" else "", **about)
            self._call("Input.dispatchKeyEvent", type="keyUp", **about)

    def scripts(self, enabled: bool) -> None:
        """Whether the scripts of pages run."""
        self._call("Emulation.setScriptExecutionDisabled", value=not enabled)

    def pdf(self) -> bytes:
        """The page as it is printed on A4."""
        told = self._call("Page.printToPDF", paperWidth=8.27, paperHeight=11.69, printBackground=False)
        return base64.b64decode(told["data"])

    def write(self, text: str) -> None:
        """Text into what has the focus."""
        self._call("Input.insertText", text=text)

    def downloads_to(self, folder: Path) -> None:
        self._call("Page.setDownloadBehavior", behavior="allow", downloadPath=str(folder))

    def picture(self, whole: bool = False) -> bytes:
        """The page as PNG without scrollbars: what the screen shows of it, or all of it."""
        self._call("Emulation.setScrollbarsHidden", hidden=True)
        told = self._call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        return base64.b64decode(told["data"])

    def bypass_policy(self, enabled: bool) -> None:
        """Open pages as if they had no content security policy."""
        self._call("Page.setBypassCSP", enabled=enabled)

    def _call(self, method: str, **params: object) -> dict:
        self._count += 1
        self._socket.send(json.dumps({"id": self._count, "method": method, "params": params}))
        while True:
            told = json.loads(self._socket.recv())
            if told.get("id") == self._count:
                if "navigated" in told.get("error", {}).get("message", ""):
                    raise _Left(told["error"]["message"])
                assert "error" not in told, told
                return told["result"]
            self._heard.append(told)

    def _until_loaded(self, page: str) -> None:
        """By its own name, since the page before may still be loading something."""
        while not any(
            event["method"] == "Page.lifecycleEvent"
            and (event["params"]["loaderId"], event["params"]["name"]) == (page, "load")
            for event in self._heard
        ):
            self._heard.append(json.loads(self._socket.recv()))

    def close(self) -> None:
        self._socket.close()


@contextmanager
def opened() -> Iterator[Browser]:
    """A Chromium of its own, without any of the user's settings."""
    program = find_browser()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-extensions",
                   "--disable-background-networking", "--remote-debugging-port=0", f"--user-data-dir={home}"]  # fmt: skip
        running = subprocess.Popen(
            [program, *options, "about:blank"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            yield _connected(Path(home) / "DevToolsActivePort", running)
        finally:
            running.terminate()
            running.wait()


def _connected(told: Path, running: subprocess.Popen) -> Browser:
    for _ in range(600):
        if told.is_file() and len(lines := told.read_text().splitlines()) == 2:
            pages = httpx.get(f"http://127.0.0.1:{lines[0]}/json").json()
            if page := next((page for page in pages if page["type"] == "page"), None):
                return Browser(page["webSocketDebuggerUrl"])
        assert running.poll() is None, "the browser ended"
        time.sleep(0.1)
    raise AssertionError("the browser doesn't answer")
