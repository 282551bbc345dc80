"""Base data: the real Gemeinden, the division into Sozialräume, and that a second run leaves everything alone."""

import json
from datetime import date

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import Count, Sum

from konten.models import Parameter, Protokolleintrag
from netzwerk.models import Thema
from partner.models import (
    Intervall,
    Kategoriepflicht,
    Netzwerkpartner,
    Partnerkategorie,
    Schliesszeit,
    Wirkungsbereich,
)
from sozialraum.models import Gebietszuordnung, Gemeinde, Sozialraum, Sozialraumzentrum, Verbandsgemeinde
from sozialraum.services.grunddaten import DATEN, NICHT_BELEGT

pytestmark = pytest.mark.django_db


@pytest.fixture
def grunddaten() -> None:
    call_command("grunddaten", verbosity=0)


def alle_zeilen() -> dict[str, list[tuple]]:
    """Every row of every table of the project."""
    apps_des_hauses = {"konten", "sozialraum", "partner", "netzwerk"}
    modelle = [modell for modell in apps.get_models() if modell._meta.app_label in apps_des_hauses]
    return {modell._meta.label: sorted(map(str, modell.objects.values_list())) for modell in modelle}


def test_gemeinden_und_einwohner_stimmen_mit_dem_amtlichen_verzeichnis(grunddaten) -> None:
    assert Verbandsgemeinde.objects.count() == 6
    assert Gemeinde.objects.count() == 104
    assert Gemeinde.objects.aggregate(summe=Sum("einwohner"))["summe"] == 149_398
    konz = Gemeinde.objects.get(ags="07235068")
    assert (konz.name, konz.plz, konz.verbandsgemeinde.name) == ("Konz", "54329", "Konz")
    assert konz.einwohner_am == date(2019, 12, 31)


def test_jede_gemeinde_gehoert_zu_genau_einem_sozialraum(grunddaten) -> None:
    verteilung = Gebietszuordnung.objects.aktiv(date(2026, 11, 22)).values_list("sozialraum__kuerzel")
    assert dict(verteilung.annotate(anzahl=Count("gemeinde", distinct=True))) == {
        "hermeskeil": 18,
        "konz": 12,
        "rst": 50,
        "saarburg": 24,
    }
    assert Gebietszuordnung.objects.count() == 104
    assert set(Gebietszuordnung.objects.values_list("von", "bis")) == {(date(2014, 1, 1), None)}


def test_fuenf_doerfer_der_frueheren_vg_kell_gehoeren_zu_hermeskeil(grunddaten) -> None:
    doerfer = Gemeinde.objects.filter(
        gebietszuordnungen__sozialraum__kuerzel="hermeskeil", verbandsgemeinde__name="Saarburg-Kell"
    )
    assert set(doerfer.values_list("name", flat=True)) == {
        "Heddert",
        "Kell am See",
        "Mandern",
        "Schillingen",
        "Waldweiler",
    }


def test_erschlossene_zuordnungen_sagen_dass_sie_nicht_belegt_sind(grunddaten) -> None:
    erschlossen = Gebietszuordnung.objects.filter(ist_belegt=False)
    assert set(erschlossen.values_list("gemeinde__name", flat=True)) == NICHT_BELEGT
    assert set(erschlossen.values_list("sozialraum__kuerzel", "quelle")) == {("saarburg", "erschlossen, nicht belegt")}


def test_sozialraumzentren_je_sozialraum(grunddaten) -> None:
    zentren = Sozialraumzentrum.objects.values_list("sozialraum__kuerzel").annotate(anzahl=Count("id"))
    assert dict(zentren) == {"hermeskeil": 1, "konz": 1, "rst": 3, "saarburg": 1}


