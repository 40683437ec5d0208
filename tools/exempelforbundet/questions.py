"""The surveys of the invented förbund: who is asked what, and how they tend to answer.

`means` are steps on the question's scale by year, before chance; the words of the scales and the questions' texts
are in params/enkater.yml and params/exempelforbundet/enkater.yml.
"""

from __future__ import annotations

from dataclasses import dataclass

OFTA = ("Aldrig", "Sällan", "Ibland", "Ofta", "För det mesta", "Alltid")
NYTTA = ("Inte alls", "Till liten del", "Delvis", "Till stor del", "Till mycket stor del", "Helt och hållet")
NO_ANSWER = "Vet ej"


@dataclass(frozen=True)
class Question:
    """heading: as the form tool writes it. words: of the scale from 1, none where numbers are answered."""

    id: str
    means: dict[int, float]
    steps: int
    words: tuple[str, ...] = ()
    heading: str = ""

    @property
    def good(self) -> int:
        """The lowest favourable step: 4 of 5 and of 6, 8 of 10."""
        return {5: 4, 6: 4, 10: 8}[self.steps]


@dataclass(frozen=True)
class Choice:
    """A question with Ja and Nej. yes: percent who say Ja. good: the favourable answer."""

    id: str
    yes: int
    good: str
    heading: str


#: Participants while they are in. The form of 2022 and 2023 had five of the questions, with numbers.
UNDER = (
    Question("bemotande", {2022: 5.0, 2023: 5.1, 2024: 5.3}, 6, OFTA, "1. Blir du väl bemött i insatsen?"),
    Question(
        "inflytande", {2022: 4.3, 2023: 4.5, 2024: 4.6}, 6, OFTA, "2. Får du påverka vilket stöd du får?"
    ),
    Question(
        "samlat", {2022: 3.2, 2023: 3.7, 2024: 4.1}, 6, OFTA, "3. Slipper du börja om hos varje myndighet?"
    ),
    Question("tid", {2022: 5.0, 2023: 4.8, 2024: 4.5}, 6, OFTA, "4. Får du den tid som du behöver?"),
    Question("vardagen", {2024: 4.0}, 6, NYTTA, "5. Hjälper stödet dig att klara vardagen?"),
    Question(
        "redo",
        {2022: 3.7, 2023: 3.8, 2024: 3.7},
        6,
        NYTTA,
        "6. Gör stödet dig mer redo för arbete eller studier?",
    ),
    Question("synpunkter", {2024: 4.2}, 6, NYTTA, "7. Tar personalen till sig vad du tycker?"),
)
#: Questions with Ja and Nej, only in 2024.
YES_NO = (
    Choice("plan", 57, "Ja", "8. Vet du vad som händer när stödet tar slut?"),
    Choice("diskriminering", 7, "Nej", "9. Har du blivit diskriminerad under tiden i insatsen?"),
)
#: How some insatser differ from the others, in steps.
DIFFERS = {
    ("Stegen före", "redo"): -0.7,
    ("Snabbspåret", "redo"): 0.9,
    ("Rehabvägen", "tid"): -0.6,
    ("Ungdomsspåret", "inflytande"): 0.4,
    ("Lotsen", "samlat"): 1.1,
    ("Växtkraft", "bemotande"): -0.4,
}
#: Answered and asked by year and insats.
PARTICIPANTS = {
    2022: {
        "Ungdomsspåret": (66, 128),
        "Vägen vidare": (60, 131),
        "Stegen före": (50, 92),
        "Växtkraft": (19, 46),
    },
    2023: {
        "Ungdomsspåret": (71, 130),
        "Vägen vidare": (66, 128),
        "Stegen före": (55, 96),
        "Rehabvägen": (22, 44),
        "Växtkraft": (10, 27),
    },
    2024: {
        "Ungdomsspåret": (74, 133),
        "Vägen vidare": (70, 121),
        "Stegen före": (52, 98),
        "Rehabvägen": (31, 58),
        "Lotsen": (14, 29),
        "Snabbspåret": (9, 22),
    },
}

