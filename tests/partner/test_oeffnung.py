"""Opening hours: what people type, what others read, and whether it is open at a moment."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError

from partner.rules.oeffnung import VEREINBARUNG, als_eingabe, jetzt, lies_tag, wochentext, zeilen
from partner.rules.zielgruppen import als_text, namen

#: a Monday without a holiday
MONTAG = date(2026, 11, 23)
WOCHE = {"mo": ["08:00-12:00", "14:00-16:30"], "di": [], "mi": [VEREINBARUNG]}


@pytest.mark.parametrize(
    ("text", "gelesen"),
    [
        ("8-12", ["08:00-12:00"]),
        ("8.30 Uhr bis 12 Uhr und 14:00–16:30", ["08:30-12:00", "14:00-16:30"]),
        ("14-16, 8-12", ["08:00-12:00", "14:00-16:00"]),
        ("20-24", ["20:00-23:59"]),
        ("geschlossen", []),
        ("Nach Vereinbarung", [VEREINBARUNG]),
        ("", None),
        ("  ", None),
        ("nicht bekannt", None),
    ],
)
def test_eingabe_eines_tages(text, gelesen):
    assert lies_tag(text) == gelesen


@pytest.mark.parametrize(
    "text", ["vormittags", "12-8", "8-8", "25-26", "8:70-9", "8-12, 11-13", "1-2,3-4,5-6,7-8,9-10"]
)
def test_was_keine_zeit_ist_wird_gesagt(text):
    with pytest.raises(ValidationError):
        lies_tag(text)


@pytest.mark.parametrize("spannen", [None, [], [VEREINBARUNG], ["08:00-12:00", "14:00-16:30"]])
def test_was_gespeichert_ist_laesst_sich_wieder_eingeben(spannen):
    assert lies_tag(als_eingabe(spannen)) == spannen


@pytest.mark.parametrize(
    ("tag", "uhr", "offen", "satz"),
    [
        (MONTAG, time(7, 59), False, "geschlossen, öffnet heute um 08:00 Uhr"),
        (MONTAG, time(8, 0), True, "geöffnet bis 12:00 Uhr"),
        (MONTAG, time(12, 0), False, "geschlossen, öffnet heute um 14:00 Uhr"),
        (MONTAG, time(16, 30), False, "heute nicht mehr geöffnet"),
        (date(2026, 11, 24), time(10, 0), False, "heute geschlossen"),
        (date(2026, 11, 25), time(10, 0), None, "heute nach Vereinbarung"),
        (date(2026, 11, 26), time(10, 0), None, ""),
    ],
)
def test_ist_jetzt_offen(tag, uhr, offen, satz):
    ergebnis = jetzt(WOCHE, tag, uhr)
    assert (ergebnis.ist_offen, ergebnis.satz) == (offen, satz)


def test_am_feiertag_und_in_der_schliesszeit_wird_nichts_behauptet():
    assert jetzt(WOCHE, MONTAG, time(9, 0), ist_feiertag=True).ist_offen is None
    assert jetzt(WOCHE, MONTAG, time(9, 0), ist_geschlossen=True).satz == "hat heute Schließzeit"


def test_gleiche_tage_stehen_zusammen_und_unbekannte_heissen_nie_geschlossen():
    woche = {tag: ["07:30-16:30"] for tag in ("mo", "di", "mi", "do", "fr")}
    assert zeilen(woche) == [("Montag bis Freitag", "07:30–16:30"), ("Samstag und Sonntag", "nicht bekannt")]
    assert zeilen({}) == []
    assert wochentext({"sa": []}, "nur mit Anmeldung") == "Samstag geschlossen; nur mit Anmeldung"


def test_zielgruppen_stehen_in_ihrer_ordnung_und_freie_zuletzt():
    gespeichert = als_text(["eltern", "0_3", "erfunden", "eltern"])
    assert gespeichert == "0_3 eltern"
    assert namen(gespeichert, "Großeltern") == ["Kinder unter 3 Jahren", "Eltern und Familien", "Großeltern"]
    assert namen("") == []
