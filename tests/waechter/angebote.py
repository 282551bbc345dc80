"""An offer of each place with everything around it, for the questions of rights."""

from django.db.models import Model
from django.utils import timezone

from konten.models import Benutzer
from partner.models import (
    Aenderungsvorschlag,
    Angebot,
    Angebotspruefung,
    Bestaetigungsanfrage,
    Kampagne,
    Netzwerkpartner,
    Sammlung,
)
from partner.services.bestaetigung import frage_an
from sozialraum.models import Sozialraum


def angebot_mit_allem(partner: Netzwerkpartner, raum: Sozialraum, benutzer: Benutzer) -> list[Model]:
    """The offer, verified once; a proposal that waits, a request, a draft of a round, a collection."""
    angebot = Angebot.objects.create(anbieter=partner, titel=f"Treff {raum.name}")
    angebot.sozialraeume.add(raum)
    kampagne = Kampagne.objects.create(titel="Abfrage", anschreiben="Stimmt das noch?", erstellt_von=benutzer)
    kampagne.angebote.add(angebot)
    anfrage: Bestaetigungsanfrage = frage_an(
        partner=partner, angebote=[angebot], empfaenger="treff@example.org", durch=benutzer
    )
    return [
        angebot,
        kampagne,
        anfrage,
        Sammlung.objects.create(titel="Rund um die Geburt", erstellt_von=benutzer),
        Angebotspruefung.objects.create(angebot=angebot, am=timezone.localdate(), weg="fachkraft"),
        Aenderungsvorschlag.objects.create(angebot=angebot, eingegangen_am=timezone.now()),
    ]
