def reference(book, default): return default
def finish(b, book): return b
