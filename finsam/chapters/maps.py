"""Maps of kommuner in steps from light to dark, with a legend in words and a text alternative.

    steps = Steps.of(values, decimals)
    county_map(Shown("Sjukpenningtal", "2024", "dagar", values, statuses, own), steps, ["9901", …], "fig-karta-lan")

The steps are in order of lightness alone, so that they stay apart in grey and for readers who are colour-blind;
a kommun without a figure has a pattern instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import shapely

from finsam.chapters import figures
from finsam.chapters.figures import WIDTH, Figure
from finsam.chapters.geometry import kommun_shapes
from finsam.chapters.map_drawing import draw, frame, legend, names
from finsam.chapters.map_steps import WITHOUT, Shown, Steps, in_kommuner, printed_value
from finsam.chapters.markdown import escape
from finsam.swedish import SIGNS, capital, listing, number
from finsam.tables.registers import area_name, kommuner

#: Inches of the maps at the most, and points from one place to the next on the grid that their borders are drawn on.
_COUNTY, _COUNTRY = (3.6, 3.9), (2.9, 5.8)
_FINE, _COARSE = 0.4, 0.5
#: Kilometres of a border's bends that the map of the country leaves out; neighbours keep one border.
_TOLERANCE = 3.0


def county_map(shown: Shown, steps: Steps, lan: Sequence[str], id: str) -> Figure | None:
    """The kommuner of one or several counties, the marked ones with a thick border, name and figure.

    None where a marked kommun has no shape.
    """
    codes = [area.kod for each in lan for area in kommuner(each)]
    shapes = {code: kommun_shapes()[code] for code in codes if code in kommun_shapes()}
    if not shapes or not set(shown.own) <= set(shapes):
        return None
    where = listing([area_name(each) for each in lan])
    drawing, axes, scale = frame(shapes, _COUNTY, (WIDTH - _COUNTY[0]) / 2, 1.0, _FINE)
    draw(axes, shapes, shown, steps, scale)
    names(axes, {code: shapes[code] for code in shown.own}, shown, steps.decimals, scale)
    legend(drawing, shown, steps, shapes, loc="lower center", ncols=3)
    caption = f"{shown.name} {shown.time} i kommunerna i {where}, {shown.unit}"
    rows = _rows(shown, steps, list(shapes))
    return Figure(f"fig-{id}", escape(caption), _alt(shown, steps, where, list(shapes)), drawing, rows=rows)


def country_map(shown: Shown, steps: Steps, id: str) -> Figure | None:
    """All kommuner of the country, the marked ones with a thick border; None where a marked one has no shape.

    Invented kommuner are drawn only where they are marked.
    """
    real = [area.kod for area in kommuner()]
    codes = [*real, *(area.kod for code in shown.own if code not in real for area in kommuner(code[:2]))]
    shapes = {code: kommun_shapes()[code] for code in dict.fromkeys(codes) if code in kommun_shapes()}
    if not set(shown.own) <= set(shapes):
        return None
    shapes = dict(zip(shapes, shapely.coverage_simplify(list(shapes.values()), _TOLERANCE), strict=True))
    drawing, axes, scale = frame(shapes, _COUNTRY, 0.4, 0, _COARSE)
    draw(axes, shapes, shown, steps, scale, with_lan=True)
    legend(drawing, shown, steps, shapes, loc="center right", ncols=1)
    caption = f"{shown.name} {shown.time} i landets kommuner, {shown.unit}"
    rows = _rows(shown, steps, list(shapes))
    return Figure(
        f"fig-{id}", escape(caption), _alt(shown, steps, "landet", list(shapes)), drawing, rows=rows
    )


def _rows(shown: Shown, steps: Steps, codes: Sequence[str]) -> list[list[str]]:
    """The figure of each kommun on the map, or the sign for why there is none."""
    told = [
        number(Decimal(f"{shown.values[code]:.12f}"), steps.decimals)
        if code in shown.values
        else SIGNS[shown.status(code)]
        for code in codes
    ]
    return figures.rows_of("Kommun", [area_name(code) for code in codes], {capital(shown.unit): told})


def _alt(shown: Shown, steps: Steps, where: str, codes: Sequence[str]) -> str:
    """What the map shows: the highest, the lowest, the marked ones with their steps, and how many have no figure."""
    known = {code: shown.values[code] for code in codes if code in shown.values}
    text = {
        code: number(printed_value(value, steps.decimals), steps.decimals) for code, value in known.items()
    }
    told = [
        f"Karta över kommunerna i {where}: {shown.name[:1].lower()}{shown.name[1:]} {shown.time}, {shown.unit}, i {number(len(steps.tops))} steg."
    ]
    if known:
        highest, lowest = max(known, key=known.__getitem__), min(known, key=known.__getitem__)
        told.append(
            f"Högst är {area_name(highest)} med {text[highest]} och lägst {area_name(lowest)} med {text[lowest]}."
        )
    for at in range(len(steps.tops) - 1, -1, -1):
        own = [code for code in shown.own if code in known and steps.step(known[code]) == at]
        if own:
            words = listing([f"{area_name(code)} ({text[code]})" for code in own])
            ordinal = (
                ("lägsta", *(f"{number(n)}:e" for n in range(2, len(steps.tops))), "högsta")[at]
                if len(steps.tops) > 1
                else "enda"
            )
            counted = f"{ordinal} steget nerifrån" if ordinal[0].isdigit() else f"{ordinal} steget"
            told.append(f"I det {counted}, {steps.words(at)}, ligger {words}.")
    for status, (words, _) in WITHOUT.items():
        without = [code for code in codes if code not in known and shown.status(code) == status]
        if without:
            named = (
                listing([area_name(code) for code in without])
                if len(without) < 8
                else in_kommuner(len(without))
            )
            told.append(f"Utan värde, {words}: {named}.")
    return " ".join(told)
