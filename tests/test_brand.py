"""The house style: colours that can be read, told apart and that reach every output."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from finsam.brand import DARK, contrast, load_brand, readable_on
from finsam.faults import Faults

REPOSITORY = Path(__file__).resolve().parent.parent
ROLES = ("foreground", "primary", "secondary", "success", "warning", "danger", "info")

MINIMAL = """
color:
  palette: {blå: "#003366", serie-1: blå}
  foreground: "#111111"
  background: "#ffffff"
  primary: blå
  secondary: "#555555"
typography: {base: Source Sans 3}
"""


@pytest.fixture(scope="module")
def brand():
    return load_brand(REPOSITORY / "_brand.yml")


@pytest.fixture
def written(tmp_path):
    def write(text: str) -> Path:
        path = tmp_path / "_brand.yml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_contrast_is_wcags():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#ffffff", "#777777") == contrast("#777777", "#ffffff")


@pytest.mark.parametrize("role", ROLES)
def test_text_can_be_read_by_day_and_by_night(brand, role):
    assert contrast(brand.color(role), brand.background) >= 4.5
    assert contrast(brand.color(role), brand.color("tertiary")) >= 4.5
    assert contrast(readable_on(DARK, brand.color(role)), DARK) >= 7


def test_series_are_seen_on_white(brand):
    assert len(brand.series) == 6
    assert {color: contrast(color, "#ffffff") >= 3 for color in brand.series} == dict.fromkeys(
        brand.series, True
    )


#: How the eye sees without one kind of cone (Machado, Oliveira and Fernandes 2009, severity 1), on linear RGB.
VISION = {
    "all cones": np.eye(3),
    "no red": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "no green": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "no blue": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}  # fmt: skip


def oklab(color: str, vision) -> np.ndarray:
    srgb = np.array([int(color[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.array(vision) @ linear, 0, 1)
    to_lms = [[0.41222, 0.53633, 0.05145], [0.2119, 0.6807, 0.1074], [0.0883, 0.28172, 0.62998]]
    to_lab = [[0.21045, 0.79362, -0.00407], [1.978, -2.42859, 0.45059], [0.0259, 0.78277, -0.80868]]
    return np.array(to_lab) @ np.cbrt(np.array(to_lms) @ seen)


@pytest.mark.parametrize("vision", VISION)
def test_series_stay_apart_for_the_colour_blind(brand, vision):
    distances = {
        (one, other): float(np.linalg.norm(oklab(one, VISION[vision]) - oklab(other, VISION[vision])))
        for one, other in combinations(brand.series, 2)
    }
    assert min(distances.values()) >= 0.1, min(distances, key=distances.get)  # 0.02 is just noticeable


def test_fonts_of_the_repository_exist_in_four_cuts(brand):
    assert {(font.weight, font.style) for font in brand.fonts} == {
        (400, "normal"), (400, "italic"), (600, "normal"), (700, "normal"),
    }  # fmt: skip
    assert {font.family for font in brand.fonts} == {"Source Sans 3"}


def test_names_lead_through_the_palette(written):
    brand = load_brand(written(MINIMAL))
    assert brand.primary == "#003366"
    assert brand.series == ("#003366",)
    assert brand.headings_font == brand.base_font == "Source Sans 3"
    assert brand.logo is None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("primary: blå", "primary: bla"), "color.primary is no colour. Did you mean 'blå'?"),
        (("serie-1: blå", "serie-1: serie-1"), "color.serie-1 is no colour"),
        (('secondary: "#555555"', ""), "color.secondary is missing"),
        (('"#555555"', '"#aaaaaa"'), "color.secondary has contrast 2.3:1 on the background"),
        (("typography:", "logo: finns-inte.svg\ntypography:"), "logo names a file that isn't there"),
        (("color:", "color: ["), "brand-unreadable"),
    ],
)
def test_faults_name_the_key(written, change, message):
    with pytest.raises(Faults) as raised:
        load_brand(written(MINIMAL.replace(*change)))
    assert message in str(raised.value)


def test_all_faults_at_once(written):
    with pytest.raises(Faults) as raised:
        load_brand(written(MINIMAL.replace("primary: blå", "primary: x").replace('"#111111"', "y")))
    assert len(raised.value.faults) == 2
