"""The insatser beside each other and one by one: how it went in each, and how sure that is."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from finsam.chapters import curves, drawings, figures
from finsam.chapters.book import Book
from finsam.chapters.certainty import BASE_WORDS, FEW, is_few, share_text
from finsam.chapters.comparison import result_sentence
from finsam.chapters.facts import facts, groups, slug
from finsam.chapters.figures import Figure
from finsam.chapters.goals import base_of, base_share, goal_text
from finsam.chapters.kansli import prose, under
from finsam.chapters.markdown import Markdown, escape
from finsam.chapters.participants import EXIT_NAMES, in_sentence, insatser, outcome_table, this_year
from finsam.chapters.persons import in_order
from finsam.measures.participants import EXITS, WHOLE, Outcome
from finsam.measures.shares import Interval, Share, funnel, pooled
from finsam.swedish import NBSP, capital, listing, number, with_unit

#: A funnel plot is shown from so many insatser on.
LEAST_IN_FUNNEL = 10
#: The levels of its limits, as printed and as a share of 1.
_LEVELS = (("95", 0.95), ("99,8", 0.998))


class _Compared(NamedTuple):
    """The share to work or studies of an insats, with its interval."""

    share: Share
    interval: Interval


def _with_exits(book: Book) -> list[Outcome]:
    """The insatser in which someone ended and every way of ending is known, the largest first."""
    known = [o for o in insatser(book) if o.share(*EXITS) is not None]
    return sorted(known, key=lambda outcome: -outcome.number("avslutade"))


def results_figure(book: Book) -> Figure | None:
    """How participations ended in each insats, as shares, with the goal for work and studies."""
    found = _with_exits(book)
    if len(found) < 2:
        return None
    labels = [f"{book.params.short_name(o.insats)} ({number(o.number('avslutade'))})" for o in found]
    parts = {EXIT_NAMES[exit]: [outcome.number(exit) for outcome in found] for exit in EXITS}
    goal = book.params.year.mal_arbete_studier
    drawing, axes = figures.canvas(height=figures.height_for(len(found)))
    target = float(goal.procent) if goal and goal.bas == "avslutade" else None
    text = f"Mål: {goal_text(goal.procent)} till arbete eller studier" if goal else ""
    drawings.stacked_shares(axes, _wrapped(labels), parts, target, text)
    alt = "Andel till arbete eller studier av dem som avslutade: " + listing(
        [
            f"{outcome.insats} {_percent_of(share)}"
            for outcome in found
            if (share := outcome.share("arbete", "studier"))
        ]
    )
    caption = (
        f"Hur deltagandet slutade {book.ar} i varje insats. Antal avslutade inom parentes, antal i staplarna"
    )
    rows = _count_rows([outcome.insats for outcome in found], parts)
    return Figure("fig-resultat", caption, alt + ".", drawing, rows=rows)


def _percent_of(share: Share) -> str:
    """`46 % (6 av 13)`."""
    return f"{with_unit(share.rounded(), 'procent')} ({number(share.n)} av {number(share.N)})"


def _count_rows(names: list[str], parts: dict[str, list[int]]) -> list[list[str]]:
    return figures.rows_of(
        "Insats", names, {name: list(map(number, counts)) for name, counts in parts.items()}
    )


def _compared(book: Book) -> dict[str, _Compared]:
    """The share to work or studies of each insats that has one with an interval, in the order of the förbund."""
    found = {outcome.insats: base_share(book, outcome) for outcome in insatser(book)}
    return {
        name: _Compared(share, interval)
        for name in in_order(book, found)
        if (share := found[name]) and (interval := share.interval)
    }


def interval_figure(book: Book) -> Figure | None:
    """The share to work or studies in each insats with its interval, and the goal. Never in order of result."""
    found = _compared(book)
    if len(found) < 2:
        return None
    goal = book.params.year.mal_arbete_studier
    few = [is_few(book, share) for share, _ in found.values()]
    drawing, axes = figures.canvas(height=figures.height_for(len(found), 0.3, 1.2))
    drawings.whiskers(
        axes,
        _wrapped([_label(book, name, share) for name, (share, _) in found.items()]),
        [float(share.percent) for share, _ in found.values()],
        [(interval.low, interval.high) for _, interval in found.values()],
        few,
        f"{capital(FEW)}: färre än {number(book.params.year.liten_bas)}",
        float(goal.procent) if goal else None,
        f"Mål: {goal_text(goal.procent)}" if goal else "",
    )
    told = [
        f"{name} {share_text(share)}, {number(share.n)} av {number(share.N)}"
        + (f", {FEW}" if is_small else "")
        for (name, (share, _)), is_small in zip(found.items(), few, strict=True)
    ]
    alt = f"Andel till arbete eller studier med 95-procentigt konfidensintervall: {'; '.join(told)}"
    caption = (
        f"Till arbete eller studier {book.ar} i varje insats, {_of_whom(book, found)}. Insatserna står inte "
        "i rangordning: där intervallen överlappar kan skillnaden vara en slump, och målgrupperna är olika"
    )
    return Figure("fig-insatser-intervall", caption, alt + ".", drawing, rows=_share_rows(found))


def _of_whom(book: Book, names: Iterable[str]) -> str:
    bases = {base_of(book, name) for name in names}
    return f"procent av dem {BASE_WORDS[bases.pop()]}" if len(bases) == 1 else "procent av insatsens egen bas"


def _label(book: Book, insats: str, share: Share) -> str:
    """The name with its numbers, and with its base where that isn't the usual one."""
    own = base_of(book, insats)
    base = "" if own == base_of(book, WHOLE) else f" {BASE_WORDS[own]}"
    numbers = f"({number(share.n)} av {number(share.N)}{base})".replace(" ", NBSP)
    return f"{book.params.short_name(insats)} {numbers}"


