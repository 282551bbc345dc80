"""Which mails one gets, and the page behind the link that switches one of them off."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView, UpdateView

from konten.forms.versand import Mailwunschform
from konten.models import Mailwunsch
from konten.selectors import zustellproblem
from konten.services.abmeldung import Abbestellung, lies_abmeldung, speichere_mailwunsch
from konten.views import Gesichert, MitBereich, MitRueckgabe

HILFE = "/hilfe/kalender-und-mails/"


def ohne_spur(antwort: HttpResponse) -> HttpResponse:
    """A page with a secret: kept by no cache, told to no other page, found by no search engine."""
    antwort["Cache-Control"] = "no-store"
    antwort["Referrer-Policy"] = "no-referrer"
    antwort["X-Robots-Tag"] = "noindex"
    return antwort


class Benachrichtigungen(MitRueckgabe, MitBereich, Gesichert, UpdateView):
    """Own mails and what the calendar shows; open to every account, about itself only."""

    permission_required = ()
    form_class = Mailwunschform
    template_name = "konten/benachrichtigungen.html"
    success_url = reverse_lazy("konten:benachrichtigungen")
    hilfe = HILFE

    def get_object(self, queryset: Any = None) -> Mailwunsch:
        benutzer = self.request.user
        return Mailwunsch.objects.filter(benutzer=benutzer).first() or Mailwunsch(benutzer=benutzer)

    def form_valid(self, form: Mailwunschform) -> HttpResponse:
        speichere_mailwunsch(wunsch=form.instance)
        messages.success(self.request, "Ihre Benachrichtigungen sind gespeichert.")
        return HttpResponseRedirect(self.get_success_url())

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(zustellproblem=zustellproblem(self.request.user), **kwargs)


# Mail programs post without a cookie (RFC 8058): the secret link alone gives the right.
@method_decorator([login_not_required, csrf_exempt], name="dispatch")
class Abmelden(Gesichert, TemplateView):
    """Opening shows, only sending acts: mail scanners follow links."""

    permission_required = ()
    template_name = "konten/abmelden.html"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return ohne_spur(super().dispatch(request, *args, **kwargs))

    @property
    def abmeldung(self) -> Abbestellung:
        abmeldung = lies_abmeldung(self.kwargs["token"])
        if abmeldung is None:
            raise Http404
        return abmeldung

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        abmeldung = self.abmeldung
        return super().get_context_data(name=abmeldung.name, wieder=abmeldung.wieder, **kwargs)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        # Read before: what ends a subscription may leave nothing of it.
        antwort = self.get_context_data(fertig=True)
        self.abmeldung.fuehre_aus()
        return self.render_to_response(antwort)
