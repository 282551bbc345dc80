"""Which column of a list of offers means which field."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from partner.rules.listenkopf import lies_worte, ordne_spalten_zu

#: field -> how it reads on the page; the order is the order of the choices
FELDER: Mapping[str, str] = MappingProxyType(
    {
        "titel": "Titel",
        "anbieter": "Anbieter",
        "anbieter_id": "ID des Anbieters",
        "anbieter_ort": "Ort des Anbieters",
        "art": "Art",
        "kurztext": "In einem Satz",
        "text": "Beschreibung",
        "themen": "Themen (nur bei neuen)",
        "sozialraeume": "Sozialräume (nur bei neuen)",
        "alter_von": "Alter von",
        "alter_bis": "Alter bis",
        "lebensphasen": "Lebensphasen",
        "situationen": "Besondere Lagen",
        "geeignet_fuer": "Besonders geeignet für",
        "gegenleistung": "Gegenleistung",
        "ortsart": "Wo",
        "ortsname": "Name des Ortes",
        "strasse": "Straße und Hausnummer",
        "plz": "Postleitzahl",
        "ort": "Ort des Angebots",
        "kostenart": "Kosten",
        "kosten_betrag": "Betrag in Euro",
        "kosten_hinweis": "Hinweis zu den Kosten",
        "zugang": "Zugang",
        "zugang_hinweis": "Wie kommt man dazu?",
        "unterlagen": "Mitzubringen",
        "plaetze": "Plätze",
        "plaetze_frei": "davon frei",
        "warteliste": "Warteliste",
        "sprachen": "Sprachen",
        "barrierefrei": "Mit Rollstuhl zugänglich",
        "zugaenglichkeit": "Barrierefreiheit",
        "telefon": "Telefon",
        "email": "E-Mail",
        "web": "Internetseite",
        "gilt_bis": "Gilt bis",
        "kennung": "ID des Angebots",
        "stand": "Fassung (aus dem Export)",
    }
)
_WORTE = lies_worte("""
kennung: id des angebots, id, uuid, angebots id
stand: fassung, fassung aus dem export, version
anbieter_id: id des anbieters, anbieter id, partner id
titel: titel, angebot, name des angebots, angebotsname, bezeichnung, name, title, kurs, kursname, veranstaltung
anbieter: anbieter, partner, einrichtung, institution, traeger, organisation, veranstalter, verein, provider
anbieter_ort: ort des anbieters, sitz des anbieters
art: art, art des angebots, typ, kategorie, type
kurztext: in einem satz, kurzbeschreibung, kurztext, untertitel, summary
text: beschreibung, inhalt, beschreibung des angebots, langtext, text, description
themen: themen, thema, stichworte, schlagworte
sozialraeume: sozialraeume, sozialraum, fuer diese sozialraeume, einzugsgebiet, gebiet, region
alter_von: alter von, ab alter, mindestalter, alter ab, von jahre
alter_bis: alter bis, bis alter, hoechstalter, maximalalter, bis jahre
lebensphasen: lebensphasen, lebensphase
situationen: besondere lagen, lagen, situationen, lebenslagen
geeignet_fuer: besonders geeignet fuer, zielgruppe, zielgruppen, geeignet fuer, fuer wen
gegenleistung: gegenleistung, was wuenscht sich der anbieter dafuer
ortsart: wo, ortsart
ortsname: name des ortes, veranstaltungsort, raum, ortsname
strasse: strasse und hausnummer, strasse, anschrift, adresse
plz: postleitzahl, plz
ort: ort des angebots, ort, stadt, gemeinde
kostenart: kosten, kostenart, preis, gebuehr
kosten_betrag: betrag in euro, betrag, euro, kosten in euro, teilnahmebeitrag, beitrag
kosten_hinweis: hinweis zu den kosten, kostenhinweis, ermaessigung
zugang: zugang, anmeldung, zugangsweg
zugang_hinweis: wie kommt man dazu, hinweis zum zugang, anmeldung bei, anmeldehinweis
unterlagen: mitzubringen, was ist mitzubringen, unterlagen
plaetze: plaetze, anzahl plaetze, teilnehmerzahl, kapazitaet
plaetze_frei: davon frei, freie plaetze, plaetze frei
warteliste: warteliste
sprachen: sprachen, sprache, languages, language
barrierefrei: mit rollstuhl zugaenglich, rollstuhl, rollstuhlgerecht, barrierefrei
zugaenglichkeit: barrierefreiheit, was ist vorhanden, zugaenglichkeit
telefon: telefon, telefonnummer, tel, fon, phone
email: e mail, email, mail, e mail adresse
web: internetseite, internet, website, homepage, web, url, link
gilt_bis: gilt bis, gueltig bis, endet am, laeuft bis, bis
""")


def erkenne_angebotsspalten(spalten: Iterable[str]) -> dict[str, str]:
    """Heading -> field. When it was verified, its stage and whether it is published are acts and no columns."""
    return ordne_spalten_zu(spalten, _WORTE)


def angebotsspaltenfehler(felder: Iterable[str]) -> str:
    """What is missing in a mapping, as a sentence; empty when it can be used."""
    vorhanden = set(felder)
    if "kennung" in vorhanden:
        return ""
    if "titel" not in vorhanden:
        return "Bitte wählen Sie, in welcher Spalte der Titel des Angebots steht."
    if not vorhanden & {"anbieter", "anbieter_id"}:
        return "Bitte wählen Sie, in welcher Spalte der Anbieter steht."
    return ""
