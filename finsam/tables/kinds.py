"""The kinds of table that a förbund delivers: their columns, words and units.

A kind is a shape, not a file: `deltagare.csv`, `deltagare-unga.xlsx` and a sheet named `deltagare` are all
read as the kind `deltagare`. What a kind is called, which columns it has and which words they may hold is data
here; the reader, the pandera contract and docs/inputs.md are all made from it.
"""

from __future__ import annotations

from dataclasses import dataclass

#: Chapter names, in reading order; the notebook of a chapter is notebooks/<name>.ipynb.
CHAPTERS = (
    "index",
    "forbundet",
    "deltagare",
    "bakgrund",
    "enkater",
    "indikatorer",
    "sjukfranvaro-uvas",
    "ekonomi",
    "avstamning",
    "metod",
)

#: The chapters that show single figures (the kind uppgifter) and a förbund's own tables.
FACT_CHAPTERS = CHAPTERS[1:8]

#: Deliveries with one row a person or an answer, by their name, and the chapter that shows what they give.
ROW_DELIVERIES = {"personer": "deltagare", "personuppfoljning": "deltagare", "enkatsvar": "enkater"}

#: The measures of a participant table (domain: "Uppföljning och resultat för individinriktade insatser"):
#: column word, printed label, and other labels that reports have used for the same measure.
PARTICIPANT_MEASURES: dict[str, tuple[str, ...]] = {
    "antal_totalt": ("Antal deltagare totalt",),
    "nya": ("varav nya för året",),
    "avslutade": ("Totalt antal avslutade", "Totalt antal avslutade under året"),
    "arbete": ("varav till arbete",),
    "studier": ("varav till studier",),
    "annat_positivt_avslut": ("varav annat positivt avslut", "varav annan behovsanpassad lösning"),
    "avbrott": ("Antal avbrott", "Övriga avbrott"),
    "kvar": ("Antal kvar i verksamheten",),
    "unika": ("Antal unika personer", "Antal olika personer"),
    "arbete_eller_studier": ("till arbete eller studier",),
    "positivt_avslut": ("positivt avslut totalt",),
}

#: How a participation ends. Together they are all who ended (domain: avslutade).
EXITS = ("arbete", "studier", "annat_positivt_avslut", "avbrott")

#: The insats that is all of them together.
WHOLE = "Alla insatser"

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

UNITS: dict[str, tuple[str, ...]] = {
    "antal": ("antal", "personer", "st"),
    "procent": ("procent", "%"),
    "procentenheter": ("procentenheter",),
    "kr": ("kr", "kronor"),
    "tkr": ("tkr",),
    "mkr": ("mkr",),
    "dagar": ("dagar",),
    "timmar": ("timmar",),
    "ar": ("år",),
    "poang": ("poäng",),
    "helarsekvivalenter": ("helårsekvivalenter",),
}

#: The units of money, and the kronor in one of each.
KRONOR = {"kr": 1, "tkr": 1_000, "mkr": 1_000_000}


@dataclass(frozen=True)
class Key:
    """A column that says what a row is about. `words` limits it to these, each with its other spellings."""

    name: str
    about: str
    required: bool = True
    words: dict[str, tuple[str, ...]] | None = None


@dataclass(frozen=True)
class Value:
    """A column of numbers. `unit` None means that the row's own column `enhet` tells it."""

    name: str
    about: str
    unit: str | None = "antal"
    required: bool = False


@dataclass(frozen=True)
class Kind:
    """One shape of table.

    chapter: the chapter that shows it, empty where each row names its own; a book without that chapter must not have such a table.
    keys, values: the columns, in the order in which templates and docs show them.
    period_unit: set where the numbers stand under headings that are a year or a date (`2016`, `2016-12-31`),
        one column for each; the unit of those numbers.
    repeats: whether two rows may have the same keys; elsewhere that is a fault.
    identity: the keys that tell rows apart, where the others only describe; without it all keys but `typ`.
    """

    name: str
    about: str
    chapter: str
    keys: tuple[Key, ...]
    values: tuple[Value, ...] = ()
    period_unit: str | None = None
    repeats: bool = False
    identity: tuple[str, ...] = ()

    @property
    def columns(self) -> dict[str, Key | Value]:
        return {column.name: column for column in (*self.keys, *self.values)}


