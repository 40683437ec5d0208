"""The house style: colours that can be read, told apart and that reach every output."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import docx
import matplotlib
import nbformat
import numpy as np
import pytest
from click.testing import CliRunner
from conftest import where
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html
from pypdf import PdfReader
from ruamel.yaml import YAML
from test_docs import code_blocks

from finsam.batch import record
from finsam.batch.jobs import Job
from finsam.brand import DARK, Brand, brand_of, contrast, load_brand, readable_on
from finsam.build import book_report
from finsam.chapters import figures
from finsam.chapters.book import open_book
from finsam.chapters.kommun import open_kommun
from finsam.cli import main
from finsam.faults import Faults
from finsam.render.book import read_book
from finsam.render.html import brand_assets
from finsam.render.layout import lay_out
from finsam.render.pandoc import render
from finsam.render.word import DRAWING

REPOSITORY = Path(__file__).resolve().parent.parent
ROLES = ("foreground", "primary", "secondary", "success", "warning", "danger", "info")

MINIMAL = """
color:
  palette: {blå: "#003366", serie-1: blå}
  foreground: "#111111"
  background: "#ffffff"
  primary: blå
  secondary: "#555555"
typography: {base: Source Sans 3}
"""


@pytest.fixture(scope="module")
def brand():
    return load_brand(REPOSITORY / "_brand.yml")


@pytest.fixture
def written(tmp_path):
    def write(text: str) -> Path:
        path = tmp_path / "_brand.yml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_contrast_is_wcags():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#ffffff", "#777777") == contrast("#777777", "#ffffff")


@pytest.mark.parametrize("role", ROLES)
def test_text_can_be_read_by_day_and_by_night(brand, role):
    assert contrast(brand.color(role), brand.background) >= 4.5
    assert contrast(brand.color(role), brand.color("tertiary")) >= 4.5
    assert contrast(readable_on(DARK, brand.color(role)), DARK) >= 7


def test_series_are_seen_on_white(brand):
    assert len(brand.series) == 6
    assert {color: contrast(color, "#ffffff") >= 3 for color in brand.series} == dict.fromkeys(
        brand.series, True
    )


#: How the eye sees without one kind of cone (Machado, Oliveira and Fernandes 2009, severity 1), on linear RGB.
VISION = {
    "all cones": np.eye(3),
    "no red": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "no green": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "no blue": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}  # fmt: skip


def oklab(color: str, vision) -> np.ndarray:
    srgb = np.array([int(color[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.array(vision) @ linear, 0, 1)
    to_lms = [[0.41222, 0.53633, 0.05145], [0.2119, 0.6807, 0.1074], [0.0883, 0.28172, 0.62998]]
    to_lab = [[0.21045, 0.79362, -0.00407], [1.978, -2.42859, 0.45059], [0.0259, 0.78277, -0.80868]]
    return np.array(to_lab) @ np.cbrt(np.array(to_lms) @ seen)


@pytest.mark.parametrize("vision", VISION)
def test_series_stay_apart_for_the_colour_blind(brand, vision):
    distances = {
        (one, other): float(np.linalg.norm(oklab(one, VISION[vision]) - oklab(other, VISION[vision])))
        for one, other in combinations(brand.series, 2)
    }
    assert min(distances.values()) >= 0.1, min(distances, key=distances.get)  # 0.02 is just noticeable


def test_fonts_of_the_repository_exist_in_four_cuts(brand):
    assert {(font.weight, font.style) for font in brand.fonts} == {
        (400, "normal"), (400, "italic"), (600, "normal"), (700, "normal"),
    }  # fmt: skip
    assert {font.family for font in brand.fonts} == {"Source Sans 3"}


def test_names_lead_through_the_palette(written):
    brand = load_brand(written(MINIMAL))
    assert brand.primary == "#003366"
    assert brand.series == ("#003366",)
    assert brand.headings_font == brand.base_font == "Source Sans 3"
    assert brand.logo is None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("primary: blå", "primary: bla"), "color.primary is no colour. Did you mean 'blå'?"),
        (("serie-1: blå", "serie-1: serie-1"), "color.palette.serie-1 is no colour"),
        (('secondary: "#555555"', ""), "color.secondary is missing"),
        (('"#555555"', '"#aaaaaa"'), "color.secondary has contrast 2.3:1 on the background"),
        (("typography:", "logo: finns-inte.svg\ntypography:"), "logo names a file that isn't there"),
        (("color:", "color: ["), "brand-unreadable"),
    ],
)
def test_faults_name_the_key(written, change, message):
    with pytest.raises(Faults) as raised:
        load_brand(written(MINIMAL.replace(*change)))
    assert message in str(raised.value)


def test_all_faults_at_once(written):
    with pytest.raises(Faults) as raised:
        load_brand(written(MINIMAL.replace("primary: blå", "primary: x").replace('"#111111"', "y")))
    assert len(raised.value.faults) == 2


# ---- A förbund's own ---------------------------------------------------------------------------------------

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><path d="M0 0h9"/></svg>'


@pytest.fixture
def own(repository):
    """Give the förbund `prov` a brand of its own; returns what it is together with the repository's."""

    def write(text: str, **files: str | bytes) -> Brand:
        repository.write("params/prov/_brand.yml", text)
        for name, content in files.items():
            repository.write(f"params/prov/{name.replace('__', '.')}", content)
        return brand_of("prov")

    return write


