"""What mails an account wants, and links that switch one kind off without sign-in."""

from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.module_loading import import_string

from konten.models import Benutzer, Mailwunsch

_SALZ = "netzwerk.abmelden"
#: what a link may switch off, as the page calls it
ABBESTELLBAR = {
    "wochenbrief": "den Wochenüberblick",
    "tageserinnerung": "die tägliche Erinnerung",
    "leitungsbrief": "den Wochenüberblick für die Leitung",
}


class Abbestellung(Protocol):
    """What a link switches off, whoever it belongs to: an account, or on a higher floor somebody without one."""

    @property
    def name(self) -> str: ...

    @property
    def wieder(self) -> str: ...

    def fuehre_aus(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Abmeldung:
    """Whom a link belongs to and which mail it switches off."""

    benutzer: Benutzer
    wunsch: str

    @property
    def name(self) -> str:
        return ABBESTELLBAR[self.wunsch]

    @property
    def wieder(self) -> str:
        return ""

    def fuehre_aus(self) -> None:
        melde_ab(self)


def abmeldeadresse(benutzer: Benutzer, wunsch: str) -> str:
    """Full address of the page that switches off this mail for this account."""
    return settings.BASIS_URL + reverse("konten:abmelden", args=[zeichen_fuer(str(benutzer.uuid), wunsch)])


def zeichen_fuer(schluessel: str, art: str) -> str:
    """The secret part of a link that switches off this kind of mail for whom the key names."""
    return signing.dumps([schluessel, art], salt=_SALZ)


def fremde_abmeldeadresse(anlass: str) -> str:
    """Page that ends what this mail belongs to, when it went to somebody without an account; otherwise empty.

    Its occasion begins with a kind that the settings know and the key of the recipient.
    """
    art, _, rest = anlass.partition(":")
    if art not in settings.NETZWERK_ABMELDUNGEN:
        return ""
    return settings.BASIS_URL + reverse("konten:abmelden", args=[zeichen_fuer(rest.partition(":")[0], art)])


def lies_abmeldung(zeichen: str) -> Abbestellung | None:
    """What the link says; None when it is forged or the account is switched off. One query."""
    try:
        schluessel, wunsch = signing.loads(zeichen, salt=_SALZ)
    except (signing.BadSignature, ValueError):
        return None
    if fremde := settings.NETZWERK_ABMELDUNGEN.get(wunsch):
        return import_string(fremde)(schluessel)
    benutzer = Benutzer.objects.filter(uuid=schluessel, is_active=True).first()
    return Abmeldung(benutzer, wunsch) if benutzer and wunsch in ABBESTELLBAR else None


@transaction.atomic
def melde_ab(abmeldung: Abmeldung) -> None:
    """Switches this kind of mail off; a second time changes nothing."""
    wunsch, _ = Mailwunsch.objects.select_for_update().get_or_create(benutzer=abmeldung.benutzer)
    setattr(wunsch, abmeldung.wunsch, False)
    wunsch.save(update_fields=[abmeldung.wunsch])


@transaction.atomic
def speichere_mailwunsch(*, wunsch: Mailwunsch) -> None:
    """Stores what an account wants, new or changed; of two first times at once the second changes the row."""
    zeile, _ = Mailwunsch.objects.select_for_update().get_or_create(benutzer=wunsch.benutzer)
    wunsch.pk, wunsch._state.adding = zeile.pk, False
    wunsch.save()
