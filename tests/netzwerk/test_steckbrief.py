"""Steckbrief, introductions and being known (K19): rights, photo, mails, figures."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from konten.models import Versandauftrag
from konten.rules import Stand
from konten.rules.datei import Dateifehler
from konten.services.datei import gemeinsam_mit_datei
from konten.services.versand import versende
from netzwerk.models import Bekanntbestaetigung, Einsatz, Steckbrief, Vorstellung
from netzwerk.rules.bekanntheit import bekanntheit
from netzwerk.selectors.bekanntheit import bekanntheit_der, bekanntheit_von
from netzwerk.services.steckbrief import reines_foto, speichere_steckbrief
from tests.netzwerk.test_abdeckung_daten import neuer_kontakt
from tests.welt import Welt, neuer_partner

HEUTE = timezone.localdate


@pytest.fixture(autouse=True)
def _ablage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def fachkraft(welt: Welt):
    return welt.personen["netzwerk_konz"].netzwerkfachkraft


def bild(art: str = "JPEG", groesse=(1200, 800)) -> bytes:
    ziel = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "geheimer Ort"
    Image.new("RGB", groesse, "teal").save(ziel, art, exif=exif)
    return ziel.getvalue()


def hochgeladen(inhalt: bytes, name: str = "ich.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, inhalt)


def adresse(fachkraft, rest: str = "") -> str:
    return f"/fachkraefte/{fachkraft.uuid}/steckbrief/{rest}"


ANGABEN = {"funktion": "Netzwerkerin", "vorstellung": "Guten Tag.", "ist_veroeffentlicht": "on", "version": "1"}


# --- Photo ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("art", ["JPEG", "PNG", "WEBP"])
def test_foto_wird_neu_geschrieben_und_verraet_nichts(art: str):
    neu = reines_foto(hochgeladen(bild(art)))
    with Image.open(BytesIO(neu)) as foto:
        assert (foto.format, max(foto.size), dict(foto.getexif())) == ("JPEG", 900, {})
    assert b"geheimer Ort" not in neu


@pytest.mark.parametrize(
    ("inhalt", "satz"),
    [
        (b"%PDF-1.7 kein Bild", r"Möglich sind Bilder \(JPEG, PNG, WebP\)\."),
        (b"<svg onload=alert(1)>", "nicht möglich"),
        (b"\xff\xd8\xff\xe0 kaputt", "beschädigt"),
        (b"\xff\xd8\xff" + b"0" * (5 * 1024 * 1024), "größer als 5 MB"),
    ],
)
def test_anderes_wird_abgelehnt(inhalt: bytes, satz: str):
    with pytest.raises(Dateifehler, match=satz):
        reines_foto(hochgeladen(inhalt))


# --- Pages ------------------------------------------------------------------------------------------------------------


def test_speichern_veroeffentlichen_zuruecknehmen(als, fachkraft):
    person = als("netzwerk_konz")
    antwort = person.post(adresse(fachkraft, "bearbeiten/"), ANGABEN | {"neues_foto": hochgeladen(bild())})
    assert antwort.status_code == 302
    steckbrief = Steckbrief.objects.get()
    foto = Client().get(f"/zustaendig/{steckbrief.uuid}/foto/")
    assert (foto.status_code, foto["Content-Type"]) == (200, "image/jpeg")
    assert "Guten Tag." in Client().get(f"/zustaendig/{steckbrief.uuid}/").content.decode()
    alt = steckbrief.foto.path
    ohne = {**ANGABEN, "version": str(steckbrief.version), "foto_weg": "on"}
    del ohne["ist_veroeffentlicht"]
    assert person.post(adresse(fachkraft, "bearbeiten/"), ohne).status_code == 302
    assert Client().get(f"/zustaendig/{steckbrief.uuid}/").status_code == 404
    steckbrief.refresh_from_db()
    assert (bool(steckbrief.foto), steckbrief.version) == (False, 2)
    assert alt


def scheitert_danach(steckbrief: Steckbrief) -> None:
    with gemeinsam_mit_datei(steckbrief, "foto"):
        speichere_steckbrief(steckbrief=steckbrief, version=1, foto=b"neu")
        raise RuntimeError("the page fails after the service has stored the photo")


def test_zurueckgerollt_geht_das_neue_foto_und_das_alte_bleibt(fachkraft, tmp_path):
    steckbrief = speichere_steckbrief(steckbrief=Steckbrief(fachkraft=fachkraft), version=1, foto=b"alt")
    with pytest.raises(RuntimeError):
        scheitert_danach(steckbrief)
    assert [pfad.read_bytes() for pfad in tmp_path.rglob("*.jpg")] == [b"alt"]


def test_zwei_erste_steckbriefe_derselben_person(fachkraft):
    speichere_steckbrief(steckbrief=Steckbrief(fachkraft=fachkraft, funktion="erste"), version=1)
    with pytest.raises(ValidationError, match="inzwischen geändert"):
        speichere_steckbrief(steckbrief=Steckbrief(fachkraft=fachkraft, funktion="zweite"), version=1)
    assert Steckbrief.objects.get().funktion == "erste"


def test_aelterer_stand_ueberschreibt_nichts(als, fachkraft):
    Steckbrief.objects.create(fachkraft=fachkraft, funktion="neu", version=4)
    antwort = als("netzwerk_konz").post(adresse(fachkraft, "bearbeiten/"), ANGABEN)
    assert "inzwischen geändert" in antwort.content.decode()
    assert Steckbrief.objects.get().funktion == "neu"


@pytest.mark.parametrize(
    ("name", "lesen", "pflegen"),
    [
        ("netzwerk_konz", 200, 200),
        ("netzwerk_saarburg", 200, 403),
        ("leitung_konz", 200, 200),
        ("leitung_fremd", 200, 403),
        ("jugendamt", 200, 403),
        ("team_konz", 200, 403),
        ("admin", 403, 403),
        ("datenschutz", 403, 403),
    ],
)
def test_wer_liest_und_wer_pflegt(als, fachkraft, name: str, lesen: int, pflegen: int):
    Steckbrief.objects.create(fachkraft=fachkraft)
    assert als(name).get(adresse(fachkraft)).status_code == lesen
    assert als(name).get(adresse(fachkraft, "bearbeiten/")).status_code == pflegen
    assert als(name).get(adresse(fachkraft, "senden/")).status_code == pflegen


def test_senden_schreibt_mails_und_haelt_es_fest(als, welt: Welt, fachkraft):
    Steckbrief.objects.create(fachkraft=fachkraft, ist_veroeffentlicht=True)
    mit = neuer_partner(welt, "Kita Mit", email="kita@example.org")
    fremd = neuer_partner(welt, "Kita Fremd", sozialraum="saarburg", email="fremd@example.org")
    daten = {"partner": [str(mit.uuid), str(fremd.uuid)]}
    for _ in range(2):
        assert als("netzwerk_konz").post(adresse(fachkraft, "senden/"), daten).status_code == 302
    (auftrag,) = Versandauftrag.objects.all()
    assert auftrag.empfaenger == "kita@example.org"
    assert f"/zustaendig/{fachkraft.steckbrief.uuid}/" in auftrag.text
    assert list(Vorstellung.objects.values_list("partner", "art")) == [(mit.pk, "steckbrief")]
    assert "Kita Mit" not in als("netzwerk_konz").get(adresse(fachkraft, "senden/")).content.decode()
    assert len(mail.outbox) <= 1


def test_unter_alle_ist_niemand_vorgewaehlt(als, welt: Welt, fachkraft):
    Steckbrief.objects.create(fachkraft=fachkraft, ist_veroeffentlicht=True)
    informiert = neuer_partner(welt, "Kita Informiert", email="eins@example.org")
    neuer_partner(welt, "Kita Neu", email="zwei@example.org")
    als("netzwerk_konz").post(adresse(fachkraft, "senden/"), {"partner": [str(informiert.uuid)]})
    neue = als("netzwerk_konz").get(adresse(fachkraft, "senden/")).text
    assert (neue.count('name="partner"'), neue.count(" checked><label")) == (1, 1)
    alle = als("netzwerk_konz").get(adresse(fachkraft, "senden/?wer=alle")).text
    assert (alle.count('name="partner"'), alle.count(" checked><label")) == (2, 0)
    assert "Alle auswählen" in alle
    assert "Diese Mail geht an: (Name des Partners)" in alle
    antwort = als("netzwerk_konz").post(adresse(fachkraft, "senden/?wer=alle"), {}, follow=True)
    assert "Bitte wählen Sie mindestens einen Partner." in antwort.text
    assert Versandauftrag.objects.count() == 1


def test_die_mail_gruesst_mit_namen_und_antworten_gehen_an_die_person(als, welt: Welt, fachkraft):
    fachkraft.traeger.name = "Hilfe e. V."
    fachkraft.traeger.save()
    Steckbrief.objects.create(fachkraft=fachkraft, ist_veroeffentlicht=True)
    partner = neuer_partner(welt, "Verein e. V.", email="verein@example.org")
    als("leitung_konz").post(adresse(fachkraft, "senden/"), {"partner": [str(partner.uuid)]})
    auftrag = Versandauftrag.objects.get()
    assert "Hilfe e. V." in auftrag.text
    assert "V.." not in auftrag.text
    assert f"Mit freundlichen Grüßen\n{fachkraft}\n" in auftrag.text
    versende(auftrag.pk)
    assert mail.outbox[-1].reply_to == [fachkraft.benutzer.email]


def test_ohne_veroeffentlichung_geht_nichts_hinaus(als, welt: Welt, fachkraft):
    Steckbrief.objects.create(fachkraft=fachkraft)
    partner = neuer_partner(welt, email="kita@example.org")
    als("netzwerk_konz").post(adresse(fachkraft, "senden/"), {"partner": [str(partner.uuid)]})
    assert not Versandauftrag.objects.exists()


# --- Introductions ----------------------------------------------------------------------------------------------------


def test_vorstellen_mit_einem_griff(als, welt: Welt, fachkraft):
    partner = neuer_partner(welt)
    url = f"/partner/{partner.uuid}/bekannt/"
    daten = {"fachkraft": str(fachkraft.uuid), "am": HEUTE().isoformat()}
    for _ in range(2):
        assert als("netzwerk_konz").post(url, daten).status_code == 302
    assert Vorstellung.objects.get().art == "persoenlich"
    text = als("team_konz").get(url).content.decode()
    assert "persönlich vorgestellt am" in text
    assert "Als vorgestellt festhalten" not in text
    morgen = {**daten, "am": (HEUTE() + timedelta(days=1)).isoformat()}
    assert "liegt in der Zukunft" in als("netzwerk_konz").post(url, morgen).content.decode()
    assert als("netzwerk_saarburg").post(url, daten).status_code == 200
    assert als("leitung_fremd").post(url, daten).status_code == 200
    assert als("jugendamt").post(url, daten).status_code == 403
    assert Vorstellung.objects.count() == 1


def test_team_bestaetigt_einmal(als, welt: Welt, fachkraft):
    url = f"/fachkraefte/{fachkraft.uuid}/kenne-ich/"
    for _ in range(2):
        assert als("team_konz").post(url).status_code == 302
    assert Bekanntbestaetigung.objects.get().sozialraum == welt.konz
    fremde = welt.personen["netzwerk_saarburg"].netzwerkfachkraft
    assert als("team_konz").post(f"/fachkraefte/{fremde.uuid}/kenne-ich/").status_code == 403
    assert als("jugendamt").post(url).status_code == 403


def test_team_bestaetigt_auf_der_startseite_und_nimmt_zurueck(als, welt: Welt, fachkraft):
    team, frage, griff = als("team_konz"), "Kennen Sie Ihre Netzwerkfachkraft?", f"Ich kenne {fachkraft}"

    def karte() -> str:
        return team.get("/").content.decode().partition(frage)[2].partition("</section>")[0]

    assert griff in karte()
    assert str(welt.personen["netzwerk_saarburg"].netzwerkfachkraft.uuid) not in karte()
    antwort = team.post(f"/fachkraefte/{fachkraft.uuid}/kenne-ich/", {"von": "start"})
    assert antwort.url == "/"
    assert "heute bestätigt" in karte()
    assert griff not in karte()
    antwort = team.post(f"/fachkraefte/{fachkraft.uuid}/kenne-ich/zuruecknehmen/", {"von": "start"})
    assert antwort.url == "/"
    assert not Bekanntbestaetigung.objects.exists()
    assert griff in karte()
    Bekanntbestaetigung.objects.create(
        fachkraft=fachkraft, benutzer=welt.personen["team_konz"], sozialraum=welt.konz, am=HEUTE() - timedelta(days=1)
    )
    assert karte() == ""
    assert frage not in als("netzwerk_konz").get("/").content.decode()


def test_niemand_nimmt_eine_fremde_bestaetigung_zurueck(als, welt: Welt, fachkraft):
    fremde = Bekanntbestaetigung.objects.create(
        fachkraft=fachkraft, benutzer=welt.personen["jugendamt"], sozialraum=welt.konz, am=HEUTE()
    )
    url = f"/fachkraefte/{fachkraft.uuid}/kenne-ich/zuruecknehmen/"
    assert als("team_konz").post(url).status_code == 302
    assert als("jugendamt").post(url).status_code == 403
    assert Bekanntbestaetigung.objects.get() == fremde


# --- Rule -------------------------------------------------------------------------------------------------------------


def stand(partner: int, bekannt: int, team: int, team_bekannt: int, tage: int) -> Stand:
    seit = date(2026, 1, 1)
    return bekanntheit(
        partner=frozenset(range(partner)),
        bekannt_bei=frozenset(range(bekannt)),
        informiert=frozenset(),
        team=frozenset(range(team)),
        team_bekannt=frozenset(range(team_bekannt)),
        seit=seit,
        stichtag=seit + timedelta(days=tage),
        soll_prozent=90,
        frist_tage=90,
    ).urteil.stand


@pytest.mark.parametrize(
    ("zahlen", "erwartet"),
    [
        ((10, 9, 0, 0, 90), Stand.ERFUELLT),
        ((10, 8, 0, 0, 90), Stand.ABWEICHEND),
        ((10, 8, 0, 0, 89), Stand.NICHT_BEURTEILBAR),
        ((10, 9, 0, 0, 5), Stand.ERFUELLT),
        ((19, 17, 0, 0, 200), Stand.ABWEICHEND),
        ((10, 10, 10, 8, 200), Stand.ABWEICHEND),
        ((10, 10, 10, 9, 200), Stand.ERFUELLT),
        ((0, 0, 0, 0, 200), Stand.NICHT_BEURTEILBAR),
    ],
)
def test_soll_ist_ein_genauer_anteil_nach_der_frist(zahlen, erwartet):
    assert stand(*zahlen) == erwartet


def test_bekannt_ist_vorgestellt_oder_gesprochen(welt: Welt, fachkraft, django_assert_max_num_queries):
    partner = [neuer_partner(welt, f"Kita {nummer}") for nummer in range(4)]
    neuer_kontakt(welt.personen["netzwerk_konz"], partner[0], welt.konz, HEUTE() - timedelta(days=900))
    for einer, art in ((partner[1], "persoenlich"), (partner[2], "steckbrief"), (partner[1], "steckbrief")):
        Vorstellung.objects.create(fachkraft=fachkraft, partner=einer, art=art, am=HEUTE())
    Bekanntbestaetigung.objects.create(
        fachkraft=fachkraft, benutzer=welt.personen["team_konz"], sozialraum=welt.konz, am=HEUTE()
    )
    with django_assert_max_num_queries(3):
        (eines,) = bekanntheit_von(fachkraft, HEUTE())
    zahlen = eines.stand
    assert (zahlen.bekannt, zahlen.partner, zahlen.informiert) == (2, 4, 1)
    assert (zahlen.anteil, zahlen.anteil_team, zahlen.urteil.stand) == ("50\u00a0%", "100\u00a0%", Stand.ABWEICHEND)


def test_im_sozialraum_zaehlt_jede_person_fuer_sich(welt: Welt, fachkraft, django_assert_num_queries):
    """Two people, two Sozialräume: partners, team and introductions of the one are nobody else's."""
    andere = welt.personen["netzwerk_saarburg"].netzwerkfachkraft
    for raum in (welt.saarburg, welt.konz):
        Einsatz.objects.get_or_create(
            fachkraft=andere, sozialraum=raum, traeger=andere.traeger, zustand="bestaetigt",
            defaults={"vzae": Decimal("0.1"), "von": date(2026, 1, 1)},
        )  # fmt: skip
    in_konz = [neuer_partner(welt, f"Kita {nummer}") for nummer in range(4)]
    in_saarburg = neuer_partner(welt, "Kita drüben", sozialraum="saarburg")
    for wer, partner in ((fachkraft, in_konz[0]), (fachkraft, in_konz[1]), (andere, in_konz[1]), (andere, in_saarburg)):
        Vorstellung.objects.create(fachkraft=wer, partner=partner, art="persoenlich", am=HEUTE())
    Vorstellung.objects.create(fachkraft=andere, partner=in_konz[2], art="persoenlich", am=HEUTE() + timedelta(days=1))
    einsaetze = Einsatz.objects.filter(sozialraum=welt.konz).select_related("fachkraft").order_by("pk")
    bekanntheit_der(einsaetze, welt.konz.pk, HEUTE())
    with django_assert_num_queries(3):
        zeilen = bekanntheit_der(einsaetze.all(), welt.konz.pk, HEUTE())
    stand = {zeile.fachkraft: (zeile.stand.bekannt, zeile.stand.partner, zeile.stand.team) for zeile in zeilen}
    assert stand == {fachkraft: (2, 4, 1), andere: (1, 4, 1)}
    (drueben,) = [eines.stand for eines in bekanntheit_von(andere, HEUTE()) if eines.sozialraum == welt.saarburg]
    assert (drueben.bekannt, drueben.partner, drueben.team) == (1, 1, 0)
    assert bekanntheit_der([], welt.konz.pk, HEUTE()) == []