def test_it_is_laid_over_the_repositorys_key_by_key(brand, own):
    made = own('color: {palette: {petrol: "#0f3685", ny: "#111111"}, success: null, secondary: ny}')
    assert made.palette == {**brand.palette, "petrol": "#0f3685", "ny": "#111111", "serie-1": "#0f3685"}
    assert (made.primary, made.secondary, made.foreground) == ("#0f3685", "#111111", brand.foreground)
    assert "success" not in made.colors and made.color("success") == made.primary
    assert made.fonts == tuple(replace(font, path=ANY_PATH) for font in brand.fonts)
    assert brand_of("annat").primary == brand_of().primary == brand.primary


class _AnyPath:
    def __eq__(self, other: object) -> bool:
        return isinstance(other, Path)


ANY_PATH = _AnyPath()


def test_lists_pairs_and_the_logo_are_replaced_whole(repository, own):
    (repository.root / "_brand.yml").unlink()
    below = (REPOSITORY / "_brand.yml").read_text(encoding="utf-8")
    below = below.replace("primary: petrol", 'primary: {light: petrol, dark: "#ffffff"}').replace(
        "\ncolor:", "\nlogo: {small: a.svg, medium: a.svg}\ncolor:"
    )
    repository.write("_brand.yml", below)
    repository.write("a.svg", SVG)
    made = own(
        "color: {primary: {light: '#0f3685'}}\nlogo: {medium: b.svg}\n"
        "typography: {fonts: [{family: Source Sans 3, source: file, files: [SourceSans3-Regular.ttf]}]}",
        b__svg=SVG,
    )
    assert made.night["primary"] != "#ffffff"
    assert made.logo.path == made.cover.path == repository.root / "params/prov/b.svg"
    assert [font.path.name for font in made.fonts] == ["SourceSans3-Regular.ttf"]
    assert brand_of().night["primary"] == "#ffffff" and brand_of().logo.path.name == "a.svg"


def test_the_logo_has_sizes_and_themes(own):
    made = own(
        "logo:\n  images: {liten: {path: a.svg, alt: Ett märke}, natt: b.svg}\n"
        "  small: {light: liten, dark: natt}\n  large: {path: c.svg, alt: Hela namnet}\n",
        a__svg=SVG, b__svg=SVG, c__svg=SVG,
    )  # fmt: skip
    assert (made.logo.path.name, made.logo.alt, made.logo.dark.name) == ("a.svg", "Ett märke", "b.svg")
    assert (made.cover.path.name, made.cover.alt, made.cover.dark) == ("c.svg", "Hela namnet", None)


