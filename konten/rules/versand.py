"""What a failed delivery means: try again later, or tell somebody. And when the next attempt is due."""

import smtplib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

#: pause after the first, second, … failed attempt; after the last one a mail counts as undeliverable (about four days)
WARTEZEITEN = tuple(timedelta(minutes=minuten) for minuten in (1, 5, 15, 60, 240, 720, 1440, 1440, 1440))
#: a claim older than this belongs to a process that died; longer than any conversation with a mail server takes
FRIST = timedelta(minutes=10)

NICHT_ERREICHBAR = "Der Mailserver ist nicht erreichbar."
UNGUELTIGE_ADRESSE = "Das ist keine gültige E-Mail-Adresse."
_POSTFACH = {
    550: "Der Mailserver kennt diese Adresse nicht oder nimmt für sie nichts an",
    551: "Das Postfach liegt bei einem anderen Mailserver",
    552: "Das Postfach ist voll",
    553: "Der Mailserver hält die Adresse für falsch geschrieben",
}


@dataclass(frozen=True, slots=True)
class Zustellfehler:
    """Why a mail did not go out, in one German sentence, and whether another attempt is of any use."""

    grund: str
    ist_endgueltig: bool
    liegt_am_server: bool = False


def wartezeit(versuche: int) -> timedelta | None:
    """Pause before the next attempt after that many failed ones; None when it is time to give up."""
    return WARTEZEITEN[versuche - 1] if 1 <= versuche <= len(WARTEZEITEN) else None


def deute(fehler: Exception) -> Zustellfehler:
    """Meaning of what the mail library raised.

    Only a refusal of this recipient or this text (5xx) is final. A refused sign-in, sender or connection concerns the
    set-up and all mails alike: they wait until somebody has mended it.
    """
    if isinstance(fehler, smtplib.SMTPRecipientsRefused):
        return _adresse_abgelehnt(fehler.recipients)
    if isinstance(fehler, smtplib.SMTPDataError):
        return _text_abgelehnt(fehler.smtp_code)
    if isinstance(fehler, smtplib.SMTPAuthenticationError):
        return Zustellfehler(f"Der Mailserver lehnt die Anmeldung ab{_code(fehler.smtp_code)}.", False, True)
    if isinstance(fehler, smtplib.SMTPSenderRefused):
        return Zustellfehler(f"Der Mailserver lehnt die Absenderadresse ab{_code(fehler.smtp_code)}.", False, True)
    if isinstance(fehler, smtplib.SMTPNotSupportedError | ValueError):
        return Zustellfehler("Die Mail lässt sich so nicht versenden: Adresse oder Betreff sind nicht zulässig.", True)
    return Zustellfehler(NICHT_ERREICHBAR, False, True)


def _adresse_abgelehnt(empfaenger: Mapping[str, tuple[int, bytes]]) -> Zustellfehler:
    code = max((antwort[0] for antwort in empfaenger.values()), default=550)
    if code < 500:
        return Zustellfehler(f"Der Mailserver nimmt die Mail vorübergehend nicht an{_code(code)}.", False)
    return Zustellfehler(f"{_POSTFACH.get(code, 'Der Mailserver lehnt die Adresse ab')}{_code(code)}.", True)


def _text_abgelehnt(code: int) -> Zustellfehler:
    if code < 500:
        return Zustellfehler(f"Der Mailserver nimmt die Mail vorübergehend nicht an{_code(code)}.", False)
    return Zustellfehler(f"Der Mailserver hat die Mail abgelehnt{_code(code)}.", True)


def _code(zahl: int) -> str:
    return f" (Code {zahl})"
