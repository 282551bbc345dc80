"""Maps: projection, outlines, the picture and its cache."""

import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from sozialraum.models import Gebietszuordnung, Sozialraumzentrum
from sozialraum.rules import in_grad, pfad, projektion, schwerpunkt, umriss, weltpunkt
from sozialraum.selectors.karte import aussengrenze, gebiete_am, gemeinden, grundkarte, karte_sozialraum, zentren_am

SVG = "{http://www.w3.org/2000/svg}"
TAG = date(2026, 11, 22)
QUADRAT = [[6.0, 50.0], [7.0, 50.0], [7.0, 49.0], [6.0, 49.0], [6.0, 50.0]]


def test_projektion_fuellt_die_breite_und_ist_winkeltreu():
    bild = projektion(QUADRAT, 1000)
    assert bild.punkt(6.0, 50.0) == (0.0, 0.0)
    assert bild.punkt(7.0, 50.0) == (1000.0, 0.0)
    assert bild.hoehe == 1540  # a degree of latitude is 1/cos(49.5°) = 1.54 degrees of longitude there


def test_weltpunkt_trifft_die_bekannten_orte():
    """Null island lies in the middle, the edge of the square world at 85.0511°; Konz on tile 10/530/348."""
    assert weltpunkt(0, 0) == (0.5, 0.5)
    assert weltpunkt(180, 85.0511287798066) == pytest.approx((1.0, 0.0), abs=1e-9)
    x, y = weltpunkt(6.5765, 49.6947)
    assert (int(x * 1024), int(y * 1024)) == (530, 348)


@given(st.floats(5.5, 8.0), st.floats(49.0, 51.0))
def test_projektion_und_zurueck_ist_derselbe_ort(laenge, breite):
    """To a tenth of a unit, which is what the map is drawn with: six metres."""
    bild = grundkarte().bild
    zurueck = bild.grad(*bild.punkt(laenge, breite))
    assert zurueck == pytest.approx((laenge, breite), abs=1e-4)


@given(st.floats(-179, 179), st.floats(-85, 85))
def test_welt_und_zurueck_ist_genau_derselbe_ort(laenge, breite):
    assert in_grad(*weltpunkt(laenge, breite)) == pytest.approx((laenge, breite), abs=1e-9)


def test_projektion_ohne_punkte_ist_ein_fehler():
    with pytest.raises(ValueError, match="unpack"):
        projektion([])


def test_pfad_schliesst_sich_und_laesst_doppelte_punkte_weg():
    bild = projektion(QUADRAT, 100)
    ring = [[6.0, 50.0], [6.0, 50.0], [6.5, 50.0], [6.5, 49.5], [6.0, 50.0]]
    assert pfad([[ring]], bild) == "M0 0l50 0 0 77.4z"


def test_pfad_nennt_hoechstens_eine_nachkommastelle():
    zahlen = re.findall(r"-?\d*\.?\d+", "".join(gebiet.pfad for gebiet in grundkarte().gebiete.values()))
    assert len(zahlen) > 10_000
    assert not [zahl for zahl in zahlen if len(zahl.partition(".")[2]) > 1]


def test_pfad_kehrt_zum_anfang_zurueck():
    """Relative steps do not drift: the last point lies where the ring closes."""
    for gebiet in grundkarte().gebiete.values():
        for ring in gebiet.pfad.removesuffix("z").split("z"):
            werte = [float(zahl) for zahl in re.findall(r"-?\d*\.?\d+", ring)]
            x, y = sum(werte[0::2]), sum(werte[1::2])
            assert -1 <= x <= 1001
            assert -1 <= y <= grundkarte().hoehe + 1


def test_schwerpunkt_und_flaeche_eines_rechtecks():
    assert schwerpunkt([(0, 0), (4, 0), (4, 2), (0, 2)]) == ((2.0, 1.0), 8.0)


def test_grundkarte_hat_alle_gemeinden_einmal_je_prozess():
    karte = grundkarte()
    assert (len(karte.gebiete), karte.breite, karte.hoehe) == (104, 1000, 876)
    assert grundkarte() is karte


def test_karte_hebt_die_gemeinden_des_tages_hervor(welt):
    karte = karte_sozialraum(welt.konz, TAG)
    assert (len(karte.eigene), len(karte.uebrige)) == (2, 102)
    zeile = Gebietszuordnung.objects.get(gemeinde=welt.gemeinden["Tawern"])
    zeile.bis = TAG - timedelta(days=1)
    zeile.save()
    assert len(karte_sozialraum(welt.konz, TAG).eigene) == 1
    assert len(karte_sozialraum(welt.konz, TAG - timedelta(days=1)).eigene) == 2


