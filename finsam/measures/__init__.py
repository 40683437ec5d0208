"""What is computed from the tables: shares, deviations, signals and the checks between figures."""
