"""Integrity of offers: the copies of the last verification and of the present stage against their histories."""

from collections.abc import Iterator

from django.db.models import OuterRef, Subquery

from partner.models import Angebot, Angebotspruefung, Angebotsschritt


def angebotsbefunde() -> Iterator[str]:
    """A sentence for every offer that contradicts its own history. One query, streamed."""
    pruefungen = Angebotspruefung.objects.filter(angebot=OuterRef("pk")).order_by("-am", "-pk")
    schritte = Angebotsschritt.objects.filter(angebot=OuterRef("pk")).order_by("-am", "-pk")
    zeilen = Angebot.objects.order_by("pk").values_list(
        "titel", "geprueft_am", Subquery(pruefungen.values("am")[:1]), "stufe", Subquery(schritte.values("stufe")[:1])
    )
    for titel, geprueft_am, zuletzt, stufe, letzte in zeilen.iterator(2_000):
        if geprueft_am != zuletzt:
            yield f"{titel}: das Prüfdatum passt nicht zum Verlauf"
        if stufe != letzte:
            yield f"{titel}: die Stufe passt nicht zum Verlauf"
