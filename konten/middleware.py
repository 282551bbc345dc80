"""First gate: nothing without sign-in. And who acts is known to the audit."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from konten.models import handelnd
from konten.services.rueckgabe import merke_eingaben


class Anmeldepflicht(LoginRequiredMiddleware):
    """Sends strangers to the sign-in page; what they had typed waits for them there."""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable) -> HttpResponse:
        if request.method == "POST":
            _beruhige(request, merke_eingaben(request))
            if not _oeffnet_sich(view_func):
                return _zur_seite_davor(request)
        antwort = super().handle_no_permission(request, view_func)
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Redirect": antwort.url})
        return antwort


def _oeffnet_sich(view_func: Callable) -> bool:
    """Can the address be opened after signing in? An act that is only posted would answer 405."""
    return hasattr(getattr(view_func, "view_class", None), "get") or not hasattr(view_func, "view_class")


def _zur_seite_davor(request: HttpRequest) -> HttpResponse:
    """Signing in leads back to the page on which the button stood."""
    messages.info(
        request, "Ihre Sitzung war beendet. Es wurde nichts geändert. Bitte wählen Sie den Knopf noch einmal."
    )
    davor = urlsplit(request.headers.get("Referer", ""))
    ziel = davor._replace(scheme="", netloc="").geturl() if davor.netloc == request.get_host() else "/"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": redirect_to_login(ziel).url})
    return redirect_to_login(ziel)


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
