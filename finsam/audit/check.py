"""One comparison of two figures that must agree, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import product
from typing import Literal

from finsam.faults import Fault, Place
from finsam.tables.cells import Cell, places_of
from finsam.tables.words import KRONOR


@dataclass(frozen=True)
class Remark:
    """Why two figures differ: message for the findings, words for the chapter in Swedish."""

    message: str
    words: str


REMARKS = {
    "to-not-by": Remark(
        "The figure is what the later one is of the earlier: growth to, not by.",
        "Siffran är det senare värdet i procent av det tidigare: den säger hur stort det har blivit, inte hur mycket det har ökat.",
    ),
    "wrong-unit": Remark(
        "The figures agree in another unit: kr where tkr is meant, or the other way round.",
        "Siffrorna stämmer överens om enheten är en annan: kr står där tkr är menat, eller tvärtom.",
    ),
    "points-not-percent": Remark(
        "The figure is a difference between percents, in percentage points and not percent.",
        "Siffran är en skillnad mellan två procenttal och anges i procentenheter, inte i procent.",
    ),
    "note-other": Remark(
        "The note that the row names doesn't hold the amount.",
        "Noten som raden hänvisar till innehåller inte beloppet.",
    ),
    "note-missing": Remark(
        "There is no note with the number that the row names.",
        "Det finns ingen not med det nummer som raden hänvisar till.",
    ),
    "equity-below-zero": Remark(
        "The equity ends below zero by this budget.",
        "Det egna kapitalet blir negativt med denna budget.",
    ),
    "equity-above-limit": Remark(
        "The equity is more than is recommended at most of the members' contributions of the year.",
        "Det egna kapitalet är större än den nationella rekommendationen, högst en femtedel av medlemmarnas bidrag för året.",
    ),
}


@dataclass(frozen=True)
class Check:
    """A stated figure against what other figures make it.

    rule: short code, such as `women-men`. subject: what is compared, in Swedish, for the checks chapter.
    tolerance: what rounding alone can make of the difference; at most that is `rounding`, more is `contradiction`.
    unit: unit of the figures. decimals: printed decimals of the stated one. places: every cell that took part,
    the stated one first. worth: what a difference that rounding can't explain is: a `contradiction`, or a `note` where
    both figures can be right and a reader would still ask. remark: a key of REMARKS that explains the difference.
    """

    rule: str
    subject: str
    stated: Decimal
    computed: Decimal
    unit: str
    places: tuple[Place, ...]
    tolerance: Decimal = Decimal(0)
    decimals: int = 0
    worth: Literal["contradiction", "note"] = "contradiction"
    remark: str = ""

    @property
    def difference(self) -> Decimal:
        return self.stated - self.computed

    @property
    def severity(self) -> str:
        """Empty when the figures agree exactly."""
        if self.difference == 0:
            return ""
        return "rounding" if abs(self.difference) <= self.tolerance else self.worth

    @property
    def is_money(self) -> bool:
        return self.unit in KRONOR

    def as_fault(self) -> Fault:
        message = (
            f"{self.subject}: stated {self.stated.normalize():f}, other figures make it {self.expected}."
        )
        if self.severity and self.remark:
            message += f" {REMARKS[self.remark].message}"
        return Fault(self.rule, message, self.places, self.expected, self.severity)

    @property
    def expected(self) -> str:
        return f"{self.computed.normalize():f}"


@dataclass(frozen=True)
class Worded(Check):
    """A check whose two sides are told in words; stated and computed only tell whether they agree."""

    words: tuple[str, str] = ("", "")

    @property
    def expected(self) -> str:
        return self.words[1]

    def as_fault(self) -> Fault:
        message = f"{self.subject}: {self.words[0]}, expected {self.words[1]}."
        return Fault(self.rule, message, self.places, self.expected, self.severity)


def compare(
    rule: str, subject: str, stated: Cell, parts: Iterable[Cell], tolerance: Decimal | int = 0
) -> list[Check]:
    """A stated sum against its parts, as printed; nothing where a figure is missing, since then nothing can be said."""
    parts = list(parts)
    if not stated or not parts or not all(parts):
        return []
    total = sum((part.printed for part in parts), Decimal(0))
    places = tuple(cell.place for cell in (stated, *parts) if cell.place)
    decimals = max(cell.decimaler for cell in (stated, *parts))
    return [Check(rule, subject, stated.printed, total, stated.enhet, places, Decimal(tolerance), decimals)]


def amounts(
    rule: str,
    subject: str,
    stated: Cell,
    parts: Iterable[Cell],
    worth: Literal["contradiction", "note"] = "contradiction",
) -> list[Check]:
    """A stated amount of money against a sum of others, which may be in other units; nothing where one is missing.

    The sum is rounded to the stated figure's last decimal. What rounding can make of the difference is half a unit of
    every last decimal, and at least one of the stated: it may have been cut instead of rounded. A difference that is
    gone when kr is read as tkr or mkr, or the other way round, has the remark `wrong-unit`.
    """
    parts = list(parts)
    if not stated or not parts or not all(parts):
        return []
    if any(cell.enhet not in KRONOR for cell in (stated, *parts)):
        return []
    unit = Decimal(KRONOR[stated.enhet])
    exact = sum((part.printed * KRONOR[part.enhet] for part in parts), Decimal(0)) / unit
    computed = exact.quantize(last_decimal(stated), ROUND_HALF_UP)
    halves = (
        sum((last_decimal(cell) * KRONOR[cell.enhet] / 2 for cell in (stated, *parts)), Decimal(0)) / unit
    )
    tolerance = max(halves, last_decimal(stated))
    gap = abs(stated.printed - computed)
    is_other_unit = (
        gap > tolerance
        and stated.printed
        and computed
        and any(
            abs(stated.printed * factor - exact) <= tolerance * max(factor, Decimal(1))
            for factor in (Decimal(1000), Decimal(10) ** 6, Decimal("0.001"), Decimal("0.000001"))
        )
    )
    places = tuple(dict.fromkeys(cell.place for cell in (stated, *parts) if cell.place))
    remark = "wrong-unit" if is_other_unit else ""
    return [
        Check(
            rule,
            subject,
            stated.printed,
            computed,
            stated.enhet,
            places,
            tolerance,
            stated.decimaler,
            worth,
            remark,
        )
    ]


def rounding(*cells: Cell) -> Decimal:
    """What rounding can make of the difference between a sum and its parts: half a unit of each one's last decimal."""
    return sum((last_decimal(cell) / 2 for cell in cells), Decimal(0))


