"""The conclusions of the chapter on effects, by rule from estimate, interval and placebos.

A cause is spoken of only where the members were on the others' way before joining, chance seldom makes so large a
difference, and none is found before anyone had joined; even then something else can have happened at the same time.
"""

from __future__ import annotations

from decimal import Decimal

from finsam.chapters.effects import ALL, OWN, YEARS_BEFORE, Question, Study
from finsam.chapters.markdown import Markdown, plain
from finsam.chapters.register_text import between, change_decimals, figure, unit_of_change
from finsam.measures.effects import AFTER, BACK, LEAST_AFTER, LEAST_BEFORE, Effect
from finsam.measures.shares import LEVEL
from finsam.swedish import NBSP, capital, listing, number, period, plural, word
from finsam.tables.registers import area_name

#: What a measure is called in a sentence.
NAMES = {
    "sjukpenningtal": "sjukpenningtalet",
    "uvas_andel": "andelen unga som varken arbetar eller studerar",
    "helarsekvivalenter_andel": "andelen helårsekvivalenter",
}
#: Whose effect it is.
GROUPS = {OWN: "förbundets kommuner", ALL: "alla medlemskommuner"}


def p_text(p: float) -> str:
    """`0,031`: none is smaller, of at most 999 draws."""
    return number(Decimal(f"{p:.12f}"), 3)


def amount(question: Question, value: float) -> str:
    """`0,53 dagar`, without the sign."""
    unit = unit_of_change(question.measure)
    return f"{figure(abs(value), change_decimals(question.measure))}{NBSP}{unit}"


def way(value: float) -> str:
    return "lägre" if value < 0 else "högre"


def names(codes: list[str]) -> str:
    return listing([area_name(code) for code in codes])


def opening(study: Study) -> Markdown | None:
    """What the chapter asks, and how; nothing where nothing can be asked."""
    if not study.questions:
        return None
    return Markdown(
        f"Kapitlet prövar om {listing([NAMES[each.matt] for each in study.questions])} har utvecklats på ett annat sätt "
        "i kommuner som har gått med i ett samordningsförbund än i kommuner som står utanför. Varje kommun jämförs från "
        "året före inträdet. Slutsatserna är skrivna efter fasta regler, som står i @sec-effekter-metod."
    )


def members(study: Study) -> Markdown | None:
    """Who the comparison is with, and what the register of memberships doesn't tell."""
    if not study.own:
        return None
    # Who joins after the year of the book is outside in all of its figures.
    inside = [kod for kod, each in study.known.items() if each.first and each.first <= study.book.ar]
    others = len(set(inside) - set(study.own))
    told = [f"{plural(len(study.known) - len(inside), 'kommun', 'kommuner')} räknas som utanför"]
    if others:
        told.insert(0, f"{plural(others, 'annan medlemskommun', 'andra medlemskommuner')} finns också med")
    sentence = capital(", och ".join(told)) + "."
    if study.register.ovriga == "okanda":
        sentence += (
            " Om övriga kommuner är det inte känt om och när de har gått med, och de används därför inte."
        )
    return Markdown(sentence)


def answers(study: Study) -> list[Markdown]:
    """A paragraph for each measure and group of members."""
    return [
        Markdown(" ".join(_answer(study, question, whose, effect)))
        for question in study.questions
        for whose, effect in question.effects.items()
    ]


def _answer(study: Study, question: Question, whose: str, effect: Effect) -> list[str]:
    told = [
        f"**{plain(f'{capital(NAMES[question.matt])}, {GROUPS[whose]}')}.**",
        plain(conclusion(question, whose, effect)),
    ]
    left = [code for code in study.own if code in question.panel.units and code not in effect.members]
    if whose == OWN and left and effect.members:
        told.append(
            plain(f"{names(left)} är inte med, eftersom siffrorna inte räcker till åren före inträdet.")
        )
    return told


def conclusion(question: Question, whose: str, effect: Effect) -> str:
    """What can be said of an effect, in two or three sentences."""
    name, group = NAMES[question.matt], _group(whose, effect)
    if effect.verdict == "for_fa":
        return _too_few(question, effect)
    size = amount(question, effect.effect)
    ends = f"95-procentigt intervall {between(effect.interval, change_decimals(question.measure))}"
    after = f"de {word(AFTER)} första åren som medlem"
    they = "den" if len(effect.members) == 1 else "de"
    difference = f"{size} {way(effect.effect)} i {group} än om {they} hade följt kommunerna utanför ({ends})"
    if effect.verdict == "oviss":
        return (
            f"Underlaget kan inte avgöra om medlemskapet har gjort någon skillnad. I genomsnitt var {name} {after} "
            f"{difference}. En så stor skillnad kan vara en slump."
        )
    if effect.verdict == "skilda_fore":
        return (
            f"Redan före inträdet utvecklades {name} på ett annat sätt i {group} än i kommunerna utanför. Därför går det "
            f"inte att säga vad medlemskapet har betytt. I genomsnitt var {name} {after} {difference}."
        )
    if effect.verdict == "placebo":
        return (
            f"I genomsnitt var {name} {after} {difference}. En tydlig skillnad syns ändå också när inträdet flyttas "
            f"{word(BACK)} år bakåt och bara åren före det verkliga inträdet används. Därför går det inte att säga vad medlemskapet har "
            "betytt."
        )
    verb = "sänkt" if effect.verdict == "lagre" else "höjt"
    tried = (
        ""
        if effect.in_time
        else f" Siffrorna räcker inte så långt bak att inträdet kan prövas {word(BACK)} år tidigare."
    )
    return (
        f"I genomsnitt var {name} {after} {difference}. Så stora skillnader uppstår sällan av en slump, och före inträdet "
        f"syns ingen annan utveckling än i kommunerna utanför. Underlaget talar för att medlemskapet, eller något annat som "
        f"hände i samma kommuner vid samma tid, har {verb} {name}.{tried}"
    )


