"""Coverage read from records: what counts, on which day, in how many queries."""

import uuid
from datetime import date, timedelta

import pytest

from konten.models import Benutzer
from netzwerk.models import Einsatz, Kontakt, Kontaktbeteiligung
from netzwerk.rules.abdeckung import Lage
from netzwerk.selectors.abdeckung import abdeckung, partnerzustaende
from netzwerk.services.zaehlung import zaehle_neu
from partner.models import Kategorieausnahme, Netzwerkpartner, Partnerzustand, Schliesszeit, Wirkungsbereich
from sozialraum.models import Sozialraum, Zustaendigkeit
from tests.welt import ANFANG, Welt, neuer_partner

STICHTAG = date(2026, 11, 22)


def neuer_kontakt(
    person: Benutzer,
    partner: Netzwerkpartner,
    raum: Sozialraum,
    am: date,
    art: str = "telefonat",
    ergebnis: str = "erreicht",
) -> Kontakt:
    kontakt = Kontakt.objects.create(uuid=uuid.uuid4(), art=art, am=am, bezug="uebergreifend", erfasst_von=person)
    Kontaktbeteiligung.objects.create(kontakt=kontakt, partner=partner, sozialraum=raum, am=am, ergebnis=ergebnis)
    zaehle_neu(kontakt_ids=[kontakt.pk])
    return kontakt


def lage_von(partner: Netzwerkpartner, raum: Sozialraum, stichtag: date = STICHTAG):
    return partnerzustaende(stichtag)[partner.pk, raum.pk]


def test_nur_kontakte_bis_zum_stichtag_zaehlen(welt: Welt):
    partner = neuer_partner(welt)
    for tag in (date(2026, 3, 1), date(2026, 11, 20), date(2026, 11, 23)):
        neuer_kontakt(welt.personen["netzwerk_konz"], partner, welt.konz, tag)
    assert lage_von(partner, welt.konz).letzter == date(2026, 11, 20)
    assert lage_von(partner, welt.konz, date(2026, 11, 19)).letzter == date(2026, 3, 1)
    assert lage_von(partner, welt.konz, date(2026, 2, 1)).lage == Lage.NIE


@pytest.mark.parametrize(
    ("art", "ergebnis"),
    [("telefonat", "nicht_erreicht"), ("veranstaltung", "erreicht"), ("oeffentlichkeit", "erreicht")],
)
def test_versuch_und_veranstaltung_stellen_die_uhr_nicht(welt: Welt, art: str, ergebnis: str):
    partner = neuer_partner(welt)
    neuer_kontakt(welt.personen["netzwerk_konz"], partner, welt.konz, STICHTAG, art, ergebnis)
    assert lage_von(partner, welt.konz).lage == Lage.NIE


@pytest.mark.parametrize("name", ["leitung_konz", "leitstelle", "team_konz", "netzwerk_saarburg"])
def test_kontakt_anderer_stellt_die_uhr_nicht(welt: Welt, name: str):
    partner = neuer_partner(welt)
    neuer_kontakt(welt.personen[name], partner, welt.konz, STICHTAG)
    assert lage_von(partner, welt.konz).lage == Lage.NIE


def test_kontakt_in_vertretung_zaehlt(welt: Welt):
    partner = neuer_partner(welt)
    Zustaendigkeit.objects.create(
        benutzer=welt.personen["netzwerk_saarburg"],
        rolle="netzwerk",
        vertritt=welt.personen["netzwerk_konz"],
        von=STICHTAG,
        bis=STICHTAG,
    )
    neuer_kontakt(welt.personen["netzwerk_saarburg"], partner, welt.konz, STICHTAG)
    assert lage_von(partner, welt.konz).lage == Lage.AKTUELL


def test_kontakt_vor_dem_wirkungsbereich_zaehlt_nicht(welt: Welt):
    partner = neuer_partner(welt, von=date(2026, 11, 1))
    neuer_kontakt(welt.personen["netzwerk_konz"], partner, welt.konz, date(2026, 10, 31))
    assert lage_von(partner, welt.konz).lage == Lage.NEU


def test_nachtraeglich_bestaetigter_einsatz_stellt_die_uhr(welt: Welt):
    partner = neuer_partner(welt)
    Einsatz.objects.update(zustand="vorgeschlagen")
    neuer_kontakt(welt.personen["netzwerk_konz"], partner, welt.konz, STICHTAG)
    assert lage_von(partner, welt.konz).lage == Lage.NIE
    Einsatz.objects.update(zustand="bestaetigt")
    assert zaehle_neu(sozialraum_ids=[welt.konz.pk]) == 1
    assert lage_von(partner, welt.konz).lage == Lage.AKTUELL
    assert zaehle_neu() == 0


