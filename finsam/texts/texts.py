"""All the texts of a book with their values: read, checked and found by the section that they stand under."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from finsam import printed
from finsam.delivery.read import Delivery
from finsam.facts import Fact, Facts, facts_of
from finsam.faults import Fault, Place
from finsam.params import Params
from finsam.params.files import params_files
from finsam.paths import relative
from finsam.scan.texts import lines_with_numbers
from finsam.swedish import period
from finsam.tables.kinds import KINDS
from finsam.texts import digits
from finsam.texts.parts import Part, read_parts
from finsam.texts.pointers import contradicted, hidden_told
from finsam.texts.sections import Section, sections
from finsam.texts.template import Source, Template, template

#: The columns of words in tables of figures, which can tell a number too.
_TEXTS = {
    "styrkort": ("mal", "matt", "aktivitet", "kommentar", "utfall_text"),
    "sociala_utfall": ("utfall_text", "svar"),
    "uppgifter": ("uppgift",),
}


class Name(str):
    """A word of the book that isn't a figure, such as its year: logged as such when it is printed."""

    def __str__(self) -> str:
        return printed.literal(str.__str__(self))


@dataclass(frozen=True)
class Text:
    """A text that can be printed. replaces: it stands instead of the standard sentences of its section."""

    template: Template
    literals: tuple[str, ...]
    replaces: bool = False

    def fill(self) -> str:
        """The text with its values. Numbers are logged as printed, and the dates and names with digits as such."""
        for literal in self.literals:
            printed.literal(literal)
        return self.template.fill().strip()


@dataclass(frozen=True)
class Texts:
    """The texts of a book: by section (sections.Section.id), and the prose of the params by its key."""

    by_section: Mapping[str, Text]
    by_key: Mapping[str, list[Text]]

    def under(self, section: str) -> Text | None:
        return self.by_section.get(section)

    def prose(self, key: str) -> list[str]:
        """The paragraphs of `inledning`, `om` or `beskrivning.<insats>` of the params, filled."""
        return [text.fill() for text in self.by_key.get(key, [])]


def texts_of(delivery: Delivery, params: Params) -> tuple[Texts, list[Fault]]:
    """Every text of the book, and everything that is wrong with or odd in them.

    Severities: `error` for what can't be printed and for a number by hand that stands for a hidden one (digit-hidden; its
    place has no value), `contradiction` (digit-contradicts) for a number by hand that the book's own figures gainsay,
    `note` (digit-by-hand) for other numbers by hand.
    """
    facts = facts_of(delivery, params)
    names, data = book_names(params), named(delivery, params)
    parts, faults = read_parts(params, partial(sections, delivery=delivery, params=params))
    by_section: dict[str, Text] = {}
    by_key: dict[str, list[Text]] = {}
    for part in (*parts, *_of_params(params)):
        if lines := lines_with_numbers(part.source.text):
            faults += _with_identity_numbers(part, lines)
            continue
        found, wrong = template(part.source, facts, names)
        literals, by_hand = digits.read(part.source.text, data)
        told = [*_hidden_told(part, facts, params)]
        # A note would print the number that is hidden.
        by_hand = by_hand if not told else []
        faults += [*wrong, *told, *_by_hand(part, by_hand, facts, params)]
        if not found:
            continue
        text = Text(found, tuple(literals), part.replaces)
        if part.chapter:
            by_section[part.section.id] = text
        else:
            by_key.setdefault(part.section.id, []).append(text)
    faults += _cells_told(delivery, facts, params)
    return Texts(by_section, by_key), faults


def text_faults(delivery: Delivery, params: Params) -> list[Fault]:
    """What `texts_of` finds; nothing is logged as printed."""
    with printed.unheard():
        return texts_of(delivery, params)[1]


def book_names(params: Params) -> dict[str, str]:
    """Words of the book that a placeholder can name beside the facts."""
    found = {"bok.ar": str(params.ar), "bok.aret_fore": str(params.ar - 1)}
    for key in ("beslutad", "per"):
        if day := getattr(params.year, key):
            found[f"bok.{key}"] = period(day.isoformat())
    return {name: Name(text) for name, text in found.items()}


def named(delivery: Delivery, params: Params) -> list[str]:
    """The names with digits of insatser and of rows in the delivered tables, the longest first."""
    found = {
        name for insats in params.forbund.insatser for name in (insats.namn, insats.kort or "", *insats.alias)
    }
    for kind, table in delivery.tables.items():
        for key in KINDS[kind].keys:
            if key.name in table and key.name not in ("period", "typ"):
                found |= {str(text) for text in table[key.name].unique()}
    with_digits = {
        name for name in found if any(c.isdigit() for c in name) and any(c.isalpha() for c in name)
    }
    return sorted(with_digits, key=len, reverse=True)


