"""Bus factor (K10): what rests on one person or one Träger, against a count done by hand."""

import random
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from konten.rules import Rolle
from netzwerk.models import Einsatz, Kontaktbeteiligung, Vorstellung
from netzwerk.rules.getragen import Beleg, Tragart, Tragende, Vertretung, fenster, getragenheit
from netzwerk.selectors.getragen import getragene, nur_von, quartalsverlauf
from partner.models import Vereinbarung, Wirkungsbereich
from sozialraum.models import Zustaendigkeit
from tests.netzwerk.test_abdeckung_daten import neuer_kontakt
from tests.welt import ANFANG, Welt, neue_fachkraft, neuer_partner

STICHTAG = date(2026, 11, 22)
NEULICH = date(2026, 10, 1)
ANNA, BERTA = Tragende(1, 11), Tragende(2, 12)


def urteil(*belege: Beleg, hat_vereinbarung: bool = False, vertretungen: tuple[Vertretung, ...] = ()):
    lage = getragenheit(
        belege,
        STICHTAG,
        kontakte=len(belege),
        hat_vereinbarung=hat_vereinbarung,
        vertretungen=vertretungen,
    )
    return lage and lage.art


@pytest.mark.parametrize(
    ("belege", "weiteres", "erwartet"),
    [
        ([], {}, None),
        ([Beleg(ANNA, 1, NEULICH)], {}, Tragart.PERSON),
        ([Beleg(ANNA, 1, NEULICH), Beleg(ANNA, 2, NEULICH)], {}, Tragart.PERSON),
        ([Beleg(ANNA, 1, NEULICH), Beleg(BERTA, 1, NEULICH)], {}, Tragart.TRAEGER),
        ([Beleg(ANNA, 1, NEULICH), Beleg(BERTA, 2, NEULICH)], {}, None),
        ([Beleg(ANNA, 1, NEULICH), Beleg(BERTA, None, NEULICH)], {}, None),
        ([Beleg(ANNA, 1, NEULICH)], {"hat_vereinbarung": True}, None),
        ([Beleg(ANNA, 1, NEULICH)], {"vertretungen": (Vertretung(11, 2),)}, None),
        ([Beleg(ANNA, 1, NEULICH)], {"vertretungen": (Vertretung(11, 1),)}, Tragart.TRAEGER),
        ([Beleg(ANNA, 1, NEULICH)], {"vertretungen": (Vertretung(12, 2),)}, Tragart.PERSON),
    ],
)
def test_die_regel_nennt_die_schwaechste_stelle(belege, weiteres, erwartet):
    assert urteil(*belege, **weiteres) == erwartet


def test_das_fenster_sind_genau_24_monate():
    assert fenster(STICHTAG) == (date(2024, 11, 23), STICHTAG)


def test_satz_und_rechnung_nennen_zahlen_und_tage():
    lage = getragenheit([Beleg(ANNA, 1, NEULICH)] * 3, STICHTAG, kontakte=3, hat_vereinbarung=False, vertretungen=[])
    assert lage.satz("Anna Muster", "Beispieltal") == (
        "Alle 3 Kontakte der letzten 24 Monate führte Anna Muster. "
        "Es gibt keine gültige Vereinbarung und keine vorgestellte Vertretung."
    )
    assert lage.rechnung[0] == "Zählende Kontakte vom 23.11.2024 bis 22.11.2026: 3, zuletzt am 01.10.2026."


# --- From the records -------------------------------------------------------------------------------------------------


def arten(welt: Welt, stichtag: date = STICHTAG) -> dict[str, Tragart]:
    return {eines.partner_name: eines.art for eines in getragene(stichtag, [welt.konz.pk])}


