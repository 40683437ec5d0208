"""The filters of a placeholder: how a value is written in a Swedish text. Each refuses a unit that it can't show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from finsam import printed
from finsam.swedish import NBSP, capital, listing, number, period, word
from finsam.tables.words import KRONOR
from finsam.texts.value import SIGN, CannotShow, Value

#: More decimals than this are never printed.
_MOST_DECIMALS = 6


def kr(value: object, decimals: int = 0) -> Value:
    """An amount of money in kronor: `654 293 kr`."""
    return _money(value, "kr", decimals)


def tkr(value: object, decimals: int = 0) -> Value:
    """An amount of money in thousands of kronor: `654 tkr`."""
    return _money(value, "tkr", decimals)


def mkr(value: object, decimals: int = 1) -> Value:
    """An amount of money in millions of kronor, with one decimal unless another number is given: `12,4 miljoner kronor`."""
    return _money(value, "mkr", decimals)


def procent(value: object, decimals: int | None = None) -> Value:
    """A percent, with its own decimals unless a number is given: `46 %`."""
    return _of_unit(value, "procent", decimals)


def procentenheter(value: object, decimals: int | None = None) -> Value:
    """A difference between percents: `6 procentenheter`."""
    return _of_unit(value, "procentenheter", decimals)


def antal(value: object) -> str:
    """A count of persons or things, without a word after it: `356`."""
    value = _of_unit(value, "antal", None)
    return SIGN if value.is_hidden else number(value.cell.number, value.cell.decimaler)


def tal(value: object, decimals: int | None = None) -> str:
    """The number without its unit, for a sentence that says the unit itself."""
    value = _number(value)
    if value.is_hidden:
        return SIGN
    return number(value.cell.number, value.cell.decimaler if decimals is None else _decimals(decimals))


def decimaler(value: object, decimals: int) -> Value:
    """Another number of decimals, the unit as it is: `45,8 %`."""
    value = _number(value)
    if value.is_hidden:
        return value
    return value.changed(value.cell.number, value.cell.enhet, _decimals(decimals))


def belopp(value: object) -> Value:
    """The size without a minus sign: an `underskott på 170 tkr`."""
    value = _number(value)
    if value.is_hidden:
        return value
    return value.changed(abs(value.cell.number), value.cell.enhet, value.cell.decimaler)


def ord(value: object, one: str = "en") -> str:
    """A count in words up to twelve, in figures above. one: `ett` before a neuter noun."""
    whole = _whole(value)
    return SIGN if whole is None else word(int(whole), one)


def plural(value: object, one: str, many: str) -> str:
    """The number with the noun in the right form: `1 person`, `12 personer`."""
    whole = _whole(value)
    return (SIGN if whole is None else number(whole)) + NBSP + form(value, one, many)


def form(value: object, one: str, many: str) -> str:
    """Only the word that goes with the number: `form("person", "personer")`, `form("var", "var alla")`."""
    return str(one) if _whole(value) == 1 else str(many)


def okat_minskat(
    value: object, up: str = "ökade", down: str = "minskade", same: str = "var oförändrat"
) -> str:
    """The verb of a change by its sign, as it is printed: `ökade`, `minskade` or `var oförändrat`; other words can be given."""
    value = _number(value)
    value.raise_if_hidden()
    change = value.cell.printed
    return str(up if change > 0 else down if change < 0 else same)


def over_under(value: object, over: str = "över", under: str = "under", same: str = "lika med") -> str:
    """The word of a difference by its sign: `över`, `under` or `lika med`."""
    return okat_minskat(value, over, under, same)


def overskott(value: object) -> str:
    """`överskott` or `underskott` by the sign of a result, `nollresultat` for 0."""
    _money(value, "kr", 0)
    return okat_minskat(value, "överskott", "underskott", "nollresultat")


def och(values: object, last: str = "och") -> str:
    """A list in words: `{{ [a, b, c] | och }}` is `12, 14 och 20`; `och("eller")`."""
    if not isinstance(values, list) or not values:
        raise CannotShow("och joins the values of a list in brackets")
    return listing([_text(value) for value in values], str(last))


def stor(value: object) -> str:
    """The first letter in upper case, for the beginning of a sentence: `{{ x | ord | stor }}`."""
    return capital(_text(value))


def datum(value: object) -> str:
    """A day written as 2017-02-24, or a month as 2017-02, in words: `24 februari 2017`."""
    try:
        dt.date.fromisoformat(str(value) + "-01" * (str(value).count("-") == 1))
    except ValueError:
        raise CannotShow(f"{value} is no day such as 2017-02-24 or month such as 2017-02") from None
    return period(str(value))


def bokstavligt(value: object) -> str:
    """Digits that are no figure of the book and are meant to stand as written: `{{ "7" | bokstavligt }}`."""
    if not isinstance(value, str):
        raise CannotShow('bokstavligt takes a text in quotation marks, as in {{ "7" | bokstavligt }}')
    return printed.literal(value)


FILTERS: dict[str, Callable[..., object]] = {
    f.__name__: f
    for f in (
        kr, tkr, mkr, procent, procentenheter, antal, tal, decimaler, belopp, ord, plural, form,
        okat_minskat, over_under, overskott, och, stor, datum, bokstavligt,
    )
}  # fmt: skip


def _number(value: object) -> Value:
    if not isinstance(value, Value):
        raise CannotShow("it takes a value of the book; what comes before it has already been made a text")
    return value


def _text(value: object) -> str:
    if not isinstance(value, (Value, str)):
        raise CannotShow(f"{value!r} is no value of the book")
    return str(value)


def _decimals(decimals: object) -> int:
    if not isinstance(decimals, int) or not 0 <= decimals <= _MOST_DECIMALS:
        raise CannotShow(f"the number of decimals is a whole number up to {_MOST_DECIMALS}")
    return decimals


def _money(value: object, unit: str, decimals: object) -> Value:
    value = _number(value)
    if value.cell.enhet not in KRONOR:
        raise CannotShow(f"{value.name} is in {_told(value)}, not in money")
    if value.is_hidden:
        return value
    exact = value.cell.number * KRONOR[value.cell.enhet] / KRONOR[unit]
    return value.changed(exact, unit, _decimals(decimals))


def _of_unit(value: object, unit: str, decimals: object) -> Value:
    value = _number(value)
    if value.cell.enhet != unit:
        raise CannotShow(f"{value.name} is in {_told(value)}, not in {unit}")
    return value if decimals is None else decimaler(value, _decimals(decimals))


def _whole(value: object) -> Decimal | None:
    """A whole number; None for a hidden one."""
    value = _of_unit(value, "antal", None)
    if value.is_hidden:
        return None
    if value.cell.number != int(value.cell.number):
        raise CannotShow(f"{value.name} is no whole number")
    return value.cell.varde


def _told(value: Value) -> str:
    return value.cell.enhet or "no unit"
