"""What the chapter on the public economy says, by rule from net values, intervals and thresholds.

The share that would have come anyway stands beside every result: it is assumed, and most of the answer.
"""

from __future__ import annotations

from decimal import Decimal

from finsam.chapters.markdown import Markdown, escape, plain
from finsam.chapters.public_economy import LAST, Evaluation, Study, Unevaluated
from finsam.measures.public_economy import DRAWS, Swing
from finsam.printed import literal
from finsam.swedish import (
    NBSP,
    capital,
    exact_decimals,
    first_small,
    listing,
    number,
    plural,
    with_unit,
    word,
)

#: The payers as headings, and within a sentence.
PAYERS = {
    "staten": "Staten",
    "regionen": "Regionen",
    "kommunen": "Kommunerna",
    "personen": "Deltagarna",
}
#: What is assumed, as the tables call it, and within a sentence.
NAMES = {
    "anyway": "Andel som hade kommit ändå",
    "left": "Kvar av effekten till nästa år",
    "rate": "Kalkylränta",
}
_IN_SENTENCE = {
    "anyway": "andelen som hade kommit ändå",
    "left": "hur mycket av effekten som är kvar till nästa år",
    "rate": "kalkylräntan",
}


def tkr(kr: Decimal | float, unit: bool = True) -> str:
    """`1 230 tkr` of an amount in kr."""
    thousands = Decimal(f"{kr:.6f}") / 1000
    return with_unit(thousands, "tkr") if unit else number(thousands)


def percent(share: Decimal) -> str:
    """`87 %` of a computed share of one, rounded."""
    return with_unit(100 * share, "procent")


def exact(stated: Decimal) -> str:
    """`3,5 %` of a stated percent, with as many decimals as it has."""
    return with_unit(stated, "procent", decimals(stated))


def decimals(value: Decimal) -> int:
    """As many as the number has, without zeros at the end."""
    return exact_decimals(value.normalize())


def between(case: Evaluation, years: int, unit: bool = True) -> str:
    """`−120 till 2 300 tkr`: a dash between numbers that may have a minus would be read wrongly."""
    low, high = case.intervals[years]
    return f"{tkr(low, unit=False)}{NBSP}till{NBSP}{tkr(high, unit)}"


def name_of(swing: str) -> str:
    """What a swing of the tornado is called."""
    return NAMES.get(swing) or literal(f"Pris på {first_small(swing)}")


def opening(study: Study) -> Markdown | None:
    """What is compared, and what that doesn't tell."""
    if not study.shown:
        return None
    return Markdown(
        "Kapitlet jämför vad deltagarna hade i stöd, arbete och vård under året före insatsen med vad de hade under året "
        "efter den. Skillnaden får ett pris för varje part, och vad insatsen har kostat dras av. Det visar vad som har "
        "förändrats, men inte vad som beror på insatsen: ingen vet hur det hade gått utan den. Hur stor del av förändringen "
        "som hade kommit ändå är därför ett antagande, som står först och intill varje resultat. Formler och antaganden "
        "står i @sec-samhallsekonomi-metod."
    )


def anyway(study: Study) -> Markdown | None:
    """What is assumed to have come anyway, or that nothing is; first in the chapter."""
    if not study.shown:
        return None
    stated = study.stated.get("anyway")
    if stated is None:
        return Markdown(
            "Hur stor del av förändringen som hade kommit även utan insatsen är inte angivet. Utan ett sådant antagande går "
            "det inte att säga vad insatsen har varit värd, och därför redovisas inget nettovärde."
        )
    return Markdown(
        f"**Kalkylen antar att {exact(stated.varde)} av förändringen hade kommit även utan insatsen.** Andelen är "
        f"inte uppmätt. Lägst tänkbara andel är satt till {exact(stated.lagst)} och högst tänkbara till "
        f"{exact(stated.hogst)}. Motiv: {escape(stated.motiv)}"
    )


def before_and_after(study: Study) -> Markdown | None:
    """Whom the tables of before and after are about, and when."""
    if not study.shown:
        return None
    told = listing(
        [
            f"{plural(int(case.group.foljda.number), 'deltagare', 'deltagare')} i {literal(case.insats)}"
            for case in study.shown
        ]
    )
    return Markdown(
        plain(
            f"Uppgifterna gäller {told} som har följts, alla tillsammans. Året före är de tolv månaderna före starten och året "
            "efter de tolv månaderna efter avslutet."
        )
    )


def conclusions(study: Study) -> list[Markdown]:
    """A paragraph for each insats."""
    return [Markdown(f"**{escape(case.insats)}.** {plain(_conclusion(case))}") for case in study.evaluated]


def _conclusion(case: Evaluation) -> str:
    worth, net = case.worth, case.worth.net(LAST)
    assumed = f"Med antagandet att {exact(100 * worth.assumed.anyway)} av förändringen hade kommit ändå"
    years = f"{word(LAST)} år"
    interval = f"95-procentigt intervall {between(case, LAST)}"
    if case.verdict == "forlust":
        return (
            f"Förändringen efter insatsen har sammantaget varit till nackdel för parterna, {tkr(worth.gain())} under det första "
            f"året. Insatsen har dessutom kostat {tkr(worth.paid())} för de följda deltagarna. {assumed} är nettot efter {years} "
            f"{tkr(net)} ({interval}). {_without(case)} Det säger inte att insatsen har orsakat förändringen, som kan ha blivit "
            "större eller mindre utan den."
        )
    if case.verdict == "oviss":
        first = (
            "Kalkylen kan inte avgöra om insatsen har gett mer eller mindre än den har kostat. "
            f"{assumed} är nettot efter {years} {tkr(net)}, men intervallet rymmer både plus och minus ({interval})."
        )
    else:
        first = f"{assumed} ger kalkylen ett {case.verdict} på {tkr(abs(net))} efter {years} ({interval})."
    return f"{first} {_paid_back(case)} {_without(case)}"


