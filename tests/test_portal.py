"""The portal over all reports: what it lists, that it leads somewhere, and that it works in a real browser."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote

import pytest
from browser import Browser, opened
from click.testing import CliRunner
from conftest import REPOSITORY, copy_common_params
from lxml import html as lxml_html
from payloads import PAYLOADS

from finsam.brand import load_brand
from finsam.chapters.markdown import MARKS
from finsam.cli import main
from finsam.portal.entries import Entry, Figure, entries
from finsam.portal.page import in_alphabet, page
from finsam.portal.sweden import BOTH, MEMBER, REPORT, Place, drawn
from finsam.render.tables import tables_in
from tools.exempelregister.__main__ import main as make_example

INVENTED = "Samordningsförbundet Prov"
REAL = "Samordningsförbundet Verklig"
MEMBERS = "medlemmar: [{namn: Umeå kommun, slag: kommun, kod: '2480'}, {namn: Vännäs kommun, slag: kommun, kod: '2460', sedan: 2021}]\n"


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, list(arguments))
    return result.exit_code, result.output


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A root with three small books of two förbund and the reports on two kommuner, as the commands build them."""
    root = tmp_path_factory.mktemp("portal")
    for name in ("notebooks", "finsam", "_quarto.yml", "_brand.yml"):
        (root / name).symlink_to(REPOSITORY / name)
    copy_common_params(root)
    make_example(
        ["--out", str(root / "data/raw/register-exempel"), "--kommuner", "9901,9902,9903,9904,9905,2480"]
    )
    for forbund, name, more in (("prov", INVENTED, "pahittat: true\n"), ("verklig", REAL, MEMBERS)):
        (root / f"params/{forbund}").mkdir()
        (root / f"params/{forbund}/forbund.yml").write_text(f"namn: {name}\nkort: {forbund}\n{more}", "utf-8")
    shown = "slag: arsredovisning\nkapitel: [index, deltagare, avstamning, metod]\nskydd: {allt: {ingen: Påhittade siffror.}}\n"
    for book, when in (
        ("prov/2020", "beslutad: 2021-03-04\n"),
        ("verklig/2020", ""),
        ("verklig/2021", "levererad: {deltagare.csv: 2022-01-31}\n"),
    ):
        (root / f"params/{book}.yml").write_text(shown + when, "utf-8")
        raw = root / f"data/raw/{book}"
        raw.mkdir(parents=True)
        year = book[-4:]
        (raw / "deltagare.csv").write_text(
            f"insats;matt;period;kvinnor;man;totalt\nSteget;antal_totalt;{year};700;534;1234\nSteget;avslutade;{year};60;40;100\n"
            f"Steget;arbete;{year};20;13;33\nSteget;studier;{year};6;4;10\n", "utf-8",
        )  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FINSAM_ROOT", str(root))
        code, told = run("build", "--all", "--to", "html", "-j", "2")
        assert code == 0, told
        code, told = run("kommun", "--year", "2024", "--only", "9901,2480", "--to", "html", "-j", "2")
        assert code == 0, told
    return root


@pytest.fixture
def at(built, monkeypatch) -> Path:
    monkeypatch.setenv("FINSAM_ROOT", str(built))
    return built


def read(root: Path, file: str | Path = "reports/index.html") -> lxml_html.HtmlElement:
    return lxml_html.fromstring((root / file).read_text(encoding="utf-8"))


def text(element: lxml_html.HtmlElement) -> str:
    return " ".join(element.text_content().replace("\u00a0", " ").split())


# ---- What it lists -----------------------------------------------------------------------------------------


def test_every_report_is_listed_the_latest_of_a_forbund_first(at):
    found = [text(link) for link in read(at).xpath("//article//h4/a | //*[@id='kommuner']//tbody//th/a")]
    assert found == [
        "Årsredovisning 2020",
        "Årsredovisning 2021",
        "Årsredovisning 2020",
        "Ekviks kommun 2024",
        "Umeå kommun 2024",
    ]
    assert [text(head) for head in read(at).xpath("//*[@id='forbund']//h3")] == [INVENTED, REAL]
    assert "3 rapporter från 2 samordningsförbund och 2 rapporter om 2 kommuner, för åren 2020–2024." in text(
        read(at)
    )


