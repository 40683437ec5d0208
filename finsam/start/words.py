"""What the templates say in Swedish: of each sheet what it holds, and of each of its columns."""

from __future__ import annotations

#: Columns that mean the same in several sheets.
COLUMNS = {
    "insats": "Insatsens namn som i forbund.yml. Alla insatser är hela förbundet.",
    "period": "År (2025), månad (2025-09) eller datum. Tomt är bokens år.",
    "kvinnor": "Antal kvinnor.",
    "man": "Antal män.",
    "totalt": "Antal totalt.",
    "enhet": "Radens enhet.",
    "typ": "Vad raden är. Tomt: rader som börjar med Summa eller Tot är summor, övriga är poster.",
    "sektion": "Rubriken i tabellen som raden står under.",
    "rad": "Raden, till exempel en insats eller ett kostnadsslag.",
    "post": "Raden.",
    "not": "Notens nummer.",
    "avser": "Vad siffran upprepar: namn ur kommandot facts. Granskningen jämför de två.",
    "utfall": "Årets utfall.",
    "budget": "Årets budget.",
    "differens": "Avvikelsen som den är tryckt. Tomt: den beräknas.",
    "avvikelse": "Avvikelsen som den är tryckt.",
    "foregaende": "Utfallet året före.",
    "kon": "Kön.",
    "kommun": "Kommunen, med namn eller kod.",
    "fodelsear": "Födelseår med fyra siffror.",
    "nyckel": "Pseudonym för personen, samma i alla insatser och år. Aldrig namn.",
    "efter": "Ett eller två år efter avslutet.",
    "varde": "Siffran.",
    "procent": "Andelen i procent. Skriv 40, inte 40 %.",
    "respondentgrupp": "Vilka som svarade eller räknades.",
    "indikator": "Indikatorns nummer, till exempel 3.1a.",
    "skala": "Skalan, till exempel 1-10.",
    "grupp": "Gruppen som raden gäller.",
    "namn": "Projektet, eller summan.",
}

