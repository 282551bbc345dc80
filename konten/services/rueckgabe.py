"""Keeps what somebody typed when her session ended or the form was refused, and gives it back after sign-in.

Only to the same person: every form carries a signed mark of the account that opened it (phones are shared).
"""

from django.core import signing
from django.http import HttpRequest, QueryDict

SCHLUESSEL = "unterbrochene_eingaben"
FELD = "absender"
HOECHSTENS_ZEICHEN = 200_000
NICHT_MERKEN = {"csrfmiddlewaretoken", "password", "oldpassword", "password1", "password2", "login"}
_SALZ = "netzwerk.rueckgabe"


def absender(benutzer_id: int) -> str:
    """Signed mark for the hidden field of a form."""
    return signing.Signer(salt=_SALZ).sign(str(benutzer_id))


def merke_eingaben(request: HttpRequest) -> bool:
    """Stores the posted text in the session when the form was opened by a signed-in account. True when kept."""
    try:
        besitzer = signing.Signer(salt=_SALZ).unsign(request.POST.get(FELD, ""))
    except signing.BadSignature:
        return False
    felder = {name: werte for name, werte in request.POST.lists() if name not in NICHT_MERKEN}
    if sum(len(wert) for werte in felder.values() for wert in werte) > HOECHSTENS_ZEICHEN:
        return False
    request.session[SCHLUESSEL] = {"pfad": request.get_full_path(), "besitzer": besitzer, "felder": felder}
    return True


def hole_eingaben(request: HttpRequest) -> QueryDict | None:
    """The kept text of this page and this account, once; text of somebody else is thrown away."""
    gemerkt = request.session.get(SCHLUESSEL)
    if not gemerkt or gemerkt["pfad"] != request.get_full_path():
        return None
    del request.session[SCHLUESSEL]
    if gemerkt["besitzer"] != str(request.user.pk):
        return None
    daten = QueryDict(mutable=True)
    for name, werte in gemerkt["felder"].items():
        daten.setlist(name, werte)
    return daten
