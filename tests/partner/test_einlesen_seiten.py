"""The pages of the import, as the people who may and may not use them."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from konten.models import Protokolleintrag
from partner.models import Importlauf, Importvorlage, Netzwerkpartner, Wirkungsbereich
from tests.partner.einlesehilfe import als_csv
from tests.partner.test_einlesen_dienst import KITA, KOPF, OHNE, SCHULE, TRIER
from tests.welt import Welt, neuer_partner

LISTE = reverse("partner:import_liste")
OFFEN = reverse("partner:zustaendigkeit_offen")


def datei(*zeilen, name="liste.csv", inhalt=None):
    return {"datei": SimpleUploadedFile(name, inhalt if inhalt is not None else als_csv(KOPF, *zeilen))}


def lade_hoch(client, *zeilen) -> Importlauf:
    antwort = client.post(LISTE, datei(*zeilen))
    assert antwort.status_code == 302
    return Importlauf.objects.get(uuid=antwort["Location"].rstrip("/").rsplit("/", 1)[1])


def handle(client, lauf, was, daten=None):
    return client.post(reverse(f"partner:import_{was}", args=[lauf.uuid]), daten or {})


def test_von_der_datei_zum_partner(als, welt: Welt):
    client = als("leitstelle")
    lauf = lade_hoch(client, KITA, SCHULE, TRIER, OHNE)
    seite = client.get(lauf.get_absolute_url())
    assert [(k["titel"], k["zahl"]) for k in seite.context["kacheln"]] == [
        ("wird angelegt", 3),
        ("wird geändert", 0),
        ("schon vorhanden", 0),
        ("zweifelhaft", 1),
        ("abgelehnt", 0),
    ]
    assert "3 Partner übernehmen" in seite.content.decode()
    assert Netzwerkpartner.objects.count() == 0
    assert handle(client, lauf, "entscheiden", {"zeile-5": "07235068"}).status_code == 302
    antwort = client.post(reverse("partner:import_uebernehmen", args=[lauf.uuid]), follow=True)
    assert "4 Partner angelegt, 0 geändert." in antwort.content.decode()
    assert {partner.get_absolute_url() for partner in Netzwerkpartner.objects.all()} == {
        zeile.partner.get_absolute_url() for zeile in antwort.context["zeilen"]
    }


def test_zweiter_klick_aendert_nichts(als, welt: Welt):
    client = als("leitstelle")
    lauf = lade_hoch(client, KITA)
    handle(client, lauf, "uebernehmen")
    vorher = Protokolleintrag.objects.count()
    antwort = client.post(reverse("partner:import_uebernehmen", args=[lauf.uuid]), follow=True)
    assert "Dieser Import ist schon übernommen." in antwort.content.decode()
    assert (Netzwerkpartner.objects.count(), Protokolleintrag.objects.count()) == (1, vorher)
    for was in ("verwerfen", "entscheiden"):
        assert handle(client, lauf, was).status_code == 302
    assert Importlauf.objects.get().zustand == Importlauf.Zustand.UEBERNOMMEN


def test_verwerfen_loescht_den_inhalt(als, welt: Welt):
    client = als("leitstelle")
    lauf = lade_hoch(client, KITA)
    handle(client, lauf, "verwerfen")
    assert lauf.zeilen.count() == 0
    assert "Diese Vorschau ist verworfen" in client.get(lauf.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("inhalt", "satz"),
    [
        (b"%PDF-1.4", "Die Datei ist ein PDF, keine Liste."),
        (b"", "Die Datei ist leer."),
        (b"a,b\n1,2\n", "In der Datei ist keine Spalte erkennbar, die den Namen der Einrichtung enthält."),
        (b"Name\n" + b"x" * (10 * 1024 * 1024 + 1), "Die Datei ist 10 MB groß. Möglich sind höchstens 10 MB."),
    ],
)
def test_falsche_datei_sagt_warum_und_schreibt_nichts(als, welt: Welt, inhalt, satz):
    antwort = als("leitstelle").post(LISTE, datei(inhalt=inhalt))
    assert antwort.status_code == 200
    assert antwort.context["form"].errors["datei"][0].startswith(satz)
    assert Importlauf.objects.count() == 0


def test_ohne_datei(als, welt: Welt):
    assert als("leitstelle").post(LISTE, {}).context["form"].errors["datei"] == ["Bitte wählen Sie eine Datei."]


def test_text_aus_der_datei_wird_nie_zu_html(als, welt: Welt):
    client = als("leitstelle")
    boese = "<script>alert(1)</script>"
    kopf = ["name", "kategorie", "ort", boese]
    antwort = client.post(LISTE, datei(inhalt=als_csv(kopf, [boese, boese, boese, boese])), follow=True)
    assert antwort.status_code == 200
    assert boese not in antwort.content.decode()
    assert "&lt;script&gt;" in antwort.content.decode()


def test_zuordnung_aendern(als, welt: Welt):
    client = als("leitstelle")
    kopf = ["Name", "Gattung", "Ort", "Leitung"]
    antwort = client.post(
        LISTE, datei(inhalt=als_csv(kopf, ["Kita A", "manege", "Konz", "Frau Erfunden"])), follow=True
    )
    text = antwort.content.decode()
    assert "„Leitung“" in text
    assert "Erfunden" not in text
    lauf = Importlauf.objects.get()
    assert "Erfunden" not in json.dumps([lauf.zuordnung, *lauf.zeilen.values_list("rohdaten", flat=True)])
    ziel = lauf.get_absolute_url()
    client.post(ziel, {"spalte_0": "name", "spalte_1": "kategorie", "spalte_2": "ort"})
    assert client.get(ziel).context["offene_worte"] == ["manege"]
    client.post(ziel, {"spalte_0": "name", "spalte_1": "kategorie", "spalte_2": "ort", "wort_0": "kita"})
    assert client.get(ziel).context["anzahlen"]["neu"] == 1
    doppelt = client.post(ziel, {"spalte_0": "name", "spalte_1": "name", "spalte_2": "ort"})
    assert doppelt.context["form"].non_field_errors() == [
        "„Name“ ist zwei Spalten zugeordnet. Bitte wählen Sie eine davon."
    ]
    assert client.get(ziel).context["anzahlen"]["neu"] == 1


def test_unwaehlbarer_sitz_wird_abgewiesen(als, welt: Welt):
    client = als("netzwerk_konz")
    lauf = lade_hoch(client, OHNE)
    seite = client.get(lauf.get_absolute_url()).content.decode()
    assert 'value="07235068"' in seite
    assert 'value="07235118"' not in seite
    assert 'value="ausserhalb"' not in seite
    for wert in ("07235118", "ausserhalb", "quatsch"):
        antwort = client.post(reverse("partner:import_entscheiden", args=[lauf.uuid]), {"zeile-2": wert}, follow=True)
        assert "Diese Wahl ist hier nicht möglich." in antwort.content.decode()
    assert lauf.zeilen.get().ergebnis == "zweifelhaft"


@pytest.mark.parametrize("rolle", ["team_konz", "leitung_konz", "datenschutz", "admin", "ohne_rolle"])
def test_wer_nicht_importiert_kommt_nicht_hinein(als, welt: Welt, rolle):
    client = als(rolle)
    assert client.get(LISTE).status_code == 403
    assert client.post(LISTE, datei(KITA)).status_code == 403
    assert client.get(OFFEN).status_code == 403
    assert Importlauf.objects.count() == 0


def test_jugendamt_sieht_und_aendert_nicht(als, welt: Welt):
    lauf = lade_hoch(als("leitstelle"), KITA)
    client = als("jugendamt")
    seite = client.get(lauf.get_absolute_url())
    assert seite.status_code == 200
    assert "Partner übernehmen" not in seite.content.decode()
    assert client.post(LISTE, datei(KITA)).status_code == 403
    assert client.post(lauf.get_absolute_url(), {}).status_code == 403
    for was in ("uebernehmen", "verwerfen", "entscheiden"):
        assert handle(client, lauf, was).status_code == 403
    assert Netzwerkpartner.objects.count() == 0


def test_fremder_import_ist_nicht_da(als, welt: Welt):
    lauf = lade_hoch(als("netzwerk_konz"), KITA)
    client = als("netzwerk_saarburg")
    assert client.get(lauf.get_absolute_url()).status_code == 404
    assert client.post(lauf.get_absolute_url(), {}).status_code == 404
    for was in ("uebernehmen", "verwerfen", "entscheiden"):
        assert handle(client, lauf, was).status_code == 404
    assert client.get(LISTE).context["page_obj"].paginator.count == 0


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_zeilen_als_datei(als, welt: Welt, format_):
    client = als("leitstelle")
    lauf = lade_hoch(client, KITA, OHNE)
    for ziel in (f"{lauf.get_absolute_url()}?ergebnis=zweifelhaft&", f"{LISTE}?", f"{OFFEN}?"):
        antwort = client.get(f"{ziel}format={format_}")
        assert antwort["Content-Disposition"].rstrip('"').endswith(f".{format_}")
    text = client.get(f"{lauf.get_absolute_url()}?ergebnis=zweifelhaft&format=csv").content.decode("utf-8-sig")
    assert text.splitlines()[1] == (
        "3;Verein Irgendwo;zweifelhaft;Sitz nicht angegeben.;;;V2;Verein Irgendwo;verein;;;;;;;"
    )


def test_abfragen_wachsen_nicht_mit_den_zeilen(als, welt: Welt):
    client = als("leitstelle")

    def abfragen(anzahl):
        zeilen = [[f"{anzahl}-{n}", f"Verein {anzahl} {n}", "verein", *[""] * 7] for n in range(anzahl)]
        lauf = lade_hoch(client, *zeilen)
        with CaptureQueriesContext(connection) as gezaehlt:
            client.get(lauf.get_absolute_url())
        return len(gezaehlt)

    assert abfragen(1) == abfragen(3) == abfragen(12) == abfragen(40)


def offene(welt: Welt, anzahl: int = 2) -> list[Netzwerkpartner]:
    return [
        neuer_partner(welt, f"Verband {n}", "verein", None, gemeinde=None, sitz="ausserhalb", ort="Trier")
        for n in range(anzahl)
    ]


def wahl(partner, raeume=("konz",), ab=None):
    return {
        "partner": [str(eintrag.uuid) for eintrag in partner],
        "sozialraeume": list(raeume),
        "ab": ab or timezone.localdate().isoformat(),
    }


def test_zuordnen_und_rueckgaengig(als, welt: Welt):
    client, partner = als("leitstelle"), offene(welt)
    antwort = client.post(OFFEN, wahl(partner, ["konz", "saarburg"]), follow=True)
    assert "2 Partner: zuständig für Konz, Saarburg ab" in antwort.content.decode()
    assert Wirkungsbereich.objects.filter(von=timezone.localdate(), bis=None).count() == 4
    assert Protokolleintrag.objects.filter(content_type__model="wirkungsbereich", action=0).count() == 4
    assert antwort.context["page_obj"].paginator.count == 0
    antwort = client.post(reverse("partner:zustaendigkeit_zurueck"), follow=True)
    assert "Zurückgenommen: 2 Partner sind wieder offen." in antwort.content.decode()
    assert Wirkungsbereich.objects.count() == 0
    assert Protokolleintrag.objects.filter(content_type__model="wirkungsbereich", action=2).count() == 4
    assert client.post(reverse("partner:zustaendigkeit_zurueck")).status_code == 302


def test_netzwerkfachkraft_nimmt_nur_in_eigene_sozialraeume(als, welt: Welt):
    client, partner = als("netzwerk_konz"), offene(welt)
    antwort = client.post(OFFEN, wahl(partner, ["saarburg"]))
    assert "sozialraeume" in antwort.context["form"].errors
    assert Wirkungsbereich.objects.count() == 0
    client.post(OFFEN, wahl(partner[:1], ["konz"]))
    assert Wirkungsbereich.objects.get().sozialraum == welt.konz


def test_auswahl_fehlt_und_getipptes_bleibt(als, welt: Welt):
    client, partner = als("leitstelle"), offene(welt)
    antwort = client.post(OFFEN, wahl(partner[:1], []))
    assert antwort.context["form"].errors["sozialraeume"] == ["Bitte wählen Sie mindestens einen Sozialraum."]
    assert f'value="{partner[0].uuid}" id="p-{partner[0].uuid}" checked' in antwort.content.decode()
    antwort = client.post(OFFEN, wahl([], ["konz"]))
    assert antwort.context["form"].errors["partner"] == ["Bitte kreuzen Sie mindestens einen Partner an."]
    antwort = client.post(OFFEN, wahl(partner, ["konz"], ab="1066-10-14"))
    assert "ab" in antwort.context["form"].errors


def test_wer_inzwischen_zugeordnet_ist_bleibt_wie_er_ist(als, welt: Welt):
    client, partner = als("leitstelle"), offene(welt)
    Wirkungsbereich.objects.create(partner=partner[0], sozialraum=welt.saarburg, von=timezone.localdate())
    antwort = client.post(OFFEN, wahl(partner), follow=True)
    assert "1 davon hatte inzwischen schon jemand zugeordnet." in antwort.content.decode()
    assert list(partner[0].wirkungsbereiche.values_list("sozialraum__kuerzel", flat=True)) == ["saarburg"]


def befehl(*args) -> str:
    ausgabe = io.StringIO()
    call_command("importieren", "partner", *map(str, args), stdout=ausgabe)
    return ausgabe.getvalue()


def test_befehl_mit_probe_zuordnung_und_konto(welt: Welt, tmp_path):
    liste = tmp_path / "liste.csv"
    liste.write_bytes(als_csv(KOPF, KITA, SCHULE, OHNE))
    probe = befehl(liste, "--probe")
    assert "angelegt:         2\n" in probe
    assert "zweifelhaft:      1\n" in probe
    assert "Zeile 4, zweifelhaft: Verein Irgendwo – Sitz nicht angegeben." in probe
    assert (Netzwerkpartner.objects.count(), Importlauf.objects.count()) == (0, 0)
    zuordnung = tmp_path / "z.json"
    zuordnung.write_text(json.dumps({"kategorien": {"schule": "-"}}), "utf-8")
    assert "angelegt:         1\n" in befehl(liste, "--zuordnung", zuordnung, "--als", "netzwerk-konz")
    assert Importlauf.objects.get().benutzer == welt.personen["netzwerk_konz"]
    assert "unverändert:      1\n" in befehl(liste, "--zuordnung", zuordnung)


@pytest.mark.parametrize(
    ("argumente", "satz"),
    [
        (["gibtesnicht.csv"], "lässt sich nicht öffnen"),
        (["leer.csv"], "Die Datei ist leer."),
        (["gut.csv", "--als", "niemand"], "Das Konto „niemand“ gibt es nicht."),
        (["gut.csv", "--als", "team-konz"], "darf keine Partner importieren"),
        (["gut.csv", "--zuordnung", "leer.csv"], "ist keine lesbare JSON-Datei"),
    ],
)
def test_befehl_sagt_was_fehlt(welt: Welt, tmp_path, monkeypatch, argumente, satz):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "leer.csv").touch()
    (tmp_path / "gut.csv").write_bytes(als_csv(KOPF, KITA))
    with pytest.raises(CommandError, match=satz):
        befehl(*argumente)
    assert Netzwerkpartner.objects.count() == 0


def test_filter_bleibt_nach_einer_entscheidung(als, welt: Welt):
    client = als("leitstelle")
    lauf = lade_hoch(client, KITA, OHNE)
    seite = client.get(f"{lauf.get_absolute_url()}?ergebnis=zweifelhaft&page=1").content.decode()
    assert 'name="weiter" value="ergebnis=zweifelhaft&amp;page=1"' in seite
    antwort = handle(client, lauf, "entscheiden", {"zeile-3": "", "weiter": "ergebnis=zweifelhaft&page=1"})
    assert antwort["Location"] == f"{lauf.get_absolute_url()}?ergebnis=zweifelhaft&page=1#zeilen"
    boese = handle(client, lauf, "entscheiden", {"zeile-3": "", "weiter": "ergebnis=<script>&page=-1&next=//x"})
    assert boese["Location"] == lauf.get_absolute_url()


def test_nach_einer_beendeten_sitzung_fuehrt_die_anmeldung_auf_die_seite_zurueck(als, welt: Welt, client):
    lauf = lade_hoch(als("leitstelle"), KITA)
    ziel = reverse("partner:import_uebernehmen", args=[lauf.uuid])
    client.logout()
    antwort = client.post(ziel, headers={"referer": f"http://testserver{lauf.get_absolute_url()}?ergebnis=neu"})
    assert antwort["Location"].endswith(f"?next={lauf.get_absolute_url()}%3Fergebnis%3Dneu")
    fremd = client.post(ziel, headers={"referer": "https://anderswo.example/x"})
    assert fremd["Location"].endswith("?next=/")
    assert Netzwerkpartner.objects.count() == 0


def test_zuruecknehmen_auf_der_seite(als, welt: Welt):
    client = als("leitstelle")
    lauf = lade_hoch(client, KITA, SCHULE)
    handle(client, lauf, "uebernehmen")
    assert "Jetzt zurücknehmen" in client.get(lauf.get_absolute_url()).content.decode()
    antwort = client.post(reverse("partner:import_zuruecknehmen", args=[lauf.uuid]), follow=True)
    assert "Zurückgenommen. Alles ist wie vor dem Import." in antwort.content.decode()
    assert Netzwerkpartner.objects.count() == 0
    zweite = client.post(reverse("partner:import_zuruecknehmen", args=[lauf.uuid]), follow=True)
    assert "lässt sich nicht zurücknehmen" in zweite.content.decode()


def test_fortschritt_einer_laufenden_pruefung(als, welt: Welt):
    client = als("leitstelle")
    lauf = lade_hoch(client, KITA)
    Importlauf.objects.update(zustand="pruefung", herzschlag=timezone.now(), umfang=4, fortschritt=1)
    seite = client.get(lauf.get_absolute_url()).content.decode()
    assert '<progress max="4" value="1"' in seite
    ziel = reverse("partner:import_fortschritt", args=[lauf.uuid])
    assert "Gleich geht es los." in client.get(ziel, headers={"hx-request": "true"}).content.decode()
    assert (
        "wird gerade bearbeitet"
        in client.post(reverse("partner:import_uebernehmen", args=[lauf.uuid]), follow=True).content.decode()
    )
    Importlauf.objects.update(zustand="vorschau")
    fertig = client.get(ziel, headers={"hx-request": "true"})
    assert (fertig.status_code, fertig["HX-Refresh"]) == (204, "true")
    assert client.get(ziel)["Location"] == lauf.get_absolute_url()


def test_zuordnung_merken_anwenden_umbenennen_loeschen(als, welt: Welt):
    client = als("leitstelle")
    lauf = lade_hoch(client, KITA)
    assert (
        "ist gemerkt"
        in client.post(
            reverse("partner:import_merken", args=[lauf.uuid]), {"name": "Kreisliste"}, follow=True
        ).content.decode()
    )
    vorlage = Importvorlage.objects.get()
    assert (
        "ist angewendet"
        in client.post(
            reverse("partner:import_anwenden", args=[lauf.uuid]), {"vorlage": vorlage.uuid}, follow=True
        ).content.decode()
    )
    client.post(reverse("partner:importvorlage_umbenennen", args=[vorlage.uuid]), {"name": "Neue Liste"})
    assert 'value="Neue Liste"' in client.get(LISTE).content.decode()
    client.post(reverse("partner:importvorlage_loeschen", args=[vorlage.uuid]))
    assert Importvorlage.objects.count() == 0


def test_befehl_gibt_aus_und_liest_wieder_ein(welt: Welt, tmp_path):
    neuer_partner(welt, "Kita =1", telefon="+49 6501 1")
    for endung in ("xlsx", "csv"):
        ziel = tmp_path / f"partner.{endung}"
        call_command("exportieren", "partner", str(ziel), stdout=io.StringIO())
        assert "unverändert:      1\n" in befehl(ziel)
    with pytest.raises(CommandError, match=r"muss auf \.xlsx oder \.csv enden"):
        call_command("exportieren", "partner", str(tmp_path / "x.txt"))
