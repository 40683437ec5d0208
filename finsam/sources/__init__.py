"""Reading files as they are delivered: bytes and cells in, rows with their places out."""
