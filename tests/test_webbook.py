"""The web book in a real browser: what a reader does with it, from a folder and over http."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe import needs_axe, violations
from browser import Browser, opened
from lxml import html
from pages import chapter_pages
from PIL import Image
from python_calamine import CalamineWorkbook

from finsam.build import build
from finsam.render.book import read_book
from finsam.render.html import TEMPLATES
from finsam.render.tiles import add_tiles
from finsam.verify.beside import check_beside
from finsam.verify.notebooks import expected_document

#: The screens that pages are looked at on: width and height.
SCREENS = {"desk": (1440, 900), "phone": (390, 844)}


@pytest.fixture(scope="module")
def report(workplace) -> Path:
    """A small book with totals, signs of missing values, tables and figures."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FINSAM_ROOT", str(workplace))
        return build("vannas", 2017, ("html",), "pandoc")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with opened() as found:
        found.screen(*SCREENS["desk"])
        yield found


@pytest.fixture(params=["file", "http"])
def address(request, report, served) -> str:
    """Of the book, opened from its folder and from a web server."""
    return report.as_uri() if request.param == "file" else served(report)


def until(condition: str) -> str:
    """An expression that waits for a condition of the page; false where it never holds."""
    return f"""(async () => {{
      for (let tries = 0; tries < 100; tries++) {{
        if ({condition}) return true;
        await new Promise(r => setTimeout(r, 50));
      }}
      return false;
    }})()"""


def cells_of(report: Path, page: str, id: str) -> list[list[str]]:
    table = html.parse(str(report / page)).getroot().get_element_by_id(id)
    return [[cell.text_content() for cell in row] for row in table.iter("tr")]


def test_pages_load_without_complaint_and_ask_for_nothing_from_elsewhere(browser, report, address):
    for page in sorted(report.glob("*.html")):
        visit = browser.visit(f"{address}/{page.name}")
        assert visit.console == [], page.name
        assert [asked for asked in visit.asked if not asked.startswith((address, "data:"))] == []
        assert page.stat().st_size < 1_500_000


def test_every_chapter_is_reached_by_next_and_previous(browser, report, address):
    following = "document.querySelector('.blad [rel=next]')?.href ?? ''"
    at, seen = f"{address}/index.html", []
    while at:
        seen.append(at.rpartition("/")[2])
        at = browser.visit(at, following).value
    assert sorted(seen) == [page.name for page in chapter_pages(report)]
    back = browser.visit(f"{address}/{seen[-1]}", "document.querySelector('.blad [rel=prev]').href").value
    assert back == f"{address}/{seen[-2]}"


def test_search_finds_words_of_another_chapter_and_leads_to_their_place(browser, address):
    browser.visit(f"{address}/forbundet.html")
    browser.evaluate("document.getElementById('sok').focus()")
    browser.write("helårsekv")
    assert browser.evaluate(until("document.querySelector('#traffar a')"))
    assert re.fullmatch(
        r"\d+ träffar", browser.evaluate("document.querySelector('#traffar [role=status]').textContent")
    )
    browser.press("ArrowDown")
    target = browser.evaluate("document.activeElement.href")
    assert target.startswith(f"{address}/sjukfranvaro-uvas.html#")
    browser.press("Enter")
    assert browser.evaluate(until("location.pathname.endsWith('sjukfranvaro-uvas.html')"))
    assert browser.evaluate(until("document.querySelector(':target') !== null"))
    assert "elårsekv" in browser.evaluate("document.querySelector(':target').textContent")


@pytest.mark.parametrize(
    ("word", "is_found"),
    [
        ("DELTAGARE", True),
        ("nyckeltal deltagare", True),
        ("eltagare", False),
        ("(", False),
        ("kvickrot", False),
    ],
)
def test_search_is_by_the_beginnings_of_words(browser, report, word, is_found):
    browser.visit((report / "index.html").as_uri())
    browser.evaluate("document.getElementById('sok').focus()")
    assert browser.evaluate(until("window.finsamSok"))
    browser.write(word)
    browser.evaluate("new Promise(r => setTimeout(r, 200))")
    hits = browser.evaluate("document.querySelectorAll('#traffar:not([hidden]) a').length")
    assert (hits > 0) == is_found


def test_escape_closes_the_hits_and_stays_in_the_field(browser, report):
    browser.visit((report / "index.html").as_uri())
    browser.evaluate("document.getElementById('sok').focus()")
    browser.write("arbete")
    assert browser.evaluate(until("document.querySelector('#traffar a')"))
    browser.press("Tab", "Escape")
    assert browser.evaluate("[document.activeElement.id, document.getElementById('traffar').hidden]") == [
        "sok",
        True,
    ]


