"""Reading a SIE file: piece by piece, plain lines all at once, all others one by one."""

from __future__ import annotations

import logging
import re
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np

from finsam.faults import counted
from finsam.paths import relative
from finsam.sources.sie import plain
from finsam.sources.sie.check import check
from finsam.sources.sie.checksum import checksums
from finsam.sources.sie.decode import Encoding, Piece, encoding_of, pieces
from finsam.sources.sie.labels import LABELS, ROWS
from finsam.sources.sie.ledger import Ledger
from finsam.sources.sie.lines import WRONG, Field, fields
from finsam.sources.sie.objects import ObjectLists
from finsam.sources.sie.persons import without_numbers
from finsam.sources.sie.plain import BLANK, CLOSE, LABEL, OPEN, OTHER, ROW, VOUCHER
from finsam.sources.sie.records import Records
from finsam.sources.sie.told import Seen, Told
from finsam.sources.sie.vouchers import Vouchers

_log = logging.getLogger(__name__)

SUFFIXES = {".se", ".si", ".sie"}

#: Pieces that are split before they are needed.
_AHEAD = 2
_LABEL = re.compile(r"#[^ \t\"{}]*")


def read_ledger(file: Path, *, careful: bool = False) -> Ledger:
    """Everything in a SIE file, with its faults as values: nothing that a file may hold raises an exception.

    careful: take every line by itself, for tests; the answer is the same.
    Raises OSError when there is no such file.
    """
    reader = _Reader(file, encoding_of(file))
    split = plain.untouched if careful else plain.split
    # numpy and pyarrow let other threads run, so that pieces are split while one is decoded and one is taken.
    with ThreadPoolExecutor(_AHEAD) as pool:
        ahead: deque[tuple[Piece, Future[plain.Plain]]] = deque()
        for piece in pieces(file, reader.encoding):
            ahead.append((piece, pool.submit(split, piece.text, reader.encoding)))
            if len(ahead) > _AHEAD:
                reader.take(*_first(ahead))
        while ahead:
            reader.take(*_first(ahead))
    ledger = reader.ledger()
    _log.info("read %s: %d vouchers, %d rows, %d faults and notes", relative(file), len(ledger.vouchers),
              len(ledger.transactions), len(ledger.faults))  # fmt: skip
    return ledger


def _first(ahead: deque[tuple[Piece, Future[plain.Plain]]]) -> tuple[Piece, plain.Plain]:
    piece, split = ahead.popleft()
    return piece, split.result()


