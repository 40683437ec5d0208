"""A place with measures to fetch from a made agency, and what a run leaves there."""

from __future__ import annotations

import datetime as dt
import json

from finsam.fetch.agencies import agencies
from finsam.fetch.client import Clock
from finsam.fetch.plan import plan
from finsam.fetch.run import fetch

MATT = """\
ohalsotal:
  namn: Ohälsotal
  rubrik: Ohälsotal
  enhet: dagar
  om: Dagar.
  kallor:
    Kolada: [{kod: N00957, titel: "Ohälsotal, antal dagar"}]
    Försäkringskassan: [{kod: ohm-ohalsotal/SJPohttal, titel: Ohälsotalet}]
sjukpenningtal:
  namn: Sjukpenningtal
  rubrik: Sjukpenningtal
  enhet: dagar
  om: Dagar.
  versioner:
    "1.0": {alder: 16-64, om: En.}
    "2.0": {alder: 15-69, om: Två.}
  kallor:
    Försäkringskassan:
      - {kod: SJPsjptal, titel: Sjukpenningtal 1.0, version: "1.0"}
      - {kod: SJPT2, titel: Sjukpenningtal 2.0, version: "2.0"}
uvas_andel:
  namn: UVAS
  rubrik: UVAS
  enhet: procent
  om: Andel.
  kallor:
    Kolada: [{kod: N02797, titel: "Unga som varken arbetar eller studerar 16-24 år, andel (%)"}]
helarsekvivalenter_totalt:
  namn: Totalt
  rubrik: Helårsekvivalenter
  enhet: helarsekvivalenter
  om: Antal.
  kallor:
    SCB: [{kod: TAB1386, titel: Summa helårsekvivalenter, alder: 20-64}]
befolkning:
  namn: Befolkning
  rubrik: Befolkning
  enhet: antal
  om: Antal.
  kallor:
    SCB: [{kod: TAB6471, titel: "Folkmängden per månad efter region, ålder och kön"}]
"""
MATT += """\
tabell:
  namn: Tabell
  rubrik: Tabell
  enhet: antal
  om: Antal.
  kallor:
    SCB: [{kod: TAB638, titel: Folkmängd}]
"""
FORBUND = """\
medlemmar:
  - {namn: Region Väster, slag: region, kod: "24"}
  - {namn: Umeå kommun, slag: kommun, kod: "2480"}
  - {namn: Vännäs kommun, slag: kommun, kod: "2460"}
"""
NOW = dt.datetime(2024, 11, 22, 12, tzinfo=dt.UTC)


class Time:
    """A clock that runs only while somebody sleeps."""

    def __init__(self):
        self.slept, self.passed = [], 0.0
        self.clock = Clock(self.sleep, lambda: self.passed, lambda: NOW + dt.timedelta(seconds=self.passed))

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.passed += seconds

    @property
    def pauses(self):
        """Without those that only keep the pace."""
        return [seconds for seconds in self.slept if seconds >= 2]


def with_measures(repository, monkeypatch):
    repository.write("params/register/matt.yml", MATT)
    repository.forbund(FORBUND)
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    return repository


def run(server, matt, time=None, kommun=(), first=None, last=None, timeout=5.0, forbund=("prov",)):
    found, faults = agencies(addresses(server))
    assert not faults
    questions = plan(found, () if kommun else forbund, kommun, matt, first, last)
    return fetch(questions, (time or Time()).clock, timeout)


def addresses(server):
    return {
        "kolada": f"{server.url}/kolada",
        "scb": f"{server.url}/scb",
        "forsakringskassan": f"{server.url}/fk",
    }


def saved(place, name):
    return json.loads((place.root / "data/raw/register" / f"{name}.json").read_bytes())


def told(place, name, folder=""):
    return json.loads((place.root / "data/raw/register" / folder / f"{name}.proveniens.json").read_bytes())


def files(place):
    folder = place.root / "data/raw/register"
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())


def errors(outcome):
    return [fault for fault in outcome.faults if fault.severity == "error"]


def only(outcome):
    (fault,) = errors(outcome)
    return fault
