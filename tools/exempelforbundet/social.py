"""The social accounts: sociala_mal.csv, and sociala_utfall.csv with what neither surveys nor lists give.

Results of 2022 and 2023 are counted here from the same people and answers, as the förbund would have kept them, so
that trends show; those of 2024 are left for the book to count.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from tools.exempelforbundet.courses import LAST
from tools.exempelforbundet.files import write_csv
from tools.exempelforbundet.people import spells
from tools.exempelforbundet.surveys import favourable
from tools.exempelforbundet.tables import attended
from tools.exempelforbundet.targets import ACCOUNTS, AREAS, TARGETS

MAL = (
    "malomrade_nr",
    "malomrade",
    "konto",
    "indikator",
    "kontotext",
    "kort",
    "typ",
    "respondentgrupp",
    "regel",
    "enhet",
    "troskel",
    "baslinje",
    "senast",
    "nns",
    "mates_av",
)
UTFALL = (
    "indikator",
    "respondentgrupp",
    "period",
    "utfall_text",
    "n",
    "N",
    "exempel",
    "varde",
    "enhet",
)

#: What the office delivers of a target by year: examples, or a level with its unit.
EXAMPLES = {"1.2b": {2023: 2, 2024: 4}, "3.3c": {2023: 2, 2024: 1}}
LEVELS = {
    "2.2a": ("dagar", {2022: "10.9", 2023: "10.6", 2024: "10.4"}),
    "2.2b": ("dagar", {2022: "12.1", 2023: "11.8", 2024: "11.3"}),
    "2.2c": ("dagar", {2022: "13.0", 2023: "12.8", 2024: "12.6"}),
    "2.3": ("procent", {2022: "9.4", 2023: "9.0", 2024: "8.1"}),
    "3.4b": ("antal", {2022: "9", 2023: "11", 2024: "12"}),
}
#: Results in words. 2.6 has no row at all in 2024.
WORDS = {"2.5": {2024: "Redovisas när uppgifterna för 2024 är klara"}, "2.6": {2023: "Utfall saknas"}}

#: Targets on participants whose earlier years were kept: insats (empty is all) and the endings that count.
KEPT_ENDINGS = {
    "1.1a": ("", ("arbete", "studier")),
    "1.1b": ("Vägen vidare", ("arbete",)),
    "1.1c": ("Ungdomsspåret", ("studier",)),
    "1.2a": ("", ("annat_positivt_avslut",)),
    "1.4": ("", ("avbrott",)),
}
#: Surveys whose earlier years were kept, for the target's groups.
KEPT_SURVEYS = ("1.5a", "1.6", "1.7", "1.8", "1.9b", "3.1", "3.2a", "3.5", "4.1", "4.2", "4.4")
GROUPS = {"förbundschef": "forbundschef"}


def write(folder: Path) -> None:
    of_2024 = folder / "2024"
    write_csv(of_2024 / "sociala_mal.csv", MAL, targets())
    write_csv(of_2024 / "sociala_utfall.csv", UTFALL, outcomes())


def targets() -> Iterator[tuple[str, ...]]:
    for each in TARGETS:
        area = each.account.split(".")[0]
        yield (
            area, AREAS[area], each.account, each.indicator, ACCOUNTS[each.account], each.short, each.kind,
            each.group, each.rule, each.unit, each.threshold, each.baseline, each.since, each.nns, each.source,
        )  # fmt: skip


def outcomes() -> Iterator[tuple[str, ...]]:
    for each in TARGETS:
        name = each.indicator
        for year in range(LAST - 2, LAST + 1):
            if year in EXAMPLES.get(name, {}):
                yield _row(name, year, exempel=EXAMPLES[name][year])
            elif year in WORDS.get(name, {}):
                yield _row(name, year, utfall_text=WORDS[name][year])
            elif name in LEVELS:
                unit, levels = LEVELS[name]
                yield _row(name, year, varde=levels[year], enhet=unit)
            elif name == "3.6":
                yield _row(name, year, varde=passed_on(year), enhet="antal")
            elif name == "4.5" and year == LAST:
                yield _row(name, year, varde=attended(), enhet="antal")
            elif name in KEPT_ENDINGS and year < LAST:
                n, base = ended(year, *KEPT_ENDINGS[name])
                yield _row(name, year, n=n, N=base)
            elif name in KEPT_SURVEYS and year < LAST:
                question = each.source.removeprefix("enkat:")
                for group in each.group.split(", "):
                    n, base = favourable(question, year, GROUPS.get(group, group))
                    yield _row(name, year, respondentgrupp=group, n=n, N=base)


def _row(indicator: str, year: int, **cells: object) -> tuple[str, ...]:
    row = {"indikator": indicator, "period": year} | cells
    return tuple(str(row.get(column, "")) for column in UTFALL)


def ended(year: int, insats: str, endings: tuple[str, ...]) -> tuple[int, int]:
    """Of those who ended in a year, in an insats or all: how many by one of the endings, and how many in all."""
    found = [each for each in spells() if each.end and each.end.year == year and insats in ("", each.insats)]
    return sum(each.exit in endings for each in found), len(found)


def passed_on(year: int) -> int:
    """How many began Vägen vidare in a year within 60 days of ending Stegen före."""
    ends: dict[str, list[date]] = {}
    for each in spells():
        if each.insats == "Stegen före" and each.end:
            ends.setdefault(each.person.key, []).append(each.end)
    return sum(
        any(0 <= (each.start - end).days <= 60 for end in ends.get(each.person.key, ()))
        for each in spells()
        if each.insats == "Vägen vidare" and each.start.year == year
    )
