"""Income support (försörjningsstöd) by household and month, and what is counted from it."""
