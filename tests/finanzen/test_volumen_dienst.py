"""Acts on volumes and their distribution: four eyes, reasons, closed years, two at the same time."""

import io
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook

from finanzen.models import Budgetregel, Finanzvolumen, Jahresabschluss, Minusbegruendung, Mittelverteilung
from finanzen.selectors.haushalt import netzwerkmittel
from finanzen.selectors.verteilung import (
    minusgruende,
    stand_der_verteilung,
    verteilte_betraege,
    vorschlag,
    waehlbare_traeger,
)
from finanzen.services import verteilung
from finanzen.services.saetze import lege_regel_fest
from finanzen.services.verteilung import begruende_minus, verteile_mittel
from finanzen.services.volumen import (
    SCHON_BESTAETIGT,
    UEBERHOLT,
    VIER_AUGEN,
    aendere,
    bestaetige,
    trage_ein,
)
from finanzen.services.volumenimport import lies_liste
from konten.models import Protokolleintrag
from partner.services.einlesen.grenzen import Lesefehler
from tests.finanzen.geld import neue_ausgabe, neue_regel, neuer_anteil, neues_volumen
from tests.netzwerk.test_einsatz_dienst import gleichzeitig
from tests.welt import Welt, baue_welt, neue_fachkraft

GESAMT, ASD = Decimal("912345.67"), Decimal("250000.05")


def eingetragen(welt: Welt, jahr: int = 2026) -> Finanzvolumen:
    volumen = Finanzvolumen(sozialraum=welt.konz, jahr=jahr, gesamt=GESAMT, davon_asd=ASD)
    return trage_ein(volumen=volumen, durch=welt.personen["jugendamt"])


def schliesse(welt: Welt, jahr: int) -> None:
    Jahresabschluss.objects.create(
        sozialraum=welt.konz, jahr=jahr, daten={}, geschlossen_am=datetime(jahr + 1, 2, 1, tzinfo=UTC)
    )


def verteile(welt: Welt, stand: str | None = None, **betraege: str) -> None:
    verteile_mittel(
        jahr=2026,
        sozialraum_id=welt.konz.pk,
        betraege={welt.traeger[name].pk: Decimal(betrag) for name, betrag in betraege.items()},
        stand=stand_der_verteilung(2026, welt.konz.pk) if stand is None else stand,
    )


# --- Volume -------------------------------------------------------------------------------------------------------


def test_erst_die_zweite_person_macht_daraus_geld(welt: Welt):
    neue_regel()
    volumen = eingetragen(welt)
    assert netzwerkmittel(2026) == {}
    with pytest.raises(ValidationError, match=VIER_AUGEN):
        bestaetige(volumen=volumen, version=1, durch=welt.personen["jugendamt"])
    bestaetigt = bestaetige(volumen=volumen, version=1, durch=welt.personen["jugendamt_2"])
    assert (bestaetigt.zustand, bestaetigt.bestaetigt_von) == ("bestaetigt", welt.personen["jugendamt_2"])
    assert netzwerkmittel(2026)[welt.konz.pk].mittel == Decimal("66234.56")
    with pytest.raises(ValidationError, match=SCHON_BESTAETIGT):
        bestaetige(volumen=volumen, version=2, durch=welt.personen["jugendamt_2"])


def test_wer_zuletzt_geaendert_hat_bestaetigt_nicht(welt: Welt):
    volumen = eingetragen(welt)
    aendere(volumen=volumen, version=1, gesamt=GESAMT + 1, davon_asd=ASD, durch=welt.personen["jugendamt_2"])
    with pytest.raises(ValidationError, match=VIER_AUGEN):
        bestaetige(volumen=volumen, version=2, durch=welt.personen["jugendamt_2"])
    with pytest.raises(ValidationError, match=UEBERHOLT):
        bestaetige(volumen=volumen, version=1, durch=welt.personen["jugendamt"])
    assert bestaetige(volumen=volumen, version=2, durch=welt.personen["jugendamt"]).gesamt == GESAMT + 1


def test_bestaetigtes_wird_nur_mit_grund_korrigiert_und_neu_bestaetigt(welt: Welt):
    neue_regel()
    volumen = neues_volumen(welt, eingetragen_von=welt.personen["jugendamt"])
    neu = {"volumen": volumen, "gesamt": Decimal("900000.00"), "davon_asd": ASD, "durch": welt.personen["jugendamt"]}
    with pytest.raises(ValidationError) as fehler:
        aendere(version=1, **neu)
    assert list(fehler.value.message_dict) == ["grund"]
    aendere(version=1, grund="Zahlendreher im Bescheid", **neu)
    korrektur = volumen.korrekturen.get()
    assert (korrektur.gesamt_vorher, korrektur.gesamt_nachher) == (GESAMT, Decimal("900000.00"))
    assert korrektur.durch == welt.personen["jugendamt"]
    assert netzwerkmittel(2026) == {}
    eintrag = Protokolleintrag.objects.filter(content_type__model="volumenkorrektur").latest("pk")
    assert eintrag.changes["grund"][1] == "geändert"
    bestaetige(volumen=volumen, version=2, durch=welt.personen["jugendamt_2"])
    assert netzwerkmittel(2026)[welt.konz.pk].mittel == Decimal("65000.00")


