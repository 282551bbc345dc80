"""Accounts and who is responsible for what. The administration sees no contents."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import CreateView, DetailView, ListView, UpdateView

from konten.models import Benutzer
from konten.rules import Rolle
from konten.tables import FORMATE, Spalte, exportantwort
from konten.views import Bearbeitbar, Gesichert, MitBereich, MitRueckgabe, Sichtbar
from konten.views.handlung import Handlung
from netzwerk.models import Kontakt
from netzwerk.services.zaehlung import zaehle_neu
from sozialraum.forms import Aufgabenende, Aufgabenform, Kontoanlage, Kontofilter, Kontoform, Passwortform
from sozialraum.models import Zustaendigkeit
from sozialraum.selectors.verwaltung import mit_aufgaben
from sozialraum.services.konten import beende_aufgabe, gib_konto_frei, lege_konto_still, uebertrage_aufgabe
from sozialraum.views.verwaltung import HILFE, KRUMEN, gueltigkeit

KONTENKRUMEN = [*KRUMEN, {"titel": "Konten", "url": "/verwaltung/konten/"}]
SPALTEN = (
    Spalte("Name", lambda k: k.get_full_name(), 28),
    Spalte("Benutzername", lambda k: k.username, 20),
    Spalte("E-Mail", lambda k: k.email, 32),
    Spalte("Aufgaben", lambda k: ", ".join(str(aufgabe) for aufgabe in k.aufgaben), 50),
    Spalte("aktiv", lambda k: k.is_active, 8),
)


class Kontenseite:
    """What all of these pages share."""

    permission_required = "zustaendigkeit.pflegen"
    model = Benutzer
    hilfe = HILFE
    template_name = "verwaltung/formular.html"
    ueberschrift = ""

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        grund = {"ueberschrift": self.ueberschrift, "kruemel": self.kruemel(), "liste_url": self.get_success_url()}
        return super().get_context_data(**grund | kwargs)

    def kruemel(self) -> list[dict[str, str]]:
        return (
            [*KONTENKRUMEN, {"titel": str(self.konto), "url": self.get_success_url()}] if self.konto else KONTENKRUMEN
        )

    @property
    def konto(self) -> Benutzer | None:
        return getattr(self, "object", None)

    def get_success_url(self) -> str:
        if self.konto and self.konto.pk:
            return reverse("sozialraum:konto_detail", args=[self.konto.uuid])
        return reverse("sozialraum:konto_liste")


class KontoListe(Kontenseite, Sichtbar, ListView):
    """Accounts with their responsibilities today. Three queries."""

    template_name = "verwaltung/konto_liste.html"
    paginate_by = 25
    ueberschrift = "Konten"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        format_ = request.GET.get("format")
        if format_ in FORMATE:
            return exportantwort("konten", format_, SPALTEN, self.get_queryset())
        return super().get(request, *args, **kwargs)

    def kruemel(self) -> list[dict[str, str]]:
        return KRUMEN

    def get_queryset(self) -> QuerySet:
        menge = mit_aufgaben(super().get_queryset(), timezone.localdate()).select_related("netzwerkfachkraft")
        self.filterform = Kontofilter(self.request.GET, bereich=self.bereich)
        self.filterform.is_valid()
        stand = self.filterform.cleaned_data.get("stand", "")
        if stand != "alle":
            menge = menge.filter(is_active=stand != "still")
        for wort in self.filterform.cleaned_data.get("q", "").split():
            menge = menge.filter(Q(vorname__icontains=wort) | Q(nachname__icontains=wort) | Q(username__icontains=wort))
        return menge

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(filterform=self.filterform, **kwargs)


class KontoNeu(Kontenseite, MitRueckgabe, MitBereich, Gesichert, CreateView):
    form_class = Kontoanlage
    ueberschrift = "Konto anlegen"

    def form_valid(self, form: forms.ModelForm) -> HttpResponse:
        self.object = form.save()
        messages.success(self.request, f"Das Konto {self.object} ist angelegt. Jetzt fehlt noch die Aufgabe.")
        return HttpResponseRedirect(self.get_success_url())


class KontoDetail(Kontenseite, Sichtbar, DetailView):
    """The account, its responsibilities with history, and what can be done with it."""

    template_name = "verwaltung/konto_detail.html"

    def kruemel(self) -> list[dict[str, str]]:
        return KONTENKRUMEN

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        heute = timezone.localdate()
        zeilen = self.object.zustaendigkeiten.sichtbar_fuer(self.bereich).fuer_liste().order_by("-von")
        aufgaben = [
            {"zeile": zeile, "zustand": gueltigkeit(zeile, heute), "offen": zeile.bis is None or zeile.bis >= heute}
            for zeile in zeilen
        ]
        return super().get_context_data(ueberschrift=str(self.object), aufgaben=aufgaben, **kwargs)


class KontoBearbeiten(Kontenseite, MitRueckgabe, MitBereich, Bearbeitbar, UpdateView):
    form_class = Kontoform
    ueberschrift = "Konto bearbeiten"

    def form_valid(self, form: forms.ModelForm) -> HttpResponse:
        messages.success(self.request, "Gespeichert.")
        return super().form_valid(form)


class KontoPasswort(KontoBearbeiten):
    """A new first password for somebody who has forgotten hers. Typed text is not kept."""

    form_class = Passwortform
    ueberschrift = "Neues Anfangspasswort setzen"


class Kontohandlung(Kontenseite, Handlung):
    """An act on an account without a form of its own."""

    def ziel(self, objekt: Benutzer) -> str:
        return reverse("sozialraum:konto_detail", args=[objekt.uuid])


class KontoStilllegen(Kontohandlung):
    def handle(self, objekt: Benutzer) -> str:
        lege_konto_still(konto=objekt)
        return "Das Konto ist stillgelegt. Die Person kann sich nicht mehr anmelden; ihre Einträge bleiben."


class KontoFreigeben(Kontohandlung):
    def handle(self, objekt: Benutzer) -> str:
        gib_konto_frei(konto=objekt)
        return "Das Konto ist wieder aktiv."


class Aufgabenformular(MitRueckgabe, MitBereich):
    """Saves by a service; a deputy's contacts are counted anew, because she may set the clock."""

    def form_valid(self, form: forms.ModelForm) -> HttpResponse:
        try:
            with transaction.atomic():
                aufgabe = self.handle(form)
                _zaehle_vertretung(aufgabe)
        except ValidationError as fehler:
            form.uebernimm(fehler)
            return self.form_invalid(form)
        messages.success(self.request, self.erfolg)
        return HttpResponseRedirect(self.get_success_url())


