"""Where every number of tests/golden stands in the processed tables.

The golden files keep the shapes of the printed reports, the processed tables those of `finsam.tables.kinds`.
A shape below takes one golden row and says for each of its number columns: (column, kind, keys, kolumn).
The keys are those that it takes to find the row, in the vocabulary's own words. A row of running text that
only repeats a table row leads to the table row, and to its own row in the chapter avstamning; two sentences with the
same fact to the same `uppgifter` row.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

GOLDEN = Path(__file__).parent / "golden"
#: Folders that aren't named after their book.
FOLDERS = {"umearegionen/2018": "umearegionen-2018-plan"}

Row = dict[str, str]
Place = tuple[str, str, dict[str, str], str]
Shape = Callable[[Row], Iterator[Place]]
Changes = dict[str, str | dict[str, str]]
Held = dict[tuple[str, str], tuple[str, dict[str, str], str]]


@dataclass(frozen=True)
class GoldenCell:
    """A printed number and its place.

    `line` is the line of the golden file, whose header is line 1; `value` is empty for a table's empty cell.
    """

    file: str
    line: int
    column: str
    value: str
    kind: str
    keys: dict[str, str]
    kolumn: str


def golden_cells(book: str) -> Iterator[GoldenCell]:
    """Every number column cell of the book's golden files; of running text, the printed ones."""
    yield from _cells(book, FILES[book])


def own_cells(book: str) -> Iterator[GoldenCell]:
    """The same of the files that the book shows as the förbund's own tables; the kind is the table's name."""
    yield from _cells(book, OWN[book])


def _cells(book: str, files: list[tuple[str, Shape]]) -> Iterator[GoldenCell]:
    folder = FOLDERS.get(book, book.replace("/", "-"))
    for name, shape in files:
        with (GOLDEN / folder / name).open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines)
            for row in reader:
                for column, kind, keys, kolumn in shape(row):
                    place = (kind, keys, kolumn)
                    yield GoldenCell(f"{folder}/{name}", reader.line_num, column, row[column], *place)


# ---- Shapes ----------------------------------------------------------------------------------------------


def values(kind: str, keys: dict[str, str], columns: dict[str, str], **fixed: str) -> Shape:
    """Golden columns that are value columns of one row; both dicts go from the golden name to ours."""

    def shape(row: Row) -> Iterator[Place]:
        found = fixed | {key: row[column] for column, key in keys.items()}
        for column, kolumn in columns.items():
            yield column, kind, found, kolumn

    return shape


def thresholds(row: Row) -> Iterator[Place]:
    """The thresholds that are printed as a percent; the others, such as 1 example, are data of another unit."""
    if row["troskel_procent"]:
        shape = values("sociala_mal", {"indikator_id": "indikator"}, {"troskel_procent": "troskel"})
        yield from shape(row)


def periods(kind: str, keys: dict[str, str], columns: dict[str, str], **fixed: str) -> Shape:
    """Golden columns that are each a year or date; `columns` goes from the golden name to the period."""

    def shape(row: Row) -> Iterator[Place]:
        found = fixed | {key: row[column] for column, key in keys.items()}
        for column, period in columns.items():
            yield column, kind, found | {"period": period}, "belopp"

    return shape


def members(column: str, columns: dict[str, str]) -> Shape:
    """Note 1 once more, as the contributions of the members."""

    def shape(row: Row) -> Iterator[Place]:
        if row[column] != "Summa":
            medlem = MEMBERS.get(row[column], row[column])
            for name, period in columns.items():
                yield name, "medlemsbidrag", {"medlem": medlem, "period": period}, "belopp"

    return shape


def participants(row: Row) -> Iterator[Place]:
    insats = row["insats"].partition(" (")[0]  # Vindeln övriga ("Resultat för övriga")
    keys = {"insats": insats, "matt": row["matt"], "period": "2016"}
    for column in ("kvinnor", "man", "totalt", "procent"):
        yield column, "deltagare", keys, column


def participants_vannas(row: Row) -> Iterator[Place]:
    for column in ("kvinnor", "man", "totalt", "procent"):
        keys = {"insats": "Lokal samverkan Vännäs", "matt": VANNAS_MEASURES[row["matt"]]}
        yield column, "deltagare", keys, column


def background(row: Row) -> Iterator[Place]:
    keys = {
        "omrade": capital(row["omrade"]),
        "kategori": capital(row["kategori"]),
        "grupp": row["aldersgrupp"],
    }
    yield "procent", "bakgrund", keys, "procent"


def sickness(row: Row) -> Iterator[Place]:
    for kon in ("totalt", "kvinnor", "man"):
        keys = {"omrade": row["omrade"], "matt": "sjukpenningtal", "period": "2015-09", "kon": kon}
        yield kon, "statistik", keys, "varde"


def uvas(row: Row) -> Iterator[Place]:
    keys = {"omrade": row["kommun"], "period": "2014", "kon": row["kon"].lower().replace("ä", "a")}
    yield "antal", "statistik", keys | {"matt": "uvas_antal"}, "varde"
    yield "andel_procent", "statistik", keys | {"matt": "uvas_andel"}, "varde"


