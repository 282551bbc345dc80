"""One search over everything: what is found, by whom, and what nobody finds."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.test import Client

from finanzen.models import Projekt
from konten.models.textsuche import mit_volltext
from netzwerk.models import Bedarfsmeldung, Kontakt, Thema
from partner.models import Netzwerkpartner, Vereinbarung
from tests.netzwerk.gremien import neues_gremium
from tests.partner.test_zusammenfuehren import kontakt
from tests.welt import ANFANG, Welt, neue_ansprechperson, neuer_partner

pytestmark = pytest.mark.django_db
Als = Callable[[str], Client]


def funde(client: Client, q: str) -> dict[str, list[str]]:
    antwort = client.get("/suche/", {"q": q})
    assert antwort.status_code == 200
    return {g.schluessel: [t.titel for t in g.treffer] for g in antwort.context["gruppen"]}


@pytest.fixture
def bestand(welt: Welt) -> Welt:
    """Something called "Übergang" of every kind."""
    partner = neuer_partner(welt, "Kita Übergangshof")
    neue_ansprechperson(partner, "Übergangsmann", telefon="06501 22")
    neues_gremium(welt, name="Runde Übergänge")
    thema = Thema.objects.create(name="Übergang Kita Schule")
    Bedarfsmeldung.objects.create(
        sozialraum=welt.konz, thema=thema, titel="Übergang fehlt", text="Kein Treffen.", am=ANFANG, altersgruppe="alle",
        gemeldet_von=welt.personen["netzwerk_konz"],
    )  # fmt: skip
    Vereinbarung.objects.create(titel="Übergang gestalten", art="kooperation", von=ANFANG)
    Projekt.objects.create(
        titel="Übergangspaten", sozialraum=welt.konz, von=ANFANG, traeger=welt.traeger["musterhof"], ziel="x", budget=1
    )
    Kontakt.objects.filter(pk=kontakt(welt, partner).pk).update(inhalt="Der ÜBERGANG wurde besprochen.")
    return welt


@pytest.mark.parametrize("q", ["übergang", "UEBERGANG", "Übergang"])
def test_jede_art_wird_gefunden(bestand, als: Als, q: str):
    assert funde(als("netzwerk_konz"), q) == {
        "partner": ["Kita Übergangshof"],
        "personen": ["Alex Übergangsmann"],
        "themen": ["Übergang Kita Schule"],
        "bedarf": ["Übergang fehlt"],
        "vereinbarungen": ["Übergang gestalten"],
        "projekte": ["Übergangspaten"],
        "kontakte": ["Telefonat am 01.01.2020: Kita Übergangshof"],
    }
    assert funde(als("netzwerk_konz"), "übergänge")["gremien"] == ["Runde Übergänge"]


def test_texte_von_kontakten_nur_fuer_wen_sie_sind(bestand, als: Als):
    assert "kontakte" in funde(als("jugendamt"), "besprochen")
    for fremde in ("netzwerk_saarburg", "team_konz"):
        assert funde(als(fremde), "besprochen") == {}
    Kontakt.objects.update(bezug="fallbezogen")
    assert "kontakte" in funde(als("netzwerk_konz"), "besprochen")
    assert funde(als("jugendamt"), "besprochen") == {}


def test_wortformen_kennt_nur_postgresql(bestand, als: Als):
    assert ("kontakte" in funde(als("netzwerk_konz"), "übergängen")) is (connection.vendor == "postgresql")


def test_die_suche_im_text_nimmt_den_index(bestand):
    """The index holds an expression: it serves only a statement with the very same one."""
    menge = mit_volltext(Kontakt.objects.order_by(), "übergang", ("inhalt", "vereinbarung"))
    with connection.cursor() as zeiger:
        if connection.vendor == "postgresql":
            zeiger.execute("SET LOCAL enable_seqscan = off")
        plan = menge.explain()
    assert ("netzwerk_kontakt_volltext" in plan) is (connection.vendor == "postgresql")


def test_alle_worte_muessen_vorkommen(bestand, als: Als):
    assert "kontakte" in funde(als("netzwerk_konz"), "übergang besprochen")
    assert funde(als("netzwerk_konz"), "übergang vertagt") == {}


def test_partner_in_jedem_zustand_und_nur_heutige_personen(welt: Welt, als: Als):
    partner = neuer_partner(welt, "Kita Müllerheim", zustand="geschlossen")
    neue_ansprechperson(partner, "Müller")
    neue_ansprechperson(partner, "Mueller-Alt", bis=ANFANG)
    assert funde(als("team_konz"), "mueller") == {"partner": ["Kita Müllerheim"], "personen": ["Alex Müller"]}
    assert "geschlossen" in als("team_konz").get("/suche/?q=mueller").text


def test_verschrieben_wird_angeboten(welt: Welt, als: Als):
    partner = neuer_partner(welt, "Jugendtreff Klüsserath")
    neuer_partner(welt, "Polizei Konz")
    neue_ansprechperson(partner, "Schneidewind")
    antwort = als("team_konz").get("/suche/?q=klüserat")
    assert "Meinten Sie" in antwort.text
    assert [t.titel for t in antwort.context["gemeint"]] == ["Jugendtreff Klüsserath"]
    for verschrieben, gemeint in (
        ("polizai", ["Polizei Konz"]),
        ("Schneidwind", ["Alex Schneidewind"]),
        ("xyzxyz", []),
    ):
        antwort = als("team_konz").get("/suche/", {"q": verschrieben})
        assert [t.titel for t in antwort.context["gemeint"]] == gemeint
        assert "Nichts gefunden" in antwort.text


@pytest.mark.parametrize("gesucht", ["%", "'", "<%", "\\", "(", "🙂", "ß" * 90])
def test_aehnlich_ist_nur_text(welt: Welt, als: Als, gesucht: str):
    neuer_partner(welt, "Kita Konz")
    assert als("team_konz").get("/suche/", {"q": gesucht}).context["gemeint"] == []


def test_namen_nehmen_den_index(welt: Welt):
    """A word in the middle of a name, and a name that comes near, are found by the index of trigrams."""
    ist_postgresql = connection.vendor == "postgresql"
    naehe = {"name_norm__trigram_word_similar": "polizai"} if ist_postgresql else {"name_norm": "polizai"}
    with transaction.atomic(), connection.cursor() as zeiger:
        if ist_postgresql:
            zeiger.execute("SET LOCAL enable_seqscan = off")
        plaene = [
            Netzwerkpartner.objects.filter(**naehe).order_by().explain(),
            Netzwerkpartner.objects.suche("polizei").order_by().explain(),
        ]
    for plan, index in zip(plaene, ("partner_name_trigramme", "partner_suche_trigramme"), strict=True):
        assert (index in plan) is ist_postgresql


@pytest.mark.parametrize("q", ["%", "_", "' OR 1", "a & b", "!", "\x00", "(", ":*", "\\", "ß" * 90])
def test_zeichen_sind_nur_text(bestand, als: Als, q: str):
    assert funde(als("netzwerk_konz"), q) == {}


def test_mehr_als_acht_fuehren_weiter(welt: Welt, als: Als):
    for nummer in range(9):
        neuer_partner(welt, f"Kita Nummer {nummer}")
    antwort = als("jugendamt").get("/suche/?q=nummer")
    assert len(antwort.context["gruppen"][0].treffer) == 8
    assert "/partner/?q=nummer&amp;zustand=alle" in antwort.text


@pytest.mark.parametrize("anzahl", [1, 3, 12])
def test_abfragen_haengen_nicht_von_der_menge_ab(welt: Welt, als: Als, anzahl: int, django_assert_num_queries):
    for nummer in range(anzahl):
        partner = neuer_partner(welt, f"Kita {nummer}")
        neue_ansprechperson(partner, "Kita")
        Kontakt.objects.filter(pk=kontakt(welt, partner).pk).update(inhalt="Kita")
    client = als("netzwerk_konz")
    with django_assert_num_queries(17):
        client.get("/suche/?q=kita")


def test_ohne_fachrolle_keine_suche(welt: Welt, als: Als):
    for konto in ("admin", "datenschutz", "ohne_rolle"):
        assert als(konto).get("/suche/?q=kita").status_code == 403
