"""What a scenario changes, in words."""

from __future__ import annotations

from finsam.chapters.book import Book
from finsam.chapters.markdown import plain
from finsam.measures.plan import Plan
from finsam.measures.scenarios import cost, ended, names_of
from finsam.scenarios import Ended, NewKommun, PaidOtherwise, Scenario
from finsam.swedish import exact_decimals, listing, number, period, with_unit


def changes(book: Book, plan: Plan, scenario: Scenario) -> str:
    """Every change of a scenario, a sentence or two for each."""
    told = [_joined(each) for each in scenario.nya_kommuner]
    told += [_paid(each) for each in scenario.bidrag]
    told += [_ended(book, plan, each) for each in scenario.avslutas]
    return plain(" ".join(told))


def _from(year: int) -> str:
    return f"från och med {period(str(year))}"


def _paid(change: PaidOtherwise) -> str:
    verb = "minskar" if change.procent < 0 else "ökar"
    share = with_unit(abs(change.procent), "procent", exact_decimals(change.procent.normalize()))
    text = f"Bidraget från {change.medlem} {verb} med {share} {_from(change.fran)}. "
    if change.ovriga == "foljer":
        return (
            text
            + f"De övriga medlemmarnas bidrag {verb} med lika många procent, så att regelns proportioner består."
        )
    return text + "De övriga medlemmarnas bidrag påverkas inte."


def _joined(new: NewKommun) -> str:
    text = (
        f"{new.namn}, med {number(new.invanare)} invånare i arbetsför ålder, blir medlem {_from(new.fran)}. "
    )
    if new.summa == "oforandrad":
        return text + (
            "Bidragen är tillsammans lika stora som förut, och kommunerna delar sin del på nytt efter antalet invånare."
        )
    return text + (
        "Kommunen betalar lika mycket per invånare som de andra kommunerna, och staten och regionen ökar sina bidrag så "
        "att regelns proportioner består."
    )


def _ended(book: Book, plan: Plan, change: Ended) -> str:
    alone = Scenario(namn=change.insats, avslutas=(change,))
    gone = {
        when: ended(plan, alone, when, book.params.insats_name)
        for when in plan.years
        if int(when) >= change.fran
    }
    # By the name of the plan, also where it was named by its code.
    name = next((names_of(row)[-1] for rows in gone.values() for row in rows), change.insats)
    text = f"{name} upphör {_from(change.fran)}."
    saved = {when: sum(cost(row, when) for row in rows) for when, rows in gone.items()}
    told = [f"{with_unit(amount, 'tkr')} {period(when)}" for when, amount in saved.items() if amount]
    if not told:
        return f"{text} I planen finns inga kostnader för insatsen från det året, så inget belopp ändras."
    return f"{text} Kostnaderna blir {listing(told)} lägre."