def test_gebiete_haben_die_gemeinden_des_tages(welt, django_assert_num_queries):
    with django_assert_num_queries(1):
        gebiete = gebiete_am(TAG)
    assert gebiete[welt.konz.pk] == {"07235068", "07235132"}
    assert gebiete[welt.saarburg.pk] == {"07235118"}
    assert welt.konz.pk not in gebiete_am(date(2019, 12, 31))


def test_umriss_zweier_nachbarn_hat_keine_grenze_dazwischen():
    links = [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]
    rechts = [[[1, 0], [2, 0], [2, 1], [1, 1], [1, 0]]]
    (ring,) = umriss([links, rechts])
    assert ring[0] == ring[-1]
    assert set(ring) == {(0, 0), (1, 0), (2, 0), (2, 1), (1, 1), (0, 1)}
    assert len(ring) == 7
    assert len(umriss([links, [[[5, 5], [6, 5], [6, 6], [5, 5]]]])) == 2


def test_aussengrenze_des_landkreises_umschliesst_alle():
    """The city of Trier lies inside; Zemmer's part beyond is no island. Each outline is far shorter than its parts."""
    alle = frozenset(grundkarte().gebiete)
    grenze = aussengrenze(alle)
    assert len(grenze) < sum(len(gebiet.pfad) for gebiet in grundkarte().gebiete.values()) / 4
    assert grenze.count("M") == grenze.count("z") >= 1


def test_zentrum_liegt_in_der_gemeinde_seines_ortes(welt):
    for name, ort, plz in [("Haus A", "Saarburg", "54439"), ("Haus B", "Hamm", "54456"), ("Haus C", "Trier", "54290")]:
        Sozialraumzentrum.objects.create(sozialraum=welt.konz, name=name, ort=ort, plz=plz, von=TAG)
    zentren = {zentrum.name: zentrum.gemeinde for zentrum in zentren_am(TAG, gemeinden())}
    assert zentren["Haus A"].name == "Saarburg"
    assert zentren["Haus B"].name == "Tawern"  # no Gemeinde of that name, but the only one with the postcode
    assert zentren["Haus C"] is None


def test_bild_ist_svg_mit_titel_und_ohne_style(als):
    antwort = als("team_konz").get(reverse("sozialraum:karte", args=["konz"]))
    assert antwort.status_code == 200
    assert antwort["Content-Type"] == "image/svg+xml"
    wurzel = ElementTree.fromstring(antwort.content)  # noqa: S314 - our own answer
    assert wurzel.find(f"{SVG}title").text == "Karte des Landkreises, Sozialraum Konz hervorgehoben"
    assert wurzel.find(f"{SVG}desc").text.startswith("2 von 104 Gemeinden")
    assert len(wurzel.findall(f".//{SVG}path")) == 104
    assert not [element for element in wurzel.iter() if element.tag == f"{SVG}style" or "style" in element.attrib]


def test_bild_wird_mit_etag_nur_einmal_uebertragen(als, welt):
    client, url = als("jugendamt"), reverse("sozialraum:karte", args=["konz"]) + "?stichtag=2026-11-22"
    erste = client.get(url)
    zweite = client.get(url, headers={"If-None-Match": erste["ETag"]})
    assert (zweite.status_code, zweite.content) == (304, b"")
    assert "private" in erste["Cache-Control"]
    Gebietszuordnung.objects.filter(gemeinde=welt.gemeinden["Tawern"]).delete()
    assert client.get(url, headers={"If-None-Match": erste["ETag"]}).status_code == 200


def test_dunkles_bild_hat_andere_farben(als):
    client, url = als("jugendamt"), reverse("sozialraum:karte", args=["konz"])
    assert b"#9db8ff" in client.get(url + "?farben=dunkel").content
    assert b"#1f3f9c" in client.get(url + "?farben=rot").content


@pytest.mark.parametrize("anhang", ["?stichtag=gestern", "?stichtag=2026-13-40"])
def test_bild_mit_unlesbarem_tag_gibt_es_nicht(als, anhang):
    assert als("jugendamt").get(reverse("sozialraum:karte", args=["konz"]) + anhang).status_code == 404


def test_bild_ohne_rolle_ist_verboten_und_unbekannt_fehlt(als):
    assert als("ohne_rolle").get(reverse("sozialraum:karte", args=["konz"])).status_code == 403
    assert als("jugendamt").get(reverse("sozialraum:karte", args=["mond"])).status_code == 404
