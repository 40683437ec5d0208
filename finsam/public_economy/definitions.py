"""params/samhallsekonomi.yml: kinds of support with their prices by payer, a price index, and the assumptions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal, NamedTuple, get_args

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from finsam.faults import Fault, Faults, Place, stop_if
from finsam.paths import relative, root
from finsam.tables.definitions import plain, shared_spellings
from finsam.yaml_file import Strict, Text, read_yaml

FILE = "samhallsekonomi.yml"

#: Who gains and who pays. `personen` is the participants.
PAYERS = ("staten", "regionen", "kommunen", "personen")

#: What a price can be of one of. Amounts of money (kr, tkr, mkr) have prices by krona.
PriceUnit = Literal["kr", "manader", "dagar", "timmar", "antal"]
PRICED: tuple[PriceUnit, ...] = get_args(PriceUnit)

Year = Annotated[int, Field(ge=1990, le=2099)]
#: A share in percent, and the most that a price may be off in percent: all of it.
Percent = Annotated[Decimal, Field(ge=0, le=100)]


class Price(Strict):
    """What each payer gains (+) or pays (-), in kr of the year `ar`, when there is one unit more of a support.

    A payer that isn't named neither gains nor pays. spann: percent that the price may be off, up and down.
    """

    enhet: PriceUnit
    staten: Decimal = Decimal(0)
    regionen: Decimal = Decimal(0)
    kommunen: Decimal = Decimal(0)
    personen: Decimal = Decimal(0)
    ar: Year | None = None
    kalla: Text
    spann: Percent = Decimal(0)

    @model_validator(mode="after")
    def _is_told(self) -> Price:
        if not any(self.by_payer.values()):
            raise PydanticCustomError("no_payer", f"what any of {', '.join(PAYERS)} gains or pays")
        if self.enhet != "kr" and self.ar is None:
            raise PydanticCustomError("no_year", "ar, the year whose prices it is in")
        return self

    @property
    def by_payer(self) -> dict[str, Decimal]:
        return {payer: getattr(self, payer) for payer in PAYERS}

    def is_of(self, ar: int) -> bool:
        """Whether it is in kr of the year as it stands: a price by krona without `ar` is in those of any year."""
        return self.ar in (None, ar)


class PriceInYear(NamedTuple):
    """A price, and what each payer gains (+) or pays (-) by it in kr of the year that it was asked for."""

    price: Price
    by_payer: Mapping[str, Decimal]


class Support(Strict):
    """A kind of support, work or care: other spellings, and its prices by unit and year."""

    alias: tuple[Text, ...] = ()
    priser: tuple[Price, ...] = ()


class Assumption(Strict):
    """A number in percent that nobody has measured, the least and the most that is thought possible, and why."""

    varde: Percent
    lagst: Percent
    hogst: Percent
    motiv: Text

    @model_validator(mode="after")
    def _is_between(self) -> Assumption:
        if not self.lagst <= self.varde <= self.hogst:
            raise PydanticCustomError("between", "lagst, varde and hogst in rising order")
        return self


class Assumptions(Strict):
    """What an evaluation can't do without. None has a default: what isn't stated isn't assumed.

    hade_kommit_anda: the part of the change that would have come without the insats. kvar_nasta_ar: what is left of the
    effect from one year to the next. kalkylranta: by which a later year counts less.
    """

    hade_kommit_anda: Assumption | None = None
    kvar_nasta_ar: Assumption | None = None
    kalkylranta: Assumption | None = None


class Index(Strict):
    """A price index by year; its base doesn't matter."""

    namn: Text
    kalla: Text
    varden: dict[Year, Annotated[Decimal, Field(gt=0)]]


