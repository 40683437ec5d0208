"""Mangling a file by chance: bytes, lines, cells, keys, parts of a workbook. One seed gives one result on any machine."""

from __future__ import annotations

import io
import json
import random
import re
import zipfile
import zlib
from collections.abc import Callable
from copy import deepcopy

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

#: A mutation takes a file's bytes and a source of chance and gives other bytes.
Mutation = Callable[[bytes, random.Random], bytes]

#: What people and programs put where a value should be.
ODD = (
    "", " ", "\u00a0", "-", "–", "..", ".", "<5", "1.234", "1,234", "1 234", "1 234,50", "(5)", "5-", "−5", "12*", "12 1)",
    "12 kr", "40 %", "#DIV/0!", "#REF!", "=A1", "Summa", "Totalt", "Källa: SCB", "nej", "1e999", "NaN", "inf", "-0",
    "9" * 40, "0" * 400, "2024-02-30", "31/12/2024", "45292", "19121212-1212", "\x00", "\x1b[2J", "\u202e", "\ufeff", "å" * 300,
    "\r", '"', "'", "{", "}", "[", "&x", "*x", "!!python/object:os.system", "null", "true", "~", "🙂", "<b>", "]]>", "%s",
)  # fmt: skip
ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "cp437", "utf-16", "utf-16-be", "utf-7", "mac-roman", "cp850")


def mutated(content: bytes, kind: str, chance: random.Random) -> bytes:
    """The content after one to three mutations of its kind: csv, xlsx, sie, json, px, geojson, yaml, md or svg."""
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        # A byte of a packed file makes all of it unreadable, which is soon known.
        of_bytes = 0.05 if kind == "xlsx" else 0.2
        of = chance.choice(ANY if chance.random() < of_bytes else OF_KIND[kind])
        content = of(content, chance)
    return content


# ---- bytes ----------------------------------------------------------------------------------------------------


def flip(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 1, 4, 30)) if changed else 0):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content) + 1)
    return chance.choice((content[:at], content[at:], content[:at] + content[at + chance.randrange(200) :]))


def repeat(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content) + 1)
    piece = content[start : start + chance.choice((1, 20, 400))]
    at = chance.randrange(len(content) + 1)
    return content[:at] + piece * chance.choice((1, 2, 50)) + content[at:]


def insert(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content) + 1)
    return content[:at] + chance.choice(ODD).encode("utf-8", "surrogatepass") + content[at:]


ANY: tuple[Mutation, ...] = (flip, cut, repeat, insert)


# ---- text -----------------------------------------------------------------------------------------------------


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def encode(content: bytes, chance: random.Random) -> bytes:
    return _text(content).encode(chance.choice(ENCODINGS), "replace")


def lines(content: bytes, chance: random.Random) -> bytes:
    """Lines that go, come twice, change places, or end in another way."""
    found = _text(content).splitlines(keepends=True)
    if not found:
        return content
    one, other = chance.randrange(len(found)), chance.randrange(len(found))
    how = chance.randrange(6)
    if how == 0:
        del found[one : one + chance.choice((1, 1, 5))]
    elif how == 1:
        found[one:one] = found[other : other + chance.choice((1, 1, 10))]
    elif how == 2:
        found[one], found[other] = found[other], found[one]
    elif how == 3:
        chance.shuffle(found)
    elif how == 4:
        found.insert(one, chance.choice(("\n", "\n\n\n", chance.choice(ODD) + "\n")))
    else:
        end = chance.choice(("\r\n", "\r", "", "\n\n", "\u2028"))
        found = [line.rstrip("\r\n") + end for line in found]
    return _bytes("".join(found))


def word(content: bytes, chance: random.Random) -> bytes:
    """A word or number that becomes an odd one, or another of the file."""
    text = _text(content)
    found = list(re.finditer(r"[^\s;,:{}\[\]\"<>=#]+", text))
    if not found:
        return content
    at = chance.choice(found)
    new = chance.choice((chance.choice(ODD), chance.choice(found)[0]))
    return _bytes(text[: at.start()] + new + text[at.end() :])


TEXT: tuple[Mutation, ...] = (encode, lines, lines, word, word)


# ---- tables ---------------------------------------------------------------------------------------------------


def cells(content: bytes, chance: random.Random) -> bytes:
    """Cells and columns that change, go, come twice or change places; titles, sums and notes among the rows."""
    text = _text(content)
    first = text.split("\n", 1)[0]
    sign = max(";\t,", key=first.count)
    rows = [line.split(sign) for line in text.splitlines()]
    if not rows:
        return content
    changed_table(rows, chance)
    return _bytes("\n".join(sign.join(row) for row in rows) + "\n")


