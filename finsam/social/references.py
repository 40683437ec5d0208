"""What the column `mates_av` of a target refers to, and whether there is such a thing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from finsam.faults import Fault, Place, nearest
from finsam.params import Params
from finsam.social.rules import place_of, rule_of, unit_differs, unit_fits, unit_of
from finsam.surveys.questions import Group
from finsam.tables.cells import Row
from finsam.tables.registers import areas, find_area
from finsam.tables.statistics import measures
from finsam.tables.words import PARTICIPANT_MEASURES

FORMS = (
    "enkat:<fraga>, deltagare:<matt>, deltagare:<matt>:<insats>, uppfoljning:1, uppfoljning:2 or "
    "statistik:<matt>:<omrade>"
)

#: The measures that are parts of those who ended, and what makes the sums of them where nobody delivers those.
ENDINGS: dict[str, tuple[str, ...]] = {
    "arbete": ("arbete",),
    "studier": ("studier",),
    "annat_positivt_avslut": ("annat_positivt_avslut",),
    "avbrott": ("avbrott",),
    "arbete_eller_studier": ("arbete", "studier"),
    "positivt_avslut": ("arbete", "studier", "annat_positivt_avslut"),
}

#: The respondent groups in a target's own words: `styrelsen, förbundschef och personal`.
_BETWEEN = (" och ", ";", "/")


@dataclass(frozen=True)
class Known:
    """What references can be to: question ids, insatser by the book's names, respondent groups with their names.

    questions: the units of what each can give: `procent` and `antal` of favourable answers, `poang` of the mean.
    """

    questions: Mapping[str, Collection[str]]
    insatser: Collection[str]
    grupper: Mapping[str, Group]

    def group(self, text: str) -> str | None:
        """The id of a respondent group under any of its names."""
        small = " ".join(text.casefold().split())
        for id, group in self.grupper.items():
            if small in (name.casefold() for name in (id, group.namn, *group.alias) if name):
                return id
        return None

    def label(self, group: str) -> str:
        return self.grupper[group].namn or group


@dataclass(frozen=True)
class Reference:
    """A reference that was found. source: `enkat`, `deltagare`, `uppfoljning` or `statistik`.

    name: question id, measure, years after the end. of: insats (empty is the whole förbund) or area.
    """

    source: str
    name: str
    of: str = ""


def base_of(target: Row, reference: Reference) -> str:
    """The measure that a share of participants is of; empty where the result is a number of persons.

    All participants where the target's `typ` is andel_deltagare, those who ended for every way of ending.
    """
    if unit_of(target) == "antal":
        return ""
    if target.key["typ"] == "andel_deltagare":
        return "antal_totalt"
    return "avslutade" if reference.name in ENDINGS else ""


def own_groups(target: Row, known: Known) -> list[str | None]:
    """The ids of the respondent groups that a target names; None for one that no survey has."""
    text = target.key["respondentgrupp"]
    for sign in _BETWEEN:
        text = text.replace(sign, ",")
    return [known.group(part) for part in text.split(",") if part.strip()]


def read_reference(target: Row, known: Known, params: Params) -> tuple[Reference | None, list[Fault]]:
    """The reference of a target, or the faults in it: nothing has that name, or its rule can't be held by it."""
    source, _, rest = target.key["mates_av"].partition(":")
    name, _, of = (part.strip() for part in rest.partition(":"))
    match source.strip().casefold():
        case "enkat" if name and not of:
            faults = _unknown(target, name, known.questions, "No question has this id.")
            return _checked(target, Reference("enkat", name), faults or _survey_faults(target, name, known))
        case "deltagare" if name:
            insats = params.insats_name(of)
            faults = _unknown(target, name, PARTICIPANT_MEASURES, "There is no such measure of participants.")
            if of:
                faults += _unknown(target, insats, known.insatser, "There is no such insats.")
            return _checked(target, Reference("deltagare", name, insats), faults)
        case "uppfoljning" if name in ("1", "2") and not of:
            return _checked(target, Reference("uppfoljning", name), [])
        case "statistik" if name and of:
            faults = _unknown(target, name, measures(), "No register has this measure.")
            if find_area(of) is None:
                names = [area.kort for area in areas()]
                faults += _unknown(target, of, names, "No register has this area.")
            return _checked(target, Reference("statistik", name, of), faults)
    message = "The cell doesn't say what makes the result."
    return None, [Fault("reference-unknown", message, (_place(target),), FORMS)]


def _checked(target: Row, reference: Reference, faults: list[Fault]) -> tuple[Reference | None, list[Fault]]:
    faults = faults or _rule_faults(target, reference)
    return (None if faults else reference), faults


def _unknown(target: Row, name: str, known: Collection[str], message: str) -> list[Fault]:
    if name in known:
        return []
    names = sorted(known)
    expected = "one of " + ", ".join(names) if len(names) < 60 else f"one of {len(names)} names"
    if not names:
        expected = "no reference, since nothing of the kind is known"
    return [Fault("reference-unknown", message + nearest(name, names), (_place(target),), expected)]


def _survey_faults(target: Row, question: str, known: Known) -> list[Fault]:
    """A question that can't give what the target needs, or a group that no survey has: others' answers would be
    taken for its own.
    """
    unit, units = unit_of(target).replace("procentenheter", "procent") or "procent", known.questions[question]
    if unit not in units:
        message = (
            f"The answers give no result in {unit}: no answer is favourable, or the steps are no numbers."
        )
        expected = (
            ", ".join(units) or "a question with shares or a mean"
        ) + ", or `gynnsamma` in enkater.yml"
        return [_wrong(target, message, expected)]
    message = "Surveys have no such respondent group, so nobody's answers can be the result."
    expected = (
        ", ".join(known.grupper) + "; several with commas between, or an empty cell for all who answered"
    )
    place = place_of(target, "respondentgrupp", target.key["respondentgrupp"])
    return [Fault("word-unknown", message, (place,), expected)] if None in own_groups(target, known) else []


def _rule_faults(target: Row, reference: Reference) -> list[Fault]:
    """A rule that needs another number than the reference gives."""
    rule, unit = rule_of(target), unit_of(target)
    if reference.source == "statistik":
        if rule in ("andel_minst", "exempel_minst"):
            return [
                _wrong(
                    target,
                    "Public statistics give a level, no n of N.",
                    "niva_minst, niva_hogst, minskar or okar",
                )
            ]
        if unit_fits(rule, unit, measures()[reference.name].enhet):
            return []
        return [unit_differs(target, _place(target))]
    if rule == "exempel_minst":
        return [
            _wrong(
                target, "Examples are not counted in answers or participants.", "another rule, or no mates_av"
            )
        ]
    if reference.source != "enkat" and unit not in ("", "procent", "procentenheter", "antal"):
        return [
            _wrong(
                target, f"The result is a share or a count, not {unit}.", "procent, procentenheter or antal"
            )
        ]
    if reference.source == "deltagare" and unit != "antal" and rule and not base_of(target, reference):
        message = "The measure is no part of those who ended, so it has no share."
        return [
            _wrong(target, message, "antal_minst, the typ andel_deltagare, or one of " + ", ".join(ENDINGS))
        ]
    return []


def _wrong(target: Row, message: str, expected: str) -> Fault:
    return Fault("reference-wrong", message, (_place(target),), expected)


def _place(target: Row) -> Place:
    return place_of(target, "mates_av", target.key["mates_av"])
