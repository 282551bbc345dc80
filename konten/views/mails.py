"""Mails that wait or do not arrive: who may see it decides what becomes of them. The text is shown to nobody."""

from typing import Any

from django.contrib import messages
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import ListView, View
from django.views.generic.detail import SingleObjectMixin

from konten.forms.versand import Mailfilter
from konten.models import Versandauftrag
from konten.rules import Versandstatus
from konten.services.versand import versuche_erneut, verwirf
from konten.tables import FORMATE, Spalte, exportantwort
from konten.views import Bearbeitbar, Gesichert
from konten.views.benachrichtigung import HILFE

RECHT = "versand.sehen"
SPALTEN = [
    Spalte("Betreff", lambda mail: mail.betreff, 50),
    Spalte("An", lambda mail: mail.empfaenger, 36),
    Spalte("Stand", lambda mail: mail.get_zustand_display(), 18),
    Spalte("Grund", lambda mail: mail.fehler, 60),
    Spalte("Versuche", lambda mail: mail.versuche, 10),
    Spalte("Nächster Versuch", lambda mail: mail.naechster_am, 20),
    Spalte("Eingestellt am", lambda mail: mail.erstellt_am, 20),
]


class MailListe(Gesichert, ListView):
    """What is not delivered yet, what cannot be delivered first; other states on request. Three queries."""

    permission_required = RECHT
    model = Versandauftrag
    template_name = "verwaltung/mail_liste.html"
    paginate_by = 25
    hilfe = HILFE

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        format_ = request.GET.get("format")
        if format_ in FORMATE:
            return exportantwort("mails", format_, SPALTEN, self.get_queryset())
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Versandauftrag]:
        self.filterform = Mailfilter(self.request.GET)
        self.filterform.is_valid()
        stand = self.filterform.cleaned_data.get("stand")
        zustaende = [stand] if stand else [Versandstatus.UNZUSTELLBAR, Versandstatus.OFFEN]
        zuerst = Case(When(zustand=Versandstatus.UNZUSTELLBAR, then=Value(0)), default=Value(1))
        menge = Versandauftrag.objects.sichtbar_fuer(self.bereich).filter(zustand__in=zustaende)
        return menge.select_related("benutzer").order_by(zuerst, "-erstellt_am", "-pk")

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(
            filterform=self.filterform, kruemel=[{"titel": "Verwaltung", "url": "/verwaltung/"}], **kwargs
        )


class Mailakt(Bearbeitbar, SingleObjectMixin, View):
    """Decides about one mail."""

    permission_required = RECHT
    model = Versandauftrag
    http_method_names = ["post"]

    def zurueck(self, geschehen: bool, satz: str) -> HttpResponse:
        if geschehen:
            messages.success(self.request, satz)
        else:
            messages.info(self.request, "Hier war nichts mehr zu tun: Die Mail ist inzwischen gesendet oder verworfen.")
        return HttpResponseRedirect(reverse("konten:mail_liste"))


class MailErneut(Mailakt):
    """Tries to deliver once more."""

    def post(self, request: HttpRequest, uuid: str) -> HttpResponse:
        auftrag = self.get_object()
        return self.zurueck(versuche_erneut(auftrag=auftrag), f"„{auftrag.betreff}“ wird noch einmal versendet.")


class MailVerwerfen(Mailakt):
    """Gives up on it."""

    def post(self, request: HttpRequest, uuid: str) -> HttpResponse:
        auftrag = self.get_object()
        return self.zurueck(verwirf(auftrag=auftrag), f"„{auftrag.betreff}“ ist verworfen.")
