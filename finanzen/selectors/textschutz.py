"""Which records of the money hold free text, and whose Leitung may blank a passage there."""

from django.db.models import Q

from finanzen.models import (
    Ausgabe,
    Ausnahmeantrag,
    Jahresabschluss,
    Minusbegruendung,
    Projekt,
    Verwendungsnachweis,
)
from netzwerk.selectors.textschutz import Textquelle

TRAEGER = "traeger"
QUELLEN = (
    Textquelle(
        "projekt", Projekt, ("titel", "ziel", "zielgruppe", "ergebnis", "entscheidungsgrund"), traegerpfad=TRAEGER
    ),
    Textquelle("antrag", Ausnahmeantrag, ("titel", "begruendung", "entscheidungsgrund"), traegerpfad=TRAEGER),
    Textquelle("ausgabe", Ausgabe, ("text", "storno_grund"), traegerpfad=TRAEGER),
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
