"""Coverage by part of finsam: lines and branches of its modules together, the least reached first."""

from __future__ import annotations

import pytest

pytest.importorskip("coverage")

from tools.covered import by_part


def test_parts_are_sums_of_their_modules_and_the_least_reached_is_first():
    def of(lines: int, whole: int, branches: int = 0, ways: int = 0) -> dict[str, int]:
        return {
            "covered_lines": lines, "num_statements": whole, "covered_branches": branches, "num_branches": ways,
        }  # fmt: skip

    found = by_part(
        {
            "finsam/scan/pdf.py": of(9, 10, 1, 2),
            "finsam/scan/texts.py": of(3, 8),
            "finsam/svg.py": of(1, 4),
            "finsam/params/__init__.py": of(5, 5),
            "finsam/fetch/__init__.py": of(0, 0),
        }
    )
    assert found == [("svg", 1, 4), ("scan", 13, 20), ("params", 5, 5)]