def test_links_lead_to_files_that_are_there(at):
    found = read(at)
    ids = {element.get("id") for element in found.iter() if element.get("id")}
    addresses = [
        element.get(name) for name in ("href", "src") for element in found.iter() if element.get(name)
    ]
    assert len(addresses) > 20
    for address in addresses:
        path, _, anchor = address.partition("#")
        if path and not path.startswith("data:,"):
            assert (at / "reports" / unquote(path)).is_file(), address
        elif anchor and "=" not in anchor:
            assert anchor in ids, address


def test_key_figures_are_those_that_the_reports_print(at):
    found = read(at)
    book = next(
        each for each in found.xpath("//article") if "verklig/2021" in each.xpath(".//a")[0].get("href")
    )
    shown = {text(each.find("dt")): each.find("dd").text_content() for each in book.xpath(".//dl/div")}
    told = json.loads((at / "reports/verklig/2021/varden.json").read_text(encoding="utf-8"))
    (table,) = (table for table in told["tabeller"] if table["id"] == "tbl-nyckeltal")
    assert shown.items() <= {row[0]: row[1] for row in table["rader"]}.items()
    assert shown["Deltagare"] == "1\u00a0234"
    assert shown["Till arbete eller studier, andel av avslutade"] == "43\u00a0%"
    assert "Avslutade" not in shown


def test_key_figures_of_a_kommun_stand_under_their_measures_with_their_periods(at):
    (folder,) = (at / "reports/kommun/2024").glob("2480-*")
    told = json.loads((folder / "varden.json").read_text(encoding="utf-8"))
    (table,) = (table for table in told["tabeller"] if table["id"] == "tbl-kommun-laget")
    wanted = [row[2] if row[1] == "2024" else f"{row[2]} ({row[1]})" for row in table["rader"] if row[1]]
    (row,) = (
        row
        for row in read(at).xpath("//*[@id='kommuner']//tbody/tr")
        if "2480" in row.xpath(".//a")[0].get("href")
    )
    assert [text(cell) for cell in row.xpath(".//td")] == [" ".join(each.split()) for each in wanted]
    assert len(wanted) == 3
    assert table["kolumner"][2] == "Umeå"


def test_what_is_invented_is_marked_and_nothing_else(at):
    found = read(at)
    marked = {
        each.xpath(".//a")[0].get("href")
        for each in found.xpath("//article | //*[@id='kommuner']//tbody//th")
        if each.find_class("pahittat")
    }
    assert {address.split("/")[0] for address in marked} == {"prov", "kommun"}
    assert text(found.find_class("upplysning")[0]).startswith("En del av rapporterna är påhittade exempel.")


def test_the_map_tells_reports_from_members_and_the_list_says_the_same(at):
    found = read(at)
    drawn = {
        link.get("href"): (link.xpath(".//path")[0].get("class"), link.xpath(".//title")[0].text)
        for link in found.find_class("karta")[0].xpath("./svg//a")
    }
    assert drawn == {
        "#kommun=2480": (BOTH, f"Umeå: rapport 2024; medlem i {REAL}"),
        "#kommun=9901": (REPORT, "Ekvik: rapport 2024"),
        "#kommun=2460": (MEMBER, f"Vännäs: medlem i {REAL}"),
    }
    assert {link.get("href") for link in found.find_class("forklaring")[0].xpath(".//a")} == set(drawn)
    # The map is for the eyes; whoever comes by keyboard has the list.
    (svg,) = found.find_class("karta")[0].xpath("./svg")
    assert svg.get("aria-hidden") == "true" and all(
        link.get("tabindex") == "-1" for link in svg.xpath(".//a")
    )


