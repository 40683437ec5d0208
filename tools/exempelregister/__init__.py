"""Public statistics that are invented, in the agencies' own formats, for books of invented förbund.

    python -m tools.exempelregister [--out FOLDER] [--kommuner 9901,2480] [--to-year 2016]

writes data/raw/register-exempel/, the same bytes each time: sick leave, young people outside work and school, full-year
equivalents, income support and population for the codes of the 290 kommuner, the 21 län and the country, and for the
invented län 99 with its kommuner, which the country doesn't include. Every number is invented, for the real kommuner
too. The whole is always made, so a part has the same numbers as the whole.

What the numbers are like stands in `features.py`, one constant for each feature. They are made as whole days, persons
and equivalents by kommun and sex, and everything else is sums of those:

    world       areas, populations, and the sums over sexes and areas
    noise       random numbers, autocorrelated ones too
    sick        sick leave and the ohälsotal by month
    young       young people outside work and school by year
    support     full-year equivalents, income support and long unemployment by year

and each agency has a module that writes its files: `forsakringskassan.py`, `kolada.py`, `scb.py`, `own.py`. `geometry.py`
draws the invented län.
"""
