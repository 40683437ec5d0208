"""The portal written: the page and the folder of what it needs."""

from __future__ import annotations

from pathlib import Path

from finsam.accessibility import Statement, load_publisher
from finsam.brand import Brand, brand_of
from finsam.faults import Fault
from finsam.folders import held, put, replaced
from finsam.paths import published, root
from finsam.portal.entries import entries
from finsam.portal.page import TEMPLATES, TITLE, page
from finsam.portal.state import PAGE, SITE, keep, state
from finsam.render.report import STATEMENT
from finsam.render.statement import portal_statement, site_files

_OWN = ("portal.css", "portal.js")


def write_portal() -> tuple[Path, list[Fault]]:
    """Write reports/index.html with what it needs, and tell the reports that are left out.

    Two that write at once wait for each other. Raises Faults for a brand or a publisher that is wrong, and OSError.
    """
    # What changes while the reports are read is seen next time.
    before = state()
    written = _write(root() / "reports")
    keep(before)
    return written


def write_published_portal() -> tuple[Path, list[Fault]]:
    """The page over what has been given out, reports/published/index.html; as `write_portal`."""
    return _write(published())


def _write(reports: Path) -> tuple[Path, list[Fault]]:
    with held(reports / SITE):
        found, faults = entries(reports)
        brand = brand_of()
        text = page(found, brand).encode()
        with replaced(reports / SITE) as fresh:
            for name, content in _site(brand).items():
                put(fresh / name, content)
        put(reports / PAGE, text)
    return reports / PAGE, faults


def _site(brand: Brand) -> dict[str, bytes]:
    """The files of the portal's folder: those of the web book, its own, and its accessibility statement."""
    publisher = load_publisher()
    name, statement = (publisher.namn, publisher.tillganglighet) if publisher else ("", Statement())
    found = site_files(brand) | {name: (TEMPLATES / name).read_bytes() for name in _OWN}
    return found | {STATEMENT: portal_statement(brand, TITLE, name, statement).encode()}
