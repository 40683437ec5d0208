"""Numbers in running text and in the texts of pictures, with the words beside them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from finsam.attack.lines import Board, Line, line_of
from finsam.attack.published import Text
from finsam.attack.tables import Spot
from finsam.attack.words import Figure, figure, slug, spaced

_WORD = r"[A-Za-zÅÄÖåäö][^\s.;:,()]*"
_NUM = r"(?<![\d,.–-])\d{1,3}(?: \d{3})+|(?<![\d,.–-])\d+(?:,\d+)?"
_SAID = re.compile(
    rf"(?P<before>(?:{_WORD} )*{_WORD})?(?:: | \(| )?(?P<number>{_NUM})(?![\d–]| ?(?:till|procentenhet))(?P<percent> ?%)?"
    rf"(?: \((?P<count>\d+) ?(?:av|/) ?(?P<base>\d+)[^)]*\))?(?P<after>(?: {_WORD})*)"
)

#: Labels are no longer than this many words.
_LONGEST = 6

#: Small numbers are often written as words. `en` and `ett` are articles too.
NUMERALS = dict(
    zip(["två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"], range(2, 13), strict=True)
)  # fmt: skip


def text_lines(board: Board, texts: Sequence[Text]) -> Iterator[Line]:
    """The numbers of each sentence by the words right before them, and by those right after."""
    for text in texts:
        for sentence in sentences_of(text.text):
            found: dict[str, list[tuple[str, Figure]]] = defaultdict(list)
            for said in _SAID.finditer(sentence):
                number = figure(said["number"], bool(said["percent"]))
                for label in _ends(said["before"] or ""):
                    found["tal"].append((label, number))
                    if said["count"]:
                        found["antal"].append((label, figure(said["count"])))
                        found["bas"].append((label, figure(said["base"])))
                for label in _starts(said["after"]):
                    found["tal efter"].append((label, number))
            for name, told in found.items():  # what the text is about stands in it
                if len({label for label, _ in told}) > 1:
                    spot = Spot(text.report, text.page, text.where, "", "")
                    yield line_of(board, "", f"{text.report} {text.where} {name}", told, spot, slug(sentence))


def _ends(words: str) -> list[str]:
    each = words.split()
    return list(
        dict.fromkeys(slug(" ".join(each[-count:])) for count in range(1, min(len(each), _LONGEST) + 1))
    )


def _starts(words: str) -> list[str]:
    each = [word for word in words.split() if word not in ("och",)]
    return list(
        dict.fromkeys(slug(" ".join(each[:count])) for count in range(1, min(len(each), _LONGEST) + 1))
    )


def counts_in(sentence: str) -> Iterator[tuple[int, set[str]]]:
    """The counts of a sentence, in digits or words, each with the words between it and the next number or point on both
    sides: no percent, years, days or money."""
    text = re.sub(
        r"\d+(?:[.,]\d+)+",
        "tal",
        re.sub(r"(?<=\b\d) (?=\d{3}\b)|(?<=\d\d) (?=\d{3}\b)", "", spaced(sentence)),
    )
    words = re.findall(r"[^\s.;:,()]+|[.;:,()]", text)
    numbers = [int(word) if re.fullmatch(r"\d+", word) else NUMERALS.get(word.lower()) for word in words]
    ends = [
        -1,
        *(at for at, word in enumerate(words) if word in ".;:,()" or numbers[at] is not None),
        len(words),
    ]
    for before, at, after in zip(ends, ends[1:], ends[2:], strict=False):
        if at == len(words) or (number := numbers[at]) is None or re.fullmatch(r"(19|20)\d\d", words[at]):
            continue
        if not re.match(_NO_COUNTS, " ".join(words[at + 1 : after]).lower()):
            yield number, set(slug(" ".join(words[before + 1 : after])).split())


#: What follows a number that is no count.
_NO_COUNTS = r"%|procent|dag|månad|år\b|kr|tkr|milj|jan|feb|mars|april|maj|juni|juli|aug|sept|okt|nov|dec"


def sentences_of(text: str) -> list[str]:
    return [each for each in re.split(r"(?<=[.;!?]) (?=[A-ZÅÄÖ])", spaced(text)) if each]
