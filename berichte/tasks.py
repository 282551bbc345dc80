"""The nightly work of the whole house, step by step; a step that fails does not keep the others from theirs."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from finanzen.services.antrag import lasse_verfallen
from konten.rules.zahl import mehrzahl
from konten.selectors import parameter_am
from konten.services.aufgaben import loesche_erledigte_aufgaben, nimm_haengende_auf
from konten.services.datei import raeume_auf
from konten.services.entwurf import loesche_alte_entwuerfe
from konten.services.versand import kuerze_alte, versende_faellige
from netzwerk.services.abonnement import loesche_unbestaetigte
from netzwerk.services.brief import schreibe_leitungsbriefe, schreibe_tageserinnerungen, schreibe_wochenbriefe
from netzwerk.services.einsatzende import warne_vor_einsatzende
from netzwerk.services.fuehrungszeugnis import loesche_faellige
from netzwerk.services.lotsenfrist import eskaliere_ueberfaellige, loesche_texte, verwirf_unbestaetigte
from netzwerk.services.mitteilungsversand import kuerze_empfaenger, nimm_liegengebliebene_auf
from netzwerk.services.nachweisbrief import erinnere_an_ablauf
from netzwerk.services.vereinbarungsbrief import erinnere_an_vereinbarungen
from partner.services.dubletten import suche_dubletten
from partner.services.einlesen.hintergrund import stosse_liegengebliebene_an
from partner.services.einlesen.zuruecknehmen import kuerze_alte as kuerze_importe
from partner.services.kampagne import erinnere
from partner.services.trennen import kuerze_journale

protokoll = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Schritt:
    """What the nightly job does, and what it calls the things it counts."""

    titel: str
    eins: str
    viele: str
    tue: Callable[[date], int]


@dataclass(frozen=True, slots=True)
class Ergebnis:
    """Outcome of one step in a German sentence."""

    satz: str
    gelungen: bool


#: writing comes before sending; each step may be repeated at will
SCHRITTE = (
    Schritt("Hängende Aufgaben aufgenommen", "Aufgabe", "Aufgaben", lambda tag: nimm_haengende_auf()),
    Schritt("Ausnahmeanträge nach Ablauf der Frist geschlossen", "Antrag", "Anträge", lasse_verfallen),
    Schritt("An ablaufende Nachweise erinnert", "Mail", "Mails", erinnere_an_ablauf),
    Schritt("Angaben zu Führungszeugnissen gelöscht", "Eintrag", "Einträge", loesche_faellige),
    Schritt("Überfällige Lotsenanfragen an die Leitung", "Anfrage", "Anfragen", eskaliere_ueberfaellige),
    Schritt("Texte alter Lotsenanfragen gelöscht", "Anfrage", "Anfragen", loesche_texte),
    Schritt("Unbestätigte Lotsenanfragen verworfen", "Anfrage", "Anfragen", verwirf_unbestaetigte),
    Schritt("Wochenüberblicke geschrieben", "Mail", "Mails", schreibe_wochenbriefe),
    Schritt("Wochenüberblicke für Leitungen geschrieben", "Mail", "Mails", schreibe_leitungsbriefe),
    Schritt("Tägliche Erinnerungen geschrieben", "Mail", "Mails", schreibe_tageserinnerungen),
    Schritt("Vor dem Ende von Einsätzen ohne Nachfolge gewarnt", "Mail", "Mails", warne_vor_einsatzende),
    Schritt("An Vereinbarungen erinnert", "Mail", "Mails", erinnere_an_vereinbarungen),
    Schritt("An offene Bestätigungen von Angeboten erinnert", "Mail", "Mails", erinnere),
    Schritt("Mögliche Duplikate gesucht", "Paar offen", "Paare offen", lambda tag: suche_dubletten()),
    Schritt("Worte alter Zusammenführungen gelöscht", "Zusammenführung", "Zusammenführungen", kuerze_journale),
    Schritt("Mitteilungen aufgenommen", "Mitteilung", "Mitteilungen", lambda tag: nimm_liegengebliebene_auf()),
    Schritt("Hängende Importe aufgenommen", "Import", "Importe", lambda tag: stosse_liegengebliebene_an()),
    Schritt("Inhalt alter Importe gelöscht", "Import", "Importe", kuerze_importe),
    Schritt("Fällige Mails gesendet", "Mail", "Mails", lambda tag: versende_faellige()),
    Schritt(
        "Alte Mails gekürzt",
        "Mail",
        "Mails",
        lambda tag: kuerze_alte(tage=parameter_am(tag)["mails_kuerzen_tage"]),
    ),
    Schritt(
        "Adressen alter Mitteilungen gelöscht",
        "Adresse",
        "Adressen",
        lambda tag: kuerze_empfaenger(tage=parameter_am(tag)["mails_kuerzen_tage"]),
    ),
    Schritt("Unbestätigte Abonnements gelöscht", "Abonnement", "Abonnements", lambda tag: loesche_unbestaetigte()),
    Schritt(
        "Alte Entwürfe gelöscht",
        "Entwurf",
        "Entwürfe",
        lambda tag: loesche_alte_entwuerfe(jetzt=timezone.now()),
    ),
    Schritt("Nicht gespeicherte Dateien gelöscht", "Datei", "Dateien", lambda tag: raeume_auf()),
    Schritt("Erledigte Aufgaben gelöscht", "Aufgabe", "Aufgaben", lambda tag: loesche_erledigte_aufgaben()),
)


def tageslauf(stichtag: date) -> Iterator[Ergebnis]:
    """Runs every step and tells what it did."""
    for schritt in SCHRITTE:
        try:
            anzahl = schritt.tue(stichtag)
        except Exception as fehler:
            protokoll.exception("nightly step: %s", schritt.titel)
            yield Ergebnis(f"{schritt.titel}: gescheitert ({fehler})", False)
        else:
            yield Ergebnis(f"{schritt.titel}: {mehrzahl(anzahl, schritt.eins, schritt.viele)}", True)
