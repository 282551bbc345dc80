"""Guide function: words of a Lotsenanfrage, its deadline, who may do what in which state (K22)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from django.db.models import TextChoices

from konten.rules.monate import plus_monate
from konten.rules.zahl import mehrzahl, tagesdatum
from netzwerk.rules.abdeckung import Anzeige, ist_arbeitstag
from netzwerk.rules.bedarf import Altersgruppe

_TAG = timedelta(days=1)


class Anfragestatus(TextChoices):
    UNBESTAETIGT = "unbestaetigt", "noch nicht bestätigt"
    NEU = "neu", "neu"
    IN_ARBEIT = "in_arbeit", "in Arbeit"
    ANGEFRAGT = "angefragt", "bei Anbietern angefragt"
    ABGESCHLOSSEN = "abgeschlossen", "abgeschlossen"


#: what somebody works on
OFFENE = (Anfragestatus.NEU, Anfragestatus.IN_ARBEIT, Anfragestatus.ANGEFRAGT)


class Anfrageweg(TextChoices):
    """How the request came."""

    KONTO = "konto", "in der Anwendung gestellt"
    TELEFON = "telefon", "am Telefon angenommen"
    FORMULAR = "formular", "über das öffentliche Formular"


class Eile(TextChoices):
    NORMAL = "normal", "in den nächsten Wochen"
    BALD = "bald", "in den nächsten Tagen"
    SOFORT = "sofort", "so schnell wie möglich"


class Mobilitaet(TextChoices):
    OHNE = "ohne", "keine Angabe"
    ORT = "ort", "nur im Ort, zu Fuß"
    BUS = "bus", "mit Bus und Bahn"
    AUTO = "auto", "mit dem Auto"
    ZUHAUSE = "zuhause", "Hilfe muss nach Hause kommen"


class Tageszeit(TextChoices):
    EGAL = "egal", "jederzeit"
    VORMITTAG = "vormittag", "vormittags"
    NACHMITTAG = "nachmittag", "nachmittags"
    ABEND = "abend", "abends"
    WOCHENENDE = "wochenende", "am Wochenende"
    FERIEN = "ferien", "in den Ferien"


class Antwort(TextChoices):
    """What a provider says."""

    FREI = "frei", "Platz frei"
    WARTELISTE = "warteliste", "Warteliste"
    PASST_NICHT = "passt_nicht", "passt nicht"


class Antwortweg(TextChoices):
    LINK = "link", "über den Link"
    TELEFON = "telefon", "am Telefon"


class Ergebnis(TextChoices):
    """What became of the request."""

    VERMITTELT = "vermittelt", "vermittelt"
    NICHT_ZUSTANDE = "nicht_zustande", "nicht zustande gekommen"
    KEIN_ANGEBOT = "kein_angebot", "kein Angebot"


class Hindernis(TextChoices):
    """Why nothing came of it; never anything about a family."""

    KEINES = "keines", "gibt es bei uns nicht"
    VOLL = "voll", "alle Plätze belegt"
    WEIT = "weit", "zu weit weg"
    ZEIT = "zeit", "passt zeitlich nicht"
    SPRACHE = "sprache", "nicht in dieser Sprache"
    KOSTEN = "kosten", "zu teuer"
    NICHT_ERREICHT = "nicht_erreicht", "Anbieter nicht erreicht"
    ZURUECKGEZOGEN = "zurueckgezogen", "Anfrage zurückgezogen"
    SONSTIGES = "sonstiges", "anderer Grund"


#: reasons that fit each outcome; a placement needs none
HINDERNISSE: Mapping[str, tuple[Hindernis, ...]] = MappingProxyType(
    {
        Ergebnis.VERMITTELT: (),
        Ergebnis.NICHT_ZUSTANDE: tuple(grund for grund in Hindernis if grund != Hindernis.KEINES),
        Ergebnis.KEIN_ANGEBOT: tuple(
            grund for grund in Hindernis if grund not in (Hindernis.NICHT_ERREICHT, Hindernis.ZURUECKGEZOGEN)
        ),
    }
)


class Ereignis(TextChoices):
    """What the time line of a request tells."""

    GESTELLT = "gestellt", "gestellt"
    BESTAETIGT = "bestaetigt", "per Mail bestätigt"
    UEBERNOMMEN = "uebernommen", "übernommen"
    GEAENDERT = "geaendert", "Angaben geändert"
    WEITERGELEITET = "weitergeleitet", "an Anbieter weitergeleitet"
    ANTWORT = "antwort", "Antwort eines Anbieters"
    NOTIZ = "notiz", "Notiz"
    ESKALIERT = "eskaliert", "an die Leitung gegeben, weil die Frist vorbei ist"
    ABGESCHLOSSEN = "abgeschlossen", "abgeschlossen"
    GEOEFFNET = "geoeffnet", "wieder geöffnet"
    BEDARF = "bedarf", "als Bedarf gemeldet"
    GELOESCHT = "geloescht", "Texte nach Ablauf der Frist gelöscht"


class Akt(TextChoices):
    """What somebody may do with a request."""

    UEBERNEHMEN = "uebernehmen", "übernehmen"
    AENDERN = "aendern", "Angaben ändern"
    WEITERLEITEN = "weiterleiten", "an Anbieter weiterleiten"
    ANTWORT = "antwort", "Antwort eintragen"
    NOTIZ = "notiz", "Notiz schreiben"
    ABSCHLIESSEN = "abschliessen", "abschließen"
    OEFFNEN = "oeffnen", "wieder öffnen"
    BEDARF = "bedarf", "als Bedarf melden"


_IN_ARBEIT = (Akt.UEBERNEHMEN, Akt.AENDERN, Akt.WEITERLEITEN, Akt.ANTWORT, Akt.NOTIZ, Akt.ABSCHLIESSEN)
#: state -> what whoever works on the request may do; answers exist once providers were asked
_AKTE: Mapping[str, tuple[Akt, ...]] = MappingProxyType(
    {
        Anfragestatus.UNBESTAETIGT: (),
        Anfragestatus.NEU: _IN_ARBEIT,
        Anfragestatus.IN_ARBEIT: _IN_ARBEIT,
        Anfragestatus.ANGEFRAGT: _IN_ARBEIT,
        Anfragestatus.ABGESCHLOSSEN: (Akt.OEFFNEN,),
    }
)


def moegliche_akte(zustand: str, ergebnis: str, *, bearbeitet: bool, oeffnet: bool, hat_text: bool) -> frozenset[str]:
    """What this person may do now (K22): the team opens again, everything else is done by who works on requests.

    Once the texts are deleted nothing can be opened again: nobody would know what it was about.
    """
    akte = set(_AKTE[zustand]) if bearbeitet else set()
    if bearbeitet and ergebnis == Ergebnis.KEIN_ANGEBOT and zustand == Anfragestatus.ABGESCHLOSSEN:
        akte.add(Akt.BEDARF)
    if oeffnet and zustand == Anfragestatus.ABGESCHLOSSEN:
        akte.add(Akt.OEFFNEN)
    return frozenset(akte if hat_text else akte - {Akt.OEFFNEN})


def nach_weiterleitung(zustand: str) -> str:
    """A provider was asked."""
    return Anfragestatus.ANGEFRAGT if zustand in OFFENE else zustand


def nach_uebernahme(zustand: str, hat_weiterleitungen: bool) -> str:
    """Somebody takes it on, or it was opened again."""
    if zustand == Anfragestatus.ANGEFRAGT or hat_weiterleitungen:
        return Anfragestatus.ANGEFRAGT
    return Anfragestatus.IN_ARBEIT


def abschlussfehler(ergebnis: str, hindernis: str, rueckmeldung: str, hat_platz: bool) -> dict[str, str]:
    """What is missing before a request is closed, by field (K22): the asker is always told something."""
    fehler = {}
    if ergebnis == Ergebnis.VERMITTELT:
        if not hat_platz:
            fehler["durch"] = "Bitte wählen Sie, welcher Anbieter zugesagt hat."
    elif hindernis not in HINDERNISSE.get(ergebnis, ()):
        fehler["hindernis"] = "Bitte wählen Sie einen Grund, der zu diesem Ergebnis passt."
    if not rueckmeldung.strip():
        fehler["rueckmeldung"] = "Bitte schreiben Sie, was Sie der anfragenden Stelle mitteilen."
    return fehler


def antwortfehler(antwort: str, warteliste_bis: date | None, grund: str, heute: date) -> dict[str, str]:
    """What is missing in the answer of a provider, by field."""
    if antwort == Antwort.WARTELISTE and warteliste_bis is not None and warteliste_bis < heute:
        return {"warteliste_bis": "Der Tag liegt in der Vergangenheit."}
    if antwort == Antwort.PASST_NICHT and not grund.strip():
        return {"grund": "Bitte nennen Sie kurz den Grund. Das hilft, etwas Passendes zu finden."}
    return {}


# --- Deadline ---------------------------------------------------------------------------------------------------------


def frist(eingang: date, werktage: int) -> date:
    """Day by which the asker is answered: so many working days of Rheinland-Pfalz after the day of receipt (K22)."""
    tag = eingang
    for _ in range(werktage):
        tag = naechster_werktag(tag)
    return tag


def naechster_werktag(tag: date) -> date:
    """The first working day after that day."""
    tag += _TAG
    while not ist_arbeitstag(tag):
        tag += _TAG
    return tag


def werktage_bis(von: date, bis: date) -> int:
    """Working days after `von` up to and with `bis`; 0 for the same day. The measure of the deadline itself."""
    return sum(ist_arbeitstag(von + n * _TAG) for n in range(1, (bis - von).days + 1))


def ist_ueberfaellig(zustand: str, frist_am: date, heute: date) -> bool:
    """The whole day of the deadline is still in time."""
    return zustand in OFFENE and frist_am < heute


def fristlage(zustand: str, frist_am: date, heute: date) -> Anzeige:
    """How the deadline stands, as a badge: never colour alone."""
    if zustand == Anfragestatus.ABGESCHLOSSEN:
        return Anzeige("neutral", "✓", "abgeschlossen")
    if frist_am < heute:
        tage = werktage_bis(frist_am, heute)
        return Anzeige("ueberfaellig", "✕", f"seit {mehrzahl(tage, 'Werktag', 'Werktagen')} überfällig")
    if frist_am == heute:
        return Anzeige("faellig", "!", "heute fällig")
    return Anzeige("aktuell", "•", f"bis {tagesdatum(frist_am)}")


def texte_loeschen_vor(heute: date, monate: int) -> date:
    """Requests closed before this day lose their texts."""
    return plus_monate(heute, -monate)


# --- The need, without anybody's name ---------------------------------------------------------------------------------

#: ages from and below; None is open
ALTER: Mapping[str, tuple[int | None, int | None]] = MappingProxyType(
    {
        Altersgruppe.ALLE: (None, None),
        Altersgruppe.FRUEH: (0, 3),
        Altersgruppe.KITA: (3, 6),
        Altersgruppe.GRUNDSCHULE: (6, 10),
        Altersgruppe.JUGEND: (10, 14),
        Altersgruppe.JUGENDLICHE: (14, 18),
        Altersgruppe.JUNGE_ERWACHSENE: (18, 27),
        Altersgruppe.ELTERN: (None, None),
    }
)


@dataclass(frozen=True, slots=True)
class Bedarfsprofil:
    """What somebody needs, without client data: the question to the search for offers (K05, K22)."""

    sozialraum_id: int
    altersgruppe: str = Altersgruppe.ALLE
    themen: frozenset[int] = frozenset()
    gemeinde_id: int | None = None
    sprache: str = ""
    mobilitaet: str = Mobilitaet.OHNE
    zeit: str = Tageszeit.EGAL
    worte: str = ""

    @property
    def alter(self) -> tuple[int | None, int | None]:
        """Ages from and below."""
        return ALTER[self.altersgruppe]


def benenne(titel: str, themen: Iterable[str], altersgruppe: str, nummer: str) -> str:
    """Name of a request; without its text it is called by theme and age band."""
    if titel:
        return titel
    worum = ", ".join(themen) or "Anfrage"
    return f"{worum}, {Altersgruppe(altersgruppe).label} ({nummer})"
