"""A förbund's own tables: each a section of the chapter that tabeller.yml names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from finsam.chapters.book import Book
from finsam.chapters.facts import slug
from finsam.chapters.markdown import MARKS, Line, Markdown, Table, escape
from finsam.chapters.own_picture import head, label_text, picture
from finsam.chapters.year_wheel import month
from finsam.faults import Place
from finsam.swedish import SIGNS, UNITS, capital, number
from finsam.tables.own import OwnTable, load_own
from finsam.tables.own.definition import OF_ROW
from finsam.tables.own.shape import OwnRow, across, column_order, matching, own_rows, parts_of

#: Columns beside the labels; a table with more goes on in another one with the same rows.
MOST_COLUMNS = 8


def sections(book: Book, chapter: str) -> list[object]:
    """For each delivered own table of the chapter, in the order of tabeller.yml: a heading, the table, the picture."""
    items: list[object] = []
    for name, definition in load_own(book.params.forbund_id, book.ar).items():
        rows = own_rows(book.own, name, definition)
        if rows and definition.kapitel == chapter:
            items.append(Markdown(f"### {escape(definition.titel)} {{#sec-egen-{slug(name)}}}"))
            items += _Section(book, name, definition, rows).tables()
            items.append(picture(name, definition, rows))
    return items


@dataclass(frozen=True)
class _Column:
    """A column beside the labels: its heading, the text of its cell in a row, and whether that is words."""

    head: str
    text: Callable[[OwnRow], str]
    is_words: bool = False


@dataclass(frozen=True)
class _Printed:
    """A table as it is printed."""

    caption: str
    columns: list[_Column]
    rows: list[OwnRow]


@dataclass(frozen=True)
class _Section:
    """One own table of a book."""

    book: Book
    name: str
    definition: OwnTable
    rows: list[OwnRow]

    def tables(self) -> list[Table]:
        """One table, or several where its columns are too many for one, with the note under the last."""
        whole = self._spread() if self.definition.kolumner else [self._as_delivered()]
        parts = [part for printed in whole for part in _in_parts(printed)]
        return [self._table(part, at, is_last=part is parts[-1]) for at, part in enumerate(parts, start=1)]

    def _table(self, part: _Printed, at: int, is_last: bool) -> Table:
        heads = [self._head(self.definition.rader[-1]), *(column.head for column in part.columns)]
        words = [number for number, column in enumerate(part.columns, start=1) if column.is_words]
        id = f"tbl-egen{at if at > 1 else ''}-{slug(self.name)}"
        return Table(id, part.caption, heads, self._lines(part), words, self._note() if is_last else "")

    def _head(self, column: str) -> str:
        return escape(head(self.definition, column))

    def _note(self) -> str:
        """What stands in parentheses, and the förbund's own note."""
        pairs = [self._head(percent) for percent in self._pairs.values()]
        about = f"{' och '.join(pairs)} inom parentes." if pairs else ""
        return " ".join(filter(None, (about, escape(self.definition.not_ or ""))))

    def _lines(self, part: _Printed) -> list[Line]:
        lines, section, sums = [], "", self._closing_sums(part.rows)
        for row in part.rows:
            if self.definition.by_month and month(row) != section:
                section = month(row)
                lines.append(Line(capital(section), (), "sektion"))
            elif not self.definition.by_month and row.section != section:
                section = row.section
                lines.append(Line(escape(label_text(self.definition, row, 0)), (), "sektion"))
            cells = [column.text(row) for column in part.columns]
            lines.append(
                Line(escape(label_text(self.definition, row, -1)), cells, "summa" if row in sums else "")
            )
        return lines

    def _closing_sums(self, rows: list[OwnRow]) -> list[OwnRow]:
        """The sums that stand below their parts."""
        found = []
        for rule in self.definition.summor:
            for row in matching(rows, rule.summa):
                parts = parts_of(rows, rule, row, self.definition)
                if parts and all(rows.index(part) < rows.index(row) for part in parts):
                    found.append(row)
        return found

    def _as_delivered(self) -> _Printed:
        """The columns in the order of the file."""
        definition = self.definition
        units = set(definition.varden.values())
        common = units.pop() if len(units) == 1 else ""
        columns = []
        for column in column_order(self.book.own, self.name):
            if column in definition.varden:
                unit = "" if common else _unit_after(definition.varden[column])
                columns.append(_Column(self._head(column) + unit, self._number_in(column)))
            elif column not in definition.rader:
                columns.append(_Column(self._head(column), self._words_in(column), True))
        return _Printed(escape(definition.titel) + _unit_after(common), columns, self.rows)

    @cached_property
    def _pairs(self) -> dict[str, str]:
        """Columns of counts that `kolumner` spreads, with the column of their share, which goes into the same cell."""
        rules = self.definition.andelar if self.definition.kolumner else ()
        return {rule.antal: rule.procent for rule in rules}

    def _spread(self) -> list[_Printed]:
        """A table for each column of numbers, with the values of `kolumner` as its columns."""
        definition = self.definition
        leading = [column for column in definition.varden if column not in self._pairs.values()]
        found = []
        for column in leading:
            both = (column, self._pairs.get(column))
            columns = [_Column(escape(value), self._pair_in(*both, value)) for value in across(self.rows)]
            rows, about = self.rows, ""
            if len(leading) > 1:
                rows = [row for row in rows if _has_number(row, both)]
                about = f": {self._head(column).lower()}"
            caption = escape(definition.titel) + about + _unit_after(definition.varden[column])
            found.append(_Printed(caption, columns, rows))
        return [printed for printed in found if printed.rows]

    def _number_in(self, column: str, value: str = "") -> Callable[[OwnRow], str]:
        with_unit = self.definition.varden[column] in ("procent", OF_ROW)
        return lambda row: self.book.text(row.number(column, value), unit=with_unit)

    def _pair_in(self, column: str, percent: str | None, value: str) -> Callable[[OwnRow], str]:
        """The number, its share after it in parentheses, or the one of them that there is."""
        number = self._number_in(column, value)
        share = self._number_in(percent, value) if percent else None

        def text(row: OwnRow) -> str:
            if share is None or percent is None or row.number(percent, value).status == "saknas":
                return number(row)
            if row.number(column, value).status == "saknas":
                return share(row)
            return f"{number(row)} ({share(row)})"

        return text

    def _words_in(self, column: str) -> Callable[[OwnRow], str]:
        def text(row: OwnRow) -> str:
            words = row.texts[column]
            mark = str(MARKS["contradiction"]) if words.place in self._wrong else ""
            if words.status:
                return SIGNS[words.status]
            return escape(label_text(self.definition, row, column)) + mark

        return text

    @cached_property
    def _wrong(self) -> set[Place]:
        """What other data of the book contradict; numbers get their marks from Book.text."""
        return {check.places[0] for check in self.book.checks if check.severity == "contradiction"}


def _in_parts(printed: _Printed) -> list[_Printed]:
    """A table whose columns are too many side by side as several."""
    columns = printed.columns
    count = -(-len(columns) // MOST_COLUMNS)
    if count == 1:
        return [printed]
    each = -(-len(columns) // count)
    return [
        _Printed(
            f"{printed.caption} (del {number(at + 1)} av {number(count)})",
            columns[at * each :][:each],
            printed.rows,
        )
        for at in range(count)
    ]


def _has_number(row: OwnRow, columns: tuple[str | None, ...]) -> bool:
    """Whether anything was delivered for a row in these columns, be it why there is no number."""
    return any(cell.status != "saknas" for (column, _), cell in row.numbers.items() if column in columns)


def _unit_after(unit: str) -> str:
    """The unit after a heading, where it doesn't stand in the cells."""
    word = "" if unit in ("procent", OF_ROW) else UNITS[unit][1]
    return f", {word}" if word else ""
