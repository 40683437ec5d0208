"""Who signs a book: the board, the kansli where it does, and the auditors."""

from __future__ import annotations

from finsam.yaml_file import Strict, Text


class Signer(Strict):
    """One who signs. namn: left open, with room to write it, where the params don't say it."""

    roll: Text | None = None
    namn: Text | None = None
    utsedd_av: Text | None = None


class Underskrifter(Strict):
    """`underskrifter` of the params: the place, and who signs in which capacity, in order."""

    ort: Text | None = None
    styrelse: tuple[Signer, ...] = ()
    kansli: tuple[Signer, ...] = ()
    revisorer: tuple[Signer, ...] = ()

    def with_those_of(self, year: Underskrifter) -> Underskrifter:
        """These with what the year's own params say instead, key by key."""
        return self.model_copy(update={name: getattr(year, name) for name in year.model_fields_set})


#: Who signs for the board where the params name nobody: the roles, whatever the names.
BOARD = (Signer(roll="Ordförande"), Signer(roll="Vice ordförande"), Signer(), Signer(), Signer())
