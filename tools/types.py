"""The types of finsam as `make types` checks them: mypy, strict, but for the modules that pyproject.toml lists as left.

The list can only shrink: an error in a module that isn't listed fails, and so does a listed module without errors.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Collection
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
_IGNORED = "ignore_errors = true"
_ERROR = re.compile(r"^(finsam/\S+)\.py:\d+: error: ", re.M)


def listed() -> list[str]:
    """The modules of pyproject.toml whose types aren't checked."""
    overrides = tomllib.loads(_config())["tool"]["mypy"]["overrides"]
    return [module for each in overrides if each.get("ignore_errors") for module in each["module"]]


def output() -> str:
    """What mypy says of every module, the listed ones too."""
    with TemporaryDirectory() as folder:
        config = Path(folder) / "mypy.toml"
        config.write_text(_config().replace(_IGNORED, ""), encoding="utf-8")
        command = [sys.executable, "-m", "mypy", "--config-file", str(config)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode > 1 or done.stderr:
        raise SystemExit(done.stdout + done.stderr)
    return done.stdout


def wrong(told: str, left: Collection[str]) -> list[str]:
    """The errors outside the list, and the modules of the list that have none. told: mypy's output."""
    lines = [(found[1].removesuffix("/__init__").replace("/", "."), line)
             for line in told.splitlines() if (found := _ERROR.match(line))]  # fmt: skip
    done = sorted({*left} - {module for module, _ in lines})
    return [
        *(line for module, line in lines if module not in left),
        *(f"{module} has no errors left: take it out of the list in pyproject.toml" for module in done),
    ]


def _config() -> str:
    return (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def main() -> int:
    left = listed()
    found = wrong(output(), left)
    print("\n".join([*found, f"{len(left)} modules are left to be typed."]))
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
