"""The values of a book by name: what a text, a check or a reader can ask for, each with its unit and its source."""

from finsam.facts.fact import Fact
from finsam.facts.registry import Facts, facts_of

__all__ = ["Fact", "Facts", "facts_of"]
