"""The invented public statistics: the files have the agencies' forms, add up, and have the features that are told."""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
import sys
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

import numpy as np
import pytest
from conftest import REPOSITORY
from hypothesis import given
from hypothesis import strategies as st

from finsam.tables.registers import kommuner
from finsam.tables.statistics import measures
from tools.exempelforbundet.facts import KOMMUNER as MEMBERS
from tools.exempelregister import features as f
from tools.exempelregister import geometry, sick, support, world, young
from tools.exempelregister.__main__ import README, main
from tools.exempelregister.forsakringskassan import tenths

INVENTED = [area.kod for area in kommuner("99")]
AREAS = [area.kod for area in world.shown()]
OF_KOMMUNER = [at for at, area in enumerate(AREAS) if len(area) == 4]
COUNTRY = AREAS.index("00")


@pytest.fixture(scope="module")
def lan(tmp_path_factory):
    """The files of the invented län: its kommuner, itself and the country."""
    folder = tmp_path_factory.mktemp("lan") / "register-exempel"
    main(["--out", str(folder), "--kommuner", ",".join(INVENTED)])
    return folder


def read(file):
    return json.loads(file.read_text(encoding="utf-8"))


def insurance(file, figure, month="manad"):
    """By (kommun_kod, sex, month): the figure or None, whether it is suppressed, and the persons."""
    found = {}
    for row in read(file):
        place, seen = row["dimensions"], row["observations"]
        assert place["aldersklass_kod"] == "ALL" and set(seen) == {figure, "namnare"}
        key = place["kommun_kod"], place["kon_kod"], f"{place['ar']}-{place[month]}"
        found[key] = seen[figure]["value"], seen[figure]["rojd"], seen["namnare"]["value"]
    assert len(found) == len(read(file)), "every row is of its own"
    return found


def kolada(file):
    """By (municipality, sex, year): value and status."""
    answer = read(file)
    assert answer["next_url"] is None and answer["count"] == len(answer["values"])
    found = {
        (row["municipality"], cell["gender"], row["period"]): (cell["value"], cell["status"])
        for row in answer["values"]
        for cell in row["values"]
    }
    assert len(found) == 3 * answer["count"]
    return found


def json_stat(file):
    """The cells as an array, and the codes of each dimension."""
    answer = read(file)
    cells = np.array(answer["value"], dtype=float).reshape(answer["size"])
    return cells, [list(answer["dimension"][name]["category"]["index"]) for name in answer["id"]]


def own(file):
    with file.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


# ---- The same each time ----------------------------------------------------------------------------------


def test_the_same_bytes_twice_and_a_part_is_as_in_the_whole(tmp_path, lan):
    asked = ["--kommuner", "9901,2480", "--to-year", "2015"]
    command = [sys.executable, "-m", "tools.exempelregister", "--out", tmp_path / "one", *asked]
    subprocess.run(command, cwd=REPOSITORY, check=True)
    main(["--out", str(tmp_path / "two"), *asked])
    one, two = (
        {file.name: file.read_bytes() for file in (tmp_path / name).iterdir()} for name in ("one", "two")
    )
    assert one == two
    part, whole = (
        insurance(folder / "forsakringskassan-SJPsjptal.json", "spt") for folder in (tmp_path / "one", lan)
    )
    assert {key[0] for key in part} == {"ALL_ALL", "ALL_24", "2480", "ALL_99", "9901"}
    assert {key[2] for key in part} == {f"{y}-{m:02}" for y in range(2008, 2016) for m in range(1, 13)}
    shared = part.keys() & whole.keys()
    assert len(shared) == 3 * 3 * 96 and all(part[key] == whole[key] for key in shared)


def test_the_numbers_stay_what_they_are():
    """Of the models, not of the files, so that a new file leaves it: change this when a feature changes."""
    arrays = [sick.flow(), sick.lasting(), young.outside(16).counts, *support.equivalents().values()]
    digest = hashlib.sha256(b"".join(np.ascontiguousarray(array, dtype="<i8").tobytes() for array in arrays))
    assert digest.hexdigest()[:16] == "f8f57b5c28611752"


def test_every_file_is_told_in_the_readme_and_none_is_half(lan):
    names = {file.name for file in lan.iterdir()}
    assert (lan / "README.md").read_text(encoding="utf-8") == README.read_text(encoding="utf-8")
    assert names == {"README.md", *(name for name in names if name in README.read_text(encoding="utf-8"))}
    assert len(names) == 12


