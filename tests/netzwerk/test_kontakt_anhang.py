"""Files at a contact: kept through errors, read by right, audited, gone with the contact."""

from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from konten.models import Protokolleintrag, Zwischendatei
from netzwerk.models import Kontakt, Kontaktanhang
from partner.models import Netzwerkpartner
from tests.konten.dateien import ECHTE, PDF, datei, office
from tests.netzwerk.test_kontakt_formular import NEU, bearbeiten, eingaben, fehler
from tests.welt import Welt, neuer_partner


@pytest.fixture
def kita(welt: Welt) -> Netzwerkpartner:
    return neuer_partner(welt)


def abgelegt(medien: Path) -> list[str]:
    return sorted(str(pfad.relative_to(medien)) for pfad in medien.rglob("*") if pfad.is_file())


def mit_anhang(client: Client, kita: Netzwerkpartner, *dateien, **felder) -> Kontakt:
    client.post(NEU, eingaben(kita, anhang=list(dateien or [datei("Einladung Übergang.pdf")]), **felder))
    return Kontakt.objects.get()


def test_dateien_jeder_art_kommen_mit_dem_kontakt(als, welt: Welt, kita: Netzwerkpartner, medien: Path):
    dateien = [datei(f"Anlage {nummer}.{endung}", inhalt) for nummer, (endung, inhalt) in enumerate(ECHTE.items())]
    kontakt = mit_anhang(als("netzwerk_konz"), kita, *dateien)
    anhaenge = list(kontakt.anhaenge.all())
    assert [anhang.name for anhang in anhaenge] == [f"Anlage {n}.{endung}" for n, endung in enumerate(ECHTE)]
    assert {anhang.hochgeladen_von for anhang in anhaenge} == {welt.personen["netzwerk_konz"]}
    assert abgelegt(medien) == sorted(anhang.datei.name for anhang in anhaenge)
    assert not Zwischendatei.objects.exists()


def test_hochgeladenes_ueberlebt_einen_fehler_anderswo(als, kita: Netzwerkpartner, medien: Path):
    client, daten = als("netzwerk_konz"), eingaben(kita, bezug=[])
    text = fehler(client.post(NEU, daten | {"anhang": datei("Protokoll.pdf")}))
    assert "Bitte wählen Sie mindestens einen Bezug." in text
    assert "Protokoll.pdf" in text
    assert not Kontakt.objects.exists()
    client.post(NEU, daten | {"bezug": ["uebergreifend"]})
    assert [anhang.name for anhang in Kontakt.objects.get().anhaenge.all()] == ["Protokoll.pdf"]


def test_abgelehnte_datei_haelt_das_speichern_auf_und_die_guten_bleiben(als, kita: Netzwerkpartner):
    client, daten = als("netzwerk_konz"), eingaben(kita)
    schlecht = datei("rechnung.pdf", b"MZ\x90\x00programm")
    text = fehler(client.post(NEU, daten | {"anhang": [datei("gut.pdf"), schlecht]}))
    assert "rechnung.pdf: Diese Art von Datei ist nicht möglich." in text
    assert not Kontakt.objects.exists()
    client.post(NEU, daten)
    assert [anhang.name for anhang in Kontakt.objects.get().anhaenge.all()] == ["gut.pdf"]


def test_fremde_dateien_kommen_auch_mit_bekanntem_schluessel_nicht_mit(als, welt: Welt, kita: Netzwerkpartner):
    daten = eingaben(kita)
    als("leitung_konz").post(NEU, daten | {"anhang": datei("fremd.pdf"), "bezug": []})
    text = fehler(als("netzwerk_konz").post(NEU, daten | {"bezug": []}))
    assert "fremd.pdf" not in text
    als("netzwerk_konz").post(NEU, daten)
    assert Kontakt.objects.get().anhaenge.count() == 0
    assert Zwischendatei.objects.get().benutzer == welt.personen["leitung_konz"]


