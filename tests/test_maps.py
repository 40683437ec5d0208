"""Maps: the projection, the steps, the colours, what is drawn and what the text alternative says."""

from __future__ import annotations

import re
from decimal import Decimal

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.text import Text

from finsam.chapters import geometry, map_drawing, maps, shades
from finsam.chapters.map_steps import Shown, Steps, printed_value
from finsam.tables.registers import kommuner

CODES = [area.kod for area in kommuner()]


@pytest.fixture
def values() -> dict[str, float]:
    noise = np.random.default_rng(5).normal(10, 2, len(CODES))
    return {code: round(float(value), 1) for code, value in zip(CODES, noise, strict=True)}


def shown(values: dict[str, float], own: list[str], statuses: dict[str, str] | None = None) -> Shown:
    return Shown("Sjukpenningtal", "2024", "dagar", values, statuses or {}, own)


# ---- Geometry --------------------------------------------------------------------------------------------


def test_every_kommun_real_or_invented_has_a_shape():
    shapes = geometry.kommun_shapes()
    assert set(shapes) == {*CODES, *(area.kod for area in kommuner("99"))}
    assert all(shape.is_valid for shape in shapes.values())


def test_sweden_is_not_flattened():
    """Sweden is 1 572 km long; on degrees alone it would be as wide as it is high. Areas are those of SCB, with lakes."""
    west, south, east, north = shapely.total_bounds([geometry.kommun_shapes()[code] for code in CODES])
    assert north - south == pytest.approx(1550, abs=40)
    assert (north - south) / (east - west) == pytest.approx(2.4, abs=0.2)
    assert geometry.kommun_shapes()["2584"].area == pytest.approx(20_700, rel=0.03)  # Kiruna
    assert geometry.kommun_shapes()["1280"].area == pytest.approx(160, rel=0.25)  # Malmö, a coarse border


def test_the_projection_keeps_distances_along_and_across_its_meridian():
    there = geometry.projected(np.array([[15.0, 60.0], [15.0, 61.0], [16.0, 60.0]]))
    assert there[1, 1] - there[0, 1] == pytest.approx(111.19, abs=0.02)
    assert there[2, 0] - there[0, 0] == pytest.approx(111.19 * 0.5, rel=0.001)


def test_the_border_around_neighbours_leaves_out_the_border_between_them():
    one, other = shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)
    assert geometry.outline([one, other]).equals(shapely.box(0, 0, 2, 1))
    hole = shapely.box(0, 0, 9, 9).difference(shapely.box(3, 3, 4, 4))
    assert len(geometry.rings(hole)) == 2


# ---- Steps -----------------------------------------------------------------------------------------------


def test_steps_are_fifths_in_words_that_hold_exactly_their_figures():
    steps = Steps.of([float(n) for n in range(1, 11)], 0)
    assert [steps.words(at) for at in range(5)] == ["1–2", "3–4", "5–6", "7–8", "9–10"]
    assert [steps.step(float(n)) for n in range(1, 11)] == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
    assert steps.step(99.0) == 4


def test_equal_figures_share_a_step():
    steps = Steps.of([1.0, 1.0, 1.0, 1.0, 2.0], 1)
    assert [steps.words(at) for at in range(len(steps.tops))] == ["1,0", "1,1–2,0"]
    assert Steps.of([3.0], 0).words(0) == "3"
    assert Steps.of([-2.0, -1.0], 0).words(0).startswith("−2")


@given(st.lists(st.floats(0, 100), min_size=1, max_size=60), st.integers(0, 2))
def test_every_printed_figure_is_in_the_step_that_says_so(figures, decimals):
    steps = Steps.of(figures, decimals)
    for value in figures:
        at = steps.step(value)
        ends = [Decimal(each.replace(",", ".")) for each in steps.words(at).split("–")]
        assert ends[0] <= printed_value(value, decimals) <= ends[-1]


def test_colours_go_from_light_to_dark_in_equal_steps_of_lightness():
    lightness = [shades.lab(color)[0] for color in shades.shades(5)]
    gaps = -np.diff(lightness)
    assert gaps.min() > 12
    assert gaps.max() - gaps.min() < 2
    assert shades.lab("#ffffff")[0] == pytest.approx(100, abs=0.01)
    assert shades.lab("#777777")[0] == pytest.approx(50.0, abs=0.3)


