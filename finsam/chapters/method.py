"""The chapter on method and sources: signs, definitions, rules, and every file that the book was made from."""

from __future__ import annotations

from finsam import __version__, printed, versions
from finsam.chapters.book import Book
from finsam.chapters.markdown import Line, Markdown, Table, escape
from finsam.measures.participants import WHOLE
from finsam.register.store import sources as statistics_files
from finsam.swedish import SIGNS, first_small, listing, number, period

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
        Line(number(0), ["Noll, eller mindre än hälften av enheten."]),
        Line("†", ["Siffran motsägs av andra siffror i underlaget, se avstämningen."]),
        Line("‡", ["Andra belopp ger ett annat, inte mer än avrundning kan förklara, se avstämningen."]),
    ]
    return Table("tbl-tecken", "Tecken i tabellerna", ["Tecken", "Betydelse"], lines, text_columns=[1])


def definitions(book: Book) -> list[object]:
    """The measures that the book uses, in words."""
    texts = DEFINITIONS | ({"Hela förbundet": whole} if (whole := _whole(book)) else {})
    lines = [Line(name, [text]) for name, text in texts.items()]
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


#: What is told rounded, in the definite form.
_ROUNDED = {
    "deltagare": "deltagarna",
    "bakgrund": "deltagarnas bakgrund",
    "uppfoljning": "uppföljningen efter avslut",
    "forsorjningsstod": "hushåll och personer med försörjningsstöd",
}


def rounding(book: Book) -> list[Markdown]:
    """How counts are rounded in this edition, and what that means for who reads them; nothing where none are."""
    kinds: dict[int, list[str]] = {}
    for kind in dict.fromkeys(key[0] for key in sorted(book.delivery.rounded)):
        if kind in _ROUNDED and (base := book.params.protection(kind).avrunda):
            kinds.setdefault(base, []).append(_ROUNDED[kind])
    return [
        Markdown(
            f"Antalen för {listing(names)} är avrundade för att skydda enskilda personer: varje antal är en multipel av "
            f"{number(base)}, i regel en av de två som ligger närmast det verkliga antalet. Antalen är avrundade tillsammans, så "
            "att delarna i tabellerna fortfarande blir sina summor. Därför kan ett antal vara avrundat nedåt där det "
            "för sig hade avrundats uppåt. Andelar och skillnader är beräknade på de avrundade antalen och är alltså ungefärliga, "
            f"särskilt i små grupper. En nolla kan stå för upp till {number(base - 1)} personer."
        )
        for base, names in kinds.items()
    ]


def _whole(book: Book) -> str:
    """Why the row of all insatser begins later than the insatser; empty where it doesn't."""
    table = book.table("deltagare")
    years = table[table["period"].str.fullmatch(r"\d{4}", na=False)]
    told = {str(year): set(of_year["insats"]) for year, of_year in years.groupby("period")}
    first = min((year for year, insatser in told.items() if WHOLE in insatser), default="")
    before = [year for year in told if year < first]
    if not before:
        return ""
    by_person = set(book.people["insats"]) if len(book.people) else set()
    missing = sorted(told[first] - told[max(before)] - by_person - {WHOLE})
    of_whom = escape(listing(missing)) if missing else "någon insats"
    return (
        f"Alla insatser tillsammans. Raden börjar {period(first)}, eftersom underlaget för åren före saknar uppgifter från "
        f"{of_whom}."
    )


def sources(book: Book) -> list[object]:
    """The published document, if there is one, and each raw file with its rows, its day of delivery where the params
    tell it, and the start of its hash."""
    items: list[object] = []
    if book.params.year.kalla:
        items.append(Markdown(f"Siffrorna kommer från {escape(first_small(book.params.year.kalla))}"))
    of_statistics = statistics_files(book.params.forbund.pahittat) if book.params.reads_statistics else []
    read = [*book.sources, *of_statistics]
    dated = any(source.levererad for source in read)
    lines = [
        Line(
            escape(source.fil),
            [
                number(source.rader),
                *([period(source.levererad) if source.levererad else SIGNS["saknas"]] if dated else []),
                _hash(source.sha256),
            ],
        )
        for source in read
    ]
    heads = ["Fil", "Rader", *(["Levererad"] if dated else []), "Kontrollsumma"]
    note = "Kontrollsumman är de tolv första tecknen av filens SHA-256. Den ändras om filen ändras."
    text_columns = range(2, len(heads))
    items.append(Table("tbl-kallor", "Filer som boken bygger på", heads, lines, text_columns, note))
    return items


def code() -> Table:
    """What the book was made with: the code by its version and hash, and each package."""
    made = [("finsam", __version__, _hash(versions.code_hash()))]
    made += [(name, version, "") for name, version in versions.packages().items()]
    lines = [Line(escape(name), [escape(version), hashed]) for name, version, hashed in made]
    note = (
        "Kontrollsumman är de tolv första tecknen av en SHA-256 av all kod i finsam. Samma filer och samma versioner "
        "ger samma bok."
    )
    heads = ["Program", "Version", "Kontrollsumma"]
    return Table("tbl-program", "Program som boken är framställd med", heads, lines, [1, 2], note)


def _hash(sha256: str) -> str:
    return f"`{printed.literal(sha256[:12])}`"
