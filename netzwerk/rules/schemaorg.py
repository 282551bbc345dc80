"""A public offer as linked data: JSON-LD in the words of schema.org (K11)."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from partner.rules.angebotszeit import Rhythmus, Zeitangabe

KONTEXT = "https://schema.org"
_TAGE = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Ortsangabe:
    """Where it takes place; all parts may be empty."""

    name: str = ""
    strasse: str = ""
    plz: str = ""
    ort: str = ""
    breite: Decimal | None = None
    laenge: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Dienst:
    """What is published of an offer; empty is unknown."""

    url: str
    titel: str
    kurztext: str
    art: str
    anbieter: str
    anbieter_web: str
    gebiete: tuple[str, ...]
    themen: tuple[str, ...]
    alter_von: int | None
    alter_bis: int | None
    ort: Ortsangabe | None
    telefon: str
    email: str
    sprachen: tuple[str, ...]
    ist_kostenlos: bool
    betrag: Decimal | None
    zeiten: tuple[Zeitangabe, ...]
    geprueft_am: date | None


def linked_data(dienst: Dienst) -> dict[str, Any]:
    """The page about the service; what is unknown has no key."""
    return _ohne_leere(
        {
            "@context": KONTEXT,
            "@type": "WebPage",
            "url": dienst.url,
            "name": dienst.titel,
            "inLanguage": "de",
            "lastReviewed": dienst.geprueft_am.isoformat() if dienst.geprueft_am else None,
            "mainEntity": _dienst(dienst),
        }
    )


def _dienst(d: Dienst) -> dict[str, Any]:
    return {
        "@type": "Service",
        "@id": f"{d.url}#angebot",
        "name": d.titel,
        "description": d.kurztext,
        "serviceType": d.art,
        "category": list(d.themen),
        "provider": {"@type": "Organization", "name": d.anbieter, "url": d.anbieter_web},
        "areaServed": [{"@type": "AdministrativeArea", "name": name} for name in d.gebiete],
        "audience": _publikum(d),
        "availableChannel": _weg(d),
        "hoursAvailable": [_zeit(zeit) for zeit in d.zeiten if _ist_oeffnungszeit(zeit)],
        "offers": _preis(d),
    }


def _publikum(d: Dienst) -> dict[str, Any] | None:
    if d.alter_von is None and d.alter_bis is None:
        return None
    return {"@type": "PeopleAudience", "suggestedMinAge": d.alter_von, "suggestedMaxAge": d.alter_bis}


def _weg(d: Dienst) -> dict[str, Any]:
    telefon = {"@type": "ContactPoint", "telephone": d.telefon, "email": d.email}
    return {
        "@type": "ServiceChannel",
        "serviceUrl": d.url,
        "availableLanguage": list(d.sprachen),
        "servicePhone": telefon if d.telefon or d.email else None,
        "serviceLocation": _platz(d.ort) if d.ort else None,
    }


def _platz(ort: Ortsangabe) -> dict[str, Any]:
    anschrift = {
        "@type": "PostalAddress",
        "streetAddress": ort.strasse,
        "postalCode": ort.plz,
        "addressLocality": ort.ort,
        "addressRegion": "Rheinland-Pfalz",
        "addressCountry": "DE",
    }
    punkt = None
    if ort.breite is not None and ort.laenge is not None:
        punkt = {"@type": "GeoCoordinates", "latitude": float(ort.breite), "longitude": float(ort.laenge)}
    return {"@type": "Place", "name": ort.name, "address": anschrift, "geo": punkt}


def _ist_oeffnungszeit(zeit: Zeitangabe) -> bool:
    """Only what happens each week is an opening hour; the rest stands in words on the page."""
    return zeit.rhythmus == Rhythmus.WOECHENTLICH and zeit.wochentag is not None and zeit.von_uhr is not None


def _zeit(zeit: Zeitangabe) -> dict[str, Any]:
    return {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": f"{KONTEXT}/{_TAGE[zeit.wochentag or 0]}",
        "opens": zeit.von_uhr.isoformat("minutes") if zeit.von_uhr else None,
        "closes": zeit.bis_uhr.isoformat("minutes") if zeit.bis_uhr else None,
        "validFrom": zeit.ab.isoformat() if zeit.ab else None,
        "validThrough": zeit.bis.isoformat() if zeit.bis else None,
    }


def _preis(d: Dienst) -> dict[str, Any] | None:
    if not d.ist_kostenlos and d.betrag is None:
        return None
    preis = Decimal(0) if d.ist_kostenlos else d.betrag
    return {"@type": "Offer", "price": f"{preis:.2f}", "priceCurrency": "EUR"}


def _ohne_leere(wert: Any) -> Any:
    """Without keys that say nothing, at any depth; zero and False say something."""
    if isinstance(wert, Mapping):
        teile = {name: _ohne_leere(inhalt) for name, inhalt in wert.items()}
        return {name: inhalt for name, inhalt in teile.items() if inhalt not in (None, "", [], {})}
    if isinstance(wert, Iterable) and not isinstance(wert, str):
        return [_ohne_leere(inhalt) for inhalt in wert]
    return wert


def als_skript(daten: Mapping[str, Any]) -> str:
    """JSON that cannot leave its script element: no "<", ">" or "&" stands in it as such."""
    text = json.dumps(daten, ensure_ascii=False, separators=(",", ":"))
    ersatz = {"<": "\\u003C", ">": "\\u003E", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
    return text.translate({ord(zeichen): folge for zeichen, folge in ersatz.items()})
