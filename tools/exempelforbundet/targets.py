"""The social budget of 2024: 40 targets in four målområden, as rows of sociala_mal.csv.

Every rule of a threshold is used, and everything that a result can come from: surveys, participants, the register
follow-up, and what the office delivers itself in sociala_utfall.csv.
"""

from __future__ import annotations

from dataclasses import dataclass

AREAS = {"1": "Deltagarna", "2": "Medlemmarna", "3": "Samverkan", "4": "Medarbetare och ledning"}

#: The accounts by number: what the förbund wants to reach.
ACCOUNTS = {
    "1.1": "Den som avslutar en insats går vidare till arbete eller studier.",
    "1.2": "Den som inte kan arbeta eller studera får en annan lösning som håller.",
    "1.3": "Insatserna når dem som behöver dem.",
    "1.4": "Få lämnar insatserna i förtid.",
    "1.5": "Deltagarna möts med respekt.",
    "1.6": "Deltagarna påverkar sitt eget stöd.",
    "1.7": "Stödet är samlat, även när flera myndigheter är inblandade.",
    "1.8": "Stödet får ta den tid som behövs.",
    "1.9": "Stödet gör skillnad i vardagen och på vägen mot arbete.",
    "1.10": "Deltagarna vet vad som kommer efter insatsen.",
    "2.1": "Arbetet håller även efter insatsen.",
    "2.2": "Sjukfrånvaron minskar i medlemskommunerna.",
    "2.3": "Färre unga står utanför arbete och studier.",
    "2.4": "Samverkan leder till förebyggande arbete hos parterna.",
    "2.5": "Behovet av ekonomiskt bistånd minskar bland dem som har deltagit.",
    "2.6": "Insatsernas kostnad motsvaras av nytta för medlemmarna.",
    "3.1": "Parterna har fasta former för sina relationer.",
    "3.2": "Alla i insatserna ser människors möjligheter på samma sätt.",
    "3.3": "Deltagarnas erfarenheter tas till vara.",
    "3.4": "Fler än parterna är med.",
    "3.5": "Medarbetare hos olika myndigheter respekterar varandra.",
    "3.6": "Insatserna tar vid efter varandra.",
    "4.1": "Medarbetarna trivs i samverkan.",
    "4.2": "Ledningen av insatserna fungerar.",
    "4.3": "Styrgrupperna har det mandat som uppdraget kräver.",
    "4.4": "Styrelsen har en strategi för uppföljning.",
    "4.5": "Medarbetare hos alla parter utbildas tillsammans.",
}


@dataclass(frozen=True)
class Target:
    """A row of sociala_mal. threshold, baseline: as written, empty where there is none."""

    indicator: str
    short: str
    kind: str
    threshold: str = ""
    source: str = ""
    group: str = ""
    nns: str = ""
    rule: str = ""
    unit: str = ""
    baseline: str = ""
    since: str = ""

    @property
    def account(self) -> str:
        return self.indicator.rstrip("abcdef")


def survey(
    indicator: str, short: str, threshold: str, question: str, group: str = "deltagare", nns: str = ""
) -> Target:
    """A share of favourable answers."""
    return Target(indicator, short, "enkät", threshold, f"enkat:{question}", group, nns)


