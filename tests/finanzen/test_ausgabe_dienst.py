"""Bookings: written once, reversed once, within the application, never into a closed year."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finanzen.models import Ausgabe, Ausnahmeantrag, Jahresabschluss
from finanzen.rules import Antragsstatus, Projektstatus
from finanzen.selectors.ausgabe import gebucht_auf, gleiche_belege
from finanzen.selectors.haushalt import haushalt_von
from finanzen.services.ausgabe import buche, pruefe_belege, reiche_beleg_nach, storniere
from konten.models import Zwischendatei
from konten.services.datei import stelle_bereit
from sozialraum.models import Traegerschaft, Zustaendigkeit
from tests.finanzen.ausgaben import antrag, buchung, einzeltermin, gebucht
from tests.konten.dateien import datei
from tests.welt import ANFANG, Welt

pytestmark = pytest.mark.django_db


def schliesse(welt: Welt, jahr: int = 2026) -> Jahresabschluss:
    return Jahresabschluss.objects.create(
        sozialraum=welt.konz,
        jahr=jahr,
        daten={},
        pruefsumme="0" * 64,
        programmversion="0",
        geschlossen_am=timezone.now(),
    )


def meldung(fehler: pytest.ExceptionInfo) -> str:
    return " ".join(fehler.value.messages)


def stand(welt: Welt) -> Decimal:
    return haushalt_von(2026, welt.konz.pk, welt.traeger["beispieltal"].pk).verausgabt


# --- Booking --------------------------------------------------------------------------------------------------------


def test_eine_buchung_steht_im_haushalt(welt):
    gebucht(welt, "120.50")
    gebucht(welt, "-20.50", text="Erstattung")
    assert stand(welt) == Decimal("100.00")


def test_dasselbe_formular_bucht_einmal(welt):
    leitung, schluessel = welt.person("leitung_konz"), uuid4()
    erste, neu = buche(benutzer=leitung, uuid=schluessel, angaben=buchung(welt))
    zweite, wieder = buche(benutzer=leitung, uuid=schluessel, angaben=buchung(welt, "999.00"))
    assert (neu, wieder, erste.pk) == (True, False, zweite.pk)
    assert Ausgabe.objects.get().betrag == Decimal("120.50")


@pytest.mark.parametrize("person", ["leitung_fremd", "jugendamt", "netzwerk_konz", "leitstelle", "team_konz"])
def test_nur_die_leitung_des_traegers_bucht_und_storniert(welt, person):
    ausgabe = gebucht(welt)
    with pytest.raises(PermissionDenied):
        gebucht(welt, person=person)
    with pytest.raises(PermissionDenied):
        storniere(ausgabe_id=ausgabe.pk, grund="Falsch", benutzer=welt.person(person))
    with pytest.raises(PermissionDenied):
        reiche_beleg_nach(ausgabe_id=ausgabe.pk, benutzer=welt.person(person))
    assert Ausgabe.objects.count() == 1


def test_ein_geschlossenes_jahr_nimmt_nichts_an(welt):
    ausgabe = gebucht(welt)
    abschluss = schliesse(welt)
    leitung = welt.person("leitung_konz")
    stelle_bereit(benutzer=leitung, formular=ausgabe.uuid, datei=datei())
    for tat in (
        lambda: gebucht(welt),
        lambda: storniere(ausgabe_id=ausgabe.pk, grund="Falsch", benutzer=leitung),
        lambda: reiche_beleg_nach(ausgabe_id=ausgabe.pk, benutzer=leitung),
        lambda: pruefe_belege(ausgabe_ids=[ausgabe.pk], benutzer=welt.person("jugendamt")),
    ):
        with pytest.raises(ValidationError, match="2026 ist für Konz abgeschlossen"):
            tat()
    gebucht(welt, jahr=2025, am=date(2025, 12, 1))
    abschluss.geoeffnet_am = timezone.now()
    abschluss.save()
    gebucht(welt)
    assert Ausgabe.objects.count() == 3


def test_der_traeger_muss_im_haushaltsjahr_dort_arbeiten(welt):
    with pytest.raises(ValidationError, match="arbeitet 2026 nicht in diesem Sozialraum"):
        gebucht(welt, sozialraum_id=welt.saarburg.pk)
    Traegerschaft.objects.create(
        traeger=welt.traeger["beispieltal"], sozialraum=welt.saarburg, von=ANFANG, bis=date(2026, 1, 31)
    )
    assert gebucht(welt, sozialraum_id=welt.saarburg.pk).am == date(2026, 3, 5)


def test_tag_und_haushaltsjahr_liegen_hoechstens_ein_jahr_auseinander(welt):
    assert gebucht(welt, jahr=2026, am=date(2025, 12, 30)).jahr == 2026
    with pytest.raises(ValidationError, match="zu weit auseinander"):
        gebucht(welt, jahr=2026, am=date(2024, 12, 31))
    with pytest.raises(ValidationError, match="in der Zukunft"):
        gebucht(welt, am=timezone.localdate() + timedelta(days=1), jahr=timezone.localdate().year)


def test_ein_fremdes_projekt_wird_nicht_angenommen(welt):
    fremd = welt.traeger["musterhof"].projekte.create(
        titel="Hofcafé", sozialraum=welt.konz, ziel="Treffen", zielgruppe="Alle", von=date(2026, 1, 1), budget=100,
        zustand=Projektstatus.LAEUFT,
    )  # fmt: skip
    with pytest.raises(ValidationError, match="anderen Träger oder Sozialraum"):
        gebucht(welt, projekt_id=fremd.pk)


# --- Single appointments --------------------------------------------------------------------------------------------


def test_ein_einzeltermin_braucht_einen_genehmigten_antrag(welt):
    with pytest.raises(ValidationError, match="braucht einen genehmigten Ausnahmeantrag"):
        gebucht(welt, art="einzeltermin")
    for zustand in set(Antragsstatus.values) - {Antragsstatus.GENEHMIGT}:
        with pytest.raises(ValidationError, match="nicht genehmigt"):
            einzeltermin(welt, antrag(welt, zustand=zustand), "1.00")
    assert not Ausgabe.objects.exists()


@pytest.mark.parametrize(
    "anders", [{"jahr": 2025, "von": date(2025, 1, 1)}, {"traeger": "musterhof"}, {"sozialraum": "saarburg"}]
)
def test_der_antrag_gilt_fuer_denselben_traeger_sozialraum_und_dasselbe_jahr(welt, anders):
    felder = {name: getattr(welt, {"traeger": "traeger", "sozialraum": "sozialraeume"}[name])[wert]
              if name in ("traeger", "sozialraum") else wert for name, wert in anders.items()}  # fmt: skip
    with pytest.raises(ValidationError, match="anderen Träger, Sozialraum"):
        einzeltermin(welt, antrag(welt, **felder), "1.00")


def test_mehr_als_der_rest_laesst_sich_nicht_buchen(welt):
    offen = antrag(welt, "500.00")
    einzeltermin(welt, offen, "300.00")
    with pytest.raises(ValidationError) as fehler:
        einzeltermin(welt, offen, "200.01")
    assert "genehmigt 500,00 €, gebucht 300,00 €, übrig 200,00 €" in meldung(fehler)
    with pytest.raises(ValidationError, match="über null"):
        einzeltermin(welt, offen, "-10.00")
    einzeltermin(welt, offen, "200.00")
    offen.refresh_from_db()
    assert (gebucht_auf(offen.pk), offen.zustand) == (Decimal("500.00"), "genehmigt")


def test_nach_dem_storno_ist_der_antrag_wieder_offen(welt):
    offen = antrag(welt, "100.00")
    ausgabe = einzeltermin(welt, offen, "100.00")
    storniere(ausgabe_id=ausgabe.pk, grund="Falscher Tag", benutzer=welt.person("leitung_konz"))
    offen.refresh_from_db()
    assert (offen.zustand, gebucht_auf(offen.pk)) == ("genehmigt", Decimal("0.00"))
    einzeltermin(welt, offen, "100.00", am=date(2026, 3, 6))


@pytest.mark.parametrize("zustand", ["abgerechnet", "verfallen"])
def test_ein_beendeter_antrag_bleibt_es_auch_nach_dem_storno(welt, als, zustand):
    """Otherwise the reversal of one euro would bring back a rest that had lapsed."""
    offen = antrag(welt, "100.00")
    ausgabe = einzeltermin(welt, offen, "1.00")
    Ausnahmeantrag.objects.filter(pk=offen.pk).update(zustand=zustand)
    seite = als("leitung_konz").get(f"{ausgabe.get_absolute_url()}stornieren/").content.decode()
    assert f"ist {zustand} und bleibt es" in seite
    storniere(ausgabe_id=ausgabe.pk, grund="Falscher Tag", benutzer=welt.person("leitung_konz"))
    offen.refresh_from_db()
    assert (offen.zustand, gebucht_auf(offen.pk)) == (zustand, Decimal("0.00"))
    with pytest.raises(ValidationError, match=f"ist {zustand}, nicht genehmigt"):
        einzeltermin(welt, offen, "1.00")


# --- Reversal -------------------------------------------------------------------------------------------------------


def test_ein_storno_ist_eine_verbundene_gegenbuchung(welt):
    ausgabe = gebucht(welt, "120.50")
    gegen, neu = storniere(ausgabe_id=ausgabe.pk, grund=" Doppelt ", benutzer=welt.person("leitung_konz"))
    assert neu
    assert (gegen.betrag, gegen.jahr, gegen.am) == (Decimal("-120.50"), 2026, timezone.localdate())
    ausgabe = Ausgabe.objects.get(pk=ausgabe.pk)
    assert (gegen.storno_von_id, gegen.storno_grund, ausgabe.storno) == (ausgabe.pk, "Doppelt", gegen)
    assert stand(welt) == 0


def test_ein_zweiter_klick_storniert_nicht_noch_einmal(welt):
    ausgabe, leitung = gebucht(welt), welt.person("leitung_konz")
    erstes, _ = storniere(ausgabe_id=ausgabe.pk, grund="Doppelt", benutzer=leitung)
    zweites, neu = storniere(ausgabe_id=ausgabe.pk, grund="Doppelt", benutzer=leitung)
    assert (zweites.pk, neu, Ausgabe.objects.count()) == (erstes.pk, False, 2)


def test_ein_storno_laesst_sich_nicht_stornieren_und_braucht_einen_grund(welt):
    ausgabe, leitung = gebucht(welt), welt.person("leitung_konz")
    with pytest.raises(ValidationError, match="Grund"):
        storniere(ausgabe_id=ausgabe.pk, grund="  ", benutzer=leitung)
    gegen, _ = storniere(ausgabe_id=ausgabe.pk, grund="Doppelt", benutzer=leitung)
    with pytest.raises(ValidationError, match="Ein Storno lässt sich nicht stornieren"):
        storniere(ausgabe_id=gegen.pk, grund="Doch nicht", benutzer=leitung)


BETRAG = st.integers(min_value=-99_999_999, max_value=99_999_999).filter(bool).map(lambda cent: Decimal(cent) / 100)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(betraege=st.lists(BETRAG, min_size=1, max_size=6), daten=st.data())
def test_stornieren_stellt_den_stand_wieder_her(welt, betraege, daten):
    vorher = stand(welt)
    ausgaben = [gebucht(welt, str(betrag)) for betrag in betraege]
    assert stand(welt) == vorher + sum(betraege)
    weg = daten.draw(st.lists(st.sampled_from(ausgaben), unique_by=lambda zeile: zeile.pk))
    for ausgabe in weg:
        storniere(ausgabe_id=ausgabe.pk, grund="Irrtum", benutzer=welt.person("leitung_konz"))
    assert stand(welt) == vorher + sum(zeile.betrag for zeile in ausgaben if zeile not in weg)


SCHRITT = st.one_of(st.integers(min_value=1, max_value=60_000), st.sampled_from(["storno"]))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(schritte=st.lists(SCHRITT, min_size=1, max_size=10))
def test_keine_folge_von_buchungen_ueberzieht_einen_antrag(welt, schritte):
    """Model: what is left never falls below zero and never exceeds what was approved."""
    offen, rest, offene = antrag(welt, "500.00"), Decimal("500.00"), []
    for schritt in schritte:
        if schritt == "storno":
            if offene:
                ausgabe = offene.pop()
                storniere(ausgabe_id=ausgabe.pk, grund="Irrtum", benutzer=welt.person("leitung_konz"))
                rest += ausgabe.betrag
            continue
        betrag = Decimal(schritt) / 100
        if betrag <= rest:
            offene.append(einzeltermin(welt, offen, str(betrag)))
            rest -= betrag
        else:
            with pytest.raises(ValidationError):
                einzeltermin(welt, offen, str(betrag))
        assert offen.genehmigt - gebucht_auf(offen.pk) == rest >= 0


# --- Receipts -------------------------------------------------------------------------------------------------------


def test_der_wartende_beleg_wird_mitgebucht(welt):
    leitung, schluessel = welt.person("leitung_konz"), uuid4()
    stelle_bereit(benutzer=leitung, formular=schluessel, datei=datei("alt.pdf"))
    stelle_bereit(benutzer=leitung, formular=schluessel, datei=datei("rechnung.pdf"))
    ausgabe, _ = buche(benutzer=leitung, uuid=schluessel, angaben=buchung(welt))
    assert (ausgabe.beleg_name, ausgabe.beleg_typ) == ("rechnung.pdf", "application/pdf")
    assert not Zwischendatei.objects.exists()
    with pytest.raises(ValidationError, match="schon einen Beleg"):
        reiche_beleg_nach(ausgabe_id=ausgabe.pk, benutzer=leitung)


def test_ein_nachgereichter_beleg_hebt_die_pruefung_auf(welt):
    ausgabe, leitung = gebucht(welt), welt.person("leitung_konz")
    assert pruefe_belege(ausgabe_ids=[ausgabe.pk], benutzer=welt.person("jugendamt")) == 1
    assert not reiche_beleg_nach(ausgabe_id=ausgabe.pk, benutzer=leitung)
    stelle_bereit(benutzer=leitung, formular=ausgabe.uuid, datei=datei())
    assert reiche_beleg_nach(ausgabe_id=ausgabe.pk, benutzer=leitung)
    ausgabe.refresh_from_db()
    assert ausgabe.beleg
    assert (ausgabe.geprueft_am, ausgabe.geprueft_von) == (None, None)


def test_pruefen_braucht_vier_augen_und_etwas_zum_pruefen(welt):
    ausgabe = gebucht(welt)
    leitung = welt.person("leitung_konz")
    with pytest.raises(ValidationError, match="andere Person"):
        pruefe_belege(ausgabe_ids=[ausgabe.pk], benutzer=leitung)
    ohne = gebucht(welt, belegnummer="")
    with pytest.raises(ValidationError, match="weder einen Beleg noch eine Belegnummer"):
        pruefe_belege(ausgabe_ids=[ausgabe.pk, ohne.pk], benutzer=welt.person("jugendamt"))
    assert not Ausgabe.objects.filter(geprueft_am__isnull=False).exists()
    gehalt = gebucht(welt, belegnummer="", art="personal")
    assert pruefe_belege(ausgabe_ids=[gehalt.pk, ausgabe.pk], benutzer=welt.person("jugendamt")) == 2
    assert pruefe_belege(ausgabe_ids=[gehalt.pk, ausgabe.pk], benutzer=welt.person("jugendamt_2")) == 0
    ausgabe.refresh_from_db()
    assert ausgabe.geprueft_von == welt.personen["jugendamt"]


def test_stornierte_werden_nicht_geprueft(welt):
    ausgabe = gebucht(welt)
    gegen, _ = storniere(ausgabe_id=ausgabe.pk, grund="Doppelt", benutzer=welt.person("leitung_konz"))
    assert pruefe_belege(ausgabe_ids=[ausgabe.pk, gegen.pk], benutzer=welt.person("jugendamt")) == 0


def test_derselbe_beleg_faellt_auf_auch_in_einem_anderen_sozialraum(welt):
    ausgabe = gebucht(welt, belegnummer=" r-17")
    traeger = welt.traeger["beispieltal"].pk
    assert gleiche_belege(traeger, "R-17 ", Decimal("120.50"), date(2026, 3, 5)) == [ausgabe]
    assert gleiche_belege(traeger, "R-18", Decimal("120.50"), date(2026, 3, 5)) == []
    assert gleiche_belege(welt.traeger["musterhof"].pk, "R-17", Decimal("120.50"), date(2026, 3, 5)) == []
    storniere(ausgabe_id=ausgabe.pk, grund="Doppelt", benutzer=welt.person("leitung_konz"))
    assert gleiche_belege(traeger, "R-17", Decimal("120.50"), date(2026, 3, 5)) == []


def test_wer_beide_rollen_hat_prueft_die_eigene_ausgabe_nicht(welt):
    Zustaendigkeit.objects.create(benutzer=welt.personen["leitung_konz"], rolle="jugendamt", von=ANFANG)
    ausgabe = gebucht(welt)
    with pytest.raises(ValidationError, match="andere Person"):
        pruefe_belege(ausgabe_ids=[ausgabe.pk], benutzer=welt.person("leitung_konz"))