def changed_table(rows: list[list], chance: random.Random) -> None:
    """A table of lists of cells, changed in place as people change sheets."""
    row = chance.choice(rows)
    column = chance.randrange(max(map(len, rows)) or 1)
    other = chance.randrange(max(map(len, rows)) or 1)
    how = chance.randrange(9)
    if how <= 1 and row:
        row[min(column, len(row) - 1)] = chance.choice(ODD)
    elif how == 2:
        for each in rows:
            if max(column, other) < len(each):
                each[column], each[other] = each[other], each[column]
    elif how == 3:
        for each in rows:
            del each[column : column + 1]
    elif how == 4:
        for each in rows:
            each.insert(column, each[other] if other < len(each) else "")
    elif how == 5:
        rows.insert(0, [chance.choice(("Deltagare 2024", "Belopp i tkr", *ODD))])
    elif how == 6:
        rows.append(
            [chance.choice(("Summa", "Källa: SCB", "* preliminärt", *ODD)), *row[1:]][
                : chance.choice((1, 99))
            ]
        )
    elif how == 7:
        rows.insert(chance.randrange(len(rows) + 1), list(chance.choice((rows[0], [], row))))
    else:
        for each in rows[1:]:
            if column < len(each):
                each[column] = chance.choice((each[column], "", chance.choice(ODD)))


# ---- workbooks ------------------------------------------------------------------------------------------------


def parts_of(content: bytes) -> dict[str, bytes]:
    """The parts of a workbook by name; none of one that can't be unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as old:
            return {name: old.read(name) for name in old.namelist()}
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError, RuntimeError):
        return {}


def packed(parts: dict[str, bytes]) -> bytes:
    """The parts as a workbook, which is the same whenever it is made."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def workbook(content: bytes, chance: random.Random) -> bytes:
    """A part of the workbook mangled as text or bytes, or left out."""
    parts = parts_of(content)
    if not parts:
        return flip(content, chance)
    sheets = [name for name in parts if "sheet" in name and name.endswith(".xml")]
    name = chance.choice(sorted(sheets * 3 + list(parts)))
    if chance.random() < 0.05:
        del parts[name]
    else:
        parts[name] = chance.choice((*ANY, _tags, _tags, _tags, _tags, _tags, _tags, lines, word))(
            parts[name], chance
        )
    return packed(parts)


_FORMATS = (
    "0%",
    "0.0 %",
    '#,##0 "kr"',
    "# ##0 [$kr-41D]",
    "#,##0,",
    "@",
    "yyyy-mm-dd",
    ";;;",
    '"";;',
    "[h]:mm",
    "%%",
    ",",
)


def sheet(content: bytes, chance: random.Random) -> bytes:
    """A sheet of the workbook laid out in another way, as people do it in Excel."""
    try:
        book = openpyxl.load_workbook(io.BytesIO(content))
        of = chance.choice(book.worksheets)
        rows = [list(row) for row in of.iter_rows(max_row=60, max_col=30, values_only=True)]
        changed_table(rows, chance)
        of.delete_rows(1, of.max_row)
        for row in rows:
            of.append([_typed(cell, chance) for cell in row])
        _dressed(of, chance)
        made = io.BytesIO()
        book.save(made)
    except Exception:
        # What openpyxl can't open any more, or save.
        return workbook(content, chance)
    return packed(
        {name: each for name, each in parts_of(made.getvalue()).items() if name != "docProps/core.xml"}
    )


def _typed(cell: object, chance: random.Random) -> object:
    """A text with figures as a number, now and then, and signs that no sheet can hold left out."""
    if isinstance(cell, str):
        cell = ILLEGAL_CHARACTERS_RE.sub("", cell)
        if chance.random() < 0.05 and re.fullmatch("[0-9]{1,9}", cell):
            return int(cell)
    return cell


def _dressed(of: Worksheet, chance: random.Random) -> None:
    """Hidden rows and columns, merged cells, formats and filters, of a sheet."""
    row, column = chance.randrange(1, of.max_row + 2), chance.randrange(1, of.max_column + 2)
    how = chance.randrange(8)
    if how == 0:
        of.row_dimensions[row].hidden = True
    elif how == 1:
        of.column_dimensions[get_column_letter(column)].hidden = True
    elif how == 2:
        of.merge_cells(
            start_row=row,
            end_row=row + chance.randrange(4),
            start_column=column,
            end_column=column + chance.randrange(3),
        )
    elif how == 3:
        of.cell(row, column).number_format = chance.choice(_FORMATS)
    elif how == 4:
        of.auto_filter.ref = of.dimensions
        of.auto_filter.add_filter_column(0, ["x"])
        of.row_dimensions[row].hidden = True
    elif how == 5:
        of.sheet_state = chance.choice(("hidden", "veryHidden"))
        of.parent.create_sheet("tom")


_ATTRIBUTES = (' t="e"', ' t="s"', ' t="str"', ' t="b"', ' t="x"', ' r="A0"', ' r="XFD1048576"', ' hidden="1"', ' s="99"',
               ' s="-1"', ' r="-5"', ' ht="x"')  # fmt: skip
