"""What may not get into a book, wherever it comes from: texts, brands, notebooks, pictures, names and ids."""

from __future__ import annotations

import html
import shutil
import unicodedata
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from conftest import Repository, where
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from test_layout import SVG, picture, shown
from test_layout import text as markdown

from finsam.brand import load_brand
from finsam.build import book_report
from finsam.chapters.facts import slug
from finsam.chapters.names import alike
from finsam.cli import main
from finsam.delivery.read import read_delivery
from finsam.faults import Fault, Faults, Place
from finsam.harmless import JOINER, attribute
from finsam.params import load_params
from finsam.render import quarto
from finsam.render.book import read_book
from finsam.render.layout import lay_out
from finsam.render.pandoc import read_document
from finsam.svg import unsafe_parts
from finsam.tables.kinds import KINDS
from finsam.texts.parts import cut
from finsam.texts.sections import Section

# ---- The finished document -------------------------------------------------------------------------------


@pytest.fixture
def read(tmp_path):
    """Read a book of one chapter that holds the Markdown, whoever wrote it."""

    def read(text: str) -> bytes:
        book = tmp_path / "bok"
        shutil.copytree(Path(__file__).parent / "books/litet", book, dirs_exist_ok=True)
        cells = [new_markdown_cell("# Kapitel"), shown(markdown(text))]
        nbformat.write(new_notebook(cells=cells), book / "index.ipynb")
        config = book / "_quarto.yml"
        lines = config.read_text(encoding="utf-8").splitlines()
        config.write_text(
            "\n".join(line for line in lines if not line.strip().startswith("- ") or "index" in line),
            encoding="utf-8",
        )
        for cell in cells:
            cell.execution_count = 1
        return read_document(read_book(book))

    return read


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<script>x</script>", "holds code in html"),
        ("a <b onclick=x>b</b>", "holds code in html"),
        ("`x`{=html}", "holds code in html"),
        ("```{=openxml}\n<w:p/>\n```", "holds code in openxml"),
        ("```{ =typst }\n#read(1)\n```", "holds code in typst"),
        ("\\input{/etc/passwd}", "holds code in tex"),
        ("\\begin{x}a\\end{x}", "holds code in tex"),
        ("a $x^2$", "holds a formula of TeX"),
        ("[a](javascript:x)", "links to something that is no page"),
        ("[a](JaVaScript&colon;x)", "links to something that is no page"),
        ("[a](java&#10;script:x)", "links to something that is no page"),
        ("[a](data:text/html,x)", "links to something that is no page"),
        ("[a](file:///etc/passwd)", "links to something that is no page"),
        ("[a](//attack.example)", "links to something that is no page"),
        ("[a][b]\n\n[b]: vbscript:x", "links to something that is no page"),
        ("<javascript:x>", "links to something that is no page"),
        ("![a](http://attack.example/x.png)", "shows a picture that is not its own"),
        ("![a](../../../etc/passwd)", "shows a picture that is not its own"),
        ("![a](figurer/../../x.svg)", "shows a picture that is not its own"),
        ("![a](/etc/passwd.png)", "shows a picture that is not its own"),
        ('[a]{onclick="x"}', "has an attribute that a text may not have"),
        ('[a](https://x.se){style="x"}', "has an attribute that a text may not have"),
        ('[a]{typst:fill="read(1)"}', "has an attribute that a text may not have"),
        ('::: {custom-style="Title"}\na\n:::', "has an attribute that a text may not have"),
        ('<div srcdoc="x">a</div>', "has an attribute that a text may not have"),
        ("```{mermaid}\ngraph\n```", "holds code to be run"),
    ],
)
def test_what_no_book_may_hold_stops_it(read, text, told):
    with pytest.raises(Faults) as raised:
        read(text)
    assert {fault.code for fault in raised.value.faults} == {"unsafe-content"}
    assert told in str(raised.value)


def test_what_a_book_may_hold(read):
    assert read(
        '[a](https://x.se) <https://y.se> [b](mailto:a@x.se) `<script>` "q" [c](#kapitel) <span role="img" '
        'aria-label="x">†</span>\n\n```\n<script>\n```\n\n1. a\n2. b\n\n| a | b |\n|---|---|\n| 1 | 2 |\n'
    )


