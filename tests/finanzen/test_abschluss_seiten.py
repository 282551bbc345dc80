"""K29: pages of year end and proof of use: who sees whose money, what is refused, what the buttons do."""

from decimal import Decimal
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from finanzen.models import Jahresabschluss, Traegerabschluss, Verwendungsnachweis
from finanzen.rules import Nachweisstatus
from finanzen.services.verwendung import VIER_AUGEN, aendere, beginne, setze_stand
from konten.models import Versandauftrag
from konten.rules import Rolle
from sozialraum.models import Zustaendigkeit
from tests.finanzen.abschluss import JAHR, entschieden, geschlossen, jahr_mit_geld
from tests.finanzen.geld import neue_ausgabe
from tests.welt import ANFANG

SEITE = f"/finanzen/{JAHR}/konz/abschluss/"
TEXTE = dict.fromkeys(("ausgangslage", "massnahmen", "wirkung", "ausblick"), "Ein Satz.")


def _text(antwort) -> str:
    return " ".join(antwort.content.decode().replace("\u00a0", " ").split())


# --- Year end -------------------------------------------------------------------------------------------------------


def test_jugendamt_schliesst_auf_der_seite(welt, als):
    jahr_mit_geld(welt)
    erste, zweite = als("jugendamt"), als("jugendamt_2")
    assert "Noch nicht möglich" in _text(erste.get(SEITE))
    wahl = {"traeger": str(welt.traeger["beispieltal"].uuid), "entscheidung": "uebertrag"}
    assert erste.post(f"{SEITE}rest/", wahl).status_code == 302
    assert "Noch nicht möglich" not in _text(zweite.get(SEITE))
    assert "eine andere Person abschließen" in _text(erste.post(f"{SEITE}schliessen/", {"gesehen": "on"}))
    assert "Bitte bestätigen Sie, dass Sie sie gesehen haben" in _text(zweite.post(f"{SEITE}schliessen/", {}))
    antwort = zweite.post(f"{SEITE}schliessen/", {"gesehen": "on"})
    abschluss = Jahresabschluss.objects.get()
    assert antwort["Location"] == reverse("finanzen:schnappschuss", args=[abschluss.uuid])
    seite = _text(zweite.get(antwort["Location"]))
    assert abschluss.pruefsumme in seite
    assert "999,55 €" in seite


def test_ohne_wahl_wird_gesagt_was_zu_waehlen_ist(welt, als):
    jahr_mit_geld(welt)
    client, traeger = als("jugendamt"), str(welt.traeger["beispieltal"].uuid)

    def meldung(entscheidung: str) -> str:
        daten = {"traeger": traeger, "entscheidung": entscheidung}
        antwort = client.post(f"{SEITE}rest/", daten, follow=True)
        return str(next(iter(antwort.context["messages"])))

    name = str(welt.traeger["beispieltal"])
    assert meldung("") == f"{name}: Bitte wählen Sie, was mit dem Rest geschieht: Rückzahlung oder Übertrag."
    assert meldung("uebertrag") == f"{name}: Die Entscheidung ist eingetragen."
    assert meldung("") == f"{name}: Die Entscheidung ist zurückgenommen."
    assert not Traegerabschluss.objects.exists()


def test_prueflistenpunkte_fuehren_zu_ihren_eintraegen(welt, als):
    jahr_mit_geld(welt)
    client = als("jugendamt")
    adressen = {adresse for _, offene in client.get(SEITE).context["liste"] for _, adresse in offene}
    beispieltal = welt.traeger["beispieltal"].uuid
    assert f"/finanzen/ausgaben/?jahr={JAHR}&sozialraum=konz&traeger={beispieltal}&beleg=nein" in adressen
    assert f"/verwendungsnachweise/?jahr={JAHR}" in adressen
    assert "#reste" in adressen
    ohne_beleg = client.get(f"/finanzen/ausgaben/?jahr={JAHR}&sozialraum=konz&traeger={beispieltal}&beleg=nein")
    assert [ausgabe.belegnummer for ausgabe in ohne_beleg.context["page_obj"]] == ["R-17"]


def test_leitung_sieht_ihren_traeger_die_steuernde_auch_die_summen(welt, als):
    jahr_mit_geld(welt)
    eigene, fremde = _text(als("leitung_konz").get(SEITE)), _text(als("leitung_fremd").get(SEITE))
    assert "39.000,45 €" in eigene
    assert "Musterhof gGmbH" in eigene  # Beispieltal steers Konz
    assert "39.000,45 €" not in fremde
    assert "Beispieltal" not in fremde
    assert "Rückzahlung oder Übertrag?" not in fremde
    entschieden(welt)
    adresse = reverse("finanzen:schnappschuss", args=[geschlossen(welt).uuid])
    eigene, fremde = _text(als("leitung_konz").get(adresse)), _text(als("leitung_fremd").get(adresse))
    assert "R-17" in eigene
    assert "Musterhof gGmbH" in eigene
    assert eigene.count("Gehälter") == 1  # sums of the other Träger, but not its bookings
    assert "R-17" not in fremde
    assert "Beispieltal" not in fremde
    assert "1.000,45 €" not in fremde


