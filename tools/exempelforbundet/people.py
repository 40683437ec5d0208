"""People in the insatser, one participation after the other, from the chances in courses.py.

Nobody here is anybody: keys, birth years and days are drawn. Everything that the förbund's own list, the table of
Rehabvägen and the register's answer tell is counted from the same participations, so that they agree.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from tools.exempelforbundet.courses import (
    ANNAT,
    ARBETE,
    AVBROTT,
    COURSES,
    END,
    LABOUR_MARKET,
    LAST,
    MONTHS,
    PASSED_ON,
    PATHS,
    STEPS,
    STUDIER,
    TERMS,
    Course,
    Path,
    Weights,
)
from tools.exempelforbundet.facts import chance

#: Reasons in the förbund's own words; those of another positive ending are the course's.
REASONS: dict[str, Weights] = {
    ARBETE: {"Arbete": 56, "Arbete med stöd": 39, "Eget företag": 5},
    STUDIER: {"Studier": 62, "Yrkesutbildning": 22, "Folkhögskola": 16},
    AVBROTT: {"Uteblivit": 34, "Egen önskan": 26, "Sjukdom": 18, "Flyttat": 12, "Föräldraledig": 10},
}
#: What isn't support, so that the next participation begins with what the person had before.
NOT_SUPPORT = ("", "Lön", "Lön med lönestöd", "Annan inkomst")
CLOSED = "Insatsen upphörde"

#: Support after by reason or ending, `=` where it stays as it was. Half a job leaves something of the old support.
AFTER: dict[str, Weights] = {
    ARBETE: {"Lön": 80, "=": 12, "A-kassa": 5, "Ingen ersättning": 3},
    "Arbete med stöd": {"Lön med lönestöd": 84, "=": 16},
    "Eget företag": {"Annan inkomst": 70, "=": 30},
    STUDIER: {"Studiestöd": 74, "=": 14, "Ingen ersättning": 12},
    AVBROTT: {"=": 74, "Ingen ersättning": 11, "Ekonomiskt bistånd": 8, "Sjukpenning": 7},
    PASSED_ON: {"=": 80, "Aktivitetsstöd": 14, "Ekonomiskt bistånd": 6},
    "Medicinsk rehabilitering": {"=": 62, "Sjukpenning": 38},
    "Beviljad sjukersättning": {"Sjukersättning": 100},
    "Beviljad aktivitetsersättning": {"Aktivitetsersättning": 100},
    "Daglig verksamhet": {"Aktivitetsersättning": 50, "Sjukersättning": 50},
}

FROM_30 = {
    "Aktivitetsersättning": "Sjukersättning",
    "Beviljad aktivitetsersättning": "Beviljad sjukersättning",
}

#: A key has no meaning, begins with a letter and can't be read as a number or taken for another letter.
LETTERS, SIGNS = "ABCDEFGHJKLMNPRSTUVXYZ", "ABCDEFGHJKLMNPRSTUVXYZ23456789"
MONTH_DAYS = 30.4
#: Nobody has more participations than this.
MOST = 4


@dataclass(frozen=True)
class Person:
    """sex: K or M. interpreter: whether one is needed."""

    key: str
    sex: str
    born: int
    kommun: str
    education: str
    interpreter: bool


@dataclass(frozen=True)
class Spell:
    """A participation. end None: still in. years: tenths of years in public support at the start."""

    person: Person
    insats: str
    start: date
    end: date | None
    exit: str
    reason: str
    before: str
    after: str
    years: int

    def is_in(self, first: date, last: date) -> bool:
        return self.start <= last and (self.end is None or self.end >= first)


@cache
def spells() -> tuple[Spell, ...]:
    """Every participation by start, Rehabvägen's too."""
    found: list[Spell] = []
    keys: set[str] = set()
    for insats, course in COURSES.items():
        for year, count in course.starts.items():
            for number in range(count):
                draw = chance("person", insats, year, number)
                person, start = _person(draw, course, year, keys), _start(draw, course, year)
                before, years = pick(draw, course.support), _years(draw, course, year - person.born)
                found += _life(draw, person, insats, start, before, years)
    return tuple(sorted(found, key=lambda spell: (spell.start, spell.insats, spell.person.key)))


def pick(draw: random.Random, weights: Weights) -> str:
    return draw.choices(list(weights), list(weights.values()))[0]


def working_day(day: date) -> date:
    """The day, or the next one that is neither on a weekend nor on one of the fixed holidays."""
    holidays = {(1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31)}
    while day.weekday() > 4 or (day.month, day.day) in holidays:
        day += timedelta(1)
    return day


def _person(draw: random.Random, course: Course, year: int, keys: set[str]) -> Person:
    key = ""
    while not key or key in keys or key.isalpha():
        key = draw.choice(LETTERS) + "".join(draw.choices(SIGNS, k=7))
    keys.add(key)
    return Person(
        key,
        "K" if draw.randrange(100) < course.women else "M",
        year - draw.randint(*course.ages),
        pick(draw, course.kommuner),
        pick(draw, course.education),
        draw.randrange(100) < course.interpreter,
    )


