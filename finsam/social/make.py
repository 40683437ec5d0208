"""Results of the social accounts that the rest of a delivery gives, for the targets that say what makes them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

import pandas as pd

from finsam.faults import Fault, Place
from finsam.params import Params
from finsam.social.references import ENDINGS, Known, Reference, base_of, own_groups, read_reference
from finsam.social.rules import MISSING_TEXT, place_of, rule_of, social_faults, target_rows, unit_of
from finsam.surveys.keys import ALL, favourable_key
from finsam.surveys.questions import Surveys, standard_groups
from finsam.tables.cells import NO_CELL, Cell, Row, rows
from finsam.tables.kinds import KINDS
from finsam.tables.periods import of_year
from finsam.tables.read import CELL_COLUMNS, DECIMALS, key_columns
from finsam.tables.registers import find_area
from finsam.tables.statistics import measures
from finsam.tables.words import WHOLE

_KIND = KINDS["sociala_utfall"]


@dataclass(frozen=True)
class Made:
    """A result: its cells by column of sociala_utfall, each with the place of the first raw row behind it."""

    cells: dict[str, Cell]
    group: str = ""
    text: str = ""


def with_results(
    tables: dict[str, pd.DataFrame],
    answers: pd.DataFrame | None,
    surveys: Surveys | None,
    params: Params,
    least: int = 0,
    hidden: Collection[tuple[str, ...]] = (),
) -> tuple[dict[str, pd.DataFrame], list[Fault]]:
    """The tables with results of the book's year added to sociala_utfall, and every fault of the targets.

    A target whose `mates_av` refers to something gets results where no row of its indicator was delivered for
    the year. answers: rows of surveys.rows.ANSWERS, all the year's, whatever the occasion or insats. A reference
    that leads somewhere but finds no figures makes no result, which the book calls missing.
    least: results of fewer answers are suppressed. hidden: the favourable answers that are (surveys.keys.favourable_key).
    Made rows have the columns of tables.read.tidy; `fil`, `blad` and `radnr` are those of the first raw row behind.
    """
    targets, outcomes = tables.get("sociala_mal"), tables.get("sociala_utfall")
    if targets is None:
        return tables, []
    faults = social_faults(targets, outcomes)
    known = _known(tables, answers, surveys, params)
    delivered = set() if outcomes is None else set(of_year(outcomes, params.ar)["indikator"])
    made: list[dict[str, object]] = []
    for target in target_rows(targets):
        if not target.key["mates_av"]:
            continue
        reference, wrong = read_reference(target, known, params)
        faults += wrong
        if reference and target.key["indikator"] not in delivered:
            for result in _results(target, reference, known, tables, answers, params.ar, least, hidden):
                made += _cell_rows(target, result, params.ar)
    if faults or not made:
        return tables, faults
    table = pd.DataFrame(made, columns=[*key_columns(_KIND), *CELL_COLUMNS])
    table = table.astype({"varde": object, "decimaler": int, "radnr": int})
    table["varde"] = table["varde"].where(table["varde"].notna(), None)
    parts = [table] if outcomes is None else [outcomes, table]
    return tables | {"sociala_utfall": pd.concat(parts, ignore_index=True)}, []


def _known(
    tables: dict[str, pd.DataFrame], answers: pd.DataFrame | None, surveys: Surveys | None, params: Params
) -> Known:
    insatser = {insats.namn for insats in params.forbund.insatser}
    if "deltagare" in tables:
        insatser |= set(tables["deltagare"]["insats"])
    if surveys is None:
        asked = () if answers is None else answers["fraga"].unique()
        return Known(dict.fromkeys(asked, ("procent", "antal", "poang")), insatser, standard_groups())
    questions = {
        question: (
            *(("procent", "antal") if surveys.favourable(question) else ()),
            *(("poang",) if surveys.scale(question).siffror else ()),
        )
        for question in surveys.fragor
    }
    return Known(questions, insatser, surveys.grupper)


def _results(
    target: Row,
    reference: Reference,
    known: Known,
    tables: dict[str, pd.DataFrame],
    answers: pd.DataFrame | None,
    ar: int,
    least: int,
    hidden: Collection[tuple[str, ...]],
) -> list[Made]:
    kind = reference.source
    if kind == "enkat":
        if answers is None or answers.empty:
            return []
        return _from_answers(target, known, of_year(answers, ar), reference.name, least, hidden)
    if kind not in tables:
        return []
    table = tables[kind]
    if kind == "statistik":
        return _from_statistics(reference, of_year(table, ar))
    table = table[table["period"] == str(ar)]
    if kind == "uppfoljning":
        return _from_follow_up(reference, table)
    return _from_participants(reference, base_of(target, reference), table)


def _from_answers(
    target: Row,
    known: Known,
    answers: pd.DataFrame,
    question: str,
    least: int,
    hidden: Collection[tuple[str, ...]],
) -> list[Made]:
    """One result for each group: those that the target names, otherwise all that answered.

    N leaves out answers such as Vet ej. A group that the target names and nobody of which answered is missing.
    """
    column = "steg" if unit_of(target) == "poang" else "gynnsam"
    valid = answers[(answers["fraga"] == question) & answers[column].notna()]
    by_group = {
        str(group): part for group, part in valid.groupby("respondentgrupp", sort=False, observed=True)
    }
    result = []
    for group in (own_groups(target, known) if by_group else []) or by_group:
        if group is None:
            continue
        if group in by_group:
            part = by_group[group]
            first = part.iloc[0]
            place = Place(first["fil"], first["blad"] or None, int(first["radnr"]))
            cells = {"N": Cell(Decimal(len(part)), "antal", 0, "", place)}
            if column == "steg":
                cells["varde"] = Cell(_mean(part["steg"], rule_of(target)), "poang", 1, "", place)
            else:
                cells["n"] = Cell(Decimal(int(part["gynnsam"].astype(bool).sum())), "antal", 0, "", place)
            if len(part) < least:
                cells = {name: _suppressed(cell) for name, cell in cells.items()}
            elif favourable_key(question, group, ALL, ALL, str(first["period"])[:4]) in hidden:
                # A mean of answers that few have given otherwise tells of them too.
                cells = {name: cell if name == "N" else _suppressed(cell) for name, cell in cells.items()}
            result.append(Made(cells, known.label(group)))
        else:
            nothing = {"N": Cell(None, "antal", 0, "saknas")}
            result.append(Made(nothing, known.label(group), MISSING_TEXT))
    return result


def _suppressed(cell: Cell) -> Cell:
    return replace(cell, varde=None, status="undertryckt")


def _mean(steps: pd.Series, rule: str) -> Decimal:
    """The mean with as many decimals as a table holds, cut so that it never passes a threshold by rounding."""
    mean = Decimal(int(steps.sum())) / len(steps)
    way = ROUND_CEILING if rule in ("niva_hogst", "minskar") else ROUND_FLOOR
    return mean.quantize(Decimal(1).scaleb(-DECIMALS), way)


def _from_participants(reference: Reference, base: str, table: pd.DataFrame) -> list[Made]:
    """n is the measure and N the base, of the insats or the whole förbund; a book of one insats is the whole."""
    names = list(dict.fromkeys(table["insats"]))
    whole = names[0] if len(names) == 1 else WHOLE
    chosen = table[table["insats"] == (reference.of or whole)]
    found = {row.key["matt"]: row["totalt"] for row in rows(chosen, ("matt",))}
    n = found.get(reference.name, NO_CELL)
    if n.status == "saknas":
        n = _sum([found.get(part, NO_CELL) for part in ENDINGS.get(reference.name, (reference.name,))])
    cells = {"n": n} | ({"N": found.get(base, NO_CELL)} if base else {})
    return _unless_nothing(cells)


def _from_follow_up(reference: Reference, table: pd.DataFrame) -> list[Made]:
    """n is those still in work, N those who were followed; the insatser together where no row is the whole's."""
    table = table[table["efter"] == reference.name]
    if WHOLE in set(table["insats"]):
        table = table[table["insats"] == WHOLE]
    found = list(rows(table, ("insats",)))
    if not found:
        return []
    n = _sum([row["i_arbete"] for row in found])
    rest = _sum([row["inte_i_arbete"] for row in found])
    lost = _sum([row["ej_foljda"] for row in found])
    text = ""
    if lost and lost.number > 0:
        persons = "person" if lost.number == 1 else "personer"
        text = f"{lost.number:f} {persons} kunde inte följas"
    return _unless_nothing({"n": n, "N": _sum([n, rest])}, text)