def test_what_is_refused_is_not_handed_to_quarto_either(read, tmp_path):
    with pytest.raises(Faults):
        read("<script>x</script>")
    with pytest.raises(Faults, match="unsafe-content"):
        quarto.render(tmp_path / "bok", tmp_path / "ut")


def test_a_block_of_metadata_is_text(read):
    assert b"gone" in read("a\n\n---\ntitle: gone\n---\n\nb")


# ---- Texts of the kansli ---------------------------------------------------------------------------------

SECTIONS = [Section("sec-ekonomi", "Ekonomi")]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a\n```{=html}\n<script>\n```", "html-in-text", 2),
        ("`x`{ =html }", "html-in-text", 1),
        ("`x`{=html5-x}", "html-in-text", 1),
        ("a\n\n```{mermaid}\nx\n```", "markdown-refused", 3),
        ("a\n[b](javascript:x)", "markdown-refused", 2),
        ("[b]( <data:x> )", "markdown-refused", 1),
        ("a [b]\n\n[b]: javascript:x", "markdown-refused", 3),
        ("![a](x.png)", "markdown-refused", 1),
        ('[a]{onclick="x"}', "markdown-refused", 1),
        ('::: {.x style="y"}\na\n:::', "markdown-refused", 1),
        ("a\n\n---\ntitle: x\n---\n", "markdown-refused", 3),
        ("a\nb\x1b[31m", "sign-unsafe", 2),
        ("a \u202eb", "sign-unsafe", 1),
    ],
)
def test_what_a_text_may_not_hold_is_told_with_its_line(text, code, line):
    _, wrong = cut(text, "x.md", "ekonomi", SECTIONS)
    assert (code, line) in {(fault.code, where(fault).row) for fault in wrong}


def test_rules_and_links_of_a_text_are_left_alone():
    _, wrong = cut(
        "a\n\n---\n\n[b](https://x.se) och [c](#sec-x)\n\n[d]: https://y.se\n", "x.md", "ekonomi", SECTIONS
    )
    assert not wrong


@pytest.mark.parametrize("braces", range(2, 9))
def test_no_two_braces_of_an_attribute_are_left_together(braces):
    """Two begin a shortcode of Quarto, also behind a third, and Quarto would show what it finds in its environment."""
    read = html.unescape(attribute("{" * braces + "< env HOME >"))
    assert "{{" not in read
    assert read.replace(JOINER, "") == "{" * braces + "< env HOME >"


@pytest.mark.parametrize("words", ["<b>", "{{< env HOME >}}", "[a](x)", "`x`"])
def test_a_placeholder_writes_no_markup(repository: Repository, words):
    repository.year("kapitel: [index, ekonomi, avstamning]\n")
    repository.raw("budget.csv", "sektion;typ;rad;utfall\nA;post;B;1\n")
    repository.write("params/prov/2020/texter/index.md", f'Hej {{{{ "{words}" | bokstavligt }}}}.\n')
    result = CliRunner().invoke(main, ["check", "prov/2020"])
    assert result.exit_code == 1
    assert "signs of markup" in result.stderr or "can't be read" in result.stderr


# ---- Notebooks and pictures ------------------------------------------------------------------------------


def output(**data: object) -> NotebookNode:
    return new_output("display_data", {name.replace("_", "/"): value for name, value in data.items()})


@pytest.mark.parametrize(
    "shown_output",
    [
        output(text_html="<script>beacon(1)</script>", text_plain="x"),
        output(application_javascript="beacon(1)"),
        new_output("display_data", {"application/vnd.jupyter.widget-view+json": {"model_id": "x"}}),
        new_output("display_data", {"image/svg+xml": "<svg/>"}),
        new_output("execute_result", {"text/plain": "5"}),
        picture("../../x", "a", "b"),
        picture("fig-A", "a", "b"),
    ],
)  # fmt: skip
def test_a_notebook_shows_what_chapters_make_and_nothing_else(repository: Repository, shown_output):
    with pytest.raises(Faults) as raised:
        laid_out(repository, shown(shown_output))
    (fault,) = raised.value.faults
    assert fault.code in ("output-unknown", "picture-refused")
    assert where(fault).column == "cell 1"


