"""Make the part of docs/inputs.md about the kinds of table: `python docs/make_inputs.py`.

Columns, words and units come from finsam/tables/kinds and words.py, the examples from docs/examples/. What stands
above the line LINE of the page is written by hand and stays.
"""

from __future__ import annotations

import re
from pathlib import Path

from finsam.sources.grids import decode
from finsam.tables.chapters import FIGURE_CHAPTERS
from finsam.tables.kinds import KINDS, Key, Kind, Value
from finsam.tables.words import (
    JUDGEMENTS,
    OCCASIONS,
    PARTICIPANT_MEASURES,
    RESPONDENTS,
    ROW_TYPES,
    RULES,
    SEXES,
    STATUSES,
    SUPPORT_GROUPINGS,
    SUPPORT_UNITS,
    UNITS,
    YEARS_AFTER,
)

DOCS = Path(__file__).parent
PAGE = DOCS / "inputs.md"
LINE = "<!-- Made by docs/make_inputs.py from finsam/tables/kinds and docs/examples/: don't edit below. -->"

#: Words that several kinds share have one section; a table of columns links to it.
SHARED = {
    "Measures of participants": PARTICIPANT_MEASURES,
    "Sexes": SEXES,
    "Types of rows": ROW_TYPES,
    "Decisions": STATUSES,
    "Respondents": RESPONDENTS,
    "Occasions": OCCASIONS,
    "Rules of thresholds": RULES,
    "Judgements": JUDGEMENTS,
    "Years after the end": YEARS_AFTER,
    "What income support counts": SUPPORT_UNITS,
    "Groupings of income support": SUPPORT_GROUPINGS,
    "Units": UNITS,
    "Chapters": dict.fromkeys(FIGURE_CHAPTERS, ()),
}

#: What the columns don't tell: where the kind is shown, and what to mind.
NOTES = {
    "deltagare": (
        "Shown in `deltagare`, in short in `index`. Rows of the book's year are the result; rows of the "
        "year before are for comparison, rows of half-years (2016-H1) stand beside the year. Where both halves are "
        "delivered and the year isn't, the year is made from them. Other periods are read and not shown. Name an "
        "insats as in `insatser` of forbund.yml or by one of its `alias`. Made from [person rows](people.md) where "
        "they are delivered and this table isn't."
    ),
    "bakgrund": (
        "Shown in `bakgrund`. Where any row of an `omrade` has a number in `totalt`, the book prints counts "
        "by sex; otherwise it prints `procent`, one column for each `grupp`. Deliver one period. Made from "
        "[person rows](people.md) where they are delivered."
    ),
    "uppgifter": (
        "Shown in the chapter named in `kapitel`, if the book has it: `forbundet`, `deltagare`, `bakgrund`, "
        "`enkater`, `indikatorer`, `sjukfranvaro-uvas`, `forsorjningsstod`, `ekonomi` or `plan`; `avstamning` shows figures of "
        "running text that only repeat a table, with what they repeat and whether it agrees. The other chapters show "
        "none. Keep `uppgift` short: it is the label of the row. Two rows may be alike."
    ),
    "budget": (
        "Shown in `ekonomi`. Sections whose name holds `insats` or `projekt` are drawn in the picture. "
        "Costs are positive or negative throughout, and `kostnader` in the year's params says which. Without "
        "`utfall`, in a book with a [ledger](ledger.md), the rows are those of the chart of accounts."
    ),
    "prognos": (
        "Shown in `ekonomi` of a `delarsrapport`. The row whose `typ` is `resultat` is the forecast of the result. "
        "Made from the [ledger](ledger.md#interim-reports) where there is one."
    ),
    "projektutfall": "Shown in `ekonomi`, below the notes. Costs are positive.",
    "flerarsbudget": (
        "Shown in [`plan`](plan.md). The headings are years or spans of years (`2005-2016`). A last heading that is a span "
        "from the first year on is the sum of the others. Rows of the type `varav` follow their post and aren't added "
        "again; a section with a row of the type `resultat` holds the sum of all costs and the results."
    ),
    "projektbudget": (
        "Shown in [`plan`](plan.md), below the budget of several years, with headings like it."
    ),
    "projektskulder": "Shown in `ekonomi`, below the projects.",
    "ekonomisk_sammanfattning": (
        "Shown first in `ekonomi`. The figures are printed as they are; the statements, not this table, are "
        "what the book computes with."
    ),
    "ekonomi_i_text": (
        "Shown in `ekonomi`, after the economic summary. The report's own wording goes in `post`."
    ),
    "resultatrakning": (
        "Shown in `ekonomi`. The row whose `post` holds `årets resultat` is the result of the year. Signs "
        "stand as in the statement: costs negative."
    ),
    "balansrakning": (
        "Shown in `ekonomi`. The first row that begins with `Summa tillgångar` ends the assets. Own capital "
        "is the row that holds `summa eget kapital`, otherwise `eget kapital`; cash is the one that holds "
        "`kassa`."
    ),
    "kassaflode": (
        "Shown in `ekonomi`. `Likvida medel vid årets början`, `Likvida medel vid årets slut` and `Årets "
        "kassaflöde` are found by those words."
    ),
    "noter": (
        "Shown in `ekonomi`. `not` is the number that the statements name in their own column `not`: the "
        "sum of a note is compared with those rows."
    ),
    "medlemsbidrag": (
        "Shown in `forbundet`. Give the years as years (`2016`, not a date). `medlem` is a `namn` in "
        "`medlemmar` of forbund.yml, whose `slag` decides which shares are computed. Other names are a "
        "fault, unless forbund.yml lists no members."
    ),
    "historik": (
        "Used in `ekonomi` for own capital over the years: `matt` is `eget_kapital`, the unit kr, and the "
        "period is written as in the headings of the balance sheet, which goes before."
    ),
    "sjalvskattning": (
        "Shown in `indikatorer`. `Alla insatser` is the mean that the förbund states; it is checked against "
        "the insatser."
    ),
    "kvalitetsmal": "Shown in `indikatorer` under the self-ratings.",
    "statistik": (
        "Shown in `sjukfranvaro-uvas`. `omrade` is a kommun, a län or Riket by name (Umeå, Umeå kommun) or "
        "by code (2480); params/register/omraden.csv has them all. The unit comes from "
        "params/register/matt.yml."
    ),
    "sociala_mal": (
        "Shown in `indikatorer`. Numbers of accounts and indicators are text: format the cells as text in "
        "Excel, or 4.10 becomes 4.1. [Social accounts](social-accounts.md) tells how `regel`, `troskel`, `baslinje` and "
        "`senast` make the signal, and how `mates_av` takes the result from the rest of the delivery. `fraga`, "
        "`skala` and `gynnsamma_svar` are kept with the data and not printed."
    ),
    "sociala_utfall": (
        "Shown in `indikatorer` beside its target; an indicator that `sociala_mal` doesn't have is a fault. "
        "`n` and `N` are two columns: mind the case. The signal follows from n of N against the threshold, "
        "never from the rounded `procent`. `Utfall saknas` in `utfall_text` says that there is no result. "
        "`svar` is kept with the data and not printed."
    ),
    "svarsskalor": "Shown in `indikatorer`, last.",
    "styrkort": (
        "Shown in `indikatorer`. Several rows of one goal are its measures and activities. `bedomning` is the "
        "förbund's own; nothing is judged by the program."
    ),
    "uppfoljning": (
        "Shown in `deltagare`. Those of `i_arbete` and `inte_i_arbete` were followed, and the share is of them; "
        "`ej_foljda` is told beside it. Made from [person rows](people.md) where `personuppfoljning` is delivered."
    ),
    "fore_efter": (
        "Shown in `samhallsekonomi`; [What an insats was worth](public-economy.md) tells how it is priced. One row a kind "
        "of support and insats: what all who were followed had together in the twelve months before the start and the "
        "twelve months after the end. `foljda` is the same in all rows of an insats. `fore_personer` and "
        "`efter_personer` decide what of it is about few persons: without them the amounts aren't published. "
        "Made from [rows of persons](public-economy.md#personstod) where they are delivered and the insats isn't."
    ),
    "forsorjningsstod": (
        "Shown in `forsorjningsstod`. [Income support](income-support.md) tells what is counted and which words a "
        "`grupp` may be. Rows of a län and of Riket stand beside the kommuner. Made from month rows where "
        "`hushallsmanader` is delivered: a grouping of an area and year that is delivered ready isn't counted."
    ),
    "enkat_utskick": (
        "Shown in `enkater` as response rates, with the [answers](surveys.md). Those who answered in the same group, "
        "occasion, insats and period are counted against it. A förbund's own groups in its enkater.yml are read too; "
        "where forbund.yml lists insatser, the insats is one of them or a platform."
    ),
}


