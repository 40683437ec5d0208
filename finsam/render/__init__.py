"""From executed notebooks to a book in html, pdf and docx."""
