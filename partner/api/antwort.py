"""How the open interface answers: JSON for everybody and every origin, kept by ETag, limited by sender."""

import json
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.decorators import method_decorator
from django.views.generic import View

from konten.views import Gesichert
from konten.views.oeffentlich import GEMERKT_SEKUNDEN, darf_fragen
from partner.rules.hsdsfrage import Fragefehler

#: programs ask faster than people: a whole directory of 5,000 offers is 50 pages
ANFRAGEN_JE_MINUTE = 120
METHODEN = "GET, HEAD, OPTIONS"
HERKUNFT = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Retry-After",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


@method_decorator(login_not_required, name="dispatch")
class Offen(Gesichert, View):
    """Reads neither account nor session. Subclasses say in `inhalt` what to answer; errors are problem+json."""

    permission_required = ()
    http_method_names = ["get", "head", "options"]

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        # Only the audit looked who is asking: the answer is the same for all, so caches need not tell cookies apart.
        request.session.accessed = False
        if not darf_fragen(request, ANFRAGEN_JE_MINUTE, "hsds"):
            antwort = problem(HTTPStatus.TOO_MANY_REQUESTS, "Zu viele Anfragen. Bitte in einer Minute weiterfragen.")
            antwort["Retry-After"] = "60"
            return antwort
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return als_json(request, self.inhalt(**kwargs))
        except Fragefehler as fehler:
            return problem(HTTPStatus.BAD_REQUEST, str(fehler))
        except Http404:
            return problem(HTTPStatus.NOT_FOUND, "Unter dieser Adresse gibt es nichts, oder nichts mehr.")

    def inhalt(self, **kwargs) -> dict[str, Any]:
        """What to answer. Raises Fragefehler (400) or Http404."""
        raise Http404

    def options(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        erlaubte = {"Allow": METHODEN, "Access-Control-Allow-Methods": METHODEN, "Access-Control-Max-Age": "86400"}
        angefragt = {"Access-Control-Allow-Headers": "If-None-Match, Accept, Content-Type"}
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers=HERKUNFT | erlaubte | angefragt)

    def http_method_not_allowed(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        antwort = problem(HTTPStatus.METHOD_NOT_ALLOWED, "Diese Daten lassen sich nur lesen.")
        antwort["Allow"] = METHODEN
        return antwort


def als_json(request: HttpRequest, inhalt: dict[str, Any]) -> HttpResponse:
    """The answer with its ETag, or 304 when the sender has it already."""
    text = json.dumps(inhalt, ensure_ascii=False, separators=(",", ":")).encode()
    kennung = f'"{sha256(text).hexdigest()[:32]}"'
    antwort = HttpResponse(text, content_type="application/json; charset=utf-8", headers=HERKUNFT | {"ETag": kennung})
    patch_cache_control(antwort, public=True, max_age=GEMERKT_SEKUNDEN)
    ergebnis = get_conditional_response(request, etag=kennung, response=antwort)
    for name, wert in HERKUNFT.items():
        ergebnis[name] = wert
    return ergebnis


def problem(status: HTTPStatus, satz: str) -> HttpResponse:
    """An error as RFC 9457 describes it."""
    inhalt = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": satz}
    return HttpResponse(
        json.dumps(inhalt, ensure_ascii=False),
        content_type="application/problem+json; charset=utf-8",
        status=status.value,
        headers=HERKUNFT | {"Cache-Control": "no-store"},
    )