def _insats() -> Key:
    return Key("insats", "the insats; `Alla insatser` is the whole förbund")


def _typ() -> Key:
    return Key(
        "typ",
        "what the row is; without the column, a label that begins with Summa or Tot is a sum",
        required=False,
        words=ROW_TYPES,
    )


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
YEARS_AFTER: dict[str, tuple[str, ...]] = {
    "1": ("ett år", "1 år"),
    "2": ("två år", "2 år"),
}
JUDGEMENTS: dict[str, tuple[str, ...]] = {
    "uppnatt": ("Uppnått", "Uppnådd", "Ja"),
    "inte_uppnatt": ("Inte uppnått", "Inte uppnådd", "Ej uppnått", "Ej uppnådd", "Nej"),
    "bedoms_inte": ("Bedöms inte", "Ej bedömt"),
}


def _period(about: str = "year, month (2015-09) or date; without the column, the year of the book") -> Key:
    return Key("period", about, required=False)


def _enhet() -> Key:
    return Key("enhet", "unit of the row", required=False, words=UNITS)


_BY_SEX = (
    Value("kvinnor", "number of women"),
    Value("man", "number of men"),
    Value("totalt", "number in all"),
)
_OUTCOME_TKR = (
    Value("budget", "budget of the year", "tkr"),
    Value("utfall", "outcome of the year", "tkr"),
    Value(
        "differens",
        "printed deviation; computed where it is not delivered, by the params' sign of costs",
        "tkr",
    ),
)
_SUMMARY = (
    Value("utfall", "outcome of the year", None),
    Value("budget", "budget of the year", None),
    Value("avvikelse", "printed deviation", None),
    Value("foregaende", "outcome of the year before", None),
)

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "deltagare",
            "participants by insats and measure, as the insatser report them (ready tables)",
            "deltagare",
            (
                _insats(),
                Key("matt", "the measure", words=PARTICIPANT_MEASURES),
                _period(
                    "year, half-year (2016-H1), month (2015-09) or date; without the column, the year of the book"
                ),
            ),
            (
                *_BY_SEX,
                Value("procent", "printed share of those ended; computed where not delivered", "procent"),
            ),
        ),
        Kind(
            "bakgrund",
            "background of the participants at registration: support, education, years in support",
            "bakgrund",
            (
                Key("omrade", "what is asked, such as försörjning or utbildning"),
                Key("kategori", "the answer; a row `Totalt` is the number of persons"),
                Key("grupp", "age group or other group", required=False),
                _period(),
            ),
            (*_BY_SEX, Value("procent", "share of the group", "procent")),
        ),
        Kind(
            "uppgifter",
            "single figures that no other table holds, shown as they stand under their chapter",
            "",
            (
                Key("kapitel", "the chapter that shows it", words=dict.fromkeys(FACT_CHAPTERS, ())),
                Key("grupp", "insats or theme under which it is shown", required=False),
                Key("uppgift", "what the figure tells"),
                _period(
                    "year or span such as 2009-2014",
                ),
                _enhet(),
            ),
            (
                Value("varde", "the figure", None),
                Value("procent", "its share, where the source gives both", "procent"),
                Value("bas", "the number that the share is of, where printed", "antal"),
            ),
            repeats=True,
        ),
        Kind(
            "budget",
            "budget and outcome of the year by section and row, in tkr",
            "ekonomi",
            (
                Key("sektion", "section of the table"),
                _typ(),
                Key("rad", "the row, such as an insats"),
            ),
            _OUTCOME_TKR,
        ),
        Kind(
            "prognos",
            "forecast of the year in an interim report, made in two ways, in tkr",
            "ekonomi",
            (
                Key("sektion", "section of the table"),
                _typ(),
                Key("rad", "the row, such as an insats"),
            ),
            (
                Value("foregaende", "outcome of the same months last year", "tkr"),
                Value("utfall", "outcome so far", "tkr"),
                Value("budget", "budget of the whole year", "tkr"),
                Value("prognos_budget", "outcome so far and the rest of the budget", "tkr"),
                Value("prognos_sasong", "outcome so far by last year's pattern over the months", "tkr"),
            ),
        ),
        Kind(
            "projektutfall",
            "outcome of the projects by section: A debts of last year paid this year, B projects of the year",
            "ekonomi",
            (Key("sektion", "section of the note"), _typ(), Key("rad", "the project")),
            _OUTCOME_TKR,
        ),
        Kind(
            "projektskulder",
            "debts to project owners at the end of the year, in tkr",
            "ekonomi",
            (Key("projekt", "the project"), _typ()),
            period_unit="tkr",
        ),
        Kind(
            "ekonomisk_sammanfattning",
            "economic summary: outcome, budget, deviation and last year",
            "ekonomi",
            (Key("post", "the row"), _enhet()),
            _SUMMARY,
        ),
        Kind(
            "ekonomi_i_text",
            "economic figures that the running text of the report gives",
            "ekonomi",
            (Key("post", "what the figure tells"), _enhet()),
            _SUMMARY,
        ),
        Kind(
            "resultatrakning",
            "income statement, in kr",
            "ekonomi",
            (Key("post", "the row"), Key("not", "number of the note", required=False), _typ()),
            period_unit="kr",
        ),
        Kind(
            "balansrakning",
            "balance sheet, in kr",
            "ekonomi",
            (
                Key("sektion", "assets, equity, liabilities"),
                Key("post", "the row"),
                Key("not", "number of the note", required=False),
                _typ(),
            ),
            period_unit="kr",
        ),
        Kind(
            "kassaflode",
            "cash flow statement (kassaflödesanalys, finansieringsanalys), in kr",
            "ekonomi",
            (Key("sektion", "section", required=False), Key("post", "the row"), _typ()),
            period_unit="kr",
        ),
        Kind(
            "noter",
            "notes to the accounts, in kr",
            "ekonomi",
            (
                Key("not", "number of the note"),
                Key("rubrik", "heading of the note"),
                Key("post", "the row"),
                _typ(),
            ),
            period_unit="kr",
        ),
        Kind(
            "medlemsbidrag",
            "contributions of the members, in kr",
            "forbundet",
            (Key("medlem", "the member, by its name in forbund.yml"),),
            period_unit="kr",
        ),
        Kind(
            "historik",
            "figures of earlier years, for series in the pictures",
            "ekonomi",
            (Key("matt", "what is measured, such as eget_kapital"), Key("period", "year or date"), _enhet()),
            (Value("varde", "the figure", None, required=True),),
        ),
        Kind(
            "sjalvskattning",
            "mean self-ratings by insats",
            "indikatorer",
            (
                _insats(),
                Key("matt", "what is rated"),
                Key("skala", "the scale, such as 1-10"),
            ),
            (Value("medel", "mean of the answers", "poang", required=True),),
            identity=("insats", "matt"),
        ),
        Kind(
            "kvalitetsmal",
            "targets of the self-rated measures",
            "indikatorer",
            (Key("matt", "what is rated"),),
            (Value("mal", "target, percent of the participants", "procent", required=True),),
        ),
        Kind(
            "statistik",
            "public statistics by area, sex and period",
            "sjukfranvaro-uvas",
            (
                Key("omrade", "kommun, län or Riket, by name or code"),
                Key("matt", "the measure, one of params/register/matt.yml"),
                Key("period", "year or month"),
                Key("kon", "sex; without the column, everyone", required=False, words=SEXES),
            ),
            (Value("varde", "the figure", None, required=True),),
        ),
        Kind(
            "sociala_mal",
            "targets of the social accounts, one row an indicator",
            "indikatorer",
            (
                Key("malomrade_nr", "number of the målområde"),
                Key("malomrade", "name of the målområde"),
                Key("konto", "number of the account, such as 4.10 (text)"),
                Key("indikator", "number of the indicator, such as 3.1a (text)"),
                Key("kontotext", "text of the account"),
                Key("kort", "short label of the indicator"),
                Key(
                    "typ",
                    "enkät, andel_avslutade, andel_deltagare, andel_anstallda, exempel, antal, register",
                ),
                Key("respondentgrupp", "who is asked or counted", required=False),
                Key("fraga", "question of the survey", required=False),
                Key(
                    "regel", "how the threshold is held; without it, andel_minst", required=False, words=RULES
                ),
                Key(
                    "enhet",
                    "unit of threshold and baseline; without it, percent for andel_minst and antal for counts",
                    required=False,
                    words=UNITS,
                ),
                Key("senast", "year from which the threshold is judged", required=False),
                Key(
                    "troskel_text",
                    "threshold as the book prints it, where that is not number and unit",
                    required=False,
                ),
                Key("skala", "answer scale", required=False),
                Key("gynnsamma_svar", "answers that count as favourable", required=False),
                Key("nns", "number of the national indicator", required=False),
                Key(
                    "mates_av",
                    "what of the delivery makes the result, such as enkat:bemotande or deltagare:arbete",
                    required=False,
                ),
            ),
            (
                Value("troskel", "the threshold that turns the signal green", None),
                Value("baslinje", "level that minskar and okar start from", None),
            ),
            identity=("indikator",),
        ),
        Kind(
            "sociala_utfall",
            "results of the social accounts, one row an indicator and respondent group",
            "indikatorer",
            (
                Key("indikator", "number of the indicator, as in sociala_mal"),
                Key("respondentgrupp", "who answered or was counted", required=False),
                _period("year; without the column, the year of the book"),
                _enhet(),
                Key("utfall_text", "result in words, such as Utfall saknas", required=False),
                Key("svar", "answers that were counted, as the source words them", required=False),
            ),
            (
                Value("procent", "printed share; computed where it is not delivered", "procent"),
                Value("n", "favourable answers or persons", "antal"),
                Value("N", "answers or persons in all", "antal"),
                Value("exempel", "number of examples", "antal"),
                Value("varde", "level that a register or a count gives, in the row's unit", None),
            ),
            identity=("indikator", "respondentgrupp"),
        ),
        Kind(
            "svarsskalor",
            "answer scales of the surveys",
            "indikatorer",
            (Key("skala", "number of the scale"), Key("svar", "the answer")),
            (Value("steg", "place on the scale", "antal"),),
        ),
        Kind(
            "styrkort",
            "balanced scorecard: goals by perspective with measure, activity, outcome and judgement",
            "indikatorer",
            (
                Key("perspektiv", "perspective, such as Individen"),
                Key("mal", "the goal"),
                Key("matt", "what is measured", required=False),
                Key("aktivitet", "what was done", required=False),
                Key("bedomning", "whether the goal was reached", required=False, words=JUDGEMENTS),
                Key("kommentar", "comment on the outcome", required=False),
                Key("utfall_text", "outcome in words, where it is no number", required=False),
                _enhet(),
            ),
            (
                Value("malvarde", "what the measure should be", None),
                Value("utfall", "what it was", None, required=True),
            ),
            identity=("perspektiv", "mal", "matt", "aktivitet"),
        ),
        Kind(
            "uppfoljning",
            "register follow-up of those who ended to work: who still works one and two years after",
            "deltagare",
            (
                _insats(),
                Key("efter", "years after the end", words=YEARS_AFTER),
                _period("year of the follow-up; without the column, the year of the book"),
            ),
            (
                Value("i_arbete", "still in work", required=True),
                Value("inte_i_arbete", "followed and not in work", required=True),
                Value("ej_foljda", "could not be followed"),
            ),
        ),
        Kind(
            "enkat_utskick",
            "how many were asked in a survey, for the response rate",
            "enkater",
            (
                Key("respondentgrupp", "who was asked", words=RESPONDENTS),
                Key("tillfalle", "when in the insats or how often", required=False, words=OCCASIONS),
                Key("insats", "the insats or platform; without it, the whole förbund", required=False),
                _period("year, or half-year as 2016-H1; without the column, the year of the book"),
            ),
            (Value("tillfragade", "number of persons who were asked", required=True),),
        ),
    )
}
