"""Public statistics from the agencies' APIs into data/raw/register/, each file with where it came from beside it."""