def equivalents(row: Row) -> Iterator[Place]:
    matt = "helarsekvivalenter_" + row["stodform"].lower().translate(str.maketrans(" åäö", "_aao"))
    for year in ("2014", "2015", "2016"):
        yield f"ar_{year}", "statistik", {"omrade": "Vännäs", "matt": matt, "period": year}, "varde"


def ratings(row: Row) -> Iterator[Place]:
    insats = row["insats"].replace("Snitt av de som följts upp", "Alla insatser")
    for column, matt in RATED.items():
        yield column, "sjalvskattning", {"insats": insats, "matt": matt}, "medel"


def quality_targets(row: Row) -> Iterator[Place]:
    yield "mal_procent", "kvalitetsmal", {"matt": capital(row["matt"])}, "mal"


def project_outcome(row: Row) -> Iterator[Place]:
    sektion = row["sektion_text"] if row["sektion"] == "A+B" else f"{row['sektion']}. {row['sektion_text']}"
    for column in ("budget", "utfall", "differens"):
        keys = {"sektion": sektion, "typ": row["typ"], "rad": row["projekt"]}
        yield column, "projektutfall", keys, column


def economy_text(columns: dict[str, str], changed: dict[str, str]) -> Shape:
    def shape(row: Row) -> Iterator[Place]:
        deviation = row["uppgift"].startswith("Avvikelse")
        for column, kolumn in columns.items():
            if row[column]:
                keys = {"post": changed.get(row["uppgift"], row["uppgift"])}
                yield column, "ekonomi_i_text", keys, "avvikelse" if deviation else kolumn

    return shape


def text(kapitel: str, changed: Changes, held: Held | None = None, grupp: str = "") -> Shape:
    """Running text. `changed` gives our label, or further keys too, where it isn't just the golden label."""

    def shape(row: Row) -> Iterator[Place]:
        label = row.get("uppgift") or row["matt"]
        insats = INSATSER.get(row.get("insats", grupp), row.get("insats", grupp))
        printed = [column for column in ("antal", "varde", "procent", "bas_tryckt") if row.get(column)]
        if place := (held or {}).get((insats, label)):
            kind, keys, kolumn = place
            yield from (
                (column, kind, keys, "procent" if column == "procent" else kolumn) for column in printed
            )
            change = changed.get(label, {})
            again = {"kapitel": "avstamning", "grupp": insats, "uppgift": label} | change
            for column in printed:
                yield column, "uppgifter", again, "procent" if column != printed[0] else "varde"
            return
        keys = {"kapitel": kapitel, "grupp": insats, "uppgift": capital(label)}
        if (period := row.get("period", "2014")) != "2014":
            keys["period"] = period.replace("t.o.m. ", "2009-")
        change = changed.get(label, {})
        keys |= change if isinstance(change, dict) else {"uppgift": change}
        for column in printed:
            kolumn = {"procent": "procent", "bas_tryckt": "bas"}.get(column, "varde")
            alone = (
                column == "procent" and column == printed[0]
            )  # a share without a count is itself the figure
            yield column, "uppgifter", keys, "varde" if alone else kolumn

    return shape


def planned_income(row: Row) -> Iterator[Place]:
    """The income rows of the plan once more, by member."""
    keys = {"sektion": "Intäkter", "rad": row["medlem"].removesuffix(" (ej medlemsbidrag)")}
    for column, period in (_PLAN | {"summa": "2005-2019"}).items():
        yield column, "flerarsbudget", keys | {"period": period}, "belopp"


def planned_figures(row: Row) -> Iterator[Place]:
    kapitel, grupp, uppgift = PLANNED[row["uppgift"]]
    yield "varde", "uppgifter", {"kapitel": kapitel, "grupp": grupp, "uppgift": uppgift}, "varde"


def support(row: Row) -> Iterator[Place]:
    for column in ("stod_fran_forbundet", "andel_procent"):
        if row[column]:
            uppgift, period = SUPPORT[row["insats"], column]
            keys = {
                "kapitel": "ekonomi",
                "grupp": row["insats"].removesuffix(" (beslut)"),
                "uppgift": uppgift,
            }
            yield column, "uppgifter", keys | ({"period": period} if period else {}), "varde"


def staff(row: Row) -> Iterator[Place]:
    grupp, _, variabel = row["variabel"].rpartition(" ")
    keys = {"grupp": grupp or variabel, "variabel": variabel.capitalize() if grupp else "Totalt"}
    for column in ("antal", "procent"):
        if row[column]:
            yield column, "aldreomsorg_personal", keys | {"kommun": row["kommun"]}, column


def returners(row: Row) -> Iterator[Place]:
    for column in ("kvinnor", "man", "totalt"):
        yield column, "hikikomori_tillagg", {"rad": row["rad"].rstrip("*")}, column