def goal_sentence(book: Book) -> Markdown | None:
    """Which insatser lie above or below the goal by more than chance, and of how many that can't be said."""
    goal, found = book.params.year.mal_arbete_studier, _compared(book)
    if goal is None or len(found) < 2:
        return None
    above = [name for name, (_, interval) in found.items() if interval.low > goal.procent]
    below = [name for name, (_, interval) in found.items() if interval.high < goal.procent]
    unsure = len(found) - len(above) - len(below)
    sentences = [
        f"{listing(names)} ligger längre {side} målet på {goal_text(goal.procent)} än slumpen kan förklara."
        for names, side in ((above, "över"), (below, "under"))
        if names
    ]
    if unsure == len(found):
        sentences.append(
            f"Ingen insats ligger längre från målet på {goal_text(goal.procent)} än slumpen kan förklara."
        )
    elif unsure:
        sure = {*above, *below}
        which = listing([name for name in found if name not in sure])
        sentences.append(f"För {which} kan skillnaden mot målet vara en slump.")
    left_out = [o.insats for o in insatser(book) if base_share(book, o) and o.insats not in found]
    if left_out:
        sentences.append(
            f"{listing(left_out)} jämförs inte här, eftersom andelen inte har något konfidensintervall."
        )
    return Markdown(escape(" ".join(sentences)))


def funnel_figure(book: Book) -> Figure | None:
    """Share against number for many insatser, with the limits that chance alone seldom passes."""
    base = base_of(book, WHOLE)
    found = {name: each for name, each in _compared(book).items() if base_of(book, name) == base}
    if len(found) < LEAST_IN_FUNNEL:
        return None
    shares = [share for share, _ in found.values()]
    whole = pooled(shares)
    sizes = range(1, int(1.06 * max(share.N for share in shares)) + 2)
    limits = [(f"{text}{NBSP}%", *funnel(whole, sizes, level)) for text, level in _LEVELS]
    _, low, high = limits[0]
    outside = [name for name, (share, _) in found.items() if _is_outside(share, low, high)]
    drawing, axes = figures.canvas(height=3.6)
    curves.funnel(
        axes,
        [share.N for share in shares],
        [float(share.percent) for share in shares],
        [book.params.short_name(name) if name in outside else "" for name in found],
        float(whole.percent),
        limits,
        f"Antal {BASE_WORDS[base]}",
    )
    who = f"Utanför ligger {listing([f'{name} ({share_text(found[name].share)})' for name in outside])}"
    alt = (
        f"Andelen till arbete eller studier mot antalet {BASE_WORDS[base]}, för {number(len(found))} "
        f"insatser. Tillsammans når de {with_unit(whole.rounded(), 'procent')}. "
        + (f"{who}." if outside else "Ingen ligger utanför gränserna.")
    )
    caption = (
        f"Insatsernas andel till arbete eller studier {book.ar} mot hur många de räknas på. Streckade "
        "linjer: gränser som 95 respektive 99,8 procent av insatserna skulle hålla sig inom om bara "
        "slumpen skilde dem åt"
    )
    return Figure("fig-insatser-tratt", caption, alt, drawing, rows=_share_rows(found))


