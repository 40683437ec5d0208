"""The checks chapter: every comparison of figures that must agree, and those that don't."""

from __future__ import annotations

from collections.abc import Iterable

from finsam.audit import Check
from finsam.audit.check import REMARKS, Worded
from finsam.chapters.book import Book
from finsam.chapters.markdown import Line, Markdown, Table, escape
from finsam.faults import Place
from finsam.swedish import number, plural

#: What each rule compares, in the order of the chapter.
RULES = {
    "women-men": "Kvinnor och män ger tillsammans totalen",
    "exits-ended": "De olika avsluten ger tillsammans antalet avslutade",
    "ended-remaining": "Avslutade och kvarvarande ger tillsammans alla deltagare",
    "opening-stock": "Kvar vid periodens slut är kvar från förra perioden i nästa",
    "insatser-most": "Förbundets antal är inte större än insatsernas tillsammans",
    "half-years": "Halvåren ger tillsammans året",
    "ready-counted": "Färdiga tabeller och personrader ger samma antal",
    "insatser-whole": "Avsluten i insatserna ger tillsammans förbundets",
    "response-rate": "De svarande är inte fler än de tillfrågade",
    "categories-total": "Svaren ger tillsammans totalen",
    "kinds-total": "Slagen av stöd ger tillsammans totalen",
    "percent": "Andelen är antalet delat med basen",
    "common-base": "Andelarna i en grupp har en gemensam bas",
    "percent-rule": "Andelarna i en tabell är avrundade på samma sätt",
    "over-all": "Andelarna av en helhet är inte mer än allt",
    "part-whole": "Delen är inte större än helheten",
    "parts-whole": "Delarna är tillsammans inte större än helheten",
    "told-twice": "Samma uppgift har samma värde överallt",
    "same-group": "En grupp är lika stor i alla tabeller om den",
    "followed-same": "Alla rader om en insats gäller samma antal följda deltagare",
    "followed-whole": "Insatsernas stöd och arbete före och efter ger tillsammans förbundets",
    "social-participants": "Det sociala bokslutet och tabellen över deltagare har samma antal",
    "weighted": "Andelen för alla är den som kvinnors och mäns antal och andelar ger",
    "between": "Värdet för alla ligger mellan kvinnors och mäns",
    "from-to": "Det lägsta värdet är inte större än det högsta",
    "impossible": "Andelar är inte större än det hela och antal inte mindre än noll",
    "period": "Året är möjligt för uppgiften",
    "threshold-text": "Tröskeln är densamma som i målets text",
    "mean": "Medelvärdet är insatsernas medelvärde",
    "own-sum": "Delarna i en egen tabell ger tillsammans summan",
    "own-share": "Andelen i en egen tabell är antalet delat med basen",
    "own-weighted": "Helheten i en egen tabell är delarnas medelvärde, viktat med antalet",
    "own-between": "Helheten i en egen tabell ligger mellan sina delar",
    "own-change": "Förändringen i en egen tabell är skillnaden delad med utgångsläget",
    "own-weekday": "Veckodagen är den som datumet har",
    "own-year": "Året i texten är möjligt för datumet",
    "section-sum": "Raderna ger tillsammans delsumman",
    "deviation": "Differensen är skillnaden mellan budget och utfall",
    "deviation-sign": "Avvikelsen är skillnaden mellan budget och utfall, med tabellens eget tecken",
    "running-sum": "Posterna i räkningen ger tillsammans summan",
    "balance": "Tillgångarna är lika med eget kapital och skulder",
    "note-sum": "Posterna i noten ger tillsammans summan",
    "note-statement": "Notens summa är räkningens rad",
    "cash": "Likvida medel är desamma i kassaflöde och balans",
    "cash-flow": "Likvida medel vid årets början och årets kassaflöde ger slutet",
    "opening": "Årets början är förra årets slut",
    "result": "Resultatet är detsamma i båda räkningarna",
    "equity": "Det egna kapitalet ändras med årets resultat",
    "same-fact": "Samma belopp på flera ställen är lika",
    "budget-equity": "Budgeterat eget kapital är det ingående med budgeterat resultat",
    "budget-below-zero": "Budgeten lämnar kvar eget kapital",
    "budget-above-limit": "Det egna kapitalet är högst en femtedel av medlemmarnas bidrag",
    "cash-change": "Förändringarna i kassaflödet är balansräkningens",
    "project-paid": "Utbetalda medel är projektens utfall minus skulder vid årets slut",
    "project-opening": "Skulder från förra året är desamma som vid dess slut",
    "project-budget": "Projektens budget är densamma i uppföljningen och i noten",
    "project-outcome": "Projektens utfall är detsamma i uppföljningen och i noten",
    "project-debt": "Skulden till ett projekt är inte större än dess utfall",
    "members-rule": "Medlemmarnas bidrag följer fördelningsregeln",
    "members-income": "Medlemmarnas bidrag ger tillsammans intäkten",
    "note-reference": "Noten som raden hänvisar till har beloppet",
    "plan-section": "Raderna i flerårsbudgeten ger tillsammans summan",
    "plan-years": "Åren i flerårsbudgeten ger tillsammans summan",
    "plan-span": "Planen omfattar tre år, räknat från bokens år",
    "plan-heading": "Summakolumnens rubrik omfattar alla år som den summerar",
    "plan-part": "Varav-raderna i flerårsbudgeten ryms i sin post",
    "plan-result": "Resultatet i flerårsbudgeten är intäkter minus kostnader",
    "plan-group": "Projekten i projektbudgeten ger tillsammans summan",
    "plan-projects": "Flerårsbudgeten är densamma som projektbudgeten",
    "members-share": "Kommunernas tryckta andelar ger beloppen och utgör tillsammans det hela",
    "members-residents": "Kommunernas tryckta andelar är deras andelar av invånarna",
    "other-book": "Beloppet är detsamma i en annan bok",
    "other-opening": "Årets början är slutet i en annan bok",
    "repeated": "Uppgiften i texten är den som den upprepar",
}


