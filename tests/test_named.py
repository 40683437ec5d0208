"""What a sheet or file holds, by what it is called."""

from pathlib import PurePosixPath

import pandas as pd
import pytest

from finsam.chapters.income_support_text import _is_counted
from finsam.sources.named import name_of
from finsam.tables.kinds import KINDS


@pytest.mark.parametrize(
    ("file", "sheet", "name"),
    [
        ("deltagare.csv", None, "deltagare"),
        (" Deltagare-2024-HT.csv", "", "deltagare"),
        ("leverans.xlsx", "DELTAGARE-umeå", "deltagare"),
        # The sheet goes before the file, and a sheet without a name of its own leaves it to the file.
        ("uppfoljning.xlsx", "deltagare", "deltagare"),
        ("uppfoljning.xlsx", "Blad1", "uppfoljning"),
        ("deltagarna.csv", None, None),
        ("2024-deltagare.csv", None, None),
    ],
)
def test_a_sheet_is_what_it_or_its_file_is_called(file, sheet, name):
    assert name_of(PurePosixPath("data/raw/prov/2020", file), sheet, KINDS) == name


@pytest.mark.parametrize(
    ("file", "sheet", "is_counted"),
    [
        ("hushallsmanader-ht.csv", "", True),
        ("hushallsmanader.xlsx", "Blad1", True),
        ("allt.xlsx", "Hushallsmanader", True),
        ("forsorjningsstod.csv", "", False),
        ("hushallsmanader.xlsx", "forsorjningsstod", False),
    ],
)
def test_the_rules_of_counting_stand_where_month_rows_were_counted(file, sheet, is_counted):
    rows = pd.DataFrame([{"fil": f"data/raw/prov/2020/{file}", "blad": sheet}])
    assert _is_counted(rows) is is_counted