def page(text: str) -> str:
    """The whole page: the hand-written part of `text`, then a section for each kind and list of words."""
    head, line, _ = text.partition(LINE)
    if not line:
        raise ValueError(f"{PAGE.name} has lost the line {LINE!r}")
    index = ", ".join(f"[`{name}`](#{name})" for name in KINDS)
    words = ", ".join(f"[{title.lower()}](#{_anchor(title)})" for title in SHARED)
    title = "## Kinds of table"
    parts = [f"{head}{LINE}", title, f"{index}.", f"The words that their columns may hold: {words}."]
    parts += [_kind(kind) for kind in KINDS.values()]
    parts += [_words(title, found) for title, found in SHARED.items()]
    return "\n\n".join(parts) + "\n"


def _kind(kind: Kind) -> str:
    about = kind.about[:1].upper() + kind.about[1:]
    rows = [_row(column, kind) for column in kind.columns.values()]
    if kind.period_unit:
        rows.append(f"| a year or date | at least one | {kind.period_unit} | amounts of that year or day |")
    example = decode(DOCS / "examples" / f"{kind.name}.csv").strip()
    return "\n\n".join(
        [
            f"### `{kind.name}`",
            f"{about}. {NOTES[kind.name]}",
            "\n".join(["| Column | Required | Holds | What |", "|---|---|---|---|", *rows]),
            f"Example, [{kind.name}.csv](examples/{kind.name}.csv):",
            f"```csv\n{example}\n```",
        ]
    )


def _row(column: Key | Value, kind: Kind) -> str:
    required = "yes" if column.required else ""
    return f"| `{column.name}` | {required} | {_holds(column, kind)} | {column.about} |"


def _holds(column: Key | Value, kind: Kind) -> str:
    if isinstance(column, Value):
        return f"number, {column.unit or _unit_of_row(kind)}"
    if column.words is None:
        return "text"
    title = next(title for title, words in SHARED.items() if words == column.words)
    return f"[{title.lower()}](#{_anchor(title)})"


def _unit_of_row(kind: Kind) -> str:
    return "in the unit `enhet`" if "enhet" in kind.columns else "in the unit of its measure"


def _words(title: str, words: dict[str, tuple[str, ...]]) -> str:
    lines = [f"### {title}", "", "| Word | Also read |", "|---|---|"]
    return "\n".join([*lines, *(f"| `{word}` | {', '.join(others)} |" for word, others in words.items())])


def _anchor(title: str) -> str:
    return re.sub(r"\W+", "-", title.lower())


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