def test_before_a_measure_begins_it_has_no_file(tmp_path):
    main(["--out", str(tmp_path), "--kommuner", "9901", "--to-year", "2014"])
    assert insurance(tmp_path / "forsakringskassan-SJPohttal.json", "oht", "man")
    main(["--out", str(tmp_path), "--kommuner", "9901", "--to-year", "2010"])
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "README.md",
        "forsakringskassan-SJPsjptal.json",
        *(f"kolada-{kpi}.json" for kpi in ("N02797", "N03926", "N31807", "N31816")),
        "scb-TAB6471.json",
    ]
    assert json_stat(tmp_path / "scb-TAB6471.json")[1][-1] == ["2008", "2009", "2010"]


def test_unknown_kommuner_are_refused(tmp_path, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["--out", str(tmp_path / "none"), "--kommuner", "9901,9909"])
    assert stopped.value.code == 2 and "9909" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


# ---- Sums ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("made", [sick.sjukpenningtal, sick.sjukpenningtal_2, sick.ohalsotal])
def test_days_and_persons_add_up(made):
    rates = made()
    for numbers in (rates.days, rates.persons):
        assert numbers.dtype == np.int64 and (numbers > 0).all()
        assert (numbers[:, 0] + numbers[:, 1] == numbers[:, 2]).all()
        real = [at for at in OF_KOMMUNER if AREAS[at][:2] != "99"]
        assert len(real) == 290 and (numbers[real].sum(axis=0) == numbers[COUNTRY]).all()
        for at, code in enumerate(AREAS):
            if len(code) == 2 and code != "00":
                inside = [other for other in OF_KOMMUNER if AREAS[other].startswith(code)]
                assert (numbers[inside].sum(axis=0) == numbers[at]).all()


def test_twelve_months_from_the_twelfth_on():
    numbers = np.random.default_rng(1).integers(0, 1000, (3, 2, 30))
    windows = np.lib.stride_tricks.sliding_window_view(numbers, 12, axis=2).sum(axis=3)
    assert (sick.twelve(numbers) == windows).all() and windows.shape == (3, 2, 19)


def test_the_twelve_months_are_added(lan):
    found = insurance(lan / "forsakringskassan-SJPsjptal.json", "spt")
    at = world.kommuner().index("9901")
    months = [world.MONTHS.index(f"2016-{month:02}") for month in range(1, 13)]
    days = int(sick.flow()[at][:, months].sum())
    value, hidden, persons = found["9901", "ALL", "2016-12"]
    assert not hidden and Decimal(str(value)) == (Decimal(days) / persons).quantize(
        Decimal("0.1"), ROUND_HALF_UP
    )


def test_the_file_of_rates_adds_up_as_far_as_its_tenths_allow(lan):
    found = insurance(lan / "forsakringskassan-SJPsjptal.json", "spt")
    for month in ("2008-01", "2015-06", "2024-12"):
        parts = [found[code, "ALL", month] for code in INVENTED]
        value, _, persons = found["ALL_99", "ALL", month]
        assert sum(part[2] for part in parts) == persons
        together = sum(part[0] * part[2] for part in parts) / persons
        assert abs(together - value) <= 0.1 + 1e-9
        assert sum(found["ALL_99", sex, month][2] for sex in "KM") == persons


def test_shares_are_counts_of_people(lan):
    cells, (regions, ages, sexes, _, years) = json_stat(lan / "scb-TAB6471.json")
    people = {
        (region, age, sex, year): cells[a, b, c, 0, d]
        for a, region in enumerate(regions)
        for b, age in enumerate(ages)
        for c, sex in enumerate(sexes)
        for d, year in enumerate(years)
    }
    words = {"kvinnor": "2", "man": "1", "totalt": "TotSa"}
    rows = own(lan / "uvas-20-24.csv")
    figures = {(r["kommun_kod"], r["kon"], r["period"], r["matt"]): r for r in rows}
    assert len(figures) == len(rows) == 10 * 3 * 11 * 2
    for (code, sex, year, matt), row in figures.items():
        assert float(row["namnare"]) == people[code, "20-24", words[sex], year]
        assert bool(row["varde"]) == (not row["status"])
        if matt == "uvas_andel" and row["varde"]:
            count = figures[code, sex, year, "uvas_antal"]["varde"]
            assert float(row["varde"]) == round(100 * int(count) / int(row["namnare"]), 4)
            others = [figures[code, word, year, "uvas_antal"]["varde"] for word in ("kvinnor", "man")]
            assert sex != "totalt" or not all(others) or int(count) == sum(map(int, others))
    shares = kolada(lan / "kolada-N02797.json")
    codes = {"K": "2", "M": "1", "T": "TotSa"}
    for (code, sex, year), (value, status) in shares.items():
        assert (value is None) == bool(status)
        if value is not None:
            area = code.removeprefix("00") if code.startswith("00") else code
            count = value / 100 * people[area, "16-24", codes[sex], str(year)]
            assert count == pytest.approx(round(count), abs=0.05)


