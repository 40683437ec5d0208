"""Swedish personal identity numbers, coordination numbers and interim numbers, in all spellings, in text and cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from finsam.identity.digits import as_read, is_day, is_right, plain

#: What stands in place of a number that was hidden.
HIDDEN = "(personnummer)"

#: The first sign of the last four of an interim number, as 19800101-T123; such a number has no check digit.
_INTERIM = "TRSUWXJKLMNP"

#: Between the birth day and the last four; a sentence that ends with a date goes on with no number's last four.
_SIGNS_BEFORE = r"[-+ \t\r\n._/:*]"
_BEFORE = rf"(?![./:]\s){_SIGNS_BEFORE}{{0,3}}"
#: Birth day with or without century, signs between its parts or none, and the last four. With the century the signs
#: can differ, as in 1981-1218.
_NUMBER = re.compile(
    r"(?<![0-9])(?P<century>1[89]|20)?(?P<year>[0-9]{2})(?P<within>[-./ _]?)(?P<month>0[1-9]|1[0-2])"
    r"(?(century)[-./ _]?|(?P=within))(?P<day>0[1-9]|[12][0-9]|3[01]|6[1-9]|[78][0-9]|9[01])"
    rf"(?P<before>{_BEFORE})(?P<last>[0-9]{{4}}|[{_INTERIM}][0-9]{{3}})(?![0-9])"
)
#: As a spreadsheet writes a long number: 1,98001019876E+11.
_SCIENTIFIC = re.compile(r"(?<![0-9.,])([1-9])[.,]([0-9]{5,11})[eE]\+?(0?[89]|1[01])(?![0-9])")
#: What nearly every text without a number lacks, and is looked for much faster.
_HINT = re.compile(
    rf"[0-9][-./ _]?[0-9]{{2}}(?:{_SIGNS_BEFORE}{{0,3}}[0-9{_INTERIM}][0-9]{{3}}|[0-9]{{1,9}}[eE])"
)

_DAY = r"(?:1[89]|20)?[0-9]{2}[-./ _]?(?:0[1-9]|1[0-2])[-./ _]?(?:[0-2][0-9]|3[01]|[6-9][0-9])"
_LAST = rf"[0-9{_INTERIM}][0-9]{{3}}(?:[^0-9]|$)"
#: What every `plain` text with a number has, for RE2 (pyarrow), which reads many texts a hundred times faster. Behind a
#: decimal sign, as in the drawings of a report, only numbers whose last four are set off.
LIKELY = (
    rf"(?:^|[^0-9.]|(?:^|[^0-9])\.){_DAY}{_SIGNS_BEFORE}{{0,3}}{_LAST}|[0-9]\.{_DAY}{_SIGNS_BEFORE}{{1,3}}{_LAST}"
    r"|[1-9][.,][0-9]{5,11}[eE]\+?(?:0?[89]|1[01])"
)

#: Decimals after ten digits, which are an amount then.
_DECIMALS = re.compile(r"[.,](?!0(?![0-9]))[0-9]{1,2}(?![0-9])")
#: The rest of a date after what would be the last four: `2024-01-01 - 2024-12-31`.
_DATE_GOES_ON = re.compile(r"[-./][0-9]{2}[-./][0-9]{2}(?![0-9])")

#: What tells that ten digits are an amount or a telephone number.
_UNIT = re.compile(r"[ \u00a0]?(?:kr|kronor|tkr|mkr|SEK|öre)\b")
_TELEPHONE = re.compile(r"(?:tel|tfn|telefon|mobil|telefonnummer|mobilnummer|mobiltelefon)[.: ]{0,3}$", re.I)
#: What follows a time of day: its end, or the ending of a file's name, as in export_20240131_1430.xlsx.
_TIME = re.compile("(?:[01][0-9]|2[0-3])[0-5][0-9]")
_AFTER_TIME = re.compile(r" ?- ?(?:[01][0-9]|2[0-4])[0-5][0-9](?![0-9])|[\w-]{0,30}\.[A-Za-z]{2,4}\b")
#: Nobody who was born so late takes part in an insats.
_LATE = 2015

#: A hash or a UUID around some digits, and base64, in which great and small letters and digits are mixed.
_HEX, _BASE64 = re.compile("[0-9a-fA-F-]*"), re.compile("[0-9A-Za-z+/=]*")
_HEX_RUN, _BASE64_RUN = 32, 60
_MIXED = re.compile("(?=(?:.*?[A-Z]){5})(?=(?:.*?[a-z]){5})(?=(?:.*?[0-9]){2})", re.S)

#: Digits of a cell of its own, with nothing but signs between.
_WHOLE = re.compile(r"[0-9](?:[-+ ._/]{0,3}[0-9])*")
_SIGNS = re.compile("[-+ ._/]+")
#: A span of months as the tables have it, 2024-01/2024-09: twelve digits, of which the check digit is right in some years.
_MONTHS = re.compile(r"((?:19|20)[0-9]{2}-)(?:0[1-9]|1[0-2])/\1(?:0[1-9]|1[0-2])")
#: After which digits a whole number may be cut: between the parts of the day, or by thousands.
_CUTS = {12: ({2, 4, 6, 8, 10}, {3, 6, 9}), 10: ({2, 4, 6, 8}, {1, 4, 7})}


def find(text: str) -> Iterator[tuple[int, int]]:
    """Where numbers stand in `plain` text, from and to. Part of no longer number, decimal or hash."""
    at = 0
    while at < len(text) and (found := _NUMBER.search(text, at)):
        if _is_number(found):
            yield found.span()
            at = found.end()
        else:
            at = found.start() + 1
    for found in _SCIENTIFIC.finditer(text):
        if _is_whole_number(_written_out(found)):
            yield found.span()


def holds_number(text: str) -> bool:
    """Whether a text, or a cell that is one number, holds an identity number, as it stands or escaped (`as_read`)."""
    if len(text) < 9:
        return False
    return any(_found(reading) or whole(reading) for reading in _readings(text))


def _readings(text: str) -> Iterator[str]:
    """Plain text as it stands, and with its escaped signs where it has some."""
    yield plain(text)
    if (read := as_read(text)) != text:
        yield plain(read)


def _found(text: str) -> list[tuple[int, int]]:
    return sorted(find(text)) if _HINT.search(text) else []


def whole(text: str) -> str:
    """The ten signs of the number that a cell is, in whatever spelling; empty where it is none.

    The century doesn't count, so that a person is the same with and without it. Nine digits are ten that lost a zero
    in a spreadsheet.
    """
    text = plain(text).strip(" \t'\"")
    if scientific := _SCIENTIFIC.fullmatch(text):
        text = _written_out(scientific)
    text = re.sub(r"(?<=[0-9])[.,]0+$", "", text) if len(text) < 16 else text
    if (found := _NUMBER.fullmatch(text)) and _is_number(found):
        return _ten(found)
    if not _WHOLE.fullmatch(text) or _MONTHS.fullmatch(text):
        return ""
    digits = _SIGNS.sub("", text)
    cuts = {len(_SIGNS.sub("", text[: sign.start()])) for sign in _SIGNS.finditer(text)}
    every = set(range(1, len(digits)))
    allowed = _CUTS.get(len(digits), ())
    if cuts and not (cuts == every or any(cuts <= each for each in allowed)):
        return ""
    return _is_whole_number(digits)


def hidden(text: str, instead: Callable[[str], str] = lambda number: HIDDEN) -> str:
    """The text with HIDDEN, or what `instead` makes of it, in place of every number in it.

    A text with escaped numbers is given unescaped.
    """
    if len(text) < 9:
        return text
    while reading := next((each for each in _readings(text) if _found(each)), ""):
        parts, at = [], 0
        for start, end in _found(reading):
            parts += [reading[at:start], instead(reading[start:end])]
            at = end
        text = "".join([*parts, reading[at:]])
    return instead(text) if len(text) < 40 and any(map(whole, _readings(text))) else text


def _is_number(found: re.Match[str]) -> bool:
    text, (start, end) = found.string, found.span()
    if not is_day(found["century"] or "", found["year"], found["month"], found["day"]):
        return False
    if found["last"].isdigit() and not is_right(_ten(found)):
        return False
    is_bare = not (found["within"] or found["before"])
    is_decimal = bool(re.fullmatch(r"[0-9]\.", text[max(start - 2, 0) : start]))
    # Of two coordinates in a drawing, the decimals of one and what stands before those of the other.
    goes_on = not found["before"].strip() and re.compile(r"\.[0-9]").match(text, end)
    if is_decimal and (is_bare or goes_on):
        return False
    if is_bare and not found["century"] and _DECIMALS.match(text, end):
        return False
    if is_bare and not found["century"] and _UNIT.match(text, end):
        return False
    if is_bare and found[0].startswith("070") and _TELEPHONE.search(text, max(start - 20, 0), start):
        return False
    if found["last"][:2] in ("19", "20") and _DATE_GOES_ON.match(text, end):
        return False
    if _is_time(found) and _AFTER_TIME.match(text, end):
        return False
    hexadecimal = _around(text, start, end, _HEX, _HEX_RUN)
    if sum(sign.isalpha() for sign in hexadecimal) >= 3:
        return False
    return not _MIXED.match(_around(text, start, end, _BASE64, _BASE64_RUN))


def _is_time(found: re.Match[str]) -> bool:
    """Whether it can be a day of late and a time."""
    is_late = bool(found["century"]) and int(found["century"] + found["year"]) >= _LATE
    return is_late and int(found["day"]) <= 31 and bool(_TIME.fullmatch(found["last"]))


def _around(text: str, start: int, end: int, kind: re.Pattern[str], least: int) -> str:
    """What stands around the digits in a run of signs of a kind; empty where it has fewer signs than `least`."""
    before = _run(kind, text[max(start - least, 0) : start][::-1])[::-1]
    after = _run(kind, text, end)[:least]
    return before + after if len(before) + end - start + len(after) >= least else ""


def _run(kind: re.Pattern[str], text: str, at: int = 0) -> str:
    found = kind.match(text, at)
    return found[0] if found else ""


def _ten(found: re.Match[str]) -> str:
    return "".join(found.group("year", "month", "day", "last"))


def _is_whole_number(digits: str) -> str:
    """The ten digits of a number of nine, ten or twelve, empty where it is none."""
    century = digits[:2] if len(digits) == 12 else ""
    ten = digits[-10:].zfill(10)
    if len(digits) not in (9, 10, 12) or (century and century not in ("18", "19", "20")):
        return ""
    good = is_day(century, ten[:2], ten[2:4], ten[4:6]) and is_right(ten)
    return ten if good else ""


def _written_out(found: re.Match[str]) -> str:
    return format(Decimal(f"{found[1]}.{found[2]}E{found[3]}"), "f").split(".")[0]
