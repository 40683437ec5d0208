"""What the evaluation assumes, and its prices with their sources, as tables."""

from __future__ import annotations

from finsam.chapters.markdown import Line, Table, escape
from finsam.chapters.public_economy import Study
from finsam.chapters.public_economy_text import NAMES, PAYERS, decimals, exact
from finsam.public_economy.definitions import Price, PriceInYear
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
            [exact(each.varde), exact(each.lagst), exact(each.hogst), escape(each.motiv)],
        )
        for name, each in study.stated.items()
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
            [str(found.price.ar or SIGNS["ej_tillampligt"]), *_by_payer(study, found), _span(found.price)],
        )
        for (stod, unit), found in study.priced.items()
    ]
    index = study.definitions.prisindex
    note = "Plus: parten vinner på att deltagarna har mer av slaget. Minus: parten betalar. Punkt: priset gäller en krona och har inget prisår."
    if index and not all(found.price.is_of(study.book.ar) for found in study.priced.values()):
        note += f" Priser från andra år är omräknade till {study.book.ar} med {escape(index.namn)} ({escape(index.kalla)})."
    return Table(
        "tbl-samhallsekonomi-priser",
        f"Priser i {study.book.ar} års kronor",
        ["Slag", "Prisår", *PAYERS.values(), "Spann"],
        lines,
        text_columns=[1],
        note=note,
    )


def _by_payer(study: Study, found: PriceInYear) -> list[str]:
    """As stated, or in whole kr where the index has turned those of another year into them."""
    as_stated = found.price.is_of(study.book.ar)
    return [number(kr, decimals(kr) if as_stated else 0) for kr in found.by_payer.values()]


def _span(price: Price) -> str:
    return f"±{exact(price.spann)}" if price.spann else SIGNS["ej_tillampligt"]


def sources(study: Study) -> Table | None:
    """Where each price is from."""
    if not study.priced:
        return None
    lines = [
        Line(f"{escape(stod)}, per {_PER[unit]}", [escape(found.price.kalla)])
        for (stod, unit), found in study.priced.items()
    ]
    return Table(
        "tbl-samhallsekonomi-priskallor",
        "Källor till priserna",
        ["Slag", "Källa"],
        lines,
        text_columns=[1],
        widths=[30, 70],
    )
