"""The chapter on participants: what came in, how it ended, against the goal and against last year."""

from __future__ import annotations

import textwrap
from decimal import Decimal

from finsam.chapters import drawings, figures
from finsam.chapters.book import Book
from finsam.chapters.facts import facts, groups, slug
from finsam.chapters.figures import Figure
from finsam.chapters.markdown import Line, Markdown, Table, escape
from finsam.chapters.swedish import SIGNS, capital, listing, number, plural, with_unit
from finsam.measures.participants import EXITS, WHOLE, Outcome, goal_gap, label, outcomes
from finsam.measures.shares import Share

#: The rows of a participant table, in printed order.
ROWS = ("antal_totalt", "nya", "avslutade", *EXITS, "kvar")
EXIT_NAMES = {
    "arbete": "Till arbete",
    "studier": "Till studier",
    "annat_positivt_avslut": "Annat positivt avslut",
    "avbrott": "Avbrott",
}


def this_year(book: Book) -> list[Outcome]:
    return outcomes(book.table("deltagare"), str(book.ar))


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
    total, ended = outcome.count("antal_totalt"), outcome.count("avslutade")
    sentences = [f"Under {book.ar} deltog {plural(total, 'person', 'personer')}{_sexes(outcome)}."]
    if (new := outcome.count("nya")) is not None:
        sentences.append(f"Av dem var {plural(new, 'ny', 'nya')} för året.")
    share = outcome.share("arbete", "studier")
    if share:
        sentences.append(
            f"Totalt avslutade {plural(ended, 'person', 'personer')} sitt deltagande, och "
            f"{number(share.n)} av dem ({with_unit(share.rounded(), 'procent')}) gick vidare till arbete "
            f"eller studier."
        )
        sentences.append(_against_goal(book, outcome))
    if outcome.positive:
        other = outcome.share("annat_positivt_avslut")
        sentences.append(
            f"Ytterligare {number(other.n)} ({with_unit(other.rounded(), 'procent')}) "
            f"{_other_positive(book)}."
        )
    return Markdown(" ".join(filter(None, sentences)))


def _sexes(outcome: Outcome) -> str:
    women, men = outcome.count("antal_totalt", "kvinnor"), outcome.count("antal_totalt", "man")
    if women is None or men is None or women + men == 0:
        return ""
    shares = Share(women, women + men).rounded(), Share(men, women + men).rounded()
    return (
        f", {plural(women, 'kvinna', 'kvinnor')} ({with_unit(shares[0], 'procent')}) och "
        f"{plural(men, 'man', 'män')} ({with_unit(shares[1], 'procent')})"
    )


def _other_positive(book: Book) -> str:
    """What those with another positive ending did, in the förbund's own word for it where it has one."""
    own = book.params.year.benamningar.get("annat_positivt_avslut")
    return f"avslutade med {own.removeprefix('varav ').lower()}" if own else "fick ett annat positivt avslut"


def goal_share(book: Book, outcome: Outcome) -> Share | None:
    """The share to work or studies of what the goal is of: those who ended, or all participants."""
    goal = book.params.year.mal_arbete_studier
    if goal is None:
        return None
    return outcome.share("arbete", "studier", of="avslutade" if goal.bas == "avslutade" else "antal_totalt")


def _against_goal(book: Book, outcome: Outcome) -> str:
    goal, share = book.params.year.mal_arbete_studier, goal_share(book, outcome)
    if goal is None or share is None:
        return ""
    gap = goal_gap(share, goal.procent)
    target = f"målet på {goal_text(goal.procent)}"
    subject = "Det"
    if goal.bas == "alla":
        subject = f"Av alla deltagare är andelen {with_unit(share.rounded(), 'procent')}, vilket"
    if gap == 0:
        return f"{subject} är precis {target}."
    side = "över" if gap > 0 else "under"
    return f"{subject} är {with_unit(abs(gap), 'procentenheter', _gap_decimals(gap, goal.procent))} {side} {target}."


def goal_text(goal: Decimal) -> str:
    """A goal in percent with the decimals that the params give it."""
    return with_unit(goal, "procent", _decimals(goal))


def _decimals(value: Decimal) -> int:
    return max(0, -value.as_tuple().exponent)


def _gap_decimals(gap: Decimal, goal: Decimal) -> int:
    """As many decimals as the goal has, and one where a gap would otherwise read as none."""
    return _decimals(goal) or int(0 < abs(gap) < Decimal("0.5"))