def _share_rows(found: dict[str, _Compared]) -> list[list[str]]:
    """The share to work or studies of each insats, with what it is of and its interval."""
    intervals = [interval.rounded() for _, interval in found.values()]
    columns = {
        "Till arbete eller studier": [number(share.n) for share, _ in found.values()],
        "Av": [number(share.N) for share, _ in found.values()],
        "Andel": [with_unit(share.rounded(), "procent") for share, _ in found.values()],
        "Intervallets nedre gräns": [with_unit(low, "procent") for low, _ in intervals],
        "Intervallets övre gräns": [with_unit(high, "procent") for _, high in intervals],
    }
    return figures.rows_of("Insats", list(found), columns)


def _is_outside(share: Share, low: np.ndarray, high: np.ndarray) -> bool:
    """Whether a share lies beyond the limits (percent) of its number. low, high: for 1, 2, 3 ..., NaN for none."""
    return bool(float(share.percent) < low[share.N - 1] or float(share.percent) > high[share.N - 1])


def sexes_figure(book: Book) -> Figure | None:
    """Women and men among the participants of each insats."""
    found = [
        o
        for o in this_year(book)
        if o.count("antal_totalt", "kvinnor") is not None
        and o.count("antal_totalt", "man") is not None
        and o.count("antal_totalt")
    ]
    if len(found) < 2:
        return None
    names = [capital(in_sentence(book.params.short_name(outcome.insats))) for outcome in found]
    labels = [f"{name} ({number(o.number('antal_totalt'))})" for name, o in zip(names, found, strict=True)]
    parts = {
        name: [o.number("antal_totalt", column) for o in found]
        for name, column in (("Kvinnor", "kvinnor"), ("Män", "man"))
    }
    drawing, axes = figures.canvas(height=figures.height_for(len(found)))
    drawings.stacked_shares(axes, _wrapped(labels), parts, 50, "Hälften")
    women = [Share(n, n + men) for n, men in zip(parts["Kvinnor"], parts["Män"], strict=True)]
    alt = "Andel kvinnor bland deltagarna: " + listing(
        [f"{in_sentence(o.insats)} {_percent_of(share)}" for o, share in zip(found, women, strict=True)]
    )
    caption = f"Kvinnor och män bland deltagarna {book.ar}. Antal deltagare inom parentes, antal i staplarna"
    rows = _count_rows([capital(in_sentence(outcome.insats)) for outcome in found], parts)
    return Figure("fig-kon", caption, alt + ".", drawing, rows=rows)


def insats_sections(book: Book) -> list[object]:
    """For each insats: a heading, what it is, how it went, the kansli's own text, its results and other figures."""
    found = {outcome.insats: outcome for outcome in insatser(book)}
    names = list(
        dict.fromkeys([*found, *(name for name in groups(book, "deltagare") if name not in ("", WHOLE))])
    )
    names += [
        i.namn for i in book.params.forbund.insatser if i.namn not in names and book.texts.under(i.namn)
    ]
    items: list[object] = []
    for name in names:
        items.append(Markdown(f"### {escape(name)} {{#sec-insats-{slug(name)}}}"))
        told = [*prose(book, f"beskrivning.{name}")]
        told += [result_sentence(book, found[name])] if name in found else []
        items += under(book, name, *told)
        items.append(outcome_table(book, found[name]) if name in found else None)
        items.append(facts(book, "deltagare", name))
    return items


def _wrapped(labels: list[str], width: int = 34) -> list[str]:
    """Long names on two lines, so that they leave room for the bars."""
    return [textwrap.fill(label, width) for label in labels]