def enterprise(row: Row) -> Iterator[Place]:
    uppgift = ENTERPRISE.get(row["uppgift"], capital(row["uppgift"]))
    keys = {"dokument": DOCUMENTS[row["dokument"]], "uppgift": uppgift}
    yield "varde", "socialt_foretagande", keys, "varde"


def rehabilitation(row: Row) -> Iterator[Place]:
    keys = {"verksamhet": row["verksamhet"]}
    yield "antal_personer", "forrehab_volym", keys, "antal_personer"
    if row["forsorjning"]:
        yield "procent", "forrehab_volym", keys, SUPPORTS[row["forsorjning"]]


def capital(label: str) -> str:
    return label[:1].upper() + label[1:]


# ---- Words of the reports --------------------------------------------------------------------------------

#: Chapter, group and label of the figures in the text of the plan.
PLANNED = {
    "målgruppens ålder från": ("plan", "Målgrupp", "Ålder från"),
    "målgruppens ålder till": ("plan", "Målgrupp", "Ålder till"),
    "prioriterade unga från": ("plan", "Målgrupp", "Prioriterade unga, ålder från"),
    "prioriterade unga till": ("plan", "Målgrupp", "Prioriterade unga, ålder till"),
    "effektmål: minskning av andelen med offentlig ersättning per år och kommun": (
        "plan",
        "Effektmål",
        "Minskning per år och kommun av andelen med offentlig ersättning",
    ),
    "regeringens mål för sjukpenningdagar": ("plan", "Effektmål", "Regeringens mål för sjukpenningdagar"),
    "mål sjukpenningdagar": ("plan", "Effektmål", "Förebyggande ohälsa, mål för sjukpenningdagar"),
    "långsiktigt mål sjukpenningdagar": (
        "plan",
        "Effektmål",
        "Förebyggande ohälsa, långsiktigt mål för sjukpenningdagar",
    ),
    "sociala bokslut redovisade av Steget vidare 2014-2017": (
        "plan",
        "Social redovisning",
        "Sociala bokslut från Steget vidare",
    ),
    "mål i den sociala budgeten": ("plan", "Social redovisning", "Mål i den sociala budgeten"),
    "målområden i den sociala budgeten (ordet fyra)": (
        "plan",
        "Social redovisning",
        "Målområden i den sociala budgeten",
    ),
    "utvecklingsområden i Ungdomstorgets utvecklingsplan": (
        "plan",
        "Verksamheten",
        "Utvecklingsområden i Ungdomstorgets utvecklingsplan",
    ),
    "medarbetare på Vuxentorget (cirka)": ("plan", "Verksamheten", "Medarbetare på Vuxentorget (cirka)"),
    "deltagare i workshop förebyggande (cirka)": (
        "plan",
        "Verksamheten",
        "Förstudien om psykisk ohälsa, deltagare i workshop (cirka)",
    ),
    "rapporter per verksamhet och år (ordet två)": (
        "plan",
        "Verksamheten",
        "Rapporter per verksamhet och år",
    ),
    "ledamöter i styrelsen": ("forbundet", "Organisation", "Ledamöter i styrelsen"),
    "ersättare i styrelsen": ("forbundet", "Organisation", "Ersättare i styrelsen"),
}

MEMBERS = {
    "Driftbidrag från staten": "Försäkringskassan",
    "Driftbidrag från Nordmalings kommun": "Nordmalings kommun",
    "Driftbidrag från Umeå kommun": "Umeå kommun",
    "Driftbidrag från Vindelns kommun": "Vindelns kommun",
    "Driftbidrag från Vännäs kommun": "Vännäs kommun",
    "Driftbidrag från Västerbottens läns lansting": "Västerbottens läns landsting",
}
VANNAS_MEASURES = {
    "Antal deltagare totalt": "antal_totalt",
    "varav nya för året": "nya",
    "Totalt antal avslutade under året": "avslutade",
    "varav till arbete": "arbete",
    "Varav till studier": "studier",
    "varav annan behovsanpassad lösning": "annat_positivt_avslut",
    "Övriga avbrott": "avbrott",
    "Antal kvar i verksamheten": "kvar",
}
RATED = {
    "paverkan_pa_livskvalite": "Påverkan på livskvalité",
    "kvalite_pa_insatsen": "Kvalité på insatsen",
    "paverkansmojlighet": "Möjlighet att påverka sin egen rehabilitering",
}


INSATSER = {"Alla": "Alla insatser"}
_FFA = "Förberedelse för arbetslivsinriktad rehabilitering - FFA"
_VANNAS = "Lokal samverkan Vännäs"

