"""Figures of contacts and hours over a period: selectors to one dataclass that page and export show alike."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from berichte.rules import Abschnitt, Berichtszeitraum, Saeulendiagramm, abschnitte, saeulendiagramm
from konten.rules import Geltungsbereich
from netzwerk.rules import Kontaktart, Zweck
from netzwerk.rules.stunden import geschlossene_quartale
from netzwerk.selectors.statistik import NULL, Bezugszahlen, Kontaktstatistik, kontaktstatistik
from netzwerk.selectors.stunden import Personenstunden, Raumstunden, stunden_der_personen, stunden_der_raeume
from partner.models import Partnerkategorie

_TAG = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Auswertungszeile:
    """One line: contacts in three columns, and the sum of the period before."""

    name: str
    zahlen: Bezugszahlen
    davor: int | None = None


@dataclass(frozen=True, slots=True)
class Tafel:
    """One table of the page and of the export."""

    titel: str
    was: str
    zeilen: tuple[Auswertungszeile, ...]
    hinweis: str = ""


@dataclass(frozen=True, slots=True)
class Auswertung:
    """Everything that the page shows."""

    zeitraum: Berichtszeitraum
    davor: Berichtszeitraum
    statistik: Kontaktstatistik
    gesamt: Auswertungszeile
    tafeln: tuple[Tafel, ...]
    diagramm: Saeulendiagramm
    ist_nach_quartal: bool
    personen: tuple[Personenstunden, ...]
    raeume: tuple[Raumstunden, ...]

    @property
    def raumsumme(self) -> tuple[Decimal, Decimal]:
        """Expected and documented hours of all shown lines; contacts in several Sozialräume are shared out."""
        stunden = [zeile.stunden for zeile in self.raeume]
        return sum((s.erwartet for s in stunden), Decimal(0)), sum((s.erfasst for s in stunden), Decimal(0))

    @property
    def ungezaehlte(self) -> list[tuple[str, int]]:
        """What was entered and does not count, by the reason (K33)."""
        s = self.statistik
        zeilen = [
            ("Versuche, bei denen niemand erreicht wurde", s.versuche),
            ("Veranstaltungen und Öffentlichkeitsarbeit", s.kein_austausch),
            ("Partner nicht zuständig oder kein bestätigter Einsatz an diesem Tag", s.ohne_zustaendigkeit),
        ]
        return [(was, anzahl) for was, anzahl in zeilen if anzahl]

    @property
    def andere(self) -> list[tuple[str, int]]:
        """Contacts of Leitung, Leitstelle, Jugendamt and Sozialraumteam, shown apart (K33)."""
        return list(self.statistik.von_anderen.items())


def zeitraum_davor(zeitraum: Berichtszeitraum) -> Berichtszeitraum:
    """As many days right before it."""
    tage = zeitraum.bis - zeitraum.von
    return Berichtszeitraum(zeitraum.von - tage - _TAG, zeitraum.von - _TAG)


def auswertung(
    bereich: Geltungsbereich, raeume: Mapping[int, str], zeitraum: Berichtszeitraum, heute: date
) -> Auswertung:
    """Figures of these Sozialräume in the period (K02, K31, K33). Eleven queries, and those of the hours.

    `raeume` are names by id and lie within the viewer's reach; whose hours leave this file decides the scope.
    """
    davor = zeitraum_davor(zeitraum)
    jetzt, frueher = _statistik(raeume, zeitraum, davor), _statistik(raeume, davor, zeitraum_davor(davor))
    teile = abschnitte(zeitraum)
    verlauf = _verlauf(teile, jetzt)
    return Auswertung(
        zeitraum=zeitraum,
        davor=davor,
        statistik=jetzt,
        gesamt=Auswertungszeile("Zusammen", jetzt.gesamt, frueher.gesamt.summe),
        tafeln=(
            _tafel("nach Art", "Art", Kontaktart.choices, jetzt.je_art, frueher.je_art),
            _tafel("nach Zweck", "Zweck", [*Zweck.choices, ("", "ohne Angabe")], jetzt.je_zweck, frueher.je_zweck),
            _nach_kategorie(jetzt, frueher),
            Tafel("im Verlauf", "Quartal" if _nach_quartal(teile) else "Monat", verlauf),
        ),
        diagramm=saeulendiagramm([(t.kurz, _reihen(z.zahlen)) for t, z in zip(teile, verlauf, strict=True)]),
        ist_nach_quartal=_nach_quartal(teile),
        personen=tuple(stunden_der_personen(bereich, zeitraum.von, zeitraum.bis, list(raeume))),
        raeume=_raumstunden(bereich, raeume, zeitraum, heute),
    )


def _statistik(raeume: Collection[int], zeitraum: Berichtszeitraum, davor: Berichtszeitraum) -> Kontaktstatistik:
    return kontaktstatistik(list(raeume), zeitraum.von, zeitraum.bis, (davor.von, davor.bis))


def _raumstunden(
    bereich: Geltungsbereich, raeume: Mapping[int, str], zeitraum: Berichtszeitraum, heute: date
) -> tuple[Raumstunden, ...]:
    if not bereich.darf("stunden.raum"):
        return ()
    return tuple(stunden_der_raeume(dict(raeume), geschlossene_quartale(zeitraum.von, zeitraum.bis, heute)))


def _nach_quartal(teile: list[Abschnitt]) -> bool:
    return any(len(teil.monate) > 1 for teil in teile)


def _reihen(zahlen: Bezugszahlen) -> tuple[int, int, int]:
    return zahlen.uebergreifend, zahlen.fallbezogen, zahlen.beides


def _verlauf(teile: list[Abschnitt], statistik: Kontaktstatistik) -> tuple[Auswertungszeile, ...]:
    return tuple(
        Auswertungszeile(teil.name, sum((statistik.je_monat.get(monat, NULL) for monat in teil.monate), NULL))
        for teil in teile
    )


def _tafel(
    titel: str, was: str, namen: list[tuple], jetzt: Mapping[str, Bezugszahlen], frueher: Mapping[str, Bezugszahlen]
) -> Tafel:
    """Only lines with a figure in one of the two periods."""
    return Tafel(
        titel,
        was,
        tuple(
            Auswertungszeile(name, jetzt.get(wert, NULL), frueher.get(wert, NULL).summe)
            for wert, name in namen
            if wert in jetzt or wert in frueher
        ),
    )


def _nach_kategorie(jetzt: Kontaktstatistik, frueher: Kontaktstatistik) -> Tafel:
    namen = list(Partnerkategorie.objects.order_by("reihenfolge", "name").values_list("pk", "name"))
    tafel = _tafel("nach Partnerkategorie", "Kategorie", namen, jetzt.je_kategorie, frueher.je_kategorie)
    hinweis = "Ein Kontakt zählt in jeder Kategorie, die er berührt. Die Zeilen ergeben deshalb oft mehr als die Summe."
    return Tafel(tafel.titel, tafel.was, tafel.zeilen, hinweis)
