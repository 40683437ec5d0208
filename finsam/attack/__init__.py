"""What a hostile reader could work out: published figures as equations, and how narrow they make the suppressed cells.

Everything here knows what is published and nothing else. `finsam.attack.run` says what is read and when a cell is
protected.
"""
