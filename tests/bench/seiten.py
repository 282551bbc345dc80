"""What is measured: name, who opens it, address, and how many times an empty signed-in page it may cost."""

from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from konten.models import Benutzer
from netzwerk.models import Einsatz, Kontakt
from partner.models import Netzwerkpartner, Partnerkategorie

#: kind of page -> times the empty signed-in page (the empty page itself: times the bare view)
GRENZEN = {"Maßstab": 2, "Seite": 3, "Liste": 5, "Formular": 6}
NACKT, LEER = "nackte Ansicht", "leere Seite"


@dataclass(frozen=True, slots=True)
class Seite:
    """One address to measure."""

    name: str
    art: str
    konto: str
    url: str


def seiten() -> list[Seite]:
    """The yardsticks first, then every page that people open often, with the fullest object there is."""
    konz = Benutzer.objects.get(username="netzwerk-konz").bereich
    heute = timezone.localdate()
    partner = (
        Netzwerkpartner.objects.bearbeitbar_fuer(konz)
        .im_zustand(heute, "aktiv")
        .annotate(kontakte=Count("beteiligungen"))
        .order_by("-kontakte")
        .first()
    )
    kontakt = Kontakt.objects.bearbeitbar_fuer(konz).order_by("-am").first()
    einsatz = Einsatz.objects.bestaetigt().filter(sozialraum__kuerzel="konz").first()
    vor_einem_jahr = heute.replace(day=1, year=heute.year - 1)
    kategorie = Partnerkategorie.objects.order_by("reihenfolge").first().kuerzel
    netz, amt, leit, lstelle = "netzwerk-konz", "jugendamt", "leitung-konz", "leitstelle"
    return [
        Seite(NACKT, "Maßstab", netz, "/bench/nackt/"),
        Seite(LEER, "Maßstab", netz, "/bench/leer/"),
        Seite("Übersicht der Netzwerkfachkraft", "Seite", netz, "/"),
        Seite("Übersicht des Jugendamts", "Seite", amt, "/"),
        Seite("Übersicht der Leitung", "Seite", leit, "/"),
        Seite("Partner (Beziehung)", "Seite", netz, partner.get_absolute_url()),
        Seite("Kontakt", "Seite", netz, kontakt.get_absolute_url()),
        Seite("Wiedervorlagen", "Seite", netz, "/wiedervorlagen/"),
        Seite("Sozialräume", "Seite", amt, "/sozialraeume/"),
        Seite("Sozialraum Konz", "Seite", amt, "/sozialraeume/konz/"),
        Seite("Stellenanteil", "Seite", amt, einsatz.get_absolute_url()),
        Seite("Verwaltung", "Seite", amt, "/verwaltung/"),
        Seite("Hilfe", "Seite", netz, "/hilfe/"),
        Seite("Partnerliste", "Liste", amt, "/partner/"),
        Seite("Partnerliste, gefiltert", "Liste", amt, f"/partner/?sozialraum=konz&kategorie={kategorie}"),
        Seite("Partnerliste, Suche", "Liste", amt, "/partner/?q=kita"),
        Seite("Partnerliste, nach Kontakt", "Liste", amt, "/partner/?sortierung=-kontakt"),
        Seite("Kontaktliste", "Liste", amt, "/kontakte/"),
        Seite("Kontaktliste, gefiltert", "Liste", amt, "/kontakte/?sozialraum=konz"),
        Seite("Kontaktliste der Fachkraft", "Liste", netz, "/kontakte/"),
        Seite("Abdeckung", "Liste", amt, "/abdeckung/"),
        Seite("Abdeckung vor einem Jahr", "Liste", amt, f"/abdeckung/?stichtag={vor_einem_jahr}"),
        Seite("Bericht", "Liste", leit, "/sozialraeume/konz/bericht/"),
        Seite("Stellenanteile", "Liste", amt, "/stellenanteile/"),
        Seite("Gemeinden", "Liste", amt, "/verwaltung/gemeinden/"),
        Seite("Importe", "Liste", lstelle, "/partner/import/"),
        Seite("Kontakt erfassen", "Formular", netz, f"/kontakte/neu/?partner={partner.uuid}"),
        Seite("Kontakt bearbeiten", "Formular", netz, reverse("netzwerk:kontakt_bearbeiten", args=[kontakt.uuid])),
        Seite("Partner anlegen", "Formular", netz, "/partner/neu/"),
        Seite("Partner bearbeiten", "Formular", netz, reverse("partner:partner_bearbeiten", args=[partner.uuid])),
        Seite("Zentrum eintragen", "Formular", amt, "/verwaltung/zentren/neu/"),
    ]
