"""Ledgers in SIE files, types 1-4 and 4I: bytes in, tables with line numbers and everything that is wrong out.

SIE is the Swedish standard for exchanging ledgers: https://sie.se/format/, "SIE filformat utgåva 4B", 2008-09-30.
"""
