"""Every printed figure of the three real reports stands in the processed tables and in the rendered html.

Where a figure must stand on its page is told here by table, row and column as a reader would find it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from golden_map import OWN, GoldenCell, golden_cells, own_cells
from lxml import html
from pages import Page, chapter_pages, own_numbers, read_pages

from finsam.build import build
from finsam.chapters.facts import slug
from finsam.chapters.own_picture import head
from finsam.ingest import processed
from finsam.params import load_params
from finsam.tables.own import load_own
from finsam.tables.statistics import measures

BOOKS = ("umearegionen/2016", "umearegionen/2018", "umea-vannas/2014", "vannas/2017")
MONTHS = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
]
SEXES = {"kvinnor": "Kvinnor", "man": "Män", "totalt": "Totalt"}


@pytest.fixture(scope="module", params=BOOKS)
def book(request, workplace) -> tuple[str, Path]:
    """Each real book, built in html by the embedded engine from the repository's own files."""
    forbund, year = request.param.split("/")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FINSAM_ROOT", str(workplace))
        return request.param, build(forbund, int(year), ("html",), "pandoc")


def cells(book: str) -> list[GoldenCell]:
    """The golden cells of a book under the names that the book's params give the insatser."""
    forbund, year = book.split("/")
    name = load_params(forbund, int(year)).insats_name
    found = []
    for cell in golden_cells(book):
        keys = {key: name(text) if key in ("insats", "grupp") else text for key, text in cell.keys.items()}
        found.append(GoldenCell(cell.file, cell.line, cell.column, cell.value, cell.kind, keys, cell.kolumn))
    return found


def test_processed_tables_hold_every_printed_figure(book):
    name, _ = book
    forbund, year = name.split("/")
    tables = processed(forbund, int(year)).tables
    wrong, seen = [], 0
    for cell in cells(name):
        table = tables[cell.kind]
        chosen = table[table["kolumn"] == cell.kolumn]
        for key, text in cell.keys.items():
            chosen = chosen[chosen[key] == text]
        figures = {
            str(row.varde.quantize(Decimal(1).scaleb(-row.decimaler))) if row.status == "" else ""
            for row in chosen.itertuples()
        }
        seen += 1
        if cell.value not in figures:
            wrong.append((cell, figures))
    assert not wrong
    assert seen > 300


def test_pages_show_every_printed_figure_in_its_place(book):
    name, folder = book
    pages = read_pages(folder)
    year = int(name[-4:])
    wrong, seen = [], 0
    for cell in cells(name):
        if not cell.value:
            continue
        seen += 1
        shown = list(printed(cell, pages, year))
        if cell.value not in shown:
            wrong.append((cell.file, cell.line, cell.column, cell.value, cell.kind, cell.keys, shown[:5]))
    assert not wrong, f"{len(wrong)} of {seen}"
    assert seen > 250


def test_a_page_without_the_figure_is_seen(book):
    """The reading above can fail: another figure in a golden cell's place isn't found."""
    name, folder = book
    pages = read_pages(folder)
    year = int(name[-4:])
    some = [
        cell
        for cell in cells(name)
        if cell.value and cell.kind in ("deltagare", "resultatrakning", "flerarsbudget")
    ][:20]
    assert some
    for cell in some:
        other = str(Decimal(cell.value) + 1)
        assert other not in list(printed(cell, pages, year))


def test_pages_show_every_figure_of_own_tables_in_its_place(book):
    name, folder = book
    pages = read_pages(folder)
    cells = list(own_cells(name)) if name in OWN else []
    shown = {id(cell): list(own_printed(cell, pages, name)) for cell in cells}
    assert [(cell, shown[id(cell)]) for cell in cells if cell.value not in shown[id(cell)]] == []
    others = [cell for cell in cells if str(Decimal(cell.value) + 1) in shown[id(cell)]]
    assert others == [], "another figure in the same place isn't found"
    assert (
        len(cells)
        == {"umearegionen/2016": 90, "umearegionen/2018": 0, "umea-vannas/2014": 17, "vannas/2017": 0}[name]
    )


