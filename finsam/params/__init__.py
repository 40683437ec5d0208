"""The params of a book: what lasts of a förbund (`forbund.py`) and what is of one year (`year.py`), read and checked."""

from __future__ import annotations

from fnmatch import fnmatchcase

from babel.dates import format_date

from finsam.book_id import split
from finsam.faults import Faults, stop_if
from finsam.params.check import params_faults
from finsam.params.files import book_faults, books, params_files
from finsam.params.forbund import Forbund
from finsam.params.kinds import CHAPTERS_OF, KIND_NAMES, SUMMED_UP
from finsam.params.members import Medlem
from finsam.params.protection import Protection
from finsam.params.signers import Underskrifter
from finsam.params.year import Year
from finsam.tables.chapters import CHAPTERS, OF_STATISTICS, own_chapters
from finsam.tables.words import ROUNDED
from finsam.yaml_file import Strict, read_yaml


class Params(Strict):
    """The params of one book."""

    forbund_id: str
    ar: int
    forbund: Forbund
    year: Year

    @property
    def title(self) -> str:
        per = self.year.per
        when = f"per {format_date(per, 'd MMMM y', locale='sv')}" if per else str(self.ar)
        return self.year.titel or f"{KIND_NAMES[self.year.slag]} {when}"

    @property
    def chapters(self) -> tuple[str, ...]:
        return self.year.kapitel or CHAPTERS_OF[self.year.slag]

    @property
    def has_summary(self) -> bool:
        """Whether a summary of two pages is made beside the book."""
        said = self.year.sammandrag
        return self.year.slag in SUMMED_UP if said is None else said

    @property
    def signers(self) -> Underskrifter:
        """Who signs the book: those of the year, and of the förbund where the year doesn't say."""
        return self.forbund.underskrifter.with_those_of(self.year.underskrifter)

    @property
    def kommuner(self) -> list[str]:
        """Codes of the kommuner that are members in the book's year, in the order of the params."""
        return [member.kod for member in self.members if member.slag == "kommun" and member.kod]

    @property
    def members(self) -> list[Medlem]:
        """The members in the book's year, in the order of the params."""
        return [member for member in self.forbund.medlemmar if member.is_member(self.ar)]

    @property
    def areas(self) -> tuple[str, ...]:
        """Codes of the län and kommuner of the förbund in the book's year, in order."""
        lan = {kod[:2] for kod in (*self.kommuner, self.forbund.lan or "")} - {""}
        return tuple(sorted({*lan, *self.kommuner}))

    @property
    def reads_statistics(self) -> bool:
        """Whether any chapter shows the public statistics of data/raw/register/, as the förbund's own ones can."""
        return any(name in OF_STATISTICS or name not in CHAPTERS for name in self.chapters)

    @property
    def compared(self) -> tuple[tuple[str, int], ...]:
        """The books that `foregangare` and `jamfor` name, as (forbund, year)."""
        return (*self.former, *map(split, self.year.jamfor))

    @property
    def former(self) -> tuple[tuple[str, int], ...]:
        """The books that `foregangare` names, as (forbund, year)."""
        return tuple(map(split, self.year.foregangare))

    def protection(self, what: str) -> Protection:
        """How the numbers of one of PROTECTED are protected: by the year's params, then the förbund's.

        Where everything is rounded, what can't be (all but ROUNDED) is protected as where the params say nothing.
        """
        for rules in (self.year.skydd, self.forbund.skydd):
            for name in (what, "allt"):
                if name in rules:
                    rule = rules[name]
                    return Protection() if rule.avrunda and what not in ROUNDED else rule
        return Protection()

    def delivered_on(self, file: str) -> str:
        """The day when a raw file was delivered, as YYYY-MM-DD; empty where the params don't say it.

        A whole name comes before a pattern, of patterns the first.
        """
        days = self.year.levererad
        found = days.get(file) or next((day for name, day in days.items() if fnmatchcase(file, name)), None)
        return found.isoformat() if found else ""

    def insats_name(self, delivered: str) -> str:
        """The book's name of an insats for any of the names that deliveries use; others stand as they are."""
        for insats in self.forbund.insatser:
            if delivered.casefold() in (name.casefold() for name in (insats.namn, *insats.alias)):
                return insats.namn
        return delivered

    def member_name(self, told: str) -> str:
        """The book's name of a member for any name that it has had; others stand as they are."""
        for member in self.forbund.medlemmar:
            if told in (member.namn, *(former.namn for former in member.tidigare_namn)):
                return member.namn
        return told

    def short_name(self, insats: str) -> str:
        """The name of an insats in pictures: its short one where forbund.yml gives one."""
        return next((i.kort for i in self.forbund.insatser if i.namn == insats and i.kort), insats)


def load_params(forbund: str, ar: int) -> Params:
    """Read and check both files. Raises Faults with file, line and key for everything that is wrong in them."""
    forbund_file, year_file = params_files(forbund, ar)
    stop_if(book_faults(forbund, ar, forbund_file, year_file))
    lasting, faults = read_yaml(forbund_file, Forbund)
    of_year, more = read_yaml(year_file, Year, {"egna_kapitel": own_chapters(forbund)})
    if lasting is None or of_year is None:
        raise Faults(faults + more)
    params = Params(forbund_id=forbund, ar=int(ar), forbund=lasting.as_of(int(ar)), year=of_year)
    stop_if(params_faults(params, forbund_file, year_file, books()))
    return params
