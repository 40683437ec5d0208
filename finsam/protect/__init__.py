"""Protection of small numbers of persons (statistical disclosure control) before anything of a book is published."""