def test_a_books_directory_has_it_complete_with_its_files(repository, own, tmp_path):
    made = own('color: {primary: "#832152"}\nlogo: {medium: bilder/a.svg}', **{"bilder/a__svg": SVG})
    book_dir = tmp_path / "bok"
    book_dir.mkdir()
    executed = tmp_path / "index.ipynb"
    nbformat.write(nbformat.v4.new_notebook(), executed)
    lay_out(book_report(repository.params()), [executed], book_dir, ["html"])
    laid = load_brand(book_dir / "_brand.yml")
    for name in ("colors", "night", "palette", "series", "link", "base_font", "headings_color"):
        assert getattr(laid, name) == getattr(made, name), name
    assert laid.logo.path.read_text() == SVG and laid.logo.path.is_relative_to(book_dir)
    assert all(font.path.is_relative_to(book_dir) for font in laid.fonts) and len(laid.fonts) == 4


def test_pictures_of_a_book_have_its_brand_and_those_of_a_kommun_the_repositorys(repository, own):
    repository.raw("deltagare.csv", "insats,matt,kvinnor,man,totalt\nMatcha,nya,10,20,30\n")
    made = own('color: {primary: "#832152"}')
    open_book("prov", 2020)
    assert (figures.brand().primary, figures._style()["axes.prop_cycle"].by_key()["color"][0]) == 2 * (
        "#832152",
    )
    open_kommun("0980", 2020)
    assert figures.brand().primary == brand_of().primary != made.primary


def test_its_books_are_made_from_it_and_nothing_else_is(repository, own):
    repository.raw("deltagare.csv", "insats,matt,kvinnor,man,totalt\nMatcha,nya,10,20,30\n")
    repository.forbund("medlemmar: [{namn: Gotland, slag: kommun, kod: '0980'}]\n")
    repository.write("params/annat/forbund.yml", "namn: Ett annat\nkort: Annat\n")
    repository.write("params/annat/2020.yml", "slag: arsredovisning\njamfor: [prov/2020]\n")

    def files(kind: str, name: str) -> dict[str, str]:
        job = Job(kind, name, 2020, ("html",), "pandoc")
        return record.record(job.report(), [], job.formats, job.engine, ("", ""))["filer"]

    jobs = (("bok", "prov"), ("bok", "annat"), ("kommun", "0980"))
    first = [files(*job) for job in jobs]
    own("logo: a.svg", a__svg=SVG)
    second = [files(*job) for job in jobs]
    assert {*second[0]} - {*first[0]} == {"params/prov/_brand.yml", "params/prov/a.svg"}
    assert second[1:] == first[1:]
    own("logo: a.svg", a__svg=SVG.replace("9", "8"))
    assert {file for file, of in files("bok", "prov").items() if second[0][file] != of} == {
        "params/prov/a.svg"
    }


# ---- What is checked ----------------------------------------------------------------------------------------


def told(own, text: str, **files: str | bytes) -> list:
    with pytest.raises(Faults) as raised:
        own(text, **files)
    return list(raised.value.faults)


