"""The chapter on the economy: summary, budget and outcome, the statements with their notes, equity."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from finsam.chapters import drawings, figures
from finsam.chapters.book import Book
from finsam.chapters.facts import all_facts, slug
from finsam.chapters.figures import Figure
from finsam.chapters.markdown import Line, Markdown, Table, escape
from finsam.chapters.swedish import listing, number, period, with_unit
from finsam.measures.accounts import deviation
from finsam.tables.cells import Cell, Row, rows

OUTCOME_HEADS = {"budget": "Budget", "utfall": "Utfall", "differens": "Differens"}
_KRONOR = {"kr": 1, "tkr": 1_000, "mkr": 1_000_000}
SUMMARY_HEADS = {"utfall": "Utfall", "budget": "Budget", "avvikelse": "Avvikelse", "foregaende": "Förra året"}


def result(book: Book) -> dict[str, Cell]:
    """The result of each year that the income statement tells, in kr, latest first as delivered."""
    return _first(book, "resultatrakning", "årets resultat")


def equity(book: Book) -> dict[str, Cell]:
    """Equity at the end of each year, in kr: the balance sheet's, and earlier years from `historik`."""
    sums = _first(book, "balansrakning", "summa eget kapital") or _first(
        book, "balansrakning", "eget kapital"
    )
    earlier = book.table("historik")
    earlier = earlier[(earlier["matt"] == "eget_kapital") & earlier["enhet"].isin(list(_KRONOR))]
    found = {row.key["period"]: _in_kr(row["varde"]) for row in rows(earlier, ("period",)) if row["varde"]}
    told = {when[:4] for when in sums}
    found = {when: cell for when, cell in found.items() if when[:4] not in told} | sums
    return {when: found[when] for when in sorted(found)}


def _in_kr(cell: Cell) -> Cell:
    return replace(cell, varde=cell.varde * _KRONOR[cell.enhet], enhet="kr", decimaler=0)


def _first(book: Book, kind: str, label: str) -> dict[str, Cell]:
    for row in rows(book.table(kind), _keys(book, kind), across="period"):
        post = row.key["post"].lower()
        if label in post and "skulder" not in post and any(row.values()):
            return {when: cell for when, cell in row.items() if cell}
    return {}


def _keys(book: Book, kind: str) -> list[str]:
    return [key for key in ("not", "rubrik", "sektion", "post", "projekt", "typ") if key in book.table(kind)]


def summary(book: Book) -> Markdown | None:
    """The result of the year against last year, and what it did to the equity."""
    results, capital_of = result(book), equity(book)
    now = results.get(str(book.ar))
    if not now:
        return None
    text = f"Verksamheten {book.ar} gav {_in_words(now)}"
    if last := results.get(str(book.ar - 1)):
        text += f", att jämföra med {_in_words(last)} året före"
    text += "."
    stocks = [
        (when, cell) for when, cell in capital_of.items() if when.startswith((str(book.ar), str(book.ar - 1)))
    ]
    if len(stocks) == 2:
        (_, before), (when, after) = stocks
        change = after.varde - before.varde
        level = f"{with_unit(after.varde, 'kr')} den {period(when)}"
        if change:
            verb = "ökade" if change > 0 else "minskade"
            text += f" Det egna kapitalet {verb} med {with_unit(abs(change), 'kr')} till {level}."
        else:
            text += f" Det egna kapitalet var oförändrat, {level}."
    return Markdown(escape(text))


def _in_words(result: Cell) -> str:
    if not result.varde:
        return "varken överskott eller underskott"
    kind = "ett överskott" if result.varde > 0 else "ett underskott"
    return f"{kind} på {with_unit(abs(result.varde), 'kr')}"


def summary_tables(book: Book) -> list[object]:
    """The economic summary, and the figures that the running text of the report gives."""
    titles = {
        "ekonomisk_sammanfattning": f"Ekonomisk sammanfattning {book.ar}",
        "ekonomi_i_text": f"Belopp i kommentaren till resultatet {book.ar}",
    }
    items = []
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
        Line(escape(row.key["post"]), [_filled(book, row[name], unit=not one) for name in columns])
        for row in found
    ]
    heads = ["Post", *(str(book.ar - 1) if name == "foregaende" else head for name, head in columns.items())]
    return Table(f"tbl-{slug(kind)}", title + (f", {one}" if one else ""), heads, lines)


def _filled(book: Book, cell: Cell, unit: bool = False) -> str:
    """A cell as printed; nothing where nothing was delivered for the row."""
    return "" if cell.status == "saknas" else book.text(cell, unit)


