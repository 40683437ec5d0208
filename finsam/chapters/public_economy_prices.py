"""What the evaluation assumes, and its prices with their sources, as tables."""

from __future__ import annotations

from finsam.chapters.markdown import Line, Table, escape
from finsam.chapters.public_economy import STATED, Study
from finsam.chapters.public_economy_text import NAMES, PAYERS, decimals, exact
from finsam.public_economy.definitions import Price
from finsam.swedish import SIGNS, number

#: What a price is of one of.
_PER = {"kr": "krona", "antal": "gång", "manader": "månad", "dagar": "dag", "timmar": "timme"}


def assumptions(study: Study) -> Table | None:
    """What is assumed, with the span that is tried and why."""
    if not study.shown or not study.stated:
        return None
    lines = [
        Line(
            NAMES[name],
            [*(exact(number_of) for number_of in (each.varde, each.lagst, each.hogst)), escape(each.motiv)],
        )
        for name, each in ((name, study.stated[name]) for name in STATED if name in study.stated)
    ]
    return Table(
        "tbl-samhallsekonomi-antaganden",
        "Antaganden i kalkylen",
        ["Antagande", "Värde", "Lägst", "Högst", "Motiv"],
        lines,
        text_columns=[4],
        widths=[26, 8, 8, 8, 50],
    )


def prices(study: Study) -> Table | None:
    """What each payer gains or pays for one unit more of a support, in the kronor of the book's year."""
    if not study.priced:
        return None
    lines = [
        Line(
            f"{escape(stod)}, per {_PER[unit]}",
            [str(price.ar or SIGNS["ej_tillampligt"]), *_by_payer(study, price), _span(price)],
        )
        for (stod, unit), price in study.priced.items()
    ]
    index = study.definitions.prisindex
    recounted = any(price.ar not in (None, study.book.ar) for price in study.priced.values())
    note = "Plus: parten vinner på att deltagarna har mer av slaget. Minus: parten betalar. Punkt: priset gäller en krona och har inget prisår."
    if recounted:
        note += f" Priser från andra år är omräknade till {study.book.ar} med {escape(index.namn)} ({escape(index.kalla)})."
    return Table(
        "tbl-samhallsekonomi-priser",
        f"Priser i {study.book.ar} års kronor",
        ["Slag", "Prisår", *PAYERS.values(), "Spann"],
        lines,
        text_columns=[1],
        note=note,
    )


def _by_payer(study: Study, price: Price) -> list[str]:
    exact = study.definitions.in_year(price, study.book.ar)
    recounted = price.ar not in (None, study.book.ar)
    return [number(kr, 0 if recounted else decimals(kr)) for kr in exact.values()]


def _span(price: Price) -> str:
    return f"±{exact(price.spann)}" if price.spann else SIGNS["ej_tillampligt"]


def sources(study: Study) -> Table | None:
    """Where each price is from."""
    if not study.priced:
        return None
    lines = [
        Line(f"{escape(stod)}, per {_PER[unit]}", [escape(price.kalla)])
        for (stod, unit), price in study.priced.items()
    ]
    return Table(
        "tbl-samhallsekonomi-priskallor",
        "Källor till priserna",
        ["Slag", "Källa"],
        lines,
        text_columns=[1],
        widths=[30, 70],
    )