def test_entfernen_vor_dem_speichern(als, kita: Netzwerkpartner, medien: Path, django_capture_on_commit_callbacks):
    client, daten = als("netzwerk_konz"), eingaben(kita)
    client.post(NEU, daten | {"anhang": [datei("a.pdf"), datei("b.pdf")], "bezug": []})
    weg = Zwischendatei.objects.get(name="a.pdf")
    with django_capture_on_commit_callbacks(execute=True):
        text = fehler(client.post(NEU, daten | {"anhang_weg": str(weg.uuid)}))
    assert "a.pdf" not in text
    assert "b.pdf" in text
    assert len(abgelegt(medien)) == 1


def test_fremde_wartende_datei_laesst_sich_nicht_entfernen(als, kita: Netzwerkpartner):
    als("leitung_konz").post(NEU, eingaben(kita, anhang=datei(), bezug=[]))
    wartend = Zwischendatei.objects.get()
    daten = eingaben(kita, anhang_weg=str(wartend.uuid)) | {"uuid": str(wartend.formular)}
    als("netzwerk_konz").post(NEU, daten)
    assert Zwischendatei.objects.filter(pk=wartend.pk).exists()


def test_hochladen_mit_htmx_antwortet_mit_der_liste(als, kita: Netzwerkpartner):
    kopf = {"HX-Request": "true", "HX-Target": "anhaenge"}
    antwort = als("netzwerk_konz").post(
        NEU, eingaben(kita, anhang=[datei("a.pdf"), datei("b.exe", b"MZ")]), headers=kopf
    )
    text = antwort.content.decode()
    assert text.startswith('<div id="anhaenge"')
    assert "a.pdf" in text
    assert "b.exe: Diese Art von Datei ist nicht möglich." in text
    assert not Kontakt.objects.exists()


def test_beim_bearbeiten_kommen_weitere_dazu_bis_es_zehn_sind(als, kita: Netzwerkpartner):
    client = als("netzwerk_konz")
    kontakt = mit_anhang(client, kita, *[datei(f"{n}.pdf") for n in range(9)])
    daten = eingaben(kita, version="1")
    text = fehler(client.post(bearbeiten(kontakt), daten | {"anhang": [datei("9.pdf"), datei("10.pdf")]}))
    assert "10.pdf: Mehr als 10 Dateien sind nicht möglich." in text
    client.post(bearbeiten(kontakt), daten)
    assert kontakt.anhaenge.count() == 10


def test_zweimal_abgeschickt_verdoppelt_die_dateien_nicht(als, kita: Netzwerkpartner):
    client, daten = als("netzwerk_konz"), eingaben(kita)
    for _ in range(2):
        client.post(NEU, daten | {"anhang": datei("einmal.pdf")})
    assert Kontakt.objects.get().anhaenge.count() == 1


# --- Handing out --------------------------------------------------------------------------------------------------


def adresse(anhang: Kontaktanhang, ende: str = "") -> str:
    return f"/kontakte/anhaenge/{anhang.uuid}/{ende}"


def test_herunterladen_ist_nie_etwas_das_der_browser_ausfuehrt(als, kita: Netzwerkpartner):
    client = als("netzwerk_konz")
    anhang = mit_anhang(client, kita).anhaenge.get()
    antwort = client.get(adresse(anhang))
    assert antwort.content == PDF
    assert antwort["Content-Type"] == "application/pdf"
    assert antwort["Content-Disposition"] == "attachment; filename*=utf-8''Einladung%20%C3%9Cbergang.pdf"
    assert antwort["X-Content-Type-Options"] == "nosniff"
    assert antwort["Cache-Control"] == "private, no-store"


