"""The personal calendar under its secret address."""

import hashlib

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.decorators import method_decorator
from django.views.generic import View

from konten.services.drossel import erlaubt
from konten.services.kalenderadresse import abdruck, inhaber
from netzwerk.services.kalender import kalendertext

STUNDE = 60 * 60
#: calendar programs ask every few minutes at most, and one person may have several
JE_ADRESSE, JE_RECHNER = 120, 600
KOEPFE = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "Content-Disposition": 'inline; filename="netzwerkarbeit.ics"',
}


@method_decorator(login_not_required, name="dispatch")
class Kalender(View):
    """Asked by calendar programs, which cannot sign in: the address is the secret."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        rechner = get_adapter(request).get_client_ip(request)
        schluessel = abdruck(token)
        if not (
            erlaubt(f"kalender:{schluessel}", hoechstens=JE_ADRESSE, sekunden=STUNDE)
            and erlaubt(f"kalender:{rechner}", hoechstens=JE_RECHNER, sekunden=STUNDE)
        ):
            return HttpResponse(status=429, headers={"Retry-After": str(STUNDE)} | KOEPFE)
        benutzer = inhaber(token)
        if benutzer is None:
            raise Http404
        return _antwort(request, kalendertext(benutzer.bereich))


def _antwort(request: HttpRequest, text: bytes) -> HttpResponse:
    kennung = f'"{hashlib.sha256(text).hexdigest()[:32]}"'
    koepfe = KOEPFE | {"ETag": kennung}
    if kennung in request.headers.get("If-None-Match", ""):
        return HttpResponseNotModified(headers=koepfe)
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=koepfe)
