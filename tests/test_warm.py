"""The warm engine against papermill's own: the same notebook gives the same outputs."""

from __future__ import annotations

import copy
import difflib
import json
import logging
import re
import subprocess
import sys
import time
import warnings
from pathlib import Path

import nbformat
import papermill
import psutil
import pytest
from conftest import REPOSITORY
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.v4 import new_code_cell, new_notebook
from papermill.exceptions import PapermillExecutionError

from finsam.ingest import processed
from finsam.warm import engine as _registers  # noqa: F401
from finsam.warm.started import available

pytestmark = pytest.mark.skipif(not available(), reason="this system has no warm process")

ENGINES = ("nbclient", "finsam-warm")

#: What differs from run to run whichever engine runs it.
_TIMES = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|\+00:00)?")
_ADDRESS = re.compile(r"0x[0-9a-f]{8,}|ipykernel_\d+/\d+\.py|ipykernel_\d+")

#: Cells that try what notebooks do besides printing a table.
NASTY = {
    "streams": ["import sys\nprint('ut')\nprint('fel', file=sys.stderr)\nprint('ut igen')"],
    "result": ["1 + 1", "None", "'text'", "_"],
    "magics": ["%matplotlib inline", "%%capture fangad\nprint('x')", "fangad.stdout", "!echo skal"],
    "programs": ["import os\n_ = os.system('echo barn')", "import subprocess\nsubprocess.run(['echo', 'program']);"],
    "rich": [
        "from IPython.display import HTML, JSON, Latex, Markdown, SVG, display\n"
        "display(HTML('<b>x</b>'), Markdown('*y*'), Latex('$z$'), JSON({'a': 1}))",
        "display(SVG('<svg xmlns=\"http://www.w3.org/2000/svg\"/>'), metadata={'egen': 1})",
        "handtag = display('först', display_id='a')\nhandtag.update('sedan')",
        "from IPython.display import clear_output\nprint('borta')\nclear_output()\nprint('kvar')",
    ],
    "frames": ["import pandas as pd\npd.DataFrame({'a': [1, 2], 'b': ['x', None]})", "pd.Series([0.1])"],
    "figures": ["import matplotlib.pyplot as plt\nplt.plot([1, 2]);", "figur, axlar = plt.subplots()\naxlar.bar([1], [2])"],
    "backend": ["import matplotlib\nmatplotlib.use('agg')\nimport matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()",
                "print(matplotlib.get_backend())"],
    "error": ["print('före')", "1 / 0", "print('når inte hit')"],
    "own_error": ["class Eget(Exception):\n    pass\nraise Eget('å')"],
    "syntax": ["def ("],
    "exit": ["print('a')", "raise SystemExit(3)", "print('b')"],
    "input": ["input('svara: ')"],
    "warnings": ["import warnings\nwarnings.warn('akta')"],
    "huge": ["print('x' * 3_000_000)", "'y' * 2_000_000"],
    "many": ["for i in range(3000):\n    print(i)"],
    "async": ["import asyncio\nawait asyncio.sleep(0.01)\n'klart'"],
    "threads": ["import threading\ntråd = threading.Thread(target=lambda: print('från tråden'))\ntråd.start()\ntråd.join()"],
    "logging": ["import logging\nlogging.warning('logg')"],
    "names": ["sorted(name for name in dir() if not name.startswith('_'))", "__name__", "import sys\nsys.path[0]"],
    "history": ["In[-1]", "Out", "get_ipython().execution_count"],
    "state": ["import random\nimport numpy\nimport locale\nprint(locale.setlocale(locale.LC_ALL))"],
}  # fmt: skip