def laid_out(repository: Repository, *cells: NotebookNode) -> NotebookNode:
    executed = repository.root / "index.ipynb"
    nbformat.write(new_notebook(cells=list(cells), metadata={"widgets": {"x": 1}}), executed)
    lay_out(book_report(repository.params()), [executed], repository.root / "bok")
    return nbformat.read(repository.root / "bok/index.ipynb", as_version=4)


def test_of_an_output_only_its_markdown_is_kept(repository: Repository):
    both = output(text_markdown="Text.", text_html="<script>beacon(1)</script>", application_javascript="x")
    cell = new_markdown_cell("# A", attachments={"x.svg": {"image/svg+xml": "PHN2Zz4="}})
    notebook = laid_out(repository, cell, shown(both))
    assert notebook.cells[1].outputs[0].data == {"text/markdown": "Text.\n\n"}
    assert "attachments" not in notebook.cells[0] and "widgets" not in notebook.metadata


HOSTILE_SVG = [
    "<script>x</script>",
    "<SCRIPT>x</SCRIPT>",
    "<foreignObject><p>x</p></foreignObject>",
    '<rect onload="x"/>',
    '<a href="javascript:x"><rect/></a>',
    '<image href="http://attack.example/x.png"/>',
    '<image xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="file:///etc/passwd"/>',
    '<use href="other.svg#a"/>',
    "<style>@import 'http://attack.example/x.css'</style>",
    "<style>rect { fill: url(http://attack.example/x) }</style>",
    '<rect style="background: url(//attack.example)"/>',
    '<rect fill="url(http://attack.example/#a)"/>',
    '<animate attributeName="href" to="javascript:x"/>',
    '<set attributeName="onclick" to="x"/>',
    "<unclosed>",
]


@pytest.mark.parametrize("part", HOSTILE_SVG)
def test_a_picture_is_a_drawing_and_nothing_else(part):
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg">{part}</svg>'
    assert unsafe_parts(drawing.encode())


@pytest.mark.parametrize(
    "before",
    ['<!DOCTYPE svg [<!ENTITY a "x">]>', '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
     '<?xml-stylesheet href="http://attack.example/x.css"?>'],
)  # fmt: skip
def test_a_picture_declares_nothing(before):
    assert unsafe_parts(f'{before}<svg xmlns="http://www.w3.org/2000/svg"><rect/></svg>'.encode())


def test_a_drawing_with_gradients_and_pictures_of_its_own_is_left_alone():
    assert not unsafe_parts(
        b'<svg xmlns="http://www.w3.org/2000/svg"><!-- <script> --><defs><path id="a"/></defs><use href="#a"/>'
        b'<rect fill="url(#b)" style="clip-path: url(#c)"/><image href="data:image/png;base64,AAAA"/></svg>'
    )
    assert not unsafe_parts(SVG.encode())


def test_a_picture_with_a_script_stops_the_book(repository: Repository):
    hostile = picture("fig-a", "a", "b")
    hostile.data["image/svg+xml"] = '<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>'
    with pytest.raises(Faults, match="holds more than a drawing: <script>"):
        laid_out(repository, new_code_cell("show(x)", outputs=[hostile]))


# ---- Brands ----------------------------------------------------------------------------------------------

BRAND = """
color: {foreground: "#111111", background: "#ffffff", primary: "#003366", secondary: "#555555"}
typography: {base: Source Sans 3}
"""


@pytest.mark.parametrize(
    "hostile",
    [
        'typography: {base: "x\\"; } body { background: url(//attack.example)"}',
        "typography: {base: {family: '</style><script>x</script>'}}",
        "typography: {headings: 'x\\\\'}",
        "typography: {link: {decoration: 'none; } * { color: red'}}",
        "typography: {fonts: [{family: 'a;b', source: file, files: []}]}",
        "typography: {fonts: [{family: a, source: file, files: [{path: ../../etc/passwd}]}]}",
        "typography: {fonts: [{family: a, source: file, files: [/etc/passwd]}]}",
        "typography: {fonts: [{family: a, source: file, files: [{path: a.ttf, weight: '400; x'}]}]}",
        "typography: {base: '#read(\"/etc/passwd\")'}",
        "defaults: {bootstrap: {rules: '@import url(//attack.example)'}}",
        "logo: ../../etc/passwd",
        "logo: /etc/hostname",
        "logo: 'javascript:x'",
        "meta: {name: '<script>x</script>'}",
        "meta: !!python/object/apply:os.system [echo]",
        "a: &a [&b [x, x], *b]\nmeta: &c [*a, *a]\nx: {'<': x}",
    ],
)
def test_a_brand_holds_words_colours_and_paths(tmp_path, hostile):
    file = tmp_path / "_brand.yml"
    key = hostile.split(":")[0]
    kept = [line for line in BRAND.splitlines() if not line.startswith(f"{key}:")]
    file.write_text("\n".join([*kept, hostile]), encoding="utf-8")
    with pytest.raises(Faults) as raised:
        load_brand(file)
    assert {fault.code for fault in raised.value.faults} <= {"brand-wrong", "brand-unreadable"}


