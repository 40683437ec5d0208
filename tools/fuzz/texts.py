"""Mangling bytes, lines, words and cells by chance."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

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


def as_text(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def as_bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def encode(content: bytes, chance: random.Random) -> bytes:
    return as_text(content).encode(chance.choice(ENCODINGS), "replace")


def lines(content: bytes, chance: random.Random) -> bytes:
    """Lines that go, come twice, change places, or end in another way."""
    found = as_text(content).splitlines(keepends=True)
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
    return as_bytes("".join(found))


def exchanged(content: bytes, pattern: str, new: Sequence[str], chance: random.Random) -> bytes:
    """One place that fits the pattern becomes one of the new texts, or another place of the file."""
    text = as_text(content)
    found = list(re.finditer(pattern, text))
    if not found:
        return content
    at = chance.choice(found)
    other = chance.choice((chance.choice(new), chance.choice(found)[0]))
    return as_bytes(text[: at.start()] + other + text[at.end() :])


def word(content: bytes, chance: random.Random) -> bytes:
    """A word or number that becomes an odd one, or another of the file."""
    return exchanged(content, r"[^\s;,:{}\[\]\"<>=#]+", ODD, chance)


TEXT: tuple[Mutation, ...] = (encode, lines, lines, word, word)


def cells(content: bytes, chance: random.Random) -> bytes:
    """Cells and columns that change, go, come twice or change places; titles, sums and notes among the rows."""
    text = as_text(content)
    first = text.split("\n", 1)[0]
    sign = max(";\t,", key=first.count)
    rows = [line.split(sign) for line in text.splitlines()]
    if not rows:
        return content
    changed_table(rows, chance)
    return as_bytes("\n".join(sign.join(row) for row in rows) + "\n")


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