@pytest.fixture(autouse=True)
def quiet():
    logging.getLogger("papermill").setLevel(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def executed(
    notebook: nbformat.NotebookNode | Path,
    folder: Path,
    engine: str,
    parameters: dict | None = None,
    **kwargs,
):
    """The notebook as an engine leaves it, and the error that it ended with, without what times change."""
    source = folder / "in.ipynb"
    nbformat.write(notebook, source) if not isinstance(notebook, Path) else source.write_bytes(
        notebook.read_bytes()
    )
    target = folder / f"{engine}.ipynb"
    error = ""
    try:
        papermill.execute_notebook(
            str(source), str(target), parameters=parameters or {}, engine_name=engine, kernel_name="python3",
            progress_bar=False, extra_arguments=["--log-level=CRITICAL"], **kwargs,
        )  # fmt: skip
    except (PapermillExecutionError, DeadKernelError, CellTimeoutError) as wrong:
        error = type(wrong).__name__
    found = nbformat.read(target, as_version=4)
    return _timeless(found), error


def _timeless(notebook: nbformat.NotebookNode) -> list[str]:
    found = copy.deepcopy(notebook)
    found.metadata.get("papermill", {}).pop("duration", None)
    for key in ("input_path", "output_path"):
        found.metadata.get("papermill", {}).pop(key, None)
    for cell in found.cells:
        cell.pop("id", None)
        cell.metadata.get("papermill", {}).pop("duration", None)
    text = json.dumps(found, indent=1, ensure_ascii=False, sort_keys=True)
    return _ADDRESS.sub("0x", _TIMES.sub("T", text)).splitlines()


def difference(plain: tuple[list[str], str], warm: tuple[list[str], str]) -> str:
    lines = [*difflib.unified_diff(plain[0], warm[0], "plain", "warm", lineterm="", n=2)]
    return "\n".join([*lines, *([] if plain[1] == warm[1] else [f"{plain[1]!r} {warm[1]!r}"])])


@pytest.mark.parametrize("name", NASTY)
def test_nasty_cells_come_out_the_same(name, tmp_path):
    notebook = new_notebook(cells=[new_code_cell(source) for source in NASTY[name]])
    plain, warm = (executed(notebook, tmp_path, engine) for engine in ENGINES)
    assert not difference(plain, warm)


#: Those with the most kinds of output in every run, all of them in the slow one.
CHAPTERS = [
    pytest.param(path.stem, marks=() if path.stem in ("ekonomi", "kommun") else pytest.mark.slow)
    for path in sorted((REPOSITORY / "notebooks").glob("*.ipynb"))
]


@pytest.mark.parametrize("name", CHAPTERS)
def test_every_notebook_of_the_repository_comes_out_the_same(name, workplace, tmp_path, monkeypatch):
    monkeypatch.chdir(workplace)
    processed("umearegionen", 2016)
    parameters = (
        {"kommun": "2480", "ar": 2016} if name == "kommun" else {"forbund": "umearegionen", "ar": 2016}
    )
    source = REPOSITORY / "notebooks" / f"{name}.ipynb"
    plain, warm = (executed(source, tmp_path, engine, parameters) for engine in ENGINES)
    assert not difference(plain, warm)
    assert any('"output_type": "display_data"' in line for line in plain[0])


def test_a_process_that_dies_is_told_as_by_papermill(tmp_path):
    cells = [
        new_code_cell("print('först')"),
        # What a kernel with sockets has begun to send may be lost when it dies at once.
        new_code_cell("import os, time\ntime.sleep(1)\nos._exit(1)"),
        new_code_cell("print('sist')"),
    ]
    plain, warm = (executed(new_notebook(cells=cells), tmp_path, engine) for engine in ENGINES)
    assert plain[1] == warm[1] == "DeadKernelError"
    assert not difference(plain, warm)


@pytest.mark.parametrize("source", ["x = 1", "1 / 0", "while True:\n    pass"])
def test_no_process_of_a_notebook_outlives_it(source, tmp_path):
    executed(new_notebook(cells=[new_code_cell(source)]), tmp_path, "finsam-warm", execution_timeout=3)
    # Other tests leave children behind that have ended and that nobody has waited for.
    living = [each for each in psutil.Process().children() if each.status() != psutil.STATUS_ZOMBIE]
    warm = [each for each in living if "finsam.warm.parent" in each.cmdline()]
    assert warm
    left = [fork for parent in warm for fork in parent.children(recursive=True)]
    assert psutil.wait_procs(left, timeout=10)[1] == []


@pytest.mark.parametrize(
    "source", ["while True:\n    pass", "import time\nwhile True:\n    print('x')\n    time.sleep(.01)"]
)
def test_a_cell_that_never_ends_is_stopped_by_papermills_timeout(source, tmp_path):
    outcome = executed(
        new_notebook(cells=[new_code_cell(source)]), tmp_path, "finsam-warm", execution_timeout=1
    )
    assert outcome[1] == "CellTimeoutError"


def test_nothing_of_one_notebook_is_left_in_the_next(tmp_path):
    leaves = "import os, sys, pandas as pd, matplotlib\nkvar = 1\nos.environ['KVAR'] = '1'\nos.chdir('/')\n"
    leaves += "sys.path.append('kvar')\npd.set_option('display.precision', 1)\nmatplotlib.rcParams['font.size'] = 99"
    looks = "import os, sys, pandas as pd, matplotlib\n"
    looks += "('kvar' in globals(), os.environ.get('KVAR'), os.getcwd() == '/', 'kvar' in sys.path, "
    looks += "pd.get_option('display.precision'), matplotlib.rcParams['font.size'])"
    executed(new_notebook(cells=[new_code_cell(leaves)]), tmp_path, "finsam-warm")
    text, _ = executed(new_notebook(cells=[new_code_cell(looks)]), tmp_path, "finsam-warm")
    assert "(False, None, False, False, 6, 10.0)" in "".join(text)


def test_seeds_and_hashes_are_the_same_each_time(tmp_path):
    cell = "import random, numpy\n(random.random(), numpy.random.rand(), hash('text'))"
    notebook = new_notebook(cells=[new_code_cell(cell)])
    assert executed(notebook, tmp_path, "finsam-warm") == executed(notebook, tmp_path, "finsam-warm")


def test_a_fork_ends_with_the_process_that_asked_for_it(tmp_path):
    """Killed in the middle of a cell that never ends, papermill leaves no process behind."""
    mark = tmp_path / "pid"
    cell = f"import os\nopen({str(mark)!r}, 'w').write(str(os.getpid()))\nwhile True:\n    pass"
    notebook = tmp_path / "in.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell(cell)]), notebook)
    code = (
        "import papermill, finsam.warm.engine\n"
        f"papermill.execute_notebook({str(notebook)!r}, {str(tmp_path / 'ut.ipynb')!r}, engine_name='finsam-warm', "
        "kernel_name='python3', progress_bar=False)"
    )
    asking = subprocess.Popen([sys.executable, "-c", code], cwd=REPOSITORY, stderr=subprocess.DEVNULL)
    assert _until(lambda: mark.is_file() and mark.read_text())
    asking.kill()
    asking.wait()
    assert _until(lambda: not Path(f"/proc/{mark.read_text()}").exists())


def _until(condition, seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


def test_papermills_command_line_finds_the_engine(tmp_path):
    target = tmp_path / "ut.ipynb"
    command = [sys.executable, "-m", "papermill", "--engine", "finsam-warm", "--no-progress-bar", "-k", "python3",
               str(REPOSITORY / "tests/notebooks/hel.ipynb"), str(target)]  # fmt: skip
    subprocess.run(command, check=True, cwd=REPOSITORY, capture_output=True)
    assert nbformat.read(target, as_version=4).metadata.papermill.exception is None