def outcome_table(book: Book, outcome: Outcome) -> Table:
    """Women, men, total and share of those ended for each measure, as the reports print it."""
    names = book.params.year.benamningar
    lines = []
    for measure in ROWS:
        if measure in outcome.measures:
            counts = [book.text(outcome.cell(measure, column)) for column in ("kvinnor", "man", "totalt")]
            percent = outcome.percent(measure)
            share = "" if percent.status == "saknas" else book.text(percent, unit=True)
            style = "varav" if measure in ("nya", *EXITS) and measure != "avbrott" else ""
            text = label(measure, names)
            lines.append(Line(escape(capital(text)), [*counts, share], style))
    caption = f"Deltagare {book.ar}, {escape(_in_sentence(outcome.insats))}. Andelen är av dem som avslutade."
    heads = ["", "Kvinnor", "Män", "Totalt", "Andel"]
    return Table(f"tbl-deltagare-{slug(outcome.insats)}", caption, ["Mått", *heads[1:]], lines)


def whole_table(book: Book) -> Table | None:
    """The table of the whole förbund. A book about a single insats shows that one under its own heading."""
    outcome = whole(book)
    return outcome_table(book, outcome) if outcome and outcome.insats == WHOLE else None


def whole_facts(book: Book) -> list[Table | None]:
    """The other figures about the whole förbund, and those without a group."""
    return [facts(book, "deltagare", name, "Uppgifter om hela förbundet") for name in (WHOLE, "")]


def _in_sentence(insats: str) -> str:
    return "hela förbundet" if insats == WHOLE else insats


def flow_figure(book: Book) -> Figure | None:
    """What came in beside what went out: both bars are all participants of the year."""
    outcome = whole(book)
    if (
        outcome is None
        or outcome.carried_over is None
        or None in [outcome.count(m) for m in (*EXITS, "kvar")]
    ):
        return None
    parts = {"Kvar från förra året": (outcome.carried_over, 0), "Nya": (outcome.count("nya"), 0)}
    parts |= {EXIT_NAMES[exit]: (0, outcome.count(exit)) for exit in EXITS}
    parts |= {"Kvar vid årets slut": (0, outcome.count("kvar"))}
    drawing, axes = figures.canvas(height=2.3)
    drawings.flow(axes, ["In", "Ut"], parts)
    total = outcome.count("antal_totalt")
    alt = (
        f"Två lika långa staplar om {number(total)} deltagare. In: {number(outcome.carried_over)} kvar från förra "
        f"året och {number(outcome.count('nya'))} nya. Ut: "
        + listing(
            [f"{number(outcome.count(exit))} {EXIT_NAMES[exit].lower()}" for exit in EXITS]
            + [f"{number(outcome.count('kvar'))} kvar vid årets slut"]
        )
        + "."
    )
    caption = (
        f"Flödet av deltagare {book.ar}: alla som var med under året, efter hur de kom in och hur det gick"
    )
    return Figure("fig-flode", caption, alt, drawing)


def _with_exits(book: Book) -> list[Outcome]:
    """The insatser in which someone ended and every way of ending is known, the largest first."""
    known = [o for o in insatser(book) if o.share(*EXITS) is not None]
    return sorted(known, key=lambda outcome: -outcome.count("avslutade"))


def results_figure(book: Book) -> Figure | None:
    """How participations ended in each insats, as shares, with the goal for work and studies."""
    found = _with_exits(book)
    if len(found) < 2:
        return None
    labels = [f"{book.params.short_name(o.insats)} ({number(o.count('avslutade'))})" for o in found]
    parts = {EXIT_NAMES[exit]: [outcome.count(exit) for outcome in found] for exit in EXITS}
    goal = book.params.year.mal_arbete_studier
    drawing, axes = figures.canvas(height=figures.height_for(len(found)))
    target = float(goal.procent) if goal and goal.bas == "avslutade" else None
    text = f"Mål: {goal_text(goal.procent)} till arbete eller studier" if goal else ""
    drawings.stacked_shares(axes, _wrapped(labels), parts, target, text)
    shares = {outcome.insats: outcome.share("arbete", "studier") for outcome in found}
    alt = "Andel till arbete eller studier av dem som avslutade: " + listing(
        [
            f"{name} {with_unit(share.rounded(), 'procent')} ({share.n} av {share.N})"
            for name, share in shares.items()
        ]
    )
    caption = (
        f"Hur deltagandet slutade {book.ar} i varje insats. Antal avslutade inom parentes, antal i staplarna"
    )
    return Figure("fig-resultat", caption, alt + ".", drawing)


