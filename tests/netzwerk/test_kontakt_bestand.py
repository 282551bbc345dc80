"""Changing an old contact loses nothing that was true when it was logged, and nothing that belongs to others."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from konten.models import Benutzer
from netzwerk.models import Kontakt, Kontaktbeteiligung, Thema
from netzwerk.services.zaehlung import zaehle_neu
from partner.models import Netzwerkpartner
from partner.services.partner import setze_zustand
from sozialraum.models import Sozialraum
from tests.welt import Welt, neue_ansprechperson, neuer_partner

Paar = tuple[Netzwerkpartner, Sozialraum]
VORTAG = timezone.localdate() - timedelta(days=1)


def lege_an(autor: Benutzer, *paare: Paar, bezug: str = "uebergreifend") -> Kontakt:
    am = timezone.localdate() - timedelta(days=30)
    kontakt = Kontakt.objects.create(art="treffen", am=am, bezug=bezug, inhalt="alt", erfasst_von=autor)
    for partner, raum in paare:
        Kontaktbeteiligung.objects.create(kontakt=kontakt, partner=partner, sozialraum=raum, am=am)
    zaehle_neu(kontakt_ids=[kontakt.pk])
    return kontakt


def eingaben(kontakt: Kontakt, *paare: Paar, **felder) -> dict:
    daten = {
        "uuid": str(kontakt.uuid),
        "version": kontakt.version,
        "art": kontakt.art,
        "wann": "anderer",
        "am": kontakt.am.isoformat(),
        "bezug": [kontakt.bezug],
        "inhalt": "neu",
        "partner": [str(partner.uuid) for partner, _ in paare],
    }
    for partner, raum in paare:
        daten |= {f"raum-{partner.uuid}": raum.kuerzel, f"ergebnis-{partner.uuid}": "erreicht"}
    return daten | felder


def speichere(client: Client, kontakt: Kontakt, daten: dict) -> Kontakt:
    antwort = client.post(f"/kontakte/{kontakt.uuid}/bearbeiten/", daten)
    assert antwort.status_code == 302, antwort.content.decode()
    kontakt.refresh_from_db()
    return kontakt


def beteiligte(kontakt: Kontakt) -> set[tuple[str, str, str, bool]]:
    return set(kontakt.beteiligungen.values_list("partner__name", "sozialraum__kuerzel", "ergebnis", "zaehlt"))


def test_ein_partner_der_heute_ruht_bleibt_im_alten_kontakt(als, welt: Welt):
    kita = neuer_partner(welt)
    kontakt = lege_an(welt.personen["netzwerk_konz"], (kita, welt.konz))
    setze_zustand(partner=kita, zustand="ruhend", ab=VORTAG)
    speichere(als("netzwerk_konz"), kontakt, eingaben(kontakt, (kita, welt.konz)))
    assert kontakt.inhalt == "neu"
    assert beteiligte(kontakt) == {("Kita Beispielbach", "konz", "erreicht", True)}


@pytest.mark.parametrize("autor", ["leitstelle", "netzwerk_saarburg"])
@pytest.mark.parametrize("mitgeschickt", [True, False])
def test_die_beteiligung_fuer_einen_fremden_sozialraum_bleibt(als, welt: Welt, autor: str, mitgeschickt: bool):
    kita, schule = neuer_partner(welt), neuer_partner(welt, "Schule Saar", "schule", sozialraum="saarburg")
    kontakt = lege_an(welt.personen[autor], (kita, welt.konz), (schule, welt.saarburg))
    vorher = beteiligte(kontakt)
    client = als("netzwerk_konz")
    seite = client.get(f"/kontakte/{kontakt.uuid}/bearbeiten/").content.decode()
    assert seite.count('name="weg"') == 1
    paare = [(kita, welt.konz), (schule, welt.saarburg)][: 2 if mitgeschickt else 1]
    daten = eingaben(kontakt, *paare) | {f"ergebnis-{schule.uuid}": "nicht_erreicht"}
    speichere(client, kontakt, daten)
    assert beteiligte(kontakt) == vorher


def test_ein_fremder_partner_kommt_nicht_durch_die_hintertuer(als, welt: Welt):
    kita, schule = neuer_partner(welt), neuer_partner(welt, "Schule Saar", "schule", sozialraum="saarburg")
    kontakt = lege_an(welt.personen["netzwerk_konz"], (kita, welt.konz))
    daten = eingaben(kontakt, (kita, welt.konz), (schule, welt.saarburg))
    antwort = als("netzwerk_konz").post(f"/kontakte/{kontakt.uuid}/bearbeiten/", daten)
    assert "gehört nicht zu Ihrem Bereich" in antwort.content.decode()
    assert kontakt.beteiligungen.count() == 1


def test_thema_und_person_von_damals_bleiben_waehlbar(als, welt: Welt):
    kita = neuer_partner(welt)
    leitung, thema = neue_ansprechperson(kita), Thema.objects.create(name="Früher")
    kontakt = lege_an(welt.personen["netzwerk_konz"], (kita, welt.konz))
    kontakt.personen.add(leitung)
    kontakt.themen.add(thema)
    leitung.bis, thema.ist_aktiv = VORTAG, False
    leitung.save()
    thema.save()
    client = als("netzwerk_konz")
    assert str(leitung.uuid) in client.get(f"/kontakte/{kontakt.uuid}/bearbeiten/").content.decode()
    assert str(leitung.uuid) not in client.get(f"/kontakte/neu/?partner={kita.uuid}").content.decode()
    daten = eingaben(kontakt, (kita, welt.konz), themen=[thema.pk])
    speichere(client, kontakt, daten | {f"person-{kita.uuid}": [str(leitung.uuid)]})
    assert list(kontakt.themen.all()) == [thema]
    assert list(kontakt.personen.all()) == [leitung]


@pytest.mark.parametrize(("name", "liest"), [("netzwerk_konz", True), ("jugendamt", False), ("leitung_konz", False)])
def test_gespraechspartner_fallbezogener_kontakte_bleiben_verborgen(als, welt: Welt, name: str, liest: bool):
    kita = neuer_partner(welt)
    kontakt = lege_an(welt.personen["netzwerk_konz"], (kita, welt.konz), bezug="fallbezogen")
    kontakt.personen.add(neue_ansprechperson(kita, "Ulmenhain"))
    seite = als(name).get(f"/kontakte/{kontakt.uuid}/")
    assert seite.status_code == 200
    assert ("Ulmenhain" in seite.content.decode()) is liest
