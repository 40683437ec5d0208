"""The pictures of the social accounts: results against their thresholds, one picture for each målområde."""

from __future__ import annotations

from collections.abc import Sequence

from finsam.chapters import drawings, figures
from finsam.chapters.facts import slug
from finsam.chapters.figures import Figure
from finsam.chapters.markdown import escape
from finsam.chapters.targets import in_brackets
from finsam.measures.shares import Share
from finsam.measures.signals import GREEN, RED, Result
from finsam.swedish import cell_text, listing, number


def area_figure(name: str, part: Sequence[Result]) -> Figure | None:
    """Each percent as a point with its threshold as a line of its own: filled when reached, open when not.

    part: the results of the målområde. None where fewer than three are shares that can be judged.
    """
    judged = [
        (result, share)
        for result in part
        if result.rule == "andel_minst" and result.signal in (GREEN, RED) and (share := result.share)
    ]
    if len(judged) < 3:
        return None
    labels = [
        f"{result.target.key['indikator']} {result.target.key['kort']}"
        + (in_brackets(result.respondents) if _has_several(part, result) else "")
        for result, _ in judged
    ]
    drawing, axes = figures.canvas(height=figures.height_for(len(judged), 0.33, 1.0))
    drawings.thresholds(
        axes,
        labels,
        [float(share.percent) for _, share in judged],
        [float(result.target["troskel"].number) for result, _ in judged],
    )
    reached = [_against(result, share) for result, share in judged if result.signal == GREEN]
    not_reached = [_against(result, share) for result, share in judged if result.signal == RED]
    alt = (
        f"Resultat mot tröskel, procent. Uppnått: {listing(reached) or 'inget'}. "
        f"Inte uppnått: {listing(not_reached) or 'inget'}."
    )
    return Figure(
        f"fig-malomrade-{slug(name)}",
        f"Resultat mot tröskel, målområde {escape(name)}",
        alt,
        drawing,
        (f"tbl-malomrade-{slug(name)}",),
    )


def _against(result: Result, share: Share) -> str:
    """`1.1 92 mot 80`: indicator, result and threshold in percent."""
    threshold = cell_text(result.target["troskel"])
    return f"{result.target.key['indikator']} {number(share.rounded())} mot {threshold}"


def _has_several(part: Sequence[Result], result: Result) -> bool:
    """Whether its indicator has results of other groups too."""
    return sum(r.target.key["indikator"] == result.target.key["indikator"] for r in part) > 1
