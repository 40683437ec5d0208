"""The kommuner of a county in order of a measure, each with its interval, and some of them marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.typing import LineStyleType

from finsam.chapters import figures
from finsam.chapters.drawings import swedish_tick
from finsam.chapters.figures import Figure, brand, styled
from finsam.chapters.map_steps import WITHOUT
from finsam.chapters.markdown import escape
from finsam.chapters.register_profile import COUNTRY, Profile
from finsam.chapters.register_text import between, figure, goal_text, time, title, unit_of
from finsam.measures.shares import Interval
from finsam.measures.trends import trend
from finsam.register.series import series
from finsam.swedish import SIGNS, capital, listing, number
from finsam.tables.registers import area_name, kommuner

#: Inches of a row, by how many there are; so many have room on a page.
_ROW, _TIGHT, _MOST = 0.19, 0.152, 60


@dataclass(frozen=True)
class Ranked:
    """A kommun in the period of a ranking. interval: of the level, where it can be told. status: why there is none."""

    code: str
    name: str
    value: float | None
    interval: Interval | None = None
    status: str = ""


def ranked(profile: Profile, table: pd.DataFrame, codes: Sequence[str]) -> list[Ranked]:
    """The kommuner from the highest to the lowest figure of the profile's period, and last those without one.

    The same sex, version and ages as the profile. A kommun that the register lacks is `saknas`.
    """
    like = next(iter(profile)).series
    found = []
    for code in codes:
        name = area_name(code)
        one = series(table, profile.matt, code, version=like.version, alder=like.alder)
        if one is None or (one.version, one.alder) != (like.version, like.alder):
            found.append(Ranked(code, name, None, None, "saknas"))
            continue
        one = one.until(str(profile.ar))
        if one.is_monthly and len(profile.period) == 4 and one.measure.rullande == 12:
            one = one.yearly()
        point = one.points[one.points["period"] == profile.period]
        if not len(point) or pd.isna(point["varde"].iloc[0]):
            found.append(Ranked(code, name, None, None, point["status"].iloc[0] if len(point) else "saknas"))
            continue
        found.append(Ranked(code, name, float(point["varde"].iloc[0]), trend(one).level_interval))
    return sorted(found, key=lambda each: (each.value is None, -(each.value or 0), each.name))


def _known(rows: Sequence[Ranked]) -> list[tuple[Ranked, float]]:
    """The kommuner that have a figure, with it, in their order."""
    return [(each, each.value) for each in rows if each.value is not None]


def _rows(profile: Profile, ranked: Sequence[Ranked]) -> list[list[str]]:
    decimals = profile.measure.decimaler
    ends = [each.interval.rounded(decimals) if each.interval else None for each in ranked]
    columns = {
        capital(unit_of(profile.measure)): [
            SIGNS[each.status or "saknas"] if each.value is None else figure(each.value, decimals)
            for each in ranked
        ]
    }
    if any(ends):
        columns["Intervallets nedre gräns"] = [number(each[0], decimals) if each else "" for each in ends]
        columns["Intervallets övre gräns"] = [number(each[1], decimals) if each else "" for each in ends]
    return figures.rows_of("Kommun", [each.name for each in ranked], columns)


def ranking(profile: Profile, table: pd.DataFrame, id: str) -> Figure | None:
    """The kommuner of the counties of the profile's kommuner; None for a count, or where fewer than three have a figure.

    table: a register's with all kommuner of the county. The profile's own are marked.
    """
    lan = sorted({code[:2] for code in profile.codes})
    codes = [area.kod for each in lan for area in kommuner(each)]
    rows = [] if profile.is_count or len(codes) > _MOST else ranked(profile, table, codes)
    known = _known(rows)
    if len(known) < 3:
        return None
    drawing, axes = figures.canvas(height=0.95 + len(rows) * (_ROW if len(rows) < 30 else _TIGHT))
    _draw(axes, profile, rows)
    where = listing([area_name(each) for each in lan])
    caption = f"{title(profile.measure)} {time(profile.period, profile.measure)} i kommunerna i {where}, {unit_of(profile.measure)}"
    if any(each.interval for each, _ in known):
        caption += ". Streck: hur mycket ett enskilt värde brukar avvika, 95-procentigt intervall"
    return Figure(
        f"fig-{id}", escape(caption), _alt(profile, rows, where), drawing, rows=_rows(profile, rows)
    )


def places(profile: Profile, rows: Sequence[Ranked]) -> list[str]:
    """Where the profile's kommuner stand among the others: `Ekvik 3 av 8`. The highest figure is 1."""
    known = _known(rows)
    return [
        f"{each.name} {number(at)} av {number(len(known))}"
        for at, (each, _) in enumerate(known, start=1)
        if each.code in profile.codes
    ]