def test_a_member_is_one_from_the_year_when_it_became_one(at):
    areas = {entry.id: entry.areas for entry in entries(at / "reports")[0]}
    assert areas["verklig/2020"] == ("24", "2480")
    assert areas["verklig/2021"] == ("24", "2460", "2480")


def test_new_is_what_has_a_day_the_latest_first(at):
    found = [text(each) for each in read(at).find_class("nytt")[0].xpath("./li")]
    assert found == [
        f"Årsredovisning 2021 {REAL}Underlag levererat 31 januari 2022",
        f"Årsredovisning 2020 {INVENTED}Beslutad 4 mars 2021",
    ]


def test_a_forbund_that_has_changed_its_name_is_one_by_its_latest(at):
    first, second = (entry for entry in entries(at / "reports")[0] if entry.name == "verklig")
    older, newer = replace(first, about="Åsikten"), replace(second, about="Ängen")
    found = lxml_html.fromstring(page([older, newer], _brand()))
    assert [text(head) for head in found.xpath("//*[@id='forbund']//h3")] == ["Ängen"]
    assert [text(link) for link in found.xpath("//article//h4/a")] == [
        "Årsredovisning 2021",
        "Årsredovisning 2020",
    ]


def test_the_borders_lie_within_the_map_and_fill_it(at):
    places = [Place("0180", "Stockholm", REPORT, ""), Place("2584", "Kiruna", REPORT, "")]
    made = drawn(places)
    kiruna = next(path for place, path in made.places if place.kod == "2584")
    for path, least in ((made.others, 0.9), (kiruna, 0.15)):
        x, y = points(path)
        assert min(x) >= 0 and max(x) <= made.width and min(y) >= 0 and max(y) <= made.height
        assert max(y) - min(y) > least * (made.height if path == made.others else made.width)
    # Kiruna is the northernmost, and reaches from the border with Norway to that with Finland.
    assert min(points(kiruna)[1]) < 0.02 * made.height


def points(path: str) -> tuple[list[int], list[int]]:
    """The coordinates of a path of moves and relative lines."""
    x, y = [], []
    for part in path.split("z"):
        if part:
            start, _, steps = part[1:].partition("l")
            numbers = [int(each) for each in re.findall(r"-?\d+", steps)]
            at_x, at_y = map(int, start.split())
            for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
                at_x, at_y = at_x + dx, at_y + dy
                x.append(at_x)
                y.append(at_y)
    return x, y


def test_swedish_letters_are_last_in_the_alphabet():
    names = ["Örebro", "Ale", "Åre", "Älmhult", "Vännäs", "Vara"]
    assert sorted(names, key=in_alphabet) == ["Ale", "Vara", "Vännäs", "Åre", "Älmhult", "Örebro"]


def test_suppressed_and_missing_figures_keep_their_signs_and_are_explained(at):
    first = next(entry for entry in entries(at / "reports")[0] if entry.kind == "kommun")
    shown = page(
        [replace(first, figures=(Figure("Sjukpenningtal", ".."), Figure("Andel", "–", "2023")))], _brand()
    )
    found = lxml_html.fromstring(shown)
    assert [text(cell) for cell in found.xpath("//*[@id='kommuner']//td")] == ["..", "– (2023)"]
    assert "Två punkter (..) står för en uppgift som inte visas av sekretesskäl." in text(found)
    assert "kan inte förekomma" not in text(found)


@pytest.mark.parametrize("mark", MARKS.values())
def test_marks_of_the_checks_stay_in_the_report_that_explains_them(mark):
    text = (
        f'<div id="tbl-nyckeltal">\n\n| | 2020 |\n|:--|--:|\n| Deltagare | 1{mark} |\n\n: Nyckeltal\n\n</div>'
    )
    (table,) = tables_in("index", text, {})
    assert table.rows == (("Deltagare", "1"),)


# ---- When it is written ------------------------------------------------------------------------------------


