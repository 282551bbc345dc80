"""For every page of the product: who sees most of it, and with which object."""

from dataclasses import dataclass

from django.db.models import Model, QuerySet
from django.test import Client

from konten.models import Benutzer
from sozialraum.models import Traeger
from tests.waechter.adressen import FESTE_WERTE, OHNE_SEITE, Adresse, alle_adressen

#: in this order the first whom the page opens for is taken
PERSONEN = ("netzwerk-konz", "leitung-konz", "jugendamt", "leitstelle", "admin", "netzwerk-hermeskeil", "leitung-fremd")
ANMELDUNG = "allauth.account.auth_backends.AuthenticationBackend"
#: pages for people who are not signed in
OFFEN = {
    "account_login",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "konten:barrierefreiheit",
    "konten:datenschutz",
    "konten:impressum",
    "netzwerk:lotsenanfrage_gesendet",
    "netzwerk:lotsenanfrage_oeffentlich",
    "netzwerk:abonnieren",
    "netzwerk:steckbrief_oeffentlich",
    "netzwerk:verzeichnis",
    "netzwerk:verzeichnis_angebot",
    "netzwerk:verzeichnis_fehler",
    "netzwerk:verzeichnis_karte",
    "netzwerk:zustaendig",
}
#: what is no page of its own: a piece of one, a picture, a file, an answer for machines, or only a redirect
KEINE_SEITE = {
    "partner:import_muster": "a download",
    "partner:hsds": "JSON for programs",
    "partner:hsds_openapi": "JSON for programs",
    "partner:hsds_services": "JSON for programs",
    "partner:hsds_service_at_locations": "JSON for programs",
    "partner:hsds_organizations": "JSON for programs",
    "partner:hsds_taxonomies": "JSON for programs",
    "partner:hsds_taxonomy_terms": "JSON for programs",
    "partner:hsds_service": "JSON for programs",
    "partner:hsds_service_at_location": "JSON for programs",
    "partner:hsds_organization": "JSON for programs",
    "partner:hsds_taxonomy": "JSON for programs",
    "partner:hsds_taxonomy_term": "JSON for programs",
    "partner:hsds_nichts": "JSON for programs",
    "partner:import_fortschritt": "a piece of the page of a running import, leads there when it is done",
    "berichte:broschuere_pdf": "a PDF, tested for PDF/UA",
    "berichte:abschluss_pdf": "a PDF, tested for PDF/UA",
    "berichte:verwendung_pdf": "a PDF, tested for PDF/UA",
    "finanzen:projekt_partnersuche": "a piece of the page of links, checked there",
    "berichte:vorlage_pdf": "a PDF, tested for its tags",
    "netzwerk:bedarfsmeldung_quellensuche": "a piece of the form of needs, checked there",
    "account_set_password": "leads on to changing the password",
    "berichte:bericht_pdf": "a PDF, tested for PDF/UA",
    "konten:abmelden": "opens by the signed link of a mail only, checked with the mails",
    "konten:entwurf_stand": "an answer for scripts",
    "konten:entwurfsschluessel": "an answer for scripts",
    "konten:healthz": "for machines",
    "konten:readyz": "for machines",
    "netzwerk:kalender": "for calendar programs",
    "netzwerk:lotsenanfrage_bestaetigen": "opens by the secret link of a mail only, walked through in test_lotsen.py",
    "netzwerk:lotsenantwort": "opens by the secret link of a mail only, walked through in test_lotsen.py",
    "netzwerk:kontakt_anhang": "a file",
    "netzwerk:kontakt_dubletten": "a piece of the contact form, checked there",
    "berichte:protokoll_pdf": "a PDF, tested for PDF/UA",
    "netzwerk:abonnement_bestaetigen": "opens by the signed link of a mail only, checked with the mails",
    "netzwerk:mitteilung_anhang": "a file",
    "netzwerk:mitteilung_datei_oeffentlich": "a file",
    "netzwerk:mitteilung_oeffentlich": "opens by the signed link of a mail only, checked with the mails",
    "netzwerk:mitteilung_partnersuche": "a piece of the form of Mitteilungen, checked there",
    "netzwerk:gastsuche": "a piece of the minutes' form, checked there",
    "netzwerk:sitzung_termin": "a calendar file",
    "netzwerk:kontakt_partnersuche": "a piece of the contact form, checked there",
    "netzwerk:verzeichnis_kontakt": "a file",
    "netzwerk:verzeichnis_termine": "a file",
    "netzwerk:robots": "for machines",
    "netzwerk:sitemap": "for machines",
    "partner:funktion_vcard": "a file",
    "partner:person_vcard": "a file",
    "partner:person_aehnliche": "a piece of the form of contact persons, checked there",
    "partner:bestaetigen": "opens by the secret link of a mail only, walked through in test_angebote.py",
    "partner:aenderung_vorschlagen": "opens by the secret link of a mail only, walked through in test_angebote.py",
    "partner:kampagne_stand": "a piece of the page of a round of asking",
    "partner:vereinbarung_partnersuche": "a piece of the form of agreements, checked there",
    "netzwerk:steckbrief_foto": "a picture",
    "netzwerk:steckbrief_foto_oeffentlich": "a picture",
    "berichte:steckbrief_pdf": "a PDF",
    "berichte:qualifikation_pdf": "a PDF, from the partial of its page",
    "berichte:beziehungsakte_pdf": "a PDF, from the partial of its page",
    "berichte:uebergabemappe_pdf": "a PDF, from the partial of its page",
    "finanzen:ausgabe_beleg": "a file",
    "netzwerk:nachweis_datei": "a file",
    "partner:vereinbarung_datei": "a file",
    "sozialraum:karte": "a picture",
}
OBJEKTE_JE_MODELL = 40