def own_printed(cell: GoldenCell, pages: Page, book: str) -> Iterator[str]:
    """The same of a förbund's own tables, whose labels, columns and sections are those of tabeller.yml."""
    definition = load_own(book.split("/")[0])[cell.kind]
    *sections, label = (cell.keys[column] for column in definition.rader)
    column = cell.keys.get(definition.kolumner or "") or head(definition, cell.kolumn)
    for row in pages.rows(f"tbl-egen-{slug(cell.kind)}", "".join(sections)):
        if row.label == label and column in row:
            yield from own_numbers(row[column], cell.kolumn)


def printed(cell: GoldenCell, pages: Page, year: int) -> Iterator[str]:
    """The numbers that stand where the page should show this figure, in the form of the golden files."""
    keys = cell.keys
    match cell.kind:
        case "deltagare" if keys.get("period", str(year)) != str(year):
            unit = "procent av avslutade" if cell.kolumn == "procent" else "antal"
            for row in pages.rows("tbl-jamforelse", section=section_name(keys["insats"])):
                if row["Enhet"] == unit and row.label == MEASURES[keys["matt"]]:
                    yield number(row[keys["period"]])
        case "deltagare":
            head = "Andel" if cell.kolumn == "procent" else SEXES[cell.kolumn]
            for row in pages.rows(f"tbl-deltagare-{slug(keys['insats'])}"):
                if row.label in TABLE_LABELS[keys["matt"]]:
                    yield number(row[head])
        case "bakgrund":
            head = SEXES.get(cell.kolumn) or keys["grupp"][:1].upper() + keys["grupp"][1:]
            for row in pages.rows(f"tbl-bakgrund-{slug(keys['omrade'])}"):
                if row.label == keys["kategori"]:
                    yield number(row[head])
        case "uppgifter":
            head = {"varde": "Värde", "procent": "Andel", "bas": "Av antal"}[cell.kolumn]
            id = "-".join(filter(None, ("tbl-uppgifter", keys["kapitel"], slug(keys.get("grupp", "")))))
            period = keys.get("period", "").replace("-", "–")
            together = keys["kapitel"] in ("bakgrund", "ekonomi", "avstamning")
            place = (f"tbl-uppgifter-{keys['kapitel']}", keys.get("grupp")) if together else (id, None)
            for row in pages.rows(*place):
                if row.label == keys["uppgift"] and (not period or row.get("Period", "") in ("", period)):
                    yield number(row[head])
        case "budget" | "projektutfall":
            for row in pages.rows(f"tbl-{cell.kind}"):
                if row.label == keys["rad"] and row.section in (
                    keys.get("sektion", row.section),
                    row.section,
                ):
                    yield number(row[cell.kolumn.capitalize()])
        case "ekonomisk_sammanfattning" | "ekonomi_i_text":
            head = str(year - 1) if cell.kolumn == "foregaende" else cell.kolumn.capitalize()
            for row in pages.rows(f"tbl-{slug(cell.kind)}"):
                if row.label == keys["post"]:
                    yield number(row[head])
        case "resultatrakning" | "balansrakning" | "kassaflode" | "projektskulder":
            for row in pages.rows(f"tbl-{cell.kind}"):
                if row.label == (keys.get("post") or keys.get("projekt")):
                    yield number(row[heading(keys["period"])])
        case "flerarsbudget" | "projektbudget":
            group = keys.get("sektion") or keys["grupp"]
            for row in pages.rows(f"tbl-{cell.kind}"):
                is_same = row.label == (keys.get("rad") or keys["namn"]) and row.get("Kod", "") == keys.get(
                    "kod", ""
                )
                if is_same and row.section in (group, ""):
                    yield number(row[heading(keys["period"])])
        case "noter":
            for row in pages.rows_of_all(f"tbl-not-{keys['not']}"):
                if row.label == keys["post"] and heading(keys["period"]) in row:
                    yield number(row[heading(keys["period"])])
        case "medlemsbidrag":
            for row in pages.rows("tbl-medlemsbidrag"):
                if row.label == keys["medlem"]:
                    yield number(row[keys["period"]])
        case "sjalvskattning":
            insats = "Medelvärde för förbundet" if keys["insats"] == "Alla insatser" else keys["insats"]
            for row in pages.rows("tbl-sjalvskattning"):
                if row.label == insats:
                    yield number(row[keys["matt"]])
        case "kvalitetsmal":
            yield from re.findall(keys["matt"] + r" (\d+)\s%", pages.text)
        case "statistik":
            yield from statistic(keys, pages)
        case "sociala_mal":
            for row in pages.rows_of_all("tbl-malomrade"):
                if row.label.split(" ")[0] == keys["indikator"]:
                    yield number(row["Tröskel"].removeprefix("minst "))
        case "sociala_utfall":
            yield from social(cell, pages)
        case "svarsskalor":
            for row in pages.rows("tbl-skalor"):
                if row.label == f"Skala {keys['skala']}" and row["Svar"] == keys["svar"]:
                    yield number(row["Steg"])
        case other:
            raise AssertionError(f"no place on the pages is told for {other}")


