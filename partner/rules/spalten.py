"""Which column of a list means which field of a partner: guessed from its heading, German or English."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
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
        "vorwahl": "Vorwahl",
        "telefon": "Telefon",
        "email": "E-Mail",
        "web": "Internetseite",
        "traeger_name": "Träger der Einrichtung",
        "kennung": "Kennung in der Liste",
        "quelle": "Quelle",
        "stand": "Stand der Quelle",
        "guete": "Güte der Angabe",
        "hinweis": "Hinweis der Liste",
        "fassung": "Fassung (aus der Ausgabe)",
        "kurzname": "Kurzname",
        "zustand": "Zustand",
        "sozialraeume": "Sozialräume",
        "gemeinde": "Gemeinde",
        "sitz": "Sitz",
        "zustaendigkeiten": "Zuständigkeit",
        "aufgaben": "Aufgaben",
        "zielgruppen": "Zielgruppen",
        "oeffnung": "Öffnungszeiten",
        "notiz": "Notiz zur Einrichtung",
        "breite": "Geografische Breite",
        "laenge": "Geografische Länge",
    }
)

# Within a field the first heading that occurs wins: a list with "Ort" and "Gemeinde" gives its "Ort".
_UEBERSCHRIFTEN = """
name: name, einrichtung, name der einrichtung, einrichtungsname, bezeichnung, schulname, kitaname, vereinsname,
    facility, facility name, name der schule, name der kita, bezeichnung der einrichtung, organisation, organization,
    title, titel, partner, schule, kita, kindertagesstaette, kindertageseinrichtung, kindergarten, verein, institution,
    jugendzentrum, beratungsstelle, school, school name
kategorie: kategorie, kategorien, category, einrichtungstyp, einrichtungsart, art der einrichtung, typ, type
art: subcategory, unterkategorie, art, arten, schulart, schulform, schultyp, subtype, kita art, schulgattung,
    einrichtungsform, school type
strasse: strasse, strasse und hausnummer, strasse hausnummer, strasse nr, strasse hnr, strasse hausnr, str, anschrift,
    adresse, street, street address, address, strassenname
hausnummer: hausnummer, hausnr, hnr, hsnr, haus nr, nr, house number, housenumber
plz: plz, postleitzahl, postal code, postcode, zip, zipcode, zip code
ort: ort, stadt, ortschaft, plz ort, plz und ort, plz wohnort, postleitzahl ort, postleitzahl und ort, gemeinde,
    schulort, standort, wohnort, sitz, city, town, place, municipality, ortsgemeinde, ortsteil
ags: ags, gemeindeschluessel, amtlicher gemeindeschluessel, gemeindekennziffer
vorwahl: vorwahl, ortsvorwahl, telefon vorwahl, telefonvorwahl, vorwahlnummer, area code
telefon: telefon, telefonnummer, tel, tel nr, fon, rufnummer, phone, phone number, telephone, telefon nummer
email: e mail, email, mail, e mail adresse, emailadresse, mailadresse, email adresse, mail adresse, e mail address,
    elektronische post
web: web, website, webseite, homepage, internet, internetseite, internetadresse, url, www, webadresse, website url
traeger_name: traeger, traeger der einrichtung, traegername, traegerschaft, schultraeger, name des traegers, operator,
    provider, carrier, institution
kennung: kennung, kennung in der liste, id, uuid, schulnummer, schul nr, schulnr, dienststellennummer, kennziffer,
    identifier, einrichtungsnummer, einrichtungs nr
quelle: quelle, source, herkunft, datenquelle
stand: stand, source date, stand der quelle, datenstand, aktualisiert am
guete: guete, quality, qualitaet, guete der angabe
hinweis: hinweis, hinweise, note, notes, bemerkung, bemerkungen, anmerkung, anmerkungen, comment, comments
breite: breite, lat, latitude, breitengrad, geografische breite, geo lat, y koordinate, y wgs84, lat wgs84, wgs84 lat,
    breite wgs84, geo breite, geobreite
laenge: laenge, lon, lng, long, longitude, laengengrad, geografische laenge, geo lon, geo lng, x koordinate, x wgs84,
    lon wgs84, wgs84 lon, laenge wgs84, geo laenge, geolaenge
