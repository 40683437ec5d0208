"""Goals of a year, and what a share of those who leave an insats is a share of."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from finsam.yaml_file import Strict

#: What a share of exits is a share of: those who ended, those who were enrolled in the period, or all participants.
Base = Literal["avslutade", "inskrivna", "alla"]


class Goal(Strict):
    """A target: a share in percent of the base."""

    procent: Decimal = Field(ge=0, le=100)
    bas: Base = "avslutade"
