"""Pictures that say the same without their colours."""

from __future__ import annotations

import pytest
from matplotlib.patches import Rectangle

from finsam.chapters import bands, curves, drawings, figures


@pytest.mark.parametrize("draw", [drawings.stacked_shares, drawings.flow])
def test_the_parts_of_a_bar_are_told_apart_without_colour(draw):
    names = [f"Del {at}" for at in range(6)]
    drawing, axes = figures.canvas()
    draw(axes, ["En", "Två"], {name: [at + 1, 2] for at, name in enumerate(names)})
    patterns = [{bar.get_hatch() for bar in container} for container in axes.containers]
    assert [len(each) for each in patterns] == [1] * len(names)
    assert len(set.union(*patterns)) == len(names)
    (legend,) = drawing.legends
    shown = [patch.get_hatch() for patch in legend.get_patches() if isinstance(patch, Rectangle)]
    assert {*shown} == set.union(*patterns) and len(shown) == len(names)


def test_the_patterns_of_a_picture_differ():
    for module in (drawings, curves, bands):
        assert len(set(module._HATCHES)) == len(module._HATCHES), module.__name__


def test_points_of_series_have_shapes_of_their_own():
    _, axes = figures.canvas()
    drawings.dots(axes, ["En", "Två"], {"A": [1, 2], "B": [3, 4], "C": [5, None], "D": [7, 8]}, "Antal")
    shapes = [tuple(map(tuple, points.get_paths()[0].vertices.round(3))) for points in axes.collections]
    assert len(shapes) == 4 and len({*shapes}) == 4


def test_lines_have_markers_of_their_own_and_their_names_at_the_end():
    _, axes = figures.canvas()
    drawings.lines(axes, ["2020", "2021"], {"A": [1, 2], "B": [3, 4], "C": [5, None]}, "Antal")
    assert len({line.get_marker() for line in axes.lines}) == 3
    assert {text.get_text() for text in axes.texts} == {"A", "B", "C"}