def statistic(keys: dict[str, str], pages: Page) -> Iterator[str]:
    sex = SEXES[keys.get("kon", "totalt")]
    match keys["matt"]:
        case "uvas_antal" | "uvas_andel":
            head = ("Antal, " if keys["matt"] == "uvas_antal" else "Andel, ") + sex.lower()
            found = (row[head] for row in pages.rows("tbl-uvas") if row.label == keys["omrade"])
        case "sjukpenningtal":
            year, month = keys["period"].split("-")
            when = f"{MONTHS[int(month) - 1]} {year}"
            found = (
                row[sex]
                for row in pages.rows("tbl-sjukpenningtal")
                if row.label == keys["omrade"] and row["Till och med"] == when
            )
        case "helarsekvivalenter_andel":
            found = (row["Andel"] for row in pages.rows("tbl-helar-andel") if row.label == keys["omrade"])
        case matt:
            name = measures()[matt].namn
            found = (row[keys["period"]] for row in pages.rows("tbl-helar") if row.label == name)
    yield from map(number, found)


def social(cell: GoldenCell, pages: Page) -> Iterator[str]:
    for row in pages.rows_of_all("tbl-malomrade"):
        group = cell.keys.get("respondentgrupp", "")
        same_group = row["Svarande eller grupp"].casefold() == group.casefold()
        if row.label.split(" ")[0] != cell.keys["indikator"] or not same_group:
            continue
        found = re.fullmatch(
            r"(?:(\d+)\s%|Ingen) \((\d+)/(\d+)\)|(\d+)\sexempel|Inget exempel.*", row["Resultat"]
        )
        if found:
            percent, n, base, examples = found.groups()
            yield {"procent": percent, "n": n, "N": base, "exempel": examples or "0"}[cell.kolumn] or ""


def number(text: str) -> str:
    """The number at the start of a page's cell in the form of the golden files; empty where there is none."""
    plain = text.replace("\u00a0", "").replace("−", "-").replace(",", ".")
    found = re.match(r"-?\d+(\.\d+)?", plain)
    return found[0] if found else ""


def heading(period: str) -> str:
    """A year as it is, a span of years with a dash, a date as 31 december 2016."""
    if len(period) in (len("2016"), len("2005-2016")):
        return period.replace("-", "–")
    year, month, day = period.split("-")
    return f"{int(day)}\u00a0{MONTHS[int(month) - 1]} {year}"


def section_name(insats: str) -> str:
    return "Hela förbundet" if insats == "Alla insatser" else insats


MEASURES = {
    "annat_positivt_avslut": "Annat positivt avslut",
    "positivt_avslut": "Positivt avslut totalt",
    "avslutade": "Totalt antal avslutade",
    "arbete": "Till arbete",
    "studier": "Till studier",
}
TABLE_LABELS = {
    "antal_totalt": ("Antal deltagare totalt",),
    "nya": ("Varav nya för året",),
    "avslutade": ("Totalt antal avslutade",),
    "arbete": ("Varav till arbete",),
    "studier": ("Varav till studier",),
    "annat_positivt_avslut": ("Varav annat positivt avslut", "Varav annan behovsanpassad lösning"),
    "avbrott": ("Antal avbrott", "Övriga avbrott"),
    "kvar": ("Antal kvar i verksamheten",),
}


def test_every_chapter_stands_in_the_contents_of_every_page(book):
    name, folder = book
    forbund, year = name.split("/")
    chapters = load_params(forbund, int(year)).chapters
    for page in chapter_pages(folder):
        links = {link.get("href") for link in html.parse(str(page)).iterfind(".//nav//a")}
        assert {f"{chapter}.html" for chapter in chapters} <= links
