"""Lists of other counties import as they are, or are refused with a reason in words."""

import io

import pytest

from partner.models import Netzwerkpartner
from partner.services.einlesen.lauf import lege_an
from partner.services.einlesen.lesen import Lesefehler, lies_datei
from partner.services.einlesen.uebernehmen import uebernimm
from tests.partner import fremde_listen as listen
from tests.partner.test_einlesen_dienst import gezaehlt, leitstelle
from tests.welt import Welt


def tabelle(inhalt: str | bytes):
    return lies_datei(io.BytesIO(inhalt.encode() if isinstance(inhalt, str) else inhalt))


def lauf_aus(inhalt: str | bytes, dateiname: str = "schulen.csv"):
    return lege_an(tabelle=tabelle(inhalt), dateiname=dateiname, bereich=leitstelle())


ANSCHRIFT = ("name", "strasse", "plz", "ort", "telefon")


@pytest.mark.parametrize(
    ("inhalt", "dateiname", "erwartet"),
    [
        (
            listen.SCHULEN_LAND,
            "schulen.csv",
            [
                ("Grundschule Musterberg", "Hauptstr. 5", "56564", "Neuwied", "02631 1234"),
                ("Realschule plus Am Römerwall", "Römerwall 2", "56626", "Andernach", "02632 99"),
            ],
        ),
        (
            listen.KITAS_STRICH,
            "kitas.txt",
            [
                ("Kita Spatzennest", "Lindenweg 3", "55543", "Bad Kreuznach", ""),
                ("Kath. Kindergarten St. Anna", "Kirchplatz 1", "55545", "Bad Kreuznach", ""),
            ],
        ),
        (
            listen.KITAS_GEO,
            "kita.csv",
            [
                ("Kita Hafenwelle", "Seestraße 12a", "24937", "Flensburg", ""),
                ("Kita Möwe", "Am Strand 4", "24939", "Flensburg", ""),
            ],
        ),
        (
            listen.SCHULEN_UTM,
            "schulen.csv",
            [
                ("Gymnasium am Stadtpark", "Parkallee 9", "45127", "Essen", ""),
                ("Förderschule Ruhrblick", "Ruhrweg 1", "45239", "Essen", ""),
            ],
        ),
        (
            listen.LFD_SUMME,
            "kitas.csv",
            [
                ("Kita Wirbelwind", "Ringstr. 7", "67655", "Kaiserslautern", "0631/4711"),
                ("Kita Pusteblume", "Gartenweg 2", "67655", "Kaiserslautern", "0631/4711"),
            ],
        ),
        (
            listen.ZWEIZEILIG,
            "kitas.csv",
            [
                ("Jugendtreff Nord", "Nordring 1", "66111", "Saarbrücken", "0681 100"),
                ("Jugendtreff Süd", "Südring 8", "66117", "Saarbrücken", "0681 200"),
            ],
        ),
        (
            listen.UTF16_TAB,
            "schulen.txt",
            [
                ("Grundschule Überlingen-Süd", "Seestr. 1", "88662", "Überlingen", "07551/4400"),
                ("Mörike-Gymnasium", "Mörikeweg 3", "88662", "Überlingen", "07551/5500"),
            ],
        ),
        (
            listen.GRUPPEN,
            "kitas.csv",
            [
                ("Kita Stadtmauer", "Mauerweg 3", "99084", "", ""),
                ("Kita Domplatz", "Domgasse 1", "99084", "", ""),
                ("Kita Krämerbrücke", "Brückenstr. 5", "99084", "", ""),
                ("Kita Nordlicht", "Nordstr. 9", "99086", "", ""),
                ("Kita Polarstern", "Nordstr. 77", "99086", "", ""),
            ],
        ),
        (
            listen.ENGLISCH,
            "schools.csv",
            [("Primary School Example", "Hauptstr. 1", "68159", "Mannheim", "+49 621 1234")],
        ),
        (
            listen.SCHULAMT,
            "schulen.xlsx",
            [
                ("Grundschule Maarblick", "Maarweg 3", "54550", "Daun", "065921234"),
                ("Realschule plus Vulkaneifel", "Vulkanring 10-12", "54550", "Daun", "065925678"),
                ("Grundschule Brunnen", "Brunnenstr. 1", "54568", "Gerolstein", "06591 77"),
            ],
        ),
        (
            listen.TRAEGER,
            "kitas.xlsx",
            [
                ("Kita Burgfrieden", "Burgstr. 1", "56727", "Mayen", "02651123456"),
                ("Kita Schlossgarten", "Am Schloss 2", "56727", "Mayen", "02651123457"),
                # Six digits alone are a local number: who knows which place it is dialled from.
                ("Kita Mühlrad", "Mühlenweg 3", "56727", "Mayen", "123458"),
            ],
        ),
    ],
)
def test_fremde_listen_werden_partner(welt: Welt, inhalt, dateiname, erwartet):
    lauf = uebernimm(lauf=lauf_aus(inhalt, dateiname), bereich=leitstelle())
    assert list(Netzwerkpartner.objects.order_by("pk").values_list(*ANSCHRIFT)) == erwartet
    assert gezaehlt(lauf) == {"neu": len(erwartet)}


