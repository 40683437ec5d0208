"""Quarto's post-render step at the repository root: a narrow policy in every page, and nothing stays with an identity number."""

import os
import sys
from pathlib import Path

from finsam.render.quarto import with_policy
from finsam.scan.folder import numbers_in_folder


def finish(files: list[Path], folder: Path) -> bool:
    """Give the pages their policy. Where what was rendered holds identity numbers it is told and removed: False then."""
    for page in files:
        if page.suffix == ".html":
            page.write_text(with_policy(page.read_text(encoding="utf-8")), encoding="utf-8")
    faults = numbers_in_folder(folder)
    for fault in faults:
        print(fault, file=sys.stderr)
    for file in files if faults else ():
        file.unlink(missing_ok=True)
    return not faults


if __name__ == "__main__":
    project = Path(os.environ["QUARTO_PROJECT_ROOT"])
    rendered = [project / name for name in os.environ["QUARTO_PROJECT_OUTPUT_FILES"].splitlines()]
    sys.exit(0 if finish(rendered, project / os.environ["QUARTO_PROJECT_OUTPUT_DIR"]) else 1)
