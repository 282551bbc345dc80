"""A partner closes: why, who goes on with its work, and what goes over to whom."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from partner.models import Partnerzustand, Stellenwechsel
from partner.rules.zusammenfuehren import FELDER, Wahl
from partner.services.nachfolge import uebergib
from partner.services.partner import setze_zustand
from partner.services.trennen import nimm_zurueck
from partner.services.zusammenfuehren import fuehre_zusammen
from tests.welt import Welt, neue_ansprechperson, neuer_partner

ALLES_BLEIBT = {feld.name: Wahl.BLEIBT for feld in FELDER}


def test_seite_des_geschlossenen_fuehrt_zum_nachfolger_und_zurueck(welt: Welt, als):
    alt, neu = neuer_partner(welt, "Kita Alt"), neuer_partner(welt, "Kita Neu")
    client = als("netzwerk_konz")
    adresse = f"{alt.get_absolute_url()}zustand/"
    assert f"?nachfolger={neu.uuid}" in client.get(f"{adresse}?q=neu").content.decode()
    client.post(f"{adresse}?nachfolger={neu.uuid}", {"zustand": "geschlossen", "ab": "2026-01-01", "grund": "Umzug"})
    zeile = alt.zustaende.get(zustand="geschlossen")
    assert (zeile.von, zeile.grund, zeile.nachfolger) == (date(2026, 1, 1), "Umzug", neu)
    seite = client.get(alt.get_absolute_url()).content.decode()
    assert f'Nachfolger: <a href="{neu.get_absolute_url()}">Kita Neu</a>' in seite
    assert "Kita Alt" in client.get(f"{neu.get_absolute_url()}angaben/").content.decode()
    client.post(f"{adresse}?nachfolger=", {"zustand": "aktiv", "ab": "2026-02-01"})
    assert "Nachfolger: <a" not in client.get(alt.get_absolute_url()).content.decode()


def test_grund_laesst_sich_berichtigen_ohne_neue_zeile(welt: Welt):
    partner = neuer_partner(welt)
    setze_zustand(partner=partner, zustand="ruhend", ab=date(2026, 1, 1), grund="Umbu")
    setze_zustand(partner=partner, zustand="ruhend", ab=date(2026, 3, 1), grund="Umbau")
    assert [(z.von, z.grund) for z in partner.zustaende.filter(zustand="ruhend")] == [(date(2026, 1, 1), "Umbau")]


def test_niemand_ist_sein_eigener_nachfolger(welt: Welt, als):
    partner = neuer_partner(welt)
    with pytest.raises(ValidationError):
        setze_zustand(partner=partner, zustand="geschlossen", ab=date(2026, 1, 1), nachfolger=partner)
    als("netzwerk_konz").post(
        f"{partner.get_absolute_url()}zustand/?nachfolger={partner.uuid}",
        {"zustand": "geschlossen", "ab": "2026-01-01"},
    )
    assert partner.zustaende.get(zustand="geschlossen").nachfolger is None


def test_personen_und_sozialraeume_gehen_ueber_und_einzeln_zurueck(welt: Welt, als):
    alt, neu = neuer_partner(welt, "Kita Alt"), neuer_partner(welt, "Kita Neu", sozialraum=None)
    neuer = neue_ansprechperson(alt, "Beispiel", telefon="06501 9")
    client = als("leitstelle")
    client.post(
        f"{alt.get_absolute_url()}zustand/?nachfolger={neu.uuid}",
        {"zustand": "geschlossen", "ab": "2026-03-01", "uebernehmen": "on"},
    )
    neuer.refresh_from_db()
    dort = neu.funktionen.get()
    assert neuer.bis == date(2026, 2, 28)
    assert (dort.person, dort.von, dort.telefon) == (neuer.person, date(2026, 3, 1), "06501 9")
    assert [w.sozialraum for w in neu.wirkungsbereiche.all()] == [welt.konz]
    client.post(f"/stellenwechsel/{Stellenwechsel.objects.get().uuid}/zuruecknehmen/")
    neuer.refresh_from_db()
    assert (neuer.bis, neu.funktionen.count()) == (None, 0)


def test_eigene_uebernehmen_nur_in_eigene_sozialraeume(welt: Welt):
    alt, neu = neuer_partner(welt, "Kita Alt"), neuer_partner(welt, "Kita Neu", sozialraum="saarburg")
    was = uebergib(
        von=alt, an=neu, ab=timezone.localdate(), raeume={welt.saarburg.pk}, durch=welt.personen["netzwerk_saarburg"]
    )
    assert (was.personen, was.sozialraeume) == (0, 0)


def test_zusammenfuehren_traegt_nachfolge_und_neue_felder_mit(welt: Welt):
    bleibt = neuer_partner(welt, "Kita Nord", zielgruppen="0_3", oeffnungszeiten={"mo": ["08:00-12:00"]})
    weicht = neuer_partner(welt, "Kita Nord e. V.", zielgruppen="eltern", oeffnungszeiten={"di": []})
    dritter = neuer_partner(welt, "Hort Nord")
    setze_zustand(partner=dritter, zustand="geschlossen", ab=date(2026, 1, 1), nachfolger=weicht)
    setze_zustand(partner=weicht, zustand="geschlossen", ab=date(2026, 1, 1), nachfolger=bleibt)
    vorher = sorted(Partnerzustand.objects.values_list("pk", "partner", "von", "bis", "nachfolger"))
    bleibt.refresh_from_db()
    weicht.refresh_from_db()
    akte = fuehre_zusammen(
        bleibt=bleibt,
        weicht=weicht,
        wahl=ALLES_BLEIBT | {"zielgruppentext": Wahl.BEIDE, "oeffnung": Wahl.WEICHT},
        versionen=(bleibt.version, weicht.version),
        durch=welt.personen["leitstelle"],
    )
    bleibt.refresh_from_db()
    assert (bleibt.zielgruppen, bleibt.oeffnungszeiten) == ("0_3 eltern", {"di": []})
    assert dritter.zustaende.get(zustand="geschlossen").nachfolger == bleibt
    assert not bleibt.zustaende.filter(nachfolger=bleibt).exists()
    assert nimm_zurueck(zusammenfuehrung=akte, durch=welt.personen["leitstelle"]) == []
    bleibt.refresh_from_db()
    assert (bleibt.zielgruppen, bleibt.oeffnungszeiten) == ("0_3", {"mo": ["08:00-12:00"]})
    assert sorted(Partnerzustand.objects.values_list("pk", "partner", "von", "bis", "nachfolger")) == vorher


def test_zukuenftige_schliessung_nimmt_heute_niemanden_weg(welt: Welt):
    alt, neu = neuer_partner(welt, "Kita Alt"), neuer_partner(welt, "Kita Neu")
    funktion = neue_ansprechperson(alt)
    morgen = timezone.localdate() + timedelta(days=1)
    uebergib(von=alt, an=neu, ab=morgen, raeume=None, durch=welt.personen["leitstelle"])
    funktion.refresh_from_db()
    assert funktion.gilt_am(timezone.localdate())
    assert not neu.funktionen.aktiv(timezone.localdate()).exists()
