"""What a map of kommuner shows: figures in steps, and what stands for no figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from finsam.chapters.shades import shades
from finsam.swedish import NBSP, number

#: How many steps a scale has, where there are as many different figures.
STEPS = 5
#: What a kommun without a figure is called in the legend, and its pattern.
WITHOUT = {
    "undertryckt": ("visas inte av sekretesskäl", "xxxx"),
    "saknas": ("uppgift saknas", "////"),
    "ej_tillampligt": ("kan inte förekomma", "----"),
}


@dataclass(frozen=True)
class Steps:
    """Steps of figures, each with as many kommuner as the others as nearly as can be. tops: the highest printed of each."""

    low: Decimal
    tops: tuple[Decimal, ...]
    decimals: int

    @classmethod
    def of(cls, values: Iterable[float], decimals: int) -> Steps:
        """The fifths of the figures as they are printed, so that every printed figure is in the step that says so."""
        printed = sorted(printed_value(value, decimals) for value in values)
        if not printed:
            raise ValueError("a scale is made of figures")
        ends = [printed[-(-len(printed) * part // STEPS) - 1] for part in range(1, STEPS + 1)]
        return cls(printed[0], tuple(dict.fromkeys(ends)), decimals)

    def step(self, value: float) -> int:
        """The number of a figure's step from 0; one beyond the scale is in its first or last."""
        printed = printed_value(value, self.decimals)
        return next((at for at, top in enumerate(self.tops) if printed <= top), len(self.tops) - 1)

    def words(self, at: int) -> str:
        """`7,2–8,4`, from the lowest to the highest printed figure that a step can hold."""
        low = self.low if at == 0 else self.tops[at - 1] + Decimal(1).scaleb(-self.decimals)
        ends = list(dict.fromkeys(number(end, self.decimals) for end in (low, self.tops[at])))
        return f" till{NBSP}".join(ends) if low < 0 else "–".join(ends)

    @property
    def colors(self) -> list[str]:
        """One of each step from light to dark, equally far apart in lightness."""
        return shades(len(self.tops))


@dataclass(frozen=True)
class Shown:
    """What a map shows: the measure's name, the time in words, its unit, and figures and what stands for none by code.

    own: the codes that are marked; called what they are together (`förbundets kommuner`) where there are several.
    """

    name: str
    time: str
    unit: str
    values: Mapping[str, float]
    statuses: Mapping[str, str]
    own: Sequence[str]
    called: str = "förbundets kommuner"

    def status(self, code: str) -> str:
        return self.statuses.get(code, "saknas")


def in_kommuner(count: int) -> str:
    """`1 kommun`, `12 kommuner`."""
    return f"{number(count)}{NBSP}{'kommun' if count == 1 else 'kommuner'}"


def printed_value(value: float, decimals: int) -> Decimal:
    """The figure as it is printed, halves up."""
    return Decimal(f"{value:.12f}").quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