def test_auch_vor_der_neuen_bestaetigung_braucht_jede_aenderung_einen_grund(welt: Welt):
    volumen = neues_volumen(welt)
    neu = {"volumen": volumen, "davon_asd": ASD, "durch": welt.personen["jugendamt"]}
    aendere(version=1, gesamt=Decimal("900000.00"), grund="Zahlendreher", **neu)
    with pytest.raises(ValidationError, match="Grund der Korrektur"):
        aendere(version=2, gesamt=Decimal("900001.00"), **neu)


def test_gleiche_betraege_sind_keine_korrektur(welt: Welt):
    volumen = neues_volumen(welt)
    gleich = aendere(volumen=volumen, version=1, gesamt=GESAMT, davon_asd=ASD, durch=welt.personen["jugendamt"])
    assert (gleich.zustand, gleich.version, gleich.korrekturen.count()) == ("bestaetigt", 1, 0)


def test_asd_ist_hoechstens_das_volumen(welt: Welt):
    volumen = Finanzvolumen(sozialraum=welt.konz, jahr=2026, gesamt=Decimal(10), davon_asd=Decimal("10.01"))
    with pytest.raises(ValidationError) as fehler:
        trage_ein(volumen=volumen, durch=welt.personen["jugendamt"])
    assert "davon_asd" in fehler.value.message_dict


def test_geschlossenes_jahr_nimmt_nichts_mehr_an(welt: Welt):
    neue_regel()
    volumen = neues_volumen(welt, jahr=2025, zustand="eingetragen")
    schliesse(welt, 2025)
    acts = [
        lambda: trage_ein(
            volumen=Finanzvolumen(sozialraum=welt.konz, jahr=2025, gesamt=GESAMT, davon_asd=ASD),
            durch=welt.personen["jugendamt"],
        ),
        lambda: aendere(
            volumen=volumen, version=1, gesamt=ASD, davon_asd=ASD, durch=welt.personen["jugendamt"], grund="Neu"
        ),
        lambda: bestaetige(volumen=volumen, version=1, durch=welt.personen["jugendamt"]),
        lambda: verteile_mittel(jahr=2025, sozialraum_id=welt.konz.pk, betraege={}, stand=""),
        lambda: begruende_minus(
            jahr=2025,
            sozialraum_id=welt.konz.pk,
            traeger_id=welt.traeger["beispieltal"].pk,
            grund="Umzug",
            durch=welt.personen["leitung_konz"],
        ),
    ]
    for handle in acts:
        with pytest.raises(ValidationError, match="abgeschlossen"):
            handle()


def test_neuer_satz_aendert_kein_geschlossenes_jahr(welt: Welt):
    neue_regel()
    schliesse(welt, 2025)
    with pytest.raises(ValidationError, match="2025 ist für Konz abgeschlossen"):
        lege_regel_fest(neu=Budgetregel(jahr_ab=2024, satz=Decimal(12), quelle="Beschluss"))
    lege_regel_fest(neu=Budgetregel(jahr_ab=2026, satz=Decimal(12), quelle="Beschluss"))
    neues_volumen(welt)
    assert netzwerkmittel(2026)[welt.konz.pk].mittel == Decimal("79481.47")


# --- Distribution ---------------------------------------------------------------------------------------------------


def test_verteilt_wird_hoechstens_was_da_ist(welt: Welt):
    neue_regel()
    neues_volumen(welt)
    verteile(welt, beispieltal="40000.00", musterhof="26234.56")
    with pytest.raises(ValidationError, match=r"0,01 € mehr als die Netzwerkmittel von 66\.234,56 €"):
        verteile(welt, beispieltal="40000.01", musterhof="26234.56")
    assert set(verteilte_betraege(2026, welt.konz.pk).values()) == {Decimal("40000.00"), Decimal("26234.56")}


def test_auch_was_nicht_im_formular_steht_zaehlt_mit(welt: Welt):
    neue_regel()
    neues_volumen(welt)
    neuer_anteil(welt.konz, welt.traeger["musterhof"], "60000.00")
    with pytest.raises(ValidationError, match="mehr als die Netzwerkmittel"):
        verteile(welt, beispieltal="6234.57")


def test_ohne_bestaetigtes_volumen_wird_nicht_verteilt(welt: Welt):
    neue_regel()
    neues_volumen(welt, zustand="eingetragen")
    with pytest.raises(ValidationError, match=verteilung.OHNE_VOLUMEN):
        verteile(welt, beispieltal="1.00")