def test_the_same_reports_give_the_same_bytes_wherever_and_whenever(at, tmp_path, monkeypatch):
    before = (at / "reports/index.html").read_bytes()
    for name in ("notebooks", "params", "finsam", "_quarto.yml", "_brand.yml"):
        (tmp_path / name).symlink_to(at / name)
    shutil.copytree(at / "reports", tmp_path / "reports", copy_function=shutil.copyfile)
    shutil.rmtree(tmp_path / "reports/portal")
    (tmp_path / "reports/index.html").unlink()
    monkeypatch.setenv("FINSAM_ROOT", str(tmp_path))
    assert run("portal") == (0, "reports/index.html\n")
    assert (tmp_path / "reports/index.html").read_bytes() == before
    assert {file.name for file in (tmp_path / "reports/portal").iterdir()} >= {
        "bok.css",
        "portal.css",
        "portal.js",
    }


def test_a_batch_with_nothing_to_do_leaves_it_and_one_that_misses_a_report_does_not(at):
    file, folder = at / "reports/index.html", at / "reports/prov/2020"
    before = file.stat().st_mtime_ns
    batch = ("kommun", "--year", "2024", "--only", "9901,2480", "--to", "html")
    assert run(*batch)[0] == 0
    assert file.stat().st_mtime_ns == before
    away = folder.rename(at / "prov-2020")
    assert run(*batch)[0] == 0
    assert INVENTED not in file.read_text(encoding="utf-8")
    away.rename(folder)
    file.unlink()
    assert run(*batch)[0] == 0
    assert INVENTED in file.read_text(encoding="utf-8")


def test_a_report_that_is_not_whole_is_left_out_and_told(at):
    manifest = at / "reports/prov/2020/manifest.json"
    kept = manifest.read_text(encoding="utf-8")
    for content, words in ((None, "has no manifest"), ("{", "aren't what"), ('{"bok": 1}', "aren't what")):
        manifest.unlink() if content is None else manifest.write_text(content, "utf-8")
        code, told = run("portal")
        assert code == 1 and words in told and "reports/prov/2020/manifest.json" in told
        assert INVENTED not in (at / "reports/index.html").read_text(encoding="utf-8")
    manifest.write_text(kept, encoding="utf-8")
    values = at / "reports/prov/2020/varden.json"
    away = values.rename(at / "varden.json")
    code, told = run("portal")
    assert code == 1 and "reports/prov/2020/varden.json" in told
    away.rename(values)
    assert run("portal") == (0, "reports/index.html\n")
    assert INVENTED in (at / "reports/index.html").read_text(encoding="utf-8")


def test_it_is_written_also_when_a_report_of_the_batch_fails(at):
    (at / "params/prov/2019.yml").write_text("slag: ingenting\n", "utf-8")
    (at / "reports/index.html").unlink()
    code, _ = run("build", "--all", "--to", "html")
    assert code == 1
    assert INVENTED in (at / "reports/index.html").read_text(encoding="utf-8")
    (at / "params/prov/2019.yml").unlink()


def test_the_internal_edition_is_never_in_it(at):
    before = (at / "reports/index.html").read_bytes()
    (at / "reports/index.html").unlink()
    assert run("build", "prov/2020", "--intern", "--to", "html")[0] == 0
    assert (at / "internt/prov/2020/index.html").is_file()
    assert not (at / "reports/index.html").exists() and not (at / "internt/index.html").exists()
    assert run("portal")[0] == 0
    assert (at / "reports/index.html").read_bytes() == before
    assert b"intern" not in before.lower().replace(b"internet", b"")


# ---- In a browser ------------------------------------------------------------------------------------------


def _brand():
    return load_brand(REPOSITORY / "_brand.yml")


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with opened() as found:
        yield found


@pytest.fixture(scope="module", params=["file", "http"])
def address(request, built) -> Iterator[str]:
    """Where the portal is opened: from its folder, and from a server."""
    if request.param == "file":
        yield (built / "reports/index.html").as_uri()
        return
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(built / "reports")))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/index.html"
    server.shutdown()