@dataclass(frozen=True, slots=True)
class Beispiel:
    """A page with an address that can be opened."""

    name: str
    url: str
    konto: str | None


def seitennamen() -> list[str]:
    """All addresses that a person can open as a page."""
    return sorted(
        name
        for name, adresse in alle_adressen().items()
        if adresse.liest and name not in OHNE_SEITE and name not in KEINE_SEITE
    )


def _urls(adresse: Adresse, objekt: Model | None) -> list[str]:
    """The address of the object; one that also names a Träger, for each of them."""
    url = adresse.url(objekt)
    if "traeger" not in adresse.schluessel:
        return [url]
    return [url.replace(str(FESTE_WERTE["traeger"]), str(traeger.uuid)) for traeger in Traeger.objects.all()]


class Beispielsuche:
    """Finds an example in the example data, by asking the application itself."""

    def __init__(self) -> None:
        self._clients: dict[str | None, Client] = {None: Client()}

    def finde(self, name: str) -> Beispiel:
        """Raises LookupError when nobody can open the page: then the example data lack something."""
        adresse = alle_adressen()[name]
        for konto in [None] if name in OFFEN else PERSONEN:
            urls = (url for objekt in self._objekte(adresse, konto) for url in _urls(adresse, objekt))
            for url in urls:
                if self._oeffnet_sich(konto, url):
                    return Beispiel(name, url, konto)
        raise LookupError(f"Für {name} ({adresse.route}) gibt es in den Beispieldaten kein Beispiel.")

    def _objekte(self, adresse: Adresse, konto: str | None) -> list[Model | None]:
        """What the person may change comes first: such pages show the most."""
        if adresse.modell is None:
            return [None]
        menge: QuerySet = adresse.modell._default_manager.order_by("-pk")
        if konto is None:
            return list(menge[:OBJEKTE_JE_MODELL])
        bereich = Benutzer.objects.get(username=konto).bereich
        eigene = list(menge.bearbeitbar_fuer(bereich)[:OBJEKTE_JE_MODELL])
        return eigene or list(menge.sichtbar_fuer(bereich)[:OBJEKTE_JE_MODELL])

    def _oeffnet_sich(self, konto: str | None, url: str) -> bool:
        antwort = self._client(konto).get(url)
        return antwort.status_code == 200 and antwort.headers["Content-Type"].startswith("text/html")

    def _client(self, konto: str | None) -> Client:
        if konto not in self._clients:
            self._clients[konto] = client = Client()
            client.force_login(Benutzer.objects.get(username=konto), backend=ANMELDUNG)
        return self._clients[konto]
