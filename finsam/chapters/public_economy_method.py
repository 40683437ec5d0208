"""How the chapter on the public economy computes, for the chapter on method: the formula, and what it assumes."""

from __future__ import annotations

from finsam.chapters.book import Book
from finsam.chapters.markdown import Markdown
from finsam.measures.public_economy import DRAWS, HORIZONS
from finsam.swedish import listing, number, with_unit, word


def methods(book: Book) -> list[Markdown]:
    """Nothing in a book without the chapter."""
    if "samhallsekonomi" not in book.params.chapters:
        return []
    return [Markdown(text) for text in (_gain(), _years(), _share(), _uncertainty(), _rules(book))]


def _gain() -> str:
    return (
        "**Nytta.** För varje slag av stöd, arbete och vård räknas hur mycket de följda deltagarna tillsammans hade under de "
        "tolv månaderna efter avslutet, minus under de tolv månaderna före starten. Skillnaden gånger priset för en enhet är vad "
        "en part vinner eller förlorar. Ett bidrag har minus för den som betalar och plus för den som får det, så i summan för "
        "alla parter tar det ut sig. Kvar i summan blir vad som har producerats mer och vad som har förbrukats mindre.\n\n"
        "Formel: G(part) = summan över alla slag av (efter − före) · pris(slag, part).\n\n"
        "Antaganden:\n\n"
        "- Året före och året efter visar en varaktig nivå. Den som söker stöd gör det ofta när det är som sämst, och då blir det "
        "bättre sedan även utan insats. Det är ett skäl till att en stor del av förändringen kan ha kommit ändå.\n"
        "- Belopp i kronor är levererade i bokens års priser. Priser från andra år är omräknade med det prisindex som anges."
    )


def _years() -> str:
    one = number(1)
    return (
        f"**Netto över tid.** Formel: netto efter T år = ({one} − d) · G · F(T) − kostnaden, där d är andelen som hade kommit ändå "
        f"och F(T) är summan för t = {one} till T av q upphöjt till t − {one}, delat med {one} + r upphöjt till t. q är den del av "
        "effekten som är kvar från ett år till nästa och r kalkylräntan. Kostnaden räknas som betald när insatsen slutar, och ett "
        "års nytta som om den kom vid årets slut. Kostnaden är betald när nyttan når den, jämnt fördelad inom ett år.\n\n"
        f"T är {listing([word(each, 'ett') for each in HORIZONS])} år. Längre fram sägs ingenting.\n\n"
        "Insatsens kostnad är den i räkenskaperna för bokens år, delad med antalet som avslutade under året, gånger antalet "
        "följda. Antaganden: de som har följts har kostat lika mycket som andra, och lika mycket det året som när de deltog."
    )


def _share() -> str:
    return (
        "**Det som hade kommit ändå.** Andelen d kan inte beräknas ur uppgifterna, eftersom det inte finns någon jämförelsegrupp. "
        "Den anges av förbundet med motiv och gränser; anges den inte redovisas inget netto. Nettot är noll när "
        f"d = {number(1)} − kostnaden / (G · F(T)). Samma d används för alla slag av stöd och alla parter."
    )


def _uncertainty() -> str:
    return (
        f"**Osäkerhet.** I {number(DRAWS)} beräkningar dras varje antagande ur en triangelfördelning från dess lägsta över det antagna "
        "till det högsta värdet, och varje pris med ett spann ur en sådan fördelning runt sig självt. Dragningarna är oberoende av "
        f"varandra. Intervallet rymmer de mittersta {with_unit(95, 'procent')} av nettona. Slumptalen har ett fast startvärde, så att "
        "samma siffror ger samma svar. Slumpen i vilka som deltog ingår inte, och med få följda kan den vara större än allt annat."
    )


def _rules(book: Book) -> str:
    text = (
        "**Slutsatser.** Plus eller minus sägs bara när hela intervallet efter det sista året ligger på den ena sidan om noll. "
        "Annars sägs att kalkylen inte kan avgöra det. Är nyttan mindre än noll redan det första året sägs att förändringen har varit till nackdel."
    )
    if book.protects("fore_efter"):
        least = number(book.params.protection("fore_efter").min_antal)
        text += (
            f" Uppgifter om färre än {least} personer visas inte: inte om en insats där färre har följts, och inte om ett slag som "
            "färre har haft före eller efter. Nettovärde redovisas bara när alla slag kan visas, och är alltid beräknat på det som visas."
        )
    return text