#: Running text that only repeats a table row (measure, and the year where it isn't the book's).
_REPEATED_2016 = {
    "Alla insatser": {
        "Människor som fick stöd": "antal_totalt",
        "Individer som deltagit": "antal_totalt",
        "Avslutade": "avslutade",
        "Till arbete": "arbete",
        "Till studier": "studier",
        "Annat positivt avslut": "annat_positivt_avslut",
        "Annat positivt avslut 2016": "annat_positivt_avslut",
        "Annat positivt avslut 2015": "annat_positivt_avslut 2015",
        "Positivt avslut totalt 2015": "positivt_avslut 2015",
        "Avbrutit insatsen": "avbrott",
    },
    "Ungdomstorget": {"Ungdomar som deltog": "antal_totalt", "Avslutade": "avslutade", "Avbrott": "avbrott"},
    "Mellansteget": {"Ungdomar som deltagit": "antal_totalt"},
    "Hikikomori": {"Ungdomar som deltagit": "antal_totalt"},
    "Steget vidare": {
        "Deltagare": "antal_totalt",
        "Avslutade": "avslutade",
        "Avslut 2016": "avslutade",
        "Avslut 2015": "avslutade 2015",
        "Till arbete": "arbete",
        "Till arbete 2016": "arbete",
        "Till arbete 2015": "arbete 2015",
        "Till studier": "studier",
        "Till studier 2015": "studier 2015",
        "Annan positiv lösning": "annat_positivt_avslut",
    },
    _FFA: {"Individer": "antal_totalt", "I förtid avbrutit": "avbrott"},
    "Matcha": {
        "Till arbete av avslutade": "arbete",
        "Till studier": "studier",
        "Övriga positiva avslut": "annat_positivt_avslut",
        "Avbrutit": "avbrott",
    },
}


def _held(insats: str, matt: str, period: str = "2016") -> tuple[str, dict[str, str], str]:
    return "deltagare", {"insats": insats, "matt": matt, "period": period}, "totalt"


def _sick_days(period: str) -> tuple[str, dict[str, str], str]:
    return "statistik", {"omrade": "Vännäs", "matt": "sjukpenningtal", "period": period}, "varde"


HELD_2016 = {
    (insats, label): _held(insats, *matt.split())
    for insats, labels in _REPEATED_2016.items()
    for label, matt in labels.items()
}
HELD_VANNAS = {
    (_VANNAS, "sjukdagar i snitt per försäkrad Vännäs januari 2017"): _sick_days("2017-01"),
    (_VANNAS, "sjukdagar i snitt per försäkrad Vännäs december 2017"): _sick_days("2017-12"),
}