def test_fremder_traeger_bekommt_nichts(welt: Welt):
    neue_regel()
    neues_volumen(welt, sozialraum=welt.saarburg)
    assert [traeger.kurzname for traeger in waehlbare_traeger(2026, welt.saarburg.pk)] == ["Musterhof"]
    with pytest.raises(ValidationError, match=verteilung.FREMD):
        verteile_mittel(
            jahr=2026,
            sozialraum_id=welt.saarburg.pk,
            betraege={welt.traeger["beispieltal"].pk: Decimal(1)},
            stand="",
        )


def test_veralteter_stand_wird_nicht_gespeichert(welt: Welt):
    neue_regel()
    neues_volumen(welt)
    alt = stand_der_verteilung(2026, welt.konz.pk)
    verteile(welt, stand=alt, beispieltal="100.00")
    with pytest.raises(ValidationError, match=verteilung.UEBERHOLT):
        verteile(welt, stand=alt, musterhof="100.00")


def test_vorschlag_teilt_auf_den_cent(welt: Welt):
    """Beispieltal 0.30 VZÄ, Musterhof 0.15: two thirds and one third of 66 234.56."""
    neue_fachkraft(welt, "robin", "konz", "musterhof", "0.15")
    ids = [welt.traeger["beispieltal"].pk, welt.traeger["musterhof"].pk]
    mittel = Decimal("66234.56")
    nach_vzae = vorschlag("vzae", mittel, 2026, welt.konz.pk, ids)
    assert list(nach_vzae.values()) == [Decimal("44156.37"), Decimal("22078.19")]
    gleich = vorschlag("gleich", Decimal("0.03"), 2026, welt.konz.pk, ids)
    assert list(gleich.values()) == [Decimal("0.02"), Decimal("0.01")]
    assert vorschlag("vzae", mittel, 2026, welt.saarburg.pk, [welt.traeger["beispieltal"].pk]) == {}


@pytest.mark.django_db(transaction=True)
def test_zwei_verteilungen_zugleich_geben_nicht_mehr_weg_als_da_ist():
    welt = baue_welt()
    neue_regel()
    neues_volumen(welt)
    ergebnisse = gleichzeitig(
        lambda: verteile(welt, stand="", beispieltal="40000.00"),
        lambda: verteile(welt, stand="", musterhof="40000.00"),
    )
    assert sorted(ergebnisse) == ["", verteilung.UEBERHOLT]
    assert sum(Mittelverteilung.objects.values_list("betrag", flat=True)) == Decimal("40000.00")


@pytest.mark.django_db(transaction=True)
def test_zwei_bestaetigungen_zugleich_sind_eine():
    welt = baue_welt()
    volumen = neues_volumen(welt, zustand="eingetragen")
    ergebnisse = gleichzeitig(
        lambda: bestaetige(volumen=volumen, version=1, durch=welt.personen["jugendamt"]),
        lambda: bestaetige(volumen=volumen, version=1, durch=welt.personen["jugendamt_2"]),
    )
    assert sorted(ergebnisse) == ["", UEBERHOLT]


# --- Negative balance -----------------------------------------------------------------------------------------------


def test_grund_nur_fuer_ein_minus_und_der_neueste_gilt(welt: Welt):
    paar = welt.saarburg.pk, welt.traeger["beispieltal"].pk
    grund = {"jahr": 2026, "sozialraum_id": paar[0], "traeger_id": paar[1], "durch": welt.personen["leitung_konz"]}
    with pytest.raises(ValidationError, match="nicht im Minus"):
        begruende_minus(grund="Umzug", **grund)
    neue_ausgabe(welt.saarburg, welt.traeger["beispieltal"], "0.01")
    with pytest.raises(ValidationError, match="begründen"):
        begruende_minus(grund="  ", **grund)
    begruende_minus(grund="Umzug", **grund)
    begruende_minus(grund="Umzug und neue Möbel", **grund)
    assert minusgruende(2026)[paar].grund == "Umzug und neue Möbel"
    assert Minusbegruendung.objects.count() == 2


def mappe(*zeilen) -> io.BytesIO:
    buch = Workbook()
    for zeile in [("Sozialraum", "Jahr", "Finanzvolumen", "davon ASD"), *zeilen]:
        buch.active.append(zeile)
    datei = io.BytesIO()
    buch.save(datei)
    datei.name = "volumen.xlsx"
    datei.seek(0)
    return datei


def test_zahlen_einer_mappe_werden_auf_den_cent_gelesen():
    spalten, zeilen = lies_liste(mappe(("Konz", 2026, 610480.2, 170300), ("Saarburg", 2026, 123.45, "1.234,5")))
    assert spalten == ["Sozialraum", "Jahr", "Finanzvolumen", "davon ASD"]
    assert [zellen[2:] for _, zellen in zeilen] == [["610.480,20", "170.300,00"], ["123,45", "1.234,50"]]


def test_zu_lange_liste_wird_nicht_heimlich_gekuerzt():
    with pytest.raises(Lesefehler, match="1000 Zeilen"):
        lies_liste(mappe(*[("Konz", 2026, 1, 0)] * 1001))
