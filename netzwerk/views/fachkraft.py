"""Netzwerkfachkräfte of the Träger."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.views.generic import CreateView, ListView, UpdateView

from konten.tables import FORMATE, Spalte, exportantwort
from konten.views import Bearbeitbar, Gesichert, MitBereich, MitRueckgabe, Sichtbar
from netzwerk.forms.einsatz import Fachkraftform
from netzwerk.models import Einsatz, Netzwerkfachkraft
from netzwerk.services.zaehlung import zaehle_neu
from netzwerk.views.einsatz import HILFE, KRUMEN

FACHKRAFTKRUMEN = [*KRUMEN, {"titel": "Netzwerkfachkräfte", "url": "/netzwerkfachkraefte/"}]
SPALTEN = (
    Spalte("Nachname", lambda f: f.nachname, 24),
    Spalte("Vorname", lambda f: f.vorname, 24),
    Spalte("Träger", lambda f: f.traeger.name, 32),
    Spalte("Telefon", lambda f: f.telefon, 20),
    Spalte("E-Mail", lambda f: f.email, 32),
    Spalte("Sozialräume heute", lambda f: ", ".join(e.sozialraum.name for e in f.heutige), 40),
)


class FachkraftListe(Sichtbar, ListView):
    """Netzwerkfachkräfte with where they work today; the Leitung sees those of her Träger. Three queries."""

    permission_required = "einsatz.sehen"
    model = Netzwerkfachkraft
    paginate_by = 25
    hilfe = HILFE

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        format_ = request.GET.get("format")
        if format_ in FORMATE:
            return exportantwort("netzwerkfachkraefte", format_, SPALTEN, self.get_queryset())
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet:
        einsaetze = Einsatz.objects.bestaetigt().aktiv(timezone.localdate()).select_related("sozialraum")
        heutige = Prefetch("einsaetze", einsaetze.order_by("sozialraum__reihenfolge"), to_attr="heutige")
        return super().get_queryset().select_related("traeger", "benutzer").prefetch_related(heutige)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        ids = self.bereich.traeger("einsatz.vorschlagen") if self.bereich.darf("einsatz.vorschlagen") else frozenset()
        kontext = super().get_context_data(**kwargs)
        zeilen = [(fachkraft, ids is None or fachkraft.traeger_id in ids) for fachkraft in kontext["page_obj"]]
        return kontext | {"kruemel": KRUMEN, "zeilen": zeilen, "darf_anlegen": self.bereich.darf("einsatz.vorschlagen")}


class Fachkraftformular(MitRueckgabe, MitBereich):
    """What entering and changing share."""

    permission_required = "einsatz.vorschlagen"
    model = Netzwerkfachkraft
    form_class = Fachkraftform
    success_url = reverse_lazy("netzwerk:netzwerkfachkraft_liste")
    hilfe = HILFE

    def form_valid(self, form: forms.ModelForm) -> HttpResponse:
        """A newly linked account may have logged contacts already: they count from now on."""
        with transaction.atomic():
            antwort = super().form_valid(form)
            if "benutzername" in form.changed_data:
                einsaetze = self.object.einsaetze.bestaetigt()
                zaehle_neu(sozialraum_ids=einsaetze.values_list("sozialraum", flat=True))
        messages.success(self.request, f"Gespeichert: {form.instance}.")
        return antwort

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        liste = reverse("netzwerk:netzwerkfachkraft_liste")
        return super().get_context_data(kruemel=FACHKRAFTKRUMEN, liste_url=liste, **kwargs)


class FachkraftNeu(Fachkraftformular, Gesichert, CreateView):
    pass


class FachkraftBearbeiten(Fachkraftformular, Bearbeitbar, UpdateView):
    pass