TARGETS = (
    Target("1.1a", "Till arbete eller studier", "andel_avslutade", "40", "deltagare:arbete_eller_studier"),
    Target("1.1b", "Till arbete från Vägen vidare", "andel_avslutade", "30", "deltagare:arbete:Vägen vidare"),
    Target(
        "1.1c", "Till studier från Ungdomsspåret", "andel_avslutade", "25", "deltagare:studier:Ungdomsspåret"
    ),
    Target("1.2a", "Annat positivt avslut", "andel_avslutade", "25", "deltagare:annat_positivt_avslut"),
    Target("1.2b", "Beskrivna lösningar", "exempel", "3", rule="exempel_minst"),
    Target("1.3a", "Nya deltagare", "antal", "450", "deltagare:nya", rule="antal_minst", unit="antal"),
    Target(
        "1.3b",
        "Deltagare i Lotsen",
        "antal",
        "30",
        "deltagare:antal_totalt:Lotsen",
        rule="antal_minst",
        unit="antal",
    ),
    Target("1.4", "Avbrott", "andel_avslutade", "25", "deltagare:avbrott", rule="niva_hogst", unit="procent"),
    survey("1.5a", "Gott bemötande", "95", "bemotande"),
    survey("1.5b", "Inte diskriminerad", "100", "diskriminering"),
    survey("1.6", "Påverkar sitt stöd", "80", "inflytande", nns="2"),
    Target(
        "1.7",
        "Slipper börja om hos varje myndighet",
        "enkät",
        "25",
        "enkat:samlat",
        "deltagare",
        "4",
        "okar",
        "procentenheter",
        "36.8",
    ),
    survey("1.8", "Får tillräckligt med tid", "85", "tid", nns="3"),
    survey("1.9a", "Klarar vardagen bättre", "60", "vardagen", nns="5"),
    survey("1.9b", "Mer redo för arbete eller studier", "60", "redo", nns="7"),
    survey("1.10", "Vet vad som kommer efter", "70", "plan", nns="6"),
    Target("2.1a", "I arbete ett år efter", "andel_avslutade", "70", "uppfoljning:1", nns="11"),
    Target("2.1b", "I arbete två år efter", "andel_avslutade", "60", "uppfoljning:2", nns="11"),
    Target(
        "2.2a", "Sjukpenningtalet i Ekvik", "register", "9.0", rule="niva_hogst", unit="dagar", since="2026"
    ),
    Target(
        "2.2b",
        "Sjukpenningtalet i Björksta",
        "register",
        "0.5",
        rule="minskar",
        unit="dagar",
        baseline="12.1",
    ),
    Target(
        "2.2c", "Sjukpenningtalet i Sjöhult", "register", "5", rule="minskar", unit="procent", baseline="13.0"
    ),
    Target(
        "2.3",
        "Unga 20–24 år utanför arbete och studier",
        "register",
        "1",
        rule="minskar",
        unit="procentenheter",
        baseline="9.4",
    ),
    survey("2.4", "Förebyggande insatser har utvecklats", "60", "nns-26", "chefsgrupp", "15"),
    Target("2.5", "Avslutade som inte längre har bistånd", "register", "50"),
    Target("2.6", "Utvärderade insatser", "antal", "1", rule="antal_minst", unit="antal"),
    survey("3.1", "Fasta former för relationer", "70", "nns-21", "personal, styrelse, chefsgrupp", "12"),
    survey("3.2a", "Delar synsätt", "70", "nns-22", "personal", "13"),
    survey("3.2b", "Arbetssätt som passar ihop", "60", "nns-23", "personal", "13"),
    survey("3.3a", "Erfarenheter från enskilda", "60", "nns-17-a", "personal, förbundschef", "9"),
    survey("3.3b", "Personalen lyssnar på synpunkter", "75", "synpunkter", nns="9"),
    Target("3.3c", "Ändringar efter deltagarnas förslag", "exempel", "2", rule="exempel_minst"),
    survey("3.4a", "Samarbete med andra aktörer", "50", "nns-19", "personal", "10"),
    Target("3.4b", "Arbetsgivare som tagit emot deltagare", "antal", "15", rule="antal_minst", unit="antal"),
    survey("3.5", "Blir lyssnad på", "75", "nns-16-1", "personal", "8"),
    Target("3.6", "Från Stegen före till Vägen vidare", "antal", "25", rule="antal_minst", unit="antal"),
    survey("4.1", "Trivs med samarbetet", "80", "trivsel", "personal"),
    survey("4.2", "Ledningen fungerar", "70", "ledning", "personal, styrgrupp"),
    survey("4.3", "Tillräckligt mandat", "60", "mandat", "styrgrupp"),
    survey("4.4", "Strategi för uppföljning finns", "75", "nns-24", "styrelse", "14"),
    Target("4.5", "Deltagande på kunskapsdagar", "antal", "150", rule="niva_minst", unit="antal"),
)