def goal_table(book: Book) -> Table | None:
    """Each insats against the goal: those to work or studies, those ended, the share and the gap.

    An insats whose share isn't known stands with the sign of what is missing; whether the goal is reached follows
    from the exact share.
    """
    goal = book.params.year.mal_arbete_studier
    found = [outcome for outcome in this_year(book) if "avslutade" in outcome.measures]
    if goal is None or goal.bas != "avslutade" or not any(o.share("arbete", "studier") for o in found):
        return None
    lines = []
    for outcome in found:
        style = "summa" if outcome.insats == WHOLE else ""
        label = escape(capital(_in_sentence(outcome.insats)) if style else outcome.insats)
        lines.append(Line(label, _goal_cells(book, outcome, goal.procent), style))
    caption = (
        f"Måluppfyllelse {book.ar}: till arbete eller studier av dem som avslutade, mot målet "
        f"{goal_text(goal.procent)}"
    )
    heads = [
        "Insats",
        "Arbete eller studier",
        "Avslutade",
        "Andel",
        "Mot målet, procentenheter",
        "Målet nått",
    ]
    note = "Andelen bygger ofta på få personer. När några få avslutar kan en enda person ändra den mycket."
    lines.sort(key=lambda line: line.style == "summa")
    return Table("tbl-maluppfyllelse", caption, heads, lines, text_columns=[5], note=note)


def _goal_cells(book: Book, outcome: Outcome, goal: Decimal) -> list[str]:
    ended, share = outcome.cell("avslutade"), outcome.share("arbete", "studier")
    if share is None:
        missing = [cell for cell in (outcome.cell("arbete"), outcome.cell("studier"), ended) if not cell]
        sign = book.text(missing[0]) if missing else escape(SIGNS["ej_tillampligt"])
        return ["0" if not missing else sign, book.text(ended), sign, sign, "Bedöms inte"]
    gap = goal_gap(share, goal)
    text = ("+" if gap > 0 else "") + number(gap, _gap_decimals(gap, goal))
    reached = "Ja" if gap >= 0 else "Nej"
    return [number(share.n), number(share.N), with_unit(share.rounded(), "procent"), text, reached]


def sexes_figure(book: Book) -> Figure | None:
    """Women and men among the participants of each insats."""
    found = [
        o
        for o in this_year(book)
        if o.count("antal_totalt", "kvinnor") is not None
        and o.count("antal_totalt", "man") is not None
        and o.count("antal_totalt")
    ]
    if len(found) < 2:
        return None
    names = [capital(_in_sentence(book.params.short_name(outcome.insats))) for outcome in found]
    labels = [f"{name} ({number(o.count('antal_totalt'))})" for name, o in zip(names, found, strict=True)]
    parts = {
        name: [o.count("antal_totalt", column) for o in found]
        for name, column in (("Kvinnor", "kvinnor"), ("Män", "man"))
    }
    drawing, axes = figures.canvas(height=figures.height_for(len(found)))
    drawings.stacked_shares(axes, _wrapped(labels), parts, 50, "Hälften")
    women = zip(parts["Kvinnor"], parts["Män"], strict=True)
    shares = [with_unit(Share(n, n + men).rounded(), "procent") for n, men in women]
    alt = "Andel kvinnor bland deltagarna: " + listing(
        [f"{_in_sentence(o.insats)} {share}" for o, share in zip(found, shares, strict=True)]
    )
    caption = f"Kvinnor och män bland deltagarna {book.ar}. Antal deltagare inom parentes, antal i staplarna"
    return Figure("fig-kon", caption, alt + ".", drawing)


def comparison_table(book: Book) -> Table | None:
    """This year beside last year, for every measure that last year's delivery gives."""
    table = book.table("deltagare")
    before = {outcome.insats: outcome for outcome in outcomes(table, str(book.ar - 1))}
    lines = []
    for outcome in this_year(book):
        last = before.get(outcome.insats)
        if last is None:
            continue
        lines.append(Line(escape(capital(_in_sentence(outcome.insats))), (), "sektion"))
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


def insats_sections(book: Book) -> list[object]:
    """For each insats: a heading, what it is, its table of results and its other figures."""
    about = {insats.namn: insats.beskrivning for insats in book.params.forbund.insatser}
    found = {outcome.insats: outcome for outcome in insatser(book)}
    names = list(
        dict.fromkeys([*found, *(name for name in groups(book, "deltagare") if name not in ("", WHOLE))])
    )
    items: list[object] = []
    for name in names:
        items.append(Markdown(f"### {escape(name)} {{#sec-insats-{slug(name)}}}"))
        items.append(Markdown(escape(about[name])) if about.get(name) else None)
        items.append(outcome_table(book, found[name]) if name in found else None)
        items.append(facts(book, "deltagare", name))
    return items


def _wrapped(labels: list[str], width: int = 34) -> list[str]:
    """Long names on two lines, so that they leave room for the bars."""
    return [textwrap.fill(label, width) for label in labels]
