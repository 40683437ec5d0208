"""The templates as one Excel workbook: a sheet each, what may stand in their cells, and a sheet that explains them."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from finsam.start.templates import COUNT, DAY, NUMBER, PERCENT, TEXT, Column, Template

#: The sheet of explanations, which the reader leaves alone (sources.grids), and the first one to fill in.
NOTES, FIRST = "Läs mig", "deltagare"

#: The last row that the rules of cells reach.
_LAST_ROW = 2000

#: How cells look. Names, codes and periods are text, or Excel makes 4.1 of 4.10 and a day of 2025-03.
_FORMATS = {TEXT: "@", DAY: "yyyy-mm-dd", COUNT: "0", PERCENT: "General", NUMBER: "General"}
_SIGNS = '{cell}="..",{cell}=".",{cell}="-",{cell}="–"'
_RULES = {
    COUNT: f"=OR(IFERROR(AND({{cell}}>=0,{{cell}}=INT({{cell}}),ISNUMBER({{cell}})),FALSE),{_SIGNS})",
    PERCENT: f"=OR(IFERROR(AND(ISNUMBER({{cell}}),OR({{cell}}=0,AND({{cell}}>=1,{{cell}}<=100))),FALSE),{_SIGNS})",
    NUMBER: f"=OR(ISNUMBER({{cell}}),{_SIGNS})",
}
_HELP = {
    COUNT: (
        "stop",
        "Ett helt tal",
        "Skriv ett helt tal, 0 eller mer. Uppgift som saknas: lämna tomt. Undertryckt: ..",
    ),
    PERCENT: ("warning", "Är det procent?", "Skriv 40 för 40 procent, inte 0,4 och inte 40 %."),
    NUMBER: ("stop", "Ett tal", "Skriv ett tal utan enhet. Uppgift som saknas: lämna tomt. Undertryckt: .."),
}

#: What the sheet of explanations says first.
_ABOUT = (
    "Fyll i de flikar som förbundet har uppgifter till och spara arbetsboken. Flikar och kolumner som inte behövs lämnas "
    "tomma. För en första bok räcker fliken deltagare.",
    "En rad i varje flik är rubriker. Ändra dem inte. Kolumner med mörk rubrik krävs. Kolumner med ljus rubrik och ordet "
    "(valfri) kan lämnas tomma. Peka på en rubrik för att se vad kolumnen innehåller.",
    "Tomt betyder att uppgiften saknas, aldrig noll. Skriv 0 för noll, .. för en uppgift som inte får visas och . för en "
    "som inte kan förekomma. Procent skrivs som 40, inte 40 %.",
    "Aldrig personnummer eller namn på personer.",
    "Bokföringen lämnas som SIE-fil från ekonomiprogrammet. Då behövs inte flikarna budget till och med noter, utom "
    "budgeten.",
)


def workbook(templates: Sequence[Template], chapters: Sequence[str], title: str) -> bytes:
    """The file. chapters: those of the book. The same templates give the same bytes."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties({"title": title, "created": dt.datetime(1980, 1, 1)})
    made = {
        "title": book.add_format({"bold": True, "font_size": 16}),
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "link": book.add_format({"font_color": "#1F4E79", "underline": 1, "valign": "top"}),
        "required": book.add_format({"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "num_format": "@", "border": 1}),
        "optional": book.add_format({"italic": True, "bg_color": "#DDEBF7", "font_color": "#1F1F1F", "num_format": "@", "border": 1}),
    }  # fmt: skip
    formats = {holds: book.add_format({"num_format": text}) for holds, text in _FORMATS.items()}
    notes = book.add_worksheet(NOTES)
    lists = _explain(notes, made, templates, chapters, title)
    for template in templates:
        sheet = book.add_worksheet(template.name)
        if template.name == FIRST:
            sheet.set_tab_color("#1F4E79")
        _fill(sheet, template, made, formats, lists)
    book.close()
    return file.getvalue()


def _fill(
    sheet: Worksheet,
    template: Template,
    made: dict[str, Format],
    formats: dict[str, Format],
    lists: dict[tuple[str, ...], str],
) -> None:
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    # Accounts and codes are text on purpose.
    sheet.ignore_errors({"number_stored_as_text": f"A1:{xl_col_to_name(len(template.columns))}{_LAST_ROW}"})
    for at, column in enumerate(template.columns):
        sheet.set_column(at, at, _width(column), formats[column.holds])
        sheet.write_string(0, at, column.heading, made["required" if column.required else "optional"])
        kind = "Krävs." if column.required else "Valfri."
        sheet.write_comment(0, at, f"{kind} {column.about}", {"x_scale": 2, "author": ""})
        if rule := _rule(column, at, lists):
            sheet.data_validation(1, at, _LAST_ROW, at, rule)


def _width(column: Column) -> int:
    longest = max(map(len, (column.heading, *column.words)))
    return min(40, max(12, longest + 3, 24 if column.holds == TEXT and column.required else 0))


def _rule(column: Column, at: int, lists: dict[tuple[str, ...], str]) -> dict[str, object] | None:
    if column.words:
        help_text = "Välj ett ord i listan. Ett annat kan stå här om förbundet använder det."
        return {
            "validate": "list",
            "source": f"={lists[column.words]}",
            "error_type": "warning" if column.more else "stop",
            "error_title": "Ordet finns inte i listan",
            "error_message": help_text if column.more else "Välj ett av orden i listan.",
        }
    if column.holds == DAY:
        return {
            "validate": "date",
            "criteria": "between",
            "minimum": dt.date(1950, 1, 1),
            "maximum": dt.date(2099, 12, 31),
            "error_title": "En dag",
            "error_message": "Skriv dagen som 2025-03-31.",
        }
    if column.holds not in _RULES:
        return None
    severity, title, text = _HELP[column.holds]
    formula = _RULES[column.holds].format(cell=f"{xl_col_to_name(at)}2")
    return {
        "validate": "custom",
        "value": formula,
        "error_type": severity,
        "error_title": title,
        "error_message": text,
    }


def _explain(
    sheet: Worksheet,
    made: dict[str, Format],
    templates: Sequence[Template],
    chapters: Sequence[str],
    title: str,
) -> dict[tuple[str, ...], str]:
    """Write the sheet of explanations; gives the range of each list of words on it."""
    for at, width in enumerate((28, 30, 12, 70)):
        sheet.set_column(at, at, width)
    sheet.hide_gridlines(2)
    sheet.set_portrait()
    sheet.fit_to_pages(1, 0)
    sheet.write_string(0, 0, title, made["title"])
    row = 2
    for text in _ABOUT:
        sheet.merge_range(row, 0, row, 3, text, made["text"])
        sheet.set_row(row, 15 * (1 + len(text) // 125))
        row += 1
    row = _list_sheets(sheet, row + 1, made, templates, chapters)
    row = _list_columns(sheet, row + 2, made, templates)
    return _list_words(sheet, row + 1, made, templates)


def _list_sheets(
    sheet: Worksheet,
    row: int,
    made: dict[str, Format],
    templates: Sequence[Template],
    chapters: Sequence[str],
) -> int:
    """What each sheet is for, linked to it, and whether the book shows it; gives the row of the line beneath."""
    heads = ("Flik", "Kapitel i boken", "Ingår", "Vad fliken innehåller")
    row = _table(sheet, row, "Flikar", heads, made)
    for template in templates:
        sheet.write_url(row, 0, f"internal:'{template.name}'!A2", made["link"], template.name)
        shown = not template.chapter or template.chapter in chapters
        cells = (template.chapter or "väljs på raden", "Ja" if shown else "Lägg till", template.about)
        for at, text in enumerate(cells, start=1):
            sheet.write_string(row, at, text, made["text"])
        row += 1
    text = "Lägg till: kapitlet är inte med i boken. Skriv in det under kapitel i årets yml-fil innan fliken fylls i."
    sheet.write_string(row, 0, text)
    return row


def _list_columns(sheet: Worksheet, row: int, made: dict[str, Format], templates: Sequence[Template]) -> int:
    """What stands in the columns of each sheet; gives the row beneath."""
    row = _table(sheet, row, "Kolumner", ("Flik", "Kolumn", "Krävs", "Vad kolumnen innehåller"), made)
    for template in templates:
        for column in template.columns:
            need = "Krävs" if column.required else "Valfri"
            for at, text in enumerate((template.name, column.name, need, column.about)):
                sheet.write_string(row, at, text, made["text"])
            row += 1
    return row


def _list_words(
    sheet: Worksheet, row: int, made: dict[str, Format], templates: Sequence[Template]
) -> dict[tuple[str, ...], str]:
    """The words to choose from; gives the range of each list of them."""
    row = _table(sheet, row, "Ord att välja", ("Kolumn", "Ord"), made)
    lists: dict[tuple[str, ...], str] = {}
    for template in templates:
        for column in template.columns:
            if not column.words or column.words in lists:
                continue
            lists[column.words] = f"'{NOTES}'!$B${row + 1}:$B${row + len(column.words)}"
            for word in column.words:
                sheet.write_string(row, 0, f"{template.name}: {column.name}")
                sheet.write_string(row, 1, word)
                row += 1
    return lists


def _table(sheet: Worksheet, row: int, title: str, heads: Sequence[str], made: dict[str, Format]) -> int:
    """Write the title and heads of a part; gives the row of its first line."""
    sheet.write_string(row, 0, title, made["title"])
    for at, text in enumerate(heads):
        sheet.write_string(row + 1, at, text, made["head"])
    return row + 2
