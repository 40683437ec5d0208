"""The accessibility statement: it says what the params say, tells what they don't, and claims nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import REPOSITORY, copy_common_params, where
from lxml import html as lxml_html
from ruamel.yaml import YAML
from test_docs import code_blocks, first_cells, section

from finsam.accessibility import Publisher, Shortcoming, Statement
from finsam.brand import brand_of
from finsam.build import book_report, build
from finsam.cli import main
from finsam.faults import Faults
from finsam.municipal import kommun_report
from finsam.params import load_params
from finsam.portal.state import is_current
from finsam.portal.write import write_portal
from finsam.register.kommun import find_kommun
from finsam.render.book import read_book
from finsam.render.statement import portal_statement, report_statement
from finsam.verify.statement import check_statement

WHOLE = """
tillganglighet:
  forenlig: delvis
  metod: extern
  granskare: Granskarna <i>AB</i>
  bedomd: 2026-02-16
  uppdaterad: 2026-02-20
  prov: [Tjugo sidor gicks igenom mot WCAG 2.1.]
  epost: kansli@prov.example
  telefon: 0980-319 200
  formular: https://www.prov.example/kontakt
  svarstid: inom 5 arbetsdagar
  brister:
    - {vad: Kartan går inte att läsa upp., varfor: Den är en bild., istallet: Talen står i tabellen., klart: 2027-01-31}
    - {vad: Filmen saknar text., skal: betungande, varfor: Den visas en gång om året.}
    - {vad: Bilagan från 2014., skal: undantaget, varfor: Den är äldre än lagen.}