#: By sheet: what it holds, and the columns that mean something else there.
SHEETS: dict[str, tuple[str, dict[str, str]]] = {
    "deltagare": (
        "Deltagare per insats och mått: hur många, hur de avslutade. Räcker för en första bok.",
        {
            "matt": "Måttet.",
            "period": "År, halvår (2025-H1), månad (2025-09) eller datum. Tomt är bokens år. Rader för året före "
            "blir jämförelsen.",
            "procent": "Tryckt andel av de avslutade. Skriv 40, inte 40 %. Tomt: den beräknas.",
        },
    ),
    "bakgrund": (
        "Deltagarnas bakgrund vid inskrivningen.",
        {
            "omrade": "Vad som frågas, till exempel Försörjning eller Utbildning.",
            "kategori": "Svaret. Raden Totalt är antalet personer.",
            "grupp": "Åldersgrupp eller annan grupp.",
            "procent": "Andel av gruppen. Skriv 40, inte 40 %.",
        },
    ),
    "sjalvskattning": (
        "Deltagarnas egna betyg, medelvärde per insats.",
        {"matt": "Vad som betygsätts.", "medel": "Medelvärdet av svaren."},
    ),
    "kvalitetsmal": (
        "Mål för deltagarnas egna betyg.",
        {
            "matt": "Vad som betygsätts.",
            "mal": "Målet, procent av deltagarna. Skriv 75, inte 75 %.",
        },
    ),
    "uppfoljning": (
        "Registeruppföljning av dem som avslutade till arbete.",
        {
            "period": "Uppföljningens år. Tomt är bokens år.",
            "i_arbete": "Antal som fortfarande arbetar.",
            "inte_i_arbete": "Antal som följts upp och inte arbetar.",
            "ej_foljda": "Antal som inte gick att följa upp.",
        },
    ),
    "fore_efter": (
        "Stöd och arbete för dem som följts upp, tillsammans, året före starten och året efter avslutet.",
        {
            "stod": "Slag av stöd, arbete eller vård, ett av dem i samhallsekonomi.yml.",
            "enhet": "Vad före och efter räknas i: månader, dagar, kr.",
            "period": "Uppföljningens år. Tomt är bokens år.",
            "foljda": "Antal deltagare som följts upp, med eller utan detta stöd.",
            "fore": "Alla tillsammans, tolv månader före starten.",
            "efter": "Alla tillsammans, tolv månader efter avslutet.",
            "fore_personer": "Hur många som hade något före. Trycks aldrig.",
            "efter_personer": "Hur många som hade något efter. Trycks aldrig.",
        },
    ),
    "enkat_utskick": (
        "Hur många som fick en enkät, för svarsfrekvensen.",
        {
            "respondentgrupp": "Vilka som tillfrågades.",
            "tillfalle": "När i insatsen, eller hur ofta.",
            "insats": "Insatsen eller plattformen. Tomt är hela förbundet.",
            "period": "År eller halvår (2025-H1). Tomt är bokens år.",
            "tillfragade": "Antal tillfrågade personer.",
        },
    ),
    "budget": ("Årets budget och utfall, tkr.", {}),
    "prognos": (
        "Prognos för året i en delårsrapport, tkr.",
        {
            "foregaende": "Utfallet för samma månader förra året.",
            "utfall": "Utfallet hittills.",
            "budget": "Hela årets budget.",
            "prognos_budget": "Utfallet hittills och resten av budgeten.",
            "prognos_sasong": "Utfallet hittills, uppräknat efter förra årets månader.",
        },
    ),
    "projektutfall": (
        "Projektens utfall: A skulder från förra året, B årets projekt, tkr.",
        {"rad": "Projektet."},
    ),
    "projektskulder": ("Skulder till projektägare vid årets slut, tkr.", {"projekt": "Projektet."}),
    "flerarsbudget": (
        "Budget för flera år, tkr.",
        {
            "rad": "Raden. Rader av typen Varav följer posten som de är en del av.",
            "andel": "Tryckt andel för en kommun av kommunernas del, i procent.",
        },
    ),
    "projektbudget": (
        "Budget för flera år efter projekt, tkr.",
        {
            "grupp": "Grupp, till exempel A eller B1. B rymmer B1 och B2.",
            "kod": "Projektets kod.",
            "beslut": "Om projektet är beslutat.",
        },
    ),
    "ekonomisk_sammanfattning": (
        "Årets ekonomi i sammandrag, som den är tryckt.",
        {},
    ),
    "ekonomi_i_text": (
        "Ekonomiska siffror ur löpande text, som jämförs med tabellerna.",
        {"post": "Vad siffran säger."},
    ),
    "resultatrakning": ("Resultaträkningen, kr. Kostnader är negativa.", {}),
    "balansrakning": (
        "Balansräkningen, kr.",
        {"sektion": "Tillgångar, Eget kapital eller Skulder."},
    ),
    "kassaflode": ("Kassaflödesanalysen, kr.", {"sektion": "Rubriken som raden står under."}),
    "noter": ("Noterna till räkningarna, kr.", {"rubrik": "Notens rubrik."}),
    "medlemsbidrag": (
        "Medlemmarnas bidrag, kr.",
        {"medlem": "Medlemmen, med samma namn som i forbund.yml."},
    ),
    "sociala_mal": (
        "Mål i det sociala bokslutet, en rad för varje indikator.",
        {
            "malomrade_nr": "Målområdets nummer.",
            "malomrade": "Målområdets namn.",
            "konto": "Kontots nummer, till exempel 4.10.",
            "kontotext": "Kontots text.",
            "kort": "Kort namn på indikatorn.",
            "typ": "enkät, andel_avslutade, andel_deltagare, andel_anstallda, exempel, antal eller register.",
            "respondentgrupp": "Vilka som frågas eller räknas.",
            "fraga": "Enkätens fråga.",
            "regel": "Hur målet prövas. Tomt: minst andel.",
            "enhet": "Enhet för mål och utgångsläge. Tomt: procent för minst andel, antal för antal.",
            "senast": "Året då målet ska vara nått.",
            "troskel_text": "Målet som det ska tryckas, om det inte är en siffra med enhet.",
            "skala": "Svarsskalan.",
            "gynnsamma_svar": "Svar som räknas som gynnsamma.",
            "nns": "Nummer på den nationella indikatorn.",
            "mates_av": "Vad i underlaget som ger utfallet, till exempel deltagare:arbete.",
            "troskel": "Nivån som ger grön signal.",
            "baslinje": "Utgångsläget, för mål som ska minska eller öka.",
        },
    ),
    "sociala_utfall": (
        "Utfall i det sociala bokslutet.",
        {
            "indikator": "Indikatorns nummer, som i sociala_mal.",
            "period": "År. Tomt är bokens år.",
            "utfall_text": "Utfallet i ord, till exempel Utfall saknas.",
            "svar": "Svaren som räknades, som källan skriver dem.",
            "procent": "Tryckt andel. Skriv 40, inte 40 %. Tomt: den beräknas.",
            "n": "Antal gynnsamma svar eller personer.",
            "N": "Antal svar eller personer totalt.",
            "exempel": "Antal exempel.",
            "varde": "Nivån, i radens enhet.",
        },
    ),
    "svarsskalor": (
        "Enkäternas svarsskalor.",
        {"skala": "Skalans nummer.", "svar": "Svaret.", "steg": "Svarets plats på skalan."},
    ),
    "styrkort": (
        "Styrkort: mål, mått, aktivitet, utfall och bedömning.",
        {
            "perspektiv": "Perspektivet, till exempel Individen.",
            "mal": "Målet.",
            "matt": "Vad som mäts.",
            "aktivitet": "Vad som gjordes.",
            "bedomning": "Om målet är nått.",
            "kommentar": "Kommentar till utfallet.",
            "utfall_text": "Utfallet i ord, när det inte är en siffra.",
            "malvarde": "Vad måttet ska vara.",
            "utfall": "Vad måttet blev.",
        },
    ),
    "uppgifter": (
        "Enstaka siffror som ingen annan tabell rymmer. De visas som de står.",
        {
            "kapitel": "Kapitlet som visar siffran.",
            "grupp": "Insats eller tema som siffran visas under.",
            "uppgift": "Vad siffran säger, kort.",
            "period": "År, månad, datum eller en följd av år (2019-2025). Tomt är bokens år.",
            "procent": "Siffrans andel, om källan anger båda.",
            "bas": "Antalet som andelen är av, om det är tryckt.",
        },
    ),
    "historik": (
        "Siffror för tidigare år, till bilderna.",
        {"matt": "Vad som mäts, till exempel eget_kapital.", "period": "År eller datum."},
    ),
    "statistik": (
        "Offentlig statistik efter område, kön och tid.",
        {
            "omrade": "Kommun, län eller Riket, med namn eller kod.",
            "matt": "Måttet, ett av dem i params/register/matt.yml.",
            "period": "År eller månad.",
            "kon": "Kön. Tomt är alla.",
        },
    ),
    "forsorjningsstod": (
        "Hushåll och personer med försörjningsstöd under ett år.",
        {
            "omrade": "Kommun, län eller Riket med namn eller kod, eller Kommunerna tillsammans.",
            "period": "År. Tomt är bokens år.",
            "raknas": "Vad som räknas. Hushåll och personer läggs aldrig ihop.",
            "uppdelning": "Vad raden är uppdelad efter.",
            "grupp": "Gruppen. Tomt när uppdelningen är Totalt.",
            "alla": "Antal med stöd minst en månad under året.",
            "langvarigt": "Antal med stöd minst 10 av årets 12 månader.",
            "mycket_langvarigt": "Antal med stöd minst 27 månader under året och de två åren före.",
            "utbetalt": "Utbetalt under året, kr, på raden för alla hushåll.",
        },
    ),
    "personer": (
        "En rad för varje deltagande. Boken räknar fram deltagare, bakgrund och tid. Aldrig personnummer eller namn.",
        {
            "start": "Första dagen.",
            "slut": "Sista dagen. Tomt medan deltagandet pågår.",
            "orsak": "Varför deltagandet avslutades. Krävs när slut är ifyllt.",
            "forsorjning_fore": "Försörjning före insatsen.",
            "forsorjning_efter": "Försörjning efter insatsen.",
            "utbildning": "Högsta avslutade utbildning.",
            "ar_i_forsorjning": "År i offentlig försörjning före starten.",
            "tolk": "Om tolk behövs.",
        },
    ),
    "personuppfoljning": (
        "En rad för varje person som avslutade till arbete, ett eller två år senare.",
        {
            "nyckel": "Personens nyckel i personer.",
            "i_arbete": "Om personen arbetar. Okänt när ingen vet.",
            "insats": "Insatsen, om svaret bara gäller den.",
        },
    ),
    "enkatsvar": (
        "Enkätsvar, en rad för varje svar. En fil med en kolumn för varje fråga går också bra.",
        {
            "fraga": "Frågan, med sin text eller sitt nummer i enkater.yml.",
            "svar": "Svaret, i ord eller som siffra på skalan.",
            "respondentgrupp": "Vilka som svarade. Behövs när flera grupper får frågan.",
            "tillfalle": "När i insatsen, eller hur ofta.",
            "insats": "Insatsen eller plattformen. Tomt är hela förbundet.",
            "period": "År eller halvår (2025-H1). Tomt är bokens år.",
            "datum": "Svarets dag, i stället för period.",
            "svarande": "Kod som skiljer de svarande åt. Aldrig personnummer.",
        },
    ),
    "hushallsmanader": (
        "En rad för varje hushåll och månad med försörjningsstöd. Aldrig personnummer eller namn.",
        {
            "hushall": "Pseudonym för hushållet, samma i alla månader och kommuner.",
            "manad": "Månaden, till exempel 2025-03.",
            "kommun": "Kommunen som betalar, med namn eller kod.",
            "hushallstyp": "Hushållets typ.",
            "vuxna": "Antal vuxna.",
            "barn": "Antal barn, 0 om inga.",
            "kon": "Registerledarens kön.",
            "fodelsear": "Registerledarens födelseår med fyra siffror.",
            "alder": "Registerledarens ålder, om födelseåret saknas.",
            "forsorjningshinder": "Registerledarens försörjningshinder.",
            "belopp": "Utbetalt under månaden, kr.",
        },
    ),
    "personstod": (
        "En rad för varje person, insats och slag av stöd, i stället för summorna i fore_efter.",
        {
            "nyckel": "Pseudonym för personen, samma som i personer. Aldrig namn.",
            "stod": "Slag av stöd, arbete eller vård, ett av dem i samhallsekonomi.yml.",
            "enhet": "Vad före och efter räknas i: månader, dagar, kr.",
            "period": "Uppföljningens år. Tomt är bokens år.",
            "fore": "Personens tolv månader före starten, 0 om inget.",
            "efter": "Personens tolv månader efter avslutet, 0 om inget.",
        },
    ),
}


def about(sheet: str, column: str) -> str:
    """What a column of a sheet holds, in Swedish."""
    return SHEETS[sheet][1].get(column) or COLUMNS[column]
