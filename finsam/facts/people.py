"""The participants by name: counts by insats and sex, and the shares that are made of them."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from finsam.facts.fact import Fact, computed, delivered
from finsam.measures.participants import WHOLE, Outcome, outcomes
from finsam.params import Params
from finsam.tables.cells import Cell
from finsam.tables.names import part
from finsam.tables.words import SEXES

#: Those that a measure counts, after `kvinnor bland` and in a list of what is told.
COUNTED = {
    "antal_totalt": ("alla deltagare", "deltagare"),
    "nya": ("de nya deltagarna", "nya för året"),
    "avslutade": ("de avslutade", "avslutade"),
    "arbete": ("dem som gick till arbete", "avslutade till arbete"),
    "studier": ("dem som gick till studier", "avslutade till studier"),
    "annat_positivt_avslut": ("dem med annat positivt avslut", "avslutade med annat positivt avslut"),
    "avbrott": ("dem som avbröt", "avbrott"),
    "kvar": ("dem som var kvar vid årets slut", "kvar vid årets slut"),
    "unika": ("de unika personerna", "unika personer"),
    "arbete_eller_studier": ("dem som gick till arbete eller studier", "avslutade till arbete eller studier"),
    "positivt_avslut": ("dem med positivt avslut", "avslutade med positivt avslut"),
}

#: Shares that the reports tell: name, measures that are added, the measure that they are of, and in Swedish.
SHARES = {
    "andel_arbete": (("arbete",), "avslutade", "andel av de avslutade som gick till arbete"),
    "andel_studier": (("studier",), "avslutade", "andel av de avslutade som gick till studier"),
    "andel_arbete_studier": (
        ("arbete", "studier"),
        "avslutade",
        "andel av de avslutade som gick till arbete eller studier",
    ),
    "andel_annat_positivt": (
        ("annat_positivt_avslut",),
        "avslutade",
        "andel av de avslutade med annat positivt avslut",
    ),
    "andel_positiva": (
        ("arbete", "studier", "annat_positivt_avslut"),
        "avslutade",
        "andel av de avslutade med positivt avslut",
    ),
    "andel_avbrott": (("avbrott",), "avslutade", "andel av de avslutade som avbröt"),
}


def facts(table: pd.DataFrame | None, params: Params) -> list[Fact]:
    """`deltagare.<insats>.<measure>[.kvinnor|.man|.procent]` and `deltagare.<insats>.andel_…`.

    The whole förbund is `totalt`; periods other than the book's year stand after the insats, as `.ar2015`. The shares
    of the whole stand directly under `deltagare` too. Where a book has one insats only, that is the whole.
    """
    if table is None:
        return []
    found: list[Fact] = []
    for period in table["period"].unique():
        all_of_period = outcomes(table, period)
        for outcome in all_of_period:
            names = [part(outcome.insats)] if outcome.insats != WHOLE else []
            if outcome.insats == WHOLE or len(all_of_period) == 1:
                names.append("totalt")
            for name in names:
                stem = f"deltagare.{name}"
                if period != str(params.ar):
                    stem += f".{part(period)}"
                found += _of(stem, outcome)
    short = "deltagare.totalt.andel_"
    whole = [fact for fact in found if fact.name.startswith(short)]
    return [
        *found,
        *(Fact(f.name.replace(".totalt", ""), f.cell, f.about, f.places, f.formula) for f in whole),
    ]


def _of(stem: str, outcome: Outcome) -> Iterator[Fact]:
    for measure in outcome.measures:
        about = f"{outcome.insats} {outcome.period}, {COUNTED[measure][1]}"
        for column, suffix in (
            ("totalt", ""),
            ("kvinnor", ".kvinnor"),
            ("man", ".man"),
            ("procent", ".procent"),
        ):
            cell = outcome.cell(measure, column)
            if cell or cell.is_hidden:
                sex = SEXES[column][0].lower() if column in ("kvinnor", "man") else ""
                told = f"{about}, {sex or 'andel som den är tryckt'}" if suffix else about
                yield delivered(f"{stem}.{measure}{suffix}", cell, told)
    for name, (measures, base, words) in SHARES.items():
        yield from _share(stem, name, outcome, [(m, "totalt") for m in measures], (base, "totalt"), words)
    for sex in ("kvinnor", "man"):
        of_sex = SEXES[sex][0].lower()
        for measure in outcome.measures:
            suffix = "" if measure == "antal_totalt" else f"_{measure}"
            words = f"andel {of_sex} bland {COUNTED[measure][0]}"
            yield from _share(
                stem, f"andel_{sex}{suffix}", outcome, [(measure, sex)], (measure, "totalt"), words
            )


def _share(
    stem: str, name: str, outcome: Outcome, of: list[tuple[str, str]], base: tuple[str, str], words: str
) -> Iterator[Fact]:
    """A share in percent, to whole percent in print; nothing where a count is missing or nobody is there."""
    counts = [outcome.cell(*key) for key in of]
    whole = outcome.cell(*base)
    is_hidden = any(each.is_hidden for each in (*counts, whole))
    if not is_hidden and (not all(counts) or not whole or whole.number <= 0):
        return
    value = None if is_hidden else 100 * sum(count.number for count in counts) / whole.number
    above = " + ".join(_name(stem, key) for key in of)
    formula = f"({above}) / {_name(stem, base)}" if len(of) > 1 else f"{above} / {_name(stem, base)}"
    about = f"{outcome.insats} {outcome.period}, {words}"
    share = Cell(value, "procent", status="undertryckt" if is_hidden else "")
    yield computed(f"{stem}.{name}", share, about, formula, (*counts, whole))


def _name(stem: str, key: tuple[str, str]) -> str:
    measure, column = key
    return f"{stem}.{measure}" + ("" if column == "totalt" else f".{column}")
