"""Finished documents read back against what was computed."""