_STEERING = {"grupp": "Organisation"}
_NAFS_SUPPORT = "Individer som fått stöd (cirka, lågt uppskattat)"
_TARGET_2016 = "Mål: andel av de avslutade till arbete eller studier"
_SEVENTH = "Sjunde gruppen: "
_BEAS = "Personer som lyfts i BEAS"
_LEFT = "Ej in i lokal samverkan"
_SCREENED = "Hinder i snitt per deltagare"
PARTICIPANTS_2016: Changes = {
    "Andel män": "Andel män bland deltagarna",
    "Andel kvinnor": "Andel kvinnor bland deltagarna",
    "Mål till arbete och studier": _TARGET_2016,
    "Mål: av avslutade till arbete eller studier": _TARGET_2016,
    "Individer som får någon form av stöd via NAFS (lågt uppskattat)": _NAFS_SUPPORT,
    "Individer som fått stöd (cirka)": _NAFS_SUPPORT,
    "Registrerade i SUS yngre än 25 år": {"kapitel": "bakgrund"},
    "Registrerade i SUS äldre än 25 år": {"kapitel": "bakgrund"},
    "Hinder i snitt per deltagare vid tidigare screening": {"kapitel": "bakgrund"},
    "Målet överträffat med (procentenheter, tryckt %)": "Målet överträffat med",
    "Minskning av andelen arbete/studier mot 2015 (procentenheter, tryckt %)": (
        "Minskning av andelen till arbete eller studier mot 2015"
    ),
    "Positivt avslut totalt 2016": "Positivt avslut totalt",
    "Deltagare i sjunde gruppen som avslutades i juni": _SEVENTH + "deltagare som avslutades i juni",
    "Rekommenderade att skriva in sig på Arbetsförmedlingen": (
        _SEVENTH + "rekommenderade att skriva in sig på Arbetsförmedlingen"
    ),
    "varav fick en anställning": _SEVENTH + "rekommenderade till Arbetsförmedlingen som fick en anställning",
    "Rekommenderade att ansöka om daglig verksamhet": _SEVENTH
    + "rekommenderade att ansöka om daglig verksamhet",
    "Gått vidare i sin rehabilitering eller till studier": (
        "Avslutade: gått vidare i sin rehabilitering eller till studier"
    ),
    "varav 16-24 år": "Fick ja i beredning, 16-24 år",
    "varav över 25 år": "Fick ja i beredning, över 25 år",
    "varav till Mellansteget": "Kvar i modellen, varav till Mellansteget",
    "varav till lokal samverkan": "Kvar i modellen, varav till lokal samverkan",
    "BEAS träffar under 2016": "Träffar i BEAS under året",
    "Lyfta personer totalt": _BEAS + " totalt",
    "varav lyfts in i samverkan": _BEAS + ", varav in i lokal samverkan",
    "Ej lyfta in, kvinnor": _LEFT + ", kvinnor",
    "Ej lyfta in, män": _LEFT + ", män",
    "Ej lyfta in i lokal samverkan (ordet nio)": _LEFT + ", totalt",
    "Aktualiserade ärenden våren": "Aktualiserade ärenden, våren",
    "Aktualiserade ärenden hösten": "Aktualiserade ärenden, hösten",
}
_NAFS = "NAFS-seminarium, deltagare (cirka)"
_CONFERENCE = "Konferens om psykisk ohälsa, deltagare (cirka)"
MEETINGS_2016: Changes = {
    "deltagare i workshop 2 september 2016 (cirka)": "Workshop 2 september 2016, deltagare (cirka)",
    "KUR-dagar deltagare per tillfälle (cirka)": "KUR-dagar, deltagare per tillfälle (cirka)",
    "KUR nyckelpersoner (cirka)": "KUR-dagar, nyckelpersoner (cirka)",
    "konferens psykisk ohälsa deltagare (cirka)": _CONFERENCE,
    "NAFS-seminarium medarbetare (cirka)": _NAFS,
    "NAFS-seminarium deltagare (cirka)": _NAFS,
    "frukostföreläsningar": "Frukostföreläsningar under året",
    "deltagare per frukostföreläsning (cirka)": "Frukostföreläsningar, deltagare per tillfälle (cirka)",
    "deltagare per frukostföreläsning i snitt från": "Frukostföreläsningar, deltagare i snitt från",
    "deltagare per frukostföreläsning i snitt till": "Frukostföreläsningar, deltagare i snitt till",
    "deltagare i workshop kranskommunerna (cirka)": "Workshop i kranskommunerna, deltagare (cirka)",
    "ersättare i styrelsen": _STEERING | {"uppgift": "Ersättare i styrelsen"},
    "ledamöter i styrelsen (ordet fem)": _STEERING | {"uppgift": "Ledamöter i styrelsen"},
    "styrelsesammanträden (ordet sju)": _STEERING | {"uppgift": "Styrelsesammanträden under året"},
    "styrgrupper (ordet åtta)": _STEERING | {"uppgift": "Styrgrupper"},
}
STUDY_2016: Changes = {
    "medarbetare per chef, vanligt": "Medarbetare per chef, vanligt i många kommuner",
    "regel: dagar personal utan utbildning får arbeta": (
        "Dagar som personal utan utbildning får arbeta, enligt en kommuns regel"
    ),
    "minuter mindfulness per dag": "Minuter mindfulness per dag för att nå effekt",
}
SICKNESS_2016: Changes = {
    "genomsnittlig ökning av sjukpenningtalet per år sedan 2011": {"period": "2011-2015"},
    "målet för sjukpenningtalet år 2020 (ordet nio)": {
        "uppgift": "Mål för sjukpenningtalet år 2020",
        "period": "2020",
    },
}
_AVERAGE = "Till arbete eller studier i genomsnitt, i verksamheter med det målet"
_SUPPORTED = "Unga som fått eller erbjudits stöd sedan starten"
_ENDED = "Till arbete eller studier, av avslutade under året"
_MATCHED = "Matchade till arbete, varav "
PARTICIPANTS_2014: Changes = {
    "Andel till arbete eller studier i genomsnitt "
    "(verksamheter där målet direkt är arbete eller studier)": _AVERAGE,
    "Genomsnittlig måluppfyllelse i verksamheter med mål arbete och studier": _AVERAGE,
    "Unga som fått stöd sedan starten": _SUPPORTED,
    "Unga som erbjudits stöd sedan starten": _SUPPORTED,
    "Till arbete eller studier": _ENDED,
    "Andel till arbete och studier räknat på avslutade under året": _ENDED,
    "Andel till arbete och studier räknat på alla deltagare": (
        "Till arbete eller studier, av alla deltagare sedan starten"
    ),
    "varav redo att gå ut i någon form av aktivitet (ca en fjärdedel)": (
        "I tidiga insatser, varav redo för någon form av aktivitet (cirka en fjärdedel)"
    ),
    "av dessa fått en anställning efter året": (
        "Bedöms stå till arbetsmarknadens förfogande, varav anställda efter året"
    ),
    "Positiva resultat på deltagarna": "Deltagare med positiva resultat",
    "Andel till studier": "Andel av deltagarna till studier",
    "Av dessa fått anställning": _MATCHED + "fått anställning",
    "Av dessa på introduktion till anställning": _MATCHED + "på introduktion till anställning",
    "Av dessa avbrutit": _MATCHED + "avbrutit",
}
BACKGROUND_2014: Changes = {
    "hinder i snitt per deltagare": _SCREENED,
    "hinder i snitt vid liknande screening 2011": {
        "uppgift": _SCREENED + " vid liknande screening",
        "period": "2011",
    },
}
ORGANISATION_2014: Changes = {
    "styrelsesammanträden under året (ordet sex)": "Styrelsesammanträden under året",
    "beredningsgruppens sammanträden (ordet fem)": "Beredningsgruppens sammanträden under året",
    "styrgrupper (ordet sex)": "Styrgrupper",
    "varav permanenta (ordet tre)": "Styrgrupper, varav permanenta",
    "varav mer tillfälliga (ordet tre)": "Styrgrupper, varav mer tillfälliga",
    "strategiska utvecklingsområden (ordet åtta)": "Strategiska utvecklingsområden",
}
_PILOT = "Beviljat stöd april–december 2015, högst (ägare: Viva resurs)"
_LONGEST = "Längsta tid i insats"
REHABILITATION_2014: Changes = {
    "exempel: platser kommunen vill göra anspråk på": "Platser som kommunen vill göra anspråk på (exempel)",
    "längsta tid i insats": _LONGEST,
    "maxtid enligt förstudien": _LONGEST,
    "beviljat belopp, högst": {
        "kapitel": "ekonomi",
        "grupp": "Pilot förrehabilitering",
        "uppgift": _PILOT,
        "period": "2015",
    },
}
_SCHOOL = "(ägare: Umeå kommun, Fridhemsgymnasiet)"
SUPPORT = {
    ("Ungdomstorget", "stod_fran_forbundet"): (
        "Stöd från förbundet 2009–2014, cirka (ägare: alla parter)",
        "2009-2014",
    ),
    ("Steget vidare", "stod_fran_forbundet"): (
        "Stöd från förbundet sedan mars 2011, cirka (ägare: förbundets huvudmän)",
        "2011-2014",
    ),
    ("Hikikomori", "andel_procent"): (f"Förbundets andel av finansieringen {_SCHOOL}", ""),
    ("Hikikomori", "stod_fran_forbundet"): (f"Stöd från förbundet sedan juni 2013, cirka {_SCHOOL}", ""),
    ("SAMS", "andel_procent"): (
        "Förbundets andel av en tjänst vardera hos socialtjänsten och Försäkringskassan (ägare: Umeå kommun)",
        "",
    ),
    ("Stödstruktur för socialt företagande", "stod_fran_forbundet"): (
        "Stöd från förbundet 2011–2014 (ägare: Umeå kommun)",
        "2011-2014",
    ),
    ("Mellansteget", "stod_fran_forbundet"): (
        "Stöd från förbundet 2010–2014, cirka (ägare: Umeå kommun)",
        "2010-2014",
    ),
    ("Våga växa", "stod_fran_forbundet"): ("Stöd från förbundet 2014 (ägare: Umeå kommun)", ""),
    ("Matcha (Företagsringar)", "stod_fran_forbundet"): (
        "Stöd från förbundet 2014–2016, förväntat, cirka (ägare: Arbetsförmedlingen)",
        "2014-2016",
    ),
    ("Pilot förrehabilitering (beslut)", "stod_fran_forbundet"): (_PILOT, "2015"),
}
_SICK_DAYS = {"kapitel": "sjukfranvaro-uvas", "grupp": "Sjukdagar per försäkrad"}
TEXT_VANNAS: Changes = {
    "sjukdagar i snitt per försäkrad Vännäs januari 2017": _SICK_DAYS
    | {"uppgift": "Sjukdagar i snitt per försäkrad i Vännäs, januari 2017", "kapitel": "avstamning"},
    "sjukdagar i snitt per försäkrad Vännäs december 2017": _SICK_DAYS
    | {"uppgift": "Sjukdagar i snitt per försäkrad i Vännäs, december 2017", "kapitel": "avstamning"},
    "beredningstillfällen under året": {"kapitel": "forbundet"},
    "arbetsträning under (timmar) som tas in": "Arbetsträning som tas in i beredningen, under",
    "förändring januari-december 2017": _SICK_DAYS
    | {"uppgift": "Förändring i Vännäs, januari–december 2017"},
    "mål: sjukdagar per försäkrad vid utgången av 2020": _SICK_DAYS
    | {"uppgift": "Mål vid utgången av 2020", "period": "2020"},
}
_DEBT_2013 = "Projektskuld från 2013 som betalas under 2014"
_PROJECTS_2014 = "Projektkostnader avseende 2014, med extra betalning för projektskulder från 2013"
ECONOMY_2014 = {
    "Ränta på placeringskontot SEB före årsskiftet (utfall_2014) jämfört med dec 2013 (utfall_2013)": (
        "Ränta på placeringskontot hos SEB före årsskiftet, jämfört med december 2013"
    ),
    "Totalram i budget för SESAM, Förstudie Ungas övergång och Vännäs (inget utfall)": (
        "Totalram för SESAM, Förstudie Ungas övergång och Vännäs (inget utfall)"
    ),
    "Totalt utfall Matcha och Våga växa (uppges inte ha varit med i budgetplanen)": (
        "Matcha och Våga växa (uppges inte ha varit med i budgetplanen)"
    ),
    "Överförd projektskuld från 2013 som skulle betalas ut under 2014": _DEBT_2013,
    "Utfall för projektskulden från 2013": _DEBT_2013,
    "Avvikelse för projektskulden från 2013": _DEBT_2013,
    "Projektkostnader avseende 2014 inkl. extra betalning för projektskulder från 2013": _PROJECTS_2014,
    "Beslutad helårsbudget för projekt (budget_2014)": _PROJECTS_2014,
    "Avvikelse mot beslutad helårsbudget": _PROJECTS_2014,
}
ECONOMY_2016 = {
    'Överskrider budgeten med (tryckt "500 kr")': "Huvudmännens tilldelning överskrider budgeten med",
    "Eget kapital slutet av 2016 (jamforelse_2015 = före)": "Eget kapital i slutet av 2016, jämfört med före",
}

