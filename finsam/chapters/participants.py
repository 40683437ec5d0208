"""The chapter on participants: what came in, how it ended, against the goal and against last year."""

from __future__ import annotations

from finsam.chapters import drawings, figures
from finsam.chapters.book import Book
from finsam.chapters.certainty import BASE_HEADS, BASE_WORDS, FEW, is_few
from finsam.chapters.facts import facts, slug
from finsam.chapters.figures import Figure
from finsam.chapters.goals import (
    against_goal,
    base_of,
    base_share,
    certainty,
    goal_cells,
    goal_note,
    goal_share,
    goal_text,
)
from finsam.chapters.markdown import Line, Markdown, Table, escape
from finsam.measures.moves import taking_part
from finsam.measures.participants import BASES, EXITS, WHOLE, Outcome, label, outcomes
from finsam.measures.shares import Share
from finsam.swedish import capital, listing, number, plural, with_unit

#: The rows of a participant table, in printed order.
ROWS = ("antal_totalt", "unika", "nya", "avslutade", *EXITS, "kvar")
#: The counts of a table with one row an insats, and their heads.
IN_SHORT = {"antal_totalt": "Deltagare", "nya": "Nya", "avslutade": "Avslutade"}
EXIT_NAMES = {
    "arbete": "Till arbete",
    "studier": "Till studier",
    "annat_positivt_avslut": "Annat positivt avslut",
    "avbrott": "Avbrott",
}


def this_year(book: Book) -> list[Outcome]:
    """The whole förbund, then the insatser in the order of forbund.yml, the others after them as delivered."""
    found = outcomes(book.table("deltagare"), str(book.ar))
    listed = [WHOLE, *(insats.namn for insats in book.params.forbund.insatser)]
    return sorted(found, key=lambda o: listed.index(o.insats) if o.insats in listed else len(listed))


def whole(book: Book) -> Outcome | None:
    """The outcome of the whole book: the row of all insatser, or the only insats there is."""
    found = this_year(book)
    return found[0] if found and (found[0].insats == WHOLE or len(found) == 1) else None


def insatser(book: Book) -> list[Outcome]:
    return [outcome for outcome in this_year(book) if outcome.insats != WHOLE]


def summary(book: Book) -> Markdown | None:
    """How many took part, how many ended, and how their share to work or studies stands to the goal."""
    outcome = whole(book)
    if outcome is None or outcome.count("antal_totalt") is None:
        return None
    sentences = [_taking_part(book, outcome)]
    if outcome.count("antal_totalt"):
        sentences += [_new(book, outcome), _ended(book, outcome)]
    sentences.append(against_goal(book, base_of(book, outcome.insats), goal_share(book, outcome)))
    sentences.append(certainty(book, base_share(book, outcome)))
    if outcome.positive and (other := outcome.share("annat_positivt_avslut")):
        sentences.append(_other_positive(book, other))
    return Markdown(" ".join(filter(None, sentences)))


def _new(book: Book, outcome: Outcome) -> str:
    new, total = outcome.count("nya"), outcome.count("antal_totalt")
    if new is None:
        return ""
    if total == 1:
        return "Personen var ny för året." if new else "Personen var med redan året före."
    of_whom = "dem" if _one_each(book, outcome) else "deltagandena"
    if not new:
        return (
            f"Ingen av {of_whom} var ny för året." if of_whom == "dem" else "Inget av dem var nytt för året."
        )
    return f"Av {of_whom} var {plural(new, 'ny', 'nya')} för året."


def _ended(book: Book, outcome: Outcome) -> str:
    """How many ended, and how many of them went to work or studies."""
    share, one_each = outcome.share("arbete", "studier"), _one_each(book, outcome)
    if not share:
        if outcome.count("avslutade") == 0:
            return "Ingen avslutade sitt deltagande." if one_each else "Inget deltagande avslutades."
        return ""
    ended = (
        f"Totalt avslutade {plural(share.N, 'person', 'personer')} sitt deltagande"
        if one_each
        else f"Totalt avslutades {plural(share.N, 'deltagande', 'deltaganden')}"
    )
    percent = with_unit(share.rounded(), "procent")
    if share.N == 1:
        went = "det ledde till" if share.n else "det ledde inte till"
    elif share.n == 0:
        went = (
            f"ingen av dem ({percent}) gick vidare till"
            if one_each
            else f"inget av dem ({percent}) ledde till"
        )
    else:
        went = f"{number(share.n)} av dem ({percent}) gick vidare till"
    return f"{ended}, {'men' if share.n == 0 else 'och'} {went} arbete eller studier."


def _one_each(book: Book, outcome: Outcome) -> bool:
    """Whether nothing says that somebody is counted twice: neither unique persons nor person rows."""
    persons = outcome.count("unika")
    if persons is not None:
        return persons == outcome.count("antal_totalt")
    by_person = taking_part(book.people, book.ar) if len(book.people) else None
    return not by_person or by_person.persons == by_person.participations


