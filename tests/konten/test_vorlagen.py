"""Template words: syllables, numbers, dates."""

from datetime import date
from decimal import Decimal

import pytest

from konten.rules import normalisiere, runde_prozent
from konten.rules.zahl import dezimal, relativ
from konten.templatetags.netz import silben, vzae


@pytest.mark.parametrize(
    ("text", "erwartet"),
    [
        ("Jugendarbeit", "Jugend\u00adarbeit"),
        ("Familienbildung", "Familien\u00adbildung"),
        ("Jugendamt", "Jugend\u00adamt"),
        ("Frühe Hilfen", "Frühe Hilfen"),
        ("Ruwer/Schweich/Trier-Land", "Ruwer/<wbr>Schweich/<wbr>Trier-Land"),
        ("<b>", "&lt;b&gt;"),
    ],
)
def test_silben(text: str, erwartet: str):
    assert silben(text) == erwartet


@pytest.mark.parametrize(
    ("text", "erwartet"),
    [
        ("Müller", "mueller"),
        ("MUELLER", "mueller"),
        ("Mu\u0308ller", "mueller"),
        ("Straße", "strasse"),
        ("  Café\t Löwe ", "cafe loewe"),
        ("𝑨mt", "amt"),
        ("", ""),
    ],
)
def test_normalisiere(text: str, erwartet: str):
    assert normalisiere(text) == erwartet


@pytest.mark.parametrize(
    ("zaehler", "nenner", "erwartet"), [(5, 7, 71), (1, 8, 13), (1, 200, 1), (0, 5, 0), (5, 5, 100), (1, 0, None)]
)
def test_prozent_rundet_kaufmaennisch(zaehler: int, nenner: int, erwartet: int | None):
    assert runde_prozent(zaehler, nenner) == erwartet


@pytest.mark.parametrize(("wert", "text"), [("0.25", "0,25"), ("0.2499", "0,25"), ("0.125", "0,13"), ("1", "1,00")])
def test_vzae(wert: str, text: str):
    assert vzae(Decimal(wert)) == text


def test_geld():
    assert dezimal(Decimal("66234.56")) == "66.234,56"


@pytest.mark.parametrize(
    ("tage", "text"),
    [
        (0, "heute"),
        (-1, "gestern"),
        (1, "morgen"),
        (-13, "vor 13 Tagen"),
        (14, "in 14 Tagen"),
        (20, "in 20 Tagen"),
        (29, "in 4 Wochen"),
        (-61, "vor 2 Monaten"),
        (-800, "vor 2 Jahren"),
    ],
)
def test_relativ(tage: int, text: str):
    heute = date(2026, 11, 22)
    assert relativ(date.fromordinal(heute.toordinal() + tage), heute) == text
