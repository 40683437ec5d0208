"""How forecasts are made and tried, for the chapter on method: what is forecast, by which formula, and what it assumes."""

from __future__ import annotations

from finsam.chapters.book import Book
from finsam.chapters.markdown import Markdown
from finsam.measures.forecasts import AHEAD, BETTER, FEWEST, LEAST_TRIED, LEVEL, TRAINED
from finsam.swedish import number, with_unit, word


def methods(book: Book) -> list[Markdown]:
    """Nothing in a book without the chapter."""
    if "prognos" not in book.params.chapters:
        return []
    return [Markdown(text) for text in (_figures(), _two(), _trial(), _interval())]


def _figures() -> str:
    return (
        f"**Vad en prognos görs av.** En siffra om året används, för samma månad om talet omfattar tolv månader, efter seriens "
        f"senaste brott och efter det senaste året utan siffra. Det behövs minst {word(FEWEST)} år i följd, och den senaste siffran "
        "får varken saknas eller vara dold. Andelar räknas som logit och tal per person som logaritm, så att ingen prognos "
        "hamnar utanför vad måttet kan vara. Kommunerna tillsammans är en egen serie (täljare delad med nämnare), ingen summa "
        "av prognoser."
    )


def _two() -> str:
    one, line = number(1), "en rät linje genom alla siffror"
    return (
        "**Två metoder.** Oförändrat är den senaste siffran för varje år framåt, en så kallad naiv prognos. Trendmodellen är "
        f"exponentiell utjämning med drift (Hyndman och Billah): en nivå som väger de senaste åren tyngst, plus lutningen av {line}. "
        "Den är vald i förväg för alla serier, så ingen modell väljs för att den råkar passa.\n\n"
        f"Formel: prognos(T + h) = L(T) + b · (h − {one} + ({one} − ({one} − α) upphöjt till T) / α), där "
        f"L(t) = α · y(t) + ({one} − α) · L(t − {one}), α är det värde som ger minst kvadratsumma av felen ett år framåt, "
        "och b är lutningen.\n\n"
        "Antaganden:\n\n"
        "- Det som har fått talet att variera fortsätter på samma sätt. Beslut, konjunktur och nya insatser syns inte i en "
        "prognos förrän de syns i siffrorna.\n"
        "- Siffrorna räknas på samma sätt under hela perioden."
    )


def _trial() -> str:
    return (
        f"**När modellen används.** Prognoser för {word(AHEAD)} år framåt görs för tidigare år, av bara de siffror som fanns då "
        f"och först av {word(TRAINED)} år (rullande utvärdering). Modellen används om dess genomsnittliga avvikelse är mindre "
        f"än den oförändrade siffrans på varje avstånd, och i medeltal högst {with_unit(round(100 * BETTER), 'procent')} av den. Annars, eller när det finns "
        f"färre än {number(TRAINED + LEAST_TRIED)} år, visas den oförändrade siffran. Gränsen är satt med simulerade serier: av serier som bara "
        "vandrar slumpvis ser färre än en av tio ut att ha en bättre modell, och serier med tydlig trend får den oftast. Med många serier i en bok kan alltså någon "
        "ha fått modellen av en slump."
    )


def _interval() -> str:
    return (
        f"**Intervall.** Intervallet är gjort för att innehålla utfallet i {with_unit(round(100 * LEVEL), 'procent')} av fallen. Det är prognosen plus "
        "och minus en t-kvantil gånger det kvadratiska medelvärdet av tidigare prognosers fel på samma avstånd: alla "
        "förändringar i serien när prognosen är oförändrad, och felen i den rullande utvärderingen när den är modellens. Prognoser "
        "flera år framåt delar år med varandra, så deras fel räknas som färre. Intervallet blir aldrig smalare längre fram.\n\n"
        "Formel: prognos ± t · s(h), där s(h) är roten ur medelvärdet av felen i kvadrat och t har antalet fel delat med h "
        "frihetsgrader.\n\n"
        "Antagande: felen framåt är av samma slag som de tidigare. I simulerade serier som vandrar slumpvis, har trend "
        "eller bara varierar hamnar ungefär fyra utfall av fem inom intervallet. När modellen används är felen den valdes efter ofta "
        "mindre än de framtida, så där är intervallet i underkant."
    )
