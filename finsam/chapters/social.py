"""The chapter on indicators: the social accounts with their signals, and what participants say of the insatser."""

from __future__ import annotations

from finsam.chapters import drawings, figures
from finsam.chapters.book import Book
from finsam.chapters.facts import facts, groups, slug
from finsam.chapters.figures import Figure
from finsam.chapters.markdown import Line, Markdown, Table, escape
from finsam.chapters.swedish import NBSP, capital, cell_text, listing, number, plural, with_unit
from finsam.measures.participants import WHOLE
from finsam.measures.signals import GREEN, MISSING, RED, UNJUDGED, Result, results
from finsam.tables.cells import rows

SIGNAL_TEXT = {
    GREEN: "● Grön",
    RED: "○ Röd",
    MISSING: "– Utfall saknas",
    UNJUDGED: "– Bedöms inte",
}


def all_results(book: Book) -> list[Result]:
    if not book.has("sociala_mal"):
        return []
    return results(book.table("sociala_mal"), book.table("sociala_utfall"))


def signal_summary(book: Book) -> list[object]:
    """How many results turned green and red in each målområde, as a sentence and a table."""
    found = all_results(book)
    if not found:
        return []
    counts = {signal: sum(result.signal == signal for result in found) for signal in SIGNAL_TEXT}
    judged = counts[GREEN] + counts[RED]
    text = f"Bokslutet har {plural(len(found), 'resultat', 'resultat')}. "
    if judged > 1:
        text += (
            f"Av de {number(judged)} som kan bedömas är {plural(counts[GREEN], 'grönt', 'gröna')} och "
            f"{plural(counts[RED], 'rött', 'röda')}."
        )
    elif judged:
        text += f"Ett av dem kan bedömas, och det är {'grönt' if counts[GREEN] else 'rött'}."
    else:
        text += "Inget av dem kan bedömas."
    if counts[MISSING]:
        text += f" För {plural(counts[MISSING], 'mål', 'mål')} saknas utfall."
    lines = []
    for name in dict.fromkeys(_area(result) for result in found):
        part = [result for result in found if _area(result) == name]
        lines.append(Line(escape(name), [number(sum(r.signal == s for r in part)) for s in SIGNAL_TEXT]))
    lines.append(Line("Summa", [number(count) for count in counts.values()], "summa"))
    explained = (
        "Grön signal: det planerade utfallet har uppnåtts. Röd signal: det har inte uppnåtts. Signalen följer "
        "av den exakta andelen mot tröskeln, inte av den avrundade procenten."
    )
    heads = ["Målområde", "Grön", "Röd", "Utfall saknas", "Bedöms inte"]
    return [
        Markdown(text),
        Table("tbl-signaler", "Resultaten efter målområde och signal", heads, lines, note=explained),
    ]


def signal_figure(book: Book) -> Figure | None:
    """Green and red results in each målområde."""
    found = [result for result in all_results(book) if result.signal in (GREEN, RED)]
    if not found:
        return None
    names = list(dict.fromkeys(_area(result) for result in found))
    parts = {
        head: [sum(_area(r) == name and r.signal == signal for r in found) for name in names]
        for head, signal in (("Grön: uppnått", GREEN), ("Röd: inte uppnått", RED))
    }
    drawing, axes = figures.canvas(height=figures.height_for(len(names)))
    drawings.stacked_shares(axes, names, parts)
    alt = "Gröna och röda resultat. " + " ".join(
        f"{name}: {green} gröna och {red} röda."
        for name, green, red in zip(names, *parts.values(), strict=True)
    )
    return Figure("fig-signaler", "Signalerna i varje målområde, antal resultat i staplarna", alt, drawing)


def area_sections(book: Book) -> list[object]:
    """For each målområde: a heading, the table of its accounts and a picture of results against thresholds."""
    found = all_results(book)
    items: list[object] = []
    for name in dict.fromkeys(_area(result) for result in found):
        part = [result for result in found if _area(result) == name]
        items.append(
            Markdown(f"## Målområde {escape(name)} {{#sec-malomrade-{part[0].target.key['malomrade_nr']}}}")
        )
        items += [_area_table(book, name, part), _area_figure(name, part)]
    return items


def _area(result: Result) -> str:
    return f"{result.target.key['malomrade_nr']}. {result.target.key['malomrade']}"


def _area_table(book: Book, name: str, part: list[Result]) -> Table:
    lines, konto = [], None
    for result in part:
        key = result.target.key
        if key["konto"] != konto:
            konto = key["konto"]
            lines.append(Line(f"{escape(konto)} {escape(key['kontotext'])}", (), "sektion"))
        nns = f" (NNS{NBSP}{escape(key['nns'])})" if key["nns"] else ""
        cells = [
            escape(capital(result.respondents)),
            _threshold(book, result),
            _outcome(book, result),
            SIGNAL_TEXT[result.signal],
        ]
        lines.append(Line(f"{escape(key['indikator'])} {escape(key['kort'])}{nns}", cells))
    caption = f"Sociala mål och resultat, målområde {escape(name)}"
    heads = ["Konto och indikator", "Svarande eller grupp", "Tröskel", "Resultat", "Signal"]
    return Table(
        f"tbl-malomrade-{slug(name)}",
        caption,
        heads,
        lines,
        text_columns=[1, 2, 3, 4],
        widths=[40, 20, 16, 22, 14],
    )