@pytest.mark.parametrize(
    ("text", "key", "message", "expected"),
    [
        ('color: {secondary: "#8a8a8a"}', "color.secondary", "has contrast 3.4:1 on the background,", "as #"),
        ('color: {background: "#fcfcfc", danger: "#d04a3f"}', "color.danger", "has contrast 4.3:1 on the background", "as #"),
        ('color: {background: "#222222"}', "color.background", "is dark (15.9:1 against white)", "{light: …, dark: …}"),
        ('color: {primary: {light: "#832152", dark: "#832152"}}', "color.primary.dark", "by night", "at least 4.5:1, as #"),
        ('typography: {link: {color: "#5fa8d3"}}', "typography.link.color", "has contrast 2.6:1", "at least 4.5:1, as #"),
        ('typography: {headings: {color: "#5fa8d3"}}', "typography.headings.color", "has contrast 2.6:1", "as #"),
        ('color: {palette: {serie-5: "#d9c65a"}}', "color.palette.serie-5", "has contrast 1.7:1 on white paper", "3.0:1, as #"),
        ('color: {palette: {serie-3: "#b5510d"}}', "color.palette.serie-3", "is too like serie-2 (#b0500c)", "0.1 from every other"),
        ('color: {primary: "#5a0c30"}', "color.primary", "is too like serie-4", "as #"),
        ("color: {primry: vin}", "color.primry", "Did you mean 'primary'?", "one of palette, foreground"),
        ("colours: {primary: vin}", "colours", "is no key of a brand", "one of meta, logo, color"),
        ("defaults: {bootstrap: {theme: dark}}", "defaults", "is no key of a brand", "one of meta"),
        ("color: {primary: vinn}", "color.primary", "is no colour. Did you mean 'vin'?", "a name of the palette"),
        ("color: vin", "color", "holds no keys", "one of palette"),
        ("logo: {medium: b.svg}", "logo", "names a file that isn't there", "a file beside _brand.yml"),
        ("logo: {small: {dark: a.svg}}", "logo.small", "has no picture for the light theme", "a path alone"),
        ("logo: a.gif", "logo.medium", "is no picture that every format can show", ".svg or .png"),
        ("typography: {fonts: [{family: Lato, source: google}]}", "typography.fonts", "takes Lato from Google Fonts", "source: file"),
        ("typography: {fonts: [{family: Lato, source: bunny}]}", "typography.fonts", "takes Lato from Bunny Fonts", "source: file"),
        ("typography: {base: Lato}", "typography.base", "is a font without files", "Source Sans 3"),
        ("typography: {headings: {weight: heavy}}", "typography.headings", "has a weight that no font has", "100 to 900"),
    ],
)  # fmt: skip
def test_faults_say_what_was_measured_and_what_to_do(own, text, key, message, expected):
    (fault,) = told(own, text, a__svg=SVG, a__gif=b"GIF89a")
    place = where(fault)
    assert (place.file, place.row, place.column) == ("params/prov/_brand.yml", 1, key)
    assert message in fault.message and expected in fault.expected


def test_check_tells_them_with_all_else_that_is_wrong(repository):
    repository.write("params/prov/_brand.yml", 'color: {secondary: "#999999"}')
    repository.raw("deltagare.csv", "insats,matt,kvinnor,man,totalt\nMatcha,nya,tio,20,30\n")
    result = CliRunner().invoke(main, ["check", "prov/2020"])
    assert result.exit_code == 1
    assert "color.secondary has contrast 2.8:1" in result.output and "'tio'" in result.output


@given(st.integers(0, 0xFFFFFF).map("#{:06x}".format))
def test_any_primary_colour_is_good_or_told_with_one_that_is(tmp_path_factory, color):
    """Whatever is let through keeps every promise, measured here by other means; what isn't is told with a better one."""
    file = tmp_path_factory.getbasetemp() / "egen" / "_brand.yml"
    file.parent.mkdir(exist_ok=True)
    below = tmp_path_factory.getbasetemp() / "_brand.yml"
    if not below.exists():
        shutil.copy(REPOSITORY / "_brand.yml", below)

    def loaded(primary: str) -> Brand | Faults:
        file.write_text(f'color: {{primary: "{primary}"}}', encoding="utf-8")
        try:
            return load_brand(below, file)
        except Faults as wrong:
            return wrong

    found = loaded(color)
    if isinstance(found, Faults):
        assert {where(fault).column for fault in found.faults} <= {"color.primary"}
        proposed = [re.search(r"as (#\w{6})", fault.expected) for fault in found.faults]
        better = [loaded(each[1]) for each in proposed if each]
        assert all(isinstance(each, Brand) or "is too like" in str(each) for each in better), (
            "what is proposed can be read"
        )
        return
    assert (
        contrast(found.primary, "#ffffff") >= 4.5 and contrast(found.primary, found.color("tertiary")) >= 4.5
    )
    for color_of_text in found.night.values():
        assert color_of_text == found.night["background"] or contrast(color_of_text, DARK) >= 4.5
    for cones in VISION.values():
        for one, other in combinations(found.series, 2):
            assert np.linalg.norm(oklab(one, cones) - oklab(other, cones)) >= 0.0999


