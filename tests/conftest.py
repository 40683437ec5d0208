"""Places to work in that leave the repository's own reports and processed data alone."""

from __future__ import annotations

from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def workplace(tmp_path_factory) -> Path:
    """A repository root with the real notebooks, params and raw files, and its own processed data and reports."""
    root = tmp_path_factory.mktemp("workplace")
    (root / "data").mkdir()
    for name in ("notebooks", "params", "data/raw", "finsam", "_quarto.yml", "_brand.yml"):
        (root / name).symlink_to(REPOSITORY / name)
    return root