#: Participants when they leave: ratings from 1 to 10, and national measuring points from 1 to 5.
AT_THE_END = (
    Question("insatskvalitet", {2023: 7.6, 2024: 7.8}, 10, heading="Vilket betyg ger du insatsens kvalitet?"),
    Question(
        "paverka_rehabilitering",
        {2023: 6.9, 2024: 7.2},
        10,
        heading="Hur stor möjlighet har du haft att påverka din rehabilitering?",
    ),
    Question(
        "livskvalitet",
        {2023: 6.2, 2024: 6.1},
        10,
        heading="Hur mycket har insatsen påverkat din livskvalitet?",
    ),
    Question("nns-2", {2023: 4.0, 2024: 4.1}, 5),
    Question("nns-9", {2023: 3.9, 2024: 4.2}, 5),
    Question("nns-13", {2023: 3.2, 2024: 3.4}, 5),
)
LEAVING = {
    2023: {
        "Ungdomsspåret": (42, 93),
        "Vägen vidare": (38, 88),
        "Stegen före": (26, 78),
        "Växtkraft": (7, 35),
    },
    2024: {
        "Ungdomsspåret": (45, 94),
        "Vägen vidare": (41, 83),
        "Stegen före": (29, 73),
        "Rehabvägen": (15, 39),
        "Lotsen": (5, 8),
    },
}

#: Staff each half-year, national measuring points and two questions of our own, and how many were asked and answered.
STAFF = (
    Question("nns-16-1", {2022: 3.9, 2023: 4.0, 2024: 4.2}, 5),
    Question("nns-16-2", {2022: 3.5, 2023: 3.8, 2024: 4.0}, 5),
    Question("nns-17-a", {2022: 3.3, 2023: 3.4, 2024: 3.7}, 5),
    Question("nns-17-b", {2022: 2.7, 2023: 2.9, 2024: 2.9}, 5),
    Question("nns-19", {2022: 3.2, 2023: 3.4, 2024: 3.6}, 5),
    Question("nns-21", {2022: 3.6, 2023: 3.8, 2024: 4.0}, 5),
    Question("nns-22", {2022: 3.7, 2023: 3.8, 2024: 4.0}, 5),
    Question("nns-23", {2022: 3.9, 2023: 3.9, 2024: 3.8}, 5),
    Question("trivsel", {2022: 4.8, 2023: 4.7, 2024: 4.9}, 6),
    Question("ledning", {2022: 4.2, 2023: 3.9, 2024: 3.6}, 6),
)
HALVES = {
    "2022-H1": (15, 22),
    "2022-H2": (17, 22),
    "2023-H1": (16, 24),
    "2023-H2": (18, 24),
    "2024-H1": (19, 25),
    "2024-H2": (21, 27),
}

#: Those who lead, once a year: (answered, asked) by year, and the questions of each group.
LEADERS: dict[str, tuple[dict[int, tuple[int, int]], tuple[Question, ...]]] = {
    "forbundschef": (
        {2022: (1, 1), 2023: (1, 1), 2024: (1, 1)},
        (
            Question("nns-17-a", {2022: 3.0, 2023: 4.0, 2024: 4.0}, 5),
            Question("nns-17-b", {2022: 3.0, 2023: 3.0, 2024: 3.0}, 5),
            Question("nns-17-c", {2022: 2.0, 2023: 2.0, 2024: 3.0}, 5),
            Question("nns-19", {2022: 4.0, 2023: 4.0, 2024: 4.0}, 5),
        ),
    ),
    "styrelse": (
        {2022: (7, 10), 2023: (9, 10), 2024: (8, 10)},
        (
            Question("nns-21", {2022: 3.9, 2023: 4.2, 2024: 4.4}, 5),
            Question("nns-24", {2022: 3.4, 2023: 3.7, 2024: 4.1}, 5),
            Question("nns-25", {2022: 3.3, 2023: 3.5, 2024: 3.9}, 5),
        ),
    ),
    "styrgrupp": (
        {2022: (11, 18), 2023: (13, 19), 2024: (14, 21)},
        (
            Question("mandat", {2022: 3.5, 2023: 3.6, 2024: 3.8}, 5),
            Question("underlag", {2022: 3.8, 2023: 4.0, 2024: 4.2}, 5),
            Question("hinder", {2022: 3.0, 2023: 3.1, 2024: 3.0}, 5),
            Question("ledning", {2022: 4.4, 2023: 4.3, 2024: 4.2}, 6),
        ),
    ),
    "chefsgrupp": (
        {2022: (4, 6), 2023: (5, 6), 2024: (6, 6)},
        (
            Question("nns-21", {2022: 3.6, 2023: 3.9, 2024: 4.0}, 5),
            Question("nns-26", {2022: 2.8, 2023: 3.0, 2024: 3.4}, 5),
        ),
    ),
}