def test_nur_eine_person_bis_eine_zweite_dazukommt(welt: Welt):
    partner = neuer_partner(welt)
    anna = welt.personen["netzwerk_konz"]
    neuer_kontakt(anna, partner, welt.konz, NEULICH)
    (eines,) = getragene(STICHTAG)
    assert (eines.art, eines.personen, eines.traeger) == (Tragart.PERSON, ("Netzwerk Muster",), ("Beispieltal",))
    assert [g.partner_id for g in nur_von(anna.netzwerkfachkraft.pk, welt.konz.pk, STICHTAG)] == [partner.pk]
    neuer_kontakt(neue_fachkraft(welt, "kollegin", "konz", "beispieltal"), partner, welt.konz, NEULICH)
    assert arten(welt) == {"Kita Beispielbach": Tragart.TRAEGER}
    assert nur_von(anna.netzwerkfachkraft.pk, welt.konz.pk, STICHTAG) == []
    neuer_kontakt(neue_fachkraft(welt, "nachbarin", "konz", "musterhof"), partner, welt.konz, NEULICH)
    assert arten(welt) == {}


def test_ein_alter_kontakt_zaehlt_nicht_mehr(welt: Welt):
    partner = neuer_partner(welt)
    neuer_kontakt(welt.personen["netzwerk_konz"], partner, welt.konz, date(2024, 11, 22))
    assert arten(welt) == {}
    assert arten(welt, STICHTAG - timedelta(days=1)) == {"Kita Beispielbach": Tragart.PERSON}


def test_vereinbarung_zaehlt_nur_solange_und_wo_sie_gilt(welt: Welt):
    partner = neuer_partner(welt)
    neuer_kontakt(welt.personen["netzwerk_konz"], partner, welt.konz, NEULICH)
    vereinbarung = Vereinbarung.objects.create(titel="Kooperation", art="kooperation", von=ANFANG, bis=STICHTAG)
    vereinbarung.partner.add(partner)
    vereinbarung.sozialraeume.add(welt.saarburg)
    assert arten(welt) == {"Kita Beispielbach": Tragart.PERSON}
    vereinbarung.sozialraeume.add(welt.konz)
    assert arten(welt) == {}
    assert arten(welt, STICHTAG + timedelta(days=1)) == {"Kita Beispielbach": Tragart.PERSON}


def test_vertretung_zaehlt_erst_wenn_sie_vorgestellt_ist(welt: Welt):
    partner = neuer_partner(welt)
    anna, vertretung = welt.personen["netzwerk_konz"], welt.personen["netzwerk_saarburg"]
    neuer_kontakt(anna, partner, welt.konz, NEULICH)
    Zustaendigkeit.objects.create(benutzer=vertretung, rolle=Rolle.NETZWERK, vertritt=anna, von=ANFANG, bis=STICHTAG)
    assert arten(welt) == {"Kita Beispielbach": Tragart.PERSON}
    stelle = {"fachkraft": vertretung.netzwerkfachkraft, "partner": partner}
    Vorstellung.objects.create(**stelle, art="steckbrief", am=NEULICH)
    assert arten(welt) == {"Kita Beispielbach": Tragart.PERSON}
    Vorstellung.objects.create(**stelle, art="persoenlich", am=NEULICH)
    assert arten(welt) == {}
    assert arten(welt, STICHTAG + timedelta(days=1)) == {"Kita Beispielbach": Tragart.PERSON}


def test_die_uhr_folgt_dem_partner_in_einen_neuen_sozialraum(welt: Welt):
    partner = neuer_partner(welt)
    neuer_kontakt(welt.personen["netzwerk_konz"], partner, welt.konz, NEULICH)
    alt = Wirkungsbereich.objects.get(partner=partner)
    alt.bis = date(2026, 10, 31)
    alt.save()
    Wirkungsbereich.objects.create(partner=partner, sozialraum=welt.saarburg, von=date(2026, 11, 1), vorgaenger=alt)
    assert arten(welt) == {}
    assert [g.art for g in getragene(STICHTAG, [welt.saarburg.pk])] == [Tragart.PERSON]


def test_der_traeger_ist_der_des_einsatzes_an_dem_tag(welt: Welt):
    partner = neuer_partner(welt)
    anna = welt.personen["netzwerk_konz"]
    neuer_kontakt(anna, partner, welt.konz, date(2025, 6, 1))
    einsatz = Einsatz.objects.get(fachkraft__benutzer=anna)
    einsatz.bis = date(2025, 12, 31)
    einsatz.save()
    Einsatz.objects.create(
        fachkraft=anna.netzwerkfachkraft, sozialraum=welt.konz, traeger=welt.traeger["musterhof"], vzae="0.3",
        von=date(2026, 1, 1), zustand="bestaetigt",
    )  # fmt: skip
    neuer_kontakt(anna, partner, welt.konz, NEULICH)
    (eines,) = getragene(STICHTAG)
    assert (eines.art, eines.traeger) == (Tragart.PERSON, ("Beispieltal", "Musterhof"))


