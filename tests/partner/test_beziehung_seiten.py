"""The time line, the figures and the file of a relationship as pages: filters, pages, exports, rights (K01, K09)."""

import csv
import io

import pytest
from django.utils import timezone

from konten.rules.monate import plus_monate
from netzwerk.models import Kontaktbeteiligung, Lotsenweiterleitung, Wiedervorlage
from netzwerk.rules.beziehung import Anteil, Begegnung, kontaktbild
from netzwerk.rules.verlauf import Verlaufsart
from partner.models import Angebot, Netzwerkpartner, Vereinbarung
from tests.netzwerk.lotsen import neue_anfrage
from tests.netzwerk.verlaeufe import partner_mit_allem, tag
from tests.partner.test_partner_liste import FACHROLLEN, kontakt
from tests.welt import Welt, neue_ansprechperson, neuer_partner

HTMX = {"HTTP_HX_REQUEST": "true"}


def seite(partner: Netzwerkpartner, teil: str = "verlauf") -> str:
    return f"{partner.get_absolute_url()}{teil}/"


# --- Time line --------------------------------------------------------------------------------------------------------


def test_arten_stehen_in_der_adresse_und_schalten_um(welt: Welt, als):
    partner = partner_mit_allem(welt)
    antwort = als("leitstelle").get(seite(partner), {"art": ["angebot", "lotsen"], "jahr": ""})
    assert {e.art for e in antwort.context["eintraege"]} == {Verlaufsart.ANGEBOT, Verlaufsart.LOTSEN}
    chips = {chip["titel"]: chip for chip in antwort.context["chips"]}
    assert (chips["Angebote"]["zahl"], chips["Angebote"]["ist_an"]) == (3, True)
    assert chips["Angebote"]["url"] == f"{seite(partner)}?art=lotsen&jahr="
    assert chips["Kontakte"]["url"] == f"{seite(partner)}?art=kontakt&art=angebot&art=lotsen&jahr="


@pytest.mark.parametrize(
    "worte",
    [{"art": "unsinn"}, {"jahr": "x"}, {"person": "x"}, {"seit": "heute"}, {"seite": "-3"}, {"seite": "²"}],
)
def test_unlesbare_worte_lassen_alles_stehen(welt: Welt, als, worte: dict):
    partner = partner_mit_allem(welt)
    client = als("jugendamt")
    assert client.get(seite(partner), worte).context["summe"] == client.get(seite(partner)).context["summe"]


def test_jahr_und_person(welt: Welt, als):
    partner = neuer_partner(welt, von=tag(900))
    funktion = neue_ansprechperson(partner, "Öffner", von=tag(800))
    client = als("netzwerk_konz")
    jahr = tag(800).year
    nach_jahr = client.get(seite(partner), {"jahr": jahr}).context["eintraege"]
    assert {e.am.year for e in nach_jahr} == {jahr}
    nach_person = client.get(seite(partner), {"person": funktion.person.uuid}).context["eintraege"]
    assert [e.titel for e in nach_person] == ["Alex Öffner ist jetzt Ansprechperson"]


def test_aeltere_kommen_nach_und_ohne_javascript_als_seite(welt: Welt, als):
    partner = neuer_partner(welt, von=tag(900))
    for vor in range(23):
        kontakt(welt, partner, vor)
    client = als("jugendamt")
    erste = client.get(seite(partner), {"art": "kontakt"})
    assert len(erste.context["eintraege"]) == 20
    assert erste.context["eintraege"][0].am == timezone.localdate()
    assert erste.context["aeltere_url"] == f"{seite(partner)}?art=kontakt&seite=2"
    zweite = client.get(erste.context["aeltere_url"])
    assert [e.am for e in zweite.context["eintraege"]] == [tag(20), tag(21), tag(22)]
    assert zweite.context["neuere_url"] == f"{seite(partner)}?art=kontakt&seite=1"
    assert client.get(f"{seite(partner)}?art=kontakt&seite=99").context["bis"] == 23
    nach = client.get(erste.context["aeltere_url"], **HTMX).content.decode()
    assert "<html" not in nach
    assert nach.count("<time") == 3
    assert "Ältere zeigen" not in nach


def test_teil_der_partnerseite_ist_ein_stueck(welt: Welt, als):
    partner = partner_mit_allem(welt)
    stueck = als("netzwerk_konz").get(seite(partner), **HTMX).content.decode()
    assert "<html" not in stueck
    assert "Nach Jahr und Person filtern" in stueck


