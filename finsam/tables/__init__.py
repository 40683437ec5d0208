"""From delivered rows to tidy tables: what a column may hold, and where each row comes from."""
