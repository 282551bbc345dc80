"""The first accounts of a real installation."""

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from konten.models import Benutzer


def neues_konto(*, benutzername: str, vorname: str = "", nachname: str = "", email: str = "") -> Benutzer:
    """An unsaved account, checked field by field. Raises ValidationError, also when the name is taken.

    Sign-in folds case, so the name is stored in lower case.
    """
    konto = Benutzer(username=benutzername.strip().lower(), vorname=vorname, nachname=nachname, email=email)
    konto.full_clean(exclude=["password"])
    return konto


@transaction.atomic
def lege_konto_an(*, konto: Benutzer, kennwort: str) -> Benutzer:
    """Saves the account with its password. Raises ValidationError when the password is too weak for this account."""
    validate_password(kennwort, user=konto)
    konto.set_password(kennwort)
    konto.save()
    return konto
