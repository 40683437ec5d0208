"""How many were asked: the kind of table that tells it, with the groups and insatser of one förbund."""

from __future__ import annotations

from dataclasses import replace

from finsam.params import Params
from finsam.surveys.questions import Surveys
from finsam.tables.kinds import KINDS, Kind
from finsam.tables.words import WHOLE


def asked_kind(surveys: Surveys, params: Params) -> Kind:
    """The kind `enkat_utskick` as the förbund's own files make it: its respondent groups beside the common ones, and
    the insatser and platforms that answers may name. A förbund that lists no insatser may name any."""
    groups = {
        id: tuple(filter(None, (id, group.namn, *group.alias))) for id, group in surveys.grupper.items()
    }
    words = {"respondentgrupp": groups, "insats": _insatser(params)}
    kind = KINDS["enkat_utskick"]
    return replace(kind, keys=tuple(replace(key, words=words.get(key.name, key.words)) for key in kind.keys))


def _insatser(params: Params) -> dict[str, tuple[str, ...]] | None:
    insatser = params.forbund.insatser
    if not insatser:
        return None
    platforms = {insats.plattform: (insats.plattform,) for insats in insatser if insats.plattform}
    names = {insats.namn: (insats.namn, *insats.alias) for insats in insatser}
    # An insats goes before a platform of the same name, as among answers.
    return (
        names
        | {WHOLE: (WHOLE, "Hela förbundet")}
        | {name: spellings for name, spellings in platforms.items() if name not in names}
    )
