"""A Lotsenanfrage and an offer for tests; everything is invented."""

from datetime import date
from uuid import uuid4

from django.utils import timezone

from konten.models import Benutzer
from netzwerk.models import Lotsenanfrage, Thema
from netzwerk.services.lotsen import Lotsenangaben, Ziel, leite_weiter, stelle
from partner.models import Angebot
from partner.rules.angebot import Angebotsstufe
from tests.welt import Welt, neuer_partner

HEUTE = date(2026, 11, 23)


def thema(name: str = "Freizeit") -> Thema:
    return Thema.objects.get_or_create(name=name)[0]


def angaben(welt: Welt, ort: str = "konz", **felder) -> Lotsenangaben:
    werte = {
        "sozialraum_id": welt.sozialraeume[ort].pk,
        "titel": "Gruppe am Nachmittag",
        "text": "Gesucht wird eine offene Gruppe in Bahnnähe.",
        "altersgruppe": "10_14",
        "themen": [thema().pk],
        "gemeinde_id": welt.gemeinden["Konz"].pk if ort == "konz" else None,
    }
    return Lotsenangaben(**werte | felder)


def neue_anfrage(
    welt: Welt, ort: str = "konz", von: str = "team_konz", heute: date | None = None, **felder
) -> Lotsenanfrage:
    anfrage, _ = stelle(
        benutzer=welt.person(von),
        uuid=uuid4(),
        angaben=angaben(welt, ort, **felder),
        weg="konto",
        heute=heute or timezone.localdate(),
    )
    return anfrage


def neues_angebot(welt: Welt, titel: str = "Offener Treff", ort: str = "konz", **felder) -> Angebot:
    anbieter = felder.pop("anbieter", None) or neuer_partner(
        welt, f"Verein {titel}", "verein", sozialraum=ort, email=f"{titel.split()[0].lower()}@example.org"
    )
    werte = {"titel": titel, "anbieter": anbieter, "stufe": Angebotsstufe.AKTIVIERT}
    angebot = Angebot.objects.create(**werte | felder)
    angebot.sozialraeume.add(welt.sozialraeume[ort])
    return angebot


def frage(welt: Welt, anfrage: Lotsenanfrage, *angebote: Angebot, von: str = "netzwerk_konz"):
    """Asks these providers and answers with the questions."""
    ziele = [Ziel(eins.anbieter, eins, eins.anbieter.email) for eins in angebote]
    konto: Benutzer = welt.person(von)
    return leite_weiter(anfrage_id=anfrage.pk, ziele=ziele, durch=konto, heute=timezone.localdate())
