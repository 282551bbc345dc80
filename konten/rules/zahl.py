"""How dates and numbers read in German. One place for pages, PDFs, exports and mails."""

from datetime import date
from decimal import Decimal


def tagesdatum(wert: date | None) -> str:
    """22.11.2026; empty for None."""
    return f"{wert:%d.%m.%Y}" if wert else ""


def dezimal(wert: Decimal | int) -> str:
    """66.234,56: point for thousands, comma for decimals, places as given."""
    return f"{wert:,}".replace(",", "\0").replace(".", ",").replace("\0", ".")


def mehrzahl(anzahl: int, eins: str, viele: str) -> str:
    """ "1 Tag", "3 Tage"."""
    return f"{anzahl} {eins if anzahl == 1 else viele}"


def relativ(wert: date, stichtag: date) -> str:
    """Distance in words: heute, gestern, morgen, vor 5 Tagen, in 5 Wochen, vor 7 Monaten, vor 2 Jahren."""
    tage = (wert - stichtag).days
    nah = {0: "heute", -1: "gestern", 1: "morgen"}
    if tage in nah:
        return nah[tage]
    return f"{'vor' if tage < 0 else 'in'} {_dauer(abs(tage))}"


def _dauer(tage: int) -> str:
    if tage <= 28:
        return mehrzahl(tage, "Tag", "Tagen")
    if tage < 60:
        return mehrzahl(tage // 7, "Woche", "Wochen")
    if tage < 730:
        return mehrzahl(tage // 30, "Monat", "Monaten")
    return mehrzahl(tage // 365, "Jahr", "Jahren")
