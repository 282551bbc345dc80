"""Which records of the money hold free text, and whose Leitung may blank a passage there."""

from collections.abc import Iterator

from django.db.models import Q

from finanzen.models import (
    Ausgabe,
    Ausnahmeantrag,
    Jahresabschluss,
    Minusbegruendung,
    Projekt,
    Verwendungsnachweis,
)
from netzwerk.selectors.textschutz import Textquelle, Textstueck

TRAEGER = "traeger"


def _gegenbuchung(ausgabe: Ausgabe) -> Iterator[Textstueck]:
    """A reversal repeats the words of what it takes back."""
    for gegen in Ausgabe.objects.filter(storno_von=ausgabe):
        yield Textstueck(gegen, "text")
        yield Textstueck(gegen, "storno_grund")


QUELLEN = (
    Textquelle(
        "projekt", Projekt, ("titel", "ziel", "zielgruppe", "ergebnis", "entscheidungsgrund"), traegerpfad=TRAEGER
    ),
    Textquelle("antrag", Ausnahmeantrag, ("titel", "begruendung", "entscheidungsgrund"), traegerpfad=TRAEGER),
    Textquelle("ausgabe", Ausgabe, ("text", "storno_grund"), traegerpfad=TRAEGER, dazu=_gegenbuchung),
    Textquelle("minus", Minusbegruendung, ("grund",), traegerpfad=TRAEGER),
    Textquelle(
        "verwendung",
        Verwendungsnachweis,
        ("ausgangslage", "massnahmen", "wirkung", "ausblick", "rueckgabegrund"),
        traegerpfad=TRAEGER,
    ),
    # Written by the Jugendamt about all Träger at once: nobody's own.
    Textquelle("abschluss", Jahresabschluss, ("oeffnungsgrund",), lambda raeume: Q(pk__in=())),
)
