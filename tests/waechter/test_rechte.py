"""Who may do what where: every address as every persona, with an object of Konz and one of Saarburg."""

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.http import HttpResponse

import config.urls
from konten.rules import RECHTE
from konten.views import Gesichert
from tests.waechter.adressen import OHNE_SEITE, Adresse, alle_adressen
from tests.waechter.anfragen import ANONYM, Frager
from tests.waechter.objekte import ORTE, Objekte
from tests.waechter.quelltext import appmodule, vorlagen, zeichenketten
from tests.waechter.rechtetabelle import ABSCHNITTE, PERSONEN, Zeile
from tests.welt import PERSONEN as PERSONEN_DER_WELT

#: pages that every signed-in account may open, or that are open on purpose, with the reason
OHNE_RECHT = {
    "konten:impressum": "public",
    "konten:datenschutz": "public",
    "konten:barrierefreiheit": "public",
    "netzwerk:abonnieren": "public; answers everybody alike",
    "netzwerk:abonnement_bestaetigen": "the signed link of a mail says whose wish it confirms",
    "netzwerk:mitteilung_oeffentlich": "the signed link of a mail says which Mitteilung it opens",
    "netzwerk:mitteilung_datei_oeffentlich": "the signed link of a mail says which Mitteilung it opens",
    "partner:bestaetigen": "the secret link of a mail says whose offers it shows",
    "partner:aenderung_vorschlagen": "the secret link of a mail says whose offers it shows",
    "netzwerk:verzeichnis": "public; shows published offers only",
    "netzwerk:verzeichnis_karte": "public; shows published offers only",
    "netzwerk:verzeichnis_angebot": "public; an offer that is not published does not exist",
    "netzwerk:verzeichnis_termine": "public; an offer that is not published does not exist",
    "netzwerk:verzeichnis_kontakt": "public; an offer that is not published does not exist",
    "netzwerk:verzeichnis_fehler": "public; an offer that is not published does not exist",
    "netzwerk:zustaendig": "public; shows published Steckbriefe only",
    "netzwerk:steckbrief_oeffentlich": "public; a Steckbrief that is not published does not exist",
    "netzwerk:steckbrief_foto_oeffentlich": "public; a Steckbrief that is not published does not exist",
    "partner:hsds_doku": "public; says how the open data are read",
    "berichte:uebersicht": "the start page; every account sees only its own work there",
    "berichte:hilfe": "the handbook is for everybody who is signed in",
    "berichte:hilfe_seite": "the handbook is for everybody who is signed in",
    "konten:konto": "one's own account",
    "konten:benachrichtigungen": "one's own mails",
    "konten:kalender": "the address of one's own calendar",
    "konten:kalender_neu": "the address of one's own calendar",
    "konten:kalender_widerrufen": "the address of one's own calendar",
    "konten:abmelden": "the signed link of a mail says whose mails it switches off",
    "netzwerk:lotsenanfrage_oeffentlich": "public; nothing is read before the mail address is confirmed",
    "netzwerk:lotsenanfrage_gesendet": "public; says what happens next",
    "netzwerk:lotsenanfrage_bestaetigen": "the secret link of a mail says which request it confirms",
    "netzwerk:lotsenantwort": "the secret link of a mail says which question it answers",
    "konten:entwurf_liste": "one's own unfinished forms",
    "konten:entwurf_merken": "one's own unfinished forms",
    "konten:entwurf_stand": "one's own unfinished forms",
    "konten:entwurf_verwerfen": "one's own unfinished forms",
    "konten:entwurfsschluessel": "one's own key for the device",
    "konten:textpruefung": "looks at the text that is sent and keeps nothing",
}
#: no page for people: asked without sign-in by the machine that watches over the service, and by calendar programs
FUER_MASCHINEN = {
    "netzwerk:robots",
    "netzwerk:sitemap",
    "konten:healthz",
    "konten:readyz",
    "netzwerk:kalender",
    "partner:hsds",
    "partner:hsds_openapi",
    "partner:hsds_services",
    "partner:hsds_service_at_locations",
    "partner:hsds_organizations",
    "partner:hsds_taxonomies",
    "partner:hsds_taxonomy_terms",
    "partner:hsds_service",
    "partner:hsds_service_at_location",
    "partner:hsds_organization",
    "partner:hsds_taxonomy",
    "partner:hsds_taxonomy_term",
    "partner:hsds_nichts",
}
#: making a PDF takes a second; whom the page opens for, the print opens for by the same class, so once is enough
TEUER = {
    "berichte:bericht_pdf",
    "berichte:vorlage_pdf",
    "berichte:protokoll_pdf",
    "berichte:verwendung_pdf",
    "berichte:abschluss_pdf",
    "berichte:qualifikation_pdf",
}
ABGEWIESEN = {302, 403, 404}
#: what an empty form may be answered with where the page itself opens
BEANTWORTET = {200, 204, 302, 303, 400, 409, 422}
ZEILEN = [zeile for zeilen in ABSCHNITTE.values() for zeile in zeilen]


def test_jede_persona_der_welt_steht_in_der_tabelle():
    assert set(PERSONEN) == {ANONYM, "ohne_rolle", "netzwerk_konz", "netzwerk_saarburg", *PERSONEN_DER_WELT} - {
        "jugendamt_2"  # the same rights as the first, there to confirm what the first proposes
    }


def test_jede_adresse_steht_in_der_tabelle():
    assert sorted({zeile.name for zeile in ZEILEN}) == sorted(alle_adressen().keys() - OHNE_SEITE)


