"""axe-core over the pages of a report, in a Chromium, where both are: `pip install -r requirements-axe.txt`."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

from lxml import html

from finsam.faults import Fault, Place

#: What the browser may be called.
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
_PACKAGE = "axe_playwright_python"
_SECONDS = 120

#: All rules but the experimental ones: WCAG 2.0 to 2.2, A and AA, and best practice. The answer becomes the page.
_RUN = """
addEventListener('load', () => axe.run(document).then(found => {
  const told = found.violations.map(v => [v.id, v.help, v.nodes.map(n => n.html.slice(0, 160))]);
  document.documentElement.innerHTML = '<body><pre id="axe"></pre></body>';
  document.getElementById('axe').textContent = JSON.stringify(told);
}));
"""
#: The policy of the pages lets no script in that isn't theirs; it is tried on a copy without it.
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')


def axe_script() -> str | None:
    """The text of axe-core; None where it isn't installed."""
    found = find_spec(_PACKAGE)
    file = next(Path(found.origin).parent.rglob("axe.min.js"), None) if found and found.origin else None
    return file.read_text(encoding="utf-8") if file else None


def browser() -> str | None:
    """The Chromium on PATH."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def axe_faults(folder: Path, script: str, program: str) -> list[Fault]:
    """The violations of every page of a report. A page that the browser doesn't answer for is one, too."""
    faults = []
    with tempfile.TemporaryDirectory(prefix="finsam-axe-", ignore_cleanup_errors=True) as home:
        copy = Path(home) / "report"
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("notebooks", "*.pdf", "*.docx"))
        (copy / "axe.js").write_text(script + _RUN, encoding="utf-8")
        for page in sorted(copy.glob("*.html")):
            text = _POLICY.sub("", page.read_text(encoding="utf-8"))
            page.write_text(
                text.replace("<head>", '<head><script src="axe.js"></script>', 1), encoding="utf-8"
            )
            faults += _of_page(page, program, Path(home) / "profile")
    return faults


def _of_page(page: Path, program: str, profile: Path) -> list[Fault]:
    options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", f"--user-data-dir={profile}",
               "--allow-file-access-from-files", "--virtual-time-budget=20000", "--dump-dom"]  # fmt: skip
    try:
        done = subprocess.run(
            [program, *options, page.as_uri()],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=_SECONDS, check=False,
        )  # fmt: skip
        told = html.document_fromstring(done.stdout or b"<p/>").find(".//pre[@id='axe']")
    except subprocess.TimeoutExpired:
        told = None
    if told is None:
        message = "The browser gave no answer for the page, so nothing is known of it."
        return [Fault("page-inaccessible", message, (Place(page.name),), "a Chromium that opens the page")]
    return [
        Fault("page-inaccessible", f"{help} ({rule})", tuple(Place(page.name, value=each) for each in nodes), f"axe-core's rule {rule} kept")
        for rule, help, nodes in json.loads(told.text or "")
    ]  # fmt: skip