class _Reader:
    """Takes the pieces of a file one after another, and makes the ledger of them when all are taken."""

    def __init__(self, file: Path, encoding: Encoding):
        self.file, self.encoding = file, encoding
        self.told, self.lists = Told(file), ObjectLists()
        self.records = Records(self.told, self.lists)
        self.vouchers = Vouchers(self.told, self.lists)
        self.labels: dict[str, int] = {}
        self.unknown: dict[str, Seen] = {}
        self.surplus: dict[str, Seen] = {}
        self.doubtful: dict[str, Seen] = {}
        self.sums: list[tuple[int, str]] = []
        self.line = 1  # the first line of the next piece

    def take(self, piece: Piece, split: plain.Plain) -> None:
        """A piece, with what was plain in it; lines that weren't are read here, and said to be of their kind in `split`."""
        for at in np.flatnonzero(split.kinds == OTHER):
            text = self.encoding.text(piece.text[split.starts[at] : split.ends[at]])
            split.kinds[at] = self._line(text.strip(" \t\r"), self.line + int(at))
        for label, taken in (("#TRANS", split.rows), ("#VER", split.vouchers)):
            if taken is not None and len(taken.line):
                self._count(label, len(taken.line))
        self.vouchers.take_piece(split, self.line)
        for line, sign in piece.doubtful:
            self.doubtful.setdefault(sign, Seen()).at(self.line + line)
        self.line += len(split.kinds)

    def _line(self, text: str, line: int) -> int:
        """Read one line, and say what kind of line it is."""
        if text in ("", "{", "}"):
            return {"": BLANK, "{": OPEN, "}": CLOSE}[text]
        found = _LABEL.match(text)
        if not found:
            message, place = (
                "The line begins with no label and isn't read.",
                self.told.place(line, None, text),
            )
            self.told.add("line-unknown", message, place, "a label such as #TRANS")
            return BLANK
        label = found[0].upper()
        if label not in LABELS:
            self.unknown.setdefault(found[0], Seen()).at(line)
            return BLANK
        self._count(label, 1)
        return self._known(label, *fields(text[found.end() :]), line)

    def _known(self, label: str, values: list[Field], wrong: list[str], line: int) -> int:
        kind = ROW if label in ROWS else VOUCHER if label == "#VER" else LABEL
        self._tell_wrong(label, values, wrong, line)
        words = [value for value in values if isinstance(value, str)]
        if label in ("#FNAMN", "#PROSA") and words and len(words) == len(values):
            # A name of several words without quotation marks can only be meant as a whole.
            values = [" ".join(words)]
        if kind == ROW:
            values = self.vouchers.with_objects(label, values, line)
        names, _ = LABELS[label]
        if len(values) > len(names):
            self.surplus.setdefault(label, Seen()).at(line)
            values = values[: len(names)]
        complete = self._complete(label, values, line)
        if kind == VOUCHER:
            # Its rows belong to it whatever it lacks.
            self.vouchers.take_voucher(values, line)
        elif kind == ROW:
            self.vouchers.take_row(label, values, line) if complete else self.vouchers.lose(line)
        elif label == "#KSUMMA":
            self.sums.append((line, str(values[0]) if values else ""))
        elif complete:
            self.records.take(label, values, line)
        return kind

    def _tell_wrong(self, label: str, values: list[Field], wrong: list[str], line: int) -> None:
        lists = ("{" + " ".join(value) + "}" if isinstance(value, tuple) else value for value in values)
        place = self.told.place(line, label, " ".join(lists))
        for code in dict.fromkeys(wrong):
            self.told.keep(replace(WRONG[code], where=(place,)))

    def _complete(self, label: str, values: list[Field], line: int) -> bool:
        names, least = LABELS[label]
        if len(values) >= least:
            return True
        message = f"{label} has {counted(len(values), 'field')} of at least {least}."
        place = self.told.place(line, label, " ".join(map(str, values)))
        self.told.add("field-missing", message, place, " ".join([label, *names[:least]]))
        return False

    def ledger(self) -> Ledger:
        vouchers, transactions, changes = self.vouchers.tables()
        ledger = Ledger(
            file=self.file,
            encoding=str(self.encoding),
            header=self.records.head(),
            **self.records.tables(),
            object_lists=self.lists.table(),
            vouchers=vouchers,
            transactions=transactions,
            changes=changes,
            labels=self.labels,
            unknown=self.unknown,
            surplus=self.surplus,
        )
        self._tell_signs()
        self._tell_labels()
        self._tell_checksum()
        check(ledger, self.records.described, self.told)
        return without_numbers(replace(ledger, faults=self.told.all()), relative(self.file))

    def _count(self, label: str, lines: int) -> None:
        self.labels[label] = self.labels.get(label, 0) + lines

    def _tell_signs(self) -> None:
        if 0 in self.encoding.used:
            message = "The file holds the byte 0, so it is no SIE file or in UTF-16. Save it again as CP437 or UTF-8."
            expected = "text in CP437, Windows-1252 or UTF-8"
            self.told.add("encoding-unknown", message, self.told.place(), expected)
        for sign, seen in self.doubtful.items():
            message = (
                f"The file is read as {self.encoding}, where this is an unlikely sign; it was met {counted(seen.count, 'time')}."
                " Part of the file may be in another encoding."
            )
            places = [self.told.place(line, None, sign) for line in seen.lines]
            self.told.add("encoding-doubtful", message, places, "letters, figures and punctuation", "note")

    def _tell_labels(self) -> None:
        for label, seen in self.unknown.items():
            message = (
                f"{label} is no label of SIE 1-4; {counted(seen.count, 'line was', 'lines were')} left out."
            )
            places = [self.told.place(line, label) for line in seen.lines]
            self.told.add("label-unknown", message, places, None, "note")
        for label, seen in self.surplus.items():
            names, _ = LABELS[label]
            message = f"{label} has more fields than it may have in {counted(seen.count, 'line')}; the further ones were left out."
            places = [self.told.place(line, label) for line in seen.lines]
            self.told.add("fields-surplus", message, places, " ".join([label, *names]), "note")

    def _tell_checksum(self) -> None:
        """The first #KSUMMA is empty, the second one has the value."""
        if not self.sums:
            return
        (line, _), *later = self.sums
        if not later:
            message = "The checksum is begun and never given: the file is cut off."
            place, expected = self.told.place(line, "#KSUMMA"), "#KSUMMA with a value at the end"
            self.told.add("checksum-missing", message, place, expected)
            return
        line, stated = later[0]
        made = checksums(self.file, self.encoding)
        # Some programs write the 32 bits as a number with a sign.
        if not re.fullmatch(r"-?[0-9]{1,10}", stated) or int(stated) % 2**32 not in made:
            message = "The file is not as it was when its checksum was made."
            place, expected = self.told.place(line, "#KSUMMA", stated), " or ".join(map(str, sorted(made)))
            self.told.add("checksum-wrong", message, place, expected, "contradiction")
