"""Pictures of how the answers of a respondent group spread over their scales."""

from __future__ import annotations

from collections.abc import Sequence

from finsam.chapters import figures
from finsam.chapters.book import Book
from finsam.chapters.facts import slug
from finsam.chapters.figures import Figure
from finsam.chapters.likert import Steps, diverging
from finsam.chapters.markdown import escape
from finsam.chapters.survey_text import labels
from finsam.measures.answers import Result
from finsam.surveys.questions import Surveys
from finsam.surveys.scales import Scale
from finsam.swedish import NBSP, listing, number, plural


def pictures(book: Book, surveys: Surveys, group: str, part: Sequence[Result]) -> list[Figure]:
    """One for each scale, and for each choice of favourable answers on it: bars of different scales can't be compared."""
    by_scale: dict[tuple, list[tuple[str, Result]]] = {}
    for label, result in zip(labels(surveys, part), part, strict=True):
        if result.N and not result.hidden:
            scale = surveys.fragor[result.fraga].skala, surveys.favourable(result.fraga)
            by_scale.setdefault(scale, []).append((label, result))
    names = [name for name, _ in by_scale]
    found = []
    for at, (name, pairs) in enumerate(zip(names, by_scale.values(), strict=True)):
        is_one_of_several = names.count(name) > 1
        suffix = f"-{names[: at + 1].count(name)}" if is_one_of_several else ""
        id = f"fig-svar-{slug(group)}-{slug(name)}{suffix}"
        found.append(_picture(book, surveys, id, pairs, is_one_of_several))
    return found


def _picture(
    book: Book, surveys: Surveys, id: str, pairs: Sequence[tuple[str, Result]], with_favourable: bool
) -> Figure:
    """Results on one scale with their labels. with_favourable: whether the caption tells what is favourable."""
    first = pairs[0][1]
    scale = surveys.scale(first.fraga)
    order, steps = _steps(surveys, first.fraga)
    names = [f"{label}{NBSP}({number(result.N)})" for label, result in pairs]
    drawing, axes = figures.canvas(height=1.25 + 0.42 * len(pairs))
    diverging(axes, names, [[result.counts[step] for step in order] for _, result in pairs], steps)
    favourable = listing([scale.label(step) for step in sorted(surveys.favourable(first.fraga))])
    choice = f" med {favourable} som gynnsamt" if with_favourable and favourable else ""
    caption = (
        f"{surveys.group(first.respondentgrupp)}: så fördelar sig svaren {book.ar} på skalan {scale.namn}{choice}. "
        "Antal svar inom parentes och i staplarna"
    )
    alt = [
        "Staplar över svarens fördelning.",
        *(_told(scale, label, result, order) for label, result in pairs),
    ]
    columns = {"Svar": [number(result.N) for _, result in pairs]} | {
        scale.label(step): [number(result.counts[step]) for _, result in pairs] for step in order
    }
    rows = figures.rows_of("Fråga", [label for label, _ in pairs], columns)
    return Figure(id, escape(caption), " ".join(alt), drawing, rows=rows)


def _told(scale: Scale, label: str, result: Result, order: Sequence[int]) -> str:
    """A bar in words: its answers, how many are favourable, and those of each step."""
    words = [scale.word(step) if scale.has_word(step) else f"steg {number(step)}" for step in order]
    counts = [f"{word}: {number(result.counts[step])}" for word, step in zip(words, order, strict=True)]
    good = "" if result.favourable is None else f", {plural(result.favourable, 'gynnsamt', 'gynnsamma')}"
    return f"{label} ({plural(result.N, 'svar', 'svar')}{good}): {listing(counts)}."


def _steps(surveys: Surveys, question: str) -> tuple[list[int], Steps]:
    """The steps from the most unfavourable to the most favourable one, which may be from the highest to the lowest."""
    scale, good, neutral = surveys.scale(question), surveys.favourable(question), surveys.neutral(question)
    order = list(scale.steps)
    if not good:
        return order, Steps([scale.label(step) for step in order])
    bad = [step for step in order if step not in good | neutral]
    if bad and sum(good) / len(good) < sum(bad) / len(bad):
        order.reverse()
    order.sort(key=lambda step: (step in good) - (step in bad))
    words = [scale.label(step) for step in order]
    return order, Steps(words, len(bad), len(neutral))