def test_wieder_oeffnen_auf_der_seite(welt, als):
    jahr_mit_geld(welt)
    entschieden(welt)
    abschluss = geschlossen(welt)
    client = als("jugendamt")
    ziel = reverse("finanzen:abschluss_oeffnen", args=[abschluss.uuid])
    assert "Bitte nennen Sie den Grund" in _text(client.post(ziel, {"grund": ""}))
    assert client.post(ziel, {"grund": "Rechnung kam nach"}).status_code == 302
    assert client.post(ziel, {"grund": "Noch einmal"}).status_code == 403
    seite = _text(client.get(reverse("finanzen:schnappschuss", args=[abschluss.uuid])))
    assert "gilt nicht mehr" in seite
    assert "Rechnung kam nach" in seite
    assert "wieder geöffnet" in _text(client.get(SEITE))


def test_gefaelschter_abschluss_faellt_auf_der_seite_auf(welt, als):
    jahr_mit_geld(welt)
    entschieden(welt)
    abschluss = geschlossen(welt)
    abschluss.daten["traeger"][0]["haushalt"]["verteilt"] = "1.00"
    Jahresabschluss.objects.filter(pk=abschluss.pk).update(daten=abschluss.daten)
    assert "Prüfsumme stimmt nicht" in _text(
        als("jugendamt").get(reverse("finanzen:schnappschuss", args=[abschluss.uuid]))
    )


@pytest.mark.parametrize("traeger", ["", "keine-uuid", str(UUID(int=0)), "\x00"])
def test_unbekannter_traeger_wird_nicht_entschieden(welt, als, traeger):
    jahr_mit_geld(welt)
    antwort = als("jugendamt").post(f"{SEITE}rest/", {"traeger": traeger, "entscheidung": "uebertrag"})
    assert antwort.status_code == 302
    assert not Traegerabschluss.objects.exists()


def test_seiten_fragen_gleich_oft(welt, als):
    jahr_mit_geld(welt)
    client = als("jugendamt")
    seiten = [SEITE, f"/verwendungsnachweise/?jahr={JAHR}"]
    je_anzahl = []
    for anzahl in (1, 3, 12):
        for nummer in range(anzahl):
            neue_ausgabe(welt.konz, welt.traeger["musterhof"], "1.00", jahr=JAHR, belegnummer=f"{anzahl}-{nummer}")
        je_anzahl.append([_abfragen(client, seite) for seite in seiten])
    assert je_anzahl[0] == je_anzahl[1] == je_anzahl[2]


def _abfragen(client, seite: str) -> int:
    client.get(seite)
    with CaptureQueriesContext(connection) as anfragen:
        client.get(seite)
    return len(anfragen)


# --- Proof of use ---------------------------------------------------------------------------------------------------


@pytest.fixture
def nachweis(welt) -> Verwendungsnachweis:
    jahr_mit_geld(welt)
    return beginne(
        jahr=JAHR,
        sozialraum_id=welt.konz.pk,
        traeger_id=welt.traeger["beispieltal"].pk,
        benutzer=welt.person("leitung_konz"),
    )


def _eingereicht(welt, nachweis: Verwendungsnachweis) -> Verwendungsnachweis:
    leitung = welt.person("leitung_konz")
    nachweis = aendere(nachweis_id=nachweis.pk, version=nachweis.version, texte=TEXTE, benutzer=leitung)
    return setze_stand(nachweis_id=nachweis.pk, version=nachweis.version, zustand="eingereicht", durch=leitung)


def test_zweimal_begonnen_ist_einer(welt, nachweis):
    noch = beginne(
        jahr=JAHR,
        sozialraum_id=welt.konz.pk,
        traeger_id=welt.traeger["beispieltal"].pk,
        benutzer=welt.person("leitung_konz"),
    )
    assert noch.pk == nachweis.pk


@pytest.mark.parametrize("person", ["leitung_fremd", "netzwerk_konz", "jugendamt"])
def test_niemand_beginnt_einen_fremden(welt, person):
    jahr_mit_geld(welt)
    with pytest.raises(PermissionDenied):
        beginne(
            jahr=JAHR,
            sozialraum_id=welt.konz.pk,
            traeger_id=welt.traeger["beispieltal"].pk,
            benutzer=welt.person(person),
        )


def test_ohne_geld_gibt_es_nichts_nachzuweisen(welt):
    with pytest.raises(ValidationError, match="kein Geld"):
        beginne(
            jahr=2019,
            sozialraum_id=welt.konz.pk,
            traeger_id=welt.traeger["beispieltal"].pk,
            benutzer=welt.person("leitung_konz"),
        )


