"""Whether a series' trend differs from the county's or the country's."""

from __future__ import annotations

import math

import numpy as np

from finsam.measures.trends.fit import Fit, fit
from finsam.measures.trends.results import Comparison
from finsam.measures.trends.usable import FEWEST, Usable, usable, why_not
from finsam.register.series import NotComparable, Series, comparable

#: The code of the country.
_COUNTRY = "00"

#: What is told when the difference is the same every year, or lies on a line.
_NO_NOISE = "Skillnaden följer en linje exakt, och då finns ingen variation att bedöma den mot."


def against(series: Series, reference: Series) -> Comparison:
    """The yearly change of a series less the reference's, over the periods that both have.

    The difference of the two is followed period by period, so that what happens to both (a pandemic) cancels. Where the
    reference holds the series' own kommuner they are first taken out of it, if denominators or counts allow; otherwise
    note tells that they are still there. Shares and rates are compared in their unit, weighed by their denominators; of
    counts the logarithms are, which gives percent a year. Raises NotComparable where the two may not be compared.
    """
    raise_unless_comparable(series, reference)
    measure = series.measure
    enhet = (
        "procent"
        if measure.slag == "antal"
        else "procentenheter"
        if measure.enhet == "procent"
        else measure.enhet
    )
    one, other = _together(series, reference)
    reason, note = why_not(one), ""
    if not reason and _holds(reference, series):
        rest, note = _without(one, other, reference, measure.slag)
        if rest is None:
            return Comparison(math.nan, None, None, note, enhet)
        other = rest
    if not reason and len(one) < FEWEST:
        reason = why_not(one)
    reason = "" if reason.startswith("Alla siffror är lika") else reason
    if measure.slag == "antal" and not reason and not ((one.values > 0).all() and (other.values > 0).all()):
        reason = "Antalet är noll någon gång, och då kan förändringen inte jämföras i procent."
    span = (len(one), one.periods[0], one.periods[-1]) if len(one) else (0, "", "")
    if reason:
        return Comparison(math.nan, None, None, reason, enhet, note, *span)
    model = _difference(one, other, measure.slag)
    slope = model.slope()
    percent = measure.slag == "antal"
    estimate = _percent(slope.estimate) if percent else slope.estimate
    if not model.has_noise:
        return Comparison(estimate, None, None, _NO_NOISE, enhet, note, *span)
    found = slope.interval
    interval = type(found)(_percent(found.low), _percent(found.high)) if percent else found
    return Comparison(estimate, interval, slope.p, "", enhet, note, *span)


def raise_unless_comparable(series: Series, reference: Series) -> None:
    """Raises NotComparable with the reason, where `against` would."""
    comparable([series, reference])
    if series.is_monthly != reference.is_monthly:
        raise NotComparable("Månader och år kan inte jämföras med varandra.")
    if set(series.areas) == set(reference.areas):
        raise NotComparable(f"{series.name} kan inte jämföras med sig själv.")


def _percent(log: float) -> float:
    return 100 * math.expm1(log)


def _together(series: Series, reference: Series) -> tuple[Usable, Usable]:
    """The figures of the periods that both have, counted back from the last common one."""
    known = [
        set(part.since_break().known.loc[lambda points: ~(points["namnare"] <= 0), "period"])
        for part in (series, reference)
    ]
    common = sorted(known[0] & known[1])
    if not common:
        return usable(series.until("0001")), usable(series.until("0001"))
    one, other = usable(series, common[-1]), usable(reference, common[-1])
    both = set(one.periods) & set(other.periods)
    one, other = (
        part.kept(np.array([period in both for period in part.periods], bool)) for part in (one, other)
    )
    return one, other


def _holds(reference: Series, series: Series) -> bool:
    """Whether all kommuner (or län) of the series are among the reference's."""

    def inside(area: str) -> bool:
        return any(
            whole in (area, _COUNTRY) or (len(whole) == 2 and area.startswith(whole))
            for whole in reference.areas
        )

    return all(inside(area) for area in series.areas)


def _without(one: Usable, other: Usable, reference: Series, slag: str | None) -> tuple[Usable | None, str]:
    """The reference without the series, and how that went; None and the reason where nothing is left of it."""
    if slag == "antal":
        values, sizes = other.values - one.values, other.sizes
        possible, empty = bool((values > 0).all()), bool((values == 0).all())
    elif slag in ("andel", "kvot") and one.sizes is not None and other.sizes is not None:
        sizes = other.sizes - one.sizes
        empty = bool((sizes == 0).all())
        with np.errstate(all="ignore"):
            values = (other.values * other.sizes - one.values * one.sizes) / sizes
        # A part that is larger than its whole, or has more than all of it, is counted in another way than the whole.
        possible = bool((sizes > 0).all() and (values >= 0).all())
    else:
        return (
            other,
            f"Jämförelsen är med hela {reference.name}, eftersom nämnare saknas för att räkna bort den egna delen.",
        )
    if empty:
        return None, f"{reference.name} består bara av samma kommuner, så det finns inget att jämföra med."
    if not possible:
        return (
            other,
            f"Jämförelsen är med hela {reference.name}, eftersom den egna delen inte går att räkna bort.",
        )
    rest = Usable(other.periods, other.times, values, sizes, other.grid, other.note)
    return rest, f"Jämförelsen är med {reference.name} utan den egna delen."


def _difference(one: Usable, other: Usable, slag: str | None) -> Fit:
    """The straight line of one less the other; weighed by how exact each difference is, of shares and rates."""
    if slag == "antal":
        return fit("linjar", one.times, np.log(one.values / other.values))
    sizes = None
    if slag and one.sizes is not None and other.sizes is not None:
        sizes = 1 / (1 / one.sizes + 1 / other.sizes)
    return fit("linjar", one.times, one.values - other.values, sizes)
