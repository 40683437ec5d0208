"""Every page of every book, of some reports on kommuner and of the portal, in a real browser.

All slow: `python -m pytest -m slow tests/test_every_page.py`. With FINSAM_RAPPORTER=reports the reports of that folder are
opened as they are, instead of being built first.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import keyboard
import pytest
from axe import needs_axe, violations
from browser import Browser, opened
from click.testing import CliRunner
from conftest import set_up_workplace
from lxml import html as lxml_html

from finsam.cli import main
from finsam.render.report import SUMMARY
from tools.exempelregister.__main__ import main as make_example

pytestmark = pytest.mark.slow

DESK, PHONE, NARROWEST = (1440, 900), (390, 844), (320, 640)
#: A4 between its margins, in CSS pixels.
PAPER = (718, 1000)
#: A page may have no more bytes.
LARGEST = 1_500_000
#: Letters of a text alternative: more than a caption says, and less than two minutes to listen to.
SHORTEST, LONGEST = 60, 1500


@pytest.fixture(scope="module")
def library(tmp_path_factory) -> Path:
    """A folder of reports: every book of the repository, three reports on kommuner, and the portal."""
    if given := os.environ.get("FINSAM_RAPPORTER"):
        return Path(given).resolve()
    root = set_up_workplace(tmp_path_factory.mktemp("library"))
    make_example(["--out", str(root / "data/raw/register-exempel")])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FINSAM_ROOT", str(root))
        patch.setenv("FINSAM_NYCKEL", "nyckel-for-tester-" + 32 * "0")
        for command in (
            ("build", "--all", "--to", "html", "--engine", "pandoc", "-j", "2"),
            ("kommun", "--year", "2024", "--only", "9901,9902,9904", "--to", "html", "-j", "2"),
        ):
            done = CliRunner().invoke(main, command)
            assert done.exit_code == 0, done.output
    return root / "reports"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with opened() as found:
        yield found


@cache
def pages(library: Path) -> list[Path]:
    found = sorted(file for file in library.rglob("*.html") if "notebooks" not in file.parts)
    assert len(found) > 30
    return found


@cache
def trees(library: Path) -> dict[str, lxml_html.HtmlElement]:
    return {name_of(library, file): lxml_html.parse(str(file)).getroot() for file in pages(library)}


def name_of(library: Path, page: Path) -> str:
    return page.relative_to(library).as_posix()


def on_every_page(browser: Browser, library: Path, expression: str) -> dict[str, object]:
    """What an expression gives on each page where that isn't empty."""
    found = {
        name_of(library, page): browser.visit(page.as_uri(), expression).value for page in pages(library)
    }
    return {name: told for name, told in found.items() if told}


# ---- Accessible to all -------------------------------------------------------------------------------------


@needs_axe
@pytest.mark.parametrize("forced", [False, True], ids=["own colours", "forced colours"])
@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_no_page_breaks_a_rule_of_axe_by_day_or_by_night(browser, library, screen, forced):
    found = {}
    for page in pages(library):
        browser.screen(*screen, still=True, forced=forced)
        browser.visit(page.as_uri())
        for dark in (False, True):
            browser.screen(*screen, dark=dark, still=True, forced=forced)
            if told := violations(browser):
                found[name_of(library, page), "dark" if dark else "light"] = told
    assert found == {}


def test_axe_sees_what_is_wrong(browser, library, tmp_path):
    page = (library / "vannas/2017/index.html").read_text(encoding="utf-8")
    harms = {
        "color-contrast": ("</main>", '<p id="svag">Svag text</p></main>'),
        "image-alt": (' alt="', ' data-x="'),
        "html-has-lang": ('<html lang="sv-SE">', "<html>"),
        "document-title": ("<title>", "<title></title><title>"),
    }
    browser.screen(*DESK)
    for rule, (old, new) in harms.items():
        assert old in page
        (tmp_path / "sida.html").write_text(page.replace(old, new), encoding="utf-8")
        browser.visit((tmp_path / "sida.html").as_uri())
        browser.evaluate("document.getElementById('svag')?.style.setProperty('color', '#aaa')")
        assert rule in {found for found, *_ in violations(browser)}


