"""The portal written: the page and the folder of what it needs."""

from __future__ import annotations

from pathlib import Path

from finsam.brand import Brand, load_brand
from finsam.faults import Fault
from finsam.folders import held, put, replaced
from finsam.paths import root
from finsam.portal.entries import entries
from finsam.portal.page import TEMPLATES, page
from finsam.portal.state import PAGE, SITE, keep, state
from finsam.render import html

_OWN = ("portal.css", "portal.js")


def write_portal() -> tuple[Path, list[Fault]]:
    """Write reports/index.html with what it needs, and tell the reports that are left out.

    Two that write at once wait for each other. Raises Faults for a brand that is wrong, and OSError.
    """
    reports = root() / "reports"
    with held(reports / SITE):
        # What changes while the reports are read is seen next time.
        before = state()
        found, faults = entries()
        brand = load_brand(root() / "_brand.yml")
        text = page(found, brand).encode()
        with replaced(reports / SITE) as fresh:
            for name, content in _site(brand).items():
                put(fresh / name, content)
        put(reports / PAGE, text)
        keep(before)
    return reports / PAGE, faults


def _site(brand: Brand) -> dict[str, bytes]:
    """The files of the portal's folder: those of the web book, and its own."""
    found = {name: (html.TEMPLATES / name).read_bytes() for name in html.ASSETS}
    found |= {name: (TEMPLATES / name).read_bytes() for name in _OWN}
    return found | {path.removeprefix("site/"): content for path, content in html.brand_assets(brand).items()}
