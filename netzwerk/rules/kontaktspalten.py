"""Which column of a list of contacts means which field. Columns about children and families are never read."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from partner.rules.einlesen import PERSON
from partner.rules.listenkopf import lies_worte, ordne_spalten_zu

#: field -> how it reads on the page; the order is the order of the choices
FELDER: Mapping[str, str] = MappingProxyType(
    {
        "am": "Tag",
        "zeit": "Uhrzeit (nur zum Unterscheiden)",
        "art": "Art des Kontakts",
        "partner": "Partner",
        "partner_id": "ID des Partners",
        "ort": "Ort des Partners",
        "sozialraum": "Sozialraum",
        "erreicht": "Erreicht?",
        "bezug": "Bezug",
        "zweck": "Zweck",
        "themen": "Themen",
        "inhalt": "Ergebnis",
        "vereinbarung": "Vereinbart wurde",
        "dauer": "Dauer in Minuten",
        "wer": "Wer (Netzwerkfachkraft)",
        "kennung": "ID des Kontakts",
        "stand": "Fassung (aus dem Export)",
    }
)
_WORTE = lies_worte("""
kennung: id des kontakts, id, uuid, kontakt id
stand: fassung, fassung aus dem export, stand, version
partner_id: id des partners, partner id, partner uuid
am: tag, datum, wann, am, kontaktdatum, datum des kontakts, kontakt am, date, datum des gespraechs, gespraechsdatum,
    datum uhrzeit, datum und uhrzeit, wann war der kontakt, zeitpunkt
zeit: uhrzeit, zeit, beginn, von, time
art: art, art des kontakts, kontaktart, wie, form, medium, kontaktform, art der kontaktaufnahme, weg, kanal, type,
    kontakt per, was, anlass
partner: partner, netzwerkpartner, einrichtung, institution, mit wem, kontakt mit, kooperationspartner, organisation,
    name der einrichtung, partner einrichtung, stelle, dienst, traeger, kita, schule, verein, name, kontakt
ort: ort des partners, ort, stadt, gemeinde, sitz
sozialraum: sozialraum, raum, region, gebiet, verbandsgemeinde, vg
erreicht: erreicht, ergebnisart, kontakt zustande gekommen, zustande gekommen, status, reached
bezug: bezug, fallbezug, fallbezogen, einzelfall, ebene, bezug des kontakts
zweck: zweck, ziel, zweck des kontakts, ziel des kontakts
themen: themen, thema, themen des kontakts, stichworte, schlagworte, topic, topics
inhalt: ergebnis, inhalt, notiz, notizen, inhalte, bemerkung, bemerkungen, beschreibung, gespraechsinhalt, protokoll,
    zusammenfassung, verlauf, note, notes, kommentar
vereinbarung: vereinbart wurde, vereinbarung, vereinbarungen, absprache, absprachen, verabredung, to do, todo
dauer: dauer in minuten, dauer, minuten, min, zeitaufwand, dauer min, umfang, duration
wer: wer, wer netzwerkfachkraft, netzwerkfachkraft, erfasst von, fachkraft, mitarbeiter, mitarbeiterin, mitarbeiter in,
    kuerzel, bearbeiter, bearbeiterin, verantwortlich, durch, von wem, author
""")
#: names of anybody, and everything about a case: "Kindertagesstätte" is no child
_NICHT_LESEN = re.compile(
    r"\b(?:klient\w*|kind|kindes|kinder|kindname|familie|familien|familienname|eltern|elternteil|mutter|vater|geburt\w*"
    r"|geb|aktenzeichen|az|fallnummer|fall nr|fallname|name des kindes|hilfefall|jugendlich\w*|ansprech\w*"
    r"|gespraechspartner\w*|gesprochen mit|kontaktperson\w*|personen|teilnehm\w*|vorname|nachname|privat\w*)\b"
)


def erkenne_kontaktspalten(spalten: Iterable[str]) -> dict[str, str]:
    """Heading -> field; columns about people and cases get the mark of what is not read."""
    return ordne_spalten_zu(spalten, _WORTE, (PERSON, _NICHT_LESEN))


def kontaktspaltenfehler(felder: Iterable[str]) -> str:
    """What is missing in a mapping, as a sentence; empty when it can be used."""
    vorhanden = set(felder)
    if "kennung" in vorhanden:
        return ""
    if "am" not in vorhanden:
        return "Bitte wählen Sie, in welcher Spalte der Tag des Kontakts steht."
    if not vorhanden & {"partner", "partner_id"}:
        return "Bitte wählen Sie, in welcher Spalte der Partner steht."
    return ""
