"""The handbook's table of contents; periods of reports; bars of a chart."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from konten.rules.zahl import tagesdatum

#: slug -> title; the text is templates/hilfe/<slug>.html
HILFE = {
    "anmelden": "Anmelden und das eigene Konto",
    "kontakt-erfassen": "Einen Kontakt erfassen",
    "entwuerfe-und-datenschutz": "Entwürfe, zwei Fassungen und Datenschutz im Text",
    "wiedervorlagen": "Wiedervorlagen abarbeiten, verschieben und übergeben",
    "faellige-kontakte": "Fällige Kontakte finden und planen",
    "auswertung": "Kontakte und Stunden auswerten",
    "gremien-und-sitzungen": "Gremien, Sitzungen und Protokolle",
    "partner-finden": "Partner finden und pflegen",
    "beziehung": "Die Beziehung zu einem Partner lesen",
    "angaben-vollstaendig-halten": "Angaben eines Partners vollständig und aktuell halten",
    "ansprechpersonen": "Ansprechpersonen pflegen, Stellenwechsel, Datenschutz",
    "partner-importieren": "Eine Partnerliste importieren",
    "listen-einlesen": "Listen von Personen, Kontakten und Angeboten einlesen",
    "dubletten": "Doppelte Einträge zusammenführen",
    "abdeckung-lesen": "Die Abdeckung lesen",
    "karte": "Die Karte lesen, drucken und weitergeben",
    "bericht-drucken": "Den Bericht eines Sozialraums drucken",
    "mitteilungen": "Mitteilungen schreiben, senden und lesen",
    "kalender-und-mails": "Kalender abonnieren und Mails einstellen",
    "sozialraeume-pflegen": "Sozialräume, Träger und Zuständigkeiten pflegen",
    "neuzuschnitt": "Sozialräume neu zuschneiden",
    "besonderheiten": "Besonderheiten und Ausnahmen eines Sozialraums",
    "bedarfslagen": "Bedarf melden und den Radar lesen",
    "lotsenanfragen": "Lotsenanfragen stellen, weiterleiten und beantworten",
    "themen": "Themen nachschlagen und pflegen",
    "qualifikation": "Qualifikation nachweisen, prüfen und begründen",
    "bekannt-machen": "Steckbrief schreiben und sich bekannt machen",
    "nur-eine-person": "Partner, die nur eine Person kennt",
    "stellenanteile": "Stellenanteile vorschlagen und bestätigen",
    "vertretung": "Eine Vertretung regeln",
    "uebergabe": "Übergeben, wenn jemand geht",
    "angebote": "Angebote finden, anlegen und sammeln",
    "angebote-finden": "Das passende Angebot finden und zählen",
    "angebote-pruefen": "Angebote prüfen und Anbieter fragen",
    "oeffentliches-verzeichnis": "Was steht im öffentlichen Verzeichnis?",
    "broschuere": "Den Wegweiser für Familien drucken",
    "vereinbarungen": "Vereinbarungen festhalten und wieder ansehen",
    "finanzen": "Mittel überblicken, bestätigen und verteilen",
    "ausgaben": "Ausgaben buchen, einlesen und prüfen",
    "ausnahmeantraege": "Einzeltermine beantragen und entscheiden",
    "projekte": "Projekte entwerfen, beantragen und abschließen",
    "jahresabschluss": "Das Jahr abschließen und die Verwendung nachweisen",
}

HOECHSTENS_JAHRE = 10
#: Longer periods are drawn by quarter, otherwise the bars become needles.
HOECHSTENS_MONATE = 18
MONATE = ("Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez")
MONATSNAMEN = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)


# --- Period -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Berichtszeitraum:
    """Days of a report, both inclusive (K35)."""

    von: date
    bis: date

    @property
    def text(self) -> str:
        """1. November 2025 bis 31. Oktober 2026"""
        return f"{ausgeschrieben(self.von)} bis {ausgeschrieben(self.bis)}"

    @property
    def kurz(self) -> str:
        return f"{tagesdatum(self.von)} bis {tagesdatum(self.bis)}"

    @property
    def vorjahr(self) -> "Berichtszeitraum":
        """The same days one year earlier."""
        return Berichtszeitraum(jahr_zurueck(self.von), jahr_zurueck(self.bis))


def jahr_zurueck(tag: date, jahre: int = 1) -> date:
    """The same day earlier; 29 February becomes 28 February."""
    try:
        return tag.replace(year=tag.year - jahre)
    except ValueError:
        return tag.replace(year=tag.year - jahre, day=28)


def ausgeschrieben(tag: date) -> str:
    """1. November 2025"""
    return f"{tag.day}. {MONATSNAMEN[tag.month - 1]} {tag.year}"


def laufendes_jahr(heute: date) -> Berichtszeitraum:
    """From New Year until today: the period of a report when nobody says otherwise."""
    return Berichtszeitraum(date(heute.year, 1, 1), heute)


def zeitraumfehler(von: date, bis: date, heute: date) -> str:
    """What is wrong with a period, as a sentence; empty when it can be reported."""
    if von > bis:
        return f"Der Beginn ({tagesdatum(von)}) liegt nach dem Ende ({tagesdatum(bis)})."
    if bis > heute:
        return f"Das Ende ({tagesdatum(bis)}) liegt in der Zukunft. Der letzte mögliche Tag ist heute."
    if von.year < 2000:
        return "Der Beginn liegt vor dem Jahr 2000. So weit reichen die Daten nicht zurück."
    if von <= jahr_zurueck(bis, HOECHSTENS_JAHRE):
        return f"Der Zeitraum ist länger als {HOECHSTENS_JAHRE} Jahre. Bitte wählen Sie einen kürzeren."
    return ""


# --- Sections of a period -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Abschnitt:
    """A month or quarter of the period."""

    kurz: str
    name: str
    monate: tuple[date, ...]


def abschnitte(zeitraum: Berichtszeitraum) -> list[Abschnitt]:
    """Months of the period, or quarters when it is long; every month belongs to exactly one."""
    monate = list(_monate(zeitraum))
    if len(monate) <= HOECHSTENS_MONATE:
        return [
            Abschnitt(MONATE[monat.month - 1], f"{MONATSNAMEN[monat.month - 1]} {monat.year}", (monat,))
            for monat in monate
        ]
    quartale: dict[tuple[int, int], list[date]] = {}
    for monat in monate:
        quartale.setdefault((monat.year, (monat.month + 2) // 3), []).append(monat)
    return [
        Abschnitt(f"{quartal}/{jahr % 100:02}", f"{quartal}. Quartal {jahr}", tuple(teile))
        for (jahr, quartal), teile in quartale.items()
    ]


def _monate(zeitraum: Berichtszeitraum) -> Iterator[date]:
    monat = zeitraum.von.replace(day=1)
    while monat <= zeitraum.bis:
        yield monat
        monat = date(monat.year + monat.month // 12, monat.month % 12 + 1, 1)


# --- Bars -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stueck:
    """A piece of a bar: which series, where, how high."""

    reihe: int
    y: float
    hoehe: float


@dataclass(frozen=True, slots=True)
class Saeule:
    """One bar with its label below and its sum above."""

    x: float
    breite: float
    name: str
    summe: int
    summe_y: float
    stuecke: tuple[Stueck, ...]

    @property
    def mitte(self) -> float:
        return round(self.x + self.breite / 2, 1)


@dataclass(frozen=True, slots=True)
class Saeulendiagramm:
    """Stacked bars in SVG units; the base line is at `grundlinie`."""

    breite: int
    hoehe: int
    grundlinie: int
    saeulen: tuple[Saeule, ...]
    schrift: int


BREITE, OBEN, LAUF, UNTEN, LUFT = 610, 18, 140, 22, 0.38


def saeulendiagramm(werte: Sequence[tuple[str, Sequence[int]]]) -> Saeulendiagramm:
    """Stacked bars of equal scale; (label, values per series) from left to right. Empty values draw nothing."""
    hoechster = max((sum(reihen) for _, reihen in werte), default=0) or 1
    schritt = (BREITE - 20) / max(len(werte), 1)
    breite = min(round(schritt * (1 - LUFT), 1), 34.0)
    saeulen = tuple(
        _saeule(name, reihen, round(10 + schritt * nummer + (schritt - breite) / 2, 1), breite, LAUF / hoechster)
        for nummer, (name, reihen) in enumerate(werte)
    )
    return Saeulendiagramm(BREITE, OBEN + LAUF + UNTEN, OBEN + LAUF, saeulen, 11 if len(werte) <= 24 else 8)


def _saeule(name: str, reihen: Sequence[int], x: float, breite: float, massstab: float) -> Saeule:
    stuecke = []
    unten = float(OBEN + LAUF)
    for nummer, wert in enumerate(reihen, start=1):
        if wert:
            hoehe = wert * massstab
            stuecke.append(Stueck(nummer, round(unten - hoehe, 1), round(hoehe, 1)))
            unten -= hoehe
    return Saeule(x, breite, name, sum(reihen), round(unten - 5, 1), tuple(stuecke))


def hilfeseiten(vorhanden: Mapping[str, bool]) -> dict[str, str]:
    """Pages of the handbook that are written, in their order."""
    return {seite: titel for seite, titel in HILFE.items() if vorhanden.get(seite)}
