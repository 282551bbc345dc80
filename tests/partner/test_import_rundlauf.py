"""Round trip, undo and background: what an edited export changes, and that taking back leaves everything as it was."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from konten.models import Protokolleintrag
from konten.tables import als_csv, als_xlsx
from partner.models import (
    Herkunft,
    Importlauf,
    Kategoriezuordnung,
    Netzwerkpartner,
    Partnerzustand,
    Wirkungsbereich,
)
from partner.rules.einlesen import Zuordnung
from partner.selectors.einlesen import ergebnisse
from partner.services.einlesen import lauf as lauf_modul
from partner.services.einlesen import uebernehmen, zuruecknehmen
from partner.services.einlesen.bearbeiten import bearbeite
from partner.services.einlesen.hintergrund import beanspruche, brich_ab, stosse_an
from partner.services.einlesen.lauf import lege_an, ordne_neu_zu
from partner.services.einlesen.lesen import lies_datei
from partner.services.einlesen.uebernehmen import uebernimm
from partner.services.einlesen.vorlagen import merke_vorlage
from partner.services.einlesen.zuruecknehmen import kuerze_alte, nimm_zurueck
from partner.tables import exportiere
from tests.partner.einlesehilfe import als_csv as liste
from tests.partner.einlesehilfe import lies
from tests.partner.test_einlesen_dienst import KITA, KOPF, OHNE, SCHULE, TRIER, gezaehlt, importiere, leitstelle
from tests.welt import Welt, neuer_partner

Zustand = Importlauf.Zustand


def ausgabe(bereich=None) -> list[dict[str, str]]:
    """The export as rows of heading → cell, as a spreadsheet would show it."""
    titel, spalten, zeilen = exportiere(bereich or leitstelle())
    blatt = openpyxl.load_workbook(io.BytesIO(als_xlsx(spalten, zeilen, titel))).active
    kopf, *rest = blatt.iter_rows(values_only=True)
    return [dict(zip(kopf, ["" if wert is None else wert for wert in zeile], strict=True)) for zeile in rest]


def zurueck(*zeilen: dict, bereich=None, leeren: bool = False) -> Importlauf:
    """Reads edited rows in again, as a preview."""
    bereich = bereich or leitstelle()
    inhalt = liste(list(zeilen[0]), *[[str(wert) for wert in zeile.values()] for zeile in zeilen])
    lauf = lege_an(tabelle=lies(inhalt), dateiname="partner.csv", bereich=bereich)
    if leeren:
        zuordnung = Zuordnung.aus_json(lauf.zuordnung | {"leeren": True})
        lauf = ordne_neu_zu(lauf=lauf, zuordnung=zuordnung, bereich=bereich)
    return lauf


def urteil(lauf: Importlauf) -> tuple[str, list[list[str]]]:
    zeile = lauf.zeilen.get()
    return zeile.ergebnis, zeile.aenderungen


def abbild() -> dict[str, list]:
    """Everything an import writes, without versions and times."""
    nebensachen = {"id", "version", "geaendert_am", "erstellt_am", "uuid"}
    return {
        modell.__name__: sorted(
            str({name: wert for name, wert in zeile.items() if name not in nebensachen})
            for zeile in modell.objects.values()
        )
        for modell in (Netzwerkpartner, Partnerzustand, Kategoriezuordnung, Wirkungsbereich, Herkunft)
    }


@pytest.mark.parametrize("als", [als_csv, lambda s, z: als_xlsx(s, z, "Partner")])
def test_unveraenderte_ausgabe_aendert_nichts(welt: Welt, als):
    neuer_partner(welt, "Kita =1+1", telefon="+49 6501 1", aufgaben="- Betreuung\n- Beratung\n=Summe", notiz="'=x")
    neuer_partner(welt, "Schule", "schule", "saarburg", strasse="Weg 1", ort="Saarburg")
    _, spalten, zeilen = exportiere(leitstelle())
    tabelle = lies_datei(io.BytesIO(als(spalten, zeilen)))
    lauf = lege_an(tabelle=tabelle, dateiname="x.csv", bereich=leitstelle())
    assert [(z.ergebnis, z.grund) for z in lauf.zeilen.all()] == [("unveraendert", "")] * 2


def test_arten_mehrerer_kategorien_stehen_in_der_reihenfolge_der_kategorien(welt: Welt):
    """The page shows categories in the order of the concept, the list in the order of their names."""
    partner = neuer_partner(welt, "Haus für alle", kategorie="schule")
    partner.kategoriezuordnungen.update(art="Grundschule")
    Kategoriezuordnung.objects.create(
        partner=partner, kategorie=welt.kategorien["kita"], art="Krippe", von=timezone.localdate()
    )
    zeile = ausgabe()[0]
    assert urteil(zurueck(zeile | {"Telefon": "06501 99"}))[1] == [["Telefon", "", "06501 99"]]
    paare = dict(zip(zeile["Kategorien"].split(", "), zeile["Arten"].split(", "), strict=True))
    assert paare == {welt.kategorien["kita"].name: "Krippe", welt.kategorien["schule"].name: "Grundschule"}


def test_aenderungen_werden_feld_fuer_feld_gezeigt_und_uebernommen(welt: Welt):
    partner = neuer_partner(welt, "Kita Alt", telefon="06501 1", aufgaben="Betreuung")
    (zeile,) = ausgabe()
    lauf = zurueck(zeile | {"Name": "Kita Neu", "Telefon": "06501 2", "Aufgaben": ""})
    assert urteil(lauf) == ("geaendert", [["Name", "Kita Alt", "Kita Neu"], ["Telefon", "06501 1", "06501 2"]])
    uebernimm(lauf=lauf, bereich=leitstelle())
    partner.refresh_from_db()
    assert (partner.name, partner.telefon, partner.aufgaben) == ("Kita Neu", "06501 2", "Betreuung")
    assert list(Netzwerkpartner.objects.suche("neu")) == [partner]
    eintrag = Protokolleintrag.objects.filter(content_type__model="netzwerkpartner", action=1).latest("pk")
    assert eintrag.changes == {"name": ["geändert", "geändert"], "telefon": ["geändert", "geändert"]}
    assert partner.herkuenfte.count() == 0


def test_leere_zellen_leeren_nur_auf_wunsch(welt: Welt):
    partner = neuer_partner(welt, telefon="06501 1")
    (zeile,) = ausgabe()
    leer = zeile | {"Telefon": "", "Name": ""}
    assert urteil(zurueck(leer)) == ("unveraendert", [])
    lauf = zurueck(leer, leeren=True)
    assert urteil(lauf) == ("geaendert", [["Telefon", "06501 1", ""]])
    uebernimm(lauf=lauf, bereich=leitstelle())
    partner.refresh_from_db()
    assert (partner.telefon, partner.name != "") == ("", True)


def test_inzwischen_geaendertes_wird_nicht_ueberschrieben(welt: Welt):
    partner = neuer_partner(welt, telefon="06501 1")
    (zeile,) = ausgabe()
    Netzwerkpartner.objects.filter(pk=partner.pk).update(telefon="06501 9")
    lauf = zurueck(zeile | {"Telefon": "06501 2"})
    assert urteil(lauf) == ("abgelehnt", [["Telefon", "06501 9", "06501 2"]])
    assert lauf.zeilen.get().grund.startswith("Inzwischen geändert:")


def test_auch_ein_anderer_sozialraum_zaehlt_als_inzwischen_geaendert(welt: Welt):
    partner = neuer_partner(welt)
    (zeile,) = ausgabe()
    Wirkungsbereich.objects.create(partner=partner, sozialraum=welt.saarburg, von=timezone.localdate())
    assert urteil(zurueck(zeile | {"Telefon": "06501 2"}))[0] == "abgelehnt"


def test_kategorie_zustand_und_sozialraum_bekommen_neue_zeilen(welt: Welt):
    partner, heute = neuer_partner(welt, "Kita A", "kita", "konz"), timezone.localdate()
    (zeile,) = ausgabe()
    vorher = abbild()
    lauf = zurueck(
        zeile | {"Kategorien": "Schule und Schulsozialarbeit", "Zustand": "ruhend", "Sozialräume": "Saarburg"}
    )
    assert [titel for titel, _, _ in urteil(lauf)[1]] == ["Kategorien", "Zustand", "Sozialräume"]
    uebernimm(lauf=lauf, bereich=leitstelle())
    gestern = heute - timedelta(days=1)
    for menge, wort, alt, neu in (
        (partner.kategoriezuordnungen, "kategorie__kuerzel", "kita", "schule"),
        (partner.zustaende, "zustand", "aktiv", "ruhend"),
        (partner.wirkungsbereiche, "sozialraum__kuerzel", "konz", "saarburg"),
    ):
        assert list(menge.order_by("von").values_list(wort, "bis")) == [(alt, gestern), (neu, None)]
    nimm_zurueck(lauf=lauf, bereich=leitstelle())
    assert abbild() == vorher


@pytest.mark.parametrize(
    ("aenderung", "grund"),
    [
        ({"E-Mail": "nicht@"}, "E-Mail „nicht@“: keine gültige Adresse."),
        ({"Kategorien": "Zirkus"}, "Die Kategorie „Zirkus“ gibt es nicht."),
        ({"Zustand": "weg"}, "Den Zustand „weg“ gibt es nicht. Möglich sind: aktiv, ruhend, geschlossen."),
        ({"Sozialräume": "Mond"}, "Den Sozialraum „Mond“ gibt es nicht."),
        ({"Gemeinde": "Nirgends"}, "Die Gemeinde „Nirgends“ gibt es im Landkreis nicht."),
        ({"ID": "0b7f5f0e-3c0d-4b0e-9d5e-07235a000001"}, "Einen Partner mit dieser ID gibt es nicht (mehr)."),
    ],
)
def test_was_nicht_geht_wird_mit_grund_abgelehnt(welt: Welt, aenderung, grund):
    neuer_partner(welt)
    (zeile,) = ausgabe()
    lauf = zurueck(zeile | aenderung)
    assert lauf.zeilen.get().grund.startswith(grund)
    assert lauf.zeilen.get().ergebnis == "abgelehnt"


def test_fremde_sozialraeume_bleiben_fremd(welt: Welt):
    neuer_partner(welt, "Eigene", "kita", "konz")
    neuer_partner(welt, "Fremde", "kita", "saarburg")
    bereich = welt.person("netzwerk_konz").bereich
    eigene, fremde = ausgabe(bereich)
    lauf = zurueck(eigene | {"Telefon": "1"}, fremde | {"Telefon": "1"}, bereich=bereich)
    assert gezaehlt(lauf) == {"geaendert": 1, "abgelehnt": 1}
    lauf = zurueck(eigene | {"Sozialräume": "Konz, Saarburg"}, bereich=bereich)
    assert lauf.zeilen.get().grund == "Andere als die eigenen Sozialräume kann nur die Leitstelle Familie ändern."


# --- Taking back --------------------------------------------------------------------------------------------------


def test_zurueckgenommen_ist_alles_wie_vorher(welt: Welt):
    neuer_partner(welt, telefon="", strasse="")
    vorher = abbild()
    lauf = importiere(KITA, SCHULE, TRIER, OHNE)
    assert abbild() != vorher
    lauf = nimm_zurueck(lauf=lauf, bereich=leitstelle())
    assert (abbild(), lauf.zustand, ergebnisse(lauf)["rest"]) == (vorher, Zustand.ZURUECK, 0)
    with pytest.raises(ValidationError, match="zurückgenommen"):
        nimm_zurueck(lauf=lauf, bereich=leitstelle())
    assert Protokolleintrag.objects.filter(content_type__model="netzwerkpartner", action=2).count() == 2


def test_geaendertes_und_genanntes_bleibt_und_wird_genannt(welt: Welt):
    lauf = importiere(KITA, SCHULE, TRIER)
    kita, schule, trier = (Netzwerkpartner.objects.get(name=name) for name in (KITA[1], SCHULE[1], TRIER[1]))
    kita.telefon = "06501 77"
    kita.save()
    Wirkungsbereich.objects.create(partner=trier, sozialraum=welt.konz, von=timezone.localdate())
    lauf = nimm_zurueck(lauf=lauf, bereich=leitstelle())
    assert set(Netzwerkpartner.objects.values_list("pk", flat=True)) == {kita.pk, trier.pk}
    assert not Netzwerkpartner.objects.filter(pk=schule.pk).exists()
    assert dict(lauf.zeilen.values_list("nummer", "rueckstand")) == {
        2: "Netzwerkpartner: seitdem geändert, bleibt.",
        3: "",
        4: "Wirkungsbereiche: seitdem eingetragen, bleibt.",
    }
    assert (kita.zustaende.count(), kita.kategoriezuordnungen.count(), kita.wirkungsbereiche.count()) == (1, 1, 1)


def test_geaenderte_felder_werden_einzeln_zurueckgesetzt(welt: Welt):
    partner = neuer_partner(welt, telefon="", strasse="")
    lauf = importiere(KITA)
    partner.refresh_from_db()
    partner.strasse = "Neuer Weg 9"
    partner.save()
    lauf = nimm_zurueck(lauf=lauf, bereich=leitstelle())
    partner.refresh_from_db()
    assert (partner.strasse, partner.telefon) == ("Neuer Weg 9", "")
    assert lauf.zeilen.get().rueckstand == "Straße und Hausnummer: seitdem geändert, bleibt."


def test_nach_dreissig_tagen_nicht_mehr(welt: Welt):
    lauf = importiere(KITA)
    vor = timezone.now() - timedelta(days=31)
    Importlauf.objects.filter(pk=lauf.pk).update(uebernommen_am=vor)
    with pytest.raises(ValidationError, match="Nach 30 Tagen"):
        nimm_zurueck(lauf=lauf, bereich=leitstelle())
    assert kuerze_alte(timezone.localdate()) == 1
    zeile = lauf.zeilen.get()
    assert (zeile.journal, "zellen" in zeile.rohdaten, zeile.rohdaten["anzeige"]["name"]) == (None, False, KITA[1])
    lauf.refresh_from_db()
    assert "beispiele" not in lauf.zuordnung
    assert kuerze_alte(timezone.localdate()) == 0


def test_von_listen_ueber_leute_bleibt_nur_was_daraus_wurde(welt: Welt):
    lauf = importiere(KITA)
    Importlauf.objects.filter(pk=lauf.pk).update(
        art="personen", uebernommen_am=timezone.now() - timedelta(days=31), zustand=Zustand.UEBERNOMMEN
    )
    lauf.zeilen.update(grund="Eine Person dieses Namens gibt es schon: Alex Muster.")
    assert kuerze_alte(timezone.localdate()) == 1
    zeile = lauf.zeilen.get()
    assert (zeile.rohdaten, zeile.grund, zeile.ergebnis) == ({"anzeige": {}}, "", "neu")


def test_was_nicht_geprueft_werden_konnte_bleibt_nicht_liegen(welt: Welt):
    lauf = vorschau(KITA)
    Importlauf.objects.filter(pk=lauf.pk).update(zustand=Zustand.VERWORFEN)
    assert kuerze_alte(timezone.localdate()) == 1
    assert not lauf.zeilen.exists()
    assert kuerze_alte(timezone.localdate()) == 0


def test_importieren_und_zuruecknehmen_laesst_nichts_zurueck(welt: Welt):
    namen = st.sampled_from(["Kita Beispielbach", "Kita Neu", "Schule Ö", "=Formel", "Verein 'x"])
    orte = st.sampled_from(["Konz", "Saarburg", "Trier", "Tawern", "Nirgends"])
    arten = st.sampled_from(["kita", "schule", "verein"])
    texte = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=20)
    neuer_partner(welt, telefon="", strasse="")

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(namen, arten, orte, texte, texte), min_size=1, max_size=6))
    def pruefe(zeilen):
        vorher = abbild()
        lauf = importiere(*[["", n, a, "", s, "", o, t, "", ""] for n, a, o, s, t in zeilen])
        nimm_zurueck(lauf=lauf, bereich=leitstelle())
        assert abbild() == vorher

    pruefe()


# --- In the background --------------------------------------------------------------------------------------------


@pytest.fixture
def lang(monkeypatch):
    """Lists of two rows are long, portions hold one row."""
    for modul in (lauf_modul, uebernehmen, zuruecknehmen):
        monkeypatch.setattr(modul, "SOFORT_HOECHSTENS", 1)
        monkeypatch.setattr(modul, "STAPEL", 1)


def vorschau(*zeilen) -> Importlauf:
    lauf = lege_an(tabelle=lies(liste(KOPF, *zeilen)), dateiname="x.csv", bereich=leitstelle())
    bearbeite(lauf.pk)
    return Importlauf.objects.get(pk=lauf.pk)


def test_lange_liste_laeuft_im_hintergrund(welt: Welt, lang):
    lauf = lege_an(tabelle=lies(liste(KOPF, KITA, SCHULE)), dateiname="x.csv", bereich=leitstelle())
    assert (lauf.zustand, lauf.umfang) == (Zustand.PRUEFUNG, 2)
    bearbeite(lauf.pk)
    lauf.refresh_from_db()
    assert (lauf.zustand, gezaehlt(lauf)) == (Zustand.VORSCHAU, {"neu": 2})
    assert uebernimm(lauf=lauf, bereich=leitstelle()).zustand == Zustand.UEBERNAHME
    assert Netzwerkpartner.objects.count() == 0
    for _ in range(2):
        bearbeite(lauf.pk)
        lauf.refresh_from_db()
        assert (lauf.zustand, lauf.fortschritt, Netzwerkpartner.objects.count()) == (Zustand.UEBERNOMMEN, 2, 2)
    assert nimm_zurueck(lauf=lauf, bereich=leitstelle()).zustand == Zustand.RUECKNAHME
    bearbeite(lauf.pk)
    lauf.refresh_from_db()
    assert (lauf.zustand, Netzwerkpartner.objects.count()) == (Zustand.ZURUECK, 0)


def test_nach_einem_absturz_geht_es_dort_weiter(welt: Welt, lang, monkeypatch):
    lauf = vorschau(KITA, SCHULE, TRIER)
    uebernimm(lauf=lauf, bereich=leitstelle())
    schreibe, geschrieben = uebernehmen.schreibe_stapel, []

    def stirb(*args):
        if len(geschrieben) == 2:
            raise SystemExit
        geschrieben.append(args)
        schreibe(*args)

    monkeypatch.setattr(uebernehmen, "schreibe_stapel", stirb)
    with pytest.raises(SystemExit):
        bearbeite(lauf.pk)
    monkeypatch.setattr(uebernehmen, "schreibe_stapel", schreibe)
    assert Netzwerkpartner.objects.count() == 2
    assert beanspruche(lauf.pk) is None, "the claim of the dead one still holds"
    Importlauf.objects.filter(pk=lauf.pk).update(herzschlag=timezone.now() - timedelta(minutes=2))
    assert stosse_an(Importlauf.objects.get(pk=lauf.pk))
    bearbeite(lauf.pk)
    lauf.refresh_from_db()
    assert (lauf.zustand, Netzwerkpartner.objects.count(), Herkunft.objects.count()) == (Zustand.UEBERNOMMEN, 3, 3)
    assert gezaehlt(lauf) == {"neu": 3}


def test_abgebrochen_ist_nichts_geschrieben(welt: Welt, lang, monkeypatch):
    lauf = vorschau(KITA, SCHULE)
    vorher = abbild()
    uebernimm(lauf=lauf, bereich=leitstelle())
    schreibe = uebernehmen.schreibe_stapel

    def schreibe_und_brich_ab(*args):
        schreibe(*args)
        assert brich_ab(lauf)

    monkeypatch.setattr(uebernehmen, "schreibe_stapel", schreibe_und_brich_ab)
    bearbeite(lauf.pk)
    lauf.refresh_from_db()
    assert (lauf.zustand, abbild(), gezaehlt(lauf)) == (Zustand.VORSCHAU, vorher, {"neu": 2})
    assert lauf.meldung == "Die Übernahme wurde abgebrochen. Alles Geschriebene wurde zurückgenommen."


def test_ein_fehler_nimmt_alles_zurueck(welt: Welt, lang, monkeypatch):
    lauf = vorschau(KITA, SCHULE)
    uebernimm(lauf=lauf, bereich=leitstelle())
    schreibe, geschrieben = uebernehmen.schreibe_stapel, []

    def scheitere(*args):
        if geschrieben:
            raise RuntimeError("disk full")
        geschrieben.append(args)
        schreibe(*args)

    monkeypatch.setattr(uebernehmen, "schreibe_stapel", scheitere)
    bearbeite(lauf.pk)
    lauf.refresh_from_db()
    assert (lauf.zustand, Netzwerkpartner.objects.count()) == (Zustand.VORSCHAU, 0)
    assert lauf.meldung.startswith("Beim Übernehmen ist ein Fehler aufgetreten.")


def test_gemerkte_zuordnung_gilt_fuer_dieselben_spalten(welt: Welt):
    kopf = ["Gattung", "Bezeichnung", "Sitz"]
    lauf = lege_an(tabelle=lies(liste(kopf, ["manege", "Zirkus", "Konz"])), dateiname="a.csv", bereich=leitstelle())
    zuordnung = Zuordnung({"Bezeichnung": "name", "Gattung": "kategorie", "Sitz": "ort"}, {"manege": "verein"}, "")
    ordne_neu_zu(lauf=lauf, zuordnung=zuordnung, bereich=leitstelle())
    lauf.refresh_from_db()
    vorlage = merke_vorlage(lauf=lauf, name=" Zirkusliste ", bereich=leitstelle())
    zweite = lege_an(
        tabelle=lies(liste(["Sitz", "Gattung", "Bezeichnung"], ["Konz", "manege", "Zelt"])),
        dateiname="b.csv",
        bereich=leitstelle(),
    )
    assert (zweite.vorlage, str(vorlage), gezaehlt(zweite)) == (vorlage, "Zirkusliste", {"neu": 1})
    with pytest.raises(ValidationError, match="einen Namen"):
        merke_vorlage(lauf=lauf, name=" ", bereich=leitstelle())
