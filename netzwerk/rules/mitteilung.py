"""K07, K21: what a Mitteilung is, who gets it at which address, and what may be done with it next."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import TextChoices

#: recipients whose mails are written in one transaction; pause and cancel take hold after at most so many
STAPEL = 50
#: a confirmation that nobody gave is forgotten after so long
BESTAETIGUNG = timedelta(days=7)


class Mitteilungsart(TextChoices):
    """What is sent is never changed: a correction or recall is a Mitteilung of its own that names the old one."""

    MITTEILUNG = "mitteilung", "Mitteilung"
    BERICHTIGUNG = "berichtigung", "Berichtigung"
    RUECKRUF = "rueckruf", "Rückruf"


class Richtung(TextChoices):
    """Inwards to colleagues, outwards to partners and subscribers."""

    INNEN = "innen", "nach innen"
    AUSSEN = "aussen", "nach außen"


class Mitteilungsstatus(TextChoices):
    """How far it is."""

    ENTWURF = "entwurf", "Entwurf"
    GEPLANT = "geplant", "geplant"
    LAEUFT = "laeuft", "wird gesendet"
    ANGEHALTEN = "angehalten", "angehalten"
    GESENDET = "gesendet", "gesendet"
    ABGEBROCHEN = "abgebrochen", "abgebrochen"
    VERWORFEN = "verworfen", "verworfen"


class Empfaengerart(TextChoices):
    """Who somebody is to whom a Mitteilung goes."""

    KONTO = "konto", "Kollegin oder Kollege"
    PARTNER = "partner", "Partner"
    ABONNENT = "abonnent", "Abonnement"


class Empfaengerstatus(TextChoices):
    """What became of one recipient; whether the mail arrived is known to the outbox."""

    WARTET = "wartet", "wartet"
    EINGESTELLT = "eingestellt", "eingestellt"
    AUSGELASSEN = "ausgelassen", "keine Mail"
    ABGEBROCHEN = "abgebrochen", "abgebrochen"


class Auslassung(TextChoices):
    """Why somebody gets no mail."""

    OHNE_ADRESSE = "ohne_adresse", "keine Mailadresse"
    ABGEMELDET = "abgemeldet", "hat Mitteilungen abbestellt"
    DOPPELT = "doppelt", "dieselbe Adresse, eine Mail genügt"
    ANWENDUNG = "anwendung", "liest in der Anwendung"


#: act -> states in which it is possible
MOEGLICH = {
    "bearbeiten": {Mitteilungsstatus.ENTWURF},
    "senden": {Mitteilungsstatus.ENTWURF},
    "verwerfen": {Mitteilungsstatus.ENTWURF},
    "aufnehmen": {Mitteilungsstatus.VERWORFEN},
    "entplanen": {Mitteilungsstatus.GEPLANT},
    "anhalten": {Mitteilungsstatus.LAEUFT},
    "fortsetzen": {Mitteilungsstatus.ANGEHALTEN},
    "abbrechen": {Mitteilungsstatus.LAEUFT, Mitteilungsstatus.ANGEHALTEN},
    "wiederholen": {Mitteilungsstatus.GESENDET, Mitteilungsstatus.ABGEBROCHEN, Mitteilungsstatus.LAEUFT},
    "berichtigen": {Mitteilungsstatus.GESENDET, Mitteilungsstatus.ABGEBROCHEN, Mitteilungsstatus.LAEUFT},
}
#: others may read it from here on
HINAUSGEGANGEN = (
    Mitteilungsstatus.LAEUFT,
    Mitteilungsstatus.ANGEHALTEN,
    Mitteilungsstatus.GESENDET,
    Mitteilungsstatus.ABGEBROCHEN,
)


def ist_moeglich(handlung: str, zustand: str) -> bool:
    """Whether this act belongs to this state."""
    return zustand in MOEGLICH[handlung]


@dataclass(frozen=True, slots=True)
class Ziel:
    """Somebody the Mitteilung is meant for, before anybody asked whether a mail can reach her."""

    art: str
    schluessel: int
    name: str
    adresse: str
    funktion_id: int | None = None
    #: False: she reads it in the product and gets no mail
    per_mail: bool = True


@dataclass(frozen=True, slots=True)
class Empfang:
    """A Ziel with the verdict: a mail to this address, or none and why."""

    ziel: Ziel
    abdruck: str
    grund: str = ""

    @property
    def bekommt_mail(self) -> bool:
        return not self.grund


@dataclass(frozen=True, slots=True)
class Empfaengerzahlen:
    """How many get a mail, and how many do not for which reason."""

    mails: int
    ohne_adresse: int
    abgemeldet: int
    doppelt: int
    anwendung: int

    @property
    def gesamt(self) -> int:
        return self.mails + self.ohne_adresse + self.abgemeldet + self.doppelt + self.anwendung


def gleiche_adresse(adresse: str) -> str:
    """Form in which two spellings of one mail address are equal."""
    return adresse.strip().casefold()


def abdruck(adresse: str) -> str:
    """What of an address is kept to know it again: of who unsubscribed, and of doubles. Empty without address."""
    gleich = gleiche_adresse(adresse)
    return hashlib.sha256(f"mitteilung:{gleich}".encode()).hexdigest() if gleich else ""


def ordne(ziele: Iterable[Ziel], abgemeldete: Collection[str]) -> list[Empfang]:
    """Each Ziel once with its verdict, in the given order; of equal addresses the first gets the mail (K21).

    `abgemeldete` are digests of addresses that no longer want mails from outside; colleagues cannot be among them.
    """
    gesehen: set[tuple[str, int]] = set()
    belegt: set[str] = set()
    ergebnis = []
    for ziel in ziele:
        if (ziel.art, ziel.schluessel) in gesehen:
            continue
        gesehen.add((ziel.art, ziel.schluessel))
        eigener = abdruck(ziel.adresse)
        grund = _grund(ziel, eigener, belegt, abgemeldete)
        if not grund:
            belegt.add(eigener)
        ergebnis.append(Empfang(ziel, eigener, grund))
    return ergebnis


def _grund(ziel: Ziel, eigener: str, belegt: Collection[str], abgemeldete: Collection[str]) -> str:
    if not ziel.per_mail:
        return Auslassung.ANWENDUNG
    if not eigener:
        return Auslassung.OHNE_ADRESSE
    if ziel.art != Empfaengerart.KONTO and eigener in abgemeldete:
        return Auslassung.ABGEMELDET
    return Auslassung.DOPPELT if eigener in belegt else ""


def zaehle(empfaenge: Sequence[Empfang]) -> Empfaengerzahlen:
    """The figures above a list of recipients."""
    gruende = [empfang.grund for empfang in empfaenge]
    return Empfaengerzahlen(
        mails=gruende.count(""),
        ohne_adresse=gruende.count(Auslassung.OHNE_ADRESSE),
        abgemeldet=gruende.count(Auslassung.ABGEMELDET),
        doppelt=gruende.count(Auslassung.DOPPELT),
        anwendung=gruende.count(Auslassung.ANWENDUNG),
    )


def marke(empfaenge: Iterable[Empfang]) -> str:
    """Stands for exactly this list: whoever confirms it confirms what was shown, not what came in between."""
    zeilen = (f"{e.ziel.art}:{e.ziel.schluessel}:{e.abdruck}:{e.grund}" for e in empfaenge)
    return hashlib.sha256("\n".join(zeilen).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Zustellung:
    """How one delivery reads: word, class of its badge, symbol, reason."""

    wort: str
    klasse: str
    symbol: str
    grund: str = ""
    ist_gescheitert: bool = False


def zustellung(zustand: str, grund: str, mail: str | None, fehler: str) -> Zustellung:
    """Verdict of one line of the delivery log: what happened to the recipient and, once posted, to the mail."""
    if zustand == Empfaengerstatus.AUSGELASSEN:
        in_anwendung = grund == Auslassung.ANWENDUNG
        return Zustellung(
            "in der Anwendung" if in_anwendung else "keine Mail",
            "neutral" if in_anwendung else "faellig",
            "–",
            "" if in_anwendung else Auslassung(grund).label,
        )
    if zustand == Empfaengerstatus.ABGEBROCHEN:
        return Zustellung("abgebrochen", "ausgenommen", "–")
    if zustand == Empfaengerstatus.WARTET:
        return Zustellung("wartet", "neutral", "…")
    return _postweg(mail, fehler)


def _postweg(mail: str | None, fehler: str) -> Zustellung:
    if mail in ("unzustellbar", "verworfen"):
        return Zustellung("gescheitert", "fehlt", "✕", fehler, ist_gescheitert=True)
    if mail == "offen":
        return Zustellung("eingestellt", "neutral", "…", fehler)
    return Zustellung("versandt", "aktuell", "✓")


def planfehler(geplant: datetime, jetzt: datetime) -> str:
    """Why nothing can be sent then; empty when it can."""
    if geplant <= jetzt:
        return "Dieser Zeitpunkt liegt nicht in der Zukunft."
    if geplant > jetzt + timedelta(days=366):
        return "Bitte wählen Sie einen Zeitpunkt innerhalb eines Jahres."
    return ""
