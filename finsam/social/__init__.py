"""Social accounts: results that the rest of a delivery gives."""
