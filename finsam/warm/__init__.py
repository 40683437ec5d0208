"""Notebooks run in processes forked from a warm one that has done the imports: a papermill engine, `finsam-warm`."""
