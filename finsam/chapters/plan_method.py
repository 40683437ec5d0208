"""How a plan is computed: the rule, the equity and the scenarios, for the chapter on method."""

from __future__ import annotations

from finsam.chapters.book import Book
from finsam.chapters.markdown import Markdown
from finsam.measures.accounts import EQUITY_LIMIT
from finsam.swedish import with_unit


def methods(book: Book) -> list[Markdown]:
    """Assumptions and formulas of what the chapter on the plan computes; nothing without a plan."""
    if "plan" not in book.params.chapters or not book.has("flerarsbudget"):
        return []
    texts = [
        "**Bidrag enligt regeln.** Utgångspunkten är det som medlemmarna ska betala tillsammans ett år enligt planen. "
        "Staten svarar för hälften, regionen för en fjärdedel och kommunerna för en fjärdedel. En kommuns del är "
        "fjärdedelen gånger kommunens invånare i arbetsför ålder, delat med alla medlemskommuners invånare i arbetsför "
        "ålder. Där uppgift om invånarna saknas används andelarna som står i planen. Övriga intäkter räknas inte in.",
        "**Eget kapital.** Utgående eget kapital är det ingående plus årets resultat, och nästa års ingående är årets "
        "utgående. Resultatet är det som står i planen, efter finansiella poster. Andelen av bidragen är utgående eget "
        f"kapital delat med medlemmarnas bidrag för samma år, och jämförs med rekommendationen att den bör vara högst "
        f"{with_unit(EQUITY_LIMIT, 'procent')}.",
        "**Beslutat och ej beslutat.** Varje projekt räknas till den grupp som det står i. Samma projekt kan ha både "
        "beslutade och ej beslutade kostnader.",
    ]
    if book.params.year.scenarier:
        texts += [
            "**Scenarier.** Ett scenario är planen plus skillnaden som ändringarna ger; det som inte ändras är som i "
            "planen. Resultatet är planens resultat plus ändringen av bidragen minus ändringen av kostnaderna. Det egna "
            "kapitalet ändras med summan av resultatets ändringar till och med året. Flera ändringar i samma scenario "
            "gäller samtidigt, och ordningen har ingen betydelse. Inget avrundas före utskriften.",
            "När en medlems bidrag ändras multipliceras det med ett plus ändringen i procent. Om de övriga följer "
            "regeln multipliceras deras bidrag med samma tal, eftersom varje medlems del av helheten då är densamma. "
            "När en kommun tillkommer och summan är oförändrad betalar den kommunernas del gånger sin andel av "
            "invånarna, och de andra kommunernas bidrag minskar i samma proportion. Om summan växer betalar den lika "
            "mycket per invånare som de andra kommunerna gör tillsammans, och staten och regionen ökar i samma "
            "proportion som kommunernas del. När en insats upphör räknas alla dess kostnader bort från och med det "
            "året. Kostnader för att avveckla den och följder för andra insatser ingår inte.",
        ]
    return [Markdown(text) for text in texts]