# ---- Fonts --------------------------------------------------------------------------------------------------

MATPLOTLIB = Path(matplotlib.get_data_path()) / "fonts/ttf"


def font_files(*names: str) -> dict[str, bytes]:
    return {name.replace(".", "__"): (MATPLOTLIB / name).read_bytes() for name in names}


SERIF = (
    "typography:\n  fonts:\n    - family: DejaVu Serif\n      source: file\n      files: [DejaVuSerif.ttf, "
    "{path: DejaVuSerif-Bold.ttf, weight: bold}]\n  base: DejaVu Serif\n"
)


def test_a_font_of_its_own_reaches_pages_and_pictures(own):
    made = own(SERIF, **font_files("DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf"))
    assert [(font.weight, font.path.name) for font in made.fonts] == [(400, "DejaVuSerif.ttf"), (700, "DejaVuSerif-Bold.ttf")]  # fmt: skip
    files = brand_assets(made)
    assert files["site/fonts/DejaVuSerif-Bold.ttf"] == (MATPLOTLIB / "DejaVuSerif-Bold.ttf").read_bytes()
    css = files["site/varumarke.css"].decode()
    assert '--font: "DejaVu Serif"' in css and '--font-headings: "DejaVu Serif"' in css
    assert figures._style_of(made)["font.family"] == ["DejaVu Serif"]


@pytest.mark.parametrize(
    ("change", "files", "message"),
    [
        (("DejaVu Serif", "Deja Vu"), ("DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf"), "calls a font Deja Vu that calls itself DejaVu Serif"),
        ((", {path: DejaVuSerif-Bold.ttf, weight: bold}", ""), ("DejaVuSerif.ttf",), "without a regular or a bold cut"),
        (("DejaVuSerif.ttf", "cmr10.ttf"), ("cmr10.ttf", "DejaVuSerif-Bold.ttf"), "names a font without 'å', 'ä', 'ö'"),
        (("DejaVuSerif.ttf", "a.svg"), ("DejaVuSerif-Bold.ttf",), "names a font that print and plots can't read"),
        (("DejaVuSerif.ttf", "b.ttf"), ("DejaVuSerif-Bold.ttf",), "names a file that is no font"),
        (("weight: bold", "weight: fat"), ("DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf"), "has a weight that no font has"),
        (("weight: bold", "style: slanted"), ("DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf"), "has a style that isn't known"),
    ],
)  # fmt: skip
def test_a_font_that_some_format_could_not_set_is_told(own, change, files, message):
    text = SERIF.replace(*change)
    found = told(own, text, a__svg=SVG, b__ttf=b"no font", **font_files(*files))
    assert any(message in fault.message for fault in found), [str(fault) for fault in found]


# ---- In documents -------------------------------------------------------------------------------------------


