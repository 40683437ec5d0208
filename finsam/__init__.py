"""finsam: from the ledgers and statistics of a samordningsförbund to its annual book."""

__version__ = "0.1.0"