def _threshold(book: Book, result: Result) -> str:
    threshold = result.target["troskel"]
    if threshold:
        return "minst " + book.text(threshold, unit=True)
    return escape(result.target.key["troskel_text"])


def _outcome(book: Book, result: Result) -> str:
    """Percent with n of N, the number of examples, or the registered words."""
    examples, text = result.outcome["exempel"], result.outcome.key["utfall_text"]
    if result.share:
        of = f"({number(result.share.n)}/{number(result.share.N)})"
        percent = result.percent
        if not result.outcome["procent"] and result.share.n == 0:
            return f"Ingen {of}"
        return f"{book.text(percent, unit=True)} {of}"
    if examples:
        return plural(examples.varde, "exempel", "exempel")
    return escape(capital(text))


def _area_figure(name: str, part: list[Result]) -> Figure | None:
    """Each percent as a point with its threshold as a line of its own: filled when reached, open when not."""
    judged = [r for r in part if r.share and r.target["troskel"]]
    if len(judged) < 3:
        return None
    labels = [
        f"{r.target.key['indikator']} {r.target.key['kort']}"
        + (f" ({r.respondents})" if _has_several(part, r) else "")
        for r in judged
    ]
    drawing, axes = figures.canvas(height=figures.height_for(len(judged), 0.33, 1.0))
    drawings.thresholds(
        axes,
        labels,
        [float(r.share.percent) for r in judged],
        [float(r.target["troskel"].varde) for r in judged],
    )
    reached = [r.target.key["indikator"] for r in judged if r.signal == GREEN]
    not_reached = [r.target.key["indikator"] for r in judged if r.signal == RED]
    alt = f"Resultat mot tröskel. Uppnått: {listing(reached) or 'inget'}. Inte uppnått: {listing(not_reached) or 'inget'}."
    return Figure(
        f"fig-malomrade-{slug(name)}", f"Resultat mot tröskel, målområde {escape(name)}", alt, drawing
    )


def _has_several(part: list[Result], result: Result) -> bool:
    return sum(r.target.key["indikator"] == result.target.key["indikator"] for r in part) > 1


def scales(book: Book) -> Table | None:
    """The answer scales of the surveys, with the answers that count as favourable told in the note."""
    found = list(rows(book.table("svarsskalor"), ("skala", "svar")))
    if not found:
        return None
    lines = [
        Line(
            f"Skala {escape(row.key['skala'])}",
            [book.text(row["steg"]) if row["steg"] else "", escape(row.key["svar"])],
        )
        for row in found
    ]
    has_six_steps = any(row["steg"] and row["steg"].varde == 6 for row in found)
    note = "På de sexgradiga skalorna räknas steg 4–6 som gynnsamma svar, i övrigt det svar som målet anger."
    note = note if has_six_steps else ""
    return Table(
        "tbl-skalor", "Svarsskalor i enkäterna", ["Skala", "Steg", "Svar"], lines, text_columns=[2], note=note
    )


def self_ratings(book: Book) -> list[object]:
    """Mean self-ratings by insats, the förbund's mean and the goals."""
    found = list(rows(book.table("sjalvskattning"), ("insats",), across="matt"))
    if not found:
        return []
    questions = list(dict.fromkeys(question for row in found for question in row))
    scale = listing([text.replace("-", "–") for text in dict.fromkeys(book.table("sjalvskattning")["skala"])])
    lines = [
        Line(
            "Medelvärde för förbundet" if row.key["insats"] == WHOLE else escape(row.key["insats"]),
            [book.text(row[q]) for q in questions],
            "summa" if row.key["insats"] == WHOLE else "",
        )
        for row in found
    ]
    caption = f"Deltagarnas egna betyg {book.ar}, medelvärden på skalan {escape(scale)}"
    note = "Medelvärdet för förbundet är det ovägda medelvärdet av insatserna: varje insats räknas lika."
    items: list[object] = [
        Table(
            "tbl-sjalvskattning",
            caption,
            ["Insats", *(escape(capital(q)) for q in questions)],
            lines,
            note=note,
        )
    ]
    single = [row for row in found if row.key["insats"] != WHOLE]
    drawing, axes = figures.canvas(height=figures.height_for(len(single), 0.36, 1.1))
    series = {capital(q): [float(row[q].varde) if row[q] else None for row in single] for q in questions}
    drawings.dots(axes, [row.key["insats"] for row in single], series, f"Medelbetyg, skala {scale}")
    alt = "Medelbetyg. " + " ".join(
        f"{row.key['insats']}: " + listing([f"{q} {cell_text(row[q])}" for q in questions]) + "."
        for row in single
    )
    items.append(
        Figure("fig-sjalvskattning", f"Deltagarnas egna betyg {book.ar} i varje insats", alt, drawing)
    )
    goals = list(rows(book.table("kvalitetsmal"), ("matt",)))
    if goals:
        texts = [f"{escape(row.key['matt'])} {with_unit(row['mal'].varde, 'procent')}" for row in goals]
        items.append(
            Markdown(
                f"Målen gäller andelen nöjda deltagare: {listing(texts)}. De kan inte jämföras med "
                "medelbetygen, som inte visar hur många som är nöjda."
            )
        )
    return items


def other_facts(book: Book) -> list[object]:
    return [facts(book, "indikatorer", name) for name in groups(book, "indikatorer")]