def test_every_format_follows_it(tmp_path):
    book = tmp_path / "bok"
    shutil.copytree(REPOSITORY / "tests/books/litet", book)
    text = (REPOSITORY / "_brand.yml").read_text(encoding="utf-8")
    fonts = re.search(r"  fonts:\n.*?(?=  base:)", text, re.S)[0]
    text = text.replace(fonts, SERIF.partition("typography:\n")[2].partition("  base")[0])
    text = text.replace("family: Source Sans 3", "family: DejaVu Serif")
    text = text.replace("primary: petrol", 'primary: "#832152"').replace(
        "\ncolor:", "\nlogo: {medium: {path: marke.svg, alt: Ett märke}}\ncolor:", 1
    )
    (book / "_brand.yml").write_text(text, encoding="utf-8")
    (book / "marke.svg").write_text(SVG, encoding="utf-8")
    for name in ("DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf"):
        shutil.copy(MATPLOTLIB / name, book)
    render(book, tmp_path / "ut")
    out = tmp_path / "ut"

    css = (out / "site/varumarke.css").read_text(encoding="utf-8")
    assert "--accent: light-dark(#832152," in css and "--band: #832152;" in css
    (logo,) = lxml_html.parse(str(out / "index.html")).findall(".//header//img")
    assert (logo.get("src"), logo.get("alt")) == ("site/logotyp.svg", "Ett märke")
    assert (out / "site/logotyp.svg").read_text(encoding="utf-8") == SVG

    name = read_book(book).output_file
    print_ = PdfReader(out / f"{name}.pdf")
    used = {font["/BaseFont"].partition("+")[2] for page in print_.pages for font in _fonts_of(page)}
    assert {"DejaVuSerif", "DejaVuSerif-Bold"} <= used and not any("SourceSans" in font for font in used)
    cover = print_.pages[0].get_contents().get_data().decode("latin-1")
    assert re.search(r"0\.513\d* 0\.129\d* 0\.321\d* ", cover), "the colour of the cover"

    word = docx.Document(str(out / f"{name}.docx"))
    assert str(word.styles["Heading 1"].font.color.rgb) == "832152"
    assert word.styles["Heading 1"].font.name == "DejaVu Serif"
    pictures = word.sections[0].first_page_header._element.iter(f"{DRAWING}docPr")
    assert [picture.get("descr") for picture in pictures] == ["Ett märke"]


def _fonts_of(page) -> list:
    return [font.get_object() for font in page["/Resources"].get("/Font", {}).values()]


def test_the_page_about_it_says_what_is_so(own):
    example, told_there = code_blocks("brand.md", "yaml")[0], code_blocks("brand.md")[0]
    file = REPOSITORY / "params/exempelforbundet/_brand.yml"
    assert YAML(typ="safe").load(example) == YAML(typ="safe").load(file.read_text(encoding="utf-8"))
    (fault, *_) = told(own, 'color: {primary: "#e79bbf"}')
    assert f"{fault}\n" == told_there


_KEYS = st.sampled_from(
    ["color", "palette", "primary", "background", "light", "dark", "logo", "images", "medium", "small", "path", "alt",
     "typography", "fonts", "base", "headings", "link", "family", "files", "weight", "source", "meta", "name", "short",
     "serie-1", "serie-2", "petrol", "x"]
)  # fmt: skip
_VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(0, 900), st.sampled_from(["#832152", "#fff", "petrol", "primary", "white", "a.svg",
                                                                    "file", "google", "Source Sans 3", "bold", ""])
)  # fmt: skip
_NODES = st.recursive(
    _VALUES,
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(_KEYS, inner, max_size=3)),
    max_leaves=8,
)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "color": st.one_of(
                _NODES, st.dictionaries(st.sampled_from(["palette", "primary", "info", "background"]), _NODES)
            ),
            "logo": _NODES,
            "meta": _NODES,
            "typography": st.one_of(
                _NODES, st.dictionaries(st.sampled_from(["fonts", "base", "headings", "link"]), _NODES)
            ),
        },
    )
)
def test_whatever_stands_in_it_is_a_brand_or_is_told(tmp_path_factory, content):
    folder = tmp_path_factory.getbasetemp() / "skrap"
    folder.mkdir(exist_ok=True)
    (folder / "a.svg").write_text(SVG, encoding="utf-8")
    below, file = tmp_path_factory.getbasetemp() / "_brand.yml", folder / "_brand.yml"
    if not below.exists():
        shutil.copy(REPOSITORY / "_brand.yml", below)
    with file.open("w", encoding="utf-8") as out:
        YAML(typ="safe").dump(content, out)
    try:
        made = load_brand(below, file)
    except Faults as wrong:
        assert all(where(fault).file for fault in wrong.faults)
    else:
        assert all(path.is_file() for path in made.files.values())
        assert brand_assets(made)
