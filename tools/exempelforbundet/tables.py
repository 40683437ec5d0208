"""The förbund's own tables (params/exempelforbundet/tabeller.yml): attendance at days of lectures, and a meeting plan."""

from __future__ import annotations

from pathlib import Path

from tools.exempelforbundet.files import write_csv

SEMINARS = ("traff", "staten", "regionen", "kommunerna", "ovriga", "totalt")
#: Who came, by party. The two days of lectures are those of the ledger; the others cost nothing.
ATTENDED = {
    "Digital frukost: Sjukskrivning och arbete": (10, 9, 7, 0),
    "Kunskapsdag i april: Samtal som motiverar": (17, 14, 21, 3),
    "Digital frukost: Unga som stannar hemma": (10, 8, 12, 4),
    "Kunskapsdag i november: Psykisk ohälsa i arbetslivet": (18, 18, 19, 6),
}

PLAN = ("datum", "mote", "tema", "beslut")
MEETINGS = (
    ("2025-02-07", "Beredningsgrupp", "Årsredovisning", ""),
    ("2025-02-14", "Styrelse", "Årsredovisning", "Årsredovisning för 2024"),
    ("2025-03-21", "Medlemssamråd", "Medlemmarnas behov", ""),
    ("2025-04-11", "Styrelse", "Socialt bokslut", "Social budget för 2025"),
    ("2025-06-05", "Styrelse", "Unga", "Uppföljning av ekonomin till och med april"),
    ("2025-09-12", "Planeringsdag", "Rehabilitering i primärvården", ""),
    ("2025-10-03", "Styrelse", "Delårsrapport", "Delårsrapport för första halvåret"),
    ("2025-11-21", "Styrelse", "Budget", "Verksamhetsplan och budget för 2026–2028"),
)


def write(folder: Path) -> None:
    of_2024 = folder / "2024"
    rows = [(name, *counts, sum(counts)) for name, counts in ATTENDED.items()]
    columns = zip(*(row[1:] for row in rows), strict=True)
    write_csv(of_2024 / "kunskapstraffar.csv", SEMINARS, [*rows, ("Summa", *map(sum, columns))])
    write_csv(of_2024 / "motesplan.csv", PLAN, MEETINGS)


def attended() -> int:
    """Visits in all: who came twice counts twice."""
    return sum(map(sum, ATTENDED.values()))
