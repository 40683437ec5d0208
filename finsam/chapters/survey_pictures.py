"""Pictures of how the answers of a respondent group spread over their scales."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

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
    by_scale: dict[tuple[Any, ...], list[tuple[str, Result]]] = {}
    for label, result in zip(labels(surveys, part), part, strict=True):
        if result.N and not result.hidden and (_by_step(result) or _by_class(surveys, result)):
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
    is_by_step = all(_by_step(result) for _, result in pairs)
    if not is_by_step:
        pairs = [(label, result) for label, result in pairs if _by_class(surveys, result)]
    order, steps = _steps(surveys, first.fraga) if is_by_step else _classes(surveys, first.fraga)
    names = [f"{label}{NBSP}({number(result.N)})" for label, result in pairs]
    drawing, axes = figures.canvas(height=1.25 + 0.42 * len(pairs))
    counts = [[sum(result.counts[step] for step in part) for part in order] for _, result in pairs]
    diverging(axes, names, counts, steps)
    favourable = listing([scale.label(step) for step in sorted(surveys.favourable(first.fraga))])
    choice = f" med {favourable} som gynnsamt" if with_favourable and favourable else ""
    caption = (
        f"{surveys.group(first.respondentgrupp)}: så fördelar sig svaren {book.ar} på skalan {scale.namn}{choice}. "
        "Antal svar inom parentes och i staplarna"
    )
    if not is_by_step:
        caption += (
            ". Svarsalternativen är sammanslagna, eftersom få personer har valt något av dem. En fråga där inte heller det "
            "skyddar enskilda är inte med"
        )
    alt = [
        "Staplar över svarens fördelning.",
        *(
            _told(_words(scale, order, steps), label, result, of)
            for (label, result), of in zip(pairs, counts, strict=True)
        ),
    ]
    columns = {"Svar": [number(result.N) for _, result in pairs]}
    columns |= {
        word: [*map(number, column)]
        for word, column in zip(steps.words, zip(*counts, strict=True), strict=True)
    }
    rows = figures.rows_of("Fråga", [label for label, _ in pairs], columns)
    return Figure(id, escape(caption), " ".join(alt), drawing, rows=rows)


def _by_step(result: Result) -> bool:
    """Whether a bar may show the answers of each step."""
    return not result.few and not any(map(result.is_few, result.counts.values()))


def _by_class(surveys: Surveys, result: Result) -> bool:
    """Whether a bar may show unfavourable, neutral and favourable answers."""
    if result.few or not surveys.favourable(result.fraga):
        return False
    order, _ = _classes(surveys, result.fraga)
    return not any(result.is_few(sum(result.counts[step] for step in part)) for part in order)


def _classes(surveys: Surveys, question: str) -> tuple[list[tuple[int, ...]], Steps]:
    """The steps in parts from the unfavourable to the favourable ones."""
    good, neutral = surveys.favourable(question), surveys.neutral(question)
    bad = tuple(step for step in surveys.scale(question).steps if step not in good | neutral)
    parts = [("Ogynnsamma", bad), ("Neutrala", tuple(sorted(neutral))), ("Gynnsamma", tuple(sorted(good)))]
    parts = [(word, steps) for word, steps in parts if steps]
    return [steps for _, steps in parts], Steps(
        [word for word, _ in parts], int(bool(bad)), int(bool(neutral))
    )


def _words(scale: Scale, order: Sequence[tuple[int, ...]], steps: Steps) -> list[str]:
    """What the parts of a bar are called in words."""
    if any(len(part) > 1 for part in order) or len(order) < len(list(scale.steps)):
        return [word.lower() for word in steps.words]
    return [
        scale.word(step) if scale.has_word(step) else f"steg {number(step)}"
        for part in order
        for step in part
    ]


def _told(words: Sequence[str], label: str, result: Result, of: Sequence[int]) -> str:
    """A bar in words: its answers, how many are favourable, and those of each part."""
    counts = [f"{word}: {number(count)}" for word, count in zip(words, of, strict=True)]
    good = "" if result.favourable is None else f", {plural(result.favourable, 'gynnsamt', 'gynnsamma')}"
    return f"{label} ({plural(result.N, 'svar', 'svar')}{good}): {listing(counts)}."


def _steps(surveys: Surveys, question: str) -> tuple[list[tuple[int, ...]], Steps]:
    """The steps from the most unfavourable to the most favourable one, which may be from the highest to the lowest."""
    scale, good, neutral = surveys.scale(question), surveys.favourable(question), surveys.neutral(question)
    order = list(scale.steps)
    if not good:
        return [(step,) for step in order], Steps([scale.label(step) for step in order])
    bad = [step for step in order if step not in good | neutral]
    if bad and sum(good) / len(good) < sum(bad) / len(bad):
        order.reverse()
    order.sort(key=lambda step: (step in good) - (step in bad))
    words = [scale.label(step) for step in order]
    return [(step,) for step in order], Steps(words, len(bad), len(neutral))