_ROUNDING_NOTE = (
    "Varje siffra är avrundad för sig, och summor justeras inte efter sina rader. Belopp med en sådan skillnad är "
    "märkta med ‡ i tabellerna, om de inte redan är märkta med †."
)


def overview(book: Book) -> list[object]:
    """How many comparisons there were of each kind, and how they went."""
    checks = book.checks
    if not checks:
        return [Markdown("Underlaget har inga siffror som kan prövas mot varandra.")]
    outcomes = {"": "Stämmer", "rounding": "Avrundning", "contradiction": "Motsägelse"}
    if any(check.severity == "note" for check in checks):
        outcomes["note"] = "Iakttagelse"
    lines = []
    for rule, name in RULES.items():
        part = [check for check in checks if check.rule == rule]
        if part:
            lines.append(Line(name, [number(len(part)), *_counts(part, outcomes)]))
    lines.append(Line("Summa", [number(len(checks)), *_counts(checks, outcomes)], "summa"))
    heads = ["Kontroll", "Antal", *outcomes.values()]
    note = (
        "Avrundning: skillnaden är så liten att den kan bero på att siffrorna är avrundade var för sig. Motsägelse: "
        "avrundning kan inte förklara skillnaden."
    )
    if "note" in outcomes:
        note += " Iakttagelse: båda uppgifterna kan vara riktiga, men skillnaden behöver en förklaring."
    return [Table("tbl-kontroller", "Kontroller av siffrorna i underlaget", heads, lines, note=note)]


def _counts(checks: list[Check], outcomes: Iterable[str]) -> list[str]:
    return [number(sum(check.severity == severity for check in checks)) for severity in outcomes]