def test_tables_have_captions_and_every_head_its_scope(library):
    tables = 0
    for name, tree in trees(library).items():
        for table in tree.iter("table"):
            tables += 1
            where = (name, table.get("id"))
            assert len((table.findtext("caption") or table.find("caption").text_content()).strip()) > 10, (
                where
            )
            heads = list(table.iter("th"))
            assert heads and all(head.get("scope") in ("col", "row", "rowgroup") for head in heads), where
            assert all(head.get("scope") == "col" for head in table.find("thead").iter("th")), where
            assert all(cell.text_content().strip() for cell in heads), where
            for row in table.iterfind("tbody/tr"):
                assert row[0].tag == "th" or not row[0].text_content().strip() or "underlag" in name, where
                assert row.find("th") is not None or not row[0].text_content().strip(), where
    assert tables > 100


def numbers_in(text: str) -> set[str]:
    """The numbers of a text as they are printed, without signs and blanks within them."""
    plain = text.replace("\u2060", "")
    return {
        re.sub(r"\D", "", found) for found in re.findall(r"\d(?:[\u00a0\u202f ]?\d)*(?:,\d+)?", plain)
    } - {""}


#: Curves tell days and shares between those that their files list; the tables of the chapter have them.
CURVES = ("fig-tid-kvar", "fig-tid-insatser")
#: A year wheel tells days, which are the labels of its rows.
WHEELS = ("fig-egen-moten",)


def behind(library: Path, page: str, figure: lxml_html.HtmlElement) -> set[str]:
    """The numbers that the web book offers with a figure; kronor in thousands, too."""
    folder = (library / page).parent
    links = [a.get("href") for a in figure.getnext().iter("a") if a.get("href").endswith(".csv")]
    assert links, (page, figure.get("id"))
    texts = [(folder / link).read_text(encoding="utf-8-sig") for link in links]
    tables = [row for text in texts for row in list(csv.reader(io.StringIO(text), delimiter=";"))[1:]]
    labels = 0 if figure.get("id") in WHEELS else 1
    found = {number for row in tables for cell in row[labels:] for number in numbers_in(cell)}
    if figure.get("id") in CURVES:
        found |= {
            number for cell in trees(library)[page].iter("td") for number in numbers_in(cell.text_content())
        }
    return found | {str(round(int(number) / 1000)) for number in found if len(number) > 3}


def test_alternative_texts_tell_numbers_of_what_the_figure_shows(library):
    texts, wrong = [], {}
    for name, tree in trees(library).items():
        for figure in tree.iter("figure"):
            (image,) = figure.iter("img")
            alt, caption = image.get("alt"), figure.find("figcaption").text_content()
            told = numbers_in(alt) & behind(library, name, figure) - numbers_in(caption)
            faults = {
                "length": not SHORTEST <= len(alt) <= LONGEST,
                "no sentence": not alt.endswith(".") or ".." in alt or "  " in alt,
                # One that the caption tells is no news.
                "fewer than two numbers of the figure": len(told) < 2,
                "the caption once more": caption.partition(": ")[2].strip() in alt[len(caption) :],
            }
            if any(faults.values()):
                wrong[name, figure.get("id")] = [fault for fault, is_there in faults.items() if is_there]
            folder, _, page = name.rpartition("/")
            # The summary of a book may show a picture of it once more.
            texts.append((folder, page == f"{SUMMARY}.html", alt))
    assert wrong == {}
    assert len(texts) > 80
    assert len(set(texts)) == len(texts)


MOVING = """[...document.querySelectorAll('*')].flatMap(each => ['', '::before', '::after'].map(part => getComputedStyle(each, part)))
  .filter(s => s.scrollBehavior === 'smooth' || parseFloat(s.transitionDuration) > 0 || s.animationName !== 'none').length
  + document.getAnimations().length"""


def test_nothing_moves_for_those_who_want_no_motion(browser, library):
    browser.screen(*DESK, still=True)
    assert on_every_page(browser, library, MOVING) == {}


# ---- By keyboard -------------------------------------------------------------------------------------------