def test_unbekannte_art_in_der_datenbank_wird_nur_als_daten_ausgegeben(als, kita: Netzwerkpartner):
    client = als("netzwerk_konz")
    anhang = mit_anhang(client, kita).anhaenge.get()
    Kontaktanhang.objects.update(typ="text/html")
    assert client.get(adresse(anhang))["Content-Type"] == "application/octet-stream"


def test_fehlende_datei_ist_nicht_da(als, kita: Netzwerkpartner, medien: Path):
    client = als("netzwerk_konz")
    anhang = mit_anhang(client, kita).anhaenge.get()
    (medien / anhang.datei.name).unlink()
    assert client.get(adresse(anhang)).status_code == 404


@pytest.mark.parametrize(
    ("name", "uebergreifend", "fallbezogen"),
    [
        ("netzwerk_konz", 200, 200),
        ("leitung_konz", 200, 404),
        ("jugendamt", 200, 404),
        ("leitstelle", 200, 404),
        ("netzwerk_saarburg", 404, 404),
        ("team_konz", 404, 404),
        ("admin", 403, 403),
        ("datenschutz", 403, 403),
    ],
)
def test_wer_den_text_liest_liest_die_dateien(
    als, kita: Netzwerkpartner, name: str, uebergreifend: int, fallbezogen: int
):
    kontakt = mit_anhang(als("netzwerk_konz"), kita)
    anhang = kontakt.anhaenge.get()
    assert als(name).get(adresse(anhang)).status_code == uebergreifend
    Kontakt.objects.update(bezug="beides")
    assert als(name).get(adresse(anhang)).status_code == fallbezogen
    seite = als(name).get(kontakt.get_absolute_url()).content.decode()
    assert ("Einladung Übergang.pdf" in seite) == (fallbezogen == 200)


def test_lesen_fallbezogener_dateien_steht_im_protokoll(als, welt: Welt, kita: Netzwerkpartner):
    client = als("netzwerk_konz")
    anhang = mit_anhang(client, kita, bezug=["fallbezogen"]).anhaenge.get()
    gelesen = Protokolleintrag.objects.filter(action=Protokolleintrag.Action.ACCESS)
    for _ in range(2):
        client.get(adresse(anhang))
    als("leitung_konz").get(adresse(anhang))
    assert [(e.actor, e.content_type.model, e.object_id) for e in gelesen] == [
        (welt.personen["netzwerk_konz"], "kontaktanhang", anhang.pk)
    ] * 2
    Kontakt.objects.update(bezug="uebergreifend")
    client.get(adresse(anhang))
    assert gelesen.count() == 2


# --- Deleting -------------------------------------------------------------------------------------------------------


def test_eine_datei_loeschen(als, kita: Netzwerkpartner, medien: Path, django_capture_on_commit_callbacks):
    client = als("netzwerk_konz")
    kontakt = mit_anhang(client, kita, datei("a.pdf"), datei("b.docx", office("docx")))
    anhang = kontakt.anhaenge.get(name="a.pdf")
    assert als("leitung_konz").post(adresse(anhang, "loeschen/")).status_code == 403
    assert als("netzwerk_saarburg").post(adresse(anhang, "loeschen/")).status_code == 404
    assert als("netzwerk_konz").get(adresse(anhang, "loeschen/")).status_code == 405
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(adresse(anhang, "loeschen/")).url == kontakt.get_absolute_url()
    assert [rest.name for rest in kontakt.anhaenge.all()] == ["b.docx"]
    assert abgelegt(medien) == [kontakt.anhaenge.get().datei.name]


def test_mit_dem_kontakt_gehen_die_dateien(
    als, kita: Netzwerkpartner, medien: Path, django_capture_on_commit_callbacks
):
    client = als("netzwerk_konz")
    kontakt = mit_anhang(client, kita, datei("a.pdf"), datei("b.pdf"))
    assert timezone.localdate() == kontakt.am
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{kontakt.get_absolute_url()}loeschen/")
    assert not Kontaktanhang.objects.exists()
    assert abgelegt(medien) == []
