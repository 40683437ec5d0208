"""Kinds about money: budget, statements, notes and contributions."""

from __future__ import annotations

from finsam.tables.kinds.kind import Key, Kind, Value, enhet, refers, typ
from finsam.tables.words import STATUSES

_OUTCOME_TKR = (
    Value("budget", "budget of the year", "tkr"),
    Value("utfall", "outcome of the year", "tkr"),
    Value(
        "differens",
        "printed deviation; computed where it is not delivered, by the params' sign of costs",
        "tkr",
    ),
)

_SUMMARY = (
    Value("utfall", "outcome of the year", None),
    Value("budget", "budget of the year", None),
    Value("avvikelse", "printed deviation", None),
    Value("foregaende", "outcome of the year before", None),
)

MONEY = (
    Kind(
        "budget",
        "budget and outcome of the year by section and row, in tkr",
        "ekonomi",
        (
            Key("sektion", "section of the table"),
            typ(),
            Key("rad", "the row, such as an insats"),
        ),
        _OUTCOME_TKR,
    ),
    Kind(
        "prognos",
        "forecast of the year in an interim report, made in two ways, in tkr",
        "ekonomi",
        (
            Key("sektion", "section of the table"),
            typ(),
            Key("rad", "the row, such as an insats"),
        ),
        (
            Value("foregaende", "outcome of the same months last year", "tkr"),
            Value("utfall", "outcome so far", "tkr"),
            Value("budget", "budget of the whole year", "tkr"),
            Value("prognos_budget", "outcome so far and the rest of the budget", "tkr"),
            Value("prognos_sasong", "outcome so far by last year's pattern over the months", "tkr"),
        ),
    ),
    Kind(
        "projektutfall",
        "outcome of the projects by section: A debts of last year paid this year, B projects of the year",
        "ekonomi",
        (Key("sektion", "section of the note"), typ(), Key("rad", "the project")),
        _OUTCOME_TKR,
    ),
    Kind(
        "projektskulder",
        "debts to project owners at the end of the year, in tkr",
        "ekonomi",
        (Key("projekt", "the project"), typ()),
        period_unit="tkr",
    ),
    Kind(
        "flerarsbudget",
        "budget of several years with earlier outcome and forecast, in tkr; a last column may sum the others",
        "plan",
        (
            Key("sektion", "section of the table"),
            typ(),
            Key("rad", "the row; `varav` rows follow the post that they are part of"),
            Key("andel", "printed share of a kommun among the kommuner, in percent", required=False),
        ),
        period_unit="tkr",
        identity=("sektion", "rad"),
    ),
    Kind(
        "projektbudget",
        "budget of several years by project code, in tkr; a last column may sum the others",
        "plan",
        (
            Key("grupp", "group, as A or B1; B holds B1 and B2, and the last group holds all"),
            typ(),
            Key("kod", "code of the project", required=False),
            Key("namn", "the project, or the sum"),
            Key(
                "beslut",
                "whether it is decided; without the column, groups A, B1, B2 and C are in this order",
                required=False,
                words=STATUSES,
            ),
        ),
        period_unit="tkr",
        identity=("grupp", "kod", "namn"),
    ),
    Kind(
        "ekonomisk_sammanfattning",
        "economic summary: outcome, budget, deviation and last year",
        "ekonomi",
        (Key("post", "the row"), enhet()),
        _SUMMARY,
    ),
    Kind(
        "ekonomi_i_text",
        "economic figures that the running text of the report gives",
        "ekonomi",
        (Key("post", "what the figure tells"), enhet(), refers()),
        _SUMMARY,
    ),
    Kind(
        "resultatrakning",
        "income statement, in kr",
        "ekonomi",
        (Key("post", "the row"), Key("not", "number of the note", required=False), typ()),
        period_unit="kr",
    ),
    Kind(
        "balansrakning",
        "balance sheet, in kr",
        "ekonomi",
        (
            Key("sektion", "assets, equity, liabilities"),
            Key("post", "the row"),
            Key("not", "number of the note", required=False),
            typ(),
        ),
        period_unit="kr",
    ),
    Kind(
        "kassaflode",
        "cash flow statement (kassaflödesanalys, finansieringsanalys), in kr",
        "ekonomi",
        (Key("sektion", "section", required=False), Key("post", "the row"), typ()),
        period_unit="kr",
    ),
    Kind(
        "noter",
        "notes to the accounts, in kr",
        "ekonomi",
        (
            Key("not", "number of the note"),
            Key("rubrik", "heading of the note"),
            Key("post", "the row"),
            typ(),
        ),
        period_unit="kr",
    ),
    Kind(
        "medlemsbidrag",
        "contributions of the members, in kr",
        "forbundet",
        (Key("medlem", "the member, by its name in forbund.yml"),),
        period_unit="kr",
    ),
)
