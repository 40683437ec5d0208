"""The agencies that statistics are fetched from: their addresses, and how often they may be called."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from finsam.faults import Fault, Place, nearest


@dataclass(frozen=True)
class Agency:
    """id: short name in options, variables and file names. name: as in `kallor` of matt.yml. base: address of its API.

    At most `calls` calls in `seconds` seconds.
    """

    id: str
    name: str
    base: str
    calls: int
    seconds: float

    @property
    def variable(self) -> str:
        """The environment variable that names another address."""
        return f"FINSAM_{self.id.upper()}_URL"


#: SCB allows 30 calls in 10 seconds; the other two publish no limit, and get a slow caller.
AGENCIES = {
    agency.id: agency
    for agency in (
        Agency(
            "forsakringskassan",
            "Försäkringskassan",
            "https://www.forsakringskassan.se/api/sprstatistikrapportera/public/v1",
            2,
            1.0,
        ),
        Agency("kolada", "Kolada", "https://api.kolada.se/v3", 5, 1.0),
        Agency("scb", "SCB", "https://statistikdatabasen.scb.se/api/v2", 30, 10.0),
    )
}


def agencies(named: Mapping[str, str]) -> tuple[dict[str, Agency], list[Fault]]:
    """The agencies with the addresses to call, and the faults of those addresses.

    named: addresses by agency id, which go before the environment's (`FINSAM_KOLADA_URL`).
    """
    found, faults = {}, []
    for name in named.keys() - AGENCIES.keys():
        message = f"{name!r} is no agency.{nearest(name, AGENCIES)}"
        faults.append(Fault("agency-unknown", message, (), "one of " + ", ".join(AGENCIES)))
    for name, agency in AGENCIES.items():
        base = (named.get(name) or os.environ.get(agency.variable) or agency.base).rstrip("/")
        if not _callable(base):
            place = Place(agency.variable if name not in named else "--base-url", value=base)
            faults.append(
                Fault(
                    "base-url-wrong",
                    f"The address of {agency.name} can't be called.",
                    (place,),
                    "https://...",
                )
            )
        found[name] = replace(agency, base=base)
    return found, faults


def _callable(base: str) -> bool:
    try:
        parts = urlsplit(base)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def agency_of(name: str) -> str | None:
    """The id of the agency that `kallor` of matt.yml calls so; None for one that isn't fetched from."""
    plain = name.casefold().translate(str.maketrans("åäö", "aao"))
    return next((one.id for one in AGENCIES.values() if plain in (one.id, one.name.casefold())), None)
