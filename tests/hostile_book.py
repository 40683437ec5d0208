"""A book of an invented förbund whose every text field is a payload: what each is called, and where the book says it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from itertools import count
from pathlib import Path

from ruamel.yaml import YAML

from finsam.tables.chapters import CHAPTERS as ALL

#: Those with public statistics show no text of a delivery.
CHAPTERS = [name for name in ALL if name not in ("sjukfranvaro-uvas", "forsorjningsstod")]


class Hostile:
    """The params and raw files of the book prov/2020, made of the payloads."""

    def __init__(self, payloads: Sequence[str]):
        self.payloads, self._next = payloads, count()
        #: Own texts of the kansli are templates: those with braces are refused there (tests/test_texts.py).
        self.prose = [text for text in payloads if "{" not in text]
        self.insatser, self.members, self.groups, self.areas, self.support = map(self.some, (6, 4, 5, 2, 9))

    def some(self, number: int, prose: bool = False) -> list[str]:
        """So many, others each time, for fields of which each value makes a section or a picture of its own."""
        among = self.prose if prose else self.payloads
        return [among[(next(self._next) * 7) % len(among)] for _ in range(number)]

    def params(self) -> dict[str, dict]:
        """By the name of the file."""
        title, note, picture, *heads = self.some(7)
        kinds = ("stat", "region", "kommun", "kommun")
        return {
            "forbund": {
                "namn": "Samordningsförbundet 'Prov' & \"söner\", #1 (a; b) – 5 % !",
                "kort": "<b>Prov</b>",
                "pahittat": True,
                "om": self.prose,
                "medlemmar": [
                    {"namn": name, "slag": kind} for name, kind in zip(self.members, kinds, strict=True)
                ],
                "insatser": [
                    {"namn": name, "kort": short, "plattform": platform, "beskrivning": told}
                    for name, short, platform, told in zip(
                        self.insatser, self.some(6), self.some(6), self.some(6, prose=True), strict=True
                    )
                ],
                "tillganglighet": {
                    "svarstid": self.payloads[0],
                    "brister": [{"vad": text, "varfor": text, "istallet": text} for text in self.payloads],
                },
            },
            "2020": {
                "slag": "arsredovisning",
                "titel": "Bok 'ett' & \"två\": =3 + 4 / #fem; !",
                "kapitel": CHAPTERS,
                "inledning": self.prose,
                "kalla": self.some(1)[0],
                "ingaende_eget_kapital": 5,
                "scenarier": [
                    {
                        "namn": text,
                        "beskrivning": other,
                        "avslutas": [{"insats": " ".join(text.split()), "fran": 2020}],
                    }
                    for text, other in zip(self.payloads[:2], self.payloads[1:3], strict=True)
                ],
                "benamningar": {"nya": self.some(1)[0]},
                "underskrifter": {
                    "ort": self.payloads[0],
                    "styrelse": [
                        {"roll": text, "namn": other, "utsedd_av": text}
                        for text, other in zip(self.payloads, self.payloads[1:], strict=False)
                    ],
                },
            },
            "enkater": {
                "fragor": {
                    f"fraga{at}": {"kort": short, "text": text, "skala": "ofta6", "grupper": ["deltagare"]}
                    for at, (short, text) in enumerate(zip(self.some(9), self.some(9), strict=True))
                },
            },
            "samhallsekonomi": {
                "stod": {
                    kind: {
                        "priser": [
                            {"enhet": "manader", "personen": 5, "ar": 2019, "spann": 9, "kalla": source}
                        ]
                    }
                    for kind, source in zip(self.support, self.some(9), strict=True)
                },
                "antaganden": {
                    name: {"varde": 5, "lagst": 4, "hogst": 6, "motiv": self.some(1)[0]}
                    for name in ("hade_kommit_anda", "kvar_nasta_ar", "kalkylranta")
                },
                "prisindex": {
                    "namn": self.some(1)[0],
                    "kalla": self.some(1)[0],
                    "varden": {2019: 100, 2020: 105},
                },
            },
            "tabeller": {
                "egen": {
                    "titel": title,
                    "kapitel": "forbundet",
                    "rader": "rad",
                    "varden": {"antal": "antal"},
                    "text": ["kommentar"],
                    "lista": ["punkter"],
                    "not": note,
                    "bild": "staplar",
                    "bild_titel": picture,
                    "bild_rader": self.some(8),
                    "rubriker": dict(zip(("rad", "antal", "kommentar", "punkter"), heads, strict=True)),
                }
            },
        }

    def raw(self) -> dict[str, str]:
        """By the name of the file."""
        shifted = [*self.payloads[17:], *self.payloads[:17]]
        pairs = list(zip(self.payloads, shifted, strict=True))
        grouped = [(self.groups[at % 5], text, other) for at, (text, other) in enumerate(pairs)]
        return {
            "deltagare.csv": table(
                "insats matt period kvinnor man totalt",
                ([name, measure, 2020, 30, 40, 70] for name in self.insatser for measure in ("nya", "arbete", "avslutade")),
            ),
            "uppgifter.csv": table(
                "kapitel grupp uppgift period enhet varde",
                ([c, group, text, 2020, "antal", 7] for c in ("deltagare", "ekonomi", "bakgrund") for group, text, _ in grouped),
            ),
            "budget.csv": table(
                "sektion typ rad budget utfall",
                (
                    [group, "post", text, 5, 5]
                    for group, text in (*((g, text) for g, text, _ in grouped), *(("Insatser", name) for name in self.insatser))
                ),
            ),
            "fore_efter.csv": table(
                "insats stod enhet foljda fore efter fore_personer efter_personer",
                ([name, kind, "månader", 60, 50, 90, 20, 30] for name in self.insatser[:2] for kind in self.support),
            ),
            "noter.csv": table(
                "not rubrik post typ 2020 2019",
                ([1 + self.groups.index(group), group, text, "post", 5, 5] for group, text, _ in grouped),
            ),
            "styrkort.csv": table(
                "perspektiv mal matt aktivitet malvarde utfall enhet utfall_text bedomning kommentar",
                ([group, text, f"{text} m", other, "", "", "", other, "Uppnått", text] for group, text, other in grouped),
            ),
            "bakgrund.csv": table(
                "omrade kategori grupp procent",
                ([area, text, group, 5] for area in self.areas for group in self.some(2) for text in self.some(9)),
            ),
            "resultatrakning.csv": table("post not typ 2020 2019", ([text, "", "post", 5, 5] for text in self.payloads)),
            "balansrakning.csv": table(
                "sektion post not typ 2020-12-31 2019-12-31",
                ([group, text, "", "post", 5, 5] for group, text, _ in grouped),
            ),
            "kassaflode.csv": table("post typ 2020 2019", ([text, "post", 5, 5] for text in self.payloads)),
            "projektutfall.csv": table(
                "sektion typ rad budget utfall", ([group, "post", text, 5, 5] for group, text, _ in grouped)
            ),
            "projektskulder.csv": table("projekt typ 2020-12-31", ([text, "post", 5] for text in self.payloads)),
            "flerarsbudget.csv": table(
                "sektion typ rad 2019 2020", ([group, "post", text, 5, 5] for group, text, _ in grouped)
            ),
            "ekonomi_i_text.csv": table("post enhet utfall", ([text, "tkr", 5] for text in self.payloads)),
            "uppfoljning.csv": table(
                "insats efter period i_arbete inte_i_arbete ej_foljda", ([name, 1, 2020, 30, 30, 5] for name in self.insatser)
            ),
            "sociala_mal.csv": table(
                "malomrade_nr malomrade konto indikator kontotext kort typ regel troskel enhet troskel_text",
                (
                    [1 + self.groups.index(group), group, f"{1 + self.groups.index(group)}.{at}", f"{1 + self.groups.index(group)}.{at}",
                     text, other, "antal", "antal_minst", 1, "antal", text]
                    for at, (group, text, other) in enumerate(grouped)
                ),
            ),
            "sociala_utfall.csv": table(
                "indikator period utfall_text exempel",
                ([f"{1 + self.groups.index(group)}.{at}", 2020, other, 5] for at, (group, _, other) in enumerate(grouped)),
            ),
            "enkatsvar.csv": table(
                "svarande respondentgrupp insats datum fraga svar",
                (
                    [f"{name}{number}", "deltagare", self.insatser[name], "2020-05-05", f"fraga{at}", answer]
                    for name in range(6) for number, answer in enumerate(["Ofta", "Ibland", "Alltid", "Sällan"] * 4) for at in range(9)
                ),
            ),
            "medlemsbidrag.csv": table("medlem 2020 2019", ([name, 5, 5] for name in self.members)),
            "sjalvskattning.csv": table(
                "insats matt skala medel",
                ([name, measure, "1-10", 8] for name in self.insatser for measure in self.some(2)),
            ),
            "projektbudget.csv": table(
                "grupp typ kod namn 2019 2020", (["A", "post", "", text, 1, 2] for text in self.payloads)
            ),
            "egen.csv": table(
                "rad antal kommentar punkter",
                ([text, 5, other, f"{text.replace(';', ',')}; {other.replace(';', ',')}"] for text, other in pairs),
            ),
        }  # fmt: skip


def table(heads: str, rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerows([heads.split(), *rows])
    return out.getvalue()


def write_book(root: Path, payloads: Sequence[str]) -> Hostile:
    """Params and raw files of the book prov/2020 under a root."""
    hostile = Hostile(payloads)
    write(root, hostile.params(), hostile.raw())
    return hostile


def write_rows_book(root: Path, payloads: Sequence[str]) -> None:
    """The same of a book that is made from rows of persons and from a ledger: every name and text in them is a payload."""
    write(root, rows_params(payloads), {"bok.se": ledger(payloads), "personer.csv": persons(payloads)})


def write(root: Path, settings: dict[str, dict], files: dict[str, str]) -> None:
    params, raw = root / "params/prov", root / "data/raw/prov/2020"
    for folder in (params, raw):
        folder.mkdir(parents=True, exist_ok=True)
    for name, content in settings.items():
        with (params / f"{name}.yml").open("w", encoding="utf-8") as file:
            YAML(typ="safe").dump(content, file)
    for name, text in files.items():
        (raw / name).write_text(text, encoding="utf-8")


#: Rows of each insats, so that its counts aren't small.
EACH = 6


def rows_params(payloads: Sequence[str]) -> dict[str, dict]:
    return {
        "forbund": {"namn": "Samordningsförbundet Prov", "kort": "Prov"},
        "2020": {
            "slag": "arsredovisning",
            "kapitel": ["index", "deltagare", "bakgrund", "ekonomi", "avstamning", "metod"],
            "skydd": {"allt": {"ingen": "Påhittade siffror."}},
        },
        "personer": {
            "orsaker": {text: {"avslut": "arbete"} for text in payloads},
            "forsorjning": {text: {"grupp": text} for text in payloads},
            "utbildning": {text: {} for text in payloads},
        },
    }


def persons(payloads: Sequence[str]) -> str:
    """Each insats with a few persons, whose words are other payloads each."""
    rows = []
    for at, name in enumerate(payloads):
        for number in range(EACH):
            word = payloads[(at + number) % len(payloads)]
            rows.append(
                [
                    f"P{at}A{number}",
                    name,
                    "KM"[number % 2],
                    "2020-01-07",
                    "2020-06-01",
                    word,
                    word,
                    word,
                    word,
                ]
            )
    return table("nyckel insats kon start slut orsak forsorjning_fore forsorjning_efter utbildning", rows)


def ledger(payloads: Sequence[str]) -> str:
    """A SIE 4 file: the accounts of members, claims and debts, their vouchers and rows are called as the payloads."""
    quoted = ['"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"' for text in payloads]
    lines = ["#FLAGGA 0", "#FORMAT PC8", "#SIETYP 4", f"#FNAMN {quoted[0]}", "#RAR 0 20200101 20201231"]
    accounts = {
        number: text for first in (3001, 1401, 2401) for number, text in enumerate(quoted[:90], start=first)
    }
    lines += [f"#KONTO {number} {text}" for number, text in accounts.items()]
    for at, text in enumerate(quoted[:90]):
        lines += [
            f"#VER A {at + 1} 202001{1 + at % 28:02} {text}", "{",
            f"#TRANS {1401 + at} {{}} 9000 202001{1 + at % 28:02} {text}",
            f"#TRANS {2401 + at} {{}} -4000 202001{1 + at % 28:02} {text}",
            f"#TRANS {3001 + at} {{}} -5000 202001{1 + at % 28:02} {text}", "}",
        ]  # fmt: skip
    return "\n".join(lines) + "\n"
