"""The tables of the chapter on effects: who joined when, the estimates, and the placebos that try them."""

from __future__ import annotations

from collections.abc import Callable

from finsam.chapters.effects import Question, Study
from finsam.chapters.effects_text import GROUPS, NAMES, p_text
from finsam.chapters.markdown import Line, Table, escape
from finsam.chapters.register_text import between, change_decimals, figure, signed, unit_of_change
from finsam.measures.effects import AFTER, BACK, Effect
from finsam.swedish import SIGNS, capital, number, period, word
from finsam.tables.joined import Membership
from finsam.tables.registers import area_name

#: A weight of a synthetic control that is told by itself, as a share.
_LEAST_WEIGHT = 0.005
#: Fewer förbund than this don't tell anything by being resampled.
_LEAST_CLUSTERS = 3


def members(study: Study) -> Table | None:
    """The förbund's own kommuner with the day or year of joining and its source."""
    found = [
        (one, forbund.namn)
        for forbund in study.register.forbund
        for one in forbund.medlemmar
        if one.kod in study.own
    ]
    if not found:
        return None
    lines = [
        Line(escape(area_name(one.kod)), [period(str(one.fran)), *_left(one, found), escape(one.kalla)])
        for one, _ in found
    ]
    heads = [
        "Kommun",
        "Medlem från",
        *(["Till och med"] if any(one.till for one, _ in found) else []),
        "Källa",
    ]
    return Table(
        "tbl-effekter-medlemskap",
        "Förbundets kommuner och när de blev medlemmar",
        heads,
        lines,
        text_columns=range(1, len(heads)),
    )


def _left(one: Membership, found: list[tuple[Membership, str]]) -> list[str]:
    if not any(other.till for other, _ in found):
        return []
    return [period(str(one.till)) if one.till else SIGNS["ej_tillampligt"]]


def _judged(study: Study) -> list[tuple[Question, str, Effect]]:
    return [
        (question, whose, effect)
        for question in study.questions
        for whose, effect in question.effects.items()
        if effect.verdict != "for_fa"
    ]


def _sectioned(study: Study, cells: Callable[..., list[str]]) -> list[Line]:
    """A heading for each measure, and a line for each of its effects that any cell is told of."""
    lines, before = [], None
    for question, whose, effect in _judged(study):
        told = cells(question, effect)
        if set(told) == {SIGNS["ej_tillampligt"]}:
            continue
        if question is not before:
            unit = unit_of_change(question.measure)
            lines.append(Line(escape(f"{capital(NAMES[question.matt])}, {unit}"), style="sektion"))
            before = question
        lines.append(Line(capital(GROUPS[whose]), told))
    return lines


def estimates(study: Study) -> Table | None:
    """The difference from joining on, with its interval and what it is made of."""

    def cells(question: Question, effect: Effect) -> list[str]:
        decimals = change_decimals(question.measure)
        years = question.panel.periods
        return [
            number(len(effect.members)),
            number(len(effect.others)),
            period(f"{years[0]}-{years[-1]}"),
            signed(effect.effect, decimals),
            between(effect.interval, decimals),
            p_text(effect.p),
            p_text(effect.p_before),
        ]

    lines = _sectioned(study, cells)
    if not lines:
        return None
    return Table(
        "tbl-effekter-skattningar",
        f"Skillnad mot kommunerna utanför de {word(AFTER)} första åren som medlem",
        ["Mått", "Medlemmar", "Utanför", "År", "Skillnad", "Intervall", "p", "p före"],
        lines,
        text_columns=[3],
        widths=[22, 11, 9, 10, 9, 16, 7, 7],
        note="Alla medlemskommuner är de i något av registrets förbund som har siffror från tillräckligt många år. Intervallet är 95-procentigt. Ett minus betyder att måttet har blivit lägre i medlemskommunerna. p är andelen "
        "slumpmässiga låtsasmedlemmar med minst lika stor skillnad, och p före detsamma för åren före inträdet: är det lågt "
        "skilde sig kommunerna åt redan då.",
    )


def placebos(study: Study) -> Table | None:
    """The same with members that joined earlier than they did, and by resampled förbund."""

    def cells(question: Question, effect: Effect) -> list[str]:
        decimals, tried, none = change_decimals(question.measure), effect.in_time, SIGNS["ej_tillampligt"]
        joined = set(effect.panel.clusters[~effect.panel.never])
        enough = len(joined) >= _LEAST_CLUSTERS
        return [
            *([signed(tried.effect, decimals), between(tried.interval, decimals)] if tried else [none, none]),
            figure(effect.error, decimals) if enough else none,
            p_text(effect.wild.p) if enough else none,
        ]

    lines, before = _sectioned(study, cells), capital(word(BACK))
    if not lines:
        return None
    return Table(
        "tbl-effekter-provningar",
        "Skillnaderna prövade på andra sätt",
        ["Mått", f"{before} år tidigare", "Intervall", "Medelfel", "p efter förbund"],
        lines,
        widths=[24, 16, 16, 10, 16],
        note=f"{before} år tidigare: inträdet är flyttat bakåt och bara åren före det verkliga inträdet används, så skillnaden "
        "ska vara nära noll. Medelfel och p efter förbund räknar kommuner i samma förbund tillsammans, och kräver "
        "medlemmar i minst tre förbund.",
    )


def weights(question: Question) -> Table | None:
    """Which kommuner a synthetic control is made of."""
    found = question.placed
    if found is None:
        return None
    by_size = sorted(found.own.weights.items(), key=lambda each: (-each[1], each[0]))
    told = [(code, weight) for code, weight in by_size if weight >= _LEAST_WEIGHT]
    lines = [Line(escape(area_name(code)), [figure(100 * weight, 0)]) for code, weight in told]
    rest = sum(weight for _, weight in by_size) - sum(weight for _, weight in told)
    if rest >= _LEAST_WEIGHT:
        lines.append(Line("Övriga", [figure(100 * rest, 0)]))
    return Table(
        f"tbl-effekter-vikter-{question.matt.replace('_', '-')}",
        escape(
            f"Kommuner i den syntetiska kontrollen av {area_name(found.own.unit)}: {NAMES[question.matt]}"
        ),
        ["Kommun", "Vikt, procent"],
        lines,
    )