_ELEMENTS = (
    '<mergeCells><mergeCell ref="A1:C3"/></mergeCells>', '<mergeCells><mergeCell ref="Ö:9"/></mergeCells>', "<row/>", "<c/>",
    '<row r="9999999"><c r="A9999999"><v>1</v></c></row>', "<v>1</v>", "<f>A1</f>", '<cols><col min="2" max="x" hidden="1"/></cols>',
    '<autoFilter ref="A1:B9"><filterColumn colId="0"/></autoFilter>', '<c r="A2" t="s"><v>99999</v></c>', "<is><t>text</t></is>",
)  # fmt: skip


def _tags(content: bytes, chance: random.Random) -> bytes:
    """An element of XML that gets another attribute, goes, comes twice, or gets a stranger beside it."""
    text = _text(content)
    found = list(re.finditer(r"<(\w+)[^<>]*?/?>|</\w+>|>[^<>]+<", text))
    if not found:
        return content
    at = chance.choice(found)
    old, how = at[0], chance.randrange(6)
    if how == 0:
        new = ""
    elif how == 1:
        new = old * 2
    elif how == 2 and old.startswith("<") and not old.startswith("</"):
        new = re.sub(r"(/?>)$", lambda end: chance.choice(_ATTRIBUTES) + end[1], old)
    elif how == 3:
        new = old + chance.choice(_ELEMENTS)
    elif how == 4:
        new = re.sub(r'="[^"]*"', lambda _: f'="{chance.choice(ODD)}"', old, count=1)
    else:
        new = f">{chance.choice(ODD)}<" if old.startswith(">") else chance.choice(found)[0]
    return _bytes(text[: at.start()] + new + text[at.end() :])


# ---- trees ----------------------------------------------------------------------------------------------------

_VALUES = (None, True, -1, 0, 1e308, 10**30, "", "x", [], {}, [[]], {"": None}, "2024-02-30", "9" * 50)


def tree(content: bytes, chance: random.Random) -> bytes:
    """A value of a JSON document that becomes another one, goes, comes twice, or changes place."""
    try:
        document = json.loads(content)
    except ValueError:
        return word(content, chance)
    document = changed_tree(document, chance)
    return json.dumps(document, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")


def changed_tree(document: object, chance: random.Random) -> object:
    """The document with one place changed."""
    places = []

    def walk(node: object) -> None:
        keys = list(node) if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
        for key in keys:
            places.append((node, key))
            walk(node[key])

    walk(document)
    if not places:
        return chance.choice(_VALUES)
    node, key = chance.choice(places)
    how = chance.randrange(6)
    if how == 0:
        del node[key]
    elif how == 1:
        node[key] = deepcopy(chance.choice(_VALUES))
    elif how == 2:
        node[key] = chance.choice(ODD)
    elif how == 3:
        from_node, from_key = chance.choice(places)
        if from_key in (from_node if isinstance(from_node, dict) else range(len(from_node))):
            node[key] = deepcopy(from_node[from_key])
    elif how == 4 and isinstance(node, dict):
        node[str(chance.choice(ODD))] = node.pop(key)
    elif how == 5 and isinstance(node, list):
        node.insert(key, deepcopy(node[key]))
    else:
        node[key] = [node[key]]
    return document


def indent(content: bytes, chance: random.Random) -> bytes:
    """A line of YAML that is moved in or out, or whose key stands twice."""
    found = _text(content).splitlines(keepends=True)
    if not found:
        return content
    at = chance.randrange(len(found))
    shift = chance.choice((-4, -2, -1, 1, 2, 4))
    found[at] = " " * shift + found[at] if shift > 0 else found[at].removeprefix(" " * -shift)
    return _bytes("".join(found))


def value(content: bytes, chance: random.Random) -> bytes:
    """A value of a YAML file that becomes an odd one or one of another type."""
    text = _text(content)
    found = list(re.finditer(r"(?<=: )[^\n#]+|(?<=- )[^\n#]+", text))
    if not found:
        return content
    at = chance.choice(found)
    odd = (
        *ODD,
        "[]",
        "{}",
        "[a, b]",
        "{a: 1}",
        "-1",
        "1e5",
        "2024-13-01",
        "|",
        ">",
        "&a [*a, *a]",
        "yes",
        chance.choice(found)[0],
    )
    return _bytes(text[: at.start()] + chance.choice(odd) + text[at.end() :])


OF_KIND: dict[str, tuple[Mutation, ...]] = {
    "csv": (*TEXT, cells, cells, cells, cells),
    "xlsx": (sheet, sheet, workbook),
    "sie": TEXT,
    "px": TEXT,
    "json": (tree, tree, tree, word),
    "geojson": (tree, tree, tree, word),
    "yaml": (*TEXT, indent, value, value, value),
    "md": TEXT,
    "svg": (*TEXT, _tags, _tags),
}
