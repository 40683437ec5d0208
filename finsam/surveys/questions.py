"""Questions, respondent groups and indicators of surveys, and all of them together for one förbund."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from pydantic import Field

from finsam.surveys.catalogue import Id, National, Occasion, Word
from finsam.surveys.names import Names
from finsam.surveys.scales import Scale, ScaleEntry, Step
from finsam.tables.words import OCCASIONS, RESPONDENTS
from finsam.yaml_file import Strict, Text

#: What a row tells besides its answers; `fraga` and `svar` make it a row of one answer.
Context = Literal[
    "fraga", "svar", "respondentgrupp", "tillfalle", "insats", "period", "datum", "svarande"
]  # fmt: skip


class QuestionEntry(Strict):
    """What a file says of a question; another file may say the rest.

    text: the question itself, kort: its label in the book. alias: other headings of it. skala: its scale.
    gynnsamma: favourable answers, where they aren't the scale's. grupper, tillfallen: who is asked and when; empty
    for any. nns: number of the national indicator that it measures, indikator: the förbund's own.
    """

    text: Text | None = None
    kort: Text | None = None
    alias: tuple[Text, ...] = ()
    skala: Id | None = None
    gynnsamma: tuple[Step | Text, ...] | None = None
    nns: Word | None = None
    indikator: Id | None = None
    grupper: tuple[Id, ...] = ()
    tillfallen: tuple[Occasion, ...] = ()


class Question(QuestionEntry):
    """A whole question."""

    text: Text
    skala: Id

    @property
    def label(self) -> str:
        return self.kort or self.text


class Group(Strict):
    """A respondent group: what the book calls it, and the other names that deliveries use."""

    namn: Text | None = None
    alias: tuple[Text, ...] = ()


class OwnIndicator(Strict):
    """An indicator of the förbund's own."""

    kort: Text


class SurveyFile(Strict):
    """params/enkater.yml, and params/<forbund>/enkater.yml, which adds to it."""

    skalor: dict[Id, ScaleEntry] = Field(default_factory=dict)
    utan_svar: tuple[Text, ...] = ()
    fragor: dict[Id, QuestionEntry] = Field(default_factory=dict)
    grupper: dict[Id, Group] = Field(default_factory=dict)
    indikatorer: dict[Id, OwnIndicator] = Field(default_factory=dict)
    kolumner: dict[Context, tuple[Text, ...]] = Field(default_factory=dict)
    bortse_fran: tuple[Text, ...] = ()


class Surveys(Strict):
    """Everything that is known of the surveys of a förbund, by id. nationella: by number."""

    skalor: dict[str, Scale]
    utan_svar: tuple[str, ...]
    fragor: dict[str, Question]
    grupper: dict[str, Group]
    nationella: dict[str, National]
    indikatorer: dict[str, OwnIndicator]
    kolumner: dict[Context, tuple[str, ...]]
    bortse_fran: tuple[str, ...]

    def scale(self, question: str) -> Scale:
        return self.skalor[self.fragor[question].skala]

    def favourable(self, question: str) -> frozenset[int]:
        """The steps that are favourable answers to the question; none where nothing says which are."""
        scale, own = self.scale(question), self.fragor[question].gynnsamma
        found = scale.gynnsamma if own is None else own
        return frozenset(step for answer in found if (step := scale.step(answer)) is not None)

    def neutral(self, question: str) -> frozenset[int]:
        """The steps that are neither favourable nor unfavourable."""
        scale = self.scale(question)
        found = {step for answer in scale.neutrala if (step := scale.step(answer)) is not None}
        return frozenset(found - self.favourable(question))

    @cached_property
    def national_questions(self) -> tuple[str, ...]:
        """The ids of the questions of the national measuring points."""
        points = [pair for one in self.nationella.values() for pair in one.matpunkter.items()]
        return tuple(id for k, point in points for id in point.parts(k))

    @cached_property
    def question_names(self) -> Names:
        """Questions by id, text and alias."""
        return Names(pair for id, q in self.fragor.items() for pair in names_of(id, q.text, *q.alias))

    @cached_property
    def group_names(self) -> Names:
        return Names(
            pair for id, group in self.grupper.items() for pair in names_of(id, group.namn, *group.alias)
        )

    @cached_property
    def occasion_names(self) -> Names:
        return Names(pair for id, names in OCCASIONS.items() for pair in names_of(id, *names))

    def group(self, id: str) -> str:
        """What the book calls a respondent group."""
        return self.grupper[id].namn or id


def names_of(id: str, *names: str | None) -> list[tuple[str, str]]:
    """The pairs of a name and the id, for `Names`."""
    return [(name, id) for name in (id, *names) if name]


def standard_groups() -> dict[str, Group]:
    return {word: Group(namn=names[0], alias=tuple(names[1:])) for word, names in RESPONDENTS.items()}