"""


def text_of(page: str) -> str:
    return " ".join(lxml_html.fromstring(page).find(".//article").text_content().split())


def statement(repository, keys: str) -> str:
    """The text of the page for a förbund with these params."""
    repository.forbund(keys)
    return text_of(report_statement(book_report(repository.params()), brand_of(), ("html", "pdf")))


def test_it_says_all_that_the_params_say(repository):
    told = statement(repository, WHOLE)
    for words in (
        "Samordningsförbundet Prov ansvarar för rapporten Årsredovisning 2020 och dess filer i pdf.",
        "Rapporten är delvis förenlig med lagen (2018:1937) om tillgänglighet till digital offentlig service.",
        "Kartan går inte att läsa upp. Den är en bild. Talen står i tabellen. Ska vara åtgärdat senast den 31 januari 2027.",
        "Oskäligt betungande anpassning För detta åberopas undantaget i 12 § lagen",
        "Innehåll som inte omfattas av lagen Detta är undantaget enligt 9 § lagen",
        "Du får svar inom 5 arbetsdagar. E-post: kansli@prov.example Telefon: 0980-319 200 Formulär på webben",
        "bedömdes den 16 februari 2026 av en utomstående granskare, Granskarna <i>AB</i>.",
        "Tjugo sidor gicks igenom mot WCAG 2.1.",
        "Redogörelsen uppdaterades senast den 20 februari 2026.",
    ):
        assert words in told, words
    assert "inte angiv" not in told and "inte bedömt" not in told


def test_what_the_params_dont_say_is_told_as_missing_and_never_claimed(repository):
    told = statement(repository, "")
    for words in (
        "Det är inte bedömt om rapporten är förenlig med lagen.",
        "Inga brister är angivna. Det betyder inte att rapporten saknar brister",
        "Ingen väg till den som ansvarar är angiven.",
        "Ingen bedömning är angiven.",
        "Det är inte angivet när redogörelsen senast uppdaterades.",
        "Anmäl bristande tillgänglighet till Digg",
    ):
        assert words in told, words
    assert not re.search("helt förenlig|delvis förenlig|inte förenlig|självskattning|prövades|bedömdes", told)


@pytest.mark.parametrize(
    ("keys", "status"),
    [
        ("{}", None),
        ("{brister: [{vad: x, varfor: y}]}", None),
        ("{metod: sjalvskattning, bedomd: 2026-01-01}", None),
        ("{metod: sjalvskattning, bedomd: 2026-01-01, brister: [{vad: x, varfor: y}]}", "delvis"),
        (
            "{metod: sjalvskattning, bedomd: 2026-01-01, brister: [{vad: x, varfor: y, skal: undantaget}]}",
            None,
        ),
        (
            "{forenlig: inte, metod: sjalvskattning, bedomd: 2026-01-01, brister: [{vad: x, varfor: y}]}",
            "inte",
        ),
        ("{forenlig: helt, metod: sjalvskattning, bedomd: 2026-01-01}", "helt"),
    ],
)
def test_compliance_follows_from_the_assessment(keys, status):
    assert Statement.model_validate(YAML(typ="safe").load(keys)).status == status


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("forenlig: helt", "nobody has assessed"),
        ("bedomd: 2026-01-01", "bedomd and metod together"),
        ("metod: sjalvskattning", "bedomd and metod together"),
        ("prov: [Allt prövades.]", "granskare and prov with bedomd"),
        ("{metod: extern, bedomd: 2026-01-01}", "granskare, who assessed it"),
        ("{forenlig: helt, metod: sjalvskattning, bedomd: 2026-01-01, brister: [{vad: x, varfor: y}]}", "delvis or inte"),
        ("{forenlig: delvis, metod: sjalvskattning, bedomd: 2026-01-01}", "all that doesn't comply"),
        ("{metod: sjalvskattning, bedomd: 2026-01-02, uppdaterad: 2026-01-01}", "on the day of bedomd or later"),
        ("epost: kansli", "should match pattern"),
        ("telefon: ring oss", "should match pattern"),
        ("formular: 'javascript:x'", "should match pattern"),
        ("forenlig: nästan", "'helt', 'delvis' or 'inte'"),
    ],
)  # fmt: skip
def test_what_gainsays_itself_is_told(repository, keys, expected):
    given = YAML(typ="safe").load(keys)
    repository.forbund(f"tillganglighet: {keys if keys.startswith('{') else '{' + keys + '}'}\n")
    with pytest.raises(Faults) as raised:
        repository.params()
    (fault,) = raised.value.faults
    assert fault.code == "key-wrong" and expected in fault.expected, given
    assert where(fault).column.startswith("tillganglighet") and where(fault).row == 3


def test_check_notes_what_a_statement_lacks_once_it_has_been_begun(repository):
    repository.raw("deltagare.csv", "insats,matt,kvinnor,man,totalt\nMatcha,nya,10,20,30\n")
    check = ["check", "prov/2020"]
    assert "statement-incomplete" not in CliRunner().invoke(main, check).output
    repository.forbund("tillganglighet: {telefon: 0980-319 200}\n")
    result = CliRunner().invoke(main, check)
    assert result.exit_code == 0
    assert "note statement-incomplete: The accessibility statement doesn't say all that the law asks for: forenlig, bedomd, uppdaterad." in result.output  # fmt: skip
    repository.forbund(WHOLE)
    assert "statement-incomplete" not in CliRunner().invoke(main, check).output


# ---- In a book, read back ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A small web book with a whole statement; `build` has read it back."""
    root = tmp_path_factory.mktemp("redogorelse")
    for name in ("notebooks", "finsam", "_quarto.yml", "_brand.yml"):
        (root / name).symlink_to(REPOSITORY / name)
    copy_common_params(root)
    (root / "params/prov").mkdir()
    (root / "params/prov/forbund.yml").write_text(
        f"namn: Förbundet Prov\nkort: Prov\n{WHOLE}", encoding="utf-8"
    )
    (root / "params/prov/2020.yml").write_text(
        "slag: arsredovisning\nkapitel: [index, deltagare, avstamning]\nskydd: {allt: {ingen: Påhittat.}}\n",
        encoding="utf-8",
    )
    raw = root / "data/raw/prov/2020/deltagare.csv"
    raw.parent.mkdir(parents=True)
    raw.write_text("insats,matt,kvinnor,man,totalt\nMatcha,nya,10,20,30\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FINSAM_ROOT", str(root))
        yield build("prov", 2020, ("html",), "pandoc")


