"""The amounts that several tables tell: which rows of which tables are the same fact, and their names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

import pandas as pd

from finsam.facts.fact import Fact, computed, delivered
from finsam.params import Params
from finsam.tables.cells import Cell, rows
from finsam.tables.words import KRONOR

Tables = dict[str, pd.DataFrame]

#: The tables of amounts, the most exact first, with what they are called in Swedish.
TITLES = {
    "resultatrakning": "Resultaträkning",
    "balansrakning": "Balansräkning",
    "kassaflode": "Kassaflödesanalys",
    "noter": "Noter",
    "budget": "Budget och utfall",
    "projektskulder": "Projektskulder",
    "ekonomisk_sammanfattning": "Ekonomisk sammanfattning",
    "ekonomi_i_text": "Kommentaren till resultatet",
    "historik": "Historik",
}

_NOT = re.compile(r"\s*\(not \d+\)")
_SUM = r"(?:summa|totalt?|tot\.|s:a)"


@dataclass(frozen=True)
class Concept:
    """One amount of the accounts.

    about: its name in Swedish. labels: by kind of table, how the label of its row reads (a regular expression for the
    whole label, in small letters, without a note's number). section: how the heading of the section reads whose sum
    it is, in the budget. cost: told as a positive cost, whichever sign a table gives costs.
    """

    about: str
    labels: dict[str, str]
    section: str = ""
    cost: bool = False


_RESULT = r"(?:periodens\s?/?\s?)?(?:årets )?(?:netto)?resultat(?: efter finansiella poster)?"
_EQUITY = r"(?:utgående )?eget kapital(?: vid årets slut| i slutet av .*| slutet av .*)?"
_CHANGE = r"(?:ökning/minskning|minskning/ökning|förändring)(?: av)? "
_CASH = r"kassa och bank.*|likvida medel|bank"

CONCEPTS = {
    "resultat": Concept(
        "Årets resultat",
        {
            "resultatrakning": rf"{_RESULT}|redovisat resultat",
            "kassaflode": rf"{_RESULT}|redovisat resultat",
            "budget": _RESULT,
            "ekonomisk_sammanfattning": _RESULT,
            "ekonomi_i_text": rf"{_RESULT}(?: \((?:över|under)skott\))?|(?:ökning|förändring) av (?:det )?eget? kapital(?:et)?",
        },
    ),
    "verksamhetens_resultat": Concept(
        "Verksamhetens resultat före finansiella poster",
        {
            "resultatrakning": r"verksamhetens (?:nettokostnad(?:er)?|resultat)",
            "budget": r"verksamhetens resultat|resultat före finansiella poster",
            "ekonomi_i_text": r"(?:negativt |positivt )?resultat(?:et)? i verksamheten|verksamhetens resultat",
        },
    ),
    "eget_kapital": Concept(
        "Eget kapital vid årets slut",
        {
            "balansrakning": r"summa eget kapital|eget kapital",
            "ekonomisk_sammanfattning": _EQUITY,
            "ekonomi_i_text": rf"{_EQUITY}(?:, jämfört med .*)?",
            "historik": r"eget_kapital",
        },
    ),
    "likvida_medel": Concept(
        "Likvida medel vid årets slut",
        {
            "balansrakning": _CASH,
            "kassaflode": r"likvida medel vid (?:årets|periodens) slut",
            "ekonomisk_sammanfattning": _CASH,
            "ekonomi_i_text": rf"(?:{_CASH})(?: vid årets slut)?",
        },
    ),
    "medlemsbidrag": Concept(
        "Medlemmarnas bidrag",
        {
            "resultatrakning": r"(?:verksamhetens )?medlems(?:avgifter|bidrag)|bidrag från medlemmar(?:na)?",
            "budget": rf"(?:intäkter, |{_SUM} )?medlems(?:avgifter|bidrag)",
            "ekonomi_i_text": r"(?:årets )?tilldelning(?:en)? från .*|huvudmännens tilldelning|intäkter från huvudmännen"
            r"|medlems(?:avgifter|bidrag)",
        },
    ),
    "intakter": Concept(
        "Intäkter",
        {
            "resultatrakning": rf"verksamhetens intäkter|(?:{_SUM} )?intäkter",
            "budget": rf"{_SUM} (?:verksamhetens )?intäkter",
            "ekonomisk_sammanfattning": r"(?:bidrag/)?intäkt(?:er)?",
            "ekonomi_i_text": r"förbundets intäkter|(?:totala |summa )?intäkter(?: totalt)?",
        },
    ),
    "kostnader": Concept(
        "Kostnader",
        {
            "resultatrakning": rf"verksamhetens kostnader|(?:{_SUM} )?kostnader",
            "budget": rf"{_SUM} (?:verksamhetens )?kostnader",
            "ekonomisk_sammanfattning": r"nettokostnad(?:er)?|kostnad(?:er)?",
            "ekonomi_i_text": r"årets nettokostnad|bedriven verksamhet totalt|(?:totala |summa )?kostnader(?: totalt)?",
        },
        cost=True,
    ),
    "insatser": Concept(
        "Kostnader för insatserna",
        {
            "ekonomi_i_text": r"total projektkostnad netto|projektens totala utfall|(?:total |totala )?projektkostnad(?:er)?"
            r"|projektkostnader avseende .*|kostnader för insatser(?:na)?",
        },
        section=r"(?:.*\b)?(?:insatser|projekt)",
        cost=True,
    ),
    "projektnara": Concept(
        "Projektnära kostnader",
        {"ekonomi_i_text": r"(?:projekt|verksamhets)nära kostnader"},
        section=r"(?:projekt|verksamhets)nära kostnader",
        cost=True,
    ),
    "kansli": Concept(
        "Kansli och administration",
        {"ekonomi_i_text": r"kansli\W.*"},
        section=r"kansli\W.*",
        cost=True,
    ),
    "avskrivningar": Concept("Avskrivningar", {"resultatrakning": r"avskrivningar"}, cost=True),
    "finansnetto": Concept(
        "Finansiellt netto",
        {"budget": r"finansiellt netto|finansnetto", "ekonomi_i_text": r"finansiellt netto|finansnetto"},
    ),
    "projektskulder": Concept(
        "Projektskulder vid årets slut",
        {
            "projektskulder": rf"{_SUM} projektskulder.*|summa",
            "noter": r"skuld till huvudmän, upparbetade projektkostnader",
            "ekonomi_i_text": r"del av projektens utfall .* som betalas .*|resten av projektens utfall, rekvireras .*"
            r"|projektskulder(?: vid årets slut)?",
        },
        cost=True,
    ),
    "rekvirerat": Concept(
        "Rekvirerade projektmedel",
        {"ekonomi_i_text": r"(?:utbetalda )?rekvirerade projektmedel(?: under .*)?"},
    ),
    "fordringar": Concept(
        "Kortfristiga fordringar vid årets slut",
        {"balansrakning": r"(?:summa )?(?:kortfristiga )?fordringar"},
    ),
    "avsattningar": Concept("Avsättningar vid årets slut", {"balansrakning": r"avsättning(?:ar)?"}),
    "langfristiga_skulder": Concept(
        "Långfristiga skulder vid årets slut", {"balansrakning": r"(?:summa )?långfristiga skulder"}
    ),
    "kortfristiga_skulder": Concept(
        "Kortfristiga skulder vid årets slut", {"balansrakning": r"(?:summa )?kortfristiga skulder"}
    ),
    "okning_fordringar": Concept(
        "Förändring av kortfristiga fordringar", {"kassaflode": rf"{_CHANGE}(?:kortfristiga )?fordringar"}
    ),
    "okning_avsattningar": Concept(
        "Förändring av avsättningar", {"kassaflode": rf"{_CHANGE}avsättning(?:ar)?"}
    ),
    "okning_langfristiga_skulder": Concept(
        "Förändring av långfristiga skulder", {"kassaflode": rf"{_CHANGE}långfristiga skulder"}
    ),
    "okning_kortfristiga_skulder": Concept(
        "Förändring av kortfristiga skulder", {"kassaflode": rf"{_CHANGE}kortfristiga skulder"}
    ),
    "likvida_medel_ingaende": Concept(
        "Likvida medel vid årets början", {"kassaflode": r"likvida medel vid (?:årets|periodens) början"}
    ),
}

#: Columns of a table by budget, and those that tell of the year before.
_COLUMNS = {"utfall": ("utfall", 0), "budget": ("budget", 0), "foregaende": ("utfall", 1)}


@dataclass(frozen=True)
class Mention:
    """One place where a concept is told. column: `utfall` or `budget`; when: the year, or 2025-06 for a part of one.

    cell: as it stands. value: in kronor, costs as positive. title: the table and the row, in Swedish.
    """

    concept: str
    column: str
    when: str
    kind: str
    title: str
    cell: Cell
    value: Decimal


def mentions(tables: Tables, params: Params) -> Iterator[Mention]:
    """Every place where the tables tell an amount that other tables can tell too, the most exact tables first."""
    for kind in TITLES:
        for label, section, typ, when, column, cell in _amounts(tables, kind, params):
            for name, concept in CONCEPTS.items():
                if cell and cell.enhet in KRONOR and _is_row(concept, kind, label, section, typ):
                    value = cell.number * KRONOR[cell.enhet]
                    if concept.cost and value < 0 and kind not in ("ekonomi_i_text", "noter"):
                        value = -value
                    title = f"{TITLES[kind]}, {label}" if kind != "historik" else TITLES[kind]
                    yield Mention(name, column, when, kind, title, cell, value)


def _is_row(concept: Concept, kind: str, label: str, section: str, typ: str) -> bool:
    if kind == "budget" and concept.section:
        is_section = re.fullmatch(concept.section, section.casefold().strip())
        return bool(is_section) and typ in ("summa", "ensam")
    pattern = concept.labels.get(kind)
    return bool(pattern and re.fullmatch(pattern, plain_label(label)))


def plain_label(label: str) -> str:
    """A row's label for comparison: small letters, without the number of a note."""
    return " ".join(_NOT.sub("", label.casefold()).split())


def _amounts(tables: Tables, kind: str, params: Params) -> Iterator[tuple[str, str, str, str, str, Cell]]:
    """label, section, type of row, year or month, column and cell of every amount of a table."""
    table = tables.get(kind)
    if table is None:
        return
    own = f"{params.year.per:%Y-%m}" if params.year.per else str(params.ar)
    if kind == "historik":
        for row in rows(table, ("matt", "period")):
            yield row.key["matt"], "", "", until(row.key["period"]), "utfall", row["varde"]
    elif "period" in table:
        label = "projekt" if kind == "projektskulder" else "post"
        keys = [key for key in ("not", "rubrik", "sektion", label, "typ") if key in table]
        for row in rows(table, keys, across="period"):
            for period, cell in row.items():
                section = row.key.get("sektion", row.key.get("rubrik", ""))
                yield row.key[label], section, row.key["typ"], until(period), "utfall", cell
    else:
        label = "rad" if "rad" in table else "post"
        found = list(rows(table, [key for key in ("sektion", "typ", label) if key in table]))
        for row in found:
            section = row.key.get("sektion", "")
            alone = sum(other.key.get("sektion") == section for other in found) == 1
            for column, (name, back) in _COLUMNS.items():
                when = own if not back else f"{int(own[:4]) - back}{own[4:]}"
                yield (
                    row.key[label],
                    section,
                    "ensam" if alone else row.key.get("typ", ""),
                    when,
                    name,
                    row[column],
                )


def until(period: str) -> str:
    """2016 for the year and its last day, 2025-06 for the months and the day that end there."""
    month = period.split("/")[-1][:7]
    return month[:4] if month[4:] in ("", "-12") else month


def facts(tables: Tables, params: Params) -> list[Fact]:
    """`ekonomi.<concept>` of the year, and its `.budget`, `.avvikelse` (budget less outcome) and `.foregaende`."""
    own = f"{params.year.per:%Y-%m}" if params.year.per else str(params.ar)
    before = f"{params.ar - 1}{own[4:]}"
    best: dict[tuple[str, str, str], Mention] = {}
    for each in mentions(tables, params):
        best.setdefault((each.concept, each.column, each.when), each)
    found = []
    for name, concept in CONCEPTS.items():
        now, last = best.get((name, "utfall", own)), best.get((name, "utfall", before))
        budget = best.get((name, "budget", own))
        for mention, suffix, about in (
            (now, "", concept.about),
            (budget, ".budget", f"{concept.about}, budget"),
            (last, ".foregaende", f"{concept.about} året före"),
        ):
            if mention:
                found.append(delivered(f"ekonomi.{name}{suffix}", signed(mention), about))
        if now and last:
            change = replace(now.cell, varde=(now.value - last.value) / KRONOR[now.cell.enhet], place=None)
            formula = f"ekonomi.{name} - ekonomi.{name}.foregaende"
            about = f"{concept.about}, förändring sedan året före"
            found.append(
                computed(f"ekonomi.{name}.forandring", change, about, formula, (now.cell, last.cell))
            )
        if now and budget:
            unit = budget.cell.enhet
            gap = replace(budget.cell, varde=(budget.value - now.value) / KRONOR[unit], place=None)
            formula = f"ekonomi.{name}.budget - ekonomi.{name}"
            about = f"{concept.about}, budget minus utfall"
            found.append(computed(f"ekonomi.{name}.avvikelse", gap, about, formula, (now.cell, budget.cell)))
    return found


def signed(mention: Mention) -> Cell:
    """The cell with the sign that the concept has by its name."""
    return replace(mention.cell, varde=mention.value / KRONOR[mention.cell.enhet])
