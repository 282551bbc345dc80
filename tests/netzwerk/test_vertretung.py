"""Deputies (K10): arranged by herself or her Leitung, without chains, seen by the team, over by themselves."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from konten.models import Versandauftrag
from netzwerk.models import Netzwerkfachkraft, Unterbrechung
from netzwerk.selectors.vertretung import laufende_vertretungen
from netzwerk.services.vertretung import beende_vertretung, regle_vertretung
from sozialraum.models import Zustaendigkeit
from tests.welt import Welt, neuer_partner

Als = Callable[[str], Client]
HEUTE = timezone.localdate()
BIS = HEUTE + timedelta(days=14)


def regle(welt: Welt, wen: str = "konz", wer: str = "netzwerk_saarburg", von=HEUTE, bis=BIS) -> Zustaendigkeit:
    fachkraft = Netzwerkfachkraft.objects.get(benutzer=welt.personen[f"netzwerk_{wen}"])
    return regle_vertretung(fachkraft=fachkraft, vertretung=welt.person(wer), von=von, bis=bis, heute=HEUTE)


def felder(welt: Welt, wer: str, bis=BIS) -> dict[str, str]:
    fachkraft = Netzwerkfachkraft.objects.get(benutzer=welt.personen["netzwerk_konz"])
    return {
        "fachkraft": str(fachkraft.uuid),
        "vertretung": str(welt.personen[wer].uuid),
        "von": HEUTE.isoformat(),
        "bis": bis.isoformat(),
    }


def test_wer_sie_schon_beendet_fand_verlaengert_sie_nicht(welt: Welt):
    gelesen = regle(welt, von=HEUTE - timedelta(days=5))
    Zustaendigkeit.objects.filter(pk=gelesen.pk).update(bis=HEUTE - timedelta(days=1))
    with pytest.raises(ValidationError, match="schon am"):
        beende_vertretung(zeile=gelesen, heute=HEUTE)
    assert Zustaendigkeit.objects.get(pk=gelesen.pk).bis == HEUTE - timedelta(days=1)


def test_vertretung_bekommt_bereich_und_mail_und_endet_von_selbst(welt: Welt):
    welt.personen["netzwerk_saarburg"].email = "saarburg@example.org"
    welt.personen["netzwerk_saarburg"].save()
    assert not welt.person("netzwerk_saarburg").bereich.gilt_in("kontakt.anlegen", welt.konz.pk)
    zeile = regle(welt)
    assert welt.person("netzwerk_saarburg").bereich.gilt_in("kontakt.anlegen", welt.konz.pk)
    (mail,) = Versandauftrag.objects.filter(anlass=f"vertretung:{zeile.uuid}")
    assert mail.empfaenger == "saarburg@example.org"
    assert f"bis {BIS:%d.%m.%Y} vertreten Sie" in mail.text
    Zustaendigkeit.objects.update(von=HEUTE - timedelta(days=9), bis=HEUTE - timedelta(days=1))
    assert not welt.person("netzwerk_saarburg").bereich.gilt_in("kontakt.anlegen", welt.konz.pk)


def test_vertretung_einer_unterbrochenen_hat_deren_bereich(welt: Welt):
    fachkraft = Netzwerkfachkraft.objects.get(benutzer=welt.personen["netzwerk_konz"])
    Unterbrechung.objects.create(einsatz=fachkraft.einsaetze.get(), von=HEUTE)
    regle(welt)
    assert welt.person("netzwerk_saarburg").bereich.gilt_in("kontakt.anlegen", welt.konz.pk)


def test_zweite_vertretung_zur_selben_zeit_nennt_die_erste(welt: Welt):
    erste = regle(welt)
    with pytest.raises(ValidationError, match=f"schon von {erste.benutzer} vertreten"):
        regle(welt, wer="leitung_konz", von=BIS, bis=BIS)
    regle(welt, wer="leitung_konz", von=BIS + timedelta(days=1), bis=BIS + timedelta(days=5))


def test_keine_ketten(welt: Welt):
    regle(welt)
    with pytest.raises(ValidationError, match="selbst vertreten, von"):
        regle(welt, wen="saarburg", wer="netzwerk_konz")
    with pytest.raises(ValidationError, match="Weitergeben lässt sie sich nicht"):
        regle(welt, wen="saarburg", wer="leitung_fremd")


@pytest.mark.parametrize(
    ("wer", "von", "bis", "meldung"),
    [
        ("netzwerk_konz", 0, 5, "sich selbst"),
        ("netzwerk_saarburg", 5, 0, "vor dem ersten Tag"),
        ("netzwerk_saarburg", -9, -1, "schon vorbei"),
        ("netzwerk_saarburg", 0, 400, "höchstens ein Jahr"),
    ],
)
def test_unmoegliche_zeiten_und_personen(welt: Welt, wer: str, von: int, bis: int, meldung: str):
    with pytest.raises(ValidationError, match=meldung):
        regle(welt, wer=wer, von=HEUTE + timedelta(days=von), bis=HEUTE + timedelta(days=bis))


def test_ohne_einsatz_in_der_zeit_geht_es_nicht(welt: Welt):
    Netzwerkfachkraft.objects.get(benutzer=welt.personen["netzwerk_konz"]).einsaetze.update(bis=HEUTE)
    with pytest.raises(ValidationError, match="keinen bestätigten Einsatz"):
        regle(welt, von=HEUTE + timedelta(days=1))


def test_beenden_heute_und_zuruecknehmen_vor_beginn(welt: Welt):
    laufende = regle(welt)
    beende_vertretung(zeile=laufende, heute=HEUTE)
    assert Zustaendigkeit.objects.get(pk=laufende.pk).bis == HEUTE
    kommende = regle(welt, von=HEUTE + timedelta(days=2))
    beende_vertretung(zeile=kommende, heute=HEUTE)
    assert not Zustaendigkeit.objects.filter(pk=kommende.pk).exists()


# --- Pages --------------------------------------------------------------------------------------------------------


def test_netzwerkfachkraft_regelt_fuer_sich(welt: Welt, als: Als):
    client = als("netzwerk_konz")
    assert client.post("/vertretungen/neu/", felder(welt, "netzwerk_saarburg")).status_code == 302
    seite = client.get("/vertretungen/").content.decode()
    assert "läuft" in seite
    assert "Heute beenden" in seite
    client.post(f"/vertretungen/{Zustaendigkeit.objects.get(vertritt__isnull=False).uuid}/beenden/")
    seite = client.get("/vertretungen/").text
    assert ("endet heute" in seite, "Heute beenden" in seite) == (True, False)
    neu = client.get("/vertretungen/neu/").text
    assert str(welt.personen["netzwerk_konz"].uuid) not in neu
    assert str(welt.personen["netzwerk_saarburg"].uuid) in neu


def test_startseite_sagt_wen_man_vertritt(welt: Welt, als: Als):
    regle(welt)
    assert f"Sie vertreten {welt.person('netzwerk_konz')} bis {BIS:%d.%m.%Y}." in als("netzwerk_saarburg").get("/").text
    assert "Sie vertreten" not in als("netzwerk_konz").get("/").text


def test_leitung_waehlt_nur_personen_ihres_traegers(welt: Welt, als: Als):
    client = als("leitung_konz")
    antwort = client.post("/vertretungen/neu/", felder(welt, "netzwerk_saarburg"))
    assert antwort.status_code == 200
    assert client.post("/vertretungen/neu/", felder(welt, "leitung_konz")).status_code == 302


def test_andere_netzwerkfachkraft_kann_niemanden_vertreten_lassen(welt: Welt, als: Als):
    antwort = als("netzwerk_saarburg").post("/vertretungen/neu/", felder(welt, "netzwerk_saarburg"))
    assert antwort.status_code == 200
    assert not Zustaendigkeit.objects.filter(vertritt__isnull=False).exists()


def test_vertretung_selbst_sieht_sie_beendet_sie_aber_nicht(welt: Welt, als: Als):
    zeile = regle(welt)
    client = als("netzwerk_saarburg")
    assert "Heute beenden" not in client.get("/vertretungen/").content.decode()
    assert client.post(f"/vertretungen/{zeile.uuid}/beenden/").status_code == 404


@pytest.mark.parametrize("adresse", ["/sozialraeume/konz/", "partner"])
def test_team_sieht_die_vertretung(welt: Welt, als: Als, adresse: str):
    partner = neuer_partner(welt)
    regle(welt)
    ziel = partner.get_absolute_url() if adresse == "partner" else adresse
    assert "in Vertretung" in als("team_konz").get(ziel).content.decode()


def test_leitung_eines_anderen_traegers_liest_keine_namen(welt: Welt):
    regle(welt)
    assert laufende_vertretungen(welt.person("leitung_fremd").bereich, HEUTE, [welt.konz.pk]) == []
    assert len(laufende_vertretungen(welt.person("leitung_konz").bereich, HEUTE, [welt.konz.pk])) == 1