def found(built: Path) -> list[tuple[str, str]]:
    faults = check_statement(built, read_book(built / "notebooks"), load_params("prov", 2020).forbund)
    return [(fault.code, where(fault).value or fault.expected or "") for fault in faults]


def test_every_page_leads_to_it_and_it_leads_back(built):
    pages = sorted(built.glob("*.html"))
    assert len(pages) == 6
    for page in pages:
        links = {link.get("href") for link in lxml_html.parse(str(page)).iterfind(".//footer//a")}
        assert ({"index.html"} if page.stem == "tillganglighet" else {"tillganglighet.html"}) <= links
    assert found(built) == []


@pytest.mark.parametrize(
    ("page", "old", "new", "told"),
    [
        ("tillganglighet.html", "16\u00a0februari 2026", "17\u00a0februari 2026", [("number-untraced", "17"), ("text-missing", "16\u00a0februari 2026")]),
        ("tillganglighet.html", "(2018:1937)", "(2018:1938)", [("number-untraced", "1938")]),
        ("tillganglighet.html", "Filmen saknar text.", "", [("text-missing", "Filmen saknar text.")]),
        ("deltagare.html", 'href="tillganglighet.html"', 'href="index.html"', [("link-missing", "tillganglighet.html")]),
    ],
)  # fmt: skip
def test_verify_tells_what_is_wrong_in_it(built, page, old, new, told):
    file = built / page
    before = file.read_text(encoding="utf-8")
    assert old in before
    file.write_text(before.replace(old, new), encoding="utf-8")
    try:
        assert found(built) == told
    finally:
        file.write_text(before, encoding="utf-8")


# ---- Portal and kommuner ---------------------------------------------------------------------------------------


def test_the_portal_and_reports_on_kommuner_have_their_publishers(repository):
    report = kommun_report(find_kommun("0980"), 2020)
    assert (report.publisher, report.statement) == ("", None)
    assert "Det är inte angivet vem som ansvarar för rapporten" in text_of(
        report_statement(report, brand_of(), ())
    )
    write_portal()
    assert is_current()
    file = repository.write("params/utgivare.yml", "namn: Nätverket\ntillganglighet: {epost: a@b.example}\n")
    assert not is_current()
    write_portal()
    page = (repository.root / "reports/portal/tillganglighet.html").read_text(encoding="utf-8")
    assert "Nätverket ansvarar för den här portalen" in text_of(page) and "mailto:a@b.example" in page
    assert 'href="portal/tillganglighet.html"' in (repository.root / "reports/index.html").read_text("utf-8")
    report = kommun_report(find_kommun("0980"), 2020)
    assert report.publisher == "Nätverket" and file in report.settings
    assert file not in book_report(repository.params()).settings
    repository.write("params/utgivare.yml", "namn: Nätverket\nepost: a@b.example\n")
    with pytest.raises(Faults, match="The key epost is unknown"):
        write_portal()


def test_the_portal_names_nobody_unless_it_is_told():
    told = text_of(portal_statement(brand_of(), "Portal", "", Statement()))
    assert "Det är inte angivet vem som ansvarar för den här portalen" in told
    assert "om portalen är förenlig" in told and "rapporten är" not in told


# ---- Documentation ---------------------------------------------------------------------------------------------


def test_every_key_is_documented_and_the_examples_are_valid():
    for heading, model in (("tillganglighet", Statement), ("brister", Shortcoming)):
        table = section("accessibility.md", heading)
        assert sorted(first_cells(table)) == sorted(model.model_fields)
    whole, publisher = (YAML(typ="safe").load(block) for block in code_blocks("accessibility.md", "yaml"))
    assert Statement.model_validate(whole["tillganglighet"]).missing == []
    assert Publisher.model_validate(publisher).namn
