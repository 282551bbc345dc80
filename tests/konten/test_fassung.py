"""Two versions of a record side by side: what differs, what was taken over, what is saved in the end."""

from datetime import timedelta

import pytest
from django import forms
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from konten.forms.fassung import ALLE, LEER, MitFassungen, unterschied
from netzwerk.models import Kontakt
from tests.netzwerk.test_kontakt_formular import bearbeiten, eingaben
from tests.welt import Welt, neuer_partner


class Probe(MitFassungen, forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(label="Text", required=False)
    tag = forms.DateField(label="Tag", required=False)
    wahl = forms.MultipleChoiceField(label="Wahl", choices=[("a", "Erstes"), ("b", "Zweites")], required=False)
    haken = forms.BooleanField(label="Haken", required=False)


def probe(**werte) -> Probe:
    daten = QueryDict(mutable=True)
    for name, wert in werte.items():
        daten.setlist(name, wert if isinstance(wert, list) else [wert])
    return Probe(daten)


def gespeichert(**werte) -> Probe:
    return Probe(initial=werte)


def test_nur_was_sich_unterscheidet_und_lesbar():
    eigene = probe(version="1", text="eins drei", tag="2026-10-01", wahl=["b", "a"])
    dort = gespeichert(version=2, text="eins zwei", tag=timezone.localdate().replace(2026, 9, 30), wahl=["a"])
    gefunden = {fund.name: fund for fund in eigene.unterschiede(dort)}
    assert list(gefunden) == ["text", "tag", "wahl"]
    assert gefunden["text"].eigene == (("eins ", False), ("drei", True))
    assert gefunden["text"].gespeicherte == (("eins ", False), ("zwei", True))
    assert gefunden["tag"].gespeicherte == (("30.09.2026", True),)
    assert "".join(teil for teil, _ in gefunden["wahl"].eigene) == "Erstes, Zweites"


def test_leeres_und_zeilenenden():
    assert unterschied("text", "Text", "", "neu").eigene == ((LEER, True),)
    assert probe(text="a\r\nb").unterschiede(gespeichert(text="a\nb")) == []
    assert probe().unterschiede(gespeichert(text=None, haken=False)) == []


def test_uebernehmen_je_feld_und_ueberall():
    eigene = probe(text="eigen", tag="2026-10-01", wahl=["b"], haken="on")
    dort = gespeichert(text="dort", wahl=["a"], haken=False)
    daten = eigene.mit_gespeichertem(dort, "wahl")
    assert (daten["text"], daten.getlist("wahl"), daten["haken"]) == ("eigen", ["a"], "on")
    assert eigene.mit_gespeichertem(dort, "version").getlist("version") == []
    assert Probe(eigene.mit_gespeichertem(dort, ALLE)).unterschiede(dort) == []


# --- The contact ----------------------------------------------------------------------------------------------------


@pytest.fixture
def client(als) -> Client:
    return als("netzwerk_konz")


@pytest.fixture
def partner(welt: Welt):
    return neuer_partner(welt, "Kita Mosel")


@pytest.fixture
def kontakt(client, partner) -> Kontakt:
    client.post("/kontakte/neu/", eingaben(partner))
    return Kontakt.objects.get()


def texte(antwort) -> dict[str, tuple[str, str]]:
    return {
        fund.name: ("".join(teil for teil, _ in fund.eigene), "".join(teil for teil, _ in fund.gespeicherte))
        for fund in antwort.context["unterschiede"]
    }


def test_kontakt_zeigt_beide_fassungen_feld_fuer_feld(client, welt, partner, kontakt):
    zweiter = neuer_partner(welt, "Schule Saar")
    gestern = (timezone.localdate() - timedelta(days=1)).isoformat()
    dort = eingaben(partner, version="1", inhalt="Fassung eins", wann="anderer", am=gestern)
    client.post(bearbeiten(kontakt), dort | {"partner": [str(partner.uuid), str(zweiter.uuid)]})
    antwort = client.post(bearbeiten(kontakt), eingaben(partner, version="1", inhalt="Fassung zwei"))
    gefunden = texte(antwort)
    assert gefunden["inhalt"] == ("Fassung zwei", "Fassung eins")
    assert "Schule Saar" not in gefunden["partner"][0]
    assert "Schule Saar, Konz, erreicht" in gefunden["partner"][1]
    assert "am" in gefunden
    assert "Jemand hat diesen Kontakt inzwischen geändert." in antwort.content.decode()


def test_kontakt_uebernimmt_partner_und_behaelt_den_eigenen_text(client, welt, partner, kontakt):
    zweiter = neuer_partner(welt, "Schule Saar")
    dort = eingaben(partner, version="1", inhalt="Fassung eins")
    client.post(bearbeiten(kontakt), dort | {"partner": [str(partner.uuid), str(zweiter.uuid)]})
    heute = timezone.localdate().isoformat()
    eigene = eingaben(partner, version="2", inhalt="Fassung zwei", wann="anderer", am=heute)
    antwort = client.post(bearbeiten(kontakt), eigene | {"uebernehmen": "partner"})
    assert set(texte(antwort)) == {"inhalt"}
    form = antwort.context["form"]
    assert {zeile.partner.name for zeile in form.beteiligte.zeilen} == {"Kita Mosel", "Schule Saar"}
    assert client.post(bearbeiten(kontakt), dict(form.data.lists()) | {"uebernehmen": []}).status_code == 302
    kontakt.refresh_from_db()
    assert (kontakt.inhalt, kontakt.version, kontakt.beteiligungen.count()) == ("Fassung zwei", 3, 2)


def test_alles_uebernehmen_laesst_keinen_unterschied(client, partner, kontakt):
    client.post(bearbeiten(kontakt), eingaben(partner, version="1", inhalt="Fassung eins", art="besuch"))
    antwort = client.post(bearbeiten(kontakt), eingaben(partner, version="1", inhalt="Zwei") | {"uebernehmen": ALLE})
    assert texte(antwort) == {}
    assert "stimmen mit der gespeicherten Fassung überein" in antwort.content.decode()


def test_partner_zeigt_beide_fassungen_und_uebernimmt(client, welt, partner):
    adresse = f"{partner.get_absolute_url()}bearbeiten/"
    form = client.get(adresse).context["form"]
    daten = {feld.html_name: feld.value() for feld in form if feld.value() not in (None, "")}
    client.post(adresse, daten | {"notiz": "Fassung eins"})
    antwort = client.post(adresse, daten | {"notiz": "Fassung zwei"})
    assert texte(antwort) == {"notiz": ("Fassung zwei", "Fassung eins")}
    antwort = client.post(adresse, antwort.context["form"].data.dict() | {"uebernehmen": "notiz"})
    assert texte(antwort) == {}
    partner.refresh_from_db()
    assert (partner.notiz, partner.version) == ("Fassung eins", 2)