def test_leere_abschnitte_werden_nicht_eingereicht(welt, nachweis):
    with pytest.raises(ValidationError, match="Ausgangslage, Was wurde getan"):
        setze_stand(
            nachweis_id=nachweis.pk,
            version=nachweis.version,
            zustand="eingereicht",
            durch=welt.person("leitung_konz"),
        )


def test_text_liest_das_jugendamt_erst_nach_dem_einreichen(welt, als, nachweis):
    leitung = welt.person("leitung_konz")
    texte = {**TEXTE, "wirkung": "Noch nicht fertig gedacht."}
    aendere(nachweis_id=nachweis.pk, version=nachweis.version, texte=texte, benutzer=leitung)
    adresse = nachweis.get_absolute_url()
    assert "Noch nicht fertig gedacht." in _text(als("leitung_konz").get(adresse))
    seite = _text(als("jugendamt").get(adresse))
    assert "Noch nicht fertig gedacht." not in seite
    assert "39.000,45 €" in seite
    nachweis.refresh_from_db()
    setze_stand(nachweis_id=nachweis.pk, version=nachweis.version, zustand="eingereicht", durch=leitung)
    assert "Noch nicht fertig gedacht." in _text(als("jugendamt").get(adresse))


def test_zurueckgeben_braucht_grund_und_kommt_als_mail(welt, als, nachweis):
    nachweis = _eingereicht(welt, nachweis)
    client, ziel = als("jugendamt"), f"{nachweis.get_absolute_url()}stand/"
    daten = {"version": nachweis.version, "zustand": "zurueckgegeben"}
    assert "Bitte nennen Sie den Grund" in _text(client.post(ziel, daten))
    assert client.post(ziel, {**daten, "grund": "Die Wirkung fehlt."}).status_code == 302
    nachweis.refresh_from_db()
    assert (nachweis.zustand, nachweis.rueckgabegrund) == (Nachweisstatus.ZURUECKGEGEBEN, "Die Wirkung fehlt.")
    mail = Versandauftrag.objects.get()
    assert mail.empfaenger == welt.personen["leitung_konz"].email
    assert "Die Wirkung fehlt." in mail.text
    assert "Die Wirkung fehlt." in _text(als("leitung_konz").get(nachweis.get_absolute_url()))
    noch_einmal = _eingereicht(welt, nachweis)
    assert (noch_einmal.zustand, noch_einmal.rueckgabegrund) == (Nachweisstatus.EINGEREICHT, "")


def test_vier_augen_beim_nachweis(welt, nachweis):
    Zustaendigkeit.objects.create(benutzer=welt.personen["leitung_konz"], rolle=Rolle.JUGENDAMT, von=ANFANG)
    nachweis = _eingereicht(welt, nachweis)
    with pytest.raises(ValidationError, match=VIER_AUGEN[:20]):
        setze_stand(
            nachweis_id=nachweis.pk,
            version=nachweis.version,
            zustand="bestaetigt",
            durch=welt.person("leitung_konz"),
        )


def test_eingereichtes_laesst_sich_nicht_aendern(welt, als, nachweis):
    nachweis = _eingereicht(welt, nachweis)
    assert als("leitung_konz").get(f"{nachweis.get_absolute_url()}bearbeiten/").status_code == 403
    with pytest.raises(ValidationError, match="eingereicht"):
        aendere(nachweis_id=nachweis.pk, version=nachweis.version, texte=TEXTE, benutzer=welt.person("leitung_konz"))


def test_beginnen_und_schreiben_auf_der_seite(welt, als):
    jahr_mit_geld(welt)
    client = als("leitung_konz")
    liste = _text(client.get(f"/verwendungsnachweise/?jahr={JAHR}"))
    assert liste.count("Beginnen") == 1
    assert "Musterhof" not in liste
    daten = {"jahr": JAHR, "sozialraum": "konz", "traeger": str(welt.traeger["beispieltal"].uuid)}
    adresse = client.post("/verwendungsnachweise/beginnen/", daten)["Location"]
    assert client.post(f"{adresse}bearbeiten/", {**TEXTE, "version": "1"}).status_code == 302
    zwei = client.post(f"{adresse}bearbeiten/", {**TEXTE, "ausblick": "Anders.", "version": "1"})
    assert "Zwei Fassungen" in _text(zwei)
    assert Verwendungsnachweis.objects.get().ausblick == "Ein Satz."


def test_nachweis_zeigt_den_rest_auch_ohne_entscheidung(welt, als, nachweis):
    bericht = als("leitung_konz").get(nachweis.get_absolute_url()).context["bericht"]
    assert bericht.ergebnis[-1].betrag == Decimal("999.55")
    assert bericht.entscheidung == ""
