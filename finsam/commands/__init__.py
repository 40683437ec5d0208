"""The commands of `python -m finsam`, a module for each subject."""
