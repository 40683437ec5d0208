"""What it costs to make all tables of person rows, beside plain pandas counting the same, measured in one run.

    python benchmarks/persons.py [ROWS]

Both begin with the CSV file. finsam reads and understands every cell, looks for faults in rows and between them, and
makes `deltagare` by insats and year with unique persons, `bakgrund`, and the flows by kommun and by age. Pandas reads
the file with read_csv, trusts it, and counts the same by groupby. Each runs in a process of its own, so that its peak
memory is its own; the shortest of a few times counts. Before anything is measured, the counts are compared.
`text`, `cells`, `check` and `tables` are the parts of the time: the file to cells of text, cells to values with the
faults of each row, the faults between rows, and the tables. Prints a table and, last, one line of JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

ROWS = 1_000_000
TIMES = 3
YEAR, FIRST_YEAR = 2024, 2017
INSATSER = [f"Insats {number}" for number in range(1, 21)]
PARTS = ("text", "cells", "check", "tables")

#: Reads the file named by the argument, several times, and prints the shortest time, its parts and the peak memory.
RUN = """
import json, resource, sys, time
from pathlib import Path
import {module} as tables
file, best = Path(sys.argv[1]), None
for _ in range(int(sys.argv[2])):
    start = time.perf_counter()
    counts, parts = tables.{function}(file)
    seconds = time.perf_counter() - start
    if best is None or seconds < best["seconds"]:
        best = {{"seconds": seconds, "parts": parts, "counts": counts}}
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
print(json.dumps(best | {{"megabytes": peak}}))
"""

HEADING = "     rows  ratio  us a row  pandas us   text  cells  check  tables  peak MB  pandas MB"
FORM = "{rows:9} {ratio:6.2f} {us_per_row:9.2f} {pandas_us_per_row:10.2f} " + " ".join(
    f"{{{name}:{width}.0%}}" for name, width in zip(PARTS, (6, 6, 6, 7), strict=True)
) + " {peak_mb:8.0f} {pandas_peak_mb:10.0f}"  # fmt: skip


def main(most: int = ROWS) -> None:
    figures = {}
    print(HEADING)
    with tempfile.TemporaryDirectory() as folder:
        for size in [size for size in (10_000, 100_000) if size < most] + [most]:
            figures[size] = found = compared(Path(folder), size)
            print(FORM.format(**found), flush=True)
    rounded = {size: {name: round(value, 3) for name, value in row.items()} for size, row in figures.items()}
    print(json.dumps({**rounded[most], "sizes": rounded}))


def compared(folder: Path, size: int) -> dict[str, float]:
    file = write(folder, size)
    ours, plain = measured(file, "with_finsam"), measured(file, "with_pandas")
    differ = dict(set(ours["counts"].items()) ^ set(plain["counts"].items()))
    if differ:
        raise SystemExit(f"{len(differ)} counts differ, such as {list(differ)[:3]}")
    parts = {name: seconds / ours["seconds"] for name, seconds in ours["parts"].items()}
    return {
        "rows": size,
        "ratio": ours["seconds"] / plain["seconds"],
        "us_per_row": ours["seconds"] / size * 1e6,
        "pandas_us_per_row": plain["seconds"] / size * 1e6,
        **parts,
        "peak_mb": ours["megabytes"],
        "pandas_peak_mb": plain["megabytes"],
    }


def measured(file: Path, function: str) -> dict:
    code = RUN.format(module=Path(__file__).stem, function=function)
    done = subprocess.run(
        [sys.executable, "-c", code, str(file), str(TIMES)],
        capture_output=True, text=True, check=True, cwd=Path(__file__).parent,
    )  # fmt: skip
    return json.loads(done.stdout)


def with_finsam(file: Path) -> tuple[dict, dict[str, float]]:
    """Everything that a book makes of the file, and the seconds of each part."""
    import time

    from finsam.params import Params
    from finsam.params.forbund import Forbund, Insats
    from finsam.params.year import Year
    from finsam.people.definitions import load_people
    from finsam.people.flows import flows
    from finsam.people.make import from_people
    from finsam.people.rows import FOLLOWED_ROWS, read_spells, spell_faults
    from finsam.sources.grids import read_grids

    insatser = tuple(Insats(namn=name) for name in INSATSER)
    forbund = Forbund(namn="Prov", kort="Prov", insatser=insatser)
    params = Params(forbund_id="prov", ar=YEAR, forbund=forbund, year=Year(slag="arsredovisning"))
    definitions = load_people(None)
    times = [time.perf_counter()]
    (grid,) = read_grids(file)
    times.append(time.perf_counter())
    spells, faults = read_spells(grid, definitions, params)
    del grid
    times.append(time.perf_counter())
    faults += spell_faults(spells)
    times.append(time.perf_counter())
    if faults or len(spells) == 0:
        raise SystemExit(f"the rows aren't read: {faults[:3]}")
    followed = pd.DataFrame(columns=list(FOLLOWED_ROWS)).astype(FOLLOWED_ROWS)
    tables = from_people({}, spells, followed, params, definitions)
    by = {name: flows(spells, str(YEAR), [name], definitions, params) for name in ("kommun", "alder")}
    times.append(time.perf_counter())
    deltagare = tables["deltagare"]
    totals = deltagare[deltagare["kolumn"] != "totalt"]
    keys = totals["insats"] + " " + totals["period"] + " " + totals["matt"] + " " + totals["kolumn"]
    counts = {key: int(number) for key, number in zip(keys, totals["varde"], strict=True) if number}
    for name, table in by.items():
        for row in table[table["matt"].isin(["antal_totalt", "unika", "kvar"])].to_dict("records"):
            counts |= {f"{row[name]} {row['matt']} {sex}": row[sex] for sex in ("kvinnor", "man") if row[sex]}
    bakgrund = tables["bakgrund"]
    chosen = bakgrund[
        bakgrund["omrade"].isin(["Utbildning", "Försörjning"]) & (bakgrund["kategori"] != "Totalt")
    ]
    for row in chosen[chosen["kolumn"] != "totalt"].to_dict("records"):
        if row["varde"]:
            answer = "utbildning" if row["omrade"] == "Utbildning" else "forsorjning_fore"
            counts[f"{answer} {row['kategori']} {row['kolumn']}"] = int(row["varde"])
    parts = {name: after - before for name, before, after in zip(PARTS, times, times[1:], strict=False)}
    return dict(sorted(counts.items())), parts


def with_pandas(file: Path) -> tuple[dict, dict[str, float]]:
    """The same counts by groupby, of a file that is trusted."""
    rows = pd.read_csv(file, sep=";", parse_dates=["start", "slut"], dtype={"nyckel": "str"})
    rows["kon"] = rows["kon"].map({"K": "kvinnor", "M": "man"})
    exits = {"Arbete": "arbete", "Lönebidrag": "arbete", "Studier": "studier", "Flytt": "avbrott",
             "Daglig verksamhet": "annat_positivt_avslut"}  # fmt: skip
    rows["avslut"] = rows["orsak"].map(exits)
    counts: dict[str, int] = {}
    halves = {
        f"{YEAR}-H1": (f"{YEAR}-01-01", f"{YEAR}-06-30"),
        f"{YEAR}-H2": (f"{YEAR}-07-01", f"{YEAR}-12-31"),
    }
    years = {str(year): (f"{year}-01-01", f"{year}-12-31") for year in range(FIRST_YEAR, YEAR + 1)}
    for period, (first, last) in (years | halves).items():
        inside = rows[(rows["start"] <= last) & ~(rows["slut"] < first)]
        ended = inside[inside["slut"] <= last]
        parts = {"antal_totalt": inside, "nya": inside[inside["start"] >= first], "avslutade": ended}
        parts |= {exit: ended[ended["avslut"] == exit] for exit in set(exits.values())}
        parts["kvar"] = inside[~(inside["slut"] <= last)]
        for matt, part in parts.items():
            for (insats, kon), number in part.groupby(["insats", "kon"]).size().items():
                counts[f"{insats} {period} {matt} {kon}"] = number
            for kon, number in part.groupby("kon").size().items():
                counts[f"Alla insatser {period} {matt} {kon}"] = number
        for (insats, kon), number in inside.groupby(["insats", "kon"])["nyckel"].nunique().items():
            counts[f"{insats} {period} unika {kon}"] = number
        for kon, number in inside.groupby("kon")["nyckel"].nunique().items():
            counts[f"Alla insatser {period} unika {kon}"] = number
    inside = rows[(rows["start"] <= f"{YEAR}-12-31") & ~(rows["slut"] < f"{YEAR}-01-01")]
    bounds, labels = (
        [16, 25, 30, 45, 65, 200],
        ["16–24 år", "25–29 år", "30–44 år", "45–64 år", "65 år och äldre"],
    )
    alder = pd.cut(YEAR - inside["fodelsear"], bounds, right=False, labels=labels)
    for part, matt in ((inside, "antal_totalt"), (inside[~(inside["slut"] <= f"{YEAR}-12-31")], "kvar")):
        for group in ("kommun", alder.loc[part.index]):
            for (name, kon), number in part.groupby([group, "kon"], observed=True).size().items():
                counts[f"{name} {matt} {kon}"] = number
    for group in ("kommun", alder):
        for (name, kon), number in inside.groupby([group, "kon"], observed=True)["nyckel"].nunique().items():
            counts[f"{name} unika {kon}"] = number
    new = rows[(rows["start"] >= f"{YEAR}-01-01") & (rows["start"] <= f"{YEAR}-12-31")].sort_values(
        "start", kind="stable"
    )
    answers = ["kon", "forsorjning_fore", "utbildning", "ar_i_forsorjning", "tolk", "fodelsear"]
    persons = new.groupby("nyckel")[answers].first().fillna(dict.fromkeys(answers[1:3], "Uppgift saknas"))
    for answer in answers[1:]:
        for (name, kon), number in persons.groupby([answer, "kon"]).size().items():
            if answer in answers[1:3]:
                counts[f"{answer} {name} {kon}"] = number
    return dict(sorted((key, int(number)) for key, number in counts.items())), {}


def write(folder: Path, rows: int) -> Path:
    """Participations of some two thirds as many persons, several of whom are in two or three insatser."""
    draw = np.random.default_rng(rows)
    person = np.sort(draw.integers(0, int(rows * 0.65), rows))
    persons = person.max() + 1
    nth = np.arange(rows) - np.searchsorted(person, person)
    start = np.datetime64(f"{FIRST_YEAR}-01-01") + draw.integers(0, 365 * (YEAR - FIRST_YEAR + 1), rows)
    slut = start + draw.integers(20, 900, rows)
    ended = slut <= np.datetime64(f"{YEAR}-12-31")
    kommuner = ["Umeå", "Vännäs", "Nordmaling", "Vindeln", "Robertsfors", "Bjurholm"]
    support = ["Sjukpenning", "Försörjningsstöd", "Aktivitetsstöd", "A-kassa", "Aktivitetsersättning"]
    education = ["Grundskola", "Gymnasium", "Eftergymnasial utbildning"]
    reasons = ["Arbete", "Lönebidrag", "Studier", "Daglig verksamhet", "Flytt"]
    table = pd.DataFrame(
        {
            "nyckel": np.char.add("P", person.astype(str)),
            # No person is twice in an insats, as that could overlap.
            "insats": np.array(INSATSER)[
                (draw.integers(0, len(INSATSER), persons)[person] + nth) % len(INSATSER)
            ],
            "kon": np.array(["K", "M"])[draw.integers(0, 2, persons)[person]],
            "start": start,
            "slut": np.where(ended, slut.astype(str), ""),
            "orsak": np.where(ended, np.array(reasons)[draw.integers(0, len(reasons), rows)], ""),
            "kommun": np.array(kommuner)[draw.integers(0, len(kommuner), persons)[person]],
            "fodelsear": draw.integers(1957, 1999, persons)[person],
            "forsorjning_fore": np.array([*support, ""])[draw.integers(0, len(support) + 1, rows)],
            "forsorjning_efter": np.where(ended, np.array(support)[draw.integers(0, len(support), rows)], ""),
            "utbildning": np.array([*education, ""])[draw.integers(0, len(education) + 1, persons)[person]],
            "ar_i_forsorjning": draw.integers(0, 30, rows) / 2,
            "tolk": np.array(["ja", "nej", ""])[draw.integers(0, 3, persons)[person]],
        }
    )
    # As a list is kept: by day, and not by person.
    table = table.iloc[np.argsort(start, kind="stable")]
    file = folder / "personer.csv"
    table.to_csv(file, sep=";", index=False)
    return file


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
