"""What the invented numbers are like: one constant for each feature, which the tests find again in the files.

Rates and levels are logarithms where nothing else is said, so that 0.10 is about ten percent.
"""

from __future__ import annotations

from dataclasses import dataclass

SEED = 20080101
FIRST_YEAR, LAST_YEAR = 2008, 2024

# ---- How areas differ --------------------------------------------------------------------------------------

#: Standard deviations of the levels of län and of the kommuner within them. Both are smooth in the order of SCB's
#: codes, where neighbours stand near each other: the correlation of one with the next.
LAN_SD, KOMMUN_SD = 0.10, 0.13
LAN_NEXT, KOMMUN_NEXT = 0.6, 0.4
#: Of the yearly change that is a kommun's own.
SLOPE_SD = 0.006


@dataclass(frozen=True)
class Story:
    """What is settled for an invented kommun: people of 16–64 years, level and yearly change against the country."""

    people: int
    level: float
    slope: float


#: Ekvik follows the country, Björksta is high and falls, Sjöhult is low and rises; Tallberget is so small that figures
#: are suppressed. How many people the first three have comes from the example förbund.
STORIES = {
    "9901": Story(14_300, 0.04, 0.0),
    "9902": Story(6_220, 0.30, -0.025),
    "9903": Story(3_480, -0.12, 0.020),
    "9904": Story(21_400, 0.0, 0.004),
    "9905": Story(9_700, 0.10, -0.008),
    "9906": Story(4_350, -0.05, 0.0),
    "9907": Story(2_080, 0.16, 0.006),
    "9908": Story(1_120, 0.08, -0.004),
}

# ---- Sick leave --------------------------------------------------------------------------------------------

#: Days in twelve months per insured person: (year and part of it, days), straight lines between them on the log scale.
SICK_LEVEL = ((2007.0, 11.2), (2008.0, 10.4), (2010.5, 6.9), (2016.2, 10.8), (2019.9, 9.2), (2025.0, 8.7))
#: Women have exp(2 * SICK_SEX) times men's days per person.
SICK_SEX = 0.31
#: Of the months January to December, around zero.
SICK_SEASON = (0.04, 0.06, 0.06, 0.03, 0.02, -0.02, -0.11, -0.07, -0.02, 0.0, 0.02, -0.01)
#: The autocorrelation of one month's sick leave with the next, and the standard deviation that is the same for all;
#: SICK_SIZE / persons is added to its square, so that small kommuner vary more.
SICK_AR, SICK_SD, SICK_SIZE = 0.8, 0.03, 33.0
#: How much more at the height of the pandemic, and its shape: (month, share of the height), straight lines between.
PANDEMIC = 0.20
PANDEMIC_SHAPE = (("2020-02", 0.0), ("2020-04", 1.0), ("2020-09", 0.5), ("2021-01", 0.9), ("2022-03", 0.0))
#: Version 2.0, from this month: 15–69 years. Its days are of those who are 16–64 and this share more.
VERSION_2, VERSION_2_MORE = "2021-01", 0.02
#: A figure of a sex is suppressed where fewer persons than this had days in its last month (thirty days a person), and
#: the other sex's with it, since the total is told.
FEWEST_SICK = 12

#: Sjukersättning and aktivitetsersättning: the share of people who have it, in the first and last year; women against
#: men as SICK_SEX; its autocorrelation from month to month, its standard deviation, and what size adds.
LASTING_SHARE = ((2006.0, 0.092), (2012.0, 0.066), (2025.0, 0.043))
LASTING_SEX, LASTING_AR, LASTING_SD, LASTING_SIZE = 0.15, 0.97, 0.03, 8.0
#: Net days a month per person who has it, and the share of them who have it in full, who are left out of the insured.
LASTING_DAYS, LASTING_FULL = 26.0, 0.75
#: How much of a kommun's level and change in sick leave is in its lasting compensation.
LASTING_LIKE = 0.8

#: The break: from this month the ohälsotal counts only this share of the days with sjuk- och aktivitetsersättning, in
#: all of its twelve months at once. The figure falls by a tenth of those days from one month to the next.
BREAK, BREAK_SHARE = "2018-07", 0.90
#: The ohälsotal is delivered from here.
OHALSOTAL_FROM = 2014

# ---- Young people outside work and school ------------------------------------------------------------------

#: Share in the first and last years and in between, 20–24 years; younger ones have these parts of it.
YOUNG_SHARE = (
    (2008, 0.105),
    (2009, 0.122),
    (2014, 0.098),
    (2019, 0.080),
    (2020, 0.090),
    (2021, 0.083),
    (2024, 0.078),
)
YOUNG_PART = {"16": 0.12, "17": 0.25, "18-19": 0.60, "20-24": 1.0}
#: Men against women; autocorrelation from year to year, its standard deviation; how much more than binomial the
#: numbers vary (a factor on the variance); levels of areas against those of sick leave.
YOUNG_SEX, YOUNG_AR, YOUNG_SD, YOUNG_SPREAD, YOUNG_LIKE = -0.05, 0.6, 0.05, 1.5, 1.2
#: A share is suppressed where fewer than this are counted in one of the sexes. No figure has come from this share of
#: kommuner and years.
FEWEST_YOUNG, NEVER_CAME = 5, 0.004
#: First year of N02906 (17–24 years) and of our own tables (20–24 years).
YOUNG_17_FROM, YOUNG_20_FROM = 2015, 2014

# ---- Full-year equivalents, income support, long unemployment ----------------------------------------------

#: First year of the equivalents.
EQUIVALENTS_FROM = 2014
#: Equivalents per person of 20–64 years by kind: (year, share). Those of ill health follow from the days.
EQUIVALENT_SHARE = {
    "Arbetslöshetsersättning": ((2008, 0.017), (2010, 0.026), (2019, 0.016), (2020, 0.022), (2024, 0.017)),
    "Arbetsmarknadsåtgärder": ((2008, 0.016), (2013, 0.034), (2019, 0.022), (2021, 0.027), (2024, 0.020)),
    "Ekonomiskt bistånd": ((2008, 0.017), (2014, 0.020), (2024, 0.011)),
    "Etableringsersättning": ((2008, 0.0015), (2014, 0.004), (2017, 0.010), (2020, 0.004), (2024, 0.003)),
}
#: Share of the population with income support at any time in the year, of adults with it ten months or more, and of
#: people of 15–74 years who have been without work for six months.
SUPPORT_SHARE = ((2008, 0.045), (2012, 0.049), (2024, 0.030))
LONG_SUPPORT_SHARE = ((2008, 0.011), (2015, 0.015), (2024, 0.009))
LONG_UNEMPLOYED_SHARE = ((2008, 0.018), (2013, 0.040), (2019, 0.033), (2021, 0.040), (2024, 0.030))
#: Men against women, autocorrelation from year to year, standard deviation, factor on the binomial variance, and how
#: much more than in sick leave areas differ.
WORK_SEX, WORK_AR, WORK_SD, WORK_SPREAD, WORK_LIKE = -0.05, 0.6, 0.06, 2.0, 1.6