def test_equivalents_add_up_and_are_the_share_in_kolada(lan):
    cells, (regions, sexes, ages, contents, years) = json_stat(lan / "scb-TAB1386.json")
    assert (
        sexes == ["2", "1", "1+2"]
        and ages == ["20-64"]
        and years == [str(year) for year in range(2014, 2025)]
    )
    cells = cells[:, :, 0]
    kinds, whole, people, share = cells[:, :, :6], cells[:, :, 6], cells[:, :, 7], cells[:, :, 8]
    assert len(contents) == 9 and (kinds.sum(axis=2) == whole).all()
    assert (cells[:, 0, :8] + cells[:, 1, :8] == cells[:, 2, :8]).all()
    inside = [at for at, region in enumerate(regions) if region in INVENTED]
    assert (cells[inside, :, :8].sum(axis=0) == cells[regions.index("99"), :, :8]).all()
    assert np.abs(100 * whole / people - share).max() <= 0.05 + 1e-9


def test_the_members_people_are_those_of_the_example_forbund(lan):
    cells, (regions, ages, _, _, years) = json_stat(lan / "scb-TAB6471.json")
    for code, member in zip(INVENTED, MEMBERS, strict=False):
        for year, number in member.people.items():
            place = regions.index(code), ages.index("16-64"), 2, 0, years.index(str(year - 1))
            assert cells[place] == number


def test_all_codes_are_there():
    assert len(AREAS) == 1 + 22 + 290 + 8 and len(OF_KOMMUNER) == 298
    assert len({code[:2] for code in AREAS}) == 23


def test_the_readers_read_it(lan):
    reading = pytest.importorskip("finsam.register.read", reason="the readers aren't there yet")
    if not measures()["sjukpenningtal"].kallor:
        pytest.skip("matt.yml doesn't yet tell what the agencies call the measures")
    table = reading.read_register(lan).table
    leave = table[(table["matt"] == "sjukpenningtal") & (table["version"] == "1.0")]
    assert len(leave) == 10 * 3 * 204 and set(leave["kommun_kod"]) == {"00", "99", *INVENTED}
    of_file = insurance(lan / "forsakringskassan-SJPsjptal.json", "spt")
    told = {"kvinnor": "K", "man": "M", "totalt": "ALL"}
    place = {"00": "ALL_ALL", "99": "ALL_99"}
    for row in leave.sample(300, random_state=1).itertuples():
        value, rojd, persons = of_file[place.get(row.kommun_kod, row.kommun_kod), told[row.kon], row.period]
        assert row.namnare == persons and row.status == ("undertryckt" if rojd else "")
        assert np.isnan(row.varde) if rojd else row.varde == value
    assert len(table[(table["matt"] == "ohalsotal")]) == 10 * 3 * 132
    young_people = table[(table["matt"] == "uvas_antal") & (table["alder"] == "20-24")]
    assert len(young_people) == 10 * 3 * 11 and young_people["period"].min() == "2014"


# ---- Features --------------------------------------------------------------------------------------------


def level(rates, area="00", sex=2):
    at = AREAS.index(area)
    return dict(zip(rates.months, rates.days[at, sex] / rates.persons[at, sex], strict=True))


