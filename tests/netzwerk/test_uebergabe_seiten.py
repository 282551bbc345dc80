"""Pages of a handover: begin, decide singly and in bulk, resume, finish; who may, and what an ending Einsatz asks."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from netzwerk.models import Einsatz, Sitzung, Uebergabe, Wiedervorlage
from netzwerk.selectors.uebergabe import zahl_offener_uebergaben
from netzwerk.services.uebergabe import Entscheidung
from tests.netzwerk.test_uebergabe_dienst import Fall, fall, schritt, sitz
from tests.welt import ANFANG, Welt, neue_fachkraft

__all__ = ["fall"]
pytestmark = pytest.mark.django_db
Als = Callable[[str], Client]


def adresse(name: str, objekt) -> str:
    return reverse(f"netzwerk:{name}", args=[objekt.uuid])


def beginndaten(fall: Fall, **felder) -> dict:
    nachfolge = str(fall.folgt.netzwerkfachkraft.uuid)
    return {"anlass": "weggang", "am": fall.am.isoformat(), "nachfolge": nachfolge, **felder}


def entscheidungsdaten(uebergabe: Uebergabe, punkte=(), **felder) -> dict:
    kennungen = [punkt.kennung for punkt in punkte]
    return {"version": uebergabe.version, "punkt": kennungen, "entscheidung": "uebergeben", **felder}


def test_von_anfang_bis_ende(fall: Fall, als: Als):
    erster, zweiter = schritt(fall), schritt(fall, "Rückruf")
    sitz(fall)
    seite = als("netzwerk_konz")
    antwort = seite.post(adresse("uebergabe_neu", fall.einsatz), beginndaten(fall))
    uebergabe = Uebergabe.objects.get()
    assert antwort.headers["Location"] == uebergabe.get_absolute_url()
    inhalt = seite.get(uebergabe.get_absolute_url()).text
    assert "0 von 3 Punkten entschieden" in inhalt
    einer = uebergabe.punkte.get(objekt=erster.uuid)
    ziel = adresse("uebergabe_entscheiden", uebergabe)
    assert seite.post(ziel, entscheidungsdaten(uebergabe, [einer], hinweis="Ruft gern zurück")).status_code == 302
    assert "1 von 3 Punkten entschieden" in seite.get(uebergabe.get_absolute_url()).text
    uebergabe.refresh_from_db()
    assert seite.post(ziel, entscheidungsdaten(uebergabe, alle=["wiedervorlage", "sitz"])).status_code == 302
    assert set(Wiedervorlage.objects.values_list("benutzer", flat=True)) == {fall.folgt.pk}
    einer.refresh_from_db()
    assert einer.hinweis == "Ruft gern zurück"
    assert seite.post(adresse("uebergabe_abschliessen", uebergabe)).status_code == 302
    uebergabe.refresh_from_db(), zweiter.refresh_from_db()
    assert (uebergabe.zustand, zweiter.benutzer) == ("abgeschlossen", fall.folgt)
    assert "Übergabe abschließen" not in seite.get(uebergabe.get_absolute_url()).text


def test_ohne_nachfolge_schliesst_die_leitung_und_die_seite_sagt_wer_was_bekommt(fall: Fall, als: Als):
    schritt(fall, "Rückruf")
    Einsatz.objects.filter(fachkraft=fall.folgt.netzwerkfachkraft).delete()
    uebergabe = fall.beginne(nachfolge=False)
    fall.entscheide(uebergabe, was=Entscheidung("geparkt", grund="Nachfolge fehlt"))
    seite = uebergabe.get_absolute_url()
    ihre = als("netzwerk_konz").get(seite).text
    assert "Die Nachfolge fehlt." in ihre
    assert "Sie wird von der Leitung eingetragen." in ihre
    assert "Zur Wahl steht noch niemand: Nach dem" in ihre
    assert adresse("uebergabe_abschliessen", uebergabe) not in ihre
    leitung = fall.welt.person("leitung_konz")
    vorher = als("leitung_konz").get(seite).text
    assert f"Zurückgestelltes geht dann an {leitung}:" in vorher
    assert "Die Übergabe kann abgeschlossen werden." in vorher
    als("leitung_konz").post(adresse("uebergabe_abschliessen", uebergabe))
    danach = als("leitung_konz").get(seite).text
    assert f"Beim Abschluss an {leitung}." in danach
    assert "kann abgeschlossen werden" not in danach


def test_unmoegliches_haelt_den_rest_nicht_auf(fall: Fall, als: Als):
    eigene = schritt(fall)
    sitzung = Sitzung.objects.create(
        gremium=sitz(fall).gremium, am=fall.heute + timedelta(days=60), erfasst_von=fall.geht
    )
    uebergabe = fall.beginne()
    daten = entscheidungsdaten(uebergabe, uebergabe.punkte.all(), entscheidung="erledigt")
    text = als("netzwerk_konz").post(adresse("uebergabe_entscheiden", uebergabe), daten, follow=True).text
    assert "2 Punkte entschieden." in text
    assert f"Nicht gespeichert: <a href='{sitzung.get_absolute_url()}'>" in text
    assert "ist noch geplant" in text
    eigene.refresh_from_db()
    assert eigene.erledigt_am == fall.heute


def test_lesen_aendert_nichts_und_zeigt_neues(fall: Fall, als: Als):
    uebergabe = fall.beginne()
    schritt(fall, "Nachgekommen")
    antwort = als("leitung_konz").get(uebergabe.get_absolute_url())
    assert "Neu seit dem letzten Mal: 1 Punkt" in antwort.text
    assert not uebergabe.punkte.exists()


def test_abgelehntes_kommt_mit_haken_zurueck(fall: Fall, als: Als):
    schritt(fall)
    uebergabe = fall.beginne()
    ziel = adresse("uebergabe_entscheiden", uebergabe)
    punkt = uebergabe.punkte.get()
    antwort = als("netzwerk_konz").post(ziel, entscheidungsdaten(uebergabe, [punkt], entscheidung="geparkt"))
    assert "Bitte nennen Sie den Grund." in antwort.text
    assert f'value="{punkt.kennung}" id="{punkt.kennung}" checked' in antwort.text
    antwort = als("netzwerk_konz").post(ziel, entscheidungsdaten(uebergabe))
    assert "Bitte wählen Sie mindestens einen Punkt aus." in antwort.text


def test_zwei_fenster_entscheiden_denselben_punkt(fall: Fall, als: Als):
    schritt(fall)
    uebergabe = fall.beginne()
    daten = entscheidungsdaten(uebergabe, uebergabe.punkte.all())
    ziel = adresse("uebergabe_entscheiden", uebergabe)
    als("netzwerk_konz").post(ziel, daten | {"entscheidung": "erledigt"})
    antwort = als("leitung_konz").post(ziel, daten, follow=True)
    assert "Inzwischen hat jemand anderes entschieden: Anrufen" in antwort.text
    assert Wiedervorlage.objects.get().benutzer == fall.geht


@pytest.mark.parametrize(
    ("wer", "lesen", "fuehren"),
    [
        ("netzwerk_konz", 200, 302),
        ("leitung_konz", 200, 302),
        ("jugendamt", 200, 403),
        ("leitung_fremd", 404, 404),
        ("netzwerk_saarburg", 404, 404),
        ("leitstelle", 403, 403),
        ("team_konz", 403, 403),
    ],
)
def test_wer_liest_und_wer_fuehrt(fall: Fall, als: Als, wer: str, lesen: int, fuehren: int):
    uebergabe = fall.beginne()
    client = als(wer)
    assert client.get(uebergabe.get_absolute_url()).status_code == lesen
    assert client.post(adresse("uebergabe_abschliessen", uebergabe)).status_code == fuehren
    liste = client.get("/uebergaben/")
    assert liste.status_code == (403 if lesen == 403 else 200)
    assert (str(uebergabe.uuid) in liste.text) is (lesen == 200)


def test_die_nachfolge_fuehrt_mit_auch_von_einem_anderen_traeger(welt: Welt, fall: Fall, als: Als):
    welt.personen["neue"] = neue_fachkraft(welt, "neue", "konz", "musterhof")
    fall.folgt = welt.person("neue")
    schritt(fall)
    uebergabe = fall.beginne()
    seite = als("neue")
    assert "1 Punkt" in seite.get(uebergabe.get_absolute_url()).text
    seite.post(adresse("uebergabe_entscheiden", uebergabe), entscheidungsdaten(uebergabe, uebergabe.punkte.all()))
    assert Wiedervorlage.objects.get().benutzer == fall.folgt


def test_beginnen_kann_nur_sie_selbst_oder_ihre_leitung(fall: Fall, als: Als):
    ziel = adresse("uebergabe_neu", fall.einsatz)
    for wer, erwartet in [("leitung_konz", 200), ("leitung_fremd", 404), ("netzwerk_saarburg", 404)]:
        assert als(wer).get(ziel).status_code == erwartet
    assert als("jugendamt").post(ziel, beginndaten(fall)).status_code == 403
    assert not Uebergabe.objects.exists()


def test_gefaelschte_nachfolge_wird_abgelehnt(fall: Fall, als: Als):
    fremd = fall.welt.person("netzwerk_saarburg").netzwerkfachkraft
    antwort = als("leitung_konz").post(adresse("uebergabe_neu", fall.einsatz), beginndaten(fall, nachfolge=fremd.uuid))
    assert "nachfolge" in antwort.context["form"].errors


def test_angaben_mit_alter_fassung_werden_nicht_ueberschrieben(fall: Fall, als: Als):
    uebergabe = fall.beginne()
    ziel = adresse("uebergabe_bearbeiten", uebergabe)
    daten = {"version": 1, "am": fall.am.isoformat(), "notiz": "Schlüssel liegt im Büro", "nachfolge": ""}
    assert als("netzwerk_konz").post(ziel, daten).status_code == 302
    antwort = als("leitung_konz").post(ziel, daten | {"notiz": "anders"})
    assert "inzwischen geändert" in antwort.text
    uebergabe.refresh_from_db()
    assert (uebergabe.notiz, uebergabe.nachfolge, uebergabe.version) == ("Schlüssel liegt im Büro", None, 2)


def test_notiz_mit_angaben_ueber_ein_kind_wird_nicht_gespeichert(fall: Fall, als: Als):
    uebergabe = fall.beginne()
    daten = {"version": 1, "am": fall.am.isoformat(), "notiz": "Das Kind Max Mustermann, geb. 03.04.2017"}
    antwort = als("netzwerk_konz").post(adresse("uebergabe_bearbeiten", uebergabe), daten)
    assert "notiz" in antwort.context["form"].errors


def test_ein_einsatz_endet_nicht_unbemerkt_mit_offenen_punkten(fall: Fall, als: Als):
    schritt(fall)
    seite, ziel = als("leitung_konz"), adresse("einsatz_beenden", fall.einsatz)
    daten = {"bis": fall.am.isoformat()}
    antwort = seite.post(ziel, daten)
    assert antwort.status_code == 200
    assert "Noch nicht übergeben: Anrufen" in antwort.text
    assert adresse("uebergabe_neu", fall.einsatz) in antwort.text
    fall.einsatz.refresh_from_db()
    assert fall.einsatz.bis is None
    assert seite.post(ziel, daten | {"trotz_offener": "on"}).status_code == 302
    fall.einsatz.refresh_from_db()
    assert fall.einsatz.bis == fall.am


def test_endender_einsatz_ohne_uebergabe_steht_in_der_liste(fall: Fall, als: Als):
    Einsatz.objects.filter(pk=fall.einsatz.pk).update(bis=timezone.localdate() + timedelta(days=30))
    assert "Noch nicht übergeben" in als("leitung_konz").get("/uebergaben/").text
    assert "Noch nicht übergeben" not in als("leitung_fremd").get("/uebergaben/").text
    Einsatz.objects.create(
        fachkraft=fall.geht.netzwerkfachkraft, sozialraum=fall.welt.konz, traeger=fall.einsatz.traeger, vzae="0.1",
        von=ANFANG, zustand="bestaetigt",
    )  # fmt: skip
    assert "Noch nicht übergeben" not in als("leitung_konz").get("/uebergaben/").text


def test_ausgabe_als_tabelle(fall: Fall, als: Als):
    fall.beginne()
    text = als("jugendamt").get("/uebergaben/?format=csv").content.decode("utf-8-sig")
    assert "Netzwerk Muster;Konz;Jugendhilfe Beispieltal e. V.;Die Person verlässt den Sozialraum" in text


def test_startseite_zaehlt_laufende_und_fehlende_uebergaben(fall: Fall, als: Als):
    """The world's other colleague ends soon without a handover; each reads of her own and of the Träger she leads."""
    fall.beginne()
    bald = timezone.localdate() + timedelta(days=20)
    Einsatz.objects.filter(fachkraft__benutzer=fall.welt.person("netzwerk_saarburg")).update(bis=bald)
    gezaehlt = {
        name: zahl_offener_uebergaben(fall.welt.person(name).bereich)
        for name in ("netzwerk_konz", "netzwerk_saarburg", "leitung_konz", "leitung_fremd", "jugendamt", "team_konz")
    }
    assert gezaehlt == {
        "netzwerk_konz": 1, "netzwerk_saarburg": 1, "leitung_konz": 1, "leitung_fremd": 1, "jugendamt": 0,
        "team_konz": 0,
    }  # fmt: skip
    assert "Übergaben beginnen oder weiterführen" in als("leitung_konz").get("/").text


def test_fehlendes_ende_des_einsatzes_steht_auf_der_seite(fall: Fall, als: Als):
    Einsatz.objects.filter(pk=fall.einsatz.pk).update(bis=None)
    uebergabe = fall.beginne()
    assert "Der Einsatz läuft ohne Ende weiter." in als("leitung_konz").get(uebergabe.get_absolute_url()).text
    Einsatz.objects.filter(pk=fall.einsatz.pk).update(bis=fall.am)
    assert "Ende fehlt" not in als("leitung_konz").get(uebergabe.get_absolute_url()).text
