"""What is to be fetched: the measures of matt.yml for the kommuner of förbund, their län and the country."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from finsam.faults import Fault, Place, nearest, stop_if
from finsam.fetch import forsakringskassan, kolada, scb
from finsam.fetch.agencies import Agency, agency_of
from finsam.fetch.question import Question
from finsam.params.forbund import Forbund
from finsam.paths import relative, root
from finsam.tables.registers import INVENTED_LAN, areas, kommuner
from finsam.tables.statistics import AgencyName, measures
from finsam.yaml_file import read_yaml

SOURCES = {"forsakringskassan": forsakringskassan, "kolada": kolada, "scb": scb}
_COUNTRY = "00"


def plan(
    found: Mapping[str, Agency],
    forbund: Sequence[str] = (),
    kommun: Sequence[str] = (),
    matt: Sequence[str] = (),
    first: int | None = None,
    last: int | None = None,
) -> list[Question]:
    """A question for each file, in order of agency and dataset.

    forbund: ids under params/; with neither these nor kommun all that aren't invented. kommun: codes; a län's or the
    country's code stands for all its kommuner. matt: measures; none is all that an agency has. Raises Faults with
    everything that can't be asked for.
    """
    faults: list[Fault] = []
    wanted = _areas(forbund, kommun, faults)
    names = _names(matt, faults)
    stop_if(faults)
    questions = [
        Question(found[agency], dataset, tuple(of), wanted, first, last)
        for (agency, dataset), of in sorted(names.items())
    ]
    if not questions:
        place = Place("params/register/matt.yml", column="kallor")
        message = "No measure has an agency to fetch it from."
        raise_none = Fault("measure-without-agency", message, (place,), "the measure's code with an agency")
        stop_if([raise_none])
    return questions


def _areas(forbund: Sequence[str], kommun: Sequence[str], faults: list[Fault]) -> tuple[str, ...]:
    """Kommuner with their län and the country, in order of code, wider areas first."""
    wanted: set[str] = set()
    for name in forbund or ([] if kommun else _all_forbund()):
        wanted |= _members(name, faults, bool(forbund))
    known = {area.kod for area in areas()}
    for code in kommun:
        if code.startswith(INVENTED_LAN):
            faults.append(_invented(f"The kommun {code}"))
        elif code not in known:
            faults.append(
                Fault("area-unknown", f"There is no area {code!r}.", (), "a code of SCB, such as 2480")
            )
        elif len(code) == 4:
            wanted.add(code)
        else:
            wanted |= {area.kod for area in kommuner("" if code == _COUNTRY else code)}
    if not wanted and not faults:
        message = "No kommun to fetch figures for."
        faults.append(
            Fault("kommuner-missing", message, (Place("params"),), "members with `kod` in forbund.yml")
        )
    return tuple(
        sorted({_COUNTRY, *(code[:2] for code in wanted), *wanted}, key=lambda code: (len(code), code))
    )


def _all_forbund() -> list[str]:
    return sorted(file.parent.name for file in (root() / "params").glob("*/forbund.yml"))


def _members(name: str, faults: list[Fault], named: bool) -> set[str]:
    """The kommuner of a förbund. One that is invented is passed over where nobody named it."""
    file = root() / "params" / name / "forbund.yml"
    if not file.is_file():
        message = f"There is no förbund {name!r}.{nearest(name, _all_forbund())}"
        faults.append(Fault("forbund-unknown", message, (Place(relative(file)),), "a folder under params/"))
        return set()
    forbund, wrong = read_yaml(file, Forbund)
    faults += wrong
    if forbund is None:
        return set()
    if forbund.pahittat:
        if named:
            faults.append(_invented(f"The förbund {name}", relative(file)))
        return set()
    codes = {member.kod for member in forbund.medlemmar if member.slag == "kommun" and member.kod}
    without = [member.namn for member in forbund.medlemmar if member.slag == "kommun" and not member.kod]
    if named and (without or not codes):
        told = f": {', '.join(without)}" if without else ""
        message = f"The förbund has kommuner without a code{told}."
        faults.append(
            Fault("kommuner-missing", message, (Place(relative(file), column="medlemmar"),), "`kod`")
        )
    return codes


def _invented(what: str, file: str | None = None) -> Fault:
    message = f"{what} is invented: no agency has figures of it."
    return Fault("area-invented", message, (Place(file),) if file else (), "real kommuner")


def _names(matt: Sequence[str], faults: list[Fault]) -> dict[tuple[str, str], list[tuple[str, AgencyName]]]:
    """The entries of matt.yml by agency and dataset. A measure that was named must have one."""
    every = measures()
    for name in matt:
        if name not in every:
            message = f"There is no measure {name!r}.{nearest(name, every)}"
            faults.append(
                Fault("measure-unknown", message, (Place("params/register/matt.yml"),), "a measure's id")
            )
    found: dict[tuple[str, str], list[tuple[str, AgencyName]]] = {}
    for measure, of in every.items():
        if matt and measure not in matt:
            continue
        fetched = False
        for agency, names in of.kallor.items():
            source = agency_of(agency)
            for named in names if source else ():
                if source and (dataset := SOURCES[source].dataset(named)):
                    found.setdefault((source, dataset), []).append((measure, named))
                    fetched = True
        if measure in matt and not fetched:
            place = Place("params/register/matt.yml", column=measure)
            message = f"{measure} has no code with an agency that can be asked for it."
            faults.append(Fault("measure-without-agency", message, (place,), "an entry of `kallor`"))
    return found