def test_the_break_is_where_it_is_told_and_as_large(lan):
    found = insurance(lan / "forsakringskassan-SJPohttal.json", "oht", "man")
    months = [f"{year}-{month:02}" for year in range(2014, 2025) for month in range(1, 13)]
    figures = [found["ALL_ALL", "ALL", month][0] for month in months]
    steps = dict(zip(months[1:], np.diff(figures), strict=True))
    assert f.BREAK == "2018-07"
    assert steps.pop(f.BREAK) == pytest.approx(-1.7, abs=0.11)
    assert max(abs(step) for step in steps.values()) <= 0.4
    # A tenth of the days with lasting compensation, counted here from the other two figures.
    months = sick.PERIODS.index(f.BREAK)
    long = sick.twelve(np.rint(f.LASTING_DAYS * sick.lasting()).astype(int))
    persons = world.monthly(world.span(16, 64))[..., 11:]
    real = slice(0, 290)
    lost = 0.1 * long[real, :, months].sum() / persons[real, :, months].sum()
    before, after = level(sick.ohalsotal())["2018-06"], level(sick.ohalsotal())["2018-07"]
    drift = level(sick.ohalsotal())["2018-08"] - after
    assert after - before == pytest.approx(drift - lost, abs=0.05)
    leave = level(sick.sjukpenningtal())
    assert abs(leave["2018-07"] - leave["2018-06"]) < 0.15


def test_months_follow_the_month_before():
    """AR(1) found in what is left of each kommun's months when the country's month and its own line are taken out."""
    rates = np.log(sick.flow()[:290] / world.monthly(world.span(16, 64))[:290])
    left = rates - rates.mean(axis=0, keepdims=True)
    times = np.arange(left.shape[2])
    line = np.stack([np.ones_like(times), times - times.mean()], axis=1)
    rows = left.reshape(-1, len(times)).T
    rows = rows - line @ np.linalg.lstsq(line, rows, rcond=None)[0]
    rows /= rows.std(axis=0)
    found = (rows[1:] * rows[:-1]).sum() / (rows[:-1] ** 2).sum()
    # The line takes some of it: about (1 + 3 * 0.8) / 215 = 0.016 less.
    assert found == pytest.approx(0.8 - 0.016, abs=0.015)


def test_small_kommuner_vary_more_than_large_ones():
    flow, persons = sick.flow(), world.span(16, 64).mean(axis=(1, 2))
    noise = np.diff(np.log(flow[:, 0] / flow[:, 0].mean(axis=0)), axis=1).std(axis=1)
    smallest, largest = np.argsort(persons)[:30], np.argsort(persons)[-30:]
    assert noise[smallest].mean() > 2 * noise[largest].mean()


def test_levels_differ_between_kommuner_and_are_alike_within_lan():
    rates = sick.sjukpenningtal()
    values = np.log(rates.days[:, 2].sum(axis=1) / rates.persons[:, 2].sum(axis=1))
    real = [at for at in OF_KOMMUNER if AREAS[at][:2] != "99"]
    here = values[real]
    assert 0.10 < here.std() < 0.25
    lan = np.array([AREAS[at][:2] for at in real])
    within = np.mean([here[lan == code].var(ddof=1) for code in set(lan) if (lan == code).sum() > 1])
    assert within < 0.85 * here.var(ddof=1)
    pairs = [(a, b) for a, b in zip(range(289), range(1, 290), strict=True) if lan[a] == lan[b]]
    one, other = np.array(pairs).T
    assert np.corrcoef(here[one], here[other])[0, 1] > 0.3


def test_the_countrys_sick_leave_falls_rises_falls_and_has_a_pandemic():
    year = {
        int(month[:4]): value
        for month, value in level(sick.sjukpenningtal()).items()
        if month.endswith("-12")
    }
    assert min(range(2008, 2015), key=year.get) in (2010, 2011)
    assert max(range(2011, 2020), key=year.get) in (2015, 2016, 2017)
    assert year[2008] - year[2010] > 2 and year[2016] - year[2010] > 3 and year[2016] - year[2019] > 1
    quiet = (year[2019] + year[2024]) / 2
    assert 1.05 < year[2020] / quiet < 1.2 and 1.05 < year[2021] / quiet < 1.2 and year[2023] < 1.05 * quiet
    women, men = (level(sick.sjukpenningtal(), sex=sex)["2019-12"] for sex in (0, 1))
    assert women / men == pytest.approx(1.86, abs=0.1)


