"""Ground rules that every floor shares: roles, rights and scope, judgements, normalised text, periods."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from types import MappingProxyType

from django.db.models import TextChoices


class Rolle(TextChoices):
    """Who somebody is in the work. `netzwerk` follows from a confirmed Einsatz, the others from a Zustaendigkeit."""

    NETZWERK = "netzwerk", "Netzwerkfachkraft"
    LEITUNG = "leitung", "Leitungsfachkraft des Trägers"
    JUGENDAMT = "jugendamt", "Jugendamt"
    LEITSTELLE = "leitstelle", "Leitstelle Familie"
    TEAM = "team", "Sozialraumteam"
    DATENSCHUTZ = "datenschutz", "Datenschutz"
    ADMIN = "admin", "Systemverwaltung"


class Versandstatus(TextChoices):
    """What became of a mail."""

    OFFEN = "offen", "wartet"
    GESENDET = "gesendet", "gesendet"
    UNZUSTELLBAR = "unzustellbar", "nicht zustellbar"
    VERWORFEN = "verworfen", "verworfen"


class Reichweite(Enum):
    """How far a right reaches: only one's own Sozialräume or Träger, or everywhere."""

    EIGENE = "eigene"
    ALLE = "alle"


EIGENE, ALLE = Reichweite.EIGENE, Reichweite.ALLE
_FACHLICH = (Rolle.NETZWERK, Rolle.LEITUNG, Rolle.JUGENDAMT, Rolle.LEITSTELLE, Rolle.TEAM)


def _alle(*rollen: Rolle) -> dict[Rolle, Reichweite]:
    return dict.fromkeys(rollen, ALLE)


