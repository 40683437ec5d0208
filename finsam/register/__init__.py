"""Public statistics as the agencies deliver them: one tidy table of every file in data/raw/register/."""