def test_the_theme_is_switched_by_its_button(browser, report):
    for dark in (False, True):
        browser.screen(*SCREENS["desk"], dark=dark)
        browser.visit((report / "index.html").as_uri())
        switched = """(() => {
          const of = () => getComputedStyle(document.documentElement).backgroundColor, before = of();
          document.getElementById('tema').click();
          const after = of();
          document.getElementById('tema').click();
          return [before !== after, before === of()];
        })()"""
        assert browser.evaluate(switched) == [True, True]
        browser.evaluate("localStorage.clear()")
    browser.screen(*SCREENS["desk"])


def downloaded(browser: Browser, folder: Path, click: str, name: str) -> bytes:
    browser.downloads_to(folder)
    browser.evaluate(f"{click}.click()")
    for _ in range(100):
        if (folder / name).is_file() and (folder / name).stat().st_size:
            return (folder / name).read_bytes()
        browser.evaluate("new Promise(r => setTimeout(r, 50))")
    raise AssertionError(f"{name} was not downloaded")


def test_the_buttons_of_a_table_give_its_numbers(browser, report, address, tmp_path):
    right = cells_of(report, "index.html", "tbl-nyckeltal")
    assert ["Till arbete eller studier, andel av avslutade", "56\u00a0%"] in right
    browser.visit(f"{address}/index.html")
    link = "document.querySelector('a[href=\"tabeller/tbl-nyckeltal.{}\"]')"
    text = downloaded(browser, tmp_path, link.format("csv"), "tbl-nyckeltal.csv").decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text), delimiter=";")) == [
        [cell.replace("\u00a0", " ") for cell in row] for row in right
    ]
    book = downloaded(browser, tmp_path, link.format("xlsx"), "tbl-nyckeltal.xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    as_number = {"56\u00a0%": 0.56, "67\u00a0%": 0.67}
    assert rows[1:] == [
        [label, as_number.get(cell, cell) if "%" in cell else float(cell)] for label, cell in right[1:]
    ]


def test_a_figure_is_taken_along_as_svg_png_and_numbers(browser, report, address, tmp_path):
    browser.visit(f"{address}/index.html")
    line = "document.querySelector('.hamta[data-figur=fig-flode]')"
    svg = downloaded(browser, tmp_path, f"{line}.querySelector('[href$=svg]')", "fig-flode.svg")
    assert svg == (report / "figurer/fig-flode.svg").read_bytes()
    png = downloaded(browser, tmp_path, f"[...{line}.querySelectorAll('button')].at(-1)", "fig-flode.png")
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    assert picture.width == 2000
    assert len(picture.getcolors(2**24)) > 100  # Bars of several colours, letters and their edges.
    assert picture.getpixel((2, 2)) == (255, 255, 255)
    rows = downloaded(browser, tmp_path, f"{line}.querySelector('[href$=csv]')", "fig-flode.csv").decode(
        "utf-8-sig"
    )
    assert "Till arbete;;8\r\n" in rows and "Nya;24;\r\n" in rows


def test_every_figure_has_its_numbers(report):
    figures = 0
    for page in chapter_pages(report):
        for figure in html.parse(str(page)).getroot().iter("figure"):
            links = [link.get("href") for link in figure.getnext().iter("a")]
            assert [link.rpartition(".")[2] for link in links][:3] == ["svg", "csv", "xlsx"], figure.get("id")
            assert not re.search(
                r"\d", (report / f"figurer/{figure.get('id')}.js").read_text().partition(", ")[2]
            )
            figures += 1
    assert figures > 5


def test_a_figure_is_enlarged_by_keyboard_and_the_focus_comes_back(browser, report):
    browser.visit((report / "index.html").as_uri())
    button = "document.querySelector('.hamta[data-figur=fig-flode] button')"
    browser.evaluate(f"{button}.focus()")
    browser.press("Enter")
    shown = "[document.querySelector('dialog').open, document.querySelector('dialog img').alt, document.querySelector('dialog').contains(document.activeElement)]"
    is_open, alt, has_focus = browser.evaluate(shown)
    assert is_open and has_focus and alt.startswith("Två lika långa staplar om 53 deltagare")
    browser.press("Escape")
    assert browser.evaluate(
        until(f"!document.querySelector('dialog') && document.activeElement === {button}")
    )


def test_an_enlarged_figure_holds_the_focus_until_it_is_closed(browser, report):
    browser.visit((report / "index.html").as_uri())
    button = "document.querySelector('.hamta[data-figur=fig-flode] button')"
    browser.evaluate(f"{button}.focus()")
    browser.press("Enter")
    inside = "document.querySelector('dialog').contains(document.activeElement) || document.activeElement === document.body"
    for key in ("Tab", "Tab", "Tab", "Tab", "Shift+Tab", "Shift+Tab", "Shift+Tab"):
        browser.press(key)
        assert browser.evaluate(inside), key
    browser.evaluate("document.querySelector('dialog button').focus()")
    browser.press("Enter")
    assert browser.evaluate(
        until(f"!document.querySelector('dialog') && document.activeElement === {button}")
    )


def test_the_first_stop_leads_past_the_menus(browser, report):
    browser.visit((report / "index.html").as_uri())
    browser.press("Tab")
    seen = "(() => { const r = document.activeElement.getBoundingClientRect(); return [document.activeElement.className, r.left >= 0 && r.top >= 0]; })()"
    assert browser.evaluate(seen) == ["hoppa", True]
    browser.press("Enter", "Tab")
    assert browser.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_contents_open_and_close_by_keyboard_on_a_phone(browser, report):
    browser.screen(*SCREENS["phone"])
    browser.visit((report / "index.html").as_uri())
    browser.evaluate("document.querySelector('.kapitel summary').focus()")
    link = "document.querySelector('.kapitel li a').checkVisibility()"
    assert browser.evaluate(link) is False
    browser.press("Enter")
    assert browser.evaluate(link) is True
    browser.press("Tab")
    assert browser.evaluate("document.activeElement === document.querySelector('.kapitel li a')")
    browser.press("Shift+Tab", "Enter")
    assert browser.evaluate(link) is False
    browser.screen(*SCREENS["desk"])


def test_a_table_sorts_by_its_heads_and_its_total_stays(browser, report):
    browser.visit((report / "indikatorer.html").as_uri())
    shown = """(column => {
      const table = document.getElementById('tbl-signaler'), head = table.tHead.rows[0].cells[column];
      head.querySelector('button').click();
      return [head.getAttribute('aria-sort'), [...table.tBodies[0].rows].map(row => row.cells[column].textContent)];
    })(%d)"""
    printed = [row[2] for row in cells_of(report, "indikatorer.html", "tbl-signaler")[1:]]
    *parts, total = printed
    falling, rising = sorted(parts, key=int, reverse=True), sorted(parts, key=int)
    assert parts not in (falling, rising)
    assert browser.evaluate(shown % 2) == ["descending", [*falling, total]]
    assert browser.evaluate(shown % 2) == ["ascending", [*rising, total]]
    assert browser.evaluate(shown % 2) == [None, printed]


MARKED = """<div><h1>Året</h1><table id="tbl-nyckeltal"><thead><tr><th></th><th>2020</th><th>2019</th></tr></thead><tbody>
<tr><th>Deltagare</th><td>12%s</td><td>11</td></tr><tr><th>Nya</th><td>5</td><td>4</td></tr></tbody></table></div>"""


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        ("", []),
        (
            '<span role="img" aria-label="motsägs">†</span>',
            ["Tecknet † förklaras under tabellen med nyckeltal."],
        ),
    ],
)
def test_the_marks_of_tiles_are_explained(mark, said):
    page = html.fragment_fromstring(MARKED % mark)
    add_tiles(page)
    (tiles,) = page.find_class("nyckeltal")
    assert [each.text_content() for each in tiles.iterchildren("p")] == said
    assert [link.get("href") for link in tiles.iter("a")] == ["#tbl-nyckeltal"] * len(said)