def test_a_logo_with_a_script_is_refused(tmp_path):
    (tmp_path / "logo.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" onload="x"><path/></svg>', encoding="utf-8"
    )
    (tmp_path / "_brand.yml").write_text(f"{BRAND}logo: logo.svg\n", encoding="utf-8")
    with pytest.raises(Faults, match='holds more than a drawing: onload="x"'):
        load_brand(tmp_path / "_brand.yml")


# ---- Names, ids and what a terminal is told --------------------------------------------------------------


@pytest.mark.parametrize("book", ["../2020", "../../x/2020", "..%2fx/2020", "a/../2020", "/etc/2020", "prov/2020/../2021",
                                  "kommun/2020", "register/2020", "quarto/2020", "con/2020", "com1/2020", "prov\n/2020",
                                  "prov\x1b[31m/2020", "prοv/2020", "prov/２０２０", "prov/" + "9" * 5000, f"{'a' * 61}/2020",
                                  "C:\\x/2020", "prov\0/2020"])  # fmt: skip
@pytest.mark.parametrize("command", ["check", "diff", "verify", "ingest"])
def test_a_book_id_leads_nowhere_else(repository: Repository, command, book):
    result = CliRunner().invoke(main, [command, book])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "book-unknown" in result.stderr
    assert not result.stderr.isascii() or result.stderr.replace("\n", "").isprintable()


@pytest.mark.parametrize("sign", "<>{}[]`\\$*_^~@|")
def test_a_title_holds_no_markup(repository: Repository, sign):
    """Titles stand in _quarto.yml, which Quarto reads as Markdown."""
    repository.write("params/prov/forbund.yml", f"namn: 'Förbundet {sign}x'\nkort: Prov\n")
    repository.year(f"titel: 'Bok {sign}x'\n")
    with pytest.raises(Faults) as raised:
        load_params("prov", 2020)
    assert [where(fault).column for fault in raised.value.faults] == ["namn", "titel"]


def test_names_with_one_address_are_told(repository: Repository):
    repository.forbund("insatser: [{namn: Åter}]\n")
    repository.raw("deltagare.csv", "insats;matt;totalt\nÅter;nya;4\nAter;nya;5\n")
    repository.raw(
        "bakgrund.csv", "omrade;kategori;grupp;procent\nStöd A;A;x;5\nStöd-A;A;x;5\nStöd A!;A;x;5\n"
    )
    params = repository.params()
    found = alike(read_delivery(params), params)
    assert [fault.code for fault in found] == ["names-alike"] * 2
    assert [place.value for place in found[0].where] == ["Åter", "Ater"]
    assert [place.row for place in found[1].where] == [2, 3]
    result = CliRunner().invoke(main, ["check", "prov/2020"])
    assert result.exit_code == 1 and "'Stöd A' and 'Stöd-A' would have the same address" in result.stderr


