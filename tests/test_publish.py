"""What is given out: a book that has passed its checklist, edition by edition, as it was signed."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from pathlib import Path

import pytest
from browser import find_browser
from click.testing import CliRunner
from conftest import REPOSITORY, copy_common_params
from lxml import html

from finsam.accessible.axe import axe_faults, axe_script
from finsam.accessible.pages import page_faults
from finsam.accessible.pdf import pdf_faults
from finsam.accessible.word import word_faults
from finsam.cli import main

BOOK = "prov/2020"
SIGNED = ("--by", "Eva Prov, förbundschef", "--date", "2021-03-01", "--no-axe")


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def deliver(root: Path, ended: int = 100) -> None:
    """Participants of the year. ended: women and men together, of which 33 to work and 67 otherwise in the table."""
    raw = root / "data/raw/prov/2020"
    raw.mkdir(parents=True, exist_ok=True)
    (raw / "deltagare.csv").write_text(
        "insats;matt;period;kvinnor;man;totalt\n"
        "Steget;antal_totalt;2020;700;534;1234\nSteget;nya;2020;100;90;190\n"
        f"Steget;avslutade;2020;60;{ended - 60};{ended}\nSteget;arbete;2020;20;13;33\nSteget;studier;2020;6;4;10\n",
        "utf-8",
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A root with one book, built in all formats."""
    root = tmp_path_factory.mktemp("publish")
    for name in ("notebooks", "finsam", "_quarto.yml", "_brand.yml"):
        (root / name).symlink_to(REPOSITORY / name)
    copy_common_params(root)
    (root / "params/prov").mkdir()
    (root / "params/prov/forbund.yml").write_text("namn: Samordningsförbundet Prov\nkort: Prov\n", "utf-8")
    (root / "params/prov/2020.yml").write_text(
        "slag: arsredovisning\nkapitel: [index, deltagare, avstamning, metod]\nskydd: {allt: {ingen: Påhittade.}}\n",
        "utf-8",
    )
    deliver(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FINSAM_ROOT", str(root))
        code, told = run("build", BOOK)
        assert code == 0, told
    return root


@pytest.fixture
def at(built, tmp_path, monkeypatch) -> Path:
    """A copy of that root of which nothing has been published."""
    root = tmp_path / "root"
    shutil.copytree(built, root, symlinks=True)
    monkeypatch.setenv("FINSAM_ROOT", str(root))
    return root


def corrected(root: Path) -> None:
    deliver(root, ended=101)
    code, told = run("build", BOOK)
    assert code == 0, told


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def edition(root: Path, number: int) -> Path:
    return root / f"reports/published/{BOOK}/utgavor/{number}"


def record(root: Path, number: int) -> dict:
    return json.loads((edition(root, number) / "utgava.json").read_text(encoding="utf-8"))


def test_without_a_name_nothing_is_written(at):
    code, told = run("publish", BOOK, "--no-axe")
    assert (code, "sign it by --by" in told) == (0, True), told
    assert not (at / "reports/published").exists()


def test_what_is_given_out_is_the_report_as_it_was_read_back(at):
    (at / f"reports/{BOOK}/FEL.txt").write_text("En tidigare körning avbröts.", "utf-8")
    code, told = run("publish", BOOK, *SIGNED)
    assert code == 0, told
    of_report = files(at / f"reports/{BOOK}")
    given = files(edition(at, 1))
    assert given.keys() - of_report.keys() == {"utgava.json"}
    assert of_report.keys() - given.keys() == {"bygge.json", "FEL.txt"}
    assert all(of_report[name] == content for name, content in given.items() if name in of_report)
    signed = record(at, 1)
    assert (signed["godkand_av"], signed["datum"], signed["foregaende"]) == (SIGNED[1], "2021-03-01", "")
    assert [each["kontroll"] for each in signed["kontroller"]] == [
        "underlag", "bygge", "siffror", "aterlasning", "rojande", "tillganglighet", "axe",
    ]  # fmt: skip
    assert {each["fil"] for each in signed["filer"]} == given.keys() - {"utgava.json"}
    page = html.parse(str(at / "reports/published/index.html"))
    links = {link.get("href") for link in page.iter("a")}
    assert {f"{BOOK}/index.html", f"{BOOK}/utgavor/index.html"} <= links


def test_the_same_report_is_no_new_edition(at):
    assert run("publish", BOOK, *SIGNED)[0] == 0
    code, told = run("publish", BOOK, *SIGNED, "--reason", "Ingen alls")
    assert (code, "edition 1 is the same" in told) == (0, True), told
    assert not edition(at, 2).exists()


def test_a_correction_is_a_new_edition_and_the_old_one_stays(at):
    assert run("publish", BOOK, *SIGNED)[0] == 0
    before = files(edition(at, 1))
    corrected(at)
    assert run("publish", BOOK, *SIGNED)[0] == 2  # no reason
    assert not edition(at, 2).exists()
    code, told = run("publish", BOOK, *SIGNED, "--reason", "En avslutad deltagare saknades.")
    assert code == 0, told
    assert "100 -> 101" in told
    assert files(edition(at, 1)) == before
    top = files(at / f"reports/published/{BOOK}")
    assert {name: content for name, content in top.items() if not name.startswith("utgavor/")} == files(
        edition(at, 2)
    )
    changes = html.parse(str(edition(at, 2) / "andringar.html"))
    rows = [[cell.text_content() for cell in row] for row in changes.iter("tr")]
    assert any(row[1:3] == ["100", "101"] for row in rows)
    assert record(at, 2)["andringar"]["celler"] > 0
    editions = (at / f"reports/published/{BOOK}/utgavor/index.html").read_text(encoding="utf-8")
    assert "En avslutad deltagare saknades." in editions
    assert page_faults(at / f"reports/published/{BOOK}/utgavor") == []
    assert run("published")[0] == 0


def test_a_report_that_isnt_what_it_would_be_now_is_stopped(at):
    deliver(at, ended=101)
    code, told = run("publish", BOOK, *SIGNED)
    assert (code, "report-stale" in told) == (1, True), told
    assert not (at / "reports/published").exists()


@pytest.mark.parametrize(
    ("file", "more", "told"),
    [
        ("params/prov/2020.yml", "beslutad: FYLL I dagen\n", ["key-wrong"]),
        ("params/prov/forbund.yml", "om: [FYLL I vad förbundet gör.]\n", ["placeholder-left"]),
        ("data/raw/prov/2020/deltagare.csv", "Steget;arbete;2021;x;1;1\n", ["number-unreadable"]),
        ("params/prov/_brand.yml", "color: {primary: gron}\n", ["brand-wrong"]),
    ],
)
def test_faults_of_what_goes_in_stop_it_at_the_first_item(at, file, more, told):
    with (at / file).open("a", encoding="utf-8") as opened:
        opened.write(more)
    code, output = run("publish", BOOK, *SIGNED)
    assert code == 1 and any(each in output for each in told), output
    assert "bygge" not in output and not (at / "reports/published").exists()


def test_a_page_that_was_changed_by_hand_is_stopped(at):
    page = at / f"reports/{BOOK}/deltagare.html"
    page.write_text(page.read_text(encoding="utf-8").replace("1\u00a0234", "1\u00a0243"), encoding="utf-8")
    code, told = run("publish", BOOK, *SIGNED)
    assert code == 1
    assert "1\u00a0243" in told or "file-changed" in told or "report-stale" in told
    assert not (at / "reports/published").exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("manifest.json", b""),
        ("manifest.json", b'{"utdata": 3}'),
        ("index.html", b"\xff\xfe<"),
        ("underlag.html", b"\xff\xfe<"),
        ("notebooks/deltagare.ipynb", b"{"),
    ],
)
def test_a_damaged_file_of_a_report_is_a_finding(at, name, content):
    file = at / "reports/prov/2020" / name
    file.write_bytes(content)
    code, told = run("verify", BOOK)
    assert code == 1 and name.rpartition("/")[2] in told and "internal" not in told


