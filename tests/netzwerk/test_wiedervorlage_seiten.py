"""Pages of next steps: list with tabs and filters, tick with undo, put off, hand over, delete, export."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from konten.models import Textbestaetigung
from netzwerk.models import Aufschub, Kontakt, Wiedervorlage
from netzwerk.rules.wiedervorlage import neuer_tag
from netzwerk.services.wiedervorlage import erledige, lege_an
from tests.netzwerk.test_abdeckung_daten import neuer_kontakt
from tests.welt import neue_fachkraft, neuer_partner

URL = "/wiedervorlagen/"


@pytest.fixture
def konz(welt):
    return welt.personen["netzwerk_konz"]


@pytest.fixture
def partner(welt):
    return neuer_partner(welt)


def neue(welt, person, was, tage, **felder):
    werte = {"sozialraum": welt.konz} | felder
    schritt, _ = lege_an(benutzer=person, was=was, am=timezone.localdate() + timedelta(days=tage), **werte)
    return schritt


def texte(antwort) -> list[str]:
    return [schritt.was for abschnitt in antwort.context["abschnitte"] for schritt in abschnitt.schritte]


def zahlen(antwort) -> dict[str, int]:
    return {reiter.schluessel: reiter.anzahl for reiter in antwort.context["reiter"]}


def test_reiter_zaehlen_und_filtern(welt, als, konz):
    neue(welt, konz, "spät", -2)
    neue(welt, konz, "jetzt", 0)
    neue(welt, konz, "fern", 30)
    erledige(wiedervorlage=neue(welt, konz, "getan", -1), am=timezone.localdate(), durch=konz)
    browser = als("netzwerk_konz")
    antwort = browser.get(URL)
    assert texte(antwort) == ["spät", "jetzt", "fern"]
    assert zahlen(antwort) == {"": 3, "ueberfaellig": 1, "heute": 1, "woche": 0, "spaeter": 1, "erledigt": 1}
    assert texte(browser.get(URL, {"wann": "ueberfaellig"})) == ["spät"]
    assert texte(browser.get(URL, {"wann": "heute"})) == ["jetzt"]
    assert texte(browser.get(URL, {"wann": "spaeter"})) == ["fern"]
    assert texte(browser.get(URL, {"wann": "erledigt"})) == ["getan"]
    assert texte(browser.get(URL, {"wann": "unsinn"})) == ["spät", "jetzt", "fern"]


def test_filter_nach_person_zeigt_kolleginnen_des_sozialraums(welt, als, konz):
    kollegin = neue_fachkraft(welt, "netzwerk_konz_zwei", "konz", "beispieltal")
    fremde = welt.personen["netzwerk_saarburg"]
    neue(welt, konz, "meins", 1)
    neue(welt, kollegin, "ihres", 1)
    neue(welt, fremde, "fremd", 1, sozialraum=welt.saarburg)
    browser = als("netzwerk_konz")
    assert texte(browser.get(URL)) == ["meins"]
    assert texte(browser.get(URL, {"wer": str(kollegin.uuid)})) == ["ihres"]
    assert texte(browser.get(URL, {"wer": "alle"})) == ["meins", "ihres"]
    assert texte(browser.get(URL, {"wer": str(fremde.uuid)})) == ["meins"], "an unknown person is no filter"
    assert "wer" not in als("leitstelle").get(URL).context["filter"].form.changed_data


def test_abhaken_und_rueckgaengig(welt, als, konz):
    schritt = neue(welt, konz, "Rückruf", 0)
    browser = als("netzwerk_konz")
    antwort = browser.post(f"{URL}{schritt.uuid}/erledigt/", {"weiter": f"{URL}?wann=heute"}, follow=True)
    assert antwort.redirect_chain == [(f"{URL}?wann=heute", 302)]
    assert "Rückgängig" in antwort.content.decode()
    schritt.refresh_from_db()
    assert (schritt.erledigt_am, schritt.erledigt_von) == (timezone.localdate(), konz)
    browser.post(f"{URL}{schritt.uuid}/erledigt/", {"zurueck": "1"})
    schritt.refresh_from_db()
    assert schritt.erledigt_am is None


def test_zurueck_fuehrt_nie_zu_fremden_seiten(welt, als, konz):
    schritt = neue(welt, konz, "Rückruf", 0)
    antwort = als("netzwerk_konz").post(f"{URL}{schritt.uuid}/erledigt/", {"weiter": "https://fremd.example/"})
    assert antwort.url == URL


def test_verschieben_mit_knopf_und_mit_tag(welt, als, konz):
    schritt = neue(welt, konz, "Rückruf", -5)
    heute, browser = timezone.localdate(), als("netzwerk_konz")
    url = f"{URL}{schritt.uuid}/verschieben/"
    assert browser.post(url, {"grund": "Warte auf Antwort", "um": "1"}).status_code == 302
    browser.post(url, {"grund": "Urlaub", "um": "", "auf_tag": (heute + timedelta(days=9)).isoformat()})
    assert list(Aufschub.objects.values_list("auf_tag", "grund")) == [
        (neuer_tag(heute, heute, 1), "Warte auf Antwort"),
        (heute + timedelta(days=9), "Urlaub"),
    ]
    antwort = browser.get(URL)
    assert "2-mal verschoben" in antwort.content.decode()
    assert "Urlaub" in browser.get(f"{URL}{schritt.uuid}/").content.decode()


def test_zwei_verschieben_denselben_schritt(welt, als, konz):
    """A second click changes nothing; who saw an older day is told the new one and decides again."""
    schritt = neue(welt, konz, "Rückruf", 3)
    heute, browser = timezone.localdate(), als("netzwerk_konz")
    url, bisher = f"{URL}{schritt.uuid}/verschieben/", heute + timedelta(days=3)
    assert f'name="bisher" value="{bisher.isoformat()}"' in browser.get(url).text
    assert f'name="bisher" value="{bisher.isoformat()}"' in browser.get(URL).text
    for _ in range(2):
        browser.post(url, {"grund": "Urlaub", "um": "7", "bisher": bisher.isoformat()})
    neu = neuer_tag(bisher, heute, 7)
    spaeter = {"grund": "Warte", "auf_tag": (heute + timedelta(days=30)).isoformat(), "bisher": bisher.isoformat()}
    antwort = browser.post(url, spaeter)
    assert f"inzwischen auf den {neu:%d.%m.%Y} verschoben" in antwort.text
    assert f'name="bisher" value="{neu.isoformat()}"' in antwort.text
    assert list(Aufschub.objects.values_list("auf_tag", flat=True)) == [neu]


def felder_von(seite: str, url: str) -> dict[str, str]:
    """What the button "Rückgängig" of the message sends."""
    form = seite.split(f'action="{url}">', 1)[1].split("</form>", 1)[0]
    assert "Rückgängig" in form
    return dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))


def test_verschieben_rueckgaengig_nur_solange_nichts_anderes_geschah(welt, als, konz):
    schritt = neue(welt, konz, "Rückruf", 3)
    heute, browser = timezone.localdate(), als("netzwerk_konz")
    url = f"{URL}{schritt.uuid}/verschieben/"
    auf_tag = (heute + timedelta(days=9)).isoformat()
    zurueck = felder_von(browser.post(url, {"grund": "Urlaub", "auf_tag": auf_tag}, follow=True).text, url)
    assert f"Wieder am {heute + timedelta(days=3):%d.%m.%Y}: Rückruf" in browser.post(url, zurueck, follow=True).text
    schritt.refresh_from_db()
    assert (schritt.am, Aufschub.objects.count()) == (heute + timedelta(days=3), 0)
    browser.post(url, {"grund": "Urlaub", "auf_tag": auf_tag})
    erledige(wiedervorlage=schritt, am=heute, durch=konz)
    assert "nicht mehr rückgängig" in browser.post(url, zurueck, follow=True).text
    assert Aufschub.objects.count() == 1


def test_wer_zugesagt_hat_steht_dabei(welt, als, konz):
    for was, zusage in (("Flyer schicken", "wir"), ("Liste schicken", "partner"), ("Noch einmal versuchen", "wir")):
        neue(welt, konz, was, 1, zusage=zusage)
    saetze = [schritt.zusage_satz for schritt in Wiedervorlage.objects.order_by("pk")]
    assert saetze == ["zugesagt von uns", "zugesagt vom Partner", ""]
    text = als("netzwerk_konz").get(URL).text
    assert (text.count("zugesagt von uns"), text.count("zugesagt vom Partner")) == (1, 1)


def test_verschieben_ohne_grund_zeigt_das_formular_wieder(welt, als, konz):
    schritt = neue(welt, konz, "Rückruf", 0)
    antwort = als("netzwerk_konz").post(f"{URL}{schritt.uuid}/verschieben/", {"grund": "", "um": "7"})
    assert antwort.status_code == 200
    assert antwort.context["form"].errors["grund"] == ["Bitte nennen Sie kurz den Grund."]
    assert not Aufschub.objects.exists()


def test_uebergeben(welt, als, konz):
    kollegin = neue_fachkraft(welt, "netzwerk_konz_zwei", "konz", "beispieltal")
    schritt = neue(welt, konz, "Rückruf", 0)
    daten = {"was": "Rückruf", "zusage": "wir", "version": "1"}
    url, browser = f"{URL}{schritt.uuid}/", als("netzwerk_konz")
    assert (
        "an" in browser.post(url, daten | {"an": str(welt.personen["netzwerk_saarburg"].uuid)}).context["form"].errors
    )
    antwort = browser.post(url, daten | {"an": str(kollegin.uuid)}, follow=True)
    assert f"Übergeben an {kollegin}: Rückruf" in antwort.content.decode()
    schritt.refresh_from_db()
    assert schritt.benutzer == kollegin
    browser.post(url, felder_von(antwort.content.decode(), url))
    schritt.refresh_from_db()
    assert (schritt.benutzer, schritt.was, schritt.version) == (konz, "Rückruf", 3)


def test_loeschen_nur_eigene_und_mit_haken(welt, als, konz):
    kollegin = neue_fachkraft(welt, "netzwerk_konz_zwei", "konz", "beispieltal")
    ihre, meine = neue(welt, kollegin, "ihre", 0), neue(welt, konz, "meine", 0)
    browser = als("netzwerk_konz")
    assert browser.post(f"{URL}{ihre.uuid}/loeschen/", {"sicher": "1"}).status_code == 403
    browser.post(f"{URL}{meine.uuid}/loeschen/")
    assert Wiedervorlage.objects.count() == 2
    browser.post(f"{URL}{meine.uuid}/loeschen/", {"sicher": "1"})
    assert [w.was for w in Wiedervorlage.objects.all()] == ["ihre"]


def anlegen(browser, **daten):
    return browser.post(f"{URL}neu/", {"was": "Anrufen", "am": "2027-01-04", "zusage": "partner"} | daten)


def test_neu_mit_partner_findet_den_sozialraum(welt, als, partner):
    assert anlegen(als("netzwerk_konz"), partnersuche="kita beispiel").status_code == 302
    schritt = Wiedervorlage.objects.get()
    assert (schritt.partner, schritt.sozialraum, schritt.zusage) == (partner, welt.konz, "partner")


def test_neu_nur_mit_eigenem_partner_oder_sozialraum(welt, als, partner):
    neuer_partner(welt, "Kita Beispieltal")
    neuer_partner(welt, "Kita Fremd", sozialraum="saarburg")
    browser = als("netzwerk_konz")
    fremd = neuer_partner(welt, "Kita Ganz Fremd", sozialraum="saarburg")
    mehrere = anlegen(browser, partnersuche="Kita").context["form"].errors["partnersuche"]
    assert "Mehrere Partner passen" in str(mehrere)
    keiner = anlegen(browser, partnersuche="Fremd").context["form"].errors["partnersuche"]
    assert "keinen aktiven Partner" in str(keiner)
    for gefaelscht in (str(fremd.uuid), "unsinn", "\0"):
        assert anlegen(browser, partner=gefaelscht).context["form"].errors["partner"]
    assert anlegen(browser, sozialraum="saarburg").context["form"].errors["sozialraum"]
    assert anlegen(browser).context["form"].errors["__all__"]
    assert not Wiedervorlage.objects.exists()


def test_neu_ist_vorbelegt(als, partner):
    antwort = als("netzwerk_konz").get(
        f"{URL}neu/", {"partner": str(partner.uuid), "am": "2026-12-01", "was": "Erneut"}
    )
    assert (antwort.context["form"].gewaehlt, antwort.context["form"]["was"].value()) == (partner, "Erneut")
    assert als("netzwerk_konz").get(f"{URL}neu/?partner=unsinn").status_code == 200


def test_partner_waehlen_wie_beim_kontakt_auch_ohne_javascript(welt, als, partner):
    browser = als("netzwerk_konz")
    gesucht = anlegen(browser, suchen="1", partnersuche="beispiel")
    assert list(gesucht.context["vorschlaege"]) == [partner]
    assert f'name="hinzu" value="{partner.uuid}"' in gesucht.text
    gewaehlt = anlegen(browser, hinzu=str(partner.uuid), partnersuche="beispiel")
    assert f'<input type="hidden" name="partner" value="{partner.uuid}">' in gewaehlt.text
    assert 'id="partnersuche"' not in gewaehlt.text
    assert 'id="partnersuche"' in anlegen(browser, partner=str(partner.uuid), weg="1").text
    teil = browser.post(f"{URL}neu/", {"hinzu": str(partner.uuid)}, headers={"HX-Request": "true"}).text
    assert ("<html" in teil, partner.name in teil) == (False, True)
    assert not Wiedervorlage.objects.exists()
    assert anlegen(browser, partner=str(partner.uuid)).status_code == 302
    assert Wiedervorlage.objects.get().partner == partner
    vorschlag = browser.get("/kontakte/neu/partnersuche/", {"partnersuche": "beispiel", "nur_vorhandene": "1"}).text
    assert (partner.name in vorschlag, "als neuen Partner anlegen" in vorschlag) == (True, False)


def test_export_enthaelt_den_reiter(welt, als, konz, partner):
    neue(welt, konz, "spät", -2, partner=partner)
    neue(welt, konz, "fern", 30)
    inhalt = als("netzwerk_konz").get(URL, {"format": "csv", "wann": "ueberfaellig"}).content.decode("utf-8-sig")
    assert inhalt.count("\r\n") == 2
    assert ";spät;wir;Kita Beispielbach;Konz;" in inhalt


def test_startseite_zeigt_nur_eigene(welt, als, konz):
    kollegin = neue_fachkraft(welt, "netzwerk_konz_zwei", "konz", "beispieltal")
    neue(welt, konz, "meins", 1)
    neue(welt, kollegin, "ihres", 0)
    assert [schritt.was for schritt in als("netzwerk_konz").get("/").context["blick"].schritte] == ["meins"]


def test_angaben_ueber_kinder_brauchen_eine_bestaetigung(welt, als):
    browser, morgen = als("netzwerk_konz"), timezone.localdate() + timedelta(days=1)
    daten = {
        "was": "Mutter von Tim anrufen",
        "am": morgen.isoformat(),
        "zusage": "wir",
        "sozialraum": welt.konz.kuerzel,
    }
    antwort = browser.post(f"{URL}neu/", daten)
    assert not Wiedervorlage.objects.exists()
    assert "Steht hier etwas über ein Kind" in antwort.content.decode()
    marke = antwort.context["form"].textschutz_marke
    assert browser.post(f"{URL}neu/", daten | {"textschutz_bestaetigt": marke}).status_code == 302
    schritt = Wiedervorlage.objects.get()
    assert Textbestaetigung.objects.get().objekt == schritt.uuid
    leitung, seite = als("leitung_konz"), f"/verwaltung/textschutz/wiedervorlage/{schritt.uuid}/"
    assert "Mutter von Tim" in leitung.get(seite).content.decode()
    Wiedervorlage.objects.update(sozialraum=welt.saarburg)
    assert leitung.get(seite).status_code == 404


def test_grund_des_aufschubs_wird_beim_kontakt_vermerkt(welt, als, konz, partner):
    kontakt = neuer_kontakt(konz, partner, welt.konz, timezone.localdate())
    Kontakt.objects.update(bezug="fallbezogen")
    schritt = neue(welt, konz, "Anrufen", 0)
    Wiedervorlage.objects.filter(pk=schritt.pk).update(kontakt=kontakt)
    browser, url = als("netzwerk_konz"), f"{URL}{schritt.uuid}/verschieben/"
    daten = {"grund": "Mutter von Tim war nicht da", "um": "1"}
    marke = browser.post(url, daten).context["form"].textschutz_marke
    assert not Aufschub.objects.exists()
    assert browser.post(url, daten | {"textschutz_bestaetigt": marke}).status_code == 302
    assert Aufschub.objects.get().grund == daten["grund"]
    assert Textbestaetigung.objects.get().objekt == kontakt.uuid
    # The text of a case-related contact is not open to the Leitung by way of its next step.
    assert als("leitung_konz").get(f"/verwaltung/textschutz/wiedervorlage/{schritt.uuid}/").status_code == 404


def test_wer_den_schritt_nicht_lesen_darf_liest_auch_den_grund_nicht(welt, als):
    fremde, kita = welt.personen["netzwerk_saarburg"], neuer_partner(welt, "Kita Saarbach", sozialraum="saarburg")
    kontakt = neuer_kontakt(fremde, kita, welt.saarburg, timezone.localdate())
    Kontakt.objects.update(bezug="fallbezogen")
    schritt = neue(welt, fremde, "Anrufen wegen Familie", 0)
    Wiedervorlage.objects.filter(pk=schritt.pk).update(kontakt=kontakt)
    heute = timezone.localdate()
    Aufschub.objects.create(wiedervorlage=schritt, von_tag=heute, auf_tag=heute, grund="Familie war nicht da")
    for seite in ("", "verschieben/"):
        text = als("netzwerk_konz").get(f"{URL}{schritt.uuid}/{seite}").content.decode()
        assert "Grund aus einem fallbezogenen Kontakt" in text
        assert "Familie" not in text
        assert "Familie war nicht da" in als("netzwerk_saarburg").get(f"{URL}{schritt.uuid}/{seite}").content.decode()