def test_nach_neuzuschnitt_folgt_die_uhr_dem_partner_auch_ueber_zwei_schritte(welt: Welt):
    partner = neuer_partner(welt, sozialraum=None)
    erste = Wirkungsbereich.objects.create(
        partner=partner, sozialraum=welt.saarburg, von=ANFANG, bis=date(2025, 12, 31)
    )
    neuer_kontakt(welt.personen["netzwerk_saarburg"], partner, welt.saarburg, date(2025, 12, 1))
    zweite = Wirkungsbereich.objects.create(
        partner=partner,
        sozialraum=welt.sozialraeume["rst"],
        von=date(2026, 1, 1),
        bis=date(2026, 3, 31),
        vorgaenger=erste,
    )
    Wirkungsbereich.objects.create(partner=partner, sozialraum=welt.konz, von=date(2026, 4, 1), vorgaenger=zweite)
    lage = lage_von(partner, welt.konz)
    assert (lage.letzter, lage.seit) == (date(2025, 12, 1), ANFANG)
    assert set(partnerzustaende(STICHTAG)) == {(partner.pk, welt.konz.pk)}
    assert set(partnerzustaende(date(2025, 6, 1))) == {(partner.pk, welt.saarburg.pk)}


@pytest.mark.parametrize("zustand", ["ruhend", "geschlossen"])
def test_ruhende_und_geschlossene_zaehlen_nicht(welt: Welt, zustand: str):
    partner = neuer_partner(welt)
    Partnerzustand.objects.filter(partner=partner).update(bis=date(2026, 5, 31))
    Partnerzustand.objects.create(partner=partner, zustand=zustand, von=date(2026, 6, 1))
    assert partnerzustaende(STICHTAG) == {}
    assert len(partnerzustaende(date(2026, 5, 31))) == 1


def test_schule_wird_nicht_in_den_ferien_faellig(welt: Welt):
    Schliesszeit.objects.create(bezeichnung="Sommerferien", von=date(2026, 6, 29), bis=date(2026, 8, 7))
    schule = neuer_partner(welt, "Grundschule Musterberg", "schule")
    kita = neuer_partner(welt, "Kita Beispielbach", "kita")
    for partner in (schule, kita):
        neuer_kontakt(welt.personen["netzwerk_konz"], partner, welt.konz, date(2026, 1, 2))
    assert lage_von(schule, welt.konz).faellig_am == date(2026, 8, 10)
    assert lage_von(kita, welt.konz).faellig_am == date(2026, 7, 1)


def test_matrix_mit_ausnahme_und_quoten(welt: Welt):
    kita = neuer_partner(welt)
    neuer_partner(welt, "Grundschule Musterberg", "schule")
    neuer_kontakt(welt.personen["netzwerk_konz"], kita, welt.konz, STICHTAG)
    Kategorieausnahme.objects.create(
        sozialraum=welt.konz, kategorie=welt.kategorien["polizei"], begruendung="Zuständig ist Saarburg.", von=ANFANG
    )
    konz = abdeckung(STICHTAG).zeile(welt.konz.pk)
    assert [z.wort for z in konz.zellen] == ["aktuell", "1 nie erreicht", "kein Partner nötig", "nicht vorgesehen"]
    assert (konz.quote_kategorien.text, konz.quote_partner.text) == ("50 %", "50 %")
    saarburg = abdeckung(STICHTAG).zeile(welt.saarburg.pk)
    assert (saarburg.quote_kategorien.zaehler, saarburg.quote_kategorien.nenner) == (0, 3)
    assert saarburg.quote_partner.text == "–"


@pytest.mark.parametrize("anzahl", [1, 3, 12])
def test_abdeckung_braucht_sechs_abfragen(welt: Welt, anzahl: int, django_assert_num_queries):
    for nummer in range(anzahl):
        partner = neuer_partner(welt, f"Kita {nummer}")
        neuer_kontakt(welt.personen["netzwerk_konz"], partner, welt.konz, STICHTAG - timedelta(days=nummer))
    with django_assert_num_queries(6):
        ergebnis = abdeckung(STICHTAG)
    assert ergebnis.zeile(welt.konz.pk).zellen[0].gesamt == anzahl
