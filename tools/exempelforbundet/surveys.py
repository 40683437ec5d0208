"""Four surveys as they leave their form tools, and how many were asked.

enkatsvar-deltagare-2024.csv: participants, a column a question by its text, answers in words.
enkatsvar-deltagare-tidigare.csv: the same survey in 2022 and 2023, fewer questions by name, answers in numbers.
enkatsvar-avslut.csv: participants who leave, ratings from 1 to 10 and national questions from 1 to 5.
enkatsvar-personal.csv: staff each half-year, national questions.
enkatsvar-ledning.csv: manager, board, steering groups and heads, one row an answer.
enkat_utskick.csv: how many were asked.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tools.exempelforbundet.facts import chance
from tools.exempelforbundet.files import write_csv
from tools.exempelforbundet.questions import (
    AT_THE_END,
    DIFFERS,
    HALVES,
    LEADERS,
    LEAVING,
    NO_ANSWER,
    PARTICIPANTS,
    STAFF,
    UNDER,
    YES_NO,
    Choice,
    Question,
)

#: Percent of the cells that are left empty, and that say Vet ej.
EMPTY, UNSURE = 4, 3
Row = tuple[str, ...]


def write(folder: Path) -> None:
    of_2024 = folder / "2024"
    header, rows = now()
    write_csv(of_2024 / "enkatsvar-deltagare-2024.csv", header, rows)
    header, rows = before()
    write_csv(of_2024 / "enkatsvar-deltagare-tidigare.csv", header, rows)
    header, rows = leaving()
    write_csv(of_2024 / "enkatsvar-avslut.csv", header, rows)
    header, rows = staff()
    write_csv(of_2024 / "enkatsvar-personal.csv", header, rows)
    write_csv(of_2024 / "enkatsvar-ledning.csv", LONG, leaders())
    write_csv(of_2024 / "enkat_utskick.csv", ASKED, asked())


def now() -> tuple[Row, list[Row]]:
    """The participants' survey of 2024: header and rows. The words of the scales are the answers."""
    rows = []
    for insats, (answered, _) in PARTICIPANTS[2024].items():
        for number in range(answered):
            draw = chance("enkät", 2024, insats, number)
            mood = _mood(draw)
            steps = [_step(draw, question, 2024, insats, mood) for question in UNDER]
            told = [
                step if step in ("", NO_ANSWER) else question.words[int(step) - 1]
                for question, step in zip(UNDER, steps, strict=True)
            ]
            yes = [_yes_or_no(draw, choice) for choice in YES_NO]
            rows.append((insats, "under", *told, *yes))
    rows = chance("ordning", "enkät 2024").sample(rows, len(rows))
    header = ("svarande", "insats", "tillfalle", *(each.heading for each in (*UNDER, *YES_NO)))
    return header, [(f"D{number:03d}", *row) for number, row in enumerate(rows, start=1)]


def _yes_or_no(draw: random.Random, choice: Choice) -> str:
    if draw.randrange(100) < EMPTY:
        return ""
    return "Ja" if draw.randrange(100) < choice.yes else "Nej"


def before() -> tuple[Row, list[Row]]:
    """The participants' survey of 2022 and 2023."""
    asked = [question for question in UNDER if 2022 in question.means]
    rows = []
    for year in (2022, 2023):
        for insats, (answered, _) in PARTICIPANTS[year].items():
            for number in range(answered):
                draw = chance("enkät", year, insats, number)
                mood = _mood(draw)
                steps = [_step(draw, question, year, insats, mood) for question in asked]
                rows.append((str(year), insats, "under", *steps))
    return ("period", "insats", "tillfalle", *(question.id for question in asked)), rows


def leaving() -> tuple[Row, list[Row]]:
    rows = []
    for year, by_insats in LEAVING.items():
        for insats, (answered, _) in by_insats.items():
            for number in range(answered):
                draw = chance("avslut", year, insats, number)
                mood = _mood(draw)
                steps = [_step(draw, question, year, insats, mood) for question in AT_THE_END]
                rows.append((str(year), insats, "vid_avslut", *steps))
    headings = (question.heading or question.id for question in AT_THE_END)
    return ("period", "insats", "tillfalle", *headings), rows


def staff() -> tuple[Row, list[Row]]:
    rows = []
    for period, (answered, _) in HALVES.items():
        for number in range(answered):
            draw = chance("personal", period, number)
            mood = _mood(draw)
            steps = [_step(draw, question, int(period[:4]), "", mood) for question in STAFF]
            rows.append((period, "personal", "halvar", *steps))
    return ("period", "respondentgrupp", "tillfalle", *(question.id for question in STAFF)), rows


