"""Every key of the params in short: what it is for, an example, and whether it lasts from one year's book to the next."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Told:
    """about: what the key is for. example: YAML that a reader takes, with {ar} for the book's year and {last} for the
    year before. lasts: whether the next year's book has it too; what doesn't is of one year alone."""

    about: str
    example: str
    lasts: bool = True


FORBUND = {
    "namn": Told(
        "The name in full, on the cover and in the footers.", "namn: Samordningsförbundet Skellefteby"
    ),
    "kort": Told("The short name, in lists of books.", "kort: Skellefteby"),
    "orgnr": Told("The organisation number.", "orgnr: 222000-0000"),
    "lan": Told("SCB's code of the län, in quotes.", 'lan: "24"'),
    "tidigare_namn": Told(
        "Names that it had, each with the last year. A book of that year or before has that name.",
        "tidigare_namn:\n  - {namn: Samordningsförbundet Norra Skellefteby, kort: Norra Skellefteby, till: 2019}",
    ),
    "om": Told("The förbund in its own words, a paragraph each.", "om:\n  - Förbundet bildades 2010."),
    "medlemmar": Told(
        "The members, as in the table medlemsbidrag. kod: SCB's, which finds public statistics. sedan and till: the "
        "first and the last year or day.",
        "medlemmar:\n"
        "  - {namn: Försäkringskassan, slag: stat}\n"
        '  - {namn: Region Västerbotten, slag: region, kod: "24"}\n'
        '  - {namn: Skellefteå kommun, slag: kommun, kod: "2482", sedan: 2010}',
    ),
    "insatser": Told(
        "The insatser, under the names that the book uses. alias: other names that deliveries have.",
        "insatser:\n  - {namn: Vägen vidare, alias: [Vägen Vidare 2], beskrivning: Stöd på väg till arbete.}",
    ),
    "skydd": Told(
        "How small numbers of persons are protected. Without it numbers from 1 to 4 are hidden.",
        "skydd: {allt: {min_antal: 5}}",
    ),
    "underskrifter": Told(
        "Who signs: what lasts, such as the place.",
        "underskrifter: {ort: Skellefteby, kansli: [{roll: Förbundschef}]}",
    ),
    "tillganglighet": Told(
        "Whom readers ask about accessibility.", "tillganglighet: {epost: kansli@skellefteby.example}"
    ),
    "pahittat": Told("Only for an invented förbund: every page says so.", "pahittat: false"),
}

YEAR = {
    "slag": Told(
        "The kind of book: arsredovisning, delarsrapport, socialt-bokslut or verksamhetsplan.",
        "slag: arsredovisning",
    ),
    "per": Told("The last day of an interim report, which must have one.", "per: null", lasts=False),
    "titel": Told(
        "The title on the cover; without it the kind and the year.", "titel: Årsredovisning {ar}", lasts=False
    ),
    "kapitel": Told(
        "The chapters in order; without it those of the kind. A chapter more: write all that the book is to have.",
        "kapitel: [index, forbundet, deltagare, bakgrund, enkater, sjukfranvaro-uvas, ekonomi, avstamning, metod]",
    ),
    "beslutad": Told("The day when the board adopted it.", "beslutad: null", lasts=False),
    "underlag": Told(
        "Tables without which the book must not be built. Name them when you know that they will come.",
        "underlag: [deltagare]",
    ),
    "levererad": Told(
        "When files were delivered, by name or pattern.", 'levererad: {"*.xlsx": {ar}-12-31}', lasts=False
    ),
    "inledning": Told(
        "The year in the förbund's own words, a paragraph each.",
        "inledning:\n  - Året har varit likt det förra.",
        lasts=False,
    ),
    "mal_arbete_studier": Told(
        "The goal for the share that goes to work or studies.",
        "mal_arbete_studier: {procent: 40, bas: avslutade}",
    ),
    "liten_bas": Told("A share of fewer persons than so is told to be uncertain.", "liten_bas: 20"),
    "felaktiga_rader": Told(
        "Whether a row with a fault stops the book, or is left out and told (avvisas).",
        "felaktiga_rader: stoppar",
    ),
    "statistik": Told(
        "The public statistics that the book follows.",
        "statistik: [sjukpenningtal, uvas_andel, helarsekvivalenter_andel]",
    ),
    "kostnader": Told("The sign of costs in the table budget: positiva or negativa.", "kostnader: positiva"),
    "invanare": Told(
        "Inhabitants of working age by kommun, by which they share their quarter.",
        "invanare: {}",
        lasts=False,
    ),
    "bokforing": Told(
        "The headings of exported vouchers, where they aren't Konto, Datum, Verifikation and Belopp.",
        "bokforing: {kolumner: {konto: Kontonr, belopp: Belopp}, enhet: kr}",
    ),
    "benamningar": Told(
        "The förbund's own labels of the measures of participants.",
        "benamningar: {annat_positivt_avslut: varav annan behovsanpassad lösning}",
    ),
    "foregangare": Told(
        "The books of the year before from which last year's figures are taken where they aren't delivered: the "
        "förbund's own, or those of the förbund that were merged into it.",
        "foregangare: []",
        lasts=False,
    ),
    "jamfor": Told(
        "Other books that tell the same facts, which the audit compares with this one.",
        "jamfor: []",
        lasts=False,
    ),
    "ingaende_eget_kapital": Told(
        "Of a plan: the equity in tkr before the first column of its budget.",
        "ingaende_eget_kapital: null",
        lasts=False,
    ),
    "scenarier": Told(
        "Of a plan: what it would be under other conditions.",
        "scenarier: []",
        lasts=False,
    ),
    "sammandrag": Told(
        "Whether a summary of two pages is made beside the book; an annual report has one when nothing is said.",
        "sammandrag: true",
    ),
    "skydd": Told("As in forbund.yml, for this book alone.", "skydd: {enkater: {min_antal: 10}}"),
    "underskrifter": Told(
        "Who signs this book.",
        "underskrifter:\n  styrelse:\n    - {roll: Ordförande, utsedd_av: Skellefteå kommun}\n    - {roll: Vice ordförande}",
        lasts=False,
    ),
    "kalla": Told(
        "The published document that the figures are from.",
        "kalla: Förbundets årsredovisning {ar}.",
        lasts=False,
    ),
}
