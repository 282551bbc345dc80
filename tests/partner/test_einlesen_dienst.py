"""From the list to partners: all or nothing, once, audited, and never over what is there."""

import threading

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from konten.models import Protokolleintrag
from konten.rules import Geltungsbereich, Raum, Rolle
from partner.models import Herkunft, Importlauf, Kategoriezuordnung, Netzwerkpartner, Partnerzustand, Wirkungsbereich
from partner.rules import Sitz
from partner.rules.einlesen import Zuordnung
from partner.selectors.einlesen import ergebnisse
from partner.services.einlesen.lauf import NichtOffen, entscheide, lege_an, ordne_neu_zu, verwirf
from partner.services.einlesen.lesen import lies_datei
from partner.services.einlesen.uebernehmen import uebernimm
from partner.services.grunddaten import trage_partnergrundlagen_ein
from sozialraum.services.grunddaten import trage_gebiete_ein
from tests.partner.einlesehilfe import EINRICHTUNGEN, als_csv, lies, mit_daten
from tests.welt import Welt, baue_welt, neuer_partner

KOPF = ["id", "name", "kategorie", "art", "strasse", "plz", "ort", "telefon", "quelle", "hinweis"]
KITA = ["K1", "Kita Beispielbach", "kita", "Krippe", "Bachweg 1", "54329", "Konz (Könen)", "06501 1", "Liste", "neu"]
SCHULE = ["S1", "Grundschule Muster", "schule", "Grundschule", "", "54439", "Saarburg", "", "", ""]
TRIER = ["V1", "Verband Draußen", "verein", "", "", "54290", "Trier", "", "", ""]
OHNE = ["V2", "Verein Irgendwo", "verein", "", "", "", "", "", "", ""]


def leitstelle() -> Geltungsbereich:
    return Geltungsbereich(None, timezone.localdate(), {Rolle.LEITSTELLE: Raum()})


def importiere(*zeilen, bereich=None, kopf=KOPF) -> Importlauf:
    bereich = bereich or leitstelle()
    lauf = lege_an(tabelle=lies(als_csv(kopf, *zeilen)), dateiname="liste.csv", bereich=bereich)
    return uebernimm(lauf=lauf, bereich=bereich)


def gezaehlt(lauf) -> dict[str, int]:
    return {name: zahl for name, zahl in ergebnisse(lauf).items() if zahl}


def protokoll() -> int:
    return Protokolleintrag.objects.exclude(content_type__model="importlauf").count()


def test_eine_zeile_wird_ein_ganzer_partner(welt: Welt):
    lauf = importiere(KITA)
    partner = Netzwerkpartner.objects.get()
    heute = timezone.localdate()
    assert (partner.name, partner.strasse, partner.plz, partner.ort) == (
        "Kita Beispielbach", "Bachweg 1", "54329", "Konz (Könen)",
    )  # fmt: skip
    assert (partner.gemeinde, partner.sitz) == (welt.gemeinden["Konz"], Sitz.LANDKREIS)
    assert list(Netzwerkpartner.objects.suche("koenen beispielbach")) == [partner]
    assert Partnerzustand.objects.values_list("zustand", "von", "bis").get() == ("aktiv", heute, None)
    assert Kategoriezuordnung.objects.values_list("kategorie__kuerzel", "art", "von").get() == ("kita", "Krippe", heute)
    assert Wirkungsbereich.objects.values_list("sozialraum__kuerzel", "von", "bis").get() == ("konz", heute, None)
    herkunft = Herkunft.objects.get()
    assert (herkunft.lauf, herkunft.zeile, herkunft.kennung, herkunft.quelle, herkunft.hinweis) == (
        lauf, 2, "K1", "Liste", "neu",
    )  # fmt: skip
    assert lauf.zeilen.get().partner == partner


def test_alles_wird_protokolliert_und_persoenliches_nur_als_geaendert(welt: Welt):
    person = welt.person("leitstelle")
    importiere(KITA, bereich=person.bereich)
    eintraege = Protokolleintrag.objects.filter(actor=person).exclude(content_type__model="importlauf")
    assert sorted(eintraege.values_list("content_type__model", flat=True)) == [
        "herkunft", "kategoriezuordnung", "netzwerkpartner", "partnerzustand", "wirkungsbereich",
    ]  # fmt: skip
    felder = eintraege.get(content_type__model="netzwerkpartner").changes
    assert felder["sitz"] == ["None", "landkreis"]
    assert felder["name"] == ["", "geändert"]
    assert felder["telefon"][1] == "geändert"
    assert "such_norm" not in felder
    assert set(eintraege.values_list("object_repr", flat=True)) == {""}


def test_dieselbe_liste_noch_einmal_aendert_nichts(welt: Welt):
    importiere(KITA, SCHULE, TRIER)
    vorher = protokoll(), list(Netzwerkpartner.objects.values().order_by("pk")), Herkunft.objects.count()
    lauf = importiere(KITA, SCHULE, TRIER)
    assert gezaehlt(lauf) == {"unveraendert": 3}
    assert (protokoll(), list(Netzwerkpartner.objects.values().order_by("pk")), Herkunft.objects.count()) == vorher


