"""The due list: order, tabs, filters, what a row says, the plan, and who sees what."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from konten.rules import Rolle
from netzwerk.models import Kontakt
from netzwerk.rules.abdeckung import Lage, Partnerlage
from netzwerk.rules.faellig import anzeige, dringlichkeit, plan, stand, steht_an
from sozialraum.models import Zustaendigkeit
from tests.netzwerk.test_abdeckung_daten import neuer_kontakt
from tests.welt import ANFANG, neue_ansprechperson, neuer_partner

URL = "/kontakte/faellig/"
TAG = date(2026, 11, 22)


def lage(nummer: int, was: Lage, faellig: date | None = None, bald: bool = False) -> Partnerlage:
    letzter = faellig - timedelta(days=180) if faellig else None
    return Partnerlage(nummer, 1, (), was, TAG, ANFANG, letzter, faellig, 180, bald)


# --- Rule ------------------------------------------------------------------------------------------------------------


def test_reihenfolge_vom_dringendsten_zum_kommenden():
    lagen = [
        lage(1, Lage.AKTUELL, TAG + timedelta(days=5), bald=True),
        lage(2, Lage.NEU),
        lage(3, Lage.FAELLIG, TAG - timedelta(days=3)),
        lage(4, Lage.UEBERFAELLIG, TAG - timedelta(days=100)),
        lage(5, Lage.UEBERFAELLIG, TAG - timedelta(days=200)),
        lage(6, Lage.NIE),
    ]
    assert [eine.partner_id for eine in sorted(lagen, key=dringlichkeit)] == [5, 4, 6, 3, 2, 1]


def test_aktuelles_steht_nicht_an_baldiges_schon():
    fern, nah = lage(1, Lage.AKTUELL, TAG + timedelta(days=90)), lage(2, Lage.AKTUELL, TAG + timedelta(days=9), True)
    assert (steht_an(fern), steht_an(nah), stand(nah)) == (False, True, "bald")
    assert anzeige(nah) == ("neu", "→", "fällig in 9 Tagen") or anzeige(nah).wort == "fällig in 9 Tagen"


def test_plan_ordnet_nach_wochen_und_laesst_spaeteres_weg():
    lagen = [
        lage(1, Lage.FAELLIG, TAG - timedelta(days=3)),
        lage(2, Lage.AKTUELL, date(2026, 11, 25)),
        lage(3, Lage.AKTUELL, date(2026, 11, 23)),
        lage(4, Lage.AKTUELL, date(2026, 12, 31)),
        lage(5, Lage.AKTUELL, TAG + timedelta(days=91)),
        lage(6, Lage.NIE),
    ]
    wochen = plan(lagen, TAG)
    assert [(woche.titel, [eine.partner_id for eine in woche.lagen]) for woche in wochen] == [
        ("Schon fällig", [6, 1]),
        ("Woche vom 23.11. bis 29.11.2026", [3, 2]),
        ("Woche vom 28.12. bis 03.01.2027", [4]),
    ]


# --- Page ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def bestand(welt):
    """In Konz one partner of every state, and one in Saarburg."""
    heute, person = timezone.localdate(), welt.personen["netzwerk_konz"]
    partner = {
        "ueber": neuer_partner(welt, "Kita Überbach"),
        "faellig": neuer_partner(welt, "Kita Fälligbach"),
        "bald": neuer_partner(welt, "Verein Baldbach", "verein"),
        "aktuell": neuer_partner(welt, "Kita Aktuellbach"),
        "nie": neuer_partner(welt, "Kita Niebach"),
        "neu": neuer_partner(welt, "Kita Neubach", von=heute - timedelta(days=3)),
        "fremd": neuer_partner(welt, "Kita Saarbach", sozialraum="saarburg"),
    }
    for name, tage in {"ueber": 300, "faellig": 200, "bald": 360, "aktuell": 5}.items():
        neuer_kontakt(person, partner[name], welt.konz, heute - timedelta(days=tage), art="besuch")
    return partner


def namen(antwort) -> list[str]:
    return [zeile.partner.name.split()[1].removesuffix("bach") for zeile in antwort.context["zeilen"]]


def test_liste_zeigt_eigene_sozialraeume_nach_dringlichkeit(als, bestand):
    antwort = als("netzwerk_konz").get(URL)
    assert namen(antwort) == ["Über", "Nie", "Fällig", "Neu", "Bald"]
    zahlen = {reiter.schluessel: reiter.anzahl for reiter in antwort.context["reiter"]}
    assert zahlen == {"": 5, "ueberfaellig": 1, "nie": 1, "faellig": 1, "neu": 1, "bald": 1}
    text = antwort.content.decode()
    for satz in ("überfällig seit 120 Tagen", "fällig seit 20 Tagen", "fällig in 5 Tagen", "noch nie erreicht"):
        assert satz in text


@pytest.mark.parametrize(("stand_", "erwartet"), [("nie", ["Nie"]), ("bald", ["Bald"]), ("unsinn", 5)])
def test_reiter_filtert(als, bestand, stand_, erwartet):
    gezeigt = namen(als("netzwerk_konz").get(URL, {"lage": stand_}))
    assert gezeigt == erwartet or len(gezeigt) == erwartet


def test_filter_nach_sozialraum_kategorie_und_person(welt, als, bestand):
    browser = als("jugendamt")
    assert "Saar" in namen(browser.get(URL))
    assert namen(browser.get(URL, {"sozialraum": "saarburg"})) == ["Saar"]
    assert namen(browser.get(URL, {"kategorie": "verein"})) == ["Bald"]
    saarburgerin = welt.personen["netzwerk_saarburg"].netzwerkfachkraft
    assert namen(browser.get(URL, {"person": str(saarburgerin.uuid)})) == ["Saar"]
    assert namen(browser.get(URL, {"person": str(saarburgerin.uuid), "sozialraum": "konz"})) == []


def test_vertretung_sieht_die_liste_der_vertretenen(welt, als, bestand):
    assert namen(als("netzwerk_saarburg").get(URL)) == ["Saar"]
    Zustaendigkeit.objects.create(
        benutzer=welt.personen["netzwerk_saarburg"],
        rolle=Rolle.NETZWERK,
        vertritt=welt.personen["netzwerk_konz"],
        von=ANFANG,
    )
    assert namen(als("netzwerk_saarburg").get(URL)) == ["Über", "Nie", "Saar", "Fällig", "Neu", "Bald"]


def test_stichtag_rechnet_fuer_jeden_tag(als, bestand):
    frueher = timezone.localdate() - timedelta(days=250)
    text = als("netzwerk_konz").get(URL, {"stichtag": frueher.isoformat()}).content.decode()
    assert f"Stand am {frueher:%d.%m.%Y}" in text
    assert "überfällig seit" not in text


def test_zeile_nennt_kontakt_versuch_und_nummer(welt, als, bestand):
    heute = timezone.localdate()
    neue_ansprechperson(bestand["ueber"], "Andere", telefon="06501 2")
    neue_ansprechperson(bestand["ueber"], "Wichtig", telefon="06501 3", ist_schluesselperson=True)
    neuer_kontakt(
        welt.personen["netzwerk_konz"],
        bestand["ueber"],
        welt.konz,
        heute - timedelta(days=2),
        ergebnis="nicht_erreicht",
    )
    zeile = als("netzwerk_konz").get(URL).context["zeilen"][0]
    assert (zeile.letzter.am, zeile.letzter.art) == (heute - timedelta(days=300), "Besuch")
    assert zeile.letzter.von == "Netzwerk Muster"
    assert zeile.versuch == heute - timedelta(days=2)
    assert zeile.anruf == ("Alex Wichtig", "06501 3")


@pytest.mark.parametrize(
    ("name", "art", "von"),
    [
        ("netzwerk_konz", True, True),
        ("jugendamt", True, True),
        ("netzwerk_saarburg", True, False),
        ("team_konz", False, False),
    ],
)
def test_wer_was_vom_letzten_kontakt_sieht(als, bestand, name, art, von):
    antwort = als(name).get(URL, {"sozialraum": "konz", "lage": "ueberfaellig"})
    (zeile,) = antwort.context["zeilen"]
    assert (bool(zeile.letzter.art), bool(zeile.letzter.von), bool(zeile.letzter.url)) == (art, von, von)


def test_nur_wer_dort_erfassen_darf_bekommt_den_verweis(als, bestand):
    assert als("netzwerk_konz").get(URL).context["zeilen"][0].darf_kontakt
    assert not als("jugendamt").get(URL).context["zeilen"][0].darf_kontakt
    assert not als("netzwerk_konz").get(URL, {"sozialraum": "saarburg"}).context["zeilen"][0].darf_kontakt


def test_plan_und_export(als, bestand):
    browser = als("netzwerk_konz")
    antwort = browser.get(URL, {"ansicht": "plan"})
    geplant = [zeile.partner.name for _, zeilen in antwort.context["wochen"] for zeile in zeilen]
    assert "Kita Aktuellbach" not in geplant
    assert "Verein Baldbach" in geplant
    inhalt = browser.get(URL, {"format": "csv", "lage": "nie"}).content.decode("utf-8-sig")
    assert inhalt.count("\r\n") == 2
    assert ";Kita Niebach;Kindertagesstätte;Konz;noch nie erreicht;" in inhalt
    assert browser.get(URL, {"format": "xlsx", "ansicht": "plan"}).status_code == 200


def test_leere_zustaende_sagen_was_zu_tun_ist(welt, als):
    assert "Hier gibt es keine aktiven Partner" in als("netzwerk_konz").get(URL).content.decode()
    neuer_kontakt(welt.personen["netzwerk_konz"], neuer_partner(welt), welt.konz, timezone.localdate())
    assert Kontakt.objects.count() == 1
    assert "Alles gepflegt" in als("netzwerk_konz").get(URL).content.decode()
    assert "Hier steht nichts an" in als("netzwerk_konz").get(URL, {"lage": "nie"}).content.decode()
    assert "Nichts zu planen" in als("netzwerk_konz").get(URL, {"ansicht": "plan"}).content.decode()


@pytest.mark.parametrize("abfrage", ["", "?ansicht=plan"])
def test_abfragen_wachsen_nicht(welt, als, bestand, django_assert_max_num_queries, abfrage):
    browser = als("netzwerk_konz")
    browser.get(URL + abfrage)
    for nummer in range(8):
        neuer_partner(welt, f"Kita Mehr{nummer}")
    with django_assert_max_num_queries(20):
        browser.get(URL + abfrage)
