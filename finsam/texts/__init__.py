"""The kansli's own texts: where they stand, the values in them, and digits that were written by hand."""
