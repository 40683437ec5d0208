"""Kinds about people: participants and their background, self-ratings, follow-up, and how many were asked."""

from __future__ import annotations

from finsam.tables.kinds.kind import Key, Kind, Value, insats, period
from finsam.tables.words import OCCASIONS, PARTICIPANT_MEASURES, RESPONDENTS, UNITS, YEARS_AFTER

_BY_SEX = (
    Value("kvinnor", "number of women"),
    Value("man", "number of men"),
    Value("totalt", "number in all"),
)

PEOPLE = (
    Kind(
        "deltagare",
        "participants by insats and measure, as the insatser report them (ready tables)",
        "deltagare",
        (
            insats(),
            Key("matt", "the measure", words=PARTICIPANT_MEASURES),
            period(
                "year, half-year (2016-H1), month (2015-09) or date; without the column, the year of the book"
            ),
        ),
        (
            *_BY_SEX,
            Value("procent", "printed share of those ended; computed where not delivered", "procent"),
        ),
    ),
    Kind(
        "bakgrund",
        "background of the participants at registration: support, education, years in support",
        "bakgrund",
        (
            Key("omrade", "what is asked, such as försörjning or utbildning"),
            Key("kategori", "the answer; a row `Totalt` is the number of persons"),
            Key("grupp", "age group or other group", required=False),
            period(),
        ),
        (*_BY_SEX, Value("procent", "share of the group", "procent")),
    ),
    Kind(
        "sjalvskattning",
        "mean self-ratings by insats",
        "indikatorer",
        (
            insats(),
            Key("matt", "what is rated"),
            Key("skala", "the scale, such as 1-10"),
        ),
        (Value("medel", "mean of the answers", "poang", required=True),),
        identity=("insats", "matt"),
    ),
    Kind(
        "kvalitetsmal",
        "targets of the self-rated measures",
        "indikatorer",
        (Key("matt", "what is rated"),),
        (Value("mal", "target, percent of the participants", "procent", required=True),),
    ),
    Kind(
        "uppfoljning",
        "register follow-up of those who ended to work: who still works one and two years after",
        "deltagare",
        (
            insats(),
            Key("efter", "years after the end", words=YEARS_AFTER),
            period("year of the follow-up; without the column, the year of the book"),
        ),
        (
            Value("i_arbete", "still in work", required=True),
            Value("inte_i_arbete", "followed and not in work", required=True),
            Value("ej_foljda", "could not be followed"),
        ),
    ),
    Kind(
        "fore_efter",
        "support and work of those who were followed, the year before the start and the year after the end",
        "samhallsekonomi",
        (
            insats(),
            Key("stod", "kind of support, work or care, one of params/samhallsekonomi.yml"),
            Key("enhet", "what fore and efter are counted in", words=UNITS),
            period("year of the follow-up; without the column, the year of the book"),
        ),
        (
            Value("foljda", "participants who were followed, with this support or not", required=True),
            Value("fore", "of them all together, the year before the start", None, required=True),
            Value("efter", "of them all together, the year after the end", None, required=True),
            Value("fore_personer", "how many of them had any before; never printed"),
            Value("efter_personer", "how many of them had any after; never printed"),
        ),
        identity=("insats", "stod", "period"),
    ),
    Kind(
        "enkat_utskick",
        "how many were asked in a survey, for the response rate",
        "enkater",
        (
            Key("respondentgrupp", "who was asked", words=RESPONDENTS),
            Key("tillfalle", "when in the insats or how often", required=False, words=OCCASIONS),
            Key("insats", "the insats or platform; without it, the whole förbund", required=False),
            period("year, or half-year as 2016-H1; without the column, the year of the book"),
        ),
        (Value("tillfragade", "number of persons who were asked", required=True),),
    ),
)
