"""What lasts of a förbund: params/<forbund>/forbund.yml."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from finsam.accessibility import Statement
from finsam.params.goals import Base
from finsam.params.members import Medlem, Title, Titles, name_of
from finsam.params.protection import Protected, Protection
from finsam.params.signers import Underskrifter
from finsam.yaml_file import Strict, Text


class Insats(Strict):
    """An insats as the book names it, a short name for pictures, and the other names that deliveries use for it.

    plattform: the samverkansplattform that it belongs to. kommun: the only kommun whose residents it is for.
    bas: what its share to work or studies is of, where that isn't what the goal of the year says.
    """

    namn: Text
    kort: Text | None = None
    alias: tuple[Text, ...] = ()
    beskrivning: Text | None = None
    plattform: Text | None = None
    kommun: Text | None = None
    bas: Base | None = None


class Forbund(Strict):
    """What lasts: params/<forbund>/forbund.yml. pahittat: the förbund is invented; every page of its books says so."""

    namn: Title
    kort: Text
    orgnr: Annotated[str, StringConstraints(pattern=r"^\d{6}-\d{4}$")] | None = None
    lan: Annotated[str, StringConstraints(pattern=r"^\d{2}$")] | None = None
    tidigare_namn: Titles = ()
    om: tuple[Text, ...] = ()
    medlemmar: tuple[Medlem, ...] = ()
    insatser: tuple[Insats, ...] = ()
    skydd: dict[Protected, Protection] = Field(default_factory=dict)
    underskrifter: Underskrifter = Field(default_factory=Underskrifter)
    tillganglighet: Statement = Field(default_factory=Statement)
    pahittat: bool = False

    def as_of(self, ar: int) -> Forbund:
        """The förbund under the names that it and its members had in a year."""
        former = name_of(self.tidigare_namn, ar)
        members = tuple(member.as_of(ar) for member in self.medlemmar)
        renamed = {now.namn: then.namn for now, then in zip(self.medlemmar, members, strict=True)}
        insatser = tuple(
            insats.model_copy(update={"kommun": renamed.get(insats.kommun or "", insats.kommun)})
            for insats in self.insatser
        )
        names = {"namn": former.namn, "kort": former.kort} if former else {}
        return self.model_copy(update={**names, "medlemmar": members, "insatser": insatser})
