"""The chapter on the economy: budget and outcome, the statements with their notes, key figures."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from finsam.chapters import drawings, figures
from finsam.chapters.accounts import cash, equity, in_tkr, result, statement_keys
from finsam.chapters.book import Book
from finsam.chapters.facts import all_facts, slug
from finsam.chapters.figures import Figure
from finsam.chapters.markdown import Line, Table, escape
from finsam.measures.accounts import deviation
from finsam.swedish import capital, listing, number, period
from finsam.tables.cells import Cell, Row, rows

OUTCOME_HEADS = {"budget": "Budget", "utfall": "Utfall", "differens": "Differens"}
SUMMARY_HEADS = {"utfall": "Utfall", "budget": "Budget", "avvikelse": "Avvikelse", "foregaende": "Förra året"}


def summary_tables(book: Book) -> list[object]:
    """The economic summary, and the figures that the running text of the report gives."""
    titles = {
        "ekonomisk_sammanfattning": f"Ekonomisk sammanfattning {book.span(book.ar)}",
        "ekonomi_i_text": f"Belopp i kommentaren till resultatet {book.ar}",
    }
    items: list[object] = []
    for kind, title in titles.items():
        found = list(rows(book.table(kind), ("post",)))
        if found:
            items.append(_summary_table(book, kind, title, found))
    return items


def _summary_table(book: Book, kind: str, title: str, found: list[Row]) -> Table:
    units = {cell.enhet for row in found for cell in row.values() if cell}
    one = units.pop() if len(units) == 1 else ""
    columns = {name: head for name, head in SUMMARY_HEADS.items() if any(row[name] for row in found)}
    lines = [
        Line(escape(row.key["post"]), [book.filled(row[name], unit=not one) for name in columns])
        for row in found
    ]
    last_year = book.span(book.ar - 1)
    if book.params.year.per and "budget" in columns:
        columns["budget"] = f"Budget hela {book.ar}"
    heads = [
        "Post",
        *(capital(last_year) if name == "foregaende" else head for name, head in columns.items()),
    ]
    return Table(f"tbl-{slug(kind)}", title + (f", {one}" if one else ""), heads, lines)


def outcome_table(book: Book, kind: str, title: str) -> Table | None:
    """Budget, outcome and deviation by section and row, signs as delivered."""
    found = list(rows(book.table(kind), ("sektion", "typ", "rad")))
    if not found:
        return None
    costs = book.params.year.kostnader if kind == "budget" else "positiva"

    def cells(row: Row) -> list[str]:
        return [book.filled(cell) for cell in (row["budget"], row["utfall"], deviation(row, costs))]

    heads, note = list(OUTCOME_HEADS.values()), _sign_note(book, kind)
    lines = sectioned(found, cells)
    if not any(row["budget"] for row in found):
        # Without any budget there is nothing to deviate from.
        heads, note = [OUTCOME_HEADS["utfall"]], ""
        lines = sectioned(found, lambda row: cells(row)[1:2])
    return Table(f"tbl-{kind}", f"{title} {book.ar}, tkr", ["Post", *heads], lines, note=note)


def sectioned(found: list[Row], cells: Callable[[Row], list[str]]) -> list[Line]:
    """The rows of a table by section, each section with posts under its heading."""
    lines, section = [], None
    for row in found:
        if row.key["sektion"] != section:
            section = row.key["sektion"]
            has_posts = any(r.key["sektion"] == section and r.key["typ"] == "post" for r in found)
            if has_posts and section != row.key["rad"]:
                lines.append(Line(escape(section), (), "sektion"))
        lines.append(
            Line(escape(row.key["rad"]), cells(row), "" if row.key["typ"] == "post" else row.key["typ"])
        )
    return lines


def _sign_note(book: Book, kind: str) -> str:
    if kind == "budget" and book.params.year.kostnader == "negativa":
        return (
            "Kostnader har minustecken. Differensen är budget minus utfall; för en kostnad betyder ett minustecken "
            "att den blev lägre än budgeten."
        )
    if kind == "budget":
        return (
            "Kostnader är positiva och deras differens är budget minus utfall. För intäkter och resultat är "
            "differensen utfall minus budget. En positiv differens är alltid till förbundets fördel."
        )
    return "Kostnader är positiva. Differensen är budget minus utfall; minustecken betyder att budgeten överskreds."


def outcome_figure(book: Book) -> Figure | None:
    """Budget beside outcome for each insats, the largest budget first, costs as positive amounts."""
    found = [
        row
        for row in rows(book.table("budget"), ("sektion", "typ", "rad"))
        if row.key["typ"] == "post" and _is_insats_section(row.key["sektion"])
    ]
    if len(found) < 2:
        return None
    found.sort(key=lambda row: -max(_cost(row["budget"]), _cost(row["utfall"])))
    labels = [row.key["rad"] for row in found]
    pairs = {
        "Budget": [float(_cost(row["budget"])) for row in found],
        "Utfall": [float(_cost(row["utfall"])) for row in found],
    }
    texts = {
        name: [number(_cost(row[name.lower()])) if row[name.lower()] else "ingen uppgift" for row in found]
        for name in pairs
    }
    drawing, axes = figures.canvas(height=figures.height_for(len(found), 0.42, 1.0))
    drawings.paired_bars(axes, labels, pairs, texts, "Tkr")
    gaps = {row.key["rad"]: _cost(row["budget"]) - _cost(row["utfall"]) for row in found}
    most = max(gaps, key=lambda name: gaps[name])
    alt = (
        f"Störst budget har {labels[0]} ({texts['Budget'][0]} tkr, utfall {texts['Utfall'][0]} tkr). Mest under "
        f"budget ligger {most} ({number(gaps[most])} tkr)."
    )
    over = [f"{name} ({number(-gap)} tkr)" for name, gap in gaps.items() if gap < 0]
    alt += f" Över budget ligger {listing(over)}." if over else " Ingen ligger över sin budget."
    return Figure(
        "fig-budget", f"Budget och utfall {book.ar} för insatserna, tkr", alt, drawing, ("tbl-budget",)
    )


def _is_insats_section(name: str) -> bool:
    return "insats" in name.lower() or "projekt" in name.lower().replace("projektnära", "")


def _cost(cell: Cell) -> Decimal:
    return abs(cell.number) if cell else Decimal(0)


def statement(book: Book, kind: str, title: str) -> Table | None:
    """A statement with its two years side by side and the number of the note."""
    found = list(rows(book.table(kind), statement_keys(book, kind), across="period"))
    if not found:
        return None
    years = list(dict.fromkeys(when for row in found for when in row))
    with_note = any(row.key.get("not") for row in found)
    lines, section = [], None
    for row in found:
        if row.key.get("sektion", "") != (section or ""):
            section = row.key["sektion"]
            has_posts = any(r.key.get("sektion") == section and r.key["typ"] == "post" for r in found)
            if section and has_posts and section.lower() != row.key["post"].lower():
                lines.append(Line(escape(section), (), "sektion"))
        note = [escape(row.key.get("not", ""))] if with_note else []
        cells = [book.filled(row[year]) for year in years]
        label = row.key.get("post") or row.key.get("projekt", "")
        lines.append(Line(escape(label), [*note, *cells], "" if row.key["typ"] == "post" else row.key["typ"]))
    heads = ["Post", *(["Not"] if with_note else []), *(capital(escape(period(year))) for year in years)]
    unit = next(iter(book.table(kind)["enhet"]))
    return Table(f"tbl-{kind}", f"{title}, {unit}", heads, lines, text_columns=[1] if with_note else [])


def notes(book: Book) -> list[object]:
    """Each note of the accounts under its own heading."""
    table = book.table("noter")
    items: list[object] = []
    for number_, heading in dict.fromkeys(zip(table["not"], table["rubrik"], strict=True)):
        part = table[(table["not"] == number_) & (table["rubrik"] == heading)]
        found = list(rows(part, ("post", "typ"), across="period"))
        years = list(dict.fromkeys(when for row in found for when in row))
        lines = [
            Line(
                escape(row.key["post"]),
                [book.filled(row[year]) for year in years],
                "" if row.key["typ"] == "post" else row.key["typ"],
            )
            for row in found
        ]
        caption = f"Not {escape(number_)}. {escape(heading)}, kr"
        items.append(
            Table(
                f"tbl-not-{slug(number_ + '-' + heading)}",
                caption,
                ["Post", *(capital(escape(period(year))) for year in years)],
                lines,
            )
        )
    return items


def other_facts(book: Book) -> Table | None:
    """What else is told about money, such as how much an insats has been granted over the years."""
    return all_facts(book, "ekonomi", "Stöd till insatserna och andra ekonomiska uppgifter")


def key_figures(book: Book) -> list[Line]:
    """The economy's rows of the table of key figures: this year and last year, in tkr.

    In an interim report the result is that of the same months of both years, and so is its label.
    """
    results = result(book)
    per = book.params.year.per
    label = f"Resultat {book.span(book.ar).split()[0]}, tkr" if per else "Årets resultat, tkr"
    day = "vid periodens slut" if per else "vid årets slut"
    found = (
        (label, results),
        (f"Eget kapital {day}, tkr", equity(book)),
        ("Likvida medel, tkr", cash(book)),
    )
    lines = []
    for name, values in found:
        by_year = {when[:4]: cell for when, cell in values.items()}
        if now := by_year.get(str(book.ar)):
            last = by_year.get(str(book.ar - 1))
            lines.append(Line(name, [number(in_tkr(now)), number(in_tkr(last)) if last else "", ""]))
    return lines
