"""The parameters of the rules: name, unit, type, default and requirement in one table."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class Parametereintrag:
    """One parameter: what it means, how its text is read, and what holds when nothing is stored."""

    titel: str
    einheit: str
    vorgabe: str
    lesen: Callable[[str], Any]
    anforderung: str


def _ganze_zahl(text: str) -> int:
    try:
        wert = int(text.strip())
    except ValueError:
        raise ValueError("Bitte eine ganze Zahl eingeben.") from None
    if not 0 <= wert <= 10_000:
        raise ValueError("Bitte eine Zahl zwischen 0 und 10000 eingeben.")
    return wert


def _dezimal(text: str) -> Decimal:
    try:
        wert = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        raise ValueError("Bitte eine Zahl eingeben, zum Beispiel 0,25.") from None
    if not wert.is_finite() or not 0 <= wert <= 1000:
        raise ValueError("Bitte eine Zahl zwischen 0 und 1000 eingeben.")
    return wert


def _mindestens_drei(text: str) -> int:
    """Below three the text of a suppressed cell would say its number."""
    if (wert := _ganze_zahl(text)) < 3:
        raise ValueError("Bitte mindestens 3 eingeben: Bei einer kleineren Zahl ließe sich auf Einzelne schließen.")
    return wert


def _text(text: str) -> str:
    wert = text.strip()
    if not wert:
        raise ValueError("Bitte einen Text eingeben.")
    return wert


def _ja_nein(text: str) -> bool:
    wert = text.strip().casefold()
    if wert not in {"ja", "nein"}:
        raise ValueError("Bitte „ja“ oder „nein“ eingeben.")
    return wert == "ja"


def _mailadresse(text: str) -> str:
    wert = text.strip()
    if wert and not re.fullmatch(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+", wert):
        raise ValueError("Bitte eine Mailadresse eingeben, zum Beispiel barrieren@kreis.example.")
    return wert


PARAMETER: Mapping[str, Parametereintrag] = MappingProxyType(
    {
        "mindestumfang_vzae": Parametereintrag(
            "Mindestumfang der Netzwerkarbeit je Sozialraum", "VZÄ", "0.25", _dezimal, "K31"
        ),
        "neu_tage": Parametereintrag(
            "So lange gilt ein Partner ohne Kontakt als neu", "Tage", "90", _ganze_zahl, "K06"
        ),
        "bald_tage": Parametereintrag(
            "So früh wird ein Kontakt als bald fällig gezeigt", "Tage", "14", _ganze_zahl, "K06"
        ),
        "loeschfrist_eigene_kontakte_tage": Parametereintrag(
            "So lange darf ein eigener Kontakt gelöscht werden", "Tage", "30", _ganze_zahl, "K09"
        ),
        "wochenstunden_vollzeit": Parametereintrag(
            "Wochenstunden einer vollen Stelle", "Stunden", "39", _dezimal, "K31"
        ),
        "nettostunden_jahr": Parametereintrag(
            "Nettostunden einer vollen Stelle im Jahr", "Stunden", "1580", _ganze_zahl, "K31"
        ),
        "einsatzende_warnung_tage": Parametereintrag(
            "So früh wird vor dem Ende eines Einsatzes gewarnt", "Tage", "90", _ganze_zahl, "K31"
        ),
        "partner_pruefung_monate": Parametereintrag(
            "So lange gelten die Angaben eines Partners als geprüft", "Monate", "12", _ganze_zahl, "K16"
        ),
        "informationspflicht_tage": Parametereintrag(
            "So bald erfahren Ansprechpersonen, dass ihre Angaben gespeichert sind", "Tage", "30", _ganze_zahl, "K28"
        ),
        "mails_kuerzen_tage": Parametereintrag(
            "So lange bleiben Text und Adresse gesendeter und unzustellbarer Mails erhalten",
            "Tage",
            "30",
            _ganze_zahl,
            "K35",
        ),
        "bedarf_mindestquellen": Parametereintrag(
            "So viele unabhängige Quellen braucht eine Zahl im Bedarfsradar", "Quellen", "3", _mindestens_drei, "K08"
        ),
        "antrag_buchungsfrist_tage": Parametereintrag(
            "So lange nach dem letzten Termin lässt sich auf einen Antrag buchen", "Tage", "90", _ganze_zahl, "K30"
        ),
        "nachweis_warnung_tage": Parametereintrag(
            "So früh wird vor dem Ablauf eines Nachweises gewarnt", "Tage", "90", _ganze_zahl, "K12"
        ),
        "absprache_monate": Parametereintrag(
            "So lange gilt eine Absprache mit der Leitungsfachkraft", "Monate", "6", _ganze_zahl, "K18"
        ),
        "fuehrungszeugnis_alter_monate": Parametereintrag(
            "So alt darf ein Führungszeugnis sein, wenn es eingesehen wird", "Monate", "3", _ganze_zahl, "K12"
        ),
        "fuehrungszeugnis_wiedervorlage_jahre": Parametereintrag(
            "Nach so vielen Jahren ist ein neues Führungszeugnis fällig", "Jahre", "5", _ganze_zahl, "K12"
        ),
        "fuehrungszeugnis_loeschen_monate": Parametereintrag(
            "So lange nach dem letzten Einsatz bleiben die Angaben zum Führungszeugnis",
            "Monate",
            "3",
            _ganze_zahl,
            "K12",
        ),
        "impressum": Parametereintrag(
            "Impressum der öffentlichen Seiten",
            "",
            "Die Angaben zum Anbieter sind noch nicht hinterlegt.",
            _text,
            "K19",
        ),
        "datenschutz": Parametereintrag(
            "Verantwortliche Stelle für den Datenschutz",
            "",
            "Die verantwortliche Stelle ist noch nicht hinterlegt.",
            _text,
            "K19",
        ),
        "barrierefreiheit": Parametereintrag(
            "Wohin man Barrieren der öffentlichen Seiten meldet",
            "",
            "Eine Kontaktstelle ist noch nicht hinterlegt.",
            _text,
            "K19",
        ),
        "barrierefreiheit_mail": Parametereintrag(
            "Mailadresse, an die das Formular der Barrierefreiheit geht", "", "", _mailadresse, "K19"
        ),
        "bekannt_soll_prozent": Parametereintrag(
            "So viele Partner sollen eine Netzwerkfachkraft kennen", "Prozent", "90", _ganze_zahl, "K19"
        ),
        "bekannt_frist_tage": Parametereintrag("So lange nach Beginn des Einsatzes", "Tage", "90", _ganze_zahl, "K19"),
        **{
            f"angebot_aktuell_monate_{art}": Parametereintrag(
                f"So lange gilt eine geprüfte Angabe als aktuell: {name}", "Monate", "12", _ganze_zahl, "K20"
            )
            for art, name in (
                ("angebot", "Angebot"),
                ("raum", "Raum"),
                ("ehrenamt", "Ehrenamt"),
                ("person", "Person mit Fähigkeit"),
                ("material", "Material"),
                ("wissen", "Wissen"),
            )
        },
        "angebot_abgelaufen_monate": Parametereintrag(
            "So lange nach der letzten Prüfung gilt ein Angebot als abgelaufen", "Monate", "18", _ganze_zahl, "K20"
        ),
        "verzeichnis_suchmaschinen": Parametereintrag(
            "Suchmaschinen dürfen das öffentliche Verzeichnis aufnehmen (ja oder nein)", "", "nein", _ja_nein, "K11"
        ),
        "lotsen_frist_werktage": Parametereintrag(
            "So schnell bekommt eine Lotsenanfrage eine Antwort", "Werktage", "3", _ganze_zahl, "K22"
        ),
        "lotsen_link_tage": Parametereintrag(
            "So lange gilt der Link, über den ein Anbieter antwortet", "Tage", "14", _ganze_zahl, "K22"
        ),
        "lotsen_texte_loeschen_monate": Parametereintrag(
            "So lange nach dem Abschluss bleiben die Texte einer Lotsenanfrage", "Monate", "6", _ganze_zahl, "K22"
        ),
        "kinderschutz_telefon": Parametereintrag(
            "Telefon des Jugendamts bei Sorge um ein bestimmtes Kind",
            "",
            "Telefonnummer noch nicht hinterlegt",
            _text,
            "K09",
        ),
    }
)


def lies_parameter(schluessel: str, text: str) -> Any:
    """Typed value of a stored text. Raises ValueError with a German sentence for an unknown name or bad text."""
    if schluessel not in PARAMETER:
        raise ValueError("Diesen Parameter gibt es nicht.")
    return PARAMETER[schluessel].lesen(text)


@dataclass(frozen=True, slots=True)
class Parametersatz:
    """All parameters as they hold on one day."""

    werte: Mapping[str, Any]

    def __getitem__(self, schluessel: str) -> Any:
        return self.werte[schluessel]


def parametersatz(gespeichert: Mapping[str, str]) -> Parametersatz:
    """Stored texts over defaults; unknown names are ignored."""
    return Parametersatz(
        {name: eintrag.lesen(gespeichert.get(name, eintrag.vorgabe)) for name, eintrag in PARAMETER.items()}
    )
