"""Gremien and meetings for tests."""

from datetime import date, time, timedelta

from django.utils import timezone

from netzwerk.models import Gremienmitglied, Gremium, Sitzung, Tagesordnungspunkt
from partner.models import Netzwerkpartner
from tests.welt import ANFANG, Welt


def heute_vor(tage: int) -> date:
    return timezone.localdate() - timedelta(days=tage)


def neues_gremium(welt: Welt, raum: str | None = "konz", name: str = "Arbeitskreis Beispiel", **felder) -> Gremium:
    sozialraum = welt.sozialraeume[raum] if raum else None
    return Gremium.objects.create(
        **{"name": name, "ebene": "handlung", "sozialraum": sozialraum, "von": ANFANG} | felder
    )


def sitz(gremium: Gremium, partner: Netzwerkpartner | None = None, **felder) -> Gremienmitglied:
    return Gremienmitglied.objects.create(**{"gremium": gremium, "partner": partner, "von": ANFANG} | felder)


def fachkraftsitz(welt: Welt, gremium: Gremium, konto: str = "netzwerk_konz") -> Gremienmitglied:
    return sitz(gremium, fachkraft=welt.person(konto).netzwerkfachkraft)


def neue_sitzung(gremium: Gremium, vor_tagen: int = 3, punkte: tuple[str, ...] = (), **felder) -> Sitzung:
    vorgabe = {"am": heute_vor(vor_tagen), "beginn": time(14), "ende": time(15, 30), "ort": "Rathaus"}
    sitzung = Sitzung.objects.create(gremium=gremium, **vorgabe | felder)
    for nummer, titel in enumerate(punkte, start=1):
        Tagesordnungspunkt.objects.create(sitzung=sitzung, reihenfolge=nummer, titel=titel)
    return sitzung
