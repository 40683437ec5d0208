"""Sentences that tell a suppressed figure: they name its row, its column and its table, and a number that it can be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from finsam.attack.intervals import OPEN, Interval
from finsam.attack.lines import Laid
from finsam.attack.published import Published
from finsam.attack.sentences import counts_in, sentences_of
from finsam.attack.system import System
from finsam.attack.tables import Spot, Table
from finsam.attack.words import is_average, shared, slug

#: Words that tell nothing apart.
_COMMON = frozenset(
    ["antal", "antalet", "andel", "andelen", "totalt", "av", "i", "for", "till", "med", "och", "eller", "som", "deltagare", "deltagarna", "deltaganden", "personer", "aret", "insats", "insatser", "insatsen", "hela", "forbundet", "svar", "matt", "dem", "den", "det", "de", "ar", "efter", "fore", "vid", "per", "procent", "kr", "varje"]
)  # fmt: skip

#: Words of rows that every table can have: a sentence must also say what the table is about.
_VAGUE = frozenset(["uppgift", "saknas"])


def told_in_words(
    system: System, laid: Laid, reports: Iterable[Published], found: dict[int, Interval]
) -> Iterator[tuple[Spot, Spot, str, Table]]:
    """For each suppressed count the sentences that have all its words, and near one of them a number that it can be.

    Sentences of the page are searched, and those of the other pages where the table is about one insats that they name.
    A number that is published in a cell with words of the sentence is explained by that and tells nothing.
    """
    sentences = [
        (text, sentence, _words(sentence))
        for report in reports
        for text in report.texts
        if not text.where.startswith("sec-")
        for sentence in sentences_of(text.text)
        if any(True for _ in counts_in(sentence))
    ]
    known = _known(laid)
    for table, cells in zip(laid.tables, laid.cells, strict=True):
        subject = _subject(table, laid) if table.hidden else set()
        for row, column in table.hidden:
            interval = found.get(system.root(cells[row, column]))
            labels = _words(f"{row} {column} {table.section}")
            if not interval or not labels or len(labels | subject) < 2:
                continue
            about = _words(table.caption) if labels <= _VAGUE else set()
            for text, sentence, words in sentences:
                here = text.report == table.report and text.page.startswith((table.page, "figurer/"))
                if (
                    (here or subject)
                    and _all_in(labels | subject, words)
                    and (not about or any(_all_in({word}, words) for word in about))
                    and _tells(sentence, words, labels, interval, known)
                ):
                    yield (
                        table.spots[row, column],
                        Spot(text.report, text.page, text.where, "", ""),
                        sentence,
                        table,
                    )
                    break


def described(
    system: System, laid: Laid, found: dict[int, Interval], enough: int
) -> Iterator[tuple[Spot, Spot, Table]]:
    """For each row whose counts are all suppressed, and may be of fewer than `enough`, the mean or median that stands in
    it: a number of the few themselves."""
    for table, cells in zip(laid.tables, laid.cells, strict=True):
        for row in table.rows if table.hidden else ():
            places = [(row, column) for column in table.columns if (row, column) in cells]
            counts = [at for at in places if not table.cells[at].share]
            intervals = [found.get(system.root(cells[at])) for at in counts]
            if not counts or any(interval is None or interval.low >= enough for interval in intervals):
                continue
            for at in places:
                if not table.cells[at].is_hidden and is_average(table.spots[at].column):
                    yield table.spots[counts[0]], table.spots[at], table
                    break


def _tells(
    sentence: str, words: set[str], labels: set[str], interval: Interval, known: dict[int, list[set[str]]]
) -> bool:
    return any(
        interval.low <= number <= min(interval.high, OPEN - 1)
        and any(_same(label, word) for label in labels for word in near)
        and not any(_all_in(told, words) for told in known.get(number, ()))
        for number, near in counts_in(sentence)
    )


def _words(text: str) -> set[str]:
    return {word for word in slug(text).split() if word not in _COMMON and not word.isdigit()}


def _all_in(labels: set[str], words: set[str]) -> bool:
    return all(any(_same(label, word) for word in words) for label in labels)


def _same(label: str, word: str) -> bool:
    """Whether two words differ by their endings at most: `studier` and `studierna`, `kvinnor` and `kvinna`."""
    longest = max(len(label), len(word))
    return shared([label, word]) >= max(min(longest, 3), longest - 3)


def _subject(table: Table, laid: Laid) -> set[str]:
    """The words of a caption that those of tables with the same heads don't share: the name of the insats."""
    others = [
        _words(each.caption)
        for each in laid.tables
        if each.report == table.report and each.heads == table.heads and each.id != table.id
    ]
    return _words(table.caption).difference(set[str].intersection(*others)) if others else set()


def _known(laid: Laid) -> dict[int, list[set[str]]]:
    """The words of the cells that show a number."""
    found: dict[int, list[set[str]]] = defaultdict(list)
    for table in laid.tables:
        for (row, column), figure in table.cells.items():
            if not figure.is_hidden and not figure.share and figure.number.denominator == 1:
                found[int(figure.number)].append(_words(f"{row} {column}"))
    return found