DOCUMENTS = {
    "årsredovisning": "Årsredovisningen",
    "årsredovisning bilaga 1": "Årsredovisningens bilaga 1",
    "slutrapport sammanfattning": "Slutrapportens sammanfattning",
    "slutrapport": "Slutrapporten",
}
ENTERPRISE = {
    "personer på sändlistan (ca)": "Personer på sändlistan (cirka)",
    "spridningseffekt på nätet (uppemot)": "Spridning på nätet, personer (uppemot)",
    "deltagare Entreprenörskap för nyanlända": "Deltagare i Entreprenörskap för nyanlända",
    "nya sociala företag under projekttiden (ordet åtta)": "Nya sociala företag under projekttiden",
}
SUPPORTS = {
    "Aktivitetsstöd": "aktivitetsstod",
    "Försörjningsstöd": "forsorjningsstod",
    "Sjukpenning": "sjukpenning",
    "A-kassa": "a_kassa",
}

# ---- Files of the books ----------------------------------------------------------------------------------

_OUTCOME = {"budget": "budget", "utfall": "utfall", "differens": "differens"}
_BUDGET = values("budget", {"sektion": "sektion", "typ": "typ", "rad": "rad"}, _OUTCOME)
_POST = {"post": "post"}
_SECTION_POST = {"sektion": "sektion", "post": "post"}
_PLAN = {
    "utfall_2005_2016": "2005-2016",
    "prognos_2017": "2017",
    "budget_2018": "2018",
    "budget_2019": "2019",
    "budget_2020": "2020",
}
_SECTION_ROW = {"sektion": "sektion", "rad": "rad"}
_PROJECT = {"grupp": "grupp", "kod": "kod", "namn": "namn"}
_YEARS_2016 = {"belopp_2016": "2016", "belopp_2015": "2015"}
_DATES_2016 = {"belopp_2016_12_31": "2016-12-31", "belopp_2015_12_31": "2015-12-31"}
_YEARS_2014 = {"belopp_2014": "2014", "belopp_2013": "2013"}
_DATES_2014 = {"belopp_2014_12_31": "2014-12-31", "belopp_2013_12_31": "2013-12-31"}
_SEXES = {"kvinnor": "kvinnor", "man": "man", "totalt": "totalt"}

