"""The public finder (K19): finds, asks back, suggests, and tells nothing that is not published."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from konten.rules import Rolle
from netzwerk.models import Einsatz, Steckbrief, Unterbrechung
from netzwerk.rules.finder import finde, verbaende
from partner.rules.ort import Gemeindeangabe, Ortsverzeichnis
from sozialraum.models import Sozialraumzentrum, Zustaendigkeit
from tests.welt import ANFANG, Welt

ORTE = [
    ("Saarburg-Kell", Gemeindeangabe(1, "07235072", "Lampaden", "54316", 4)),
    ("Trier-Land", Gemeindeangabe(2, "07235027", "Franzenheim", "54316", 3)),
    ("Ruwer", Gemeindeangabe(3, "07235107", "Pluwig", "54316", 3)),
    ("Konz", Gemeindeangabe(4, "07235068", "Konz", "54329", 2)),
    ("Ruwer", Gemeindeangabe(5, "07235124", "Schöndorf", "54316", 3)),
    ("Hermeskeil", Gemeindeangabe(6, "07235045", "Hermeskeil", "54411", 1)),
]
VERZEICHNIS = Ortsverzeichnis.aus([ort for _, ort in ORTE], {name for name, _ in ORTE})


@pytest.fixture(autouse=True)
def _ohne_drossel():
    cache.clear()


def namen(orte) -> list[str]:
    return [ort.name for ort in orte]


@pytest.mark.parametrize(
    ("frage", "raum", "gemeinden", "vorschlaege"),
    [
        ("Konz", 2, ["Konz"], []),
        ("  kONZ ", 2, ["Konz"], []),
        ("Konz-Karthaus", 2, ["Konz"], []),
        ("54329", 2, ["Konz"], []),
        ("54316", None, ["Lampaden", "Franzenheim", "Pluwig", "Schöndorf"], []),
        ("54316 Lampaden", 4, ["Lampaden"], []),
        ("Lampaden, 54316", 4, ["Lampaden"], []),
        ("Schoendorf", 3, ["Schöndorf"], []),
        ("schöndorf", 3, ["Schöndorf"], []),
        ("Ruwer", 3, ["Pluwig", "Schöndorf"], []),
        ("Hermskeil", None, [], ["Hermeskeil"]),
        ("Herm", None, [], ["Hermeskeil"]),
        ("99999", None, [], []),
        ("xyzxyz", None, [], []),
        ("", None, [], []),
        ("54316 Lampadn", None, [], ["Lampaden", "Franzenheim", "Pluwig", "Schöndorf"]),
        ("<script>alert(1)</script>", None, [], []),
        ("' OR 1=1 --", None, [], []),
        ("\x00%00", None, [], []),
    ],
)
def test_finden(frage: str, raum, gemeinden: list[str], vorschlaege: list[str]):
    fund = finde(frage, VERZEICHNIS, verbaende(ORTE))
    assert (fund.raum, namen(fund.gemeinden), namen(fund.vorschlaege)) == (raum, gemeinden, vorschlaege)


# --- The page ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def steckbrief(welt: Welt) -> Steckbrief:
    fachkraft = welt.personen["netzwerk_konz"].netzwerkfachkraft
    fachkraft.vorname, fachkraft.nachname = "Wilma", "Öffentlich"
    fachkraft.telefon, fachkraft.email = "06501 0000", "wilma@example.org"
    fachkraft.save()
    Sozialraumzentrum.objects.create(
        sozialraum=welt.konz, name="Haus Konz", ort="Konz", von=ANFANG, oeffnungszeiten="Mo 9 bis 12"
    )
    return Steckbrief.objects.create(fachkraft=fachkraft, funktion="Netzwerkerin", ist_veroeffentlicht=True)


def frage(q: str, client: Client | None = None):
    return (client or Client()).get("/zustaendig/", {"q": q})


def test_zeigt_person_haus_und_zeiten_ohne_anmeldung(steckbrief):
    text = frage("Konz").content.decode()
    for wort in ("Wilma Öffentlich", "Netzwerkerin", "06501 0000", "wilma@example.org", "Haus Konz", "Mo 9 bis 12"):
        assert wort in text


def test_setzt_keine_kekse_und_darf_gemerkt_werden(steckbrief):
    for url in ("/zustaendig/?q=Konz", f"/zustaendig/{steckbrief.uuid}/", "/impressum/", "/datenschutz/"):
        antwort = Client().get(url)
        assert antwort.status_code == 200
        assert not antwort.cookies
        assert antwort["Cache-Control"] == "public, max-age=300"
        assert "csrf" not in antwort.content.decode().lower()
        assert "<script" not in antwort.content.decode()


def test_angemeldete_sehen_dieselbe_seite(steckbrief, als):
    assert frage("Konz").content == frage("Konz", als("jugendamt")).content


@pytest.mark.parametrize("fall", ["verborgen", "weg", "ruht", "vorgeschlagen"])
def test_unveroeffentlichtes_bleibt_unbekannt(steckbrief, fall: str):
    einsatz = Einsatz.objects.get(fachkraft=steckbrief.fachkraft)
    heute = timezone.localdate()
    if fall == "verborgen":
        Steckbrief.objects.update(ist_veroeffentlicht=False)
    elif fall == "weg":
        Einsatz.objects.filter(pk=einsatz.pk).update(bis=heute - timedelta(days=1))
    elif fall == "vorgeschlagen":
        Einsatz.objects.filter(pk=einsatz.pk).update(zustand="vorgeschlagen")
    else:
        Unterbrechung.objects.create(einsatz=einsatz, von=heute, bis=heute)
    text = frage("Konz").content.decode()
    for wort in ("Wilma", "Öffentlich,", "06501 0000", "wilma@example.org", str(steckbrief.uuid)):
        assert wort not in text
    assert "Haus Konz" in text
    if fall != "ruht":
        assert Client().get(f"/zustaendig/{steckbrief.uuid}/").status_code == 404
        assert Client().get(f"/zustaendig/{steckbrief.uuid}/foto/").status_code == 404


def test_vertretung_des_tages_erscheint(welt: Welt, steckbrief):
    vertretung = welt.personen["netzwerk_saarburg"]
    Steckbrief.objects.create(fachkraft=vertretung.netzwerkfachkraft, ist_veroeffentlicht=True)
    assert "Heute in Vertretung" not in frage("Konz").content.decode()
    Zustaendigkeit.objects.create(
        benutzer=vertretung, rolle=Rolle.NETZWERK, vertritt=steckbrief.fachkraft.benutzer, von=ANFANG
    )
    assert "Heute in Vertretung" in frage("Konz").content.decode()


def test_eingaben_werden_maskiert(steckbrief):
    text = frage('"><img src=x onerror=alert(1)>').content.decode()
    assert "<img src=x" not in text
    assert "&quot;&gt;&lt;img" in text
    assert frage("\x00").status_code == 200
    assert frage("k" * 5000).status_code == 200


def test_wer_zu_oft_fragt_wartet(steckbrief):
    for _ in range(60):
        assert frage("Konz").status_code == 200
    antwort = frage("Konz")
    assert (antwort.status_code, antwort["Retry-After"], antwort["Cache-Control"]) == (429, "60", "no-store")


def test_hinter_einem_proxy_zaehlt_jeder_rechner_fuer_sich(steckbrief, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def antwort(rechner: str) -> int:
        kopf = f"203.0.113.99, {rechner}"
        return Client().get("/zustaendig/", {"q": "Konz"}, headers={"x-forwarded-for": kopf}).status_code

    assert {antwort("198.51.100.7") for _ in range(60)} == {200}
    assert antwort("198.51.100.7") == 429
    assert antwort("198.51.100.8") == 200


def test_steckbrief_nennt_die_vertretung_nur_wenn_sie_veroeffentlicht_ist(welt: Welt, steckbrief, als):
    vertretung = welt.personen["netzwerk_saarburg"]
    Zustaendigkeit.objects.create(
        benutzer=vertretung, rolle=Rolle.NETZWERK, vertritt=steckbrief.fachkraft.benutzer, von=ANFANG
    )
    oeffentlich = f"/zustaendig/{steckbrief.uuid}/"
    intern = f"/fachkraefte/{steckbrief.fachkraft.uuid}/steckbrief/"
    assert "Zurzeit in Vertretung" not in Client().get(oeffentlich).content.decode()
    seite = als("team_konz").get(intern).content.decode()
    assert str(vertretung) in seite.partition("Zurzeit in Vertretung")[2]
    Steckbrief.objects.create(fachkraft=vertretung.netzwerkfachkraft, ist_veroeffentlicht=True)
    assert str(vertretung.netzwerkfachkraft) in Client().get(oeffentlich).content.decode()


def test_vertretung_ohne_einsatz_fuehrt_nicht_ins_leere(welt: Welt, steckbrief):
    """Her own page would say 404: who works nowhere any more is not published, as a deputy neither."""
    vertretung = welt.personen["netzwerk_saarburg"]
    Steckbrief.objects.create(fachkraft=vertretung.netzwerkfachkraft, ist_veroeffentlicht=True)
    Zustaendigkeit.objects.create(
        benutzer=vertretung, rolle=Rolle.NETZWERK, vertritt=steckbrief.fachkraft.benutzer, von=ANFANG
    )
    Einsatz.objects.filter(fachkraft=vertretung.netzwerkfachkraft).update(bis=timezone.localdate() - timedelta(days=1))
    assert "Heute in Vertretung" not in frage("Konz").content.decode()


def test_wenige_abfragen(steckbrief, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        frage("Konz")


def test_gebietswechsel_gilt_ab_seinem_tag(welt: Welt, steckbrief):
    gebiet = welt.gemeinden["Tawern"].gebietszuordnungen.get()
    gebiet.bis = date(2021, 1, 1)
    gebiet.save()
    assert "Sozialraum Konz" not in frage("Tawern").content.decode()