# ---- Pictures --------------------------------------------------------------------------------------------


def texts(figure) -> list[str]:
    axes = figure.canvas.axes[0]
    legend = figure.canvas.legends[0]
    return [text.get_text() for text in [*axes.texts, *legend.get_texts()]]


def test_the_county_map_names_the_marked_kommuner_and_counts_the_others(values):
    values |= {"2480": 7.6, "2460": 13.9}
    del values["2404"], values["2417"]
    steps = Steps.of(values.values(), 1)
    made = maps.county_map(
        shown(values, ["2480", "2460", "2404"], {"2404": "undertryckt"}), steps, ["24"], "k"
    )
    assert {"Umeå 7,6", "Vännäs 13,9", "Vindeln .."} <= set(texts(made))
    counts = [int(found[1]) for text in texts(made) if (found := re.search(r"\((\d+)\skommun", text))]
    assert sum(counts) == 15
    assert any("visas inte av sekretesskäl (1" in text for text in texts(made))
    assert any("uppgift saknas (1" in text for text in texts(made))


def test_the_text_alternative_says_the_highest_the_lowest_the_marked_and_how_many_are_missing(values):
    values |= {"2480": 30.0, "2460": 0.1, "2401": 30.0}
    for code in CODES[:9]:
        values.pop(code, None)
    made = maps.country_map(shown(values, ["2480", "2460", "2401"]), Steps.of(values.values(), 1), "k")
    assert "Högst är Nordmaling med 30,0 och lägst Vännäs med 0,1." in made.alt
    assert re.search(
        r"I det högsta steget, [\d,]+–30,0, ligger Umeå \(30,0\) och Nordmaling \(30,0\)\.", made.alt
    )
    assert "I det lägsta steget" in made.alt
    assert "Utan värde, uppgift saknas: 9\u00a0kommuner." in made.alt


def test_a_map_of_the_country_is_a_small_file_and_the_same_each_time(values):
    made = [
        maps.country_map(
            shown(values, ["2480", "2460"]), Steps.of(values.values(), 1), "k"
        )._repr_mimebundle_()[0]["image/svg+xml"]
        for _ in range(2)
    ]
    assert made[0] == made[1]
    assert len(made[0]) < 150_000


def test_invented_kommuner_are_in_the_map_of_the_country_only_when_they_are_marked(values):
    values |= {"9901": 9.9, "9904": 8.8}
    steps = Steps.of(values.values(), 1)
    assert "Utan värde" not in maps.country_map(shown(values, ["2480"]), steps, "k").alt
    made = maps.country_map(shown(values, ["9901"]), steps, "k")
    assert "Ekvik (9,9)" in made.alt
    assert "Utan värde, uppgift saknas: Björksta, Sjöhult" in made.alt


def test_a_kommun_without_a_shape_gets_no_map(values):
    steps = Steps.of(values.values(), 1)
    assert maps.county_map(shown(values, ["9999"]), steps, ["24"], "k") is None
    assert maps.country_map(shown(values, ["9999"]), steps, "k") is None


@pytest.mark.parametrize(("lan", "count"), [("24", 2), ("01", 15), ("01", 26), ("14", 49)])
def test_no_label_of_a_county_map_covers_another(values, lan, count):
    own = [area.kod for area in kommuner(lan)][:count]
    made = maps.county_map(shown(values, own), Steps.of(values.values(), 1), [lan], "k")
    made._svg()
    axes = made.canvas.axes[0]
    # Of the text alone; an annotation's own extent has its line in it.
    boxes = [Text.get_window_extent(text).padded(-0.5) for text in axes.texts]
    assert len(boxes) == count
    covered = [
        (one, other) for at, one in enumerate(boxes) for other in boxes[at + 1 :] if one.overlaps(other)
    ]
    assert not covered
    frame = made.canvas.bbox
    assert all(frame.x0 <= box.x0 and box.x1 <= frame.x1 for box in boxes)


def test_borders_on_the_grid_have_only_points_where_they_turn():
    square = np.array([[0, 0], [1, 0], [2, 0], [2, 1], [2, 2], [0, 2], [0, 0]], dtype=float)
    assert map_drawing._corners(square).tolist() == [[0, 0], [2, 0], [2, 2], [0, 2]]
    assert len(map_drawing._corners(np.array([[0, 0], [0, 0], [0, 0], [0, 0]], dtype=float))) == 0
