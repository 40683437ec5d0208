"""The chapter on indicators: the social accounts with their signals."""

from __future__ import annotations

from finsam.chapters import drawings, figures, self_ratings, trend
from finsam.chapters.book import Book, missing_sentence
from finsam.chapters.facts import facts, groups, slug
from finsam.chapters.figures import Figure
from finsam.chapters.kansli import under
from finsam.chapters.markdown import Line, Markdown, Table, escape
from finsam.chapters.social_pictures import area_figure
from finsam.chapters.targets import (
    SIGNAL_TEXT,
    is_small,
    outcome_text,
    signal_text,
    small_mark,
    small_note,
    threshold_text,
)
from finsam.measures.signals import GREEN, MISSING, RED, UNJUDGED, Result, results
from finsam.printed import literal
from finsam.swedish import NBSP, capital, listing, number, plural
from finsam.tables.cells import rows


def all_results(book: Book) -> list[Result]:
    """The results of the book's year; a target without any has one that is missing."""
    if not book.has("sociala_mal"):
        return []
    return results(book.table("sociala_mal"), book.table("sociala_utfall"), book.ar)


def signal_summary(book: Book) -> list[object]:
    """How many results turned green and red in each målområde, as sentences and a table."""
    found = all_results(book)
    if not found:
        return []
    counts = {signal: sum(result.signal == signal for result in found) for signal in SIGNAL_TEXT}
    lines = []
    for name in dict.fromkeys(_area(result) for result in found):
        part = [result for result in found if _area(result) == name]
        lines.append(Line(escape(name), [number(sum(r.signal == s for r in part)) for s in SIGNAL_TEXT]))
    lines.append(Line("Summa", [number(count) for count in counts.values()], "summa"))
    explained = (
        "Grön signal: det planerade utfallet har uppnåtts. Röd signal: det har inte uppnåtts. Signalen följer "
        "av de exakta talen mot tröskeln, inte av den avrundade procenten."
    )
    heads = ["Målområde", "Grön", "Röd", "Utfall saknas", "Bedöms inte"]
    return [
        Markdown(" ".join(filter(None, [_counted(found, counts), _few(book, found)]))),
        Table("tbl-signaler", "Resultaten efter målområde och signal", heads, lines, note=explained),
    ]


def _counted(found: list[Result], counts: dict[str, int]) -> str:
    targets = len({result.target.key["indikator"] for result in found})
    judged = counts[GREEN] + counts[RED]
    text = f"Det sociala bokslutet har {plural(targets, 'mål', 'mål')}. "
    if judged > 1:
        text += (
            f"Av de {number(judged)} resultat som kan bedömas är {plural(counts[GREEN], 'grönt', 'gröna')} och "
            f"{plural(counts[RED], 'rött', 'röda')}."
        )
    elif judged:
        text += f"Ett resultat kan bedömas, och det är {'grönt' if counts[GREEN] else 'rött'}."
    else:
        text += "Inget resultat kan bedömas."
    rest = [f"utfall saknas i {plural(counts[MISSING], 'fall', 'fall')}"] if counts[MISSING] else []
    if counts[UNJUDGED]:
        rest.append(f"{plural(counts[UNJUDGED], 'resultat', 'resultat')} bedöms inte")
    return text + (f" {capital(listing(rest))}." if rest else "")


def _few(book: Book, found: list[Result]) -> str:
    """How many of the judged shares are of few; the tables say what that means."""
    judged = [result for result in found if result.signal in (GREEN, RED) and result.share]
    few = sum(is_small(book, result) for result in judged)
    least = f"på färre än {number(book.params.year.liten_bas)} svar eller personer."
    if not few:
        return ""
    if len(judged) == 1:
        return f"Den bedömda andelen bygger {least}"
    if few == len(judged):
        return f"Alla {number(few)} bedömda andelar bygger {least}"
    return f"Av de {number(len(judged))} bedömda andelarna bygger {number(few)} {least}"


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
        f"{literal(name)}: {number(green)} gröna och {number(red)} röda."
        for name, green, red in zip(names, *parts.values(), strict=True)
    )
    return Figure(
        "fig-signaler",
        "Signalerna i varje målområde, antal resultat i staplarna",
        alt,
        drawing,
        ("tbl-signaler",),
    )


def area_sections(book: Book) -> list[object]:
    """For each målområde: a heading, the table of its accounts, results against thresholds, and earlier years."""
    found = all_results(book)
    items: list[object] = []
    for name in dict.fromkeys(_area(result) for result in found):
        part = [result for result in found if _area(result) == name]
        area = part[0].target.key["malomrade_nr"]
        items.append(Markdown(f"## Målområde {escape(name)} {{#sec-malomrade-{slug(area)}}}"))
        items += under(book, f"Målområde {name}")
        items += [_area_table(book, name, part), area_figure(name, part), *trend.sections(book, name, area)]
    return items


def _area(result: Result) -> str:
    return f"{result.target.key['malomrade_nr']}. {result.target.key['malomrade']}"


def _area_table(book: Book, name: str, part: list[Result]) -> Table:
    counted = [result for result in part if result.base]
    small = [result for result in counted if is_small(book, result)]
    # A sign on every row would say no more than one note.
    is_all = len(small) == len(counted) and all(result.share for result in counted)
    mark = small_mark(book) if small and not is_all else None
    lines, konto = [], None
    for result in part:
        key = result.target.key
        if key["konto"] != konto:
            konto = key["konto"]
            lines.append(Line(f"{escape(konto)} {escape(key['kontotext'])}", (), "sektion"))
        nns = f" (NNS{NBSP}{escape(key['nns'])})" if key["nns"] else ""
        cells = [
            escape(capital(result.respondents or key["respondentgrupp"])),
            threshold_text(book, result),
            outcome_text(book, result, str(mark) if mark and result in small else ""),
            signal_text(result),
        ]
        lines.append(Line(f"{escape(key['indikator'])} {escape(key['kort'])}{nns}", cells))
    notes = [f"{mark.sign} {mark.note}" if mark else small_note(book)] if small else []
    if any("(" in line.cells[1] for line in lines if line.cells):
        notes.append("Inom parentes står tröskeln i den sociala budgetens egna ord.")
    return Table(
        f"tbl-malomrade-{slug(name)}",
        f"Sociala mål och resultat {book.ar}, målområde {escape(name)}",
        ["Konto och indikator", "Svarande eller grupp", "Tröskel", "Resultat", "Signal"],
        lines,
        text_columns=[1, 2, 3, 4],
        note=" ".join(notes),
        widths=[36, 19, 19, 20, 18],
    )


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


def missing(book: Book) -> Markdown | None:
    """What of the chapter nothing was delivered for; ratings may stand in surveys."""
    parts: dict[str, tuple[str, ...]] = {"sociala mål": ("sociala_mal",)}
    if not self_ratings.rated_in(book):
        parts["deltagarnas egna betyg"] = ("sjalvskattning",)
    return missing_sentence(book, parts)


def other_facts(book: Book) -> list[object]:
    return [facts(book, "indikatorer", name) for name in groups(book, "indikatorer")]