#: The pages of one book, the portal and a report on a kommun.
WALKED = ("vannas/2017/", "index.html", "kommun/")


def walked(library: Path) -> list[Path]:
    found = [page for page in pages(library) if name_of(library, page).startswith(WALKED)]
    return [page for page in found if "kommun" not in page.parts or page.stem == "index"][:12]


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_everything_is_reached_by_tab_in_order_and_seen_there(browser, library, screen):
    wrong = {}
    for page in walked(library):
        browser.screen(*screen, still=True)
        browser.visit(page.as_uri())
        keyboard.start(browser)
        stops = keyboard.walk(browser)
        there = keyboard.expected(browser)
        name = name_of(library, page)
        assert [stop.number for stop in stops] == list(there), (
            name,
            [there[number] for number in there if number not in {stop.number for stop in stops}],
        )
        wrong |= {(name, stop.name): stop.wrong for stop in stops if stop.wrong}
        back = keyboard.walk(browser, "Shift+Tab")
        assert [stop.number for stop in back] == list(there)[::-1], name
        for stop in back:
            # On the way back each stop does lie above the one before.
            if told := set(stop.wrong) - {"above the one before"}:
                wrong[name, "back", stop.name] = told
    assert wrong == {}


# ---- On every screen and on paper --------------------------------------------------------------------------

#: What is wider than the page, and what is cut off within it.
TOO_WIDE = """[
  ...(document.documentElement.scrollWidth > innerWidth ? ['page ' + document.documentElement.scrollWidth] : []),
  ...[...document.querySelectorAll('body *')].filter(e => e.checkVisibility() && e.clientWidth > 0
      && ['hidden', 'clip'].includes(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth + 1)
    .map(e => 'cut ' + e.tagName + '.' + e.className),
  ...[...document.querySelectorAll('h1, h2, h3, p, li, dt, dd, label, button, summary, figcaption')].filter(e => {
      const r = e.getBoundingClientRect();
      return e.checkVisibility() && !e.closest('.tabell, .hoppa') && r.width > 0 && (r.right > innerWidth + 1 || r.left < -1);
    }).map(e => 'out ' + e.tagName + ' ' + e.textContent.slice(0, 40))]"""


#: As a reader has it who asks the browser for text of twice its size.
TWICE = """(() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('html { font-size: 212.5% !important }');
  return document.adoptedStyleSheets = [sheet];
})()"""


def test_pages_fit_in_320_pixels(browser, library):
    browser.screen(*NARROWEST)
    assert on_every_page(browser, library, TOO_WIDE) == {}


@pytest.mark.parametrize("width", [1280, 640])
def test_pages_fit_with_text_of_twice_the_size(browser, library, width):
    browser.screen(width, 900)
    assert on_every_page(browser, library, f"{TWICE} && {TOO_WIDE}") == {}


def test_pages_fit_on_paper(browser, library):
    browser.screen(*PAPER, dark=True, media="print")
    assert on_every_page(browser, library, TOO_WIDE) == {}


#: Of a page without scripts: what does nothing without one, and the links to chapters and sections that aren't seen.
DEAD = "[...document.querySelectorAll('button, input, select, .sok, .urval')].filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 80))"


def test_pages_read_without_scripts(browser, library):
    browser.screen(*DESK)
    browser.scripts(False)
    try:
        assert on_every_page(browser, library, DEAD) == {}
        first = library / "vannas/2017/index.html"
        links = "[...document.querySelectorAll('.kapitel a')].filter(e => e.checkVisibility()).length"
        assert browser.visit(first.as_uri(), links).value > 5
    finally:
        browser.scripts(True)


# ---- From a folder and over http ---------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["file", "http"])
def test_pages_load_without_complaint_and_ask_for_nothing_from_elsewhere(browser, library, served, way):
    browser.screen(*DESK)
    base = library.as_uri() if way == "file" else served(library)
    for page in pages(library):
        name = name_of(library, page)
        visit = browser.visit(f"{base}/{name}")
        assert visit.console == [], name
        assert [asked for asked in visit.asked if not asked.startswith((f"{base}/", "data:"))] == [], name
        assert page.stat().st_size < LARGEST, name
