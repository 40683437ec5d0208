"""Försäkringskassan's JSON: a list with an object for each area, sex and month."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from finsam.tables.registers import Area
from tools.exempelregister import sick
from tools.exempelregister.files import Wanted, write_text
from tools.exempelregister.world import shown

#: The agency's name of the table: how the figure and the month are called in it, and what it holds. Some of the
#: agency's tables call the month `man`.
TABLES = {
    "SJPsjptal": ("spt", "manad", sick.sjukpenningtal),
    "SJPT2": ("spt", "manad", sick.sjukpenningtal_2),
    "SJPohttal": ("oht", "man", sick.ohalsotal),
}
_SEXES = ("K", "M", "ALL")


def write(folder: Path, wanted: Wanted) -> None:
    for name, (figure, month, made) in TABLES.items():
        write_text(folder / f"forsakringskassan-{name}.json", _objects(made(), figure, month, wanted))


def tenths(days: int, persons: int) -> int:
    """Days per person in tenths of a day, halves up; whole numbers all the way, so the same on every machine."""
    return (20 * days + persons) // (2 * persons)


def _objects(rates: sick.Rates, figure: str, month_key: str, wanted: Wanted) -> Iterator[str]:
    places = [(at, _place(shown()[at])) for at in wanted.areas()]
    days, persons, hidden = rates.days.tolist(), rates.persons.tolist(), rates.hidden.tolist()
    number, before = 0, "[\n"
    for column, period in enumerate(rates.months):
        if not wanted.year(period):
            continue
        year, month = period.split("-")
        for at, place in places:
            for sex, code in enumerate(_SEXES):
                number += 1
                of = persons[at][sex][column]
                if hidden[at][sex][column]:
                    value = '{"value":null,"rojd":true}'
                else:
                    whole, part = divmod(tenths(days[at][sex][column], of), 10)
                    value = f'{{"value":{whole}.{part},"rojd":false}}'
                yield (
                    f'{before}{{"row_nr":{number},"dimensions":{{"ar":"{year}","{month_key}":"{month}",{place},'
                    f'"kon_kod":"{code}","aldersklass_kod":"ALL"}},'
                    f'"observations":{{"{figure}":{value},"namnare":{{"value":{of},"rojd":false}}}}}}'
                )
                before = ",\n"
    if number:
        yield "\n]\n"


def _place(area: Area) -> str:
    lan = "ALL" if area.kod == "00" else area.kod[:2]
    kommun = area.kod if len(area.kod) == 4 else f"ALL_{lan}"
    return f'"lan_kod":"{lan}","kommun_kod":"{kommun}"'