def _of_params(params: Params) -> Iterator[Part]:
    """The prose of the params: about the förbund, about its insatser, and the introduction of the year."""
    lasting, of_year = (relative(file) for file in params_files(params.forbund_id, params.ar))
    found = [(lasting, f"om.{at}", text) for at, text in enumerate(params.forbund.om)]
    found += [(of_year, f"inledning.{at}", text) for at, text in enumerate(params.year.inledning)]
    found += [
        (lasting, f"beskrivning.{insats.namn}", insats.beskrivning)
        for insats in params.forbund.insatser
        if insats.beskrivning
    ]
    for file, key, text in found:
        name = re.sub(r"^(om|inledning)\.\d+$", r"\1", key)
        yield Part("", Section(name, name), Source(text, file, None, key))


def _with_identity_numbers(part: Part, lines: list[int]) -> Iterator[Fault]:
    for line in lines:
        message = "The text holds a personal identity number."
        yield Fault("personal-number", message, (part.source.place(line),), "a text without it")


def _insatser(part: Part, params: Params) -> tuple[dict[str, str], str]:
    """The book's name of each insats by each of its names, and the insats that the text is about, if any."""
    insatser = _names_of_insatser(params)
    own = part.section.id.removeprefix("beskrivning.")
    return insatser, own if own in insatser.values() else ""


def _names_of_insatser(params: Params) -> dict[str, str]:
    return {
        name: insats.namn
        for insats in params.forbund.insatser
        for name in (insats.namn, insats.kort, *insats.alias)
        if name
    }


def _place(part: Part, each: digits.Digits) -> Place:
    return replace(part.source.place(each.line, each.text), column=part.source.column or str(each.column))


def _hidden_told(part: Part, facts: Facts, params: Params) -> Iterator[Fault]:
    """Numbers by hand that stand for what may not be told, without the numbers."""
    insatser, own = _insatser(part, params)
    for each, fact in _hidden_in(part.source.text, facts, insatser, params, own):
        expected = f"a sentence without the number, or {{{{ {fact.name} }}}}, which shows .. in its place"
        place = part.source.place(each.line)
        yield _hidden_fault(fact, place, expected)


def _cells_told(delivery: Delivery, facts: Facts, params: Params) -> Iterator[Fault]:
    """The same in the texts of delivered tables and of own ones."""
    insatser = _names_of_insatser(params)
    tables = [
        (delivery.tables[kind], column, column)
        for kind, columns in _TEXTS.items()
        if kind in delivery.tables
        for column in columns
    ]
    own = [] if delivery.own.empty else [(delivery.own, "text", "")]
    for table, column, head in (*tables, *own):
        keys = ["fil", "blad", "radnr", column, *(() if head else ("kolumn",))]
        for row in table.loc[table[column].fillna("") != "", keys].drop_duplicates().to_dict("records"):
            for _, fact in _hidden_in(row[column], facts, insatser, params):
                place = Place(row["fil"], row["blad"] or None, int(row["radnr"]), head or row["kolumn"])
                yield _hidden_fault(fact, place, "words without the number")


def _hidden_in(
    text: str, facts: Facts, insatser: Mapping[str, str], params: Params, own: str = ""
) -> Iterator[tuple[digits.Digits, Fact]]:
    """The numbers of a text that stand for hidden facts, each with the first of them."""
    if facts.hidden:
        plain, found = digits.meant(text)
        for each in found:
            if wrong := hidden_told(plain, each, facts, insatser, params.ar, own):
                yield each, wrong[0]


def _hidden_fault(fact: Fact, place: Place, expected: str) -> Fault:
    message = f"A number by hand stands for one that is hidden for the sake of few persons: {fact.about}."
    return Fault("digit-hidden", message, (place,), expected)


def _by_hand(part: Part, found: list[digits.Digits], facts: Facts, params: Params) -> Iterator[Fault]:
    plain = digits.unread(part.source.text)
    insatser, own = _insatser(part, params)
    for each in found:
        place = _place(part, each)
        if wrong := contradicted(plain, each, facts, insatser, params.ar, own):
            told = ", ".join(f"{fact.name} = {fact.cell.printed:f} {fact.cell.enhet}" for fact in wrong[:3])
            message = "A number written by hand is not what the book's figures say."
            yield Fault(
                "digit-contradicts",
                message,
                (place, *wrong[0].places[:1]),
                f"{{{{ {wrong[0].name} }}}}: {told}",
                "contradiction",
            )
        else:
            message = "A number is written by hand, so that nothing can check it."
            expected = (
                'a placeholder, or {{ "' + each.text + '" | bokstavligt }} if it is no figure of the book'
            )
            yield Fault("digit-by-hand", message, (place,), expected, "note")
