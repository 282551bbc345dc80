"""Pages of re-cuts: choose, preview, take over, take back; nobody overwrites anybody."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from partner.models import Netzwerkpartner, Neuzuschnitt, Wirkungsbereich
from sozialraum.models import Gebietszuordnung
from tests.welt import ANFANG, Welt, neuer_partner

TAWERN, KONZ = "07235132", "07235068"
VON = timezone.localdate() + timedelta(days=30)
ANGABEN = {"name": "Tawern zu Saarburg", "von": VON.isoformat(), "quelle": "Beschluss vom 1. März"}


def lege_an(client: Client, **felder) -> Neuzuschnitt:
    seite = client.get("/verwaltung/gebiete/neu/")
    angaben = ANGABEN | {"uuid": seite.context["form"]["uuid"].value(), "version": 1, **felder}
    antwort = client.post("/verwaltung/gebiete/neu/", angaben)
    assert antwort.status_code == 302, antwort.context["form"].errors
    return Neuzuschnitt.objects.get(uuid=angaben["uuid"])


def merke(client: Client, akte: Neuzuschnitt, *ags: str, ziel: str = "saarburg", version: int | None = None):
    akte.refresh_from_db()
    daten = {"gewaehlt": ags, "ziel": ziel, "version": version or akte.version}
    return client.post(f"{akte.get_absolute_url()}vormerken/", daten, follow=True)


def uebernimm(client: Client, akte: Neuzuschnitt, **felder):
    seite = client.get(f"{akte.get_absolute_url()}vorschau/")
    akte.refresh_from_db()
    daten = {"version": akte.version, "pruefsumme": seite.context["blick"].pruefsumme, **felder}
    return client.post(f"{akte.get_absolute_url()}uebernehmen/", daten, follow=True)


def in_tawern(welt: Welt, name: str = "Kita Tawern") -> Netzwerkpartner:
    return neuer_partner(welt, name, gemeinde=welt.gemeinden["Tawern"])


def test_planen_ansehen_uebernehmen_zuruecknehmen(welt: Welt, als: Callable[[str], Client]):
    partner, client = in_tawern(welt), als("jugendamt")
    akte = lege_an(client)
    assert "Vorgemerkt: 1 Gemeinde." in merke(client, akte, TAWERN).content.decode()
    vorschau = client.get(f"{akte.get_absolute_url()}vorschau/").content.decode()
    assert "1 von 1 ziehen mit um" in vorschau
    assert Gebietszuordnung.objects.filter(gemeinde__ags=TAWERN).count() == 1
    assert "1 Partner ist mit umgezogen." in uebernimm(client, akte).content.decode()
    assert list(partner.wirkungsbereiche.order_by("von").values_list("sozialraum__kuerzel", "von")) == [
        ("konz", ANFANG),
        ("saarburg", VON),
    ]
    akte.refresh_from_db()
    antwort = client.post(f"{akte.get_absolute_url()}zuruecknehmen/", {"version": akte.version}, follow=True)
    assert "Alles steht wie zuvor" in antwort.content.decode()
    assert Wirkungsbereich.objects.get(partner=partner).bis is None


def test_geaenderte_haken_werden_erst_gezeigt_und_dann_uebernommen(welt: Welt, als: Callable[[str], Client]):
    bleibt, geht, client = in_tawern(welt), in_tawern(welt, "Jugendtreff Tawern"), als("jugendamt")
    akte = lege_an(client)
    merke(client, akte, TAWERN)
    haken = {"wahl": "1", "partner": [str(geht.uuid)]}
    antwort = uebernimm(client, akte, **haken)
    assert "1 von 2 ziehen mit um" in antwort.text
    assert "Übernommen ist noch nichts" in antwort.text
    assert not Wirkungsbereich.objects.filter(sozialraum__kuerzel="saarburg").exists()
    assert "1 Partner ist mit umgezogen." in uebernimm(client, akte, **haken).text
    assert [w.partner for w in Wirkungsbereich.objects.filter(sozialraum__kuerzel="saarburg")] == [geht]
    assert Wirkungsbereich.objects.get(partner=bleibt).bis is None


def test_karte_und_liste_merken_die_auswahl_ohne_skript(welt: Welt, als: Callable[[str], Client]):
    client = als("jugendamt")
    akte = lege_an(client)
    seite = client.get(akte.get_absolute_url(), {"gewaehlt": [TAWERN]}).content.decode()
    assert f'id="g-{TAWERN}" checked' in seite
    # The link of a marked Gemeinde takes the mark away, that of another one adds it.
    assert f'href="?gewaehlt={KONZ}&amp;gewaehlt={TAWERN}#karte"' in seite
    assert 'href="?#karte" aria-label="Tawern, Konz, ausgewählt"' in seite


def test_filter_zeigt_auch_was_schon_gewaehlt_ist(welt: Welt, als: Callable[[str], Client]):
    client = als("jugendamt")
    akte = lege_an(client)
    seite = client.get(akte.get_absolute_url(), {"gewaehlt": [TAWERN], "sozialraum": "saarburg"})
    assert [ort.gemeinde.name for ort, _, _ in seite.context["gemeinden"]] == ["Saarburg", "Tawern"]


def test_ohne_ziel_bleibt_die_auswahl_angekreuzt(welt: Welt, als: Callable[[str], Client]):
    client = als("jugendamt")
    akte = lege_an(client)
    seite = merke(client, akte, TAWERN, ziel="").content.decode()
    assert "Bitte wählen Sie, wohin." in seite
    assert f'id="g-{TAWERN}" checked' in seite


def test_eigenes_ziel_wird_abgewiesen(welt: Welt, als: Callable[[str], Client]):
    client = als("jugendamt")
    akte = lege_an(client)
    assert "gehört an diesem Tag schon zum Sozialraum Konz" in merke(client, akte, TAWERN, ziel="konz").content.decode()
    assert not akte.wechsel.exists()


def test_gleichzeitige_aenderung_faellt_auf(welt: Welt, als: Callable[[str], Client]):
    client, zweite = als("jugendamt"), als("jugendamt_2")
    akte = lege_an(client)
    merke(zweite, akte, TAWERN)
    antwort = merke(client, akte, KONZ, version=1)
    assert "Jemand hat diesen Entwurf inzwischen geändert." in antwort.content.decode()
    assert f'id="g-{KONZ}" checked' in antwort.content.decode()
    assert list(akte.wechsel.values_list("gemeinde__ags", flat=True)) == [TAWERN]


def test_angaben_zweier_personen_stehen_nebeneinander(welt: Welt, als: Callable[[str], Client]):
    client = als("jugendamt")
    akte = lege_an(client)
    url = f"{akte.get_absolute_url()}bearbeiten/"
    daten = ANGABEN | {"uuid": akte.uuid, "version": 1}
    als("jugendamt_2").post(url, daten | {"name": "Zweite Fassung"})
    seite = client.post(url, daten | {"name": "Meine Fassung"}).content.decode()
    assert "Zwei Fassungen" in seite
    assert "Meine" in seite
    assert Neuzuschnitt.objects.get(pk=akte.pk).name == "Zweite Fassung"


def test_veraltete_vorschau_wird_nicht_uebernommen(welt: Welt, als: Callable[[str], Client]):
    client = als("jugendamt")
    akte = lege_an(client)
    merke(client, akte, TAWERN)
    seite = client.get(f"{akte.get_absolute_url()}vorschau/")
    akte.refresh_from_db()
    in_tawern(welt)
    daten = {"version": akte.version, "pruefsumme": seite.context["blick"].pruefsumme}
    antwort = client.post(f"{akte.get_absolute_url()}uebernehmen/", daten, follow=True)
    assert "Seit der Vorschau hat sich etwas geändert" in antwort.content.decode()
    assert Gebietszuordnung.objects.filter(gemeinde__ags=TAWERN).count() == 1


def test_partner_bleibt_wenn_man_ihn_abwaehlt(welt: Welt, als: Callable[[str], Client]):
    zieht, bleibt, client = in_tawern(welt), in_tawern(welt, "Polizei Tawern"), als("jugendamt")
    akte = lege_an(client)
    merke(client, akte, TAWERN)
    akte.refresh_from_db()
    url = f"{akte.get_absolute_url()}partner/"
    client.post(url, {"version": akte.version, "partner": [zieht.uuid]})
    uebernimm(client, akte)
    assert zieht.wirkungsbereiche.count() == 2
    assert bleibt.wirkungsbereiche.get().sozialraum == welt.konz


def test_vergangener_tag_nennt_berichte(welt: Welt, als: Callable[[str], Client]):
    client = als("jugendamt")
    akte = lege_an(client, von="2026-03-01")
    merke(client, akte, TAWERN)
    seite = client.get(f"{akte.get_absolute_url()}vorschau/").content.decode()
    assert "Der 01.03.2026 ist vergangen." in seite
    assert "/sozialraeume/konz/bericht/?von=2026-03-01" in seite


def test_neuer_sozialraum_bekommt_sein_kuerzel_aus_dem_namen(welt: Welt, als: Callable[[str], Client]):
    client = als("jugendamt")
    akte = lege_an(client, neu_name="Obere Mosel/Süd")
    assert akte.neu_kuerzel == "obere-mosel-sued"
    merke(client, akte, TAWERN, ziel="+")
    assert "Der neue Zuschnitt gilt ab" in uebernimm(client, akte).content.decode()
    assert client.get("/sozialraeume/obere-mosel-sued/zuschnitt/", {"stichtag": VON}).status_code == 200


def test_verwerfen_und_wieder_oeffnen(welt: Welt, als: Callable[[str], Client]):
    client = als("jugendamt")
    akte = lege_an(client)
    client.post(f"{akte.get_absolute_url()}verwerfen/")
    assert Neuzuschnitt.objects.get().zustand == "verworfen"
    client.post(f"{akte.get_absolute_url()}wieder-oeffnen/")
    assert Neuzuschnitt.objects.get().zustand == "entwurf"


def test_entwuerfe_sieht_nur_das_jugendamt(welt: Welt, als: Callable[[str], Client]):
    akte = lege_an(als("jugendamt"))
    assert als("leitstelle").get(akte.get_absolute_url()).status_code == 404
    assert "Noch kein Neuzuschnitt" in als("netzwerk_konz").get("/verwaltung/gebiete/").content.decode()
    for was in ("vormerken", "uebernehmen", "zuruecknehmen", "partner", "herausnehmen", "verwerfen"):
        assert als("netzwerk_konz").post(f"{akte.get_absolute_url()}{was}/").status_code == 403


def test_verlauf_des_sozialraums(welt: Welt, als: Callable[[str], Client]):
    client = als("jugendamt")
    akte = lege_an(client)
    merke(client, akte, TAWERN)
    uebernimm(client, akte)
    verlauf = client.get("/sozialraeume/konz/zuschnitt/").context["verlauf"]
    assert [(tag.am, tag.gemeinden, tag.einwohner) for tag in verlauf] == [(VON, 1, 1000), (ANFANG, 2, 2000)]
    datei = client.get("/sozialraeume/saarburg/zuschnitt/", {"stichtag": VON, "format": "csv"})
    assert [zeile.split(";")[0] for zeile in datei.content.decode("utf-8-sig").splitlines()[1:]] == [
        "Saarburg",
        "Tawern",
    ]


def test_zuordnungen_belegen(welt: Welt, als: Callable[[str], Client]):
    client = als("jugendamt")
    zeile = Gebietszuordnung.objects.get(gemeinde__ags=TAWERN)
    Gebietszuordnung.objects.filter(pk=zeile.pk).update(ist_belegt=False)
    seite = client.post("/verwaltung/gemeinden/belegen/", {"zuordnung": [zeile.uuid], "quelle": "", "am": "2026-11-03"})
    assert "checked" in seite.content.decode()
    daten = {"zuordnung": [zeile.uuid], "quelle": "Übersicht vom 3. November", "am": "2026-11-03"}
    antwort = client.post("/verwaltung/gemeinden/belegen/", daten, follow=True).content.decode()
    assert "Belegt: 1 Gemeinde." in antwort
    assert "Alle Zuordnungen sind belegt" in antwort
    zeile.refresh_from_db()
    assert (zeile.ist_belegt, zeile.quelle, zeile.belegt_am.isoformat(), zeile.bis) == (
        True,
        "Übersicht vom 3. November",
        "2026-11-03",
        None,
    )
