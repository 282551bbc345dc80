"""The provider's link without account: shows, acts once, proposes; nothing public changes before somebody decides."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from konten.models import Linkschluessel
from konten.views.oeffentlich import ANFRAGEN_JE_MINUTE
from partner.models import Aenderungsvorschlag, Angebot, Angebotspruefung, Bestaetigungsanfrage
from partner.rules.bestaetigung import Antwort
from partner.services.bestaetigung import antworte, bestaetige_am_telefon, ziehe_zurueck
from tests.partner.angebote import gefragt, neues_angebot
from tests.welt import Welt, baue_welt

pytestmark = pytest.mark.django_db
HTML = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def ohne_drossel() -> None:
    cache.clear()


def seite(token: str, *, daten: dict | None = None, angebot: Angebot | None = None):
    url = f"/bestaetigen/{token}/" + (f"{angebot.uuid}/" if angebot else "")
    client = Client(enforce_csrf_checks=True)
    return client.get(url) if daten is None else client.post(url, daten)


def formular(angebot: Angebot, **anders: str) -> dict:
    """The change form as the provider's browser sends it, with some fields changed."""
    return {"titel": angebot.titel, "kurztext": angebot.kurztext, "text": angebot.text, "sprachen": ["de"]} | anders


def test_ansehen_handelt_nicht_und_hinterlaesst_keine_spur(welt: Welt):
    angebot = neues_angebot(welt, text=HTML)
    _, token = gefragt(welt, angebot)
    for _ in range(2):
        antwort = seite(token)
        assert antwort.status_code == 200
    assert "&lt;script&gt;alert(1)" in antwort.text
    assert HTML not in antwort.text
    assert (antwort["Cache-Control"], antwort["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert antwort.cookies == {}
    assert token not in str(list(Linkschluessel.objects.values()))
    assert not Angebotspruefung.objects.exists()


def test_stimmt_setzt_den_tag_und_verbraucht_den_link(welt: Welt):
    angebot = neues_angebot(welt)
    anfrage, token = gefragt(welt, angebot)
    daten = {"angebot": str(angebot.uuid), "antwort": "stimmt", "von_name": "Leitung"}
    antwort = seite(token, daten=daten)
    assert (antwort.status_code, antwort["Location"]) == (303, f"/bestaetigen/{token}/")
    angebot.refresh_from_db()
    anfrage.refresh_from_db()
    assert (angebot.geprueft_am, angebot.geprueft_weg) == (timezone.localdate(), "anbieter")
    assert anfrage.beantwortet_am
    noch_einmal = seite(token, daten=daten)
    assert noch_einmal.status_code == 410
    assert "Vielen Dank" in noch_einmal.text
    assert Angebotspruefung.objects.count() == 1


def test_mehrere_angebote_werden_einzeln_beantwortet(welt: Welt):
    eines = neues_angebot(welt, "Eines")
    anderes = neues_angebot(welt, "Anderes", anbieter=eines.anbieter)
    fremdes = neues_angebot(welt, "Fremdes")
    anfrage, token = gefragt(welt, eines, anderes)
    seite(token, daten={"angebot": str(eines.uuid), "antwort": "stimmt"})
    seite(token, daten={"angebot": str(fremdes.uuid), "antwort": "stimmt"})
    anfrage.refresh_from_db()
    assert anfrage.beantwortet_am is None
    assert list(Angebot.objects.exclude(geprueft_am=None)) == [eines]
    assert "Ihre Antwort: stimmt" in seite(token).text
    seite(token, daten={"angebot": str(anderes.uuid), "antwort": "entfallen"})
    anfrage.refresh_from_db()
    assert anfrage.beantwortet_am
    assert Aenderungsvorschlag.objects.get().antwort == Antwort.ENTFALLEN


def test_ein_vorschlag_aendert_nichts_bis_jemand_entscheidet(welt: Welt, als):
    angebot = neues_angebot(welt, kurztext="Immer montags.", telefon="06501 1", sprachen=("de",), ist_oeffentlich=True)
    _, token = gefragt(welt, angebot)
    daten = formular(angebot, kurztext=f"Jetzt dienstags. {HTML}", telefon="06501 2", zeiten="dienstags 9 Uhr")
    assert seite(token, daten=daten, angebot=angebot).status_code == 303
    angebot.refresh_from_db()
    assert (angebot.kurztext, angebot.telefon, angebot.geprueft_am) == ("Immer montags.", "06501 1", None)
    vorschlag = Aenderungsvorschlag.objects.get()
    assert {zeile.feld for zeile in vorschlag.felder.all()} == {"kurztext", "telefon", "zeiten"}

    client = als("netzwerk_konz")
    assert "Vorschläge von Anbietern entscheiden" in client.get("/").text
    text = client.get(vorschlag.get_absolute_url()).text
    assert "&lt;script&gt;" in text
    assert HTML not in text
    ohne = client.post(f"{vorschlag.get_absolute_url()}entscheiden/", {"feld_telefon": "uebernommen"})
    assert "Bitte entscheiden Sie." in ohne.text
    wahl = {"feld_telefon": "uebernommen", "feld_kurztext": "abgelehnt", "feld_zeiten": "uebernommen"}
    client.post(f"{vorschlag.get_absolute_url()}entscheiden/", wahl | {"stimmt_jetzt": "on"})
    angebot.refresh_from_db()
    assert (angebot.kurztext, angebot.telefon, angebot.version) == ("Immer montags.", "06501 2", 2)
    assert (angebot.geprueft_am, angebot.geprueft_weg) == (timezone.localdate(), "anbieter")
    zweiter = als("leitstelle").post(f"{vorschlag.get_absolute_url()}entscheiden/", wahl)
    assert "schon erledigt" in zweiter.text


def test_wer_nichts_aendert_wird_zu_stimmt_gefuehrt(welt: Welt):
    angebot = neues_angebot(welt, sprachen=("de",))
    _, token = gefragt(welt, angebot)
    antwort = seite(token, daten=formular(angebot), angebot=angebot)
    assert "Sie haben nichts geändert" in antwort.text
    assert not Aenderungsvorschlag.objects.exists()


def test_angaben_ueber_ein_kind_werden_nicht_angenommen(welt: Welt):
    angebot = neues_angebot(welt, sprachen=("de",))
    _, token = gefragt(welt, angebot)
    daten = formular(angebot, bemerkung="Der Sohn von Frau Müller, geboren am 12.03.2017, kommt nicht mehr.")
    antwort = seite(token, daten=daten, angebot=angebot)
    assert antwort.status_code == 200
    assert "Angaben über ein Kind" in antwort.text
    assert not Aenderungsvorschlag.objects.exists()


def test_das_ende_eines_angebots_entscheidet_das_netzwerk(welt: Welt, als):
    angebot = neues_angebot(welt, ist_oeffentlich=True)
    _, token = gefragt(welt, angebot)
    seite(token, daten={"angebot": str(angebot.uuid), "antwort": "entfallen"})
    angebot.refresh_from_db()
    assert (angebot.stufe, angebot.ist_oeffentlich) == ("entdeckt", True)
    url = Aenderungsvorschlag.objects.get().get_absolute_url()
    assert als("netzwerk_saarburg").post(f"{url}ende/", {"endet": "ja"}).status_code == 403
    als("netzwerk_konz").post(f"{url}ende/", {"endet": "ja"})
    angebot.refresh_from_db()
    assert (angebot.stufe, angebot.ist_oeffentlich) == ("ruhend", False)


@pytest.mark.parametrize(
    ("lage", "satz"), [("abgelaufen", "Dieser Link ist abgelaufen"), ("zurueck", "Dieser Link gilt nicht mehr")]
)
def test_ein_link_der_nicht_mehr_gilt_sagt_was_zu_tun_ist(welt: Welt, lage, satz):
    angebot = neues_angebot(welt)
    anfrage, token = gefragt(welt, angebot)
    if lage == "zurueck":
        assert ziehe_zurueck(anfrage=anfrage)
    else:
        gestern = timezone.now() - timedelta(days=1)
        Linkschluessel.objects.update(gueltig_bis=gestern)
        Bestaetigungsanfrage.objects.update(gilt_bis=gestern)
    assert satz in seite(token).text
    assert seite(token, daten={"angebot": str(angebot.uuid), "antwort": "stimmt"}).status_code == 410
    assert seite(token, daten=formular(angebot, titel="X"), angebot=angebot).status_code == 410
    assert not antworte(anfrage=anfrage, angebot=angebot.uuid, antwort=Antwort.STIMMT)
    angebot.refresh_from_db()
    assert angebot.geprueft_am is None


def test_gefaelschte_schluessel_oeffnen_nichts(welt: Welt):
    angebot, fremdes = neues_angebot(welt), neues_angebot(welt, "Fremdes")
    _, token = gefragt(welt, angebot)
    assert seite("x" * 43).status_code == 404
    assert seite("x" * 43, daten={"antwort": "stimmt"}).status_code == 404
    assert seite(token, daten={"angebot": "nix", "antwort": "stimmt"}).status_code == 404
    assert seite(token, daten={"angebot": str(angebot.uuid), "antwort": "aenderung"}).status_code == 404
    assert seite(token, angebot=fremdes)["Location"] == f"/bestaetigen/{token}/"


def test_zu_viele_anfragen_werden_gebremst(welt: Welt):
    _, token = gefragt(welt, neues_angebot(welt))
    antworten = [seite(token).status_code for _ in range(ANFRAGEN_JE_MINUTE + 1)]
    assert antworten[0] == 200
    assert antworten[-1] == 429


def test_am_telefon_bestaetigt_zaehlt_wie_die_antwort(welt: Welt):
    angebot = neues_angebot(welt)
    anfrage, token = gefragt(welt, angebot)
    bestaetige_am_telefon(angebot=angebot, wer="Leitung", durch=welt.personen["leitstelle"])
    anfrage.refresh_from_db()
    assert anfrage.beantwortet_am
    assert anfrage.positionen.get().antwort == Antwort.STIMMT
    assert "Vielen Dank" in seite(token).text


@pytest.mark.django_db(transaction=True)
def test_zwei_antworten_zugleich_zaehlen_als_eine():
    welt = baue_welt()
    angebot = neues_angebot(welt)
    anfrage, _ = gefragt(welt, angebot)
    schranke = Barrier(4)

    def lauf(antwort: str) -> bool:
        schranke.wait()
        try:
            return antworte(anfrage=anfrage, angebot=angebot.uuid, antwort=antwort)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as becken:
        ergebnisse = list(becken.map(lauf, [Antwort.STIMMT, Antwort.ENTFALLEN] * 2))
    assert sorted(ergebnisse) == [False, False, False, True]
    assert Angebotspruefung.objects.count() + Aenderungsvorschlag.objects.count() == 1
