"""What tells the favourable answers of a result apart from all others."""

#: What is counted together.
ALL = "*"


def favourable_key(fraga: str, group: str, tillfalle: str, insats: str, period: str) -> tuple[str, ...]:
    """The key of the favourable answers to a question. tillfalle, insats: ALL where all are counted together."""
    return ("enkatsvar", fraga, group, tillfalle, insats, period)
