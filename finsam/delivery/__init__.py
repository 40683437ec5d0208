"""Everything that was delivered for a book, read and made into its tables."""
