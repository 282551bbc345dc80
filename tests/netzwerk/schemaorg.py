"""A small checker of linked data: types, their properties and what these may hold, as schema.org defines them."""

import re
from collections.abc import Iterator
from typing import Any

TEXT, ZAHL, ADRESSE, TAG, UHR = "text", "zahl", "adresse", "tag", "uhr"
_SCHLICHT = {
    TEXT: lambda wert: isinstance(wert, str) and wert != "",
    ZAHL: lambda wert: isinstance(wert, int | float) and not isinstance(wert, bool),
    ADRESSE: lambda wert: isinstance(wert, str) and re.match(r"https?://", wert) is not None,
    TAG: lambda wert: isinstance(wert, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", wert) is not None,
    UHR: lambda wert: isinstance(wert, str) and re.fullmatch(r"\d\d:\d\d", wert) is not None,
}
#: type -> property -> what it holds; "!" marks one that must be there
TYPEN = {
    "WebPage": {
        "url!": ADRESSE,
        "name!": TEXT,
        "inLanguage": TEXT,
        "lastReviewed": TAG,
        "mainEntity!": "Service",
    },
    "Service": {
        "name!": TEXT,
        "description": TEXT,
        "serviceType": TEXT,
        "category": TEXT,
        "provider!": "Organization",
        "areaServed!": "AdministrativeArea",
        "audience": "PeopleAudience",
        "availableChannel": "ServiceChannel",
        "hoursAvailable": "OpeningHoursSpecification",
        "offers": "Offer",
    },
    "Organization": {"name!": TEXT, "url": ADRESSE},
    "AdministrativeArea": {"name!": TEXT},
    "PeopleAudience": {"suggestedMinAge": ZAHL, "suggestedMaxAge": ZAHL},
    "ServiceChannel": {
        "serviceUrl!": ADRESSE,
        "availableLanguage": TEXT,
        "servicePhone": "ContactPoint",
        "serviceLocation": "Place",
    },
    "ContactPoint": {"telephone": TEXT, "email": TEXT},
    "Place": {"name": TEXT, "address!": "PostalAddress", "geo": "GeoCoordinates"},
    "PostalAddress": {
        "streetAddress": TEXT,
        "postalCode": TEXT,
        "addressLocality": TEXT,
        "addressRegion": TEXT,
        "addressCountry!": TEXT,
    },
    "GeoCoordinates": {"latitude!": ZAHL, "longitude!": ZAHL},
    "OpeningHoursSpecification": {
        "dayOfWeek!": ADRESSE,
        "opens!": UHR,
        "closes": UHR,
        "validFrom": TAG,
        "validThrough": TAG,
    },
    "Offer": {"price!": TEXT, "priceCurrency!": TEXT},
}


def maengel(daten: dict[str, Any]) -> list[str]:
    """What is wrong with a document; empty when nothing is."""
    kopf = [] if daten.get("@context") == "https://schema.org" else ["@context fehlt"]
    return kopf + list(_pruefe(daten, "WebPage", "$"))


def _pruefe(wert: Any, erwartet: str, ort: str) -> Iterator[str]:
    if isinstance(wert, list):
        for nummer, eines in enumerate(wert):
            yield from _pruefe(eines, erwartet, f"{ort}[{nummer}]")
    elif erwartet in _SCHLICHT:
        if not _SCHLICHT[erwartet](wert):
            yield f"{ort}: {wert!r} ist nicht {erwartet}"
    elif not isinstance(wert, dict) or wert.get("@type") != erwartet:
        yield f"{ort}: kein {erwartet}"
    else:
        yield from _pruefe_objekt(wert, TYPEN[erwartet], ort)


def _pruefe_objekt(wert: dict[str, Any], felder: dict[str, str], ort: str) -> Iterator[str]:
    erlaubt = {name.rstrip("!"): art for name, art in felder.items()}
    yield from (f"{ort}: {name[:-1]} fehlt" for name in felder if name.endswith("!") and name[:-1] not in wert)
    for name, inhalt in wert.items():
        if name.startswith("@"):
            continue
        if name not in erlaubt:
            yield f"{ort}: {name} gibt es hier nicht"
        else:
            yield from _pruefe(inhalt, erlaubt[name], f"{ort}.{name}")