def _taking_part(book: Book, outcome: Outcome) -> str:
    """Persons where they are known; otherwise what the insatser call participants."""
    total, persons = outcome.count("antal_totalt"), outcome.count("unika")
    if not total:
        return f"Ingen deltog under {book.ar}."
    if _one_each(book, outcome):
        sexes = _sexes(outcome, "antal_totalt")
        return f"Under {book.ar} deltog {plural(total, 'person', 'personer')}{sexes}."
    participations = plural(total, "deltagande", "deltaganden")
    if persons is None:
        return (
            f"Under {book.ar} hade insatserna {participations}. Den som är med i flera insatser räknas en "
            "gång i varje."
        )
    return (
        f"Under {book.ar} deltog {plural(persons, 'person', 'personer')}{_sexes(outcome, 'unika')}. "
        f"Tillsammans hade de {participations}, eftersom den som är med i flera insatser räknas en gång i "
        "varje."
    )


def _sexes(outcome: Outcome, measure: str) -> str:
    women, men = outcome.count(measure, "kvinnor"), outcome.count(measure, "man")
    if women is None or men is None or women + men == 0:
        return ""
    shares = Share(women, women + men).rounded(), Share(men, women + men).rounded()
    return (
        f", {plural(women, 'kvinna', 'kvinnor')} ({with_unit(shares[0], 'procent')}) och "
        f"{plural(men, 'man', 'män')} ({with_unit(shares[1], 'procent')})"
    )


def _other_positive(book: Book, share: Share) -> str:
    """How many had another positive ending, in the förbund's own word for it where it has one."""
    own = book.params.year.benamningar.get("annat_positivt_avslut")
    what = f"avslutade med {own.removeprefix('varav ').lower()}" if own else "fick ett annat positivt avslut"
    if not share.n:
        return f"Ingen {what}."
    return f"Ytterligare {number(share.n)} ({with_unit(share.rounded(), 'procent')}) {what}."


def outcome_table(book: Book, outcome: Outcome) -> Table:
    """Women, men, total and share of those ended for each measure, as the reports print it."""
    names = book.params.year.benamningar
    lines = []
    for measure in ROWS:
        if measure in outcome.measures and not (measure == "unika" and _counts_persons(outcome)):
            counts = [book.text(outcome.cell(measure, column)) for column in ("kvinnor", "man", "totalt")]
            percent = outcome.percent(measure)
            share = "" if percent.status == "saknas" else book.text(percent, unit=True)
            style = "varav" if measure in ("nya", *EXITS) and measure != "avbrott" else ""
            text = label(measure, names)
            lines.append(Line(escape(capital(text)), [*counts, share], style))
    caption = f"Deltagare {book.ar}, {escape(in_sentence(outcome.insats))}. Andelen är av dem som avslutade."
    heads = ["Mått", "Kvinnor", "Män", "Totalt", "Andel"]
    ended = outcome.share("avslutade")
    note = f"{capital(FEW)}: {number(ended.N)} avslutade." if ended and is_few(book, ended) else ""
    return Table(f"tbl-deltagare-{slug(outcome.insats)}", caption, heads, lines, note=note)


def _counts_persons(outcome: Outcome) -> bool:
    """Whether as many persons took part as there are participations."""
    return all(
        outcome.count("unika", column) == outcome.count("antal_totalt", column)
        for column in ("kvinnor", "man", "totalt")
    )


def whole_table(book: Book) -> Table | None:
    """The table of the whole förbund. A book about a single insats shows that one under its own heading."""
    outcome = whole(book)
    return outcome_table(book, outcome) if outcome and outcome.insats == WHOLE else None


def whole_facts(book: Book) -> list[Table | None]:
    """The other figures about the whole förbund, and those without a group."""
    return [facts(book, "deltagare", name, "Uppgifter om hela förbundet") for name in (WHOLE, "")]


def in_sentence(insats: str) -> str:
    """The name of an insats within a sentence."""
    return "hela förbundet" if insats == WHOLE else insats


