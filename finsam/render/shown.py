"""What the outputs of a published notebook tell of themselves: the numbers that they show, no exacter than it takes to
check them."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import ROUND_DOWN, Decimal

from nbformat import NotebookNode

from finsam.printed import TRACE
from finsam.verify.numbers import decimals_of, numbers
from finsam.verify.traced import plain

#: The text of a picture, whose letters are drawn as shapes.
_DRAWN = re.compile(r"<!-- (.*?) -->")


def keep_shown(cell: NotebookNode) -> None:
    """Leave out of the traces of a cell's outputs every number that no output of the same `show` has, in words or in a
    picture, and of every value what is beyond the decimal that its rounding goes by.

    A notebook is published. What was counted on the way to a sentence that says less must not stand in it, and with
    all its decimals a share tells of how many it is.
    """
    together = defaultdict(list)
    for output in cell.get("outputs", ()):
        if told := output.get("metadata", {}).get(TRACE):
            together[told.get("visning")].append((output, told))
    for outputs in together.values():
        shown = {number for output, _ in outputs for number in _shown(output)}
        for _, told in outputs:
            told["siffror"] = [
                [text, _cut(text, value), unit]
                for text, value, unit in told.get("siffror", ())
                if text in shown
            ]


def _shown(output: NotebookNode) -> list[str]:
    data, about = output.get("data", {}), output.get("metadata", {}).get("finsam", {})
    drawn = _DRAWN.findall(data.get("image/svg+xml", ""))
    text = plain("".join(data.get("text/markdown", "")))
    # What readers can take along of a figure.
    behind = [" | ".join(row) for row in about.get("siffror", {}).get("rader", ())]
    return numbers("\n".join([text, about.get("caption", ""), about.get("alt", ""), *drawn, *behind]))


def _cut(text: str, value: str) -> str:
    """The value to one decimal more than is printed, not rounded: halves still go the way they went."""
    decimals, exact = decimals_of(text) + 1, Decimal(value)
    if len(f"{exact:f}".partition(".")[2]) <= decimals:
        return value
    return f"{exact.quantize(Decimal(1).scaleb(-decimals), ROUND_DOWN):f}"
