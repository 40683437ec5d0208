"""The labels of SIE 4B with their fields in order."""

from __future__ import annotations

_BALANCE = ("årsnr", "konto", "saldo", "kvantitet")
_OBJECT_BALANCE = ("årsnr", "konto", "objekt", "saldo", "kvantitet")
_PERIOD = ("årsnr", "period", "konto", "objekt", "saldo", "kvantitet")
_ROW = ("konto", "objekt", "belopp", "transdat", "transtext", "kvantitet", "sign")

#: Label: names of its fields, and how many of them must be there.
LABELS: dict[str, tuple[tuple[str, ...], int]] = {
    "#FLAGGA": (("x",), 0),
    "#FORMAT": (("format",), 0),
    "#SIETYP": (("typnr",), 0),
    "#PROGRAM": (("programnamn", "version"), 0),
    "#GEN": (("datum", "sign"), 0),
    "#PROSA": (("text",), 0),
    "#FTYP": (("företagstyp",), 0),
    "#FNR": (("företagsid",), 0),
    "#ORGNR": (("orgnr", "förvnr", "verknr"), 0),
    "#BKOD": (("SNI-kod",), 0),
    "#ADRESS": (("kontakt", "utdelningsadr", "postadr", "tel"), 0),
    "#FNAMN": (("företagsnamn",), 0),
    "#RAR": (("årsnr", "start", "slut"), 3),
    "#TAXAR": (("år",), 0),
    "#OMFATTN": (("datum",), 0),
    "#KPTYP": (("typ",), 0),
    "#VALUTA": (("valutakod",), 0),
    "#KONTO": (("kontonr", "kontonamn"), 1),
    "#KTYP": (("kontonr", "kontotyp"), 2),
    "#ENHET": (("kontonr", "enhet"), 2),
    "#SRU": (("konto", "SRU-kod"), 2),
    "#DIM": (("dimensionsnr", "namn"), 1),
    "#UNDERDIM": (("dimensionsnr", "namn", "superdimension"), 3),
    "#OBJEKT": (("dimensionsnr", "objektnr", "objektnamn"), 2),
    "#IB": (_BALANCE, 3),
    "#UB": (_BALANCE, 3),
    "#RES": (_BALANCE, 3),
    "#OIB": (_OBJECT_BALANCE, 4),
    "#OUB": (_OBJECT_BALANCE, 4),
    "#PSALDO": (_PERIOD, 5),
    "#PBUDGET": (_PERIOD, 5),
    "#VER": (("serie", "vernr", "verdatum", "vertext", "regdatum", "sign"), 3),
    "#TRANS": (_ROW, 3),
    "#RTRANS": (_ROW, 3),
    "#BTRANS": (_ROW, 3),
    "#KSUMMA": (("kontrollsumma",), 0),
}

#: Labels of which a file has one, about the company and the file.
HEADER = frozenset({
    "#FLAGGA", "#FORMAT", "#SIETYP", "#PROGRAM", "#GEN", "#FTYP", "#FNR", "#ORGNR", "#BKOD", "#ADRESS",
    "#FNAMN", "#TAXAR", "#OMFATTN", "#KPTYP", "#VALUTA",
})  # fmt: skip

ROWS = frozenset({"#TRANS", "#RTRANS", "#BTRANS"})

#: Dimensions that the specification reserves: they need no #DIM.
RESERVED = {
    "1": "Kostnadsställe / resultatenhet",
    "2": "Kostnadsbärare",
    "6": "Projekt",
    "7": "Anställd",
    "8": "Kund",
    "9": "Leverantör",
    "10": "Faktura",
}