def outcome_table(book: Book, kind: str, title: str) -> Table | None:
    """Budget, outcome and deviation by section and row, signs as delivered."""
    found = list(rows(book.table(kind), ("sektion", "typ", "rad")))
    if not found:
        return None
    lines, section = [], None
    for row in found:
        if row.key["sektion"] != section:
            section = row.key["sektion"]
            if (
                any(r.key["sektion"] == section and r.key["typ"] == "post" for r in found)
                and section != row.key["rad"]
            ):
                lines.append(Line(escape(section), (), "sektion"))
        costs = book.params.year.kostnader if kind == "budget" else "positiva"
        cells = [_filled(book, cell) for cell in (row["budget"], row["utfall"], deviation(row, costs))]
        lines.append(Line(escape(row.key["rad"]), cells, "" if row.key["typ"] == "post" else row.key["typ"]))
    return Table(
        f"tbl-{kind}",
        f"{title} {book.ar}, tkr",
        ["Post", *OUTCOME_HEADS.values()],
        lines,
        note=_sign_note(book, kind),
    )


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
    return Figure("fig-budget", f"Budget och utfall {book.ar} för insatserna, tkr", alt, drawing)


def _is_insats_section(name: str) -> bool:
    return "insats" in name.lower() or "projekt" in name.lower().replace("projektnära", "")


def _cost(cell: Cell) -> Decimal:
    return abs(cell.varde) if cell else Decimal(0)


def statement(book: Book, kind: str, title: str) -> Table | None:
    """A statement with its two years side by side and the number of the note."""
    found = list(rows(book.table(kind), _keys(book, kind), across="period"))
    if not found:
        return None
    years = list(dict.fromkeys(when for row in found for when in row))
    with_note = any(row.key.get("not") for row in found)
    lines, section = [], None
    for row in found:
        if row.key.get("sektion", "") != (section or ""):
            section = row.key["sektion"]
            if section and section.lower() != row.key["post"].lower():
                lines.append(Line(escape(section), (), "sektion"))
        note = [escape(row.key.get("not", ""))] if with_note else []
        cells = [_filled(book, row[year]) for year in years]
        label = row.key.get("post") or row.key.get("projekt", "")
        lines.append(Line(escape(label), [*note, *cells], "" if row.key["typ"] == "post" else row.key["typ"]))
    heads = ["Post", *(["Not"] if with_note else []), *(escape(period(year)) for year in years)]
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
                [_filled(book, row[year]) for year in years],
                "" if row.key["typ"] == "post" else row.key["typ"],
            )
            for row in found
        ]
        caption = f"Not {escape(number_)}. {escape(heading)}, kr"
        items.append(
            Table(
                f"tbl-not-{slug(number_ + '-' + heading)}",
                caption,
                ["Post", *(escape(period(year)) for year in years)],
                lines,
            )
        )
    return items


def equity_figure(book: Book) -> Figure | None:
    """Equity at the end of each year that is known."""
    found = equity(book)
    if len(found) < 3:
        return None
    years = [when[:4] for when in found]
    texts = [number(cell.varde / 1000) for cell in found.values()]
    drawing, axes = figures.canvas(height=2.6)
    drawings.columns(axes, years, [float(cell.varde) / 1000 for cell in found.values()], texts, "Tkr")
    alt = (
        "Eget kapital i tusen kronor: "
        + listing([f"{t} år {y}" for y, t in zip(years, texts, strict=True)])
        + "."
    )
    return Figure("fig-eget-kapital", "Eget kapital vid utgången av varje år, tkr", alt, drawing)


def equity_table(book: Book) -> Table | None:
    """The figures behind the picture of the equity."""
    found = equity(book)
    if len(found) < 3:
        return None
    lines = [Line(escape(period(when)), [book.text(cell)]) for when, cell in found.items()]
    return Table(
        "tbl-eget-kapital", "Eget kapital vid utgången av varje år, kr", ["Dag", "Eget kapital"], lines
    )


def other_facts(book: Book) -> Table | None:
    """What else is told about money, such as how much an insats has been granted over the years."""
    return all_facts(book, "ekonomi", "Stöd till insatserna och andra ekonomiska uppgifter")


def key_figures(book: Book) -> list[Line]:
    """The economy's rows of the table of key figures: this year and last year, in tkr."""
    lines = []
    for name, values in (
        ("Årets resultat, tkr", result(book)),
        ("Eget kapital vid årets slut, tkr", equity(book)),
    ):
        by_year = {when[:4]: cell for when, cell in values.items()}
        if now := by_year.get(str(book.ar)):
            last = by_year.get(str(book.ar - 1))
            text = number(last.varde / 1000) if last else ""
            lines.append(Line(name, [number(now.varde / 1000), text, ""]))
    cash = {when[:4]: cell for when, cell in _first(book, "balansrakning", "kassa").items()}
    if now := cash.get(str(book.ar)):
        last = cash.get(str(book.ar - 1))
        lines.append(
            Line(
                "Likvida medel, tkr",
                [number(now.varde / 1000), number(last.varde / 1000) if last else "", ""],
            )
        )
    return lines
