"""The kinds of book: what each is called, which chapters it has, whether a summary stands beside it."""

from __future__ import annotations

#: The chapters of each kind of book, unless the year's params name others.
CHAPTERS_OF = {
    "arsredovisning": (
        "index",
        "forbundet",
        "deltagare",
        "bakgrund",
        "sjukfranvaro-uvas",
        "ekonomi",
        "avstamning",
        "metod",
        "underskrifter",
    ),
    "delarsrapport": ("index", "forbundet", "ekonomi", "avstamning", "metod"),
    "verksamhetsplan": ("index", "forbundet", "plan", "avstamning", "metod"),
    "socialt-bokslut": (
        "index",
        "forbundet",
        "deltagare",
        "bakgrund",
        "sjukfranvaro-uvas",
        "indikatorer",
        "avstamning",
        "metod",
    ),
}

#: The kinds of book that have a summary of two pages beside them unless the year's params say otherwise.
SUMMED_UP = ("arsredovisning",)

#: What a book of each kind is called, which begins its title.
KIND_NAMES = {
    "arsredovisning": "Årsredovisning",
    "delarsrapport": "Delårsrapport",
    "verksamhetsplan": "Verksamhetsplan",
    "socialt-bokslut": "Socialt bokslut",
}