def test_ein_kontakt_mit_zwei_sozialraeumen_ist_ein_eintrag(welt: Welt, als):
    partner = neuer_partner(welt)
    neu = kontakt(welt, partner, 1)
    Kontaktbeteiligung.objects.create(kontakt=neu, partner=partner, sozialraum=welt.saarburg, am=neu.am)
    eintraege = als("jugendamt").get(seite(partner), {"art": "kontakt"}).context["eintraege"]
    assert [e.merkmale for e in eintraege] == [("Konz", "Saarburg")]


def test_tabelle_haelt_die_auswahl_und_keinen_falltext(welt: Welt, als):
    partner = partner_mit_allem(welt)
    antwort = als("netzwerk_konz").get(seite(partner), {"art": ["kontakt", "lotsen"], "format": "csv"})
    zeilen = list(csv.DictReader(io.StringIO(antwort.content.decode("utf-8-sig")), delimiter=";"))
    assert [(zeile["Art"], zeile["Text"]) for zeile in zeilen] == [
        ("Kontakte", "Elterncafé geplant"),
        ("Kontakte", ""),
        ("Lotsenanfragen", ""),
        ("Lotsenanfragen", ""),
        ("Lotsenanfragen", ""),
        ("Kontakte", ""),
    ]
    assert als("netzwerk_konz").get(seite(partner), {"format": "xlsx"}).content[:2] == b"PK"


@pytest.mark.parametrize("anzahl", [1, 3, 12])
@pytest.mark.parametrize(("art", "abfragen"), [("kontakt", 14), ("angebot", 10), ("lotsen", 9), ("stand", 9)])
def test_seite_fragt_immer_gleich_oft(welt: Welt, als, art: str, abfragen: int, anzahl: int, django_assert_num_queries):
    partner = partner_mit_allem(welt, anzahl)
    client = als("netzwerk_konz")
    client.get(seite(partner), **HTMX)
    with django_assert_num_queries(abfragen):
        client.get(seite(partner), {"art": art}, **HTMX)


# --- Figures and what is open -----------------------------------------------------------------------------------------


def test_kontaktbild_rechnet_von_hand_nach():
    heute = timezone.localdate().replace(month=11, day=23)
    tage = [heute, plus_monate(heute, -2), plus_monate(heute, -12), plus_monate(heute, -24)]
    bild = kontaktbild(
        [
            Begegnung(tage[0], False, "uebergreifend", False, 7),
            Begegnung(tage[1], True, "beides", True, 7),
            Begegnung(tage[2], True, "uebergreifend", True, 8),
            Begegnung(tage[3], True, "uebergreifend", True, 8),
        ],
        heute,
    )
    assert (bild.in_12, bild.in_24, bild.bezug_12) == (1, 2, {"beides": 1})
    assert (bild.versuche, bild.versuche_prozent) == (1, 33)
    assert bild.abstand_tage == (tage[1] - tage[2]).days
    assert bild.letzter_zaehlender == tage[1]
    assert bild.anteile == (Anteil(7, 1, 50), Anteil(8, 1, 50))


def test_zahlen_der_letzten_zwoelf_monate_in_drei_spalten(welt: Welt, als):
    partner = neuer_partner(welt)
    for tage, bezug in [(1, "uebergreifend"), (2, "fallbezogen"), (364, "beides"), (400, "beides")]:
        kontakt(welt, partner, tage, bezug=bezug)
    Kontaktbeteiligung.objects.filter(kontakt=kontakt(welt, partner, 4)).update(ergebnis="nicht_erreicht", zaehlt=False)
    lage = als("jugendamt").get(seite(partner, "lage")).context["lage"]
    assert [zahl for _, zahl in lage.je_bezug] == [1, 1, 1]
    assert (lage.bild.in_12, lage.bild.in_24, lage.bild.versuche) == (3, 4, 1)


@pytest.mark.parametrize(
    ("name", "namen"),
    [
        ("netzwerk_konz", ["Netzwerk Muster"]),
        ("jugendamt", ["Netzwerk Muster"]),
        ("netzwerk_saarburg", ["Personen, deren Kontakte Sie nicht einsehen"]),
        ("team_konz", ["Personen, deren Kontakte Sie nicht einsehen"]),
    ],
)
def test_wer_traegt_nennt_nur_wen_man_kennen_darf(welt: Welt, als, name: str, namen: list[str]):
    partner = neuer_partner(welt)
    kontakt(welt, partner, 5)
    kontakt(welt, partner, 9)
    leute = als(name).get(seite(partner, "lage")).context["lage"].leute
    assert [(einer.name, einer.anzahl, einer.prozent) for einer in leute] == [(namen[0], 2, 100)]


