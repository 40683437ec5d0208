"""The ledger made from the printed report of 2016: each figure that rounding explains comes out of it."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

import pytest
from conftest import REPOSITORY

from finsam.sources.sie.read import read_ledger
from finsam.sources.sie.reconcile import differences

FILE = REPOSITORY / "data/raw/umearegionen/2016/bokforing-2016.se"
GOLDEN = REPOSITORY / "tests/golden/umearegionen-2016"
LEDGER = read_ledger(FILE)
ORE = {(b.slag, b.ar, b.konto): b.ore for b in LEDGER.balances.itertuples()}
#: The year before the file's own, and its own.
YEARS = {"2015": -1, "2016": 0}


def total(kind: str, year: int, *parts: str) -> int:
    """Öre of all accounts that begin with one of the parts."""
    return sum(
        ore
        for (slag, ar, account), ore in ORE.items()
        if (slag, ar) == (kind, year) and account.startswith(parts)
    )


def printed(ore: int, unit: int = 100) -> int:
    """Öre as the report prints them: rounded half away from zero, to kronor or thousands."""
    return int((Decimal(ore) / unit).quantize(Decimal(1), ROUND_HALF_UP))


def golden(name: str) -> Iterator[dict[str, str]]:
    with (GOLDEN / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def test_the_script_makes_the_file(tmp_path):
    made = tmp_path / "made.se"
    subprocess.run([sys.executable, "tools/printed_ledger.py", made], cwd=REPOSITORY, check=True)
    assert made.read_bytes() == FILE.read_bytes()


def test_it_reads_without_faults():
    assert LEDGER.faults == () and differences(LEDGER) == [] and LEDGER.kind == "1"
    assert LEDGER.header.name == "Samordningsförbundet Umeåregionen" and LEDGER.header.orgnr == ""


def test_double_entry_holds_to_the_ore():
    for kind, year in (("IB", -1), ("UB", -1), ("IB", 0), ("UB", 0), ("RES", -1), ("RES", 0)):
        assert total(kind, year, "") == 0, (kind, year)
    before = {account: ore for (kind, year, account), ore in ORE.items() if (kind, year) == ("UB", -1)}
    assert before == {account: ore for (kind, year, account), ore in ORE.items() if (kind, year) == ("IB", 0)}
    for year in (-1, 0):
        moved = total("UB", year, "20") - total("IB", year, "20")
        assert moved == total("RES", year, *"34567", "83", "84") == -total("RES", year, "8990")


def test_balances_of_2014_are_those_of_its_own_report():
    assert [printed(total("IB", -1, part)) for part in ("1650", "1760", "2510", "2910", "2970", "2990")] == [
        58879, 222, -39630, -146749, -4874587, -46168,
    ]  # fmt: skip
    assert [printed(total("IB", -1, *parts)) for parts in (["16", "17"], ["1"], ["20"], ["25", "29"])] == [
        59101, 7750324, -2643190, -5107134,
    ]  # fmt: skip


def income(year: int) -> dict[str, int]:
    """Rows of the income statement in öre; credit is positive here, as in print."""
    net, interest = -total("RES", year, *"34567"), -total("RES", year, "83", "84")
    return {
        "Verksamhetens medlemsavgifter": -total("RES", year, "35") + total("RES", year, "3590"),
        "EU-medel och andra bidrag": -total("RES", year, "3590"),
        "Övriga intäkter": -total("RES", year, "36"),
        "Verksamhetens kostnader": -total("RES", year, *"4567"),
        "Avskrivningar": 0,
        "Verksamhetens nettokostnad": net,
        "Finansiella intäkter": -total("RES", year, "83"),
        "Finansiella kostnader": -total("RES", year, "84"),
        "Extraordinära intäkter": 0,
        "Periodens/årets resultat": net + interest,
    }


def balance(year: int) -> dict[str, int]:
    receivables, cash = total("UB", year, "16", "17"), total("UB", year, "19")
    capital, owing = -total("UB", year, "20"), -total("UB", year, "25", "29")
    return {
        "Anläggningstillgång": 0,
        "Fordringar": receivables,
        "Kassa och banktillgodohavande": cash,
        "Summa omsättningstillgångar": receivables + cash,
        "Summa tillgångar": receivables + cash,
        "Eget kapital": capital,
        "Avsättning": 0,
        "Långfristiga skulder": 0,
        "Kortfristiga skulder": owing,
        "Summa eget kapital och skulder": capital + owing,
        "Ansvarsförbindelser": 0,
    }


def flow(year: int) -> dict[str, int]:
    change = {
        part: total("IB", year, *part) - total("UB", year, *part) for part in (("16", "17"), ("25", "29"))
    }
    result, operating = income(year)["Periodens/årets resultat"], sum(change.values())
    return {
        "Periodens/årets resultat": result,
        "Justering för ej likviditetspåverkande poster": 0,
        "Medel från verksamheten före förändring av rörelsekapital": result,
        "Ökning/minskning kortfristiga fordringar": change["16", "17"],
        "Ökning/minskning kortfristiga skulder": change["25", "29"],
        "Kassaflöde för den löpande verksamheten": operating,
        "Kassaflöde från investeringsverksamheten": 0,
        "Kassaflöde från finansieringsverksamheten": 0,
        "Årets kassaflöde": result + operating,
        "Likvida medel vid årets början": total("IB", year, "19"),
        "Likvida medel vid årets slut": total("UB", year, "19"),
    }


NOTES = {
    "not1_medlemsavgifter": {
        "Driftbidrag från staten": "3511",
        "Driftbidrag från Västerbottens läns lansting": "3512",
        "Driftbidrag från Umeå kommun": "3521",
        "Driftbidrag från Vännäs kommun": "3522",
        "Driftbidrag från Nordmalings kommun": "3523",
        "Driftbidrag från Vindelns kommun": "3524",
    },
    "not2_fordringar": {
        "Friskvårdskostnad avseende år 2017": "1710",
        "Fordran moms kvartal 4": "1650",
        "Löneskuld": "1610",
        "AF, lönebidrag november och december": "1790",
    },
    "not3_kortfristiga_skulder": {
        "Leverantörsskulder": "2510",
        "Skuld till huvudmän, upparbetade projektkostnader": "2970",
        "Personalrelaterade skulder": "2910",
        "Övriga kortfristiga skulder": "2990",
    },
}


def note(name: str, year: int) -> dict[str, int]:
    kind, sign = ("UB", 1) if name == "not2_fordringar" else ("UB", -1) if "skulder" in name else ("RES", -1)
    rows = {post: sign * total(kind, year, account) for post, account in NOTES[name].items()}
    return rows | {"Summa": sum(rows.values())}


#: Printed otherwise than rounding can explain: "10 00 000" for 10 600 000.
MISPRINTED = {("not1_medlemsavgifter", "Summa", -1): 10_600_000}
#: Printed empty, though rows above it have figures.
LEFT_EMPTY = {"Resultat före extraordinära intäkter"}
STATEMENTS = {"resultatrakning": income, "balansrakning": balance, "kassaflodesanalys": flow}


@pytest.mark.parametrize("name", [*STATEMENTS, *NOTES])
@pytest.mark.parametrize(("shown", "year"), YEARS.items())
def test_statements_and_notes_come_out_as_printed(name, shown, year):
    made = STATEMENTS[name](year) if name in STATEMENTS else note(name, year)
    rows = list(golden(name))
    (column,) = (key for key in rows[0] if key.startswith(f"belopp_{shown}"))
    assert {row["post"] for row in rows} - LEFT_EMPTY == {*made}
    for row in rows:
        if row["post"] not in LEFT_EMPTY:
            stated = MISPRINTED.get((name, row["post"], year), int(row[column] or 0))
            assert printed(made[row["post"]]) == stated, row["post"]


def outcome() -> dict[str, int]:
    """Outcome of the budget table in öre: costs positive, as in print. Each cost account has the name of its row."""
    names = dict(zip(LEDGER.accounts["konto"], LEDGER.accounts["namn"], strict=True))
    rows = {names[account]: ore for (kind, year, account), ore in ORE.items() if (kind, year) == ("RES", 0)}
    insatser, near, office = (total("RES", 0, *part) for part in (["45"], ["46"], "567"))
    members = -total("RES", 0, "351", "352")
    gains = members - total("RES", 0, "3590", "36", "83", "84")
    return rows | {
        "Projekt P51": 0,
        "Summa": insatser,
        "Summa insatser": insatser + near,
        "Lokal, dator, telefon, mm för tjm": rows["Lokal, dator, telefon"],
        "Fortbildning för tjm": rows["Fortbildning"],
        "Övrigt adm": rows["Övrigt administration"],
        "Summa kansli och adm-kostnader": office,
        "Tot. kostnader": insatser + near + office,
        "Intäkter, medlemsavgifter": members,
        "EU-medel och andra bidrag": 0,
        "Intäkter/övriga intäkter": -total("RES", 0, "3590", "36"),
        "Finansiella intäkter/kostnader": -total("RES", 0, "83", "84"),
        "Tot. intäkter": gains,
        "Resultat": gains - insatser - near - office,
    }


def test_outcome_and_deviation_of_the_budget_come_out_as_printed():
    made, rows = outcome(), list(golden("budget_utfall_2016"))
    assert len(rows) == 33
    for row in rows:
        spent, planned = made[row["rad"]], int(row["budget"]) * 100_000
        gain = row["sektion"] == "Intäkter" or row["rad"] == "Resultat"
        assert printed(spent, 100_000) == int(row["utfall"]), row["rad"]
        assert printed(spent - planned if gain else planned - spent, 100_000) == int(row["differens"]), row[
            "rad"
        ]


def test_requisitions_in_the_text_come_out_as_printed():
    text = {row["uppgift"]: row["utfall_2016"] for row in golden("ekonomi_i_text")}
    debt, insatser = -total("UB", 0, "2970"), total("RES", 0, "45")
    assert printed(insatser - debt, 100_000) == int(text["Rekvirerade projektmedel under 2016"])
    assert printed(debt, 100_000) == int(text["Resten av projektens utfall, rekvireras 2017"])