def minus(cell: Cell) -> Cell:
    """The cell as a part that is taken away; one without a number as it is."""
    return replace(cell, varde=-cell.number) if cell else cell


def last_decimal(cell: Cell) -> Decimal:
    """One unit of the last decimal that is printed: 1 for 46, 0.1 for 46.0."""
    return Decimal(1).scaleb(-cell.decimaler)


def slack(*cells: Cell) -> Decimal:
    """What rounding can make of a sum: nothing between whole numbers of persons or things, which are counted."""
    return rounding(*(cell for cell in cells if cell.enhet != "antal" or cell.decimaler))


def percent(rule: str, subject: str, stated: Cell, count: Cell, base: Cell, less: int = 0) -> list[Check]:
    """100 count / base, less 100 for a change, with halves rounded up; nothing where a figure or the base is missing.

    What rounds the count and the base reaches the percent; a percent may also have been cut to its last decimal instead
    of rounded. One that was raised is what no rounding makes. A change that is told as what the later figure is of the earlier has a remark.
    """
    if not (stated and count and base) or base.printed <= 0:
        return []
    exact = 100 * count.printed / base.printed - less
    unit = last_decimal(stated)
    computed = exact.quantize(unit, "ROUND_HALF_UP")
    ends = [
        100 * (count.printed + up) / (base.printed + down) - less
        for up, down in product(_both(count), _both(base))
    ]
    explained = _is_made(stated.printed, min(ends), max(ends), unit)
    tolerance = abs(stated.printed - computed) if explained else Decimal(0)
    is_to = less and not explained and _is_made(stated.printed - less, min(ends), max(ends), unit)
    places = places_of((stated, count, base))
    check = Check(rule, subject, stated.printed, computed, stated.enhet, places, tolerance, stated.decimaler)
    return [replace(check, remark="to-not-by") if is_to else check]


def _is_made(stated: Decimal, low: Decimal, high: Decimal, unit: Decimal) -> bool:
    """Whether rounding or cutting towards 0 makes the figure of a value between low and high."""
    cut_up, cut_down = (unit if low < 0 else unit / 2), (unit if high > 0 else unit / 2)
    return low - cut_down < stated < high + cut_up or stated in (low - unit / 2, high + unit / 2)


def _both(cell: Cell) -> tuple[Decimal, Decimal]:
    """The most that rounding can have taken from a number and added to it."""
    return -slack(cell), slack(cell)
