"""Base data of the network work: the topics that contacts are about."""

from django.db import transaction

from netzwerk.models import Thema

THEMEN = [
    "Übergang Kita–Schule",
    "Schulabsentismus",
    "Elternbildung",
    "Frühe Hilfen",
    "Freizeit und Begegnung",
    "Sprache",
    "Armut und Teilhabe",
    "Trennung und Scheidung",
    "Psychische Gesundheit",
    "Sucht",
    "Medien",
    "Integration",
    "Ehrenamt",
    "Kinderschutz allgemein",
]


@transaction.atomic
def trage_themen_ein() -> int:
    """Enters the topics (K04) where there is none yet and returns their number; a renamed one does not come back."""
    if Thema.objects.exists():
        return 0
    for reihenfolge, name in enumerate(THEMEN, start=1):
        Thema.objects.create(name=name, reihenfolge=reihenfolge)
    return len(THEMEN)
