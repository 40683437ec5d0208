"""The balanced scorecard of 2024: styrkort.csv, ten goals in four perspectives."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from tools.exempelforbundet.books import Books
from tools.exempelforbundet.courses import LAST
from tools.exempelforbundet.events import happen
from tools.exempelforbundet.facts import contributions
from tools.exempelforbundet.files import write_csv
from tools.exempelforbundet.social import ended
from tools.exempelforbundet.surveys import favourable
from tools.exempelforbundet.tables import attended

HEADER = (
    "perspektiv",
    "mal",
    "matt",
    "aktivitet",
    "malvarde",
    "utfall",
    "enhet",
    "bedomning",
    "utfall_text",
    "kommentar",
)
REACHED, MISSED, UNJUDGED = "Uppnått", "Inte uppnått", "Bedöms inte"
Row = tuple[str, ...]


def write(folder: Path) -> None:
    write_csv(folder / "2024" / "styrkort.csv", HEADER, rows())


def rows() -> list[Row]:
    """Outcomes that other files have too are counted from what those files are made of."""
    books = happen()
    return [
        _share(
            "Individen",
            "Deltagarna går vidare till arbete eller studier",
            "Andel av de avslutade",
            "Förstärkt kontakt med arbetsgivare",
            40,
            ended(LAST, "", ("arbete", "studier")),
            "Målet nåddes med liten marginal. Stegen före har en annan uppgift och drar ned andelen.",
        ),
        _share(
            "Individen",
            "Deltagarna påverkar sitt stöd",
            "Andel gynnsamma svar",
            "Gemensam planering vid starten",
            80,
            favourable("inflytande", LAST),
            f"Året före var andelen {_percent(favourable('inflytande', LAST - 1))} procent.",
        ),
        _share(
            "Individen",
            "Deltagarna vet vad som kommer efter insatsen",
            "Andel som svarar ja",
            "Avslutssamtal med alla parter",
            70,
            favourable("plan", LAST),
            "Avslutssamtalen infördes först under hösten.",
        ),
        (
            "Utveckling och förnyelse", "En ny insats prövas", "Antal nya insatser", "Beredning av Snabbspåret",
            "1", "2", "antal", REACHED, "", "Lotsen i april och Snabbspåret i september.",
        ),
        (
            "Utveckling och förnyelse", "Arbetet mot ohälsa bland kvinnor kommer i gång", "", "Kvinnohälsan",
            "", "", "", MISSED, "Insatsen startade inte", "Ingen projektledare kunde anställas.",
        ),
        _count(
            "Utveckling och förnyelse",
            "Parternas medarbetare lär tillsammans",
            "Besök på kunskapsdagar och frukostmöten",
            "Två kunskapsdagar och två digitala frukostar",
            150,
            attended(),
            "Fler besök än målet.",
        ),
        _share(
            "Arbetssätt och processer",
            "Personalen respekterar varandras kunskap",
            "Andel gynnsamma svar",
            "Gemensam introduktion",
            75,
            favourable("nns-16-1", LAST, "personal"),
            "Andelen är högre än 2023 men når inte målet.",
        ),
        (
            "Arbetssätt och processer", "En gemensam rutin för överlämning finns", "", "Arbetsgrupp med alla parter",
            "", "", "", UNJUDGED, "Förslaget är på remiss hos parterna", "Bedöms i nästa årsredovisning.",
        ),
        _equity(books),
        (
            "Ekonomi", "Underskottet ryms i det egna kapitalet", "Årets underskott", "Planerat underskott",
            "200", str(_tkr(books.result(LAST))), "tkr", REACHED, "", "Kvinnohälsan startade inte, vilket minskade kostnaden.",
        ),
    ]  # fmt: skip


def _share(
    perspective: str, goal: str, measure: str, activity: str, wanted: int, of: tuple[int, int], comment: str
) -> Row:
    percent = _percent(of, "0.1")
    judged = REACHED if Decimal(100 * of[0]) / of[1] >= wanted else MISSED
    return perspective, goal, measure, activity, str(wanted), str(percent), "procent", judged, "", comment


def _percent(of: tuple[int, int], unit: str = "1") -> Decimal:
    return (Decimal(100 * of[0]) / of[1]).quantize(Decimal(unit), ROUND_HALF_UP)


def _count(
    perspective: str, goal: str, measure: str, activity: str, wanted: int, count: int, comment: str
) -> Row:
    judged = REACHED if count >= wanted else MISSED
    return perspective, goal, measure, activity, str(wanted), str(count), "antal", judged, "", comment


def _equity(books: Books) -> Row:
    """Equity at the end of the year, with the result that isn't booked, as a share of the year's contributions."""
    end = books.end_of(date(LAST, 12, 31))
    held = -sum(ore for (account, _), ore in end.items() if "2000" <= account <= "2099") - books.result(LAST)
    share = (Decimal(held) / sum(contributions(LAST).values())).quantize(Decimal("0.1"), ROUND_HALF_UP)
    judged = REACHED if share <= 20 else MISSED
    return (
        "Ekonomi", "Det egna kapitalet är högst en femtedel av bidragen", "Andel av årets bidrag",
        "Planerat underskott", "20", str(share), "procent", judged, "", "Vid årets ingång var andelen högre.",
    )  # fmt: skip


def _tkr(ore: int) -> int:
    return int((Decimal(ore) / 100_000).quantize(Decimal(1), ROUND_HALF_UP))
