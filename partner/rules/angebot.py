"""Words of offers, and when an offer counts as verified (K03, K20)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices


class Angebotsart(TextChoices):
    ANGEBOT = "angebot", "Angebot"
    RAUM = "raum", "Raum"
    EHRENAMT = "ehrenamt", "Ehrenamt"
    PERSON = "person", "Person mit Fähigkeit"
    MATERIAL = "material", "Material"
    WISSEN = "wissen", "Wissen"


class Angebotsstufe(TextChoices):
    """Life cycle of a resource in the words of the concept (K03)."""

    ENTDECKT = "entdeckt", "entdeckt"
    ERSCHLOSSEN = "erschlossen", "erschlossen"
    AKTIVIERT = "aktiviert", "aktiviert"
    GEPFLEGT = "gepflegt", "gepflegt"
    RUHEND = "ruhend", "ruhend"


STUFE_ERKLAERT: Mapping[str, str] = {
    Angebotsstufe.ENTDECKT: "Wir wissen, dass es das gibt.",
    Angebotsstufe.ERSCHLOSSEN: "Wir haben gesprochen und wissen, für wen es passt.",
    Angebotsstufe.AKTIVIERT: "Es wird genutzt oder hat seine Hilfe zugesagt.",
    Angebotsstufe.GEPFLEGT: "Es wird genutzt, und wir halten den Kontakt.",
    Angebotsstufe.RUHEND: "Zurzeit nicht verfügbar.",
}


class Frische(TextChoices):
    """How sure we are that an entry is true."""

    AKTUELL = "aktuell", "aktuell"
    UNGEPRUEFT = "ungeprueft", "ungeprüft"
    ABGELAUFEN = "abgelaufen", "abgelaufen"


class Lebensphase(TextChoices):
    BABY = "baby", "Schwangerschaft und Babyzeit"
    KITA = "kita", "Kita-Zeit"
    GRUNDSCHULE = "grundschule", "Grundschulzeit"
    JUGEND = "jugend", "Jugend"
    JUNG = "jung", "junge Erwachsene"
    ELTERN = "eltern", "Eltern und Familien"
    ALTER = "alter", "ältere Menschen"


class Situation(TextChoices):
    """Circumstances that an offer is made for; never those of one particular family."""

    ALLEINERZIEHEND = "alleinerziehend", "allein erziehen"
    TRENNUNG = "trennung", "Trennung und Scheidung"
    GELD = "geld", "wenig Geld"
    FLUCHT = "flucht", "Flucht und Zuwanderung"
    BEHINDERUNG = "behinderung", "Behinderung"
    KRANKHEIT = "krankheit", "Krankheit in der Familie"
    PSYCHE = "psyche", "seelische Belastung"
    SUCHT = "sucht", "Sucht"
    GEWALT = "gewalt", "Gewalt"
    TRAUER = "trauer", "Trauer und Verlust"
    SCHULE = "schule", "Schwierigkeiten in der Schule"
    WOHNEN = "wohnen", "Wohnungsnot"
    PFLEGE = "pflege", "Pflege von Angehörigen"


class Ortsart(TextChoices):
    ANBIETER = "anbieter", "beim Anbieter"
    EIGEN = "eigen", "an einem anderen Ort"
    AUFSUCHEND = "aufsuchend", "kommt nach Hause"
    FERN = "fern", "per Telefon oder online"


class Kostenart(TextChoices):
    KOSTENLOS = "kostenlos", "kostenlos"
    BETRAG = "betrag", "kostet etwas"
    SPENDE = "spende", "Spende erbeten"


class Zugang(TextChoices):
    OFFEN = "offen", "offen, ohne Anmeldung"
    ANMELDUNG = "anmeldung", "mit Anmeldung"
    ZUWEISUNG = "zuweisung", "nur mit Zuweisung oder Überweisung"


class Warteliste(TextChoices):
    KEINE = "keine", "keine Warteliste"
    OFFEN = "offen", "Warteliste"
    GESCHLOSSEN = "geschlossen", "Warteliste geschlossen"


class Zugaenglichkeit(TextChoices):
    """What is known to be there; what is not named is unknown, never absent."""

    STUFENLOS = "stufenlos", "stufenlos erreichbar"
    AUFZUG = "aufzug", "Aufzug"
    WC = "wc", "barrierefreie Toilette"
    PARKPLATZ = "parkplatz", "Behindertenparkplatz"
    KINDERWAGEN = "kinderwagen", "mit Kinderwagen erreichbar"
    HOEREN = "hoeren", "Hilfe beim Hören (Höranlage)"
    GEBAERDEN = "gebaerden", "Gebärdensprache"
    SEHEN = "sehen", "Hilfe beim Sehen"
    LEICHT = "leicht", "Leichte Sprache"


class Barrierefreiheit(TextChoices):
    """For wheelchairs; empty is unknown."""

    JA = "ja", "ja"
    TEILWEISE = "teilweise", "teilweise"
    NEIN = "nein", "nein"


class Pruefweg(TextChoices):
    FACHKRAFT = "fachkraft", "durch eine Fachkraft"
    TELEFON = "telefon", "am Telefon bestätigt"
    ANBIETER = "anbieter", "vom Anbieter bestätigt"


@dataclass(frozen=True, slots=True)
class Frischegrenzen:
    """Per kind: verified on this day or later is "aktuell"; verified before the other day is "abgelaufen"."""

    stichtag: date
    aktuell_seit: Mapping[str, date]
    abgelaufen_vor: Mapping[str, date]


def frische(art: str, geprueft_am: date | None, gilt_bis: date | None, grenzen: Frischegrenzen) -> Frische:
    """K20: aktuell up to the limit of the kind, abgelaufen past its end date or after 18 months, otherwise ungeprüft.

    Never verified is ungeprüft: nothing is known that could have run out.
    """
    if gilt_bis is not None and gilt_bis < grenzen.stichtag:
        return Frische.ABGELAUFEN
    if geprueft_am is None:
        return Frische.UNGEPRUEFT
    if geprueft_am >= grenzen.aktuell_seit[art]:
        return Frische.AKTUELL
    return Frische.ABGELAUFEN if geprueft_am < grenzen.abgelaufen_vor[art] else Frische.UNGEPRUEFT


#: class and symbol of the badge
FRISCHE_ZEICHEN: Mapping[str, tuple[str, str]] = {
    Frische.AKTUELL: ("aktuell", "✓"),
    Frische.UNGEPRUEFT: ("faellig", "!"),
    Frische.ABGELAUFEN: ("fehlt", "✕"),
}
