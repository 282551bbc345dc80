"""Words and shapes of the Human Services Data Specification 3.1 for the open data of offers (K11, K20)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import quote

from partner.rules import Partnerstatus
from partner.rules.angebot import Angebotsart, Angebotsstufe, Lebensphase, Situation
from partner.rules.angebotszeit import Rhythmus, Zeitangabe

VERSION = "3.1"
JE_SEITE, HOECHSTENS_JE_SEITE, HOECHSTENS_KURZ = 50, 100, 10_000
#: what stands for itself in an address, an escaped byte included
URI_ZEICHEN = "/#%[]=:;$&()+,!?*@'~"
TAGE = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
#: word of the taxonomy -> (name, what it is for, its fixed terms); themes come from the database
TAXONOMIEN: Mapping[str, tuple[str, str, Mapping[str, str]]] = {
    "thema": ("Themen", "Themen der Netzwerkarbeit im Landkreis.", {}),
    "art": ("Arten", "Was ein Eintrag ist: Angebot, Raum, Ehrenamt und so weiter.", dict(Angebotsart.choices)),
    "lebensphase": ("Lebensphasen", "Für welche Lebensphasen ein Angebot gedacht ist.", dict(Lebensphase.choices)),
    "situation": ("Besondere Lagen", "Für welche Lagen ein Angebot gedacht ist.", dict(Situation.choices)),
}


def ohne_leere(objekt: Mapping[str, Any]) -> dict[str, Any]:
    """The standard leaves out what is not known: no null, no empty text, no empty list. 0 and False are known."""
    return {name: wert for name, wert in objekt.items() if wert is not None and wert != "" and wert != []}


def status(stufe: str, anbieterzustand: str | None, gilt_bis: date | None, stichtag: date) -> str:
    """The four states of the standard: closed provider or past end is defunct, dormant provider closed for now."""
    if anbieterzustand == Partnerstatus.GESCHLOSSEN or (gilt_bis is not None and gilt_bis < stichtag):
        return "defunct"
    if stufe == Angebotsstufe.RUHEND:
        return "inactive"
    return "temporarily closed" if anbieterzustand == Partnerstatus.RUHEND else "active"


def bundesland(plz: str) -> str:
    """Of an address in reach of the Landkreis: Rheinland-Pfalz, or the Saarland beyond its border."""
    nummer = int(plz) if plz.isdigit() else 0
    return "Saarland" if 66000 <= nummer <= 66481 or 66510 <= nummer <= 66839 else "Rheinland-Pfalz"


def adresse_im_netz(text: str) -> str:
    """A web address as RFC 3986 wants it; empty when the text is none."""
    return quote(text, safe=URI_ZEICHEN) if text.startswith(("http://", "https://")) else ""


def zeitplan(zeit: Zeitangabe, gilt_bis: date | None, versatz: timedelta) -> dict[str, Any]:
    """One line of times with the fields of RFC 5545; `versatz` is the distance of local time from UTC.

    The start of the week is left out: Monday is what RFC 5545 assumes, and the standard has spelt it in two ways.
    """
    beginn = erster_tag(zeit)
    ende = min((tag for tag in (zeit.bis, gilt_bis) if tag), default=None)
    felder = {
        "valid_from": _tag(zeit.ab),
        "valid_to": _tag(zeit.ab if zeit.rhythmus == Rhythmus.EINMALIG else ende),
        "dtstart": _tag(beginn),
        "timezone": versatz.total_seconds() / 3600,
        "opens_at": uhrzeit(zeit.von_uhr, versatz),
        "closes_at": uhrzeit(zeit.bis_uhr, versatz),
        "description": zeit.satz,
        "notes": "Nicht in den Schulferien von Rheinland-Pfalz." if zeit.nicht_in_ferien else None,
    }
    return ohne_leere(felder | _wiederholung(zeit, ende))


def _wiederholung(zeit: Zeitangabe, ende: date | None) -> dict[str, Any]:
    if zeit.rhythmus == Rhythmus.EINMALIG:
        return {"until": _tag(zeit.ab)}
    if zeit.wochentag is None:
        return {}
    tag = TAGE[zeit.wochentag]
    if zeit.rhythmus == Rhythmus.MONATLICH:
        woche = -1 if zeit.monatswoche == 5 else zeit.monatswoche
        return {"freq": "MONTHLY", "interval": 1, "byday": f"{woche or ''}{tag}", "until": _tag(ende)}
    takt = 2 if zeit.rhythmus == Rhythmus.ZWEIWOECHENTLICH else 1
    return {"freq": "WEEKLY", "interval": takt, "byday": tag, "until": _tag(ende)}


def erster_tag(zeit: Zeitangabe) -> date | None:
    """The first day on which it takes place: where RFC 5545 counts fortnights from. None when no first day is named."""
    if zeit.ab is None or zeit.rhythmus == Rhythmus.EINMALIG:
        return zeit.ab
    tage = (zeit.ab + timedelta(days=versatz) for versatz in range(63))
    return next((tag for tag in tage if zeit.findet_statt(tag)), None)


def _tag(tag: date | None) -> str | None:
    return tag.isoformat() if tag else None


def uhrzeit(wert: time | None, versatz: timedelta) -> str | None:
    """ "14:00+01:00", as the standard asks for it: with its distance from UTC."""
    if wert is None:
        return None
    minuten = int(versatz.total_seconds()) // 60
    vorzeichen = "-" if minuten < 0 else "+"
    return f"{wert:%H:%M}{vorzeichen}{abs(minuten) // 60:02d}:{abs(minuten) % 60:02d}"


def zeitpunkt(wert: datetime) -> str:
    """A moment of RFC 3339 to the millisecond."""
    return wert.isoformat(timespec="milliseconds")


def altersangabe(von: int | None, bis: int | None) -> str:
    """ "von 3 bis 6 Jahren", "ab 12 Jahren", "bis 3 Jahre"; empty when not limited."""
    if von is not None and bis is not None:
        return f"von {von} bis {bis} Jahren"
    if von is not None:
        return f"ab {von} Jahren"
    return f"bis {bis} Jahre" if bis is not None else ""


@dataclass(frozen=True, slots=True)
class Blatt:
    """Which page of how many: the paging body of the standard."""

    nummer: int
    je_seite: int
    gesamt: int

    @property
    def seiten(self) -> int:
        return -(-self.gesamt // self.je_seite)

    @property
    def spanne(self) -> tuple[int, int]:
        """First and last position; empty past the last page, so that no number is too large for the database."""
        if self.nummer > self.seiten:
            return 0, 0
        return (self.nummer - 1) * self.je_seite, self.nummer * self.je_seite

    def rumpf(self, inhalt: list[dict[str, Any]]) -> dict[str, Any]:
        return {
            "total_items": self.gesamt,
            "total_pages": self.seiten,
            "page_number": self.nummer,
            "size": len(inhalt),
            "first_page": self.nummer == 1,
            "last_page": self.nummer >= self.seiten,
            "empty": not inhalt,
            "contents": inhalt,
        }
