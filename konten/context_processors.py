"""What the frame of every page needs: navigation by rights, role, footer."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from konten.rules import Geltungsbereich, Rolle
from konten.rules.zahl import mehrzahl
from konten.selectors import unzustellbare

#: group -> entries (title, URL name, right that opens the page)
NAVIGATION = (
    (
        "Meine Arbeit",
        (
            ("Übersicht", "berichte:uebersicht", None),
            ("Kontakte", "netzwerk:kontakt_liste", "kontakt.auflisten"),
            ("Fällige Kontakte", "netzwerk:faellig_liste", "abdeckung.sehen"),
            ("Wiedervorlagen", "netzwerk:wiedervorlage_liste", "wiedervorlage.sehen"),
            ("Lotsenanfragen", "netzwerk:lotsenanfrage_liste", "lotsen.sehen"),
            ("Gremien", "netzwerk:gremium_liste", "gremium.sehen"),
            ("Mitteilungen", "netzwerk:mitteilung_liste", "mitteilung.sehen"),
        ),
    ),
    (
        "Sozialraum",
        (
            ("Sozialräume", "sozialraum:sozialraum_liste", "stammdaten.sehen"),
            ("Partner", "partner:partner_liste", "partner.sehen"),
            ("Ansprechpersonen", "partner:person_liste", "partner.sehen"),
            ("Partner importieren", "partner:import_liste", "import.sehen"),
            ("Duplikate", "partner:dublette_liste", "partner.zusammenfuehren"),
            ("Angebote", "partner:angebot_liste", "angebot.sehen"),
            ("Angebot finden", "partner:angebot_finden", "angebot.sehen"),
            ("Vereinbarungen", "partner:vereinbarung_liste", "vereinbarung.sehen"),
            ("Bedarfslagen", "netzwerk:bedarfsmeldung_liste", "bedarf.sehen"),
            ("Themen", "netzwerk:thema_liste", "kontakt.auflisten"),
        ),
    ),
    (
        "Fachkräfte",
        (
            ("Netzwerkfachkräfte", "netzwerk:netzwerkfachkraft_liste", "einsatz.sehen"),
            ("Stellenanteile", "netzwerk:einsatz_liste", "einsatz.sehen"),
            ("Vertretung", "netzwerk:vertretung_liste", "vertretung.regeln"),
            ("Übergaben", "netzwerk:uebergabe_liste", "uebergabe.sehen"),
        ),
    ),
    (
        "Geld und Projekte",
        (
            ("Finanzen", "finanzen:uebersicht", "finanzen.summen"),
            ("Ausgaben", "finanzen:ausgabe_liste", "finanzen.sehen"),
            ("Ausnahmeanträge", "finanzen:ausnahmeantrag_liste", "antrag.sehen"),
            ("Projekte", "finanzen:projekt_liste", "projekt.sehen"),
            ("Verwendungsnachweise", "finanzen:verwendungsnachweis_liste", "finanzen.sehen"),
        ),
    ),
    (
        "Steuerung",
        (
            ("Abdeckung", "netzwerk:abdeckung", "abdeckung.sehen"),
            ("Auswertung", "berichte:auswertung", "kontakt.statistik"),
            ("Zahlen zu Lotsenanfragen", "netzwerk:lotsenzahlen", "lotsen.zahlen"),
            ("Verwaltung", "sozialraum:verwaltung", "stammdaten.sehen"),
            ("Bestätigte Hinweise", "konten:textschutz_liste", "text.schwaerzen"),
        ),
    ),
)
SCHNELL = (
    ("Übersicht", "berichte:uebersicht", None, "home"),
    ("Kontakt", "netzwerk:kontakt_neu", "kontakt.anlegen", "add"),
    ("Partner", "partner:partner_liste", "partner.sehen", "checklist"),
)
FUSSZEILE = (
    ("Hilfe", "berichte:hilfe"),
    ("Wer ist zuständig?", "netzwerk:zustaendig"),
    ("Impressum", "konten:impressum"),
    ("Datenschutz", "konten:datenschutz"),
    ("Barrierefreiheit", "konten:barrierefreiheit"),
)


def rahmen(request: HttpRequest) -> dict[str, Any]:
    """Lazily: error pages and fragments do not pay for the navigation."""
    grund = {"landkreis": settings.LANDKREIS, "version": settings.VERSION, "fuss_verweise": fuss_verweise()}
    benutzer = getattr(request, "user", None)
    if benutzer is None or not benutzer.is_authenticated:
        return grund
    bereich = benutzer.bereich
    neu = adresse("netzwerk:kontakt_neu") if bereich.darf("kontakt.anlegen") else None
    return grund | {
        "bereich": bereich,
        "navigation": SimpleLazyObject(lambda: navigation(bereich, request.path)),
        "schnellzugriff": SimpleLazyObject(lambda: schnellzugriff(bereich, request.path)),
        "kontakt_neu_url": neu,
        "suche_url": adresse("berichte:suche") if bereich.darf("partner.sehen") else None,
        "rolle_text": rolle_text(bereich),
        "unzustellbar_text": SimpleLazyObject(lambda: unzustellbar_text(bereich)),
    }


@cache
def adresse(url_name: str) -> str:
    """Addresses without arguments never change while the process runs."""
    return reverse(url_name)


def navigation(bereich: Geltungsbereich, pfad: str) -> list[dict[str, Any]]:
    """Groups with what this account may open; the entry with the longest matching address is the current one."""
    gruppen = [
        (titel, [(name, adresse(url)) for name, url, recht in eintraege if recht is None or bereich.darf(recht)])
        for titel, eintraege in NAVIGATION
    ]
    urls = [url for _, eintraege in gruppen for _, url in eintraege]
    aktiv = max((url for url in urls if pfad == url or (url != "/" and pfad.startswith(url))), key=len, default="")
    return [
        {
            "titel": titel,
            "eintraege": [{"titel": name, "url": url, "aktiv": url == aktiv, "zahl": None} for name, url in eintraege],
        }
        for titel, eintraege in gruppen
        if eintraege
    ]


def schnellzugriff(bereich: Geltungsbereich, pfad: str) -> list[dict[str, Any]]:
    eintraege = []
    for titel, url_name, recht, symbol in SCHNELL:
        if recht is None or bereich.darf(recht):
            url = adresse(url_name)
            eintraege.append({"titel": titel, "url": url, "aktiv": pfad == url, "zahl": None, "symbol": symbol})
    return eintraege


def fuss_verweise() -> list[dict[str, str]]:
    return [{"titel": titel, "url": adresse(url)} for titel, url in FUSSZEILE]


def unzustellbar_text(bereich: Geltungsbereich) -> str:
    """ "2 Mails ließen sich nicht zustellen"; empty when all is well or none of this account's business."""
    anzahl = unzustellbare(bereich)
    return f"{mehrzahl(anzahl, 'Mail ließ', 'Mails ließen')} sich nicht zustellen." if anzahl else ""


def rolle_text(bereich: Geltungsbereich) -> str:
    return ", ".join(Rolle(rolle).label for rolle in Rolle if rolle in bereich.raeume) or "ohne Aufgabe"
