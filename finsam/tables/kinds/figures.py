"""Kinds with one figure a row: what no other table holds, earlier years, public statistics."""

from __future__ import annotations

from finsam.tables.chapters import FIGURE_CHAPTERS
from finsam.tables.kinds.kind import Key, Kind, Value, enhet, period, refers
from finsam.tables.words import SEXES

FIGURES = (
    Kind(
        "uppgifter",
        "single figures that no other table holds, shown as they stand under their chapter",
        "",
        (
            Key("kapitel", "the chapter that shows it", words=dict.fromkeys(FIGURE_CHAPTERS, ())),
            Key("grupp", "insats or theme under which it is shown", required=False),
            Key("uppgift", "what the figure tells"),
            period(
                "year or span such as 2009-2014",
            ),
            enhet(),
            refers(),
        ),
        (
            Value("varde", "the figure", None),
            Value("procent", "its share, where the source gives both", "procent"),
            Value("bas", "the number that the share is of, where printed", "antal"),
        ),
        repeats=True,
    ),
    Kind(
        "historik",
        "figures of earlier years, for series in the pictures",
        "ekonomi",
        (Key("matt", "what is measured, such as eget_kapital"), Key("period", "year or date"), enhet()),
        (Value("varde", "the figure", None, required=True),),
    ),
    Kind(
        "statistik",
        "public statistics by area, sex and period",
        "sjukfranvaro-uvas",
        (
            Key("omrade", "kommun, län or Riket, by name or code"),
            Key("matt", "the measure, one of params/register/matt.yml"),
            Key("period", "year or month"),
            Key("kon", "sex; without the column, everyone", required=False, words=SEXES),
        ),
        (Value("varde", "the figure", None, required=True),),
    ),
)
