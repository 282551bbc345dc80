"""K34: a project from the idea to its result; who takes which step; what is linked."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from finanzen.models import Projekt
from finanzen.rules import PROJEKTFOLGEN, Projektstatus
from finanzen.rules.projekt import (
    SCHRITTNAMEN,
    abschlussfehler,
    bewilligungsfehler,
    entscheidungsfehler,
    moegliche_folgen,
)
from finanzen.selectors.haushalt import bewilligungen, haushalt_von
from finanzen.selectors.projekt import projektgeld
from finanzen.services.projekt import VIER_AUGEN, Schritt, aendere, entwirf, gehe_weiter, verknuepfe
from konten.models import Versandauftrag
from konten.rules import Rolle
from netzwerk.services.kontakt import ZwischenzeitlichGeaendert
from sozialraum.models import Zustaendigkeit
from tests.finanzen.geld import neue_ausgabe
from tests.finanzen.projekte import angaben, beantragt, bewilligt, idee, kontakt, schritt
from tests.welt import ANFANG


def test_jeder_schritt_hat_einen_namen_und_gehoert_genau_einer_seite():
    for zustand, folgen in PROJEKTFOLGEN.items():
        assert all(SCHRITTNAMEN[zustand, folge] for folge in folgen)
        traeger = moegliche_folgen(zustand, fuehrt=True, entscheidet=False)
        amt = moegliche_folgen(zustand, fuehrt=False, entscheidet=True)
        assert set(traeger) | set(amt) == set(folgen)
        assert not set(traeger) & set(amt)
    assert moegliche_folgen("beantragt", fuehrt=False, entscheidet=True) == ("bewilligt", "abgelehnt")
    assert moegliche_folgen("beantragt", fuehrt=True, entscheidet=False) == ("idee",)


@pytest.mark.parametrize(
    ("budget", "betrag", "fehler"),
    [
        ("1000", None, "Bitte geben Sie an"),
        ("1000", "1000.01", "Beantragt sind 1.000,00 €."),
        ("1000", "0", "über null"),
        ("1000", "-1", "über null"),
        ("0", "0", ""),
        ("1000", "1000", ""),
        ("1000", "0.01", ""),
    ],
)
def test_bewilligter_betrag(budget, betrag, fehler):
    satz = bewilligungsfehler(Decimal(budget), Decimal(betrag) if betrag else None)
    assert fehler in satz
    assert bool(satz) == bool(fehler)


def test_kuerzung_und_ablehnung_brauchen_einen_grund():
    assert "Ablehnung" in entscheidungsfehler("abgelehnt", Decimal(10), None, " ")
    assert "weniger" in entscheidungsfehler("bewilligt", Decimal(10), Decimal(9), "")
    assert entscheidungsfehler("bewilligt", Decimal(10), Decimal(9), "Ohne Honorar") == ""
    assert entscheidungsfehler("bewilligt", Decimal(10), Decimal(10), "") == ""


# --- Drafting -------------------------------------------------------------------------------------------------------


def test_fachkraft_entwirft_fuer_den_traeger_ihres_einsatzes(welt):
    projekt = idee(welt, "netzwerk_konz")
    assert (projekt.zustand, projekt.traeger, projekt.erfasst_von) == (
        Projektstatus.IDEE,
        welt.traeger["beispieltal"],
        welt.personen["netzwerk_konz"],
    )


@pytest.mark.parametrize(
    ("person", "raum", "traeger"),
    [
        ("netzwerk_konz", "konz", "musterhof"),
        ("netzwerk_konz", "saarburg", "beispieltal"),
        ("netzwerk_saarburg", "konz", "musterhof"),
        ("leitung_konz", "konz", "musterhof"),
        ("leitung_fremd", "konz", "beispieltal"),
        ("jugendamt", "konz", "beispieltal"),
        ("leitstelle", "konz", "beispieltal"),
        ("team_konz", "konz", "beispieltal"),
    ],
)
def test_niemand_entwirft_fuer_fremde(welt, person, raum, traeger):
    with pytest.raises(ValidationError):
        idee(welt, person, sozialraum_id=welt.sozialraeume[raum].pk, traeger_id=welt.traeger[traeger].pk)
    assert not Projekt.objects.exists()


def test_traeger_muss_dort_arbeiten(welt):
    with pytest.raises(ValidationError, match="nicht in diesem Sozialraum"):
        idee(welt, sozialraum_id=welt.saarburg.pk)
    with pytest.raises(ValidationError, match="nicht in diesem Sozialraum"):
        idee(welt, von=date(2019, 1, 1), bis=date(2019, 12, 31))


def test_zweimal_gesendet_ist_ein_projekt(welt):
    schluessel = uuid4()
    erstes, neu = entwirf(benutzer=welt.person("leitung_konz"), uuid=schluessel, angaben=angaben(welt))
    zweites, noch_neu = entwirf(
        benutzer=welt.person("leitung_konz"), uuid=schluessel, angaben=angaben(welt, titel="Anders")
    )
    assert (neu, noch_neu, erstes.pk, zweites.titel) == (True, False, zweites.pk, "Bewegte Pause")
    with pytest.raises(ValidationError, match="nicht mehr gültig"):
        entwirf(benutzer=welt.person("netzwerk_konz"), uuid=schluessel, angaben=angaben(welt))


def test_aendern_haelt_zwei_fassungen_auseinander(welt):
    projekt = idee(welt)
    leitung = welt.person("leitung_konz")
    aendere(projekt_id=projekt.pk, version=1, angaben=angaben(welt, titel="Neu"), benutzer=leitung)
    with pytest.raises(ZwischenzeitlichGeaendert):
        aendere(projekt_id=projekt.pk, version=1, angaben=angaben(welt, titel="Alt"), benutzer=leitung)
    assert Projekt.objects.get().titel == "Neu"


def test_beantragtes_bleibt_wie_beantragt(welt):
    projekt = beantragt(welt)
    with pytest.raises(ValidationError, match="beantragt oder entschieden"):
        aendere(
            projekt_id=projekt.pk,
            version=projekt.version,
            angaben=angaben(welt, budget=Decimal("9000")),
            benutzer=welt.person("leitung_konz"),
        )


# --- Steps ----------------------------------------------------------------------------------------------------------


def test_der_ganze_weg(welt):
    projekt = bewilligt(welt, "800.00")
    assert (projekt.bewilligt, projekt.entschieden_von) == (Decimal("800.00"), welt.personen["jugendamt"])
    schritt(welt, projekt, "leitung_konz", Projektstatus.LAEUFT)
    with pytest.raises(ValidationError) as fehler:
        schritt(welt, projekt, "leitung_konz", Projektstatus.ABGESCHLOSSEN)
    assert set(fehler.value.message_dict) == {"ergebnis", "erreichte", "termine"}
    ende = schritt(
        welt,
        projekt,
        "leitung_konz",
        Projektstatus.ABGESCHLOSSEN,
        ergebnis="Drei Schulen machen mit.",
        erreichte=0,
        termine=6,
    )
    assert (ende.zustand, ende.erreichte, ende.termine) == (Projektstatus.ABGESCHLOSSEN, 0, 6)


@pytest.mark.parametrize(
    ("person", "zustand"),
    [
        ("netzwerk_konz", Projektstatus.BEANTRAGT),
        ("leitung_fremd", Projektstatus.BEANTRAGT),
        ("jugendamt", Projektstatus.BEANTRAGT),
        ("leitstelle", Projektstatus.BEANTRAGT),
        ("leitung_konz", Projektstatus.BEWILLIGT),
        ("leitung_konz", Projektstatus.LAEUFT),
    ],
)
def test_fremde_schritte_gibt_es_nicht(welt, person, zustand):
    projekt = idee(welt)
    with pytest.raises(PermissionDenied):
        schritt(welt, projekt, person, zustand, bewilligt=Decimal("1"), grund="x")


def test_traeger_bewilligt_sich_nicht_selbst(welt):
    projekt = beantragt(welt)
    with pytest.raises(PermissionDenied):
        schritt(welt, projekt, "leitung_konz", Projektstatus.BEWILLIGT, bewilligt=Decimal("1000"), grund="x")


def test_vier_augen_vergleichen_personen(welt):
    leitung = welt.personen["leitung_konz"]
    Zustaendigkeit.objects.create(benutzer=leitung, rolle=Rolle.JUGENDAMT, von=ANFANG)
    projekt = beantragt(welt)
    with pytest.raises(ValidationError, match=VIER_AUGEN):
        schritt(welt, projekt, "leitung_konz", Projektstatus.BEWILLIGT, bewilligt=Decimal("1000"))
    assert schritt(welt, projekt, "jugendamt", Projektstatus.BEWILLIGT, bewilligt=Decimal("1000")).bewilligt


def test_wer_die_idee_geaendert_hat_entscheidet_nicht(welt):
    projekt, leitung = idee(welt), welt.person("leitung_konz")
    Zustaendigkeit.objects.create(
        benutzer=welt.personen["jugendamt"], rolle=Rolle.LEITUNG, traeger=welt.traeger["beispieltal"], von=ANFANG
    )
    neu = angaben(welt, titel="Andere Worte")
    projekt = aendere(projekt_id=projekt.pk, version=1, angaben=neu, benutzer=welt.person("jugendamt"))
    antrag = Schritt(Projektstatus.BEANTRAGT)
    projekt = gehe_weiter(projekt_id=projekt.pk, version=projekt.version, schritt=antrag, durch=leitung)
    with pytest.raises(ValidationError, match=VIER_AUGEN):
        schritt(welt, projekt, "jugendamt", Projektstatus.BEWILLIGT, bewilligt=Decimal("1000"))
    assert schritt(welt, projekt, "jugendamt_2", Projektstatus.BEWILLIGT, bewilligt=Decimal("1000")).bewilligt


def test_ueberholter_stand_wird_nicht_entschieden(welt):
    projekt = beantragt(welt)
    with pytest.raises(ValidationError, match="inzwischen geändert"):
        gehe_weiter(
            projekt_id=projekt.pk,
            version=projekt.version - 1,
            schritt=Schritt(Projektstatus.ABGELEHNT, grund="Nein"),
            durch=welt.person("jugendamt"),
        )


def test_entscheidung_kommt_als_mail_und_eine_zweite_als_zweite(welt):
    projekt = beantragt(welt)
    schritt(welt, projekt, "jugendamt", Projektstatus.ABGELEHNT, grund="Kein Bezug zum Konzept.")
    mail = Versandauftrag.objects.get()
    assert mail.empfaenger == welt.personen["leitung_konz"].email
    assert mail.betreff == "Projekt abgelehnt: Bewegte Pause"
    assert "Kein Bezug zum Konzept." in mail.text
    assert f"/projekte/{projekt.uuid}/" in mail.text
    schritt(welt, projekt, "leitung_konz", Projektstatus.IDEE)
    schritt(welt, projekt, "leitung_konz", Projektstatus.BEANTRAGT)
    schritt(welt, projekt, "jugendamt", Projektstatus.BEWILLIGT, bewilligt=Decimal("700"), grund="Ohne Honorar.")
    zweite = Versandauftrag.objects.exclude(pk=mail.pk).get()
    assert "Bewilligt: 700,00 €" in zweite.text


# --- Money ----------------------------------------------------------------------------------------------------------


def test_bewilligung_bindet_geld_bis_zum_ende(welt):
    projekt = bewilligt(welt, "800.00")
    traeger = welt.traeger["beispieltal"]
    neue_ausgabe(welt.konz, traeger, "300.05", art="projekt", projekt=projekt)
    assert haushalt_von(2026, welt.konz.pk, traeger.pk).bewilligungen_offen == Decimal("499.95")
    geld = projektgeld(projekt, welt.person("leitung_konz").bereich)
    assert (geld.gebucht, geld.rest, len(geld.buchungen)) == (Decimal("300.05"), Decimal("499.95"), 1)
    assert projektgeld(projekt, welt.person("netzwerk_konz").bereich).buchungen == ()
    assert projektgeld(projekt, welt.person("leitung_fremd").bereich).buchungen == ()
    schritt(welt, projekt, "leitung_konz", Projektstatus.LAEUFT)
    schritt(welt, projekt, "leitung_konz", "abgeschlossen", ergebnis="Gut.", erreichte=1, termine=1)
    assert bewilligungen(2026, [welt.konz.pk]) == {}


# --- Links ----------------------------------------------------------------------------------------------------------


def test_verknuepft_wird_nur_was_man_sieht(welt):
    eigener, fremder = kontakt(welt, "netzwerk_konz", "konz"), kontakt(welt, "netzwerk_saarburg", "saarburg")
    projekt = idee(welt, "netzwerk_konz")
    verknuepfe(
        projekt_id=projekt.pk,
        benutzer=welt.person("netzwerk_konz"),
        kontakte=[eigener.pk, fremder.pk],
        bedarfe=[],
    )
    assert list(projekt.kontakte.all()) == [eigener]


def test_verknuepfung_die_man_nicht_sieht_bleibt(welt):
    fremder = kontakt(welt, "netzwerk_saarburg", "saarburg")
    projekt = idee(welt, "netzwerk_konz")
    projekt.kontakte.add(fremder)
    verknuepfe(projekt_id=projekt.pk, benutzer=welt.person("netzwerk_konz"), kontakte=[], bedarfe=[])
    assert list(projekt.kontakte.all()) == [fremder]


def test_was_nicht_begonnen_hat_laesst_sich_nicht_abschliessen(welt):
    projekt = bewilligt(welt, von=date(2090, 3, 1), bis=date(2090, 6, 30))
    schritt(welt, projekt, "leitung_konz", Projektstatus.LAEUFT)
    with pytest.raises(ValidationError, match=r"Das Projekt beginnt erst am 01.03.2090\."):
        schritt(welt, projekt, "leitung_konz", "abgeschlossen", ergebnis="Gut.", erreichte=1, termine=1)
    projekt.refresh_from_db()
    assert projekt.zustand == Projektstatus.LAEUFT
    assert abschlussfehler(date(2026, 3, 1), date(2026, 3, 1)) == ""


def test_ein_projekt_ohne_kosten_wird_abgelehnt(welt):
    with pytest.raises(ValidationError, match="größer als null"):
        idee(welt, budget=Decimal("0.00"))
    assert not Projekt.objects.exists()