@pytest.mark.parametrize("name", ["x" * 5000, "../../etc", "a\0b", "CON", "å" * 300, "🙂", "\u202e"])
def test_an_address_is_short_and_plain(name):
    assert set(slug(name)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-") and 0 < len(slug(name)) < 120


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x0b", "\x1b", "\x7f", "\x9b", "\u202e", "\u2066"])
def test_a_cell_with_a_sign_that_nobody_sees_is_a_fault(repository: Repository, sign):
    repository.raw("deltagare.csv", f"insats;matt;totalt\nÅ{sign}ter;nya;4\n")
    (fault,) = repository.faults()
    assert fault.code in ("sign-unsafe", "encoding-unknown")
    assert where(fault).row == 2


def test_a_line_end_in_a_cell_is_none(repository: Repository):
    repository.raw("deltagare.csv", 'insats;matt;totalt\n"Åter\ni arbete";nya;4\n')
    assert repository.faults() == []


def test_a_file_name_with_such_a_sign_is_a_fault(repository: Repository):
    repository.raw("deltagare-\x1b[31m.csv", "insats;matt;totalt\nÅter;nya;4\n")
    assert "sign-unsafe" in {fault.code for fault in repository.faults()}


@pytest.mark.parametrize("sign", ["\x1b]0;x\x07", "\x9b31m", "\u202e", "\rOK", "\x00"])
def test_a_terminal_obeys_nothing_that_is_told(sign):
    fault = Fault(
        "x", f"The name {sign}.", (Place(f"a{sign}.csv", f"b{sign}", 1, f"c{sign}", sign),), f"d{sign}"
    )
    assert str(fault).replace("\n", "").isprintable()


def test_commands_print_no_control_signs(tmp_path):
    file = tmp_path / "deltagare-\x1b[31m.csv"
    file.write_text("insats;matt;totalt\n\x9bÅter\u202e;nya;4\n", encoding="utf-8")
    for options in ([], ["--json"]):
        result = CliRunner().invoke(main, ["inspect", *options, str(file)])
        assert result.output.replace("\n", "").isprintable()
        assert "sign-unsafe" in result.output and KINDS


# ---- Names that only look alike ----------------------------------------------------------------------------

CYRILLIC = "Ungd\u043emstorget"


def test_a_word_of_two_alphabets_is_told_wherever_it_stands(repository: Repository):
    repository.raw("deltagare.csv", f"insats;matt;totalt\n{CYRILLIC};nya;4\n")
    (fault,) = repository.faults()
    assert (fault.code, where(fault).row, where(fault).column) == ("alphabets-mixed", 2, "insats")
    assert r"Ungd\u043emstorget" in fault.message
    repository.write("params/prov/forbund.yml", f"namn: {CYRILLIC}\nkort: Prov\n")
    with pytest.raises(Faults, match=r"Ungd\\u043emstorget"):
        load_params("prov", 2020)
    _, wrong = cut(f"a\nom {CYRILLIC}.", "x.md", "ekonomi", SECTIONS)
    assert [(fault.code, where(fault).row) for fault in wrong] == [("alphabets-mixed", 2)]


@pytest.mark.parametrize("text", ["Борис", "µg", "β-blockerare", "Œuvre", "Ωmega", "Łódź", "Åter och på nytt", "Борис Åkesson"])  # fmt: skip
def test_words_of_one_alphabet_are_left_alone(repository: Repository, text):
    repository.raw("deltagare.csv", f"insats;matt;totalt\n{text};nya;4\n")
    assert repository.faults() == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Torget", "Tor\u200bget"),
        ("Torget", "Torget\u2060"),
        ("COOP", "\u0421\u041e\u041e\u0420"),
        ("Torget", "Tor\u00adget"),
    ],
)
def test_names_that_look_the_same_are_told(repository: Repository, one, other):
    repository.raw("deltagare.csv", f"insats;matt;totalt\n{one};nya;4\n")
    repository.raw("uppfoljning.csv", f"insats;efter;period;i_arbete;inte_i_arbete\n{other};1;2020;4;5\n")
    params = repository.params()
    (fault,) = alike(read_delivery(params), params)
    assert fault.code == "names-alike" and "look the same" in fault.message and ascii(other) in fault.message
    assert {place.file.split("/")[-1] for place in fault.where} == {"deltagare.csv", "uppfoljning.csv"}


def test_letters_in_one_sign_and_in_two_are_the_same(repository: Repository):
    in_two = "Återvändarna på väg", unicodedata.normalize("NFD", "Återvändarna på väg")
    repository.forbund(f"insatser: [{{namn: {in_two[1]}}}]\n")
    repository.raw("deltagare.csv", f"insats;matt;totalt\n{in_two[0]};nya;4\n{in_two[1]};arbete;5\n")
    params = repository.params()
    delivery = read_delivery(params)
    assert delivery.tables["deltagare"]["insats"].unique().tolist() == [in_two[0]]
    assert alike(delivery, params) == []