#: The one table of rights: right -> role -> reach. What does not stand here is forbidden.
RECHTE: Mapping[str, Mapping[Rolle, Reichweite]] = MappingProxyType(
    {
        "stammdaten.sehen": _alle(*Rolle),
        "stammdaten.pflegen": _alle(Rolle.JUGENDAMT),
        "besonderheit.sehen": _alle(*_FACHLICH),
        "besonderheit.pflegen": {Rolle.NETZWERK: EIGENE, Rolle.LEITUNG: EIGENE, Rolle.JUGENDAMT: ALLE},
        "zustaendigkeit.pflegen": _alle(Rolle.ADMIN),
        "partner.sehen": _alle(*_FACHLICH),
        "partner.anlegen": {Rolle.NETZWERK: EIGENE, Rolle.LEITSTELLE: ALLE},
        "partner.bearbeiten": {Rolle.NETZWERK: EIGENE, Rolle.LEITSTELLE: ALLE},
        "partner.zusammenfuehren": _alle(Rolle.LEITSTELLE, Rolle.JUGENDAMT),
        "import.sehen": {Rolle.NETZWERK: EIGENE, Rolle.LEITSTELLE: ALLE, Rolle.JUGENDAMT: ALLE},
        "import.ausfuehren": {Rolle.NETZWERK: EIGENE, Rolle.LEITSTELLE: ALLE},
        "import.zuruecknehmen": {Rolle.NETZWERK: EIGENE, Rolle.LEITSTELLE: ALLE},
        "kontakt.auflisten": _alle(*_FACHLICH),
        "kontakt.sehen": {
            Rolle.NETZWERK: EIGENE,
            Rolle.LEITUNG: EIGENE,
            Rolle.JUGENDAMT: ALLE,
            Rolle.LEITSTELLE: ALLE,
        },
        "kontakt.anlegen": {
            Rolle.NETZWERK: EIGENE,
            Rolle.LEITUNG: EIGENE,
            Rolle.LEITSTELLE: ALLE,
            Rolle.TEAM: EIGENE,
        },
        "kontakt.einlesen": {Rolle.NETZWERK: EIGENE, Rolle.LEITSTELLE: ALLE},
        "kontakt.bearbeiten": {Rolle.NETZWERK: EIGENE},
        "kontakt.falltext": {Rolle.NETZWERK: EIGENE},
        "kontakt.statistik": {
            Rolle.NETZWERK: EIGENE,
            Rolle.LEITUNG: EIGENE,
            Rolle.JUGENDAMT: ALLE,
            Rolle.LEITSTELLE: ALLE,
        },
        "stunden.person": {Rolle.NETZWERK: EIGENE, Rolle.LEITUNG: EIGENE},
        "stunden.raum": _alle(Rolle.JUGENDAMT),
        "wiedervorlage.sehen": _alle(Rolle.NETZWERK, Rolle.LEITUNG, Rolle.LEITSTELLE, Rolle.TEAM),
        "wiedervorlage.im_raum": {Rolle.NETZWERK: EIGENE},
        "gremium.sehen": _alle(*_FACHLICH),
        "gremium.bearbeiten": {Rolle.NETZWERK: EIGENE, Rolle.LEITUNG: EIGENE, Rolle.LEITSTELLE: ALLE},
        "vereinbarung.sehen": _alle(*_FACHLICH),
        "vereinbarung.bearbeiten": {Rolle.NETZWERK: EIGENE, Rolle.LEITUNG: EIGENE, Rolle.LEITSTELLE: ALLE},
        "angebot.sehen": _alle(*_FACHLICH),
        "angebot.bearbeiten": {Rolle.NETZWERK: EIGENE, Rolle.LEITSTELLE: ALLE},
        "angebot.pruefen": {Rolle.NETZWERK: EIGENE, Rolle.LEITSTELLE: ALLE},
        "angebot.loeschen": _alle(Rolle.LEITSTELLE),
        "angebot.nutzen": _alle(Rolle.TEAM),
        "bedarf.sehen": {
            Rolle.NETZWERK: EIGENE,
            Rolle.LEITUNG: EIGENE,
            Rolle.JUGENDAMT: ALLE,
            Rolle.LEITSTELLE: ALLE,
            Rolle.TEAM: EIGENE,
        },
        "bedarf.bearbeiten": {Rolle.NETZWERK: EIGENE},
        "bedarf.melden": {Rolle.NETZWERK: EIGENE, Rolle.LEITUNG: EIGENE, Rolle.TEAM: EIGENE},
        "bedarf.abschliessen": _alle(Rolle.JUGENDAMT),
        "mitteilung.sehen": _alle(*_FACHLICH),
        "mitteilung.schreiben": {
            Rolle.NETZWERK: EIGENE,
            Rolle.LEITUNG: EIGENE,
            Rolle.JUGENDAMT: ALLE,
            Rolle.LEITSTELLE: ALLE,
        },
        "abonnement.pflegen": _alle(Rolle.JUGENDAMT, Rolle.LEITSTELLE),
        "lotsen.sehen": {
            Rolle.NETZWERK: EIGENE,
            Rolle.LEITUNG: EIGENE,
            Rolle.LEITSTELLE: ALLE,
            Rolle.TEAM: EIGENE,
        },
        "lotsen.stellen": {Rolle.NETZWERK: EIGENE, Rolle.LEITSTELLE: ALLE, Rolle.TEAM: EIGENE},
        "lotsen.bearbeiten": {Rolle.NETZWERK: EIGENE, Rolle.LEITUNG: EIGENE, Rolle.LEITSTELLE: ALLE},
        "lotsen.fuehren": {Rolle.NETZWERK: EIGENE, Rolle.LEITSTELLE: ALLE},
        "lotsen.eskaliert": {Rolle.LEITUNG: EIGENE},
        "lotsen.zahlen": {Rolle.NETZWERK: EIGENE, Rolle.JUGENDAMT: ALLE, Rolle.LEITSTELLE: ALLE},
        "text.schwaerzen": {Rolle.LEITUNG: EIGENE, Rolle.DATENSCHUTZ: ALLE},
        "versand.sehen": _alle(Rolle.ADMIN, Rolle.LEITSTELLE),
        "einsatz.sehen": {
            Rolle.NETZWERK: ALLE,
            Rolle.LEITUNG: EIGENE,
            Rolle.JUGENDAMT: ALLE,
            Rolle.LEITSTELLE: ALLE,
        },
        "einsatz.vorschlagen": {Rolle.LEITUNG: EIGENE},
        "einsatz.bestaetigen": _alle(Rolle.JUGENDAMT),
        "vertretung.regeln": {Rolle.NETZWERK: EIGENE, Rolle.LEITUNG: EIGENE},
        "steckbrief.sehen": _alle(*_FACHLICH),
        "steckbrief.pflegen": {Rolle.NETZWERK: EIGENE, Rolle.LEITUNG: EIGENE},
        "vorstellung.pflegen": {Rolle.NETZWERK: EIGENE, Rolle.LEITUNG: EIGENE},
        "bekannt.bestaetigen": {Rolle.TEAM: EIGENE},
        "nachweis.sehen": {Rolle.NETZWERK: EIGENE, Rolle.LEITUNG: EIGENE, Rolle.JUGENDAMT: ALLE},
        "nachweis.einreichen": {Rolle.NETZWERK: EIGENE, Rolle.LEITUNG: EIGENE},
        "nachweis.bestaetigen": _alle(Rolle.JUGENDAMT),
        "fuehrungszeugnis.pflegen": {Rolle.LEITUNG: EIGENE},
        "fuehrungszeugnis.stand": _alle(Rolle.JUGENDAMT),
        "abweichung.begruenden": {Rolle.LEITUNG: EIGENE, Rolle.JUGENDAMT: ALLE},
        "uebergabe.sehen": {Rolle.NETZWERK: EIGENE, Rolle.LEITUNG: EIGENE, Rolle.JUGENDAMT: ALLE},
        "uebergabe.fuehren": {Rolle.NETZWERK: EIGENE, Rolle.LEITUNG: EIGENE},
        "abdeckung.sehen": _alle(*_FACHLICH),
        "finanzen.sehen": {Rolle.LEITUNG: EIGENE, Rolle.JUGENDAMT: ALLE},
        "finanzen.summen": {Rolle.NETZWERK: EIGENE, Rolle.LEITUNG: EIGENE, Rolle.JUGENDAMT: ALLE},
        "finanzen.summen.raum": {Rolle.NETZWERK: EIGENE, Rolle.JUGENDAMT: ALLE},
        "volumen.pflegen": _alle(Rolle.JUGENDAMT),
        "ausgabe.erfassen": {Rolle.LEITUNG: EIGENE},
        "ausgabe.pruefen": _alle(Rolle.JUGENDAMT),
        "projekt.sehen": {
            Rolle.NETZWERK: EIGENE,
            Rolle.LEITUNG: EIGENE,
            Rolle.JUGENDAMT: ALLE,
            Rolle.LEITSTELLE: ALLE,
            Rolle.TEAM: EIGENE,
        },
        "projekt.sehen.raum": {Rolle.NETZWERK: EIGENE, Rolle.TEAM: EIGENE},
        "projekt.entwerfen": {Rolle.NETZWERK: EIGENE, Rolle.LEITUNG: EIGENE},
        "projekt.entwerfen.raum": {Rolle.NETZWERK: EIGENE},
        "projekt.bewilligen": _alle(Rolle.JUGENDAMT),
        "antrag.sehen": {Rolle.NETZWERK: EIGENE, Rolle.LEITUNG: EIGENE, Rolle.JUGENDAMT: ALLE},
        "antrag.sehen.raum": {Rolle.NETZWERK: EIGENE, Rolle.JUGENDAMT: ALLE},
        "antrag.stellen": {Rolle.LEITUNG: EIGENE},
        "antrag.entscheiden": _alle(Rolle.JUGENDAMT),
        "verwendung.einreichen": {Rolle.LEITUNG: EIGENE},
        "verwendung.bestaetigen": _alle(Rolle.JUGENDAMT),
        "abschluss.fuehren": _alle(Rolle.JUGENDAMT),
        "bericht.sehen": {
            Rolle.NETZWERK: EIGENE,
            Rolle.LEITUNG: EIGENE,
            Rolle.JUGENDAMT: ALLE,
            Rolle.LEITSTELLE: ALLE,
        },
    }
)


