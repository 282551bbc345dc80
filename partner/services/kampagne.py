"""Rounds of asking: start, send in batches, remind, end (K20)."""

from collections.abc import Collection, Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from konten.models import Benutzer
from partner.models import Angebot, Bestaetigungsanfrage, Kampagne
from partner.rules.bestaetigung import Kampagnenstatus
from partner.services.angebot import AngebotGeaendert
from partner.services.bestaetigung import frage_an, ist_faellig_zu_erinnern, sende, ziehe_zurueck

STAPEL = 25


@transaction.atomic
def speichere(*, kampagne: Kampagne, version: int, angebote: Collection[Angebot] | None, durch: Benutzer) -> Kampagne:
    """Stores a draft with its offers (None: as they are). Raises AngebotGeaendert, and ValidationError once begun."""
    if kampagne.pk:
        gespeichert = Kampagne.objects.select_for_update().get(pk=kampagne.pk)
        if gespeichert.zustand != Kampagnenstatus.ENTWURF:
            raise ValidationError("Die Abfrage läuft schon und lässt sich nicht mehr ändern.")
        if gespeichert.version != version:
            raise AngebotGeaendert(gespeichert.version)
        kampagne.version = version + 1
    elif schon := Kampagne.objects.filter(uuid=kampagne.uuid).first():
        return schon
    else:
        kampagne.erstellt_von = durch
    kampagne.save()
    if angebote is not None:
        kampagne.angebote.set(angebote)
    return kampagne


@transaction.atomic
def starte(*, kampagne: Kampagne, empfaenger: Mapping[int, str], durch: Benutzer) -> int:
    """Prepares one request per provider (`empfaenger`: partner → address); returns how many will get a mail.

    Raises ValidationError when it has begun already: a second click starts nothing. The mails go out in batches.
    """
    kampagne = Kampagne.objects.select_for_update().get(pk=kampagne.pk)
    if kampagne.zustand != Kampagnenstatus.ENTWURF:
        raise ValidationError("Die Abfrage läuft schon.")
    je_anbieter: dict[int, list[Angebot]] = {}
    for angebot in kampagne.angebote.select_related("anbieter").order_by("titel", "pk"):
        je_anbieter.setdefault(angebot.anbieter_id, []).append(angebot)
    if not je_anbieter:
        raise ValidationError("In dieser Abfrage steht noch kein Angebot.")
    for partner_id, angebote in je_anbieter.items():
        adresse = empfaenger.get(partner_id, "")
        frage_an(partner=angebote[0].anbieter, angebote=angebote, empfaenger=adresse, durch=durch, kampagne=kampagne)
    kampagne.zustand, kampagne.gestartet_am = Kampagnenstatus.LAEUFT, timezone.now()
    kampagne.save(update_fields=["zustand", "gestartet_am", "geaendert_am"])
    return sum(1 for partner in je_anbieter if empfaenger.get(partner))


def sende_stapel(kampagne_id: int) -> bool:
    """Writes the next mails of a round, each in its own transaction; True when more wait. May run twice at once."""
    offene = Bestaetigungsanfrage.objects.offen().filter(
        kampagne=kampagne_id, kampagne__zustand=Kampagnenstatus.LAEUFT, versandt_am=None, gilt_bis__gt=timezone.now()
    )
    stapel = list(offene.exclude(empfaenger="").order_by("pk")[: STAPEL + 1])
    for anfrage in stapel[:STAPEL]:
        sende(anfrage=anfrage)
    return len(stapel) > STAPEL


@transaction.atomic
def beende(*, kampagne: Kampagne) -> int:
    """Ends a round; open links are withdrawn. Returns how many."""
    kampagne = Kampagne.objects.select_for_update().get(pk=kampagne.pk)
    if kampagne.zustand != Kampagnenstatus.LAEUFT:
        raise ValidationError("Diese Abfrage läuft nicht.")
    kampagne.zustand, kampagne.beendet_am = Kampagnenstatus.BEENDET, timezone.now()
    kampagne.save(update_fields=["zustand", "beendet_am", "geaendert_am"])
    return sum(ziehe_zurueck(anfrage=anfrage) for anfrage in kampagne.anfragen.offen())


def erinnere(stichtag: date) -> int:
    """Nightly: reminds providers that have not answered, once; sends on what a killed worker left. Returns how many."""
    jetzt = timezone.now()
    for kampagne_id in Kampagne.objects.filter(zustand=Kampagnenstatus.LAEUFT).values_list("pk", flat=True):
        while sende_stapel(kampagne_id):
            pass
    wartende = Bestaetigungsanfrage.objects.offen().filter(
        kampagne__zustand=Kampagnenstatus.LAEUFT, versandt_am__isnull=False, erinnert_am=None, gilt_bis__gt=jetzt
    )
    faellige = [eine for eine in wartende.select_related("kampagne") if ist_faellig_zu_erinnern(eine, jetzt)]
    return sum(sende(anfrage=anfrage, erinnerung=True) for anfrage in faellige)
