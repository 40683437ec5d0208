"""Quarto's ipynb filter at the repository root: a tracked notebook in, its executed copy out.

Quarto gives the notebook on standard input, without its name, and starts in the notebook's folder. The executed
copies are those that `python -m finsam prepare` laid out; their pictures are named from the project's root.
"""

import os
import sys
from pathlib import Path

LAID_OUT = "reports/quarto-kapitel"


def executed(given: str, here: Path, project: Path) -> str:
    """The executed copy of the notebook in `here` whose text is `given`. Raises LookupError when there is none.

    `quarto preview` asks before it lets anything be executed: what it asks for then is the notebook as it is.
    """
    if not (project / LAID_OUT).is_dir():
        return given
    for tracked in sorted(here.glob("*.ipynb")):
        copy = project / LAID_OUT / tracked.name
        if tracked.read_text(encoding="utf-8").strip() == given.strip() and copy.is_file():
            return copy.read_text(encoding="utf-8").replace("](figurer/", f"](/{LAID_OUT}/figurer/")
    raise LookupError("No executed copy of the notebook: run `python -m finsam prepare umearegionen/2016`.")


if __name__ == "__main__":
    project = Path(os.environ.get("QUARTO_PROJECT_DIR") or Path(__file__).resolve().parents[3])
    given = sys.stdin.buffer.read().decode()
    sys.stdout.buffer.write(executed(given, Path.cwd(), project).encode())