def test_auch_ohne_kennung_wird_nichts_doppelt(welt: Welt):
    ohne = [[*zeile[:0], "", *zeile[1:]] for zeile in (KITA, SCHULE, TRIER)]
    importiere(*ohne)
    assert gezaehlt(importiere(*ohne)) == {"unveraendert": 3}


def test_nur_leere_felder_werden_gefuellt(welt: Welt):
    partner = neuer_partner(welt, telefon="06501 99", strasse="")
    vorher = partner.version
    assert gezaehlt(importiere(KITA)) == {"geaendert": 1}
    partner.refresh_from_db()
    assert (partner.telefon, partner.strasse, partner.ort, partner.version) == (
        "06501 99",
        "Bachweg 1",
        "Konz",
        vorher + 1,
    )
    assert partner.herkuenfte.get().kennung == "K1"
    eintrag = Protokolleintrag.objects.filter(content_type__model="netzwerkpartner", action=1).get()
    assert eintrag.changes == {"strasse": ["", "geändert"], "plz": ["None", "54329"]}
    assert gezaehlt(importiere(KITA)) == {"unveraendert": 1}


def test_partner_ausserhalb_hat_noch_keinen_sozialraum(welt: Welt):
    importiere(TRIER)
    partner = Netzwerkpartner.objects.get()
    assert (partner.sitz, partner.gemeinde, partner.wirkungsbereiche.count()) == (Sitz.AUSSERHALB, None, 0)
    assert list(Netzwerkpartner.objects.ohne_zustaendigkeit(timezone.localdate())) == [partner]


def test_zweifelhafte_bleiben_draussen_bis_jemand_entscheidet(welt: Welt):
    bereich = leitstelle()
    lauf = lege_an(tabelle=lies(als_csv(KOPF, OHNE)), dateiname="x.csv", bereich=bereich)
    entscheide(lauf=lauf, entscheidungen={2: "unbekannt"}, bereich=bereich)
    assert gezaehlt(lauf) == {"neu": 1}
    entscheide(lauf=lauf, entscheidungen={2: ""}, bereich=bereich)
    assert gezaehlt(lauf) == {"zweifelhaft": 1}
    with pytest.raises(ValueError, match="Unbekannte Entscheidung"):
        entscheide(lauf=lauf, entscheidungen={2: "99999999"}, bereich=bereich)
    entscheide(lauf=lauf, entscheidungen={2: "07235132"}, bereich=bereich)
    uebernimm(lauf=lauf, bereich=bereich)
    assert Netzwerkpartner.objects.get().gemeinde == welt.gemeinden["Tawern"]
    assert gezaehlt(importiere(OHNE)) == {"unveraendert": 1}


def test_andere_zuordnung_rechnet_neu_und_behaelt_entscheidungen(welt: Welt):
    bereich = leitstelle()
    lauf = lege_an(tabelle=lies(als_csv(KOPF, KITA, OHNE)), dateiname="x.csv", bereich=bereich)
    entscheide(lauf=lauf, entscheidungen={3: "ausserhalb"}, bereich=bereich)
    zuordnung = Zuordnung.aus_json(lauf.zuordnung)
    ohne_kita = Zuordnung(zuordnung.spalten, {**zuordnung.kategorien, "kita": "-"}, "")
    ordne_neu_zu(lauf=lauf, zuordnung=ohne_kita, bereich=bereich)
    assert list(lauf.zeilen.order_by("nummer").values_list("ergebnis", flat=True)) == ["abgelehnt", "neu"]


def test_netzwerkfachkraft_importiert_nur_in_eigene_sozialraeume(welt: Welt):
    lauf = importiere(KITA, SCHULE, TRIER, bereich=welt.person("netzwerk_konz").bereich)
    assert gezaehlt(lauf) == {"neu": 1, "abgelehnt": 2}
    assert Netzwerkpartner.objects.get().name == "Kita Beispielbach"


def test_verworfen_ist_verworfen(welt: Welt):
    bereich = leitstelle()
    lauf = lege_an(tabelle=lies(als_csv(KOPF, KITA)), dateiname="x.csv", bereich=bereich)
    verwirf(lauf=lauf)
    assert uebernimm(lauf=lauf, bereich=bereich).zustand == Importlauf.Zustand.VERWORFEN
    assert (lauf.zeilen.count(), Netzwerkpartner.objects.count()) == (0, 0)
    with pytest.raises(NichtOffen):
        verwirf(lauf=lauf)


def test_zwischenzeitlich_angelegtes_wird_nicht_verdoppelt(welt: Welt):
    bereich = leitstelle()
    lauf = lege_an(tabelle=lies(als_csv(KOPF, KITA)), dateiname="x.csv", bereich=bereich)
    importiere(KITA)
    uebernimm(lauf=lauf, bereich=bereich)
    assert Netzwerkpartner.objects.count() == 1
    assert gezaehlt(lauf) == {"unveraendert": 1}


