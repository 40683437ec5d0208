"""A förbund's own tables: a file and a few lines of YAML that say what it holds (docs/own-tables.md)."""

from finsam.tables.own.definition import OwnTable, load_own, own_name
from finsam.tables.own.faults import own_faults
from finsam.tables.own.read import OWN, read_own

__all__ = ["OWN", "OwnTable", "load_own", "own_faults", "own_name", "read_own"]