fassung: fassung
kurzname: kurzname, kurzbezeichnung, abkuerzung
zustand: zustand
sozialraeume: sozialraeume, sozialraum
gemeinde: gemeinde
sitz: sitz
zustaendigkeiten: zustaendigkeit, zustaendigkeiten, zustaendigkeitsbereich, einzugsgebiet, einzugsbereich
aufgaben: aufgaben, angebot, angebote, leistungen
zielgruppen: zielgruppe, zielgruppen, target group
oeffnung: oeffnungszeiten, oeffnungszeit, oeffnungs und sprechzeiten, sprechzeiten, betreuungszeiten, opening hours
notiz: notiz, notiz zur einrichtung
"""
# What a heading says in more words than the table knows: tried in this order on what is left, first match wins.
_MUSTER = (
    ("vorwahl", re.compile(r"\bvorwahl\b")),
    ("email", re.compile(r"\be ?mail|\bmail\b")),
    ("telefon", re.compile(r"\b(?:tel|telefon\w*|fon|rufnummer|phone)\b(?!.*\b(?:fax|mobil|privat)\b)")),
    ("web", re.compile(r"\b(?:internet\w*|homepage|web\w*|url)\b")),
    ("plz", re.compile(r"^(?:plz|postleitzahl)\b(?!.*\bort\b)")),
    ("ort", re.compile(r"^(?:plz|postleitzahl)\b.*\bort\b|\b(?:schulort|standort|ort)$")),
    ("strasse", re.compile(r"\bstrasse\b|\bstr\b|\w*anschrift\b|\badresse\b")),
    ("hausnummer", re.compile(r"\bhaus ?(?:nummer|nr)\b")),
    ("traeger_name", re.compile(r"\btraeger\w*|\w*traeger$")),
    ("kategorie", re.compile(r"\b(?:einrichtungsart|einrichtungstyp|kategorie)\b")),
    ("art", re.compile(r"\b(?:schulform|schulart|schultyp|art der (?:schule|kita|einrichtung))\b")),
    ("oeffnung", re.compile(r"\b(?:oeffnungs|betreuungs|sprech)zeit\w*")),
    ("kennung", re.compile(r"\bschulnummer\b|\beinrichtungsnummer\b")),
    (
        "name",
        re.compile(
            r"^(?:name|bezeichnung|namen)\b(?!.*\b(?:traeger|ort|strasse|person))|\b(?:einrichtung|schule|kita)s?name"
            r"|^(?:kinder\w+|schule|einrichtung|kita)s?\b(?!.*(?:art|form|typ|nummer|nr|jahr))"
        ),
    ),
)


def _lies_tabelle(text: str) -> dict[str, list[str]]:
    zeilen = re.sub(r"\n\s+", " ", text.strip()).splitlines()
    return {feld: woerter.split(", ") for feld, woerter in (zeile.split(": ") for zeile in zeilen)}


_WOERTER: Mapping[str, list[str]] = MappingProxyType(_lies_tabelle(_UEBERSCHRIFTEN))
# Word starts that only name people; "Begleitung" or "Kontaktstelle" must not be hit.
_PERSONENWORT = re.compile(
    r"\b(?:leitung|leiter|schulleit|kitaleit|einrichtungsleit|hausleit|gruppenleit|standortleit|rektor|konrektor"
    r"|direktor|ansprech|kontaktperson|contact person|contact name|director|principal|headmaster|vorname|nachname"
    r"|familienname|zuname|vorsitz|vorstand|inhaber|geschaeftsfuehr|stellvertret|stv|anrede|hausmeister|manager"
    r"|verantwortliche|sachbearbeit|koordinator|betreuer)"
)


@lru_cache(maxsize=4096)
def ueberschrift(text: str) -> str:
    """Heading in the form that is compared: "E-Mail-Adresse*" becomes "e mail adresse"."""
    return re.sub(r"[^a-z0-9]+", " ", normalisiere(text)).strip()


def ist_personenspalte(text: str) -> bool:
    """True for columns with names of people ("director", "Ansprechpartnerin"): they are not read (data protection)."""
    return bool(_PERSONENWORT.search(ueberschrift(text)))


def erkenne_spalten(spalten: Iterable[str]) -> dict[str, str]:
    """Heading -> field, or PERSON; headings that mean nothing known are absent. No field is given twice."""
    spalten = list(spalten)
    zuordnung = {spalte: PERSON for spalte in spalten if ist_personenspalte(spalte)}
    offen = {spalte: ueberschrift(spalte) for spalte in spalten if spalte not in zuordnung}
    for feld, woerter in _WOERTER.items():
        for wort in woerter:
            treffer = next((spalte for spalte, text in offen.items() if text == wort), None)
            if treffer is not None:
                zuordnung[treffer] = feld
                del offen[treffer]
                break
    zuordnung |= _nach_mustern(offen, set(zuordnung.values()))
    return _ohne_laufende_nummer(zuordnung, spalten)


def _ohne_laufende_nummer(zuordnung: dict[str, str], spalten: list[str]) -> dict[str, str]:
    """ "Nr." is a house number only beside the street; elsewhere it counts the rows."""
    for stelle, spalte in enumerate(spalten):
        davor = zuordnung.get(spalten[stelle - 1]) if stelle else ""
        if zuordnung.get(spalte) == "hausnummer" and ueberschrift(spalte) == "nr" and davor != "strasse":
            return {name: feld for name, feld in zuordnung.items() if name != spalte}
    return zuordnung


def _nach_mustern(offen: Mapping[str, str], vergeben: set[str]) -> dict[str, str]:
    """Longer headings by what they contain, for fields that no heading names outright."""
    zuordnung: dict[str, str] = {}
    for feld, muster in _MUSTER:
        if feld in vergeben:
            continue
        treffer = next((s for s, text in offen.items() if s not in zuordnung and muster.search(text)), None)
        if treffer is not None:
            zuordnung[treffer] = feld
    return zuordnung


def eindeutige_spalten(kopf: Iterable[str]) -> list[str]:
    """Headings that can be told apart: empty ones are numbered, repeated ones get a number."""
    spalten: list[str] = []
    gesehen: set[str] = set()
    # Counted on from the last one: a hostile row repeats one heading a million times.
    naechste: dict[str, int] = {}
    for nummer, text in enumerate(kopf, start=1):
        grund = " ".join(text.split())[:80] or f"Spalte {nummer}"
        name, zahl = grund, naechste.get(grund, 2)
        while name in gesehen:
            name, zahl = f"{grund} ({zahl})", zahl + 1
        naechste[grund] = zahl
        spalten.append(name)
        gesehen.add(name)
    return spalten
