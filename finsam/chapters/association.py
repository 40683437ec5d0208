"""The chapter on the förbund: what it is, who its members are and what they pay."""

from __future__ import annotations

from decimal import Decimal

from finsam.chapters import drawings, figures
from finsam.chapters.book import Book
from finsam.chapters.facts import facts, groups
from finsam.chapters.figures import Figure
from finsam.chapters.kansli import prose
from finsam.chapters.markdown import Line, Markdown, Table, escape
from finsam.measures.contributions import Contribution, by_rule, contributions
from finsam.swedish import capital, listing, number, with_unit

KINDS = {"stat": "Staten", "region": "Regionen", "kommun": "Kommunerna"}


def about(book: Book) -> list[object]:
    """The förbund in its own words, paragraph by paragraph."""
    return prose(book, "om")


def found(book: Book) -> list[Contribution]:
    """What each member paid, in kr, this year and in the others that were delivered."""
    return contributions(book.table("medlemsbidrag"), book.params.forbund.medlemmar)


def contribution_table(book: Book) -> Table | None:
    """What each member paid, its share of the whole and a kommun's share of what the kommuner paid."""
    members = found(book)
    if not members:
        return None
    years = list(dict.fromkeys(year for member in members for year in member.paid))
    year = str(book.ar)
    lines = []
    for member in members:
        share = member.share_of_all.get(year)
        local = member.share_of_kommuner.get(year)
        lines.append(
            Line(
                escape(member.name),
                [
                    *(book.text(member.paid[y]) if member.paid[y] else "" for y in years),
                    with_unit(share, "procent", 2) if share is not None else "",
                    with_unit(local, "procent", 2) if local is not None else "",
                ],
            )
        )
    lines.append(Line("Summa", [*(_total(members, y) for y in years), "", ""], "summa"))
    caption = f"Medlemmarnas bidrag, kr, och deras andel {book.span(book.ar)}"
    note = "Andelarna är beräknade av de betalda beloppen. Summan är beräknad."
    return Table(
        "tbl-medlemsbidrag",
        caption,
        ["Medlem", *(capital(book.span(int(y))) for y in years), "Andel av allt", "Andel av kommunernas del"],
        lines,
        note=note,
    )


def _total(members: list[Contribution], year: str) -> str:
    """What all of them paid, with the decimals that the amounts have."""
    paid = [member.paid[year] for member in members if member.paid[year]]
    return number(sum(cell.number for cell in paid), max((cell.decimaler for cell in paid), default=0))


def contribution_figure(book: Book) -> Figure | None:
    """What each member paid in the year, in tkr, the most first; None for fewer than two."""
    paid = [(member.name, member.paid[str(book.ar)]) for member in found(book)]
    in_tkr = [(name, cell.number / 1000) for name, cell in paid if cell]
    if len(in_tkr) < 2:
        return None
    in_tkr.sort(key=lambda each: -each[1])
    labels, amounts = [name for name, _ in in_tkr], [amount for _, amount in in_tkr]
    texts = [number(amount) for amount in amounts]
    drawing, axes = figures.canvas(height=figures.height_for(len(labels), 0.34, 0.8))
    drawings.bars(axes, labels, [float(amount) for amount in amounts], texts, "Tkr")
    alt = (
        "Bidrag i tusen kronor: "
        + listing([f"{name} {text}" for name, text in zip(labels, texts, strict=True)])
        + "."
    )
    return Figure(
        "fig-medlemsbidrag",
        f"Medlemmarnas bidrag {book.span(book.ar)}, tkr",
        alt,
        drawing,
        ("tbl-medlemsbidrag",),
    )


def rule_sentence(book: Book) -> Markdown | None:
    """How what was paid divides on state, region and kommuner, beside the rule of a half and two quarters."""
    members = [(member.kind, member.paid[str(book.ar)]) for member in found(book)]
    paid = {
        kind: sum((cell.number for of, cell in members if of == kind and cell), Decimal(0)) for kind in KINDS
    }
    total = sum(paid.values(), Decimal(0))
    if not total or {kind for kind, _ in members} != set(KINDS):
        return None
    shares: list[str] = []
    for kind, name in KINDS.items():
        payer = name.lower() if shares else f"{name} betalade"
        shares.append(f"{payer} {with_unit(100 * paid[kind] / total, 'procent', 1)}")
    return Markdown(
        f"Medlemmarna betalade tillsammans {with_unit(total, 'kr')} för {book.span(book.ar)}. {listing(shares)}. "
        "Enligt regeln betalar staten hälften, regionen en fjärdedel och kommunerna tillsammans en fjärdedel."
    )


def rule_table(book: Book) -> Table | None:
    """What each member paid beside its part by the rule."""
    shares = by_rule(found(book), str(book.ar), book.params.year.invanare)
    if not shares:
        return None
    lines = [
        Line(
            escape(share.name) if share.name else "Kommunerna tillsammans",
            [number(share.paid), number(share.rule), number(share.difference)],
        )
        for share in shares
    ]
    by_residents = (
        ""
        if any(not share.name for share in shares)
        else ", kommunernas fjärdedel efter invånare i arbetsför ålder"
    )
    note = (
        f"Delen enligt regeln är beräknad av det som medlemmarna betalade tillsammans{by_residents}. "
        "Skillnaden är det betalade minus delen enligt regeln, före avrundning."
    )
    if not by_residents:
        note += " Uppgift om kommunernas invånare saknas, därför visas kommunerna tillsammans."
    heads = ["Medlem", "Betalat", "Enligt regeln", "Skillnad"]
    return Table(
        "tbl-medlemsregel",
        f"Medlemmarnas bidrag {book.span(book.ar)} mot regeln, kr",
        heads,
        lines,
        note=note,
    )


def other_facts(book: Book) -> list[object]:
    """What else was delivered of the förbund, a table for each group."""
    return [
        facts(
            book,
            "forbundet",
            name,
            f"Uppgifter om {escape(name[:1].lower() + name[1:])}" if name else "Uppgifter om organisationen",
        )
        for name in groups(book, "forbundet")
    ]
