"""The rules of axe-core against a page that is open in the browser."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest
from browser import Browser

_PACKAGE = "axe_playwright_python"

needs_axe = pytest.mark.skipif(not find_spec(_PACKAGE), reason="axe-playwright-python is not installed")

#: All rules that axe-core doesn't call experimental: WCAG 2.0 to 2.2 A and AA, and best practice.
_RUN = """axe.run(document, %s).then(r => r.violations.map(v =>
  [v.id, v.impact, v.nodes.map(n => n.html.slice(0, 160) + ' ' + (n.any[0]?.message ?? ''))]))"""


@cache
def script() -> str:
    """axe-core, as the package brings it; nothing else of the package is used."""
    found = next(Path(find_spec(_PACKAGE).origin).parent.rglob("axe.min.js"))
    return found.read_text(encoding="utf-8")


def violations(browser: Browser) -> list:
    """[rule, impact, [element and what is wrong with it]] of the page that is open."""
    if not browser.evaluate("typeof axe !== 'undefined'"):
        browser.evaluate(f"{script()};null")
    return browser.evaluate(_RUN % "{ rules: { 'target-size': { enabled: true } } }")
