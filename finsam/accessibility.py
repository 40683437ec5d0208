"""What a publisher says of how accessible its reports are: `tillganglighet` in its params.

The keys follow what a statement has to say by 13 § of lagen (2018:1937) om tillgänglighet till digital offentlig service and
the agency's regulations (MDFFS 2019:2). Whatever isn't said here is told as missing on the page, and never claimed.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Literal, Protocol

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from finsam.faults import Fault, Place
from finsam.paths import publisher_file, relative
from finsam.yaml_file import Strict, Text, load_yaml

#: An address of mail, a telephone number and a web page, as links hold them.
Mail = Annotated[str, StringConstraints(pattern=r"^[\w.+-]+@[\w-]+(\.[\w-]+)+$")]
Phone = Annotated[str, StringConstraints(pattern=r"^\+?[0-9][0-9 -]{4,18}[0-9]$")]
Address = Annotated[str, StringConstraints(pattern=r"^https://[\w.-]+(/[\w./%?=&#~+-]*)?$")]

#: Why something isn't accessible: the law is not complied with, adapting it would be an unreasonable burden (12 §), or the
#: law doesn't cover it (9 §).
Reason = Literal["bristande", "betungande", "undantaget"]


class Shortcoming(Strict):
    """What isn't accessible, why, what there is instead, and when it will be mended."""

    vad: Text
    skal: Reason = "bristande"
    varfor: Text
    istallet: Text | None = None
    klart: dt.date | None = None


class Statement(Strict):
    """What is known of how accessible the reports are. forenlig: with the law, as its assessment found; None before one.

    metod: how it was assessed, by the publisher or by someone else (granskare). bedomd: the day of that. uppdaterad: the
    day when the statement was last changed. svarstid: within how long who writes gets an answer, in words.
    """

    forenlig: Literal["helt", "delvis", "inte"] | None = None
    metod: Literal["sjalvskattning", "extern"] | None = None
    granskare: Text | None = None
    prov: tuple[Text, ...] = ()
    bedomd: dt.date | None = None
    uppdaterad: dt.date | None = None
    epost: Mail | None = None
    telefon: Phone | None = None
    formular: Address | None = None
    svarstid: Text | None = None
    brister: tuple[Shortcoming, ...] = Field(default=())

    @model_validator(mode="after")
    def _is_true_to_itself(self) -> Statement:
        if self.forenlig and not (self.bedomd and self.metod):
            raise _contradiction(
                "forenlig with bedomd and metod: nothing is said to comply that nobody has assessed"
            )
        if bool(self.bedomd) != bool(self.metod):
            raise _contradiction("bedomd and metod together: the day of an assessment and how it was made")
        if (self.granskare or self.prov) and not self.bedomd:
            raise _contradiction("granskare and prov with bedomd: the day when that was done")
        if self.metod == "extern" and not self.granskare:
            raise _contradiction("granskare, who assessed it, where metod is extern")
        lacking = [each for each in self.brister if each.skal == "bristande"]
        if self.forenlig == "helt" and lacking:
            raise _contradiction("forenlig: delvis or inte, since brister names what doesn't comply")
        if self.forenlig in ("delvis", "inte") and not lacking:
            raise _contradiction(
                "brister with skal: bristande, since the law asks for all that doesn't comply"
            )
        if self.bedomd and self.uppdaterad and self.uppdaterad < self.bedomd:
            raise _contradiction("uppdaterad on the day of bedomd or later")
        return self

    @property
    def status(self) -> str | None:
        """What the params say of compliance. An assessment that found something lacking is `delvis`, unless they say
        `inte`; that nothing is lacking is theirs to say."""
        if self.forenlig is None and self.bedomd and any(each.skal == "bristande" for each in self.brister):
            return "delvis"
        return self.forenlig

    @property
    def missing(self) -> list[str]:
        """Keys without which the statement doesn't say what the law asks for."""
        missing = [] if self.status else ["forenlig"]
        missing += [] if self.bedomd else ["bedomd"]
        missing += [] if self.uppdaterad else ["uppdaterad"]
        return missing + ([] if self.epost or self.telefon or self.formular else ["epost"])


def _contradiction(expected: str) -> PydanticCustomError:
    return PydanticCustomError("statement", "{expected}", {"expected": expected})


class Publisher(Strict):
    """Who publishes the portal and the reports on kommuner: params/utgivare.yml."""

    namn: Text
    tillganglighet: Statement = Field(default_factory=Statement)


def load_publisher() -> Publisher | None:
    """None where nobody is named. Raises Faults with file, line and key for all that is wrong."""
    file = publisher_file()
    if not file.is_file():
        return None
    return load_yaml(file, Publisher)


class Stating(Protocol):
    """Who can have a statement: a förbund, or the publisher."""

    tillganglighet: Statement

    @property
    def model_fields_set(self) -> set[str]: ...


def statement_notes(of: Stating, file: Path) -> list[Fault]:
    """What the statement of a förbund or publisher has to say and doesn't: a note, since the page tells it as missing.

    None where nothing is said of accessibility at all: the page tells that.
    """
    statement = of.tillganglighet
    if "tillganglighet" not in of.model_fields_set or not statement.missing:
        return []
    place = Place(relative(file), None, None, "tillganglighet")
    message = (
        "The accessibility statement doesn't say all that the law asks for: "
        + ", ".join(statement.missing)
        + "."
    )
    return [Fault("statement-incomplete", message, (place,), "these keys (docs/accessibility.md)", "note")]
