"""What is measured: name, who opens it, address, and how many times an empty signed-in page it may cost."""

from dataclasses import dataclass

from django.db.models import Count, Manager, Model, QuerySet
from django.urls import reverse
from django.utils import timezone

from finanzen.models import Finanzvolumen, Projekt
from konten.models import Benutzer
from netzwerk.models import Einsatz, Gremium, Kontakt, Netzwerkfachkraft, Thema, Uebergabe
from partner.models import Netzwerkpartner, Partnerkategorie

#: kind of page -> times the empty signed-in page (the empty page itself: times the bare view)
#: (a map of the Landkreis holds the whole coverage and every partner)
GRENZEN = {"Maßstab": 2, "Seite": 3, "Liste": 5, "Formular": 6, "Karte": 7}
NACKT, LEER = "nackte Ansicht", "leere Seite"


@dataclass(frozen=True, slots=True)
class Seite:
    """One address to measure."""

    name: str
    art: str
    konto: str
    url: str


RAEUME = (
    Seite("Sozialräume", "Seite", "jugendamt", "/sozialraeume/"),
    Seite("Sozialraum Konz", "Seite", "jugendamt", "/sozialraeume/konz/"),
    Seite("Karte des Landkreises", "Karte", "jugendamt", "/sozialraeume/karte/"),
    Seite("Karte Konz", "Liste", "jugendamt", "/sozialraeume/konz/karte/"),
)


def seiten() -> list[Seite]:
    """The yardsticks first, then every page that people open often, with the fullest object there is."""
    konz = Benutzer.objects.get(username="netzwerk-konz").bereich
    heute = timezone.localdate()
    partner = _vollster(Netzwerkpartner.objects.bearbeitbar_fuer(konz).im_zustand(heute, "aktiv"), "beteiligungen")
    kontakt = Kontakt.objects.bearbeitbar_fuer(konz).order_by("-am").first()
    uebergabe, vor_einem_jahr = _vollster(Uebergabe.objects, "punkte"), heute.replace(day=1, year=heute.year - 1)
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
        *RAEUME,
        Seite("Verwaltung", "Seite", amt, "/verwaltung/"),
        Seite("Hilfe", "Seite", netz, "/hilfe/"),
        *_weitere_seiten(),
        Seite("Partnerliste", "Liste", amt, "/partner/"),
        Seite("Partnerliste, gefiltert", "Liste", amt, f"/partner/?sozialraum=konz&kategorie={kategorie}"),
        Seite("Partnerliste, Suche", "Liste", amt, "/partner/?q=kita"),
        Seite("Partnerliste, nach Kontakt", "Liste", amt, "/partner/?sortierung=-kontakt"),
        Seite("Kontaktliste", "Liste", amt, "/kontakte/"),
        Seite("Kontaktliste, gefiltert", "Liste", amt, "/kontakte/?sozialraum=konz"),
        Seite("Kontaktliste der Fachkraft", "Liste", netz, "/kontakte/"),
        Seite("Fällige Kontakte", "Liste", netz, "/kontakte/faellig/"),
        Seite("Wiedervorlagen", "Liste", netz, "/wiedervorlagen/"),
        Seite("Abdeckung", "Liste", amt, "/abdeckung/"),
        Seite("Abdeckung vor einem Jahr", "Liste", amt, f"/abdeckung/?stichtag={vor_einem_jahr}"),
        Seite("Bericht", "Liste", leit, "/sozialraeume/konz/bericht/"),
        Seite("Netzwerkfachkräfte", "Liste", amt, "/fachkraefte/"),
        Seite("Stellenanteile", "Liste", amt, "/stellenanteile/"),
        Seite("Gremien", "Liste", netz, "/gremien/"),
        Seite("Bedarfslagen", "Liste", amt, "/bedarfslagen/"),
        Seite("Bedarfsradar", "Liste", amt, "/bedarfslagen/radar/"),
        Seite("Themen", "Liste", netz, "/themen/"),
        Seite("Projekte", "Liste", amt, "/projekte/"),
        Seite("Gemeinden", "Liste", amt, "/verwaltung/gemeinden/"),
        Seite("Importe", "Liste", lstelle, "/partner/import/"),
        Seite("Übergabe entscheiden", "Formular", _uebergebende(uebergabe), uebergabe.get_absolute_url()),
        Seite("Kontakt erfassen", "Formular", netz, f"/kontakte/neu/?partner={partner.uuid}"),
        Seite("Kontakt bearbeiten", "Formular", netz, reverse("netzwerk:kontakt_bearbeiten", args=[kontakt.uuid])),
        Seite("Partner anlegen", "Formular", netz, "/partner/neu/"),
        Seite("Partner bearbeiten", "Formular", netz, reverse("partner:partner_bearbeiten", args=[partner.uuid])),
        Seite("Zentrum eintragen", "Formular", amt, "/verwaltung/zentren/neu/"),
    ]


def _weitere_seiten() -> list[Seite]:
    """Pages of one object or of a whole year: staff, boards, themes, money, and the public finder."""
    netz, amt = "netzwerk-konz", "jugendamt"
    einsaetze = Einsatz.objects.bestaetigt().filter(sozialraum__kuerzel="konz")
    person = _vollster(Netzwerkfachkraft.objects.filter(einsaetze__in=einsaetze), "nachweise")
    gremium = _vollster(Gremium.objects.filter(sozialraum__kuerzel="konz"), "sitzungen")
    thema = _vollster(Thema.objects, "kontakte")
    jahr = Finanzvolumen.objects.filter(sozialraum__kuerzel="konz").latest("jahr").jahr
    return [
        Seite("Stellenanteil", "Seite", amt, einsaetze.first().get_absolute_url()),
        Seite("Netzwerkfachkraft", "Seite", amt, person.get_absolute_url()),
        Seite("Gremium", "Seite", netz, gremium.get_absolute_url()),
        Seite("Thema", "Seite", netz, reverse("netzwerk:thema_detail", args=[thema.pk])),
        Seite("Finanzen", "Seite", amt, "/finanzen/"),
        Seite("Finanzen Konz", "Seite", amt, reverse("finanzen:raum", args=[jahr, "konz"])),
        Seite("Projekt", "Seite", amt, _vollster(Projekt.objects, "kontakte").get_absolute_url()),
        Seite("Wer ist zuständig?", "Seite", netz, "/zustaendig/"),
        Seite("Öffentliches Verzeichnis", "Liste", netz, "/verzeichnis/"),
        Seite("Öffentliches Verzeichnis, Suche", "Liste", netz, "/verzeichnis/?q=beratung&alter=7"),
        Seite("Öffentliches Verzeichnis, Karte", "Liste", netz, "/verzeichnis/karte/"),
    ]


def _uebergebende(uebergabe: Uebergabe) -> str:
    """Name of an account that may decide its points."""
    eine = Uebergabe.objects.filter(pk=uebergabe.pk)
    konten = Benutzer.objects.filter(is_active=True).order_by("pk")
    return next(konto.username for konto in konten if eine.bearbeitbar_fuer(konto.bereich).exists())


def _vollster(menge: Manager | QuerySet, wovon: str) -> Model:
    """The record with the most of what a reverse or many-to-many name leads to."""
    return menge.annotate(menge=Count(wovon, distinct=True)).order_by("-menge", "pk").first()