SORTED = """<!doctype html><html lang="sv"><title>x</title><div class="tabell"><table>
<thead><tr><th>Post</th><th class="tal">Tal</th></tr></thead>
<tbody>%s</tbody></table></div><script src="tabell.js"></script></html>"""


@pytest.mark.parametrize(
    ("column", "printed", "falling"),
    [
        (1, "a 9|b 1\u00a0234,5|c −3|d ..|e –|f 1\u00a0234,25|g 0", "b f a g c d e"),
        (1, "a 1|b 2|=Summa 3|c 4|d 5|=Summa 9", "b a =Summa d c =Summa"),
        (1, "a 1|+varav 9|b 5|+varav 2|+varav 3", "b +varav +varav a +varav"),
        (0, "Öst 1|Arvika 2|Åre 3|Ärla 4|Del10 5|Del9 6", "Arvika Del9 Del10 Åre Ärla Öst"),
    ],
    ids=["signs of no number last", "totals part the rows", "parts go with their whole", "Swedish alphabet"],
)
def test_rows_are_sorted_as_a_reader_of_swedish_expects(browser, tmp_path, column, printed, falling):
    kinds = {"=": "summa", "+": "varav"}
    rows = [each.split(" ", 1) for each in printed.split("|")]
    body = "".join(
        f'<tr class="{kinds.get(name[0], "")}"><th>{name}</th><td class="tal">{cell}</td></tr>'
        for name, cell in rows
    )
    (tmp_path / "x.html").write_text(SORTED % body, encoding="utf-8")
    shutil.copy(TEMPLATES / "tabell.js", tmp_path)
    found = f"""(() => {{
      document.querySelectorAll('.sortera')[{column}].click();
      return [...document.querySelectorAll('tbody th')].map(each => each.textContent).join(' ');
    }})()"""
    assert browser.visit((tmp_path / "x.html").as_uri(), found).value == falling