def test_the_invented_kommuner_have_their_stories():
    def against(code, month):
        return level(sick.sjukpenningtal(), code)[month] / level(sick.sjukpenningtal())[month]

    assert against("9902", "2009-12") > 1.35 and against("9902", "2024-12") < 1.2
    assert against("9903", "2009-12") < 0.95 and against("9903", "2024-12") > 1.0
    assert 0.95 < against("9901", "2016-12") < 1.15


def test_version_2_is_another_series():
    one, two = level(sick.sjukpenningtal()), level(sick.sjukpenningtal_2())
    assert min(two) == "2021-01" and max(two) == "2024-12"
    assert all(0.8 < two[month] / one[month] < 0.95 for month in two)


def test_some_are_suppressed_both_sexes_at_once_and_never_zero(lan):
    hidden = sick.sjukpenningtal().hidden
    assert not hidden[:, 2].any() and (hidden[:, 0] == hidden[:, 1]).all()
    assert not hidden[[at for at, code in enumerate(AREAS) if len(code) < 4]].any()
    of_kommuner = hidden[OF_KOMMUNER][:, 0]
    assert 0.001 < of_kommuner.mean() < 0.02 and 3 < of_kommuner.any(axis=1).sum() < 30
    found = insurance(lan / "forsakringskassan-SJPsjptal.json", "spt")
    told = Counter((value is None, rojd) for value, rojd, _ in found.values())
    assert set(told) == {(True, True), (False, False)} and told[True, True] > 100
    assert {code for (code, _, _), cell in found.items() if cell[1]} <= {"9907", "9908"}
    assert all(0 < value < 40 for value, rojd, _ in found.values() if not rojd)


@pytest.mark.parametrize("first", [16, 17, 20])
def test_shares_are_suppressed_or_missing_now_and_then(first):
    found = young.outside(first)
    status = found.status[OF_KOMMUNER]
    assert 0.001 < (status == "Private").mean() < 0.02
    assert 0.002 < (status == "Missing").mean() < 0.008
    few = found.counts[:, :2].min(axis=1) < f.FEWEST_YOUNG
    assert set(found.status[:, 2][few]) <= {"", "Missing"} and "" not in found.status[:, 0][few]
    assert "Missing" not in found.status[COUNTRY]


def test_spans_of_ages_lie_inside_each_other():
    outside = [young.outside(first).counts for first in (16, 17, 20)]
    assert (outside[0] >= outside[1]).all() and (outside[1] >= outside[2]).all()
    assert (world.span(16, 64) == world.span(16, 24) + world.span(25, 64)).all()
    assert (world.span(0, None) >= world.span(15, 74)).all()


# ---- Numbers and places ----------------------------------------------------------------------------------


@given(st.integers(0, 10**9), st.integers(1, 10**7))
def test_tenths_are_rounded_half_up(days, persons):
    assert Decimal(tenths(days, persons)) == (10 * Decimal(days) / persons).quantize(
        Decimal(1), ROUND_HALF_UP
    )


def test_the_invented_lan_is_one_piece_without_gaps():
    assert geometry.FILE.read_text(encoding="utf-8") == geometry.document(), (
        "run python -m tools.exempelregister.geometry"
    )
    shapes = [feature["geometry"]["coordinates"] for feature in read(geometry.FILE)["features"]]
    assert [feature["properties"]["kod"] for feature in read(geometry.FILE)["features"]] == INVENTED
    edges = Counter()
    for (ring,) in shapes:
        assert ring[0] == ring[-1] and len({tuple(corner) for corner in ring}) == len(ring) - 1
        edges.update(frozenset({tuple(one), tuple(other)}) for one, other in pairwise(ring))
        assert geometry.area(np.array(ring[:-1])) > 0
    # Edges of one kommun only are the coast: a ring in which every corner has two, with the area of all parts.
    coast = [edge for edge, times in edges.items() if times == 1]
    assert set(edges.values()) == {1, 2} and set(Counter(c for edge in coast for c in edge).values()) == {2}
    following = {
        corner: [c for edge in coast if corner in edge for c in edge if c != corner]
        for e in coast
        for corner in e
    }
    ring, before = [min(following)], None
    while (after := next(c for c in following[ring[-1]] if c != before)) != ring[0]:
        before = ring[-1]
        ring.append(after)
    assert len(ring) == len(coast)
    together = sum(geometry.area(np.array(shape[:-1])) for (shape,) in shapes)
    assert abs(geometry.area(np.array(ring))) == pytest.approx(together, rel=1e-6)
