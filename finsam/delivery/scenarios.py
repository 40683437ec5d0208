"""What the scenarios of the params name and the plan doesn't have: they would change nothing in silence."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import pandas as pd

from finsam.faults import Fault, Place, nearest
from finsam.measures.plan import Plan, plan_of, stem
from finsam.measures.scenarios import insats_rows, is_insats, names_of
from finsam.params import Params, params_files
from finsam.paths import relative
from finsam.scenarios import Scenario

#: The tables that scenarios change.
_KINDS = ("flerarsbudget", "projektbudget")


def scenario_faults(
    params: Params, tables: Mapping[str, pd.DataFrame], broken: Collection[str]
) -> list[Fault]:
    """The faults of every scenario; broken: the kinds in which something was wrong, whose names aren't all known."""
    if not params.year.scenarier or any(kind in broken for kind in _KINDS):
        return []
    plan = plan_of(tables, params)
    file = relative(params_files(params.forbund_id, params.ar)[1])
    if not plan.years:
        place = Place(file, None, None, "scenarier")
        message = "Scenarios need a budget of several years with a column for each planned year."
        return [Fault("file-missing", message, (place,), f"flerarsbudget.csv or .xlsx with {params.ar}")]
    return [
        fault
        for at, scenario in enumerate(params.year.scenarier)
        for fault in _Named(params, plan, file, f"scenarier.{at}").faults(scenario)
    ]


class _Named:
    """The names of one scenario. key: where it stands in the params."""

    def __init__(self, params: Params, plan: Plan, file: str, key: str):
        self.params, self.plan, self.file, self.key = params, plan, file, key

    def faults(self, scenario: Scenario) -> Iterator[Fault]:
        """What each change names that the plan doesn't have, in the order of the params."""
        for at, change in enumerate(scenario.bidrag):
            yield from self._member(f"bidrag.{at}", change.medlem)
            yield from self._year(f"bidrag.{at}", change.fran)
        for at, new in enumerate(scenario.nya_kommuner):
            earlier = [each.namn for each in scenario.nya_kommuner[:at]]
            yield from self._new_kommun(f"nya_kommuner.{at}", new.namn, earlier)
            yield from self._year(f"nya_kommuner.{at}", new.fran)
        if scenario.nya_kommuner:
            yield from self._residents()
        for at, ended in enumerate(scenario.avslutas):
            yield from self._insats(f"avslutas.{at}", ended.insats)
            yield from self._year(f"avslutas.{at}", ended.fran)

    def _place(self, key: str, value: object) -> tuple[Place, ...]:
        return (Place(self.file, None, None, f"{self.key}.{key}", str(value)),)

    def _member(self, key: str, name: str) -> Iterator[Fault]:
        known = [member.name for member in self.plan.contributions]
        if stem(name) not in map(stem, known):
            message = f"The budget has no income from a member {name!r}." + nearest(name, known)
            expected = (
                "one of " + ", ".join(known) if known else "a member of forbund.yml that has a row of income"
            )
            yield Fault("word-unknown", message, self._place(f"{key}.medlem", name), expected)

    def _year(self, key: str, year: int) -> Iterator[Fault]:
        if str(year) not in self.plan.years:
            message = f"The plan has no year {year}, so the change would do nothing or too much."
            expected = "one of " + ", ".join(self.plan.years)
            yield Fault("year-unplanned", message, self._place(f"{key}.fran", year), expected)

    def _new_kommun(self, key: str, name: str, earlier: Sequence[str]) -> Iterator[Fault]:
        paying = [member.name for member in self.plan.contributions]
        if stem(name) in map(stem, (*paying, *earlier)):
            message = f"{name!r} is a member of the plan already."
            yield Fault(
                "member-already", message, self._place(f"{key}.namn", name), "a kommun that is no member"
            )

    def _residents(self) -> Iterator[Fault]:
        known = self.plan.residents(self.params.year.invanare)
        kommuner = [member.name for member in self.plan.contributions if member.kind == "kommun"]
        missing = [name for name in kommuner if name not in known]
        if missing or not kommuner:
            message = (
                "A kommun that joins shares with the others by inhabitants, and theirs aren't all known."
            )
            expected = "in invanare, the inhabitants of working age of " + (
                ", ".join(missing) or "the kommuner"
            )
            yield Fault("residents-missing", message, self._place("nya_kommuner", ""), expected)

    def _insats(self, key: str, name: str) -> Iterator[Fault]:
        found = insats_rows(self.plan)
        if not any(is_insats(row, name, self.params.insats_name) for row in found):
            known = list(dict.fromkeys(each for row in found for each in names_of(row)))
            message = f"The plan has no insats {name!r}." + nearest(name, known)
            expected = "one of " + ", ".join(known)
            yield Fault("word-unknown", message, self._place(f"{key}.insats", name), expected)