def test_jede_adresse_mit_schluessel_wird_mit_objekt_gefragt():
    falsch = [
        zeile
        for zeile in ZEILEN
        if zeile.name in alle_adressen() and (zeile.ort in ORTE) != (alle_adressen()[zeile.name].modell is not None)
    ]
    assert falsch == []


def _karg(status: int) -> Callable[..., HttpResponse]:
    return lambda request, exception: HttpResponse(status=status)


@pytest.fixture
def karge_abweisungen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of all answers are refusals, and their page is always the same: only the status counts here."""
    for status in (403, 404):
        monkeypatch.setattr(config.urls, f"handler{status}", _karg(status), raising=False)


@pytest.mark.einmal
@pytest.mark.parametrize("abschnitt", ABSCHNITTE)
def test_wer_darf_was_wo(objekte: Objekte, karge_abweisungen: None, abschnitt: str):
    frager = Frager(objekte)
    abweichungen = [
        abweichung
        for zeile in ABSCHNITTE[abschnitt]
        if zeile.name in alle_adressen()
        for abweichung in _abweichungen(frager, zeile, _url(zeile, objekte))
    ]
    assert not abweichungen, "\n".join(abweichungen)


def test_wo_etwas_in_saarburg_liegt_wird_auch_saarburg_gefragt(objekte: Objekte):
    gefragt = {(zeile.name, zeile.ort) for zeile in ZEILEN}
    fehlt = [
        (name, ort)
        for name, adresse in alle_adressen().items()
        for ort in ORTE
        if (adresse.modell, ort) in objekte.satz and (name, ort) not in gefragt
    ]
    assert fehlt == []


def _url(zeile: Zeile, objekte: Objekte) -> str:
    adresse = alle_adressen()[zeile.name]
    return adresse.url(objekte[adresse.modell, zeile.ort] if adresse.modell else None)


def _abweichungen(frager: Frager, zeile: Zeile, url: str) -> list[str]:
    cache.clear()  # all personas ask from one address, and public pages count how often that happens
    ergebnis = []
    for persona, erwartet in _personen(zeile).items():
        for methode, erlaubt in _fragen(zeile, persona, erwartet):
            status = frager.frage(persona, methode, url).status_code
            if status not in erlaubt:
                ergebnis.append(f"{persona}: {methode} {url} ({zeile.name}, {zeile.ort}): {status} statt {erlaubt}")
    return ergebnis


def _personen(zeile: Zeile) -> dict[str, int]:
    if zeile.name not in TEUER:
        return zeile.erwartet
    erste = next(persona for persona, status in zeile.erwartet.items() if status == 200)
    return {p: status for p, status in zeile.erwartet.items() if status != 200 or p == erste}


def _fragen(zeile: Zeile, persona: str, erwartet: int) -> Iterator[tuple[str, set[int]]]:
    """Where reading is refused, writing is refused likewise; an act is never done by opening its address."""
    adresse = alle_adressen()[zeile.name]
    yield zeile.methode, {erwartet}
    if zeile.methode == "POST" and not adresse.liest:
        yield "GET", {302} if persona == ANONYM else {403, 404, 405}
    eigene_zeile = (zeile.name, zeile.ort, "POST") in {(z.name, z.ort, z.methode) for z in ZEILEN}
    if zeile.methode == "GET" and adresse.schreibt and not eigene_zeile:
        yield "POST", {erwartet} if erwartet in ABGEWIESEN else BEANTWORTET


# --- The table of rights and its use --------------------------------------------------------------------------------


def eigene_adressen() -> list[Adresse]:
    return [a for a in alle_adressen().values() if a.ist_eigene and a.name not in FUER_MASCHINEN]


def test_jede_seite_nennt_ihr_recht():
    ohne = [a.name for a in eigene_adressen() if not a.recht and a.name not in OHNE_RECHT]
    assert ohne == []
    assert sorted(OHNE_RECHT) == sorted(a.name for a in eigene_adressen() if not a.recht)


def test_jedes_genannte_recht_gibt_es():
    genannt = {(a.name, a.recht) for a in eigene_adressen() if a.recht}
    assert {(name, recht) for name, recht in genannt if recht not in RECHTE} == set()


def test_jede_seite_ist_eine_klasse_mit_rechtepruefung():
    # Another class could forget the check that `permission_required` only names.
    assert [a.name for a in eigene_adressen() if not (a.klasse and issubclass(a.klasse, Gesichert))] == []


def test_jedes_recht_wird_gebraucht():
    gebraucht = {text for modul in appmodule().values() if modul.art != "rules" for text, _ in zeichenketten(modul)}
    assert sorted(recht for recht in RECHTE if recht not in gebraucht) == []


def test_kein_recht_ist_falsch_geschrieben():
    bereiche = {recht.split(".")[0] for recht in RECHTE}
    verben = {recht.split(".")[1] for recht in RECHTE}
    verdaechtig = [
        f"{modul.ort}:{zeile} {text}"
        for modul in appmodule().values()
        for text, zeile in zeichenketten(modul)
        if text.count(".") == 1 and text.split(".")[0] in bereiche and text.split(".")[1] in verben
        if text not in RECHTE
    ]
    assert verdaechtig == []


def test_vorlagen_fragen_nicht_nach_rollen():
    # Templates show what the view decided; a role named there would be a second table of rights.
    assert [name for name, text in vorlagen().items() if "request.user.has_perm" in text or "perms." in text] == []
