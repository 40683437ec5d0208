"""SCB's answers in json-stat2: full-year equivalents by kind, and people by ages.

The statistics database has the equivalents by month, and people by month in the table that TAB6471 is. Here both are by
year: the mean of the year's months, and people at its end.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from tools.exempelregister import features as f
from tools.exempelregister.files import Wanted, write_text
from tools.exempelregister.support import equivalents
from tools.exempelregister.world import YEARS, shown, span, totals
from tools.exempelregister.young import FROM

NOTE = "Påhittade uppgifter, gjorda för att visa hur en rapport görs. De är inte SCB:s."
#: Ages of the population by SCB's code for them.
SPANS: dict[str, tuple[int, int | None]] = {
    "TotSA": (0, None),
    **{
        f"{first}-{last}": (first, last) for first, last in ((15, 69), (15, 74), (16, 24), (16, 64), (17, 24))
    },
    "18+": (18, None),
    "20-24": (20, 24),
    "20-64": (20, 64),
}
#: Codes of the contents, in the order of the table.
CONTENTS = (
    ("Sjukpenning", "0000018G"),
    ("Sjuk- och aktivitetsersersättning", "0000018H"),
    ("Arbetslöshetsersättning", "0000018I"),
    ("Arbetsmarknadsåtgärder", "0000018J"),
    ("Ekonomiskt bistånd", "0000018K"),
    ("Etableringsersättning", "0000018L"),
    ("Summa helårsekvivalenter", "0000018M"),
    ("Folkmängd", "0000018N"),
    ("Andel av befolkningen", "0000018O"),
)
_SEXES = {"2": "kvinnor", "1": "män", "1+2": "män och kvinnor totalt"}
_ALL = {"2": "kvinnor", "1": "män", "TotSa": "totalt"}


def write(folder: Path, wanted: Wanted) -> None:
    write_text(folder / "scb-TAB1386.json", _equivalents(wanted))
    write_text(folder / "scb-TAB6471.json", _people(wanted))


def _equivalents(wanted: Wanted) -> list[str]:
    years = YEARS[YEARS >= f.EQUIVALENTS_FROM]
    persons = totals(span(20, 64))[..., -len(years) :]
    found = {**equivalents(), "Folkmängd": persons}
    # In tenths of a percent, halves up.
    share = (2000 * found["Summa helårsekvivalenter"] + persons) // (2 * persons)
    found["Andel av befolkningen"] = share / 10
    cells = np.stack([found[kind].astype(object) for kind, _ in CONTENTS], axis=2)[:, :, None]
    return _answer(
        "Antal personer, omräknat till helårsekvivalenter, som försörjs med sociala ersättningar och bidrag efter "
        "region, kön, åldersgrupp, tabellinnehåll och år",
        "TAB1386",
        {
            "Kon": ("kön", _SEXES),
            "Aldersgrupp": ("åldersgrupp", {"20-64": "20–64 år"}),
            "ContentsCode": ("tabellinnehåll", {code: kind for kind, code in CONTENTS}),
        },
        years,
        cells,
        wanted,
    )


def _people(wanted: Wanted) -> list[str]:
    cells = np.stack([totals(span(*ages))[..., FROM:] for ages in SPANS.values()], axis=1)[:, :, :, None]
    labels = {code: "totalt ålder" if code == "TotSA" else f"{code} år" for code in SPANS}
    return _answer(
        "Folkmängden per månad efter region, ålder, kön och år",
        "TAB6471",
        {
            "Alder": ("ålder", labels),
            "Kon": ("kön", _ALL),
            "ContentsCode": ("tabellinnehåll", {"000007SF": "Folkmängden per månad"}),
        },
        YEARS[FROM:],
        cells.astype(object),
        wanted,
    )


def _answer(
    label: str,
    table: str,
    dimensions: dict[str, tuple[str, dict[str, str]]],
    years: np.ndarray,
    cells: np.ndarray,
    wanted: Wanted,
) -> list[str]:
    """cells: by area, the dimensions in their order, and year. Nothing where no year is asked for."""
    rows, columns = wanted.areas(), [at for at, year in enumerate(years) if wanted.year(year)]
    if not columns:
        return []
    regions = {shown()[at].kod: shown()[at].kort for at in rows}
    times = {str(years[at]): str(years[at]) for at in columns}
    every = {"Region": ("region", regions), **dimensions, "Tid": ("år", times)}
    cells = cells[rows][..., columns]
    document = {
        "version": "2.0",
        "class": "dataset",
        "label": label,
        "source": "SCB",
        "updated": f"{f.LAST_YEAR + 1}-06-08T06:00:00Z",
        "note": [NOTE],
        "role": {"time": ["Tid"], "metric": ["ContentsCode"]},
        "id": list(every),
        "size": [len(words) for _, words in every.values()],
        "dimension": {
            name: {
                "label": title,
                "category": {"index": {code: at for at, code in enumerate(words)}, "label": words},
            }
            for name, (title, words) in every.items()
        },
        "extension": {"px": {"tableid": table, "matrix": table, "language": "sv", "decimals": 0}},
        "value": cells.ravel().tolist(),
    }
    return [json.dumps(document, ensure_ascii=False, separators=(",", ":")), "\n"]
