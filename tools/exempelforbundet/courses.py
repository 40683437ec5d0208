"""What happens to people in the insatser: who comes, how many start in each year, and how soon each ending comes.

A chance of ending is per month and in percent, by how long the person has been in: months 0-2, 3-5, 6-11, 12-17 and
18 or more. So early interruptions, late work and studies in the autumn give curves of different shapes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

FIRST, LAST = 2020, 2024
END = date(LAST, 12, 31)

#: The first month of each age of a participation; a chance holds until the next.
STEPS = (0, 3, 6, 12, 18)

#: Ways of ending (finsam/measures/participants.py EXITS).
ARBETE, STUDIER, ANNAT, AVBROTT = "arbete", "studier", "annat_positivt_avslut", "avbrott"

Chances = tuple[float, float, float, float, float]
#: A word and how common it is.
Weights = dict[str, int]

#: Starts by month: few in July, most in September.
MONTHS = (12, 11, 11, 10, 9, 7, 2, 11, 13, 12, 11, 6)
#: Studies begin in January and August; hundredths.
TERMS = (220, 60, 40, 35, 40, 90, 60, 320, 190, 50, 40, 35)
#: How easy it was to find work; hundredths. The pandemic, the year after it, and a weaker year at the end.
LABOUR_MARKET = {2020: 70, 2021: 92, 2022: 118, 2023: 108, 2024: 100}


@dataclass(frozen=True)
class Course:
    """An insats as a course of events. starts: those who come from outside, by year; more come from other insatser.

    ages, kommuner and support: whom it is for. years: half years in public support before, from and to.
    interpreter: percent who need one. first: the month of the first start. last: the day when everyone must have
    ended, and no_more: from when nobody starts.
    """

    starts: dict[int, int]
    ages: tuple[int, int]
    women: int
    kommuner: Weights
    support: Weights
    education: Weights
    years: tuple[int, int]
    interpreter: int
    chances: dict[str, Chances]
    #: Endings with another positive result, in the förbund's own words.
    other: Weights
    first: int = 1
    no_more: date | None = None
    last: date | None = None


EKVIK, BJORKSTA, SJOHULT = "Ekviks kommun", "Björksta kommun", "Sjöhults kommun"
EVERYWHERE = {EKVIK: 58, BJORKSTA: 27, SJOHULT: 15}
SCHOOLS = {"Grundskola": 34, "Gymnasium": 46, "Eftergymnasial": 12, "Saknar grundskola": 8}

OTHER = {
    "Vidare till annan insats": 34,
    "Medicinsk rehabilitering": 24,
    "Beviljad sjukersättning": 22,
    "Daglig verksamhet": 12,
    "Beviljad aktivitetsersättning": 8,
}
YOUNG_OTHER = {
    "Vidare till annan insats": 40,
    "Medicinsk rehabilitering": 28,
    "Beviljad aktivitetsersättning": 22,
    "Daglig verksamhet": 10,
}
#: Those who are sick-listed go on within health care, or to another insats.
SICK_OTHER = {"Medicinsk rehabilitering": 70, "Vidare till annan insats": 18, "Beviljad sjukersättning": 12}

COURSES: dict[str, Course] = {
    "Ungdomsspåret": Course(
        starts={2020: 112, 2021: 124, 2022: 128, 2023: 126, 2024: 118},
        ages=(17, 28),
        women=44,
        kommuner=EVERYWHERE,
        support={
            "Ingen ersättning": 27,
            "Ekonomiskt bistånd": 26,
            "Aktivitetsstöd": 18,
            "Aktivitetsersättning": 15,
            "A-kassa": 5,
            "Studiestöd": 4,
            "Sjukpenning": 3,
            "Etableringsersättning": 2,
        },
        education={"Grundskola": 52, "Gymnasium": 41, "Saknar grundskola": 5, "Eftergymnasial": 2},
        years=(0, 10),
        interpreter=8,
        chances={
            ARBETE: (0.7, 2.2, 3.2, 4.0, 4.2),
            STUDIER: (0.5, 1.8, 2.7, 2.8, 2.6),
            ANNAT: (0.2, 0.9, 1.6, 2.4, 3.6),
            AVBROTT: (3.6, 2.8, 1.8, 1.5, 2.4),
        },
        other=YOUNG_OTHER,
    ),
    "Vägen vidare": Course(
        starts={2020: 74, 2021: 70, 2022: 66, 2023: 62, 2024: 58},
        ages=(25, 61),
        women=55,
        kommuner=EVERYWHERE,
        support={
            "Ekonomiskt bistånd": 37,
            "Aktivitetsstöd": 25,
            "Sjukpenning": 13,
            "Ingen ersättning": 8,
            "A-kassa": 7,
            "Etableringsersättning": 6,
            "Sjukersättning": 4,
        },
        education=SCHOOLS,
        years=(3, 24),
        interpreter=17,
        chances={
            ARBETE: (0.6, 2.1, 3.4, 3.8, 4.2),
            STUDIER: (0.2, 0.6, 0.9, 0.8, 0.6),
            ANNAT: (0.2, 0.7, 1.3, 2.2, 4.0),
            AVBROTT: (2.6, 2.0, 1.3, 1.2, 2.4),
        },
        other=OTHER,
    ),
    "Stegen före": Course(
        starts={2020: 76, 2021: 84, 2022: 88, 2023: 84, 2024: 74},
        ages=(19, 60),
        women=57,
        kommuner=EVERYWHERE,
        support={
            "Ekonomiskt bistånd": 41,
            "Sjukpenning": 19,
            "Aktivitetsersättning": 14,
            "Ingen ersättning": 12,
            "Aktivitetsstöd": 9,
            "Etableringsersättning": 5,
        },
        education={"Grundskola": 44, "Gymnasium": 36, "Saknar grundskola": 13, "Eftergymnasial": 7},
        years=(2, 26),
        interpreter=19,
        chances={
            ARBETE: (0.2, 0.6, 0.9, 1.0, 1.0),
            STUDIER: (0.1, 0.5, 0.8, 0.7, 0.6),
            ANNAT: (0.8, 3.4, 7.0, 11.0, 18.0),
            AVBROTT: (3.2, 2.6, 2.0, 2.0, 3.0),
        },
        other={**OTHER, "Vidare till annan insats": 90},
    ),
    "Växtkraft": Course(
        starts={2020: 24, 2021: 28, 2022: 22, 2023: 6},
        ages=(22, 61),
        women=48,
        kommuner={BJORKSTA: 62, EKVIK: 30, SJOHULT: 8},
        support={"Ekonomiskt bistånd": 44, "Aktivitetsstöd": 32, "Sjukersättning": 9, "Ingen ersättning": 15},
        education=SCHOOLS,
        years=(4, 26),
        interpreter=21,
        chances={
            ARBETE: (0.7, 2.0, 2.6, 2.8, 2.6),
            STUDIER: (0.2, 0.4, 0.5, 0.5, 0.4),
            ANNAT: (0.3, 0.8, 1.4, 2.0, 3.0),
            AVBROTT: (1.8, 1.6, 1.4, 1.4, 2.0),
        },
        no_more=date(2023, 5, 1),
        last=date(2023, 12, 15),
        other=OTHER,
    ),
    "Rehabvägen": Course(
        starts={2023: 66, 2024: 71},
        ages=(25, 62),
        women=68,
        kommuner=EVERYWHERE,
        support={"Sjukpenning": 100},
        education=SCHOOLS,
        years=(1, 4),
        interpreter=9,
        chances={
            ARBETE: (1.6, 5.0, 7.0, 5.0, 3.0),
            STUDIER: (0.0, 0.3, 0.6, 0.4, 0.2),
            ANNAT: (0.4, 1.4, 3.0, 4.0, 6.0),
            AVBROTT: (2.0, 1.6, 1.2, 1.2, 1.5),
        },
        other=SICK_OTHER,
    ),
    "Lotsen": Course(
        starts={2024: 24},
        ages=(18, 62),
        women=50,
        kommuner={SJOHULT: 100},
        support={"Ekonomiskt bistånd": 40, "Ingen ersättning": 25, "Sjukpenning": 20, "Aktivitetsstöd": 15},
        education=SCHOOLS,
        years=(0, 16),
        interpreter=16,
        chances={
            ARBETE: (2.0, 5.0, 6.0, 6.0, 6.0),
            STUDIER: (0.4, 0.8, 1.0, 1.0, 1.0),
            ANNAT: (2.4, 7.0, 9.0, 9.0, 9.0),
            AVBROTT: (4.0, 3.0, 2.0, 2.0, 2.0),
        },
        first=4,
        other={"Medicinsk rehabilitering": 40, "Vidare till annan insats": 35, "Beviljad sjukersättning": 25},
    ),
    "Snabbspåret": Course(
        starts={2024: 38},
        ages=(22, 61),
        women=66,
        kommuner=EVERYWHERE,
        support={"Sjukpenning": 90, "A-kassa": 6, "Ingen ersättning": 4},
        education=SCHOOLS,
        years=(0, 0),
        interpreter=5,
        chances={
            ARBETE: (3.0, 9.0, 9.0, 6.0, 4.0),
            STUDIER: (0.2, 0.4, 0.4, 0.2, 0.2),
            ANNAT: (0.8, 1.5, 2.0, 2.0, 2.0),
            AVBROTT: (1.8, 1.5, 1.2, 1.0, 1.0),
        },
        first=9,
        other=SICK_OTHER,
    ),
}


@dataclass(frozen=True)
class Path:
    """A way from one insats to another: percent who take it, and the days from and to between end and new start.

    A path of `during` begins while the first one goes on, and is counted from its start.
    """

    origin: str
    goal: str
    percent: int
    days: tuple[int, int]
    after: tuple[str, ...] = ()
    during: bool = False
    #: The earliest day of a start by this path.
    since: date | None = None


PASSED_ON = "Vidare till annan insats"
PATHS = (
    Path("Stegen före", "Vägen vidare", 88, (1, 45), (PASSED_ON,)),
    Path("Stegen före", "Vägen vidare", 22, (20, 300), ("Medicinsk rehabilitering",)),
    Path("Stegen före", "Stegen före", 24, (90, 420), (AVBROTT,)),
    Path("Ungdomsspåret", "Vägen vidare", 66, (1, 60), (PASSED_ON,)),
    Path("Ungdomsspåret", "Stegen före", 40, (1, 60), (PASSED_ON,)),
    Path("Ungdomsspåret", "Ungdomsspåret", 26, (60, 420), (AVBROTT,)),
    Path("Ungdomsspåret", "Vägen vidare", 22, (60, 500), (AVBROTT,)),
    Path("Vägen vidare", "Vägen vidare", 26, (60, 420), (AVBROTT,)),
    Path("Vägen vidare", "Stegen före", 16, (30, 200), (AVBROTT,)),
    Path("Vägen vidare", "Stegen före", 50, (1, 60), (PASSED_ON,)),
    Path("Växtkraft", "Vägen vidare", 75, (1, 60), (PASSED_ON,)),
    Path("Vägen vidare", "Växtkraft", 14, (30, 150), during=True),
    Path("Vägen vidare", "Lotsen", 60, (10, 200), during=True, since=date(2024, 4, 1)),
    Path("Stegen före", "Lotsen", 60, (10, 200), during=True, since=date(2024, 4, 1)),
)
