"""The list of modules whose types aren't checked can only shrink."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from tools import types


def test_the_list_names_modules_once_and_in_order():
    left = types.listed()
    assert left == sorted(set(left))
    assert [module for module in left if find_spec(module) is None] == []


def test_an_error_outside_the_list_and_a_finished_module_are_told():
    told = (
        "finsam/paths.py:3: error: No  [misc]\nfinsam/build.py:9: error: No  [misc]\n"
        "finsam/build.py:9: note: Why\nfinsam/brand/__init__.py:1: error: No  [misc]\n"
    )
    found = types.wrong(told, ["finsam.build", "finsam.brand", "finsam.printed"])
    assert found[0] == "finsam/paths.py:3: error: No  [misc]"
    assert found[1].startswith("finsam.printed has no errors left") and len(found) == 2


@pytest.mark.slow
def test_all_else_is_strict():
    pytest.importorskip("mypy")
    assert types.wrong(types.output(), types.listed()) == []
