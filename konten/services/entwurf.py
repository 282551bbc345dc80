"""Drafts on the server: one per account and form, the newest wins, empty ones remember that the form is done.

A finished or discarded draft stays as an empty row until the nightly job takes it: only so the copy on another device,
or one still under way, is known to be older and does not come back.
"""

import base64
import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from konten.models import Benutzer, Entwurf
from konten.rules.entwurf import AUFBEWAHRUNG_TAGE, HOECHSTENS_ENTWUERFE, EntwurfUngueltig, gebremst, pruefe_entwurf


def geraeteschluessel(benutzer: Benutzer) -> tuple[str, str]:
    """(name of the account's drawer on the device, key for AES-GCM as base64); the same after every sign-in."""
    return _ableitung("fach", benutzer).hex()[:16], base64.b64encode(_ableitung("schluessel", benutzer)).decode()


def _ableitung(wozu: str, benutzer: Benutzer) -> bytes:
    grund = hmac.digest(b"netzwerk.entwurf", settings.SECRET_KEY.encode(), "sha256")
    return hmac.digest(grund, f"{wozu}:{benutzer.uuid}".encode(), "sha256")


def jetzt_ms() -> int:
    """The server's clock as the browser counts."""
    return int(timezone.now().timestamp() * 1000)


def merke_entwurf(*, benutzer: Benutzer, formular: str, titel: str, adresse: str, inhalt: str, stand: int) -> bool:
    """Keeps the text unless a newer one is known; True when it is now the stored one. At most four queries.

    Raises EntwurfUngueltig for what no form of ours sends and for too many drafts.
    """
    pruefe_entwurf(formular=formular, adresse=adresse, inhalt=inhalt)
    return _schreibe(
        benutzer, formular, gebremst(stand, jetzt_ms()), titel=_druckbar(titel)[:200], adresse=adresse, inhalt=inhalt
    )


def verwerfe_entwurf(*, benutzer: Benutzer, formular: str, stand: int = 0) -> bool:
    """The form is saved or the text not wanted any more: the row stays, empty. False when there was none."""
    if not Entwurf.objects.filter(benutzer=benutzer, formular=formular).exists():
        return False
    _schreibe(benutzer, formular, max(jetzt_ms(), gebremst(stand, jetzt_ms())), titel="", adresse="", inhalt="")
    return True


def schliesse_entwurf(*, benutzer: Benutzer, formular: str, stand: int = 0) -> None:
    """Like `verwerfe_entwurf`, also for a form whose draft has not reached the server yet."""
    pruefe_entwurf(formular=formular, adresse="/", inhalt="")
    _schreibe(benutzer, formular, max(jetzt_ms(), gebremst(stand, jetzt_ms())), titel="", adresse="", inhalt="")


def _schreibe(benutzer: Benutzer, formular: str, stand: int, **werte: str) -> bool:
    """One statement decides which is newer, so that two devices at the same moment cannot both win.

    `update` sends no signal on purpose: an entry of the audit every few seconds of typing would say nothing.
    """
    eigene = Entwurf.objects.filter(benutzer=benutzer, formular=formular)
    neu = {**werte, "stand": stand, "geaendert_am": timezone.now()}
    if eigene.filter(stand__lt=stand).update(**neu):
        return True
    if eigene.exists():
        return eigene.filter(stand=stand, inhalt=werte["inhalt"]).exists()
    if Entwurf.objects.filter(benutzer=benutzer).exclude(inhalt="").count() >= HOECHSTENS_ENTWUERFE:
        raise EntwurfUngueltig("anzahl")
    try:
        with transaction.atomic():
            Entwurf.objects.create(benutzer=benutzer, formular=formular, stand=stand, **werte)
    except IntegrityError:
        return bool(eigene.filter(stand__lt=stand).update(**neu))
    return True


def loesche_alte_entwuerfe(*, jetzt: datetime) -> int:
    """Removes drafts, open and finished, that nobody touched for 30 days; for the nightly job. Returns how many."""
    alte = Entwurf.objects.filter(geaendert_am__lt=jetzt - timedelta(days=AUFBEWAHRUNG_TAGE))
    return alte.delete()[0]


def _druckbar(text: str) -> str:
    return "".join(zeichen for zeichen in text if zeichen.isprintable())
