"""Reads of verification: whom to ask, what is open, how a round of asking stands (K20)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from konten.rules import Geltungsbereich
from partner.models import (
    Aenderungsvorschlag,
    Anfrageposition,
    Angebot,
    Bestaetigungsanfrage,
    Funktion,
    Kampagne,
    Netzwerkpartner,
)
from partner.rules.bestaetigung import Antwort


def empfaenger_von(partner: Collection[int], stichtag: date) -> Mapping[int, str]:
    """Partner → address to ask: the institution's own, otherwise that of its key person, otherwise of anybody there.

    Partners without any address are left out. Two queries.
    """
    adressen = dict(Netzwerkpartner.objects.filter(pk__in=partner).exclude(email="").values_list("pk", "email"))
    personen = Funktion.objects.aktiv(stichtag).filter(partner__in=partner).exclude(email="")
    for wer, adresse in personen.order_by("-ist_schluesselperson", "pk").values_list("partner", "email"):
        adressen.setdefault(wer, adresse)
    return adressen


def offene_anfrage(angebot: Angebot) -> Bestaetigungsanfrage | None:
    """The request to the provider that still waits for an answer about this offer. One query."""
    offene = Bestaetigungsanfrage.objects.offen().filter(gilt_bis__gt=timezone.now())
    return offene.filter(positionen__angebot=angebot, positionen__antwort="").order_by("-erstellt_am").first()


def offene_vorschlaege(bereich: Geltungsbereich) -> QuerySet[Aenderungsvorschlag]:
    """Proposals that this account decides about, oldest first."""
    eigene = Aenderungsvorschlag.objects.bearbeitbar_fuer(bereich).offen()
    return eigene.select_related("angebot__anbieter").order_by("eingegangen_am", "pk")


@dataclass(frozen=True, slots=True)
class Rueckmeldung:
    """How a round of asking stands, counted in offers and in providers."""

    anbieter: int
    ohne_adresse: int
    versandt: int
    erinnert: int
    beantwortet: int
    angebote: int
    stimmt: int
    aenderung: int
    entfallen: int

    @property
    def offen(self) -> int:
        return self.angebote - self.stimmt - self.aenderung - self.entfallen

    @property
    def zu_senden(self) -> int:
        return self.anbieter - self.ohne_adresse


def rueckmeldung(kampagne: Kampagne) -> Rueckmeldung:
    """Figures of one round. Two queries."""
    anfragen = kampagne.anfragen.aggregate(
        anbieter=Count("pk"),
        ohne_adresse=Count("pk", filter=Q(empfaenger="")),
        versandt=Count("pk", filter=Q(versandt_am__isnull=False)),
        erinnert=Count("pk", filter=Q(erinnert_am__isnull=False)),
        beantwortet=Count("pk", filter=Q(beantwortet_am__isnull=False)),
    )
    positionen = Anfrageposition.objects.filter(anfrage__kampagne=kampagne).aggregate(
        angebote=Count("pk"), **{wort.value: Count("pk", filter=Q(antwort=wort)) for wort in Antwort}
    )
    return Rueckmeldung(**anfragen, **positionen)


@dataclass(frozen=True, slots=True)
class Anbietergruppe:
    """A provider to be asked, where the mail goes, and about which offers."""

    partner: Netzwerkpartner
    adresse: str
    angebote: tuple[Angebot, ...]


def anbietergruppen(angebote: Collection[Angebot], stichtag: date) -> list[Anbietergruppe]:
    """Offers by provider, in their order; with `anbieter` read before. Two queries."""
    je_anbieter: dict[Netzwerkpartner, list[Angebot]] = {}
    for angebot in angebote:
        je_anbieter.setdefault(angebot.anbieter, []).append(angebot)
    adressen = empfaenger_von([partner.pk for partner in je_anbieter], stichtag)
    return [Anbietergruppe(p, adressen.get(p.pk, ""), tuple(seine)) for p, seine in je_anbieter.items()]


def ohne_offene_anfrage(angebote: Collection[Angebot]) -> list[Angebot]:
    """Offers whose provider is not being asked about them right now. One query."""
    offene = Bestaetigungsanfrage.objects.offen().filter(gilt_bis__gt=timezone.now())
    gefragt = set(Anfrageposition.objects.filter(anfrage__in=offene, antwort="").values_list("angebot", flat=True))
    return [angebot for angebot in angebote if angebot.pk not in gefragt]
