"""What is open around one partner beside the next steps: agreements, offers, requests, duties, missing facts (K09)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from konten.rules import Geltungsbereich
from konten.selectors import parameter_am
from netzwerk.models import Lotsenweiterleitung
from netzwerk.rules.lotsen import OFFENE
from partner.models import Angebot, Funktion, Netzwerkpartner, Person, Vereinbarung
from partner.rules.angebot import Angebotsstufe, Frische
from partner.rules.vereinbarung import AUSLAUF
from partner.selectors.angebot import grenzen
from partner.selectors.person import zu_informieren
from partner.selectors.vollstaendigkeit import angabenstaende


@dataclass(frozen=True, slots=True)
class Offen:
    """One thing to do or to clear up; `bis` is its day if there is one, `papier` its name where no case may show."""

    was: str
    titel: str
    url: str
    bis: date | None = None
    hinweis: str = ""
    papier: str = ""

    @property
    def papiertitel(self) -> str:
        return self.papier or self.titel


def offenes(bereich: Geltungsbereich, partner: Netzwerkpartner, heute: date) -> list[Offen]:
    """What is open within sight, what has a day first. Up to eight queries, whatever their number."""
    alle = [
        *_vereinbarungen(bereich, partner, heute),
        *_lotsenfragen(bereich, partner),
        *_angebote(bereich, partner, heute),
        *_zu_informieren(bereich, partner, heute),
        *_fehlende_angaben(bereich, partner, heute),
    ]
    return sorted(alle, key=lambda eines: (eines.bis is None, eines.bis or heute))


def _vereinbarungen(bereich: Geltungsbereich, partner: Netzwerkpartner, heute: date) -> Iterable[Offen]:
    menge = Vereinbarung.objects.sichtbar_fuer(bereich).filter(partner=partner)
    for eine in menge.wieder_anzusehen(heute, heute + AUSLAUF):
        tage = [tag for tag in (eine.pruefen_am, eine.bis) if tag is not None]
        yield Offen("Vereinbarung wieder ansehen", eine.titel, eine.get_absolute_url(), min(tage))


def _lotsenfragen(bereich: Geltungsbereich, partner: Netzwerkpartner) -> Iterable[Offen]:
    menge = Lotsenweiterleitung.objects.sichtbar_fuer(bereich).filter(
        partner=partner, antwort="", anfrage__zustand__in=OFFENE
    )
    for frage in menge.select_related("anfrage"):
        gefragt = timezone.localdate(frage.gefragt_am)
        yield Offen(
            "Antwort auf Lotsenanfrage fehlt",
            str(frage.anfrage),
            frage.anfrage.get_absolute_url(),
            frage.anfrage.frist_am,
            f"gefragt am {gefragt:%d.%m.%Y}",
            frage.anfrage.nummer,
        )


def _angebote(bereich: Geltungsbereich, partner: Netzwerkpartner, heute: date) -> Iterable[Offen]:
    menge = Angebot.objects.sichtbar_fuer(bereich).filter(anbieter=partner).exclude(stufe=Angebotsstufe.RUHEND)
    for angebot in menge.mit_frische(grenzen(heute)).exclude(frische_wort=Frische.AKTUELL):
        hinweis = f"geprüft am {angebot.geprueft_am:%d.%m.%Y}" if angebot.geprueft_am else "noch nie geprüft"
        yield Offen("Angebot prüfen", angebot.titel, angebot.get_absolute_url(), hinweis=hinweis)


def _zu_informieren(bereich: Geltungsbereich, partner: Netzwerkpartner, heute: date) -> Iterable[Offen]:
    """Art. 14 is the duty of those who keep the person."""
    tage = parameter_am(heute)["informationspflicht_tage"]
    hier = Funktion.objects.aktiv(heute).filter(person=OuterRef("pk"), partner=partner)
    for person in zu_informieren(Person.objects.bearbeitbar_fuer(bereich).filter(Exists(hier)), heute):
        bis = timezone.localdate(person.erstellt_am) + timedelta(days=tage)
        yield Offen("Über die Speicherung informieren", str(person), person.get_absolute_url(), bis)


def _fehlende_angaben(bereich: Geltungsbereich, partner: Netzwerkpartner, heute: date) -> Iterable[Offen]:
    if not Netzwerkpartner.objects.bearbeitbar_fuer(bereich).filter(pk=partner.pk).exists():
        return
    fehlende = angabenstaende([partner.pk], heute)[partner.pk].vollstaendigkeit.fehlende
    if fehlende:
        titel = ", ".join(fakt.titel for fakt in fehlende)
        yield Offen("Angaben fehlen", titel, reverse("partner:partner_angaben", args=[partner.uuid]))
