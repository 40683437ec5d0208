"""The golden figures are the transcribed ones: a slip in a copy would void every test against it."""

from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"
FIGURES = Path(__file__).parents[2] / "shared" / "figures"
#: Golden folder -> folder of the transcription.
FOLDERS = {
    "umearegionen-2016": "umearegionen-2016",
    "umea-vannas-2014": "umea-vannas-2014",
    "vannas-2017": "vannas-2017-socialt-bokslut",
}
COPIES = sorted(path.relative_to(GOLDEN).as_posix() for path in GOLDEN.glob("*/*"))


def test_the_three_reports_have_golden_figures():
    assert {copy.partition("/")[0] for copy in COPIES} == set(FOLDERS)


@pytest.mark.skipif(
    not FIGURES.is_dir(), reason="the transcriptions (../shared/figures) are not on this machine"
)
@pytest.mark.parametrize("copy", COPIES)
def test_golden_file_is_a_byte_identical_copy(copy):
    folder, _, name = copy.partition("/")
    assert (GOLDEN / copy).read_bytes() == (FIGURES / FOLDERS[folder] / name).read_bytes()
