"""Files as they come broken: each input file of the example books, mangled by chance, read as a user would have it read.

`python -m tools.fuzz` runs 10,000 cases; a case is a file and a seed, and its message says how to run it again.
"""
