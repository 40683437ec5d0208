"""Numbers in running text and in the texts of pictures, with the words beside them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from finsam.attack.lines import Board, Line, line_of
from finsam.attack.published import Spot, Text
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
    """The counts of a sentence, in digits or words, each with the words near it: no percent, dates, days or money."""
    words = spaced(sentence).split()
    for at, word in enumerate(words):
        bare = word.strip('().,;:”"')
        number = int(bare) if re.fullmatch(r"\d{1,4}", bare) else NUMERALS.get(bare.lower())
        following = slug(words[at + 1]) if at + 1 < len(words) and word == word.rstrip(".,;:") else ""
        if (
            number is not None
            and not re.match(_NO_COUNTS, following or " ")
            and "%" not in words[at + 1 : at + 2]
        ):
            yield number, set(slug(" ".join(words[max(0, at - _NEAR) : at + _NEAR + 1])).split())


#: A word is near a number when no more than this many words lie from it.
_NEAR = 4

_NO_COUNTS = (
    r"(procent|dag|manad|ar\b|kr|tkr|milj|januari|februari|mars|april|maj|juni|juli|augusti|sept|okt|nov|dec)"
)


def sentences_of(text: str) -> list[str]:
    return [each for each in re.split(r"(?<=[.;!?]) (?=[A-ZÅÄÖ])", spaced(text)) if each]
