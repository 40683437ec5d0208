"""The tables of the chapter on the public economy."""

from __future__ import annotations

from decimal import Decimal

from finsam.chapters.facts import slug
from finsam.chapters.markdown import Line, Table, escape
from finsam.chapters.public_economy import LAST, Case, Evaluation, Study
from finsam.chapters.public_economy_text import (
    NAMES,
    PAYERS,
    between,
    decimals,
    exact,
    name_of,
    percent,
    tkr,
)
from finsam.measures.public_economy import HORIZONS
from finsam.swedish import NBSP, SIGNS, UNITS, cell_text, number, with_unit, word
from finsam.tables.cells import Cell


def after(years: int) -> str:
    """`efter fem år`."""
    return f"efter {word(years, 'ett')}{NBSP}år"


def anyway(study: Study) -> Table | None:
    """The net value at no share that would have come anyway and at the assumed one, and the share where it is nothing."""
    if not study.evaluated:
        return None
    lines = [
        Line(
            escape(case.insats),
            [
                tkr(case.worth.assuming(anyway=Decimal(0)).net(LAST), unit=False),
                tkr(case.worth.net(LAST), unit=False),
                SIGNS["ej_tillampligt"] if case.threshold is None else percent(case.threshold),
            ],
        )
        for case in study.evaluated
    ]
    assumed = exact(study.stated["anyway"].varde)
    return Table(
        "tbl-samhallsekonomi-anda",
        f"Netto {after(LAST)} vid olika stor andel som hade kommit ändå, tkr",
        ["Insats", f"Vid {percent(Decimal(0))}", f"Vid antagna {assumed}", "Andel där nettot är noll"],
        lines,
        note="Är andelen större än den sista kolumnen har insatsen kostat mer än den har gett. Punkt: nettot är minus vilken "
        "andel som än antas.",
    )


def before_and_after(study: Study) -> list[Table]:
    """For each insats that may be told of, what those who were followed had before and after."""
    return [_before_and_after(study, case) for case in study.shown]


def _before_and_after(study: Study, case: Case) -> Table:
    lines = [
        Line(
            escape(each.stod),
            [
                UNITS[each.fore.enhet][1] or "antal",
                study.book.text(each.fore),
                study.book.text(each.efter),
                _signed(each.change),
            ],
        )
        for each in case.group.amounts
    ]
    return Table(
        f"tbl-samhallsekonomi-fore-efter-{slug(case.insats)}",
        f"{escape(case.insats)}: stöd, arbete och vård före och efter, {cell_text(case.group.foljda)} deltagare tillsammans",
        ["Slag", "Enhet", "Året före", "Året efter", "Förändring"],
        lines,
        text_columns=[1],
    )


def _signed(change: Cell) -> str:
    text = cell_text(change)
    return f"+{text}" if change and change.number > 0 else text


def net_values(study: Study) -> Table | None:
    """Cost, gain and net value by insats, with the time until the cost is paid."""
    if not study.evaluated:
        return None
    lines = []
    for case in study.evaluated:
        worth, years = case.worth, case.worth.years_to_break_even()
        lines.append(
            Line(
                escape(case.insats),
                [
                    cell_text(case.group.foljda),
                    tkr(worth.paid(), unit=False),
                    tkr(worth.gain(), unit=False),
                    *(tkr(worth.net(each), unit=False) for each in HORIZONS),
                    number(years, 1) if years is not None else SIGNS["ej_tillampligt"],
                ],
            )
        )
    assumed = exact(study.stated["anyway"].varde)
    return Table(
        "tbl-samhallsekonomi-netto",
        f"Kostnad, nytta och netto när {assumed} antas ha kommit ändå, tkr",
        [
            "Insats",
            "Följda",
            "Kostnad",
            "Nytta första året, utan avdrag",
            *(f"Netto {after(each)}" for each in HORIZONS),
            "År till betald",
        ],
        lines,
        note=f"Kostnaden är insatsens kostnad {study.book.ar} per avslutad deltagare, gånger antalet följda. Nyttan är vad alla "
        "parter tillsammans vinner på förändringen. I nettot är kostnaden avdragen, liksom det som antas ha kommit ändå. Punkt: "
        f"kostnaden är inte betald inom {word(LAST)} år.",
    )


def payers(study: Study) -> Table | None:
    """Who gains and who pays, by insats."""
    if not study.evaluated:
        return None
    lines = []
    for case in study.evaluated:
        lines.append(Line(escape(case.insats), style="sektion"))
        for payer, name in PAYERS.items():
            lines.append(Line(name, _of_payer(case, payer)))
        lines.append(Line("Alla parter", _of_payer(case, None), "summa"))
    return Table(
        "tbl-samhallsekonomi-parter",
        "Nytta, kostnad och netto för varje part, tkr",
        ["Part", "Nytta första året, utan avdrag", "Kostnad", *(f"Netto {after(each)}" for each in HORIZONS)],
        lines,
        widths=[20, 18, 10, 12, 12, 12],
        note="Kostnaden är fördelad som bidragen enligt regeln: staten hälften, regionen en fjärdedel och kommunerna en "
        "fjärdedel. Vad en part bara betalar till en annan tar ut sig i summan. Varje belopp är avrundat för sig.",
    )


def _of_payer(case: Evaluation, payer: str | None) -> list[str]:
    worth = case.worth
    amounts = [worth.gain(payer), worth.paid(payer), *(worth.net(each, payer) for each in HORIZONS)]
    return [tkr(each, unit=False) for each in amounts]


def intervals(study: Study) -> Table | None:
    """The net value with its interval after each horizon."""
    if not study.evaluated:
        return None
    lines = [
        Line(
            escape(case.insats),
            [
                text
                for years in HORIZONS
                for text in (tkr(case.worth.net(years), unit=False), between(case, years, unit=False))
            ],
        )
        for case in study.evaluated
    ]
    return Table(
        "tbl-samhallsekonomi-intervall",
        "Netto med 95-procentigt intervall när alla antaganden varierar, tkr",
        ["Insats", *(head for each in HORIZONS for head in (f"Netto {after(each)}", "Intervall"))],
        lines,
        note="Intervallet rymmer osäkerheten i antaganden och priser, inte slumpen i vilka som deltog och följdes.",
    )


def swings(study: Study) -> Table | None:
    """The net value after the last year with one assumption at a time at its ends."""
    if not study.evaluated:
        return None
    lines = []
    for case in study.evaluated:
        lines.append(Line(escape(case.insats), style="sektion"))
        for each in case.swings:
            low, high = ends(case, each.name)
            cells = [low, tkr(each.at_low, unit=False), high, tkr(each.at_high, unit=False)]
            lines.append(Line(escape(name_of(each.name)), cells))
    return Table(
        "tbl-samhallsekonomi-kanslighet",
        f"Netto {after(LAST)} när ett antagande i taget ändras, tkr",
        ["Antagande", "Lägst", "Netto", "Högst", "Netto"],
        lines,
        note="Övriga antaganden är som i kalkylen. Ett pris ändras lika mycket för alla parter. Det som inte ändrar nettot för alla "
        "tillsammans visas inte, som priset på bidrag som en part betalar till en annan.",
    )


def ends(case: Evaluation, name: str) -> tuple[str, str]:
    """The lowest and the highest that an assumption is tried at; of a price how far it is off."""
    if name in NAMES:
        of = case.ranges.assumed[name]
        return exact(100 * of.low), exact(100 * of.high)
    part = 100 * case.ranges.prices[name]
    return with_unit(-part, "procent", decimals(part)), f"+{exact(part)}"