#: What a reader sees: the reports that are shown, the number that is told, and the address.
SEEN = """(() => ({
  reports: [...document.querySelectorAll('article h4 a, #kommuner th a')].filter(each => each.checkVisibility()).map(each => each.getAttribute('href')),
  told: document.getElementById('antal').textContent,
  hash: decodeURIComponent(location.hash),
  sections: [...document.querySelectorAll('main > section')].filter(each => each.checkVisibility()).map(each => each.id),
}))()"""


def steps(*lines: str) -> str:
    """What is done on a page, and then what is seen."""
    return f"(async () => {{ {' '.join(lines)} await new Promise(done => setTimeout(done, 50)); return {SEEN}; }})()"


def choose(key: str, value: str) -> str:
    return (
        f"{{ const each = document.getElementById('val-{key}'); each.value = '{value}';"
        " each.dispatchEvent(new Event('change', {bubbles: true})); }"
    )


def search(words: str) -> str:
    return f"{{ const each = document.getElementById('sok'); each.value = '{words}'; each.dispatchEvent(new Event('input')); }}"


def seen(browser: Browser, address: str, expression: str = SEEN) -> dict:
    visit = browser.visit(address, expression)
    assert visit.console == []
    base = address.partition("index.html")[0]
    assert [asked for asked in visit.asked if not asked.startswith((base, "data:"))] == []
    return visit.value


BOOKS = ["prov/2020/index.html", "verklig/2021/index.html", "verklig/2020/index.html"]
KOMMUNER = ["kommun/2024/9901-ekvik/index.html", "kommun/2024/2480-umea/index.html"]


def test_all_are_shown_at_first_and_told_aloud(browser, address):
    found = seen(browser, address)
    assert found["reports"] == [*BOOKS, *KOMMUNER]
    assert found["told"] == "Visar alla 5 rapporter." and found["hash"] == ""
    live = browser.visit(address, "document.getElementById('antal').getAttribute('role')").value
    assert live == "status"


@pytest.mark.parametrize(
    ("done", "shown", "hash"),
    [
        (choose("ar", "2020"), [BOOKS[0], BOOKS[2]], "#ar=2020"),
        (choose("lan", "24"), [*BOOKS[1:], KOMMUNER[1]], "#lan=24"),
        (choose("kommun", "2460"), [BOOKS[1]], "#kommun=2460"),
        (choose("forbund", "verklig"), [*BOOKS[1:], KOMMUNER[1]], "#forbund=verklig"),
        (choose("slag", "kommun") + choose("lan", "99"), [KOMMUNER[0]], "#lan=99&slag=kommun"),
        (search("umea"), [*BOOKS[1:], KOMMUNER[1]], "#sok=umea"),
        (search("UMEÅ 2024"), [KOMMUNER[1]], "#sok=UMEÅ+2024"),
        (search("årsredovisning prov"), [BOOKS[0]], "#sok=årsredovisning+prov"),
        (search("finns inte"), [], "#sok=finns+inte"),
    ],
)
def test_filters_and_search_show_what_they_say_and_the_address_keeps_them(
    browser, address, done, shown, hash
):
    found = seen(browser, address, steps(done))
    assert (found["reports"], found["hash"]) == (shown, hash)
    assert found["told"] == f"Visar {len(shown)} av 5 rapporter."
    # Opened anew from its address it shows the same.
    browser.visit("about:blank")
    assert seen(browser, address + hash) == found


def test_an_address_that_asks_for_what_is_not_there_shows_all(browser, address):
    browser.visit("about:blank")
    found = seen(browser, f"{address}#lan=77&ar=<img src=x onerror=beacon(1)>")
    assert found["told"] == "Visar alla 5 rapporter."


