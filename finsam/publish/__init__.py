"""reports/published: what has been signed and given out, edition by edition, apart from what is being worked on."""
