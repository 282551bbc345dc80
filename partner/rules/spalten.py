"""Which column of a list means which field of a partner: guessed from its heading, German or English."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from konten.rules import normalisiere
from partner.rules.einlesen import PERSON

#: field -> how it reads on the page; the order is the order of the choices
FELDER: Mapping[str, str] = MappingProxyType(
    {
        "name": "Name",
        "kategorie": "Kategorie",
        "art": "Art (Unterkategorie)",
        "strasse": "Straße",
        "hausnummer": "Hausnummer",
        "plz": "Postleitzahl",
        "ort": "Ort",
        "ags": "Amtlicher Gemeindeschlüssel",
        "telefon": "Telefon",
        "email": "E-Mail",
        "web": "Internetseite",
        "traeger_name": "Träger der Einrichtung",
        "kennung": "Kennung in der Liste",
        "quelle": "Quelle",
        "stand": "Stand der Quelle",
        "guete": "Güte der Angabe",
        "hinweis": "Hinweis der Liste",
        "breite": "Geografische Breite",
        "laenge": "Geografische Länge",
    }
)

# Within a field the first heading that occurs wins: a list with "Ort" and "Gemeinde" gives its "Ort".
_UEBERSCHRIFTEN = """
name: name, einrichtung, name der einrichtung, einrichtungsname, bezeichnung, schulname, kitaname, vereinsname,
    facility, facility name, institution, organisation, organization, title, titel, partner, schule, kita,
    kindertagesstaette, verein
kategorie: kategorie, kategorien, category, einrichtungstyp, einrichtungsart, art der einrichtung, typ, type
art: subcategory, unterkategorie, art, arten, schulart, schulform, schultyp, subtype, kita art
strasse: strasse, strasse und hausnummer, strasse hausnummer, strasse nr, str, anschrift, adresse, street, address
hausnummer: hausnummer, hausnr, hnr, house number, housenumber
plz: plz, postleitzahl, postal code, postcode, zip, zipcode, zip code
ort: ort, stadt, ortschaft, gemeinde, wohnort, sitz, city, town, place, municipality, ortsteil
ags: ags, gemeindeschluessel, amtlicher gemeindeschluessel, gemeindekennziffer
telefon: telefon, telefonnummer, tel, fon, rufnummer, phone, phone number, telephone
email: e mail, email, mail, e mail adresse, emailadresse, mailadresse
web: web, website, webseite, homepage, internet, internetseite, internetadresse, url, www
traeger_name: traeger, traeger der einrichtung, traegername, traegerschaft, operator, provider, carrier
kennung: kennung, kennung in der liste, id, uuid, schulnummer, kennziffer, identifier, einrichtungsnummer
quelle: quelle, source, herkunft, datenquelle
stand: stand, source date, stand der quelle, datenstand, aktualisiert am
guete: guete, quality, qualitaet, guete der angabe
hinweis: hinweis, hinweise, note, notes, bemerkung, bemerkungen, anmerkung, anmerkungen, comment, comments
breite: breite, lat, latitude, breitengrad, geografische breite, geo lat
laenge: laenge, lon, lng, long, longitude, laengengrad, geografische laenge, geo lon
"""


def _lies_tabelle(text: str) -> dict[str, list[str]]:
    zeilen = re.sub(r"\n\s+", " ", text.strip()).splitlines()
    return {feld: woerter.split(", ") for feld, woerter in (zeile.split(": ") for zeile in zeilen)}


_WOERTER: Mapping[str, list[str]] = MappingProxyType(_lies_tabelle(_UEBERSCHRIFTEN))
# Word starts that only name people; "Begleitung" or "Kontaktstelle" must not be hit.
_PERSONENWORT = re.compile(
    r"\b(?:leitung|leiter|schulleit|kitaleit|einrichtungsleit|hausleit|rektor|ansprech|kontaktperson|contact person"
    r"|contact name|director|principal|headmaster|vorname|nachname|familienname|vorsitz|inhaber|geschaeftsfuehr"
    r"|manager)"
)


def ueberschrift(text: str) -> str:
    """Heading in the form that is compared: "E-Mail-Adresse*" becomes "e mail adresse"."""
    return re.sub(r"[^a-z0-9]+", " ", normalisiere(text)).strip()


def ist_personenspalte(text: str) -> bool:
    """True for columns with names of people ("director", "Ansprechpartnerin"): they are not read (data protection)."""
    return bool(_PERSONENWORT.search(ueberschrift(text)))


def erkenne_spalten(spalten: Iterable[str]) -> dict[str, str]:
    """Heading -> field, or PERSON; headings that mean nothing known are absent. No field is given twice."""
    zuordnung = {spalte: PERSON for spalte in spalten if ist_personenspalte(spalte)}
    offen = {spalte: ueberschrift(spalte) for spalte in spalten if spalte not in zuordnung}
    for feld, woerter in _WOERTER.items():
        for wort in woerter:
            treffer = next((spalte for spalte, text in offen.items() if text == wort), None)
            if treffer is not None:
                zuordnung[treffer] = feld
                del offen[treffer]
                break
    return zuordnung


def eindeutige_spalten(kopf: Iterable[str]) -> list[str]:
    """Headings that can be told apart: empty ones are numbered, repeated ones get a number."""
    spalten: list[str] = []
    for nummer, text in enumerate(kopf, start=1):
        grund = " ".join(text.split())[:80] or f"Spalte {nummer}"
        name, zahl = grund, 2
        while name in spalten:
            name, zahl = f"{grund} ({zahl})", zahl + 1
        spalten.append(name)
    return spalten
