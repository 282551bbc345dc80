"""Suspensions and exceptions (K31): one rule for what counts, in sums, gaps, contacts and on the page."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netzwerk.models import Einsatz, Kontakt, Kontaktbeteiligung, Stellenausnahme, Unterbrechung
from netzwerk.models.wirksam import arbeitet_am
from netzwerk.rules.stellenanteil import (
    Anteil,
    Ausnahme,
    arbeitszeiten,
    luecken,
    mindestumfang,
    tagessumme,
    ueber_minimum,
)
from netzwerk.selectors.pruefung import befunde
from netzwerk.selectors.stellenanteil import stellenanteile
from netzwerk.services.unterbrechung import erlaube_ausnahme, nimm_zurueck, unterbrich
from netzwerk.services.zaehlung import zaehle_neu
from sozialraum.models import Traegerschaft, Zustaendigkeit
from tests.welt import ANFANG, Welt, neuer_partner

Als = Callable[[str], Client]
MINDEST = Decimal("0.25")
VON, BIS = date(2026, 3, 2), date(2026, 3, 31)
START = date(2028, 2, 1)
tage = st.integers(0, 40).map(lambda zahl: START + timedelta(days=zahl))
spannen = st.tuples(tage, st.none() | st.integers(0, 25)).map(
    lambda paar: (paar[0], None if paar[1] is None else paar[0] + timedelta(days=paar[1]))
)
anteile = st.lists(
    st.builds(
        lambda zeit, tausendstel, pausen: Anteil(*zeit, Decimal(tausendstel) / 1000, "", tuple(pausen)),
        spannen,
        st.integers(1, 300),
        st.lists(spannen, max_size=2),
    ),
    max_size=4,
)


def _in(zeit: tuple[date, date | None], tag: date) -> bool:
    return zeit[0] <= tag and (zeit[1] is None or tag <= zeit[1])


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(anteile, spannen, spannen)
def test_luecken_gleichen_der_zaehlung_tag_fuer_tag(menge, ausnahme, zeitraum):
    """Brute force: every day by itself, from the raw periods."""
    von, bis = zeitraum[0], zeitraum[1] or zeitraum[0] + timedelta(days=60)
    gefunden = luecken(menge, von, bis, MINDEST, [Ausnahme(*ausnahme)])
    tag = von
    while tag <= bis:
        summe = sum(
            (a.vzae for a in menge if _in((a.von, a.bis), tag) and not any(_in(pause, tag) for pause in a.pausen)),
            Decimal(0),
        )
        treffer = [luecke for luecke in gefunden if luecke.von <= tag <= luecke.bis]
        assert len(treffer) == (summe < MINDEST)
        assert all(luecke.summe == summe for luecke in treffer)
        assert all((luecke.ausnahme is not None) == _in(ausnahme, tag) for luecke in treffer)
        tag += timedelta(days=1)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(spannen, st.lists(spannen, max_size=3))
def test_arbeitszeiten_lassen_genau_die_pausen_aus(zeit, pausen):
    zeiten = arbeitszeiten(*zeit, pausen)
    for nummer in range(-2, 90):
        tag = START + timedelta(days=nummer)
        soll = _in(zeit, tag) and not any(_in(pause, tag) for pause in pausen)
        assert sum(_in(eine, tag) for eine in zeiten) == soll


def test_unterbrochener_anteil_zaehlt_in_seiner_pause_nicht():
    einer = Anteil(date(2026, 1, 1), None, Decimal("0.3"), "", ((VON, BIS),))
    assert tagessumme([einer], VON - timedelta(days=1)) == Decimal("0.3")
    assert tagessumme([einer], VON) == tagessumme([einer], BIS) == 0
    assert tagessumme([einer], BIS + timedelta(days=1)) == Decimal("0.3")
    urteil = mindestumfang([einer], VON, MINDEST)
    assert urteil.wort == "abweichend"
    assert "Nicht mitgezählt, weil unterbrochen: 1 Einsatz." in urteil.rechnung


def test_ausnahme_heisst_nie_erfuellt():
    ausnahme = Ausnahme(VON, BIS, "Nachbesetzung läuft")
    urteil = mindestumfang([Anteil(VON, None, Decimal("0.1"))], VON, MINDEST, [ausnahme])
    assert (urteil.wort, urteil.satz) == (
        "Ausnahme",
        "0,10 VZÄ statt mindestens 0,25 VZÄ. Ausnahme bis 31.03.2026.",
    )
    danach = mindestumfang([Anteil(VON, None, Decimal("0.1"))], BIS + timedelta(days=1), MINDEST, [ausnahme])
    assert danach.wort == "abweichend"
    genug = mindestumfang([Anteil(VON, None, Decimal("0.25"))], VON, MINDEST, [ausnahme])
    assert genug.wort == "erfüllt"


def test_ende_der_pause_kann_das_minimum_ueberschreiten():
    ruhend = Anteil(date(2026, 1, 1), None, MINDEST, "", ((VON, BIS),))
    ersatz = Anteil(VON, None, MINDEST)
    assert ueber_minimum(ersatz, [ruhend], MINDEST) == date(2026, 4, 1)
    assert ueber_minimum(Anteil(VON, BIS, MINDEST), [ruhend], MINDEST) is None


# --- Records ------------------------------------------------------------------------------------------------------


def einsatz(welt: Welt) -> Einsatz:
    return Einsatz.objects.get(sozialraum=welt.konz)


def pause(welt: Welt, von: date = VON, bis: date | None = BIS) -> Unterbrechung:
    return unterbrich(unterbrechung=Unterbrechung(einsatz=einsatz(welt), von=von, bis=bis))


def test_summe_verdikt_und_luecke_der_pause(welt: Welt):
    pause(welt)
    lage = stellenanteile(VON, VON - timedelta(days=10), BIS + timedelta(days=10))[welt.konz.pk]
    assert (lage.summe, lage.urteil.wort, lage.gueltig) == (Decimal(0), "abweichend", [])
    assert lage.ruhend == [einsatz(welt)]
    assert [(luecke.von, luecke.bis) for luecke in lage.luecken] == [(VON, BIS)]


@pytest.mark.parametrize("tag", [VON - timedelta(days=1), VON, BIS, BIS + timedelta(days=1)])
def test_bedingung_der_datenbank_gleicht_der_regel(welt: Welt, tag: date):
    pause(welt)
    regel = stellenanteile(tag, tag, tag, [welt.konz.pk])[welt.konz.pk].gueltig
    assert list(Einsatz.objects.filter(arbeitet_am(tag), sozialraum=welt.konz)) == regel


def test_kontakt_in_der_pause_zaehlt_nicht_wohl_aber_der_der_vertretung(welt: Welt):
    kontakte = [
        Kontakt.objects.create(art="telefonat", am=VON, bezug="uebergreifend", erfasst_von=welt.personen[name])
        for name in ("netzwerk_konz", "netzwerk_saarburg")
    ]
    partner = neuer_partner(welt)
    for kontakt in kontakte:
        Kontaktbeteiligung.objects.create(
            kontakt=kontakt, partner=partner, sozialraum=welt.konz, am=VON, ergebnis="erreicht"
        )
    Zustaendigkeit.objects.create(
        benutzer=welt.personen["netzwerk_saarburg"],
        rolle="netzwerk",
        vertritt=welt.personen["netzwerk_konz"],
        von=VON,
        bis=BIS,
    )
    zaehle_neu()
    assert Kontaktbeteiligung.objects.filter(zaehlt=True).count() == 2
    unterbrechung = pause(welt)
    assert list(Kontaktbeteiligung.objects.filter(zaehlt=True).values_list("kontakt", flat=True)) == [kontakte[1].pk]
    assert not list(befunde())
    nimm_zurueck(unterbrechung=unterbrechung)
    assert Kontaktbeteiligung.objects.filter(zaehlt=True).count() == 2


def test_unterbrochene_behaelt_ihren_zugang(welt: Welt):
    pause(welt, ANFANG, None)
    assert welt.person("netzwerk_konz").bereich.gilt_in("kontakt.anlegen", welt.konz.pk)


def test_ueberschneidende_unterbrechung_nennt_die_andere(welt: Welt):
    pause(welt)
    with pytest.raises(ValidationError, match=r"schon unterbrochen vom 02\.03\.2026 bis 31\.03\.2026"):
        pause(welt, BIS, None)


def test_unterbrechung_vor_dem_einsatz_und_rueckwaerts(welt: Welt):
    with pytest.raises(ValidationError, match="muss darin beginnen"):
        pause(welt, ANFANG - timedelta(days=1), BIS)
    with pytest.raises(ValidationError, match="vor dem ersten Tag"):
        pause(welt, BIS, VON)


def test_ausnahme_braucht_ende_und_grund(welt: Welt):
    amt = welt.personen["jugendamt"]
    with pytest.raises(ValidationError, match="nur auf Zeit"):
        erlaube_ausnahme(ausnahme=Stellenausnahme(sozialraum=welt.konz, von=VON, begruendung="x"), durch=amt)
    with pytest.raises(ValidationError, match="begründen"):
        erlaube_ausnahme(ausnahme=Stellenausnahme(sozialraum=welt.konz, von=VON, bis=BIS), durch=amt)
    erlaube_ausnahme(ausnahme=Stellenausnahme(sozialraum=welt.konz, von=VON, bis=BIS, begruendung="Krank"), durch=amt)
    with pytest.raises(ValidationError, match=r"Für Konz gilt schon eine Ausnahme vom 02\.03\.2026"):
        erlaube_ausnahme(ausnahme=Stellenausnahme(sozialraum=welt.konz, von=BIS, bis=BIS, begruendung="y"), durch=amt)


def test_pruefen_meldet_einsatz_nach_dem_ende_der_traegerschaft(welt: Welt):
    Traegerschaft.objects.filter(sozialraum=welt.konz).update(bis=BIS)
    (befund,) = [befund for befund in befunde() if befund.pruefung == "Trägerschaft"]
    assert befund.satz == f"Einsatz {einsatz(welt).pk}: am 01.04.2026 ist der Träger dort nicht tätig"


def test_seite_sagt_dass_die_traegerschaft_frueher_endet(welt: Welt, als: Als):
    Traegerschaft.objects.filter(sozialraum=welt.konz).update(bis=BIS)
    seite = als("jugendamt").get(einsatz(welt).get_absolute_url()).content.decode()
    assert "ab 01.04.2026 nicht mehr Träger im Sozialraum Konz" in seite


# --- Pages --------------------------------------------------------------------------------------------------------


def test_leitung_unterbricht_und_nimmt_zurueck(welt: Welt, als: Als):
    client, ziel = als("leitung_konz"), einsatz(welt).get_absolute_url()
    client.post(f"{ziel}unterbrechen/", {"von": "2026-03-02", "bis": "2026-03-31"})
    assert "02.03.2026 bis 31.03.2026" in client.get(ziel).content.decode()
    eine = Unterbrechung.objects.get()
    client.post(f"/stellenanteile/unterbrechungen/{eine.uuid}/", {"von": "2026-03-02", "bis": "2026-04-15"})
    assert Unterbrechung.objects.get().bis == date(2026, 4, 15)
    client.post(f"/stellenanteile/unterbrechungen/{eine.uuid}/zuruecknehmen/")
    assert not Unterbrechung.objects.exists()


def test_zeitleiste_zeigt_pause_luecke_und_ausnahme_in_worten(welt: Welt, als: Als):
    pause(welt)
    als("jugendamt").post(
        "/stellenanteile/ausnahmen/neu/",
        {"sozialraum": "konz", "von": "2026-03-10", "bis": "2026-03-20", "begruendung": "Nachbesetzung läuft"},
    )
    adresse = "/stellenanteile/?stichtag=2026-03-12&von=2026-01-01&bis=2026-12-31"
    seite = als("jugendamt").get(adresse).content.decode()
    assert "unterbrochen vom 02.03.2026 bis 31.03.2026" in seite
    assert "Ausnahme bis 20.03.2026" in seite
    assert "Nachbesetzung läuft" in seite
    assert "<svg" in seite


def test_rueckwaerts_gewaehlter_zeitraum_sagt_es(als: Als):
    seite = als("jugendamt").get("/stellenanteile/?von=2026-12-31&bis=2026-01-01").content.decode()
    assert "Zeitraum von höchstens zehn Jahren" in seite