def test_quartalsverlauf_rechnet_jeden_stand_fuer_sich(welt: Welt):
    partner = neuer_partner(welt)
    neuer_kontakt(welt.personen["netzwerk_konz"], partner, welt.konz, date(2025, 5, 5))
    neuer_kontakt(neue_fachkraft(welt, "kollegin", "konz", "beispieltal"), partner, welt.konz, date(2026, 2, 2))
    verlauf = quartalsverlauf(STICHTAG, [welt.konz.pk])
    assert [stand.quartal.kurz for stand in verlauf] == [
        *("4. Qu. 2024", "1. Qu. 2025", "2. Qu. 2025", "3. Qu. 2025"),
        *("4. Qu. 2025", "1. Qu. 2026", "2. Qu. 2026", "3. Qu. 2026"),
    ]
    assert [stand.person for stand in verlauf] == [0, 0, 1, 1, 1, 0, 0, 0]
    assert [stand.nur_traeger for stand in verlauf] == [0, 0, 0, 0, 0, 1, 1, 1]


@pytest.mark.parametrize("saat", range(3))
def test_zufall_gegen_die_abzaehlung_von_hand(welt: Welt, saat: int):
    """Random contacts; a second, slow reading of the rule counts partner by partner."""
    zufall = random.Random(saat)
    leute = [
        welt.personen["netzwerk_konz"],
        neue_fachkraft(welt, "kollegin", "konz", "beispieltal"),
        neue_fachkraft(welt, "nachbarin", "konz", "musterhof"),
    ]
    for nummer in range(12):
        partner = neuer_partner(welt, f"Kita {nummer:02}")
        for _ in range(zufall.randint(0, 3)):
            tag = STICHTAG - timedelta(days=zufall.randint(0, 1100))
            neuer_kontakt(zufall.choice(leute), partner, welt.konz, tag)
    for stichtag in (STICHTAG, STICHTAG - timedelta(days=200)):
        assert arten(welt, stichtag) == _von_hand(stichtag)


def _von_hand(stichtag: date) -> dict[str, Tragart]:
    ergebnis: dict[str, Tragart] = {}
    beginn = stichtag.replace(year=stichtag.year - 2)
    for partner_id in Kontaktbeteiligung.objects.values_list("partner", flat=True).distinct():
        zeilen = [
            zeile
            for zeile in Kontaktbeteiligung.objects.filter(partner=partner_id, zaehlt=True)
            if beginn < zeile.am <= stichtag
        ]
        personen = {zeile.kontakt.erfasst_von_id for zeile in zeilen}
        traeger = {zeile.kontakt.erfasst_von.netzwerkfachkraft.traeger_id for zeile in zeilen}
        if zeilen and len(traeger) == 1:
            ergebnis[zeilen[0].partner.name] = Tragart.PERSON if len(personen) == 1 else Tragart.TRAEGER
    return ergebnis


def test_die_zahl_der_abfragen_haengt_nicht_von_der_menge_ab(welt: Welt):
    def zaehle() -> tuple[int, int]:
        with CaptureQueriesContext(
            connection,
        ) as liste:
            getragene(STICHTAG)
        with CaptureQueriesContext(connection) as verlauf:
            quartalsverlauf(STICHTAG, [welt.konz.pk])
        return len(liste), len(verlauf)

    anzahlen = set()
    for nummer in range(12):
        neuer_kontakt(welt.personen["netzwerk_konz"], neuer_partner(welt, f"Kita {nummer}"), welt.konz, NEULICH)
        if nummer + 1 in (1, 3, 12):
            anzahlen.add(zaehle())
    assert len(anzahlen) == 1
    liste, verlauf = anzahlen.pop()
    assert (liste <= 13, verlauf <= 10) == (True, True), (liste, verlauf)