def _zaehle_vertretung(aufgabe: Zustaendigkeit) -> None:
    if aufgabe.rolle == Rolle.NETZWERK:
        zaehle_neu(kontakt_ids=Kontakt.objects.filter(erfasst_von=aufgabe.benutzer_id).values_list("pk", flat=True))


class ZustaendigkeitNeu(Aufgabenformular, Kontenseite, Gesichert, CreateView):
    """A new responsibility of the account in the address."""

    model = Zustaendigkeit
    form_class = Aufgabenform
    ueberschrift = "Aufgabe übertragen"
    erfolg = "Die Aufgabe ist eingetragen."

    @property
    def konto(self) -> Benutzer:
        if not hasattr(self, "_konto"):
            menge = Benutzer.objects.bearbeitbar_fuer(self.bereich)
            self._konto = get_object_or_404(menge, uuid=self.kwargs["uuid"])
        return self._konto

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        kwargs["instance"] = Zustaendigkeit(benutzer=self.konto, von=timezone.localdate())
        return kwargs

    def handle(self, form: forms.ModelForm) -> Zustaendigkeit:
        return uebertrage_aufgabe(neu=form.instance)


class ZustaendigkeitBeenden(Aufgabenformular, Kontenseite, Bearbeitbar, UpdateView):
    """The last day of a responsibility."""

    model = Zustaendigkeit
    form_class = Aufgabenende
    erfolg = "Das Ende der Aufgabe ist eingetragen."

    @property
    def konto(self) -> Benutzer:
        return self.object.benutzer

    def get_initial(self) -> dict[str, Any]:
        return {"bis": max(timezone.localdate(), self.object.von)}

    def handle(self, form: forms.ModelForm) -> Zustaendigkeit:
        bis: date = form.cleaned_data["bis"]
        aufgabe = Zustaendigkeit.objects.get(pk=self.object.pk)
        return beende_aufgabe(aufgabe=aufgabe, bis=bis)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(**{"ueberschrift": f"{self.object} beenden"} | kwargs)
