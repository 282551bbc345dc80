"""Qualification from records: the lists, the tree on page and print, Absprachen, reasons, statements."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone

from netzwerk.models import (
    Absprache,
    Abweichungsbegruendung,
    Einsatz,
    Kompetenzeinschaetzung,
    Leitungsfachkraft,
    Netzwerkfachkraft,
    Qualifikationsnachweis,
    Unterbrechung,
)
from netzwerk.rules import Einsatzstatus
from netzwerk.rules.fachkraft import Nachweisstatus
from netzwerk.rules.qualifikation import Erfuellung
from netzwerk.selectors.qualifikation import qualifikationslagen
from netzwerk.services.fachkraft import trage_absprache_ein
from sozialraum.models import Traegerschaft, Zustaendigkeit
from tests.welt import ANFANG, Welt

Als = Callable[[str], Client]
HEUTE = timezone.localdate
#: a whole tree, up to what follows it
BAUM = re.compile(r'<ul class="quali-baum">.*?</ul>(?:</div>|\s*<p>)', re.DOTALL)


@pytest.fixture
def ada(welt: Welt) -> Netzwerkfachkraft:
    return welt.personen["netzwerk_konz"].netzwerkfachkraft


def belege(fachkraft: Netzwerkfachkraft, **arten: str) -> None:
    for art, zustand in arten.items():
        Qualifikationsnachweis.objects.create(
            fachkraft=fachkraft, art=art, bezeichnung=f"Beleg {art}", am=date(2020, 1, 1), zustand=zustand
        )


def leitung(welt: Welt, traeger: str = "beispieltal", **felder) -> Leitungsfachkraft:
    return Leitungsfachkraft.objects.create(
        traeger=welt.traeger[traeger], vorname="Lou", nachname=f"Leitung {traeger}", von=ANFANG, **felder
    )


def absprache(welt: Welt, ada: Netzwerkfachkraft, wer: Leitungsfachkraft, am: date) -> Absprache:
    return trage_absprache_ein(
        absprache=Absprache(fachkraft=ada, leitung=wer, sozialraum=welt.konz, am=am, themen="Jahresplanung")
    )


def test_lage_je_person_und_sozialraum(welt: Welt, ada: Netzwerkfachkraft):
    Einsatz.objects.create(
        fachkraft=ada,
        sozialraum=welt.saarburg,
        traeger=ada.traeger,
        vzae=Decimal("0.2"),
        von=ANFANG,
        zustand=Einsatzstatus.BESTAETIGT,
    )
    gut = Nachweisstatus.BESTAETIGT
    belege(ada, grund=gut, luettringhaus=gut)
    absprache(welt, ada, leitung(welt), HEUTE() - timedelta(days=10))
    lage = qualifikationslagen(HEUTE(), [ada])[ada.pk]
    stand = {zeile.sozialraum.kuerzel: zeile for zeile in lage.raeume}
    assert lage.vzae == Decimal("0.5")
    assert stand["konz"].leitungsstand.wort == "erfüllt"
    assert stand["saarburg"].leitungsstand.wort == "abweichend, Begründung fehlt"
    assert lage.erfuellung == Erfuellung.ERFUELLT
    Abweichungsbegruendung.objects.create(
        anforderung="K18", fachkraft=ada, sozialraum=welt.saarburg, grund="Neubesetzung", von=ANFANG
    )
    neu = qualifikationslagen(HEUTE(), [ada])[ada.pk]
    assert [zeile.leitungsstand.satz for zeile in neu.raeume][-1] == "Begründung: Neubesetzung"


def test_abfragen_wachsen_nicht_mit_den_personen(welt: Welt, ada: Netzwerkfachkraft, django_assert_num_queries):
    alle = [ada, welt.personen["netzwerk_saarburg"].netzwerkfachkraft]
    for person in alle:
        belege(person, grund=Nachweisstatus.BESTAETIGT)
    for personen in (alle[:1], alle):
        with django_assert_num_queries(7):
            qualifikationslagen(HEUTE(), personen)


def test_liste_zeigt_den_stand_nur_wer_ihn_sehen_darf(welt: Welt, als: Als, ada: Netzwerkfachkraft):
    belege(ada, grund=Nachweisstatus.EINGEREICHT, luettringhaus=Nachweisstatus.BESTAETIGT)

    def tabelle(name: str, frage: str = "") -> str:
        return als(name).get(f"/fachkraefte/{frage}").content.decode().partition("<tbody>")[2]

    assert "in Prüfung" in tabelle("jugendamt")
    assert "nicht erfüllt" in tabelle("jugendamt"), "the colleague in Saarburg has no evidence"
    assert "in Prüfung" in tabelle("netzwerk_konz")
    assert "nicht erfüllt" not in tabelle("netzwerk_konz")
    assert "in Prüfung" not in tabelle("leitstelle")
    assert "in Prüfung" not in tabelle("leitung_fremd")
    gefiltert = tabelle("jugendamt", "?stand=in_pruefung&sozialraum=konz&q=muster")
    assert ada.get_absolute_url() in gefiltert
    assert gefiltert.count("<tr>") == 1
    assert tabelle("jugendamt", "?stand=erfuellt") == ""
    csv = als("leitstelle").get("/fachkraefte/?format=csv").content.decode("utf-8-sig")
    assert "Qualifikation" in csv
    assert "in Prüfung" not in csv


def test_unterbrochener_einsatz_zaehlt_nicht(als: Als, ada: Netzwerkfachkraft):
    einsatz, bis = ada.einsaetze.get(), HEUTE() + timedelta(days=40)
    Unterbrechung.objects.create(einsatz=einsatz, von=HEUTE() - timedelta(days=3), bis=bis)
    lage = qualifikationslagen(HEUTE(), [ada])[ada.pk]
    assert (lage.vzae, lage.orte) == (Decimal(0), [f"Konz (unterbrochen bis {bis:%d.%m.%Y})"])
    assert f"unterbrochen bis {bis:%d.%m.%Y}" in als("jugendamt").get("/fachkraefte/").text
    assert f"· unterbrochen bis {bis:%d.%m.%Y}" in als("jugendamt").get(ada.get_absolute_url()).text
    assert qualifikationslagen(bis + timedelta(days=1), [ada])[ada.pk].vzae == einsatz.vzae


def test_alte_adresse_fuehrt_dauerhaft_weiter(als: Als):
    antwort = als("jugendamt").get("/netzwerkfachkraefte/?q=muster")
    assert (antwort.status_code, antwort.url) == (301, "/fachkraefte/?q=muster")


def test_seite_und_druck_zeigen_denselben_baum(welt: Welt, als: Als, ada: Netzwerkfachkraft):
    belege(ada, erzieher=Nachweisstatus.BESTAETIGT, luettringhaus=Nachweisstatus.BESTAETIGT)
    seite = als("jugendamt").get(f"{ada.get_absolute_url()}qualifikation/").content.decode()
    lage = qualifikationslagen(HEUTE(), [ada])[ada.pk]
    druck = render_to_string(
        "berichte/qualifikation_pdf.html", {"fachkraft": ada, "lage": lage, "stichtag": HEUTE(), "druck": True}
    )
    baeume = [BAUM.findall(text) for text in (seite, druck)]
    assert baeume[0] == baeume[1]
    assert len(baeume[0]) == 2
    assert "es fehlt: Sozialarbeit oder Sozialpädagogik oder längere systemische Zusatzausbildung" in seite
    assert "✕" in baeume[0][0]


def test_stichtag_in_der_vergangenheit(als: Als, ada: Netzwerkfachkraft):
    belege(ada, grund=Nachweisstatus.BESTAETIGT, luettringhaus=Nachweisstatus.BESTAETIGT)
    client, adresse = als("jugendamt"), f"{ada.get_absolute_url()}qualifikation/"
    assert "Erfüllt." in client.get(adresse).content.decode()
    assert "Nicht erfüllt" in client.get(f"{adresse}?stichtag=2019-12-31").content.decode()


# --- Absprachen -------------------------------------------------------------------------------------------------------


def test_absprache_mit_falschem_traeger_nennt_den_steuernden(welt: Welt, als: Als, ada: Netzwerkfachkraft):
    falsch = leitung(welt, "musterhof")
    daten = {"sozialraum": "konz", "leitung": falsch.uuid, "am": "2026-05-04", "themen": "Planung"}
    seite = als("netzwerk_konz").post(f"{ada.get_absolute_url()}absprachen/neu/", daten).content.decode()
    assert "Am 04.05.2026 ist Jugendhilfe Beispieltal e. V. für Konz steuerungsverantwortlich" in seite
    assert not Absprache.objects.exists()
    als("netzwerk_konz").post(f"{ada.get_absolute_url()}absprachen/neu/", daten | {"leitung": leitung(welt).uuid})
    assert Absprache.objects.get().leitung.traeger == welt.traeger["beispieltal"]


def test_dieselbe_absprache_steht_einmal_da(welt: Welt, als: Als, ada: Netzwerkfachkraft):
    wer = leitung(welt)
    daten = {"sozialraum": "konz", "leitung": wer.uuid, "am": "2026-05-04", "themen": "Planung"}
    for _ in range(2):
        antwort = als("netzwerk_konz").post(f"{ada.get_absolute_url()}absprachen/neu/", daten)
    assert "Das steht schon da: Absprache vom 04.05.2026." in antwort.content.decode()
    assert Absprache.objects.count() == 1


def test_neue_absprache_schlaegt_heute_und_den_einzigen_sozialraum_vor(als: Als, ada: Netzwerkfachkraft):
    form = als("netzwerk_konz").get(f"{ada.get_absolute_url()}absprachen/neu/").context["form"]
    assert (form["am"].value(), form["sozialraum"].value()) == (HEUTE(), "konz")
    seite = als("jugendamt").get(f"{ada.get_absolute_url()}abweichungen/neu/").context["form"]
    assert (seite["von"].value(), seite["sozialraum"].value()) == (HEUTE(), "konz")


def test_absprache_ohne_steuernden_traeger(welt: Welt, ada: Netzwerkfachkraft):
    wer = leitung(welt)
    Traegerschaft.objects.filter(sozialraum=welt.konz).update(bis=date(2026, 3, 31))
    with pytest.raises(ValidationError, match=r"Am 01.04.2026 ist kein Träger für Konz steuerungsverantwortlich"):
        absprache(welt, ada, wer, date(2026, 4, 1))


def test_absprache_mit_sich_selbst(welt: Welt, ada: Netzwerkfachkraft):
    with pytest.raises(ValidationError, match="mit sich selbst"):
        absprache(welt, ada, leitung(welt, fachkraft=ada), date(2026, 4, 1))


# --- Statement of the Leitung -----------------------------------------------------------------------------------------


def test_einschaetzung_schreibt_die_leitung_aber_nie_ueber_sich(welt: Welt, als: Als, ada: Netzwerkfachkraft):
    adresse = f"{ada.get_absolute_url()}einschaetzungen/neu/"
    texte = {"am": "2026-05-04", "kommunikation": "offen", "arbeitsweise": "planvoll", "konzept": "weitsichtig"}
    assert als("leitung_fremd").post(adresse, texte).status_code == 404
    assert als("netzwerk_konz").post(adresse, texte).status_code == 403
    Zustaendigkeit.objects.create(benutzer=ada.benutzer, rolle="leitung", traeger=ada.traeger, von=ANFANG)
    assert als("netzwerk_konz").post(adresse, texte).status_code == 403
    assert als("leitung_konz").post(adresse, texte).status_code == 302
    assert Kompetenzeinschaetzung.objects.get().verfasst_von == welt.personen["leitung_konz"]


def test_begruendung_und_leitung_ueberschneiden_sich_nicht(welt: Welt, als: Als, ada: Netzwerkfachkraft):
    adresse = f"{ada.get_absolute_url()}abweichungen/neu/"
    daten = {"sozialraum": "konz", "grund": "Stelle unbesetzt", "von": "2026-01-01"}
    assert als("jugendamt").post(adresse, daten).status_code == 302
    assert "überschneidet sich" in als("leitung_konz").post(adresse, daten).content.decode()
    neu = {"traeger": welt.traeger["beispieltal"].uuid, "vorname": "Lou", "nachname": "Neu", "von": "2026-01-01"}
    assert als("leitung_konz").post("/fachkraefte/leitungen/neu/", neu).status_code == 302
    assert "überschneidet sich" in als("leitung_konz").post("/fachkraefte/leitungen/neu/", neu).content.decode()
    fremd = neu | {"traeger": welt.traeger["musterhof"].uuid}
    als("leitung_konz").post("/fachkraefte/leitungen/neu/", fremd)
    assert Leitungsfachkraft.objects.count() == 1