def test_verbundene_zellen_und_gruppen_gelten_fuer_alle_zeilen(welt: Welt):
    uebernimm(lauf=lauf_aus(listen.TRAEGER, "kitas.xlsx"), bereich=leitstelle())
    assert set(Netzwerkpartner.objects.values_list("traeger_name", flat=True)) == {"Stadt Mayen"}
    gelesen = tabelle(listen.GRUPPEN)
    assert [zeile.zellen[0] for zeile in gelesen.zeilen] == ["Altstadt"] * 3 + ["Nordviertel"] * 2
    assert gelesen.hinweise == ("Leere Zellen der Spalte „Stadtteil“ wiederholen die Zelle darüber.",)


def test_eine_spalte_mit_luecken_ist_keine_gruppe():
    gelesen = tabelle("Ort;Name\nKonz;Kita A\n;Kita B\nKonz;Kita C\n")
    assert [zeile.zellen[0] for zeile in gelesen.zeilen] == ["Konz", "", "Konz"]


def test_koordinaten_in_grad_gelten_andere_bleiben_draussen(welt: Welt):
    for inhalt in (listen.KITAS_GEO, listen.SCHULEN_UTM):
        uebernimm(lauf=lauf_aus(inhalt), bereich=leitstelle())
    punkte = dict(Netzwerkpartner.objects.values_list("name", "breite"))
    assert (str(punkte["Kita Möwe"]), punkte["Gymnasium am Stadtpark"]) == ("54.790000", None)


def test_zwischenzeilen_fremder_orte_werden_gefragt(welt: Welt):
    lauf = lauf_aus(listen.ABSCHNITTE)
    assert gezaehlt(lauf) == {"zweifelhaft": 3}
    assert lauf.zeilen.order_by("nummer").first().grund == "„Wittlich“ ist keine Gemeinde des Landkreises."


def test_namen_von_personen_stehen_nirgends(welt: Welt):
    for inhalt in (listen.SCHULEN_LAND, listen.ENGLISCH, listen.SCHULAMT):
        lauf = lauf_aus(inhalt)
        assert not [z for z in lauf.zeilen.all() if "Erfunden" in str(z.rohdaten) or "Invented" in str(z.rohdaten)]


@pytest.mark.parametrize("inhalt", [listen.OHNE_KOPF, listen.NUR_ZAHLEN])
def test_ohne_ueberschrift_geht_kein_eintrag_verloren(inhalt):
    with pytest.raises(Lesefehler, match="keine Spalte erkennbar, die den Namen der Einrichtung enthält"):
        tabelle(inhalt)


@pytest.mark.parametrize(
    ("plz", "gelesen", "erwartet"),
    [
        ("54329", "65018304", "065018304"),
        ("54329", "06501 8304", "06501 8304"),
        ("54329", "8304", "8304"),
        ("10115", "65018304", "65018304"),
        ("10115", "17612345678", "017612345678"),
        ("54329", "4965018304", "4965018304"),
        ("54329", "+4965018304", "+4965018304"),
    ],
)
def test_die_verlorene_null_einer_telefonnummer(welt: Welt, plz, gelesen, erwartet):
    zeile = f"Name;PLZ;Ort;Telefon\nKita A;{plz};Berlin;{gelesen}\n"
    if plz.startswith("54"):
        zeile = zeile.replace("Berlin", "Konz")
    uebernimm(lauf=lauf_aus(zeile, "kitas.csv"), bereich=leitstelle())
    assert Netzwerkpartner.objects.get().telefon == erwartet
