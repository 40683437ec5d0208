"""What a chapter shows: its tables, pictures and sentences, in Swedish."""
