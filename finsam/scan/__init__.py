"""Identity numbers looked for in everything that is about to be published."""
