"""The raw files of an invented förbund: a book of every kind, with nobody's real money or people in it.

    python -m tools.exempelforbundet [FOLDER]

writes data/raw/exempelforbundet/ anew, the same bytes each time. `facts.py` is what the förbund is: members,
insatser, budgets. Each part of the delivery is a module with `write(folder)`, listed in `__main__.PARTS`; what it
draws at random comes from `facts.chance`, which gives each subject numbers of its own, so that a new part doesn't
change the old ones.
"""