@dataclass(frozen=True, slots=True)
class Raum:
    """What one role may call its own: ids of Sozialräume and of Träger."""

    sozialraeume: frozenset[int] = frozenset()
    traeger: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Geltungsbereich:
    """Roles and scope of one person on one day; every QuerySet takes it (default no).

    `vertretene` are the persons deputised for as Netzwerkfachkraft: their texts and next steps are open to the deputy.
    """

    benutzer_id: int | None
    stichtag: date
    raeume: Mapping[Rolle, Raum] = field(default_factory=dict)
    vertretene: frozenset[int] = frozenset()

    def __hash__(self) -> int:
        return hash((self.benutzer_id, self.stichtag))

    def darf(self, recht: str) -> bool:
        """True when at least one role holds the right. Raises KeyError for a right that is not in the table."""
        return any(rolle in self.raeume for rolle in RECHTE[recht])

    def reichweite(self, recht: str) -> Reichweite | None:
        """The widest reach of the right over all roles; None when no role holds it."""
        reichweiten = {weite for rolle, weite in RECHTE[recht].items() if rolle in self.raeume}
        return ALLE if ALLE in reichweiten else EIGENE if reichweiten else None

    def sozialraeume(self, recht: str) -> frozenset[int] | None:
        """Ids of the Sozialräume in which the right holds; None means all of them, an empty set none."""
        if self.reichweite(recht) is ALLE:
            return None
        return frozenset().union(*(raum.sozialraeume for raum in self._eigene(recht)))

    def traeger(self, recht: str) -> frozenset[int] | None:
        """Ids of the Träger for which the right holds; None means all of them, an empty set none."""
        if self.reichweite(recht) is ALLE:
            return None
        return frozenset().union(*(raum.traeger for raum in self._eigene(recht)))

    def geleitete_traeger(self, recht: str) -> frozenset[int]:
        """Ids of the Träger that the person leads and for which the right holds as "own".

        A Netzwerkfachkraft's own Träger is not among them: what she owns there is herself.
        """
        if RECHTE[recht].get(Rolle.LEITUNG) is not EIGENE or Rolle.LEITUNG not in self.raeume:
            return frozenset()
        return self.raeume[Rolle.LEITUNG].traeger

    def gilt_in(self, recht: str, sozialraum_id: int) -> bool:
        """True when the right holds in this Sozialraum."""
        raum = self.sozialraeume(recht)
        return raum is None or sozialraum_id in raum

    @property
    def eigene_sozialraeume(self) -> frozenset[int]:
        """All Sozialräume that any role calls its own; county-wide roles own none in particular."""
        return frozenset().union(*(raum.sozialraeume for raum in self.raeume.values()))

    def _eigene(self, recht: str) -> Iterable[Raum]:
        return [raum for rolle, raum in self.raeume.items() if RECHTE[recht].get(rolle) is EIGENE]