FILES: dict[str, list[tuple[str, Shape]]] = {
    "umearegionen/2016": [
        (
            "ekonomisk_sammanfattning.csv",
            values(
                "ekonomisk_sammanfattning",
                _POST,
                {
                    "utfall_jan_dec_2016": "utfall",
                    "aktuell_budget_jan_dec_2016": "budget",
                    "avvikelse_utfall_minus_budget": "avvikelse",
                    "bokslut_helar_2015": "foregaende",
                },
            ),
        ),
        ("resultatrakning.csv", periods("resultatrakning", _POST, _YEARS_2016)),
        ("balansrakning.csv", periods("balansrakning", _SECTION_POST, _DATES_2016)),
        ("kassaflodesanalys.csv", periods("kassaflode", _POST, _YEARS_2016)),
        ("budget_utfall_2016.csv", _BUDGET),
        ("not1_medlemsavgifter.csv", periods("noter", _POST, _YEARS_2016, **{"not": "1"})),
        ("not1_medlemsavgifter.csv", members("post", _YEARS_2016)),
        ("not2_fordringar.csv", periods("noter", _POST, _DATES_2016, **{"not": "2"})),
        ("not3_kortfristiga_skulder.csv", periods("noter", _POST, _DATES_2016, **{"not": "3"})),
        (
            "ekonomi_i_text.csv",
            economy_text(
                {
                    "utfall_2016": "utfall",
                    "budget_2016": "budget",
                    "avvikelse": "avvikelse",
                    "jamforelse_2015": "foregaende",
                },
                ECONOMY_2016,
            ),
        ),
        ("deltagare_insatser.csv", participants),
        ("deltagare_i_text.csv", text("deltagare", PARTICIPANTS_2016, HELD_2016)),
        ("sus_bakgrund_i_text.csv", background),
        ("sjukpenningtal_2015-09.csv", sickness),
        ("sjukpenningtal_i_text.csv", text("sjukfranvaro-uvas", SICKNESS_2016, grupp="Sjukpenningtal")),
        ("uvas_2014.csv", uvas),
        ("forstudie_i_text.csv", text("sjukfranvaro-uvas", STUDY_2016, grupp="Förstudie om psykisk ohälsa")),
        (
            "moten_och_utbildningar_i_text.csv",
            text("forbundet", MEETINGS_2016, grupp="Möten och utbildningar"),
        ),
    ],
    "umea-vannas/2014": [
        ("budget_utfall_2014.csv", _BUDGET),
        ("resultatrakning.csv", periods("resultatrakning", _POST, _YEARS_2014)),
        ("balansrakning.csv", periods("balansrakning", _SECTION_POST, _DATES_2014)),
        ("finansieringsanalys.csv", periods("kassaflode", _SECTION_POST, _YEARS_2014)),
        (
            "not1_verksamhetens_intakter.csv",
            periods("noter", {"huvudman": "post"}, _YEARS_2014, **{"not": "1"}),
        ),
        ("not1_verksamhetens_intakter.csv", members("huvudman", _YEARS_2014)),
        ("not2_verksamhetens_kostnader.csv", periods("noter", _POST, _YEARS_2014, **{"not": "2"})),
        ("not2_projektens_utfall.csv", project_outcome),
        (
            "not2_projektskulder_2014-12-31.csv",
            periods("projektskulder", {"projekt": "projekt"}, {"projektskuld_2014_12_31": "2014-12-31"}),
        ),
        ("not3_omsattningstillgangar.csv", periods("noter", _POST, _DATES_2014, **{"not": "3"})),
        ("not4_kortfristiga_skulder.csv", periods("noter", _POST, _DATES_2014, **{"not": "4"})),
        (
            "ekonomi_i_text.csv",
            economy_text(
                {"utfall_2014": "utfall", "utfall_2013": "foregaende", "budget_2014": "budget"}, ECONOMY_2014
            ),
        ),
        ("deltagarutfall_i_text.csv", text("deltagare", PARTICIPANTS_2014)),
        ("sjalvskattning.csv", ratings),
        ("kvalitativa_mal.csv", quality_targets),
        ("malgrupp_i_text.csv", text("bakgrund", BACKGROUND_2014)),
        ("organisation_i_text.csv", text("forbundet", ORGANISATION_2014, grupp="Organisation")),
        ("finansiering_per_insats_i_text.csv", support),
        ("forrehab_i_text.csv", text("forbundet", REHABILITATION_2014, grupp="Förstudie förrehabilitering")),
    ],
    "umearegionen/2018": [
        ("budget_2005-2020.csv", periods("flerarsbudget", _SECTION_ROW, _PLAN | {"summa": "2005-2019"})),
        ("verksamhetsbudget_projekt.csv", periods("projektbudget", _PROJECT, _PLAN | {"summa": "2005-2020"})),
        ("medlemmarnas_bidrag.csv", planned_income),
        ("uppgifter_i_text.csv", planned_figures),
    ],
    "vannas/2017": [
        ("deltagarstatistik.csv", participants_vannas),
        (
            "tid_i_offentlig_forsorjning.csv",
            values("bakgrund", {"tid": "kategori"}, _SEXES, omrade="Tid i offentlig försörjning"),
        ),
        ("utbildning.csv", values("bakgrund", {"utbildning": "kategori"}, _SEXES, omrade="Utbildning")),
        (
            "forsorjning_fore_insats.csv",
            values("bakgrund", {"forsorjning": "kategori"}, _SEXES, omrade="Försörjning före insats"),
        ),
        ("helarsekvivalenter_vannas.csv", equivalents),
        (
            "helarsekvivalenter_andel_per_omrade.csv",
            values(
                "statistik",
                {"omrade": "omrade"},
                {"andel_procent": "varde"},
                matt="helarsekvivalenter_andel",
                period="2016",
            ),
        ),
        ("uppgifter_i_text.csv", text("deltagare", TEXT_VANNAS, HELD_VANNAS, grupp=_VANNAS)),
        ("socialt_bokslut_mal.csv", thresholds),
        (
            "socialt_bokslut_resultat.csv",
            values(
                "sociala_utfall",
                {"indikator_id": "indikator", "respondentgrupp": "respondentgrupp"},
                {"procent": "procent", "n_gynnsamma": "n", "n_svarande": "N", "antal_exempel": "exempel"},
            ),
        ),
        ("svarsskalor.csv", values("svarsskalor", {"skala": "skala", "svar": "svar"}, {"varde": "steg"})),
    ],
}

#: The files that are shown as own tables (params/<forbund>/tabeller.yml).
OWN: dict[str, list[tuple[str, Shape]]] = {
    "umearegionen/2016": [
        ("aldreomsorg_personal_2015.csv", staff),
        ("hikikomori_tillagg.csv", returners),
        ("stodstruktur_socialt_foretagande.csv", enterprise),
    ],
    "umea-vannas/2014": [("forrehab_volym.csv", rehabilitation)],
}
