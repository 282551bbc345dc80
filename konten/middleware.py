"""First gate: nothing without sign-in. And who acts is known to the audit."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse

from konten.models import handelnd
from konten.services.rueckgabe import merke_eingaben


class Anmeldepflicht(LoginRequiredMiddleware):
    """Sends strangers to the sign-in page; what they had typed waits for them there."""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable) -> HttpResponse:
        if request.method == "POST":
            _beruhige(request, merke_eingaben(request))
        antwort = super().handle_no_permission(request, view_func)
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Redirect": antwort.url})
        return antwort


def _beruhige(request: HttpRequest, gemerkt: bool) -> None:
    if gemerkt:
        messages.info(
            request,
            "Ihre Sitzung ist beendet. Was Sie geschrieben haben, ist aufgehoben: "
            "Nach der Anmeldung steht es wieder im Formular.",
        )


class Protokollierung:
    """Names the signed-in account to the audit for the length of one request."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with handelnd(request.user.pk if request.user.is_authenticated else None):
            return self.get_response(request)