class Stand(TextChoices):
    """Verdict of a rule; only an unmet "muss" may read `nicht_erfuellt`."""

    ERFUELLT = "erfuellt", "erfüllt"
    AUSNAHME = "ausnahme", "Ausnahme"
    ABWEICHEND = "abweichend", "abweichend"
    NICHT_ERFUELLT = "nicht_erfuellt", "nicht erfüllt"
    NICHT_BEURTEILBAR = "nicht_beurteilbar", "nicht beurteilbar"


@dataclass(frozen=True, slots=True)
class Urteil:
    """Result of a rule that judges: form error, badge and sentence in the PDF are this one text."""

    anforderung: str
    stand: Stand
    satz: str
    rechnung: tuple[str, ...] = ()
    quelle: str = ""

    @property
    def symbol(self) -> str:
        return {"erfuellt": "✓", "ausnahme": "–", "nicht_erfuellt": "✕"}.get(self.stand, "!")

    @property
    def klasse(self) -> str:
        return {"erfuellt": "aktuell", "ausnahme": "ausgenommen", "nicht_erfuellt": "fehlt"}.get(self.stand, "faellig")

    @property
    def wort(self) -> str:
        return Stand(self.stand).label


SUCHWORTE_HOECHSTENS = 10
_LUECKE = re.compile(r"[\s\x00-\x1f]+")
_UMLAUTE = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "æ": "ae", "œ": "oe"})


def normalisiere(text: str) -> str:
    """Search and sort form that SQLite and PostgreSQL treat alike: "Müller" and "mueller" become "mueller".

    NFC first (a decomposed ü is an ü), then casefold, ä→ae, ß→ss, other accents dropped, runs of blanks and control
    characters folded (PostgreSQL refuses a NUL).
    """
    gefaltet = unicodedata.normalize("NFC", text or "").casefold().translate(_UMLAUTE)
    # Called several times per row of an import: most texts are plain letters by now.
    if not gefaltet.isascii():
        zerlegt = unicodedata.normalize("NFKD", gefaltet).casefold()
        gefaltet = "".join(z for z in zerlegt if not unicodedata.combining(z))
    return _LUECKE.sub(" ", gefaltet).strip()


def suchworte(text: str) -> list[str]:
    """The words of a search, normalised, each once; more than ten only slow the database down."""
    return list(dict.fromkeys(normalisiere(text).split()))[:SUCHWORTE_HOECHSTENS]


def maskiere(wert: str) -> str:
    """Audit stand-in for free text: says that there was something, never what."""
    return "" if wert in ("", "None") else "geändert"


def runde_prozent(zaehler: int, nenner: int) -> int | None:
    """Share in whole percent, rounded half up; None when there is nothing to divide by."""
    if not nenner:
        return None
    return int((Decimal(zaehler) * 100 / Decimal(nenner)).quantize(Decimal(1), ROUND_HALF_UP))


def ueberschneidet(von: date, bis: date | None, anderes_von: date, anderes_bis: date | None) -> bool:
    """True when two inclusive periods share at least one day; an empty end is open."""
    return (anderes_bis is None or von <= anderes_bis) and (bis is None or anderes_von <= bis)