def test_sozialraum_und_bericht_zeigen_dieselbe_tabelle(als, welt: Welt, fachkraft):
    partner = [neuer_partner(welt, f"Kita {nummer}") for nummer in range(2)]
    Vorstellung.objects.create(fachkraft=fachkraft, partner=partner[0], art="persoenlich", am=HEUTE())
    amt, teil = als("jugendamt"), "/sozialraeume/konz/personal/"
    for adresse in ("/sozialraeume/konz/", "/sozialraeume/konz/bericht/"):
        assert f'hx-get="{teil}?stichtag={HEUTE()}"' in amt.get(adresse).text, adresse
    for kopf in ({}, {"HX-Request": "true"}):
        text = " ".join(amt.get(teil, headers=kopf).text.split())
        assert "1 von 2 (50 %)" in text.partition("Bekanntheit der Netzwerkfachkräfte")[2]
        assert ("<html" in text) is not bool(kopf)
    assert als("team_konz").get(teil).status_code == 403
    assert teil not in als("team_konz").get("/sozialraeume/konz/").text


# --- Print ------------------------------------------------------------------------------------------------------------


def test_aushang_ist_ein_pdf_auf_einer_seite(als, fachkraft):
    als("netzwerk_konz").post(adresse(fachkraft, "bearbeiten/"), ANGABEN | {"neues_foto": hochgeladen(bild())})
    antwort = als("team_konz").get(f"/fachkraefte/{fachkraft.uuid}/steckbrief.pdf")
    assert (antwort.status_code, antwort["Content-Type"]) == (200, "application/pdf")
    assert antwort.content.count(b"/Type /Page\n") + antwort.content.count(b"/Type /Page/") <= 1
    assert antwort.content.startswith(b"%PDF-")