def _without(case: Evaluation) -> str:
    """The result if nothing had come anyway, and where it is nothing."""
    none = case.worth.assuming(anyway=Decimal(0)).net(LAST)
    text = f"Om ingenting hade kommit ändå är nettot {tkr(none)}"
    if case.threshold is None:
        return f"{text}, och det är minus vilken andel som än antas."
    return f"{text}, och det är noll om {percent(case.threshold)} hade kommit ändå."


def _paid_back(case: Evaluation) -> str:
    years = case.worth.years_to_break_even()
    if years is None:
        return f"Kostnaden är då inte betald inom {word(LAST)} år."
    return f"Kostnaden är då betald efter {number(years, 1)}{NBSP}år."


def unknown(study: Study) -> Markdown | None:
    """What no figure of the chapter tells."""
    if not study.evaluated:
        return None
    return Markdown(
        "Det finns ingen jämförelsegrupp, så kalkylen kan inte skilja insatsens verkan från vad tid, konjunktur och annat stöd "
        "har gjort. De som inte har följts kan ha haft det på annat sätt. Hälsa, livskvalitet och annat utan pris räknas inte. "
        f"Vad som händer efter det första året är antaget, och efter {word(LAST)} år sägs ingenting. Intervallen visar hur osäkra "
        "antagandena är, inte slumpen i vilka som deltog och följdes."
    )


def who_gains(study: Study) -> list[Markdown]:
    """For each insats, who is better off after the last year and who isn't."""
    if not study.evaluated:
        return []
    assumed = exact(study.stated["anyway"].varde)
    first = (
        f"Beloppen är netto efter {word(LAST)} år: både partens del av kostnaden och de {assumed} som antas ha kommit ändå är "
        "avdragna."
    )
    return [
        Markdown(first),
        *(Markdown(f"**{escape(case.insats)}.** {plain(_who_gains(case))}") for case in study.evaluated),
    ]


def _who_gains(case: Evaluation) -> str:
    nets = sorted(
        ((payer, case.worth.net(LAST, payer)) for payer in PAYERS), key=lambda each: (-abs(each[1]), each[0])
    )
    told = []
    for result, found in (
        ("ett plus", [each for each in nets if each[1] > 0]),
        ("ett minus", [each for each in nets if each[1] < 0]),
    ):
        if found:
            of = listing([f"{PAYERS[payer].lower()} ({tkr(kr)})" for payer, kr in found])
            told.append(f"{of} har {result}")
    return f"{capital(', medan '.join(told))}." if told else "Ingen part har vare sig plus eller minus."


def sensitivity(study: Study) -> list[Markdown]:
    """What matters most, and how the intervals are made."""
    if not study.evaluated:
        return []
    told = [
        Markdown(f"**{escape(case.insats)}.** {plain(_matters_most(swing))}")
        for case in study.evaluated
        for swing in case.swings[:1]
    ]
    first = (
        f"Intervallen kommer av {number(DRAWS)} beräkningar där alla antaganden och priser som har ett spann dras slumpvis inom "
        "sina gränser, med det antagna värdet som troligast. Bilderna därefter ändrar ett antagande i taget."
    )
    return [Markdown(first), *told]


def _matters_most(swing: Swing) -> str:
    name = _IN_SENTENCE.get(swing.name) or literal(f"priset på {first_small(swing.name)}")
    return (
        f"Störst betydelse har {name}. Vid det lägsta värdet är nettot efter {word(LAST)} år {tkr(swing.at_low)} och vid det "
        f"högsta {tkr(swing.at_high)}."
    )


def missing(study: Study) -> Markdown | None:
    """What isn't evaluated, and why."""
    if not study.cases:
        return Markdown(
            f"Underlaget för {study.book.ar} innehåller inga uppgifter om deltagarnas stöd och arbete före och efter."
        )
    told = [_why(study, case) for case in study.unevaluated]
    return Markdown(" ".join(told)) if told else None


def _why(study: Study, case: Unevaluated) -> str:
    name = escape(case.insats)
    if case.why == "few":
        return f"Så få deltagare i {name} har följts att inga uppgifter visas."
    of = escape(listing([first_small(each.stod) for each in case.group.amounts if not each.change]))
    because = {
        "differ": "raderna inte visar ett och samma antal följda deltagare",
        "out": "rader med fel har lämnats bort ur underlaget",
        "hidden": f"uppgifterna om {of} gäller få personer och inte visas",
        "missing": f"uppgifter om {of} saknas",
        "cost": "räkenskaperna inte visar vad insatsen har kostat",
        "ended": f"det inte är känt hur många som avslutade insatsen {study.book.ar}, och kostnaden därför inte kan fördelas",
        "assumed": f"förbundet inte har angett {_unstated(study)}",
    }[case.why]
    return f"Något nettovärde för {name} redovisas inte, eftersom {because}."


def _unstated(study: Study) -> str:
    names = {
        "anyway": "hur mycket som hade kommit ändå",
        "left": "hur mycket av effekten som är kvar från ett år till nästa",
        "rate": "någon kalkylränta",
    }
    return listing([text for name, text in names.items() if name not in study.stated])
