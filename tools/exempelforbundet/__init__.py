"""The raw files of an invented förbund: a book of every kind, with nobody's real money or people in it.

    python -m tools.exempelforbundet [FOLDER]

writes data/raw/exempelforbundet/ anew, the same bytes each time. What the förbund is stands in modules of facts:
`facts.py` (members, insatser, budgets), `courses.py` (what happens to people in the insatser), `questions.py`
(surveys) and `targets.py` (the social budget). Each part of the delivery is a module with `write(folder)`, listed in
`__main__.PARTS`:

    ledger, budget      vouchers and balances, made in `events.py` and kept by `books.py`; the plan
    lists               participations from `people.py` as lists, a ready table, and the register's answer
    surveys             answers in wide and long form, in words and numbers
    social, scorecard   targets and the results that the office delivers; what other files have too is counted
    tables              own tables

What is drawn at random comes from `facts.chance`, which gives each subject numbers of its own, so that a new part
doesn't change the old ones. data/raw/exempelforbundet/2024/README.md has the answers that the files are known to
give, and tests/test_exempelforbundet.py counts them.
"""
