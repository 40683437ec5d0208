"""Personal identity numbers: how they are recognised, hidden, and replaced by keyed pseudonyms."""
