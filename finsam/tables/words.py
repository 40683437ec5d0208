"""The words that columns of tables may hold: each with its other spellings, or its printed label first."""

from __future__ import annotations

#: The measures of a participant table (domain: "Uppföljning och resultat för individinriktade insatser"):
#: column word, printed label, and other labels that reports have used for the same measure.
PARTICIPANT_MEASURES: dict[str, tuple[str, ...]] = {
    "antal_totalt": (
        "Antal deltagare totalt", "Antal deltagare", "Totalt antal deltagare", "Deltagare totalt",
    ),
    "nya": (
        "varav nya för året", "varav nya", "Nya för året", "Nya deltagare", "Antal nya", "Antal nya deltagare",
    ),
    "avslutade": (
        "Totalt antal avslutade", "Totalt antal avslutade under året", "Avslutade deltagare", "Antal avslutade",
        "Antal avslutade deltagare", "Avslutade under året",
    ),
    "arbete": ("varav till arbete", "till arbete", "Avslutade till arbete"),
    "studier": ("varav till studier", "till studier", "Avslutade till studier"),
    "annat_positivt_avslut": ("varav annat positivt avslut", "varav annan behovsanpassad lösning"),
    "avbrott": ("Antal avbrott", "Övriga avbrott"),
    "kvar": ("Antal kvar i verksamheten", "Kvar i verksamheten", "Antal kvar"),
    "unika": (
        "Antal unika personer", "Antal olika personer", "Antal unika deltagare", "Unika deltagare", "Unika personer",
    ),
    "arbete_eller_studier": ("till arbete eller studier",),
    "positivt_avslut": ("positivt avslut totalt",),
}  # fmt: skip

#: How a participation ends. Together they are all who ended (domain: avslutade).
EXITS = ("arbete", "studier", "annat_positivt_avslut", "avbrott")

#: The insats that is all of them together.
WHOLE = "Alla insatser"

#: The kinds of table whose counts of persons may be rounded, since their sums are known.
ROUNDED = ("deltagare", "bakgrund", "uppfoljning", "forsorjningsstod")

SEXES: dict[str, tuple[str, ...]] = {
    "kvinnor": ("Kvinnor", "Kvinna", "K"),
    "man": ("Män", "Man", "M"),
    "totalt": ("Totalt", "Total", "Alla", "T"),
}

ROW_TYPES: dict[str, tuple[str, ...]] = {
    "post": ("Post",),
    "varav": ("Varav",),
    "summa": ("Summa", "Delsumma"),
    "resultat": ("Resultat",),
}

#: Whether the cost of a project is decided, by the board's words for it.
STATUSES: dict[str, tuple[str, ...]] = {
    "avslutad": ("avslutade",),
    "beslutad": ("beslutade",),
    "ej_beslutad": ("ej beslutad", "ej beslutade", "inte beslutad"),
    "ny": ("ny, ej beslutad", "nya"),
}

UNITS: dict[str, tuple[str, ...]] = {
    "antal": ("antal", "personer", "st"),
    "procent": ("procent", "%"),
    "procentenheter": ("procentenheter",),
    "kr": ("kr", "kronor"),
    "tkr": ("tkr",),
    "mkr": ("mkr",),
    "dagar": ("dagar",),
    "timmar": ("timmar",),
    "manader": ("månader", "mån"),
    "ar": ("år",),
    "poang": ("poäng",),
    "helarsekvivalenter": ("helårsekvivalenter",),
}

#: The units of money, and the kronor in one of each.
KRONOR = {"kr": 1, "tkr": 1_000, "mkr": 1_000_000}

#: Who is asked in surveys, and at which time of an insats or how often (figures of the national indicators).
RESPONDENTS: dict[str, tuple[str, ...]] = {
    "deltagare": ("Deltagare",),
    "personal": ("Personal", "Insatspersonal", "Medarbetare"),
    "forbundschef": ("Förbundschef", "Förbundschefer"),
    "styrelse": ("Styrelse", "Styrelsen", "Ledamöter i styrelsen"),
    "styrgrupp": ("Styrgrupp", "Styrgrupper", "Ledamöter i styrgrupp"),
    "chefsgrupp": ("Chefsgrupp", "Parternas chefsgrupp"),
}
OCCASIONS: dict[str, tuple[str, ...]] = {
    "under": ("Under insatsen", "Under"),
    "vid_avslut": ("Vid avslut", "Avslut"),
    "halvar": ("Per halvår", "Halvår"),
    "ar": ("Per år", "År", "Årligen"),
}

#: How a result of the social accounts is judged against its threshold (domain: Traffic light).
RULES: dict[str, tuple[str, ...]] = {
    "andel_minst": ("minst andel",),
    "antal_minst": ("minst antal",),
    "exempel_minst": ("minst exempel",),
    "niva_minst": ("lägst nivå",),
    "niva_hogst": ("högst nivå",),
    "minskar": ("minskar med",),
    "okar": ("ökar med",),
}

#: When those who ended are followed up.
YEARS_AFTER: dict[str, tuple[str, ...]] = {
    "1": ("ett år", "1 år"),
    "2": ("två år", "2 år"),
}

#: What tables of income support count, and what they divide it by.
SUPPORT_UNITS: dict[str, tuple[str, ...]] = {
    "hushall": ("Hushåll", "Antal hushåll"),
    "personer": ("Personer", "Antal personer"),
}
SUPPORT_GROUPINGS: dict[str, tuple[str, ...]] = {
    "totalt": ("Totalt", "Alla", "Samtliga"),
    "hushallstyp": ("Hushållstyp",),
    "alder": ("Ålder", "Åldersgrupp"),
    "forsorjningshinder": ("Försörjningshinder", "Hinder"),
    "vuxna_barn": ("Vuxna och barn", "Vuxna eller barn"),
}

#: The area that is all kommuner of a delivery of income support, each household counted once.
ALL_KOMMUNER = "Kommunerna tillsammans"

#: Whether a goal of a scorecard was reached.
JUDGEMENTS: dict[str, tuple[str, ...]] = {
    "uppnatt": ("Uppnått", "Uppnådd", "Ja"),
    "inte_uppnatt": ("Inte uppnått", "Inte uppnådd", "Ej uppnått", "Ej uppnådd", "Nej"),
    "bedoms_inte": ("Bedöms inte", "Ej bedömt"),
}
