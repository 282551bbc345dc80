"""A partner entered inside the contact form: one transaction, warned of twins, only where one may."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from netzwerk.models import Kontakt, Wiedervorlage
from partner.models import Netzwerkpartner, Partnerkategorie
from tests.netzwerk.test_kontakt_formular import NEU, bearbeiten, eingaben, fehler
from tests.welt import Welt, neue_ansprechperson, neuer_partner

HTMX = {"HX-Request": "true", "HX-Target": "beteiligte"}


def neu(**felder) -> dict:
    daten = {
        "neu-offen": "1",
        "neu-uuid": str(uuid.uuid4()),
        "neu-name": "Hort Sonnenwiese",
        "neu-kategorie": "kita",
        "neu-ort": "Tawern",
        "neu-raum": "konz",
        "neu-ergebnis": "erreicht",
    }
    return daten | {f"neu-{name}": wert for name, wert in felder.items()}


def test_partner_und_kontakt_entstehen_zusammen(als, welt: Welt):
    daten = eingaben() | neu()
    antwort = als("netzwerk_konz").post(NEU, daten)
    kontakt, partner = Kontakt.objects.get(), Netzwerkpartner.objects.get()
    assert antwort.url == kontakt.get_absolute_url()
    assert (partner.name, partner.ort, partner.gemeinde, partner.sitz) == (
        "Hort Sonnenwiese", "Tawern", welt.gemeinden["Tawern"], "landkreis",
    )  # fmt: skip
    assert str(partner.uuid) == daten["neu-uuid"]
    assert [zeile.kategorie.kuerzel for zeile in partner.kategoriezuordnungen.all()] == ["kita"]
    zeile = kontakt.beteiligungen.get()
    assert (zeile.partner, zeile.sozialraum, zeile.ergebnis, zeile.zaehlt) == (partner, welt.konz, "erreicht", True)


def test_die_meldung_nennt_auch_den_neuen_partner(als, welt: Welt):
    client, kita = als("netzwerk_konz"), neuer_partner(welt)
    text = client.post(NEU, eingaben(kita) | neu(), follow=True).content.decode()
    assert "mit Hort Sonnenwiese, Kita Beispielbach." in text
    assert ">Ansehen<" not in text  # the page is the contact itself
    text = client.post(NEU, eingaben(kita) | {"naechster": "1"}, follow=True).content.decode()
    assert f'<a href="{Kontakt.objects.latest("pk").get_absolute_url()}">Ansehen</a>' in text


def test_der_kontakt_von_gestern_zaehlt_auch_mit_dem_neuen_partner(als):
    als("netzwerk_konz").post(NEU, eingaben(wann="gestern") | neu())
    assert Kontakt.objects.get().beteiligungen.get().zaehlt


@pytest.mark.parametrize(
    ("ort", "gemeinde", "sitz"),
    [("Trier", None, "ausserhalb"), ("Nirgendwo", None, "unbekannt"), ("54329 Konz", "Konz", "landkreis")],
)
def test_der_ort_sagt_wo_der_partner_sitzt(als, welt: Welt, ort: str, gemeinde: str | None, sitz: str):
    als("netzwerk_konz").post(NEU, eingaben() | neu(ort=ort))
    partner = Netzwerkpartner.objects.get()
    assert (partner.gemeinde and partner.gemeinde.name, partner.sitz) == (gemeinde, sitz)


def test_neben_bekannten_partnern(als, welt: Welt):
    kita = neuer_partner(welt)
    als("netzwerk_konz").post(NEU, eingaben(kita) | neu())
    namen = Kontakt.objects.get().beteiligungen.values_list("partner__name", flat=True)
    assert set(namen) == {"Kita Beispielbach", "Hort Sonnenwiese"}


def test_fehler_im_kontakt_legt_auch_den_partner_nicht_an(als):
    text = fehler(als("netzwerk_konz").post(NEU, eingaben(bezug=[]) | neu()))
    assert 'value="Hort Sonnenwiese"' in text
    assert not Netzwerkpartner.objects.exists()


@pytest.mark.parametrize(
    ("felder", "satz"),
    [
        ({"name": ""}, "Neuer Partner, Name: Bitte geben Sie den Namen ein."),
        ({"ort": " "}, "Neuer Partner, Ort: Bitte geben Sie den Ort ein."),
        ({"kategorie": ""}, "Neuer Partner, Kategorie: Bitte wählen Sie die Kategorie."),
        ({"kategorie": "raumfahrt"}, "Neuer Partner, Kategorie: "),
        ({"raum": ""}, "Neuer Partner, Sozialraum: Bitte wählen Sie den Sozialraum."),
        ({"raum": "saarburg"}, "Neuer Partner, Sozialraum: Diesen Sozialraum können Sie nicht wählen."),
        ({"uuid": "keine"}, "Bitte öffnen Sie das Formular neu."),
    ],
)
def test_was_fehlt_steht_oben_und_am_feld(als, felder: dict, satz: str):
    assert satz in fehler(als("netzwerk_konz").post(NEU, eingaben() | neu(**felder)))
    assert not Kontakt.objects.exists()
    assert not Netzwerkpartner.objects.exists()


def test_der_eigene_sozialraum_ist_vorbelegt_und_nur_er_wird_angeboten(als):
    text = fehler(als("netzwerk_konz").post(NEU, eingaben(neu="1", partnersuche="Hort Sonnenwiese")))
    assert 'name="neu-raum" value="konz"' in text
    assert 'name="neu-raum" value="saarburg"' not in text
    assert text.split('name="neu-raum" value="konz"')[1].split(">")[0].endswith("checked")
    assert 'value="Hort Sonnenwiese"' in text
    assert "Elternabend im März vereinbart." in text
    assert "Bitte" not in text.split('id="neuer-partner"')[1].split("</fieldset>")[0]


def test_kategorie_eines_anderen_sozialraums_gibt_es_nicht(als, welt: Welt):
    Partnerkategorie.objects.create(
        kuerzel="winzer", name="Winzer", kurzname="Winzer", kreis="oertlich", sozialraum=welt.saarburg
    )
    assert "Winzer" not in fehler(als("netzwerk_konz").post(NEU, eingaben(neu="1")))
    text = fehler(als("leitstelle").post(NEU, eingaben() | neu(kategorie="winzer")))
    assert "Diese Kategorie gibt es in Konz nicht." in text


@pytest.mark.parametrize("name", ["leitung_konz", "team_konz"])
def test_wer_keine_partner_anlegt_legt_auch_hier_keinen_an(als, name: str):
    text = fehler(als(name).post(NEU, eingaben() | neu()))
    assert "Bitte wählen Sie mindestens einen Partner." in text
    assert "neu anlegen" not in text
    assert not Netzwerkpartner.objects.exists()
    assert als(name).get("/kontakte/neu/dubletten/", {"neu-name": "Kita"}).status_code == 403


def test_schluessel_eines_fremden_partners_holt_ihn_nicht_herein(als, welt: Welt):
    fremd = neuer_partner(welt, "Kita Fremdental", sozialraum="saarburg")
    text = fehler(als("netzwerk_konz").post(NEU, eingaben() | neu(uuid=str(fremd.uuid))))
    assert "Dieses Formular ist nicht mehr gültig. Bitte öffnen Sie es neu." in text
    assert not Kontakt.objects.exists()
    assert fremd.wirkungsbereiche.count() == 1


def test_zweimal_abgeschickt_ist_ein_partner(als):
    client, daten = als("netzwerk_konz"), eingaben() | neu()
    assert client.post(NEU, daten).url == client.post(NEU, daten).url
    assert Netzwerkpartner.objects.count() == Kontakt.objects.count() == 1


def test_beim_bearbeiten_kommt_ein_neuer_partner_dazu(als, welt: Welt):
    kita, client = neuer_partner(welt), als("netzwerk_konz")
    client.post(NEU, eingaben(kita))
    kontakt = Kontakt.objects.get()
    client.post(bearbeiten(kontakt), eingaben(kita, version="1") | neu())
    assert kontakt.beteiligungen.count() == 2


# --- Twins --------------------------------------------------------------------------------------------------------


def test_doppelte_werden_beim_speichern_gezeigt_und_duerfen_trotzdem_sein(als, welt: Welt):
    neuer_partner(welt, "Hort Sonnenwiese", ort="Tawern", gemeinde=welt.gemeinden["Tawern"])
    client, daten = als("netzwerk_konz"), eingaben() | neu(name="HORT  Sonnenwiese")
    text = fehler(client.post(NEU, daten))
    assert "Diesen Partner gibt es vielleicht schon." in text
    assert 'name="neu-trotzdem"' in text
    assert not Kontakt.objects.exists()
    client.post(NEU, daten | {"neu-trotzdem": "on"})
    assert Netzwerkpartner.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "ort", "gefunden"),
    [
        ("sonnenwiese", "Tawern", True),
        ("Städtischer Hort Sonnenwiese am Park", "Tawern", True),
        ("sonnenwiese", "Konz", False),
        ("Hort Sonnenwiese", "", True),
        ("hört sonnenwiese", "Tawern", False),
        ("Ho", "Tawern", False),
        ("", "", False),
    ],
)
def test_warnung_beim_tippen(als, welt: Welt, name: str, ort: str, gefunden: bool):
    hort = neuer_partner(welt, "Hort Sonnenwiese", ort="Tawern", gemeinde=welt.gemeinden["Tawern"])
    text = als("netzwerk_konz").get("/kontakte/neu/dubletten/", {"neu-name": name, "neu-ort": ort}).content.decode()
    assert (f'name="nimm" value="{hort.uuid}"' in text) == gefunden


def test_fremder_doppelgaenger_wird_genannt_aber_nicht_angeboten(als, welt: Welt):
    fremd = neuer_partner(welt, "Hort Sonnenwiese", sozialraum="saarburg")
    adresse = "/kontakte/neu/dubletten/"
    text = als("netzwerk_konz").get(adresse, {"neu-name": "Hort Sonnenwiese", "neu-ort": "Konz"}).content.decode()
    assert "Hort Sonnenwiese" in text
    assert str(fremd.uuid) not in text
    assert "nicht in Ihrem Bereich" in text


def test_diesen_partner_nehmen_ersetzt_den_neuen(als, welt: Welt):
    hort = neuer_partner(welt, "Hort Sonnenwiese")
    antwort = als("netzwerk_konz").post(NEU, eingaben() | neu() | {"nimm": str(hort.uuid)}, headers=HTMX)
    text = antwort.content.decode()
    assert f'name="partner" value="{hort.uuid}"' in text
    assert "neu-offen" not in text


def test_doch_nicht_schliesst_den_neuen_partner(als):
    text = fehler(als("netzwerk_konz").post(NEU, eingaben() | neu() | {"neu_zu": "1"}))
    assert "neu-offen" not in text
    assert "Elternabend im März vereinbart." in text


# --- What comes next ----------------------------------------------------------------------------------------------


def test_nicht_erreicht_wird_zur_wiedervorlage_je_partner(als, welt: Welt):
    kita, schule = neuer_partner(welt), neuer_partner(welt, "Grundschule Musterberg", "schule")
    daten = eingaben(kita, schule, wieder="7", **{f"ergebnis-{schule.uuid}": "nicht_erreicht"})
    als("netzwerk_konz").post(NEU, daten | neu(ergebnis="nicht_erreicht"))
    schritte = Wiedervorlage.objects.order_by("partner__name").values_list("partner__name", "sozialraum", "was", "am")
    am = timezone.localdate() + timedelta(days=7)
    assert list(schritte) == [
        ("Grundschule Musterberg", welt.konz.pk, "Noch einmal versuchen", am),
        ("Hort Sonnenwiese", welt.konz.pk, "Noch einmal versuchen", am),
    ]


def test_alle_erreicht_braucht_keinen_neuen_versuch(als, welt: Welt):
    als("netzwerk_konz").post(NEU, eingaben(neuer_partner(welt), wieder="7"))
    assert not Wiedervorlage.objects.exists()


@pytest.mark.parametrize(
    ("ergebnis", "inhalt", "genuegt"),
    [("nicht_erreicht", "", True), ("nicht_erreicht", "AB besprochen", False), ("erreicht", "", False)],
)
def test_ein_versuch_ohne_text_braucht_keinen_bezug(als, welt: Welt, ergebnis: str, inhalt: str, genuegt: bool):
    kita = neuer_partner(welt)
    leitung = neue_ansprechperson(kita)
    daten = eingaben(kita, bezug=[], inhalt=inhalt) | {
        f"ergebnis-{kita.uuid}": ergebnis,
        f"person-{kita.uuid}": str(leitung.uuid),
    }
    antwort = als("netzwerk_konz").post(NEU, daten)
    assert (antwort.status_code == 302) == genuegt
    for kontakt in Kontakt.objects.all():
        assert (kontakt.bezug, kontakt.personen.count()) == ("uebergreifend", 0)
    assert Kontakt.objects.exists() == genuegt


def test_zusage_des_partners_steht_an_der_wiedervorlage(als, welt: Welt):
    kita = neuer_partner(welt)
    als("netzwerk_konz").post(NEU, eingaben(kita, schritt="Liste schicken", schritt_am="2099-01-01", zusage="partner"))
    schritt = Wiedervorlage.objects.get()
    assert (schritt.zusage, schritt.partner, schritt.sozialraum) == ("partner", kita, welt.konz)
    assert schritt.benutzer == welt.personen["netzwerk_konz"]


def test_letzte_art_und_letzte_partner_werden_angeboten(als, welt: Welt):
    kita, client = neuer_partner(welt), als("netzwerk_konz")
    text = client.get(NEU).content.decode()
    assert text.split('name="art" value="telefonat"')[1].split(">")[0].endswith("checked")
    assert "Wie zuletzt gewählt" not in text
    client.post(NEU, eingaben(kita, art="besuch"))
    text = client.get(NEU).content.decode()
    assert "Wie zuletzt gewählt" in text
    assert text.split('name="art" value="besuch"')[1].split(">")[0].endswith("checked")
    assert f'name="hinzu" value="{kita.uuid}"' in text
    assert 'name="art" value="treffen" required id="id_art_3" checked' not in text
    gewuenscht = client.get(f"{NEU}?art=treffen").content.decode()
    assert gewuenscht.split('name="art" value="treffen"')[1].split(">")[0].endswith("checked")
    assert (
        "checked"
        not in als("leitung_konz").get(NEU).content.decode().split('name="art" value="besuch"')[1].split(">")[0]
    )


def test_mehrere_partner_in_der_adresse(als, welt: Welt):
    kita, schule = neuer_partner(welt), neuer_partner(welt, "Grundschule Musterberg", "schule")
    text = als("netzwerk_konz").get(f"{NEU}?partner={kita.uuid}&partner={schule.uuid}").content.decode()
    assert text.count('name="partner"') == 2
