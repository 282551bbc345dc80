"""Room on a map: frames, enlarging, tiles, groups of points, names."""

from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sozialraum.rules import Projektion
from sozialraum.rules.ausschnitt import KACHELN_HOECHSTENS, Rahmen, ausschnitt, kacheln, rahmen_um
from sozialraum.rules.buendel import Beschriftung, beschrifte, buendle
from sozialraum.selectors.karte import grundkarte

BASIS = Rahmen(0, 0, 1000, 800)
PUNKT = st.tuples(st.integers(0, 300).map(float), st.integers(0, 300).map(float))


def test_rahmen_um_hat_die_form_des_ganzen_und_einen_rand():
    rahmen = rahmen_um([Rahmen(0, 0, 100, 10), Rahmen(50, 30, 50, 10)], verhaeltnis=2.0, rand=0.1)
    assert rahmen == pytest.approx((-10, -10, 120, 60))
    hoch = rahmen_um([Rahmen(0, 0, 10, 100)], verhaeltnis=2.0, rand=0)
    assert hoch == pytest.approx((-95, 0, 200, 100))


def test_rahmen_ohne_teile_ist_ein_fehler():
    with pytest.raises(ValueError, match="min"):
        rahmen_um([], 1.0)


def test_ausschnitt_verdoppelt_um_die_mitte_und_bleibt_in_der_karte():
    assert ausschnitt(BASIS, None, 0) == BASIS
    assert ausschnitt(BASIS, (500, 400), 1) == (250, 200, 500, 400)
    assert ausschnitt(BASIS, (0, 0), 2) == (0, 0, 250, 200)
    assert ausschnitt(BASIS, (5000, 5000), 1) == (500, 400, 500, 400)


@given(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), st.floats(-50, 50))
def test_kein_ausschnitt_verlaesst_die_karte(mitte, stufe):
    teil = ausschnitt(BASIS, mitte, stufe)
    assert teil.x >= -1e-6
    assert teil.y >= -1e-6
    assert teil.x + teil.breite <= 1000 + 1e-6
    assert teil.y + teil.hoehe <= 800 + 1e-6
    assert teil.breite >= 1000 / 32 - 1e-6


def test_kacheln_liegen_wo_der_server_sie_zeichnet():
    """A map of the whole world, 1024 wide: four by four tiles of level 2, the first in the corner."""
    welt = Projektion(west=0.0, nord=0.0, massstab=1024.0, breite=1024, hoehe=1024)
    alle = kacheln(welt, Rahmen(0, 0, 1023.9, 1023.9), pixel=1024)
    assert len(alle) == 16
    assert alle[0] == (2, 0, 0, 0.0, 0.0, 256.0)
    assert alle[-1] == (2, 3, 3, 768.0, 768.0, 256.0)


def test_kacheln_decken_den_landkreis_und_sind_wenige():
    grund = grundkarte()
    alle = kacheln(grund.bild, grund.rahmen)
    assert 4 <= len(alle) <= KACHELN_HOECHSTENS
    assert min(kachel.links for kachel in alle) <= 0
    assert max(kachel.links + kachel.seite for kachel in alle) >= 1000
    assert max(kachel.oben + kachel.seite for kachel in alle) >= grund.hoehe
    x, y = grund.bild.punkt(6.5765, 49.6947)
    (treffer,) = [k for k in alle if k.links <= x < k.links + k.seite and k.oben <= y < k.oben + k.seite]
    assert (treffer.x >> treffer.z - 10, treffer.y >> treffer.z - 10) == (530, 348)


def test_buendel_fasst_zusammen_was_sich_ueberdeckte():
    punkte = [(0.0, 0.0), (100.0, 0.0), (103.0, 0.0), (100.0, 0.0), (200.0, 0.0)]
    assert buendle(punkte, 10) == [[1, 3, 2], [0], [4]]
    assert buendle([], 10) == []


def test_buendel_ohne_abstand_ist_ein_fehler():
    with pytest.raises(ValueError, match="größer als null"):
        buendle([(0.0, 0.0)], 0)


@given(st.lists(PUNKT, max_size=120), st.floats(1, 80))
def test_buendel_verlieren_niemanden_und_ueberdecken_sich_nie(punkte, abstand):
    gruppen = buendle(punkte, abstand)
    assert sorted(nummer for gruppe in gruppen for nummer in gruppe) == list(range(len(punkte)))
    koepfe = [punkte[gruppe[0]] for gruppe in gruppen]
    knapp = abstand * (1 - 1e-9)  # distances are compared as squares, which round differently
    for nummer, a in enumerate(koepfe):
        assert all(hypot(a[0] - b[0], a[1] - b[1]) >= knapp for b in koepfe[nummer + 1 :])
    for gruppe, kopf in zip(gruppen, koepfe, strict=True):
        assert all(hypot(punkte[n][0] - kopf[0], punkte[n][1] - kopf[1]) <= abstand for n in gruppe)


def test_namen_weichen_aus_und_fallen_sonst_weg():
    konz, karthaus = Beschriftung("Konz", 0, 0, 18_000), Beschriftung("Karthaus", 5, 2, 100)
    assert [name.text for name in beschrifte([karthaus, konz], 10)] == ["Konz", "Karthaus"]
    (oben, unten) = beschrifte([karthaus, konz], 10)
    assert (oben.y, unten.y) == (0, 2 + 21.0)
    versperrt = [Rahmen(-50, -50, 100, 100)]
    assert beschrifte([konz], 10, versperrt) == []