@styled
def _draw(axes: Axes, profile: Profile, rows: Sequence[Ranked]) -> None:
    size = 8 if len(rows) < 30 else 7
    ends = [end for each, value in _known(rows) for end in _span(each, value)]
    for at, each in enumerate(rows):
        if each.value is None:
            # In words too, since a sign alone would stand for a figure on the axis.
            text = f"{SIGNS[each.status or 'saknas']}  {WITHOUT[each.status or 'saknas'][0]}"
            axes.annotate(text, (min(ends), at), fontsize=size, va="center", color=brand().foreground)
        else:
            _draw_row(axes, profile, at, each, each.value, size)
    _name_rows(axes, profile, rows, size)
    lines = _lines(profile)
    for line in lines:
        axes.axvline(line.value, color=line.color, linewidth=1, linestyle=line.dashes, zorder=0)
    # The highest end has room for its figure.
    room, ends_and_lines = 0.05 * (max(ends) - min(ends) or 1), [*ends, *(line.value for line in lines)]
    axes.set_xlim(min(ends_and_lines) - room, max(ends_and_lines) + 2.4 * room)
    axes.figure.legend(
        handles=_handles(profile, lines), loc="outside lower center", ncols=4, handlelength=2.4
    )
    axes.set_xlabel(capital(unit_of(profile.measure)))
    axes.xaxis.set_major_formatter(swedish_tick)
    axes.xaxis.grid(True)
    axes.spines["left"].set_visible(False)
    axes.set_axisbelow(True)


def _span(each: Ranked, value: float) -> tuple[float, float]:
    """From where to where a row is drawn: its interval, or its figure alone."""
    return (each.interval.low, each.interval.high) if each.interval else (value, value)


def _draw_row(axes: Axes, profile: Profile, at: int, each: Ranked, value: float, size: float) -> None:
    """The figure of a kommun as a point with its interval; one of the profile's own filled, with its figure beside it."""
    is_own = each.code in profile.codes
    ink = brand().series[0] if is_own else brand().color("secondary")
    low, high = _span(each, value)
    if each.interval:
        axes.plot([low, high], [at, at], color=ink, linewidth=1.8 if is_own else 0.9)
    face = ink if is_own else brand().background
    axes.plot(value, at, "o", color=ink, markersize=5 if is_own else 4, markerfacecolor=face)
    if is_own:
        text = figure(value, profile.measure.decimaler)
        # On a plate, so that no line goes through it.
        plate = {"boxstyle": "round,pad=0.1", "fc": brand().background, "ec": "none"}
        beside: dict[str, Any] = {
            "xytext": (5, 0),
            "textcoords": "offset points",
            "va": "center",
            "bbox": plate,
        }
        axes.annotate(text, (high, at), color=ink, fontsize=size, weight="bold", **beside)


def _name_rows(axes: Axes, profile: Profile, rows: Sequence[Ranked], size: float) -> None:
    """The names of the kommuner from top to bottom, the profile's own in bold."""
    axes.set_yticks(range(len(rows)), [each.name for each in rows], fontsize=size)
    for label, each in zip(axes.get_yticklabels(), rows, strict=True):
        if each.code in profile.codes:
            label.set_color(brand().series[0])
            label.set_fontweight("bold")
    axes.set_ylim(len(rows) - 0.4, -0.6)


class _Line(NamedTuple):
    """A figure that all kommuner stand against, as an upright line."""

    name: str
    value: float
    dashes: LineStyleType
    color: str


def _lines(profile: Profile) -> list[_Line]:
    """The county, the country and a level that is the goal, as far as they have a figure."""
    grey = brand().color("secondary")
    dashes: dict[str, LineStyleType] = {"Länet": (0, (3, 1.6)), "Riket": "-"}
    found = [
        _Line(name, value, dashes[name], grey)
        for name, each in (("Länet", profile.get(profile.lan)), ("Riket", profile.get(COUNTRY)))
        if each and (value := each.value(profile.period)) is not None
    ]
    level = profile.measure.level
    return found if level is None else [*found, _Line("Mål", float(level), (0, (1, 1.2)), brand().foreground)]


def _handles(profile: Profile, lines: Sequence[_Line]) -> list[Line2D]:
    """What the marks of the picture mean."""
    own = "Förbundets kommuner" if len(profile.codes) > 1 else area_name(profile.codes[0])
    mark = Line2D([], [], color=brand().series[0], marker="o", markersize=5, linewidth=1.8, label=own)
    decimals = profile.measure.decimaler
    return [
        mark,
        *(
            Line2D(
                [],
                [],
                color=each.color,
                linewidth=1,
                linestyle=each.dashes,
                label=f"{each.name} {figure(each.value, decimals)}",
            )
            for each in lines
        ),
    ]


def _alt(profile: Profile, rows: Sequence[Ranked], where: str) -> str:
    decimals = profile.measure.decimaler
    known = _known(rows)
    (first, highest), (last, lowest) = known[0], known[-1]
    told = [
        f"Kommunerna i {where} efter {_small(title(profile.measure))} {time(profile.period, profile.measure)}, {unit_of(profile.measure)}.",
        f"Högst har {first.name} ({figure(highest, decimals)}) och lägst {last.name} "
        f"({figure(lowest, decimals)}) av {number(len(known))} kommuner.",
    ]
    for at, (each, value) in enumerate(known, start=1):
        if each.code in profile.codes:
            ends = f", intervall {between(each.interval, decimals)}" if each.interval else ""
            told.append(f"{each.name} är nummer {number(at)} med {figure(value, decimals)}{ends}.")
    for area in (profile.get(profile.lan), profile.get(COUNTRY)):
        if area and (of_area := area.value(profile.period)) is not None:
            told.append(f"{area.name}: {figure(of_area, decimals)}.")
    target = profile.measure.mal
    if target and target.slag == "niva":
        told.append(f"{goal_text(target, profile.measure)}.")
    without = [each.name for each in rows if each.value is None]
    if without:
        told.append(f"Utan värde: {listing(without)}.")
    return " ".join(told)


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
