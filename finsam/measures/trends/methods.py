"""Each method with its formula and its assumptions, in plain Swedish for the readers of a book."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Method:
    """name and text: Swedish. assumptions: Swedish sentences. formula: in signs that web pages, pdf, Word and screen
    readers can all show, since a formula of LaTeX has no words to be read aloud."""

    name: str
    text: str
    formula: str
    assumptions: tuple[str, ...]


_AUTOCORRELATION = (
    "Ett år som ligger över trenden följs ofta av ett år som också gör det. Hur starkt sambandet är mellan år som "
    "följer på varandra går inte att säga säkert av så få siffror. Därför prövas alla värden från 0 till 0,8, och de "
    "vägs efter hur väl de stämmer med siffrorna."
)
_STEADY = "Trenden är jämn under perioden. Siffror före ett känt brott räknas inte med."
_SPREAD = "Siffrornas spridning runt trenden är ungefär densamma under hela perioden, bortsett från nämnarens storlek."

#: By Trend.method, and the parts that all trends share.
METHODS: dict[str, Method] = {
    "logit": Method(
        "Trend för andelar",
        "Andelens utveckling beskrivs med logistisk regression. Den årliga förändringen är den genomsnittliga "
        "förändringen av den anpassade andelen, i procentenheter, från första till sista året.",
        "ln(p(t) / (1 − p(t))) = a + b · t; variansen är φ · p(t) · (1 − p(t)) / N(t); årlig förändring = "
        "100 · (p(T) − p(1)) / (T − 1)",
        (
            "Spridningen får vara större eller mindre än i ett slumpmässigt urval; faktorn φ skattas ur siffrorna.",
            _AUTOCORRELATION,
            _STEADY,
        ),
    ),
    "logaritm": Method(
        "Trend för tal per person och för antal",
        "Talets logaritm följer en rät linje, vilket betyder att talet ändras med lika många procent varje år. Ett tal "
        "per person vägs med sin nämnare. Den årliga förändringen är den genomsnittliga förändringen av det anpassade "
        "talet, i talets egen enhet, från första till sista året.",
        "ln μ(t) = a + b · t; variansen är φ · μ(t) / N(t); årlig förändring = (μ(T) − μ(1)) / (T − 1)",
        (
            "Spridningen växer med talet och minskar med nämnaren; faktorn φ skattas ur siffrorna. För antal är N = 1.",
            _AUTOCORRELATION,
            _STEADY,
        ),
    ),
    "linjar": Method(
        "Rät linje",
        "Där nämnare saknas följs talet med en rät linje, och alla år väger lika. Linjens lutning är den årliga "
        "förändringen.",
        "y(t) = a + b · t + e(t); variansen är φ",
        (_SPREAD, _AUTOCORRELATION, _STEADY),
    ),
    "intervall": Method(
        "Intervall",
        "Intervallen är 95-procentiga. För varje möjligt samband ρ mellan två år som följer på varandra räknas "
        "skattningen b och dess fel s; fördelningarna läggs samman med vikterna w. Intervallet för nivån utgår från den "
        "senaste siffran och säger hur mycket en enskild siffra brukar avvika. Intervallet för förändringen gör samma "
        "sak med den senaste och den första siffran.",
        "F(x) = summan över ρ av w(ρ) · T(x), där T är t-fördelningen med n − 2 frihetsgrader för (x − "
        "b(ρ)) / s(ρ); korrelationen mellan e(s) och e(t) är ρ upphöjt till avståndet mellan s och t; "
        "vikten w(ρ) är proportionell mot den begränsade likelihooden (REML) för ρ",
        (
            "Avvikelserna är ungefär normalfördelade, och sambandet mellan år avtar med avståndet.",
            "I simulerade serier täcker intervallen den sanna årliga förändringen i ungefär 95 fall av 100 när "
            "sambandet är 0,5 och oftare när det är svagare. Är sambandet starkare än 0,5 täcker de mer sällan.",
            "Med färre än fyra siffror bedöms ingen trend.",
        ),
    ),
    "rullande": Method(
        "Tal som omfattar tolv månader",
        "Två månadsvärden av ett sådant tal har upp till elva månader gemensamt och är inte oberoende. Därför används "
        "bara vart tolfte värde, räknat bakåt från det senaste. Tillsammans omfattar de alla månader precis en gång.",
        "y(T), y(T − 12), y(T − 24) och så vidare",
        ("Det som återstår av samband mellan värdena behandlas som samband mellan år.",),
    ),
    "jamforelse": Method(
        "Jämförelse med länet och riket",
        "Skillnaden mellan de två talen följs år för år, så att det som händer överallt tar ut sig. Områdets egna "
        "kommuner räknas först bort ur länet och riket när nämnarna medger det; annars sägs det. För antal jämförs den "
        "procentuella förändringen.",
        "d(t) = y(t) − (NL(t) · yL(t) − N(t) · y(t)) / (NL(t) − N(t)) = a + b · t + e(t), där L är länet "
        "eller riket; prövningen gäller om b = 0",
        (
            "Gemensamma händelser påverkar båda talen lika mycket i talets enhet.",
            "Skillnaden följer en rät linje. " + _AUTOCORRELATION,
            "Görs många jämförelser blir ungefär en av tjugo tydlig av en slump.",
        ),
    ),
    "brott": Method(
        "Brott i nivån",
        "Ett språng i nivån prövas vid alla tidpunkter utom de yttersta 15 procenten av serien. Den tidpunkt väljs "
        "som förklarar siffrorna bäst. P-värdet är andelen simulerade serier utan brott som någonstans visar ett lika "
        "tydligt språng.",
        "y(t) = a + b · t + δ · [t ≥ τ] + e(t); det τ väljs som ger störst likelihood L(τ) i förhållande "
        "till L(0)",
        (
            "Serien har högst ett brott, och trendens lutning är densamma före och efter.",
            "P-värdet är det största över möjliga samband mellan år. Det krävs minst åtta siffror.",
            "Språnget är valt för att det är störst. Är det osäkert blir det därför lätt överskattat.",
        ),
    ),
    "mal": Method(
        "När målet nås",
        "Målet nås när trendlinjen är vid målets nivå. Tidigast och senast är när den nedre och den övre "
        "gränsen för linjens intervall är där. Linjen dras inte längre framåt än serien är lång, och högst 20 år. Ett mål om förändring i procent "
        "per år nås om hela intervallet för den årliga förändringen ligger vid eller under målet, och nås inte om hela "
        "ligger över.",
        "alla t där den 2,5:e percentilen för linjen är högst g(m) och den 97,5:e percentilen är minst "
        "g(m), där m är målet och g trendmodellens länk",
        (
            "Utvecklingen fortsätter i samma takt som hittills. Det är en beskrivning av takten, inte en prognos.",
            "Basårets siffra tas som den är, utan osäkerhet.",
        ),
    ),
}
