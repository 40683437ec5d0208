"""What the chapter on income support says in words: what is counted and how, the year in short, and what is missing."""

from __future__ import annotations

from pathlib import PurePosixPath

import pandas as pd

from finsam.chapters.book import Book
from finsam.chapters.certainty import is_few, share_in_words
from finsam.chapters.income_support import GROUPINGS, KIND, forms, in_sentence, members, table, year
from finsam.chapters.income_support_tables import FEW, UNITS
from finsam.chapters.markdown import Markdown, escape
from finsam.households.need import LONG, LONGEST_BREAK, VERY_LONG
from finsam.households.rows import ROWS
from finsam.measures.income_support import Need, needs, own_areas, wholes
from finsam.sources.named import name_of
from finsam.swedish import listing, number, plural, with_unit, word
from finsam.tables.definitions import UNKNOWN
from finsam.tables.words import ALL_KOMMUNER


def explanation(book: Book) -> Markdown | None:
    """What is counted, and what the words mean."""
    if not book.has(KIND):
        return None
    return Markdown(
        "Försörjningsstöd beviljas hushåll. Kapitlet räknar både *hushåll* och *personer*, det vill säga de vuxna och "
        "barn som hör till hushållen. Det är två olika enheter, som redovisas var för sig och aldrig läggs ihop.\n\n"
        "- **Alla**: stöd under minst en av årets månader.\n"
        f"- **Långvarigt**: stöd under minst {number(LONG)} av årets tolv månader.\n"
        f"- **Mycket långvarigt**: stöd under minst {number(VERY_LONG)} månader under tre år, det vill säga året och de två åren "
        f"före, med högst {word(LONGEST_BREAK)} månaders uppehåll i rad.\n\n"
        "Den som har ett mycket långvarigt behov behöver inte ha ett långvarigt: stödet kan ha varat i två hela år och "
        "upphört efter några månader av det tredje. De två grupperna överlappar alltså och ska inte läggas ihop."
    )


def counting_rules(book: Book) -> Markdown | None:
    """How month rows are counted; nothing where no figure of the book comes from them."""
    if not _is_counted(table(book)):
        return None
    return Markdown(
        "Uppgifterna är räknade ur en rad för varje hushåll och månad. Ett hushåll räknas till den grupp som det hörde "
        "till under sin sista månad med stöd under året, och med de vuxna och barn som det då hade. Försörjningshinder, "
        "ålder och kön är registerledarens. Åldern är den som registerledaren fyller under året. Ett hushåll som har "
        "flyttat mellan kommunerna räknas i var och en av dem, men en gång i kommunerna tillsammans; hur långvarigt behovet "
        "är bedöms efter stödet i alla kommuner i underlaget. Därför kan kommunernas antal vara fler än antalet i "
        "kommunerna tillsammans. Uppehåll är månader utan stöd mellan två månader med stöd."
    )


def _is_counted(found: pd.DataFrame) -> bool:
    """Whether any row is counted from month rows, whose sheet or file is named after them."""
    places = set(zip(found["fil"], found["blad"], strict=True))
    return any(name_of(PurePosixPath(fil), blad, {KIND, ROWS}) == ROWS for fil, blad in places)


def summary(book: Book) -> Markdown | None:
    """The latest year in a few sentences for each area that the book is about."""
    when = year(book)
    if when is None:
        return None
    areas = wholes(table(book), members(book))
    parts = [_summed_up(book, area, when) for area in areas]
    named = own_areas(table(book), members(book))
    if areas == [ALL_KOMMUNER] and named:
        parts.append(f"Kommunerna är {escape(listing(named))}.")
    return Markdown("\n\n".join(filter(None, parts))) if any(parts) else None


def _summed_up(book: Book, area: str, when: str) -> str:
    sentences: list[str] = []
    for raknas, (_, one, many) in UNITS.items():
        for need in needs(table(book), raknas, areas=[area], period=when):
            if not need.alla:
                continue
            is_first = not sentences
            where = f"I {in_sentence(area)} hade" if is_first else "I hushållen fanns"
            count = plural(need.alla.number, one, many)
            rest = f" försörjningsstöd någon gång {when}" if is_first else ""
            sentences.append(f"{where} {count}{rest}{_parts(book, need)}.")
    return " ".join(sentences)


def _parts(book: Book, need: Need) -> str:
    """`, varav 12, 40 % (…), hade ett långvarigt behov och …`."""
    told = []
    for column, name in (("langvarigt", "ett långvarigt"), ("mycket_langvarigt", "ett mycket långvarigt")):
        share = need.share(column)
        if share is not None:
            percent = (
                share_in_words(share) if need.raknas == "hushall" else with_unit(share.rounded(), "procent")
            )
            few = f", {FEW[need.raknas]}" if is_few(book, share) else ""
            told.append(f"{number(share.n)} hade {name} behov, {percent}{few}")
    return f": {'; '.join(told)}" if told else ""


def missing(book: Book) -> Markdown | None:
    """What nothing was delivered for: kommuner, years, groupings."""
    if not book.has(KIND):
        return Markdown(f"Underlaget för {book.ar} innehåller inga uppgifter om försörjningsstöd.")
    found, when = table(book), year(book)
    sentences = []
    if when != str(book.ar):
        latest_year = f" Kapitlet redovisar {when}." if when else ""
        sentences.append(f"Uppgifter om hela {book.ar} saknas.{latest_year}")
    kommuner = [member.namn for member in book.params.members if member.slag == "kommun"]
    without = [name for name in kommuner if not found["omrade"].isin(forms(name)).any()]
    if without:
        sentences.append(f"Underlaget innehåller inga uppgifter om {escape(listing(without, 'eller'))}.")
    partly = [
        f"{in_sentence(need.omrade)} {need.period}"
        for need in needs(found, "hushall")
        if need.alla.status == "saknas"
    ]
    if partly:
        sentences.append(
            f"Uppgifterna täcker inte hela året för {listing(partly)} och redovisas därför inte."
        )
    absent = [
        head.lower()
        for name, (head, _) in GROUPINGS.items()
        if name != "vuxna_barn" and not _is_told(found, name, when)
    ]
    if absent:
        sentences.append(f"Underlaget innehåller inga uppgifter om {listing(absent, 'eller')}.")
    return Markdown(" ".join(sentences)) if sentences else None


def _is_told(found: pd.DataFrame, uppdelning: str, when: str | None) -> bool:
    """Whether a grouping has any group of the year but those of whom nothing is told."""
    of = found[(found["uppdelning"] == uppdelning) & (found["period"] == when)]
    return bool((of["grupp"] != UNKNOWN).any())
