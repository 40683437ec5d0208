"""Kinds about goals and how they are reached: the social accounts and the scorecard."""

from __future__ import annotations

from finsam.tables.kinds.kind import Key, Kind, Value, enhet, period
from finsam.tables.words import JUDGEMENTS, RULES, UNITS

GOALS = (
    Kind(
        "sociala_mal",
        "targets of the social accounts, one row an indicator",
        "indikatorer",
        (
            Key("malomrade_nr", "number of the målområde"),
            Key("malomrade", "name of the målområde"),
            Key("konto", "number of the account, such as 4.10 (text)"),
            Key("indikator", "number of the indicator, such as 3.1a (text)"),
            Key("kontotext", "text of the account"),
            Key("kort", "short label of the indicator"),
            Key(
                "typ",
                "enkät, andel_avslutade, andel_deltagare, andel_anstallda, exempel, antal, register",
            ),
            Key("respondentgrupp", "who is asked or counted", required=False),
            Key("fraga", "question of the survey", required=False),
            Key("regel", "how the threshold is held; without it, andel_minst", required=False, words=RULES),
            Key(
                "enhet",
                "unit of threshold and baseline; without it, percent for andel_minst and antal for counts",
                required=False,
                words=UNITS,
            ),
            Key("senast", "year from which the threshold is judged", required=False),
            Key(
                "troskel_text",
                "threshold as the book prints it, where that is not number and unit",
                required=False,
            ),
            Key("skala", "answer scale", required=False),
            Key("gynnsamma_svar", "answers that count as favourable", required=False),
            Key("nns", "number of the national indicator", required=False),
            Key(
                "mates_av",
                "what of the delivery makes the result, such as enkat:bemotande or deltagare:arbete",
                required=False,
            ),
        ),
        (
            Value("troskel", "the threshold that turns the signal green", None),
            Value("baslinje", "level that minskar and okar start from", None),
        ),
        identity=("indikator",),
    ),
    Kind(
        "sociala_utfall",
        "results of the social accounts, one row an indicator and respondent group",
        "indikatorer",
        (
            Key("indikator", "number of the indicator, as in sociala_mal"),
            Key("respondentgrupp", "who answered or was counted", required=False),
            period("year; without the column, the year of the book"),
            enhet(),
            Key("utfall_text", "result in words, such as Utfall saknas", required=False),
            Key("svar", "answers that were counted, as the source words them", required=False),
        ),
        (
            Value("procent", "printed share; computed where it is not delivered", "procent"),
            Value("n", "favourable answers or persons", "antal"),
            Value("N", "answers or persons in all", "antal"),
            Value("exempel", "number of examples", "antal"),
            Value("varde", "level that a register or a count gives, in the row's unit", None),
        ),
        identity=("indikator", "respondentgrupp"),
    ),
    Kind(
        "svarsskalor",
        "answer scales of the surveys",
        "indikatorer",
        (Key("skala", "number of the scale"), Key("svar", "the answer")),
        (Value("steg", "place on the scale", "antal"),),
    ),
    Kind(
        "styrkort",
        "balanced scorecard: goals by perspective with measure, activity, outcome and judgement",
        "indikatorer",
        (
            Key("perspektiv", "perspective, such as Individen"),
            Key("mal", "the goal"),
            Key("matt", "what is measured", required=False),
            Key("aktivitet", "what was done", required=False),
            Key("bedomning", "whether the goal was reached", required=False, words=JUDGEMENTS),
            Key("kommentar", "comment on the outcome", required=False),
            Key("utfall_text", "outcome in words, where it is no number", required=False),
            enhet(),
        ),
        (
            Value("malvarde", "what the measure should be", None),
            Value("utfall", "what it was", None, required=True),
        ),
        identity=("perspektiv", "mal", "matt", "aktivitet"),
    ),
)