def _start(draw: random.Random, course: Course, year: int) -> date:
    first = course.first if year == min(course.starts) else 1
    while True:
        month = draw.choices(range(first, 13), MONTHS[first - 1 :])[0]
        day = working_day(date(year, month, draw.randint(1, 28)))
        if day.year == year and (course.no_more is None or day < course.no_more):
            return day


def _years(draw: random.Random, course: Course, age: int) -> int:
    """Tenths of years; more often few than many, and none before the age of 16."""
    few, many = course.years
    halves = min(draw.randint(few, many), draw.randint(few, many), 2 * (age - 16))
    return 5 * halves if halves else draw.randint(1, 4)


def _life(
    draw: random.Random, person: Person, insats: str, start: date, before: str, years: int
) -> list[Spell]:
    """A first participation and those that it leads to, by PATHS."""
    waiting, found = [(insats, start, before, years)], []
    while waiting and len(found) < MOST:
        insats, start, before, years = waiting.pop(0)
        if any(each.insats == insats and each.is_in(start, END) for each in found):
            continue
        spell = _course_of(draw, person, insats, start, before, years)
        found.append(spell)
        for path in PATHS:
            if path.origin == insats and (day := _next_start(draw, spell, path)):
                passed = (day - start).days // 183 * 5
                support = before if path.during or spell.after in NOT_SUPPORT else spell.after
                waiting.append((path.goal, day, support, years + passed))
    return found


def _next_start(draw: random.Random, spell: Spell, path: Path) -> date | None:
    """The day on which the person starts in the path's goal, None when it isn't taken."""
    course = COURSES[path.goal]
    taken = draw.randrange(100) < path.percent
    days = timedelta(draw.randint(*path.days))
    if path.during:
        fits = spell.end is None or (spell.end - spell.start).days > path.days[1]
        day = max(spell.start, path.since or spell.start) + days
        taken = taken and fits and (spell.end is None or day < spell.end)
    else:
        taken = taken and bool({spell.exit, spell.reason} & set(path.after))
        day = (spell.end or END) + days
    day = working_day(day)
    age, (_, oldest) = day.year - spell.person.born, course.ages
    opens = date(min(course.starts), course.first, 1)
    fits = age <= oldest + 2 and spell.person.kommun in course.kommuner and opens <= day <= END
    if path.goal == "Vägen vidare":
        fits = fits and age >= 22
    return day if taken and fits and (course.no_more is None or day < course.no_more) else None


def _course_of(
    draw: random.Random, person: Person, insats: str, start: date, before: str, years: int
) -> Spell:
    """One participation, month by month, until it ends or the list does."""
    course, ending, end = COURSES[insats], "", None
    before = _of_age(before, start.year - person.born)
    for month in range(12 * (LAST - start.year + 1)):
        first = start + timedelta(int(month * MONTH_DAYS) + (7 if month == 0 else 0))
        day = working_day(first + timedelta(draw.randrange(23)))
        ending = _ending(draw, course, person, years, month, day)
        if course.last and day > course.last:
            day, ending = course.last, draw.choice([ANNAT, CLOSED])
        if ending:
            end = day
            break
    if end is None or end > END:
        return Spell(person, insats, start, None, "", "", before, "", years)
    if ending == CLOSED:
        ending, reason = AVBROTT, CLOSED
    elif ending == ANNAT and end == course.last:
        reason = PASSED_ON
    else:
        reason = pick(draw, course.other if ending == ANNAT else REASONS[ending])
    after = pick(draw, AFTER.get(reason) or AFTER[ending])
    after = before if after == "=" else after
    reason, after = (_of_age(word, end.year - person.born) for word in (reason, after))
    return Spell(person, insats, start, end, ending, reason, before, after, years)


def _of_age(word: str, age: int) -> str:
    """The support or reason that it is at an age: from 30 on there is no aktivitetsersättning."""
    return FROM_30.get(word, word) if age >= 30 else word


def _ending(draw: random.Random, course: Course, person: Person, years: int, month: int, day: date) -> str:
    """How the participation ends in a month of it, empty when it goes on."""
    step = max(at for at, first in enumerate(STEPS) if first <= month)
    percent = {ending: chances[step] for ending, chances in course.chances.items()}
    percent[ARBETE] *= LABOUR_MARKET.get(day.year, 100) / 100 * _readiness(person, years)
    percent[STUDIER] *= TERMS[day.month - 1] / 100 * (1.25 if person.sex == "K" else 0.85)
    left = draw.random() * 100
    for ending, chances in percent.items():
        left -= chances
        if left < 0:
            return ending
    return ""


def _readiness(person: Person, years: int) -> float:
    """How much easier or harder work is found, by education and years in support."""
    found = {"Saknar grundskola": 0.6, "Grundskola": 0.8, "Gymnasium": 1.15, "Eftergymnasial": 1.3}[
        person.education
    ]
    return found * (1.2 if years < 10 else 1.0 if years < 50 else 0.75)