def _without_its_text(docx: bytes) -> bytes:
    """The document with broken XML in the place of its text."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<w:document" if name == "word/document.xml" else old.read(name))
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("deltagare.html", lambda content: b""),
        ("tillganglighet.html", lambda content: b" "),
        ("underlag.html", lambda content: b" "),
        ("manifest.json", lambda content: b"[]"),
        ("prov-2020.pdf", lambda content: content[: len(content) // 2]),
        ("prov-2020.docx", _without_its_text),
        ("varden.json", lambda content: b"{"),
        ("notebooks/deltagare.ipynb", lambda content: b"{"),
    ],
)
def test_a_damaged_file_of_a_report_stops_the_publication_by_its_name(at, name, damage):
    file = at / f"reports/{BOOK}" / name
    file.write_bytes(damage(file.read_bytes()))
    code, told = run("publish", BOOK, *SIGNED)
    assert code == 1 and name.rpartition("/")[2] in told and "internal" not in told, told
    assert not (at / "reports/published").exists()


def test_contradictions_need_somebody_who_answers_for_them(at):
    raw = at / "data/raw/prov/2020/deltagare.csv"
    raw.write_text(raw.read_text("utf-8").replace("700;534;1234", "700;534;1243"), "utf-8")
    assert run("build", BOOK)[0] == 0
    code, told = run("publish", BOOK, *SIGNED)
    assert code == 1
    codes = {part.split("=")[0] for part in told.split("--accept ")[1:]}
    assert codes and not (at / "reports/published").exists()
    answers = [part for code in sorted(codes) for part in ("--accept", f"{code}=Så står det i bokslutet.")]
    assert run("publish", BOOK, *SIGNED, *answers[2:])[0] == (0 if len(codes) == 0 else 1)
    code, told = run("publish", BOOK, *SIGNED, *answers)
    assert code == 0, told
    signed = record(at, 1)
    assert {each["kod"] for each in signed["godtaget"]} == codes
    assert {each["skal"] for each in signed["godtaget"]} == {"Så står det i bokslutet."}


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--accept", "same-facts=Känt."], "no message has the code. Did you mean 'same-fact'?"),
        (["--accept", "same-fact=Känt.", "--accept", "same-fact=Eller inte."], "answer for a code once"),
        (["--accept", "same-fact"], "a code and why"),
        (["--date", "2999-01-01"], "still to come"),
        (["--withdraw", "1", "--by", " ", "--reason", "Fel."], "--by and --reason"),
    ],
)
def test_an_answer_that_means_nothing_is_refused(at, options, told):
    code, output = run("publish", BOOK, "--no-axe", *options)
    assert code == 2 and told in output
    assert not (at / "reports/published").exists()


def test_what_isnt_as_it_was_signed_is_told(at):
    assert run("publish", BOOK, *SIGNED)[0] == 0
    code, told = run("published", BOOK)
    assert (code, "edition 1" in told) == (0, True)
    page = edition(at, 1) / "deltagare.html"
    page.write_bytes(page.read_bytes() + b" ")
    (edition(at, 1) / "nytt.html").write_text("x")
    (at / f"reports/published/{BOOK}/metod.html").unlink()
    code, told = run("published", "--json")
    faults = [each for each in json.loads(told) if "code" in each]
    assert code == 1 and {each["code"] for each in faults} == {"edition-changed"}
    where = [place["file"] for each in faults for place in each["where"]]
    assert [Path(file).name for file in where] == ["deltagare.html", "nytt.html"]
    assert sum("metod.html" in (each["expected"] or "") for each in faults) == 1


def test_the_chain_of_records_shows_one_that_was_changed(at):
    assert run("publish", BOOK, *SIGNED)[0] == 0
    corrected(at)
    assert run("publish", BOOK, *SIGNED, "--reason", "Rättelse.")[0] == 0
    signed = record(at, 1) | {"godkand_av": "Någon annan"}
    (edition(at, 1) / "utgava.json").write_text(json.dumps(signed), "utf-8")
    code, told = run("published", BOOK)
    assert (code, "edition-changed" in told) == (1, True)
    (edition(at, 1) / "utgava.json").write_text("{}", "utf-8")
    assert "edition-unreadable" in run("published", BOOK)[1]


def test_nobody_signs_with_spaces_and_editions_stand_in_order_of_time(at):
    code, told = run("publish", BOOK, "--no-axe", "--by", "  ")
    assert code == 0 and "Nothing is written" in told
    assert run("publish", BOOK, "--no-axe", "--by", SIGNED[1], "--date", "2021-02-03")[0] == 0
    for again in (["--reason", "Rättat."], ["--withdraw", "1", "--reason", "Fel."]):
        code, told = run("publish", BOOK, "--no-axe", "--by", SIGNED[1], "--date", "2021-02-02", *again)
        assert code == 2 and "--date 2021-02-02 is before edition 1, of 2021-02-03" in told


def test_a_withdrawn_edition_leaves_its_record(at):
    assert run("publish", BOOK, *SIGNED)[0] == 0
    corrected(at)
    assert run("publish", BOOK, *SIGNED, "--reason", "Rättelse.")[0] == 0
    assert run("publish", BOOK, "--withdraw", "1")[0] == 2
    code, told = run(
        "publish", BOOK, "--withdraw", "1", "--by", "Eva Prov", "--reason", "Uppgifter om få personer."
    )
    assert code == 0, told
    assert files(edition(at, 1)).keys() == {"utgava.json", "atertagen.json"}
    assert run("published")[0] == 0
    told = (at / f"reports/published/{BOOK}/utgavor/index.html").read_text(encoding="utf-8")
    assert "Uppgifter om få personer." in told and 'href="1/index.html"' not in told
    again = run("publish", BOOK, "--withdraw", "1", "--by", "Eva Prov", "--reason", "Igen.")
    assert (again[0], "edition-missing" in again[1]) == (1, True)
    assert (at / f"reports/published/{BOOK}/deltagare.html").is_file()


def test_an_older_edition_that_tells_what_the_new_one_hides_stops_it(at):
    """The first edition shows the number of few persons; the second one is under a rule that hides it."""
    raw = at / "data/raw/prov/2020/deltagare.csv"
    raw.write_text(
        raw.read_text("utf-8").replace("studier;2020;6;4;10", "studier;2020;8;2;10"), encoding="utf-8"
    )
    assert run("build", BOOK)[0] == 0
    assert run("publish", BOOK, *SIGNED)[0] == 0
    params = at / "params/prov/2020.yml"
    params.write_text(params.read_text("utf-8").partition("skydd")[0], "utf-8")
    assert run("build", BOOK)[0] == 0
    code, told = run("publish", BOOK, *SIGNED, "--reason", "Skydd av små tal.")
    assert code == 1 and "suppressed-" in told and "utgavor/1" in told
    assert not edition(at, 2).exists()
    run("publish", BOOK, "--withdraw", "1", "--by", "Eva Prov", "--reason", "Uppgifter om få personer.")
    code, told = run("publish", BOOK, *SIGNED, "--reason", "Skydd av små tal.")
    assert code == 0, told
    assert "andringar.html" not in files(edition(at, 2))


def test_a_publication_that_is_killed_leaves_the_editions_before(at, monkeypatch):
    assert run("publish", BOOK, *SIGNED)[0] == 0
    before = files(at / f"reports/published/{BOOK}")
    corrected(at)

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("finsam.publish.editions._complete", stopped)
    CliRunner().invoke(main, ["publish", BOOK, *SIGNED, "--reason", "Rättelse."])
    assert files(at / f"reports/published/{BOOK}") == before


# ---- Accessibility ------------------------------------------------------------------------------------------

PAGE_FAULTS = {
    '<html lang="sv-SE"': ("<html", "language"),
    "<title>": ("<title></title><x>", "title"),
    "</h1>": ("</h1><h4>Hopp</h4>", "level 4"),
    '<th scope="col"': ("<th", "head of a table"),
    "</article>": ('<img src="x.png"></article>', "alternative text"),
    "</main>": ('<a href="x.html"></a></main>', "no name"),
    '<label for="sok">': ("<label>", "label"),
    'id="innehall"': ('id="sok"', "same id"),
    'aria-controls="traffar"': ('aria-controls="borta"', "isn't there"),
    "</body>": (2 * '<section aria-label="Rad"></section>' + "</body>", "same role and name"),
    "<caption>": ("<caption hidden></caption><x>", "caption"),
}


@pytest.mark.parametrize("part", PAGE_FAULTS)
def test_each_fault_of_a_page_is_found(built, tmp_path, part):
    shutil.copytree(built / f"reports/{BOOK}", tmp_path / "bok")
    assert page_faults(tmp_path / "bok") == []
    page = tmp_path / "bok/deltagare.html"
    text = page.read_text(encoding="utf-8")
    assert part in text
    page.write_text(text.replace(part, PAGE_FAULTS[part][0], 1), encoding="utf-8")
    found = page_faults(tmp_path / "bok")
    assert any(PAGE_FAULTS[part][1] in fault.message for fault in found), found
    assert {place.file for fault in found for place in fault.where} == {"deltagare.html"}


def test_faults_of_pdf_and_word_are_found(built, tmp_path):
    from docx import Document
    from docx.oxml.ns import qn
    from pypdf import PdfReader, PdfWriter

    folder = built / f"reports/{BOOK}"
    pdf, word = folder / "prov-2020.pdf", folder / "prov-2020.docx"
    assert (pdf_faults(pdf), word_faults(word)) == ([], [])

    writer = PdfWriter()
    for each in PdfReader(pdf).pages:
        writer.add_page(each)
    writer.write(tmp_path / "utan.pdf")
    messages = {fault.message for fault in pdf_faults(tmp_path / "utan.pdf")}
    assert {
        "The pdf isn't tagged.",
        "The pdf doesn't say its language.",
        "The pdf has no structure.",
    } <= messages

    document = Document(str(word))
    document.core_properties.title = ""
    for mark in list(document.element.body.iter(qn("w:tblHeader"))):
        mark.getparent().remove(mark)
    document.save(str(tmp_path / "utan.docx"))
    messages = [fault.message for fault in word_faults(tmp_path / "utan.docx")]
    assert any("no title" in each for each in messages) and any("row of heads" in each for each in messages)

    broken = _without_its_text(word.read_bytes())
    for name, content, check in (
        ("x.pdf", b"not a document", pdf_faults),
        ("x.docx", b"not a document", word_faults),
        ("y.docx", broken, word_faults),
    ):
        (tmp_path / name).write_bytes(content)
        assert "can't be read" in check(tmp_path / name)[0].message
    (tmp_path / "tom.html").write_bytes(b"")
    (fault,) = page_faults(tmp_path)
    assert fault.where[0].file == "tom.html" and "can't be read" in fault.message


def test_axe_finds_what_is_wrong_in_a_page(built, tmp_path):
    script = axe_script()
    if not script:
        pytest.skip("axe-core is not installed")
    program = find_browser()
    folder = tmp_path / "bok"
    folder.mkdir()
    shutil.copytree(built / f"reports/{BOOK}/site", folder / "site")
    good = (built / f"reports/{BOOK}/metod.html").read_text(encoding="utf-8")
    (folder / "bra.html").write_text(good, encoding="utf-8")
    (folder / "svag.html").write_text(
        good.replace("</article>", '<p style="color:#aaa;background:#fff">Svag text</p></article>'), "utf-8"
    )
    found = axe_faults(folder, script, program)
    assert {place.file for fault in found for place in fault.where} == {"svag.html"}
    assert any("color-contrast" in fault.message for fault in found)
