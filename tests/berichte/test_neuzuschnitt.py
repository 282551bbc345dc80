"""Re-cuts: what the preview says is what happens, and taking back restores every row."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from berichte.reports.neuzuschnitt import raumstaende, vorschau
from netzwerk.models import Kontaktbeteiligung
from netzwerk.selectors.abdeckung import partnerzustaende
from netzwerk.selectors.pruefung import befunde
from netzwerk.services.kontakt import Beteiligter, Kontaktangaben, erfasse
from netzwerk.services.neuzuschnitt import hindernisse, nimm_zurueck, uebernimm
from partner.models import Intervall, Netzwerkpartner, Neuzuschnitt, Wirkungsbereich
from partner.services.zuschnitt import ZuschnittGeaendert, lege_an, merke_vor, zeilenbild
from sozialraum.models import Gebietszuordnung, Sozialraum
from tests.welt import ANFANG, Welt, neuer_partner

HEUTE = timezone.localdate()
VERGANGEN, KUENFTIG = HEUTE - timedelta(days=120), HEUTE + timedelta(days=60)
TABELLEN = (Gebietszuordnung, Wirkungsbereich, Intervall, Sozialraum, Kontaktbeteiligung)


def entwurf(welt: Welt, von: date = KUENFTIG, **felder) -> Neuzuschnitt:
    neu = Neuzuschnitt(name="Neuer Zuschnitt", von=von, quelle="Beschluss vom 1. März", **felder)
    return lege_an(neuzuschnitt=neu, durch=welt.personen["jugendamt"])[0]


def merke(welt: Welt, akte: Neuzuschnitt, name: str, ziel: Sozialraum | None) -> Neuzuschnitt:
    return merke_vor(neuzuschnitt=akte, version=akte.version, gemeinden=[welt.gemeinden[name]], ziel=ziel)


def uebernommen(welt: Welt, akte: Neuzuschnitt) -> Neuzuschnitt:
    return uebernimm(neuzuschnitt=akte, version=akte.version, durch=welt.personen["jugendamt"])


def spreche(welt: Welt, partner: Netzwerkpartner, am: date, raum: str = "konz") -> None:
    angaben = Kontaktangaben(
        art="besuch",
        am=am,
        bezug="uebergreifend",
        beteiligte=(Beteiligter(partner.pk, welt.sozialraeume[raum].pk, "erreicht"),),
    )
    person = welt.personen[f"netzwerk_{raum}"]
    erfasse(benutzer=person, uuid=partner.uuid, angaben=angaben)


def alles() -> dict[str, Any]:
    return {modell.__name__: zeilenbild(modell.objects.all()) for modell in TABELLEN}


def in_tawern(welt: Welt, name: str = "Kita Tawern", **felder) -> Netzwerkpartner:
    return neuer_partner(welt, name, gemeinde=welt.gemeinden["Tawern"], **felder)


@pytest.mark.parametrize("von", [VERGANGEN, KUENFTIG])
def test_die_uhr_folgt_dem_partner_auch_bei_einem_tag_der_vergangenheit(welt: Welt, von: date):
    partner = in_tawern(welt)
    gesprochen = HEUTE - timedelta(days=20)
    spreche(welt, partner, gesprochen)
    tag = max(von, HEUTE)
    vorher = partnerzustaende(tag, partner_ids=[partner.pk])[partner.pk, welt.konz.pk]
    uebernommen(welt, merke(welt, entwurf(welt, von), "Tawern", welt.saarburg))
    nachher = partnerzustaende(tag, partner_ids=[partner.pk])[partner.pk, welt.saarburg.pk]
    assert (nachher.letzter, nachher.faellig_am) == (gesprochen, vorher.faellig_am)
    assert nachher.faellig_am == gesprochen + timedelta(days=180)
    assert list(befunde()) == []


def test_abstand_des_partners_zieht_mit(welt: Welt):
    partner = in_tawern(welt)
    spreche(welt, partner, HEUTE - timedelta(days=20))
    Intervall.objects.create(partner=partner, sozialraum=welt.konz, tage=90, von=ANFANG)
    akte = merke(welt, entwurf(welt), "Tawern", welt.saarburg)
    (zeile,) = vorschau(akte, HEUTE).partner
    assert (zeile.faellig_vorher, zeile.uhr_bleibt) == (HEUTE + timedelta(days=70), True)
    uebernommen(welt, akte)
    abstaende = partner.intervalle.order_by("von").values_list("sozialraum__kuerzel", "von", "bis", "tage")
    assert list(abstaende) == [
        ("konz", ANFANG, KUENFTIG - timedelta(days=1), 90),
        ("saarburg", KUENFTIG, None, 90),
    ]


def test_wer_mehrere_sozialraeume_hat_bleibt(welt: Welt):
    einer, mehrere = in_tawern(welt), in_tawern(welt, "Beratung Tawern")
    Wirkungsbereich.objects.create(partner=mehrere, sozialraum=welt.sozialraeume["rst"], von=ANFANG)
    akte = merke(welt, entwurf(welt), "Tawern", welt.saarburg)
    zeilen = {zeile.partner.name: (zeile.zieht, zeile.nachher) for zeile in vorschau(akte, HEUTE).partner}
    assert zeilen == {
        einer.name: (True, ("Saarburg",)),
        mehrere.name: (False, ("Konz", "Ruwer/Schweich/Trier-Land")),
    }


def test_vorschau_nennt_gemeinden_und_einwohner_vorher_und_nachher(welt: Welt):
    akte = merke(welt, entwurf(welt), "Tawern", welt.saarburg)
    zahlen = {
        zeile.sozialraum.kuerzel: (
            zeile.vorher.groesse.gemeinden,
            zeile.vorher.groesse.einwohner,
            zeile.nachher.groesse.gemeinden,
            zeile.nachher.groesse.einwohner,
        )
        for zeile in vorschau(akte, HEUTE).raeume
    }
    assert zahlen == {"konz": (2, 2000, 1, 1000), "saarburg": (1, 1000, 2, 2000)}


def test_vorschau_hinterlaesst_nichts(welt: Welt):
    in_tawern(welt)
    akte = merke(welt, entwurf(welt, neu_name="Obermosel", neu_kuerzel="obermosel"), "Tawern", None)
    davor = alles()
    assert [zeile.sozialraum.name for zeile in vorschau(akte, HEUTE).raeume] == ["Konz", "Obermosel"]
    assert alles() == davor
    assert not Sozialraum.objects.filter(kuerzel="obermosel").exists()


def test_neuer_sozialraum_entsteht_und_geht_beim_zuruecknehmen(welt: Welt):
    partner = in_tawern(welt)
    akte = merke(welt, entwurf(welt, neu_name="Obermosel", neu_kuerzel="obermosel"), "Tawern", None)
    davor = alles()
    akte = uebernommen(welt, akte)
    assert akte.gegruendet.kuerzel == "obermosel"
    assert partner.wirkungsbereiche.get(sozialraum=akte.gegruendet).von == KUENFTIG
    akte = nimm_zurueck(neuzuschnitt=akte, version=akte.version)
    assert alles() == davor
    assert (akte.zustand, akte.journal) == ("entwurf", {})


def test_zuruecknehmen_scheitert_mit_grund_wenn_darauf_aufgebaut_wurde(welt: Welt):
    partner = in_tawern(welt)
    akte = uebernommen(welt, merke(welt, entwurf(welt, VERGANGEN), "Tawern", welt.saarburg))
    assert hindernisse(akte) == []
    spreche(welt, partner, HEUTE, "saarburg")
    with pytest.raises(ValidationError, match="1 Kontakt wurde seitdem im neuen Sozialraum erfasst"):
        nimm_zurueck(neuzuschnitt=akte, version=akte.version)
    spaeter = entwurf(welt, KUENFTIG)
    uebernommen(welt, merke(welt, spaeter, "Tawern", welt.konz))
    assert "Gebietszuordnungen: 1 Eintrag wurde seitdem geändert." in hindernisse(akte)


def test_zweite_person_bemerkt_die_erste(welt: Welt):
    akte = entwurf(welt)
    merke(welt, akte, "Tawern", welt.saarburg)
    with pytest.raises(ZuschnittGeaendert):
        merke(welt, akte, "Konz", welt.saarburg)
    with pytest.raises(ZuschnittGeaendert):
        uebernimm(neuzuschnitt=akte, version=akte.version, durch=welt.personen["jugendamt"])


def test_zweimal_gesendet_ist_es_ein_entwurf(welt: Welt):
    erster = entwurf(welt)
    noch_einer = Neuzuschnitt(uuid=erster.uuid, name="Noch einmal", von=KUENFTIG, quelle="Beschluss")
    zweiter, ist_neu = lege_an(neuzuschnitt=noch_einer, durch=welt.personen["jugendamt_2"])
    assert (zweiter.pk, zweiter.name, ist_neu) == (erster.pk, "Neuer Zuschnitt", False)
    assert Neuzuschnitt.objects.get().erstellt_von == welt.personen["jugendamt"]


def test_zweimal_uebernehmen_geht_nicht(welt: Welt):
    akte = uebernommen(welt, merke(welt, entwurf(welt), "Tawern", welt.saarburg))
    with pytest.raises(ValidationError, match="inzwischen übernommen"):
        uebernommen(welt, akte)


GEMEINDEN = ("Konz", "Tawern", "Saarburg", "Hermeskeil", "Schweich")
RAEUME = ("hermeskeil", "konz", "rst", "saarburg", None)
partnerwahl = st.lists(
    st.tuples(st.sampled_from(GEMEINDEN), st.sets(st.sampled_from(RAEUME[:-1]), min_size=1), st.integers(0, 300)),
    max_size=5,
)
wechselwahl = st.dictionaries(st.sampled_from(GEMEINDEN), st.sampled_from(RAEUME), min_size=1, max_size=4)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(partner=partnerwahl, wechsel=wechselwahl, tage=st.integers(-200, 200))
def test_was_die_vorschau_sagt_geschieht_und_laesst_sich_zuruecknehmen(
    welt: Welt, partner: list, wechsel: dict, tage: int
):
    with transaction.atomic():
        _pruefe_neuzuschnitt(welt, partner, wechsel, HEUTE + timedelta(days=tage))
        transaction.set_rollback(True)


def _pruefe_neuzuschnitt(welt: Welt, partner: list, wechsel: dict, von: date) -> None:
    for nummer, (ort, raeume, alter) in enumerate(partner):
        einer = neuer_partner(welt, f"Kita {nummer}", gemeinde=welt.gemeinden[ort], sozialraum=None)
        for raum in raeume:
            Wirkungsbereich.objects.create(
                partner=einer, sozialraum=welt.sozialraeume[raum], von=HEUTE - timedelta(days=alter)
            )
        if "konz" in raeume:
            spreche(welt, einer, HEUTE - timedelta(days=alter // 2))
    akte = _geplant(welt, wechsel, von)
    if not akte.wechsel.exists():
        return
    davor, gesehen = alles(), vorschau(akte, HEUTE)
    assert alles() == davor
    akte = uebernommen(welt, akte)
    stand = raumstaende(gesehen.stichtag, [zeile.pk for zeile in Sozialraum.objects.all()])
    zahlen = {raum.groesse.sozialraum.kuerzel: _ohne_schluessel(raum) for raum in stand.values()}
    for zeile in gesehen.raeume:
        assert zahlen[zeile.sozialraum.kuerzel] == _ohne_schluessel(zeile.nachher)
    for zeile in gesehen.partner:
        wirkt = zeile.partner.wirkungsbereiche.aktiv(gesehen.stichtag).order_by("sozialraum__reihenfolge")
        assert tuple(wirkt.values_list("sozialraum__name", flat=True)) == zeile.nachher
    assert list(befunde()) == []
    assert hindernisse(akte) == []
    nimm_zurueck(neuzuschnitt=akte, version=akte.version)
    assert alles() == davor


def _geplant(welt: Welt, wechsel: dict, von: date) -> Neuzuschnitt:
    neuer = {"neu_name": "Obermosel", "neu_kuerzel": "obermosel"} if None in wechsel.values() else {}
    akte = entwurf(welt, von, **neuer)
    for name, raum in wechsel.items():
        heute = welt.gemeinden[name].gebietszuordnungen.get().sozialraum.kuerzel
        if raum != heute:
            akte = merke(welt, akte, name, welt.sozialraeume.get(raum))
    return akte


def _ohne_schluessel(stand: Any) -> tuple:
    g = stand.groesse
    return g.einwohner, g.gemeinden, g.partner, g.kontakte, g.vzae, stand.quote_kategorien, stand.quote_partner