def _group(whose: str, effect: Effect) -> str:
    if whose == OWN or len(effect.members) == 1:
        return names(effect.members)
    return f"de {number(len(effect.members))} medlemskommunerna"


def _too_few(question: Question, effect: Effect) -> str:
    if not effect.members:
        return (
            f"Frågan går inte att pröva. Det behövs siffror från minst {word(LEAST_BEFORE)} av åren närmast före inträdet "
            f"och {word(LEAST_AFTER)} år som medlem, och det har ingen av dem: serien börjar {period(str(question.panel.periods[0]))}."
        )
    return (
        f"Frågan går inte att pröva. Bara {plural(len(effect.others), 'kommun', 'kommuner')} med siffror står säkert utanför, "
        f"och det behövs minst {number(effect.needed)} för att se hur stora skillnader slumpen ger."
    )


def reading(study: Study) -> Markdown | None:
    """How the pictures of the years before and after are read; nothing where there is none."""
    if not any(effect.verdict != "for_fa" for each in study.questions for effect in each.effects.values()):
        return None
    return Markdown(
        "Bilderna visar skillnaden mot kommunerna utanför, jämfört med året före inträdet. Fyrkanterna är åren före inträdet och ska "
        "ligga nära noll om kommunerna var på väg åt samma håll. De fyllda punkterna är åren som medlem. Strecken visar hur långt "
        "slumpen når för alla år samtidigt; inom parentes står antalet medlemskommuner."
    )


def synthetic(question: Question) -> Markdown | None:
    """What the synthetic control of a kommun says, and how sure that is."""
    found, before = question.placed, question.placed_before
    if found is None or before is None:
        return None
    own, name, count = found.own, NAMES[question.matt], len(found.others)
    text = (
        f"Den syntetiska kommunen är ett vägt medelvärde av kommuner utanför som före {period(str(own.joined))} låg så nära "
        f"{area_name(own.unit)} som möjligt; avvikelsen (kvadratiskt medelvärde) var då {amount(question, own.error_before)}. Från och med inträdet var "
        f"{name} i genomsnitt {amount(question, own.effect)} {way(own.effect)} i {area_name(own.unit)} än i den syntetiska kommunen. "
    )
    rank = 1 + sum(other.ratio >= own.ratio for other in found.others)
    text += (
        f"När samma sak görs för var och en av {plural(count, 'jämförbar kommun', 'jämförbara kommuner')} utanför, hamnar "
        f"{area_name(own.unit)} på plats {number(rank)} av {number(count + 1)} efter hur mycket större avvikelsen är efter än före "
        f"(p{NBSP}={NBSP}{p_text(found.p)}). "
    )
    text += (
        f"Om inträdet flyttas {word(BACK)} år bakåt, och bara åren före det verkliga inträdet används, är skillnaden "
        f"{amount(question, before.effect)} {way(before.effect)}. "
    )
    if found.p > 1 - LEVEL + 1e-12:
        text += "En sådan skillnad som den efter inträdet är inte ovanlig bland kommuner som inte har gått med, så den säger inget om medlemskapet."
    elif abs(before.effect) >= abs(own.effect):
        text += "Skillnaden var minst lika stor före inträdet, så den säger inget om medlemskapet."
    else:
        text += "En så stor skillnad är ovanlig bland kommuner som inte har gått med. Den kan bero på medlemskapet eller på något annat som hände i kommunen vid samma tid."
    return Markdown(plain(text))


def missing(study: Study) -> Markdown | None:
    """What the chapter would need: memberships, or figures."""
    book = study.book
    if not book.params.kommuner:
        return Markdown(
            "Ingen kommun bland medlemmarna har någon kod, så kommunerna kan inte följas i den offentliga statistiken."
        )
    if not study.own:
        return Markdown(
            f"Registret över medlemskap (medlemskap.yml) har inga uppgifter om {names(book.params.kommuner)}. Utan dem går det inte att "
            "pröva vad medlemskapet har betytt."
        )
    told = []
    if study.without:
        left = listing([NAMES[matt] for matt in study.without], "eller")
        told.append(f"Det finns ingen hämtad offentlig statistik om {left} för förbundets kommuner.")
    absent = [code for code in book.params.kommuner if code not in study.own]
    if absent:
        told.append(f"Registret över medlemskap har inga uppgifter om {names(absent)}.")
    if study.questions and not any(each.placed for each in study.questions):
        told.append(
            f"Ingen av förbundets kommuner har siffror för minst {word(YEARS_BEFORE)} år före inträdet och tillräckligt många kommuner att "
            "jämföras med, så ingen syntetisk kontroll visas."
        )
    return Markdown(plain(" ".join(told))) if told else None
