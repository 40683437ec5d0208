"""How the chapter on effects judges, for the chapter on method: what is estimated, by which formula, and what it assumes."""

from __future__ import annotations

from finsam.chapters.book import Book
from finsam.chapters.markdown import Markdown
from finsam.measures.effects import AFTER, BACK, BEFORE, FEWEST_OTHERS, LEAST_AFTER, LEAST_BEFORE, OTHER_WAY
from finsam.swedish import number, with_unit, word


def methods(book: Book) -> list[Markdown]:
    """Nothing in a book without the chapter."""
    if "effekter" not in book.params.chapters:
        return []
    return [Markdown(text) for text in (_estimate(), _chance(), _tries(), _synthetic(), _rules())]


def _estimate() -> str:
    return (
        "**Skillnad efter inträdet.** För varje år som kommunerna har gått med (en kohort) beräknas hur mycket måttet har "
        "ändrats sedan året före inträdet, minus hur mycket det har ändrats under samma tid i kommuner som står utanför. "
        "Kommuner som redan är medlemmar används aldrig som jämförelse; i en vanlig regression med fasta effekter för "
        "kommun och år gör de det, och då kan svaret bli fel och till och med få fel tecken när effekterna skiljer sig åt "
        "eller växer. Metoden är Callaway och Sant’Annas utan förklarande variabler.\n\n"
        f"Formel: effekt(g, t) = medelvärdet av Y(t) − Y(g − {number(1)}) i kohort g, minus samma medelvärde i kommunerna utanför, där g "
        "är inträdesåret och t ett senare år. Skillnaden i tabellen är medelvärdet över "
        f"de {word(AFTER)} första åren som medlem, inträdesåret medräknat, vägt efter antalet kommuner i varje kohort.\n\n"
        "Antaganden:\n\n"
        "- Utan inträdet hade medlemskommunerna utvecklats som kommunerna utanför.\n"
        "- Inträdet ändrade ingenting före inträdesåret.\n"
        "- Kommunerna utanför påverkades inte av att andra gick med.\n"
        f"- En medlemskommun räknas med om den har siffror från året före inträdet, från minst {word(LEAST_BEFORE)} av de {word(BEFORE)} åren "
        f"före och från minst {word(LEAST_AFTER)} år som medlem. Siffror före seriens senaste brott räknas inte."
    )


def _chance() -> str:
    return (
        "**Hur långt slumpen når.** Medlemskommunerna är få, och då ger vanliga medelfel för smala intervall. I stället får "
        "kommuner utanför låtsas vara medlemmar: varje medlemskommun byts mot en slumpvis vald kommun bland dem utanför som "
        "är ungefär lika stora, många gånger om. Hur stora skillnader det ger visar vad slumpen ensam gör (Conley och "
        f"Taber). Intervallet innehåller de effekter som inte avviker mer från skattningen än {with_unit(95, 'procent')} av de låtsade "
        "skillnaderna gör från noll, och banden i bilderna rymmer alla åren samtidigt. Slumptalen har ett fast startvärde, så "
        "att samma siffror ger samma svar.\n\n"
        "Antagande: kommuner av samma storlek varierar lika mycket.\n\n"
        "Medelfelen i tabellen över prövningar räknar kommuner i samma förbund tillsammans. Kolumnen p efter förbund är en "
        "wild bootstrap av förbund, där skillnaden antas vara noll (Cameron, Gelbach och Miller). Med få förbund är den "
        "försiktig och hittar sällan något."
    )


def _tries() -> str:
    return (
        "**Åren före inträdet.** Skiljer sig något av åren före inträdet så mycket från året närmast före att färre än "
        f"{with_unit(int(100 * OTHER_WAY), 'procent')} av de låtsade medlemmarna gör det, var kommunerna på väg åt olika håll redan då, "
        "och inget sägs om medlemskapet. Att inget syns före inträdet är inget bevis: åren är få, och små skillnader märks "
        f"inte. Dessutom prövas ett låtsat inträde {word(BACK)} år tidigare, där bara siffror från åren före det verkliga inträdet "
        "används."
    )


def _synthetic() -> str:
    return (
        "**Syntetisk kontroll.** En vägd blandning av kommuner utanför väljs så att den före inträdet ligger så nära kommunen "
        "som möjligt: summan av kvadraterna av skillnaden mellan kommunens siffra och blandningens, över åren före inträdet, blir "
        "så liten som möjligt när ingen vikt är negativ och alla vikter tillsammans är hela blandningen (Abadie, Diamond och Hainmueller). En mycket liten extra term håller vikterna samlade när flera blandningar passar lika "
        "bra. Samma sak görs för varje kommun i jämförelsen, som om den hade gått med, och kommunerna ordnas efter "
        "hur mycket större avvikelsen är efter inträdet än före. p är andelen med minst lika stor kvot, kommunen själv inräknad."
    )


def _rules() -> str:
    return (
        f"**Slutsatser.** Med färre än {number(FEWEST_OTHERS)} kommuner att jämföra med, eller färre än två för varje medlemskommun, dras ingen slutsats. Ett samband med medlemskapet "
        "nämns bara när intervallet utesluter noll, åren före inträdet inte skiljer kommunerna åt och det låtsade inträdet inte ger "
        "någon skillnad. Också då kan något annat ha hänt i samma kommuner samtidigt. Intervallen är inte justerade för att flera "
        "mått prövas: av tjugo mått utan någon effekt väntas ungefär ett få ett intervall som utesluter noll."
    )