def test_a_kommun_of_the_list_and_the_way_back(browser, address):
    browser.visit("about:blank")
    clicked = "document.querySelector('.forklaring a[href=\"#kommun=2460\"]').click();"
    found = seen(browser, address, steps(clicked))
    assert (found["reports"], found["sections"]) == ([BOOKS[1]], ["forbund"])
    tried = "(() => { document.getElementById('rensa').click(); return document.activeElement.id; })()"
    browser.visit("about:blank")
    assert (
        browser.visit(address + "#kommun=2460", "document.getElementById('val-kommun').value").value == "2460"
    )
    browser.visit("about:blank")
    assert browser.visit(address + "#kommun=2460", tried).value == "sok"
    browser.visit("about:blank")
    found = seen(browser, address + "#kommun=2460", steps("document.getElementById('rensa').click();"))
    assert (len(found["reports"]), found["hash"]) == (5, "")


def test_without_script_all_reports_are_there_and_no_filter_that_does_nothing(at):
    found = read(at)
    assert all(each.get("hidden") is not None for each in found.find_class("urval"))
    assert not found.xpath("//article[@hidden] | //tr[@hidden] | //section[@hidden]")
    assert found.xpath("//tr[@id='kommun=2480']")


def test_the_theme_is_the_web_books(browser, address):
    tried = "(() => { const b = document.getElementById('tema'), c = () => getComputedStyle(document.body.parentElement).backgroundColor, before = c(); b.click(); return [b.hidden, before !== c()]; })()"
    assert seen(browser, address, tried) == [False, True]


def test_everything_can_be_reached_by_keyboard_and_has_a_name(browser, address):
    found = seen(
        browser,
        address,
        """[...document.querySelectorAll('a[href], button, input, select')].filter(each => each.checkVisibility() && each.tabIndex >= 0)
        .map(each => [each.tagName, (each.getAttribute('aria-label') || each.labels?.[0]?.textContent || each.textContent).trim()])""",
    )
    assert all(name for _, name in found)
    assert [tag for tag, _ in found][:2] == ["A", "BUTTON"]
    assert sum(tag == "SELECT" for tag, _ in found) == 5


@pytest.mark.parametrize("with_policy", [True, False])
def test_hostile_names_are_text(browser, built, tmp_path, monkeypatch, with_policy):
    monkeypatch.setenv("FINSAM_ROOT", str(built))
    hostile = [
        Entry(
            f"prov/{2000 + at}", "bok" if at % 2 else "kommun", f"p{at}" if at % 2 else "2480", 2000 + at, text, text, text, text,
            "", "2020-01-01", ("24", "2480"), (Figure(text, text, text),), {"webb": f"prov/{2000 + at}/index.html"},
        )
        for at, text in enumerate(PAYLOADS)
    ]  # fmt: skip
    shutil.copytree(built / "reports/portal", tmp_path / "portal")
    (tmp_path / "index.html").write_text(page(hostile, _brand()), encoding="utf-8")
    browser.bypass_policy(not with_policy)
    visit = browser.visit(
        (tmp_path / "index.html").as_uri(),
        """(async () => {
          for (const each of document.querySelectorAll('main *'))
            for (const kind of ['mouseover', 'focus', 'pointerenter', 'toggle', 'blur']) each.dispatchEvent(new Event(kind, {bubbles: true}));
          const all = [...document.querySelectorAll('*')];
          return {
            text: document.body.textContent,
            active: all.filter(each => each.matches('script:not([src]), iframe, object, embed, form, base, video, img, [srcdoc], main script, style')).length,
            handlers: all.flatMap(each => each.getAttributeNames().filter(name => name.startsWith('on'))),
          };
        })()""",
    )
    browser.bypass_policy(False)
    assert (visit.console, visit.value["active"], visit.value["handlers"]) == ([], 0, [])
    shown = " ".join(visit.value["text"].split())
    assert [payload for payload in PAYLOADS if " ".join(payload.split()) not in shown] == []
    assert all(asked.startswith((tmp_path.as_uri(), "data:,")) for asked in visit.asked)
    (policy,) = read(tmp_path, "index.html").xpath("//meta[@http-equiv]/@content")
    assert "script-src 'self';" in policy and "unsafe" not in policy
