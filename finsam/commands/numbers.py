"""Commands about the numbers of a book: whether they agree, what they are called and where they come from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from finsam.commands.told import FINDINGS, GOOD, as_json_option, print_faults, say, say_json, told
from finsam.faults import Fault, Faults, counted, stop_if
from finsam.render.report import report_folder

if TYPE_CHECKING:
    from finsam.facts import Fact


@click.command("audit")
@click.argument("book")
@as_json_option
@told
def audit_command(book: str, as_json: bool) -> int:
    """Check the arithmetic of what is delivered for BOOK; exit 1 when figures contradict each other."""
    from finsam.book_id import raise_unless_book
    from finsam.checks import checked_figures
    from finsam.params import load_params

    found = checked_figures(load_params(*raise_unless_book(book)))
    stop_if([fault for fault in found.findings if fault.severity == "error"])
    print_faults(found.findings, as_json)
    if not as_json:
        say(f"{book}: {counted(found.checks, 'check')}, {counted(len(found.findings), 'difference')}.")
    return FINDINGS if any(finding.severity == "contradiction" for finding in found.findings) else GOOD


@click.command("facts")
@click.argument("book")
@click.argument("words", nargs=-1, metavar="[WORD]...")
@as_json_option
@told
def facts_command(book: str, words: tuple[str, ...], as_json: bool) -> int:
    """List the values of BOOK: how each is printed, the placeholder for a text, what it is and where it stands.

    WORD narrows the list to a beginning of names, as deltagare.totalt, or to what has all the words in its name or
    its description.
    """
    from finsam.book_id import raise_unless_book
    from finsam.facts import facts_of
    from finsam.ingest import processed
    from finsam.params import load_params
    from finsam.texts.texts import book_names

    forbund, ar = raise_unless_book(book)
    params = load_params(forbund, ar)
    facts = facts_of(processed(forbund, ar), params)
    found = _narrowed(list(facts.values()), words)
    if not found:
        message = f"No value of {book} is called or described by {' '.join(words)!r}."
        raise Faults([Fault("name-unknown", message, (), "a word such as deltagare, ekonomi or avslutade")])
    if as_json:
        say_json([_as_json(fact) for fact in found])
    for line in _aligned(found, {} if words else book_names(params)) if not as_json else ():
        say(line)
    return GOOD


def _narrowed(facts: list[Fact], words: tuple[str, ...]) -> list[Fact]:
    """Those whose name begins with the only word, otherwise those that have all words in name or description."""
    if len(words) == 1 and (found := [fact for fact in facts if fact.name.startswith(words[0])]):
        return found
    plain = [word.casefold() for word in words]
    return [fact for fact in facts if all(word in f"{fact.name} {fact.about}".casefold() for word in plain)]


#: Longer placeholders push their line out of the columns, so that the others stay readable.
_WIDEST = 64


def _aligned(facts: list[Fact], names: dict[str, str]) -> Iterator[str]:
    """One line a value: printed form, placeholder, description, and where it stands or what it is computed from."""
    rows = [(str(name), _placeholder(key), "", "") for key, name in names.items()]
    rows += [(_printed(fact), _placeholder(fact.name), fact.about, _source(fact)) for fact in facts]
    widths = [max((len(row[at]) for row in rows if len(row[at]) <= _WIDEST), default=0) for at in (0, 1)]
    for printed, placeholder, about, source in rows:
        yield f"{printed:>{widths[0]}}  {placeholder:{widths[1]}}  {about}{'  ' + source if source else ''}".rstrip()


def _placeholder(name: str) -> str:
    return f"{{{{ {name} }}}}"


def _printed(fact: Fact) -> str:
    from finsam.swedish import NBSP

    return _shown(fact).replace(NBSP, " ")


def _shown(fact: Fact) -> str:
    from finsam.texts.value import Value

    return str(Value(fact.name, fact.cell))


def _source(fact: Fact) -> str:
    if fact.formula:
        return f"= {fact.formula}"
    return f"[{fact.places[0]}]" if fact.places else ""


@click.command("verify")
@click.argument("book", metavar="REPORT")
@as_json_option
@told
def verify_command(book: str, as_json: bool) -> int:
    """Read the rendered documents of REPORT back; exit 1 when a number, table, figure or link isn't as it must be.

    REPORT is a book, as umearegionen/2016, or the report on a kommun, as kommun/2024/2480.
    """
    from finsam.book_id import raise_unless_book
    from finsam.ingest import processed
    from finsam.municipal import kommun_basis, kommun_report, named_report
    from finsam.params import load_params
    from finsam.verify.evidence import evidence_of
    from finsam.verify.run import verify

    if of_kommun := named_report(book):
        folder, evidence = kommun_report(*of_kommun).folder, kommun_basis(*of_kommun).evidence
    else:
        params = load_params(*raise_unless_book(book))
        delivery = processed(params.forbund_id, params.ar)
        folder, evidence = report_folder(book), evidence_of(params.ar, [delivery], [params], params.forbund)
    found = verify(folder, evidence)
    print_faults(found.faults, as_json)
    for line in found.lines if not as_json else ():
        say(f"{book} {line}")
    return FINDINGS if found.faults else GOOD


def _as_json(fact: Fact) -> dict[str, object]:
    return {
        "name": fact.name,
        "placeholder": _placeholder(fact.name),
        "printed": _shown(fact),
        "value": f"{fact.cell.number.normalize():f}",
        "unit": fact.cell.enhet,
        "decimals": fact.cell.decimaler,
        "about": fact.about,
        "formula": fact.formula,
        "where": [place.as_json() for place in fact.places],
    }


@click.command("trace")
@click.argument("book")
@click.argument("name")
@as_json_option
@told
def trace_command(book: str, name: str, as_json: bool) -> int:
    """Print the chain from a value of BOOK to file and line; exit 1 when a raw file has changed since the build.

    NAME is a name that `facts` lists, an expression of names, or a cell: tbl-budget/Matcha/Utfall.
    """
    from finsam.book_id import raise_unless_book
    from finsam.ingest import processed
    from finsam.params import load_params
    from finsam.trace.chain import Tracer
    from finsam.trace.told import as_json as chain_as_json
    from finsam.trace.told import lines

    forbund, ar = raise_unless_book(book)
    tracer = Tracer(load_params(forbund, ar), processed(forbund, ar), report_folder(book))
    chains = tracer.trace(name)
    if as_json:
        found = [chain_as_json(chain, tracer.raw) for chain in chains]
        say_json(found)
    else:
        if len(chains) > 1:
            say(f"{name} is computed; these values of the book are the same number.\n")
        say("\n\n".join("\n".join(lines(chain, tracer.raw)) for chain in chains))
    changed = any(origin.is_changed for chain in chains for origin in chain.all_origins())
    return FINDINGS if changed else GOOD
