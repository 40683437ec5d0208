"""From what a book prints back to the raw rows: pages of rows behind tables, and the chain of a single value."""
