"""Themes: figures, the page of one theme, merging with preview, audit and rights."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from konten.models import Protokolleintrag
from netzwerk.models import Bedarfsmeldung, Gremium, Kontakt, Thema
from netzwerk.selectors.thema import themenzeilen
from netzwerk.services.kontakt import Beteiligter, Kontaktangaben, erfasse
from netzwerk.services.thema import fuehre_zusammen, vorschau
from tests.welt import ANFANG, Welt, neuer_partner

HEUTE = timezone.localdate


@pytest.fixture
def sprache(db) -> Thema:
    return Thema.objects.create(name="Sprache", reihenfolge=1)


@pytest.fixture
def medien(db) -> Thema:
    return Thema.objects.create(name="Medien", reihenfolge=2)


def sprich(welt: Welt, *themen: Thema, am: date | None = None, orte: tuple[str, ...] = ("konz",)) -> Kontakt:
    beteiligte = tuple(
        Beteiligter(
            neuer_partner(welt, f"Kita {uuid4().hex[:6]}", sozialraum=ort).pk, welt.sozialraeume[ort].pk, "erreicht"
        )
        for ort in orte
    )
    angaben = Kontaktangaben(
        art="besuch",
        am=am or HEUTE(),
        bezug="uebergreifend",
        beteiligte=beteiligte,
        themen=frozenset(thema.pk for thema in themen),
    )
    return erfasse(benutzer=welt.personen["netzwerk_konz"], uuid=uuid4(), angaben=angaben)[0]


def bedarf(welt: Welt, thema: Thema) -> Bedarfsmeldung:
    return Bedarfsmeldung.objects.create(
        sozialraum=welt.konz, thema=thema, altersgruppe="alle", titel="Kurs fehlt", text="Kurs fehlt.", am=HEUTE()
    )


# --- Figures ----------------------------------------------------------------------------------------------------------


def test_zahlen_je_sozialraum_und_im_vergleich(welt, sprache, medien):
    sprich(welt, sprache, orte=("konz", "saarburg"))
    sprich(welt, sprache, medien)
    for tage in (366, 400, 500, 731):
        sprich(welt, sprache, am=HEUTE() - timedelta(days=tage))
    bereich = welt.person("team_konz").bereich
    zeilen = themenzeilen(bereich, HEUTE(), [welt.konz, welt.saarburg])
    assert [(z.thema, z.je_raum, z.kontakte, z.vorher, z.richtung) for z in zeilen] == [
        (sprache, (2, 1), 2, 3, "gleich"),
        (medien, (1, 0), 1, 0, "gleich"),
    ]


def test_seite_eines_themas_je_sozialraum(welt, als, sprache):
    Gremium.objects.create(name="Runder Tisch Sprache", ebene="handlung", von=ANFANG).themen.add(sprache)
    sprich(welt, sprache)
    sprich(welt, sprache, orte=("saarburg",))
    client = als("jugendamt")
    alle = client.get(f"/themen/{sprache.pk}/").context["wissen"]
    assert (alle.kontakte, alle.partnerzahl, len(alle.letzte_kontakte), len(alle.gremien)) == (2, 2, 2, 1)
    konz = client.get(f"/themen/{sprache.pk}/?sozialraum=konz").context["wissen"]
    assert (konz.kontakte, konz.partnerzahl, len(konz.letzte_kontakte), len(konz.gremien)) == (1, 1, 1, 1)


def test_kontakte_anderer_sozialraeume_werden_gezaehlt_aber_nicht_geoeffnet(welt, als, sprache):
    sprich(welt, sprache, orte=("saarburg",))
    Kontakt.objects.update(erfasst_von=welt.personen["netzwerk_saarburg"])
    wissen = als("netzwerk_konz").get(f"/themen/{sprache.pk}/").context["wissen"]
    assert (wissen.kontakte, wissen.letzte_kontakte) == (1, [])


# --- Merging ----------------------------------------------------------------------------------------------------------


def test_zusammenfuehren_zieht_alles_um(welt, sprache, medien):
    nur_alt, beides, nur_neu = sprich(welt, sprache), sprich(welt, sprache, medien), sprich(welt, medien)
    gremium = Gremium.objects.create(name="AG Sprache", ebene="handlung", von=ANFANG)
    gremium.themen.add(sprache)
    meldung = bedarf(welt, sprache)
    erwartet = vorschau(sprache, medien)
    zahlen = {"Kontakte": 2, "Gremien": 1, "Bedarfsmeldungen": 1}
    assert {name: anzahl for name, anzahl in erwartet.zeilen if anzahl} == zahlen
    assert erwartet.schon_dort == 1
    Protokolleintrag.objects.all().delete()
    assert fuehre_zusammen(thema_id=sprache.pk, ziel_id=medien.pk, durch=welt.personen["jugendamt"]) == erwartet
    for objekt in (nur_alt, beides, nur_neu, gremium):
        assert list(objekt.themen.all()) == [medien]
    meldung.refresh_from_db()
    sprache.refresh_from_db()
    assert (meldung.thema, meldung.version) == (medien, 2)
    assert (sprache.ist_aktiv, sprache.aufgegangen_in, sprache.name) == (False, medien, "Sprache")
    eintraege = [(e.content_type.model, e.object_id, e.changes) for e in Protokolleintrag.objects.all()]
    assert ("kontakt", nur_alt.pk, _m2m("delete", sprache)) in eintraege
    assert ("kontakt", nur_alt.pk, _m2m("add", medien)) in eintraege
    assert ("kontakt", beides.pk, _m2m("add", medien)) not in eintraege
    assert ("bedarfsmeldung", meldung.pk, {"thema": [str(sprache.pk), str(medien.pk)]}) in eintraege
    assert {e.actor for e in Protokolleintrag.objects.filter(content_type__model="kontakt")} == {
        welt.personen["jugendamt"]
    }


def _m2m(handlung: str, thema: Thema) -> dict[str, object]:
    return {"themen": {"type": "m2m", "operation": handlung, "objects": [thema.pk]}}


def test_wer_frueher_aufging_geht_mit(welt, sprache, medien):
    alt = Thema.objects.create(name="Deutsch", ist_aktiv=False, aufgegangen_in=sprache)
    fuehre_zusammen(thema_id=sprache.pk, ziel_id=medien.pk, durch=welt.personen["jugendamt"])
    alt.refresh_from_db()
    assert alt.aufgegangen_in == medien


@pytest.mark.parametrize("fall", ["dasselbe", "schon aufgegangen", "ziel aufgegangen"])
def test_was_sich_nicht_zusammenfuehren_laesst(welt, sprache, medien, fall):
    drittes = Thema.objects.create(name="Drittes")
    if fall == "schon aufgegangen":
        Thema.objects.filter(pk=sprache.pk).update(aufgegangen_in=drittes)
    if fall == "ziel aufgegangen":
        Thema.objects.filter(pk=medien.pk).update(aufgegangen_in=drittes)
    ziel = sprache if fall == "dasselbe" else medien
    with pytest.raises(ValidationError):
        fuehre_zusammen(thema_id=sprache.pk, ziel_id=ziel.pk, durch=welt.personen["jugendamt"])


def test_alles_was_ein_thema_nennt_zieht_mit_um():
    # Several themes move by themselves, whoever carries them; a new single reference must be added to the service.
    einzelne = {(b.related_model.__name__, b.field.name) for b in Thema._meta.related_objects if not b.many_to_many}
    assert einzelne == {("Bedarfsmeldung", "thema"), ("Thema", "aufgegangen_in")}


def test_vorschau_und_umzug_auf_der_seite(welt, als, sprache, medien):
    kontakt = sprich(welt, sprache)
    client, adresse = als("jugendamt"), f"/verwaltung/themen/{sprache.pk}/zusammenfuehren/"
    assert client.get(f"{adresse}?ziel={medien.pk}").context["umzug"].zeilen[0] == ("Kontakte", 1)
    assert list(kontakt.themen.all()) == [sprache]
    assert client.post(adresse, {"ziel": sprache.pk}).status_code == 200
    antwort = client.post(adresse, {"ziel": medien.pk}, follow=True)
    assert "früher auch: Sprache" in antwort.content.decode()
    assert client.get(f"/themen/{sprache.pk}/").url == f"/themen/{medien.pk}/"
    assert client.get(adresse).status_code == 404
    assert als("leitstelle").get(f"/verwaltung/themen/{medien.pk}/zusammenfuehren/").status_code == 403