LONG = ("respondentgrupp", "tillfalle", "period", "svarande", "fraga", "svar")


def leaders() -> Iterator[Row]:
    """One row an answer. Nobody is left out: an answer that was not given is no row."""
    for group, (counts, questions) in LEADERS.items():
        for year, (answered, _) in counts.items():
            for number in range(1, answered + 1):
                draw = chance("ledning", group, year, number)
                mood = _mood(draw)
                for question in questions:
                    step = _step(draw, question, year, "", mood, certain=answered == 1)
                    if step:
                        yield group, *_when(group, year), f"{group}-{year}-{number}", question.id, step


def _when(group: str, year: int) -> tuple[str, str]:
    """Occasion and period: what the manager is asked is asked half-yearly, and the others once a year."""
    return ("halvar", f"{year}-H2") if group == "forbundschef" else ("ar", str(year))


ASKED = ("respondentgrupp", "tillfalle", "insats", "period", "tillfragade")


def asked() -> Iterator[Row]:
    for occasion, by_year in (("under", PARTICIPANTS), ("vid_avslut", LEAVING)):
        for year, by_insats in by_year.items():
            for insats, (_, count) in by_insats.items():
                yield "deltagare", occasion, insats, str(year), str(count)
    for period, (_, count) in HALVES.items():
        yield "personal", "halvar", "", period, str(count)
    for group, (counts, _) in LEADERS.items():
        for year, (_, count) in counts.items():
            occasion, period = _when(group, year)
            yield group, occasion, "", period, str(count)


def favourable(question: str, year: int, group: str = "deltagare") -> tuple[int, int]:
    """How many answers of a year are favourable, and how many there are but for Vet ej."""
    told = [
        answer for id, of, period, answer in answers() if (id, of, period[:4]) == (question, group, str(year))
    ]
    good = {each.id: each.good for each in (*UNDER, *AT_THE_END, *STAFF, *YES_NO)}
    good |= {each.id: each.good for _, questions in LEADERS.values() for each in questions}
    is_good = (
        answer == good[question] if isinstance(answer, str) else answer >= good[question] for answer in told
    )
    return sum(is_good), len(told)


@cache
def answers() -> tuple[tuple[str, str, str, int | str], ...]:
    """Every answer that says something: question, group, period, and the step, or Ja or Nej."""
    found: list[tuple[str, str, str, str]] = []
    ids = {each.heading: each.id for each in (*UNDER, *YES_NO, *AT_THE_END) if each.heading}
    for header, rows in (now(), before(), leaving(), staff()):
        for row in rows:
            cells = dict(zip(header, row, strict=True))
            group, period = cells.pop("respondentgrupp", "deltagare"), cells.pop("period", "2024")
            for name in ("svarande", "insats", "tillfalle"):
                cells.pop(name, None)
            found += [(ids.get(name, name), group, period, answer) for name, answer in cells.items()]
    found += [(row[4], row[0], row[2], row[5]) for row in leaders()]
    words = {question.id: question.words for question in UNDER}
    return tuple(
        (id, group, period, _read(answer, words.get(id, ())))
        for id, group, period, answer in found
        if answer not in ("", NO_ANSWER)
    )


def _read(answer: str, words: tuple[str, ...]) -> int | str:
    if answer in words:
        return words.index(answer) + 1
    return int(answer) if answer.isdigit() else answer


def _mood(draw: random.Random) -> float:
    """How much more or less pleased than others a person is, in parts of a scale of six."""
    return draw.uniform(-0.7, 0.7) + draw.uniform(-0.7, 0.7)


def _step(
    draw: random.Random, question: Question, year: int, insats: str, mood: float, certain: bool = False
) -> str:
    """An answer as a number; empty or Vet ej now and then, unless the person is `certain` and answers by the mean."""
    if certain:
        return str(round(question.means[year]))
    width = question.steps / 6
    wanted = question.means[year] + DIFFERS.get((insats, question.id), 0)
    found = wanted + width * (mood + draw.uniform(-1.6, 1.6) + draw.uniform(-0.7, 0.7))
    missing = draw.randrange(100)
    if missing < EMPTY:
        return ""
    if missing < EMPTY + UNSURE:
        return NO_ANSWER
    return str(min(question.steps, max(1, round(found))))
