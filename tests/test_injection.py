"""Hostile names, cells, comments and texts: a book of nothing else, opened in a real browser, in Word and as pdf."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from browser import Browser, opened
from conftest import REPOSITORY, copy_common_params
from hostile_book import write_book, write_rows_book
from payloads import PAYLOADS, PRINTABLE, UNPRINTABLE
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from finsam.build import build
from finsam.diff.compare import difference
from finsam.diff.told import page as difference_page
from finsam.diff.values import read_values
from finsam.faults import Faults
from finsam.render.engines import has_quarto
from finsam.render.report import STATEMENT
from finsam.render.statement import AUTHORITY

#: Everything that a reader sees, hears or is told; where the page leads; what in it could run; and then everything that a
#: reader can do.
READ = """(async () => {
  const all = [...document.querySelectorAll('*')];
  const read = all.flatMap(each => ['alt', 'aria-label', 'title', 'content'].map(name => each.getAttribute(name) || ''));
  const links = all.filter(each => each.matches('[href], [src], [action], [data], [srcset]'));
  const active = 'script:not([src]), iframe, object, embed, form, base, video, [srcdoc], main script, main style';
  const told = {
    text: [document.title, document.body.innerText, ...read].join('\\n'),
    links: links.map(each => each.href ?? each.src ?? each.outerHTML),
    active: all.filter(each => each.matches(active)).map(each => each.outerHTML),
    handlers: all.flatMap(each => each.getAttributeNames().filter(name => name.startsWith('on'))),
  };
  for (const each of document.querySelectorAll('main *')) {
    for (const kind of ['mouseover', 'focus', 'pointerenter', 'toggle', 'blur'])
      each.dispatchEvent(new Event(kind, {bubbles: true}));
    if (!each.closest('a')) each.click?.();
  }
  return {...told, title: document.title};
})()"""

#: What Quarto's search finds of the payloads, and how much of that has become more than text.
SEARCH = """(async () => {
  window.quartoOpenSearch();
  await new Promise(done => setTimeout(done, 600));
  const input = document.querySelector('.aa-Input');
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(input, 'beacon');
  input.dispatchEvent(new Event('input', {bubbles: true}));
  await new Promise(done => setTimeout(done, 2000));
  const found = document.querySelector('.aa-Panel');
  return [found.querySelectorAll('.aa-Item').length, found.querySelectorAll('img, script, iframe, [onerror]').length];
})()"""

needs_quarto = pytest.mark.skipif(not has_quarto(), reason="quarto is not on PATH")


def made(
    root: Path,
    payloads: list[str],
    formats: tuple[str, ...],
    engine: str = "pandoc",
    write: Callable = write_book,
) -> Path:
    """The book of these payloads, built and read back (build stops where a document isn't right)."""
    for name in ("notebooks", "finsam", "_quarto.yml", "_brand.yml"):
        (root / name).symlink_to(REPOSITORY / name)
    copy_common_params(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FINSAM_ROOT", str(root))
        write(root, payloads)
        return build("prov", 2020, formats, engine)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with opened() as found:
        yield found


@pytest.fixture(scope="module")
def few(tmp_path_factory) -> Path:
    """A small book: every tenth payload, for the ordinary suite."""
    return made(tmp_path_factory.mktemp("fa"), PAYLOADS[::9], ("html",))


@pytest.fixture(scope="module")
def all_of_them(tmp_path_factory) -> Path:
    return made(tmp_path_factory.mktemp("alla"), PAYLOADS, ("html", "docx"))


def squeezed(text: str) -> str:
    return " ".join(text.replace("\u2060", "").split())


def pages(folder: Path) -> list[Path]:
    found = sorted(folder.glob("*.html"))
    assert len(found) > 5
    return found


def is_harmless(browser: Browser, folder: Path, payloads: list[str], address: str = "") -> None:
    """Every page runs nothing, asks for nothing from elsewhere and breaks no policy; every payload can be read."""
    address = address or folder.as_uri()
    seen = []
    for page in pages(folder):
        visit = browser.visit(f"{address}/{page.name}", READ)
        found = visit.value
        seen.append(found["text"])
        assert visit.console == [], page.name
        # The button PNG has the browser read the page's own drawing once more.
        own = (address, "data:,", "data:image/svg+xml;")
        assert [asked for asked in visit.asked if not asked.startswith(own)] == [], page.name
        leads_to = (address, "data:,", *([AUTHORITY] if page.name == STATEMENT else []))
        assert [link for link in found["links"] if not link.startswith(leads_to)] == [], page.name
        assert (found["active"], found["handlers"]) == ([], []), page.name
        assert not found["title"].startswith("beacon"), page.name
    text = squeezed("\n".join(seen))
    assert [payload for payload in payloads if squeezed(payload) not in text] == []


def test_there_are_at_least_a_hundred_payloads():
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 100


def test_the_browser_hears_a_script_that_runs(browser, tmp_path):
    """The tests below would say nothing if it didn't."""
    loud = "<a id=a href='javascript:beacon(3)'>x</a><script>beacon(1)</script><img src=x onerror=beacon(2)>"
    (tmp_path / "sida.html").write_text(f"<!doctype html><title>x</title>{loud}", encoding="utf-8")
    visit = browser.visit((tmp_path / "sida.html").as_uri(), "document.getElementById('a').click()")
    assert sorted(visit.beacons) == ["BEACON 1", "BEACON 2", "BEACON 3"]


@pytest.mark.parametrize("with_policy", [True, False])
def test_pages_run_nothing_of_a_few_payloads(browser, few, with_policy):
    """Without the policy, too: what is escaped needs no second wall."""
    browser.bypass_policy(not with_policy)
    is_harmless(browser, few, PAYLOADS[::9])
    browser.bypass_policy(False)


@pytest.mark.parametrize("payload", ["<script>beacon(1)</script>", "<img src=x onerror=beacon(2)>", "<a href=javascript:beacon(3)>x</a>"])  # fmt: skip
def test_a_script_that_slipped_through_would_not_run(browser, few, tmp_path, payload):
    """The second wall alone: the policy of every kind of page, by file and over http."""
    for page in (few / "index.html", few / "underlag.html"):
        text = page.read_text(encoding="utf-8").replace("</main>", f"{payload}</main>")
        slipped = few / f"slank-{page.name}"
        slipped.write_text(text, encoding="utf-8")
        clicked = "document.querySelectorAll('a[href^=javascript]').forEach(each => each.click())"
        visit = browser.visit(slipped.as_uri(), clicked)
        slipped.unlink()
        assert visit.beacons == []
        assert any("Content Security Policy" in line for line in visit.console)


def test_the_pages_own_scripts_work(browser, few, served):
    """The theme, the menu and the fonts, opened from a folder and over http."""
    for address in (few.as_uri(), served(few)):
        tried = """(async () => {
          const button = document.getElementById('tema'), before = document.documentElement.dataset.tema;
          button.click();
          await document.fonts.ready;
          return [button.hidden, document.documentElement.dataset.tema !== before, document.querySelector('.kapitel details').open,
                  [...document.fonts].filter(each => each.status === 'loaded').length > 0,
                  getComputedStyle(document.querySelector('.hoppa')).position];
        })()"""
        visit = browser.visit(f"{address}/deltagare.html", tried)
        assert visit.value == [False, True, False, True, "absolute"]
        assert visit.console == []
        (link, *_) = browser.visit(
            f"{address}/deltagare.html", "[...document.querySelectorAll('.underlag a')].map(a => a.href)"
        ).value
        assert browser.visit(link, "document.querySelector(':target')?.tagName").value == "H3"


def test_the_page_of_differences_runs_nothing(browser, few, tmp_path):
    values, page = read_values(few), tmp_path / "skillnad.html"
    page.write_text(difference_page(difference(replace(values, tables=()), values)), encoding="utf-8")
    tried = "[document.body.innerText, getComputedStyle(document.querySelector('table')).borderCollapse]"
    visit = browser.visit(page.as_uri(), tried)
    assert visit.console == []
    text, borders = visit.value
    assert borders == "collapse"
    assert PAYLOADS[0] in text


@pytest.mark.slow
def test_pages_run_nothing_of_any_payload(browser, all_of_them, served):
    for bypass in (False, True):
        browser.bypass_policy(bypass)
        is_harmless(browser, all_of_them, PAYLOADS)
    browser.bypass_policy(False)
    is_harmless(browser, all_of_them, PAYLOADS, served(all_of_them))
    for picture in sorted(all_of_them.rglob("*.svg")):
        visit = browser.visit(
            picture.as_uri(), "document.querySelectorAll('script, foreignObject, a').length"
        )
        assert (visit.value, visit.console) == (0, [])


@pytest.mark.slow
def test_names_and_texts_of_persons_and_ledgers_run_nothing(browser, tmp_path):
    # A name of digits and signs alone could be a figure, and is told by verify.
    payloads = [text for text in PAYLOADS[::3] if any(map(str.isalpha, text))]
    folder = made(tmp_path, payloads, ("html",), write=write_rows_book)
    for bypass in (False, True):
        browser.bypass_policy(bypass)
        is_harmless(browser, folder, payloads)
    browser.bypass_policy(False)


@pytest.mark.slow
def test_the_docx_fetches_nothing_and_has_no_fields_of_data(all_of_them):
    with zipfile.ZipFile(next(all_of_them.glob("*.docx"))) as parts:
        texts = {
            name: parts.read(name).decode() for name in parts.namelist() if name.endswith((".xml", ".rels"))
        }
    assert [name for name, text in texts.items() if 'TargetMode="External"' in text] == []
    fields = {
        found.strip() for text in texts.values() for found in re.findall(r"<w:instrText[^>]*>([^<]*)", text)
    }
    fields |= {found for text in texts.values() for found in re.findall(r'w:instr="([^"]*)"', text)}
    own = r"TOC [^\"]*\"1-2\"[^\"]*|PAGE|NUMPAGES|STYLEREF 1 \\s|SEQ (Tabell|Figur) [\\*A-Z hrs01]+|REF _Ref\d{8} [\\*A-Z hr]+"
    assert all(re.fullmatch(own, field) for field in fields), fields
    assert not any(
        re.search(r"<w:(object|altChunk|subDoc|attachedTemplate)\b", text) for text in texts.values()
    )
    text = squeezed("".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)|(?=<w:p[ >])", texts["word/document.xml"])))
    assert "INCLUDETEXT" in text


@pytest.mark.slow
def test_the_pdf_runs_nothing_and_leads_nowhere(tmp_path):
    folder = made(tmp_path, PRINTABLE, ("pdf",))
    reader = PdfReader(next(folder.glob("*.pdf")))
    for number in range(1, int(reader.trailer["/Size"])):
        found = reader.get_object(number)
        if isinstance(found, DictionaryObject):
            assert not {"/JS", "/JavaScript", "/AA", "/OpenAction", "/EmbeddedFile", "/EF"} & set(found), (
                found
            )
            assert found.get("/S") not in (
                "/URI",
                "/JavaScript",
                "/Launch",
                "/GoToR",
                "/SubmitForm",
                "/ImportData",
            )
    # Blanks of no width aren't extracted, and long texts are broken over lines and pages.
    text = re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))
    lost = [each for each in PRINTABLE if len(each) < 25 and re.sub("[\\s\u200b]", "", each) not in text]
    assert lost == []


@pytest.mark.slow
def test_a_pdf_of_letters_that_its_font_lacks_is_refused(tmp_path):
    with pytest.raises(Faults, match="could not be displayed with font"):
        made(tmp_path, [*PRINTABLE[:20], *UNPRINTABLE], ("pdf",))


@pytest.mark.slow
@needs_quarto
def test_pages_of_quarto_run_nothing_of_any_payload(browser, tmp_path, served):
    folder = made(tmp_path, PAYLOADS, ("html",), "quarto")
    seen = []
    address = served(folder)
    for bypass in (True, False):
        browser.bypass_policy(bypass)
        for page in pages(folder):
            visit = browser.visit(f"{address}/{page.name}", READ)
            seen.append(visit.value["text"])
            assert [line for line in visit.console if "404" not in line] == [], page.name
            assert [asked for asked in visit.asked if not asked.startswith((address, "data:"))] == []
        search = browser.visit(f"{address}/deltagare.html", SEARCH)
        assert search.value[0] > 0 and search.value[1] == 0
        assert search.beacons == []
    browser.bypass_policy(False)
    text = squeezed("\n".join(seen))
    assert [payload for payload in PAYLOADS if squeezed(payload) not in text] == []
