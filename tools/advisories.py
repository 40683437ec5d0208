"""Known vulnerabilities of every package that finsam is installed with, as `make audit` asks for them.

pip-audit asks PyPI, or OSV with `-s osv`, for the advisories of each pinned requirement. A package that the service has no
answer for it only skips, and ends well; here that is told and fails, since nobody knows what it has.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


def requirements() -> list[Path]:
    """Every file of pinned requirements. pip-audit doesn't follow one from another."""
    return sorted(ROOT.glob("requirements*.txt"))


def answer(options: Sequence[str] = ()) -> list[dict[str, Any]]:
    """What pip-audit says of each package, as its JSON has it. Raises SystemExit where it has no answer at all."""
    files = [part for file in requirements() for part in ("-r", str(file))]
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--no-deps", "--progress-spinner", "off"]
    done = subprocess.run(
        [*command, "-f", "json", *files, *options], capture_output=True, text=True, check=False
    )
    try:
        return json.loads(done.stdout)["dependencies"]
    except ValueError:
        said = (done.stderr.strip().splitlines() or ["pip-audit said nothing."])[-1]
        raise SystemExit(f"No package could be looked up: {said}") from None


def told(found: Sequence[dict[str, Any]]) -> tuple[list[str], bool]:
    """Lines on the packages, and whether every one was looked up and has no advisory."""
    lines, unknown = [], [each["name"] for each in found if "skip_reason" in each]
    for each in found:
        for advisory in each.get("vulns", ()):
            mended = ", ".join(advisory["fix_versions"]) or "no version yet"
            lines.append(f"{each['name']} {each['version']}: {advisory['id']}, mended in {mended}")
    advisories = len(lines)
    if unknown:
        lines.append(f"Not looked up: {', '.join(unknown)}. Whether these have advisories isn't known.")
    lines.append(f"{len(found) - len(unknown)} of {len(found)} packages looked up, {advisories} advisories.")
    return lines, bool(found) and not unknown and not advisories


def main() -> int:
    lines, is_well = told(answer(sys.argv[1:]))
    print("\n".join(lines))
    return int(not is_well)


if __name__ == "__main__":
    sys.exit(main())