def test_kategorien_mit_pflicht_und_abstand(grunddaten) -> None:
    assert Partnerkategorie.objects.count() == 10
    pflichten = Kategoriepflicht.objects.aktiv(date(2017, 1, 1)).values_list("kategorie__kuerzel", flat=True)
    assert set(Partnerkategorie.objects.values_list("kuerzel", flat=True)) - set(pflichten) == {"verein", "sonstige"}
    abstaende = dict(Intervall.objects.values_list("kategorie__kuerzel", "tage"))
    assert abstaende["kita"] == 180
    assert abstaende["polizei"] == 365
    assert abstaende["jugendamt"] == 90
    assert set(Partnerkategorie.objects.exclude(ferienregel="keine").values_list("kuerzel", "ferienregel")) == {
        ("kita", "schliesstage"),
        ("schule", "schulferien"),
    }


def test_jugendamt_und_leitstelle_sind_partner_jedes_sozialraums(grunddaten) -> None:
    partner = Netzwerkpartner.objects.all()
    assert {eintrag.kurzname for eintrag in partner} == {"Jugendamt", "Leitstelle Familie"}
    assert {(eintrag.sitz, eintrag.gemeinde, eintrag.ort) for eintrag in partner} == {("ausserhalb", None, "Trier")}
    assert Wirkungsbereich.objects.count() == 2 * 4
    assert all(eintrag.such_norm for eintrag in partner)


def test_schulferien_themen_und_parameter(grunddaten) -> None:
    assert Schliesszeit.objects.filter(partner=None).count() == 30
    sommer = Schliesszeit.objects.get(bezeichnung="Sommerferien", von__year=2026)
    assert (sommer.von, sommer.bis) == (date(2026, 6, 29), date(2026, 8, 7))
    assert Thema.objects.count() == 14
    mindest = Parameter.objects.get(schluessel="mindestumfang_vzae")
    assert (mindest.wert, mindest.von) == ("0.25", date(2017, 1, 1))


def test_zweiter_lauf_schreibt_nichts(grunddaten, capsys) -> None:
    vorher = alle_zeilen()
    call_command("grunddaten")
    assert alle_zeilen() == vorher
    assert "vollständig" in capsys.readouterr().out


def test_aenderungen_des_jugendamts_bleiben(grunddaten) -> None:
    Sozialraum.objects.filter(kuerzel="rst").update(name="Ruwer, Schweich und Trier-Land")
    Partnerkategorie.objects.filter(kuerzel="verein").update(name="Ehrenamt")
    Intervall.objects.filter(kategorie__kuerzel="kita").update(tage=120)
    Kategoriepflicht.objects.filter(kategorie__kuerzel="polizei").delete()
    Sozialraumzentrum.objects.filter(ort="Welschbillig").delete()
    Gebietszuordnung.objects.filter(gemeinde__name="Zerf").update(ist_belegt=True, quelle="Kreistag")
    Netzwerkpartner.objects.filter(kurzname="Jugendamt").update(name="Amt für Jugend", kurzname="AfJ")
    Thema.objects.filter(name="Sucht").update(name="Suchtvorbeugung")
    Schliesszeit.objects.filter(bezeichnung="Osterferien", von__year=2024).delete()
    vorher = alle_zeilen()
    call_command("grunddaten", verbosity=0)
    assert alle_zeilen() == vorher


def test_grunddaten_stehen_im_protokoll_ohne_handelnde_person(grunddaten) -> None:
    assert Protokolleintrag.objects.count() > 300
    assert not Protokolleintrag.objects.filter(actor__isnull=False).exists()


def test_grenzen_decken_dieselben_104_gemeinden() -> None:
    datei = DATEN / "grenzen.geojson"
    karte = json.loads(datei.read_text(encoding="utf-8"))
    schluessel = {merkmal["properties"]["ags"] for merkmal in karte["features"]}
    assert len(schluessel) == 104
    assert schluessel == {
        zeile.split(",")[0] for zeile in (DATEN / "gemeinden.csv").read_text(encoding="utf-8").splitlines()[1:]
    }
    assert {frozenset(merkmal["properties"]) for merkmal in karte["features"]} == {frozenset({"ags", "name"})}
    assert karte["attribution"] == "© GeoBasis-DE / BKG 2017 (Daten verändert)"
    assert datei.stat().st_size <= 210 * 1024
