"""The plan that the board adopted in November 2025: budget of 2026 to 2028 in tkr, by row and by project, and meetings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tools.exempelforbundet.files import write_csv

#: The forecast of 2025 and the years of the plan.
YEARS = ("2025", "2026", "2027", "2028")
Amounts = tuple[int | None, ...]

INCOME: dict[str, Amounts] = {
    "Försäkringskassan": (4920, 4984, 5050, 5120),
    "Region Exempel": (2460, 2492, 2525, 2560),
    "Ekviks kommun": (1466, 1483, 1502, 1523),
    "Björksta kommun": (638, 647, 656, 665),
    "Sjöhults kommun": (357, 362, 367, 372),
    "Övriga intäkter": (97, 98, 99, 100),
}
OFFICE: dict[str, Amounts] = {
    "Styrelse och revision": (150, 160, 165, 170),
    "Kansliets personal": (1365, 1400, 1440, 1480),
    "Lokaler": (102, 104, 106, 108),
    "Övriga kostnader": (365, 380, 380, 380),
}
FINANCIAL: Amounts = (20, 20, 20, 20)

#: Group: its name, and the projects by code and name.
PROJECTS: dict[str, tuple[str, dict[tuple[str, str], Amounts]]] = {
    "B1": (
        "Pågående insatser (beslutade)",
        {
            ("P01UNG", "Ungdomsspåret"): (2850, 2950, 1500, None),
            ("P02VX2", "Vägen vidare"): (1960, 2000, 1000, None),
            ("P03FFA", "Stegen före"): (1380, 1400, None, None),
            ("P04REH", "Rehabvägen"): (965, 990, None, None),
            ("P06LOT", "Lotsen"): (550, 570, 290, None),
            ("P08SNA", "Snabbspåret"): (505, 540, None, None),
        },
    ),
    "B2": (
        "Pågående insatser (ej beslutade)",
        {
            ("P01UNG", "Ungdomsspåret"): (None, None, 1400, 2880),
            ("P02VX2", "Vägen vidare"): (None, None, 980, 1980),
            ("P03FFA", "Stegen före"): (None, None, 1380, 1380),
            ("P04REH", "Rehabvägen"): (None, None, 990, 990),
            ("P06LOT", "Lotsen"): (None, None, 280, 560),
            ("P08SNA", "Snabbspåret"): (None, None, 540, 540),
        },
    ),
    "C": ("Nya insatser (ej beslutade)", {("P09STU", "Studievägen"): (None, 150, 150, 150)}),
}

#: Chapter, group, figure, period, unit, value.
FIGURES = (
    ("plan", "Mål", "Till arbete eller studier, andel av avslutade, mål", "2026-2028", "procent", 42),
    ("plan", "Mål", "Deltagare per år i insatserna tillsammans, mål", "2026-2028", "antal", 700),
    ("plan", "Målgrupp", "Ålder från", "", "ar", 16),
    ("plan", "Målgrupp", "Ålder till", "", "ar", 64),
)

MEETINGS = (
    ("2026-02-06", "09.00-12.00", "Beredningsgruppen", "Årsredovisning för 2025; Läget i insatserna"),
    ("2026-02-13", "09.00-12.00", "Styrelsen", "Årsredovisning för 2025; Läget i insatserna"),
    ("2026-03-20", "13.00-16.00", "Medlemssamråd", "Medlemmarnas behov; Ekonomin till 2028"),
    ("2026-04-10", "09.00-12.00", "Beredningsgruppen", "Socialt bokslut"),
    ("2026-04-17", "09.00-12.00", "Styrelsen", "Socialt bokslut; Social budget"),
    ("2026-06-05", "09.00-12.00", "Styrelsen", "Tema unga; Uppföljning av ekonomin"),
    ("2026-09-11", "09.00-16.00", "Styrelsen och beredningsgruppen", "Planeringsdag"),
    ("2026-10-02", "09.00-12.00", "Styrelsen", "Delårsrapport; Beslut om fortsatta insatser"),
    ("2026-11-13", "09.00-12.00", "Beredningsgruppen", "Verksamhetsplan och budget"),
    ("2026-11-20", "09.00-12.00", "Styrelsen", "Verksamhetsplan och budget för 2027–2029"),
)


def write(folder: Path) -> None:
    of_2026 = folder / "2026"
    write_csv(of_2026 / "flerarsbudget.csv", ("sektion", "typ", "rad", *YEARS), _budget())
    write_csv(of_2026 / "projektbudget.csv", ("grupp", "typ", "kod", "namn", *YEARS), _projects())
    write_csv(of_2026 / "uppgifter.csv", ("kapitel", "grupp", "uppgift", "period", "enhet", "varde"), FIGURES)
    # The points of a meeting are divided by semicolons, so the columns are divided by commas.
    rows = [",".join((*row[:3], f'"{row[3]}"')) for row in MEETINGS]
    (of_2026 / "arshjul.csv").write_text(
        "\n".join(["datum,tid,deltagare,innehall", *rows]) + "\n", encoding="utf-8", newline="\n"
    )


def _budget() -> Iterator[Sequence[object]]:
    income, office = _sum(INCOME.values()), _sum(OFFICE.values())
    groups = {name: _sum(projects.values()) for name, projects in PROJECTS.values()}
    projects = _sum(groups.values())
    costs = _sum([projects, office])
    before = tuple(gain - cost for gain, cost in zip(income, costs, strict=True))
    yield from (("Intäkter", "post", name, *amounts) for name, amounts in INCOME.items())
    yield ("Intäkter", "summa", "Summa intäkter", *income)
    yield from (("Insatser", "post", name, *amounts) for name, amounts in groups.items())
    yield ("Insatser", "summa", "Summa insatser", *projects)
    yield from (("Kansli och administration", "post", name, *amounts) for name, amounts in OFFICE.items())
    yield ("Kansli och administration", "summa", "Summa kansli och administration", *office)
    yield ("Totalt", "summa", "Summa kostnader", *costs)
    yield ("Totalt", "resultat", "Resultat före finansiella poster", *before)
    yield ("Totalt", "post", "Finansiellt netto", *FINANCIAL)
    yield ("Totalt", "resultat", "Resultat", *_sum([before, FINANCIAL]))


def _projects() -> Iterator[Sequence[object]]:
    for group, (title, projects) in PROJECTS.items():
        for (code, name), amounts in projects.items():
            yield (group, "post", code, name, *("" if each is None else each for each in amounts))
        yield (group, "summa", "", title, *_sum(projects.values()))
    every = _sum(_sum(projects.values()) for _, projects in PROJECTS.values())
    yield ("Totalt", "summa", "", "Alla insatser", *every)


def _sum(rows: Iterable[Amounts]) -> tuple[int, ...]:
    return tuple(sum(each or 0 for each in column) for column in zip(*rows, strict=True))