def flow_figure(book: Book) -> Figure | None:
    """What came in beside what went out: both bars are all participants of the year."""
    outcome = whole(book)
    before = outcome.carried_over if outcome else None
    if outcome is None or before is None or None in [outcome.count(m) for m in (*EXITS, "kvar")]:
        return None
    total, new, left = (outcome.number(measure) for measure in ("antal_totalt", "nya", "kvar"))
    ended = {EXIT_NAMES[exit]: outcome.number(exit) for exit in EXITS}
    came_in = {"Kvar från förra året": before, "Nya": new}
    went_out = ended | {"Kvar vid årets slut": left}
    parts = {name: (count, 0) for name, count in came_in.items()}
    parts |= {name: (0, count) for name, count in went_out.items()}
    drawing, axes = figures.canvas(height=2.3)
    drawings.flow(axes, ["In", "Ut"], parts)
    alt = (
        f"Två lika långa staplar om {number(total)} deltagare. In: {number(before)} kvar från "
        f"förra året och {number(new)} nya. Ut: "
        + listing([f"{number(count)} {name.lower()}" for name, count in went_out.items()])
        + "."
    )
    caption = (
        f"Flödet av deltagare {book.ar}: alla som var med under året, efter hur de kom in och hur det gick"
    )
    rows = figures.rows_of(
        "Del", list(parts), {"In": [number(n) if n else "" for n, _ in parts.values()],
                             "Ut": [number(n) if n else "" for _, n in parts.values()]}
    )  # fmt: skip
    return Figure("fig-flode", caption, alt, drawing, rows=rows)


def goal_table(book: Book) -> Table | None:
    """Each insats against the goal on its own base: those to work or studies, the base, the share and the gap.

    An insats whose share isn't known stands with the sign of what is missing; whether the goal is reached follows
    from the exact share. What each share is of stands in a column of its own where it isn't the same for all.
    """
    goal = book.params.year.mal_arbete_studier
    found = [o for o in this_year(book) if BASES[base_of(book, o.insats)] in o.measures]
    if goal is None or not any(base_share(book, outcome) for outcome in found):
        return None
    bases = {base_of(book, outcome.insats) for outcome in found}
    lines = []
    for outcome in found:
        style = "summa" if outcome.insats == WHOLE else ""
        label = escape(capital(in_sentence(outcome.insats)) if style else outcome.insats)
        base = [BASE_HEADS[base_of(book, outcome.insats)]] if len(bases) > 1 else []
        lines.append(Line(label, [*goal_cells(book, outcome, goal.procent), *base], style))
    lines.sort(key=lambda line: line.style == "summa")
    of_whom = f"av dem {BASE_WORDS[min(bases)]}" if len(bases) == 1 else "av dem som varje insats räknar på"
    caption = (
        f"Måluppfyllelse {book.ar}: till arbete eller studier {of_whom}, mot målet {goal_text(goal.procent)}"
    )
    heads = [
        "Insats",
        "Arbete eller studier",
        BASE_HEADS[min(bases)] if len(bases) == 1 else "Antal i basen",
        "Andel",
        "Mot målet, procentenheter",
        "Målet nått",
        *(["Räknat på"] if len(bases) > 1 else []),
    ]
    return Table(
        "tbl-maluppfyllelse", caption, heads, lines, text_columns=[5, 6], note=goal_note(book, found)
    )


def last_year(book: Book) -> dict[str, Outcome]:
    """Last year's outcomes by insats."""
    return {outcome.insats: outcome for outcome in outcomes(book.table("deltagare"), str(book.ar - 1))}


def in_full(*found: Outcome) -> bool:
    """Whether each has the counts that a table with one row an insats shows."""
    return all(each.count(measure) is not None for each in found for measure in IN_SHORT)


def comparison_table(book: Book) -> Table | None:
    """This year beside last year, for every measure that last year's delivery gives.

    Insatser whose years both have the counts of IN_SHORT stand in a table of their own (`comparison.short_table`).
    """
    before = last_year(book)
    lines = []
    for outcome in this_year(book):
        last = before.get(outcome.insats)
        if last is None or (outcome != whole(book) and in_full(last, outcome)):
            continue
        lines.append(Line(escape(capital(in_sentence(outcome.insats))), (), "sektion"))
        for measure in last.measures:
            name = _measure_name(measure)
            for column, of in (("totalt", ""), ("kvinnor", ", kvinnor"), ("man", ", män")):
                if last.cell(measure, column):
                    counts = [book.text(each.cell(measure, column)) for each in (last, outcome)]
                    lines.append(Line(name + of, [*counts, "antal"]))
            if last.percent(measure):
                shares = [book.text(last.percent(measure)), _percent_now(outcome, measure)]
                lines.append(Line(name, [*shares, "procent av avslutade"]))
    if not lines:
        return None
    caption = f"Jämförelse med {book.ar - 1}, för de mått som finns för båda åren"
    return Table(
        "tbl-jamforelse", caption, ["Mått", str(book.ar - 1), str(book.ar), "Enhet"], lines, text_columns=[3]
    )


def _percent_now(outcome: Outcome, measure: str) -> str:
    parts = {"positivt_avslut": EXITS[:3], "arbete_eller_studier": EXITS[:2]}.get(measure, (measure,))
    share = outcome.share(*parts)
    return number(share.rounded()) if share else "–"


def _measure_name(measure: str) -> str:
    return capital(label(measure, {}).removeprefix("varav "))
