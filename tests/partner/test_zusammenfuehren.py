"""Merging two entries and taking it back: nothing is lost, both come back exactly."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finanzen.models import Projekt
from konten.models import Protokolleintrag
from netzwerk.models import Bedarfsmeldung, Kontakt, Kontaktbeteiligung, Thema, Vorstellung, Wiedervorlage
from netzwerk.selectors.bedarf import quellen_aus
from partner.models import (
    Angabenpruefung,
    Aussenstelle,
    Funktionsadresse,
    Herkunft,
    Importlauf,
    Importzeile,
    Intervall,
    Kategoriezuordnung,
    Netzwerkpartner,
    Partnerzustand,
    Schliesszeit,
    Vereinbarung,
    Wirkungsbereich,
    Zusammenfuehrung,
)
from partner.rules.zusammenfuehren import FELDER, Wahl
from partner.selectors.dubletten import heutige_schluessel
from partner.services.trennen import kuerze_journale, nimm_zurueck
from partner.services.zusammenfuehren import BLEIBT_LIEGEN, bezuege, fuehre_zusammen, plane
from partner.views.dubletten import journalzahlen
from tests.netzwerk.gremien import neues_gremium, sitz
from tests.welt import ANFANG, Welt, neue_ansprechperson, neuer_partner

pytestmark = pytest.mark.django_db
ALLES_BLEIBT = {feld.name: Wahl.BLEIBT for feld in FELDER}


def zusammen(welt: Welt, bleibt, weicht, wahl=ALLES_BLEIBT) -> Zusammenfuehrung:
    bleibt.refresh_from_db()
    weicht.refresh_from_db()
    return fuehre_zusammen(
        bleibt=bleibt,
        weicht=weicht,
        wahl=wahl,
        versionen=(bleibt.version, weicht.version),
        durch=welt.personen["leitstelle"],
    )


def kontakt(welt: Welt, *partner, am: date = ANFANG) -> Kontakt:
    eintrag = Kontakt.objects.create(
        art="telefonat", bezug="uebergreifend", am=am, inhalt="Absprache", erfasst_von=welt.personen["netzwerk_konz"]
    )
    for einer in partner:
        Kontaktbeteiligung.objects.create(
            kontakt=eintrag, partner=einer, sozialraum=welt.konz, am=am, ergebnis="erreicht"
        )
    return eintrag


def abbild(*partner) -> dict[str, list[dict]]:
    """All rows of all tables that name these partners, and the entries themselves, without versions and time stamps."""
    ids = [einer.pk for einer in partner]
    bild = {"partner": _werte(Netzwerkpartner.objects.filter(pk__in=ids))}
    for modell, spalte in bezuege():
        bild[f"{modell._meta.label}.{spalte}"] = _werte(modell._base_manager.filter(**{f"{spalte}__in": ids}))
    return bild


def _werte(menge: models.QuerySet) -> list[dict]:
    return [
        {name: wert for name, wert in zeile.items() if name not in ("version", "geaendert_am")}
        for zeile in menge.order_by("pk").values()
    ]


def test_jede_tabelle_mit_partnern_ist_bedacht():
    genannt = {modell._meta.label for modell, _ in bezuege()}
    assert {
        "finanzen.Projekt_partner", "netzwerk.Bedarfsmeldung_quellen", "netzwerk.Gremienmitglied",
        "netzwerk.Kontaktbeteiligung", "netzwerk.Teilnahme", "netzwerk.Vorstellung", "netzwerk.Wiedervorlage",
        "partner.Angabenpruefung", "partner.Aussenstelle", "partner.Funktionsadresse",
        "partner.Funktion", "partner.Herkunft", "partner.Importzeile", "partner.Intervall",
        "partner.Kategoriezuordnung", "partner.Partnerzustand", "partner.Schliesszeit",
        "partner.Vereinbarung_partner", "partner.Wirkungsbereich",
    } <= genannt  # fmt: skip
    assert not genannt & {modell._meta.label for modell in BLEIBT_LIEGEN}


def test_alles_zieht_um(welt: Welt):
    bleibt, weicht = neuer_partner(welt, "Kita Nord"), neuer_partner(welt, "Kita Nord e. V.", sozialraum="saarburg")
    gespraech = kontakt(welt, weicht)
    funktion, gremiensitz = neue_ansprechperson(weicht), sitz(neues_gremium(welt), weicht)
    zusammen(welt, bleibt, weicht)
    for zeile in (gespraech.beteiligungen.get(), funktion, gremiensitz):
        zeile.refresh_from_db()
        assert zeile.partner == bleibt
    raeume = set(Wirkungsbereich.objects.filter(partner=bleibt).values_list("sozialraum__kuerzel", flat=True))
    assert raeume == {"konz", "saarburg"}
    weicht.refresh_from_db()
    assert weicht.aufgegangen_in == bleibt
    assert not any(rows for name, rows in abbild(weicht).items() if name != "partner")


def test_zeile_einer_liste_zieht_um(welt: Welt):
    """Rows of a list are not audited themselves; the entry that came from one is merged like any other."""
    bleibt, weicht = neuer_partner(welt, "Kita Konz"), neuer_partner(welt, "Kita Konz (Liste)")
    lauf = Importlauf.objects.create(dateiname="liste.csv", pruefsumme="", kodierung="utf-8", trennzeichen=";")
    zeile = Importzeile.objects.create(lauf=lauf, nummer=2, ergebnis=Importzeile.Ergebnis.NEU, partner=weicht)
    akte = zusammen(welt, bleibt, weicht)
    zeile.refresh_from_db()
    assert zeile.partner == bleibt
    nimm_zurueck(zusammenfuehrung=akte, durch=welt.personen["leitstelle"])
    zeile.refresh_from_db()
    assert zeile.partner == weicht


def test_gemeinsamer_kontakt_zaehlt_einmal(welt: Welt):
    bleibt, weicht = neuer_partner(welt, "Kita Nord"), neuer_partner(welt, "Kita Nord e. V.")
    gespraech = kontakt(welt, bleibt, weicht)
    plan = {
        umzug.modell: (len(umzug.verschoben), umzug.schon_dort)
        for umzug in plane(bleibt=bleibt, weicht=weicht).nicht_leere
    }
    assert plan[Kontaktbeteiligung] == (0, 1)
    akte = zusammen(welt, bleibt, weicht)
    assert [b.partner for b in gespraech.beteiligungen.all()] == [bleibt]
    assert nimm_zurueck(zusammenfuehrung=akte, durch=welt.personen["jugendamt"]) == []
    assert {b.partner for b in gespraech.beteiligungen.all()} == {bleibt, weicht}


def test_ruecknahme_auch_wenn_der_gemeinsame_kontakt_geloescht_ist(welt: Welt):
    bleibt, weicht = neuer_partner(welt, "Kita Nord"), neuer_partner(welt, "Kita Nord e. V.")
    gespraech = kontakt(welt, bleibt, weicht)
    akte = zusammen(welt, bleibt, weicht)
    gespraech.delete()
    hinweise = nimm_zurueck(zusammenfuehrung=akte, durch=welt.personen["jugendamt"])
    assert hinweise == ["Beteiligungen an Kontakten: 1 Eintrag seitdem entfernt."]
    connection.check_constraints()
    assert set(Netzwerkpartner.objects.eigenstaendig()) >= {bleibt, weicht}


def test_alte_schluessel_meinen_den_eintrag_der_blieb(welt: Welt):
    """Forms that were open, and drafts, still name the entries that went into others."""
    a, b, c, d = (neuer_partner(welt, f"Kita {name}") for name in "ABCD")
    zusammen(welt, b, a)
    zusammen(welt, c, b)
    assert heutige_schluessel([a.uuid, b.uuid, c.uuid, uuid4()]) == {a.uuid: c.uuid, b.uuid: c.uuid}
    bereich = welt.person("netzwerk_konz").bereich
    assert quellen_aus(bereich, [str(d.uuid), str(a.uuid), str(c.uuid), "Unsinn"]) == [d, c]


def test_gleiche_zustaendigkeit_wird_um_die_freien_tage_laenger(welt: Welt):
    bleibt = neuer_partner(welt, "Kita Nord", von=date(2025, 1, 1))
    weicht = neuer_partner(welt, "Kita Nord e. V.", von=date(2024, 1, 1))
    zusammen(welt, bleibt, weicht)
    for modell in (Wirkungsbereich, Kategoriezuordnung, Partnerzustand):
        spannen = modell.objects.filter(partner=bleibt).order_by("von").values_list("von", "bis")
        assert list(spannen) == [(date(2024, 1, 1), date(2024, 12, 31)), (date(2025, 1, 1), None)]


def test_felder_nach_wahl_und_zurueck(welt: Welt):
    bleibt = neuer_partner(welt, "Kita Nord", telefon="1", aufgaben="Frühstück", breite="49.700000", laenge="6.580000")
    weicht = neuer_partner(welt, "Kita Nörd", telefon="2", aufgaben="Elternabend", strasse="Weg 1")
    wahl = ALLES_BLEIBT | {"telefon": Wahl.WEICHT, "aufgaben": Wahl.BEIDE, "anschrift": Wahl.WEICHT}
    akte = zusammen(welt, bleibt, weicht, wahl)
    bleibt.refresh_from_db()
    assert (bleibt.telefon, bleibt.aufgaben, bleibt.strasse) == ("2", "Frühstück\n\nElternabend", "Weg 1")
    assert bleibt.breite is None
    assert "weg 1" in bleibt.such_norm
    Netzwerkpartner.objects.filter(pk=bleibt.pk).update(telefon="3")
    hinweise = nimm_zurueck(zusammenfuehrung=akte, durch=welt.personen["jugendamt"])
    bleibt.refresh_from_db()
    assert (bleibt.telefon, bleibt.aufgaben, bleibt.strasse, str(bleibt.breite)) == ("3", "Frühstück", "", "49.700000")
    assert hinweise == ["Telefon: seitdem geändert, bleibt wie sie ist."]


def test_neues_bleibt_beim_eintrag_der_blieb(welt: Welt):
    bleibt, weicht = neuer_partner(welt, "Kita Nord"), neuer_partner(welt, "Kita Nord e. V.")
    alt = kontakt(welt, weicht)
    akte = zusammen(welt, bleibt, weicht)
    neu = kontakt(welt, bleibt, am=ANFANG + timedelta(days=5))
    nimm_zurueck(zusammenfuehrung=akte, durch=welt.personen["jugendamt"])
    assert (alt.beteiligungen.get().partner, neu.beteiligungen.get().partner) == (weicht, bleibt)


def test_aufgegangener_ist_nirgends_mehr(welt: Welt):
    bleibt, weicht = neuer_partner(welt, "Kita Nord"), neuer_partner(welt, "Kita Nord e. V.")
    zusammen(welt, bleibt, weicht)
    for name in ("netzwerk_konz", "leitstelle"):
        bereich = welt.personen[name].bereich
        menge = Netzwerkpartner.objects
        for sicht in (menge.sichtbar_fuer(bereich), menge.bearbeitbar_fuer(bereich), menge.waehlbar_fuer(bereich)):
            assert list(sicht) == [bleibt]


@pytest.mark.parametrize("fall", ["dasselbe", "geändert", "schon aufgegangen"])
def test_was_nicht_geht(welt: Welt, fall: str):
    bleibt, weicht = neuer_partner(welt, "Kita Nord"), neuer_partner(welt, "Kita Nord e. V.")
    versionen = (bleibt.version, weicht.version)
    if fall == "geändert":
        Netzwerkpartner.objects.filter(pk=weicht.pk).update(version=7)
    if fall == "schon aufgegangen":
        Netzwerkpartner.objects.filter(pk=weicht.pk).update(aufgegangen_in=neuer_partner(welt, "Dritte"))
    durch, andere = welt.personen["leitstelle"], bleibt if fall == "dasselbe" else weicht
    vorher = abbild(bleibt, weicht)
    with pytest.raises(ValidationError), transaction.atomic():
        fuehre_zusammen(bleibt=bleibt, weicht=andere, wahl=ALLES_BLEIBT, versionen=versionen, durch=durch)
    assert abbild(bleibt, weicht) == vorher


def test_ruecknahme_nur_einmal_und_nur_dreissig_tage(welt: Welt):
    bleibt, weicht = neuer_partner(welt, "Kita Nord"), neuer_partner(welt, "Kita Nord e. V.")
    akte = zusammen(welt, bleibt, weicht)
    # A day more than needed: over the end of summer time an hour before midnight is the next day.
    Zusammenfuehrung.objects.update(erstellt_am=timezone.now() - timedelta(days=32))
    with pytest.raises(ValidationError, match="30 Tagen"):
        nimm_zurueck(zusammenfuehrung=akte, durch=welt.personen["jugendamt"])
    Zusammenfuehrung.objects.update(erstellt_am=timezone.now())
    nimm_zurueck(zusammenfuehrung=akte, durch=welt.personen["jugendamt"])
    with pytest.raises(ValidationError, match="schon zurückgenommen"):
        nimm_zurueck(zusammenfuehrung=akte, durch=welt.personen["jugendamt"])


def test_nach_dreissig_tagen_haelt_das_journal_keine_worte_mehr(welt: Welt):
    heute = timezone.localdate()
    bleibt = neuer_partner(welt, "Kita Nord", telefon="06501 1")
    weicht = neuer_partner(welt, "Kita Nord e. V.", telefon="06501 2", notiz="Frau Beispiel fragen")
    kontakt(welt, bleibt, weicht)
    akte = zusammen(welt, bleibt, weicht, {feld.name: Wahl.WEICHT for feld in FELDER})
    assert "06501 1" in str(akte.journal)
    assert kuerze_journale(heute + timedelta(days=30)) == 0
    zahlen = journalzahlen(akte.journal)
    assert [kuerze_journale(heute + timedelta(days=31)) for _ in range(2)] == [1, 0]
    akte.refresh_from_db()
    assert not [wort for wort in ("06501", "Beispiel", "Kita") if wort in str(akte.journal)]
    assert journalzahlen(akte.journal) == zahlen


def test_ketten_loesen_sich_von_hinten(welt: Welt):
    a, b, c = (neuer_partner(welt, f"Kita {name}") for name in "ABC")
    vorher = abbild(a, b, c)
    erste = zusammen(welt, b, a)
    zweite = zusammen(welt, c, b)
    with pytest.raises(ValidationError, match="selbst"):
        nimm_zurueck(zusammenfuehrung=erste, durch=welt.personen["jugendamt"])
    for akte in (zweite, erste):
        assert nimm_zurueck(zusammenfuehrung=akte, durch=welt.personen["jugendamt"]) == []
    assert abbild(a, b, c) == vorher


def test_protokoll_nennt_jeden_umzug(welt: Welt):
    bleibt, weicht = neuer_partner(welt, "Kita Nord"), neuer_partner(welt, "Kita Nord e. V.")
    funktion = neue_ansprechperson(weicht)
    vereinbarung = Vereinbarung.objects.create(titel="Wege", art="kooperation", von=ANFANG)
    vereinbarung.partner.add(weicht)
    Protokolleintrag.objects.all().delete()
    zusammen(welt, bleibt, weicht)
    eintraege = [(e.content_type.model, e.object_id, e.changes) for e in Protokolleintrag.objects.all()]
    assert ("funktion", funktion.pk, {"partner": [str(weicht.pk), str(bleibt.pk)]}) in eintraege
    m2m = {"type": "m2m", "operation": "add", "objects": [bleibt.pk]}
    assert ("vereinbarung", vereinbarung.pk, {"partner": m2m}) in eintraege


TAGE = st.integers(0, 40).map(lambda nummer: ANFANG + timedelta(days=nummer * 9))
SPANNEN = st.lists(st.tuples(TAGE, st.one_of(st.none(), st.integers(0, 200))), max_size=3)
BESTAND = st.fixed_dictionaries(
    {
        "konz": SPANNEN, "saarburg": SPANNEN, "schliesszeit": SPANNEN, "kontakte": st.lists(TAGE, max_size=4),
        "gemeinsam": st.lists(TAGE, max_size=2), "verbunden": st.sets(st.sampled_from("vbpwn")),
        "orte": SPANNEN, "pruefungen": st.lists(TAGE, max_size=2),
    }
)  # fmt: skip


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(BESTAND, BESTAND)
def test_hin_und_zurueck_ist_wie_nie_gewesen(welt: Welt, eins, zwei):
    """Random rows in every table: merged, each is found at the entry that stays; taken back, all is as before."""
    with transaction.atomic():
        bleibt, weicht = _partner(welt, "Kita Nord", eins), _partner(welt, "Kita Nord e. V.", zwei)
        _verbinde(welt, bleibt, weicht, eins, zwei)
        vorher = abbild(bleibt, weicht)
        tage = _tage(bleibt, weicht)
        akte = zusammen(welt, bleibt, weicht)
        assert _tage(bleibt) == tage
        assert _tage(weicht) == set()
        assert _kontakte(bleibt) == {zeile["kontakt_id"] for zeile in vorher["netzwerk.Kontaktbeteiligung.partner_id"]}
        assert nimm_zurueck(zusammenfuehrung=akte, durch=welt.personen["jugendamt"]) == []
        assert abbild(bleibt, weicht) == vorher
        transaction.set_rollback(True)


def _tage(*partner) -> set[tuple[int, date]]:
    """Sozialraum and day for every day of two years on which one of them serves it."""
    zeilen = list(Wirkungsbereich.objects.filter(partner__in=partner))
    return {
        (zeile.sozialraum_id, tag) for zeile in zeilen for nummer in range(730)
        if zeile.gilt_am(tag := ANFANG + timedelta(days=nummer))
    }  # fmt: skip


def _kontakte(partner) -> set[int]:
    return set(Kontaktbeteiligung.objects.filter(partner=partner).values_list("kontakt", flat=True))


def _partner(welt: Welt, name: str, bestand) -> Netzwerkpartner:
    partner = neuer_partner(welt, name, sozialraum=None)
    neue_ansprechperson(partner)
    Herkunft.objects.create(partner=partner, quelle="Liste", zeile=1)
    Intervall.objects.create(partner=partner, sozialraum=welt.konz, tage=30, von=ANFANG, begruendung="eng")
    for raum in ("konz", "saarburg"):
        belegt = ANFANG
        for von, dauer in sorted(bestand[raum], key=lambda spanne: spanne[0]):
            if von >= belegt:
                bis = None if dauer is None else von + timedelta(days=dauer)
                Wirkungsbereich.objects.create(partner=partner, sozialraum=welt.sozialraeume[raum], von=von, bis=bis)
                belegt = date.max if bis is None else bis + timedelta(days=1)
    for von, dauer in bestand["schliesszeit"]:
        Schliesszeit.objects.create(partner=partner, bezeichnung="zu", von=von, bis=von + timedelta(days=dauer or 0))
    for am in bestand["kontakte"]:
        kontakt(welt, partner, am=am)
    for von, _ in bestand["orte"]:
        Aussenstelle.objects.create(partner=partner, bezeichnung="Tawern", ort="Tawern", von=von)
        Funktionsadresse.objects.create(partner=partner, bezeichnung="Büro", telefon="06501 1", von=von)
    for am in bestand["pruefungen"]:
        Angabenpruefung.objects.create(partner=partner, am=am, durch=welt.personen["leitstelle"])
    return partner


def _verbinde(welt: Welt, bleibt, weicht, eins, zwei) -> None:
    for am in eins["gemeinsam"]:
        kontakt(welt, bleibt, weicht, am=am)
    vereinbarung = Vereinbarung.objects.create(titel="Wege", art="kooperation", von=ANFANG)
    meldung = Bedarfsmeldung.objects.create(
        sozialraum=welt.konz, thema=Thema.objects.get_or_create(name="Übergang")[0], am=ANFANG, titel="Räume", text="x",
        gemeldet_von=welt.personen["netzwerk_konz"],
    )  # fmt: skip
    projekt = Projekt.objects.create(
        titel="Ferien", sozialraum=welt.konz, von=ANFANG, traeger=welt.traeger["musterhof"], ziel="Treffen", budget=1
    )
    for partner, bestand in ((bleibt, eins), (weicht, zwei)):
        if "v" in bestand["verbunden"]:
            vereinbarung.partner.add(partner)
        if "b" in bestand["verbunden"]:
            meldung.quellen.add(partner)
        if "p" in bestand["verbunden"]:
            projekt.partner.add(partner)
        if "n" in bestand["verbunden"]:
            _benenne_nachfolger(welt, partner, weicht if partner == bleibt else bleibt)
        if "w" in bestand["verbunden"]:
            Wiedervorlage.objects.create(
                was="Anrufen", am=ANFANG, partner=partner, benutzer=welt.personen["netzwerk_konz"]
            )
            fachkraft = welt.personen["netzwerk_konz"].netzwerkfachkraft
            Vorstellung.objects.create(fachkraft=fachkraft, partner=partner, am=ANFANG, art="persoenlich")


def _benenne_nachfolger(welt: Welt, partner, anderer) -> None:
    """The partner closed for the sake of the other entry, and a third one for the sake of this one."""
    partner.zustaende.update(bis=ANFANG + timedelta(days=400))
    ab = ANFANG + timedelta(days=401)
    dritter = neuer_partner(welt, f"Hort {partner.pk}", zustand="geschlossen")
    dritter.zustaende.update(nachfolger=partner)
    Partnerzustand.objects.create(partner=partner, zustand="geschlossen", von=ab, nachfolger=anderer)
