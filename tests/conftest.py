"""Places to work in that leave the repository's own reports and processed data alone."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import recorded
from hypothesis import settings

from finsam.delivery.read import read_delivery
from finsam.faults import Fault, Faults, Place
from finsam.params import Params, load_params
from finsam.tables.chapters import CHAPTERS

settings.register_profile("finsam", deadline=None, print_blob=True)
settings.load_profile("finsam")

REPOSITORY = Path(__file__).resolve().parent.parent


def pytest_configure(config: pytest.Config) -> None:
    recorded.begin()


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """A session fails for a fault that the catalogue doesn't have, and one of all tests for a code that none raised."""
    if not hasattr(session.config, "workerinput") and exitstatus in (
        pytest.ExitCode.OK,
        pytest.ExitCode.TESTS_FAILED,
    ):
        recorded.judge(session.config)
        if recorded.wrong:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if recorded.wrong:
        terminalreporter.section("messages")
        for line in recorded.wrong:
            terminalreporter.line(line)


def set_up_workplace(root: Path) -> Path:
    """Make a folder a root with the repository's notebooks, params and raw files, without public statistics."""
    (root / "data/raw").mkdir(parents=True)
    books = [f"data/raw/{file.parent.name}" for file in (REPOSITORY / "params").glob("*/forbund.yml")]
    for name in ("notebooks", "params", "finsam", "_quarto.yml", "_brand.yml", *books):
        (root / name).symlink_to(REPOSITORY / name)
    return root


@pytest.fixture(scope="session")
def workplace(tmp_path_factory) -> Path:
    """A repository root with the real notebooks, params and raw files, and its own processed data and reports.

    Public statistics aren't in git: a machine that has some must not have other books.
    """
    return set_up_workplace(tmp_path_factory.mktemp("workplace"))


@pytest.fixture(autouse=True)
def no_mistake(request) -> Iterator[None]:
    """A command ends with a message where finsam itself fails, so that a test might not see it: then it fails here."""
    recorded.mistakes.clear()
    yield
    if "mistake" not in request.keywords:
        assert recorded.mistakes == []


@pytest.fixture(autouse=True)
def pseudonym_key(monkeypatch) -> str:
    """A key for pseudonyms, so that no test makes one in the home of whoever runs it."""
    key = "nyckel-for-tester-" + 32 * "0"
    monkeypatch.setenv("FINSAM_NYCKEL", key)
    return key


@dataclass(frozen=True)
class Repository:
    """A root of its own with one small book, `prov/2020`, that has params, all chapters and no raw files yet."""

    root: Path

    def write(self, path: str, content: str | bytes) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    def raw(self, name: str, content: str | bytes) -> Path:
        return self.write(f"data/raw/prov/2020/{name}", content)

    def forbund(self, text: str = "") -> Path:
        return self.write("params/prov/forbund.yml", f"namn: Samordningsförbundet Prov\nkort: Prov\n{text}")

    def year(self, text: str = "") -> Path:
        """Params of the year, with every chapter unless the text names its own.

        Its numbers are small on purpose: they are shown unless the text has rules of its own.
        """
        chapters = "" if "kapitel:" in text else f"kapitel: [{', '.join(CHAPTERS)}]\n"
        shown = "" if "skydd:" in text else "skydd: {allt: {ingen: Påhittade siffror.}}\n"
        return self.write("params/prov/2020.yml", f"slag: arsredovisning\n{text}{chapters}{shown}")

    def params(self) -> Params:
        return load_params("prov", 2020)

    def faults(self) -> list[Fault]:
        """Everything that is wrong with the delivery; none when it can be read."""
        try:
            read_delivery(self.params())
        except Faults as error:
            return list(error.faults)
        return []


def copy_common_params(root: Path) -> None:
    """What every book reads of params, whatever its förbund."""
    shutil.copytree(REPOSITORY / "params/register", root / "params/register")
    for file in (REPOSITORY / "params").glob("*.yml"):
        shutil.copy(file, root / "params" / file.name)


@pytest.fixture
def repository(tmp_path, monkeypatch) -> Repository:
    for name in ("notebooks", "finsam", "_quarto.yml", "_brand.yml"):
        (tmp_path / name).symlink_to(REPOSITORY / name)
    copy_common_params(tmp_path)
    monkeypatch.setenv("FINSAM_ROOT", str(tmp_path))
    made = Repository(tmp_path)
    made.forbund()
    made.year()
    return made


def where(fault: Fault) -> Place:
    """The only place of a fault."""
    (place,) = fault.where
    return place


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def served() -> Iterator[Callable[[Path], str]]:
    """Serve a folder over http; gives its address."""
    servers = []

    def serve(folder: Path) -> str:
        servers.append(ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))))
        Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_port}"

    yield serve
    for server in servers:
        server.shutdown()
