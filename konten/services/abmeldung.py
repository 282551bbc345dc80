"""What mails an account wants, and links that switch one kind off without sign-in."""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse

from konten.models import Benutzer, Mailwunsch

_SALZ = "netzwerk.abmelden"
#: what a link may switch off, as the page calls it
ABBESTELLBAR = {
    "wochenbrief": "den Wochenüberblick",
    "tageserinnerung": "die tägliche Erinnerung",
    "leitungsbrief": "den Wochenüberblick für die Leitung",
}


@dataclass(frozen=True, slots=True)
class Abmeldung:
    """Whom a link belongs to and which mail it switches off."""

    benutzer: Benutzer
    wunsch: str

    @property
    def name(self) -> str:
        return ABBESTELLBAR[self.wunsch]


def abmeldeadresse(benutzer: Benutzer, wunsch: str) -> str:
    """Full address of the page that switches off this mail for this account."""
    zeichen = signing.dumps([str(benutzer.uuid), wunsch], salt=_SALZ)
    return settings.BASIS_URL + reverse("konten:abmelden", args=[zeichen])


def lies_abmeldung(zeichen: str) -> Abmeldung | None:
    """What the link says; None when it is forged or the account is switched off. One query."""
    try:
        schluessel, wunsch = signing.loads(zeichen, salt=_SALZ)
    except (signing.BadSignature, ValueError):
        return None
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
