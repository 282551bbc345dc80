"""Which column of a list of people means which field. What is private is never read."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from partner.rules.einlesen import PERSON
from partner.rules.listenkopf import lies_worte, ordne_spalten_zu
from partner.rules.spalten import ueberschrift

#: field -> how it reads on the page; the order is the order of the choices
FELDER: Mapping[str, str] = MappingProxyType(
    {
        "name": "Name (ganz)",
        "titel": "Titel",
        "vorname": "Vorname",
        "nachname": "Nachname",
        "funktion": "Funktion",
        "partner": "Partner (Einrichtung)",
        "partner_id": "ID des Partners",
        "ort": "Ort des Partners",
        "plz": "Postleitzahl des Partners",
        "telefon": "Telefon (dienstlich)",
        "email": "E-Mail (dienstlich)",
        "schluesselperson": "Schlüsselperson",
        "von": "In der Funktion seit",
        "bis": "In der Funktion bis",
        "kennung": "ID der Ansprechperson",
        "stand": "Fassung (aus dem Export)",
    }
)
_WORTE = lies_worte("""
kennung: id der ansprechperson, id, uuid, funktions id, ansprechperson id
stand: fassung, fassung aus dem export, stand, stand des exports, version
partner_id: id des partners, partner id, partner uuid, partnerid, id der einrichtung, einrichtungs id
partner: partner, einrichtung, name der einrichtung, einrichtungsname, institution, netzwerkpartner, organisation,
    dienststelle, behoerde, firma, traeger und einrichtung, kita, schule, schulname, kitaname, verein, vereinsname,
    stelle, facility, facility name, organization, school, traeger
vorname: vorname, vornamen, rufname, first name, firstname, given name, vorname dienstlich
nachname: nachname, familienname, zuname, last name, lastname, surname, family name, nachname dienstlich
name: name, name vorname, name und vorname, vor und nachname, vorname nachname, vorname und nachname, vorname name,
    nachname vorname, nachname und vorname, voller name, vollstaendiger name, person, ansprechperson, ansprechpartner,
    ansprechpartnerin, ansprechpartner in, ansprechpartner innen, kontaktperson, name der ansprechperson,
    name ansprechpartner, mitarbeiter, mitarbeiterin, mitarbeiter in, contact, contact person, contact name,
    full name, leiter, leiterin, leitung, schulleitung, schulleiter, kitaleitung, einrichtungsleitung, director,
    principal, headmaster
titel: titel, akademischer titel, akad titel, title, namenszusatz
funktion: funktion, position, rolle, aufgabe, taetigkeit, amt, aufgabenbereich, zustaendigkeit, funktionsbezeichnung,
    stellenbezeichnung, beruf, bezeichnung, function, role, job title
ort: ort, ort des partners, stadt, gemeinde, sitz, dienstort, standort, city, town, place
plz: plz, postleitzahl, postleitzahl des partners, zip, postal code, postcode
telefon: telefon dienstlich, telefon, telefonnummer, tel dienstlich, tel, durchwahl, dienstliche telefonnummer,
    diensttelefon, rufnummer, fon, phone, phone number, telephone, work phone, telefon geschaeftlich,
    telefon arbeit, diensthandy, handy dienstlich, mobil dienstlich
email: e mail dienstlich, e mail, email, email dienstlich, mail, e mail adresse, emailadresse, mailadresse,
    mail dienstlich, dienstliche e mail, e mail geschaeftlich, work email
schluesselperson: schluesselperson, ist schluesselperson, schluessel person, key person
von: in der funktion seit, in dieser funktion seit, seit, von, ab, beginn, im amt seit, since, start
bis: in der funktion bis, in dieser funktion bis, bis, ende, ausgeschieden am, ausgeschieden, until, end
""")
# "Adresse" alone is that of the institution; with one of these words it is somebody's home.
_PRIVATWORT = re.compile(
    r"\b(?:privat\w*|private|home|geburts\w*|geb|geboren|geb datum|alter|birthday|date of birth|wohnort|wohnanschrift"
    r"|wohnadresse|heimat\w*|familienstand|religion|konfession|staatsangehoerigkeit|nationalitaet|iban|bank\w*|konto\w*"
    r"|foto|hobby|hobbys|hobbies|kinder|partnerin privat|krank\w*|urlaub\w*|gehalt|personalnummer|notfall\w*"
    r"|messenger|whatsapp|instagram|facebook)\b"
)


def ist_privatspalte(text: str) -> bool:
    """True for columns with private data ("Handy privat", "Geburtstag", "WhatsApp")."""
    return bool(_PRIVATWORT.search(ueberschrift(text)))


def erkenne_personenspalten(spalten: Iterable[str]) -> dict[str, str]:
    """Heading -> field; private columns get the mark of what is not read.

    "Vorname" and "Name" give the family name by the latter; "Name" and "Ansprechperson" the institution.
    """
    spalten = list(spalten)
    zuordnung = ordne_spalten_zu(spalten, _WORTE, (PERSON, _PRIVATWORT))
    felder = set(zuordnung.values())
    name = next((spalte for spalte, feld in zuordnung.items() if feld == "name"), None)
    if name is None:
        return zuordnung
    if "vorname" in felder and "nachname" not in felder:
        return zuordnung | {name: "nachname"}
    andere = ordne_spalten_zu([spalte for spalte in spalten if spalte not in zuordnung], _WORTE)
    wer = next((spalte for spalte, feld in andere.items() if feld == "name"), None)
    if wer and not felder & {"partner", "partner_id"}:
        return zuordnung | {name: "partner", wer: "name"}
    return zuordnung


def funktion_aus(ueberschrift_des_namens: str) -> str:
    """The function that a heading names: in the column "Schulleitung" stand heads of schools. Else empty."""
    text = ueberschrift(ueberschrift_des_namens)
    if re.search(r"leit|director|principal|headmaster", text):
        return ueberschrift_des_namens.strip() if "leit" in text else "Leitung"
    return ""


def personenspaltenfehler(felder: Iterable[str]) -> str:
    """What is missing in a mapping, as a sentence; empty when it can be used."""
    vorhanden = set(felder)
    if not vorhanden & {"name", "nachname", "kennung"}:
        return "Bitte wählen Sie, in welcher Spalte der Name der Person steht."
    if not vorhanden & {"partner", "partner_id", "kennung"}:
        return "Bitte wählen Sie, in welcher Spalte die Einrichtung steht."
    return ""
