"""Start page: each sees its own; nobody sees more because she has nothing."""

from datetime import date
from uuid import uuid4

import pytest
from django.utils import timezone

from berichte.selectors.uebersicht import Lagebild, lagebild, quartal, uebersicht
from konten.models import Textbestaetigung
from netzwerk.models import Sitzung, Thema, Wiedervorlage
from netzwerk.rules.abdeckung import Lage
from sozialraum.models import Traegerschaft
from tests.netzwerk.gremien import fachkraftsitz, neue_sitzung, neues_gremium
from tests.netzwerk.test_abdeckung_daten import neuer_kontakt
from tests.netzwerk.test_bedarf_seiten import melde
from tests.welt import Welt, neuer_partner


@pytest.mark.parametrize(
    ("tag", "erwartet"),
    [
        (date(2026, 1, 1), (date(2026, 1, 1), date(2026, 3, 31))),
        (date(2026, 11, 22), (date(2026, 10, 1), date(2026, 12, 31))),
        (date(2028, 2, 29), (date(2028, 1, 1), date(2028, 3, 31))),
    ],
)
def test_quartal(tag: date, erwartet: tuple[date, date]):
    assert quartal(tag) == erwartet


def test_das_dringendste_zuerst_und_nur_aus_dem_eigenen_sozialraum(welt: Welt):
    person = welt.person("netzwerk_konz")
    heute = person.bereich.stichtag
    for name, tage in [("Kita Nie", None), ("Kita Alt", 400), ("Kita Frisch", 1), ("Kita Fällig", 190)]:
        partner = neuer_partner(welt, name)
        if tage is not None:
            neuer_kontakt(person, partner, welt.konz, date.fromordinal(heute.toordinal() - tage))
    neuer_partner(welt, "Kita Fremd", sozialraum="saarburg")
    blick = uebersicht(person.bereich)
    assert [(f.partner.name, f.lage.lage) for f in blick.faellige] == [
        ("Kita Alt", Lage.UEBERFAELLIG),
        ("Kita Nie", Lage.NIE),
        ("Kita Fällig", Lage.FAELLIG),
    ]
    lage = lagebild(person.bereich)
    assert (lage.quote_partner.zaehler, lage.quote_partner.nenner, lage.wartend) == (2, 4, 3)


def test_versuche_zaehlen_auf_der_startseite_nicht_mit(als, welt: Welt):
    """The number is the one of the Auswertung that the tile leads to."""
    person, partner = welt.person("netzwerk_konz"), neuer_partner(welt, "Kita Zahl")
    heute = person.bereich.stichtag
    for ergebnis in ("erreicht", "erreicht", "nicht_erreicht"):
        neuer_kontakt(person, partner, welt.konz, heute, ergebnis=ergebnis)
    client = als("netzwerk_konz")
    antwort = client.get("/uebersicht/lage/")
    assert antwort.context["lage"].kontakte_gesamt == 2
    assert antwort.context["auswertung_url"] == f"/kontakte/auswertung/?von={quartal(heute)[0]}&bis={heute}"
    assert client.get(antwort.context["auswertung_url"]).context["bericht"].gesamt.zahlen.summe == 2
    assert lagebild(welt.person("jugendamt").bereich).kontakte_gesamt == 2


def test_das_jugendamt_sieht_was_in_beratung_auf_es_wartet(als, welt: Welt):
    thema = Thema.objects.create(name="Sprache")
    for ort, zustand in (("konz", "in_beratung"), ("saarburg", "in_beratung"), ("konz", "neu")):
        melde(welt, thema, ort, zustand=zustand)
    seite = als("jugendamt").get("/").content.decode()
    assert 'entscheiden</a></span><span class="netz-zahl">2</span>' in seite
    assert uebersicht(welt.person("netzwerk_konz").bereich).aufgaben.bedarfe == 0


def test_offene_hinweise_warten_auf_den_datenschutz(als, welt: Welt):
    partner = neuer_partner(welt, "Kita Hinweis")
    for schluessel, geprueft in ((partner.uuid, None), (partner.uuid, timezone.now()), (uuid4(), None)):
        Textbestaetigung.objects.create(
            modell="partner.netzwerkpartner", objekt=schluessel, feld="notiz", muster="Alter", geprueft_am=geprueft
        )
    seite = als("datenschutz").get("/").content.decode()
    assert 'Hinweise prüfen</a></span><span class="netz-zahl">1</span>' in seite
    assert "keine Fachinhalte" not in seite