class PublicEconomy(Strict):
    """The common file and the förbund's as one; the keys are explained in docs/public-economy.md."""

    stod: dict[Text, Support] = Field(default_factory=dict)
    antaganden: Assumptions = Field(default_factory=Assumptions)
    prisindex: Index | None = None

    @property
    def words(self) -> dict[str, str]:
        """The names of the kinds by every spelling, as `plain` text."""
        return {plain(text): name for name, each in self.stod.items() for text in (name, *each.alias)}

    def price(self, stod: str, enhet: str, ar: int) -> Price | None:
        """The price of the year, otherwise of the nearest one (the earlier of two), in its own year's kronor."""
        found = [each for each in self.stod[stod].priser if each.enhet == enhet]
        return min(found, key=lambda each: (abs((each.ar or ar) - ar), each.ar or ar), default=None)

    def in_year(self, price: Price, ar: int) -> Mapping[str, Decimal] | None:
        """What each payer gains in kr of a year: by the index where the price is of another one; None without."""
        if price.is_of(ar):
            return price.by_payer
        years = self.prisindex.varden if self.prisindex else {}
        if price.ar not in years or ar not in years:
            return None
        return {payer: kr * years[ar] / years[price.ar] for payer, kr in price.by_payer.items()}

    def price_in_year(self, stod: str, enhet: str, ar: int) -> PriceInYear:
        """The price that there must be once `check.table_faults` has passed the table. Raises LookupError without."""
        price = self.price(stod, enhet, ar)
        by_payer = self.in_year(price, ar) if price else None
        if price is None or by_payer is None:
            raise LookupError(f"There is no price of {stod} by {enhet} in kr of {ar}.")
        return PriceInYear(price, by_payer)


def files(forbund: str) -> tuple[Path, Path]:
    """The file for all förbund and that of one, whether it is there or not."""
    return root() / "params" / FILE, root() / "params" / forbund / FILE


def load_public_economy(forbund: str) -> PublicEconomy:
    """The definitions of a förbund: a kind of its own stands beside the common ones, or in place of the one of its name,
    and a spelling that it uses is no longer one of a common kind; each assumption and the index are replaced.

    Raises Faults with file, line and key for everything that is wrong in both.
    """
    common, own = files(forbund)
    if not common.is_file():
        message = "There are no kinds of support, so nothing of what participants had could be understood."
        raise Faults(
            [Fault("file-missing", message, (Place(relative(common)),), "the file of the repository")]
        )
    base, faults = read_yaml(common, PublicEconomy)
    added, more = read_yaml(own, PublicEconomy) if own.is_file() else (PublicEconomy(), [])
    if base is None or added is None:
        raise Faults(faults + more)
    # Each file by itself first: a spelling that the förbund takes over is no fault, one that it uses twice is.
    stop_if([*_twice(base, common), *_twice(added, own)])
    return _merged(base, added)


def _merged(base: PublicEconomy, added: PublicEconomy) -> PublicEconomy:
    own = added.words
    kept = {
        name: each.model_copy(update={"alias": tuple(text for text in each.alias if plain(text) not in own)})
        for name, each in base.stod.items()
        if plain(name) not in own
    }
    stated = {name: value for name, value in added.antaganden if value is not None}
    return PublicEconomy(
        stod=kept | added.stod,
        antaganden=base.antaganden.model_copy(update=stated),
        prisindex=added.prisindex or base.prisindex,
    )


def _twice(found: PublicEconomy, file: Path) -> Iterator[Fault]:
    """A spelling of two kinds, and two prices of one unit and year."""
    yield from shared_spellings(
        {"stod": [(name, (name, *each.alias)) for name, each in found.stod.items()]}, file
    )
    for name, each in found.stod.items():
        told = [(price.enhet, price.ar) for price in each.priser]
        for enhet, ar in dict.fromkeys(one for one in told if told.count(one) > 1):
            when = f" of {ar}" if ar else ""
            message = f"{name} has several prices by {enhet}{when}."
            yield Fault(
                "price-twice", message, (Place(relative(file), None, None, f"stod.{name}.priser"),), "one"
            )
