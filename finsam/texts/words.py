"""Number words, as Swedish texts write small counts."""

#: 1 is `en`, or `ett` before a neuter noun.
WORDS = ("noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")
