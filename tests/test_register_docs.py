"""docs/register.md names every fault and note of the readers, and its examples are read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from finsam.register.read import read_files
from finsam.register.rows import COLUMNS
from finsam.tables.statistics import Measure, measures

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs/register.md").read_text(encoding="utf-8")
CODE = [
    *(ROOT / "finsam/register").glob("*.py"),
    *(ROOT / f"finsam/sources/{name}.py" for name in ("px", "json_stat")),
]


def test_every_fault_is_documented_and_every_documented_one_exists():
    section = PAGE.split("## Faults")[1].split("## Where")[0]
    text = "\n".join(
        file.read_text(encoding="utf-8") for file in CODE if file.name not in ("kommun.py", "series.py")
    )
    codes = set(re.findall(r'Fault\(\s*"([a-z-]+)"', text)) | set(
        re.findall(
            r'"((?:area|sex|age|period|measure|value|version|number|status|json-stat|px)-[a-z]+)"', text
        )
    )
    codes -= {"register", "utf-8"}
    documented = set(re.findall(r"`([a-z]+(?:-[a-z]+)+)`", section))
    assert codes - documented == set()
    everything = text + (ROOT / "finsam/sources/grids.py").read_text(encoding="utf-8")
    assert [code for code in documented if f'"{code}"' not in everything] == []


def test_the_tidy_table_has_the_columns_that_the_page_tells():
    section = PAGE.split("## A tidy table")[1].split("## How")[0]
    told = [*re.findall(r"^\| `(\w+)`", section, re.M), "fil", "blad", "radnr", "rubrik"]
    assert sorted(told) == sorted(COLUMNS)


def test_the_example_of_a_measure_is_valid():
    block = re.search(r"```yaml\n(.*?)```", PAGE, re.S)[1]
    ((name, entry),) = YAML(typ="safe").load(block).items()
    made = Measure.model_validate(entry)
    assert made.kallor == measures()[name].kallor


@pytest.mark.parametrize("agency", ["Kolada", "Försäkringskassan", "MUCF", "SCB"])
def test_no_two_measures_have_the_same_name_with_an_agency(agency):
    names = [(name.kod, name.titel) for one in measures().values() for name in one.kallor.get(agency, ())]
    assert names and len(names) == len(set(names))


def test_what_csv_writes_is_read_again(tmp_path):
    first = tmp_path / "a.csv"
    first.write_text("kommun_kod,period,matt,varde\n2480,2020,befolkning,130000\n", encoding="utf-8")
    table = read_files([first]).table
    written = tmp_path / "b.csv"
    table.assign(slag="register").to_csv(written, index=False)
    again = read_files([written])
    assert [fault.code for fault in again.faults] == []
    assert again.table[["kommun_kod", "period", "matt", "varde", "kalla"]].equals(
        table[["kommun_kod", "period", "matt", "varde", "kalla"]]
    )
