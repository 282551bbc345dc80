"""One cell of a list becomes the name of one person, or the row is refused with a reason."""

from datetime import date

import pytest

from partner.rules.listentag import lies_listentag
from partner.rules.personenname import MEHRERE, NIEMAND, Namensfehler, Personenname, lies_name


@pytest.mark.parametrize(
    ("zelle", "erwartet"),
    [
        ("Anna Muster", ("Muster", "Anna", "", "")),
        ("Muster, Anna", ("Muster", "Anna", "", "")),
        ("Frau Anna Muster", ("Muster", "Anna", "", "")),
        ("Hr. Muster", ("Muster", "", "", "")),
        ("Frau Prof. Dr. med. Anna Muster", ("Muster", "Anna", "Prof. Dr. med.", "")),
        ("Muster, Dr. Anna", ("Muster", "Anna", "Dr.", "")),
        ("Dr. Muster, Anna", ("Muster", "Anna", "Dr.", "")),
        ("Dipl.-Soz.päd. (FH) Anna Muster", ("Muster", "Anna", "Dipl.-Soz.päd.", "")),
        ("Pfarrer Tom Muster", ("Muster", "Tom", "Pfarrer", "")),
        ("Anna Pater", ("Pater", "Anna", "", "")),
        ("E. Muster", ("Muster", "E.", "", "")),
        ("Anna von der Heide", ("von der Heide", "Anna", "", "")),
        ("ANNA MUSTER-BEISPIEL", ("Muster-Beispiel", "Anna", "", "")),
        ("Anna Muster (stellv. Leitung)", ("Muster", "Anna", "", "stellv. Leitung")),
        ("Anna Muster, Schulleitung", ("Muster", "Anna", "", "Schulleitung")),
        ("Leitung: Anna Muster", ("Muster", "Anna", "", "Leitung")),
        ("Anna\u00a0 Muster", ("Muster", "Anna", "", "")),
    ],
)
def test_eine_zelle_wird_ein_name(zelle, erwartet):
    assert lies_name(zelle) == Personenname(*erwartet)


@pytest.mark.parametrize(
    "zelle",
    [
        "Anna Muster / Tom Beispiel",
        "Anna Muster, Tom Beispiel",
        "Anna und Tom Muster",
        "Frau Muster, Herr Beispiel",
        "Anna Muster\nTom Beispiel",
        "Muster; Beispiel",
        "Muster, Anna, Tom",
    ],
)
def test_mehrere_personen_in_einer_zelle_werden_abgelehnt(zelle):
    with pytest.raises(Namensfehler, match=MEHRERE):
        lies_name(zelle)


@pytest.mark.parametrize("zelle", ["", "-", "N.N.", "n. n.", "unbesetzt", "derzeit nicht besetzt", "Pfarrer"])
def test_niemand_ist_keine_person(zelle):
    with pytest.raises(Namensfehler, match=NIEMAND):
        lies_name(zelle)


@pytest.mark.parametrize("zelle", ["0651 12345", "muster@example.org", "A. B.", "M" * 101])
def test_was_kein_name_ist_wird_abgelehnt(zelle):
    with pytest.raises(Namensfehler):
        lies_name(zelle)


def test_zwei_zellen_gelten_wie_sie_sind_der_titel_wird_erkannt():
    assert lies_name("", vorname="Dr. Anna", nachname="Muster") == Personenname("Muster", "Anna", "Dr.")
    assert lies_name("", vorname="", nachname="Zum Felde") == Personenname("Zum Felde")


@pytest.mark.parametrize(
    "zelle",
    [
        "2025-03-01",
        "1.3.2025",
        "01.03.25",
        "Sa, 01.03.2025",
        "Samstag 1. März 2025",
        "1. Mrz. 2025",
        "45717",
        "45717.5",
        "2025-03-01 00:00:00",
        "2025-03-01T10:15:00",
        "01.03.2025 14:30 Uhr",
    ],
)
def test_ein_tag_wird_gelesen_wie_ihn_leute_schreiben(zelle):
    assert lies_listentag(zelle) == date(2025, 3, 1)


@pytest.mark.parametrize("zelle", ["", "12/24/2025", "31.02.2025", "Mai 2025", "2025", "3.1.", "heute", "99999"])
def test_was_kein_tag_ist_wird_nicht_erraten(zelle):
    assert lies_listentag(zelle) is None
