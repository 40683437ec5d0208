"""The tables of the chapter on forecasts: each area's forecast with its interval, and how far off earlier ones would have been."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import numpy as np

from finsam.chapters.forecasts import Foreseen, Question
from finsam.chapters.forecasts_text import METHODS
from finsam.chapters.markdown import Line, Table, escape
from finsam.chapters.register_profile import TOGETHER
from finsam.chapters.register_text import between, change_decimals, figure, level, time, title, unit_of
from finsam.measures.forecasts import AHEAD
from finsam.swedish import NBSP, SIGNS, first_small, listing, number, with_unit, word

#: What an interval of a forecast holds, under tables and pictures.
INTERVAL = "Intervall: utfallet väntas hamna inom det ungefär fyra gånger av fem."
_NONE = SIGNS["ej_tillampligt"]


def forecasts(question: Question | None) -> Table | None:
    """The latest figure of each area, and for each of the years after it the forecast and its interval."""
    if question is None or not question.there:
        return None
    measure, decimals = question.measure, question.measure.decimaler
    years = [time(ahead.period, measure) for ahead in question.there[0].forecast.ahead]
    heads = ["Område", f"Utfall {time(question.period, measure)}"]
    for year in years:
        heads += [f"Prognos {year}", f"Intervall {year}"]
    lines = []
    for each in question.areas:
        cells = [level(each.area, question.period, decimals)]
        for ahead in each.forecast.ahead:
            cells += [figure(ahead.value, decimals), between(ahead.interval, decimals)]
        cells += [_NONE] * (len(heads) - 1 - len(cells))
        cells.append(METHODS[each.forecast.method] if each.is_there else "Ingen prognos")
        lines.append(Line(escape(each.area.name), list(map(escape, cells)), _style(each)))
    return Table(
        f"tbl-{question.id}",
        escape(f"Prognos för {first_small(title(measure))}, {unit_of(measure)}: {listing(years)}"),
        [*map(escape, heads), "Metod"],
        lines,
        text_columns=[len(heads)],
        note=f"Prognoserna är inga utfall. {INTERVAL} Oförändrat: den senaste siffran visas som prognos.",
        widths=[20, 14, *[12, 18] * AHEAD, 18],
    )


def hits(question: Question | None) -> Table | None:
    """The mean absolute error that earlier forecasts would have had, by the model and by the last figure."""
    if question is None or not question.there:
        return None
    distances = [f"{word(at + 1, 'ett')} år" for at in range(AHEAD)]
    heads = ["Område", "Försök"]
    for distance in distances:
        heads += [f"Modellen, {distance}", f"Oförändrat, {distance}"]
    heads.append("Modellen mot oförändrat")
    lines = [Line(escape(each.area.name), _errors(question, each), _style(each)) for each in question.there]
    unit = unit_of(question.measure).replace("procent", "procentenheter")
    return Table(
        f"tbl-{question.id}-fel",
        escape(
            f"Hur långt från utfallet tidigare prognoser hade hamnat: {first_small(title(question.measure))}, {unit}"
        ),
        heads,
        lines,
        note="Medelvärdet av avvikelsen, utan tecken, när prognoser görs för tidigare år av bara de siffror som fanns då. "
        f"Försök: antalet prognoser för {listing(distances)}. Modellen mot oförändrat: modellens avvikelse i procent av "
        "den oförändrade siffrans, i medeltal över avstånden.",
        widths=[24, 14, *[14] * (2 * AHEAD), 16],
    )


def _errors(question: Question, each: Foreseen) -> Sequence[str]:
    decimals, trial, n = change_decimals(question.measure), each.forecast.tried, each.forecast.n
    counts = trial.counts if trial else [n - at - 1 for at in range(AHEAD)]
    cells = [f"{NBSP}och{NBSP}".join(number(count) for count in counts)]
    for at in range(AHEAD):
        model = figure(trial.model[at], decimals) if trial else _NONE
        cells += [model, figure(trial.naive[at] if trial else each.forecast.past[at], decimals)]
    ratio = float(np.mean(trial.ratios)) if trial else np.inf
    return [*cells, with_unit(Decimal(f"{100 * ratio:.12f}"), "procent") if np.isfinite(ratio) else _NONE]


def _style(each: Foreseen) -> str:
    return "summa" if each.area.code == TOGETHER else ""
