"""The counts that chapters and reports on kommuner make of person rows, and the equations that tie them to the tables."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd

from finsam.params import Params
from finsam.people.definitions import People
from finsam.people.flows import flows
from finsam.protect.system import Count, Key, System
from finsam.tables.definitions import UNKNOWN
from finsam.tables.words import EXITS

#: What participations are grouped by, and what is counted of each group.
GROUPINGS = ("kommun", "alder", "plattform")
GROUPED = ("antal_totalt", "nya", "avslutade", *EXITS)
#: What the report on a kommun tells of an insats; the last as a share.
OF_KOMMUN = ("antal_totalt", "nya", "avslutade", "arbete_eller_studier")
ALL = "Alla"


def grouped_key(grouping: str, label: str, matt: str) -> Key:
    return ("grupp", grouping, label, matt)


def everyone_key(matt: str) -> Key:
    """All in person rows, as the last row of each grouping."""
    return ("grupp", ALL, ALL, matt)


def resident_key(kommun: str, insats: str, matt: str) -> Key:
    return ("kommun", kommun, insats, matt)


def add_people(system: System, spells: pd.DataFrame, params: Params, definitions: People) -> None:
    """The counts by group, and of each kommun by insats, of the book's year. spells: columns people.rows.SPELLS."""
    if spells.empty:
        return
    rule, year = params.protection("deltagare"), str(params.ar)
    rows = spells[spells["start"] <= pd.Timestamp(params.ar, 12, 31)]
    insatser = list(dict.fromkeys(rows["insats"]))

    def add(key: Key, value: int, printed: bool = True, cost: float = 1.0) -> None:
        system.add(key, Count(value, rule, printed=printed, cost=cost))

    def counted(*by: str) -> dict[tuple[str, ...], dict[str, int]]:
        table = flows(rows, year, by, definitions, params)
        found: dict[tuple[str, ...], dict[str, int]] = {}
        for row in table.to_dict("records"):
            found.setdefault(tuple(row[name] for name in by), {})[row["matt"]] = int(row["totalt"])
        return found

    def of(insats: str, matt: str) -> Key:
        return ("deltagare", insats, matt, year, "totalt")

    everyone = counted()[()]
    for matt in GROUPED:
        add(everyone_key(matt), everyone[matt], cost=5.0)
        system.is_sum(
            everyone_key(matt), [k for k in (of(each, matt) for each in insatser) if k in system.counts]
        )
    _ways(system, everyone_key)
    platforms = {each.namn: each.plattform or UNKNOWN for each in params.forbund.insatser}
    for grouping in GROUPINGS:
        found = counted(grouping)
        for (label,), counts in found.items():
            for matt in GROUPED:
                add(grouped_key(grouping, label, matt), counts[matt], cost=2.0)
            _ways(system, partial(grouped_key, grouping, label))
        for matt in GROUPED:
            system.is_sum(everyone_key(matt), [grouped_key(grouping, label, matt) for (label,) in found])
            if grouping == "plattform":
                for (label,) in found:
                    parts = [of(each, matt) for each in insatser if platforms.get(each, UNKNOWN) == label]
                    parts = [key for key in parts if key in system.counts]
                    system.is_sum(grouped_key(grouping, label, matt), parts)
    _residents(system, counted("kommun", "insats"), add, of)


def _ways(system: System, key: Callable[[str], Key]) -> None:
    """How those of a group came and went."""
    system.is_sum(key("avslutade"), [key(exit) for exit in EXITS])
    system.complement(key("antal_totalt"), [key("nya")], "ingaende")
    system.complement(key("antal_totalt"), [key("avslutade")], "kvar")


def _residents(
    system: System,
    found: dict[tuple[str, ...], dict[str, int]],
    add: Callable[..., None],
    of: Callable[[str, str], Key],
) -> None:
    kommuner, insatser = (list(dict.fromkeys(key[at] for key in found)) for at in (0, 1))
    for (kommun, insats), counts in found.items():
        counts["arbete_eller_studier"] = counts["arbete"] + counts["studier"]
        for matt in OF_KOMMUN:
            add(resident_key(kommun, insats, matt), counts[matt], printed=kommun != UNKNOWN)
        system.complement(
            resident_key(kommun, insats, "avslutade"),
            [resident_key(kommun, insats, "arbete_eller_studier")],
            "annat",
        )
        system.complement(
            resident_key(kommun, insats, "antal_totalt"), [resident_key(kommun, insats, "nya")], "ingaende"
        )
        system.complement(
            resident_key(kommun, insats, "antal_totalt"), [resident_key(kommun, insats, "avslutade")], "kvar"
        )
    for matt in OF_KOMMUN:
        for insats in insatser:
            parts = [resident_key(each, insats, matt) for each in kommuner if (each, insats) in found]
            _is_sum(system, partial(of, insats), matt, parts)
        for kommun in kommuner:
            parts = [resident_key(kommun, each, matt) for each in insatser if (kommun, each) in found]
            _is_sum(system, partial(grouped_key, "kommun", kommun), matt, parts)


def _is_sum(system: System, total: Callable[[str], Key], matt: str, parts: list[Key]) -> None:
    if matt != "arbete_eller_studier":
        system.is_sum(total(matt), parts)
        return
    system.is_sum(total("arbete"), dict.fromkeys(parts, 1) | {total("studier"): -1})