def offene_worte(als, name: str, partner: Netzwerkpartner) -> set[tuple[str, str]]:
    offen = als(name).get(seite(partner, "lage")).context["offen"]
    return {(eines.was, eines.titel) for eines in offen if eines.was != "Angaben fehlen"}


def test_was_offen_ist_je_nach_recht(welt: Welt, als):
    partner = neuer_partner(welt)
    vereinbarung = Vereinbarung.objects.create(titel="Kurze Wege", art="kooperation", von=tag(90), pruefen_am=tag(1))
    vereinbarung.partner.add(partner)
    Angebot.objects.create(anbieter=partner, titel="Treff")
    Angebot.objects.create(anbieter=partner, titel="Ruht", stufe="ruhend")
    neue_ansprechperson(partner, "Öffner")
    anfrage = neue_anfrage(welt)
    Lotsenweiterleitung.objects.create(anfrage=anfrage, partner=partner)
    alle = {("Vereinbarung wieder ansehen", "Kurze Wege"), ("Angebot prüfen", "Treff")}
    eigene = alle | {
        ("Antwort auf Lotsenanfrage fehlt", "Gruppe am Nachmittag"),
        ("Über die Speicherung informieren", "Alex Öffner"),
    }
    assert offene_worte(als, "netzwerk_konz", partner) == eigene
    assert offene_worte(als, "jugendamt", partner) == alle
    assert offene_worte(als, "netzwerk_saarburg", partner) == alle


def test_fehlende_angaben_nennt_die_seite_wer_sie_ergaenzen_darf(welt: Welt, als):
    partner = neuer_partner(welt, telefon="06501 1", strasse="Markt 1", zielgruppen_frei="alle")
    je_rolle = {name: als(name).get(seite(partner, "lage")).context["offen"] for name in ("netzwerk_konz", "jugendamt")}
    [eines] = je_rolle["netzwerk_konz"]
    assert eines.titel == "Zuständigkeit, Aufgaben, Ansprechperson mit Funktion, Öffnungszeiten, Funktionsadresse"
    assert eines.url == f"/partner/{partner.uuid}/angaben/"
    assert je_rolle["jugendamt"] == []


# --- The file ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("teil", ["verlauf", "lage", "akte"])
@pytest.mark.parametrize("name", FACHROLLEN)
def test_alle_fachrollen_lesen_alle_teile(welt: Welt, als, name: str, teil: str):
    assert als(name).get(seite(partner_mit_allem(welt, raum="saarburg"), teil)).status_code == 200


@pytest.mark.parametrize("teil", ["verlauf", "lage", "akte"])
def test_ohne_recht_oder_ohne_partner_nichts(welt: Welt, als, teil: str):
    assert als("admin").get(seite(neuer_partner(welt), teil)).status_code == 403
    assert als("jugendamt").get(f"/partner/00000000-0000-4000-8000-000000000000/{teil}/").status_code == 404


def test_akte_ohne_text_aus_faellen(welt: Welt, als):
    partner = partner_mit_allem(welt)
    for bezug, was in [("beides", "Hilfeplan besprochen absenden"), ("uebergreifend", "Einladung senden")]:
        Wiedervorlage.objects.create(
            kontakt=kontakt(welt, partner, 1, bezug=bezug),
            benutzer=welt.personen["netzwerk_konz"],
            was=was,
            am=timezone.localdate(),
        )
    Lotsenweiterleitung.objects.create(anfrage=neue_anfrage(welt), partner=partner)
    text = als("netzwerk_konz").get(seite(partner, "akte")).content.decode()
    assert "Elterncafé geplant" in text
    assert "Einladung senden" in text
    assert "Antwort auf Lotsenanfrage fehlt: L" in text
    assert "Hilfeplan besprochen" not in text
    assert "Gruppe am Nachmittag" not in text
    assert "Was einen Fall betrifft, steht nicht in der Akte." in text


def test_akte_als_pdf(welt: Welt, als):
    antwort = als("netzwerk_konz").get(f"{neuer_partner(welt, 'Kita Öffnung / Süd').get_absolute_url()}akte.pdf")
    assert antwort.status_code == 200
    assert antwort["Content-Type"] == "application/pdf"
    assert 'filename="beziehung-kita-oeffnung---sued.pdf"' in antwort["Content-Disposition"]
    assert antwort.content[:5] == b"%PDF-"