def deviations(book: Book, severity: str) -> list[object]:
    """The comparisons of a severity that did not agree: both sides, the difference and where the figure stands."""
    found = [check for check in book.checks if check.severity == severity]
    if not found and severity == "note":
        return []
    if not found:
        return [Markdown("Inga." if severity == "rounding" else "Inga siffror motsäger varandra.")]
    name = {"contradiction": "motsagelser", "rounding": "avrundningar", "note": "iakttagelser"}[severity]
    heads = ["Vad som jämförs", "Uppgift", "Enligt övriga siffror", "Skillnad", "Var uppgiften står"]
    lines = [Line(_about(check), [*_sides(check), escape(_place(book, check.places[0]))]) for check in found]
    captions = {
        "contradiction": "Siffror som motsäger varandra",
        "rounding": "Skillnader som avrundning kan förklara",
        "note": "Siffror som en läsare kan fråga om",
    }
    note = _ROUNDING_NOTE if severity == "rounding" else ""
    in_words = any(isinstance(check, Worded) for check in found)
    text_columns, widths = ([1, 2, 4], [30, 22, 20, 10, 26]) if in_words else ([4], [36, 14, 14, 12, 32])
    return [Table(f"tbl-{name}", captions[severity], heads, lines, text_columns, note, widths=widths)]


def _about(check: Check) -> str:
    """What is compared, and in words why the figures differ, where that is known."""
    words = f"{check.subject}. {REMARKS[check.remark].words}" if check.remark else check.subject
    return escape(words)


def _sides(check: Check) -> list[str]:
    if isinstance(check, Worded):
        return [*map(escape, check.words), ""]
    return [number(value, check.decimals) for value in (check.stated, check.computed, check.difference)]


def _place(book: Book, place: Place) -> str:
    """File and row; of another book with its förbund and year."""
    own = f"data/raw/{book.params.forbund_id}/{book.ar}/"
    other = (
        "" if place.file.startswith(own) else place.file.removeprefix("data/raw/").rpartition("/")[0] + "/"
    )
    return f"{other}{_file(place.file, place.sheet)}, rad {place.row}"


def _file(file: str, sheet: str | None) -> str:
    return file.rsplit("/", 1)[-1] + (f", blad {sheet}" if sheet else "")


def left_out(book: Book) -> list[object]:
    """How many rows of each file are left out of the book, and why; nothing when all are used."""
    rows = book.delivery.rejected
    if rows.empty:
        return []
    count = len(rows[["fil", "blad", "rad"]].drop_duplicates())
    lines = [
        Line(escape(_file(str(fil), str(blad))), [number(part["rad"].nunique()), escape(_rows(part["rad"]))])
        for (fil, blad), part in rows.groupby(["fil", "blad"], sort=False)
    ]
    return [
        Markdown(
            f"{plural(count, 'rad', 'rader')} i underlaget har fel som inte går att rätta utan den som lämnade dem. "
            "De ingår inte i bokens siffror."
        ),
        Table(
            "tbl-avvisade",
            "Rader som inte ingår i boken",
            ["Fil", "Antal rader", "Radnummer"],
            lines,
            text_columns=[2],
            widths=[40, 16, 44],
        ),
    ]


def _rows(numbers: Iterable[int], most: int = 12) -> str:
    """Row numbers in order, the first ones where they are many."""
    rows = sorted(set(numbers))
    listed = ", ".join(map(str, rows[:most]))
    return f"{listed} med flera" if len(rows) > most else listed


def conclusion(book: Book) -> Markdown | None:
    """In words: how many checks, how many contradictions; None when there was nothing to check."""
    if not book.checks:
        return None
    wrong = sum(check.severity == "contradiction" for check in book.checks)
    if not wrong:
        return Markdown(f"Alla {number(len(book.checks))} kontroller stämmer, bortsett från avrundning.")
    return Markdown(
        f"Av {plural(len(book.checks), 'kontroll', 'kontroller')} visar {number(wrong)} att siffror i "
        "underlaget motsäger varandra. Boken visar dem som de har lämnats och märker dem med †."
    )
