"""A local server that plays the agencies' documented answers, and misbehaves when it is told to."""

from __future__ import annotations

import itertools
import json
import math
import threading
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

KPIS = {
    "N00957": "Ohälsotal, antal dagar",
    "N02797": "Unga som varken arbetar eller studerar 16-24 år, andel (%)",
}
YEARS = range(2010, 2021)
MONTHS = [f"{year}M{month:02d}" for year in range(2014, 2017) for month in range(1, 13)]
#: TAB1386 has the country and kommuner, no län. Codes and order as PxWebApi 2 gives them.
TABLES = {
    "TAB1386": {
        "label": "Helårsekvivalenter efter region, kön, åldersgrupp, tabellinnehåll och månad.  År 2014M01-2016M12",
        "Region": ["00", "2401", "2404", "2460", "2480", "0180"],
        "Kon": ["1", "2", "1+2"],
        "Aldersgrupp": ["20-64", "20-65"],
        "ContentsCode": {"000001": "Sjukpenning", "000002": "Summa helårsekvivalenter"},
        "Tid": MONTHS,
    },
    "TAB638": {
        "label": "Folkmängden efter region, civilstånd, kön, tabellinnehåll och år",
        "Region": ["00", "24", "2480"],
        "Civilstand": ["OG", "G"],
        "Kon": ["1", "2"],
        "ContentsCode": {"BE0101N1": "Folkmängd", "BE0101N2": "Folkökning"},
        "Tid": ["2014", "2015"],
    },
    "TAB6471": {
        "label": "Folkmängden per månad efter region, ålder och kön.  År 2014M01-2016M12",
        "Region": ["00", "24", "2460", "2480"],
        "Alder": ["TotSA", "0", "0-9", "16", "17", "18", "20-24", "100+", "100+10"],
        "Kon": ["TotSa", "1", "2"],
        "ContentsCode": {"000007SF": "Folkmängden per månad"},
        "Tid": MONTHS,
    },
}


@dataclass
class Act:
    """A misbehaviour for calls whose address holds `match`: `times` of them, after the first `skip`."""

    match: str
    kind: str
    times: float = 1
    skip: int = 0
    status: int = 200
    headers: dict = field(default_factory=dict)
    body: bytes = b""


