"""The golden figures are the transcribed ones: a slip in a copy would void every test against it."""

import csv
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"
FIGURES = Path(__file__).parents[2] / "shared" / "figures"
#: Golden folder -> folder of the transcription.
FOLDERS = {
    "umearegionen-2016": "umearegionen-2016",
    "umea-vannas-2014": "umea-vannas-2014",
    "umearegionen-2018-plan": "umearegionen-2018-plan",
    "vannas-2017": "vannas-2017-socialt-bokslut",
}
COPIES = sorted(path.relative_to(GOLDEN).as_posix() for path in GOLDEN.glob("*/*"))


def test_the_real_reports_have_golden_figures():
    assert {copy.partition("/")[0] for copy in COPIES} == set(FOLDERS)


@pytest.mark.skipif(
    not FIGURES.is_dir(), reason="the transcriptions (../shared/figures) are not on this machine"
)
@pytest.mark.parametrize("copy", COPIES)
def test_golden_file_holds_the_transcribed_figures(copy):
    """Every row and figure as transcribed; the sentences of the printed accounts and surveys are left out."""
    folder, _, name = copy.partition("/")
    golden, transcribed = read(GOLDEN / copy), read(FIGURES / FOLDERS[folder] / name)
    left_out = set(transcribed[0]) - set(golden[0])
    assert left_out <= {"kontotext", "fraga"}
    assert golden == [{column: row[column] for column in golden[0]} for row in transcribed]


def read(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
