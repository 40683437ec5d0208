"""The counts of the tidy tables about persons, and the equations between them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping

import pandas as pd

from finsam.params import Params
from finsam.params.protection import Protection
from finsam.protect.system import Count, Key, System
from finsam.social.references import ENDINGS
from finsam.tables.words import ALL_KOMMUNER, EXITS, WHOLE

SEXES = ("kvinnor", "man")
#: The columns of a table that count persons, and what tells its rows apart.
COUNTED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "deltagare": (("insats", "matt", "period"), (*SEXES, "totalt")),
    "bakgrund": (("omrade", "kategori", "grupp", "period"), (*SEXES, "totalt")),
    "uppfoljning": (("insats", "efter", "period"), ("i_arbete", "inte_i_arbete", "ej_foljda")),
    "forsorjningsstod": (
        ("omrade", "period", "raknas", "uppdelning", "grupp"),
        ("alla", "langvarigt", "mycket_langvarigt"),
    ),
    "sociala_utfall": (("indikator", "respondentgrupp", "period"), ("n", "N")),
}
_TOTALS = ("totalt", "summa")


def table_key(table: str, row: Mapping[Hashable, object]) -> Key:
    """The key of a cell of a tidy table, given as a row of it."""
    return (table, *(str(row[name]) for name in COUNTED[table][0]), str(row["kolumn"]))


def add_tables(system: System, tables: Mapping[str, pd.DataFrame], params: Params) -> None:
    """The counts of all tables of COUNTED and their equations."""
    for name, equations in (
        ("deltagare", _participants),
        ("bakgrund", _background),
        ("uppfoljning", _followed),
        ("forsorjningsstod", _support),
    ):
        if name in tables:
            _add(system, name, tables[name], params.protection(name))
            equations(system, [key for key in system.counts if key[0] == name])
    if {"sociala_mal", "sociala_utfall"} <= tables.keys():
        _results(system, tables, params)


def _results(system: System, tables: Mapping[str, pd.DataFrame], params: Params) -> None:
    """Delivered results of the social accounts that count those of other tables (`mates_av`)."""
    measured = dict(zip(tables["sociala_mal"]["indikator"], tables["sociala_mal"]["mates_av"], strict=True))
    rows = tables["sociala_utfall"]
    made = rows.assign(mates_av=rows["indikator"].map(measured).fillna(""))
    made = made[made["mates_av"].str.startswith(("deltagare:", "uppfoljning:"))]
    for source in ("deltagare", "uppfoljning"):
        of_source, rule = made[made["mates_av"].str.startswith(source)], params.protection(source)
        _add(
            system, "sociala_utfall", of_source, rule if rule.avrunda else params.protection("sociala_utfall")
        )
    for row in made[made["kolumn"] == "n"].to_dict("records"):
        key, base = (table_key("sociala_utfall", {**row, "kolumn": column}) for column in ("n", "N"))
        system.complement(base, [key], "andra")
        source, name, *of = row["mates_av"].split(":")
        if source == "deltagare":
            whole = ("deltagare", *(of or [WHOLE]))
            parts = [(*whole, each, row["period"], "totalt") for each in ENDINGS.get(name, (name,))]
            system.is_sum(key, parts)
            system.is_sum(base, [(*whole, "avslutade", row["period"], "totalt")])


def _add(system: System, name: str, table: pd.DataFrame, rule: Protection) -> None:
    columns = COUNTED[name][1]
    for row in table.to_dict("records"):
        if row["kolumn"] in columns and not row["status"]:
            # Totals and sums of all insatser are what a reader looks for first, and targets are held against.
            cost = 4.0 if row["kolumn"] in ("totalt", "alla") else 1.0
            cost *= 25.0 if WHOLE in (row.get("insats"), row.get("omrade")) else 1.0
            system.add(table_key(name, row), Count(int(row["varde"]), rule, cost=cost))


def _words(keys: Iterable[Key], at: int) -> list[str]:
    return list(dict.fromkeys(key[at] for key in keys))


def _participants(system: System, keys: list[Key]) -> None:
    """Women and men, exits, those ended and remaining, all insatser, halves of the year, and one year to the next."""
    insatser, periods, columns = _words(keys, 1), _words(keys, 3), (*SEXES, "totalt")
    measures = _words(keys, 2)

    def of(insats: str, matt: str, period: str, column: str) -> Key:
        return ("deltagare", insats, matt, period, column)

    for insats in insatser:
        for period in periods:
            for matt in measures:
                system.is_sum(
                    of(insats, matt, period, "totalt"), [of(insats, matt, period, s) for s in SEXES]
                )
            for column in columns:
                at = {matt: of(insats, matt, period, column) for matt in (*measures, "unika", "arbete_eller_studier", "positivt_avslut", *EXITS, "avslutade", "kvar", "antal_totalt", "nya")}  # fmt: skip
                system.is_sum(at["avslutade"], [at[each] for each in EXITS])
                system.is_sum(at["arbete_eller_studier"], [at[each] for each in EXITS[:2]])
                system.is_sum(at["positivt_avslut"], [at[each] for each in EXITS[:3]])
                system.is_sum(at["antal_totalt"], [at["avslutade"], at["kvar"]])
                system.complement(at["antal_totalt"], [at["nya"]], "ingaende")
                if at["kvar"] not in system.counts:
                    system.complement(at["antal_totalt"], [at["avslutade"]], "kvar")
                system.complement(at["antal_totalt"], [at["unika"]], "aterkomster", is_person=False)
            for virtual, base in (("ingaende", "antal_totalt"), ("kvar", "antal_totalt")):
                sexes = [(*of(insats, base, period, s), virtual) for s in SEXES]
                system.is_sum((*of(insats, base, period, "totalt"), virtual), sexes)
    for period in periods:
        for matt in measures:
            for column in columns:
                parts = [of(each, matt, period, column) for each in insatser if each != WHOLE]
                parts = [key for key in parts if key in system.counts]
                system.is_sum(of(WHOLE, matt, period, column), parts)
    for insats in insatser:
        for column in columns:
            for period in periods:
                _over_time(system, insats, period, column, of)


def _over_time(system: System, insats: str, period: str, column: str, of: Callable[..., Key]) -> None:
    year, _, half = period.partition("-")
    before = f"{year}-H1" if half == "H2" else f"{int(year) - 1}" if year.isdigit() else ""
    carried = (*of(insats, "antal_totalt", period, column), "ingaende")
    for earlier in (before, f"{before}-H2"):
        system.is_sum(carried, [of(insats, "kvar", earlier, column)])
    if half:
        return
    halves = [f"{period}-H1", f"{period}-H2"]
    for matt in ("nya", "avslutade", *EXITS):
        system.is_sum(of(insats, matt, period, column), [of(insats, matt, each, column) for each in halves])
    system.is_sum(of(insats, "kvar", period, column), [of(insats, "kvar", halves[1], column)])
    system.is_sum(carried, [(*of(insats, "antal_totalt", halves[0], column), "ingaende")])
    new = of(insats, "nya", halves[1], column)
    first = of(insats, "antal_totalt", halves[0], column)
    system.is_sum(of(insats, "antal_totalt", period, column), [first, new])


def _background(system: System, keys: list[Key]) -> None:
    """Women and men, the categories of an area, and areas that are about as many persons."""
    by: dict[tuple[str, ...], list[str]] = {}
    for _, omrade, kategori, grupp, period, _ in keys:
        by.setdefault((omrade, grupp, period), []).append(kategori)
    totals: dict[tuple[str, ...], Key] = {}
    for (omrade, grupp, period), found in by.items():
        categories = list(dict.fromkeys(found))
        whole = next((each for each in categories if each.casefold() in _TOTALS), None)
        for column in (*SEXES, "totalt"):
            at = {each: ("bakgrund", omrade, each, grupp, period, column) for each in categories}
            if whole:
                parts = [at[each] for each in categories if each != whole and at[each] in system.counts]
                system.is_sum(at[whole], parts)
                if at[whole] in system.counts:
                    same = totals.setdefault((grupp, period, column), at[whole])
                    system.is_sum(at[whole], [same])
        for each in categories:
            cells = [("bakgrund", omrade, each, grupp, period, column) for column in (*SEXES, "totalt")]
            system.is_sum(cells[2], cells[:2])


def _followed(system: System, keys: list[Key]) -> None:
    """The insatser together, and those who could be followed."""
    for period in _words(keys, 3):
        for efter in _words(keys, 2):
            of_time = [key for key in keys if (key[2], key[3]) == (efter, period)]
            for column in COUNTED["uppfoljning"][1]:
                parts = [key for key in of_time if key[4] == column and key[1] != WHOLE]
                system.is_sum(("uppfoljning", WHOLE, efter, period, column), parts)


def _support(system: System, keys: list[Key]) -> None:
    """Groups of an area, the kommuner together, and those whose need isn't long."""
    for column in COUNTED["forsorjningsstod"][1]:
        of_column = [key for key in keys if key[6] == column]
        for key in of_column:
            _, area, period, unit, grouping, _, _ = key
            if grouping != "totalt":
                continue
            for each in _words(of_column, 4):
                parts = [k for k in of_column if k[1:5] == (area, period, unit, each)]
                system.is_sum(key, [k for k in parts if k != key])
        for key in of_column:
            if key[1] == ALL_KOMMUNER:
                same = [k for k in of_column if k[2:] == key[2:] and k[1] != ALL_KOMMUNER]
                system.is_sum(key, same)
    for key in keys:
        if key[6] == "alla":
            for part in COUNTED["forsorjningsstod"][1][1:]:
                system.complement(key, [(*key[:6], part)], f"inte {part}")
