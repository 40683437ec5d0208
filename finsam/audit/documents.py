"""The other books that tell the same facts: of the years beside this one, and those that the params name."""

from __future__ import annotations

from finsam.delivery.read import Delivery
from finsam.faults import Faults
from finsam.ingest import processed
from finsam.params import Params, books, load_params


def others(params: Params) -> list[tuple[Params, Delivery]]:
    """The books of the same förbund of the year before and after, and those named by `jamfor`, each once, by year.

    A book of the years beside it that has faults of its own is left out: its own check tells them. Raises Faults for
    a book that `jamfor` names.
    """
    known = books()
    beside = [(params.forbund_id, params.ar + step) for step in (-1, 1)]
    found = []
    for forbund, ar in dict.fromkeys([*params.compared, *filter(known.__contains__, beside)]):
        try:
            found.append((load_params(forbund, ar), processed(forbund, ar)))
        except Faults:
            if (forbund, ar) in params.compared:
                raise
    return sorted(found, key=lambda each: each[0].ar)