@dataclass
class AgencyServer:
    """log: every call as (method, path with query, posted). page_rows: the most rows of a Kolada page."""

    page_rows: int = 5000
    page_host: str = ""
    filters: bool = True
    config: dict = field(
        default_factory=lambda: {"maxDataCells": 150000, "maxCallsPerTimeWindow": 30, "timeWindow": 10}
    )
    updated: str = "2024-06-08T06:00:00Z"
    suppressed: bool = True
    shift: float = 0.0
    kpis: dict = field(default_factory=lambda: dict(KPIS))
    without: set = field(default_factory=set)
    log: list = field(default_factory=list)
    acts: deque = field(default_factory=deque)

    def __post_init__(self) -> None:
        self.done, self.reached = threading.Event(), threading.Event()
        handler = type("Handler", (_Handler,), {"agency": self})
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def stop(self) -> None:
        self.done.set()
        self.http.shutdown()
        self.http.server_close()

    def misbehave(self, match: str, kind: str, **how: object) -> None:
        self.acts.append(Act(match, kind, **how))

    def act(self, path: str) -> Act | None:
        for act in self.acts:
            if act.match in path and act.times > 0:
                if act.skip:
                    act.skip -= 1
                    continue
                act.times -= 1
                return act
        return None

    def calls(self, part: str) -> list[str]:
        """The addresses called that hold a part, in order."""
        return [path for _, path, _ in self.log if part in path]

    def answer(self, path: str, posted: dict | None) -> object:
        parts = urlsplit(path)
        of = [part for part in parts.path.split("/") if part]
        params = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if of[0] == "kolada":
            return self._kolada(of[1:], params, parts.path)
        if of[0] == "scb":
            return self._scb(of[1:], posted)
        return self._fk(of[-1].removesuffix(".json"), params)

    def _kolada(self, of: list[str], params: dict, path: str) -> object:
        if of[0] == "kpi":
            found = [{"id": kpi, "title": self.kpis[kpi], "publication_date": self.updated[:10], "description": ""}
                     for kpi in of[1].split(",") if kpi in self.kpis]  # fmt: skip
            return {"values": found, "count": len(found), "next_url": None, "previous_url": None}
        named = (
            dict(itertools.batched(of[1:], 2))
            if hasattr(itertools, "batched")
            else dict(zip(of[1::2], of[2::2], strict=True))
        )
        ids = named["municipality"].split(",")
        years = [int(year) for year in named["year"].split(",")] if "year" in named else list(YEARS)
        if len(ids) > 25 or len(years) > 25:
            raise ValueError("at most 25")
        rows = [
            self.kolada_row(named["kpi"], one, year)
            for one in ids
            for year in years
            if year in YEARS and one not in self.without
        ]
        size = min(int(params.get("per_page", 5000)), self.page_rows)
        page = int(params.get("page", 1))
        some = rows[(page - 1) * size : page * size]
        following = None
        if page * size < len(rows):
            query = urlencode({"page": page + 1, "per_page": size})
            following = f"{self.page_host or self.url}{path}?{query}"
        return {"values": some, "count": len(some), "next_url": following, "previous_url": None}

    def kolada_row(self, kpi: str, one: str, year: int) -> dict:
        base = int(one) % 97 + (year - 2000) / 10 + self.shift
        values = [
            {"gender": sex, "count": 1, "status": "", "value": base + at} for at, sex in enumerate("TKM")
        ]
        if self.suppressed and one == "2460" and year == 2015:
            values[1] = {"gender": "K", "count": 0, "status": "Private", "value": None}
        return {"kpi": kpi, "municipality": one, "period": year, "values": values}

    def _fk(self, table: str, params: dict) -> object:
        figure = "oht" if table == "SJPohttal" else "spt"
        every = ["ALL_ALL", "ALL_24", "2401", "2404", "2460", "2480", "0180"]
        asked = params["kommun_kod"].split(",")
        units = [one for one in every if one in asked or not self.filters]
        years = [str(year) for year in (2019, 2020)]
        years = [
            year
            for year in years
            if "ar" not in params or year in params["ar"].split(",") or not self.filters
        ]
        rows = []
        for one, year, month, sex in itertools.product(units, years, ("06", "12"), ("ALL", "K", "M")):
            lan = "ALL" if one == "ALL_ALL" else one.removeprefix("ALL_")[:2]
            hidden = self.suppressed and one == "2404" and sex == "K"
            value = None if hidden else 20 + len(rows) % 7 / 10 + self.shift
            rows.append({
                "row_nr": len(rows) + 1,
                "dimensions": {"ar": year, "manad": month, "lan_kod": lan, "kommun_kod": one, "kon_kod": sex,
                               "aldersklass_kod": "ALL"},
                "observations": {figure: {"value": value, "rojd": hidden}, "namnare": {"value": 1000, "rojd": False}},
            })  # fmt: skip
        return rows

    def _scb(self, of: list[str], posted: dict | None) -> object:
        if of == ["config"]:
            return self.config
        table = TABLES[of[1]]
        given = {name: list(codes) for name, codes in table.items() if name != "label"}
        if of[2] == "metadata":
            return self.cube(of[1], given, None)
        asked = {one["variableCode"]: one["valueCodes"] for one in posted["selection"]}
        if math.prod(map(len, asked.values())) > self.config.get("maxDataCells", 150000):
            raise ValueError("too many cells")
        ordered = {
            name: [code for code in codes if code in asked[name]]
            for name, codes in given.items()
            if name in asked
        }
        return self.cube(
            of[1], ordered, [self.cell(*codes) for codes in itertools.product(*ordered.values())]
        )

    def cell(self, *codes: str) -> int | None:
        """A figure that tells which cell it is of."""
        if self.suppressed and codes[0] == "2404":
            return None
        return sum((at + 1) * sum(map(ord, code)) for at, code in enumerate(codes)) + int(self.shift)

    def cube(self, name: str, codes: dict[str, list[str]], values: list | None) -> dict:
        table = TABLES[name]
        dimension = {}
        for variable, some in codes.items():
            words = (
                table[variable]
                if isinstance(table[variable], dict)
                else {code: f"namn {code}" for code in some}
            )
            category = {
                "index": {code: at for at, code in enumerate(some)},
                "label": {code: words[code] for code in some},
            }
            dimension[variable] = {"label": variable.lower(), "category": category}
            dimension[variable]["extension"] = {"elimination": variable in ("Region", "Kon", "Civilstand")}
        label = table["label"] if values is None else table["label"].split(".  ")[0]
        made = {"version": "2.0", "class": "dataset", "label": label, "source": "SCB", "updated": self.updated,
                "id": list(codes), "size": [len(some) for some in codes.values()], "dimension": dimension,
                "extension": {"px": {"tableid": name}}, "value": values}  # fmt: skip
        if values and None in values:
            made["status"] = {str(at): ".." for at, value in enumerate(values) if value is None}
        return made


class _Handler(BaseHTTPRequestHandler):
    agency: AgencyServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._serve(None)

    def do_POST(self) -> None:
        self._serve(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def _serve(self, posted: dict | None) -> None:
        self.agency.log.append((self.command, self.path, posted))
        act = self.agency.act(self.path)
        if act and act.kind in {"answer", "cut", "slow", "hang"}:
            self._misbehave(act, posted)
            return
        self._send(200, json.dumps(self.agency.answer(self.path, posted), ensure_ascii=False).encode(), {})

    def _misbehave(self, act: Act, posted: dict | None) -> None:
        if act.kind == "answer":
            self._send(act.status, act.body, act.headers)
            return
        body = json.dumps(self.agency.answer(self.path, posted)).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2])
        self.wfile.flush()
        if act.kind != "cut":
            self.agency.reached.set()
            self.agency.done.wait(20)
        self.close_connection = True

    def _send(self, status: int, body: bytes, headers: dict) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass
