"""Answer scales as data, and what an answer says on its scale."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

from pydantic import Field

from finsam.surveys.names import plain
from finsam.yaml_file import Strict, Text

Step = Annotated[int, Field(ge=0)]

_NUMBER = re.compile(r"(\d{1,3})(?:[.,]0+)?")
#: `4 - Till stor del`, `4. Till stor del`, `4 Till stor del`.
_NUMBER_FIRST = re.compile(r"(\d{1,3})(?: ?[-–—.:)=] ?| )(?=\D)(.+)")
#: `Till stor del (4)`.
_NUMBER_LAST = re.compile(r"(.+?) ?\((\d{1,3})\)")


class ScaleEntry(Strict):
    """What a file says of a scale; another file may say the rest.

    namn: what the book calls it. svar: the words of the steps. fran, till: first and last step, where not every
    step has a word. gynnsamma, neutrala: the steps, by number or word, that are favourable, and neither favourable
    nor unfavourable. siffror: whether the steps are numbers, which then are read as answers and have a mean.
    utan_svar: words of this scale that are no answer. alias: other words for a step.
    """

    namn: Text | None = None
    svar: dict[Text, Step] = Field(default_factory=dict)
    fran: Step | None = None
    till: Step | None = None
    gynnsamma: tuple[Step | Text, ...] = ()
    neutrala: tuple[Step | Text, ...] = ()
    siffror: bool = True
    utan_svar: tuple[Text, ...] = ()
    alias: dict[Text, Step] = Field(default_factory=dict)


class Scale(ScaleEntry):
    """A whole scale."""

    namn: Text

    @cached_property
    def steps(self) -> tuple[int, ...]:
        """The steps from the lowest to the highest."""
        if self.fran is None or self.till is None:
            return tuple(sorted(set(self.svar.values())))
        return tuple(range(self.fran, self.till + 1))

    @cached_property
    def _words(self) -> dict[int, str]:
        return {step: word for word, step in self.svar.items()}

    @cached_property
    def _steps_of_words(self) -> dict[str, int]:
        return {plain(word): step for word, step in (*self.svar.items(), *self.alias.items())}

    def word(self, step: int) -> str:
        """A step in the scale's own spelling: its word, otherwise its number."""
        return self._words.get(step, str(step))

    def has_word(self, step: int) -> bool:
        return step in self._words

    def label(self, step: int) -> str:
        """A step with number and word, as a legend has it: `4 Ofta`, `Ja`, `7`."""
        return f"{step} {self.word(step)}" if self.siffror and self.has_word(step) else self.word(step)

    def step(self, answer: int | str) -> int | None:
        """The step that a number or word is; None where the scale has none."""
        if isinstance(answer, int):
            return answer if answer in self.steps else None
        return self._steps_of_words.get(plain(answer))

    @property
    def expected(self) -> str:
        """What can be answered, as a fault tells it."""
        words = ", ".join(self.svar)
        if not self.siffror:
            return f"one of {words}"
        numbers = f"a number from {self.steps[0]} to {self.steps[-1]}"
        return f"{numbers}, or one of {words}" if words else numbers


@dataclass(frozen=True)
class Answer:
    """An answer in the scale's spelling, and its step; None for one that says nothing, such as Vet ej."""

    svar: str
    steg: int | None


def read_answer(text: str, scale: Scale, silent: tuple[str, ...]) -> Answer | None:
    """What a cell says: a word, a number, or both as form tools write them. None where the scale has no such answer.

    A number beside a word must be the number of that word. silent: words that are no answer; a scale that has one
    of them as a step keeps it.
    """
    step = _step(plain(text), scale)
    if step is not None:
        return Answer(scale.word(step), step)
    for word in (*scale.utan_svar, *silent):
        if plain(word) == plain(text):
            return Answer(word, None)
    return None


def _step(text: str, scale: Scale) -> int | None:
    if (step := scale.step(text)) is not None or not scale.siffror:
        return step
    if found := _NUMBER.fullmatch(text):
        return scale.step(int(found[1]))
    if found := _NUMBER_FIRST.fullmatch(text):
        number, word = int(found[1]), found[2]
    elif found := _NUMBER_LAST.fullmatch(text):
        number, word = int(found[2]), found[1]
    else:
        return None
    return number if scale.step(word) == number else None
