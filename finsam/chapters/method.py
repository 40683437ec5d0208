"""The chapter on method and sources: signs, definitions, rules, and every file that the book was made from."""

from __future__ import annotations

from finsam import __version__
from finsam.chapters.book import Book
from finsam.chapters.markdown import Line, Markdown, Table, escape
from finsam.chapters.swedish import SIGNS, number

DEFINITIONS = {
    "Antal deltagare totalt": "Alla som var med någon gång under året: kvar från förra året och nya, eller avslutade och kvar vid årets slut.",
    "Avslutade": "De som slutade under året: till arbete, till studier, med annat positivt avslut eller genom avbrott.",
    "Annat positivt avslut": "Till exempel annan rehabilitering, eller sjukersättning eller daglig verksamhet när arbetsförmågan är utredd.",
    "Andel": "Procent av dem som avslutade. Halva procent avrundas uppåt.",
    "Till arbete eller studier": "De två avsluten tillsammans, som procent av alla avslutade i insatserna tillsammans. Det är inte medelvärdet av insatsernas andelar.",
    "Differens": "Skillnaden mellan budget och utfall, med det tecken som står under varje tabell.",
}


def signs() -> Table:
    """What the signs in the tables mean."""
    meanings = {
        "saknas": "Uppgift saknas i underlaget.",
        "undertryckt": "Uppgiften visas inte, eftersom den skulle kunna röja enskilda personer.",
        "ej_tillampligt": "Uppgift kan inte förekomma.",
    }
    lines = [Line(escape(SIGNS[status]), [text]) for status, text in meanings.items()]
    lines += [
        Line("0", ["Noll, eller mindre än hälften av enheten."]),
        Line("†", ["Siffran motsägs av andra siffror i underlaget, se avstämningen."]),
        Line("‡", ["Andra belopp ger ett annat, inte mer än avrundning kan förklara, se avstämningen."]),
    ]
    return Table("tbl-tecken", "Tecken i tabellerna", ["Tecken", "Betydelse"], lines, text_columns=[1])


def definitions(book: Book) -> list[object]:
    """The measures that the book uses, in words."""
    lines = [Line(name, [text]) for name, text in DEFINITIONS.items()]
    return [
        Table(
            "tbl-definitioner",
            "Mått och hur de beräknas",
            ["Mått", "Betydelse"],
            lines,
            text_columns=[1],
            widths=[24, 70],
        )
    ]


def sources(book: Book) -> list[object]:
    """The published document, if there is one, and each raw file with its rows and the start of its hash."""
    items: list[object] = []
    if book.params.year.kalla:
        items.append(Markdown(f"Siffrorna kommer från {escape(_in_sentence(book.params.year.kalla))}"))
    lines = [
        Line(escape(source.fil), [number(source.rader), f"`{source.sha256[:12]}`"]) for source in book.sources
    ]
    note = "Kontrollsumman är de tolv första tecknen av filens SHA-256. Den ändras om filen ändras."
    items.append(
        Table(
            "tbl-kallor",
            "Filer som boken bygger på",
            ["Fil", "Rader", "Kontrollsumma"],
            lines,
            text_columns=[2],
            note=note,
        )
    )
    items.append(Markdown(f"Boken är framställd med finsam {__version__}."))
    return items


def _in_sentence(text: str) -> str:
    return text[:1].lower() + text[1:]