def test_paper_has_the_text_and_none_of_the_tools(browser, report):
    browser.screen(*SCREENS["desk"], dark=True, media="print")
    browser.visit((report / "index.html").as_uri())
    seen = """[['.kapitel', '.sok', '.verktyg', '.blad', '.hamta', '.ankare'].filter(each => document.querySelector(each)?.checkVisibility()),
      ['.nyckeltal', '#tbl-nyckeltal', 'figure img'].filter(each => !document.querySelector(each).checkVisibility()),
      getComputedStyle(document.documentElement).colorScheme]"""
    assert browser.evaluate(seen) == [[], [], "light"]
    browser.screen(*SCREENS["desk"])


def test_a_wide_table_scrolls_by_itself_on_a_phone(browser, report):
    browser.screen(*SCREENS["phone"])
    scrolls = 0
    for page in chapter_pages(report):
        regions = """[document.documentElement.scrollWidth <= innerWidth, [...document.querySelectorAll('.tabell')].filter(
          each => each.scrollWidth > each.clientWidth).map(each => each.tabIndex === 0 && each.role === 'region'
            && document.getElementById(each.getAttribute('aria-labelledby')) !== null)]"""
        fits, wide = browser.visit(page.as_uri(), regions).value
        assert fits, page.name
        assert all(wide), page.name
        scrolls += len(wide)
    assert scrolls
    browser.screen(*SCREENS["desk"])


SEARCHING = """(async () => {
  const field = document.getElementById('sok');
  field.value = 'arbete';
  field.focus();
  await new Promise(r => setTimeout(r, 500));
})()"""
ENLARGED = "document.querySelector('.hamta button')?.click()"


@needs_axe
@pytest.mark.parametrize("act", ["null", SEARCHING, ENLARGED], ids=["as opened", "searching", "enlarged"])
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("screen", SCREENS)
def test_the_first_page_is_accessible_to_all(browser, report, screen, dark, act):
    browser.screen(*SCREENS[screen], dark=dark)
    browser.visit((report / "index.html").as_uri(), act)
    assert violations(browser) == []


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("tabeller/tbl-nyckeltal.csv", ";56 %", ";57 %"),
        ("tabeller/tbl-nyckeltal.csv", "Avslutade;18", "Avslutade;"),
        ("figurer/fig-flode.csv", "Nya;24", "Nya;42"),
        ("index.html", '<dd class="arets">53</dd>', '<dd class="arets">35</dd>'),
    ],
)
def test_a_number_beside_the_chapters_that_is_wrong_is_found(report, tmp_path, file, old, new):
    folder = shutil.copytree(report, tmp_path / "bok")
    book = read_book(folder / "notebooks")
    expected = expected_document(book).blocks
    assert check_beside(folder, book, expected) == []
    text = (folder / file).read_bytes().decode("utf-8")
    assert old in text
    (folder / file).write_bytes(text.replace(old, new).encode())
    assert [fault.code for fault in check_beside(folder, book, expected)] == ["cell-differs"]


def test_a_workbook_of_another_table_is_found(report, tmp_path):
    folder = shutil.copytree(report, tmp_path / "bok")
    shutil.copy(folder / "tabeller/tbl-signaler.xlsx", folder / "tabeller/tbl-nyckeltal.xlsx")
    shutil.copy(folder / "tabeller/tbl-signaler.xlsx", folder / "tabeller/tbl-okand.xlsx")
    book = read_book(folder / "notebooks")
    codes = {fault.code for fault in check_beside(folder, book, expected_document(book).blocks)}
    assert codes == {"cell-differs", "table-extra"}


def test_the_index_holds_each_section_once_and_what_stands_in_it(report):
    entries = json.loads(
        (report / "site/sok-index.js").read_text(encoding="utf-8").partition(" = ")[2].rstrip(";\n")
    )
    places = [(page, anchor) for page, anchor, *_ in entries]
    assert len(places) == len(set(places))
    for page in chapter_pages(report):
        tree = html.parse(str(page)).getroot()
        ids = {
            each.get("id")
            for each in tree.xpath(
                "//article//*[self::h1 or self::h2 or self::h3 or self::table or self::figure]"
            )
        }
        assert ids - {None} == {anchor for name, anchor in places if name == page.name}
