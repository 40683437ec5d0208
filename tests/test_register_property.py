"""A random cube written in every form that agencies use reads the same; nothing of it is lost on the way."""

from __future__ import annotations

import json
import tempfile
from itertools import product
from math import prod
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from finsam.register.read import read_files
from finsam.register.rows import KEY

AREAS = {"00": "Riket", "24": "Västerbottens län", "2480": "Umeå", "0880": "Kalmar", "0114": "Upplands Väsby"}
SEXES = {"1": "män", "2": "kvinnor", "1+2": "totalt"}
AGES = {"16-24": "16-24 år", "20-64": "20-64 år", "65+": "65+ år"}
MONTHS = ("2019", "2020M01", "2020M12")
SYMBOLS = {"undertryckt": "..", "ej_tillampligt": ".", "saknas": "-"}

figure = st.one_of(
    st.integers(0, 10**7), st.integers(0, 10**6).map(lambda n: n / 100), st.sampled_from(sorted(SYMBOLS))
)


@st.composite
def cubes(draw):
    picked = [
        draw(st.lists(st.sampled_from(sorted(of)), min_size=1, max_size=3, unique=True))
        for of in (AREAS, SEXES, AGES, MONTHS)
    ]
    count = prod(map(len, picked))
    return picked, draw(st.lists(figure, min_size=count, max_size=count))


def _text(value) -> str:
    return SYMBOLS[value] if isinstance(value, str) else repr(value)


def _json_stat(picked, values) -> str:
    names = ("Region", "Kon", "Alder", "Tid")
    labels = (AREAS, SEXES, AGES, {})
    document = {
        "version": "2.0", "class": "dataset", "source": "SCB", "label": "Mått", "id": names, "size": [*map(len, picked)],
        "role": {"time": ["Tid"]},
        "dimension": {
            name: {"category": {"index": {code: at for at, code in enumerate(codes)}, "label": {code: of.get(code, code) for code in codes}}}
            for name, codes, of in zip(names, picked, labels, strict=True)
        },
        "value": [None if isinstance(value, str) else value for value in values],
        "status": {str(at): SYMBOLS[value] for at, value in enumerate(values) if isinstance(value, str)},
    }  # fmt: skip
    return json.dumps(document)


def _px(picked, values, keys) -> str:
    def quoted(texts):
        return ",".join(f'"{text}"' for text in texts)

    names = ("region", "kön", "ålder", "tid")
    labels = (AREAS, SEXES, AGES, {})
    lines = [
        'CHARSET="ANSI";',
        'SOURCE="SCB";',
        'CONTENTS="Må"',
        '"tt";',
        'STUB="region","kön";',
        'HEADING="ålder","tid";',
    ]
    for name, codes, of in zip(names, picked, labels, strict=True):
        lines.append(f'VALUES("{name}")={quoted(of.get(code, code) for code in codes)};')
        lines.append(f'CODES("{name}")={quoted(codes)};')
    lines.append(f'TIMEVAL("tid")=TLIST(M1),{quoted(picked[3])};')
    cells = [f'"{_text(value)}"' if isinstance(value, str) else repr(value) for value in values]
    width = len(picked[2]) * len(picked[3])
    if keys:
        lines += ['KEYS("region")=CODES;', 'KEYS("kön")=VALUES;']
    lines.append("DATA=")
    for at, (area, sex) in enumerate(product(picked[0], picked[1])):
        row = " ".join(cells[at * width : (at + 1) * width])
        lines.append(f'"{area}","{SEXES[sex]}",{row}' if keys else row)
    return "\n".join(lines) + ";\n"


def _long(picked, values) -> str:
    rows = [
        f"{area} {AREAS[area]};{SEXES[sex]};{AGES[age]};{time};{_text(value).replace('.', ',') if not isinstance(value, str) else _text(value)}"
        for (area, sex, age, time), value in zip(product(*picked), values, strict=True)
    ]
    return "region;kön;ålder;tid;Mått\n" + "\n".join(rows) + "\n"


def _wide(picked, values) -> str:
    found = dict(zip(product(*picked), values, strict=True))
    head = ",".join(['"region"', '"kön"', '"ålder"', *(f'"Mått {time}"' for time in picked[3])])
    rows = [
        ",".join(
            [
                f'"{area} {AREAS[area]}"',
                SEXES[sex],
                AGES[age],
                *(_text(found[area, sex, age, time]) for time in picked[3]),
            ]
        )
        for area, sex, age in product(*picked[:3])
    ]
    return head + "\n" + "\n".join(rows) + "\n"


def _own(picked, values) -> str:
    rows = []
    for (area, sex, age, time), value in zip(product(*picked), values, strict=True):
        status, number = (value, "") if isinstance(value, str) else ("", repr(value))
        rows.append(f"{area}\t{SEXES[sex]}\t{age}\t{time}\tMått\tSCB\t{number}\t{status}")
    return "kommun_kod\tkon\talder\tperiod\tmatt\tkalla\tvarde\tstatus\n" + "\n".join(rows) + "\n"


@settings(max_examples=25)
@given(cubes())
def test_every_form_of_a_cube_reads_the_same(cube):
    _, values = cube
    forms = {
        "a.json": _json_stat(*cube), "dense.px": _px(*cube, False), "keys.px": _px(*cube, True), "long.csv": _long(*cube),
        "wide.csv": _wide(*cube), "own.csv": _own(*cube),
    }  # fmt: skip
    read = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, text in forms.items():
            file = Path(folder) / name
            file.write_text(text, encoding="utf-8")
            found = read_files([file])
            assert found.faults == [], name
            assert found.delivered == len(found.table) == len(values)
            table = found.table.assign(matt=found.table["matt"].str.split(":").str[-1])
            columns = [*KEY, "varde", "status"]
            read[name] = table[columns].sort_values(list(KEY)).reset_index(drop=True)
    for name, table in read.items():
        assert table.equals(read["a.json"]), name
    known = [value for value in values if not isinstance(value, str)]
    assert sorted(read["a.json"]["varde"].dropna()) == sorted(map(float, known))