def _from_statistics(reference: Reference, table: pd.DataFrame) -> list[Made]:
    """The level of everyone in the area at the last period of the year; the whole year is later than its months."""
    area, measure = find_area(reference.of), measures()[reference.name]
    chosen = table[(table["matt"] == reference.name) & (table["kon"] == "totalt")]
    chosen = chosen[chosen["omrade"].map(lambda name: find_area(name) == area).astype(bool)]
    found = {row.key["period"]: row["varde"] for row in rows(chosen, ("period",))}
    if not found:
        return []
    cell = found[max(found, key=lambda period: f"{period:~<10}")]
    return _unless_nothing(
        {"varde": Cell(cell.varde, measure.enhet, cell.decimaler, cell.status, cell.place)}
    )


def _unless_nothing(cells: dict[str, Cell], text: str = "") -> list[Made]:
    """No result where the first figure isn't there; a suppressed one is a result that can't be told."""
    first = next(iter(cells.values()))
    return [] if first.status == "saknas" else [Made(cells, "", text)]


def _sum(parts: Sequence[Cell]) -> Cell:
    """The sum of whole numbers at the place of the first; the first that has no number, where there is one."""
    if not parts:
        return NO_CELL
    unknown = next((cell for cell in parts if not cell), None)
    if unknown is not None:
        return unknown
    return Cell(sum((cell.number for cell in parts), Decimal(0)), "antal", 0, "", parts[0].place)


def _cell_rows(target: Row, result: Made, ar: int) -> list[dict[str, object]]:
    """The tidy rows of a result. Their heading names the cell, so that no two cells have one place."""
    indicator, source = target.key["indikator"], target.key["mates_av"]
    keys = dict.fromkeys(key_columns(_KIND), "") | {
        "indikator": indicator,
        "respondentgrupp": result.group,
        "period": str(ar),
        "utfall_text": result.text,
    }
    found: list[dict[str, object]] = []
    for column, cell in result.cells.items():
        place = cell.place or place_of(target, "mates_av", source)
        heading = ", ".join(filter(None, (source, f"indikator {indicator}", result.group, column)))
        origin = {"fil": place.file, "blad": place.sheet or "", "radnr": place.row, "rubrik_i_fil": heading}
        value = {"varde": cell.varde, "decimaler": cell.decimaler, "status": cell.status}
        found.append({**keys, "kolumn": column, "enhet": cell.enhet or "antal", **value, **origin})
    return found
