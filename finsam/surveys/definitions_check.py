"""What in the definitions of surveys doesn't hold together, told with file and key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from finsam.faults import Fault, Place, nearest
from finsam.paths import relative
from finsam.surveys.catalogue import point_of
from finsam.surveys.names import plain
from finsam.surveys.questions import Context, Surveys
from finsam.surveys.scales import Scale

#: The last file that says something of an entry, by part (`fragor`) and id.
Files = Mapping[tuple[str, str], Path]


@dataclass(frozen=True)
class _Entry:
    """An entry of a file, that faults are told of."""

    file: Path
    part: str
    id: str

    def fault(self, code: str, message: str, key: str, value: object, expected: str) -> Fault:
        path = ".".join(filter(None, (self.part, self.id, key)))
        return Fault(code, message, (Place(relative(self.file), None, None, path, str(value)),), expected)

    def unknown(self, code: str, key: str, value: str, known: Iterable[str]) -> Fault:
        """code: what there is none of, and `-unknown`."""
        message = f"There is no {code.removesuffix('-unknown')} {value!r}." + nearest(value, known)
        return self.fault(code, message, key, value, "one of " + ", ".join(known))

    def answers(self, scale: Scale, key: str, answers: Iterable[int | str]) -> Iterator[Fault]:
        """Answers that the scale doesn't have."""
        for answer in answers:
            if scale.step(answer) is None:
                hint = nearest(answer, scale.svar) if isinstance(answer, str) else ""
                message = f"The scale has no answer {answer!r}." + hint
                yield self.fault("step-unknown", message, key, answer, scale.expected)


def check(surveys: Surveys, files: Files, order: Sequence[Path]) -> list[Fault]:
    """Every fault, with the file that says it. order: the files, the förbund's own last."""
    faults: list[Fault] = []
    for id, scale in surveys.skalor.items():
        faults += _scale(scale, _Entry(files["skalor", id], "skalor", id))
    for id in surveys.fragor:
        faults += _question(surveys, _Entry(files["fragor", id], "fragor", id))
    return [*faults, *_names(surveys, files, order)]


def _scale(scale: Scale, entry: _Entry) -> Iterator[Fault]:
    if (scale.fran is None) != (scale.till is None) or len(scale.steps) < 2:
        message = "The scale has no steps to choose between."
        yield entry.fault("scale-short", message, "", "", "svar with two answers or more, or fran and till")
        return
    span = f"steps from {scale.steps[0]} to {scale.steps[-1]}"
    for key, words in (("svar", scale.svar), ("alias", scale.alias)):
        for word, step in words.items():
            if step not in scale.steps:
                yield entry.fault(
                    "step-unknown", f"The scale has no step {step}.", f"{key}.{word}", step, span
                )
    yield from entry.answers(scale, "gynnsamma", scale.gynnsamma)
    yield from entry.answers(scale, "neutrala", scale.neutrala)
    for step in sorted(_steps(scale, scale.gynnsamma) & _steps(scale, scale.neutrala)):
        message = "A step can't be both favourable and neutral."
        yield entry.fault("step-twice", message, "neutrala", step, "each step in one of the lists")
    steps = list(scale.svar.values())
    for step in sorted({step for step in steps if steps.count(step) > 1}):
        message = f"Step {step} has two words in svar."
        yield entry.fault("step-twice", message, "svar", step, "one word for a step, the others in alias")
    meanings: dict[str, int | None] = {}
    answers: list[tuple[str, int | None]] = [*scale.svar.items(), *scale.alias.items()]
    for answer, meaning in [*answers, *((w, None) for w in scale.utan_svar)]:
        if meanings.setdefault(plain(answer), meaning) != meaning:
            message = f"{answer!r} means two different answers."
            yield entry.fault("word-twice", message, "", answer, "each word for one answer")


def _steps(scale: Scale, answers: Iterable[int | str]) -> set[int]:
    return {step for answer in answers if (step := scale.step(answer)) is not None}


def _question(surveys: Surveys, entry: _Entry) -> Iterator[Fault]:
    question = surveys.fragor[entry.id]
    scale = surveys.skalor.get(question.skala)
    if scale is None:
        yield entry.unknown("scale-unknown", "skala", question.skala, surveys.skalor)
    else:
        yield from entry.answers(scale, "gynnsamma", question.gynnsamma or ())
    for group in question.grupper:
        if group not in surveys.grupper:
            yield entry.unknown("group-unknown", "grupper", group, surveys.grupper)
    points = surveys.national_questions
    if point_of(entry.id) and entry.id not in points:
        message = f"There is no national measuring point {point_of(entry.id)!r}."
        yield entry.fault(
            "point-unknown", message, "", entry.id, "another id, or one of " + ", ".join(points)
        )
    if question.nns is not None and question.nns not in surveys.nationella:
        yield entry.unknown("indicator-unknown", "nns", question.nns, surveys.nationella)
    if question.indikator is not None and question.indikator not in surveys.indikatorer:
        yield entry.unknown("indicator-unknown", "indikator", question.indikator, surveys.indikatorer)


def _names(surveys: Surveys, files: Files, order: Sequence[Path]) -> Iterator[Fault]:
    """A name that belongs to two groups, two questions, or a question and another column: what stands under it
    could be either's."""
    groups = {("grupper", id): (id, g.namn, *g.alias) for id, g in surveys.grupper.items()}
    columns = {("kolumner", name): (name, *surveys.kolumner.get(name, ())) for name in get_args(Context)}
    questions = {("fragor", id): (id, q.text, *q.alias) for id, q in surveys.fragor.items()}
    for entries in (groups, columns | questions):
        owners: dict[str, dict[tuple[str, str], str]] = {}
        for entry, names in entries.items():
            for name in filter(None, names):
                owners.setdefault(plain(name), {})[entry] = name
        for found in owners.values():
            if len(found) > 1:
                # What stands in no file can't be mended there, and a förbund mends its own file.
                part, id = max(
                    (entry for entry in reversed(found) if entry in files),
                    key=lambda entry: order.index(files[entry]),
                )
                name = found[part, id]
                message = f"The name {name!r} belongs to {' and '.join(id for _, id in found)}."
                yield _Entry(files[part, id], part, id).fault(
                    "alias-twice", message, "", name, "one of them with the name"
                )
