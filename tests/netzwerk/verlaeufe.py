"""A partner around whom everything happened that a time line can tell."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from finanzen.models import Projekt
from konten.rules import Geltungsbereich
from netzwerk.models import (
    Bedarfsmeldung,
    Lotsenweiterleitung,
    Mitteilung,
    Mitteilungsempfaenger,
    Teilnahme,
    Vorstellung,
)
from partner.models import (
    Angebot,
    Angebotspruefung,
    Angebotsschritt,
    Netzwerkpartner,
    Partnerzustand,
    Vereinbarung,
    Zusammenfuehrung,
)
from tests.netzwerk.gremien import neue_sitzung, neues_gremium, sitz
from tests.netzwerk.lotsen import neue_anfrage, thema
from tests.partner.test_partner_liste import kontakt
from tests.welt import Welt, neue_ansprechperson, neuer_partner


def tag(vor: int) -> date:
    return timezone.localdate() - timedelta(days=vor)


def zeit(vor: int) -> datetime:
    return timezone.make_aware(datetime.combine(tag(vor), time(12)))


def partner_mit_allem(welt: Welt, anzahl: int = 1, raum: str = "konz") -> Netzwerkpartner:
    """Of every event as many as `anzahl`, each on a day of its own, in the Sozialraum `raum`."""
    partner = neuer_partner(welt, sozialraum=raum, von=tag(900))
    for nummer in range(anzahl):
        vor = 10 + 30 * nummer
        _gespraech(welt, partner, raum, vor)
        _leute(welt, partner, nummer, vor)
        _angebot(welt, partner, raum, nummer, vor)
        _gremium(welt, partner, raum, nummer, vor)
        _lotsen(welt, partner, raum, vor)
        _mitteilung(welt, partner, nummer, vor)
        _umfeld(welt, partner, raum, nummer, vor)
    return partner


def _gespraech(welt: Welt, partner: Netzwerkpartner, raum: str, vor: int) -> None:
    person = "netzwerk_konz" if raum == "konz" else "netzwerk_saarburg"
    kontakt(welt, partner, vor, person, inhalt="Elterncafé geplant")
    kontakt(welt, partner, vor + 1, person, inhalt="Hilfeplan besprochen", bezug="fallbezogen")


def _leute(welt: Welt, partner: Netzwerkpartner, nummer: int, vor: int) -> None:
    neue_ansprechperson(partner, f"Person{nummer}", von=tag(vor + 200), bis=tag(vor))


def _angebot(welt: Welt, partner: Netzwerkpartner, raum: str, nummer: int, vor: int) -> None:
    angebot = Angebot.objects.create(anbieter=partner, titel=f"Treff {nummer}")
    Angebot.objects.filter(pk=angebot.pk).update(erstellt_am=zeit(vor + 3))
    angebot.sozialraeume.add(welt.sozialraeume[raum])
    Angebotsschritt.objects.create(angebot=angebot, stufe="entdeckt", am=tag(vor + 3))
    Angebotsschritt.objects.create(angebot=angebot, stufe="ruhend", am=tag(vor + 1))
    Angebotspruefung.objects.create(angebot=angebot, am=tag(vor + 2), weg="telefon")


def _gremium(welt: Welt, partner: Netzwerkpartner, raum: str, nummer: int, vor: int) -> None:
    gremium = neues_gremium(welt, raum, f"Runde {nummer}")
    mitglied = sitz(gremium, partner, von=tag(vor + 60), bis=tag(vor))
    gespraech = kontakt(welt, partner, vor + 5, art="gremium")
    sitzung = neue_sitzung(gremium, vor + 5, zustand="gehalten", kontakt=gespraech)
    Teilnahme.objects.create(sitzung=sitzung, mitglied=mitglied, anwesenheit="anwesend")


def _lotsen(welt: Welt, partner: Netzwerkpartner, raum: str, vor: int) -> None:
    anfrage = neue_anfrage(welt, raum, "leitstelle", heute=tag(vor + 4))
    anfrage.partner = partner
    anfrage.save()
    Lotsenweiterleitung.objects.create(
        anfrage=anfrage, partner=partner, gefragt_am=zeit(vor + 3), antwort="frei", beantwortet_am=zeit(vor + 2)
    )


def _mitteilung(welt: Welt, partner: Netzwerkpartner, nummer: int, vor: int) -> None:
    mitteilung = Mitteilung.objects.create(
        richtung="aussen", titel=f"Rundbrief {nummer}", text="Neues", zustand="gesendet", gesendet_am=zeit(vor)
    )
    Mitteilungsempfaenger.objects.create(mitteilung=mitteilung, art="partner", partner=partner, zustand="eingestellt")


def _umfeld(welt: Welt, partner: Netzwerkpartner, raum: str, nummer: int, vor: int) -> None:
    sozialraum = welt.sozialraeume[raum]
    bedarf = Bedarfsmeldung.objects.create(
        sozialraum=sozialraum,
        thema=thema(),
        altersgruppe="10_14",
        titel=f"Zu wenig Raum {nummer}",
        text="Es fehlt ein Raum.",
        am=tag(vor),
    )
    bedarf.quellen.add(partner)
    vereinbarung = Vereinbarung.objects.create(
        titel=f"Kurze Wege {nummer}", art="kooperation", von=tag(vor + 50), bis=tag(vor), pruefen_am=tag(vor + 20)
    )
    vereinbarung.partner.add(partner)
    vereinbarung.sozialraeume.add(sozialraum)
    projekt = Projekt.objects.create(
        titel=f"Bewegte Pause {nummer}",
        sozialraum=sozialraum,
        traeger=next(iter(welt.traeger.values())),
        ziel="Bewegung",
        zielgruppe="Kinder",
        von=tag(vor + 40),
        bis=tag(vor),
        budget=Decimal(100),
    )
    projekt.partner.add(partner)
    fachkraft = welt.person("netzwerk_konz").netzwerkfachkraft
    Vorstellung.objects.create(fachkraft=fachkraft, partner=partner, art="persoenlich", am=tag(vor))
    # One state ends where the next begins.
    Partnerzustand.objects.filter(partner=partner, bis__isnull=True).delete()
    Partnerzustand.objects.create(partner=partner, zustand="ruhend", von=tag(vor + 2), bis=tag(vor + 1))
    Partnerzustand.objects.create(partner=partner, zustand="aktiv", von=tag(0))
    anderer = Netzwerkpartner.objects.create(name=f"Doppelt {nummer}", aufgegangen_in=partner)
    vereint = Zusammenfuehrung.objects.create(bleibt=partner, aufgegangen=anderer)
    Zusammenfuehrung.objects.filter(pk=vereint.pk).update(erstellt_am=zeit(vor))


def bereich_von(welt: Welt, name: str) -> Geltungsbereich:
    return welt.person(name).bereich