def test_tausend_zeilen_brauchen_wenige_abfragen(welt: Welt):
    zeilen = [[f"N{n}", f"Verein {n}", "verein", "", "", "54329", "Konz", "", "", ""] for n in range(1_000)]
    bereich = leitstelle()
    lauf = lege_an(tabelle=lies(als_csv(KOPF, *zeilen)), dateiname="x.csv", bereich=bereich)
    with CaptureQueriesContext(connection) as abfragen:
        uebernimm(lauf=lauf, bereich=bereich)
    assert Netzwerkpartner.objects.count() == 1_000
    assert len(abfragen) < 200  # SQLite takes at most 999 values a statement


def test_listen_aus_beliebigen_texten_aendern_beim_zweiten_mal_nichts(welt: Welt):
    zellen = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=30)
    orte = st.sampled_from(["Konz", "Konz (Könen)", "Saarburg", "Trier", "Tawern", "", "Nirgends"])

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(zellen, zellen, orte, zellen), min_size=1, max_size=6))
    def pruefe(zeilen):
        liste = [[kennung, name, "kita", "", strasse, "", ort, "", "", ""] for kennung, name, ort, strasse in zeilen]
        liste.append(["", "Kita Immer", "kita", "", "", "", "Konz", "", "", ""])
        importiere(*liste)
        vorher = protokoll(), Netzwerkpartner.objects.count(), Herkunft.objects.count()
        lauf = importiere(*liste)
        assert (protokoll(), Netzwerkpartner.objects.count(), Herkunft.objects.count()) == vorher
        assert not gezaehlt(lauf).keys() & {"neu", "geaendert"}

    pruefe()


@pytest.mark.django_db(transaction=True)
def test_zwei_gleichzeitige_klicks_legen_nichts_doppelt_an():
    baue_welt()
    bereich = leitstelle()
    lauf = lege_an(tabelle=lies(als_csv(KOPF, KITA, SCHULE)), dateiname="x.csv", bereich=bereich)
    zweite = lege_an(tabelle=lies(als_csv(KOPF, KITA, SCHULE)), dateiname="y.csv", bereich=bereich)
    start, fehler = threading.Barrier(4), []

    def klicke(eintrag):
        try:
            start.wait()
            uebernimm(lauf=eintrag, bereich=bereich)
        except Exception as grund:
            fehler.append(grund)
        finally:
            connections.close_all()

    faeden = [threading.Thread(target=klicke, args=(eintrag,)) for eintrag in (lauf, lauf, zweite, zweite)]
    for faden in faeden:
        faden.start()
    for faden in faeden:
        faden.join()
    assert fehler == []
    assert (Netzwerkpartner.objects.count(), Wirkungsbereich.objects.count(), Herkunft.objects.count()) == (2, 2, 2)


@mit_daten
def test_echte_liste_des_landkreises(db):
    trage_gebiete_ein()
    trage_partnergrundlagen_ein()
    anfang = Netzwerkpartner.objects.count()
    for erwartet in (
        {"neu": 122, "zweifelhaft": 1, "abgelehnt": 6},
        {"unveraendert": 122, "zweifelhaft": 1, "abgelehnt": 6},
    ):
        with EINRICHTUNGEN.open("rb") as datei:
            lauf = lege_an(tabelle=lies_datei(datei), dateiname="einrichtungen.csv", bereich=leitstelle())
        assert gezaehlt(uebernimm(lauf=lauf, bereich=leitstelle())) == erwartet
    assert Netzwerkpartner.objects.count() == anfang + 122
    neue = Netzwerkpartner.objects.filter(herkuenfte__isnull=False)
    assert neue.filter(sitz=Sitz.AUSSERHALB).count() == 5
    assert neue.ohne_zustaendigkeit(timezone.localdate()).count() == 5
    assert Herkunft.objects.count() == 122
    abgelehnt = lauf.zeilen.filter(ergebnis="abgelehnt")
    assert {zeile.rohdaten["anzeige"]["art"] for zeile in abgelehnt} == {"sozialraumzentrum"}
    assert {zeile.rohdaten["anzeige"]["zentrum"] for zeile in abgelehnt} == {"konz", "rst", "hermeskeil", "saarburg"}
    assert lauf.zeilen.get(ergebnis="zweifelhaft").grund == "Sitz nicht angegeben."
    raum = dict(neue.values_list("name", "wirkungsbereiche__sozialraum__kuerzel"))
    assert raum["Enterbach-Grundschule Schöndorf"] == "rst"
    assert raum["Kindertagesstätte St. Erasmus"] == "saarburg"
    assert raum["Jugendbildungswerkstatt Kell am See"] == "hermeskeil"
    assert raum["Kita St. Amandus"] == "konz"