def test_leitung_ohne_sozialraum_sieht_keine_stellenanteile(welt: Welt):
    Traegerschaft.objects.filter(traeger=welt.traeger["musterhof"]).update(bis=date(2020, 12, 31))
    assert lagebild(welt.person("leitung_fremd").bereich).stellen == {}


def test_leitung_sieht_nur_leute_des_eigenen_traegers(welt: Welt):
    stellen = lagebild(welt.person("leitung_fremd").bereich).stellen
    assert set(stellen) == {welt.konz.pk, welt.saarburg.pk}
    assert stellen[welt.konz.pk].einsaetze == ()
    assert len(stellen[welt.saarburg.pk].einsaetze) == 1


@pytest.mark.parametrize("name", ["admin", "datenschutz", "ohne_rolle"])
def test_ohne_fachaufgabe_keine_inhalte(als, welt: Welt, name: str):
    neuer_partner(welt, "Kita Nie")
    bereich = welt.person(name).bereich
    assert (lagebild(bereich), uebersicht(bereich).faellige) == (Lagebild(), [])
    assert "Kita Nie" not in als(name).get("/").content.decode()


def test_offene_schritte_nur_die_eigenen(als, welt: Welt):
    for name in ("netzwerk_konz", "netzwerk_saarburg"):
        partner = neuer_partner(welt, f"Kita {name}", sozialraum=name.split("_")[1])
        kontakt = neuer_kontakt(welt.personen[name], partner, welt.sozialraeume[name.split("_")[1]], date(2026, 11, 1))
        Wiedervorlage.objects.create(
            kontakt=kontakt, benutzer=welt.personen[name], was=f"Schritt {name}", am=date(2026, 12, 1)
        )
    seite = als("netzwerk_konz").get("/").content.decode()
    assert "Schritt netzwerk_konz" in seite
    assert "Schritt netzwerk_saarburg" not in seite


def test_naechste_eigene_sitzungen_stehen_auf_der_startseite(als, welt: Welt):
    """One's own Sozialräume and Gremien, the next first; neither past, far, called off nor other people's."""
    konz, saarburg = neues_gremium(welt, name="AK Konz"), neues_gremium(welt, raum="saarburg", name="AK Saarburg")
    neue_sitzung(konz, -9, ort="Rathaus")
    neue_sitzung(konz, -2, ort="Schule")
    neue_sitzung(konz, 1)
    neue_sitzung(konz, -90)
    neue_sitzung(konz, -3, zustand="abgesagt")
    neue_sitzung(saarburg, -4)
    seiten = {
        name: als(name).get("/") for name in ("netzwerk_konz", "netzwerk_saarburg", "leitung_konz", "datenschutz")
    }
    gesehen = {name: seite.context["blick"].sitzungen for name, seite in seiten.items()}
    orte = {name: sitzungen and [sitzung.ort for sitzung in sitzungen] for name, sitzungen in gesehen.items()}
    assert orte["netzwerk_konz"] == orte["leitung_konz"] == ["Schule", "Rathaus"]
    assert orte["datenschutz"] is None
    assert [str(sitzung.gremium) for sitzung in gesehen["netzwerk_saarburg"]] == ["AK Saarburg"]
    fachkraftsitz(welt, saarburg)
    assert [sitzung.gremium.name for sitzung in als("netzwerk_konz").get("/").context["blick"].sitzungen] == [
        "AK Konz",
        "AK Saarburg",
        "AK Konz",
    ]
    Sitzung.objects.all().delete()
    assert "In den nächsten zwölf Wochen ist keine Sitzung geplant." in als("netzwerk_konz").get("/").text


def test_die_startseite_laedt_nach_wie_es_steht(als, welt: Welt):
    neuer_partner(welt, "Kita Nie")
    for name, landkreisweit in (("jugendamt", True), ("netzwerk_konz", False)):
        client = als(name)
        assert 'hx-get="/uebersicht/lage/"' in client.get("/").text
        teil = client.get("/uebersicht/lage/", headers={"HX-Request": "true"}).text
        assert ("Kontakte im Quartal" in teil, "Abdeckung heute" in teil) == (True, landkreisweit)
        assert ("Stellenanteile heute" in teil, "<html" in teil) == (landkreisweit, False)
        assert "Kontakte im Quartal" in client.get("/uebersicht/lage/").text
    assert "/uebersicht/lage/" not in als("admin").get("/").text
